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

/// Folders that hold what tools fetched or built, and what for. Files in them count only where git tracks them.
const FETCHED: &[(&str, &str)] = &[
    (".terraform", "modules and providers that Terraform fetched"),
    ("node_modules", "packages that were installed"),
    (".venv", "a virtual environment"),
    ("venv", "a virtual environment"),
    ("__pycache__", "compiled Python"),
    ("target", "build output"),
];

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
pub(super) fn walk(root: &Path, tracked: Option<&Tracked>, limits: &Limits) -> Found {
    let mut walk =
        Walk { tracked, found: Found::default(), tracked_only: None, folder: None, ignored: BTreeMap::new() };
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
    tracked: Option<&'a Tracked>,
    found: Found,
    /// The outermost folder around the current entry whose files count only where git tracks them.
    tracked_only: Option<String>,
    /// The last folder that the ignore rules were asked about, and what they say.
    folder: Option<(String, bool)>,
    /// Ignored files by folder: the first one, and how many more.
    ignored: BTreeMap<String, (String, usize)>,
}

impl Walk<'_> {
    /// Takes an entry; `false` for a folder that is not entered.
    fn visit(&mut self, root: &Path, entry: &DirEntry) -> bool {
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let is_folder = entry.file_type().is_dir();
        if is_folder && entry.file_name() == ".git" {
            return false;
        }
        let Some((name, path)) = slashed(below).and_then(|name| Some((name.clone(), RepoPath::new(&name)?))) else {
            if !self.tracked.is_some_and(|tracked| tracked.ignores_bytes(below)) {
                let why = "its name is not valid UTF-8, so no report can name it; rename it";
                self.found.unreadable.push((shown(root, entry.path()), why.to_owned()));
            }
            return !is_folder;
        };
        if self.tracked_only.as_ref().is_some_and(|folder| !name.starts_with(folder.as_str())) {
            self.tracked_only = None;
        }
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

    /// Whether a folder is entered.
    fn enter(&mut self, entry: &DirEntry, name: &str, path: RepoPath) -> bool {
        let tracked_below = self.tracked.is_some_and(|tracked| tracked.any_below(name));
        if self.tracked_only.is_some() {
            return tracked_below;
        }
        let Some(why) = self.unwanted(entry, name, tracked_below) else { return true };
        if tracked_below {
            self.tracked_only = Some(format!("{name}/"));
        } else {
            self.skip(path, &why);
        }
        tracked_below
    }

    /// Why the files of a folder do not count unless git tracks them.
    fn unwanted(&self, entry: &DirEntry, name: &str, tracked_below: bool) -> Option<String> {
        let fetched = FETCHED.iter().find(|(folder, _)| entry.file_name() == *folder).map(|(_, what)| *what);
        let environment = || entry.path().join("pyvenv.cfg").exists().then_some("a virtual environment");
        if let Some(what) = fetched.or_else(environment) {
            return Some(format!("{what}; judged only where git tracks it"));
        }
        let tracked = self.tracked.filter(|_| !tracked_below)?;
        if entry.path().join(".git").exists() {
            return Some("a repository of its own (a submodule?); judge it there".to_owned());
        }
        tracked.ignores(&format!("{name}/")).then(|| "ignored by git".to_owned())
    }

    /// Whether a file is tracked, or not ignored.
    fn wanted(&mut self, name: &str) -> bool {
        let Some(tracked) = self.tracked else { return self.tracked_only.is_none() };
        if tracked.contains(name.as_bytes()) {
            return true;
        }
        if self.tracked_only.is_some() {
            return false;
        }
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let known = self.folder.as_ref().filter(|(known, _)| known == folder).map(|(_, ignored)| *ignored);
        let ignored = known.unwrap_or_else(|| !folder.is_empty() && tracked.ignores(&format!("{folder}/")));
        self.folder = Some((folder.to_owned(), ignored));
        !ignored && !tracked.ignores(name)
    }

    fn note_ignored(&mut self, name: &str) {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        if self.tracked_only.is_none() && RELEVANT.is_match(file) {
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
        let sparse = self.tracked.map(Tracked::sparse).unwrap_or_default();
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

/// How many files one of them stands for.
fn others(count: usize, place: &str) -> String {
    match count.saturating_sub(1) {
        0 => String::new(),
        1 => format!(", like one other file{place}"),
        more => format!(", like {more} other files{place}"),
    }
}
