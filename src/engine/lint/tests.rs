//! One policy for every lint.

use super::Linter;
use crate::policy::{Authority, Policy, libraries};

/// The lints of a policy with these rules, as text without the file.
fn lints(author: Authority, rules: &str) -> Vec<String> {
    linted(author, "", rules)
}

/// The lints of a user's policy that imports something on line 13.
fn with_import(import: &str, rules: &str) -> Vec<String> {
    linted(Authority::User, &format!("import {import}\n"), rules)
}

fn linted(author: Authority, import: &str, rules: &str) -> Vec<String> {
    let text = format!(
        "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: A1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: r\n#   parameters:\n#     limit:\n#       description: d\n#       default: 1\npackage custom.a\n\nimport data.gate\n{import}\n{rules}\n"
    );
    let mut policy = Policy::from_text("p.rego", "a1", &text).unwrap();
    policy.authority = author;
    let found = Linter::new(&libraries().unwrap()).policy(&policy);
    found.iter().map(|lint| lint.to_string().replace("p.rego:", "")).collect()
}

const DENY: &str =
    "deny contains finding if {\n\tsome job in input.jobs\n\tfinding := gate.finding(job, [], \"m\")\n}\n";

/// A rule whose number doubles its length in every line.
const SQUARES: &str = "x if {\n\ta := 9\n\tb := a * a\n\tc := b * b\n\td := c * c\n\te := d * d\n\tf := e * e\n\tg := f * f\n\th := g * g\n\ti := h * h\n\tj := i * i\n\tk := j * j\n\tl := k * k\n\tl > 1\n}";

#[test]
fn a_good_policy_has_no_lint() {
    assert_eq!(lints(Authority::Bundled, DENY), Vec::<String>::new());
}

#[test]
fn every_fault_is_found_at_its_place_with_what_to_write_instead() {
    for (rules, expected) in [
        // Heads.
        ("allowed := 1", "14:1: A1 has no rule `deny`"),
        ("deny := false", "18:1: `deny` is not a set of findings; write `deny contains finding if { … }`"),
        ("deny contains job.id if some job in input.jobs", "18:1: the head of `deny` is not a plain variable"),
        (
            &format!("{DENY}\nnames contains job.id if some job in input.jobs"),
            "23:16: the head of `names` may be undefined",
        ),
        (&format!("{DENY}\nm[job.id] := 1 if some job in input.jobs"), "23:3: the head of `m` may be undefined"),
        (&format!("{DENY}\nm[n] := lower(n) if some n in input.jobs"), "23:9: the head of `m` may be undefined"),
        (&format!("{DENY}\nx := job.id if some job in input.jobs"), "23:6: the head of `x` may be undefined"),
        // Numbers that grow; a function makes every argument longer.
        (&format!("{DENY}\n{SQUARES}"), "23:1: numbers of more than 65536 bits: products of products"),
        (
            &format!("{DENY}\nf(n) := n * n\n\ng(n) := f(f(f(f(n))))\n\nx := g(g(g(7)))"),
            "27:1: numbers of more than 65536 bits: products of products",
        ),
        (
            &format!(
                "{DENY}\na := {0}\n\nx := [m | some n in [a]; m := {1}]",
                ["9"; 40].join(" * "),
                ["n"; 40].join(" * ")
            ),
            "25:1: numbers of more than 65536 bits: products of products",
        ),
        // Calls.
        (&format!("{DENY}\nx := lowercase(\"A\")"), "23:6: there is no function `lowercase`"),
        (&format!("{DENY}\nx := gate.findings(input)"), "23:6: there is no function `gate.findings`"),
        (&format!("{DENY}\nx := lower(\"A\", \"b\", \"c\")"), "23:6: `lower` takes 1 arguments, not 3; check"),
        (&format!("{DENY}\nx if lower(\"A\", y)"), "23:6: `lower` takes 1 arguments, not 2; take its result with `:=`"),
        (&format!("{DENY}\nx := gate.finding(input, [])"), "23:6: `gate.finding` takes 3 arguments, not 2"),
        (&format!("{DENY}\nf(x) := x\n\ny := f(1, 2)"), "25:6: `f` takes 1 arguments, not 2"),
        (&format!("{DENY}\nx if not http.send({{}})"), "23:10: `http.send` is not available; a policy has no network"),
        (&format!("{DENY}\nx := rand.intn(\"a\", 5)"), "23:6: `rand.intn` is not available"),
        (&format!("{DENY}\nx := [p | walk(input, [p, _])]"), "23:11: `walk` is not available"),
        (
            &format!("{DENY}\nx if input.vendor with data.gate.finding as 1"),
            "23:24: `with` replaces something other than",
        ),
        (&format!("{DENY}\nx if input.vendor with lower as upper"), "23:24: `with` replaces something other than"),
        (
            &format!("{DENY}\nx if {{\n\tsome j in y with input as {{}}\n\tj == 1\n}}\n\ny := [1]"),
            "24:19: `with` after `some … in`: gate would not heed it",
        ),
        // Recursion.
        (&format!("{DENY}\nf(x) := f(x + 1)"), "23:1: recursion: f uses f"),
        (&format!("{DENY}\nf(x) := g(x)\n\ng(x) := data.custom.a.f(x)"), "23:1: recursion: f uses g uses f"),
        (&format!("{DENY}\na := b\n\nb := {{x | some x in a}}"), "23:1: recursion: a uses b uses a"),
        // Syntax.
        (&format!("{DENY}\nx := $\"{{y}}\""), "23:6: text templates"),
        (&format!("{DENY}\nx {{ 1 == 1 }}"), "23:3: cannot be parsed"),
        (&format!("{DENY}\nx := [[[[[[[1]]]]]]]"), "23:12: lists, sets and objects nested more than 6 deep"),
    ] {
        check(rules, expected);
    }
}

fn check(rules: &str, expected: &str) {
    let found = lints(Authority::User, rules);
    assert!(found.len() == 1 && found[0].starts_with(expected), "{rules}\nexpected {expected}\nfound {found:#?}");
    assert!(found[0].contains("; "), "{}", found[0]);
}

#[test]
fn what_would_be_undefined_or_mean_something_else_in_opa_is_refused() {
    for (rules, expected) in [
        // What is not there.
        (
            &format!("{DENY}\nx := data.owners.core"),
            "23:6: there is no `data.owners.core`; files of data beside a policy",
        ),
        (&format!("{DENY}\nx := data.gaet.finding"), "23:6: there is no `data.gaet.finding`; did you mean `data.gate"),
        (
            &format!("{DENY}\nx if input.vendor == data.forbidden with input as {{}}"),
            "23:22: there is no `data.forbidden`",
        ),
        // Every.
        (
            &format!("{DENY}\nx if every k in [\"A\"] {{ not y[k] }}\n\ny := {{}}"),
            "23:29: `not` over `[k]` inside of `every`",
        ),
        (
            &format!("{DENY}\nf(o) if every k in [\"A\"] {{ not o.env[k] }}"),
            "23:32: `not` over `[k]` inside of `every`",
        ),
        (
            &format!("{DENY}\nx := [1 | every k in [\"A\"] {{ every j in [1] {{ j == 1; not y[k] }} }}]\n\ny := {{}}"),
            "23:59: `not` over `[k]` inside of `every`",
        ),
        // Names that are declared again inside.
        (
            &format!("{DENY}\nx if {{\n\tsome i\n\t[1][i] == 1\n\tcount([1 | some i; [1, 2][i]]) == 2\n}}"),
            "26:8: `i` is declared again inside",
        ),
        (&format!("{DENY}\nf(y) if count([1 | some y in [1]]) == 1"), "23:25: `y` is declared again inside"),
        (
            &format!("{DENY}\nx if {{\n\ty := 1\n\tevery k in [1] {{ some y in [k]; y == 1 }}\n\ty == 1\n}}"),
            "25:24: `y` is declared again inside",
        ),
        // Answers that the host would not see.
        (&"x := 1 deny contains f if { some f in [] }".to_owned(), "18:8: `deny` does not begin its line"),
        (&format!("{DENY}\n\tunknown\n\tcontains f if {{ some f in [] }}"), "23:2: `unknown` does not begin its line"),
        // Patterns, and heads that the engine loses.
        (&format!("{DENY}\nf({{\"a\": b}}) := b"), "23:3: a pattern of an object matches more here than in OPA"),
        (
            &format!("{DENY}\nx if {{\n\tsome {{\"a\": b}} in [{{\"a\": 1}}]\n\tb\n}}"),
            "24:7: a pattern of an object matches more",
        ),
        (&format!("{DENY}\nx[a].b := 1 if some a in [1]"), "23:1: the head of `x` has a key that gate would lose"),
        (&format!("{DENY}\nx[\"a b\"] := 1"), "23:1: the head of `x` has a key that gate would lose"),
        (
            &format!("{DENY}\nx := y.a if {{\n\t1 == 2\n}} else := 2\n\ny := {{\"a\": 1}}"),
            "23:6: a value of `x` may be undefined: OPA then goes on",
        ),
        (&format!("{DENY}\nx := \"\\ud83d\\ude00\""), "23:6: an escape of half a character"),
    ] {
        check(rules, expected);
    }
}

#[test]
fn a_name_may_be_used_again_beside_and_after() {
    for rules in [
        "x if {\n\tys := [y | some y in [1]]\n\tsome y in ys\n\ty == 1\n}",
        "x if {\n\tys := [y | some y in [1]]\n\tzs := [y | some y in [1]]\n\tys == zs\n}",
        "x if {\n\tsome y in [1]\n\ty == 1\n}\n\nz if {\n\tsome y in [1]\n\ty == 1\n}",
        "x if {\n\tsome _, y in [1]\n\tcount([1 | some _, z in [y]; z == 1]) == 1\n}",
    ] {
        assert_eq!(lints(Authority::User, &format!("{DENY}\n{rules}")), Vec::<String>::new(), "{rules}");
    }
}

#[test]
fn an_import_stands_for_something_or_is_refused() {
    for (import, expected) in [
        ("data.owners", "17:8: there is no `data.owners`; files of data beside a policy are not loaded"),
        ("data.forbidden_types as forbidden", "17:8: there is no `data.forbidden_types`"),
        ("data.gate.nonexistent", "17:8: there is no `data.gate.nonexistent`"),
        ("data.gate.parameters.other", "17:8: `other` is not this policy"),
        ("data.gate.parameters.a1.limits", "17:8: the metadata has no parameter `limits`"),
        ("input.jbos as jobs", "17:8: there is no field `jbos` here; did you mean `jobs`?"),
        ("input.tfplan as tfplan", "17:8: there is no field `tfplan` here"),
        ("data", "17:8: this imports all data"),
    ] {
        let found = with_import(import, DENY);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{import}: {found:#?}");
    }
    for import in ["data.gate.airflow as air", "data.gate.parameters.a1", "input.jobs", "input.jobs as all", "rego.v1"]
    {
        assert_eq!(with_import(import, DENY), Vec::<String>::new(), "{import}");
    }
    // What was imported is known like anything else.
    let found = with_import("input.jobs", &format!("{DENY}\nx if {{\n\tsome job in jobs\n\tjob.nmae == 1\n}}"));
    assert!(found.len() == 1 && found[0].contains("there is no field `nmae`"), "{found:#?}");
}

#[test]
fn what_may_be_absent_is_never_negated_by_a_user() {
    let negated = |statement: &str| {
        format!("{DENY}\nx if {{\n\tsome job in input.jobs\n\traw := json.unmarshal(job.id)\n\t{statement}\n}}")
    };
    for statement in ["not raw.a == 1", "not startswith(raw.a, \"x\")", "not \"a\" in raw.list", "not job.id > raw[0]"]
    {
        let found = lints(Authority::User, &negated(statement));
        assert!(
            found.len() == 1 && found[0].contains("`not` over a value that may be absent"),
            "{statement}: {found:#?}"
        );
    }
    for statement in
        ["not raw.a", "a := object.get(raw, \"a\", 0)\n\tnot a == 1", "not raw == 1", "not count([1 | raw.a]) > 1"]
    {
        assert_eq!(lints(Authority::User, &negated(statement)), Vec::<String>::new(), "{statement}");
    }
}

#[test]
fn only_a_users_policy_may_ask_for_the_time() {
    let rules = format!("{DENY}\nnow := time.now_ns()");
    assert_eq!(lints(Authority::User, &rules), Vec::<String>::new());
    assert_eq!(lints(Authority::Bundled, &rules).len(), 1);
}

#[test]
fn a_chain_of_rules_may_not_be_too_deep() {
    let chain = (0..80).map(|n| format!("r{n} := r{}", n + 1)).collect::<Vec<_>>().join("\n");
    let found = lints(Authority::User, &format!("{DENY}\n{chain}\nr80 := 1"));
    assert!(found.len() == 1 && found[0].contains("more than 64"), "{found:?}");
}
