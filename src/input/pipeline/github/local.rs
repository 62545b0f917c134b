//! Code of this repository that a file of GitHub runs: whether it is there.

use super::action::THE_ACTION;
use super::callers;
use super::reader::Reader;
use super::workspace::Holds;
use crate::input::pipeline::model::{Missing, Ref};
use crate::input::pipeline::places::value_place;
use crate::input::pipeline::references::{self, Parts};
use crate::input::tree::{Entry, Node};
use crate::source::{Entry as Stands, RepoPath};

/// The files that make a folder an action, in the order in which a runner looks for them
/// (`ActionManager.cs` of actions/runner).
pub(super) const ACTION: [&str; 4] = ["action.yml", "action.yaml", "Dockerfile", "dockerfile"];

/// The only folder of reusable workflows
/// (docs.github.com/actions/how-tos/reuse-automations/reuse-workflows: "Subdirectories … are not supported").
pub(super) const WORKFLOWS: &str = ".github/workflows/";

/// Endings of scripts: an entry point that ends like one is a file that somebody wrote, not a program of the image.
const SCRIPTS: &[&str] = &["sh", "bash", "py", "js", "mjs", "cjs", "ts", "rb", "pl", "php", "ps1"];

impl Reader<'_> {
    /// Follows `uses: ./path` of a step: to this repository, or to another that stands there.
    pub(super) fn local_action(&mut self, entry: &Entry, uses: Ref) -> Ref {
        if uses.raw.contains("${{") {
            self.unread_key(entry, "action step", &uses.job);
            return uses;
        }
        let (paths, unclear) = match self.place_of(&uses) {
            Some(Holds::Foreign(foreign)) => {
                let Parts { kind, owner, name, path, reference, pin } = foreign;
                return Ref { kind, owner, name, path, reference, pin, ..uses };
            }
            Some(Holds::Own(paths, unclear)) => (paths, unclear),
            None => (Vec::new(), false),
        };
        if let Some((file, folder)) =
            paths.iter().find_map(|path| Some((self.action_in(path, self.any_case)?, path.clone())))
        {
            let text = self.context.files.read(&file, self.context.limits.file_bytes);
            if text.is_ok_and(|source| source.text().trim().is_empty()) {
                // The runner refuses it; a file that somebody emptied is not yet one that does nothing.
                self.unread_key(entry, "action step", &uses.job);
            }
            self.places.runs.insert(file);
            return Ref { path: folder, ..uses };
        }
        let hidden = paths.iter().any(|path| self.is_hidden(path) || (self.is_action && self.may_be_moved(path)));
        if unclear || hidden {
            self.unread_key(entry, "action step", &uses.job);
        } else {
            let first = paths.into_iter().next().unwrap_or_else(|| uses.path.clone());
            self.missing_code(&uses, "action", first);
        }
        uses
    }

    /// What stands at the path of a step's `uses`; `None` when it leads out of the workspace.
    fn place_of(&self, uses: &Ref) -> Option<Holds> {
        let in_workspace = !uses.raw.starts_with("$/");
        let path = references::inside(uses.raw.strip_prefix("$/").unwrap_or(&uses.raw))?;
        Some(if in_workspace { self.workspace.holds(&path) } else { Holds::Own(vec![path], false) })
    }

    /// The file that makes a folder an action. Windows and macOS find it in any case of its letters.
    pub(super) fn action_in(&self, folder: &str, any_case: bool) -> Option<RepoPath> {
        let files = self.context.files;
        let path = |name: &str| RepoPath::new(format!("{folder}/{name}").trim_start_matches('/'));
        let exact = callers::action_of(folder, files);
        if exact.is_some() || !any_case {
            return exact;
        }
        ACTION.iter().filter_map(|name| path(name)).find_map(|wanted| {
            let named = |path: &RepoPath| path.as_str().eq_ignore_ascii_case(wanted.as_str());
            files.paths_where(&named).first().map(|path| (*path).clone())
        })
    }

    /// Whether a path that an action uses may be right where its caller has checked this repository out in a folder, or
    /// runs where the case of letters does not count.
    fn may_be_moved(&self, path: &str) -> bool {
        let below = path.match_indices('/').filter_map(|(slash, _)| path.get(slash.saturating_add(1)..));
        let here = |folder: &str| self.action_in(folder, false).is_some();
        below.take(DEPTH).any(here) || self.action_in(path, true).is_some()
    }

    /// Whether a path leads into something that the tree does not show, or an action there is: a link or a submodule.
    fn is_hidden(&self, path: &str) -> bool {
        let mut actions = ACTION.iter().filter_map(|name| RepoPath::new(&format!("{path}/{name}")));
        if actions.any(|path| self.context.files.entry(&path) == Stands::Link) {
            return true;
        }
        let ends = path.match_indices('/').map(|(slash, _)| slash).chain([path.len()]);
        let above = ends.filter_map(|end| RepoPath::new(path.get(..end)?));
        above.take(DEPTH).any(|path| matches!(self.context.files.entry(&path), Stands::Link | Stands::Submodule))
    }

    /// The workflow of the tree at a path, if GitHub would call it.
    pub(super) fn workflow_at(&self, path: &str) -> Option<RepoPath> {
        let found = RepoPath::new(path).filter(|path| self.context.files.contains(path));
        found.filter(|path| path.as_str().strip_prefix(WORKFLOWS).is_some_and(super::is_workflow))
    }

    /// Follows `uses: ./.github/workflows/x.yml` of a job.
    pub(super) fn local_workflow(&mut self, entry: &Entry, uses: &Ref) {
        if uses.raw.contains("${{") {
            return self.unread_key(entry, "calling job", &uses.job);
        }
        let found = RepoPath::new(&uses.path).filter(|path| self.context.files.contains(path));
        let Some(path) = found else {
            return self.missing_code(uses, "reusable_workflow", uses.path.clone());
        };
        // A file elsewhere is no workflow for GitHub or for gate, so nobody judges what it says.
        if !path.as_str().strip_prefix(WORKFLOWS).is_some_and(super::is_workflow) {
            self.unread_key(entry, "calling job", &uses.job);
        }
        self.places.runs.insert(path);
    }

    /// A program that `runs` of an action names, relative to its folder.
    pub(super) fn program(&mut self, runs: &Node, key: &str) {
        let Some((entry, name)) = runs.get_entry(key).and_then(|entry| Some((entry, entry.value.as_str()?))) else {
            return;
        };
        if name.is_empty() {
            return;
        }
        let folder = self.source.path().parent();
        let relative = name.replace('\\', "/");
        let found = if relative.starts_with('/') { None } else { RepoPath::join(folder.as_ref(), &relative) };
        match found {
            Some(path) if self.context.files.contains(&path) => {
                self.places.runs.insert(path);
            }
            path => {
                let path = path.map_or(relative, |path| path.as_str().to_owned());
                self.missing_program(entry, name, path);
            }
        }
    }

    /// An entry point of an action whose image is built here: a file of the action's folder, or a program that the
    /// image has of its own.
    pub(super) fn entry_point(&mut self, runs: &Node, key: &str) {
        let Some((entry, name)) = runs.get_entry(key).and_then(|entry| Some((entry, entry.value.as_str()?))) else {
            return;
        };
        let file = name.rsplit('/').next().unwrap_or_default();
        let folder = self.source.path().parent();
        let named = |path: &RepoPath| path.is_below(folder.as_ref()) && path.file_name() == file;
        let found: Vec<RepoPath> = self.context.files.paths_where(&named).into_iter().cloned().collect();
        let is_script = file.rsplit_once('.').is_some_and(|(_, ending)| SCRIPTS.contains(&ending));
        if found.is_empty() && is_script {
            let path =
                RepoPath::join(folder.as_ref(), file).map_or_else(|| name.to_owned(), |it| it.as_str().to_owned());
            self.missing_program(entry, name, path);
        }
        self.places.runs.extend(found);
    }

    /// A program that is not there is missing if something of this repository runs the action.
    fn missing_program(&mut self, entry: &Entry, name: &str, path: String) {
        let folder = super::folder_of(self.source.path());
        if !*self.is_run.get_or_insert_with(|| callers::run_it(&folder, &self.context)) {
            return;
        }
        let span = value_place(self.source, entry);
        let loc = self.places.entity(self.source, span);
        self.missing.push(Missing { loc, name: name.to_owned(), kind: "program", path, job: THE_ACTION.to_owned() });
    }

    fn missing_code(&mut self, uses: &Ref, kind: &'static str, path: String) {
        let (loc, name, job) = (uses.loc.clone(), uses.raw.clone(), uses.job.clone());
        self.missing.push(Missing { loc, name, kind, path, job });
    }
}

/// The most folders of a path that are looked at.
const DEPTH: usize = 64;
