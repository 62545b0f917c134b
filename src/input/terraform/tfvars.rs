//! The files that give values to variables. A plan has the values; the files add those of other environments, which
//! are credentials all the same.

use std::sync::Arc;

use super::code::{self, Code, Directory};
use crate::input::Context;
use crate::input::tree::{self, Node};
use crate::source::secret::Known;
use crate::source::{RepoPath, Source};

/// The ends of the names of such files.
const ENDS: &[&str] = &[".tfvars", ".tfvars.json"];

/// Whether a file gives values to variables.
pub(super) fn is_values(path: &RepoPath) -> bool {
    ENDS.iter().any(|end| path.as_str().ends_with(end))
}

/// Tells `known` every credential in the files that lie in the folder of the root module.
pub(super) fn credentials(context: &Context<'_>, root: &Directory, code: &Code, known: &mut Known) {
    for path in context.files.paths_where(&|path| is_values(path) && path.parent() == root.0) {
        if let Ok(source) = context.files.read(path, context.limits.file_bytes) {
            read(&source, context, code, known);
        }
    }
}

fn read(source: &Arc<Source>, context: &Context<'_>, code: &Code, known: &mut Known) {
    if source.path().extension() == Some("json") {
        let Ok(tree) = tree::parse_json(source, context.limits) else { return known.add_inside(source.text()) };
        let mut found = Vec::new();
        for entry in tree.root().into_iter().flat_map(Node::entries) {
            let name = entry.name().unwrap_or_default();
            code::below(name, &entry.value, code.is_sensitive(name), &mut found);
        }
        found.into_iter().filter_map(|written| written.value).for_each(|value| known.add(&value));
    } else if let Ok(body) = hcl_edit::parser::parse_body(source.text()) {
        let written = code::credentials(&body).into_iter().filter_map(|written| written.value);
        let sensitive = body.attributes().filter(|attribute| code.is_sensitive(attribute.key.as_str()));
        let sensitive = sensitive.filter_map(|attribute| attribute.value.as_str().map(str::to_owned));
        for value in written.chain(sensitive) {
            known.add(&value);
        }
    } else {
        known.add_inside(source.text());
    }
}
