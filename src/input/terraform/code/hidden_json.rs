//! Which strings of code in JSON no report may show; `hidden` does the same for the native syntax.

use super::hidden::Written;
use super::json::{self, Block};
use crate::input::tree::Node;
use crate::source::secret;

/// The strings that are credentials by their shape, by the name that they stand under, or because the variable or
/// output that they belong to is declared sensitive.
pub(super) fn credentials(root: &Node) -> Vec<Written> {
    let mut found = Vec::new();
    for block in json::blocks(root) {
        let declared = is_sensitive(&block);
        for entry in block.body.entries() {
            let key = entry.name().unwrap_or_default();
            let sensitive = declared && matches!(key, "default" | "value");
            let name = block.labels.first().filter(|_| block.word == "variable" && key == "default");
            below(name.copied().unwrap_or(key), &entry.value, sensitive, &mut found);
        }
    }
    found
}

/// Whether a variable or output is declared sensitive.
fn is_sensitive(block: &Block<'_>) -> bool {
    matches!(block.word, "variable" | "output") && block.body.get("sensitive").and_then(Node::as_str) == Some("true")
}

/// Whether a file declares a variable sensitive.
pub(super) fn declares_sensitive(root: &Node, variable: &str) -> bool {
    json::blocks(root).iter().any(|block| block.labels.as_slice() == [variable] && is_sensitive(block))
}

/// The credentials among the strings below a node that stands under `key`.
pub(in crate::input::terraform) fn below(key: &str, node: &Node, sensitive: bool, found: &mut Vec<Written>) {
    if let Some(text) = node.as_str() {
        let key = key.strip_suffix("_wo").unwrap_or(key);
        if sensitive || secret::literal(key, text).is_some() {
            let whole = sensitive || secret::shape(text).is_none();
            found.push(Written { span: Some(node.span), value: whole.then(|| text.to_owned()) });
        }
        let parts = secret::scan(text).into_iter().filter_map(|part| text.get(part.start..part.end));
        let telling = parts.filter(|part| part.chars().any(|character| !character.is_ascii_lowercase()));
        found.extend(telling.map(|part| Written { span: None, value: Some(part.to_owned()) }));
    }
    for element in node.elements() {
        below(key, element, sensitive, found);
    }
    let named = ["name", "key"].iter().find_map(|name| node.get(name)?.as_str());
    for entry in node.entries() {
        let name = entry.name().unwrap_or_default();
        below(named.filter(|_| name == "value").unwrap_or(name), &entry.value, sensitive, found);
    }
}
