//! What files of properties say of the nodes of a dbt project: tests, switches, versions, snapshots without a file.

use super::calls::{Refs, refs_of_expression};
use super::{Kind, Project, says_operator_kwargs};
use crate::input::tree::{Node as Yaml, NodeValue};

/// Keys under which tests are listed.
const TESTS: [&str; 2] = ["tests", "data_tests"];

/// Scalars of one test that are looked through.
const SCALARS: usize = 10_000;

/// Adds what some files say: first the nodes, then the tests, which may be about any of them.
pub(super) fn add(written: &[Yaml], project: &mut Project) {
    let listed = |file: &Yaml, key: &str| file.get(key).map(|list| list.elements().to_vec()).unwrap_or_default();
    for file in written {
        for snapshot in listed(file, "snapshots") {
            add_snapshot(&snapshot, project);
        }
        for key in ["models", "seeds", "snapshots"] {
            for node in &listed(file, key) {
                switch(node, project);
            }
        }
    }
    for file in written {
        for key in ["models", "seeds", "snapshots"] {
            for node in listed(file, key) {
                add_tests(&node, node.get("name").and_then(Yaml::as_str), project);
            }
        }
        for source in listed(file, "sources") {
            add_tests(&source, None, project);
            for table in source.get("tables").map(Yaml::elements).unwrap_or_default() {
                add_tests(table, None, project);
            }
        }
    }
}

/// A snapshot that is written as properties alone.
fn add_snapshot(node: &Yaml, project: &mut Project) {
    let (Some(name), Some(relation)) =
        (node.get("name").and_then(Yaml::as_str), node.get("relation").and_then(Yaml::as_str))
    else {
        return;
    };
    let mut refs = Refs::default();
    refs_of_expression(relation, &mut refs);
    if refs.open {
        project.doubt("computes the names of models");
    }
    project.add(name, Kind::Snapshot, refs.names.into_iter().collect());
}

/// Takes away a node that is switched off.
fn switch(node: &Yaml, project: &mut Project) {
    if node.get("versions").is_some() {
        project.doubt("has models of several versions");
    }
    let name = node.get("name").and_then(Yaml::as_str);
    if let Some(name) = name.filter(|_| says_operator_kwargs(node)) {
        project.hide(name);
    }
    match (enabled(node), name) {
        (Some("true" | "True") | None, _) => {}
        (Some("false" | "False"), Some(name)) => {
            project.nodes.remove(name);
        }
        _ => project.doubt("switches nodes on or off"),
    }
}

fn enabled(node: &Yaml) -> Option<&str> {
    node.get("config").and_then(|config| config.get("enabled")).map(|value| value.as_str().unwrap_or("{}"))
}

/// The tests of a node and of its columns: each is about the node, and about all that its arguments name.
fn add_tests(node: &Yaml, name: Option<&str>, project: &mut Project) {
    let columns = node.get("columns").map(Yaml::elements).unwrap_or_default();
    for holder in std::iter::once(node).chain(columns) {
        for test in TESTS.iter().filter_map(|key| holder.get(key)).flat_map(Yaml::elements) {
            let settings = test.entries().first().map(|entry| &entry.value);
            match settings.and_then(enabled).or_else(|| enabled(test)) {
                None | Some("true" | "True") => {}
                Some("false" | "False") => continue,
                Some(_) => project.doubt("switches tests on or off"),
            }
            if let Some(name) = name {
                project.test(name);
            }
            let refs = refs_of(test);
            if refs.open {
                project.doubt("computes the names of models");
            }
            for name in &refs.names {
                project.test(name);
            }
        }
    }
}

/// What the texts of a test name.
fn refs_of(test: &Yaml) -> Refs {
    let mut refs = Refs::default();
    let mut waiting = vec![test];
    let mut seen = 0_usize;
    while let Some(node) = waiting.pop().filter(|_| seen < SCALARS) {
        seen = seen.saturating_add(1);
        match &node.value {
            NodeValue::Mapping(entries) => waiting.extend(entries.iter().map(|entry| &entry.value)),
            NodeValue::Sequence(elements) => waiting.extend(elements.iter()),
            NodeValue::Scalar(scalar) => refs_of_expression(&scalar.text, &mut refs),
        }
    }
    refs
}
