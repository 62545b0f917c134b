//! A finding at a place of another file says how the judged file leads there.

mod support;

use std::collections::BTreeSet;

use gate::engine::{Judge, Settings};
use gate::finding::{Finding, Kind};
use gate::input::Document;
use gate::policy::{bundled, libraries};
use support::documents::workbench;

#[test]
fn every_finding_in_another_file_names_what_leads_there() {
    let judge = Judge::new(bundled().unwrap(), libraries().unwrap(), Settings::default());
    let workbench = workbench();
    let (mut elsewhere, mut files, mut wrong) = (0, BTreeSet::new(), Vec::new());
    for (policy, documents) in workbench.documents().unwrap() {
        // What GitLab includes is a part of the pipeline and called by nothing.
        let is_github =
            |document: &&Document| document.kind == Kind::Pipeline && document.value()["vendor"] == "github";
        for document in documents.iter().filter(is_github) {
            let is_elsewhere = |finding: &&Finding| finding.location.path != document.path;
            for finding in judge.judge(document).findings.iter().filter(is_elsewhere) {
                elsewhere += 1;
                let path = finding.location.path.as_str();
                files.insert(path.rsplit('/').next().unwrap_or(path).to_owned());
                let leads = |path: &gate::source::RepoPath| *path == document.path;
                if !finding.related.iter().any(|related| leads(&related.location.path)) {
                    let at = finding.location.start;
                    wrong.push(format!(
                        "{}: {} {path}:{at:?}: {}",
                        policy.meta.id,
                        finding.policy,
                        finding.message.raw()
                    ));
                }
            }
        }
    }
    println!("{elsewhere} findings in other files: {files:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(elsewhere >= 10 && files.len() >= 5, "{elsewhere} {files:?}");
}
