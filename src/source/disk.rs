//! Reads files of the operating system, never more than asked for.
#![expect(clippy::disallowed_methods, reason = "one of the modules that the lint points to")]

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::decode::HEAD_BYTES;
use super::{Entry, RepoPath, Unreadable};

/// The size of a regular file.
pub(super) fn size(path: &Path) -> Result<u64, Unreadable> {
    let metadata = path.metadata().map_err(|error| refused(&error))?;
    // Before it is opened: opening a pipe would wait for its other end.
    if metadata.is_file() { Ok(metadata.len()) } else { Err(Unreadable::NotAFile) }
}

/// What stands at a path below `root`, no link followed on the way.
pub(super) fn entry(root: &Path, path: &RepoPath) -> Entry {
    let mut place = root.to_owned();
    let mut found = Entry::Folder;
    for part in path.as_str().split('/') {
        place.push(part);
        let Ok(metadata) = place.symlink_metadata() else { return Entry::Missing };
        let kind = metadata.file_type();
        found = match found {
            Entry::Folder if kind.is_symlink() => return Entry::Link,
            Entry::Folder if kind.is_dir() => Entry::Folder,
            Entry::Folder if kind.is_file() => Entry::File,
            Entry::Folder => Entry::Other,
            _ => return Entry::Missing,
        };
    }
    if found == Entry::Folder && place.join(".git").symlink_metadata().is_ok() { Entry::Submodule } else { found }
}

/// All bytes of a regular file of at most `cap` bytes.
pub(super) fn read(path: &Path, cap: u64) -> Result<Vec<u8>, Unreadable> {
    let bytes = size(path)?;
    if bytes > cap {
        return Err(Unreadable::TooLarge { bytes, cap });
    }
    // The file may have grown since; one byte more shows it.
    let raw = first(path, cap.saturating_add(1), bytes)?;
    let bytes = u64::try_from(raw.len()).unwrap_or(u64::MAX);
    if bytes > cap { Err(Unreadable::TooLarge { bytes, cap }) } else { Ok(raw) }
}

/// The bytes of a regular file, in any order.
pub(super) fn content(path: &Path) -> Result<File, Unreadable> {
    size(path)?;
    File::open(path).map_err(|error| refused(&error))
}

/// The same of a file that may be a link, which is not followed: `None` for one.
pub(super) fn content_unless_link(path: &Path) -> Result<Option<File>, Unreadable> {
    let metadata = path.symlink_metadata().map_err(|error| refused(&error))?;
    if metadata.is_symlink() {
        Ok(None)
    } else if metadata.is_file() {
        File::open(path).map(Some).map_err(|error| refused(&error))
    } else {
        Err(Unreadable::NotAFile)
    }
}

/// All bytes of a regular file that is no link.
pub(super) fn plain(path: &Path, cap: u64) -> Result<Vec<u8>, Unreadable> {
    let metadata = path.symlink_metadata().map_err(|error| refused(&error))?;
    if metadata.is_symlink() { Err(Unreadable::LinkOut) } else { read(path, cap) }
}

/// The first bytes of a regular file.
pub(super) fn head(path: &Path) -> Result<Vec<u8>, Unreadable> {
    first_bytes(path, u64::try_from(HEAD_BYTES).unwrap_or(u64::MAX))
}

/// The first bytes of a regular file, at most `most`.
pub(super) fn first_bytes(path: &Path, most: u64) -> Result<Vec<u8>, Unreadable> {
    let bytes = size(path)?;
    first(path, most, bytes.min(most))
}

fn first(path: &Path, most: u64, expected: u64) -> Result<Vec<u8>, Unreadable> {
    let file = File::open(path).map_err(|error| refused(&error))?;
    let mut raw = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
    file.take(most).read_to_end(&mut raw).map_err(|error| refused(&error))?;
    Ok(raw)
}

/// Whether a link stands at a path.
pub(super) fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink())
}

/// What the operating system says, in our words where there are some.
pub(super) fn refused(error: &std::io::Error) -> Unreadable {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Unreadable::Missing,
        ErrorKind::PermissionDenied => Unreadable::Io("no permission to read it".to_owned()),
        _ => Unreadable::Io(error.to_string()),
    }
}
