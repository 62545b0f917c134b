//! Whether a file that somebody names as evidence belongs to the repository that it is to be evidence about.

use std::collections::VecDeque;
use std::path::{Component, Path, PathBuf};

use git2::{Index, ObjectType, Tree};

use super::SourceError;
use super::git::{Git, Owner, canonical};
use super::visible;

/// Links that are followed on the way to a file; Linux gives up at the same number.
const LINKS: usize = 40;

/// The first step on the way to `file` that git tracks in the repository around `root`, as it can be shown: the file
/// itself, a link that leads to it, a submodule that it lies in. `None` when git tracks none of them.
///
/// Both the index and the present commit count, because a change is in both.
///
/// # Errors
/// When git refuses to open the repository, or cannot read it.
pub fn tracked_step(root: &Path, file: &Path, owner: Owner) -> Result<Option<String>, SourceError> {
    let Some(git) = Git::around(&canonical(root)?, owner)? else { return Ok(None) };
    let repository = git.repository();
    let top = canonical(git.top())?;
    let index = repository.index()?;
    let head = repository.head().and_then(|head| head.peel_to_tree()).ok();
    let found = steps(file).into_iter().find_map(|step| {
        let name = step.strip_prefix(&top).ok().filter(|name| !name.as_os_str().is_empty())?;
        is_tracked(&index, head.as_ref(), name).then(|| shown(name))
    });
    Ok(found)
}

/// A file at or below a folder, links resolved, that git tracks in the repository around `root`, as it can be shown.
///
/// # Errors
/// As [`tracked_step`].
pub fn tracked_below(root: &Path, folder: &Path, owner: Owner) -> Result<Option<String>, SourceError> {
    let Some(git) = Git::around(&canonical(root)?, owner)? else { return Ok(None) };
    let (top, folder) = (canonical(git.top())?, canonical(folder)?);
    let Ok(name) = folder.strip_prefix(&top) else { return Ok(None) };
    let repository = git.repository();
    let is_below = |path: &[u8]| std::str::from_utf8(path).is_ok_and(|path| Path::new(path).starts_with(name));
    let staged = repository.index()?.iter().any(|entry| is_below(&entry.path));
    let head = repository.head().and_then(|head| head.peel_to_tree()).ok();
    let committed = || head.is_some_and(|tree| name.as_os_str().is_empty() || tree.get_path(name).is_ok());
    Ok((staged || committed()).then(|| if name.as_os_str().is_empty() { ".".to_owned() } else { shown(name) }))
}

fn is_tracked(index: &Index, head: Option<&Tree<'_>>, name: &Path) -> bool {
    let committed = || head.and_then(|tree| tree.get_path(name).ok());
    // A file in conflict has no stage 0.
    (0..=3).any(|stage| index.get_path(name, stage).is_some())
        || committed().is_some_and(|entry| entry.kind() != Some(ObjectType::Tree))
}

/// Every path on the way to a file, links of folders above each resolved and the path itself not.
fn steps(file: &Path) -> Vec<PathBuf> {
    let Ok(file) = std::path::absolute(file) else { return Vec::new() };
    let mut pending: VecDeque<PathBuf> = parts(&file).collect();
    let (mut at, mut steps, mut links) = (PathBuf::new(), Vec::new(), 0_usize);
    while let Some(part) = pending.pop_front() {
        if part.as_os_str() == ".." {
            at.pop();
            continue;
        }
        let next = at.join(&part);
        steps.push(next.clone());
        match next.read_link() {
            Ok(target) if links < LINKS => {
                links = links.saturating_add(1);
                for part in parts(&target).collect::<Vec<_>>().into_iter().rev() {
                    pending.push_front(part);
                }
            }
            _ => at = next,
        }
    }
    steps
}

/// The parts of a path; joining one that is a root begins anew there.
fn parts(path: &Path) -> impl Iterator<Item = PathBuf> + '_ {
    path.components().filter(|part| !matches!(part, Component::CurDir)).map(|part| PathBuf::from(part.as_os_str()))
}

fn shown(name: &Path) -> String {
    visible::shown(&name.to_string_lossy())
}
