//! Rules, and what must be in a document for them to yield.

use serde_json::{Value, json};

use super::Guard;
use super::condition::{Allowed, Condition};
use crate::engine::lint::Linter;
use crate::policy::Policy;

const LIBRARY: &str =
    "package gate.kit\n\nshops := [shop | some shop in input.shops; shop.open == true]\n\nname(x) := input.names[x]\n";

fn guard(rules: &str) -> Guard {
    let text = format!(
        "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: A1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: r\npackage custom.a1\n\nimport data.gate\nimport data.gate.kit\nimport input.facts as facts\n\n{rules}\n"
    );
    let policy = Policy::from_text("a1/policy.rego", "a1", &text).unwrap();
    Linter::new(&[("kit.rego".to_owned(), LIBRARY.to_owned())]).guard(&policy).unwrap()
}

/// A condition in few words: `all(a b)`, `any(a b)`, `jobs.*[kind=x]`.
fn shown(condition: &Condition) -> String {
    let list =
        |name: &str, parts: &[Condition]| format!("{name}({})", parts.iter().map(shown).collect::<Vec<_>>().join(" "));
    match condition {
        Condition::All(parts) => list("all", parts),
        Condition::Any(parts) => list("any", parts),
        Condition::There(need) => {
            let tests = need.tests.iter().map(|test| {
                let (sign, values) = match &test.of {
                    Allowed::Is(values) => ("=", values),
                    Allowed::IsNot(values) => ("!", values),
                };
                let values: Vec<String> = values.iter().map(Value::to_string).collect();
                format!("[{}{sign}{}]", test.field.join("."), values.join("|"))
            });
            format!("{}{}", need.at.join("."), tests.collect::<String>())
        }
    }
}

fn deny(body: &str) -> String {
    shown(&guard(&format!("deny contains f if {{\n\t{}\n\tf := 1\n}}", body.replace("; ", "\n\t"))).deny)
}

#[test]
fn a_body_needs_the_elements_that_it_iterates_over() {
    for (body, expected) in [
        ("some job in input.jobs", "jobs.*"),
        ("some job in input[\"jobs\"]", "jobs.*"),
        ("some g in facts.grants", "facts.grants.*"),
        ("some i, job in input.jobs", "jobs.*"),
        ("some [a, b] in input.pairs", "pairs.*"),
        ("some job in input.jobs; some step in job.steps", "all(jobs.* jobs.*.steps.*)"),
        ("some job in input.jobs; job.kind == \"x\"; job.n != 3", "jobs.*[kind=\"x\"][n!3]"),
        ("some job in input.jobs; \"x\" == job.a.b", "jobs.*[a.b=\"x\"]"),
        ("some job in input.jobs; job.kind in {\"x\", null}", "jobs.*[kind=\"x\"|null]"),
        ("some job in input.jobs; job.on", "jobs.*[on!false]"),
        ("some job in input.jobs; k := job.kind; k == true", "jobs.*[kind=true]"),
        ("some job in input.jobs; job.kind = \"x\"", "jobs.*[kind=\"x\"]"),
        ("input.vendor == \"gitlab\"", "vendor[=\"gitlab\"]"),
        ("some job in [j | some j in input.jobs; j.on == true]", "jobs.*[on=true]"),
        ("some shop in kit.shops", "shops.*[open=true]"),
    ] {
        assert_eq!(deny(body), expected, "{body}");
    }
}

#[test]
fn what_is_not_understood_asks_for_nothing() {
    for body in [
        "not input.jobs",
        "every job in input.jobs { job.on }",
        "count(input.jobs) == 0",
        "some job in array.concat(input.jobs, input.more)",
        "input.jobs[i].on",
        "some job in input.jobs with input as {\"jobs\": [1]}",
        "input.vendor in input.vendors",
        "x := input.jobs; count(x) == 0",
        "kit.shops",
        "kit.name(1) == \"x\"",
    ] {
        assert_eq!(deny(body), "all()", "{body}");
    }
    assert_eq!(deny("some job in input.jobs; not job.on; job.n > 3; job.a == job.b"), "jobs.*");
}

#[test]
fn rules_of_one_name_are_alternatives() {
    let body = |list: &str| format!("deny contains f if {{\n\tsome f in input.{list}\n}}");
    assert_eq!(shown(&guard(&format!("{}\n\n{}", body("a"), body("b"))).deny), "any(a.* b.*)");
    let through = |rules: &str| shown(&guard(&format!("deny contains f if {{\n\tready\n\tf := 1\n}}\n\n{rules}")).deny);
    assert_eq!(through("ready if {\n\tsome j in input.jobs\n\tj.on == true\n}"), "jobs.*[on=true]");
    assert_eq!(through("default ready := true\n\nready := false if {\n\tsome j in input.jobs\n\tj.on\n}"), "all()");
    assert_eq!(through("ready := [j | some j in input.jobs]"), "all()");
    assert_eq!(through("ready contains j if {\n\tsome j in input.jobs\n}"), "all()");
    let iterated = "deny contains f if {\n\tsome f in ready\n}\n\nready contains j if {\n\tsome j in input.jobs\n}";
    assert_eq!(shown(&guard(iterated).deny), "jobs.*");
}

#[test]
fn a_part_or_a_key_may_hold_what_is_empty_and_is_an_element_all_the_same() {
    let over = |rules: &str| shown(&guard(&format!("deny contains f if {{\n\tsome f in groups\n}}\n\n{rules}")).deny);
    for rules in [
        "groups.a := [j | some j in input.jobs]",
        "groups[k] := [j | some j in input.jobs] if k := 1",
        "groups.a contains j if {\n\tsome j in input.jobs\n}",
    ] {
        assert_eq!(over(rules), "all()", "{rules}");
    }
    assert_eq!(over("groups.a := 1 if {\n\tsome j in input.jobs\n}"), "jobs.*");
    assert_eq!(over("groups := [j | some j in input.jobs]"), "jobs.*");
}

#[test]
fn the_variables_of_a_comprehension_are_its_own() {
    for (body, expected) in [
        ("some y in [x | some x in input.a; x.on == true]; x := input.b; x == 1", "all(a.*[on=true] b[=1])"),
        ("some x in input.a; some y in [x | some x in input.b]; x.kind == 1", "all(a.*[kind=1] b.*)"),
    ] {
        assert_eq!(deny(&body.replace("; x.on", "\n\tx.on")), expected, "{body}");
    }
}

#[test]
fn an_answer_that_is_left_out_never_yields_unless_the_policy_says_nothing() {
    let only = guard("unknown contains f if {\n\tsome f in input.a\n}");
    assert_eq!((shown(&only.deny), shown(&only.unknown)), ("any()".to_owned(), "a.*".to_owned()));
    let none = guard("allow := true");
    assert_eq!(shown(&none.deny), "all()");
    assert_eq!(shown(&guard("deny := false").deny), "all()");
}

#[test]
fn a_policy_reads_what_it_and_its_libraries_name() {
    let reads = |rules: &str| guard(rules).reads.into_iter().collect::<Vec<_>>().join(" ");
    let body = |body: &str| reads(&format!("deny contains f if {{\n\tf := {body}\n}}"));
    assert_eq!(body("input.jobs"), "jobs");
    assert_eq!(body("input.jobs[0].steps"), "jobs");
    assert_eq!(body("facts.grants"), "facts.grants");
    assert_eq!(body("input.facts.grants[0].a + input.vendor"), "facts.grants vendor");
    assert_eq!(body("facts"), "facts");
    assert_eq!(body("input"), "*");
    assert_eq!(body("input[x]"), "*");
    assert_eq!(body("count(input)"), "*");
    assert_eq!(body("kit.shops"), "shops");
    assert_eq!(body("[data.gate.parameters[\"a1\"].years, input.jobs]"), "jobs");
    assert_eq!(body("kit.name(1)"), "names");
    assert_eq!(body("[kit.shops, input.jobs]"), "jobs shops");
    // A variable of one body hides the import there and nowhere else.
    let other = "ok if {\n\tsome facts in input.a\n\tfacts == 1\n} else if {\n\tfacts.grants == 1\n}";
    assert_eq!(reads(&format!("deny contains f if {{\n\tok\n\tf := 1\n}}\n\n{other}")), "a facts facts.grants");
    assert_eq!(body("data.gate.kit"), "*");
    assert_eq!(json!(guard("deny contains f if {\n\tsome f in input.a\n}").reads), json!(["a"]));
}
