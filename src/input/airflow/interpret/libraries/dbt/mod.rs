//! A dbt project of the tree: its models, seeds and snapshots, what each of them is made from, and which are tested.
//!
//! Read as dbt finds them by their files. Packages, macros and switches may add or take away; each is said as a doubt. What
//! is there and cannot be read is told apart from that.

mod calls;
mod files;
mod manifest;
mod properties;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::files::project;
pub(super) use self::manifest::of_manifest;
use crate::input::tree::{Node as Yaml, NodeValue};

/// The file that makes a folder a project.
pub(super) const PROJECT: &str = "dbt_project.yml";

/// A project.
#[derive(Debug, Default)]
pub(super) struct Project {
    /// Its nodes by name.
    pub(super) nodes: BTreeMap<String, Node>,
    /// Why there may be other nodes, or others before a node; fragments such as "has packages".
    pub(super) doubts: BTreeSet<String>,
    /// What of it could not be read, in the same words.
    pub(super) unread: BTreeSet<String>,
}

/// A model, seed or snapshot.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// The names of those that it is made from.
    pub(super) before: BTreeSet<String>,
    /// Whether a test is about it.
    pub(super) tested: bool,
    /// Whether its task has arguments that its own settings name.
    pub(super) hidden: bool,
}

/// The kind of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Model,
    Seed,
    Snapshot,
}

impl Project {
    fn doubt(&mut self, why: impl Into<String>) {
        self.doubts.insert(why.into());
    }

    fn unread(&mut self, why: impl Into<String>) {
        self.unread.insert(why.into());
    }

    /// Adds a node. Two of one name cannot be told apart.
    fn add(&mut self, name: &str, kind: Kind, before: BTreeSet<String>) {
        if self.nodes.contains_key(name) {
            self.doubt("has nodes of one name");
        }
        self.nodes.insert(name.to_owned(), Node { kind, before, tested: false, hidden: false });
    }

    /// Notes that a node names arguments of its task.
    fn hide(&mut self, name: &str) {
        if let Some(node) = self.nodes.get_mut(name) {
            node.hidden = true;
        }
    }

    /// Notes that a test is about a node.
    fn test(&mut self, name: &str) {
        if let Some(node) = self.nodes.get_mut(name) {
            node.tested = true;
        }
    }
}

/// Where a node names arguments of its task.
const OPERATOR_KWARGS: &str = "operator_kwargs";

fn says_operator_kwargs(node: &Yaml) -> bool {
    holds_key(node, &[OPERATOR_KWARGS])
}

/// Whether a key of one of these names stands anywhere in a value.
fn holds_key(node: &Yaml, names: &[&str]) -> bool {
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        match &node.value {
            NodeValue::Mapping(entries) => {
                if entries.iter().any(|entry| entry.name().is_some_and(|name| names.contains(&name))) {
                    return true;
                }
                waiting.extend(entries.iter().map(|entry| &entry.value));
            }
            NodeValue::Sequence(elements) => waiting.extend(elements.iter()),
            NodeValue::Scalar(_) => {}
        }
    }
    false
}
