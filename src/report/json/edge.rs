//! What was seen and not judged, and what the verdict rests on, as the format has them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::model::Position;
use crate::outcome::{self, Outcome, RulesFrom};
use crate::source::RepoPath;

/// A reference to another repository.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Outside {
    /// What it is, as it is written.
    name: String,
    /// How it is pinned, such as `sha`, `digest`, `tag` or `branch`.
    pin: String,
    /// The file that takes it in.
    path: String,
    /// Where in it, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Position>,
}

/// Files of a format that is recognised and that no policy is about.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Listed {
    /// The name of the format.
    form: String,
    /// The files.
    paths: Vec<String>,
}

/// An exclusion of the configuration.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Excluded {
    /// Its patterns.
    patterns: Vec<String>,
    /// Why no platform runs these files.
    reason: String,
    /// Who answers for it.
    owner: String,
    /// The files that it covers.
    paths: Vec<String>,
}

/// A file without a reader that its owner has accepted.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Accepted {
    /// The file.
    path: String,
    /// What it is, and why it is not judged.
    reason: String,
    /// The id of the waiver.
    waiver: String,
    /// Who answers for it.
    owner: String,
    /// The last day on which it is accepted, `YYYY-MM-DD`.
    expires: String,
}

/// What exactly was judged, by what exactly.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Provenance {
    /// When, RFC 3339 in UTC. The only thing in the report that differs between two runs over the same files.
    time: String,
    /// The commit that is checked out. What was judged may differ from it: `files` says what it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<String>,
    /// The commit that the rules come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<String>,
    /// The SHA-256 of every file that was read to judge, by its path.
    files: BTreeMap<String, String>,
    /// The SHA-256 of the configuration, the waivers, the policies and the tables of one's own, by their path.
    rules: BTreeMap<String, String>,
    /// The SHA-256 of every table of what gate knows: by its name if it is built in, by its path if it is one's own.
    knowledge: BTreeMap<String, String>,
    /// The SHA-256 of each rule folder of an organisation that holds besides, by the name of the organisation.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    extends: BTreeMap<String, String>,
}

pub(super) fn outside(outcome: &Outcome) -> Vec<Outside> {
    let entry = |outside: &crate::input::Outside| Outside {
        name: outside.name.raw().to_owned(),
        pin: outside.pin.clone(),
        path: outside.path.as_str().to_owned(),
        start: outside.position.map(super::at),
    };
    outcome.edge.outside.iter().map(entry).collect()
}

pub(super) fn listed(outcome: &Outcome) -> Vec<Listed> {
    let entry = |listed: &outcome::Listed| Listed { form: listed.form.clone(), paths: paths(&listed.paths) };
    outcome.edge.listed.iter().map(entry).collect()
}

pub(super) fn excluded(outcome: &Outcome) -> Vec<Excluded> {
    let entry = |excluded: &outcome::Excluded| Excluded {
        patterns: excluded.patterns.clone(),
        reason: excluded.reason.raw().to_owned(),
        owner: excluded.owner.raw().to_owned(),
        paths: paths(&excluded.paths),
    };
    outcome.edge.excluded.iter().map(entry).collect()
}

pub(super) fn accepted(outcome: &Outcome) -> Vec<Accepted> {
    let entry = |accepted: &outcome::Accepted| Accepted {
        path: accepted.path.as_str().to_owned(),
        reason: accepted.what.raw().to_owned(),
        waiver: accepted.waiver.raw().to_owned(),
        owner: accepted.owner.raw().to_owned(),
        expires: accepted.expires.clone(),
    };
    outcome.edge.accepted.iter().map(entry).collect()
}

pub(super) fn provenance(outcome: &Outcome) -> Provenance {
    let digests = |files: &BTreeMap<RepoPath, String>| {
        files.iter().map(|(path, digest)| (path.as_str().to_owned(), digest.clone())).collect()
    };
    let base = match &outcome.rules_from {
        RulesFrom::WorkingTree => None,
        RulesFrom::Base { commit, .. } | RulesFrom::Merged { commit, .. } => Some(commit.clone()),
    };
    Provenance {
        time: outcome.judged_at.clone(),
        head: outcome.provenance.head.clone(),
        base,
        files: digests(&outcome.provenance.files),
        rules: digests(&outcome.provenance.rules),
        knowledge: outcome.provenance.knowledge.clone(),
        extends: outcome.provenance.extends.clone(),
    }
}

fn paths(paths: &std::collections::BTreeSet<RepoPath>) -> Vec<String> {
    paths.iter().map(|path| path.as_str().to_owned()).collect()
}
