//! The files that are called while one document is read: opened once, followed so far and no further.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::asked::Asked;
use super::trust::Sources;
use super::workspace::Workspace;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::Called;
use crate::input::pipeline::taint::Kept;
use crate::input::tree::{Node, Tree};
use crate::source::{AtCommit, RepoPath, Source, Span};

/// How deep actions may run each other, and workflows call each other
/// (docs.github.com/actions/reference/workflows-and-actions/reusing-workflow-configurations; `Constants.cs` of
/// actions/runner, `CompositeActionsMaxDepth`).
const DEPTH: usize = 10;

/// The most steps that the calls of one document lead to, and the most bytes that are read for them.
const STEPS: usize = 20_000;
const BYTES: usize = 32_000_000;

/// The most ways in which one file is called that are kept to be found again.
const KEPT: usize = 100;

/// A file that is called.
pub(super) struct Opened {
    pub(super) source: Arc<Source>,
    /// Where it stands, if that is another repository.
    pub(super) at: Option<AtCommit>,
    tree: Tree,
}

impl Opened {
    pub(super) const fn new(source: Arc<Source>, tree: Tree, at: Option<AtCommit>) -> Self {
        Self { source, at, tree }
    }

    /// Its root, if it is a mapping.
    pub(super) fn root(&self) -> Option<&Node> {
        self.tree.root().filter(|root| root.is_mapping())
    }
}

/// All that a called file depends on beside its text.
pub(super) struct Environment {
    pub(super) sources: Sources,
    pub(super) workspace: Workspace,
    pub(super) permissions: Option<(&'static str, BTreeMap<String, String>)>,
    pub(super) any_case: bool,
    /// The call in this repository where what is wrong with the file is said, if it stands in another.
    pub(super) place: Option<(RepoPath, Span)>,
}

impl Environment {
    /// Whether a file that asks for this comes to the same in another.
    fn is_like(&self, other: &Self, asked: &Asked) -> bool {
        self.workspace == other.workspace
            && self.permissions == other.permissions
            && self.any_case == other.any_case
            && self.place == other.place
            && self.sources.tells_alike(&other.sources, asked)
    }
}

/// What a call comes to.
#[derive(Clone)]
pub(super) struct Outcome {
    pub(super) called: Arc<Called>,
    /// What it hands back, by name.
    pub(super) outputs: BTreeMap<String, Held>,
    /// What stands in the workspace afterwards.
    pub(super) workspace: Workspace,
    /// What its scripts leave to the steps behind it: files, and variables of the job.
    pub(super) left: (Kept, BTreeMap<String, Held>),
    /// What it asked for of what stands around the call.
    pub(super) asked: Asked,
    /// The steps that it leads to.
    steps: usize,
}

/// The calls of a document while it is read.
pub(super) struct Calls {
    /// The files that are being read, the document first.
    open: Vec<RepoPath>,
    files: BTreeMap<RepoPath, Option<Arc<Opened>>>,
    known: BTreeMap<RepoPath, Vec<(Environment, Outcome)>>,
    steps: usize,
    bytes: usize,
}

impl Calls {
    /// Those of a document, none so far.
    pub(super) fn of(document: &RepoPath) -> Self {
        Self {
            open: vec![document.clone()],
            files: BTreeMap::new(),
            known: BTreeMap::new(),
            steps: STEPS,
            bytes: BYTES,
        }
    }

    /// Whether somebody has tried to open a file.
    pub(super) fn has_tried(&self, path: &RepoPath) -> bool {
        self.files.contains_key(path)
    }

    /// A file that was opened.
    pub(super) fn file(&self, path: &RepoPath) -> Option<Arc<Opened>> {
        self.files.get(path).cloned().flatten()
    }

    pub(super) fn keep_file(&mut self, path: &RepoPath, file: Option<Arc<Opened>>) {
        self.files.insert(path.clone(), file);
    }

    /// Begins to read a called file.
    ///
    /// # Errors
    /// Why it is not followed.
    pub(super) fn begin(&mut self, file: &RepoPath, opened: &Opened) -> Result<(), String> {
        if let Some(first) = self.open.iter().position(|open| open == file) {
            let chain = self.open.iter().skip(first).chain([file]).map(RepoPath::as_str).collect::<Vec<_>>();
            return Err(format!("a call without end: `{}`", chain.join("` calls `")));
        }
        let is_like = |open: &&RepoPath| is_action(open) == is_action(file);
        // The document is no call if it is the same kind of file.
        let depth = self.open.iter().rev().take_while(is_like).count();
        let below_itself =
            self.open.first().is_some_and(|first| depth == self.open.len() && is_action(first) == is_action(file));
        if depth.saturating_sub(usize::from(below_itself)) >= DEPTH {
            return Err(format!("calls deeper than {DEPTH}, which GitHub refuses, so gate does not follow this one"));
        }
        let Some(bytes) = self.bytes.checked_sub(opened.source.text().len()) else {
            return Err(TOO_MANY.to_owned());
        };
        self.bytes = bytes;
        self.open.push(file.clone());
        Ok(())
    }

    /// Counts the steps of a called file.
    ///
    /// # Errors
    /// Why it is not followed.
    pub(super) fn count(&mut self, steps: usize) -> Result<(), String> {
        self.steps = self.steps.checked_sub(steps).ok_or_else(|| TOO_MANY.to_owned())?;
        Ok(())
    }

    /// The steps that may still be read.
    pub(super) const fn left(&self) -> usize {
        self.steps
    }

    /// Ends with a called file, and keeps what it came to.
    pub(super) fn end(
        &mut self,
        environment: Environment,
        asked: Asked,
        (called, outputs, workspace): (Called, BTreeMap<String, Held>, Workspace),
        left: (Kept, BTreeMap<String, Held>),
        left_before: usize,
    ) -> Outcome {
        let called = Arc::new(called);
        let outcome =
            Outcome { called, outputs, workspace, left, asked, steps: left_before.saturating_sub(self.steps) };
        if let Some(file) = self.open.pop() {
            let kept = self.known.entry(file).or_default();
            if kept.len() < KEPT {
                kept.push((environment, outcome.clone()));
            }
        }
        outcome
    }

    /// Ends with a called file that came to nothing.
    pub(super) fn give_up(&mut self) {
        self.open.pop();
    }

    /// What the same call came to before.
    pub(super) fn again(&mut self, file: &RepoPath, environment: &Environment) -> Option<Result<Outcome, String>> {
        let (_, outcome) =
            self.known.get(file)?.iter().find(|(known, outcome)| known.is_like(environment, &outcome.asked))?;
        let outcome = outcome.clone();
        Some(self.count(outcome.steps).map(|()| outcome))
    }
}

/// What is said where calls lead to more than is read.
const TOO_MANY: &str = "the calls of this file lead to more steps than gate follows; what is called here is not judged";

/// Whether a file is one of an action; other files that are called are workflows.
pub(super) fn is_action(path: &RepoPath) -> bool {
    matches!(path.file_name(), "action.yml" | "action.yaml")
}
