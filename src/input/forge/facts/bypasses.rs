//! Who may bypass the rules of the default branch.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{Branch, BypassActor, BypassMode, Enforcement, Layer, Rules, Unknown};
use super::gap::Gap;
use super::label;
use crate::input::Fact;

/// Somebody who may bypass rules that bind others; or rules of which nobody can say who may. Whoever is bound all the
/// same, because another layer makes every rule too and lets nobody by, is not here; nor is whoever may only merge a pull
/// request past rules about something else than checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bypass {
    /// The name of the branch.
    pub branch: String,
    /// Its name in a sentence.
    pub label: String,
    /// The layer that has the rules: `classic`, or `ruleset:` and its id; null when the layer itself is hidden.
    pub layer: Option<String>,
    /// Who may, as a message says it; null when that is hidden.
    pub who: Option<String>,
    /// When; null when it is hidden who may.
    pub mode: Option<BypassMode>,
    /// Whether the checks that the branch requires need not pass for whoever bypasses the layer.
    pub skips_checks: bool,
}

/// Those of a branch.
pub(super) fn of(branch: &Branch, observed: bool) -> Vec<Fact<Bypass>> {
    let layers = || branch.layers.iter().filter(|layer| layer.enforcement == Enforcement::Active);
    let mut found: Vec<Fact<Bypass>> = layers().flat_map(|layer| granted(branch, layer)).collect();
    if observed {
        let gaps: BTreeMap<&str, Vec<&Unknown>> = gaps(branch);
        let hidden: Vec<&Layer> = layers().filter(|layer| layer.bypass_actors.is_none()).collect();
        for layer in &hidden {
            let path = format!("/layers/{}/bypass_actors", layer.source);
            let why = gaps.get(path.as_str()).into_iter().flatten();
            found.extend(why.map(|unknown| untold(branch, Some(layer), &Gap::of(unknown))));
        }
        if hidden.is_empty() && may_be_free(branch) {
            found.push(untold(branch, None, &Gap::of_branch(branch)));
        }
    }
    found
}

/// The actors whom a layer frees of something.
fn granted<'b>(branch: &'b Branch, layer: &'b Layer) -> impl Iterator<Item = Fact<Bypass>> + 'b {
    let is_free = !is_bound_elsewhere(branch, layer);
    let skips_checks = skips_checks(branch, layer);
    let frees = move |actor: &&BypassActor| match actor.mode {
        BypassMode::Always | BypassMode::Exempt => is_free,
        BypassMode::PullRequest => skips_checks,
    };
    layer.bypass_actors.iter().flatten().filter(frees).map(move |actor| {
        let who = called(actor);
        let says = Bypass {
            branch: branch.name.clone(),
            label: label(branch),
            layer: Some(layer.source.clone()),
            who: Some(who.clone()),
            mode: Some(actor.mode),
            skips_checks,
        };
        Fact::new(&actor.loc, Vec::new(), &who, says)
    })
}

/// A layer of which nobody can say whom it lets by.
fn untold(branch: &Branch, layer: Option<&Layer>, gap: &Gap) -> Fact<Bypass> {
    let says = Bypass {
        branch: branch.name.clone(),
        label: label(branch),
        layer: layer.map(|layer| layer.source.clone()),
        who: None,
        mode: None,
        skips_checks: layer.is_some_and(|layer| skips_checks(branch, layer)),
    };
    Fact::new(&gap.loc, Vec::new(), &branch.name, says).because(gap.why.clone())
}

/// Why parts of a branch are not known, by their paths.
fn gaps(branch: &Branch) -> BTreeMap<&str, Vec<&Unknown>> {
    let mut gaps: BTreeMap<&str, Vec<&Unknown>> = BTreeMap::new();
    for unknown in &branch.unknowns {
        gaps.entry(&unknown.path).or_default().push(unknown);
    }
    gaps
}

/// A layer that is hidden altogether matters only as long as no other one binds everybody.
fn may_be_free(branch: &Branch) -> bool {
    branch.bypass_actors.is_none() && branch.effective_for_everyone.pull_request_required.is_none()
}

/// Whether whoever bypasses a layer is free of required checks.
fn skips_checks(branch: &Branch, layer: &Layer) -> bool {
    branch.effective.status_checks_required == Some(true)
        && branch.effective_for_everyone.status_checks_required == Some(false)
        && layer.rules.status_checks_required == Some(true)
}

/// Whether a layer has rules that bind, and what holds for everyone is known and no less than what holds for a person
/// without a bypass.
fn is_bound_elsewhere(branch: &Branch, layer: &Layer) -> bool {
    binds(&layer.rules) && is_known(&branch.effective) && branch.effective == branch.effective_for_everyone
}

/// Whether rules forbid or demand anything.
fn binds(rules: &Rules) -> bool {
    let forbidden = [rules.force_push_allowed, rules.deletion_allowed, rules.direct_push_allowed];
    let demanded = [
        rules.pull_request_required,
        rules.code_owner_review_required,
        rules.last_push_approval_required,
        rules.conversation_resolution_required,
        rules.signed_commits_required,
        rules.linear_history_required,
        rules.status_checks_required,
        rules.merge_queue_required,
    ];
    forbidden.contains(&Some(false)) || demanded.contains(&Some(true))
}

/// Whether every rule is known. A rule that is added to the model has to be added here.
const fn is_known(rules: &Rules) -> bool {
    let Rules {
        pull_request_required: Some(_),
        approvals_required: Some(_),
        approvals_required_at_least: _,
        code_owner_review_required: Some(_),
        dismiss_stale_approvals: Some(_),
        last_push_approval_required: Some(_),
        author_can_approve: Some(_),
        conversation_resolution_required: Some(_),
        signed_commits_required: Some(_),
        linear_history_required: Some(_),
        force_push_allowed: Some(_),
        deletion_allowed: Some(_),
        direct_push_allowed: Some(_),
        status_checks_required: Some(_),
        status_checks_strict: Some(_),
        review_dismissal_restricted: Some(_),
        merge_queue_required: Some(_),
        locked: Some(_),
    } = rules
    else {
        return false;
    };
    true
}

/// The words for how an actor is called.
fn called(actor: &BypassActor) -> String {
    match (&actor.name, actor.id) {
        (Some(name), _) => format!("{name} ({})", actor.kind),
        (None, Some(id)) => format!("{} {id}", actor.kind),
        (None, None) => actor.kind.clone(),
    }
}
