//! What is the same in the judged tree and in every other one: it was there before, whatever it is.

use std::collections::{BTreeMap, BTreeSet};

use super::pairs::Names;
use super::side::Side;
use crate::engine::supervise::Judged as Results;
use crate::engine::supervise::protocol::{Candidate, Job, Reading};
use crate::finding::{Answer, Finding, Kind, Location, PolicyId, Text};
use crate::outcome::Unjudged;
use crate::source::RepoPath;

/// What a finding says and where: findings that are the same in this are one.
pub(super) type Stated = (PolicyId, Answer, Location, Text);

/// What a finding says and where.
pub(super) fn stated(finding: &Finding) -> Stated {
    (finding.policy.clone(), finding.answer, finding.location.clone(), finding.message.clone())
}

/// The results of the judged tree, sorted by whether the change can have a part in them.
#[derive(Default)]
pub(super) struct Shared {
    /// The documents that are the same in every tree, by their file and the name of their format.
    pub(super) documents: BTreeMap<(RepoPath, String), usize>,
    /// Those of them by their file and kind, as the matrix has them.
    pub(super) judged: BTreeSet<(RepoPath, Kind)>,
    /// What was found in them.
    pub(super) findings: BTreeSet<Stated>,
    /// What was found in plans that no plan of the base stands beside.
    pub(super) alone: BTreeSet<Stated>,
    /// The names of what stands in documents that are not the same.
    pub(super) names: Names,
    /// What could not be judged and decides whatever the other trees hold: evidence, and documents of which nothing was
    /// judged.
    pub(super) deciding: BTreeSet<Unjudged>,
    /// Files of code without a plan.
    pub(super) unplanned: BTreeSet<RepoPath>,
    /// Those of them whose code is the same in every tree.
    pub(super) same_code: BTreeSet<RepoPath>,
}

impl Shared {
    /// Sorts the results of the judged tree.
    pub(super) fn of(sides: &[Side], job: &Job, results: &Results) -> Self {
        let mut shared = Self::default();
        if let Some(Ok(whole)) = &results.whole {
            shared.unplanned.extend(whole.unplanned.iter().cloned());
            shared.same_code.extend(whole.same_code.iter().cloned());
        }
        let excluded = |side: &Side| side.gathered.options.excluded == job.options.excluded;
        let same_exclusions = sides.iter().all(excluded);
        for (index, reading) in &results.readings {
            let Some(candidate) = job.candidates.get(*index) else { continue };
            // What a DAG file imports of what is excluded is found without asking the tree.
            let is_told = same_exclusions || candidate.format != "airflow";
            let is_same = is_told && results.same.contains(index) && sides.iter().all(|side| side.has(candidate));
            if is_same {
                shared.documents.insert((candidate.path.clone(), candidate.format.clone()), *index);
            }
            shared.reading(candidate, reading, is_same, sides);
        }
        shared
    }

    fn reading(&mut self, candidate: &Candidate, reading: &Reading, is_same: bool, sides: &[Side]) {
        let named = |side: &Side| side.judged.plans.iter().any(|(plan, _)| *plan == candidate.path);
        let is_evidence = sides.iter().any(|side| side.judged.forge.as_ref() == Some(&candidate.path));
        match reading {
            Reading::Judged { kind, problems, judgement, .. } => {
                let findings = judgement.findings.iter().map(stated);
                if !judgement.names.is_empty() {
                    self.names.insert(candidate.path.clone(), judgement.names.clone());
                }
                if is_same {
                    self.judged.insert((candidate.path.clone(), *kind));
                    self.findings.extend(findings);
                } else if *kind == Kind::Terraform && !sides.iter().all(named) {
                    self.alone.extend(findings);
                }
                if is_evidence || (*kind == Kind::Terraform && !is_same) {
                    self.deciding.extend(problems.iter().cloned().map(Unjudged::from));
                }
            }
            Reading::Failed(problem) if is_evidence || !is_same => {
                self.deciding.insert(problem.clone().into());
            }
            Reading::Failed(_) | Reading::NotMine(_) | Reading::Recognised(_) | Reading::Nothing => {}
        }
    }

    /// The result that a candidate of another tree shares with the judged one.
    pub(super) fn index(&self, candidate: &Candidate) -> Option<usize> {
        self.documents.get(&(candidate.path.clone(), candidate.format.clone())).copied()
    }
}

impl Side {
    /// Whether the tree has the same candidate.
    fn has(&self, candidate: &Candidate) -> bool {
        let candidates = &self.gathered.candidates;
        let found = candidates.binary_search_by(|other| other.path.cmp(&candidate.path));
        found.ok().and_then(|at| candidates.get(at)).is_some_and(|other| other.format == candidate.format)
    }
}
