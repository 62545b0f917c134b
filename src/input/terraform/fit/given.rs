//! The values of variables in files that the tool reads by itself, beside those of the plan.
//!
//! Where the two differ the plan may be older, or a flag or the environment may have given another value: nobody can tell,
//! so that it is said and decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::constant;
use crate::input::Context;
use crate::input::terraform::raw;
use crate::input::tree::{self, Node};
use crate::source::RepoPath;

/// The files of a folder that are always read, those behind others winning.
fn files<'a>(context: &Context<'a>, root: Option<&RepoPath>) -> Vec<&'a RepoPath> {
    let rank = |path: &RepoPath| match path.file_name() {
        "terraform.tfvars" => Some(0),
        "terraform.tfvars.json" => Some(1),
        name if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => Some(2),
        _ => None,
    };
    let mut found = context.files.paths_where(&|path| path.parent().as_ref() == root && rank(path).is_some());
    found.sort_by_key(|path| (rank(path), path.file_name().to_owned()));
    found
}

/// Which variables of the root have another value in such a file than in the plan, and the files; `None` without any.
pub(in crate::input::terraform) fn otherwise(
    context: &Context<'_>,
    root: Option<&RepoPath>,
    plan: &BTreeMap<String, raw::Variable>,
) -> Option<String> {
    let mut given: BTreeMap<String, (Json, &RepoPath)> = BTreeMap::new();
    for path in files(context, root) {
        let Ok(source) = context.files.read(path, context.limits.file_bytes) else { continue };
        if path.extension() == Some("json") {
            let Ok(tree) = tree::parse_json(&source, context.limits) else { continue };
            let entries = tree.root().into_iter().flat_map(Node::entries);
            let values = entries.filter_map(|it| Some((it.name()?.to_owned(), (constant::of_json(&it.value)?, path))));
            given.extend(values);
        } else if let Ok(body) = hcl_edit::parser::parse_body(source.text()) {
            let value =
                |it: &hcl_edit::structure::Attribute| Some((it.key.to_string(), (constant::of(&it.value)?, path)));
            given.extend(body.attributes().filter_map(value));
        }
    }
    let differs = |(name, (value, _)): &(&String, &(Json, &RepoPath))| {
        let planned = plan.get(*name).map(|variable| &variable.value.0);
        planned.is_some_and(|planned| !value.is_null() && !constant::converts(planned, value, true))
    };
    let differing: Vec<(&String, &(Json, &RepoPath))> = given.iter().filter(differs).collect();
    let names: Vec<String> = differing.iter().map(|(name, _)| format!("var.{name}")).collect();
    let files: BTreeSet<&str> = differing.iter().map(|(_, (_, path))| path.as_str()).collect();
    (!names.is_empty()).then(|| {
        let files = files.into_iter().collect::<Vec<_>>().join(", ");
        format!("the plan has other values than {files} for {}; unless a flag gave them, plan again", names.join(", "))
    })
}
