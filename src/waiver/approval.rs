//! Who put an entry where it stands: nobody approves what they have written themselves.

use std::collections::BTreeMap;

use super::is_author;
use super::record::texts;
use crate::config::Known;
use crate::source::history::{Added, Author};
use crate::source::{RepoPath, Source};

/// What of an entry matters to its approval, by key.
pub type Form = BTreeMap<String, Vec<String>>;

/// Keys that anybody may edit without granting anything anew.
const FREE: [&str; 2] = ["reason", "owner"];

/// What matters of each entry of a file, in its order; two versions of an entry with the same form are the same grant.
/// `None` where the file cannot be read.
#[must_use]
pub fn forms(source: &Source, policies: &[Known]) -> Option<Vec<Form>> {
    let form = |mut entry: Form| {
        entry.retain(|key, _| !FREE.contains(&key.as_str()));
        for (key, texts) in &mut entry {
            for text in texts {
                meant(key, text, policies);
            }
        }
        entry.entry("answer".to_owned()).or_insert_with(|| vec!["violation".to_owned()]);
        entry
    };
    Some(texts(source)?.into_iter().map(form).collect())
}

/// Other ways to write the same.
fn meant(key: &str, text: &mut String, policies: &[Known]) {
    match key {
        "policy" | "policies" => {
            if let Some(policy) = policies.iter().find(|policy| policy.slug == *text) {
                *text = policy.id.to_string();
            }
        }
        "where" => {
            if let Some(path) = RepoPath::new(text) {
                path.as_str().clone_into(text);
            }
        }
        _ => {}
    }
}

/// Who added each entry of a file, in its order.
#[derive(Debug, Clone, Default)]
pub struct Approvals(Vec<Added>);

impl Approvals {
    /// From the history of each entry.
    #[must_use]
    pub const fn new(added: Vec<Added>) -> Self {
        Self(added)
    }

    /// Whether an author of an entry is who approves it.
    #[must_use]
    pub fn is_by(&self, entry: usize, approver: &str) -> bool {
        let is_author = |author: &Author| is_author(approver, &author.name, &author.email);
        self.0.get(entry).is_some_and(|added| added.authors.iter().any(is_author))
    }

    /// The entries of which nobody can see who added them.
    pub fn unseen(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().filter(|(_, added)| added.is_cut_off).map(|(entry, _)| entry)
    }
}
