//! Puts the normalised plan together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::address::{BlockAddress, Part, module_address, modules, parts};
use super::configuration::{Configuration, Leaf, dotted, leaf};
use super::credentials::Writer;
use super::evaluate::Evaluator;
use super::facts::Facts;
use super::identifiers::Identifiers;
use super::link;
use super::literal::{self, Rest};
use super::locate::{Entities, Orders};
use super::mask::marker;
use super::model::{Check, Module, Output, Paths, Plan, Provider, SCHEMA, Secret, Step, Unread, Variable};
use super::origin::string_at;
use super::parts::{Invocation, UnreadPart};
use super::raw::{self, EPHEMERAL};
use super::resources::Normaliser;
use super::value::Origin;
use crate::source::RepoPath;
use crate::source::secret::{self, Known};

/// The normalised plan and what its locator needs.
pub(super) struct Normalised {
    pub(super) plan: Plan,
    pub(super) entities: Entities,
    pub(super) sensitive: BTreeSet<(BlockAddress, Vec<Step>)>,
    pub(super) orders: Orders,
    /// Every credential of the plan.
    pub(super) known: Known,
    /// Resources that stay and that the configuration does not have.
    pub(super) unconfigured: Vec<String>,
    /// Where credentials are written that were found.
    pub(super) shown: Vec<Origin>,
}

impl Normalised {
    /// Takes in the parts of the plan that nobody reads.
    pub(super) fn unread(&mut self, parts: Vec<UnreadPart>) {
        for part in parts {
            let UnreadPart { key, of, count, span, what, reason } = part;
            let what = what.unwrap_or_default();
            let logical = if what.address.is_empty() { key.as_str() } else { what.address.as_str() };
            let loc = self.entities.add_in_plan(span, logical);
            let Invocation { address, kind, trigger, event } = what;
            self.plan.unread.push(Unread { loc, key, of, count, address, kind, trigger, event, reason });
        }
    }
}

/// Normalises a plan.
///
/// # Errors
/// A fragment that says which part of it cannot be read.
pub(super) fn normalise(
    path: &RepoPath,
    raw: &raw::Plan<'_>,
    configuration: &Configuration<'_>,
    providers: &BTreeMap<String, raw::ProviderConfig>,
    evaluator: &Evaluator<'_>,
) -> Result<Normalised, String> {
    let mut entities = Entities::new(path);
    let loc = entities.add(BlockAddress::new("", ""), "");
    let code = evaluator.code();
    let mut normaliser = Normaliser::new(configuration, evaluator, &raw.variables.0, entities);
    normaliser.masker.identifiers = Identifiers::of(raw, configuration, code);
    let providers = self::providers(&mut normaliser, providers, evaluator);
    let modules = self::modules_of(&mut normaliser);
    let mut resources = Vec::with_capacity(raw.resource_changes.as_ref().map_or(0, Vec::len));
    for change in raw.resource_changes.iter().flatten().filter(|change| change.mode != EPHEMERAL) {
        resources.push(normaliser.change(change)?);
    }
    let known: BTreeSet<String> = resources.iter().map(|resource| resource.address.clone()).collect();
    let state = raw.prior_state.as_ref().and_then(|state| state.values.as_ref());
    let mut pending: Vec<&raw::StateModule<'_>> = state.map(|values| &values.root_module).into_iter().collect();
    while let Some(module) = pending.pop() {
        pending.extend(module.child_modules.iter().rev());
        for data in module.resources.iter().filter(|data| data.mode == "data" && !known.contains(&data.address)) {
            resources.push(normaliser.read(data, &module.address)?);
        }
    }
    let variables = variables(&mut normaliser, raw, evaluator);
    for Rest { block, found } in Rest::of(evaluator) {
        normaliser.beside(&block, &found);
    }
    link::link(&mut resources, &normaliser.blocks, configuration, code);
    let drift = raw.resource_drift.iter().map(|change| normaliser.drift(change)).collect::<Result<_, _>>()?;
    let mut by_address = BTreeMap::new();
    for (at, resource) in resources.iter().enumerate() {
        // A deposed object has the address of its successor, which comes first.
        by_address.entry(resource.address.clone()).or_insert(at);
    }
    let opentofu = providers.iter().any(|provider| provider.source.starts_with("registry.opentofu.org/"))
        || raw.resource_changes.iter().flatten().any(|c| c.provider_name.starts_with("registry.opentofu.org/"));
    let plan = Plan {
        schema: SCHEMA,
        loc,
        file: path.as_str().to_owned(),
        mode: "plan",
        tool: if opentofu { "opentofu" } else { "terraform" },
        format_version: raw.format_version.clone().unwrap_or_default(),
        version: raw.terraform_version.clone().unwrap_or_default(),
        complete: raw.complete.unwrap_or(true),
        errored: raw.errored.unwrap_or(false),
        variables,
        providers,
        modules,
        resources,
        by_type: BTreeMap::new(),
        by_address,
        outputs: outputs(&mut normaliser, raw),
        checks: checks(&mut normaliser, raw),
        drift,
        secrets: std::mem::take(&mut normaliser.secrets).into_values().collect(),
        unread: Vec::new(),
        facts: Facts::default(),
    };
    let Normaliser { entities, sensitive, orders, masker, unconfigured, shown, .. } = normaliser;
    Ok(Normalised { plan, entities, sensitive, orders, known: masker.known, unconfigured, shown })
}

/// The variables of the root, after the resources: one that holds what is sensitive there is masked too, and one that
/// the configuration does not declare, because nothing says that it is not sensitive.
fn variables(
    normaliser: &mut Normaliser<'_>,
    raw: &raw::Plan<'_>,
    evaluator: &Evaluator<'_>,
) -> BTreeMap<String, Variable> {
    let declared = normaliser.configuration.modules.get("").map(|root| &root.variables.0);
    let mut variables = BTreeMap::new();
    for (name, variable) in &raw.variables.0 {
        let config = declared.and_then(|declared| declared.get(name));
        let block = BlockAddress::new("", &format!("var.{name}"));
        let loc = normaliser.origin(&block);
        let sensitive = config.is_none_or(|config| config.sensitive);
        let default = config.map_or(&Value::Null, |config| &config.default.0);
        let mut found: Vec<Secret> = Vec::new();
        let written = literal::of_input(evaluator, &block, name);
        normaliser.masker.assumed = config.is_none();
        let value =
            normaliser.masker.mask(name, variable.value.0.clone(), &Value::Bool(sensitive), &mut |credential| {
                if let Some(written) = &written {
                    let code = written.iter().any(|found| found.path == credential.path);
                    if code {
                        return true;
                    }
                }
                let inner = string_at(default, credential.value).filter(|_| written.is_none());
                let constant = inner.is_some();
                let below = inner.unwrap_or_else(|| credential.path.to_vec());
                found.push(Secret {
                    loc: loc.clone(),
                    resource: block.full(),
                    path: dotted(credential.path),
                    at: std::iter::once(Step::Key("default".to_owned())).chain(below).collect(),
                    kind: credential.kind.to_owned(),
                    constant,
                    doubt: "",
                });
                constant
            });
        normaliser.masker.assumed = false;
        for found in written.iter().flatten() {
            normaliser.beside(&block, found);
        }
        keep(normaliser, &block, found);
        let value = if normaliser.masker.knows(&value) { marker(&value, false) } else { value };
        let hardcoded_default = !default.is_null();
        variables.insert(name.clone(), Variable { loc, value, sensitive, hardcoded_default });
    }
    variables
}

fn keep(normaliser: &mut Normaliser<'_>, block: &BlockAddress, found: Vec<Secret>) {
    for secret in found {
        normaliser.secrets.entry(Writer::Block(block.clone(), secret.at.clone())).or_insert(secret);
    }
}

fn providers(
    normaliser: &mut Normaliser<'_>,
    raw: &BTreeMap<String, raw::ProviderConfig>,
    evaluator: &Evaluator<'_>,
) -> Vec<Provider> {
    let mut providers = Vec::new();
    for (key, config) in raw {
        let module = module_address(modules(&config.module_address).iter().map(|(name, _)| name.as_str()));
        let block = BlockAddress::new(&module, &format!("provider.{}", local_key(key)));
        let loc = normaliser.entities.add(block.clone(), &block.full());
        let mut unknown = Paths::new();
        let arguments = written(&config.expressions.0, &mut Vec::new(), &mut unknown);
        let mut found = Vec::new();
        let written = literal::of_provider(evaluator, &block);
        let masked = normaliser.masker.mask("", arguments, &Value::Null, &mut |credential| {
            if written.iter().any(|found| found.path == credential.path) {
                return true;
            }
            found.push(Secret {
                loc: loc.clone(),
                resource: format!("provider.{key}"),
                path: dotted(credential.path),
                at: credential.path.to_vec(),
                kind: credential.kind.to_owned(),
                constant: true,
                doubt: "",
            });
            true
        });
        keep(normaliser, &block, found);
        for found in written {
            normaliser.written(&format!("provider.{key}"), &block, &found.path, &found);
        }
        providers.push(Provider {
            loc,
            key: key.clone(),
            name: config.name.clone(),
            alias: config.alias.clone(),
            source: config.full_name.clone(),
            constraint: config.version_constraint.clone(),
            config: masked.as_object().cloned().unwrap_or_default(),
            unknown,
        });
    }
    providers
}

/// The key of a provider configuration inside its module: `aws.us` of `module.x:aws.us`.
fn local_key(key: &str) -> &str {
    key.rsplit_once(':').map_or(key, |(_, local)| local)
}

/// The part of an `expressions` object that is written out; paths of the rest go to `unknown`.
fn written(expression: &Value, path: &mut Vec<Step>, unknown: &mut Paths) -> Value {
    match (leaf(expression).filter(|_| !path.is_empty()), expression) {
        (Some(Leaf::Constant(constant)), _) => constant.clone(),
        (Some(Leaf::Computed(_)), _) => {
            unknown.insert(dotted(path), true);
            Value::Null
        }
        (None, Value::Array(items)) => {
            let items = items.iter().enumerate().map(|(index, item)| {
                path.push(Step::Index(index));
                // A block that sets nothing is `{}`, which as an expression would be a computation.
                let empty = item.as_object().is_some_and(Map::is_empty);
                let written = if empty { item.clone() } else { written(item, path, unknown) };
                path.pop();
                written
            });
            Value::Array(items.collect())
        }
        (None, Value::Object(entries)) => {
            let mut object = Map::new();
            for (key, entry) in entries {
                path.push(Step::Key(key.clone()));
                let value = written(entry, path, unknown);
                if !unknown.contains_key(&dotted(path)) {
                    object.insert(key.clone(), value);
                }
                path.pop();
            }
            Value::Object(object)
        }
        _ => Value::Null,
    }
}

fn modules_of(normaliser: &mut Normaliser<'_>) -> Vec<Module> {
    let configuration = normaliser.configuration;
    let mut modules = Vec::new();
    for names in &configuration.paths {
        let owned: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let (Some(call), Some((name, outer))) = (configuration.call(&owned), names.split_last()) else { continue };
        let address = module_address(names.iter().copied());
        let outer = module_address(outer.iter().copied());
        let query = call.source.split_once('?').map_or("", |(_, query)| query);
        let reference = query.split('&').find_map(|pair| pair.strip_prefix("ref="));
        modules.push(Module {
            loc: normaliser.origin(&BlockAddress::new(&outer, &format!("module.{name}"))),
            address,
            source: secret::mask(&call.source),
            version: call.version_constraint.clone().filter(|version| !version.is_empty()),
            kind: source_kind(&call.source),
            reference: reference.map(str::to_owned),
        });
    }
    modules
}

/// Where a module comes from; see "Module Sources" of the tool's documentation.
fn source_kind(source: &str) -> &'static str {
    let hosts_of_git = ["github.com/", "bitbucket.org/", "git@"];
    if source.starts_with("./") || source.starts_with("../") {
        "local"
    } else if source.starts_with("git::") || hosts_of_git.iter().any(|host| source.starts_with(host)) {
        "git"
    } else if source.contains("::") || source.contains("://") {
        "archive"
    } else {
        "registry"
    }
}

fn outputs(normaliser: &mut Normaliser<'_>, raw: &raw::Plan<'_>) -> Vec<Output> {
    let declared = normaliser.configuration.modules.get("").map(|root| &root.outputs.0);
    let mut outputs = Vec::new();
    for (name, change) in &raw.output_changes.0 {
        let sensitive = declared.and_then(|declared| declared.get(name)).is_some_and(|config| config.sensitive);
        let mirror = if sensitive { &Value::Bool(true) } else { &change.after_sensitive.0 };
        let block = format!("output.{name}");
        outputs.push(Output {
            loc: normaliser.entities.add(BlockAddress::new("", &block), &block),
            name: name.clone(),
            sensitive: sensitive || *mirror == Value::Bool(true),
            value: normaliser.masker.mask(name, change.after.0.clone(), mirror, &mut |_| false),
            unknown: !super::paths::marked(&change.after_unknown.0).is_empty(),
        });
    }
    outputs
}

fn checks(normaliser: &mut Normaliser<'_>, raw: &raw::Plan<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    for check in &raw.checks {
        let address = &check.address.to_display;
        let names: Vec<String> = modules(address).into_iter().map(|(name, _)| name).collect();
        let module = module_address(names.iter().map(String::as_str));
        let problems = check.instances.iter().flat_map(|instance| &instance.problems);
        checks.push(Check {
            loc: normaliser.entities.add(BlockAddress::new(&module, &block_of(address, names.len())), address),
            address: address.clone(),
            kind: check.address.kind.clone(),
            status: check.status.clone(),
            problems: problems.map(|problem| secret::mask(&problem.message)).collect(),
        });
    }
    checks
}

/// The name of a block inside its module, which lies `depth` calls deep.
fn block_of(address: &str, depth: usize) -> String {
    let names = parts(address).unwrap_or_default().into_iter().filter_map(|part| match part {
        Part::Name(name) => Some(name),
        _ => None,
    });
    names.skip(depth.saturating_mul(2)).collect::<Vec<_>>().join(".")
}
