//! What becomes of good and bad policies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Judge, Judgement, Settings};
use crate::finding::{Answer, Kind, PolicyId, Severity, State};
use crate::input::{Content, Document, Table};
use crate::policy::{Authority, Policy, libraries};
use crate::source::secret::Known;
use crate::source::{RepoPath, Source, Span};

/// A plan with one resource at line 2 that has the given values.
fn document(values: &Value) -> Document {
    let path = RepoPath::new("infra/main.tf").unwrap();
    let source = Arc::new(Source::from_text(path.clone(), "data:\n  build: {}\n"));
    let mut table = Table::new(&path);
    let loc = table.add(&source, Span::new(8, 17), Some("build".to_owned()));
    let resource = json!({"_loc": loc, "values": values});
    Document {
        kind: Kind::Terraform,
        format: "terraform-plan",
        path,
        content: Content::new(json!({"resources": [resource]})),
        facets: ["aws_s3_bucket".to_owned()].into(),
        problems: Vec::new(),
        notices: Vec::new(),
        outside: Vec::new(),
        runs: BTreeSet::new(),
        known: Known::default(),
        locator: Box::new(table),
    }
}

fn policy(id: &str, authority: Authority, custom: &str, rules: &str) -> Policy {
    let slug = id.to_lowercase();
    let name = slug.replace('-', "_");
    let text = format!(
        "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: {id}\n#   severity: high\n#   confidence: high\n#   input: terraform\n#   remediation: r\n{custom}package custom.{name}\n\nimport data.gate\n\n{rules}\n"
    );
    let mut policy = Policy::from_text(&format!("{slug}/policy.rego"), &slug, &text).unwrap();
    policy.authority = authority;
    policy
}

const GOOD: &str = "deny contains finding if {\n\tsome resource in input.resources\n\tresource.values.bad == true\n\tfinding := gate.finding(resource, [\"values\", \"bad\"], \"resource is bad\")\n}\n\nunknown contains finding if {\n\tsome resource in input.resources\n\tresource.values.bad == \"?\"\n\tfinding := gate.finding(resource, [\"values\", \"bad\"], \"resource may be bad\")\n}";

fn judge(policies: Vec<Policy>, settings: Settings, values: &Value) -> Judgement {
    Judge::new(policies, libraries().unwrap(), settings).judge(&document(values))
}

fn good(id: &str) -> Policy {
    policy(id, Authority::Bundled, "", GOOD)
}

#[test]
fn a_violation_has_a_place_a_fingerprint_and_a_hash() {
    let judgement = judge(vec![good("A1")], Settings::default(), &json!({"bad": true}));
    let [finding] = &judgement.findings[..] else { panic!("{judgement:?}") };
    assert_eq!((finding.location.start.line, finding.location.start.column), (2, 3));
    assert_eq!(finding.location.logical.as_ref().unwrap().raw(), "build");
    assert_eq!((finding.answer, finding.severity), (Answer::Violation, Severity::High));
    assert_eq!(finding.fingerprint.len(), 16);
    assert!(finding.line_hash.ends_with(":1"), "{}", finding.line_hash);
    let [cell] = &judgement.cells[..] else { panic!("{judgement:?}") };
    assert_eq!((&cell.state, cell.violations, cell.unknowns), (&State::Judged, 1, 0));
}

#[test]
fn an_unknown_is_neither_a_pass_nor_a_violation() {
    let judgement = judge(vec![good("A1")], Settings::default(), &json!({"bad": "?"}));
    assert_eq!((judgement.cells[0].violations, judgement.cells[0].unknowns), (0, 1));
    assert_eq!(judgement.findings[0].answer, Answer::Unknown);
}

#[test]
fn a_policy_about_other_types_is_not_applicable() {
    let other = policy("A1", Authority::Bundled, "#   types: [aws_iam_role]\n", GOOD);
    let judgement = judge(vec![other], Settings::default(), &json!({"bad": true}));
    assert_eq!(judgement.cells[0].state, State::NotApplicable("the plan has no aws_iam_role".to_owned()));
    assert!(judgement.findings.is_empty());
}

#[test]
fn the_configuration_sets_severities_and_parameters() {
    let rules = "deny contains finding if {\n\tlimit := data.gate.parameters[\"a1\"].limit\n\tsome resource in input.resources\n\tresource.values.n > limit\n\tfinding := gate.finding(resource, [], sprintf(\"over %d\", [limit]))\n}";
    let parameter = "#   parameters:\n#     limit:\n#       description: the most\n#       default: 5\n";
    let settings = Settings {
        identities: false,
        severities: [(PolicyId::new("A1").unwrap(), Severity::Low)].into(),
        parameters: BTreeMap::from([("a1".to_owned(), BTreeMap::from([("limit".to_owned(), json!(1))]))]),
        now_ns: 0,
    };
    for (settings, n, found) in [(Settings::default(), 5, 0), (Settings::default(), 6, 1), (settings, 2, 1)] {
        let severity = settings.severities.values().next().copied().unwrap_or(Severity::High);
        let policy = policy("A1", Authority::Bundled, parameter, rules);
        let judgement = judge(vec![policy], settings, &json!({"n": n}));
        assert_eq!(judgement.cells[0].state, State::Judged, "{:?}", judgement.cells);
        assert_eq!(judgement.findings.len(), found, "{n}");
        assert!(judgement.findings.iter().all(|finding| finding.severity == severity));
    }
}

/// Rules, and what the cause of their incomplete cell says.
const BAD: &[(&str, &str)] = &[
    ("deny contains finding if {", "cannot be loaded"),
    ("deny contains x if { some x in unheard_of }", "cannot be loaded"),
    ("allow := true", "`deny` has no value"),
    ("deny := false", "`deny` is not a set"),
    ("deny contains finding if { finding := \"text\" }", "not a finding"),
    ("deny contains finding if { finding := {\"message\": \"m\", \"loc\": \"other#0\", \"path\": []} }", "`_loc`"),
    (
        "deny contains finding if { some resource in input.resources; finding := lower(resource.values.bad) }",
        "bad/policy.rego:14:",
    ),
    ("deny contains finding if { finding := rand.intn(\"a\", 5) }", "`rand.intn`"),
    ("deny contains finding if { finding := unheard.of(1) }", "could not find function unheard.of"),
    ("deny contains finding if { finding := strings.count(\"a\", \"\") }", "not a finding"),
    (
        "deny contains finding if { n := count([1 | some a in numbers.range(1, 3000); some b in numbers.range(1, 3000); a == b]); finding := n }",
        "takes more steps than a policy has",
    ),
];

/// Rules that the lint of a user's policy refuses, and what it says.
const REFUSED: &[(&str, &str)] = &[
    ("allow := true", "bad/policy.rego:10:1: BAD has no rule `deny`; write"),
    ("deny contains x if { x := rand.intn(\"a\", 5) }", "bad/policy.rego:14:27: `rand.intn` is not available"),
    ("f(x) := f(x + 1)\n\ndeny contains x if { x := f(1) }", "recursion: f uses f"),
];

#[test]
fn a_bad_policy_makes_its_own_cell_incomplete_and_no_other() {
    let bundled = BAD.iter().map(|case| (Authority::Bundled, case));
    let users = REFUSED.iter().map(|case| (Authority::User, case));
    for (authority, (rules, why)) in bundled.chain(users) {
        let policies = vec![good("A1"), policy("BAD", authority, "", rules), good("C1")];
        let judgement = judge(policies, Settings::default(), &json!({"bad": true}));
        let states: Vec<_> = judgement.cells.iter().map(|cell| (&cell.state, cell.violations)).collect();
        assert_eq!((states[0], states[2]), ((&State::Judged, 1), (&State::Judged, 1)), "{rules}");
        let State::Incomplete(cause) = states[1].0 else { panic!("{rules}: {states:?}") };
        assert!(cause.raw().contains(why), "{rules}\n{}", cause.raw());
    }
}

#[test]
fn a_policy_may_have_nothing_but_unknown() {
    let rules = "unknown contains finding if {\n\tsome resource in input.resources\n\tfinding := gate.finding(resource, [], \"nobody knows\")\n}";
    for authority in [Authority::Bundled, Authority::User] {
        let judgement = judge(vec![policy("A1", authority, "", rules)], Settings::default(), &json!({"bad": true}));
        let cell = &judgement.cells[0];
        assert_eq!((&cell.state, cell.violations, cell.unknowns), (&State::Judged, 0, 1));
    }
}

#[test]
fn two_policies_in_one_package_do_not_share_their_findings() {
    let mut twin = policy("B1", Authority::User, "", &GOOD.replace("true", "false"));
    twin.text = twin.text.replace("custom.b1", "custom.a1");
    twin.package = "custom.a1".to_owned();
    let policies = vec![policy("A1", Authority::User, "", GOOD), twin];
    let judgement = judge(policies, Settings::default(), &json!({"bad": true}));
    let counts: Vec<_> = judgement.cells.iter().map(|cell| (&cell.state, cell.violations)).collect();
    assert_eq!(counts, [(&State::Judged, 1), (&State::Judged, 0)]);
}

#[test]
fn what_a_failing_policy_still_finds_is_reported() {
    let rules = format!(
        "{GOOD}\n\ndeny contains finding if {{\n\tsome resource in input.resources\n\tfinding := lower(resource.values.bad)\n}}"
    );
    let judgement = judge(vec![policy("A1", Authority::User, "", &rules)], Settings::default(), &json!({"bad": true}));
    assert!(matches!(judgement.cells[0].state, State::Incomplete(_)));
    assert_eq!((judgement.cells[0].violations, judgement.findings.len()), (1, 1));
}

#[test]
fn judging_twice_gives_the_same_answer() {
    let judge = Judge::new(vec![good("B1"), good("A1")], libraries().unwrap(), Settings::default());
    let document = document(&json!({"bad": true}));
    let first = judge.judge(&document);
    assert_eq!(first, judge.judge(&document));
    assert_eq!(first.cells.iter().map(|cell| cell.policy.as_str()).collect::<Vec<_>>(), ["A1", "B1"]);
}

#[test]
fn many_different_sets_of_policies_share_programs_and_keep_their_cells() {
    let types = |number: usize| format!("#   types: [v{number}]\n");
    let policies = (10..40).map(|number| policy(&format!("A{number}"), Authority::Bundled, &types(number), GOOD));
    let judge = Judge::new(policies.collect(), libraries().unwrap(), Settings::default());
    for number in 10..40 {
        let mut document = document(&json!({"bad": true}));
        document.facets = [format!("v{number}")].into();
        let judgement = judge.judge(&document);
        let judged: Vec<&str> = judgement
            .cells
            .iter()
            .filter(|cell| cell.state == State::Judged)
            .map(|cell| cell.policy.as_str())
            .collect();
        assert_eq!(judged, [format!("A{number}")]);
        assert_eq!((judgement.cells.len(), judgement.findings.len()), (30, 1));
    }
}

/// A policy that prints what it sees, with the value as its message, as a related message and as its key.
const TALKATIVE: &str = "deny contains finding if {\n\tsome resource in input.resources\n\tat := [{\"message\": resource.values.bad, \"loc\": resource._loc, \"path\": []}]\n\tfinding := object.union(gate.finding(resource, [\"values\", \"bad\"], sprintf(\"%s is bad\", [resource.values.bad])), {\"related\": at})\n}";

#[test]
fn a_known_credential_is_in_nothing_that_a_policy_comes_to() {
    let path = RepoPath::new("infra/main.tf").unwrap();
    let source = Arc::new(Source::from_text(path.clone(), "a: b # tr0ub4dor-1\n"));
    let mut table = Table::new(&path);
    let loc = table.add(&source, Span::new(0, 4), Some("module.tr0ub4dor-1".to_owned()));
    let mut document = document(&json!({}));
    document.content = Content::new(json!({"resources": [{"_loc": loc, "values": {"bad": "tr0ub4dor-1"}}]}));
    document.locator = Box::new(table);
    let talk = |document: &Document| {
        let policies = vec![policy("T-1", Authority::Bundled, "", TALKATIVE)];
        let judgement = Judge::new(policies, libraries().unwrap(), Settings::default()).judge(document);
        assert_eq!(judgement.findings.len(), 1, "{judgement:?}");
        serde_json::to_string(&judgement).unwrap()
    };
    assert_eq!(talk(&document).matches("tr0ub4dor-1").count(), 6);
    document.known.add("tr0ub4dor-1");
    let said = talk(&document);
    assert!(!said.contains("tr0ub4dor"), "{said}");
    assert!(said.contains("*********** is bad") && said.contains("module.***********"), "{said}");
}

#[test]
fn what_cannot_be_known_is_asked_where_a_policy_only_says_what_is_wrong() {
    let rules = "deny contains finding if {\n\tsome grant in input.facts.grants\n\tgrant.public == true\n\tgrant.kind in {\"a\", \"b\"}\n\tnot grant.name in {\"allowed\"}\n\tfinding := gate.finding(grant, [], sprintf(\"%s is public\", [grant.name]))\n}";
    for (grant, violations, unknowns) in [
        (json!({"public": true, "kind": "a", "name": "x"}), 1, 0),
        (json!({"public": null, "kind": "a", "name": "x", "why": "it is sensitive"}), 0, 1),
        (json!({"public": null, "kind": null, "name": "x"}), 0, 1),
        (json!({"public": null, "kind": "c", "name": "x"}), 0, 0),
        (json!({"public": null, "kind": "a", "name": "allowed"}), 0, 0),
        (json!({"public": false, "kind": "a", "name": "x"}), 0, 0),
    ] {
        let mut document = document(&json!({}));
        let loc = document.value()["resources"][0]["_loc"].clone();
        let mut grant = grant;
        grant["_loc"] = loc;
        document.content = Content::new(json!({"facts": {"grants": [grant.clone()]}}));
        let mut policy = policy("A1", Authority::Bundled, "", rules);
        policy.meta.facets.clear();
        let judgement = Judge::new(vec![policy], libraries().unwrap(), Settings::default()).judge(&document);
        let counts = (judgement.cells[0].violations, judgement.cells[0].unknowns);
        assert_eq!(counts, (violations, unknowns), "{grant}: {:?}", judgement.cells);
        if unknowns == 1 && grant["why"].is_string() {
            let message = judgement.findings[0].message.raw();
            assert_eq!(message, "nobody can tell whether x is public: it is sensitive");
        }
    }
}
