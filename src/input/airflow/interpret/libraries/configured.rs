//! Files of YAML that a library reads as dag-factory does: variables of the environment are put into the text first, and
//! mappings may stand for objects, joined texts and conditions.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::modules::Number;
use super::super::super::text::{Part, Text};
use super::super::super::value::{Args, Dict, ENVIRONMENT, Item, Value};
use super::super::Interpreter;
use crate::input::tree;
use crate::source::Span;

/// Nesting that is followed.
const DEPTH: usize = 60;

/// What a file of settings says.
pub(super) struct Settings<'a> {
    pub(super) dict: Id<Dict<'a>>,
    /// Where its keys stand.
    pub(super) keys: BTreeMap<String, Span>,
}

impl<'a> Interpreter<'a> {
    /// The mapping that a file of YAML holds; `None` when it holds anything else or cannot be read.
    pub(super) fn settings_of(&mut self, file: Number, at: Span) -> Option<Settings<'a>> {
        let value = self.parsed_file(file, false, false, at);
        let item = self.configured(&Item { value, span: at }, DEPTH);
        let Value::Dict(dict) = item.value else { return None };
        Some(Settings { dict, keys: self.setting_keys(file) })
    }

    /// Where the keys of the mapping in a file of YAML stand.
    fn setting_keys(&self, file: Number) -> BTreeMap<String, Span> {
        let file = self.modules.get(file);
        let Ok(tree) = tree::parse(&file.source, self.modules.limits()) else { return BTreeMap::new() };
        let entries = tree.root().map(tree::Node::entries).unwrap_or_default();
        let key = |entry: &tree::Entry| Some((entry.name()?.to_owned(), entry.key.span.shifted(file.base)));
        entries.iter().filter_map(key).collect()
    }

    /// A value as dag-factory sees it.
    fn configured(&mut self, item: &Item<'a>, depth: usize) -> Item<'a> {
        let span = item.span;
        let Some(depth) = depth.checked_sub(1).filter(|_| self.step(1, span.start)) else {
            return Item { value: Value::unknown("content of a file"), span };
        };
        let value = match &item.value {
            Value::Text(text) if text.display().contains('$') => Value::Text(Rc::new(with_environment(text))),
            Value::List(id) => {
                let (items, open) = (self.heap.lists.get(*id).items.clone(), self.heap.lists.get(*id).open);
                let items = items.iter().map(|item| self.configured(item, depth)).collect();
                self.heap.list(items, open)
            }
            Value::Dict(id) => {
                let (entries, open) = (self.heap.dicts.get(*id).entries.clone(), self.heap.dicts.get(*id).open);
                let entries: Vec<(Rc<str>, Item<'a>)> =
                    entries.iter().map(|(key, item)| (Rc::clone(key), self.configured(item, depth))).collect();
                self.meant(Dict::of(entries, open), span)
            }
            other => other.clone(),
        };
        Item { value, span }
    }

    /// What a mapping stands for: itself, an object of a class, a list, joined texts, or a condition.
    fn meant(&mut self, dict: Dict<'a>, span: Span) -> Value<'a> {
        for (key, between) in [("__join__", ""), ("__and__", " & "), ("__or__", " | ")] {
            if let Some(Value::List(parts)) = dict.get(key).map(|item| &item.value) {
                let mut text = Text::default();
                for (index, item) in self.heap.lists.get(*parts).items.iter().enumerate() {
                    text.push_str(if index > 0 { between } else { "" });
                    text.push(&self.as_text(&item.value));
                }
                return Value::Text(Rc::new(text));
            }
        }
        let Some(class) = dict.get("__type__").map(|item| self.as_text(&item.value)) else {
            return Value::Dict(self.heap.dicts.add(dict));
        };
        if let (Some("builtins.list"), Some(items)) = (class.as_known(), dict.get("items")) {
            return items.value.clone();
        }
        let positional = match dict.get("__args__").map(|item| &item.value) {
            Some(Value::List(list)) => self.heap.lists.get(*list).items.clone(),
            _ => Vec::new(),
        };
        let own = |(key, _): &(Rc<str>, Item<'a>)| !matches!(&**key, "__type__" | "__args__");
        let args = Args { positional, named: dict.entries.into_iter().filter(own).collect(), open: dict.open };
        let callee = class.as_known().map(|class| self.imported_string(class, span));
        match callee {
            Some(callee) => self.call(&callee, args, span),
            None => Value::unknown(class.display()),
        }
    }

    /// A mapping over another one, which holds where the first says nothing, at every depth.
    pub(super) fn over(&mut self, own: Id<Dict<'a>>, default: Id<Dict<'a>>, depth: usize) -> Id<Dict<'a>> {
        let (mut entries, mut open) = (self.heap.dicts.get(own).entries.clone(), self.heap.dicts.get(own).open);
        let defaults = self.heap.dicts.get(default).entries.clone();
        open |= self.heap.dicts.get(default).open;
        self.step(entries.len().saturating_add(defaults.len()), 0);
        for (key, item) in defaults {
            let known = entries.iter().position(|(name, _)| *name == key);
            let Some((_, known)) = known.and_then(|index| entries.get_mut(index)) else {
                entries.push((key, item));
                continue;
            };
            if let (Value::Dict(own), Value::Dict(default), true) = (&known.value, &item.value, depth > 0) {
                known.value = Value::Dict(self.over(*own, *default, depth.saturating_sub(1)));
            }
        }
        self.heap.dicts.add(Dict::of(entries, open))
    }
}

/// A text in which `$NAME` and `${NAME}` stand for variables of the environment.
fn with_environment(text: &Text) -> Text {
    let mut found = Text::default();
    for part in text.parts() {
        match part {
            Part::Known(known) => put(&mut found, known),
            Part::Hole(name) => found.push_hole(name),
        }
    }
    if found.is_partial() { found } else { text.clone() }
}

fn put(found: &mut Text, known: &str) {
    let mut rest = known;
    while let Some((before, after)) = rest.split_once('$') {
        found.push_str(before);
        let braced = after.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let (name, behind) = braced.unwrap_or_else(|| {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
            after.split_at_checked(end).unwrap_or((after, ""))
        });
        if name.is_empty() {
            found.push_str("$");
            rest = after;
        } else {
            found.push_hole(&format!("{ENVIRONMENT}{name}"));
            rest = behind;
        }
    }
    found.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::{Text, with_environment};

    #[test]
    fn variables_of_the_environment_are_holes_of_a_text() {
        for (text, expected) in [
            ("s3://${BUCKET}/x", "s3://{environment variable BUCKET}/x"),
            ("$A-$B_1.csv", "{environment variable A}-{environment variable B_1}.csv"),
            ("costs $ 5, $(date), ${", "costs $ 5, $(date), ${"),
            ("a$", "a$"),
        ] {
            assert_eq!(with_environment(&Text::known(text)).display(), expected, "{text}");
        }
    }
}
