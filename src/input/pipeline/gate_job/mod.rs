//! What a change does to the job that runs gate.
//!
//! A change that cannot edit its rules can still edit who asks: delete the job, make it skippable, run something before
//! it, hand it another base. Two versions of a pipeline file are compared here, the base's and the judged one; what
//! differs in the job or in what decides whether and how it runs is an [`Edit`], at the place of the new value. Comments,
//! formats, other jobs and what runs after gate do not matter.

mod github;
mod gitlab;
mod same;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::input::tree::{self, Node};
use crate::limits::Limits;
use crate::source::{RepoPath, Source, Span};

use same::same;

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
    /// `FILE#JOB`, or `JOB` alone.
    #[must_use]
    pub fn read(text: &'a str) -> Self {
        match text.rsplit_once('#') {
            Some((file, job)) => Self { file: Some(file), job },
            None => Self { file: None, job: text },
        }
    }
}

/// The vendors whose jobs are understood. A file of any other is compared as a whole.
enum Vendor {
    Github,
    Gitlab,
    Other,
}

fn vendor(path: &RepoPath) -> Vendor {
    match path.as_str() {
        text if text.starts_with(".github/workflows/") => Vendor::Github,
        text if text.ends_with(".gitlab-ci.yml") || text.starts_with(".gitlab/") => Vendor::Gitlab,
        _ => Vendor::Other,
    }
}

/// What the judged version of a pipeline file does to a job of the base's version.
#[must_use]
pub fn edits(job: &str, before: &Arc<Source>, after: Option<&Arc<Source>>, limits: &Limits) -> Vec<Edit> {
    let gone = || vec![Edit::new(None, format!("the job `{job}`, which runs gate, is removed"))];
    let Some(after) = after else { return gone() };
    let vendor = vendor(after.path());
    let (Some(before), Some(after)) = (root(before, &vendor, limits), root(after, &vendor, limits)) else {
        return vec![Edit::new(None, "the file of the job that runs gate cannot be read")];
    };
    match vendor {
        Vendor::Github => github::edits(job, &before, &after),
        Vendor::Gitlab => gitlab::edits(job, &before, &after),
        Vendor::Other if same(Some(&before), Some(&after)) => Vec::new(),
        Vendor::Other => vec![Edit::new(Some(after.span), "the file of the job that runs gate is changed")],
    }
}

/// Whether a pipeline file has such a job.
#[must_use]
pub fn has_job(job: &str, source: &Arc<Source>, limits: &Limits) -> bool {
    let vendor = vendor(source.path());
    let Some(root) = root(source, &vendor, limits) else { return false };
    match vendor {
        Vendor::Github => root.get("jobs").is_some_and(|jobs| jobs.get(job).is_some()),
        Vendor::Gitlab => root.get(job).is_some(),
        Vendor::Other => false,
    }
}

/// Files and folders of the tree that the job runs before gate or as gate: local actions, called workflows, scripts.
#[must_use]
pub fn runs(job: &str, source: &Arc<Source>, limits: &Limits) -> BTreeSet<RepoPath> {
    let vendor = vendor(source.path());
    let Some(root) = root(source, &vendor, limits) else { return BTreeSet::new() };
    match vendor {
        Vendor::Github => github::runs(job, &root),
        Vendor::Gitlab => gitlab::runs(job, &root),
        Vendor::Other => BTreeSet::new(),
    }
}

/// Files of the tree that a pipeline file includes by their path: each may hold the job, or override it.
#[must_use]
pub fn includes(source: &Arc<Source>, limits: &Limits) -> BTreeSet<RepoPath> {
    match vendor(source.path()) {
        Vendor::Gitlab => root(source, &Vendor::Gitlab, limits).map(|root| gitlab::includes(&root)).unwrap_or_default(),
        Vendor::Github | Vendor::Other => BTreeSet::new(),
    }
}

/// Jobs of another workflow that report under the name of the job that runs gate.
#[must_use]
pub fn namesakes(job: &str, gate: &Arc<Source>, other: &Arc<Source>, limits: &Limits) -> Vec<Edit> {
    let roots = (root(gate, &Vendor::Github, limits), root(other, &Vendor::Github, limits));
    let (Some(gate), Some(other)) = roots else { return Vec::new() };
    github::namesakes(job, &gate, &other)
}

fn root(source: &Arc<Source>, vendor: &Vendor, limits: &Limits) -> Option<Node> {
    let tree = tree::parse(source, limits).ok()?;
    let root = tree.root()?;
    Some(if matches!(vendor, Vendor::Gitlab) { root.merged() } else { root.clone() })
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

/// The words of a script that are relative paths.
fn paths_in(script: &str) -> impl Iterator<Item = RepoPath> {
    let shell = super::shell::Shell { errexit: true, pipefail: false };
    let commands = super::shell::commands(script, shell).unwrap_or_default();
    commands.into_iter().flat_map(|command| command.argv).filter_map(|word| RepoPath::new(&word))
}

/// Whether a script calls gate.
fn calls_gate(script: &str) -> bool {
    let shell = super::shell::Shell { errexit: true, pipefail: false };
    let commands = super::shell::commands(script, shell).unwrap_or_default();
    let is_gate = |word: &String| super::wrappers::base_name(word) == "gate";
    commands.iter().any(|command| command.argv.iter().take(2).any(is_gate))
}

#[cfg(test)]
mod tests;
