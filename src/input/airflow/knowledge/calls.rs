//! What the data is that calls in the code of tasks name: `calls.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::operators::{Entry, entry};
use super::rows;

/// The table.
const TEXT: &str = include_str!("../../../../policies/knowledge/airflow/calls.tsv");

static TABLE: LazyLock<BTreeMap<&'static str, Vec<Entry>>> = LazyLock::new(|| {
    let mut table: BTreeMap<_, Vec<Entry>> = BTreeMap::new();
    for (call, entry) in rows(TEXT, row).flatten() {
        table.entry(call).or_default().push(entry);
    }
    table
});

fn row([call, does, kind, name, key]: [&'static str; 5]) -> Result<(&'static str, Entry), String> {
    Ok((call, entry(does, kind, name, key)?))
}

/// What the arguments of a call hold. Names are compared from the right: `S3Hook.load_file` is any module's.
pub(crate) fn named(callee: &str) -> Option<&'static [Entry]> {
    let plain = callee.replace("()", "");
    let mut segments = plain.rsplit('.');
    let method = segments.next()?;
    let Some(owner) = segments.next() else { return get(method) };
    get(&format!("{owner}.{method}"))
        .or_else(|| owner.ends_with("Hook").then(|| get(&format!("*Hook.{method}"))).flatten())
        .or_else(|| get(method))
}

fn get(call: &str) -> Option<&'static [Entry]> {
    TABLE.get(call).map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::{TABLE, TEXT, named, row};

    #[test]
    fn every_row_is_well_formed() {
        assert_eq!(faults(TEXT, row), [""; 0]);
        assert!(TABLE.len() > 40);
    }

    #[test]
    fn calls_are_found_in_any_module() {
        for callee in [
            "airflow.providers.amazon.aws.hooks.s3.S3Hook().load_file",
            "airflow.providers.postgres.hooks.postgres.PostgresHook().get_records",
            "boto3.client().put_object",
            "airflow.utils.email.send_email",
            "send_email",
        ] {
            assert!(named(callee).is_some(), "{callee}");
        }
        assert!(named("json.dumps").is_none());
    }
}
