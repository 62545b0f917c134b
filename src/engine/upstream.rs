//! What regorus itself does where gate protects itself. When one of these fails, upstream has fixed a defect: remove
//! the protection that its comment names, or say why it stays. What gate does is in `tests/engine_regressions.rs`.

use std::time::{Duration, Instant};

use super::fault::Fault;
use super::rego::bare::{evaluate, overlay, parse, reuse};
use super::rego::value;

/// The value of `data.t.x` in a module with these rules, as JSON, or what went wrong.
fn upstream(rules: &str, input: &serde_json::Value, strict: bool) -> Result<serde_json::Value, Fault> {
    let module = format!("package t\n\n{rules}\n");
    evaluate(&[&module], "data.t.x", &value(input), strict)
}

#[test]
fn an_undefined_head_hides_what_was_found_before() {
    // Protection: engine/lint/heads.rs. OPA gives [1].
    let input = serde_json::json!({"all": [{"n": 1}, {"m": 2}]});
    assert_eq!(upstream("x contains i.n if some i in input.all", &input, true), Ok(serde_json::json!([])));
}

#[test]
fn a_loop_over_null_is_an_error_even_when_errors_are_lenient() {
    // Protection: engine/lint/flow.rs. OPA gives [].
    let input = serde_json::json!({"all": null});
    for strict in [true, false] {
        assert!(upstream("x contains i if some i in input.all", &input, strict).is_err());
    }
}

#[test]
fn parsing_time_doubles_with_every_level_of_nesting() {
    // Protection: engine/lint/scan.rs. The best of several runs, because the machine is shared.
    let time = |depth: usize| {
        let module = format!("package t\n\nx := {}1{}\n", "[".repeat(depth), "]".repeat(depth));
        (0..5).map(|_| timed(|| parse(&module).is_ok())).min().unwrap()
    };
    assert!(time(13) > time(8) * 8);
}

fn timed(run: impl FnOnce() -> bool) -> Duration {
    let start = Instant::now();
    assert!(run());
    start.elapsed()
}

#[test]
fn builtins_panic() {
    // Protection: engine/builtins, and the shield of engine/rego.rs.
    for rules in ["x := strings.count(\"a\", \"\")", "x := object.subset([1], [])"] {
        assert_eq!(upstream(rules, &serde_json::json!({}), true), Err(Fault::Crashed), "{rules}");
    }
}

#[test]
fn a_wrong_number_of_arguments_is_undefined_when_errors_are_lenient() {
    // Protection: strict errors, and engine/lint/calls.rs. OPA refuses the policy.
    let rules = "default x := false\n\nx if not lower(\"A\", \"b\", \"c\")";
    assert_eq!(upstream(rules, &serde_json::json!({}), false), Ok(serde_json::json!(true)));
    assert!(upstream(rules, &serde_json::json!({}), true).is_err());
}

#[test]
fn one_bad_module_stops_every_other() {
    // Protection: users' policies are loaded apart, and alone when they do not load together.
    let good = "package t\n\nx := 1\n";
    let bad = "package u\n\ny contains a if some a in z\n";
    assert!(evaluate(&[good, bad], "data.t.x", &value(&serde_json::json!({})), true).is_err());
}

#[test]
fn not_of_an_undefined_argument_is_true() {
    // Protection: `Flow::negated`. OPA gives no answer.
    for rules in ["x if not startswith(input.f, \"a\")", "x if not input.n > 3", "x if not \"a\" in input.l"] {
        assert_eq!(upstream(rules, &serde_json::json!({}), true), Ok(serde_json::json!(true)), "{rules}");
    }
}

#[test]
fn data_at_the_path_of_a_rule_replaces_the_rule() {
    // Protection: `group::base` is the only data, and its path is `gate.parameters`.
    let module = "package t\n\nx contains 1\n";
    assert_eq!(overlay(module, &serde_json::json!({"t": {"x": []}}), "data.t.x"), Ok(serde_json::json!([])));
}

#[test]
fn an_engine_that_failed_keeps_the_loop_that_it_left() {
    // Protection: every evaluation of engine/rego.rs runs in a fresh clone.
    let module = "package t\n\nx contains v if {\n\twalk(input.all, [_, v])\n\tlower(v.name)\n}\n";
    let bad = value(&serde_json::json!({"all": {"name": 1}}));
    let good = value(&serde_json::json!({"all": {"name": "a"}}));
    let (first, second) = reuse(module, "data.t.x", [&bad, &good]);
    assert!(first.is_err());
    assert_eq!(second, Ok(serde_json::json!([])));
    assert_eq!(evaluate(&[module], "data.t.x", &good, true), Ok(serde_json::json!([{"name": "a"}])));
}

#[test]
fn a_line_of_more_than_1024_characters_is_refused() {
    // Protection: the limit is set to what engine/lint/scan.rs explains.
    assert!(upstream(&format!("x := \"{}\"", "a".repeat(1100)), &serde_json::json!({}), true).is_err());
}

#[test]
fn a_range_allocates_before_anybody_looks_at_the_clock() {
    // Protection: engine/builtins/collection.rs. Small enough to be harmless here.
    let rules = "x := count(numbers.range(1, 2000000))";
    assert_eq!(upstream(rules, &serde_json::json!({}), true), Ok(serde_json::json!(2_000_000)));
}
