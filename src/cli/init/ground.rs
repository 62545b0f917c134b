//! What the configuration of a repository is made from, derived from what a run of `gate check` saw.

use std::collections::{BTreeMap, BTreeSet};

use super::super::check::{Ran, runs_by_itself};
use crate::config::PlanNeed;
use crate::input::recognised::{self, Standing};
use crate::source::{Origin, RepoPath};

/// Names of folders whose files are most often read and not run.
const INERT: &[&str] =
    &["testdata", "fixtures", "__fixtures__", "vendor", "third_party", "node_modules", "examples", "docs"];

/// The formats of plans and of the snapshot.
const PLAN: &str = "terraform-plan";
const SNAPSHOT: &str = "forge-snapshot";

/// What is there that the configuration does not speak of yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Ground {
    /// Plans that lie in the folder of their code, which is `None` at the top.
    pub(super) plans: Vec<(RepoPath, Option<RepoPath>)>,
    /// Plans of which nobody can tell the folder.
    pub(super) loose: Vec<RepoPath>,
    /// Folders of code without a plan.
    pub(super) unplanned: Vec<Option<RepoPath>>,
    /// Folders that hold something judged or unread although by their name nothing runs it.
    pub(super) inert: BTreeSet<RepoPath>,
    /// The repository on GitHub, `owner/name`.
    pub(super) repository: Option<String>,
    /// Whether there is a snapshot of the settings.
    pub(super) has_snapshot: bool,
}

impl Ground {
    /// Derives it.
    pub(super) fn of(ran: &Ran, origin: Option<&Origin>) -> Self {
        let (seen, input) = (&ran.seen, &ran.config.inputs.terraform);
        let is_named =
            |plan: &&RepoPath| input.plans.iter().any(|named| RepoPath::new(&named.plan).as_ref() == Some(*plan));
        let plans = seen.files(PLAN).filter(|plan| !is_named(plan)).map(|plan| (plan.clone(), plan.parent()));
        let (plans, loose): (Vec<_>, Vec<_>) = plans.partition(|(_, folder)| seen.code.contains(folder));
        let needed = seen.unplanned.iter().filter(|file| input.need(file) == PlanNeed::Required);
        Self {
            plans,
            loose: loose.into_iter().map(|(plan, _)| plan).collect(),
            unplanned: needed.map(RepoPath::parent).collect(),
            inert: inert(ran),
            repository: origin.filter(|origin| is_github(origin, ran)).map(|origin| origin.name.clone()),
            has_snapshot: seen.files(SNAPSHOT).next().is_some(),
        }
    }
}

/// Whether the clone is of a repository on GitHub. The host of an address for ssh may be an alias.
fn is_github(origin: &Origin, ran: &Ran) -> bool {
    let workflows = || ran.seen.files("github").next().is_some();
    origin.host.as_ref().map_or_else(workflows, |host| host == "github.com")
}

/// Folders that a comment offers to exclude: not one that holds a file which a platform or a judged document runs.
fn inert(ran: &Ran) -> BTreeSet<RepoPath> {
    let seen = &ran.seen;
    let unread = seen.recognised.iter().filter(|(form, _)| is_unread(form)).flat_map(|(_, paths)| paths);
    let others = ran.outcome.unjudged.iter().filter(|it| it.unread).filter_map(|it| it.path.as_ref());
    let paths = seen.read.values().flatten().chain(unread).chain(others).chain(&seen.unplanned);
    let mut folders: BTreeMap<RepoPath, bool> = BTreeMap::new();
    for path in paths.chain(&seen.runs) {
        if let Some(folder) = folder_of(path) {
            let runs = folders.entry(folder).or_default();
            *runs = *runs || runs_by_itself(path) || seen.runs.contains(path);
        }
    }
    folders.into_iter().filter(|(_, runs)| !runs).map(|(folder, _)| folder).collect()
}

/// The outermost folder above a file that has such a name.
fn folder_of(path: &RepoPath) -> Option<RepoPath> {
    let ends = path.as_str().match_indices('/').filter_map(|(at, _)| path.as_str().get(..at));
    ends.filter_map(RepoPath::new).find(|folder| INERT.contains(&folder.file_name()))
}

/// Whether a form keeps a run from passing.
pub(super) fn is_unread(form: &str) -> bool {
    recognised::by_name(form).is_some_and(|form| form.standing == Standing::Unread)
}
