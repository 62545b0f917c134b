//! Scans of templates of the vendor that a project has weakened.

use super::graph::Graph;
use super::scans::{Lost, Scan};
use crate::input::Fact;

/// One fact for each thing that weakens a scan.
pub(super) fn of(graph: &Graph<'_>) -> Vec<Fact<Scan>> {
    let mut facts = Vec::new();
    for run in &graph.jobs {
        let Some(template) = &run.job.template else { continue };
        for weakened in &template.weakened {
            let says = Scan {
                tool: template.tool.clone(),
                category: template.category,
                stops: weakened.stops,
                lost: Lost::Template,
                detail: weakened.what.clone(),
            };
            let why = if weakened.stops.is_none() { weakened.what.as_str() } else { "" };
            facts.push(Fact::new(&weakened.loc, Vec::new(), &run.job.id, says).because(why));
        }
    }
    facts
}
