//! JSON by its own rules.

use super::source;
use crate::input::tree::{Dialect, parse_json};
use crate::limits::LIMITS;

#[test]
fn valid_json_means_what_serde_json_says() {
    let long_key = format!("{{\"{}\": 1}}", "k".repeat(5000));
    let deep = "[".repeat(128) + &"]".repeat(128);
    let cases = [
        r#"{"a":[1,2,{"b":"\/\u00e9\ud83d\ude00\"\\"}],"c":-1.5E+3}"#,
        "{\"a\"\n:\n1}",
        "[\"a\"\n,\n1 ]",
        "{\r\n\t\"a\"\t: null}",
        " true ",
        "[]",
        "{}",
        "[[],{},\"\"]",
        "\"\u{7f}\u{fffe}\u{2028}\"",
        "{\"on\":\"no\",\"x\":\"010\"}",
        &long_key,
    ];
    for text in cases {
        let tree =
            parse_json(&source(text), &LIMITS).unwrap_or_else(|problem| panic!("{text}: {}", problem.message.raw()));
        let meant: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(tree.root().unwrap().to_json(Dialect::Yaml12), meant, "{text}");
    }
    assert!(parse_json(&source(&deep), &LIMITS).is_ok());
    assert!(parse_json(&source(&format!("[{deep}]")), &LIMITS).is_err());
}

#[test]
fn what_yaml_forgives_is_refused() {
    let cases = [
        ("", "1:1", "the file ends too early"),
        ("{\"a\":1,}", "1:8", "expected a key in double quotes"),
        ("[1,]", "1:4", "expected a value"),
        ("[,1]", "1:2", "expected a value"),
        ("// c\n{}", "1:1", "expected a value"),
        ("{\"a\":1} {}", "1:9", "something follows the value"),
        ("{'a': 1}", "1:2", "expected a key in double quotes"),
        ("{a: 1}", "1:2", "expected a key in double quotes"),
        ("{\"a\" 1}", "1:6", "expected a colon behind the key"),
        ("{\"a\":\n  tru}", "2:3", "expected a value"),
        ("{\"a\": 1 \"b\": 2}", "1:9", "expected a comma or a closing bracket"),
        ("[1 2]", "1:4", "expected a comma or a closing bracket"),
        ("[1}", "1:3", "expected a comma or a closing bracket"),
        ("[1,2", "1:5", "the file ends too early"),
        ("[01]", "1:2", "expected a value"),
        ("[+1]", "1:2", "expected a value"),
        ("[.5]", "1:2", "expected a value"),
        ("[NaN]", "1:2", "expected a value"),
        ("\"a\tb\"", "1:1", "control character"),
        ("\"\\x41\"", "1:1", "invalid escape"),
        ("\"\\ud800\"", "1:1", ""),
        ("\"abc", "1:1", "a string without its closing quote"),
        ("\"abc\\\"", "1:1", "a string without its closing quote"),
        ("&a [1]", "1:1", "expected a value"),
        ("---\n{}", "1:1", "expected a value"),
        ("[1\u{a0}]", "1:2", "expected a value"),
    ];
    for (text, position, message) in cases {
        let problem = parse_json(&source(text), &LIMITS).expect_err(text);
        assert_eq!(problem.position.unwrap().to_string(), position, "{text:?}");
        assert!(problem.message.raw().contains(message), "{text:?}: {}", problem.message.raw());
    }
}

#[test]
fn a_duplicate_key_in_json_is_a_problem() {
    let tree = parse_json(&source("{\"a\": 1,\n \"\\u0061\": 2}"), &LIMITS).unwrap();
    assert_eq!(tree.problems.len(), 1);
    assert_eq!(tree.problems[0].position.unwrap().to_string(), "2:2");
}
