//! What a change does to the job that runs gate.
//!
//! A change that cannot edit its rules can still edit who asks: delete the job, make it skippable, run something before
//! it, hand it another base. Two versions of a pipeline file are compared here, the base's and the judged one; what
//! differs in the job or in what decides whether and how it runs is an [`Edit`], at the place of the new value. Comments,
//! formats, other jobs and what runs after gate do not matter.

mod github;
mod gitlab;
mod namesakes;
mod same;
mod used;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::input::tree::{self, Node};
use crate::limits::Limits;
use crate::source::{RepoPath, Source, Span};

use same::same;
pub use used::Used;

/// One difference that matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The new value, or what stands where the old one was; `None` where nothing is left.
    pub span: Option<Span>,
    /// What it does: "the job `gate` can be skipped now: `if` is changed".
    pub what: String,
}

impl Edit {
    fn new(span: Option<Span>, what: impl Into<String>) -> Self {
        Self { span, what: what.into() }
    }
}

/// Where `gate.job` says that gate runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<'a> {
    /// The pipeline file; `None` for whichever holds the job.
    pub file: Option<&'a str>,
    /// The job.
    pub job: &'a str,
}

impl<'a> Named<'a> {
    /// What a text may mean, the likeliest first: `FILE#JOB`, or `JOB` alone. Names of files and of jobs may hold a `#`.
    #[must_use]
    pub fn read(text: &'a str) -> Vec<Self> {
        let split = text.match_indices('#').filter_map(|(at, _)| text.get(..at).zip(text.get(at.saturating_add(1)..)));
        let mut names: Vec<Self> = split.map(|(file, job)| Self { file: Some(file), job }).collect();
        names.push(Self { file: None, job: text });
        names
    }
}

/// The vendors whose jobs are understood. A file of any other is compared as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vendor {
    Github,
    Gitlab,
    Other,
}

impl Vendor {
    fn of(path: &RepoPath) -> Self {
        match path.as_str() {
            text if text.starts_with(".github/workflows/") => Self::Github,
            text if text.ends_with(".gitlab-ci.yml") || text.starts_with(".gitlab/") => Self::Gitlab,
            _ => Self::Other,
        }
    }
}

/// A job that runs gate, as the base has it.
#[derive(Clone)]
pub struct GateJob<'a> {
    name: &'a str,
    vendor: Vendor,
    limits: &'a Limits,
    /// Every file that the pipeline is made of.
    parts: Vec<Node>,
}

impl<'a> GateJob<'a> {
    /// A job of a pipeline file.
    #[must_use]
    pub fn new(name: &'a str, file: &RepoPath, limits: &'a Limits) -> Self {
        Self { name, vendor: Vendor::of(file), limits, parts: Vec::new() }
    }

    /// The same with all files that its pipeline is made of, as the base has them.
    #[must_use]
    pub fn made_of(self, sources: &[Arc<Source>]) -> Self {
        let parts = sources.iter().filter_map(|source| self.root(source)).collect();
        Self { parts, ..self }
    }

    /// What the judged version of the pipeline file does to the job.
    #[must_use]
    pub fn edits(&self, before: &Arc<Source>, after: Option<&Arc<Source>>) -> Vec<Edit> {
        let Some(after) = after else {
            return vec![Edit::new(None, format!("the job `{}`, which runs gate, is removed", self.name))];
        };
        if self.vendor == Vendor::Other && before.digest() == after.digest() {
            return Vec::new();
        }
        let (Some(before), Some(after)) = (self.root(before), self.root(after)) else {
            let what = match self.vendor {
                Vendor::Other => "the file of the job that runs gate is changed",
                _ => "the file of the job that runs gate cannot be read",
            };
            return vec![Edit::new(None, what)];
        };
        match self.vendor {
            Vendor::Github => github::edits(self.name, &before, &after),
            Vendor::Gitlab => gitlab::edits(self.name, &self.parts, &before, &after),
            Vendor::Other if same(Some(&before), Some(&after)) => Vec::new(),
            Vendor::Other => vec![Edit::new(Some(after.span), "the file of the job that runs gate is changed")],
        }
    }

    /// What a change does in a file that the pipeline is made of beside its own; one that is missing is empty.
    #[must_use]
    pub fn edits_of_part(&self, before: &Arc<Source>, after: &Arc<Source>) -> Vec<Edit> {
        match (self.root(before), self.root(after)) {
            (Some(before), Some(after)) => gitlab::edits(self.name, &self.parts, &before, &after),
            _ => vec![Edit::new(None, "a file that the job that runs gate is made of cannot be read")],
        }
    }

    /// Whether a pipeline file has such a job.
    #[must_use]
    pub fn is_in(&self, source: &Arc<Source>) -> bool {
        let Some(root) = self.root(source) else { return false };
        match self.vendor {
            Vendor::Github => root.get("jobs").is_some_and(|jobs| jobs.get(self.name).is_some()),
            Vendor::Gitlab => root.get(self.name).is_some(),
            Vendor::Other => false,
        }
    }

    /// Files and folders of the tree that the job runs before gate or as gate: local actions, called workflows, scripts.
    #[must_use]
    pub fn runs(&self, source: &Arc<Source>) -> BTreeSet<Used> {
        let Some(root) = self.root(source) else { return BTreeSet::new() };
        match self.vendor {
            Vendor::Github => github::runs(self.name, &root),
            Vendor::Gitlab => gitlab::runs(self.name, &self.parts, &root),
            Vendor::Other => used::by_any(&root),
        }
    }

    /// Files of the tree that a pipeline file includes: paths, or patterns with `*`. Each may hold the job, a part of it,
    /// or override it.
    #[must_use]
    pub fn includes(&self, source: &Arc<Source>) -> BTreeSet<String> {
        match self.vendor {
            Vendor::Gitlab => self.root(source).map(|root| gitlab::includes(&root)).unwrap_or_default(),
            Vendor::Github | Vendor::Other => BTreeSet::new(),
        }
    }

    /// Jobs of a workflow that report, or may report, under the name of this one.
    #[must_use]
    pub fn namesakes(&self, gate: &Arc<Source>, other: &Arc<Source>) -> Vec<Edit> {
        let (Some(root), Some(others)) = (self.root(gate), self.root(other)) else { return Vec::new() };
        let own = (gate.path() == other.path()).then_some(self.name);
        namesakes::namesakes(self.name, &root, &others, own)
    }

    fn root(&self, source: &Arc<Source>) -> Option<Node> {
        let tree = tree::parse(source, self.limits).ok()?;
        match self.vendor {
            Vendor::Gitlab => gitlab::root(&tree),
            Vendor::Github | Vendor::Other => tree.root().cloned(),
        }
    }
}

/// What an action or a called workflow runs of the tree.
#[must_use]
pub fn runs_of(source: &Arc<Source>, limits: &Limits) -> BTreeSet<Used> {
    let tree = tree::parse(source, limits).ok();
    tree.and_then(|tree| tree.root().map(|root| github::runs_of(source.path(), root))).unwrap_or_default()
}

/// The jobs of a workflow that call the workflow at `path`: without them, no job of it runs.
#[must_use]
pub fn callers(path: &RepoPath, source: &Arc<Source>, limits: &Limits) -> Vec<String> {
    let tree = tree::parse(source, limits).ok();
    tree.and_then(|tree| tree.root().map(|root| github::callers(path, root))).unwrap_or_default()
}

/// The files that the pattern of an include names; none where it takes too long to say, which the reader reports.
#[must_use]
pub fn matching(pattern: &str, paths: &[RepoPath]) -> Vec<RepoPath> {
    super::gitlab::matching(pattern, paths).unwrap_or_default()
}

/// Whether two versions of a file mean the same: YAML by its values, anything else by its bytes.
#[must_use]
pub fn means_the_same(before: &Arc<Source>, after: &Arc<Source>, limits: &Limits) -> bool {
    let is_yaml = matches!(after.path().extension(), Some("yml" | "yaml"));
    let root = |source: &Arc<Source>| tree::parse(source, limits).ok().filter(|tree| tree.documents.len() == 1);
    match (is_yaml, root(before), root(after)) {
        (true, Some(before), Some(after)) => same(before.root(), after.root()),
        _ => before.digest() == after.digest(),
    }
}

/// The differences of two mappings, key by key: `say` tells what a key means, or nothing where it does not matter.
fn differences(
    before: Option<&Node>,
    after: Option<&Node>,
    say: impl Fn(&str) -> Option<String>,
) -> impl Iterator<Item = Edit> {
    let keys = |node: Option<&Node>| -> Vec<String> {
        node.map(Node::entries).unwrap_or_default().iter().filter_map(|it| it.name().map(str::to_owned)).collect()
    };
    let mut all = keys(before);
    all.extend(keys(after));
    all.sort();
    all.dedup();
    let differ = |key: &String| {
        let entry = after.and_then(|after| after.get_entry(key));
        let value = entry.map(|entry| &entry.value);
        let span = entry.map(|entry| if entry.value.is_absent() { entry.key.span } else { entry.value.span });
        let equal = same(before.and_then(|before| before.get(key)), value);
        if equal { None } else { Some(Edit::new(span.or(after.map(|after| after.span)), say(key)?)) }
    };
    all.iter().filter_map(differ).collect::<Vec<_>>().into_iter()
}

/// Whether a script calls gate.
fn calls_gate(script: &str) -> bool {
    let is_gate = |word: &String| super::wrappers::base_name(word) == "gate";
    used::commands(script).iter().any(|command| command.argv.iter().take(2).any(is_gate))
}

#[cfg(test)]
mod tests;
