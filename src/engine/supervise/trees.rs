//! The trees of a job, opened before anything is held back: a repository reads its configuration when it is opened.

use std::path::PathBuf;

use super::protocol::{Job, Tree};
use crate::source::{CommitTree, Files, Others, Overlay, Pinned, Piped, RepoPath, SourceError, Staged, WorkTree};

/// What is judged, what it is compared with, and where both are read from.
pub(super) struct Trees {
    pub(super) judged: Box<dyn Files>,
    /// Other repositories.
    pub(super) pinned: Pinned,
    /// `None` where nothing is compared.
    pub(super) others: Option<Others>,
    /// Folders and files that must stay readable.
    pub(super) readable: Vec<PathBuf>,
}

/// Opens the trees of a job.
///
/// # Errors
/// When one of them cannot be opened.
pub(super) fn open(job: &Job) -> Result<Trees, SourceError> {
    let mut readable = Vec::new();
    let judged = tree(&job.tree, (&job.external, job.piped.as_ref()), Some(&job.paths), &mut readable)?;
    let mut others = Vec::new();
    for other in &job.against {
        others.push(tree(&other.tree, (&other.external, None), None, &mut readable)?);
    }
    let others = (!others.is_empty()).then(|| Others::new(others));
    let pinned = Pinned::open(&job.options.sources)?;
    readable.extend(pinned.folders().iter().cloned());
    Ok(Trees { judged, pinned, others, readable })
}

/// Whether a job reads the objects of git, which are mapped into memory.
pub(super) fn reads_git(job: &Job) -> bool {
    !job.against.is_empty() || !job.options.sources.is_empty() || !matches!(job.tree, Tree::Folder(_))
}

fn tree(
    tree: &Tree,
    (external, piped): (&[(RepoPath, PathBuf)], Option<&Piped>),
    paths: Option<&[RepoPath]>,
    readable: &mut Vec<PathBuf>,
) -> Result<Box<dyn Files>, SourceError> {
    let inner: Box<dyn Files> = match tree {
        Tree::Folder(root) => {
            readable.push(root.clone());
            Box::new(WorkTree::with_paths(root, paths.unwrap_or_default().to_vec())?)
        }
        Tree::Index { root, index, owner } => {
            let staged = Staged::open(root, index.as_deref(), *owner)?;
            readable.extend(staged.folders().iter().cloned());
            Box::new(staged)
        }
        Tree::Commit { root, commit, owner } => {
            let tree = CommitTree::open(root, commit, *owner)?;
            readable.extend(tree.folders().iter().cloned());
            Box::new(tree)
        }
    };
    readable.extend(external.iter().map(|(_, lies)| lies.clone()));
    Ok(if external.is_empty() && piped.is_none() { inner } else { Box::new(Overlay::new(inner, external, piped)) })
}
