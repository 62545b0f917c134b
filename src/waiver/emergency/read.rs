//! Reads `.gate/emergency.yaml`.

use super::super::entry::{Entries, Names};
use super::super::record::{Grammar, Record, Written, records};
use super::super::says_nothing;
use super::super::spelling::labels;
use super::Emergency;
use super::instant::instant;
use crate::config::{ConfigError, Known, did_you_mean};
use crate::finding::PolicyId;
use crate::source::Source;

/// The keys of an emergency acceptance.
const GRAMMAR: Grammar = Grammar {
    noun: "emergency",
    keys: &["id", "incident", "reason", "owner", "approver", "from", "until", "where", "policies"],
};

/// The longest id of an incident.
const INCIDENT: usize = 64;

/// Reads the emergency acceptances of a file. A policy is named by its id or its name.
///
/// # Errors
/// [`ConfigError`] at the key or value at fault, or at the entry that lacks one: a time without a zone, an end before its
/// beginning, a pattern, a policy that there is not or that no emergency covers, an incident that is used twice.
pub fn read(source: &Source, policies: &[Known]) -> Result<Vec<Emergency>, ConfigError> {
    let mut entries = Entries::new(policies, labels);
    records(source, &GRAMMAR)?.iter().map(|record| emergency(record, &mut entries, policies)).collect()
}

fn emergency(record: &Record<'_>, entries: &mut Entries<'_>, known: &[Known]) -> Result<Emergency, ConfigError> {
    let Names { id, reason, owner, approver, span } = entries.names(record)?;
    let incident = incident(record, entries)?;
    let time = |key: &'static str| {
        let written = record.word(key)?;
        let help = "write it with seconds and zone: 2026-11-28T06:00:00Z or 2026-11-28T07:00:00+01:00";
        let read = instant(&written.text);
        read.ok_or_else(|| record.wrong(&written, format!("`{key}` is no point in time"), help))
    };
    let (from, until) = (time("from")?, time("until")?);
    if until <= from {
        let message = "`until` is not after `from`";
        return Err(record.wrong_at("until", message, "say when the emergency ends, at most 72 hours after `from`"));
    }
    let places = record.list("where")?.unwrap_or_default();
    let help = "name files and folders as they are, or leave `where` out";
    let places = places.iter().map(|place| record.path(place, help)).collect::<Result<_, _>>()?;
    let named = record.list("policies")?.unwrap_or_default();
    let policies = named.iter().map(|name| policy(record, entries, name, known)).collect::<Result<_, _>>()?;
    Ok(Emergency { id, incident, reason, owner, approver, from, until, places, policies, span })
}

/// The incident, which stands in the last line of every report and so is a word.
fn incident(record: &Record<'_>, entries: &mut Entries<'_>) -> Result<String, ConfigError> {
    let written = record.text("incident")?;
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./#".contains(&byte);
    if says_nothing(&written.text) || written.text.len() > INCIDENT || !written.text.bytes().all(is_sign) {
        let message = "`incident` is no id of an incident";
        return Err(record.wrong(
            &written,
            message,
            "write the id that it has where you keep incidents, such as INC-2041",
        ));
    }
    let help = "an emergency is not prolonged: fix what it covers, or have a waiver of it approved";
    entries.unique(record, "incident", &written, help)?;
    Ok(written.text)
}

fn policy(
    record: &Record<'_>,
    entries: &Entries<'_>,
    written: &Written,
    known: &[Known],
) -> Result<PolicyId, ConfigError> {
    let id = entries.policy(record, written, "take it out: what gate says of its own rules always decides")?;
    if known.iter().any(|policy| policy.id == id && !policy.adoptable) {
        let message = format!("no emergency covers {id}, which finds what no exception makes right");
        return Err(record.wrong(written, message, "take it out; a credential has to be revoked and removed"));
    }
    if entries.is_known(&id) {
        return Ok(id);
    }
    let words = known.iter().flat_map(|policy| [policy.id.as_str(), policy.slug.as_str()]);
    let help = did_you_mean(&written.text, words, "see `gate policies`");
    Err(record.wrong(written, format!("there is no policy `{}`", written.text), &help))
}
