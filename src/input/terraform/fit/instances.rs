//! The scope of each instance of a block: which module instance it lies in, and what stands for `each` there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::Differences;
use super::compare::differs;
use super::scope::{Partial, Scope, Steps};
use super::written::{Block, Module};
use crate::input::terraform::address::{BlockAddress, Key, module_address, modules};
use crate::input::terraform::raw;

/// Module instances whose scopes are kept; those of one module stand together in a plan.
const KEPT: usize = 1000;

/// The most instances of `count` that are compared.
const COUNTED: u64 = 10_000;

/// The scopes of instances, in the order of the plan.
pub(super) struct Instances<'a> {
    read: &'a BTreeMap<&'a str, Module<'a>>,
    root: Option<Scope<'a>>,
    /// By the address of the module instance; `None` where its call is not at hand.
    modules: BTreeMap<String, Option<Scope<'a>>>,
    /// The block of the last instance in its module instance, and what its `for_each` comes to there.
    last: Option<((String, BlockAddress), Partial)>,
}

impl<'a> Instances<'a> {
    pub(super) fn new(read: &'a BTreeMap<&'a str, Module<'a>>, variables: &'a BTreeMap<String, raw::Variable>) -> Self {
        let root = read.get("").map(|root| Scope::root(root, variables, Steps::default()));
        Self { read, root, modules: BTreeMap::new(), last: None }
    }

    /// The scope of an instance of a block.
    pub(super) fn scope(
        &mut self,
        module: &str,
        address: &BlockAddress,
        block: &'a Block<'a>,
        index: &Json,
    ) -> Option<Scope<'a>> {
        let scope = self.inside(module)?;
        let at = (module.to_owned(), address.clone());
        if self.last.as_ref().is_none_or(|(last, _)| *last != at) {
            let each = scope.argument(block, "for_each").unwrap_or(Partial::Unknown);
            self.last = Some((at, each));
        }
        let (_, each) = self.last.as_ref()?;
        Some(scope.of_instance(&Key::from_json(index), each))
    }

    /// Where the code makes other instances of a resource than there are, if there is one at all.
    pub(super) fn compare(&mut self, plan: &raw::Plan<'_>, found: &mut Differences) {
        let stays = |change: &&raw::ResourceChange<'_>| {
            change.mode == "managed"
                && change.deposed.is_none()
                && !matches!(change.change.actions.as_slice(), [only] if only == "delete" || only == "forget")
        };
        let mut planned: BTreeMap<&str, BTreeMap<String, BTreeSet<Key>>> = BTreeMap::new();
        for change in plan.resource_changes.iter().flatten().filter(stays) {
            let blocks = planned.entry(&change.module_address).or_default();
            let keys = blocks.entry(format!("{}.{}", change.kind, change.name)).or_default();
            keys.insert(Key::from_json(&change.index));
        }
        let read = self.read;
        for (address, planned) in planned {
            let names = modules(address);
            let module = read.get(module_address(names.iter().map(|(name, _)| name.as_str())).as_str());
            let (Some(module), Some(scope)) = (module, self.inside(address)) else { continue };
            for (name, planned) in &planned {
                let Some(block) = module.blocks.get(&("resource", name.clone())) else { continue };
                let Some((argument, keys)) = keys(&scope, block) else { continue };
                if keys != *planned {
                    found.extend(block.arguments.get(argument).map(|it| differs(it.source, it.at, argument, name)));
                }
            }
        }
    }

    /// The scope of a module instance.
    fn inside(&mut self, address: &str) -> Option<Scope<'a>> {
        if address.is_empty() {
            return self.root.clone();
        }
        if let Some(known) = self.modules.get(address) {
            return known.clone();
        }
        let found = self.entered(address);
        if self.modules.len() >= KEPT {
            self.modules.clear();
        }
        self.modules.insert(address.to_owned(), found.clone());
        found
    }

    fn entered(&self, address: &str) -> Option<Scope<'a>> {
        let steps = modules(address);
        let mut scope = self.root.clone()?;
        for (depth, (name, key)) in steps.iter().enumerate() {
            let call = scope.module().blocks.get(&("module", name.clone()))?;
            let names = steps.iter().take(depth.saturating_add(1)).map(|(name, _)| name.as_str());
            let module = self.read.get(module_address(names).as_str())?;
            let each = scope.argument(call, "for_each").unwrap_or(Partial::Unknown);
            scope = scope.of_instance(key, &each).inside(module, call);
        }
        Some(scope)
    }
}

/// The keys of the instances that a block makes, and the argument that says so; `None` where the code does not tell.
fn keys(scope: &Scope<'_>, block: &Block<'_>) -> Option<(&'static str, BTreeSet<Key>)> {
    if block.arguments.contains_key("count") {
        let Partial::Known(Json::Number(number)) = scope.argument(block, "count")? else { return None };
        return Some(("count", (0..number.as_u64().filter(|count| *count <= COUNTED)?).map(Key::Index).collect()));
    }
    let text = |value: Json| value.as_str().map(|text| Key::Text(text.to_owned()));
    let keys = match scope.argument(block, "for_each")? {
        Partial::Known(Json::Object(entries)) => entries.into_iter().map(|(key, _)| Key::Text(key)).collect(),
        Partial::Object(entries) => entries.into_keys().map(Key::Text).collect(),
        Partial::Known(Json::Array(items)) => items.into_iter().map(text).collect::<Option<_>>()?,
        Partial::List(items) => {
            let known = |item| if let Partial::Known(value) = item { text(value) } else { None };
            items.into_iter().map(known).collect::<Option<_>>()?
        }
        Partial::Known(_) | Partial::Unknown | Partial::Text(_) | Partial::Encoded(_) => return None,
    };
    Some(("for_each", keys))
}
