//! The facts of settings, through the reader.

use serde_json::{Value, json};

use super::{classic, forbidden, no_classic, ok, repository, ruleset, snapshot};

const CLASSIC: &str = "{}/branches/main/protection";
const RULES: &str = "{}/rules/branches/main";

/// The facts of one concept of a snapshot about `acme/pay`.
fn facts(concept: &str, answers: &[(&str, Value)]) -> Vec<Value> {
    let answers: Vec<(&str, Value)> = [("{}", ok(&repository()))].into_iter().chain(answers.iter().cloned()).collect();
    snapshot(&answers).content.facts()[concept].as_array().unwrap().clone()
}

/// The same of a branch with classic protection and no ruleset.
fn of_classic(concept: &str, protection: &Value) -> Vec<Value> {
    facts(concept, &[(CLASSIC, ok(protection)), (RULES, ok(&json!([])))])
}

/// Classic protection with one value set.
fn classic_with(pointer: &str, value: Value) -> Value {
    let mut protection = classic();
    *protection.pointer_mut(pointer).unwrap() = value;
    protection
}

/// Some fields of facts.
fn fields(facts: &[Value], names: &[&str]) -> Value {
    facts.iter().map(|fact| names.iter().map(|name| fact[*name].clone()).collect::<Value>()).collect()
}

#[test]
fn a_branch_that_is_protected_leaves_nothing_to_say() {
    for concept in ["rewritings", "check_sources", "bypasses", "default_branches"] {
        assert_eq!(of_classic(concept, &classic()), [Value::Null; 0], "{concept}");
    }
    let review = &of_classic("reviews", &classic())[0];
    let rules = json!({"pull_request_required": true, "approvals_required": 2, "approvals_required_at_least": 2});
    assert_eq!((&review["effective"], &review["effective_for_everyone"]), (&rules, &rules));
    let checks = of_classic("status_checks", &classic());
    assert_eq!(fields(&checks, &["required", "names", "observed"]), json!([[true, ["gate"], true]]));
}

#[test]
fn a_rewriting_is_a_fact_unless_it_is_forbidden() {
    let (push, delete) = ("rewritten by a force push", "deleted");
    let open = json!({"enabled": true});
    let cases = [
        ("/allow_force_pushes", open.clone(), json!([[true, [push], ["effective", "force_push_allowed"]]])),
        ("/allow_deletions", open, json!([[true, [delete], ["effective", "deletion_allowed"]]])),
        ("/allow_deletions", Value::Null, json!([[null, [delete], []]])),
    ];
    for (pointer, value, expected) in cases {
        let found = of_classic("rewritings", &classic_with(pointer, value));
        assert_eq!(fields(&found, &["possible", "ways", "path"]), expected, "{pointer}");
    }
    let both = facts("rewritings", &[(CLASSIC, no_classic()), (RULES, ok(&json!([])))]);
    assert_eq!(fields(&both, &["possible", "ways"]), json!([[true, [push, delete]]]));
}

#[test]
fn what_the_forge_does_not_tell_is_null_with_its_words() {
    let hidden = [(CLASSIC, forbidden()), (RULES, ok(&json!([])))];
    let why = |concept: &str| {
        let found = facts(concept, &hidden);
        assert_eq!(found.len(), 1, "{concept}: {found:?}");
        assert!(found[0]["why"].as_str().unwrap().starts_with("Resource not accessible by integration"), "{found:?}");
        found[0].clone()
    };
    assert_eq!(why("rewritings")["possible"], Value::Null);
    assert_eq!(why("status_checks")["required"], Value::Null);
    assert_eq!(why("bypasses")["mode"], Value::Null);
    let review = why("reviews");
    assert_eq!(review["effective"]["pull_request_required"], Value::Null);
    assert_eq!(review["gap"]["why"], review["why"]);
}

#[test]
fn a_default_branch_that_is_not_told_is_a_fact() {
    let found = snapshot(&[("{}", forbidden())]).content.facts()["default_branches"].as_array().unwrap().clone();
    assert_eq!(fields(&found, &["name", "about"]), json!([[null, "default branch"]]));
    assert!(found[0]["why"].as_str().unwrap().contains("Resource not accessible by integration"));
}

#[test]
fn a_check_is_a_fact_unless_one_app_alone_may_report_it() {
    let required = |checks: Value| classic_with("/required_status_checks/checks", checks);
    let anybody = required(json!([{"context": "lint", "app_id": -1}, {"context": "gate", "app_id": 15368}]));
    let found = of_classic("check_sources", &anybody);
    assert_eq!(fields(&found, &["check", "bound", "path"]), json!([["lint", false, ["app_id"]]]));
}

/// The bypasses of a branch with one ruleset beside classic protection.
fn bypasses(protection: Value, kind: &str, actors: &Value) -> Value {
    let rule = json!([{"type": kind, "ruleset_source_type": "Repository", "ruleset_source": "acme/pay", "ruleset_id": 7,
        "parameters": {"required_status_checks": [{"context": "gate", "integration_id": 15368}],
            "strict_required_status_checks_policy": true}}]);
    let details = json!({"id": 7, "name": "main", "target": "branch", "source_type": "Repository", "enforcement": "active",
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}}, "rules": [{"type": kind}],
        "bypass_actors": actors});
    let found = facts("bypasses", &[(CLASSIC, protection), (RULES, ok(&rule)), ("{}/rulesets/7", ok(&details))]);
    fields(&found, &["layer", "who", "mode", "skips_checks"])
}

#[test]
fn a_bypass_is_a_fact_unless_it_frees_nobody() {
    let actor = |mode: &str| json!([{"actor_id": 77, "actor_type": "Team", "bypass_mode": mode}]);
    let (checks, linear) = ("required_status_checks", "required_linear_history");
    let who = "Team 77";
    let cases = [
        (no_classic(), checks, actor("always"), json!([["ruleset:7", who, "always", true]])),
        (no_classic(), checks, actor("exempt"), json!([["ruleset:7", who, "exempt", true]])),
        (no_classic(), checks, actor("pull_request"), json!([["ruleset:7", who, "pull_request", true]])),
        (no_classic(), linear, actor("always"), json!([["ruleset:7", who, "always", false]])),
        (no_classic(), linear, actor("pull_request"), json!([])),
        (no_classic(), checks, json!([]), json!([])),
        (ok(&classic()), checks, actor("always"), json!([])),
    ];
    for (protection, kind, actors, expected) in cases {
        assert_eq!(bypasses(protection, kind, &actors), expected, "{kind} {actors}");
    }
}

#[test]
fn an_environment_is_a_fact_unless_somebody_else_has_to_approve_it() {
    let reviewed = |prevented: bool, administrators: Value| {
        json!({"name": "prod", "can_admins_bypass": administrators, "protection_rules": [
            {"type": "required_reviewers", "prevent_self_review": prevented, "reviewers": [{"type": "User"}]}]})
    };
    let cases = [
        (json!({"name": "prod", "protection_rules": []}), json!([["nobody", true, ["reviewers"]]])),
        (reviewed(true, json!(false)), json!([])),
        (reviewed(false, json!(false)), json!([["self_review", true, ["prevent_self_review"]]])),
        (reviewed(true, json!(true)), json!([["administrators", true, ["admins_bypass"]]])),
        (reviewed(true, Value::Null), json!([["administrators", null, ["admins_bypass"]]])),
    ];
    for (environment, expected) in cases {
        let list = ok(&json!({"total_count": 1, "environments": [environment]}));
        let found = facts("approvals", &[("{}/environments", list)]);
        assert_eq!(fields(&found, &["weakness", "certain", "path"]), expected, "{environment}");
    }
    let hidden = [("{}/environments", forbidden())];
    assert_eq!(facts("approvals", &hidden), [Value::Null; 0]);
    assert_eq!(fields(&facts("environment_lists", &hidden), &["complete", "about"]), json!([[null, "environments"]]));
}

#[test]
fn nothing_is_unknown_of_a_declared_ruleset() {
    let declared = ruleset(&json!({"name": "main", "target": "branch", "enforcement": "active",
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        "rules": [{"type": "required_linear_history"}]}));
    let facts = declared.content.facts();
    for concept in [
        "approvals",
        "bypasses",
        "default_branches",
        "environment_lists",
        "rewritings",
        "status_checks",
        "check_sources",
    ] {
        assert_eq!(facts[concept], json!([]), "{concept}");
    }
    assert_eq!(facts["reviews"][0]["gap"], Value::Null);
    assert_eq!(facts["reviews"][0]["label"], "the default branch");
}
