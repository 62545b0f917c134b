//! Files made to exhaust the reader: each must end with an answer, and soon.

use std::time::{Duration, Instant};

use super::source;
use crate::input::tree::{parse, parse_json};
use crate::limits::LIMITS;

/// Far above what each takes (milliseconds), far below what an attack would cost.
const PATIENCE: Duration = Duration::from_secs(10);

/// What `line` writes for every number, one after another.
fn lines(numbers: std::ops::Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.map(line).collect::<Vec<_>>().concat()
}

/// Reads and drops a text; the first problem, if there is one.
fn judge(text: &str, json: bool) -> Option<String> {
    let started = Instant::now();
    let source = source(text);
    let answer = if json { parse_json(&source, &LIMITS) } else { parse(&source, &LIMITS) };
    let problem = match &answer {
        Ok(tree) => tree.problems.first().map(|problem| problem.message.raw().to_owned()),
        Err(problem) => Some(problem.message.raw().to_owned()),
    };
    drop(answer);
    assert!(started.elapsed() < PATIENCE, "{:?} for {:.40}", started.elapsed(), text);
    problem
}

fn nested(count: usize) -> String {
    "[".repeat(count) + &"]".repeat(count)
}

fn laughs(letters: &str, width: usize) -> String {
    let letters: Vec<char> = letters.chars().collect();
    let first = format!("{0}: &{0} [x, x, x, x, x, x, x, x, x]\n", letters[0]);
    let rest = letters.windows(2).map(|pair| {
        let aliases = vec![format!("*{}", pair[0]); width].join(", ");
        format!("{0}: &{0} [{aliases}]\n", pair[1])
    });
    first + &rest.collect::<String>()
}

#[test]
fn nesting_ends_at_the_limit_and_not_in_a_stack_overflow() {
    let too_deep = Some("nested deeper than 255 levels");
    let cases = [
        (nested(255), None),
        (nested(256), too_deep),
        ("[".repeat(200_000), too_deep),
        ("{a: ".repeat(200_000), too_deep),
        ("- ".repeat(10_000) + "x", too_deep),
        ("? ".repeat(10_000) + "x", too_deep),
        (lines(0..10_000, |depth| " ".repeat(depth) + "-\n"), too_deep),
        ("- ".repeat(200) + &nested(100), too_deep),
        ("a0: &a0 [x]\n".to_owned() + &lines(1..300, |n| format!("a{n}: &a{n} [*a{}]\n", n - 1)), too_deep),
    ];
    for (text, expected) in cases {
        assert_eq!(judge(&text, false).as_deref(), expected, "{text:.40}");
    }
    assert_eq!(judge(&nested(200_000), true).as_deref(), Some("nested deeper than 128 levels"));
}

#[test]
fn aliases_expand_within_a_budget() {
    let cases = [
        laughs("abcdefghi", 9),
        format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), "*a, ".repeat(100)),
        format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(1000), "*a, ".repeat(101)),
    ];
    for text in cases {
        let problem = judge(&text, false).unwrap();
        assert!(problem.starts_with("its aliases expand to more than"), "{problem}");
    }
    assert_eq!(judge(&laughs("abcd", 9), false), None);
}

#[test]
fn long_files_take_time_in_proportion() {
    let cases = [
        "[".to_owned() + &"1,".repeat(100_000) + "]",
        "[".to_owned() + &"a: b,".repeat(50_000) + "]",
        lines(0..50_000, |n| format!("k{n}: v\n")),
        lines(0..250, |n| format!("&a{n} [")) + &"x,".repeat(20_000) + &"]".repeat(250),
        format!("a:\n{}  b: 1\n", "  # c\n".repeat(50_000)),
        format!("a:\n  b: \"x\n{}\"\n", "  y\n".repeat(50_000)),
        "a: |\n".to_owned() + &"  x\n".repeat(200_000),
        " ".repeat(1_000_000),
        "a".repeat(1_000_000),
        "\"".to_owned() + &"\\n".repeat(500_000) + "\"",
    ];
    for text in cases {
        assert_eq!(judge(&text, false), None, "{text:.40}");
    }
}

#[test]
fn problems_and_documents_are_capped() {
    let duplicates = parse(&source(&"a: 1\n".repeat(20_000)), &LIMITS).unwrap();
    assert_eq!(duplicates.problems.len(), super::super::PROBLEMS);
    let documents = parse(&source(&"---\na\n".repeat(20_000)), &LIMITS).unwrap();
    assert_eq!(documents.documents.len(), super::super::DOCUMENTS);
    assert_eq!(documents.problems[0].message.raw(), "more than 1000 documents in one file");
}

#[test]
fn more_repairs_than_the_limit_end_in_a_problem() {
    let text = |count: usize| "a:\n".to_owned() + &lines(0..count, |n| format!("  k{n}: \"x\n  y\"\n"));
    assert_eq!(judge(&text(150), false), None);
    assert!(judge(&text(300), false).unwrap().contains("invalid indentation"));
}

#[test]
fn a_line_end_that_only_some_readers_know_is_said() {
    for end in ['\u{85}', '\u{2028}', '\u{2029}'] {
        let tree = parse(&source(&format!("a: b # x{end}c: d\n")), &LIMITS).unwrap();
        let problem = &tree.problems[0];
        assert!(problem.message.raw().contains("tools disagree"), "{}", problem.message.raw());
        assert_eq!(problem.position.unwrap().to_string(), "1:9");
    }
    assert!(parse(&source("a: \u{e9} # \u{2027}\n"), &LIMITS).unwrap().problems.is_empty());
}
