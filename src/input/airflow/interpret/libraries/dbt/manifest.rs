//! A dbt project as its manifest says it: what dbt itself made of the files.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Node, Project};
use crate::input::tree::{self, Node as Json};
use crate::limits::Limits;
use crate::source::Source;

/// The project of a manifest; `None` when it cannot be read as one.
pub(in super::super) fn of_manifest(source: &Source, limits: &Limits) -> Option<Project> {
    let tree = tree::parse_json(source, limits).ok().filter(|tree| tree.problems.is_empty())?;
    let nodes = tree.root()?.get("nodes")?;
    let mut project = Project::default();
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for entry in nodes.entries() {
        let (Some(id), Some(kind)) = (entry.name(), kind(&entry.value)) else { continue };
        // What follows the package is the name; a version is behind another dot.
        let name = id.splitn(3, '.').nth(2)?.replace('.', "_");
        names.insert(id, name.clone());
        if project.nodes.contains_key(&name) {
            project.doubt("has nodes of one name");
        }
        let hidden = super::says_operator_kwargs(&entry.value);
        project.nodes.insert(name, Node { kind, before: BTreeSet::new(), tested: false, hidden });
    }
    for entry in nodes.entries() {
        let before: Vec<&String> = parents(&entry.value).filter_map(|parent| names.get(parent)).collect();
        if resource(&entry.value) == Some("test") {
            for name in before {
                project.test(name);
            }
        } else if let Some(node) =
            entry.name().and_then(|id| names.get(id)).and_then(|name| project.nodes.get_mut(name))
        {
            node.before.extend(before.into_iter().cloned());
        }
    }
    Some(project)
}

fn resource(node: &Json) -> Option<&str> {
    node.get("resource_type").and_then(Json::as_str)
}

fn kind(node: &Json) -> Option<Kind> {
    match resource(node)? {
        "model" => Some(Kind::Model),
        "seed" => Some(Kind::Seed),
        "snapshot" => Some(Kind::Snapshot),
        _ => None,
    }
}

fn parents(node: &Json) -> impl Iterator<Item = &str> {
    let nodes = node.get("depends_on").and_then(|depends| depends.get("nodes"));
    nodes.map(Json::elements).unwrap_or_default().iter().filter_map(Json::as_str)
}
