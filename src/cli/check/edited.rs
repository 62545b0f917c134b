//! Whether a change touches a file that its owner has accepted without a reader.

use std::io::BufReader;

use crate::source::files::Content;
use crate::source::same::same_bytes;
use crate::source::{Entry, Files, RepoPath, Revision, Unreadable};

/// Whether the change adds, edits or replaces what runs at a path: its kind, its mode, its bytes, those that a link leads
/// to, or the commit of a submodule. What cannot be compared was edited.
pub(super) fn edits(base: &Revision, judged: &dyn Files, path: &RepoPath) -> bool {
    let submodule = judged.submodules().iter().find(|submodule| submodule.path == *path);
    let after = match judged.entry(path) {
        _ if submodule.is_some() => Entry::Submodule,
        Entry::File if base.is_program_now(path) => Entry::Program,
        other => other,
    };
    if base.entry(path) != after {
        return true;
    }
    match submodule {
        Some(submodule) => base.submodule_at(path).as_ref() != Some(&submodule.commit),
        None => !same(base.content(path), judged.content(path)),
    }
}

/// Whether two files hold the same bytes; two links to nothing do.
fn same(one: Result<Box<dyn Content + '_>, Unreadable>, other: Result<Box<dyn Content + '_>, Unreadable>) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => same_bytes(&mut BufReader::new(one), &mut BufReader::new(other)).unwrap_or(false),
        (Err(Unreadable::Missing), Err(Unreadable::Missing)) => true,
        _ => false,
    }
}
