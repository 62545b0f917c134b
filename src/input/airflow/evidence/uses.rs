//! What the calls in the code reach for.

use super::super::build::names;
use super::super::graph::last_segment;
use super::super::interpret::Event;
use super::super::knowledge::reaches::{self, Reach};
use super::super::model::UseKind;
use super::super::value::Value;

/// Methods that make or set up a client, or name something, and do not go out.
const QUIET: &[&str] = &[
    "Session",
    "client",
    "resource",
    "session",
    "get_paginator",
    "get_waiter",
    "get_available_regions",
    "bucket",
    "blob",
    "dataset",
    "table",
    "collection",
    "document",
    "cursor",
    "commit",
    "close",
    "mount",
    "update",
    "prepare_request",
    "generate_presigned_url",
    "get_container_client",
    "get_blob_client",
    "get_file_system_client",
    "get_file_client",
    "get_directory_client",
    "get_database_client",
    "get_database",
    "get_collection",
    "set_missing_host_key_policy",
    "load_system_host_keys",
    "load_host_keys",
    "service_account",
    "service_account_from_dict",
    "authorize",
    "builder",
    "appName",
    "config",
    "master",
    "enableHiveSupport",
    "configs",
    "dispose",
    "pipeline",
    "set_debuglevel",
    "set_pasv",
    "bulk_write_context",
    "from_url",
    "get_credentials",
    "get_config_variable",
    "setdefaulttimeout",
    "files",
    "users",
    "spreadsheets",
    "values",
    "events",
    "messages",
    "jobs",
    "projects",
    "locations",
    "datasets",
];

/// Methods of an answer that is already there.
const OF_ANSWER: &[&str] = &["json", "raise_for_status", "items", "decode", "strip", "split", "keys", "get_waiter"];

/// What a call or look-up reaches for; `None` when that is nothing of interest.
pub(crate) fn of(event: &Event<'_>) -> Option<UseKind> {
    let first = event.args.positional.first().or_else(|| event.args.named.first().map(|(_, item)| item));
    let text = first.and_then(|item| if let Value::Text(text) = &item.value { Some(text.prefix()) } else { None });
    kind(&event.callee, text.unwrap_or_default())
}

/// The same by the name of what is called and the beginning of its first argument.
fn kind(callee: &str, first: &str) -> Option<UseKind> {
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
    let (row, reach) = reaches::reach(callee)?;
    let kind = match reach {
        Reach::Kind(kind) => kind,
        Reach::Address => is_address(first).then_some(UseKind::Network)?,
    };
    let goes_out = match kind {
        UseKind::Network | UseKind::Database | UseKind::Secret => goes_out(callee, row),
        UseKind::Process => callee.len() == row.len() || !callee.contains("()"),
        UseKind::Variable | UseKind::Connection | UseKind::Env => true,
    };
    goes_out.then_some(kind)
}

/// Whether a name in a library is a call that goes out, and not a class, a client in the making, or a method of an answer
/// that is already there.
fn goes_out(callee: &str, row: &str) -> bool {
    let begins = row.ends_with('.') || row.ends_with("().");
    let whole = if begins { callee.get(row.len()..).unwrap_or_default() } else { callee };
    let steps: Vec<&str> = whole.split("()").collect();
    let Some((last, before)) = steps.split_last() else { return false };
    // What went out before this call gave an answer; the call before is the one to speak of.
    let is_answered = before.iter().any(|step| is_action(step) || *step == row);
    (is_action(last) || callee == row || goes_out_when_made(callee)) && !is_answered
}

fn is_action(step: &str) -> bool {
    let name = last_segment(step.trim_start_matches('.'));
    let is_class = name.starts_with(|c: char| c.is_ascii_uppercase());
    let is_quiet = QUIET.contains(&name) || name.ends_with("_path") || name.starts_with("from_");
    let is_error = name.ends_with("error") || name.ends_with("Error") || name.ends_with("Exception");
    !name.is_empty() && !is_class && !is_error && !is_quiet && !OF_ANSWER.contains(&name)
}

/// Classes of which an object is a connection at once.
fn goes_out_when_made(callee: &str) -> bool {
    let is_error = callee.ends_with("Error") || callee.ends_with("Exception");
    (callee.starts_with("smtplib.") || callee.starts_with("ftplib.")) && !callee.contains("()") && !is_error
}

/// Whether a text is the address of something on another machine.
fn is_address(text: &str) -> bool {
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    !scheme.is_empty()
        && scheme != "file"
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'))
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
            ("requests.get().json().get", None),
            ("requests.Session", None),
            ("requests.Session().post", Some(UseKind::Network)),
            ("requests.Session().mount", None),
            ("boto3.client", None),
            ("boto3.client().list_objects_v2", Some(UseKind::Network)),
            ("boto3.client().list_objects_v2().get", None),
            ("boto3.client().get_paginator", None),
            ("boto3.client().get_paginator().paginate", Some(UseKind::Network)),
            ("boto3.client().get_secret_value", Some(UseKind::Secret)),
            ("boto3.resource().Bucket", None),
            ("boto3.resource().Bucket().upload_file", Some(UseKind::Network)),
            ("google.cloud.storage.Client", None),
            ("google.cloud.storage.Client().bucket", None),
            ("google.cloud.storage.Client().bucket().blob().download_as_text", Some(UseKind::Network)),
            ("google.cloud.storage.Client.from_service_account_json", None),
            ("google.cloud.bigquery.Client().query", Some(UseKind::Network)),
            ("google.cloud.bigquery.Client().query().result", None),
            ("google.cloud.secretmanager.SecretManagerServiceClient().secret_version_path", None),
            ("google.cloud.secretmanager.SecretManagerServiceClient().access_secret_version", Some(UseKind::Secret)),
            ("hvac.Client", None),
            ("hvac.Client().secrets.kv.v2.read_secret_version", Some(UseKind::Secret)),
            ("psycopg2.connect", Some(UseKind::Database)),
            ("psycopg2.connect().cursor", None),
            ("psycopg2.connect().cursor().execute", None),
            ("sqlalchemy.create_engine", None),
            ("sqlalchemy.create_engine().connect", Some(UseKind::Database)),
            ("sqlalchemy.create_engine().connect().execute", None),
            ("pymongo.MongoClient", None),
            ("pymongo.MongoClient().app.users.find", Some(UseKind::Database)),
            ("pyspark.sql.SparkSession.builder.appName", None),
            ("pyspark.sql.SparkSession.builder.appName().getOrCreate", Some(UseKind::Network)),
            ("kubernetes.client.V1Pod", None),
            ("kubernetes.config.load_incluster_config", None),
            ("kubernetes.client.CoreV1Api().list_namespaced_pod", Some(UseKind::Network)),
            ("smtplib.SMTP", Some(UseKind::Network)),
            ("smtplib.SMTPException", None),
            ("socket.gethostname", None),
            ("socket.gaierror", None),
            ("paramiko.SSHClient().set_missing_host_key_policy", None),
            ("paramiko.SSHClient().connect", Some(UseKind::Network)),
            ("pandas.read_sql", Some(UseKind::Database)),
            ("airflow.settings.Session", Some(UseKind::Database)),
            ("os.environ.get", Some(UseKind::Env)),
            ("subprocess.run", Some(UseKind::Process)),
            ("subprocess.run().stdout.decode", None),
            ("pendulum.datetime", None),
        ];
        for (callee, expected) in cases {
            assert_eq!(kind(callee, ""), expected, "{callee}");
        }
    }

    #[test]
    fn what_reads_a_file_goes_out_where_that_is_an_address() {
        for (first, expected) in [
            ("https://acme.example/x.csv", Some(UseKind::Network)),
            ("s3://acme/x.csv", Some(UseKind::Network)),
            ("file:///tmp/x.csv", None),
            ("/tmp/x.csv", None),
            ("", None),
        ] {
            assert_eq!(kind("pandas.read_csv", first), expected, "{first}");
        }
    }
}
