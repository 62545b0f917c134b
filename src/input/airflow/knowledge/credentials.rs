//! Arguments that are credentials by their place in a call, whatever they are called: `credentials.tsv`.

use std::sync::LazyLock;

use super::rows;

/// The table.
const TEXT: &str = include_str!("../../../../policies/knowledge/airflow/credentials.tsv");

/// The name of a call that means every call.
const ANY: &str = "*";

/// Where in a call the credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// The argument of that number, from 0.
    Argument(usize),
    /// The second of a pair, in the argument of that number: `["reader", "…"]`.
    Pair(usize),
}

/// A row of the table.
enum Row {
    /// In a call of this name.
    At(&'static str, At, &'static str),
    /// The second of a pair under this name, whoever is called.
    Pair(&'static str),
}

#[derive(Default)]
struct Table {
    places: Vec<(&'static str, At, &'static str)>,
    pairs: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for row in rows(TEXT, row).flatten() {
        match row {
            Row::At(call, at, parameter) => table.places.push((call, at, parameter)),
            Row::Pair(parameter) => table.pairs.push(parameter),
        }
    }
    table
});

fn row([call, how, number, parameter]: [&'static str; 4]) -> Result<Row, String> {
    if (call, number) == (ANY, "-") && how == "pair" {
        return Ok(Row::Pair(parameter));
    }
    if call == ANY || number == "-" {
        return Err("`*` and `-` go together, and are for a `pair` only".to_owned());
    }
    let number = number.parse().map_err(|_| format!("`{number}` is no number"))?;
    let at = match how {
        "argument" => At::Argument(number),
        "pair" => At::Pair(number),
        other => return Err(format!("`{other}` is neither `argument` nor `pair`")),
    };
    Ok(Row::At(call, at, parameter))
}

/// The places of credentials in a call of `callee`, with the name of the parameter.
pub(crate) fn of(callee: &str) -> impl Iterator<Item = (At, &'static str)> {
    TABLE.places.iter().filter(move |(name, ..)| matches(name, callee)).map(|(_, at, key)| (*at, *key))
}

/// Whether a parameter takes a pair of name and password, whoever is called.
pub(crate) fn is_pair(parameter: &str) -> bool {
    TABLE.pairs.contains(&parameter)
}

fn matches(pattern: &str, callee: &str) -> bool {
    match pattern.split_once("**") {
        Some((head, tail)) => callee.strip_prefix(head).is_some_and(|rest| rest.ends_with(tail)),
        None => pattern == callee,
    }
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::{At, TABLE, TEXT, is_pair, of, row};

    #[test]
    fn every_row_is_well_formed() {
        assert_eq!(faults(TEXT, row), [""; 0]);
        assert!(TABLE.places.len() > 100);
        for fields in [
            ["*", "argument", "-", "auth"],
            ["*", "pair", "1", "auth"],
            ["a.b", "pair", "-", "auth"],
            ["a.b", "argument", "one", "auth"],
            ["a.b", "keyword", "1", "auth"],
        ] {
            assert!(row(fields).is_err(), "{fields:?}");
        }
    }

    #[test]
    fn a_pair_is_known_by_its_parameter() {
        assert!(is_pair("http_auth") && !is_pair("author"));
    }

    #[test]
    fn a_callable_is_known_by_its_name() {
        for (callee, expected) in [
            ("pymysql.connect", &[(At::Argument(2), "password")][..]),
            ("airflow.models.Connection", &[(At::Argument(5), "password")]),
            ("airflow.sdk.definitions.connection.Connection", &[(At::Argument(5), "password")]),
            ("smtplib.SMTP_SSL().login", &[(At::Argument(1), "password")]),
            ("boto3.Session", &[(At::Argument(1), "aws_secret_access_key"), (At::Argument(2), "aws_session_token")]),
            ("mysmtplib.SMTP().login", &[]),
            ("smtplib.login", &[]),
            ("pymysql.connected", &[]),
            ("requests.get", &[]),
        ] {
            assert_eq!(of(callee).collect::<Vec<_>>(), expected, "{callee}");
        }
    }
}
