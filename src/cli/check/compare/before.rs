//! What was there before a change, and what of a run that sets aside.

use std::collections::BTreeSet;

use super::super::collected::Collected;
use super::super::judged::Judged;
use super::super::rules::Rules;
use super::run::Found;
use super::shared::{Shared, stated};
use super::side::Side;
use super::{pairs, unjudged};
use crate::finding::{Cell, Disposition, Finding};
use crate::outcome::Compared;
use crate::policy::Policy;
use crate::source::RepoPath;

/// Notices about documents that could not be judged before.
const NAMED: usize = 10;

/// What stood in every tree that the change is compared with.
pub(in super::super) struct Before {
    pub(super) shared: Shared,
    pub(super) trees: Vec<(Side, Found)>,
    notices: Vec<String>,
}

/// What judges the change, apart from its answers.
pub(in super::super) struct Run<'a> {
    /// The judged tree.
    pub(in super::super) judged: &'a Judged,
    /// What judges it.
    pub(in super::super) rules: &'a Rules,
    /// The policies of gate itself.
    pub(in super::super) own: &'a [Policy],
}

impl Before {
    pub(super) const fn new(shared: Shared, notices: Vec<String>) -> Self {
        Self { shared, trees: Vec::new(), notices }
    }

    pub(super) fn add(&mut self, side: Side, found: Found) {
        self.trees.push((side, found));
    }

    /// Sets aside what was there in every tree, and says what the change was compared with.
    pub(in super::super) fn set_aside(
        &self,
        collected: &mut Collected,
        notices: &mut Vec<String>,
        run: &Run<'_>,
    ) -> Compared {
        self.findings(&mut collected.findings, run);
        let is_same = |cell: &Cell| self.shared.judged.contains(&(cell.path.clone(), cell.kind));
        collected.cells_aside(|cell| is_same(cell).then_some(Disposition::Before));
        collected.unjudged_aside(|_, it| unjudged::was_there(it, self, run).then_some(Disposition::Before));
        notices.extend(self.notices.iter().cloned());
        notices.extend(self.not_compared(&collected.findings));
        Compared { commits: self.trees.iter().map(|(side, _)| side.commit.clone()).collect() }
    }

    /// Marks the findings that were there. What is waived or adopted takes its place first: a copy of it is new.
    fn findings(&self, findings: &mut [Finding], run: &Run<'_>) {
        let is_own = |finding: &Finding| run.own.iter().any(|policy| policy.meta.id == finding.policy);
        let (mut known, mut open) = (BTreeSet::new(), Vec::new());
        for (index, finding) in findings.iter().enumerate().filter(|(_, finding)| !is_own(finding)) {
            let stated = stated(finding);
            if self.shared.findings.contains(&stated) {
                known.insert(index);
            } else if !self.shared.alone.contains(&stated) {
                open.push(index);
            }
        }
        let mut paired: BTreeSet<usize> = open.iter().copied().collect();
        for (side, found) in &self.trees {
            let judged = open.iter().filter_map(|index| Some((*index, findings.get(*index)?)));
            let old = found.findings.iter().filter(|finding| !self.shared.findings.contains(&stated(finding)));
            let now = pairs::Tree { files: run.judged.files.as_ref(), names: &self.shared.names };
            let before = pairs::Tree { files: side.judged.files.as_ref(), names: &found.names };
            let there = pairs::paired(judged.collect(), old.collect(), (&now, &before));
            paired.retain(|index| there.contains(index));
        }
        for index in known.union(&paired) {
            if let Some(finding) = findings.get_mut(*index).filter(|finding| finding.disposition.is_open()) {
                finding.disposition = Disposition::Before;
            }
        }
    }

    /// Which documents with open findings could not be judged where the change left its base.
    fn not_compared(&self, findings: &[Finding]) -> Vec<String> {
        let open: BTreeSet<&RepoPath> =
            findings.iter().filter(|it| it.disposition.is_open()).map(|it| &it.location.path).collect();
        let failed = self.trees.iter().flat_map(|(_, found)| &found.failed).filter(|(path, _)| open.contains(path));
        let say = |(path, why): (&RepoPath, &String)| {
            format!("everything in {path} decides, because it could not be judged as it was before: {why}")
        };
        failed.map(say).take(NAMED).collect()
    }
}
