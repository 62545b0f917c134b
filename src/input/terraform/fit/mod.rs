//! Whether a plan was made of the code that lies beside it.
//!
//! The configuration of a plan repeats what the code sets: constants, references, nested blocks. Where the two differ
//! the code was edited after the plan was made, and a judgement of the plan says nothing about the code. What stands in
//! no configuration is compared with the values of what is created, as far as it can be told without the tool: `locals`,
//! texts around `${…}`, `jsonencode`. `lifecycle` and other functions leave no trace in a plan.

mod compare;
mod constant;
mod given;
mod instances;
mod module;
mod planned;
mod references;
mod scope;
pub(super) mod texts;
mod written;

use std::collections::BTreeMap;

use self::instances::Instances;
use self::written::Module;
use super::address::BlockAddress;
use super::code::Code;
use super::configuration::Configuration;
use super::{raw, whole};
use crate::input::Problem;
use crate::source::{RepoPath, Source, Span};

pub(super) use given::otherwise;

/// How a plan is made anew, in the folder of its code.
const AGAIN: &str = "terraform plan -out p && terraform show -json p > plan.json";

/// A difference between a plan and its code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    path: RepoPath,
    offset: usize,
    /// The problem, at its place.
    problem: Problem,
}

type Differences = Vec<Difference>;

impl Difference {
    fn new(source: &Source, at: Span, what: &str) -> Self {
        let problem = Problem::at(source, at.start, &format!("stale plan: {what}; plan again: {AGAIN}"));
        Self { path: source.path().clone(), offset: at.start, problem }
    }
}

/// Which of the two tools reads the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Terraform,
    OpenTofu,
}

impl Reading {
    /// Whether the tool reads a file: OpenTofu takes `x.tofu` instead of `x.tf`, Terraform knows no `.tofu`.
    fn takes(self, path: &RepoPath, files: &[super::code::File]) -> bool {
        let name = path.file_name();
        let stem = |ending: &str| name.strip_suffix(ending);
        let own = stem(".tofu").is_some() || stem(".tofu.json").is_some();
        if own || self == Self::Terraform {
            return own == (self == Self::OpenTofu);
        }
        let twin = stem(".tf.json")
            .map(|stem| format!("{stem}.tofu.json"))
            .or_else(|| stem(".tf").map(|stem| format!("{stem}.tofu")));
        !files.iter().any(|file| Some(file.source.path().file_name()) == twin.as_deref())
    }
}

/// The first place where the code is not what a plan was made of. `None` also where the code cannot be read.
pub(super) fn stale(
    plan: &raw::Plan<'_>,
    stored: &raw::Configuration,
    configuration: &Configuration<'_>,
    code: &Code,
) -> Option<Problem> {
    let mut readings = vec![Reading::Terraform];
    if code.has_tofu() {
        // Nothing in a plan says for sure which of the two made it.
        readings.push(Reading::OpenTofu);
    }
    let readings = readings.into_iter().filter_map(|reading| differences(plan, stored, configuration, code, reading));
    let first: Vec<Option<Difference>> = readings.map(|found| found.into_iter().min()).collect();
    // A plan that fits what one of the tools reads is not stale.
    first.into_iter().collect::<Option<Vec<_>>>()?.pop().map(|difference| difference.problem)
}

/// Every difference; `None` when the tool reads no file of some folder, so that it is not the one that made the plan.
fn differences(
    plan: &raw::Plan<'_>,
    stored: &raw::Configuration,
    configuration: &Configuration<'_>,
    code: &Code,
    reading: Reading,
) -> Option<Differences> {
    let mut read: BTreeMap<&str, Module<'_>> = BTreeMap::new();
    let mut found = Differences::new();
    for (address, planned) in &configuration.modules {
        let Some(files) = code.own_files(address) else { continue };
        let module = Module::read(files, reading)?;
        module::compare(planned, &module, address, &plan.variables.0, &mut found);
        read.insert(address, module);
    }
    for provider in stored.provider_config.0.values() {
        if let Some(module) = read.get(provider.module_address.as_str()) {
            module::provider(provider, module, &mut found);
        }
    }
    for (address, module) in &read {
        module::providers(&stored.provider_config.0, module, address, &mut found);
    }
    values(plan, &read, &mut found);
    Some(found)
}

/// Compares what is created with its code.
fn values(plan: &raw::Plan<'_>, read: &BTreeMap<&str, Module<'_>>, found: &mut Differences) {
    let mut instances = Instances::new(read, &plan.variables.0);
    // A plan that says itself that it is a part, or that destroys, leaves instances out.
    if plan.complete != Some(false) && plan.errored != Some(true) && !whole::destroys(plan) {
        instances.compare(plan, found);
    }
    for resource in plan.resource_changes.iter().flatten().filter(|resource| resource.change.actions == ["create"]) {
        let block = BlockAddress::of_resource(&resource.module_address, &resource.mode, &resource.kind, &resource.name);
        let Some(module) = read.get(block.module.as_str()) else { continue };
        let Some(written) = module.blocks.get(&("resource", block.name.clone())) else { continue };
        let Some(scope) = instances.scope(&resource.module_address, &block, written, &resource.index) else { continue };
        let after = resource.change.after.and_then(|after| serde_json::from_str(after.get()).ok());
        if let Some(after) = after {
            planned::compare(&after, written, &scope, &block.name, found);
        }
    }
}
