//! Machines that jobs run on.

use std::cell::OnceCell;

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::path;
use super::reach::Reach;
use crate::input::Fact;

/// A runner that the vendor does not, or may not, make anew for each job. GitLab does not say whose a runner is: a job
/// that asks for one by tags is listed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Runner {
    /// The labels or tags by which it is chosen, as written.
    pub labels: Vec<String>,
    /// Whether it is one of the owner's own. Null when an expression decides, or the vendor does not say.
    pub own: Option<bool>,
    /// Whether code of a fork can run on it: a pull request starts the job with what it proposes, and no condition keeps
    /// forks out. Whether it waits for an approval stands in the settings of the repository. GitHub only.
    pub strangers: bool,
}

/// Such runners of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Runner>> {
    let gitlab = graph.pipeline.vendor == "gitlab";
    let mut runners = Vec::new();
    let by_forks = OnceCell::new();
    for run in &graph.jobs {
        let runner = &run.job.runner;
        // A job that only calls a workflow runs nowhere itself.
        let runs = !run.job.steps.is_empty();
        if !runs || runner.kind == "hosted" || gitlab && runner.labels.is_empty() {
            continue;
        }
        let own = (runner.kind == "self_hosted").then_some(true);
        let why = match own {
            Some(_) => "",
            None if gitlab => "the file does not say whose the runners with these tags are",
            None => "an expression decides which runner it is",
        };
        let at = path([if gitlab { "tags" } else { "runs-on" }]);
        let strangers = by_forks.get_or_init(|| reach.by_forks()).get(run.number) == Some(&true);
        let says = Runner { labels: runner.labels.clone(), own, strangers };
        let fact = Fact::new(&run.job.loc, at, &run.job.id, says).because(why);
        runners.push(Fact { via: run.via.clone(), ..fact });
    }
    runners
}
