//! Throw-away repositories, built with the library alone.

mod folder;
mod ignore;
mod revision;
mod staged;
mod worktree;

use std::path::{Path, PathBuf};

use git2::{Commit, IndexAddOption, Repository, Signature};
use tempfile::TempDir;

use super::{Files, RepoPath};

/// A repository in a folder of its own.
struct Scratch {
    folder: TempDir,
    repository: Repository,
}

impl Scratch {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository::init(folder.path()).unwrap();
        Self { folder, repository }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        write(self.root(), path, content)
    }

    /// Adds files to the index although they are ignored.
    fn add(&self, paths: &[&str]) {
        let mut index = self.repository.index().unwrap();
        index.add_all(paths, IndexAddOption::FORCE, None).unwrap();
        index.write().unwrap();
    }

    /// Commits everything; the digits of the commit.
    fn commit(&self) -> String {
        self.add(&["*"]);
        let mut index = self.repository.index().unwrap();
        let tree = self.repository.find_tree(index.write_tree().unwrap()).unwrap();
        let parent = self.repository.head().ok().and_then(|head| head.peel_to_commit().ok());
        let parents: Vec<&Commit<'_>> = parent.iter().collect();
        let author = Signature::now("a", "a@example.com").unwrap();
        self.repository.commit(Some("HEAD"), &author, &author, "x", &tree, &parents).unwrap().to_string()
    }

    /// Gives a commit a name: `refs/tags/v1`.
    fn name(&self, reference: &str, commit: &str) {
        self.repository.reference(reference, commit.parse().unwrap(), true, "x").unwrap();
    }

    /// A merge commit of two commits, with the files of the second and without moving any branch.
    fn merge(&self, into: &str, merged: &str) -> String {
        let find = |digits: &str| self.repository.find_commit(digits.parse().unwrap()).unwrap();
        let (into, merged) = (find(into), find(merged));
        let author = Signature::now("a", "a@example.com").unwrap();
        let tree = merged.tree().unwrap();
        self.repository.commit(None, &author, &author, "merge", &tree, &[&into, &merged]).unwrap().to_string()
    }
}

fn write(root: &Path, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let file = root.join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, content).unwrap();
    file
}

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

fn names(files: &dyn Files) -> Vec<&str> {
    files.paths().iter().map(RepoPath::as_str).collect()
}

fn text(files: &dyn Files, name: &str) -> String {
    files.read(&path(name), 1 << 20).unwrap().text().to_owned()
}
