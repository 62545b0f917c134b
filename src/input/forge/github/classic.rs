//! Classic branch protection: the answer of `branches/{branch}/protection`.

use super::answers::Found;
use crate::input::forge::layer::{Bypass, Draft};
use crate::input::forge::model::{BypassActor, BypassMode, BypassScope, Check, Enforcement, Level};
use crate::input::forge::reader::{Reader, given, is_null};
use crate::input::forge::strength::{Fact, Facts, Rule};
use crate::input::tree::Node;
use crate::source::Span;

/// The number of the repository role `admin` in GitHub's lists of bypass actors.
const ADMIN_ROLE: i64 = 5;

/// Settings that are an object with `enabled`, and the rule that holds when it is true.
const ENABLED: [(&str, Rule); 4] = [
    ("required_signatures", Rule::SignedCommits),
    ("required_linear_history", Rule::LinearHistory),
    ("required_conversation_resolution", Rule::ConversationResolution),
    ("lock_branch", Rule::Locked),
];

/// Settings that allow what the branch is otherwise protected from.
const ALLOWED: [(&str, Rule); 2] = [("allow_force_pushes", Rule::ForcePush), ("allow_deletions", Rule::Deletion)];

/// The flags of `required_pull_request_reviews`.
const REVIEWS: [(&str, Rule); 3] = [
    ("require_code_owner_reviews", Rule::CodeOwnerReview),
    ("dismiss_stale_reviews", Rule::DismissStale),
    ("require_last_push_approval", Rule::LastPushApproval),
];

/// The lists of those who may skip reviews, what they hold and what names it.
const ALLOWANCES: [(&str, &str, &str); 3] =
    [("users", "User", "login"), ("teams", "Team", "slug"), ("apps", "Integration", "slug")];

/// Reads a protection.
pub(super) fn layer(reader: &mut Reader<'_>, found: Found<'_>) -> Draft {
    let body = found.body;
    let mut facts = Facts::new();
    for (key, rule) in ENABLED {
        facts.insert(rule, enabled(reader, body, key).unwrap_or(UNTOLD));
    }
    for (key, rule) in ALLOWED {
        // The answer always says it; where it does not, nobody can tell.
        let allowed = enabled(reader, body, key).unwrap_or(UNTOLD);
        facts.insert(rule, Fact { strength: allowed.strength.map(|on| 1_u32.saturating_sub(on)), at: allowed.at });
    }
    reviews(reader, body, &mut facts);
    let checks = checks(reader, body, &mut facts);
    restrictions(reader, body, &mut facts);
    Draft {
        at: found.at,
        source: "classic".to_owned(),
        name: None,
        level: Level::Repository,
        enforcement: (Enforcement::Active, None),
        bypass: bypass(reader, body),
        checks,
        facts,
    }
}

/// What the forge leaves out when it is off.
const OFF: Fact = Fact { strength: Some(0), at: None };
/// What the forge always says, and this answer does not.
const UNTOLD: Fact = Fact { strength: None, at: None };
/// What the forge leaves out where no review is required.
const OF_REVIEWS: [Rule; 7] = [
    Rule::PullRequest,
    Rule::DirectPush,
    Rule::Approvals,
    Rule::DismissalRestricted,
    Rule::CodeOwnerReview,
    Rule::DismissStale,
    Rule::LastPushApproval,
];

/// The place of a key: the setting as one line.
fn key_at(body: &Node, key: &str) -> Option<Span> {
    body.get_entry(key).map(|entry| entry.key.span)
}

/// `{"enabled": true}` as strength; `None` when the setting is not there.
fn enabled(reader: &mut Reader<'_>, body: &Node, key: &str) -> Option<Fact> {
    let setting = given(body, key)?;
    let Some(value) = setting.get("enabled") else {
        reader.problem(setting.span, "`enabled` is missing here");
        return Some(Fact { strength: None, at: key_at(body, key) });
    };
    Some(Fact { strength: reader.flag(value).map(u32::from), at: Some(value.span) })
}

/// A section that the forge leaves out when it is off: `Ok(None)`. `Err` when it is there and no object, so that nobody
/// can tell; the forge never writes `null` there.
fn section<'t>(reader: &mut Reader<'_>, body: &'t Node, key: &str) -> Result<Option<&'t Node>, Fact> {
    match body.get(key) {
        None => Ok(None),
        Some(node) if node.is_mapping() => Ok(Some(node)),
        Some(node) => {
            if !is_null(node) {
                reader.problem(node.span, "an object is expected here");
            }
            Err(Fact { strength: None, at: key_at(body, key) })
        }
    }
}

fn reviews(reader: &mut Reader<'_>, body: &Node, facts: &mut Facts) {
    let reviews = match section(reader, body, "required_pull_request_reviews") {
        Ok(Some(reviews)) => reviews,
        Ok(None) => return facts.extend(OF_REVIEWS.map(|rule| (rule, OFF))),
        Err(untold) => return facts.extend(OF_REVIEWS.map(|rule| (rule, untold))),
    };
    let at = key_at(body, "required_pull_request_reviews");
    for rule in [Rule::PullRequest, Rule::DirectPush] {
        facts.insert(rule, Fact { strength: Some(1), at });
    }
    let count = reviews.get("required_approving_review_count");
    let strength = count.and_then(|node| reader.count(node));
    facts.insert(Rule::Approvals, Fact { strength, at: count.map_or(at, |node| Some(node.span)) });
    for (key, rule) in REVIEWS {
        let fact =
            given(reviews, key).map(|node| Fact { strength: reader.flag(node).map(u32::from), at: Some(node.span) });
        facts.insert(rule, fact.unwrap_or(UNTOLD));
    }
    let restricted = match section(reader, reviews, "dismissal_restrictions") {
        Ok(None) => OFF,
        Ok(Some(_)) => Fact { strength: Some(1), at: key_at(reviews, "dismissal_restrictions") },
        Err(untold) => untold,
    };
    facts.insert(Rule::DismissalRestricted, restricted);
}

/// The required checks. A list that is there and empty requires nothing, and then `strict` means nothing either.
fn checks(reader: &mut Reader<'_>, body: &Node, facts: &mut Facts) -> Vec<Check> {
    let required = section(reader, body, "required_status_checks");
    let at = key_at(body, "required_status_checks");
    let Ok(Some(required)) = required else {
        let fact = required.err().unwrap_or(OFF);
        facts.extend([(Rule::StatusChecks, fact), (Rule::StrictChecks, fact)]);
        return Vec::new();
    };
    let mut checks = Vec::new();
    let by_app = given(required, "checks").and_then(|node| reader.list(node));
    for check in by_app.unwrap_or_default() {
        match check.get("context").and_then(|node| reader.text(node)) {
            Some(context) => checks.push(by_source(reader, check, context)),
            None => reader.problem(check.span, "a required check needs its `context`"),
        }
    }
    let by_name = given(required, "contexts").and_then(|node| reader.list(node));
    // Old servers know no other list, and bind no check to an app.
    let unbound = (by_app.is_some() || required.get("checks").is_none()).then_some(false);
    // Both lists name the same checks; one that only this list names is required too, from whatever source.
    for context in by_name.unwrap_or_default() {
        let named = reader.text(context).filter(|text| checks.iter().all(|check| check.context != *text));
        checks.extend(named.map(|text| one_check(reader, context, text, (None, unbound))));
    }
    let listed = [by_app, by_name].into_iter().flatten().map(<[Node]>::len).max();
    let strength = match listed {
        Some(0) => Some(0),
        _ if !checks.is_empty() => Some(1),
        _ => None,
    };
    facts.insert(Rule::StatusChecks, Fact { strength, at });
    let strict = given(required, "strict");
    let told = strict.and_then(|node| reader.flag(node)).map(u32::from);
    let strict_strength = if strength == Some(0) { strength } else { told };
    facts.insert(Rule::StrictChecks, Fact { strength: strict_strength, at: strict.map(|node| node.span) });
    checks
}

/// A check of the list that says who may report it: GitHub writes `null` or -1 where any app may.
fn by_source(reader: &mut Reader<'_>, check: &Node, context: String) -> Check {
    let app = check.get("app_id");
    let id = app.filter(|node| !is_null(node)).and_then(|node| reader.id(node));
    let bound = match app {
        Some(node) if is_null(node) => Some(false),
        _ => id.map(|id| id >= 0),
    };
    one_check(reader, check, context, (id.filter(|id| *id >= 0), bound))
}

fn one_check(
    reader: &mut Reader<'_>,
    node: &Node,
    context: String,
    (app_id, bound): (Option<i64>, Option<bool>),
) -> Check {
    let at = node.get("context").map_or(node.span, |context| context.span);
    let loc = reader.place(at, Some(&context));
    for (key, value) in node.entries().iter().filter_map(|entry| Some((entry.name()?, entry.value.span))) {
        reader.child(&loc, &[key], value);
    }
    Check { loc, context, app_id, bound }
}

/// Push restrictions: nobody may push where they name nobody.
fn restrictions(reader: &mut Reader<'_>, body: &Node, facts: &mut Facts) {
    let fact = match section(reader, body, "restrictions") {
        Ok(Some(restrictions)) if nobody_may_push(reader, restrictions) => {
            Fact { strength: Some(1), at: key_at(body, "restrictions") }
        }
        Ok(_) => return,
        Err(untold) => untold,
    };
    // A rule that pull requests already make is not made doubtful by restrictions that cannot be read.
    if fact.strength.is_some() || facts.get(&Rule::DirectPush).is_none_or(|known| known.strength == Some(0)) {
        facts.insert(Rule::DirectPush, fact);
    }
}

fn nobody_may_push(reader: &mut Reader<'_>, restrictions: &Node) -> bool {
    ["users", "teams", "apps"].iter().all(|key| match given(restrictions, key) {
        Some(list) => reader.list(list).is_some_and(<[Node]>::is_empty),
        None => *key == "apps",
    })
}

/// Whether an object holds nothing but the lists of those who may skip reviews, and their addresses.
fn only_known_lists(allowances: &Node) -> bool {
    let known = |key: &str| key.ends_with("url") || ALLOWANCES.iter().any(|(list, ..)| *list == key);
    allowances.is_mapping() && allowances.entries().iter().all(|entry| entry.name().is_some_and(known))
}

/// Who is free of the rules; `None` when the answer does not say whether administrators are.
fn bypass(reader: &mut Reader<'_>, body: &Node) -> Option<Vec<Bypass>> {
    let enforced = given(body, "enforce_admins")?.get("enabled")?;
    let mut actors = Vec::new();
    if !reader.flag(enforced)? {
        let loc = reader.place(enforced.span, None);
        let actor = BypassActor {
            loc,
            kind: "RepositoryRole".to_owned(),
            id: Some(ADMIN_ROLE),
            name: Some("admin".to_owned()),
            mode: BypassMode::Always,
            scope: BypassScope::AllButRewriting,
        };
        actors.push(Bypass { actor, at: enforced.span });
    }
    let reviews = given(body, "required_pull_request_reviews");
    // The forge leaves it out where nobody may, and never writes `null`.
    let allowances = reviews.and_then(|reviews| reviews.get("bypass_pull_request_allowances"));
    if allowances.is_some_and(is_null) {
        return None;
    }
    if let Some(allowances) = allowances.filter(|allowances| !only_known_lists(allowances)) {
        reader.problem(allowances.span, "an object of `users`, `teams` and `apps` is expected here");
        return None;
    }
    for (list, kind, name) in ALLOWANCES {
        let Some(allowances) = allowances else { continue };
        // A list that is not there, or cannot be read, may hold anybody.
        for who in reader.list(allowances.get(list)?)? {
            let at = who.get(name).map_or(who.span, |node| node.span);
            let name = given(who, name).and_then(|node| reader.text(node));
            let actor = BypassActor {
                loc: reader.place(at, None),
                kind: kind.to_owned(),
                id: given(who, "id").and_then(|node| reader.id(node)),
                name,
                mode: BypassMode::Always,
                scope: BypassScope::Reviews,
            };
            actors.push(Bypass { actor, at });
        }
    }
    Some(actors)
}
