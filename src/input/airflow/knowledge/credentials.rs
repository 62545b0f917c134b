//! Arguments that are credentials by their place in a call, whatever they are called: `credentials.tsv`.

use std::collections::BTreeMap;

use crate::knowledge::{Lookup, concepts};

/// Where in a call the credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// The argument of that number, from 0.
    Argument(usize),
    /// The second of a pair, in the argument of that number: `["reader", "…"]`.
    Pair(usize),
}

/// A place in a call, and the name of the parameter.
type Place = (At, String);

#[derive(Debug, Default)]
struct Places {
    /// In the order of the table.
    all: Vec<Place>,
    /// The numbers of those of a call, by its whole name.
    named: BTreeMap<String, Vec<usize>>,
    /// How the names of calls begin and end, with the number of the place.
    patterns: Vec<(String, String, usize)>,
    /// Parameters of any call that take a pair.
    pairs: Vec<String>,
}

impl Places {
    fn add(&mut self, call: &str, at: At, parameter: String) {
        let number = self.all.len();
        self.all.push((at, parameter));
        match call.split_once("**") {
            Some((head, tail)) => self.patterns.push((head.to_owned(), tail.to_owned(), number)),
            None => self.named.entry(call.to_owned()).or_default().push(number),
        }
    }
}

static PLACES: Lookup<Places> = Lookup::new(&concepts::airflow::CREDENTIALS, |rows| {
    let mut places = Places::default();
    for row in rows {
        let parameter = row.text("parameter").to_owned();
        let number = row.number("number").and_then(|number| usize::try_from(number).ok());
        match (row.word("how"), number) {
            ("pair", None) => places.pairs.push(parameter),
            ("pair", Some(number)) => places.add(row.text("call"), At::Pair(number), parameter),
            (_, number) => places.add(row.text("call"), At::Argument(number.unwrap_or_default()), parameter),
        }
    }
    places
});

/// The places of credentials in a call of `callee`, with the name of the parameter.
pub(crate) fn of(callee: &str) -> impl Iterator<Item = (At, &'static str)> {
    let places = PLACES.built_in();
    let fits = |(head, tail, _): &&(String, String, usize)| {
        callee.strip_prefix(head.as_str()).is_some_and(|rest| rest.ends_with(tail.as_str()))
    };
    let mut numbers: Vec<usize> = places.patterns.iter().filter(fits).map(|(.., number)| *number).collect();
    numbers.extend(places.named.get(callee).into_iter().flatten());
    numbers.sort_unstable();
    numbers.into_iter().filter_map(|number| places.all.get(number)).map(|(at, key)| (*at, key.as_str()))
}

/// Whether a parameter takes a pair of name and password, whoever is called.
pub(crate) fn is_pair(parameter: &str) -> bool {
    PLACES.built_in().pairs.iter().any(|pair| pair == parameter)
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
