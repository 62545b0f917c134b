//! The files that give values to variables. A plan has the values; the files add those of other environments, which
//! are credentials all the same.

use std::sync::Arc;

use serde_json::Value;

use super::code::{self, Code, Directory};
use crate::input::Context;
use crate::source::secret::{self, Known};
use crate::source::{RepoPath, Source};

/// The ends of the names of such files.
const ENDS: &[&str] = &[".tfvars", ".tfvars.json"];

/// Tells `known` every credential in the files that lie in the folder of the root module.
pub(super) fn credentials(context: &Context<'_>, root: &Directory, code: &Code, known: &mut Known) {
    let named = |path: &&RepoPath| ENDS.iter().any(|end| path.as_str().ends_with(end));
    for path in context.files.paths().iter().filter(named).filter(|path| path.parent() == root.0) {
        if let Ok(source) = context.files.read(path, context.limits.file_bytes) {
            read(&source, code, known);
        }
    }
}

fn read(source: &Arc<Source>, code: &Code, known: &mut Known) {
    if source.path().extension() == Some("json") {
        let values: Value = serde_json::from_str(source.text()).unwrap_or_default();
        for (name, value) in values.as_object().into_iter().flatten() {
            below(name, value, code.is_sensitive(name), known);
        }
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

fn below(key: &str, value: &Value, sensitive: bool, known: &mut Known) {
    match value {
        Value::String(text) if sensitive || secret::literal(key, text).is_some() => {
            if sensitive || secret::shape(text).is_none() {
                known.add(text);
            }
            known.add_inside(text);
        }
        Value::Array(items) => items.iter().for_each(|item| below(key, item, sensitive, known)),
        Value::Object(entries) => entries.iter().for_each(|(key, item)| below(key, item, sensitive, known)),
        _ => {}
    }
}
