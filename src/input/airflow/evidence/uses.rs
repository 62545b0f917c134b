//! What the calls in the code reach for.

use super::super::build::names;
use super::super::graph::last_segment;
use super::super::knowledge::reaches;
use super::super::model::UseKind;

/// What a call reaches for; `None` when that is nothing of interest.
pub(crate) fn kind(callee: &str) -> Option<UseKind> {
    if names::is_variable_get(callee) || (names::is_airflow(callee) && callee.ends_with(".Variable.set")) {
        return Some(UseKind::Variable);
    }
    let last = last_segment(callee);
    if names::is_airflow(callee)
        && (matches!(last, "get_connection" | "get_connections" | "get_connection_from_secrets" | "get_hook")
            || callee.ends_with(".Connection.get"))
    {
        return Some(UseKind::Connection);
    }
    if let Some((receiver, _)) = callee.rsplit_once("().")
        && last_segment(receiver).ends_with("Hook")
    {
        return Some(UseKind::Connection);
    }
    reaches::kind(callee).filter(|kind| *kind != UseKind::Network || is_action(callee))
}

/// Whether a name in a network library is a call that goes out, and not a class, an attribute of a result, or a
/// method of an answer that is already there.
fn is_action(callee: &str) -> bool {
    let last = last_segment(callee);
    let class = last.starts_with(|c: char| c.is_ascii_uppercase());
    let of_answer = matches!(last, "json" | "raise_for_status" | "items" | "get_waiter" | "decode" | "strip" | "split");
    let goes_out_when_made = callee.starts_with("smtplib.") || callee.starts_with("ftplib.");
    (!class || goes_out_when_made) && !of_answer
}

#[cfg(test)]
mod tests {
    use super::kind;
    use crate::input::airflow::model::UseKind;

    #[test]
    fn calls_are_known_by_what_they_reach_for() {
        let cases = [
            ("airflow.models.Variable.get", Some(UseKind::Variable)),
            ("airflow.sdk.Variable.get", Some(UseKind::Variable)),
            ("airflow.hooks.base.BaseHook.get_connection", Some(UseKind::Connection)),
            ("airflow.providers.amazon.aws.hooks.s3.S3Hook().read_key", Some(UseKind::Connection)),
            ("airflow.providers.amazon.aws.hooks.s3.S3Hook", None),
            ("requests.get", Some(UseKind::Network)),
            ("requests.get().json", None),
            ("requests.Session", None),
            ("requests.Session().post", Some(UseKind::Network)),
            ("boto3.client", None),
            ("boto3.client().list_objects_v2", Some(UseKind::Network)),
            ("psycopg2.connect", Some(UseKind::Database)),
            ("os.environ.get", Some(UseKind::Env)),
            ("pendulum.datetime", None),
        ];
        for (callee, expected) in cases {
            assert_eq!(kind(callee), expected, "{callee}");
        }
    }
}
