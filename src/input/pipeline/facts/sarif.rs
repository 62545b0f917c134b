//! Results of scans that GitHub judges: the check of its code scanning fails by itself, as it does for CodeQL.

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::reach::Reach;
use crate::input::pipeline::model::Step;

/// Whether a job hands findings over to the code scanning of GitHub, by any of its steps.
pub(super) fn reports(run: &JobRun<'_>) -> bool {
    run.steps.iter().filter_map(|placed| placed.step.uses.as_ref()).any(|uses| {
        uses.name.eq_ignore_ascii_case("codeql-action") && matches!(uses.path.as_str(), "analyze" | "upload-sarif")
    })
}

/// Whether the results of a scan are uploaded behind it wherever it runs.
pub(super) fn is_reported(graph: &Graph<'_>, scan: InJob<'_>, reach: &Reach<'_>) -> bool {
    let behind = graph.steps_of(scan.run).skip_while(|at| !std::ptr::eq(at.placed, scan.placed));
    let mut before: Vec<&Step> = Vec::new();
    behind.into_iter().any(|at| {
        let uploads = at.runs("github", "codeql-action")
            && at.action().is_some_and(|uses| uses.path == "upload-sarif")
            && at.step.continue_on_error == Some(false)
            && reach.is_sure(at)
            && is_there(at, &before);
        before.push(at.step);
        uploads
    })
}

/// Whether what is uploaded may have been written by one of some steps: a script has to name it, other actions have files
/// of their own.
fn is_there(upload: InJob<'_>, before: &[&Step]) -> bool {
    let Some((_, path)) = upload.handed("sarif_file").next().filter(|(_, path)| !path.contains("${{")) else {
        return true;
    };
    let path = path.trim().trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    before.iter().any(|step| match (&step.uses, &step.run) {
        (Some(uses), _) => !uses.owner.eq_ignore_ascii_case("actions"),
        // What no shell reads may write anything.
        (None, Some(run)) => run.commands.is_empty() || run.text.contains(name),
        (None, None) => false,
    })
}
