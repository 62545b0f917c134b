//! Conditions of statements, and what they really limit.
//!
//! A condition limits a statement only when its key says who calls or from where, its operator fails when that is not
//! said, and each of its values, of which one is enough, means somebody in particular.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use super::form::Form;
use crate::input::terraform::facts::kleene::all;
use crate::input::terraform::facts::network;

/// A value of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input::terraform::facts) enum Value {
    /// What is written.
    Text(String),
    /// The ARN of one resource, of which nothing more is known.
    Arn,
    /// Nobody can tell.
    Unknown,
}

/// What a statement asks of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input::terraform::facts) struct Condition {
    /// The operator as written; empty when it is not known.
    pub(in crate::input::terraform::facts) operator: String,
    /// The key as written; empty when it is not known.
    pub(in crate::input::terraform::facts) key: String,
    /// What it is compared with; one of them is enough.
    pub(in crate::input::terraform::facts) values: Vec<Value>,
    /// Whether it limits the statement to known callers or networks; `None` when that is not known.
    pub(in crate::input::terraform::facts) restricts: Option<bool>,
}

impl Condition {
    pub(super) fn new(operator: &str, key: &str, values: Vec<Value>) -> Self {
        let restricts = restricts(operator, key, &values);
        Self { operator: operator.to_owned(), key: key.to_owned(), values, restricts }
    }

    /// One of which nothing is known, or only the operator.
    pub(super) fn unknown(operator: &str) -> Self {
        let (operator, key) = (operator.to_owned(), String::new());
        Self { operator, key, values: vec![Value::Unknown], restricts: None }
    }
}

/// How an operator compares a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    /// As it is written.
    Literal,
    /// With `*` and `?` as wildcards.
    Pattern,
    /// As a range of addresses.
    Address,
}

/// Whether a key of a condition limits its statement to known callers or networks; `None` when that is not known.
fn restricts(operator: &str, key: &str, values: &[Value]) -> Option<bool> {
    let (Some(comparison), Some(form)) = (comparison(operator), Form::of(key)) else { return Some(false) };
    if values.is_empty() {
        return Some(false);
    }
    let texts =
        values.iter().filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None });
    if comparison == Comparison::Address && network::are_everybody(texts) {
        return Some(false);
    }
    all(values.iter().map(|value| match value {
        Value::Text(text) => form.limits(text, comparison == Comparison::Pattern),
        Value::Arn => Some(true),
        Value::Unknown => None,
    }))
}

/// `None` for an operator that also holds when the key is missing (`…IfExists`, `ForAllValues:`), that asks only whether
/// it is there (`Null`), that leaves out some (`StringNotEquals`) or that cannot tell callers apart (`Bool`, numbers,
/// dates).
fn comparison(operator: &str) -> Option<Comparison> {
    let operator = operator.to_ascii_lowercase();
    match operator.strip_prefix("foranyvalue:").unwrap_or(&operator) {
        "stringequals" | "stringequalsignorecase" => Some(Comparison::Literal),
        "stringlike" | "arnlike" | "arnequals" => Some(Comparison::Pattern),
        "ipaddress" => Some(Comparison::Address),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, restricts};

    fn limits(operator: &str, key: &str, value: &str) -> Option<bool> {
        restricts(operator, key, &[Value::Text(value.to_owned())])
    }

    #[test]
    fn a_value_that_means_somebody_limits() {
        for (operator, key, value) in [
            ("StringEquals", "aws:PrincipalOrgID", "o-1a2b3c4d5e"),
            ("StringEquals", "AWS:principalorgid", "o-1a2b3c4d5e"),
            ("StringLike", "aws:PrincipalAccount", "123456789012"),
            ("StringEqualsIgnoreCase", "aws:SourceAccount", "123456789012"),
            ("StringEquals", "aws:SourceVpce", "vpce-0123456789abcdef0"),
            ("StringEquals", "aws:SourceVpc", "vpc-9"),
            ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-1a2b3c4d5e/*"),
            ("ForAnyValue:StringEquals", "aws:PrincipalOrgPaths", "o-1a2b3c4d5e/r-ab12/ou-ab12-1/"),
            ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/*"),
            ("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::123456789012:root"),
            ("StringLike", "aws:PrincipalArn", "arn:*:iam::123456789012:*"),
            ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:user/${aws:username}"),
            ("ArnLike", "aws:SourceArn", "arn:aws:cloudtrail:*:123456789012:trail/*"),
            ("ArnLike", "aws:SourceArn", "arn:aws:s3:::inbox"),
            ("StringLike", "aws:SourceArn", "arn:aws:s3:::inbox/*"),
            ("StringLike", "aws:userid", "AROAEXAMPLEID:*"),
            ("StringLike", "aws:userid", "AROA0123456789ABCDEFG*"),
            ("StringEquals", "aws:PrincipalOrgID", "${aws:ResourceOrgID}"),
            ("StringEquals", "aws:PrincipalAccount", "${ aws:resourceaccount , '0'}"),
            ("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
            ("IpAddress", "aws:SourceIp", "203.0.113.9"),
            ("IpAddress", "aws:SourceIp", "10.0.0.0/8"),
            ("IpAddress", "aws:SourceIp", "2001:db8::/32"),
            ("IpAddress", "aws:SourceIp", "fc00::/7"),
        ] {
            assert_eq!(limits(operator, key, value), Some(true), "{operator} {key} {value}");
        }
    }

    #[test]
    fn a_value_that_means_everybody_does_not_limit() {
        for (key, values) in [
            ("aws:PrincipalAccount", &["*", "**", "????????????", "?????????*", "1*", "${aws:PrincipalAccount}"][..]),
            ("aws:SourceAccount", &["*", "${aws:SourceAccount}", "${aws:PrincipalAccount}", "1234567890??", ""]),
            ("aws:PrincipalOrgID", &["o-*", "o-??????????", "*", "${aws:PrincipalOrgID}"]),
            ("aws:PrincipalOrgPaths", &["*", "o-*/*", "*/r-ab12/*", "o-*", "o-1a2b*"]),
            ("aws:SourceVpce", &["vpce-*", "vpce-?????????????????", "*"]),
            ("aws:SourceVpc", &["vpc-*", "vpc*", "${aws:SourceVpc, 'vpc-1'}"]),
            (
                "aws:PrincipalArn",
                &[
                    "*",
                    "**",
                    "arn:*",
                    "arn:aws:*",
                    "arn:aws:iam::*",
                    "arn:aws:iam::*:*",
                    "arn:aws:iam::*:root",
                    "arn:aws:iam::*:role/admin",
                    "*:role/admin",
                    "arn:aws:iam::????????????:role/*",
                    "arn:aws:iam::${aws:PrincipalAccount}:root",
                    "arn:*:*:*:*:*",
                    "*:123456789012:*",
                ],
            ),
            ("aws:SourceArn", &["arn:aws:*:*:*:*", "arn:aws:sns:*:*:*", "arn:aws:s3:::*", "arn:aws:s3:::inbox*"]),
            ("aws:userid", &["*", "*:*", "AROA*", "AIDA*:*", "*:session", "anonymous", "${aws:userid}"]),
            ("s3:DataAccessPointArn", &["arn:aws:s3:*:*:accesspoint/*", "*"]),
        ] {
            for value in values {
                for operator in ["StringLike", "ArnLike", "ForAnyValue:StringLike"] {
                    assert_eq!(limits(operator, key, value), Some(false), "{operator} {key} {value}");
                }
            }
        }
        for value in
            ["0.0.0.0/0", "203.0.113.7/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "2000::/3", "*", "${aws:SourceIp}"]
        {
            assert_eq!(limits("IpAddress", "aws:SourceIp", value), Some(false), "{value}");
        }
    }

    #[test]
    fn ranges_that_are_narrow_one_by_one_do_not_limit_when_they_are_most_of_the_internet_together() {
        let ranges = |ranges: Vec<String>| {
            let values: Vec<Value> = ranges.into_iter().map(Value::Text).collect();
            restricts("IpAddress", "aws:SourceIp", &values)
        };
        assert_eq!(ranges((0..=255).map(|first| format!("{first}.0.0.0/8")).collect()), Some(false));
        assert_eq!(ranges((0..=255).flat_map(|a| [0, 128].map(|b| format!("{a}.{b}.0.0/9"))).collect()), Some(false));
        assert_eq!(ranges((10..=20).map(|first| format!("{first}.0.0.0/8")).collect()), Some(true));
        assert_eq!(ranges(vec!["10.0.0.0/8".to_owned(); 300]), Some(true));
        assert_eq!(limits("IpAddress", "aws:SourceIp", "::ffff:0:0/96"), Some(false));
        assert_eq!(limits("IpAddress", "aws:SourceIp", "::ffff:203.0.113.0/120"), Some(true));
    }

    #[test]
    fn an_operator_that_lets_others_pass_does_not_limit() {
        for operator in [
            "StringEqualsIfExists",
            "StringLikeIfExists",
            "ForAllValues:StringEquals",
            "ForAllValues:StringLike",
            "Null",
            "StringNotEquals",
            "StringNotLike",
            "Bool",
            "ArnNotLike",
            "NumericEquals",
            "DateLessThan",
            "",
            "ForAnyValue:StringEqualsIfExists",
        ] {
            assert_eq!(limits(operator, "aws:PrincipalOrgID", "o-1a2b3c4d5e"), Some(false), "{operator}");
        }
        assert_eq!(limits("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"), Some(false));
        assert_eq!(limits("IpAddressIfExists", "aws:SourceIp", "203.0.113.0/24"), Some(false));
    }

    #[test]
    fn a_key_that_the_caller_can_choose_does_not_limit() {
        for key in ["aws:Referer", "aws:UserAgent", "aws:SecureTransport", "s3:prefix", "aws:PrincipalTag/team", ""] {
            assert_eq!(limits("StringEquals", key, "x"), Some(false), "{key}");
        }
    }

    #[test]
    fn without_wildcards_an_operator_takes_them_as_they_are_unless_nothing_else_stands_there() {
        assert_eq!(limits("StringEquals", "aws:SourceVpce", "vpce-*"), Some(true));
        assert_eq!(limits("StringEquals", "aws:SourceVpce", "*"), Some(false));
    }

    #[test]
    fn one_value_is_enough_to_let_everybody_in_and_one_that_is_not_known_leaves_it_open() {
        let text = |text: &str| Value::Text(text.to_owned());
        for (values, expected) in [
            (vec![text("vpce-1"), text("vpce-2")], Some(true)),
            (vec![text("vpce-1"), text("*")], Some(false)),
            (vec![text("vpce-1"), Value::Unknown], None),
            (vec![text("*"), Value::Unknown], Some(false)),
            (vec![], Some(false)),
        ] {
            assert_eq!(restricts("StringLike", "aws:SourceVpce", &values), expected, "{values:?}");
        }
        assert_eq!(restricts("ArnEquals", "aws:SourceArn", &[Value::Arn]), Some(true));
        assert_eq!(limits("IpAddress", "aws:SourceIp", "the office"), None);
    }
}
