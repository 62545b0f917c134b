//! A folder whose content somebody has pinned: listed, then read once as a whole, and known by one digest.
//!
//! The digest is the SHA-256 of one line for each file, sorted by path: the SHA-256 of its bytes in 64 hexadecimal
//! digits, two blanks, its path below the folder, a line feed. `sha256sum` prints the same lines.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectType, Oid, Tree};
use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::git::{Git, Owner, canonical, slashed};
use super::text::{hex, sha256};
use super::{Entry, RepoPath, Source, SourceError, Unreadable, decode, disk, visible};
use crate::limits::LIMITS;

/// Nesting of folders.
const DEPTH: usize = 32;

/// Digits of a commit in a repository with SHA-1 commits, the only ones that can be read.
const DIGITS: usize = 40;

/// Why a pinned folder cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// There is nothing.
    #[error("there is no such folder")]
    Missing,
    /// The commit has no such folder.
    #[error("the commit has no folder {folder}")]
    NotInCommit {
        /// The folder.
        folder: RepoPath,
    },
    /// There is something else.
    #[error("not a folder")]
    NotAFolder,
    /// The checkout is none, or cannot be opened.
    #[error(transparent)]
    Repository(#[from] SourceError),
    /// The folder lies in a checkout and is not its top.
    #[error("not the top folder of a checkout, which is {top}", top = visible::shown(&top.to_string_lossy()))]
    Inside {
        /// The top of the working tree.
        top: PathBuf,
    },
    /// The checkout does not hold the commit.
    #[error("commit {commit} is not in this checkout{}", if *shallow { ", which is shallow" } else { "" })]
    NoCommit {
        /// The commit.
        commit: String,
        /// Whether the checkout lacks history.
        shallow: bool,
    },
    /// The digits name something else.
    #[error("{commit} is no commit")]
    NotACommit {
        /// The digits.
        commit: String,
    },
    /// Something that is no plain file, or has a name that nobody can write down.
    #[error("{name} is {what}; a rule folder holds plain files alone")]
    Odd {
        /// Its path below the folder, as it can be shown.
        name: String,
        /// What it is.
        what: String,
    },
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// Its path below the folder.
        path: RepoPath,
        /// Why.
        source: Unreadable,
    },
    /// More than the rules of any organisation.
    #[error("more than {} files and folders, or {} bytes; keep only rules in it", LIMITS.rule_folder_files, LIMITS.rule_folder_bytes)]
    TooMuch,
}

/// The files of a folder, none of which has been read.
pub struct Listing {
    paths: Vec<RepoPath>,
    place: Place,
}

enum Place {
    Disk(PathBuf),
    Commit(Box<Git>, BTreeMap<RepoPath, Oid>),
}

/// A folder that was read as a whole.
pub struct Folder {
    files: BTreeMap<RepoPath, Vec<u8>>,
}

impl Listing {
    /// The files of a folder on disk. The `.git` of a checkout whose top it is belongs to git.
    ///
    /// # Errors
    /// [`FolderError`], for anything that is no plain file too.
    pub fn on_disk(folder: &Path) -> Result<Self, FolderError> {
        let top = folder.canonicalize().map_err(|error| match disk::refused(&error) {
            Unreadable::Missing => FolderError::Missing,
            other => FolderError::Odd { name: "it".to_owned(), what: other.to_string() },
        })?;
        if !top.is_dir() {
            return Err(FolderError::NotAFolder);
        }
        let is_git = |entry: &DirEntry| entry.depth() == 1 && entry.file_name() == ".git";
        let (mut paths, mut entries) = (Vec::new(), 0_usize);
        for entry in WalkDir::new(&top).min_depth(1).into_iter().filter_entry(|entry| !is_git(entry)) {
            let entry = entry.map_err(|error| {
                let name = error.path().and_then(|path| path.strip_prefix(&top).ok()).unwrap_or(Path::new("it"));
                let why = error.io_error().map_or_else(|| error.to_string(), |error| disk::refused(error).to_string());
                FolderError::Odd { name: visible::shown(&name.to_string_lossy()), what: why }
            })?;
            entries = entries.saturating_add(1);
            too_many(entries)?;
            let below = entry.path().strip_prefix(&top).unwrap_or(entry.path());
            let name = slashed(below);
            let shown = || visible::shown(&below.to_string_lossy());
            let kind = entry.file_type();
            let what = if entry.depth() > DEPTH {
                format!("more than {DEPTH} folders deep")
            } else if kind.is_dir() {
                continue;
            } else if kind.is_symlink() {
                Entry::Link.described().to_owned()
            } else if !kind.is_file() {
                Entry::Other.described().to_owned()
            } else {
                match name.as_deref().and_then(plain) {
                    Some(path) => {
                        paths.push(path);
                        continue;
                    }
                    None => NAMELESS.to_owned(),
                }
            };
            return Err(FolderError::Odd { name: shown(), what });
        }
        paths.sort_unstable();
        Ok(Self { paths, place: Place::Disk(top) })
    }

    /// The files of a folder of a commit, `None` its top folder. The working tree is not looked at.
    ///
    /// # Errors
    /// As [`Listing::on_disk`], and when the checkout does not hold the commit, which is all 40 digits.
    pub fn of_commit(
        checkout: &Path,
        commit: &str,
        folder: Option<&RepoPath>,
        owner: Owner,
    ) -> Result<Self, FolderError> {
        if !checkout.is_dir() {
            return Err(if checkout.symlink_metadata().is_ok() {
                FolderError::NotAFolder
            } else {
                FolderError::Missing
            });
        }
        let git = Git::required(&canonical(checkout)?, owner)?;
        if !git.full("").is_empty() {
            return Err(FolderError::Inside { top: git.top().to_owned() });
        }
        let blobs = {
            let tree = tree_of(&git, commit)?;
            let tree = match folder {
                None => tree,
                Some(folder) => below(&git, &tree, folder)?,
            };
            let mut collected = Collected { git: &git, blobs: BTreeMap::new(), entries: 0 };
            collected.below(&tree, "", DEPTH)?;
            collected.blobs
        };
        Ok(Self { paths: blobs.keys().cloned().collect(), place: Place::Commit(Box::new(git), blobs) })
    }

    /// The paths below the folder, sorted.
    #[must_use]
    pub fn paths(&self) -> &[RepoPath] {
        &self.paths
    }

    /// Whether the folder on disk lies in this one: its path below it.
    #[must_use]
    pub fn lies_below(&self, root: &Path) -> Option<RepoPath> {
        let Place::Disk(top) = &self.place else { return None };
        let root = root.canonicalize().ok()?;
        RepoPath::new(&slashed(top.strip_prefix(root).ok()?)?)
    }

    /// Reads every file, once.
    ///
    /// # Errors
    /// [`FolderError`] at the first that cannot be read, and for more than a rule folder may hold.
    pub fn read(&self) -> Result<Folder, FolderError> {
        let mut left = LIMITS.rule_folder_bytes;
        let mut files = BTreeMap::new();
        for path in &self.paths {
            let raw = match &self.place {
                Place::Disk(top) => disk::plain(&top.join(path.as_str()), left),
                Place::Commit(git, blobs) => blobs.get(path).map_or(Err(Unreadable::Missing), |id| git.blob(*id, left)),
            };
            let raw = raw.map_err(|source| match source {
                Unreadable::TooLarge { .. } => FolderError::TooMuch,
                source => FolderError::Unreadable { path: path.clone(), source },
            })?;
            left = left.saturating_sub(u64::try_from(raw.len()).unwrap_or(u64::MAX));
            files.insert(path.clone(), raw);
        }
        Ok(Folder { files })
    }
}

impl Folder {
    /// The digest of everything in it, as 64 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> String {
        let line = |(path, raw): (&RepoPath, &Vec<u8>)| format!("{}  {}\n", hex(&Sha256::digest(raw)), path.as_str());
        sha256(&self.files.iter().map(line).collect::<String>())
    }

    /// The text of one of its files, under the path that messages show.
    ///
    /// # Errors
    /// When it is no text, larger than `cap`, or not there.
    pub fn source(&self, path: &RepoPath, shown: &RepoPath, cap: u64) -> Result<Source, Unreadable> {
        let raw = self.files.get(path).ok_or(Unreadable::Missing)?;
        let bytes = u64::try_from(raw.len()).unwrap_or(u64::MAX);
        if bytes > cap { Err(Unreadable::TooLarge { bytes, cap }) } else { decode::source(shown, raw) }
    }
}

/// What is wrong with a name that could be read in two ways where it is written down.
const NAMELESS: &str = "called in a way that no text can show; rename it";

/// A path whose name is one line of plain text.
fn plain(name: &str) -> Option<RepoPath> {
    let is_odd = |c: char| visible::is_deceptive(c) || c == '\\';
    RepoPath::new(name).filter(|path| path.as_str() == name && !name.chars().any(is_odd))
}

const fn too_many(entries: usize) -> Result<(), FolderError> {
    if entries > LIMITS.rule_folder_files { Err(FolderError::TooMuch) } else { Ok(()) }
}

/// The tree of exactly the commit that all digits name.
fn tree_of<'git>(git: &'git Git, commit: &str) -> Result<Tree<'git>, FolderError> {
    let other = || FolderError::NotACommit { commit: commit.to_owned() };
    let id = Oid::from_str(commit).ok().filter(|_| commit.len() == DIGITS).ok_or_else(other)?;
    let repository = git.repository();
    let object = repository.find_object(id, None).map_err(|error| match error.code() {
        ErrorCode::NotFound => FolderError::NoCommit { commit: commit.to_owned(), shallow: repository.is_shallow() },
        _ => SourceError::from(error).into(),
    })?;
    // A tag has digits of its own, and may be signed by whom nobody asked.
    let commit = object.into_commit().map_err(|_| other())?;
    commit.tree().map_err(|error| SourceError::from(error).into())
}

/// A folder of a tree.
fn below<'git>(git: &'git Git, tree: &Tree<'_>, folder: &RepoPath) -> Result<Tree<'git>, FolderError> {
    let entry = tree.get_path(Path::new(folder.as_str())).map_err(|error| match error.code() {
        ErrorCode::NotFound => FolderError::NotInCommit { folder: folder.clone() },
        _ => SourceError::from(error).into(),
    })?;
    if entry.kind() != Some(ObjectType::Tree) {
        return Err(FolderError::NotAFolder);
    }
    git.repository().find_tree(entry.id()).map_err(|error| SourceError::from(error).into())
}

/// What is collected below a tree.
struct Collected<'git> {
    git: &'git Git,
    blobs: BTreeMap<RepoPath, Oid>,
    /// Folders and files so far: a tree may hold itself many times over, and nothing else.
    entries: usize,
}

impl Collected<'_> {
    /// Every file below a tree.
    fn below(&mut self, tree: &Tree<'_>, folder: &str, depth: usize) -> Result<(), FolderError> {
        for entry in tree {
            self.entries = self.entries.saturating_add(1);
            too_many(self.entries)?;
            let name = format!("{folder}{}", String::from_utf8_lossy(entry.name_bytes()));
            let kind = Entry::of_mode(u32::try_from(entry.filemode()).unwrap_or_default());
            let path = entry.name().ok().and_then(|_| plain(&name));
            let what = match (kind, path, depth.checked_sub(1)) {
                (_, None, _) => NAMELESS.to_owned(),
                (_, _, None) => format!("more than {DEPTH} folders deep"),
                (Entry::Folder, Some(_), Some(depth)) => {
                    let tree = self.git.repository().find_tree(entry.id()).map_err(SourceError::from)?;
                    self.below(&tree, &format!("{name}/"), depth)?;
                    continue;
                }
                (Entry::File | Entry::Program, Some(path), _) => {
                    self.blobs.insert(path, entry.id());
                    continue;
                }
                (other, ..) => other.described().to_owned(),
            };
            return Err(FolderError::Odd { name: visible::shown(&name), what });
        }
        Ok(())
    }
}
