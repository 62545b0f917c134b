//! What a run saw in the tree, file by file, for who has to say what is there and not what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::Gathered;
use super::judged::Judged;
use crate::engine::supervise::Judged as Results;
use crate::engine::supervise::protocol::{Job, Reading};
use crate::input::recognised::{self, Form, Standing};
use crate::input::terraform;
use crate::source::RepoPath;

/// The files that a run looked at.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Seen {
    /// Files that a reader took, or had to give up, by the name of the format.
    pub(in super::super) read: BTreeMap<String, BTreeSet<RepoPath>>,
    /// Files that nobody reads and that are known, by the name of their form.
    pub(in super::super) recognised: BTreeMap<&'static str, BTreeSet<RepoPath>>,
    /// Files that judged documents run.
    pub(in super::super) runs: BTreeSet<RepoPath>,
    /// One file of each folder of Terraform code that no plan speaks for.
    pub(in super::super) unplanned: BTreeSet<RepoPath>,
    /// The folders that hold Terraform code; `None` is the top.
    pub(in super::super) code: BTreeSet<Option<RepoPath>>,
}

impl Seen {
    /// Takes down what became of every candidate.
    pub(super) fn of(judged: &Judged, gathered: &Gathered, job: &Job, results: &Results) -> Self {
        let code = judged.files.paths().iter().filter(|path| terraform::is_code(path)).map(RepoPath::parent);
        let whole = results.whole.as_ref().and_then(|whole| whole.as_ref().ok());
        let unplanned = whole.into_iter().flat_map(|whole| whole.unplanned.iter().cloned()).collect();
        let mut seen = Self { code: code.collect(), unplanned, ..Self::default() };
        for (path, form) in &gathered.recognised {
            seen.add(form, path);
        }
        for (index, reading) in &results.readings {
            let Some(candidate) = job.candidates.get(*index) else { continue };
            match reading {
                Reading::Judged { runs, .. } => {
                    seen.runs.extend(runs.iter().cloned());
                    seen.take(&candidate.format, &candidate.path);
                }
                Reading::Failed(_) => seen.take(&candidate.format, &candidate.path),
                Reading::Recognised(form) => {
                    if let Some(form) = recognised::by_name(form) {
                        seen.add(form, &candidate.path);
                    }
                }
                Reading::NotMine(_) | Reading::Nothing => {}
            }
        }
        seen
    }

    fn take(&mut self, format: &str, path: &RepoPath) {
        self.read.entry(format.to_owned()).or_default().insert(path.clone());
    }

    fn add(&mut self, form: &'static Form, path: &RepoPath) {
        if !matches!(form.standing, Standing::Read(_)) {
            self.recognised.entry(form.slug).or_default().insert(path.clone());
        }
    }

    /// The files of a format.
    pub(in super::super) fn files(&self, format: &str) -> impl Iterator<Item = &RepoPath> {
        self.read.get(format).into_iter().flatten()
    }
}
