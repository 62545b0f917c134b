//! What a change does to the job that runs gate: META004.
//!
//! It looks at the files after the judging process has read them: what that process could not read is not read here.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::change::{same, version, violation};
use crate::config::CONFIG_PATH;
use crate::finding::{Finding, Location, line_hashes};
use crate::input::pipeline::gate_job::{Edit, Named, edits, has_job, includes, namesakes, runs};
use crate::limits::LIMITS;
use crate::policy::Policy;
use crate::source::{Entry, Files, RepoPath, Revision, Source};

/// Where pipelines lie that a job without a file is looked for in.
const WORKFLOWS: &str = ".github/workflows";
const GITLAB: &str = ".gitlab-ci.yml";

/// An edit and the file that it stands in.
type Found = (RepoPath, Edit);

/// The two sides that are compared.
struct Sides<'a> {
    base: &'a Revision,
    judged: &'a dyn Files,
    /// Files that the judging process could not read.
    unread: &'a BTreeSet<RepoPath>,
}

/// Findings about the job that `gate.job` of the base names.
pub(super) fn findings(
    name: &str,
    base: &Revision,
    judged: &dyn Files,
    unread: &BTreeSet<RepoPath>,
    own: &[Policy],
) -> Vec<Finding> {
    let named = Named::read(name);
    let sides = Sides { base, judged, unread };
    let files = sides.files_of(&named);
    let mut found: Vec<Found> = Vec::new();
    if files.is_empty() {
        let what = format!("gate.job names `{name}`, and the base has no such job");
        found.extend(RepoPath::new(CONFIG_PATH).map(|path| (path, Edit { span: None, what })));
    }
    for file in &files {
        found.extend(sides.file(named.job, file));
    }
    found.extend(sides.namesakes(named.job, &files));
    found.sort();
    found.dedup();
    found.iter().filter_map(|(path, edit)| sides.finding(path, edit, own)).collect()
}

impl Sides<'_> {
    /// The pipeline files of the base that hold the job.
    fn files_of(&self, named: &Named<'_>) -> Vec<RepoPath> {
        if let Some(file) = named.file {
            return RepoPath::new(file).filter(|path| version(self.base, path).1.is_some()).into_iter().collect();
        }
        let workflows = RepoPath::new(WORKFLOWS).map(|folder| self.base.files_in(&folder)).unwrap_or_default();
        let holds = |path: &RepoPath| version(self.base, path).1.is_some_and(|it| has_job(named.job, &it, &LIMITS));
        workflows.into_iter().chain(RepoPath::new(GITLAB)).filter(holds).collect()
    }

    /// What the change does in one file that holds the job, in what may override it, and in what the job runs.
    fn file(&self, job: &str, path: &RepoPath) -> Vec<Found> {
        let Some(before) = version(self.base, path).1 else { return Vec::new() };
        let mut found = self.edits(job, path, &before);
        let after = self.judged(path);
        let included: BTreeSet<RepoPath> =
            after.iter().chain([&before]).flat_map(|source| includes(source, &LIMITS)).collect();
        for path in included {
            let sides = [version(self.base, &path).1, self.judged(&path)];
            if sides.iter().flatten().any(|side| has_job(job, side, &LIMITS)) {
                let [before, _] = sides;
                let before = before.unwrap_or_else(|| Arc::new(Source::from_text(path.clone(), "")));
                found.extend(self.edits(job, &path, &before));
            }
        }
        for path in runs(job, &before, &LIMITS).iter().flat_map(|named| self.below(named)) {
            if self.is_changed(&path) {
                let what = format!("{path} is edited, which the job `{job}` runs before gate or as gate");
                found.push((path, Edit { span: None, what }));
            }
        }
        found
    }

    /// The edits of one file that are the change's own: not those that the base made since the change left it.
    fn edits(&self, job: &str, path: &RepoPath, before: &Arc<Source>) -> Vec<Found> {
        let after = self.judged(path);
        let found = edits(job, before, after.as_ref(), &LIMITS);
        if found.is_empty() {
            return Vec::new();
        }
        let forks = self.base.at_forks(path);
        let untouched = |fork: &Option<Arc<Source>>| match (fork, &after) {
            (Some(fork), Some(_)) => edits(job, fork, after.as_ref(), &LIMITS).is_empty(),
            (fork, after) => fork.is_none() && after.is_none(),
        };
        let is_own = forks.is_empty() || !forks.iter().all(|(_, fork)| untouched(fork));
        found.into_iter().filter(|_| is_own).map(|edit| (path.clone(), edit)).collect()
    }

    /// New or edited workflows in which a job reports under the same name.
    fn namesakes(&self, job: &str, files: &[RepoPath]) -> Vec<Found> {
        let Some(gate) = files.iter().find_map(|path| version(self.base, path).1) else { return Vec::new() };
        let folder = RepoPath::new(WORKFLOWS);
        let others = self.judged.paths().iter().filter(|path| path.is_below(folder.as_ref()) && !files.contains(path));
        let mut found = Vec::new();
        for path in others.filter(|path| self.is_changed(path)) {
            let takes =
                |side: Option<Arc<Source>>| side.map(|side| namesakes(job, &gate, &side, &LIMITS)).unwrap_or_default();
            let (after, before) = (takes(self.judged(path)), takes(version(self.base, path).1));
            if after.len() > before.len() {
                found.extend(after.into_iter().map(|edit| (path.clone(), edit)));
            }
        }
        found
    }

    /// What a job names in the tree: the file there, or the files of the folder.
    fn below(&self, path: &RepoPath) -> BTreeSet<RepoPath> {
        let is_file = |files: &dyn Files| matches!(files.entry(path), Entry::File | Entry::Program | Entry::Link);
        let itself = (is_file(self.base) || is_file(self.judged)).then(|| path.clone());
        let of_judged = self.judged.paths().iter().filter(|file| file.is_below(Some(path))).cloned();
        self.base.files_in(path).into_iter().chain(of_judged).chain(itself).collect()
    }

    /// Whether the change itself edits a file.
    fn is_changed(&self, path: &RepoPath) -> bool {
        let plain = |(entry, source)| (if entry == Entry::Program { Entry::File } else { entry }, source);
        let (before, after) = (plain(version(self.base, path)), version(self.judged, path));
        let forks = self.base.at_forks(path);
        let untouched = |fork: (Entry, Option<Arc<Source>>)| same(&plain(fork), &after);
        !same(&before, &after) && (forks.is_empty() || !forks.into_iter().all(untouched))
    }

    /// A regular file of the judged tree that the judging process could read.
    fn judged(&self, path: &RepoPath) -> Option<Arc<Source>> {
        if self.unread.contains(path) { None } else { version(self.judged, path).1 }
    }

    fn finding(&self, path: &RepoPath, edit: &Edit, own: &[Policy]) -> Option<Finding> {
        let after = self.judged(path);
        let place = edit.span.zip(after.as_deref());
        let location =
            place.map_or_else(|| Location::start_of(path.clone()), |(span, it)| Location::new(it, span, &[]));
        let line = usize::try_from(location.start.line).unwrap_or_default().saturating_sub(1);
        let hash = after.and_then(|after| line_hashes(after.text()).get(line).cloned()).unwrap_or_default();
        violation("META004", self.base, (location, hash), &edit.what, &edit.what, own)
    }
}
