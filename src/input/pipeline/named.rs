//! Credentials under a name, wherever a file has one: the default of an input, the values of a matrix, an output.
//!
//! What is judged is read by the readers. This only hides: nothing that a file calls a password is shown, whether or not
//! anybody runs it.

use std::sync::Arc;

use super::places::Places;
use crate::input::tree::{Node, NodeValue};
use crate::source::{Source, secret};

/// Keys below a name that hold its value.
const VALUES: &[&str] = &["default", "value", "options", "values", "secret"];

/// An input that only looks like the name of a credential: it names the cache that several jobs share.
const CACHE: &str = "shared-key";

/// Hides what stands under the names of credentials in a tree.
pub(super) fn hide(places: &mut Places, source: &Arc<Source>, root: &Node) {
    places.known.add_file(source);
    let mut waiting: Vec<(&Node, Option<&str>)> = vec![(root, None)];
    let mut fuel = NODES;
    while let Some((node, name)) = waiting.pop() {
        let Some(left) = fuel.checked_sub(1) else { return };
        fuel = left;
        match &node.value {
            NodeValue::Scalar(scalar) => {
                if let Some(name) = name
                    && secret::literal(name, &scalar.text).is_some()
                {
                    places.hide(source, node.span, &scalar.text);
                }
            }
            NodeValue::Sequence(elements) => waiting.extend(elements.iter().map(|element| (element, name))),
            NodeValue::Mapping(entries) => {
                for entry in entries.iter() {
                    let key = entry.name();
                    let of = name.filter(|_| key.is_some_and(|key| VALUES.contains(&key)));
                    let own = key.filter(|key| secret::names_credential(key) && *key != CACHE);
                    waiting.push((&entry.value, own.or(of)));
                }
            }
        }
    }
}

/// The most values that are looked at; aliases repeat without end.
const NODES: usize = 100_000;
