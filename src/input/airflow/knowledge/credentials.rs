//! Arguments that are credentials by their place in a call, whatever they are called: `credentials.tsv`.

use crate::knowledge::{Lookup, concepts};

/// Where in a call the credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// The argument of that number, from 0.
    Argument(usize),
    /// The second of a pair, in the argument of that number: `["reader", "…"]`.
    Pair(usize),
}

#[derive(Debug, Default)]
struct Places {
    /// The name of a call, the place in it, and the name of the parameter.
    numbered: Vec<(String, At, String)>,
    /// Parameters of any call that take a pair.
    pairs: Vec<String>,
}

static PLACES: Lookup<Places> = Lookup::new(&concepts::airflow::CREDENTIALS, |rows| {
    let mut places = Places::default();
    for row in rows {
        let parameter = row.text("parameter").to_owned();
        let number = row.number("number").and_then(|number| usize::try_from(number).ok());
        match (row.word("how"), number) {
            ("pair", None) => places.pairs.push(parameter),
            ("pair", Some(number)) => {
                places.numbered.push((row.text("call").to_owned(), At::Pair(number), parameter));
            }
            (_, number) => {
                let at = At::Argument(number.unwrap_or_default());
                places.numbered.push((row.text("call").to_owned(), at, parameter));
            }
        }
    }
    places
});

/// The places of credentials in a call of `callee`, with the name of the parameter.
pub(crate) fn of(callee: &str) -> impl Iterator<Item = (At, &'static str)> {
    let places = PLACES.built_in().numbered.iter();
    places.filter(move |(name, ..)| matches(name, callee)).map(|(_, at, key)| (*at, key.as_str()))
}

/// Whether a parameter takes a pair of name and password, whoever is called.
pub(crate) fn is_pair(parameter: &str) -> bool {
    PLACES.built_in().pairs.iter().any(|pair| pair == parameter)
}

fn matches(pattern: &str, callee: &str) -> bool {
    match pattern.split_once("**") {
        Some((head, tail)) => callee.strip_prefix(head).is_some_and(|rest| rest.ends_with(tail)),
        None => pattern == callee,
    }
}

#[cfg(test)]
mod tests {
    use super::{At, is_pair, of};

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
