//! The walk over a folder: what is listed, what is skipped and why.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use globset::{Glob, GlobSet, GlobSetBuilder};
use walkdir::{DirEntry, WalkDir};

use super::super::git::slashed;
use super::super::{RepoPath, Skip};
use super::tracked::Tracked;
use crate::limits::Limits;

/// Ignored files worth a word: those that a format of gate may claim.
#[expect(clippy::unwrap_used, reason = "constant patterns, compiled by every test of this module")]
static RELEVANT: LazyLock<GlobSet> = LazyLock::new(|| {
    let mut set = GlobSetBuilder::new();
    for pattern in
        ["*.{yml,yaml,json,tf,hcl,py,rego}", "*.{tfplan,tfvars}", "Jenkinsfile*", "*.jenkinsfile", "*.groovy"]
    {
        set.add(Glob::new(pattern).unwrap());
    }
    set.build().unwrap()
});

/// What a walk found.
#[derive(Default)]
pub(super) struct Found {
    /// The files, sorted.
    pub(super) paths: Vec<RepoPath>,
    /// What was left out for a reason that a user may want to know.
    pub(super) skipped: Vec<Skip>,
    /// What could not be listed: a name as it can be shown, and why. Nobody knows what it holds.
    pub(super) unreadable: Vec<(String, String)>,
}

/// Walks a folder without following links.
pub(super) fn walk(root: &Path, tracked: Option<&mut Tracked>, limits: &Limits) -> Found {
    let mut walk = Walk { tracked, found: Found::default(), ignored: BTreeMap::new() };
    let mut entries = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if !walk.visit(root, &entry) => entries.skip_current_dir(),
            Ok(_) => {}
            Err(error) => {
                let name = error.path().map_or_else(String::new, |path| shown(root, path));
                let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                walk.found.unreadable.push((name, why));
            }
        }
        if walk.found.paths.len() > limits.files {
            let name = walk.found.paths.pop().map(|path| path.to_string()).unwrap_or_default();
            let why = format!("more than {} files; judge a folder of the repository instead", limits.files);
            walk.found.unreadable.push((name, why));
            break;
        }
    }
    walk.finish()
}

/// A path for people, below the root and without what may deceive.
fn shown(root: &Path, path: &Path) -> String {
    let mut name = String::new();
    let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    // Writing to a `String` cannot fail.
    let _ = super::super::visible::write(&mut name, &below);
    name
}

struct Walk<'a> {
    tracked: Option<&'a mut Tracked>,
    found: Found,
    /// Ignored files by folder: the first one, and how many more.
    ignored: BTreeMap<String, (String, usize)>,
}

impl Walk<'_> {
    /// Takes an entry; `false` for a folder that is not entered.
    fn visit(&mut self, root: &Path, entry: &DirEntry) -> bool {
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let is_folder = entry.file_type().is_dir();
        // The name of any other folder says nothing about what runs the files in it.
        if entry.depth() == 1 && entry.file_name() == ".git" {
            return !is_folder;
        }
        let Some((name, path)) = slashed(below).and_then(|name| Some((name.clone(), RepoPath::new(&name)?))) else {
            let name = bytes(below);
            if !self.tracked.as_mut().is_some_and(|tracked| tracked.ignores(&name, is_folder)) {
                let why = "its name is not valid UTF-8, so no report can name it; rename it";
                self.found.unreadable.push((shown(root, entry.path()), why.to_owned()));
            }
            return !is_folder;
        };
        if is_folder {
            return self.enter(entry, &name, path);
        }
        if entry.path_is_symlink() && entry.path().is_dir() {
            self.skip(path, "a link to a folder; not followed");
        } else if !self.wanted(&name) {
            self.note_ignored(&name);
        } else {
            // A pipe or a device is listed too: whoever claims it says that it cannot be read.
            self.found.paths.push(path);
        }
        true
    }

    /// Whether a folder is entered: without git every one, with it those that hold tracked files or are not ignored.
    fn enter(&mut self, entry: &DirEntry, name: &str, path: RepoPath) -> bool {
        let Some(tracked) = self.tracked.as_mut() else { return true };
        if tracked.any_below(name.as_bytes()) {
            return true;
        }
        let why = if entry.path().join(".git").exists() {
            "a repository of its own (a submodule?); judge it there"
        } else if tracked.ignores(name.as_bytes(), true) {
            "ignored by git"
        } else {
            return true;
        };
        self.skip(path, why);
        false
    }

    /// Whether a file is tracked, or not ignored.
    fn wanted(&mut self, name: &str) -> bool {
        let Some(tracked) = self.tracked.as_mut() else { return true };
        tracked.contains(name.as_bytes()) || !tracked.ignores(name.as_bytes(), false)
    }

    fn note_ignored(&mut self, name: &str) {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        if RELEVANT.is_match(file) {
            let entry = self.ignored.entry(folder.to_owned()).or_insert_with(|| (file.to_owned(), 0));
            entry.1 = entry.1.saturating_add(1);
        }
    }

    fn skip(&mut self, path: RepoPath, reason: &str) {
        self.found.skipped.push(Skip { path, reason: reason.to_owned() });
    }

    fn finish(mut self) -> Found {
        for (folder, (file, count)) in std::mem::take(&mut self.ignored) {
            let full = if folder.is_empty() { file } else { format!("{folder}/{file}") };
            let Some(path) = RepoPath::new(&full) else { continue };
            let more = others(count, " beside it");
            self.skip(path, &format!("ignored by git{more}; name a file to have it judged"));
        }
        let sparse = self.tracked.as_deref().map(Tracked::sparse).unwrap_or_default();
        let mut absent = sparse.iter().filter_map(|name| RepoPath::new(std::str::from_utf8(name).ok()?));
        if let Some(path) = absent.next() {
            self.skip(path, &format!("left out by a sparse checkout{}", others(sparse.len(), "")));
        }
        let Found { paths, skipped, unreadable } = &mut self.found;
        paths.sort_unstable();
        skipped.sort_unstable();
        unreadable.sort_unstable();
        self.found
    }
}

/// A relative path as git keeps it, UTF-8 or not.
fn bytes(path: &Path) -> Vec<u8> {
    path.iter().map(std::ffi::OsStr::as_encoded_bytes).collect::<Vec<_>>().join(&b'/')
}

/// How many files one of them stands for.
fn others(count: usize, place: &str) -> String {
    match count.saturating_sub(1) {
        0 => String::new(),
        1 => format!(", like one other file{place}"),
        more => format!(", like {more} other files{place}"),
    }
}
