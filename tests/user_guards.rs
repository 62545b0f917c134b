//! Users' policies, in the styles in which people write Rego: with the guard that is derived from its text each finds what
//! it finds without.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use gate::engine::{Guards, Judge, Settings};
use gate::finding::{Kind, State};
use gate::input::{Content, Document};
use gate::policy::{Authority, Policy, libraries};
use gate::source::{RepoPath, Source};
use serde_json::json;
use support::documents::Anywhere;

/// Bodies that hold for the document, with what else stands in the policy.
const BODIES: &[(&str, &str)] = &[
    // References.
    ("input.jobs[_].id == \"build\"", ""),
    ("some i; input.jobs[i].id == \"test\"", ""),
    ("some i, j; input.jobs[i].steps[j].name == \"go\"", ""),
    ("input.jobs[1].steps[0].continue_on_error == true", ""),
    ("input[\"jobs\"][0][\"id\"] == \"build\"", ""),
    ("k := \"kind\"; input[k] == \"workflow\"", ""),
    ("some name; input.facts[name][_].kind == \"action\"", ""),
    ("some name, list in input.facts; some x in list; x.kind == \"action\"", ""),
    ("doc := input; some job in doc.jobs; job.id == \"test\"", ""),
    ("c := input.permissions; d := c.scopes; d.contents == \"read\"", ""),
    // Constants.
    ("some job in input.jobs; job.timeout_minutes == 1e1", ""),
    ("some job in input.jobs; job.timeout_minutes in {10, 20}", ""),
    ("input.env[\"a\\\"b\"] == \"x\\ny\"", ""),
    ("input.env.UNI == \"\\u00e9\"", ""),
    ("input.env.EMPTY == \"\"", ""),
    ("input.jobs[0].environment == null", ""),
    ("some job in input.jobs; job.environment != \"prod\"", ""),
    ("some job in input.jobs; job.uses in {null, \"\"}; job.id == \"test\"", ""),
    ("some job in input.jobs; not job.oidc", ""),
    ("input.jobs[0].needs == []", ""),
    // Unification and destructuring.
    ("input.jobs[_] = j; j.id = \"test\"", ""),
    ("\"workflow\" = input.kind", ""),
    ("[a, b] := [input.jobs[0].id, input.kind]; a == \"build\"; b == \"workflow\"", ""),
    ("[x, \"workflow\"] = [input.vendor, input.kind]; x == \"github\"", ""),
    ("some k, v in input.env; k == \"UNI\"; v == \"é\"", ""),
    ("some a in input.jobs; some b in input.jobs; a.id == b.needs[_]", ""),
    ("a := input.kind == \"nope\"; a == false", ""),
    // Negation, every, membership.
    ("every j in input.jobs { j.id != \"nope\" }", ""),
    ("not any_env", "any_env if {\n\tsome j in input.jobs\n\tj.environment.name == \"prod\"\n}"),
    ("some j in input.jobs; \"linux\" in j.runner.labels", ""),
    ("\"test\" in [j.id | some j in input.jobs]", ""),
    // Comprehensions, and names used again after them.
    ("some j in [x | x := input.jobs[_]; x.id == \"test\"]; j.id == \"test\"", ""),
    ("some y in {z | some x in input.triggers; z := x.class}; x := input.kind; x == \"workflow\"; y == \"push\"", ""),
    (
        "some y in {z | some x in input.triggers; z := x.class}; x := input.jobs[0]; x.id == \"build\"; y == \"push\"",
        "",
    ),
    (
        "some y in [z | some j in input.triggers; z := j.class]; some j in input.jobs; j.id == \"test\"; y == \"push\"",
        "",
    ),
    // Rules, functions, defaults, else.
    ("is_bad(input.jobs[_])", "is_bad(j) if j.id == \"test\""),
    ("level == \"none\"", "level := \"some\" if {\n\tinput.kind == \"nope\"\n} else := \"none\""),
    ("not level", "default level := false\n\nlevel := true if input.kind == \"x\""),
    (
        "helper",
        "helper if {\n\tinput.kind == \"nope\"\n}\n\nhelper if {\n\tsome t in input.triggers\n\tt.class == \"push\"\n}",
    ),
    (
        "some v in h; v == \"b\"",
        "h := [z | some z in input.jobs; z.id == \"q\"] if input.kind == \"nope\"\n\nelse := [\"b\"]",
    ),
    ("some x in steps; x.name == \"go\"", "steps contains s if {\n\tsome j in input.jobs\n\tsome s in j.steps\n}"),
    ("kind[input.kind]", "kind := {\"workflow\": true}"),
    ("jobs.build.id == \"build\"", "jobs := {j.id: j | some j in input.jobs}"),
    // Objects made in parts, whose values may be empty.
    ("some s in groups; count(s) == 0", "groups.a := [j | some j in input.jobs; j.id == \"nope\"]"),
    ("some s in groups; count(s) == 0", "groups := {\"a\": [j | some j in input.jobs; j.id == \"nope\"]}"),
    (
        "some s in groups; count(s) == 0",
        "groups[k] := s if {\n\tk := \"a\"\n\ts := [j | some j in input.jobs; j.id == \"nope\"]\n}",
    ),
    (
        "some k, s in groups; k == \"a\"; count(s) == 0",
        "groups.a contains j if {\n\tsome j in input.jobs\n\tj.id == \"nope\"\n}",
    ),
    // With.
    ("hit with input.kind as \"zzz\"", "hit if input.kind == \"zzz\""),
    (
        "sel[\"q\"] with input as {\"jobs\": [{\"id\": \"q\"}]}",
        "sel contains id if {\n\tsome j in input.jobs\n\tid := j.id\n}",
    ),
    // Imports.
    ("some j in work; j.id == \"test\"", "import input.jobs as work"),
    ("kind == \"workflow\"; is(input.jobs[1])", "import input.kind\n\nis(kind) if kind.id == \"test\""),
    ("some x in refs; x.kind == \"action\"", "import input.facts.references as refs"),
];

#[test]
fn no_guard_hides_what_a_policy_of_a_user_finds() {
    let document = document();
    for (body, more) in BODIES {
        let (import, rules) =
            if more.starts_with("import ") { more.split_once("\n\n").unwrap_or((more, "")) } else { ("", *more) };
        let body = body.replace("; ", "\n\t");
        let text = format!(
            "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: A1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: r\npackage custom.a1\n\nimport data.gate\n{import}\n\ndeny contains f if {{\n\t{body}\n\tf := gate.finding(input, [], \"m\")\n}}\n\n{rules}\n"
        );
        for guards in [Guards::BuiltIn, Guards::None] {
            let judgement = judge(&text, guards).judge(&document);
            assert_eq!(judgement.cells[0].state, State::Judged, "{text}");
            assert_eq!(judgement.findings.len(), 1, "{guards:?}\n{text}");
        }
    }
}

#[test]
fn what_cannot_be_known_is_asked_however_a_policy_reads_the_facts() {
    let more = "deny contains f if {\n\tcount(input.jobs) > 5\n\tf := gate.finding(input.jobs[0], [], \"many\")\n}";
    for (body, entity, more) in [
        ("some x in input.facts.references; x.pin == \"tag\"", "x", ""),
        ("some x in input.facts.references; x.pin == \"tag\"", "x", more),
        ("some x in input.facts.references; x.pin in {\"none\", \"tag\"}; x.kind == \"action\"", "input", ""),
        ("facts := input.facts; some x in facts.references; x.pin == \"tag\"", "x", ""),
        ("some name, list in input.facts; some x in list; x.pin == \"tag\"", "x", ""),
    ] {
        let body = body.replace("; ", "\n\t");
        let text = format!(
            "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: A1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: r\npackage custom.a1\n\nimport data.gate\n\ndeny contains f if {{\n\t{body}\n\tf := gate.finding({entity}, [], \"m\")\n}}\n\n{more}\n"
        );
        for (pin, expected) in [(json!("tag"), (1, 0)), (json!(null), (0, 1)), (json!("sha"), (0, 0))] {
            let judgement = judge(&text, Guards::BuiltIn).judge(&pinned_to(&pin));
            let cell = &judgement.cells[0];
            assert_eq!((&cell.state, (cell.violations, cell.unknowns)), (&State::Judged, expected), "{pin}\n{text}");
        }
    }
}

#[test]
fn a_policy_that_does_not_load_is_said_so_where_it_would_have_nothing_to_say() {
    let text = "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: A1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: r\npackage custom.a1\n\nimport data.gate\nimport input.jobs\n\ndeny contains f if {\n\tinput.kind == \"nope\"\n\tok\n\tf := gate.finding(input, [], \"m\")\n}\n\nok if {\n\tsome jobs in input.triggers\n\tjobs.class == \"x\"\n} else if {\n\tsome j in jobs\n\tj.id == \"x\"\n}\n";
    let judgement = judge(text, Guards::BuiltIn).judge(&document());
    assert!(matches!(judgement.cells[0].state, State::Incomplete(_)), "{:?}", judgement.cells);
}

fn judge(text: &str, guards: Guards) -> Judge {
    let mut policy = Policy::from_text("a1/policy.rego", "a1", text).unwrap();
    policy.authority = Authority::User;
    Judge::new(vec![policy], libraries().unwrap(), Settings::default()).with_guards(guards)
}

fn document() -> Document {
    pinned_to(&json!("tag"))
}

/// The document with an action that is pinned to something.
fn pinned_to(pin: &serde_json::Value) -> Document {
    let job = |id: &str, needs: &[&str], steps: serde_json::Value| {
        json!({
            "_loc": id, "id": id, "needs": needs, "steps": steps, "environment": null, "uses": null, "oidc": false,
            "timeout_minutes": if id == "build" { json!(10.0) } else { json!(null) },
            "runner": {"kind": "self-hosted", "labels": ["linux"]},
        })
    };
    let value = json!({
        "_loc": "top", "kind": "workflow", "vendor": "github",
        "triggers": [{"_loc": "t", "class": "push"}],
        "permissions": {"_loc": "p", "scopes": {"contents": "read"}},
        "env": {"EMPTY": "", "UNI": "é", "a\"b": "x\ny"},
        "jobs": [
            job("build", &[], json!([{"_loc": "s", "name": "go", "continue_on_error": false}])),
            job("test", &["build"], json!([{"_loc": "s2", "name": "", "continue_on_error": true}])),
        ],
        "facts": {"references": [{"_loc": "r", "kind": "action", "pin": pin}], "flows": []},
    });
    let path = RepoPath::new(".github/workflows/ci.yml").unwrap();
    Document {
        kind: Kind::Pipeline,
        format: "github",
        path: path.clone(),
        content: Content::new(value),
        facets: BTreeSet::new(),
        problems: Vec::new(),
        notices: Vec::new(),
        outside: Vec::new(),
        runs: BTreeSet::new(),
        known: gate::source::secret::Known::default(),
        locator: Box::new(Anywhere(Arc::new(Source::from_text(path, "x\n")))),
    }
}
