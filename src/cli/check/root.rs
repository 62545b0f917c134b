//! Where the repository begins whose rules hold, seen from where gate is called or from what it is given.

use std::path::{Path, PathBuf};

use super::super::args::Check;
use super::super::error::CliError;
use super::way;
use crate::source::{RepoPath, Revision};

/// The folder of the rules, and the part of it that is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Root {
    /// The folder that holds `.gate`, or else the top of the repository, or else the given folder.
    pub(super) folder: PathBuf,
    /// The folder below it that is judged; `None` is all of it.
    pub(super) part: Option<RepoPath>,
    /// Files that were named one by one; only they are judged.
    pub(super) named: Vec<PathBuf>,
}

/// Finds it upward from the given folder, from the first given file, or from the current folder.
///
/// The search ends at the top of the repository: a `.gate` above it was put there by somebody else.
///
/// # Errors
/// When what is given does not exist, or a link or submodule of the tree leads to it.
pub(super) fn find(call: &Check) -> Result<Root, CliError> {
    let (start, named) = start_and_files(&call.paths)?;
    way::check(&start, call)?;
    let Ok(end) = start.canonicalize() else { return Ok(Root { folder: start, part: None, named }) };
    let above = end.ancestors().position(|folder| folder.join(".git").symlink_metadata().is_ok());
    let inside: Vec<&Path> =
        above.map_or_else(Vec::new, |above| end.ancestors().take(above.saturating_add(1)).collect());
    let found = inside.iter().find(|folder| has_rules(folder, call)).or(inside.last());
    let Some(found) = found.filter(|found| **found != end) else {
        return Ok(Root { folder: start, part: None, named });
    };
    let part = end.strip_prefix(found).ok().and_then(Path::to_str).and_then(RepoPath::new);
    let part = part.filter(|_| named.is_empty());
    Ok(Root { folder: from_here(found), part, named })
}

/// Whether the rules of a run may lie in a folder: in the base revision if there is one, which the change cannot edit.
fn has_rules(folder: &Path, call: &Check) -> bool {
    use crate::source::Files;
    let base = call.base.as_ref().map(|base| Revision::open(folder, base, call.owner()));
    match base {
        Some(Ok(base)) => !base.paths().is_empty(),
        // What keeps the base from being read is said when the rules are.
        Some(Err(_)) => false,
        None => folder.join(".gate").symlink_metadata().is_ok(),
    }
}

/// A folder as it is written from the current one, if that is short.
fn from_here(folder: &Path) -> PathBuf {
    let Some(here) = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok()) else {
        return folder.to_owned();
    };
    if let Ok(below) = folder.strip_prefix(&here) {
        return if below.as_os_str().is_empty() { PathBuf::from(".") } else { below.to_owned() };
    }
    match here.strip_prefix(folder) {
        Ok(down) => down.components().map(|_| "..").collect(),
        Err(_) => folder.to_owned(),
    }
}

/// Where the search begins, and the files that were named one by one.
fn start_and_files(paths: &[PathBuf]) -> Result<(PathBuf, Vec<PathBuf>), CliError> {
    let here = PathBuf::from(".");
    match paths {
        [] => Ok((here, Vec::new())),
        [only] if only.is_dir() => Ok((only.clone(), Vec::new())),
        files => match files.iter().find(|path| !path.is_file()) {
            None => Ok((beside(files).unwrap_or(here), files.to_vec())),
            Some(folder) if folder.is_dir() => {
                Err(CliError::usage("only one folder can be judged in a run", "run gate once for every folder"))
            }
            Some(missing) => Err(CliError::usage(
                format!("{}: no such file or folder", missing.display()),
                "name one folder, or files",
            )),
        },
    }
}

/// The folder of the first named file, if that file lies in a repository and not below the current folder: a file from
/// anywhere else is judged by the rules of where gate is called.
fn beside(files: &[PathBuf]) -> Option<PathBuf> {
    let folder = files.first()?.parent().filter(|folder| !folder.as_os_str().is_empty())?;
    let end = folder.canonicalize().ok()?;
    let here = std::env::current_dir().ok()?.canonicalize().ok()?;
    let top =
        |folder: &Path| folder.ancestors().find(|it| it.join(".git").symlink_metadata().is_ok()).map(Path::to_owned);
    let other = top(&end)?;
    (!end.starts_with(&here) && top(&here).as_ref() != Some(&other)).then(|| folder.to_owned())
}
