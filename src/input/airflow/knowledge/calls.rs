//! What the data is that calls in the code of tasks name: `calls.tsv`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::operators::Entry;
use crate::knowledge::{Lookup, concepts};

/// The rows of a method by whose it is; nothing for a row that does not say.
type Owners = BTreeMap<String, Vec<Entry>>;

static CALLS: Lookup<BTreeMap<String, Owners>> = Lookup::new(&concepts::airflow::CALLS, |rows| {
    let mut calls: BTreeMap<_, Owners> = BTreeMap::new();
    for row in rows {
        let (owner, method) = row.text("call").rsplit_once('.').unwrap_or(("", row.text("call")));
        calls.entry(method.to_owned()).or_default().entry(owner.to_owned()).or_default().push(Entry::of(&row));
    }
    calls
});

/// What the arguments of a call hold. Names are compared from the right: `S3Hook.load_file` is any module's.
pub(crate) fn named(callee: &str) -> Option<&'static [Entry]> {
    let mut segments = callee.rsplit('.').map(uncalled);
    // Most calls are of nothing that is known, and are told by their method.
    let owners = CALLS.built_in().get(&*segments.next()?)?;
    let of = |owner: &str| owners.get(owner).map(Vec::as_slice);
    let Some(owner) = segments.next() else { return of("") };
    of(&owner).or_else(|| owner.ends_with("Hook").then(|| of("*Hook")).flatten()).or_else(|| of(""))
}

/// A part of a dotted name without the marks of calls.
pub(super) fn uncalled(segment: &str) -> Cow<'_, str> {
    if segment.contains("()") { Cow::Owned(segment.replace("()", "")) } else { Cow::Borrowed(segment) }
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
