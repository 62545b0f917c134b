//! Where things stand.

use super::{misplaced, source, tree};
use crate::input::tree::{Node, parse, parse_json};
use crate::limits::LIMITS;
use crate::source::Span;

/// The bytes of every value of a text, outer ones first.
fn slices(text: &str) -> Vec<String> {
    fn collect(source: &crate::source::Source, node: &Node, found: &mut Vec<String>) {
        found.push(source.slice(node.span).to_owned());
        node.elements().iter().for_each(|element| collect(source, element, found));
        node.entries().iter().for_each(|entry| collect(source, &entry.value, found));
    }
    let source = source(text);
    let mut found = Vec::new();
    collect(&source, tree(text).root().unwrap(), &mut found);
    found
}

#[test]
fn a_span_covers_the_value_as_written() {
    let cases: [(&str, &[&str]); 11] = [
        ("a: 'b'  # c\n", &["a: 'b'", "'b'"]),
        ("a: {b: c, d: }\n", &["a: {b: c, d: }", "{b: c, d: }", "c", ""]),
        ("a:\n- 1\n- 2\n", &["a:\n- 1\n- 2", "- 1\n- 2", "1", "2"]),
        ("a:\n  - - 1\n    - 2\n", &["a:\n  - - 1\n    - 2", "- - 1\n    - 2", "- 1\n    - 2", "1", "2"]),
        ("a:\n-  - 1\n", &["a:\n-  - 1", "-  - 1", "- 1", "1"]),
        ("a: |\n  x\n  y\n\n\nb: 1\n", &["a: |\n  x\n  y\n\n\nb: 1", "x\n  y", "1"]),
        ("a: [x: y]\n", &["a: [x: y]", "[x: y]", "x: y", "y"]),
        ("é: 😀\r\nb: \"\\u00e9\"\r\n", &["é: 😀\r\nb: \"\\u00e9\"", "😀", "\"\\u00e9\""]),
        ("a: !Sub &x \"b\"\n", &["a: !Sub &x \"b\"", "\"b\""]),
        ("a: &x b\nc: *x\n", &["a: &x b\nc: *x", "b", "b"]),
        ("k:\n  a: \"x\n  y\"\n  b: c\n", &["k:\n  a: \"x\n  y\"\n  b: c", "a: \"x\n  y\"\n  b: c", "\"x\n  y\"", "c"]),
    ];
    for (text, expected) in cases {
        assert_eq!(slices(text), expected, "{text:?}");
    }
}

#[test]
fn tags_aliases_and_keys_have_spans_of_their_own() {
    let text = "a: !Sub &x b\n\"c\": *x\n";
    let (source, tree) = (source(text), tree(text));
    let root = tree.root().unwrap();
    assert_eq!(source.slice(root.get("a").unwrap().tag.as_ref().unwrap().span), "!Sub");
    let entry = root.get_entry("c").unwrap();
    assert_eq!(source.slice(entry.key.span), "\"c\"");
    assert_eq!(entry.value.alias.map(|span| source.slice(span)), Some("*x"));
}

#[test]
fn every_character_of_a_scalar_leads_back_to_its_byte() {
    let cases = [
        "a: |\n  x\n\n    y\n  é😀 z\n\nb: 1\n",
        "a: |\n\n\n  x\n",
        "a: |2-\n    x\n   y\nb: >2\n    q\n   r\n  s\n  t\n\n  u\n",
        "a: >\n  folded\n  text\n\n  para\n\n    more\n    x\n\n  z\nb: 1",
        "a: >\n\n\n  folded\n  text\n",
        "- |+ # c\n # y\n z\n\n\n-  >-\n    b\r\n\r\n    c\r\n    d\r\n",
        "a: 'it''s\n\n  x ''y\n  z'''\n",
        "b: \"a\\tb \\\n  \\ q \\u00e9x \\ud83d\\ude00y\n\n\n  t\\\n\n  u \\x41b\\U0001F600c\\_\\Nd\"\n",
        "c: d\n  e\n\n  f\n  g h\n",
        "a: x\\ \n  y\nb: 'x\\  \n  y'\n",
        "a: \"  x  \\\n   \\  y\"\n",
        "a: |\r\n  x\r\n  y\r\nb: \"x\r\n  y\"\r\n",
        "k:\n  a: \"x\n  y\n  z ' w\"\n  b: 'one\n  two ''\n  three'\n  c: [d]\n",
        "- \"x\n   \\ty\"\n- end\n",
        "|\n  x\n y\n",
    ];
    for text in cases {
        let source = source(text);
        let Ok(tree) = parse(&source, &LIMITS) else { continue };
        assert_eq!(misplaced(&source, &tree), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn an_expression_inside_a_script_is_found_in_the_file() {
    let cases = [
        "run: |\n  echo one\n\n    echo ${{ x }} two\n",
        "run: >-\n  echo one\n  echo ${{ x }} two\n",
        "run: \"echo \\\"one\\\" \\\n  echo ${{ x }} two\"\n",
        "run: 'echo ''one''\n\n  echo ${{ x }} two'\n",
        "run: echo one\n  echo ${{ x }} two\n",
        "{\"run\": \"\\u00e9 \\ud83d\\ude00 \\n ${{ x }}\"}",
    ];
    for text in cases {
        let source = source(text);
        let tree = if text.starts_with('{') { parse_json(&source, &LIMITS) } else { parse(&source, &LIMITS) }.unwrap();
        let scalar = tree.root().unwrap().get("run").unwrap().as_scalar().unwrap();
        let at = scalar.text.find("${{").unwrap();
        let span = scalar.source_span(&source, Span::new(at, at + "${{ x }}".len()));
        assert_eq!(source.slice(span), "${{ x }}", "{text:?}");
        assert_eq!(scalar.source_offset(&source, at), text.find("${{").unwrap());
    }
}

#[test]
fn an_offset_past_the_text_stays_inside_the_scalar() {
    for text in ["a: |\n  x\n  y\nb: c\n", "a: 'x'\nb: c\n", "a: x\nb: c\n", "a:\nb: c\n"] {
        let source = source(text);
        let tree = parse(&source, &LIMITS).unwrap();
        let scalar = tree.root().unwrap().get("a").unwrap().as_scalar().unwrap();
        for offset in 0..20 {
            let found = scalar.source_offset(&source, offset);
            assert!((scalar.span.start..=scalar.span.end).contains(&found), "{text:?} {offset}");
        }
    }
}
