//! The table of well-known operators and calls, and the data that their arguments name.
//!
//! `operators.json` is the table. An entry lists what is read and written as `kind name key`, where `name` and `key`
//! are arguments: `a.b` joins two arguments with a dot, or goes into a nested one; `@2` is the position of a
//! positional argument; `-` says that the key is a URI that holds the name too.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// What a well-known operator or call reads and writes.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Known {
    pub(crate) reads: Vec<String>,
    pub(crate) writes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    operators: BTreeMap<String, Known>,
    calls: BTreeMap<String, Known>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(include_str!("operators.json")).unwrap_or_default());

/// What an operator class of this name reads and writes.
pub(crate) fn operator(name: &str) -> Option<&'static Known> {
    TABLE.operators.get(name)
}

/// What a call reads and writes. Names are compared from the right: `S3Hook.load_file` is any module's.
pub(crate) fn call(callee: &str) -> Option<&'static Known> {
    let plain = callee.replace("()", "");
    let mut segments = plain.rsplit('.');
    let method = segments.next()?;
    let Some(owner) = segments.next() else { return TABLE.calls.get(method) };
    TABLE
        .calls
        .get(&format!("{owner}.{method}"))
        .or_else(|| owner.ends_with("Hook").then(|| TABLE.calls.get(&format!("*Hook.{method}"))).flatten())
        .or_else(|| TABLE.calls.get(method))
}

#[cfg(test)]
mod tests {
    use super::{TABLE, call, operator};

    #[test]
    fn the_table_is_read_and_well_formed() {
        assert!(TABLE.operators.len() > 50 && TABLE.calls.len() > 40);
        for known in TABLE.operators.values().chain(TABLE.calls.values()) {
            for entry in known.reads.iter().chain(&known.writes) {
                let mut words = entry.split(' ');
                let kind = words.next().unwrap();
                assert!(["bucket", "dataset", "table", "uri", "sql", "endpoint"].contains(&kind), "{entry}");
                assert!(words.next().is_some(), "{entry}");
            }
        }
    }

    #[test]
    fn calls_are_found_in_any_module() {
        assert!(call("airflow.providers.amazon.aws.hooks.s3.S3Hook().load_file").is_some());
        assert!(call("airflow.providers.postgres.hooks.postgres.PostgresHook().get_records").is_some());
        assert!(call("boto3.client().put_object").is_some());
        assert!(call("json.dumps").is_none());
        assert!(operator("S3CopyObjectOperator").is_some());
    }
}
