//! What names mean where an expression stands.

use crate::input::terraform::address::{Key, module_address};
use crate::input::terraform::value::Value;

/// The steps of a module instance: the name of each call and the key of the instance.
pub(in crate::input::terraform) type Instance = Vec<(String, Key)>;

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::input::terraform) struct Scope<'s> {
    /// The module instance.
    pub(super) module: &'s Instance,
    /// The key of the resource or module call, and the value that belongs to it.
    pub(super) own: Option<&'s Own>,
    /// The iterators around it, innermost first.
    pub(super) bindings: Option<&'s Binding<'s>>,
}

/// The instance of a resource or a module call.
#[derive(Debug, Clone)]
pub(in crate::input::terraform) enum Own {
    /// `count.index`.
    Count(u64),
    /// `each.key` and `each.value`.
    Each(String, Value),
}

/// A name that an expression around gives a value.
#[derive(Debug, Clone)]
pub(super) struct Binding<'s> {
    pub(super) name: &'s str,
    pub(super) value: Value,
    pub(super) outer: Option<&'s Binding<'s>>,
}

impl<'s> Scope<'s> {
    /// The outermost of a module instance.
    pub(in crate::input::terraform) const fn of(module: &'s Instance) -> Self {
        Self { module, own: None, bindings: None }
    }

    /// That of an instance of a resource or a module call.
    pub(in crate::input::terraform) const fn of_own(module: &'s Instance, own: Option<&'s Own>) -> Self {
        Self { own, ..Self::of(module) }
    }

    /// The value of an iterator.
    pub(super) fn binding(&self, name: &str) -> Option<&'s Value> {
        let mut binding = self.bindings;
        while let Some(found) = binding {
            if found.name == name {
                return Some(&found.value);
            }
            binding = found.outer;
        }
        None
    }

    /// The address of the module without instance keys.
    pub(super) fn module_address(&self) -> String {
        address_of(self.module)
    }
}

/// The address of a module instance without its keys.
pub(in crate::input::terraform) fn address_of(module: &Instance) -> String {
    module_address(module.iter().map(|(name, _)| name.as_str()))
}

/// The address of a module instance as the tool writes it; empty for the root.
pub(in crate::input::terraform) fn instance_address(module: &Instance) -> String {
    let steps = module.iter().map(|(name, key)| format!("module.{name}{}", key_suffix(key)));
    steps.collect::<Vec<_>>().join(".")
}

/// What an address has for a key: nothing, `[0]` or `["a"]`.
pub(in crate::input::terraform) fn key_suffix(key: &Key) -> String {
    match key {
        Key::Single => String::new(),
        Key::Index(index) => format!("[{index}]"),
        Key::Text(text) => {
            let quoted = serde_json::Value::String(text.clone()).to_string();
            format!("[{}]", quoted.replace("${", "$${").replace("%{", "%%{"))
        }
    }
}
