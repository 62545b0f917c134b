//! What a text means.

use super::{json, source, tree};
use crate::input::Segment;
use crate::input::tree::{Dialect, Style, parse};
use crate::limits::LIMITS;

#[test]
fn every_shape_of_yaml_becomes_the_json_that_its_author_meant() {
    let cases = [
        ("", "null"),
        ("# only a comment\n", "null"),
        ("a:\nb: ~\n", r#"{"a":null,"b":null}"#),
        ("on: push\nno: off\n", r#"{"on":"push","no":"off"}"#),
        ("--- a\n---\nb\n...\n", r#""a" "b""#),
        ("? [a]\n: b\n1: c\n", r#"{"[\"a\"]":"b","1":"c"}"#),
        ("- &x {a: 1}\n- *x\n", r#"[{"a":1},{"a":1}]"#),
        ("a: !Ref x\nb: !GetAtt [c, d]\n", r#"{"a":{"!Ref":"x"},"b":{"!GetAtt":["c","d"]}}"#),
        ("a: !!str 1\nb: !!int \"2\"\nc: ! 3\nd: !!binary YQ==\n", r#"{"a":"1","b":2,"c":"3","d":"YQ=="}"#),
        ("a: 'it''s'\nb: \"t\\tb\"\n", r#"{"a":"it's","b":"t\tb"}"#),
        ("a: |\n  x\n   y\nb: >-\n  x\n  y\n", r#"{"a":"x\n y\n","b":"x y"}"#),
        ("a:\r\n  - b\r\n  - |\r\n    c\r\n    d\r\n", r#"{"a":["b","c\nd\n"]}"#),
        ("{\n\t\"a\": [1,\n\t2]\n}", r#"{"a":[1,2]}"#),
        ("a: [x: y, z]\n", r#"{"a":[{"x":"y"},"z"]}"#),
        ("é😀: \u{e9}\n", r#"{"é😀":"é"}"#),
        ("k:\n  a: 'x\n  y\\'\n  b: 'z'\n", r#"{"k":{"a":"x y\\","b":"z"}}"#),
        ("k:\n  a: \"x\n  y\"\n  b: 'one\n  two ''\n  three'\n", r#"{"k":{"a":"x y","b":"one two ' three"}}"#),
    ];
    for (text, meant) in cases {
        assert_eq!(json(text, Dialect::Yaml12), meant, "{text:?}");
    }
}

#[test]
fn plain_scalars_resolve_by_dialect() {
    // Text, YAML 1.2, YAML 1.1.
    let cases = [
        ("on", r#""on""#, "true"),
        ("No", r#""No""#, "false"),
        ("y", r#""y""#, r#""y""#),
        ("True", "true", "true"),
        ("010", "10", "8"),
        ("0o10", "8", r#""0o10""#),
        ("0x1F", "31", "31"),
        ("-0x1F", r#""-0x1F""#, "-31"),
        ("0b11", r#""0b11""#, "3"),
        ("1_000", r#""1_000""#, "1000"),
        ("+5", "5", "5"),
        ("-5", "-5", "-5"),
        ("--5", r#""--5""#, r#""--5""#),
        ("0x+1", r#""0x+1""#, r#""0x+1""#),
        ("3.10", "3.1", "3.1"),
        (".5", "0.5", "0.5"),
        ("5.", "5.0", "5.0"),
        ("1e3", "1000.0", "1000.0"),
        ("1e", r#""1e""#, r#""1e""#),
        (".", r#"".""#, r#"".""#),
        (".inf", r#"".inf""#, r#"".inf""#),
        ("1.2.3", r#""1.2.3""#, r#""1.2.3""#),
        ("18446744073709551615", "18446744073709551615", "18446744073709551615"),
        ("18446744073709551616", r#""18446744073709551616""#, r#""18446744073709551616""#),
        ("-9223372036854775808", "-9223372036854775808", "-9223372036854775808"),
        ("-9223372036854775809", r#""-9223372036854775809""#, r#""-9223372036854775809""#),
        ("22:30", r#""22:30""#, r#""22:30""#),
        ("2024-01-01", r#""2024-01-01""#, r#""2024-01-01""#),
        ("\"on\"", r#""on""#, r#""on""#),
        ("'1'", r#""1""#, r#""1""#),
    ];
    for (text, yaml12, yaml11) in cases {
        let list = format!("[{text}]");
        assert_eq!(json(&list, Dialect::Yaml12), format!("[{yaml12}]"), "{text} in YAML 1.2");
        assert_eq!(json(&list, Dialect::Yaml11), format!("[{yaml11}]"), "{text} in YAML 1.1");
    }
}

#[test]
fn scalars_keep_what_was_written() {
    let tree = tree("version: 3.10\nmode: 010\nempty:\n");
    let root = tree.root().unwrap();
    assert_eq!(root.get("version").unwrap().as_str(), Some("3.10"));
    assert_eq!(root.get("mode").unwrap().as_str(), Some("010"));
    assert!(root.get("empty").unwrap().is_absent());
    assert_eq!(root.get("mode").unwrap().as_scalar().unwrap().style, Style::Plain);
}

#[test]
fn a_duplicate_key_is_a_problem_at_the_second_key_and_the_file_is_still_read() {
    let tree = tree("a: 1\nb:\n  c: 1\n  'c': 2\na: 2\n");
    let problems: Vec<(u32, &str)> =
        tree.problems.iter().map(|problem| (problem.position.unwrap().line, problem.message.raw())).collect();
    assert_eq!(problems.len(), 2);
    assert_eq!(problems[0].0, 4);
    assert!(problems[0].1.contains("`c` is already on line 3"), "{}", problems[0].1);
    assert_eq!(problems[1].0, 5);
    let root = tree.root().unwrap();
    assert_eq!(root.get("a").unwrap().as_str(), Some("2"));
    assert_eq!(root.to_json(Dialect::Yaml12).to_string(), r#"{"a":2,"b":{"c":2}}"#);
}

#[test]
fn merge_keys_stay_until_they_are_asked_for() {
    let text =
        "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  <<: [*x, *y]\n  c: 5\nw:\n  <<: *x\n  <<: *y\nv:\n  <<: no\n";
    let tree = tree(text);
    assert!(tree.problems.is_empty());
    let root = tree.root().unwrap();
    assert!(root.get("z").unwrap().entries()[0].is_merge());
    let merged = root.merged();
    let show = |key: &str| merged.get(key).unwrap().to_json(Dialect::Yaml12).to_string();
    assert_eq!(show("z"), r#"{"a":1,"b":2,"c":5}"#);
    assert_eq!(show("w"), r#"{"a":1,"b":3,"c":4}"#);
    assert_eq!(show("v"), r#"{"<<":"no"}"#);
}

#[test]
fn merge_keys_count_as_they_do_for_psych() {
    let cases = [
        ("{<<: *x, a: 9}", r#"{"a":9,"b":2}"#),
        // A key before the `<<` is replaced.
        ("{a: 9, <<: *x}", r#"{"a":1,"b":2}"#),
        ("{'<<': *x}", r#"{"a":1,"b":2}"#),
        ("{\"<<\": [*y, *x]}", r#"{"b":3,"a":1}"#),
        ("{'<<': {'<<': *x, c: 1}}", r#"{"a":1,"b":2,"c":1}"#),
        ("{!!str '<<': *x}", r#"{"<<":{"a":1,"b":2}}"#),
        ("{<<: [*x, 1]}", r#"{"<<":[{"a":1,"b":2},1]}"#),
        // A list behind an alias is no list of mappings to merge.
        ("{<<: *l}", r#"{"<<":[{"b":3}]}"#),
    ];
    for (text, expected) in cases {
        let tree = tree(&format!("x: &x {{a: 1, b: 2}}\ny: &y {{b: 3}}\nl: &l [*y]\nz: {text}\n"));
        let merged = tree.root().unwrap().merged();
        assert_eq!(merged.get("z").unwrap().to_json(Dialect::Yaml12).to_string(), expected, "{text}");
    }
}

#[test]
fn a_tag_is_what_its_handle_makes_of_it() {
    let cases = [
        ("", "!reference", "!reference"),
        ("%TAG !r! !refer\n", "!r!ence", "!reference"),
        ("%TAG ! !my-\n", "!reference", "!my-reference"),
        ("", "!<!reference>", "!reference"),
        ("", "!%72eference", "!reference"),
        ("%TAG !! !refer\n", "!!ence", "!reference"),
        ("", "!!str", "!!str"),
        ("", "!!binary", "!!binary"),
        ("%TAG !y! tag:yaml.org,2002:\n", "!y!str", "!!str"),
        ("", "!Ref", "!Ref"),
        ("", "!", "!"),
    ];
    for (directive, tag, expected) in cases {
        let tree = tree(&format!("{directive}---\na: {tag} x\n"));
        let value = tree.root().unwrap().get("a").unwrap();
        assert_eq!(value.tag.as_ref().unwrap().text, expected, "{directive}{tag}");
    }
}

#[test]
fn a_path_leads_to_a_node_or_to_the_nearest_one() {
    let tree = tree("jobs:\n  build:\n    steps:\n      - uses: a\n");
    let root = tree.root().unwrap();
    let key = |key: &str| Segment::Key(key.to_owned());
    let path = [key("jobs"), key("build"), key("steps"), Segment::Index(0), key("uses")];
    assert_eq!(root.at(&path).unwrap().as_str(), Some("a"));
    let missing = [key("jobs"), key("build"), key("permissions"), key("contents")];
    assert!(root.at(&missing).is_none());
    let (node, depth) = root.nearest(&missing);
    assert_eq!(depth, 2);
    assert_eq!(node.span, root.at(&missing[..2]).unwrap().span);
}

#[test]
fn broken_syntax_is_a_problem_with_its_place() {
    let cases = [
        ("a: b\nc: [\n", "2:4", "not valid YAML: unclosed bracket '['"),
        ("a:\n  b: 1\n c: 2\n", "3:2", "not valid YAML"),
        ("a: *b\n", "1:4", "an alias to an anchor that is not defined above it"),
        ("a: &a [*a]\n", "1:8", "an alias inside the value that it names"),
        ("a: 'x\n", "1:4", "not valid YAML: unclosed quote"),
        ("a: {{ b }}\nc: d: e\n", "2:5", "not valid YAML"),
        ("a:\n\t- b\n", "2:2", "a tab"),
        ("a: \u{1}\n", "1:4", "not valid YAML"),
    ];
    for (text, position, message) in cases {
        let problem = parse(&source(text), &LIMITS).expect_err(text);
        assert_eq!(problem.position.unwrap().to_string(), position, "{text:?}");
        assert!(problem.message.raw().starts_with(message), "{text:?}: {}", problem.message.raw());
    }
}

#[test]
fn documents_before_a_broken_one_are_kept_beside_the_problem() {
    let tree = tree("a: 1\n---\nb: [\n");
    assert_eq!(tree.documents.len(), 1);
    assert_eq!(tree.problems[0].position.unwrap().line, 3);
}
