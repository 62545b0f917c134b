//! Where the git folder of a checkout is, and whether the library can open it without waiting for anybody.
//!
//! libgit2 opens the files of a repository by their names. A pipe under one of them would hold the run up for ever, so
//! they are looked at first.

use std::path::{Path, PathBuf};

use super::{SourceError, disk};

/// Files that the library opens as soon as it opens a repository.
const OPENED: &[&str] = &[
    "HEAD",
    "config",
    "config.worktree",
    "commondir",
    "gitdir",
    "index",
    "packed-refs",
    "shallow",
    "objects/info/alternates",
    "objects/info/commit-graph",
    "objects/pack/multi-pack-index",
    "info/grafts",
];

/// Bytes of a file that holds one path, and of a list of them.
const PATH_BYTES: u64 = 64 * 1024;

/// Bytes at the beginning of an index, and the fewest that an entry has.
const INDEX_HEADER: u64 = 12;
const INDEX_ENTRY: u64 = 62;

/// Bytes of a configuration, and files that include others one after the other.
const CONFIG_BYTES: u64 = 1 << 20;
const INCLUDES: usize = 4;

/// References that lead to references; git follows five.
const REFERENCES: usize = 6;

/// Object folders that lead to further ones; git follows five.
const ALTERNATES: usize = 5;

/// The folders that the repository of the working tree at `top` is read from, its git folder first; every file in it that is opened at once looked at.
///
/// # Errors
/// When `.git` leads nowhere, or a file of it is a pipe, a device or a folder.
pub(super) fn find(top: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let dot = top.join(".git");
    let folder = if dot.is_dir() { dot } else { linked(top, &dot)? };
    let common = one_path(&folder, "commondir")?.unwrap_or_else(|| folder.clone());
    for home in [&folder, &common] {
        for name in OPENED {
            plain(&home.join(name))?;
        }
        included(&home.join("config"), INCLUDES)?;
        included(&home.join("config.worktree"), INCLUDES)?;
    }
    index(&folder.join("index"))?;
    reference(&[&folder, &common], "HEAD")?;
    let objects = common.join("objects");
    let mut folders = vec![folder, common];
    borrowed(&objects, ALTERNATES, &mut folders)?;
    Ok(folders)
}

/// Looks at the files that a configuration may include: every `path` that it sets, whatever for.
fn included(config: &Path, depth: usize) -> Result<(), SourceError> {
    let Some(depth) = depth.checked_sub(1) else { return Ok(()) };
    let text = disk::read(config, CONFIG_BYTES).ok().and_then(|raw| String::from_utf8(raw).ok()).unwrap_or_default();
    for line in text.lines() {
        let line = line.rsplit_once(']').map_or(line, |(_, behind)| behind);
        let Some((_, path)) = line.split_once('=').filter(|(key, _)| key.trim().eq_ignore_ascii_case("path")) else {
            continue;
        };
        let file = config.with_file_name(path.trim().trim_matches('"'));
        match file.metadata() {
            Ok(metadata) if metadata.is_file() => included(&file, depth)?,
            Ok(metadata) if !metadata.is_dir() => return Err(SourceError::Odd { path: file }),
            _ => {}
        }
    }
    Ok(())
}

/// Looks at the file of a reference, and at those that it leads to.
///
/// # Errors
/// When one is a pipe, a device or a folder.
pub(super) fn reference(folders: &[&Path], name: &str) -> Result<(), SourceError> {
    let mut name = name.to_owned();
    for _ in 0..REFERENCES {
        let mut next = None;
        for file in folders.iter().map(|folder| folder.join(&name)) {
            // A folder of references may have the name of one that is packed.
            if !file.is_dir() {
                plain(&file)?;
                let text = disk::first_bytes(&file, PATH_BYTES).ok().and_then(|raw| String::from_utf8(raw).ok());
                let target =
                    text.as_deref().and_then(|text| text.strip_prefix("ref:")).map(|text| text.trim().to_owned());
                next = next.or(target.filter(|target| git2::Reference::is_valid_name(target)));
            }
        }
        let Some(target) = next else { return Ok(()) };
        name = target;
    }
    Ok(())
}

/// Looks at how many entries an index says it has: the library makes room for all of them first.
fn index(file: &Path) -> Result<(), SourceError> {
    let Ok(raw) = disk::first_bytes(file, INDEX_HEADER) else { return Ok(()) };
    let bytes = disk::size(file).unwrap_or(0);
    let count = raw.get(8..12).and_then(|count| <[u8; 4]>::try_from(count).ok()).map_or(0, u32::from_be_bytes);
    if u64::from(count).saturating_mul(INDEX_ENTRY) > bytes {
        return Err(SourceError::Git { message: "the index says that it has more entries than it holds".to_owned() });
    }
    Ok(())
}

/// The folder that a `.git` file names, as in a worktree or a submodule.
fn linked(top: &Path, dot: &Path) -> Result<PathBuf, SourceError> {
    plain(dot)?;
    let text = disk::read(dot, PATH_BYTES).ok().and_then(|raw| String::from_utf8(raw).ok());
    let named = text.as_deref().and_then(|text| text.strip_prefix("gitdir:")).map(str::trim);
    let folder = named.map(|named| top.join(named)).filter(|folder| folder.is_dir());
    folder.ok_or_else(|| SourceError::Odd { path: dot.to_owned() })
}

/// The folder that a file of a git folder names.
fn one_path(folder: &Path, name: &str) -> Result<Option<PathBuf>, SourceError> {
    let file = folder.join(name);
    plain(&file)?;
    let text = disk::read(&file, PATH_BYTES).ok().and_then(|raw| String::from_utf8(raw).ok());
    Ok(text.map(|text| folder.join(text.trim())))
}

/// The object folders that one borrows from.
fn borrowed(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), SourceError> {
    let list = folder.join("info/alternates");
    plain(&list)?;
    let Some(depth) = depth.checked_sub(1) else { return Ok(()) };
    let text = disk::read(&list, PATH_BYTES).ok().and_then(|raw| String::from_utf8(raw).ok()).unwrap_or_default();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let other = folder.join(line);
        borrowed(&other, depth, found)?;
        found.push(other);
    }
    Ok(())
}

/// A regular file, or nothing.
fn plain(file: &Path) -> Result<(), SourceError> {
    match file.metadata() {
        Ok(metadata) if !metadata.is_file() => Err(SourceError::Odd { path: file.to_owned() }),
        _ => Ok(()),
    }
}
