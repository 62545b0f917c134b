//! Normalises resources and data sources, one at a time.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::address::{BlockAddress, modules};
use super::code::Code;
use super::configuration::{Configuration, Leaf, dotted, leaves};
use super::credentials::{From, Hit, Writer};
use super::evaluate::Evaluator;
use super::json::{DUPLICATE, Unique};
use super::literal::Literals;
use super::locate::{Entities, Orders};
use super::mask::{Found, Masker};
use super::model::{Action, Drift, Lifecycle, Paths, Resource, Secret, Step};
use super::origin::Search;
use super::refine::refine;
use super::value::Origin as Written;
use super::{paths, raw, unsaid, whole};

/// What is the same for every instance of a configured resource.
#[derive(Clone, Default)]
struct Shared {
    constants: Paths,
    computed: Paths,
    lifecycle: Option<Lifecycle>,
    file: Option<String>,
    provider_key: String,
}

/// Turns the entries of a plan into resources.
pub(super) struct Normaliser<'a> {
    pub(super) configuration: &'a Configuration<'a>,
    pub(super) code: &'a Code,
    evaluator: &'a Evaluator<'a>,
    /// The variables of the root with the values that the plan was made with.
    given: &'a BTreeMap<String, raw::Variable>,
    pub(super) entities: Entities,
    pub(super) masker: Masker,
    /// Arguments that the plan marks as sensitive.
    pub(super) sensitive: BTreeSet<(BlockAddress, Vec<Step>)>,
    /// Credentials, by the place that sets them.
    pub(super) secrets: BTreeMap<Writer, Secret>,
    /// Where credentials are written that were found.
    pub(super) shown: Vec<Written>,
    /// Places of what is no credential in spite of its name.
    pub(super) harmless: BTreeSet<Writer>,
    /// Blocks in another order than in their file, by the `_loc` of their resource.
    pub(super) orders: Orders,
    origins: BTreeMap<BlockAddress, String>,
    /// What the instances of a block share. Those of the root stand together, so that only the last is kept; those inside
    /// of a module come once for each instance of it.
    shared: BTreeMap<BlockAddress, Shared>,
    /// The block of each resource so far.
    pub(super) blocks: Vec<BlockAddress>,
    /// Resources that stay and that the configuration does not have.
    pub(super) unconfigured: Vec<String>,
}

impl<'a> Normaliser<'a> {
    pub(super) fn new(
        configuration: &'a Configuration<'a>,
        evaluator: &'a Evaluator<'a>,
        given: &'a BTreeMap<String, raw::Variable>,
        entities: Entities,
    ) -> Self {
        Self {
            configuration,
            code: evaluator.code(),
            evaluator,
            given,
            entities,
            masker: Masker::default(),
            sensitive: BTreeSet::new(),
            secrets: BTreeMap::new(),
            shown: Vec::new(),
            harmless: BTreeSet::new(),
            orders: Orders::new(),
            origins: BTreeMap::new(),
            shared: BTreeMap::new(),
            blocks: Vec::new(),
            unconfigured: Vec::new(),
        }
    }

    /// One entry of `resource_changes`.
    ///
    /// # Errors
    /// A fragment that says what is wrong with it.
    pub(super) fn change(&mut self, change: &raw::ResourceChange<'_>) -> Result<Resource, String> {
        let at = |error: String| format!("{}: {error}", change.address);
        let action = action(&change.change.actions).map_err(at)?;
        let [before, after, unknown, before_sensitive, after_sensitive] = [
            change.change.before,
            change.change.after,
            change.change.after_unknown,
            change.change.before_sensitive,
            change.change.after_sensitive,
        ]
        .map(|raw| value(raw).map_err(at));
        let (before, after, unknown) = (before?, after?, unknown?);
        let (before_sensitive, after_sensitive) = (before_sensitive?, after_sensitive?);
        whole::names_itself(&change.address, &change.module_address, &change.mode, &change.kind, &change.name)
            .map_err(at)?;
        whole::valued(action, &before, &after).map_err(at)?;
        whole::mirrored(&[&unknown, &before_sensitive, &after_sensitive]).map_err(at)?;
        let changes = matches!(action, Action::Update | Action::Replace);
        let differing = if changes { paths::changed(&before, &after, &unknown) } else { Paths::new() };
        let mut resource = self.blank(&Head {
            address: &change.address,
            module: &change.module_address,
            mode: &change.mode,
            kind: &change.kind,
            name: &change.name,
            index: &change.index,
            provider: &change.provider_name,
        });
        resource.action = action;
        resource.actions.clone_from(&change.change.actions);
        let deposed = change.deposed.is_some() && change.action_reason.is_empty();
        resource.reason = if deposed { "deposed".to_owned() } else { change.action_reason.clone() };
        resource.importing = value(change.change.importing).is_ok_and(|importing| !importing.is_null());
        resource.replaced_for = replaced_for(change.change.replace_paths);
        resource.unknown = paths::marked(&unknown);
        resource.changed = differing;
        let configured = self.blocks.last().is_some_and(|block| self.configuration.resources.contains_key(block));
        if !after.is_null() && !configured {
            self.unconfigured.push(resource.loc.clone());
        }
        self.unsaid(&mut resource, &after, &unknown);
        self.typed(&change.kind, &before);
        resource.before = object(self.masker.mask("", before, &before_sensitive, &mut |_| false));
        self.values(&mut resource, after, &unknown, &after_sensitive);
        Ok(resource)
    }

    /// A data source that was read while planning.
    ///
    /// # Errors
    /// A fragment that says what is wrong with it.
    pub(super) fn read(&mut self, data: &raw::StateResource<'_>, module: &str) -> Result<Resource, String> {
        let at = |error: String| format!("{}: {error}", data.address);
        let (values, sensitive) = (value(data.values).map_err(at)?, value(data.sensitive_values).map_err(at)?);
        whole::names_itself(&data.address, module, &data.mode, &data.kind, &data.name).map_err(at)?;
        whole::valued(Action::NoOp, &Value::Null, &values).map_err(at)?;
        whole::mirrored(&[&sensitive]).map_err(at)?;
        let mut resource = self.blank(&Head {
            address: &data.address,
            module,
            mode: &data.mode,
            kind: &data.kind,
            name: &data.name,
            index: &data.index,
            provider: &data.provider_name,
        });
        resource.actions.push("no-op".to_owned());
        self.unsaid(&mut resource, &values, &Value::Null);
        self.values(&mut resource, values, &Value::Null, &sensitive);
        Ok(resource)
    }

    /// One entry of `resource_drift`.
    ///
    /// # Errors
    /// A fragment that says what is wrong with it.
    pub(super) fn drift(&mut self, change: &raw::ResourceChange<'_>) -> Result<Drift, String> {
        let at = |error: String| format!("{}: {error}", change.address);
        let (before, after) = (value(change.change.before).map_err(at)?, value(change.change.after).map_err(at)?);
        let block = BlockAddress::of_resource(&change.module_address, &change.mode, &change.kind, &change.name);
        let (was, is) = (value(change.change.before_sensitive), value(change.change.after_sensitive));
        for (values, sensitive) in [(&before, was), (&after, is)] {
            // Drift shows no value, but what it marks as sensitive may stand elsewhere.
            self.masker.mask("", values.clone(), &sensitive.unwrap_or_default(), &mut |_| false);
        }
        Ok(Drift {
            loc: self.entities.add(block, &change.address),
            address: change.address.clone(),
            kind: change.kind.clone(),
            action: action(&change.change.actions).map_err(at)?,
            changed: paths::changed(&before, &after, &Value::Null),
        })
    }

    /// A resource without values.
    fn blank(&mut self, head: &Head<'_>) -> Resource {
        let block = BlockAddress::of_resource(head.module, head.mode, head.kind, head.name);
        let shared = self.shared(&block);
        let loc = self.entities.add(block.clone(), head.address);
        self.blocks.push(block);
        Resource {
            loc,
            address: head.address.to_owned(),
            module: head.module.to_owned(),
            mode: head.mode.to_owned(),
            kind: head.kind.to_owned(),
            name: head.name.to_owned(),
            index: head.index.clone(),
            provider: head.provider.rsplit('/').next().unwrap_or_default().to_owned(),
            provider_key: shared.provider_key,
            action: Action::NoOp,
            actions: Vec::new(),
            reason: String::new(),
            replaced_for: Vec::new(),
            importing: false,
            values: Map::new(),
            before: Map::new(),
            unknown: Paths::new(),
            unsaid: Paths::new(),
            written: BTreeMap::new(),
            sensitive: Paths::new(),
            changed: Paths::new(),
            refs: Vec::new(),
            linked: BTreeMap::new(),
            maybe_linked: BTreeMap::new(),
            lifecycle: shared.lifecycle,
            constants: shared.constants,
            computed: shared.computed,
            sources: BTreeMap::new(),
            file: shared.file,
        }
    }

    /// Marks as unknown what the configuration sets and the plan does not say.
    fn unsaid(&self, resource: &mut Resource, values: &Value, unknown: &Value) {
        let configured = self.blocks.last().and_then(|block| self.configuration.resources.get(block));
        let paths = configured.map(|it| unsaid::unsaid(&it.expressions.0, values, unknown)).unwrap_or_default();
        resource.unsaid.extend(paths.iter().map(|path| (dotted(path), true)));
        resource.unknown.extend(resource.unsaid.clone());
    }

    /// Masks the values of a resource and notes the credentials among them.
    fn values(&mut self, resource: &mut Resource, mut values: Value, unknown: &Value, sensitive: &Value) {
        let names: Vec<String> = modules(&resource.module).into_iter().map(|(name, _)| name).collect();
        let block = BlockAddress::of_resource(&resource.module, &resource.mode, &resource.kind, &resource.name);
        let (configuration, code, given) = (self.configuration, self.code, self.given);
        let is_new = resource.action == Action::Create;
        let orders = code.orders(&block, &values);
        if !orders.is_empty() {
            self.orders.insert(resource.loc.clone(), orders);
        }
        self.typed(&resource.kind, &values);
        let mut hits: Vec<Hit> = Vec::new();
        let (hidden, shown): (Vec<_>, Vec<_>) =
            paths::steps(unknown).into_iter().partition(|path| paths::marks(sensitive, path));
        let unsaid = std::mem::take(&mut resource.unknown);
        let refined = refine(self.evaluator, &resource.address, &mut values, &shown, &mut resource.unknown);
        resource.unknown.extend(hidden.iter().map(|path| (dotted(path), true)));
        resource.unknown.extend(unsaid.into_iter().filter(|(path, _)| resource.unsaid.contains_key(path)));
        let written: Map<String, Value> = refined.written.into_iter().collect();
        resource.sources = refined.sources;
        let literals = Literals::of_instance(self.evaluator, &resource.address, &block, &resource.kind, &values);
        let planned = values.clone();
        let mut witness = |found: &Found<'_>| {
            let origin = if let Some(literals) = &literals {
                From::code(literals.source(found.path, found.value, &planned))
            } else {
                let mut search = Search::new(configuration, code, given, found.value, is_new);
                let origin = search.of_resource(&names, &block, found.path);
                From::configuration(origin, search.is_lost())
            };
            let constant = matches!(origin, From::Code(_) | From::Configuration(_));
            hits.push(Hit { path: found.path.to_vec(), kind: found.kind, origin });
            constant
        };
        resource.values = object(self.masker.mask("", values, sensitive, &mut witness));
        let written = self.masker.mask("", Value::Object(written), &Value::Null, &mut witness);
        resource.written = object(written).into_iter().collect();
        for path in paths::steps(sensitive) {
            resource.sensitive.insert(dotted(&path), true);
            self.sensitive.insert((block.clone(), path));
        }
        let (found, harmless) = literals.map(|it| (it.found, it.harmless)).unwrap_or_default();
        self.harmless.extend(harmless.iter().map(Writer::at));
        let mut seen = BTreeSet::new();
        for hit in hits {
            if let From::Code(at) = hit.origin {
                seen.insert(at);
                if let Some(written) = found.get(at) {
                    self.written(&resource.address, &block, &hit.path, written);
                }
            } else {
                self.note(resource, &block, hit);
            }
        }
        for (_, written) in found.iter().enumerate().filter(|(at, _)| !seen.contains(at)) {
            self.written(&resource.address, &block, &written.path, written);
        }
    }

    /// The `_loc` of a block that is not a resource.
    pub(super) fn origin(&mut self, block: &BlockAddress) -> String {
        if let Some(loc) = self.origins.get(block) {
            return loc.clone();
        }
        let loc = self.entities.add(block.clone(), &block.full());
        self.origins.insert(block.clone(), loc.clone());
        loc
    }

    fn shared(&mut self, block: &BlockAddress) -> Shared {
        if let Some(shared) = self.shared.get(block) {
            return shared.clone();
        }
        if block.module.is_empty() {
            self.shared.clear();
        }
        let configured = self.configuration.resources.get(block);
        let arguments = configured.map(|resource| leaves(&resource.expressions.0)).into_iter().flatten();
        let (constants, computed): (Vec<_>, Vec<_>) =
            arguments.partition(|(_, leaf)| matches!(leaf, Leaf::Constant(_)));
        let paths =
            |all: Vec<(Vec<Step>, Leaf<'_>)>| all.iter().map(|(path, _)| (dotted(path), true)).collect::<Paths>();
        let dynamic = self.code.dynamic(block).into_iter().map(|(path, _)| (dotted(&path), true));
        let shared = Shared {
            constants: paths(constants),
            computed: paths(computed).into_iter().chain(dynamic).collect(),
            lifecycle: self.code.lifecycle(block),
            file: self.code.file(block).map(|path| path.as_str().to_owned()),
            provider_key: configured.map(|resource| resource.provider_config_key.clone()).unwrap_or_default(),
        };
        self.shared.insert(block.clone(), shared.clone());
        shared
    }
}

/// What names a resource.
struct Head<'h> {
    address: &'h str,
    module: &'h str,
    mode: &'h str,
    kind: &'h str,
    name: &'h str,
    index: &'h Value,
    provider: &'h str,
}

/// A part of the plan that was kept as text.
fn value(raw: Option<&RawValue>) -> Result<Value, String> {
    let Some(raw) = raw else { return Ok(Value::Null) };
    serde_json::from_str::<Unique>(raw.get()).map(|Unique(value)| value).map_err(|error| {
        let text = error.to_string();
        if text.starts_with(DUPLICATE) {
            "a key occurs twice in its values, which the tool never writes".to_owned()
        } else {
            "its values are nested deeper than gate reads".to_owned()
        }
    })
}

/// The dotted paths of a list of paths.
fn replaced_for(raw: Option<&RawValue>) -> Vec<String> {
    let paths: Vec<Vec<Value>> = raw.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
    let step = |step: &Value| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
    paths.iter().map(|path| path.iter().map(step).collect::<Vec<_>>().join(".")).collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// The one word for a list of actions.
fn action(actions: &[String]) -> Result<Action, String> {
    let mut words: Vec<&str> = actions.iter().map(String::as_str).collect();
    words.sort_unstable();
    Ok(match words.as_slice() {
        ["create"] | ["create", "forget"] => Action::Create,
        ["update"] => Action::Update,
        ["delete"] => Action::Delete,
        ["create", "delete"] => Action::Replace,
        ["no-op"] => Action::NoOp,
        ["read"] => Action::Read,
        ["forget"] => Action::Forget,
        _ => return Err("its action is not one that gate knows; update gate".to_owned()),
    })
}
