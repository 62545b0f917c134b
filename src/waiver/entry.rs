//! What every entry has that grants something: an id, people, a reason, policies and places.

use std::collections::{BTreeMap, BTreeSet};

use super::person::is_name;
use super::placeholder::says_nothing;
use super::record::{Record, Written};
use crate::config::{ConfigError, Known, did_you_mean};
use crate::finding::PolicyId;
use crate::policy::own;
use crate::source::Span;

/// Checks the entries of a file, one after the other.
pub(super) struct Entries<'a> {
    policies: &'a [Known],
    /// Ids and names of gate's own policies.
    own: Vec<(PolicyId, String)>,
    /// By what entries are told apart.
    labels: fn(&str) -> BTreeSet<String>,
    /// The labels of the entries so far, by key, with the text of each.
    taken: BTreeMap<(&'static str, String), String>,
}

/// Who answers for an entry, and why.
pub(super) struct Names {
    pub(super) id: String,
    pub(super) reason: String,
    pub(super) owner: String,
    pub(super) approver: String,
    /// The id's place.
    pub(super) span: Span,
}

impl<'a> Entries<'a> {
    /// None was read yet; `labels` are those of an id.
    pub(super) fn new(policies: &'a [Known], labels: fn(&str) -> BTreeSet<String>) -> Self {
        let own = own().into_iter().map(|policy| (policy.meta.id, policy.meta.slug)).collect();
        Self { policies, own, labels, taken: BTreeMap::new() }
    }

    /// The id, which no other entry has, the people and the reason.
    pub(super) fn names(&mut self, record: &Record<'_>) -> Result<Names, ConfigError> {
        let id = record.text("id")?;
        if !is_name(&id.text) {
            return Err(record.wrong(&id, "`id` is empty", "give every entry an id of its own"));
        }
        self.unique(record, "id", &id, "give every entry an id of its own")?;
        let said = |key: &'static str, help: &str| {
            let written = record.text(key)?;
            if says_nothing(&written.text) {
                let word = if is_name(&written.text) { "still to be written" } else { "empty" };
                return Err(record.wrong(&written, format!("`{key}` is {word}"), help));
            }
            Ok(written.text)
        };
        let reason = said("reason", "say why this may be, for whoever reads it in half a year")?;
        let owner = said("owner", "name who answers for it, such as \"@acme/platform\"")?;
        let approver = said("approver", "name who granted it: somebody else than the owner")?;
        Ok(Names { id: id.text, reason, owner, approver, span: id.span })
    }

    /// Refuses a text that an entry before has under this key, or one of which the labels are the same.
    pub(super) fn unique(
        &mut self,
        record: &Record<'_>,
        key: &'static str,
        written: &Written,
        help: &str,
    ) -> Result<(), ConfigError> {
        let labels: Vec<(&str, String)> = (self.labels)(&written.text).into_iter().map(|label| (key, label)).collect();
        if let Some(earlier) = labels.iter().find_map(|label| self.taken.get(label)) {
            let word = if *earlier == written.text { "is used twice" } else { "reads like one that is used above" };
            return Err(record.wrong(written, format!("`{key}` {word}"), help));
        }
        self.taken.extend(labels.into_iter().map(|label| (label, written.text.clone())));
        Ok(())
    }

    /// A policy by its id or name. `help` is what to do instead of naming one of gate's own.
    pub(super) fn policy(&self, record: &Record<'_>, written: &Written, help: &str) -> Result<PolicyId, ConfigError> {
        let text = written.text.as_str();
        if self.own.iter().any(|(id, slug)| id.as_str() == text || slug == text) {
            return Err(record.wrong(written, format!("`{text}` is one of gate's own policies"), help));
        }
        let named = self.policies.iter().find(|policy| policy.slug == text).map(|policy| policy.id.clone());
        named.or_else(|| PolicyId::new(text)).ok_or_else(|| {
            let words = self.policies.iter().flat_map(|policy| [policy.id.as_str(), policy.slug.as_str()]);
            record.wrong(
                written,
                format!("there is no policy `{text}`"),
                &did_you_mean(text, words, "see `gate policies`"),
            )
        })
    }

    /// Whether there is such a policy here.
    pub(super) fn is_known(&self, id: &PolicyId) -> bool {
        self.policies.iter().any(|policy| policy.id == *id)
    }
}
