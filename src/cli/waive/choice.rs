//! Which finding is meant.

use std::collections::BTreeMap;

use super::super::error::CliError;
use super::super::some;
use crate::finding::{Answer, Disposition, Finding};
use crate::outcome::Outcome;
use crate::policy::own;
use crate::source::{RepoPath, secret};

/// The fewest digits that name a finding.
const LEAST: usize = 8;

/// Candidates that are named.
const NAMED: usize = 8;

/// What is to be waived.
#[derive(Debug, Clone, Copy)]
pub(super) enum Choice<'a> {
    /// A violation, or something that cannot be known.
    Finding(&'a Finding),
    /// A file that gate has no reader for.
    Unread(&'a RepoPath),
}

/// The name by which a waiver knows a finding; `None` where it has none.
pub(super) fn name(finding: &Finding) -> Option<&str> {
    match finding.answer {
        Answer::Violation => Some(&finding.fingerprint),
        Answer::Unknown => finding.acceptance.as_deref(),
    }
}

/// Whether a waiver cannot tell two findings apart: the same thing said twice of one place.
pub(super) fn is_same(one: &Finding, other: &Finding) -> bool {
    let key = |finding: &Finding| (finding.policy.clone(), finding.location.path.clone(), finding.answer);
    key(one) == key(other) && name(one) == name(other)
}

/// `path:line:column`; not escaped.
pub(super) fn place(finding: &Finding) -> String {
    format!("{}:{}", finding.location.path.as_str(), finding.location.start)
}

/// Finds what is meant by some digits of a fingerprint or acceptance, or by the path of a file that is not read.
pub(super) fn choose<'a>(text: &str, outcome: &'a Outcome) -> Result<Choice<'a>, CliError> {
    let text = text.trim();
    if let Some(unjudged) = outcome.unjudged.iter().find(|it| is_path(it.path.as_ref(), text)) {
        return match &unjudged.path {
            Some(path) if unjudged.unread => Ok(Choice::Unread(path)),
            _ => Err(CliError::usage(
                format!("{text} could not be judged, and nobody can accept that: {}", unjudged.reason.raw()),
                "mend what it says",
            )),
        };
    }
    let digits = text.to_ascii_lowercase();
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) || digits.len() < LEAST {
        let message = format!("`{}` names no finding", secret::mask(text));
        let help = format!(
            "give {LEAST} digits or more of its fingerprint, or the path of a file that is not read{}",
            known(outcome)
        );
        return Err(CliError::usage(message, help));
    }
    let named = |finding: &&Finding| {
        [Some(finding.fingerprint.as_str()), finding.acceptance.as_deref()]
            .into_iter()
            .flatten()
            .any(|it| it.starts_with(&digits))
    };
    let mut found: BTreeMap<_, &Finding> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(named) {
        // Of several with one name the one that is open, if there is one.
        let key = (name(finding), finding.answer, &finding.policy, &finding.location.path);
        let kept = found.entry(key).or_insert(finding);
        if finding.disposition.is_open() {
            *kept = finding;
        }
    }
    let found: Vec<&Finding> = found.into_values().collect();
    match found.as_slice() {
        [] => Err(CliError::usage(
            format!("there is no finding `{digits}` here"),
            format!("see `gate check -v`{}", known(outcome)),
        )),
        [only] => waivable(only, outcome).map(|()| Choice::Finding(only)),
        several => {
            let names: Vec<String> = several.iter().take(NAMED).map(|finding| candidate(finding, 16)).collect();
            let message = format!("`{digits}` may be {} findings", several.len());
            Err(CliError::usage(message, format!("give more digits: {}", names.join(", "))))
        }
    }
}

/// Refuses what no waiver can take away, or need not.
fn waivable(finding: &Finding, outcome: &Outcome) -> Result<(), CliError> {
    if own().iter().any(|own| own.meta.id == finding.policy) {
        let fix =
            outcome.policies.get(&finding.policy).map(|policy| policy.meta.remediation.clone()).unwrap_or_default();
        let message = format!("{} is about gate's own rules, and such a finding is never waived", finding.policy);
        return Err(CliError::usage(message, fix));
    }
    match &finding.disposition {
        Disposition::Open if name(finding).is_none() => {
            let message = format!("{} cannot be told from others, so no waiver can name it", candidate(finding, LEAST));
            Err(CliError::usage(message, "write it so that it can be known"))
        }
        Disposition::Open => Ok(()),
        Disposition::Waived { waiver, expires, .. } => {
            let message = format!("{} is waived already, by {waiver} until {expires}", candidate(finding, LEAST));
            Err(CliError::usage(message, "if it has to stay for longer, have a new end date of that waiver approved"))
        }
        _ => {
            let message = format!("{} does not decide now, so there is nothing to waive", candidate(finding, LEAST));
            Err(CliError::usage(message, "`gate check -v` says why"))
        }
    }
}

fn is_path(path: Option<&RepoPath>, text: &str) -> bool {
    path.is_some_and(|path| RepoPath::new(text).as_ref() == Some(path))
}

/// A few of those that could be meant.
fn known(outcome: &Outcome) -> String {
    let own = own();
    let is_open =
        |finding: &&Finding| finding.disposition.is_open() && !own.iter().any(|own| own.meta.id == finding.policy);
    let findings = outcome.findings.iter().filter(is_open).map(|finding| candidate(finding, LEAST));
    let unread = outcome.unjudged.iter().filter(|it| it.unread).filter_map(|it| Some(it.path.as_ref()?.to_string()));
    let all: Vec<String> = findings.chain(unread).collect();
    if all.is_empty() {
        return "; there is nothing here to waive".to_owned();
    }
    format!("; here are {}", some(&all, NAMED))
}

/// `1a2b3c4d (CI001 at path:line:column)`.
fn candidate(finding: &Finding, digits: usize) -> String {
    let name: String = name(finding).unwrap_or(&finding.fingerprint).chars().take(digits).collect();
    format!("{name} ({} at {}:{})", finding.policy, finding.location.path, finding.location.start)
}
