//! Whether a plan holds what it must: an entry that says too little would be judged as if it set nothing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::address::BlockAddress;
use super::configuration::Configuration;
use super::model::Action;
use super::raw;

/// How many missing addresses a message names.
const NAMED: usize = 3;

/// Whether every planned resource has its entry among the changes. Terraform derives the one from the other, so a plan
/// whose lists differ was edited.
///
/// # Errors
/// Which resources have none.
pub(super) fn covered(raw: &raw::Plan<'_>) -> Result<(), String> {
    let changes = raw.resource_changes.iter().flatten();
    let changed: BTreeSet<&str> = changes.map(|change| change.address.as_str()).collect();
    let missing = without(raw.planned_values.as_ref(), &changed);
    if missing.is_empty() {
        return Ok(());
    }
    if raw.resource_changes.is_none() {
        return Err("no resource_changes although resources are planned; write it again, whole".to_owned());
    }
    Err(format!(
        "resource_changes leaves out {} planned (of {}): {}; write it again, whole",
        if missing.len() == 1 { "a resource" } else { "resources" },
        missing.len(),
        named(&missing)
    ))
}

/// What the prior state has and no change is about, not even one that leaves it as it is. Only a plan of a part of the
/// resources says nothing of the others.
pub(super) fn forgotten(raw: &raw::Plan<'_>) -> Option<String> {
    let changes = raw.resource_changes.iter().flatten();
    let known: BTreeSet<&str> = changes
        .flat_map(|change| [Some(change.address.as_str()), change.previous_address.as_deref()])
        .flatten()
        .collect();
    let missing = without(raw.prior_state.as_ref().and_then(|state| state.values.as_ref()), &known);
    (!missing.is_empty()).then(|| {
        format!(
            "resource_changes leaves out what the prior state has (of {}): {}; plan again without -target",
            missing.len(),
            named(&missing)
        )
    })
}

/// What the configuration has and no change is about, not even one that leaves it as it is: a plan with `-target` or
/// `-refresh-only` says nothing of it. Only what is there once for sure is looked for, and nothing in a plan that
/// destroys.
pub(super) fn unplanned(raw: &raw::Plan<'_>, configuration: &Configuration<'_>) -> Option<String> {
    let changes = || raw.resource_changes.iter().flatten();
    let of_opentofu = |name: &str| name.starts_with("registry.opentofu.org/");
    // Since 1.11 a block may say that it is not there, which no plan repeats.
    if destroys(raw) || changes().any(|change| of_opentofu(&change.provider_name)) {
        return None;
    }
    let known: BTreeSet<BlockAddress> = changes()
        .map(|change| BlockAddress::of_resource(&change.module_address, &change.mode, &change.kind, &change.name))
        .collect();
    let once = |resource: &raw::Resource| {
        resource.mode == "managed" && resource.count_expression.0.is_null() && resource.for_each_expression.0.is_null()
    };
    let wanted = configuration.resources.iter().filter(|(block, it)| once(it) && configuration.is_once(&block.module));
    let missing: BTreeSet<String> =
        wanted.filter(|(block, _)| !known.contains(*block)).map(|(block, _)| block.full()).collect();
    let shown: BTreeSet<&str> = missing.iter().map(String::as_str).collect();
    (!missing.is_empty()).then(|| {
        format!(
            "resource_changes leaves out what the configuration has (of {}): {}; plan again without -target and \
             -refresh-only",
            missing.len(),
            named(&shown)
        )
    })
}

/// Whether a plan destroys everything that it is about.
pub(super) fn destroys(raw: &raw::Plan<'_>) -> bool {
    let managed = || raw.resource_changes.iter().flatten().filter(|change| change.mode == "managed");
    managed().next().is_some() && managed().all(|change| change.change.actions == ["delete"])
}

/// The managed resources of a state that are not among some addresses.
fn without<'a>(state: Option<&'a raw::StateValues<'_>>, known: &BTreeSet<&str>) -> BTreeSet<&'a str> {
    let mut missing = BTreeSet::new();
    let mut pending: Vec<&raw::StateModule<'_>> = state.map(|state| &state.root_module).into_iter().collect();
    while let Some(module) = pending.pop() {
        pending.extend(&module.child_modules);
        let managed = module.resources.iter().filter(|resource| resource.mode != "data");
        missing.extend(managed.map(|resource| resource.address.as_str()).filter(|address| !known.contains(address)));
    }
    missing
}

/// The first of some addresses, as a message has them.
fn named(addresses: &BTreeSet<&str>) -> String {
    let first: Vec<&str> = addresses.iter().copied().take(NAMED).collect();
    let more = if addresses.len() > NAMED { " …" } else { "" };
    format!("{}{more}", first.join(", "))
}

/// Whether an entry names its resource; a policy finds a resource by its type.
///
/// # Errors
/// What is missing or contradicts itself.
pub(super) fn names_itself(address: &str, module: &str, mode: &str, kind: &str, name: &str) -> Result<(), String> {
    let prefix = match mode {
        "managed" => "",
        "data" => "data.",
        _ => return Err("its mode is neither `managed` nor `data`".to_owned()),
    };
    if kind.is_empty() || name.is_empty() {
        return Err("its type or its name is missing".to_owned());
    }
    let local = if module.is_empty() {
        Some(address)
    } else {
        address.strip_prefix(module).and_then(|rest| rest.strip_prefix('.'))
    };
    let instance = local.and_then(|local| local.strip_prefix(&format!("{prefix}{kind}.{name}")));
    if instance.is_some_and(|instance| instance.is_empty() || instance.starts_with('[')) {
        Ok(())
    } else {
        Err("its address and its type or name contradict each other".to_owned())
    }
}

/// Whether an entry holds the values that its action leaves.
///
/// # Errors
/// What is not as the tool writes it.
pub(super) fn valued(action: Action, before: &Value, after: &Value) -> Result<(), String> {
    if !before.is_object() && !before.is_null() {
        return Err("`before` is neither an object nor null".to_owned());
    }
    let changes = matches!(action, Action::Update | Action::Replace | Action::Delete | Action::Forget);
    if changes && before.is_null() {
        return Err("its values before the change are missing".to_owned());
    }
    let nothing = match action {
        Action::Delete | Action::Forget => true,
        Action::NoOp => before.is_null(),
        Action::Create | Action::Update | Action::Replace | Action::Read => false,
    };
    if after.is_object() || (nothing && after.is_null()) {
        Ok(())
    } else {
        Err("its values after the change are missing".to_owned())
    }
}

/// Whether what marks values as unknown or sensitive mirrors an object.
///
/// # Errors
/// That it does not.
pub(super) fn mirrored(mirrors: &[&Value]) -> Result<(), String> {
    let mirrors = mirrors.iter().all(|mirror| mirror.is_object() || mirror.is_boolean() || mirror.is_null());
    if mirrors { Ok(()) } else { Err("what it marks as unknown or sensitive cannot be read".to_owned()) }
}
