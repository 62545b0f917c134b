//! What calls reach for, by the beginning of their names: `reaches.tsv`.

use std::collections::BTreeMap;

use super::super::model::UseKind;
use crate::knowledge::{Lookup, concepts};

/// What a call reaches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Always the same.
    Kind(UseKind),
    /// The network, if it is given the address of another machine.
    Address,
}

/// The beginning of a dotted name with what it reaches for; `None` for nothing.
type Line = (String, Option<Reach>);

/// The lines of the table, each with its number.
#[derive(Debug, Default)]
struct Reaches {
    /// By the first part of their names, which whatever they fit has as well.
    dotted: BTreeMap<String, Vec<(usize, Line)>>,
    /// Those of one part, which may end in the middle of a word.
    plain: Vec<(usize, Line)>,
}

static REACHES: Lookup<Reaches> = Lookup::new(&concepts::airflow::REACHES, |rows| {
    let mut all = Reaches::default();
    for (number, row) in rows.enumerate() {
        let reaches = match row.word("reaches") {
            "env" => Some(Reach::Kind(UseKind::Env)),
            "network" => Some(Reach::Kind(UseKind::Network)),
            "database" => Some(Reach::Kind(UseKind::Database)),
            "secret" => Some(Reach::Kind(UseKind::Secret)),
            "process" => Some(Reach::Kind(UseKind::Process)),
            "address" => Some(Reach::Address),
            _ => None,
        };
        let call = row.text("call");
        let alike = match call.split_once('.') {
            Some((first, _)) => all.dotted.entry(first.to_owned()).or_default(),
            None => &mut all.plain,
        };
        alike.push((number, (call.to_owned(), reaches)));
    }
    all
});

/// The row that says what a call reaches for by its name, and what that is.
pub(crate) fn reach(callee: &str) -> Option<(&'static str, Reach)> {
    let reaches = REACHES.built_in();
    let dotted = callee.split_once('.').and_then(|(first, _)| reaches.dotted.get(first));
    let lines = || dotted.into_iter().flatten().chain(&reaches.plain);
    let is_harmless = |(_, (name, reaches)): &(usize, Line)| {
        reaches.is_none() && (callee == *name || (name.ends_with('.') && callee.starts_with(name)))
    };
    if lines().any(is_harmless) {
        return None;
    }
    let begins = |(number, (name, reach)): &'static (usize, Line)| {
        Some((*number, name.as_str(), (*reach)?)).filter(|_| callee.starts_with(name))
    };
    let first = lines().filter_map(begins).min_by_key(|(number, ..)| *number);
    first.map(|(_, name, reach)| (name, reach))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Line, REACHES, Reach, reach};
    use crate::input::airflow::model::UseKind;

    #[test]
    fn every_row_counts() {
        let reaches = REACHES.built_in();
        let rows: BTreeMap<usize, &Line> =
            reaches.dotted.values().flatten().chain(&reaches.plain).map(|(number, line)| (*number, line)).collect();
        assert!(rows.len() > 100);
        for (at, (name, reaches)) in &rows {
            let shadows = |(_, (other, kind)): (&usize, &&Line)| kind.is_some() && name.starts_with(other);
            let shadowed = reaches.is_some() && rows.range(..at).any(shadows);
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
            assert_eq!(reach(callee).map(|(_, reach)| reach), expected.map(Reach::Kind), "{callee}");
        }
    }
}
