//! What a file is that no format reads.

use std::sync::Arc;

use super::protocol::Reading;
use crate::input::{Problem, recognised};
use crate::limits::LIMITS;
use crate::source::{Files, RepoPath, Source, Unreadable};

/// Says it; `None` for a file that is nothing that is known.
pub(super) fn look(files: &dyn Files, path: &RepoPath) -> Option<Reading> {
    let reading = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| recognised(files, path)));
    reading.unwrap_or_else(|_| {
        let message = "gate has a bug: it failed to tell what this file is";
        Some(Reading::Failed(Problem::of(path, message)))
    })
}

/// The same, by its content where that can say more than its path: only then is it read.
fn recognised(files: &dyn Files, path: &RepoPath) -> Option<Reading> {
    let found = if recognised::wants(path) {
        match files.read(path, LIMITS.file_bytes) {
            Ok(source) => recognised::of(&source, &LIMITS),
            // Bytes that are no text say by their letters what a more patient reader makes of them.
            Err(Unreadable::Encoding { .. }) => match files.remains(path, LIMITS.file_bytes) {
                Ok(text) => recognised::of(&Arc::new(Source::from_text(path.clone(), &text)), &LIMITS),
                Err(_) => recognised::by_path(path),
            },
            Err(Unreadable::TooLarge { bytes, cap }) if recognised::by_path(path).is_none() => {
                let why = format!("{bytes} bytes, more than the {cap} in which gate looks for pipelines");
                return Some(Reading::NotMine(why));
            }
            Err(_) => recognised::by_path(path),
        }
    } else {
        recognised::by_path(path)
    };
    found.map(|found| Reading::Recognised(found.form.slug.to_owned()))
}
