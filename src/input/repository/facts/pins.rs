//! Commits that pipelines are pinned to, and what the comments behind them say.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::pipeline::model::{Pipeline, Ref};
use crate::input::pipeline::version::Version;
use crate::input::{Fact, Via};

/// A commit of which the comment behind it says something else than another one in the repository: it is said to be two
/// versions, or two commits are said to be one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pin {
    /// What is pinned: `owner/name` and the path below it.
    pub action: String,
    /// Which two differ: `versions` (of one commit) or `commits` (of one version).
    pub differ: &'static str,
    /// The first twelve digits of the commit here.
    pub commit: String,
    /// What the comment here says.
    pub said: String,
    /// What differs elsewhere: the comment, or the first twelve digits of the commit.
    pub other: String,
}

/// A pin with a comment.
struct Said<'a> {
    of: &'a Ref,
    action: String,
    commit: String,
    version: Version,
}

/// Those of all pipelines; each pair that cannot both be so is said once, where the later one stands.
pub(super) fn of(pipelines: &[&Pipeline]) -> Vec<Fact<Pin>> {
    let refs = pipelines.iter().flat_map(|pipeline| &pipeline.refs);
    let all: Vec<Said<'_>> = refs.filter_map(said).collect();
    let mut facts = Vec::new();
    // The different ones so far: all but the first have been said.
    let mut versions: BTreeMap<(&str, &str), Vec<&Said<'_>>> = BTreeMap::new();
    let mut commits: BTreeMap<(&str, String), Vec<&Said<'_>>> = BTreeMap::new();
    for it in &all {
        let of_commit = versions.entry((&it.action, &it.commit)).or_default();
        if let Some(first) = new_one(of_commit, it, |first| first.version.agrees(&it.version)) {
            facts.push(fact(it, first, "versions", first.of.comment.clone()));
        }
        if it.version.is_full() {
            let of_version = commits.entry((&it.action, it.version.to_string())).or_default();
            if let Some(first) = new_one(of_version, it, |first| first.commit == it.commit) {
                facts.push(fact(it, first, "commits", short(&first.commit)));
            }
        }
    }
    facts
}

/// The most different ones of one pin that are told apart.
const DIFFERENT: usize = 20;

/// Takes one in if it is like none so far; the first one, if there is one that it differs from.
fn new_one<'s, 'a>(
    known: &mut Vec<&'s Said<'a>>,
    it: &'s Said<'a>,
    is_like: impl Fn(&Said<'a>) -> bool,
) -> Option<&'s Said<'a>> {
    if known.len() >= DIFFERENT || known.iter().any(|known| is_like(known)) {
        return None;
    }
    known.push(it);
    known.first().copied().filter(|_| known.len() > 1)
}

fn said(of: &Ref) -> Option<Said<'_>> {
    if of.pin != "sha" || of.comment.is_empty() || matches!(of.kind, "image" | "docker" | "remote") {
        return None;
    }
    let commit = of.reference.as_ref()?.to_ascii_lowercase();
    // The files that are included of a project are of one commit.
    let path = if of.kind == "project" { "" } else { of.path.as_str() };
    let parts = [of.owner.as_str(), &of.name, path].into_iter().filter(|part| !part.is_empty());
    let action = parts.collect::<Vec<_>>().join("/").to_lowercase();
    Some(Said { of, action, commit, version: Version::said(&of.comment)? })
}

fn fact(it: &Said<'_>, first: &Said<'_>, differ: &'static str, other: String) -> Fact<Pin> {
    let (commit, said) = (short(&it.commit), it.of.comment.clone());
    let what = format!("{} is said to be {} here", short(&first.commit), first.of.comment);
    let says = Pin { action: it.action.clone(), differ, commit, said, other };
    let via = Via { loc: first.of.loc.clone(), path: Vec::new(), what };
    Fact { via: vec![via], ..Fact::new(&it.of.loc, Vec::new(), &it.of.job, says) }
}

fn short(commit: &str) -> String {
    commit.get(..12).unwrap_or(commit).to_owned()
}
