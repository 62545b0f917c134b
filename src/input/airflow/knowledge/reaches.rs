//! What calls reach for, by the beginning of their names: `reaches.tsv`.

use std::sync::LazyLock;

use super::super::model::UseKind;
use super::rows;

/// The table.
const TEXT: &str = include_str!("../../../../policies/knowledge/airflow/reaches.tsv");

/// The beginning of a dotted name with what it reaches for; `None` for nothing.
type Row = (&'static str, Option<UseKind>);

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| rows(TEXT, row).flatten().collect());

fn row([call, reaches]: [&'static str; 2]) -> Result<Row, String> {
    let reaches = match reaches {
        "env" => Some(UseKind::Env),
        "network" => Some(UseKind::Network),
        "database" => Some(UseKind::Database),
        "secret" => Some(UseKind::Secret),
        "process" => Some(UseKind::Process),
        "nothing" => None,
        other => return Err(format!("`{other}` is nothing that a call reaches for")),
    };
    Ok((call, reaches))
}

/// What a call reaches for by its name alone.
pub(crate) fn kind(callee: &str) -> Option<UseKind> {
    let is_harmless = |(name, reaches): &&Row| {
        reaches.is_none() && (callee == *name || (name.ends_with('.') && callee.starts_with(name)))
    };
    if TABLE.iter().any(|row| is_harmless(&row)) {
        return None;
    }
    TABLE.iter().find(|(name, reaches)| reaches.is_some() && callee.starts_with(name)).and_then(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::{TABLE, TEXT, kind, row};
    use crate::input::airflow::model::UseKind;

    #[test]
    fn every_row_is_well_formed_and_counts() {
        assert_eq!(faults(TEXT, row), [""; 0]);
        assert!(row(["x.", "mars"]).is_err());
        for (at, (name, reaches)) in TABLE.iter().enumerate() {
            let shadows = |(other, kind): &(&'static str, Option<UseKind>)| kind.is_some() && name.starts_with(other);
            let shadowed = reaches.is_some() && TABLE.iter().take(at).any(shadows);
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
