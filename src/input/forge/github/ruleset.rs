//! Rules and bypass lists of rulesets, in the form that `rules/branches/{branch}`, `rulesets/{id}` and exported files
//! share.

use crate::input::forge::layer::Bypass;
use crate::input::forge::model::{BypassActor, BypassMode, BypassScope, Check, Enforcement, Level, TagRules};
use crate::input::forge::reader::{Reader, given, text};
use crate::input::forge::refname::RefName;
use crate::input::forge::strength::{Fact, Facts, Rule};
use crate::input::tree::Node;
use crate::source::Span;

/// The words of `enforcement`.
pub(in crate::input::forge) const ENFORCEMENT: [(&str, Enforcement); 3] =
    [("active", Enforcement::Active), ("evaluate", Enforcement::Evaluate), ("disabled", Enforcement::Disabled)];

/// The words of `bypass_mode`.
const MODES: [(&str, BypassMode); 3] =
    [("always", BypassMode::Always), ("pull_request", BypassMode::PullRequest), ("exempt", BypassMode::Exempt)];

/// Rules without parameters that matter here.
const PLAIN: [(&str, Rule); 5] = [
    ("deletion", Rule::Deletion),
    ("non_fast_forward", Rule::ForcePush),
    ("required_linear_history", Rule::LinearHistory),
    ("required_signatures", Rule::SignedCommits),
    ("merge_queue", Rule::MergeQueue),
];

/// The flags of a `pull_request` rule.
pub(in crate::input::forge) const REVIEWS: [(&str, Rule); 4] = [
    ("dismiss_stale_reviews_on_push", Rule::DismissStale),
    ("require_code_owner_review", Rule::CodeOwnerReview),
    ("require_last_push_approval", Rule::LastPushApproval),
    ("required_review_thread_resolution", Rule::ConversationResolution),
];

/// What a list of rules comes to. A type that gate does not know can only add strictness, so it is passed over.
pub(in crate::input::forge) fn rules(reader: &mut Reader<'_>, rules: &[&Node]) -> (Facts, Vec<Check>) {
    let (mut facts, mut checks) = (Facts::new(), Vec::new());
    for rule in rules {
        let Some(kind) = rule.get("type").and_then(text) else {
            reader.problem(rule.span, "a rule needs its `type`");
            continue;
        };
        let at = rule.get("type").map_or(rule.span, |node| node.span);
        let on = Fact { strength: Some(1), at: Some(at) };
        let parameters = given(rule, "parameters");
        match kind {
            "pull_request" => reviews(reader, parameters, at, &mut facts),
            "required_status_checks" => status_checks(reader, parameters, at, &mut facts, &mut checks),
            "workflows" => workflows(reader, parameters, at, &mut facts, &mut checks),
            // Only those who bypass the ruleset may update the branch, by whatever means.
            "update" => {
                for rule in [Rule::Locked, Rule::DirectPush, Rule::ForcePush] {
                    add(&mut facts, rule, on);
                }
            }
            _ => {
                if let Some((_, rule)) = PLAIN.iter().find(|(name, _)| *name == kind) {
                    add(&mut facts, *rule, on);
                }
            }
        }
    }
    (facts, checks)
}

/// Adds a fact; of two about the same rule the stricter one stays, of two unclear ones the first.
fn add(facts: &mut Facts, rule: Rule, fact: Fact) {
    let kept = facts.entry(rule).or_insert(fact);
    if fact.strength > kept.strength {
        *kept = fact;
    }
}

fn reviews(reader: &mut Reader<'_>, parameters: Option<&Node>, at: Span, facts: &mut Facts) {
    for rule in [Rule::PullRequest, Rule::DirectPush] {
        add(facts, rule, Fact { strength: Some(1), at: Some(at) });
    }
    let Some(parameters) = parameters else {
        // The forge always tells them; a rule without them says nothing about approvals.
        add(facts, Rule::Approvals, Fact { strength: None, at: Some(at) });
        return;
    };
    let count = parameters.get("required_approving_review_count");
    let strength = count.and_then(|node| reader.count(node));
    add(facts, Rule::Approvals, Fact { strength, at: Some(count.map_or(at, |node| node.span)) });
    for (key, rule) in REVIEWS {
        if let Some(node) = given(parameters, key) {
            let strength = reader.flag(node).map(u32::from);
            add(facts, rule, Fact { strength, at: Some(node.span) });
        }
    }
    if let Some(node) = given(parameters, "dismissal_restriction").and_then(|node| given(node, "enabled")) {
        let strength = reader.flag(node).map(u32::from);
        add(facts, Rule::DismissalRestricted, Fact { strength, at: Some(node.span) });
    }
}

/// Required checks; an empty list requires nothing.
fn status_checks(
    reader: &mut Reader<'_>,
    parameters: Option<&Node>,
    at: Span,
    facts: &mut Facts,
    checks: &mut Vec<Check>,
) {
    let list = parameters.and_then(|parameters| given(parameters, "required_status_checks"));
    let list = list.and_then(|list| reader.list(list));
    let before = checks.len();
    for node in list.unwrap_or_default() {
        match node.get("context").and_then(|node| reader.text(node)) {
            Some(context) => checks.push(by_source(reader, node, context)),
            None => reader.problem(node.span, "a required check needs its `context`"),
        }
    }
    let some = match list {
        Some([]) => Some(0),
        _ => (checks.len() > before).then_some(1),
    };
    add(facts, Rule::StatusChecks, Fact { strength: some, at: Some(at) });
    let strict = parameters.and_then(|parameters| given(parameters, "strict_required_status_checks_policy"));
    let told = strict.and_then(|node| reader.flag(node)).map(u32::from);
    let strength = if some == Some(0) { some } else { told };
    add(facts, Rule::StrictChecks, Fact { strength, at: strict.map(|node| node.span) });
}

/// A check with its source, which the forge leaves out where anybody may report it.
fn by_source(reader: &mut Reader<'_>, node: &Node, context: String) -> Check {
    let id = given(node, "integration_id").map(|node| reader.id(node));
    let bound = match id {
        None => Some(false),
        Some(id) => id.map(|id| id >= 0),
    };
    check(reader, node, "context", context, (id.flatten().filter(|id| *id >= 0), bound))
}

/// Required workflows: checks that nothing but the named workflow can report.
fn workflows(reader: &mut Reader<'_>, parameters: Option<&Node>, at: Span, facts: &mut Facts, checks: &mut Vec<Check>) {
    let list = parameters.and_then(|parameters| given(parameters, "workflows")).and_then(|list| reader.list(list));
    if list.is_none() {
        add(facts, Rule::StatusChecks, Fact { strength: None, at: Some(at) });
    }
    for node in list.unwrap_or_default() {
        match node.get("path").and_then(|node| reader.text(node)) {
            Some(path) => {
                checks.push(check(reader, node, "path", path, (None, Some(true))));
                add(facts, Rule::StatusChecks, Fact { strength: Some(1), at: Some(at) });
            }
            None => reader.problem(node.span, "a required workflow needs its `path`"),
        }
    }
}

fn check(
    reader: &mut Reader<'_>,
    node: &Node,
    key: &str,
    context: String,
    (app_id, bound): (Option<i64>, Option<bool>),
) -> Check {
    let at = node.get(key).map_or(node.span, |value| value.span);
    let loc = reader.place(at, Some(&context));
    if let Some(value) = node.get("integration_id") {
        reader.child(&loc, &["app_id"], value.span);
    }
    Check { loc, context, app_id, bound }
}

/// The bypass list of a ruleset; `None` when it is not shown.
pub(in crate::input::forge) fn bypass(reader: &mut Reader<'_>, ruleset: &Node) -> Option<Vec<Bypass>> {
    let list = reader.list(given(ruleset, "bypass_actors")?)?;
    list.iter().map(|node| actor(reader, node)).collect()
}

/// One actor; `None`, and a problem, when it does not say when it may bypass.
fn actor(reader: &mut Reader<'_>, node: &Node) -> Option<Bypass> {
    let kind = node.get("actor_type").and_then(|node| reader.text(node));
    let mode = node.get("bypass_mode").and_then(|node| reader.word(node, &MODES));
    let (Some(kind), Some(mode)) = (kind, mode) else {
        reader.problem(node.span, "a bypass actor needs `actor_type` and `bypass_mode`");
        return None;
    };
    let at = node.get("bypass_mode").map_or(node.span, |node| node.span);
    let id = given(node, "actor_id").and_then(|node| reader.id(node));
    let actor = BypassActor {
        loc: reader.place(at, None),
        name: role(&kind, id),
        kind,
        id,
        mode,
        scope: BypassScope::Everything,
    };
    Some(Bypass { actor, at })
}

/// The names of the roles that every repository has.
fn role(kind: &str, id: Option<i64>) -> Option<String> {
    let name = match (kind, id) {
        ("RepositoryRole", Some(2)) => "maintain",
        ("RepositoryRole", Some(4)) => "write",
        ("RepositoryRole", Some(5)) => "admin",
        ("OrganizationAdmin", _) => "organization owners",
        _ => return None,
    };
    Some(name.to_owned())
}

/// The condition of a ruleset. One that is missing names no ref.
pub(in crate::input::forge) fn condition(reader: &mut Reader<'_>, ruleset: &Node) -> RefName {
    let names = given(ruleset, "conditions").and_then(|conditions| given(conditions, "ref_name"));
    let mut list = |key| names.and_then(|names| given(names, key)).map(|node| reader.texts(node)).unwrap_or_default();
    RefName { include: list("include"), exclude: list("exclude") }
}

/// Whether the condition of a ruleset can be read: both lists are there, as the forge writes them.
pub(in crate::input::forge) fn has_condition(ruleset: &Node) -> bool {
    let names = given(ruleset, "conditions").and_then(|conditions| given(conditions, "ref_name"));
    let list = |key| names.and_then(|names| names.get(key)).and_then(Node::as_sequence);
    let texts = |list: &[Node]| list.iter().all(|node| text(node).is_some());
    ["include", "exclude"].into_iter().all(|key| list(key).is_some_and(texts))
}

/// A ruleset about tags as policies see it; `None` when it does not say whether it is enforced.
pub(in crate::input::forge) fn tag_rules(
    reader: &mut Reader<'_>,
    ruleset: &Node,
    at: Span,
    source: String,
) -> Option<TagRules> {
    let enforcement = ruleset.get("enforcement").and_then(|node| reader.word(node, &ENFORCEMENT))?;
    let condition = condition(reader, ruleset);
    let name = ruleset.get("name").and_then(text).map(str::to_owned);
    let rules = ruleset.get("rules").map(Node::elements).unwrap_or_default();
    Some(TagRules {
        loc: reader.place(at, name.as_deref()),
        source,
        name,
        enforcement,
        include: condition.include,
        exclude: condition.exclude,
        rules: rules.iter().filter_map(|rule| rule.get("type").and_then(text)).map(str::to_owned).collect(),
        bypass_actors: bypass(reader, ruleset).map(|actors| actors.into_iter().map(|bypass| bypass.actor).collect()),
    })
}

/// Who set a ruleset, from `source_type` or `ruleset_source_type`.
pub(in crate::input::forge) fn level(ruleset: &Node, key: &str) -> Level {
    match ruleset.get(key).and_then(text) {
        Some("Organization") => Level::Organization,
        Some("Enterprise") => Level::Enterprise,
        _ => Level::Repository,
    }
}
