//! What calls reach for, by the beginning of their names: `reaches.tsv`.

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

static REACHES: Lookup<Vec<Line>> = Lookup::new(&concepts::airflow::REACHES, |rows| {
    rows.map(|row| {
        let reaches = match row.word("reaches") {
            "env" => Some(Reach::Kind(UseKind::Env)),
            "network" => Some(Reach::Kind(UseKind::Network)),
            "database" => Some(Reach::Kind(UseKind::Database)),
            "secret" => Some(Reach::Kind(UseKind::Secret)),
            "process" => Some(Reach::Kind(UseKind::Process)),
            "address" => Some(Reach::Address),
            _ => None,
        };
        (row.text("call").to_owned(), reaches)
    })
    .collect()
});

/// The row that says what a call reaches for by its name, and what that is.
pub(crate) fn reach(callee: &str) -> Option<(&'static str, Reach)> {
    let reaches = REACHES.built_in();
    let is_harmless = |(name, reaches): &Line| {
        reaches.is_none() && (callee == *name || (name.ends_with('.') && callee.starts_with(name)))
    };
    if reaches.iter().any(is_harmless) {
        return None;
    }
    let begins = |(name, reach): &'static Line| Some((name.as_str(), (*reach)?)).filter(|_| callee.starts_with(name));
    reaches.iter().find_map(begins)
}

#[cfg(test)]
mod tests {
    use super::{Line, REACHES, Reach, reach};
    use crate::input::airflow::model::UseKind;

    #[test]
    fn every_row_counts() {
        let rows = REACHES.built_in();
        for (at, (name, reaches)) in rows.iter().enumerate() {
            let shadows = |(other, kind): &Line| kind.is_some() && name.starts_with(other);
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
            assert_eq!(reach(callee).map(|(_, reach)| reach), expected.map(Reach::Kind), "{callee}");
        }
    }
}
