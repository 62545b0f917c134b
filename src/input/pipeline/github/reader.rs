//! What reading a file of GitHub needs all the way down: the source, the places, and what was said further up.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::calls::Calls;
use super::lock::Lock;
use super::trust::Sources;
use super::workspace::Workspace;
use crate::input::Context;
use crate::input::pipeline::model::{Missing, Permissions, Ref, Unread};
use crate::input::pipeline::places::{Places, value_place};
use crate::input::pipeline::references;
use crate::input::pipeline::script::Effects;
use crate::input::tree::{Entry, Node};
use crate::source::{AtCommit, Source};

/// The reader of one workflow or action.
pub(super) struct Reader<'a> {
    /// The file.
    pub(super) source: &'a Arc<Source>,
    /// Where everything stands.
    pub(super) places: Places,
    /// What is fetched, in order.
    pub(super) refs: Vec<Ref>,
    /// Who fills the inputs and the variables around.
    pub(super) sources: Sources,
    /// The permissions of the workflow.
    pub(super) permissions: Permissions,
    /// The shell of `defaults.run`.
    pub(super) shell: String,
    /// Its folder.
    pub(super) directory: String,
    /// The judged tree around the file.
    pub(super) context: Context<'a>,
    /// Code that should be in the tree.
    pub(super) missing: Vec<Missing>,
    /// What gate does not know.
    pub(super) unread: Vec<Unread>,
    /// The commits that run for the actions of the file.
    pub(super) lock: Lock,
    /// What the steps so far have checked out.
    pub(super) workspace: Workspace,
    /// Whether the file is an action, which a caller runs in a workspace of its own.
    pub(super) is_action: bool,
    /// Whether something of the repository runs the action, once somebody has asked.
    pub(super) is_run: Option<bool>,
    /// Whether the job runs where the case of letters in a path does not count.
    pub(super) any_case: bool,
    /// Whether what depends on the caller is judged where the file is called.
    pub(super) is_judged_by_callers: bool,
    /// Where the file stands, if that is another repository.
    pub(super) elsewhere: Option<AtCommit>,
    /// The files that it calls.
    pub(super) calls: Calls,
    /// What the script of the step leaves that is being read.
    pub(super) effects: Option<Effects>,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing.
    pub(super) fn new(source: &'a Arc<Source>, context: &Context<'a>) -> Self {
        Self {
            source,
            places: Places::new(source.path(), context.knowledge()),
            refs: Vec::new(),
            sources: Sources::default(),
            permissions: Permissions {
                loc: String::new(),
                default: "unspecified",
                scopes: BTreeMap::new(),
                inherited: false,
            },
            shell: String::new(),
            directory: String::new(),
            context: *context,
            missing: Vec::new(),
            unread: Vec::new(),
            lock: Lock::default(),
            workspace: Workspace::default(),
            is_action: false,
            is_run: None,
            any_case: false,
            is_judged_by_callers: false,
            elsewhere: None,
            calls: Calls::of(source.path()),
            effects: None,
        }
    }

    /// Something that gate cannot read. Only where a rule of GitHub is cited beside it, a message says that GitHub
    /// refuses the file.
    pub(super) fn problem(&mut self, offset: usize, message: &str) {
        self.places.problem(self.source, offset, message);
    }

    /// Merge keys anywhere in the file: gate does not follow them in files of GitHub. A shared collection is looked at
    /// once.
    pub(super) fn find_merge_keys(&mut self, node: &Node) {
        if node.alias.is_some() {
            return;
        }
        for entry in node.entries() {
            if entry.is_merge() {
                self.problem(
                    entry.key.span.start,
                    "a merge key (`<<`), which gate does not follow in files of GitHub; write the keys out",
                );
            }
            self.find_merge_keys(&entry.value);
        }
        for element in node.elements() {
            self.find_merge_keys(element);
        }
    }

    /// Reads `permissions` of a workflow or job.
    pub(super) fn read_permissions(&mut self, entry: &Entry) -> Permissions {
        let loc = self.places.entity(self.source, value_place(self.source, entry));
        let mut permissions = Permissions { loc, default: "scopes", scopes: BTreeMap::new(), inherited: false };
        match entry.value.as_str() {
            Some("read-all") => permissions.default = "read-all",
            Some("write-all") => permissions.default = "write-all",
            Some("none") => permissions.default = "none",
            // GitHub takes an empty value as if nothing were declared.
            Some("") => permissions.default = "unspecified",
            Some(_) => {
                let message = "`permissions` is neither `read-all`, `write-all` nor a list of scopes";
                self.problem(entry.value.span.start, message);
                permissions.default = "unspecified";
            }
            None if entry.value.entries().is_empty() => permissions.default = "none",
            None => {
                self.places.children(&permissions.loc, &entry.value, self.source, &[]);
                for scope in entry.value.entries() {
                    if let (Some(name), Some(access)) = (scope.name(), scope.value.as_str()) {
                        permissions.scopes.insert(name.to_owned(), access.to_owned());
                    }
                }
            }
        }
        permissions
    }

    /// Reads `uses`, and adds it to what is fetched. `None` when it is of no form that gate knows.
    pub(super) fn reference(&mut self, entry: &Entry, kind: &'static str, job: &str) -> Option<Ref> {
        let raw = entry.value.as_str().unwrap_or_default();
        let Some(parts) = references::github(raw, kind) else {
            let of = if kind == "action" { "action step" } else { "calling job" };
            self.unread_key(entry, of, job);
            return None;
        };
        let loc = self.places.entity(self.source, value_place(self.source, entry));
        let mut reference = parts.at(loc, raw, job);
        if entry.value.alias.is_none() {
            reference.comment = references::comment(self.source, entry.value.span);
        }
        let reference = match (reference.kind, kind) {
            ("local", "action") => self.local_action(entry, reference),
            ("local", _) => {
                self.local_workflow(entry, &reference);
                reference
            }
            _ => self.locked(reference),
        };
        self.refs.push(reference.clone());
        Some(reference)
    }

    /// An action as the lock file has it.
    fn locked(&self, reference: Ref) -> Ref {
        let commit = match &reference.reference {
            Some(name) if reference.kind == "action" && reference.pin != "sha" => {
                self.lock.commit(&reference.owner, &reference.name, name)
            }
            _ => None,
        };
        match commit {
            Some(commit) => Ref { reference: Some(commit.to_owned()), pin: "sha", ..reference },
            None => reference,
        }
    }
}
