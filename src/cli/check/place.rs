//! Where a report may be written, and how: whole or not at all, and never through what the judged tree put there.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::super::error::CliError;
use crate::source::RepoPath;

/// Makes the place of a report ready before anything is judged: nothing may redirect it, and no older report may
/// outlive a run that fails.
///
/// # Errors
/// When something else than a file stands there, the folder is missing, or the way leads through a link of the tree.
pub(super) fn prepare(path: &Path, root: &Path) -> Result<(), CliError> {
    let refused = |why: &str, help: &str| Err(CliError::usage(format!("{}: {why}", path.display()), help));
    if let Some(link) = linked_folder(path, root) {
        let why = format!("the report would go through {}, a link of the judged tree", link.display());
        return refused(&why, "write it to a plain folder, best outside of the judged tree");
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if !folder.is_dir() {
        return refused("there is no such folder to write to", "make the folder before gate runs");
    }
    match path.symlink_metadata() {
        Ok(found) if found.is_symlink() => refused("is a link, and a report is never written through one", "remove it"),
        Ok(found) if found.is_dir() => refused("is a folder", "name a file for the report"),
        Ok(found) if !found.is_file() => refused(
            "is a device or a pipe, and a report is only written to a file",
            "name a file, or leave the path away to print the report",
        ),
        Ok(_) => std::fs::remove_file(path).map_err(|source| CliError::Write { path: path.to_owned(), source }),
        Err(_) => Ok(()),
    }
}

/// The first folder on the way to a report that lies in the judged tree and is a link.
fn linked_folder(path: &Path, root: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let roots = [std::path::absolute(root).ok(), root.canonicalize().ok()];
    let inside = |folder: &&Path| {
        let below = |root: &PathBuf| folder.starts_with(root) && *folder != root.as_path();
        roots.iter().flatten().any(below)
    };
    let is_link = |folder: &&Path| folder.symlink_metadata().is_ok_and(|found| found.is_symlink());
    path.parent()?.ancestors().filter(inside).find(is_link).map(Path::to_path_buf)
}

/// Writes a new file of gate's own below `root`, whole or not at all, and makes its folder. Nothing is replaced, and
/// nothing is written through a link.
///
/// # Errors
/// When something stands there already, or something else than a folder stands in the way.
pub(in super::super) fn create(root: &Path, path: &RepoPath, text: &str) -> Result<(), CliError> {
    let file = root.join(path.as_str());
    let failed = |source| CliError::Write { path: file.clone(), source };
    if let Some(link) = linked_folder(&file, root) {
        let message = format!("{}: is a link, and nothing is written through one", link.display());
        return Err(CliError::usage(message, "make it a plain folder"));
    }
    if let Some(folder) = file.parent() {
        match folder.symlink_metadata() {
            Ok(found) if found.is_dir() => {}
            Ok(_) => {
                let message = format!("{}: is no folder, so nothing can be written below it", folder.display());
                return Err(CliError::usage(message, "rename what stands there"));
            }
            Err(_) => std::fs::create_dir_all(folder).map_err(failed)?,
        }
    }
    let beside = beside(&file);
    let new = |path: &Path| std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    let written = fill(new(&beside).map_err(failed)?, text).and_then(|()| match std::fs::hard_link(&beside, &file) {
        // Where there are no hard links, a new file is as good: nothing reads it yet.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => fill(new(&file)?, text),
        linked => linked,
    });
    // It would be a file below .gate that gate does not know.
    let removed = std::fs::remove_file(&beside);
    written.and(removed).map_err(failed)
}

/// Writes one of gate's own files below `root` with this text: makes it, or puts the text in the place of what is there,
/// whole or not at all and never through a link.
///
/// # Errors
/// When something else than a file stands there or in the way.
pub(in super::super) fn write(root: &Path, path: &RepoPath, text: &str) -> Result<(), CliError> {
    let file = root.join(path.as_str());
    let Ok(found) = file.symlink_metadata() else { return create(root, path, text) };
    if linked_folder(&file, root).is_some() || !found.is_file() {
        let message = format!("{}: is no plain file in plain folders, and nothing else is written to", file.display());
        return Err(CliError::usage(message, "make it a plain file"));
    }
    let failed = |source| CliError::Write { path: file.clone(), source };
    replace(&file, text).and_then(|()| std::fs::set_permissions(&file, found.permissions())).map_err(failed)
}

/// The name of a file that is written beside another one first.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

/// Writes a file whole or not at all: beside it first, then renamed.
pub(super) fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = beside(path);
    // Only a new file is written, so that it is removed only if it is ours.
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
    fill(file, text).and_then(|()| std::fs::rename(&beside, path)).inspect_err(|_| {
        // What cannot be removed either is named by the error all the same.
        let _ = std::fs::remove_file(&beside);
    })
}

/// A full disk may show only when the bytes leave the cache.
fn fill(mut file: std::fs::File, text: &str) -> std::io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
