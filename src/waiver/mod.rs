//! `.gate/waivers.yaml`: exceptions with an owner, an approver and an end date.
//!
//! A waiver covers violations of one policy in one file, or exactly one of them. With `answer: unknown` it accepts one
//! thing that cannot be known, and with `answer: unread` one file that gate has no reader for. It can only take away what
//! it names; no combination of waivers covers more than each does alone.

mod apply;
mod person;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;

pub use apply::{Applied, Judged, apply};
pub use person::same_person;

use crate::config::{ConfigError, typed};
use crate::finding::PolicyId;
use crate::source::{RepoPath, Source, Span};

/// Where waivers lie in a repository.
pub const WAIVERS_PATH: &str = ".gate/waivers.yaml";

/// The longest time that a waiver may be granted for, in days.
pub const MAX_DAYS: i64 = 90;

/// One waiver as people write it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    id: String,
    #[serde(default)]
    answer: Word,
    #[serde(default)]
    policy: Option<PolicyId>,
    r#where: String,
    #[serde(default)]
    finding: Option<String>,
    reason: String,
    owner: String,
    approver: String,
    expires: String,
}

/// `answer:`, what is waived.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    #[default]
    Violation,
    Unknown,
    Unread,
}

/// What a waiver takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Covers {
    /// Violations of a policy in the file.
    Violations {
        /// The policy.
        policy: PolicyId,
        /// The fingerprint of the only finding that it covers, if it covers one.
        finding: Option<String>,
    },
    /// One thing that a policy cannot know: this entity with this expression.
    Unknown {
        /// The policy.
        policy: PolicyId,
        /// The finding's `acceptance`.
        finding: String,
    },
    /// That gate has no reader for the file.
    Unread,
}

/// One waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Its id, unique in the file.
    pub id: String,
    /// What it takes away.
    pub covers: Covers,
    /// The file that it covers; exact.
    pub path: RepoPath,
    /// Why it was granted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Who granted it.
    pub approver: String,
    /// The last day on which it holds.
    pub expires: Date,
    /// Its id in the file, for findings about it.
    pub span: Span,
}

/// Reads the waivers of a file.
///
/// # Errors
/// [`ConfigError`] at the entry at fault: an unknown key, a missing field, a glob, an impossible date, an id used twice, a
/// field that does not go with its `answer`.
pub fn read(source: &Source) -> Result<Vec<Waiver>, ConfigError> {
    let entries: Vec<Entry> = typed(source)?;
    let places = id_spans(source);
    let mut ids = BTreeSet::new();
    let mut waivers: Vec<Waiver> = Vec::new();
    for entry in entries {
        // The start of the file if it is written in a way that hides the id.
        let span = places.get(entry.id.as_str()).copied().unwrap_or(Span::new(0, 0));
        let wrong = |message: String, help: &str| ConfigError::invalid(source, span, message, help);
        if !ids.insert(entry.id.clone()) {
            return Err(wrong(format!("waiver id `{}` is used twice", entry.id), "give every waiver an id of its own"));
        }
        for (key, value) in
            [("id", &entry.id), ("reason", &entry.reason), ("owner", &entry.owner), ("approver", &entry.approver)]
        {
            if value.trim().is_empty() {
                return Err(wrong(
                    format!("waiver `{}` has an empty `{key}`", entry.id),
                    "every waiver needs an id, a reason, an owner and an approver",
                ));
            }
        }
        if entry.r#where.contains(['*', '?', '[', '{']) {
            return Err(wrong(
                format!("waiver `{}` names a pattern in `where`", entry.id),
                "name one exact path, and write a waiver for every file",
            ));
        }
        let path = RepoPath::new(&entry.r#where).ok_or_else(|| {
            wrong(
                format!("waiver `{}`: `where` is no path inside the repository", entry.id),
                "write it relative to the root, such as dags/billing.py",
            )
        })?;
        let expires: Date = entry
            .expires
            .parse()
            .map_err(|_| wrong(format!("waiver `{}`: `expires` is no date", entry.id), "write it as YYYY-MM-DD"))?;
        let covers = covers(&entry).map_err(|(message, help)| wrong(message, help))?;
        waivers.push(Waiver {
            id: entry.id,
            covers,
            path,
            reason: entry.reason,
            owner: entry.owner,
            approver: entry.approver,
            expires,
            span,
        });
    }
    Ok(waivers)
}

/// What an entry takes away, or what is wrong with it and what to do.
fn covers(entry: &Entry) -> Result<Covers, (String, &'static str)> {
    let finding = entry.finding.clone();
    match (entry.answer, entry.policy.clone(), finding) {
        (Word::Violation, Some(policy), finding) => Ok(Covers::Violations { policy, finding }),
        (Word::Unknown, Some(policy), Some(finding)) => Ok(Covers::Unknown { policy, finding }),
        (Word::Unread, None, None) => Ok(Covers::Unread),
        (Word::Violation, None, _) => {
            Err((format!("waiver `{}` names no `policy`", entry.id), "name the policy that is waived: `policy: CI001`"))
        }
        (Word::Unknown, ..) => Err((
            format!("waiver `{}` accepts an unknown and does not say which", entry.id),
            "write `policy` and `finding` as the report shows them: one entry accepts one unknown",
        )),
        (Word::Unread, ..) => Err((
            format!("waiver `{}` accepts a file that is not read, and no policy judges one", entry.id),
            "leave `policy` and `finding` out",
        )),
    }
}

/// Where the values of `id:` stand, each where it stands first.
fn id_spans(source: &Source) -> BTreeMap<&str, Span> {
    let mut spans = BTreeMap::new();
    let mut offset = 0_usize;
    for line in source.text().split_inclusive('\n') {
        let content = line.trim_start().trim_start_matches("- ").trim_start();
        if let Some(value) = content.strip_prefix("id:") {
            let value = value.trim();
            let bare = value.split(" #").next().unwrap_or(value).trim().trim_matches(['"', '\'']);
            let start = line.find(bare).unwrap_or(0).saturating_add(offset);
            spans.entry(bare).or_insert(Span::new(start, start.saturating_add(bare.len())));
        }
        offset = offset.saturating_add(line.len());
    }
    spans
}

#[cfg(test)]
mod tests;
