//! What reading a file of GitHub needs all the way down: the source, the places, and what was said further up.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::trust::Sources;
use crate::input::pipeline::model::{Permissions, Ref};
use crate::input::pipeline::places::{Places, value_place};
use crate::input::pipeline::references;
use crate::input::tree::{Entry, Node};
use crate::source::Source;

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
    /// What inputs may be, by name in lower case, where they are limited.
    pub(super) options: BTreeMap<String, Vec<String>>,
    /// The permissions of the workflow.
    pub(super) permissions: Permissions,
    /// The shell of `defaults.run`.
    pub(super) shell: String,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing.
    pub(super) fn new(source: &'a Arc<Source>) -> Self {
        Self {
            source,
            places: Places::new(source.path()),
            refs: Vec::new(),
            sources: Sources::default(),
            options: BTreeMap::new(),
            permissions: Permissions {
                loc: String::new(),
                default: "unspecified",
                scopes: BTreeMap::new(),
                inherited: false,
            },
            shell: String::new(),
        }
    }

    /// Something that GitHub refuses or gate cannot read.
    pub(super) fn problem(&mut self, offset: usize, message: &str) {
        self.places.problem(self.source, offset, message);
    }

    /// Merge keys, which GitHub refuses, anywhere in the file. A shared collection is looked at once.
    pub(super) fn refuse_merge_keys(&mut self, node: &Node) {
        if node.alias.is_some() {
            return;
        }
        for entry in node.entries() {
            if entry.is_merge() {
                self.problem(entry.key.span.start, "GitHub does not accept merge keys (`<<`); write the keys out");
            }
            self.refuse_merge_keys(&entry.value);
        }
        for element in node.elements() {
            self.refuse_merge_keys(element);
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

    /// Reads `uses`, and adds it to what is fetched. `None` with a problem when GitHub would refuse it.
    pub(super) fn reference(&mut self, entry: &Entry, kind: &'static str, job: &str) -> Option<Ref> {
        let raw = entry.value.as_str().unwrap_or_default();
        let Some(parts) = references::github(raw, kind) else {
            let message = "`uses` is neither owner/name@version, a local path nor docker://image";
            self.problem(value_place(self.source, entry).start, message);
            return None;
        };
        let loc = self.places.entity(self.source, value_place(self.source, entry));
        let reference = Ref {
            loc,
            raw: raw.to_owned(),
            kind: parts.kind,
            owner: parts.owner,
            name: parts.name,
            path: parts.path,
            reference: parts.reference,
            pin: parts.pin,
            job: job.to_owned(),
        };
        self.refs.push(reference.clone());
        Some(reference)
    }
}
