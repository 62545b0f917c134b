//! What data goes by, ready to be compared with lists of names and globs.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{DataKind, DataRef};

/// What stands in a name in place of what is not known: text that nobody writes, so that no name on a list is equal to
/// it, and a glob that takes any text there takes this one too.
const ANY: &str = "~~~";

/// Parts of the name of a table from which the names of datasets are made. No store has half as many, and the number of
/// names grows with the square.
const PARTS: usize = 16;

/// What some data goes by. Everything but `kind` and `shape` is in small letters.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Named {
    /// What it is.
    pub(crate) kind: DataKind,
    /// Its name as a message shows it, with unknown parts in braces.
    pub(crate) shape: String,
    /// Every name that it goes by, sorted: its own, its URI and, of a table, the datasets that hold it. `~~~` stands for
    /// each part that is not known.
    pub(crate) names: Vec<String>,
    /// The beginning of its name that is known, where the rest is not; empty when all or nothing of it is known.
    pub(crate) begins: String,
    /// A regular expression for the whole names that a run may make of it; empty when `begins` is.
    pub(crate) possible: String,
}

impl Named {
    /// What some data goes by.
    pub(super) fn of(data: &DataRef) -> Self {
        let name = skeleton(&data.shape);
        let mut names: BTreeSet<String> = data.uri.as_deref().map(skeleton).into_iter().collect();
        if data.kind == DataKind::Table {
            names.extend(datasets(&name));
        }
        names.insert(name.clone());
        let begins = if data.known { String::new() } else { data.known_prefix.to_lowercase() };
        let possible = if begins.is_empty() { String::new() } else { possible(&name) };
        Self { kind: data.kind, shape: data.shape.clone(), names: names.into_iter().collect(), begins, possible }
    }
}

/// A name in small letters, with [`ANY`] for everything in braces.
fn skeleton(shape: &str) -> String {
    let mut name = String::with_capacity(shape.len());
    let mut rest = shape;
    while let Some((before, inside)) = rest.split_once('{') {
        name.push_str(before);
        let end = inside.find(['{', '}']).and_then(|end| inside.get(end..)?.strip_prefix('}'));
        name.push_str(if end.is_some() { ANY } else { "{" });
        rest = end.unwrap_or(inside);
    }
    name.push_str(rest);
    name.to_lowercase()
}

/// The names of a table and of the datasets that hold it: `bank.core.accounts` is in `bank.core`, `core` and `bank`. Its
/// last part alone names nothing.
fn datasets(name: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split('.').take(PARTS).collect();
    let mut found = Vec::new();
    let mut rest = parts.as_slice();
    while let [first, behind @ ..] = rest {
        if behind.is_empty() {
            break;
        }
        let mut whole = (*first).to_owned();
        found.push(whole.clone());
        for part in behind {
            whole.push('.');
            whole.push_str(part);
            found.push(whole.clone());
        }
        rest = behind;
    }
    found
}

/// A regular expression for what may become of a name of which a part is not known.
fn possible(name: &str) -> String {
    let parts: Vec<String> = name.split(ANY).map(regex::escape).collect();
    format!("^{}$", parts.join(".*"))
}
