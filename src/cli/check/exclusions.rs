//! What the configuration excludes, and what of it does not hold.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::some;
use super::pipelines;
use super::rules::Rules;
use crate::config::{Exclusion, Places};
use crate::finding::{Finding, Kind, Text};
use crate::input::recognised::{self, Standing};
use crate::input::{Claim, FORMATS, Scope};
use crate::outcome::{Excluded, Unjudged};
use crate::policy::{About, Policy};
use crate::source::{Files, RepoPath, Source, secret};

/// How many paths a message names.
const NAMED: usize = 3;

/// Every exclusion with the files that it covers, and those that it may not cover.
#[derive(Debug, Clone, Default)]
pub(super) struct Exclusions {
    entries: Vec<Entry>,
    source: Option<Arc<Source>>,
}

#[derive(Debug, Clone)]
struct Entry {
    exclusion: Exclusion,
    covers: BTreeSet<RepoPath>,
    /// What a platform runs by itself, so that it is judged all the same.
    live: BTreeSet<RepoPath>,
}

impl Exclusions {
    /// Measures the exclusions of the trusted configuration against the files of the judged tree.
    pub(super) fn of(rules: &Rules, files: &dyn Files) -> Self {
        let entry = |exclusion: &Exclusion| {
            // A submodule is one thing, whatever is in it; the rules of a run are none of its inputs.
            let submodules = files.submodules().iter().map(|submodule| &submodule.path);
            let paths = files.paths().iter().chain(submodules);
            let covered = paths.filter(|path| exclusion.covers(path) && !path.as_str().starts_with(".gate/"));
            let named = |path: &RepoPath| pipelines::named(&rules.config).any(|(file, _)| file == *path);
            let (live, covers) = covered.cloned().partition(|path| runs_by_itself(path) || named(path));
            Entry { exclusion: exclusion.clone(), covers, live }
        };
        Self { entries: rules.config.exclude.iter().map(entry).collect(), source: rules.config_source.clone() }
    }

    /// Every file that nobody looks at.
    pub(super) fn all(&self) -> BTreeSet<RepoPath> {
        self.entries.iter().flat_map(|entry| entry.covers.iter().cloned()).collect()
    }

    /// The entries as reports list them.
    pub(super) fn listed(&self, scope: &Scope) -> Vec<Excluded> {
        let listed = |entry: &Entry| Excluded {
            patterns: entry.exclusion.paths.iter().map(|pattern| secret::mask(pattern.as_str())).collect(),
            reason: Text::new(&entry.exclusion.reason),
            owner: Text::new(&entry.exclusion.owner),
            paths: entry.covers.iter().filter(|path| scope.holds(path)).cloned().collect(),
        };
        self.entries.iter().map(listed).filter(|entry| scope.is_whole() || !entry.paths.is_empty()).collect()
    }

    /// What is wrong with the entries. `runs` are files that judged documents run, with one that does; `scope` is what
    /// was looked at: elsewhere nothing is missed.
    pub(super) fn findings(&self, runs: &BTreeMap<RepoPath, RepoPath>, scope: &Scope, own: &[Policy]) -> Vec<Finding> {
        let Some(source) = self.source.as_deref() else { return Vec::new() };
        let faults: Vec<Fault> = self.entries.iter().enumerate().flat_map(|entry| faults(entry, runs, scope)).collect();
        if faults.is_empty() {
            return Vec::new();
        }
        let (places, about) = (Places::of(source), About::new(source, own));
        let finding = |fault: Fault| {
            let pattern = ["exclude".into(), fault.entry.into(), "paths".into(), fault.pattern.into()];
            about.finding(fault.policy, places.value(&pattern), &fault.message, &fault.message)
        };
        faults.into_iter().filter_map(finding).collect()
    }

    /// Actions that are excluded although a judged document runs them: nothing else looks into them.
    pub(super) fn unjudged(&self, runs: &BTreeMap<RepoPath, RepoPath>) -> Vec<Unjudged> {
        let is_input = |path: &RepoPath| {
            FORMATS.iter().any(|format| format.kind() == Kind::Pipeline && format.claims(path) != Claim::No)
        };
        let excluded = self.all();
        let missed = runs.iter().filter(|(path, _)| excluded.contains(path) && is_input(path));
        missed
            .map(|(path, by)| Unjudged::of(path, format!("{by} runs it, and an exclusion covers it").as_str()))
            .collect()
    }
}

/// What does not hold of a pattern of an entry.
struct Fault {
    policy: &'static str,
    entry: usize,
    pattern: usize,
    message: String,
}

fn faults((index, entry): (usize, &Entry), runs: &BTreeMap<RepoPath, RepoPath>, scope: &Scope) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, pattern) in entry.exclusion.paths.iter().enumerate() {
        let mut fault = |policy, message: String| faults.push(Fault { policy, entry: index, pattern: at, message });
        let covered = |paths: &BTreeSet<RepoPath>| paths.iter().any(|path| pattern.covers(path));
        if scope.is_whole() && !covered(&entry.covers) && !covered(&entry.live) {
            fault("EX001", format!("{} matches no file", pattern.as_str()));
        }
        let live: Vec<String> =
            entry.live.iter().filter(|path| pattern.covers(path)).map(ToString::to_string).collect();
        if !live.is_empty() {
            fault("EX002", format!("{} covers {}, which a platform runs", pattern.as_str(), some(&live, NAMED)));
        }
        for (path, by) in runs.iter().filter(|(path, _)| entry.covers.contains(path) && pattern.covers(path)) {
            fault("EX002", format!("{} covers {path}, which {by} runs", pattern.as_str()));
        }
    }
    faults
}

/// Whether a platform runs the file at this path by itself.
pub(in super::super) fn runs_by_itself(path: &RepoPath) -> bool {
    recognised::by_path(path).is_some_and(|found| found.runs && found.form.standing != Standing::Listed)
}
