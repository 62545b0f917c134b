//! Inputs of actions that are a program or a key of a cloud.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::rows;
use crate::input::pipeline::model::Ref;

const TABLE: &str = include_str!("../../../../policies/knowledge/pipeline/action-inputs.tsv");

/// What an input of an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Takes {
    /// A program that the action runs.
    Script,
    /// A key of this cloud.
    Key(&'static str),
}

/// By `owner/name`, then by input.
static INPUTS: LazyLock<BTreeMap<&'static str, BTreeMap<&'static str, Takes>>> = LazyLock::new(|| {
    let mut inputs: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for [action, input, takes, cloud] in rows(TABLE) {
        let takes = if takes == "script" { Takes::Script } else { Takes::Key(cloud) };
        inputs.entry(action).or_default().insert(input, takes);
    }
    inputs
});

/// What an action takes by an input, named in any case.
pub(in crate::input::pipeline) fn takes(action: &Ref, input: &str) -> Option<Takes> {
    let action = format!("{}/{}", action.owner, action.name).to_ascii_lowercase();
    INPUTS.get(action.as_str())?.get(input.to_ascii_lowercase().as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::super::{assert_whole, rows};
    use super::{BTreeMap, INPUTS, TABLE};

    #[test]
    fn every_row_is_whole() {
        assert_whole::<4>(TABLE);
        for [action, input, takes, cloud] in rows(TABLE) {
            assert!(action.split('/').count() == 2 && action == action.to_ascii_lowercase(), "{action}");
            assert_eq!(input, input.to_ascii_lowercase(), "{action}");
            assert!(matches!((takes, cloud), ("script", "-") | ("key", "AWS" | "Azure" | "Google Cloud")), "{action}");
        }
        assert_eq!(INPUTS.values().map(BTreeMap::len).sum::<usize>(), rows::<4>(TABLE).count());
    }
}
