//! The file that a call leads to: in this repository, or at a full commit of another whose clone the configuration names.

use std::sync::Arc;

use super::call::Call;
use super::callers;
use super::calls::Opened;
use super::keys;
use super::reader::Reader;
use super::step::text;
use crate::input::pipeline::model::Ref;
use crate::input::pipeline::named;
use crate::input::tree::{self, Node, Tree};
use crate::source::{AtCommit, RepoPath, Source, Unreadable};

/// The files of an action that may have steps.
const ACTION: [&str; 2] = ["action.yml", "action.yaml"];

/// Why a file of another repository is not followed.
const IN_PARTS: &str = "it is no YAML that gate can read as a whole";

/// What somebody can read of a reference.
enum Target {
    /// A path of this repository.
    Here(String),
    /// A path of a commit: repository, commit, path.
    There(String, String, String),
}

/// Whether all of a file can be read.
fn is_whole(tree: &Tree) -> bool {
    tree.documents.len() == 1 && tree.problems.is_empty() && tree.root().is_some_and(Node::is_mapping)
}

impl Reader<'_> {
    /// The action that a step runs.
    pub(super) fn action_of(&mut self, call: &Call<'_>) -> Option<(RepoPath, Arc<Opened>)> {
        match self.target(call.uses, true)? {
            Target::Here(path) => {
                let file = self.action_in(&path, self.any_case)?;
                let opened = self.open(&file)?;
                Some((file, opened))
            }
            Target::There(repository, commit, folder) => {
                let path = |name: &str| RepoPath::new(format!("{folder}/{name}").trim_start_matches('/'));
                let file = |name: &&str| {
                    Some(AtCommit { repository: repository.clone(), commit: commit.clone(), path: path(name)? })
                };
                self.open_there(call, ACTION.iter().filter_map(file), true)
            }
        }
    }

    /// The workflow that a job calls.
    pub(super) fn workflow_of(&mut self, call: &Call<'_>) -> Option<(RepoPath, Arc<Opened>)> {
        match self.target(call.uses, false)? {
            Target::Here(path) => {
                let file = self.workflow_at(&path)?;
                let opened = self.open(&file)?;
                Some((file, opened))
            }
            Target::There(repository, commit, path) => {
                let file = RepoPath::new(&path).map(|path| AtCommit { repository, commit, path });
                self.open_there(call, file.into_iter(), false)
            }
        }
    }

    /// Where something stands that is called: by a path, by the name of this repository, or by that of another and a full
    /// commit. What a name is pinned to is judged all the same. Of this repository, the file as it stands here is the best
    /// that anybody can read; what a tag or branch of another means can change, so that is not followed.
    fn target(&self, uses: &Ref, is_step: bool) -> Option<Target> {
        if uses.kind == "local" {
            // A step means a path of the workspace, unless it says that it means its own repository.
            let own = self.elsewhere.as_ref().filter(|_| !is_step || uses.raw.starts_with("$/"));
            return Some(match own {
                Some(at) => Target::There(at.repository.clone(), at.commit.clone(), uses.path.clone()),
                None => Target::Here(uses.path.clone()),
            });
        }
        if !matches!(uses.kind, "action" | "reusable_workflow") {
            return None;
        }
        if callers::is_own(&uses.owner, &uses.name, &self.context) {
            return Some(Target::Here(uses.path.clone()));
        }
        let commit = uses.reference.clone().filter(|_| uses.pin == "sha")?;
        Some(Target::There(format!("{}/{}", uses.owner, uses.name), commit, uses.path.clone()))
    }

    /// A file of the tree, opened once for a document; nothing that it calls a credential is shown. What is wrong with it
    /// is said where it is judged itself.
    fn open(&mut self, file: &RepoPath) -> Option<Arc<Opened>> {
        if self.calls.has_tried(file) {
            return self.calls.file(file);
        }
        let source = self.context.files.read(file, self.context.limits.file_bytes).ok();
        let opened = source.and_then(|source| self.parsed(&source, None));
        self.calls.keep_file(file, opened.clone());
        opened
    }

    /// The first of some files of a commit that is there. What cannot be read of it is said at the call.
    fn open_there(
        &mut self,
        call: &Call<'_>,
        files: impl Iterator<Item = AtCommit>,
        is_action: bool,
    ) -> Option<(RepoPath, Arc<Opened>)> {
        let mut why = None;
        for file in files {
            let name = file.name()?;
            if self.calls.has_tried(&name) {
                let opened = self.calls.file(&name);
                if opened.is_none() {
                    self.not_there(call, IN_PARTS);
                }
                return opened.map(|opened| (name, opened));
            }
            match self.context.files.pinned(&file, self.context.limits.file_bytes)? {
                Ok(source) => {
                    let opened = self.parsed(&source, Some(file));
                    if opened.is_none() {
                        self.not_there(call, IN_PARTS);
                    }
                    self.calls.keep_file(&name, opened.clone());
                    return opened.map(|opened| (name, opened));
                }
                Err(Unreadable::Missing) => {}
                Err(other) => why = Some(other.to_string()),
            }
        }
        // An action may be an image, which has no such file.
        if why.is_some() || !is_action {
            self.not_there(call, &why.unwrap_or_else(|| "the commit has no such file".to_owned()));
        }
        None
    }

    /// Says so if an action of another repository is none that gate knows.
    pub(super) fn is_program(&mut self, call: &Call<'_>, opened: &Opened) {
        let using = opened.root().and_then(|root| root.get("runs")).map(|runs| text(runs, "using")).unwrap_or_default();
        let using = using.to_ascii_lowercase();
        if opened.at.is_some() && !keys::is_known("action.runs.using", &using) {
            self.not_there(call, "its `runs.using` is none that gate knows");
        }
    }

    fn not_there(&mut self, call: &Call<'_>, why: &str) {
        let message = format!("what is called here cannot be read from the clone that the configuration names: {why}");
        self.problem(call.place(self.source).start, &message);
    }

    fn parsed(&mut self, source: &Arc<Source>, at: Option<AtCommit>) -> Option<Arc<Opened>> {
        let tree = tree::parse(source, self.context.limits).ok()?;
        // One of this repository says itself what it is that only half of it can be read.
        if at.is_some() && !is_whole(&tree) {
            return None;
        }
        let opened = Arc::new(Opened::new(Arc::clone(source), tree, at));
        if let Some(root) = opened.root() {
            named::hide(&mut self.places, source, root);
        }
        Some(opened)
    }
}
