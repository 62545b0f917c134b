//! Reads `.gate/waivers.yaml`.

use super::entry::{Entries, Names};
use super::record::{Grammar, Record, Written, records};
use super::{Covers, Waiver};
use crate::config::{ConfigError, Day, Known};
use crate::source::Source;

/// The keys of a waiver.
const GRAMMAR: Grammar = Grammar {
    noun: "waiver",
    keys: &["id", "answer", "policy", "where", "finding", "reason", "owner", "approver", "expires"],
};

/// Digits of a fingerprint and of an acceptance.
const DIGITS: usize = 16;

/// Reads the waivers of a file. A policy is named by its id or, if it is one of `policies`, by its name.
///
/// # Errors
/// [`ConfigError`] at the key or value at fault, or at the entry that lacks one: an unknown key, a glob, an impossible date,
/// an id used twice, a name that names nobody, a field that does not go with its `answer`.
pub fn read(source: &Source, policies: &[Known]) -> Result<Vec<Waiver>, ConfigError> {
    let mut entries = Entries::new(policies, |id| [id.to_owned()].into());
    records(source, &GRAMMAR)?.iter().map(|record| waiver(record, &mut entries)).collect()
}

fn waiver(record: &Record<'_>, entries: &mut Entries<'_>) -> Result<Waiver, ConfigError> {
    let Names { id, reason, owner, approver, span } = entries.names(record)?;
    let covers = covers(record, entries)?;
    let place = record.text("where")?;
    let path = record.path(&place, "a waiver covers one file: write a waiver for every other one")?;
    let expires = record.word("expires")?;
    let wrong = || record.wrong(&expires, "`expires` is no date", "write it as YYYY-MM-DD");
    let expires = Day::read(&expires.text).ok_or_else(wrong)?.0;
    Ok(Waiver { id, covers, path, reason, owner, approver, expires, span })
}

/// What an entry takes away.
fn covers(record: &Record<'_>, entries: &Entries<'_>) -> Result<Covers, ConfigError> {
    let answer = record.optional("answer")?;
    let policy = || record.text("policy").and_then(|policy| entries.policy(record, &policy, OWN));
    let finding = record.optional("finding")?;
    let finding = finding.as_ref().map(|finding| fingerprint(record, finding)).transpose()?;
    match (answer.as_ref().map_or("violation", |answer| answer.text.as_str()), finding) {
        ("violation", finding) => Ok(Covers::Violations { policy: policy()?, finding }),
        ("unknown", Some(finding)) => Ok(Covers::Unknown { policy: policy()?, finding }),
        ("unknown", None) => Err(record.wrong_at(
            "answer",
            "this accepts an unknown and does not say which",
            "write `policy` and `finding` as the report shows them: one entry accepts one unknown",
        )),
        ("unread", _) => match ["policy", "finding"].into_iter().find(|key| record.has(key)) {
            Some(key) => {
                let message =
                    format!("this accepts a file that is not read, and no policy judges one: `{key}` says nothing");
                Err(record.wrong_at(key, &message, "leave `policy` and `finding` out"))
            }
            None => Ok(Covers::Unread),
        },
        _ => Err(record.wrong_at(
            "answer",
            "`answer` says what is waived, and this is nothing that can be",
            "write violation (or leave it out), unknown or unread",
        )),
    }
}

/// What to do where somebody wants to waive what gate says of its own rules.
const OWN: &str = "do what it says: gate's own findings are about its rules and are never waived";

fn fingerprint(record: &Record<'_>, written: &Written) -> Result<String, ConfigError> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if written.text.len() == DIGITS && written.text.bytes().all(is_digit) {
        return Ok(written.text.clone());
    }
    let message = format!("`finding` names no finding: it is {DIGITS} digits and small letters from a to f");
    Err(record.wrong(
        written,
        message,
        "copy it from the report (`gate check -f json`), or let `gate waive` write the entry",
    ))
}
