//! Turns symbolic references into references between the instances of a plan.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{BlockAddress, Key, modules};
use super::code::Code;
use super::configuration::{Configuration, Leaf, dotted, leaves, references, written};
use super::model::{Action, Reference, Resource};
use super::resolve::{Goal, Resolver, Rule, Target};

/// How many instances an unknown index may stand for; more is said with the address of the whole resource, so that a
/// thousand references to a thousand instances do not fill the memory.
const INSTANCES: usize = 64;

/// How many resources may share a literal name and each still be the one that is meant by it.
const NAMESAKES: usize = 4;

/// The instances of each configured resource, by their keys: one for each step of the module path, then their own.
type Instances = BTreeMap<BlockAddress, BTreeMap<Vec<Key>, usize>>;

/// The dotted path of an argument and what it refers to.
type Argument = (String, Vec<Target>);

/// The keys of an instance.
pub(super) fn keys(module: &str, index: &serde_json::Value) -> Vec<Key> {
    let steps = modules(module).into_iter().map(|(_, key)| key);
    steps.chain(std::iter::once(Key::from_json(index))).collect()
}

/// Fills `refs`, `linked` and `maybe_linked`. `blocks` gives the block of each resource.
pub(super) fn link(
    resources: &mut [Resource],
    blocks: &[BlockAddress],
    configuration: &Configuration<'_>,
    code: &Code,
) {
    let instances = instances(resources, blocks);
    let mut resolver = Resolver::new(configuration, code);
    // The instances of a block share what its arguments refer to. Those of the root stand together; those inside of a
    // module come once for each instance of it.
    let mut symbolic: BTreeMap<&BlockAddress, Vec<Argument>> = BTreeMap::new();
    let mut found: Vec<BTreeSet<Reference>> = Vec::with_capacity(resources.len());
    for (resource, block) in resources.iter().zip(blocks) {
        if leaves_the_plan(resource) {
            found.push(BTreeSet::new());
            continue;
        }
        if resource.module.is_empty() && !symbolic.contains_key(block) {
            symbolic.clear();
        }
        let arguments = symbolic.entry(block).or_insert_with(|| arguments(&mut resolver, block, &resource.module));
        let keys = keys(&resource.module, &resource.index);
        let all = arguments.iter().flat_map(|(path, targets)| {
            let mut references: Vec<Reference> =
                targets.iter().flat_map(|target| instantiate(target, &keys, &instances, resources)).collect();
            if references.is_empty() && may_be_unknown(resource, path) {
                references.push(Reference {
                    path: String::new(),
                    to: String::new(),
                    attr: String::new(),
                    exact: false,
                });
            }
            references.into_iter().map(|reference| Reference { path: path.clone(), ..reference })
        });
        found.push(traced(resource, all.collect()));
    }
    by_value(resources, &mut found);
    fill(resources, found);
}

/// The references of a resource, those of what is known only after apply as the code says them for this instance.
fn traced(resource: &Resource, mut all: BTreeSet<Reference>) -> BTreeSet<Reference> {
    // What is around them was said of all of it, and is not needed where every part that is not known is traced.
    let inside = |path: &str, outer: &str| path.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'));
    let traced = |unknown: &String| resource.sources.keys().any(|path| path == unknown || inside(unknown, path));
    all.retain(|reference| {
        let mut parts = resource.unknown.keys().filter(|unknown| inside(unknown, &reference.path)).peekable();
        parts.peek().is_none() || !parts.all(traced)
    });
    for (path, sources) in &resource.sources {
        let below = format!("{path}.");
        all.retain(|reference| reference.path != *path && !reference.path.starts_with(&below));
        all.extend(sources.iter().cloned());
    }
    all
}

/// Whether an argument, something around it or a part of it is known only after apply. Though it refers to nothing, as
/// in `timestamp()`, it must then not look like an argument that the code leaves to the provider.
fn may_be_unknown(resource: &Resource, path: &str) -> bool {
    let begins =
        |short: &str, long: &str| long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    resource.unknown.keys().any(|unknown| begins(unknown, path) || begins(path, unknown))
}

fn leaves_the_plan(resource: &Resource) -> bool {
    matches!(resource.action, Action::Delete | Action::Forget)
}

fn instances(resources: &[Resource], blocks: &[BlockAddress]) -> Instances {
    let mut instances = Instances::new();
    for (at, (resource, block)) in resources.iter().zip(blocks).enumerate() {
        if !leaves_the_plan(resource) {
            instances.entry(block.clone()).or_default().insert(keys(&resource.module, &resource.index), at);
        }
    }
    instances
}

/// What each computed argument of a configured resource refers to, which may be nothing.
fn arguments(resolver: &mut Resolver<'_>, block: &BlockAddress, instance: &str) -> Vec<Argument> {
    let Some(resource) = resolver.configuration.resources.get(block).copied() else { return Vec::new() };
    let names: Vec<String> = modules(instance).into_iter().map(|(name, _)| name).collect();
    let each = resolver.for_each(block, &resource.for_each_expression.0);
    let mut found = Vec::new();
    for (path, leaf) in leaves(&resource.expressions.0) {
        if matches!(leaf, Leaf::Constant(_)) {
            continue;
        }
        let references = references(resolver.code, block, &path, &leaf);
        found.push((dotted(&path), resolver.resolve(&names, &each, &references)));
    }
    for (path, expression) in resolver.code.dynamic(block) {
        found.push((dotted(&path), resolver.resolve(&names, &each, &written(expression))));
    }
    found
}

/// The instances that a target means for an instance with these keys: the one of the key that is written or shared,
/// the only one, else all, none of them for sure.
fn instantiate(target: &Target, own: &[Key], instances: &Instances, resources: &[Resource]) -> Vec<Reference> {
    let key = |rule: &Rule| match rule {
        Rule::Same(step) => own.get(*step).cloned(),
        Rule::Exactly(key) => Some(key.clone()),
        Rule::Any => None,
    };
    if target.only.as_ref().is_some_and(|(rule, wanted)| key(rule).is_some_and(|key| key != *wanted)) {
        return Vec::new();
    }
    let reference = |to: &str, exact: bool| Reference {
        path: String::new(),
        to: to.to_owned(),
        attr: target.attribute.clone(),
        exact: exact && !target.loose,
    };
    let (address, rules) = match &target.goal {
        // A variable of the root has one value; any other end is a trail that was lost.
        Goal::End(name) => return vec![reference(name, name.starts_with("var."))],
        Goal::Resource(address, rules) => (address, rules),
    };
    let Some(candidates) = instances.get(address) else { return vec![reference(&address.full(), false)] };
    let wanted: Vec<Option<Key>> = rules.iter().map(key).collect();
    let complete: Option<Vec<Key>> = wanted.iter().cloned().collect();
    let meant: Vec<usize> = match complete.and_then(|keys| candidates.get(&keys)) {
        Some(at) => vec![*at],
        None => match fitting(candidates, &wanted) {
            Some(fitting) => fitting,
            None => return vec![reference(&address.full(), false)],
        },
    };
    let exact = meant.len() == 1;
    let addresses = meant.iter().filter_map(|at| resources.get(*at)).map(|resource| resource.address.as_str());
    addresses.map(|address| reference(address, exact)).collect()
}

/// The candidates that fit the keys as far as these are known; if none does, those in the same module instance; then
/// all. `None` when there are too many to look at.
fn fitting(candidates: &BTreeMap<Vec<Key>, usize>, wanted: &[Option<Key>]) -> Option<Vec<usize>> {
    let fits = |keys: &[Key], wanted: &[Option<Key>]| {
        keys.iter().zip(wanted).all(|(key, wanted)| wanted.as_ref().is_none_or(|wanted| wanted == key))
    };
    let shorter = wanted.split_last().map_or(wanted, |(_, modules)| modules);
    for wanted in [wanted, shorter, &[]] {
        // They are sorted by their keys, so that those of one module instance stand in a row.
        let known: Vec<Key> = wanted.iter().map_while(Clone::clone).collect();
        let inside = candidates.range(known.clone()..).take_while(|(keys, _)| keys.starts_with(&known));
        let inside: Vec<(&Vec<Key>, &usize)> = inside.take(INSTANCES.saturating_add(1)).collect();
        if inside.len() > INSTANCES {
            return None;
        }
        let fitting: Vec<usize> = inside.iter().filter(|(keys, _)| fits(keys, wanted)).map(|(_, at)| **at).collect();
        if !fitting.is_empty() {
            return Some(fitting);
        }
    }
    Some(Vec::new())
}

/// Links split resources that name their subject by its literal name instead of a reference: the argument `bucket` of
/// an `aws_s3_bucket_versioning` that equals the `bucket`, `id` or `name` of an `aws_s3_bucket`.
fn by_value(resources: &[Resource], found: &mut [BTreeSet<Reference>]) {
    let text = |resource: &Resource, name: &str| {
        let text = resource.values.get(name)?.as_str()?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    let mut named: BTreeMap<(&str, String), BTreeSet<usize>> = BTreeMap::new();
    for (at, resource) in resources.iter().enumerate().filter(|(_, resource)| !leaves_the_plan(resource)) {
        for value in [subject(&resource.kind), "id", "name"].into_iter().filter_map(|name| text(resource, name)) {
            named.entry((&resource.kind, value)).or_default().insert(at);
        }
    }
    for (resource, found) in resources.iter().zip(found).filter(|(resource, _)| !leaves_the_plan(resource)) {
        for (end, _) in resource.kind.match_indices('_') {
            let Some(owner) = resource.kind.get(..end) else { continue };
            let argument = subject(owner);
            let known = found.iter().any(|reference| reference.path == argument && reference.exact);
            let Some(value) = text(resource, argument).filter(|_| !known) else { continue };
            // A name that many share names none of them.
            let Some(owners) = named.get(&(owner, value)).filter(|owners| owners.len() <= NAMESAKES) else { continue };
            let to = owners.iter().filter_map(|at| resources.get(*at)).map(|owner| Reference {
                path: argument.to_owned(),
                to: owner.address.clone(),
                attr: argument.to_owned(),
                exact: owners.len() == 1,
            });
            found.extend(to);
        }
    }
}

/// The argument by which resources name one of this type: the last word of the type.
fn subject(kind: &str) -> &str {
    kind.rsplit_once('_').map_or(kind, |(_, word)| word)
}

fn fill(resources: &mut [Resource], found: Vec<BTreeSet<Reference>>) {
    let at: BTreeMap<String, usize> = resources
        .iter()
        .enumerate()
        .filter(|(_, resource)| !leaves_the_plan(resource))
        .map(|(at, resource)| (resource.address.clone(), at))
        .collect();
    for (from, references) in found.iter().enumerate() {
        let Some((address, kind)) = resources.get(from).map(|from| (from.address.clone(), from.kind.clone())) else {
            continue;
        };
        for reference in references {
            let Some(target) = at.get(&reference.to).and_then(|at| resources.get_mut(*at)) else { continue };
            let links = if reference.exact { &mut target.linked } else { &mut target.maybe_linked };
            links.entry(kind.clone()).or_default().push(address.clone());
        }
    }
    for (resource, references) in resources.iter_mut().zip(found) {
        resource.refs = references.into_iter().collect();
        for addresses in resource.linked.values_mut().chain(resource.maybe_linked.values_mut()) {
            addresses.sort_unstable();
            addresses.dedup();
        }
    }
}
