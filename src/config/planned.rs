//! What is wrong with an entry of `policies.schedule` that has the right form.

use std::collections::BTreeSet;

use super::named::below;
use super::schema::Policies;
use super::{ConfigError, Day, Places, Scheduled};
use crate::input::Segment;

/// Refuses entries that begin nothing, postpone without anybody's word, or contradict each other.
///
/// # Errors
/// [`ConfigError::Invalid`] at the first of them.
pub(super) fn check(policies: &Policies, places: &Places) -> Result<(), ConfigError> {
    let mut seen = BTreeSet::new();
    for (index, entry) in policies.schedule.iter().enumerate() {
        let path = [Segment::from("policies"), "schedule".into(), index.into()];
        says_something(entry, &path, places)?;
        answered_for(entry, &path, places)?;
        for (place, id) in entry.decide().enumerate() {
            let at = below(&path, ["decide".into(), place.into()]);
            if policies.disable.iter().any(|disabled| disabled.id == *id) {
                let help = "take it out of `disable`, or out of here";
                return Err(places.at_value(&at, format!("`{id}` is disabled, so it never decides"), help));
            }
            once(&mut seen, entry.from, format!("whether `{id}` decides"), &at, places)?;
        }
        for (id, _) in entry.severity() {
            let at = below(&path, ["severity".into(), id.as_str().into()]);
            once(&mut seen, entry.from, format!("the severity of `{id}`"), &at, places)?;
        }
        for (slug, name, _) in entry.parameters() {
            let at = below(&path, ["parameters".into(), slug.into(), name.into()]);
            once(&mut seen, entry.from, format!("`{slug}.{name}`"), &at, places)?;
        }
    }
    Ok(())
}

/// An entry has at least one of the three, and none of them is empty.
fn says_something(entry: &Scheduled, path: &[Segment], places: &Places) -> Result<(), ConfigError> {
    let without = entry.parameters.iter().flatten().find(|(_, values)| values.is_empty());
    let empty = [
        ("decide", entry.decide.as_ref().is_some_and(Vec::is_empty)),
        ("severity", entry.severity.as_ref().is_some_and(std::collections::BTreeMap::is_empty)),
        ("parameters", entry.parameters.as_ref().is_some_and(|it| it.is_empty() || without.is_some())),
    ];
    if let Some((key, _)) = empty.into_iter().find(|(_, is_empty)| *is_empty) {
        let message = format!("`{key}` is empty: nothing begins on {}", entry.from);
        return Err(places.at_key(&below(path, [key.into()]), message, "name what begins, or take the key out"));
    }
    if entry.decide.is_none() && entry.severity.is_none() && entry.parameters.is_none() {
        let help = "add `decide`, `severity` or `parameters`, or take the entry out";
        return Err(places.at_value(&below(path, ["from".into()]), format!("nothing begins on {}", entry.from), help));
    }
    Ok(())
}

/// What does not decide until a day needs a reason and an owner; nobody gives an empty one.
fn answered_for(entry: &Scheduled, path: &[Segment], places: &Places) -> Result<(), ConfigError> {
    let help = "say why, and who answers for it: what does not decide yet is an exception";
    for (key, value) in [("reason", &entry.reason), ("owner", &entry.owner)] {
        let says = |text: &String| text.chars().any(char::is_alphanumeric);
        if value.as_ref().is_some_and(|text| !says(text)) {
            return Err(places.at_key(&below(path, [key.into()]), format!("`{key}` says nothing"), help));
        }
        if value.is_none() && entry.decide.is_some() {
            return Err(places.at_key(
                &below(path, ["decide".into()]),
                format!("`decide` without {}", article(key)),
                help,
            ));
        }
    }
    Ok(())
}

fn article(key: &str) -> String {
    if key.starts_with('o') { format!("an {key}") } else { format!("a {key}") }
}

fn once(
    seen: &mut BTreeSet<(Day, String)>,
    from: Day,
    what: String,
    path: &[Segment],
    places: &Places,
) -> Result<(), ConfigError> {
    let message = format!("{what} is set twice for {from}");
    if seen.insert((from, what)) {
        return Ok(());
    }
    Err(places.at_key(path, message, "leave the one that shall hold"))
}
