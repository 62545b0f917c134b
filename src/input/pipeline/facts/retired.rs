//! Actions that nobody maintains any more.

use schemars::JsonSchema;
use serde::Serialize;

use super::advisories::shown;
use crate::input::Fact;
use crate::input::pipeline::knowledge::retired_actions::Retired as Known;
use crate::input::pipeline::model::Pipeline;

/// An action that nobody maintains any more, or a version that the vendor has removed. GitHub only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Retired {
    /// `owner/name`.
    pub action: String,
    /// The tag, branch or commit that is asked for, a commit with its first twelve digits; empty where nothing is.
    pub reference: String,
    /// `archived` (its repository is read-only) or `removed` (the service behind this version is gone).
    pub reason: &'static str,
    /// When it was removed; of what is archived the day on which that was read.
    pub since: String,
    /// What does the same; empty where nothing is known to.
    pub instead: String,
}

/// Those of a pipeline.
pub(super) fn of(pipeline: &Pipeline, known: &Known) -> Vec<Fact<Retired>> {
    let asked = pipeline.refs.iter().filter(|it| pipeline.vendor == "github" && it.kind == "action");
    let found = asked.filter_map(|reference| {
        let row = known.of(reference)?;
        let says = Retired {
            action: format!("{}/{}", reference.owner, reference.name),
            reference: shown(reference),
            reason: row.why,
            since: row.since.clone(),
            instead: row.instead.clone(),
        };
        Some(Fact::new(&reference.loc, Vec::new(), &reference.job, says))
    });
    found.collect()
}
