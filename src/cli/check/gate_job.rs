//! What a change does to the job that runs gate: META004.
//!
//! It looks at the files after the judging process has read them: what that process could not read is not read here.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::change::{Version, after, same, version, violation};
use crate::config::CONFIG_PATH;
use crate::finding::{Finding, LineHashes, Location};
use crate::input::pipeline::gate_job::{Edit, GateJob, Named, Used, callers, matching, means_the_same, runs_of};
use crate::limits::LIMITS;
use crate::policy::Policy;
use crate::source::{Entry, Files, RepoPath, Revision, Source};

/// Where pipelines lie that a job without a file is looked for in.
const WORKFLOWS: &str = ".github/workflows";
const GITLAB: &str = ".gitlab-ci.yml";

/// An edit and the file that it stands in.
type Found = (RepoPath, Edit);

/// What lies between the two versions of a file; the second may be gone.
type Compare<'a> = &'a dyn Fn(&Arc<Source>, Option<&Arc<Source>>) -> Vec<Edit>;

/// The two sides that are compared.
struct Sides<'a> {
    base: &'a Revision,
    judged: &'a dyn Files,
    /// Files that the judging process could not read.
    unread: &'a BTreeSet<RepoPath>,
}

/// The most files that a pipeline is made of, and the most that its job runs.
const MOST: usize = 1000;

/// Findings about the job that `gate.job` of the base names.
pub(super) fn findings(
    name: &str,
    base: &Revision,
    judged: &dyn Files,
    unread: &BTreeSet<RepoPath>,
    own: &[Policy],
) -> Vec<Finding> {
    let sides = Sides { base, judged, unread };
    let (job, files) = sides.files_of(name);
    let mut found: Vec<Found> = Vec::new();
    if files.is_empty() {
        let what = format!("gate.job names `{name}`, and the base has no such job");
        found.extend(RepoPath::new(CONFIG_PATH).map(|path| (path, Edit { span: None, what })));
    }
    for file in &files {
        found.extend(sides.file(&GateJob::new(job, file, &LIMITS), file));
        for (caller, job) in sides.callers(file) {
            found.extend(sides.file(&GateJob::new(&job, &caller, &LIMITS), &caller));
        }
    }
    found.extend(sides.namesakes(job, &files));
    found.sort();
    found.dedup();
    found.iter().filter_map(|(path, edit)| sides.finding(path, edit, own)).collect()
}

impl Sides<'_> {
    /// The job that `gate.job` means, and the pipeline files of the base that hold it.
    fn files_of<'name>(&self, name: &'name str) -> (&'name str, Vec<RepoPath>) {
        let is_file = |path: &RepoPath| version(self.base, path).1.is_some();
        let holds = |job: &str, path: &RepoPath| {
            version(self.base, path).1.is_some_and(|it| GateJob::new(job, path, &LIMITS).is_in(&it))
        };
        for Named { file, job } in Named::read(name) {
            let files: Vec<RepoPath> = if let Some(file) = file {
                RepoPath::new(file).filter(is_file).into_iter().collect()
            } else {
                let workflows = RepoPath::new(WORKFLOWS).map(|folder| self.base.files_below(Some(&folder)));
                let all = workflows.unwrap_or_default().into_iter().chain(RepoPath::new(GITLAB));
                all.filter(|path| holds(job, path)).collect()
            };
            if !files.is_empty() {
                return (job, files);
            }
        }
        (name, Vec::new())
    }

    /// What the change does in one file that holds the job, in what it is made of, and in what the job runs.
    fn file(&self, job: &GateJob<'_>, path: &RepoPath) -> Vec<Found> {
        let Some(before) = version(self.base, path).1 else { return Vec::new() };
        let parts = self.parts(job, path);
        let sources = parts.iter().filter_map(|part| version(self.base, part).1);
        let sources: Vec<Arc<Source>> = std::iter::once(Arc::clone(&before)).chain(sources).collect();
        let job = job.clone().made_of(&sources);
        let compare = |before: &Arc<Source>, after: Option<&Arc<Source>>| job.edits(before, after);
        let mut found = self.edits(path, &before, None, &compare);
        for part in &parts {
            let nothing = Arc::new(Source::from_text(part.clone(), ""));
            let before = version(self.base, part).1.unwrap_or_else(|| Arc::clone(&nothing));
            let compare = |before: &Arc<Source>, after: Option<&Arc<Source>>| {
                job.edits_of_part(before, after.unwrap_or(&nothing))
            };
            found.extend(self.edits(part, &before, Some(&nothing), &compare));
        }
        for path in self.run(job.runs(&before)) {
            if self.is_changed(&path) {
                let what = format!("{path} is edited, which the job runs before gate or as gate");
                found.push((path, Edit { span: None, what }));
            }
        }
        found
    }

    /// The workflows of the base that call the one of the job, and their jobs that do.
    fn callers(&self, file: &RepoPath) -> Vec<(RepoPath, String)> {
        let Some(folder) = RepoPath::new(WORKFLOWS).filter(|folder| file.is_below(Some(folder))) else {
            return Vec::new();
        };
        let jobs = |path: &RepoPath| {
            version(self.base, path).1.map(|source| callers(file, &source, &LIMITS)).unwrap_or_default()
        };
        let workflows = self.base.files_below(Some(&folder)).into_iter();
        workflows.flat_map(|path| jobs(&path).into_iter().map(move |job| (path.clone(), job))).collect()
    }

    /// The files beside its own that a pipeline is made of, on either side: what is included by its path, and what that
    /// includes.
    fn parts(&self, job: &GateJob<'_>, path: &RepoPath) -> BTreeSet<RepoPath> {
        let mut found = BTreeSet::new();
        let mut open = vec![path.clone()];
        while let Some(next) = open.pop() {
            let sides = [version(self.base, &next).1, self.judged(&next)];
            let patterns: BTreeSet<String> = sides.iter().flatten().flat_map(|source| job.includes(source)).collect();
            for included in patterns.iter().flat_map(|pattern| self.matching(pattern)) {
                if included != *path && found.len() < MOST && found.insert(included.clone()) {
                    open.push(included);
                }
            }
        }
        found
    }

    /// The files that an include names on either side.
    fn matching(&self, pattern: &str) -> Vec<RepoPath> {
        let Some((fixed, _)) = pattern.split_once('*') else { return RepoPath::new(pattern).into_iter().collect() };
        let folder = fixed.rsplit_once('/').and_then(|(folder, _)| RepoPath::new(folder));
        let mut paths = self.base.files_below(folder.as_ref());
        paths.extend(self.judged.paths().iter().filter(|path| path.is_below(folder.as_ref())).cloned());
        matching(pattern, &paths)
    }

    /// Every file that is run, through actions and workflows of the tree that call others.
    fn run(&self, used: BTreeSet<Used>) -> BTreeSet<RepoPath> {
        let mut found = BTreeSet::new();
        let mut open: Vec<Used> = used.into_iter().collect();
        while let Some(next) = open.pop() {
            for path in self.below(&next) {
                let calls = matches!(path.file_name(), "action.yml" | "action.yaml")
                    || path.is_below(RepoPath::new(WORKFLOWS).as_ref());
                if found.len() < MOST && found.insert(path.clone()) && calls {
                    open.extend(version(self.base, &path).1.iter().flat_map(|source| runs_of(source, &LIMITS)));
                }
            }
        }
        found
    }

    /// The edits of one file that are the change's own: not those that the base made since the change left it. `missing`
    /// stands for a file that is not there.
    fn edits(
        &self,
        path: &RepoPath,
        before: &Arc<Source>,
        missing: Option<&Arc<Source>>,
        compare: Compare<'_>,
    ) -> Vec<Found> {
        let after = self.judged(path);
        let found = compare(before, after.as_ref());
        if found.is_empty() {
            return Vec::new();
        }
        let forks = self.base.at_forks(path);
        let untouched = |fork: Option<&Arc<Source>>| match fork.or(missing) {
            Some(fork) => compare(fork, after.as_ref()).is_empty(),
            None => after.is_none(),
        };
        let is_own = forks.is_empty() || !forks.iter().all(|(_, fork)| untouched(fork.as_ref()));
        found.into_iter().filter(|_| is_own).map(|edit| (path.clone(), edit)).collect()
    }

    /// Jobs of new or edited workflows that report under the same name and did not before.
    fn namesakes(&self, job: &str, files: &[RepoPath]) -> Vec<Found> {
        let Some(file) = files.first() else { return Vec::new() };
        let Some(gate) = version(self.base, file).1 else { return Vec::new() };
        let job = GateJob::new(job, file, &LIMITS);
        let folder = RepoPath::new(WORKFLOWS);
        let others = self.judged.paths().iter().filter(|path| path.is_below(folder.as_ref()));
        let mut found = Vec::new();
        for path in others.filter(|path| self.is_changed(path)) {
            let takes = |side: Option<Arc<Source>>| side.map(|side| job.namesakes(&gate, &side)).unwrap_or_default();
            let (after, before) = (takes(self.judged(path)), takes(version(self.base, path).1));
            if after.len() > before.len() {
                found.extend(after.into_iter().map(|edit| (path.clone(), edit)));
            }
        }
        found
    }

    /// What a job names in the tree: the file there, or the files of the folder.
    fn below(&self, used: &Used) -> BTreeSet<RepoPath> {
        let path = &used.path;
        let is_file = |files: &dyn Files| matches!(files.entry(path), Entry::File | Entry::Program | Entry::Link);
        let mut found = BTreeSet::new();
        if is_file(self.base) || is_file(self.judged) {
            found.insert(path.clone());
        } else if used.folder {
            found.extend(self.base.files_below(Some(path)));
            found.extend(self.judged.paths().iter().filter(|file| file.is_below(Some(path))).cloned());
        }
        found
    }

    /// Whether the change itself edits a file: not its comments or its form, where its values are known.
    fn is_changed(&self, path: &RepoPath) -> bool {
        let plain = |(entry, source)| (if entry == Entry::Program { Entry::File } else { entry }, source);
        let after = plain(after(self.base, self.judged, path));
        let alike = |before: Version| {
            let before = plain(before);
            same(&before, &after)
                || before.0 == after.0
                    && before.1.as_ref().zip(after.1.as_ref()).is_some_and(|(before, after)| {
                        !self.unread.contains(path) && means_the_same(before, after, &LIMITS)
                    })
        };
        if alike(version(self.base, path)) {
            return false;
        }
        let forks = self.base.at_forks(path);
        forks.is_empty() || !forks.into_iter().all(alike)
    }

    /// A regular file of the judged tree that the judging process could read.
    fn judged(&self, path: &RepoPath) -> Option<Arc<Source>> {
        if self.unread.contains(path) { None } else { after(self.base, self.judged, path).1 }
    }

    fn finding(&self, path: &RepoPath, edit: &Edit, own: &[Policy]) -> Option<Finding> {
        let after = self.judged(path);
        let place = edit.span.zip(after.as_deref());
        let location =
            place.map_or_else(|| Location::start_of(path.clone()), |(span, it)| Location::new(it, span, &[]));
        let line = usize::try_from(location.start.line).unwrap_or_default().saturating_sub(1);
        let hash = after.and_then(|after| LineHashes::of(after.text()).get(line)).unwrap_or_default();
        violation("META004", self.base, (location, hash), &edit.what, &edit.what, own)
    }
}
