//! What the data is that calls in the code of tasks name: `calls.tsv`.

use std::collections::BTreeMap;

use super::operators::Entry;
use crate::knowledge::{Lookup, concepts};

static CALLS: Lookup<BTreeMap<String, Vec<Entry>>> = Lookup::new(&concepts::airflow::CALLS, |rows| {
    let mut calls: BTreeMap<_, Vec<Entry>> = BTreeMap::new();
    for row in rows {
        calls.entry(row.text("call").to_owned()).or_default().push(Entry::of(&row));
    }
    calls
});

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
    CALLS.built_in().get(call).map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::named;

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
