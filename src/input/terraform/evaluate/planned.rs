//! What a plan says about its instances, found by their address.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::input::terraform::address::{BlockAddress, Key, Part, modules, parts};
use crate::input::terraform::json::Unique;
use crate::input::terraform::raw;
use crate::source::{Source, Span};

/// The variables and the instances of a plan. Values stay a part of its text until they are asked for.
pub(in crate::input::terraform) struct Planned {
    source: Arc<Source>,
    entries: BTreeMap<String, Entry>,
    /// The keys of the instances of each block: those of its modules, then its own.
    keys: BTreeMap<BlockAddress, Vec<Vec<Key>>>,
    /// The values of the variables of the root.
    pub(super) variables: BTreeMap<String, Json>,
}

/// An instance.
#[derive(Debug, Clone, Copy)]
struct Entry {
    values: Option<Span>,
    unknown: Option<Span>,
    sensitive: Option<Span>,
    /// Whether the values are those before the plan: it deletes the instance.
    gone: bool,
}

/// What is planned for an instance.
pub(in crate::input::terraform) struct Instance {
    /// Its values.
    pub(in crate::input::terraform) values: Json,
    /// The mirror of what of them is known only after apply.
    pub(in crate::input::terraform) unknown: Json,
    /// The mirror of what of them is sensitive.
    sensitive: Json,
}

impl Instance {
    /// Whether an argument, or a part of it, is sensitive.
    pub(super) fn hides(&self, name: &str) -> bool {
        let mark = if self.sensitive == Json::Bool(true) { Some(&self.sensitive) } else { self.sensitive.get(name) };
        mark.is_some_and(marks)
    }
}

/// Whether a mirror marks something.
fn marks(mirror: &Json) -> bool {
    match mirror {
        Json::Bool(mark) => *mark,
        Json::Array(items) => items.iter().any(marks),
        Json::Object(entries) => entries.values().any(marks),
        _ => false,
    }
}

impl Planned {
    /// What a plan says. `source` is the text that it was read from.
    pub(in crate::input::terraform) fn of(source: &Arc<Source>, raw: &raw::Plan<'_>) -> Self {
        let mut planned = Self {
            source: Arc::clone(source),
            entries: BTreeMap::new(),
            keys: BTreeMap::new(),
            variables: BTreeMap::new(),
        };
        let text = source.text();
        for change in raw.resource_changes.iter().flatten() {
            let values = change.change.after.filter(|after| after.get() != "null");
            let entry = Entry {
                values: values.or(change.change.before).and_then(|raw| span(text, raw)),
                unknown: change.change.after_unknown.filter(|_| values.is_some()).and_then(|raw| span(text, raw)),
                sensitive: change.change.after_sensitive.and_then(|raw| span(text, raw)),
                gone: values.is_none(),
            };
            planned.add(&change.address, &change.module_address, &change.mode, &change.kind, &change.name, entry);
        }
        let state = raw.prior_state.as_ref().and_then(|state| state.values.as_ref());
        let mut pending: Vec<&raw::StateModule<'_>> = state.map(|values| &values.root_module).into_iter().collect();
        while let Some(module) = pending.pop() {
            pending.extend(&module.child_modules);
            for data in module.resources.iter().filter(|resource| resource.mode == "data") {
                let entry = Entry {
                    values: data.values.and_then(|raw| span(text, raw)),
                    unknown: None,
                    sensitive: data.sensitive_values.and_then(|raw| span(text, raw)),
                    gone: false,
                };
                planned.add(&data.address, &module.address, &data.mode, &data.kind, &data.name, entry);
            }
        }
        let variables = raw.variables.0.iter();
        planned.variables = variables.map(|(name, variable)| (name.clone(), variable.value.0.clone())).collect();
        planned
    }

    fn add(&mut self, address: &str, module: &str, mode: &str, kind: &str, name: &str, entry: Entry) {
        if self.entries.contains_key(address) {
            return;
        }
        self.entries.insert(address.to_owned(), entry);
        if !entry.gone {
            let block = BlockAddress::of_resource(module, mode, kind, name);
            self.keys.entry(block).or_default().push(keys_of(address));
        }
    }

    /// What is planned for the instance of an address.
    pub(in crate::input::terraform) fn instance(&self, address: &str) -> Option<Instance> {
        let entry = self.entries.get(address)?;
        let read = |span: Option<Span>| {
            let text = span.and_then(|span| self.source.text().get(span.start..span.end));
            text.and_then(|text| serde_json::from_str::<Unique>(text).ok()).map(|Unique(value)| value)
        };
        let mirror = |span| read(span).unwrap_or(Json::Null);
        Some(Instance {
            values: read(entry.values)?,
            unknown: mirror(entry.unknown),
            sensitive: mirror(entry.sensitive),
        })
    }

    /// The keys of the instances of a block in one module instance, in their order.
    pub(super) fn keys(&self, block: &BlockAddress, module: &[Key]) -> Vec<Key> {
        let all = self.keys.get(block).map_or(&[][..], Vec::as_slice);
        let mut own: Vec<Key> =
            all.iter().filter_map(|keys| keys.strip_prefix(module)).filter_map(|own| own.first().cloned()).collect();
        own.sort_unstable();
        own
    }
}

/// The keys in the address of an instance: those of its modules, then its own.
fn keys_of(address: &str) -> Vec<Key> {
    let own = match parts(address).unwrap_or_default().pop() {
        Some(Part::Key(key)) => key,
        _ => Key::Single,
    };
    modules(address).into_iter().map(|(_, key)| key).chain([own]).collect()
}

/// Where a part of a text stands that was read from it.
fn span(text: &str, raw: &RawValue) -> Option<Span> {
    let start = raw.get().as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    let end = start.checked_add(raw.get().len())?;
    (text.get(start..end) == Some(raw.get())).then(|| Span::new(start, end))
}
