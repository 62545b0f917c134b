//! What gate recognises, apart from what it reads: pipelines, templates and definitions of every platform that we know.
//!
//! The knowledge stands in `recognised.tsv`, one form a row: where its platform runs it, what it is called, how its
//! content looks. A form without a reader is *unread* (it runs, so it keeps a run from passing) or *listed* (named at
//! the end); the name of a reader in its row hands it over. Nothing is judged here, and no file is opened.

mod content;
mod glob;
mod lines;
mod places;
mod shape;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::limits::Limits;
use crate::source::{RepoPath, Source};

pub use table::Form;

/// What becomes of a file of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its platform runs it and gate has no reader for it: the run is incomplete.
    Unread,
    /// It is named at the end of a run as not judged.
    Listed,
    /// The reader of this name in [`super::FORMATS`] reads it.
    Read(&'static str),
}

/// A file that was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recognised {
    /// What it is.
    pub form: &'static Form,
    /// Whether the platform runs a file at this place by itself, so that no exclusion may cover it.
    pub runs: bool,
}

/// Every form, in the order of the table.
#[must_use]
pub fn forms() -> &'static [Form] {
    &table::TABLE.forms
}

/// The form of a name.
#[must_use]
pub fn by_name(slug: &str) -> Option<&'static Form> {
    forms().iter().find(|form| form.slug == slug)
}

/// What a file is by its path alone, whatever it holds.
///
/// The content of a file that is only [`Standing::Listed`] by its path may still say more; [`of`] asks both.
#[must_use]
pub fn by_path(path: &RepoPath) -> Option<Recognised> {
    table::TABLE.places.find(path)
}

/// Whether the content of a file could make it something, so that it is worth reading.
#[must_use]
pub fn wants(path: &RepoPath) -> bool {
    content::ENDINGS.iter().any(|ending| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending)))
}

/// What a file is by its content: the first of its documents that is a form, unread before listed.
#[must_use]
pub fn by_content(source: &Arc<Source>, limits: &Limits) -> Option<Recognised> {
    content::find(&table::TABLE, source, limits)
}

/// What a file is, by path and content: a name that is only listed hides no content that runs.
#[must_use]
pub fn of(source: &Arc<Source>, limits: &Limits) -> Option<Recognised> {
    let named = by_path(source.path());
    if named.is_some_and(|named| named.form.standing != Standing::Listed) || !wants(source.path()) {
        return named;
    }
    match by_content(source, limits) {
        Some(found) if named.is_none() || found.form.standing == Standing::Unread => Some(found),
        _ => named,
    }
}
