//! What stands in the file and gate does not know.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Fact;
use crate::input::pipeline::model::Pipeline;

/// A key, or what stands under one, of which gate cannot say what it does.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Unread {
    /// The key.
    pub key: String,
    /// What it stands in: `workflow`, `job`, `run step`, `action`, `pipeline` …, and the way down from there.
    pub of: &'static str,
}

/// What is not read.
pub(super) fn of(pipeline: &Pipeline) -> Vec<Fact<Unread>> {
    let fact = |unread: &super::super::model::Unread| {
        Fact::new(&unread.loc, Vec::new(), &unread.job, Unread { key: unread.key.clone(), of: unread.of })
    };
    pipeline.unread.iter().map(fact).collect()
}
