//! What calls reach for, by the beginning of their names: `reaches.tsv`.

use super::super::model::UseKind;
use crate::knowledge::{Lookup, concepts};

/// The beginning of a dotted name with what it reaches for; `None` for nothing.
type Reach = (String, Option<UseKind>);

static REACHES: Lookup<Vec<Reach>> = Lookup::new(&concepts::airflow::REACHES, |rows| {
    rows.map(|row| {
        let reaches = match row.word("reaches") {
            "env" => Some(UseKind::Env),
            "network" => Some(UseKind::Network),
            "database" => Some(UseKind::Database),
            "secret" => Some(UseKind::Secret),
            "process" => Some(UseKind::Process),
            _ => None,
        };
        (row.text("call").to_owned(), reaches)
    })
    .collect()
});

/// What a call reaches for by its name alone.
pub(crate) fn kind(callee: &str) -> Option<UseKind> {
    let reaches = REACHES.built_in();
    let is_harmless = |(name, reaches): &Reach| {
        reaches.is_none() && (callee == *name || (name.ends_with('.') && callee.starts_with(name)))
    };
    if reaches.iter().any(is_harmless) {
        return None;
    }
    reaches.iter().find(|(name, kind)| kind.is_some() && callee.starts_with(name)).and_then(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::{REACHES, Reach, kind};
    use crate::input::airflow::model::UseKind;

    #[test]
    fn every_row_counts() {
        let rows = REACHES.built_in();
        for (at, (name, reaches)) in rows.iter().enumerate() {
            let shadows = |(other, kind): &Reach| kind.is_some() && name.starts_with(other);
            let shadowed = reaches.is_some() && rows.iter().take(at).any(shadows);
            assert!(!shadowed, "a line above `{name}` takes what it is for");
        }
    }

    #[test]
    fn the_name_of_what_reaches_nothing_counts_first() {
        for (callee, expected) in [
            ("requests.get", Some(UseKind::Network)),
            ("requests.auth.HTTPBasicAuth", None),
            ("requests.Request", None),
            ("requests.Requests", Some(UseKind::Network)),
            ("hvac.exceptions", None),
            ("hvac.Client", Some(UseKind::Secret)),
            ("os.environ.get", Some(UseKind::Env)),
            ("pendulum.now", None),
        ] {
            assert_eq!(kind(callee), expected, "{callee}");
        }
    }
}
