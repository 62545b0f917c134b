//! What a piece of a file says, however it is written: blanks, quotes, brackets, comments and the order of keys apart.

use std::fmt::Write;

use super::{airflow, tree};
use crate::finding::Kind;
use crate::limits::LIMITS;
use crate::source::{Source, Span};

/// Bytes of a piece that is looked into; what policies point at is far smaller, or the whole file.
const MOST: usize = 64 * 1024;

/// A piece of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wording {
    /// One value.
    Value(String),
    /// Several values in a list, in a mapping, in a call.
    Several(String),
}

/// What a piece of a file of a document says. In YAML a key stands for its value.
#[must_use]
pub fn wording(kind: Kind, source: &Source, span: Span) -> Wording {
    let text = source.slice(span);
    let known = match kind {
        _ if text.len() > MOST => None,
        _ if is_python(source) => airflow::expression(text, &LIMITS)
            .map(|(text, is_call)| if is_call { Wording::Several(text) } else { Wording::Value(text) }),
        Kind::Pipeline | Kind::Forge => in_yaml(source, span),
        Kind::Airflow | Kind::Terraform | Kind::Repository => None,
    };
    known.unwrap_or_else(|| Wording::Value(plain(text)))
}

/// The same where it also counts how several values are arranged: what somebody has accepted is that, and no other order
/// or grouping of it.
#[must_use]
pub fn arranged(kind: Kind, source: &Source, span: Span) -> String {
    match wording(kind, source, span) {
        // The tokens of Python keep their order.
        Wording::Several(_) if !is_python(source) => plain(source.slice(span)),
        Wording::Several(text) | Wording::Value(text) => text,
    }
}

fn is_python(source: &Source) -> bool {
    source.path().extension() == Some("py")
}

/// A text with single blanks.
#[must_use]
pub fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_yaml(source: &Source, span: Span) -> Option<Wording> {
    let column = usize::try_from(source.position(span.start).column).ok()?.saturating_sub(1);
    let entry = entry_below(source.text().get(span.start..)?, span.end.saturating_sub(span.start), column);
    let text = entry.unwrap_or_else(|| source.slice(span));
    // The first line is indented like the others.
    let padded = format!("{}{text}", " ".repeat(column));
    let parsed = tree::parse(&Source::from_text(source.path().clone(), &padded), &LIMITS).ok()?;
    let root = parsed.root().filter(|_| parsed.documents.len() == 1)?;
    let value = if entry.is_some() { &root.entries().first()?.value } else { root };
    Some(match value.as_str() {
        Some(text) => Wording::Value(plain(text)),
        None => Wording::Several(written(value)),
    })
}

/// For a key at the beginning of a text, `length` bytes long and after so many columns: the key with its value, which
/// ends where a line is indented no further.
fn entry_below(text: &str, length: usize, column: usize) -> Option<&str> {
    let rest = text.get(length..)?.trim_start_matches(' ');
    if !rest.starts_with(':') {
        return None;
    }
    let mut end = 0_usize;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let indent = line.len().saturating_sub(line.trim_start_matches(' ').len());
        if index > 0 && !line.trim().is_empty() && indent <= column {
            break;
        }
        end = end.saturating_add(line.len());
        if end > MOST {
            return None;
        }
    }
    text.get(..end)
}

/// A node in one form, its keys sorted.
fn written(node: &tree::Node) -> String {
    let tag = node.tag.as_deref().map(|tag| format!("{} ", tag.text)).unwrap_or_default();
    let mut text = tag;
    match &node.value {
        tree::NodeValue::Scalar(scalar) => {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{:?}", plain(&scalar.text));
        }
        tree::NodeValue::Sequence(elements) => {
            let elements: Vec<String> = elements.iter().map(written).collect();
            let _ = write!(text, "[{}]", elements.join(","));
        }
        tree::NodeValue::Mapping(entries) => {
            let mut entries: Vec<String> =
                entries.iter().map(|entry| format!("{}:{}", written(&entry.key), written(&entry.value))).collect();
            entries.sort();
            let _ = write!(text, "{{{}}}", entries.join(","));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Wording, wording};
    use crate::finding::Kind;
    use crate::source::{RepoPath, Source, Span};

    /// A text without two bars and what stands between them, or all of a text without any.
    fn source(path: &str, marked: &str) -> (Source, Span) {
        let mut parts = marked.splitn(3, '|');
        let (before, inside) = (parts.next().unwrap_or_default(), parts.next());
        let start = if inside.is_some() { before.len() } else { 0 };
        let end = inside.map_or(before.len(), |inside| start.saturating_add(inside.len()));
        let text = marked.splitn(3, '|').collect::<String>();
        (Source::from_text(RepoPath::new(path).unwrap(), &text), Span::new(start, end))
    }

    fn of(kind: Kind, path: &str, marked: &str) -> Wording {
        let (source, span) = source(path, marked);
        wording(kind, &source, span)
    }

    #[test]
    fn the_same_in_another_style_is_the_same() {
        let same: [(Kind, &str, &[&str]); 8] = [
            (Kind::Pipeline, "ci.yml", &["a@v1", "\"a@v1\"", "'a@v1'", "a@v1 # why", " a@v1\n"]),
            (
                Kind::Pipeline,
                "ci.yml",
                &["- uses: |a@v1|\n  x: y", "- |uses|:\n    a@v1\n", "- |uses|: >-\n    a@v1\n  x: y"],
            ),
            (
                Kind::Pipeline,
                "ci.yml",
                &[
                    "x: |{a: b, c: [d, 'e']}|",
                    "|x|:\n  a: b\n  c:\n  - d\n  - e\nz: 1",
                    "|x|: {c: [d, e], a: b} # x\r\n",
                ],
            ),
            (Kind::Pipeline, "ci.yml", &["make  &&\n make test", "make && make test"]),
            (Kind::Pipeline, "ci.yml", &["  |a|: x\n  b: y", "  |a|: x\n  b: z"]),
            (Kind::Airflow, "a.py", &["f('x', y = 1)", "f(\n    \"x\",\n    y=1,  # why\n)"]),
            (Kind::Airflow, "a.sql", &["select  1", "select\n1"]),
            (Kind::Terraform, "main.tf", &["acl = \"x\"", "acl    =  \"x\""]),
        ];
        for (kind, path, texts) in same {
            let all: Vec<Wording> = texts.iter().map(|text| of(kind, path, text)).collect();
            assert!(all.iter().all(|it| Some(it) == all.first()), "{all:?}");
        }
    }

    #[test]
    fn another_text_is_another() {
        let others = [
            (Kind::Pipeline, "a.yml", "a@v1", "a@v2"),
            (Kind::Pipeline, "a.yml", "|run|: >\n  a\n  b\nc: d", "|run|: >\n  a\n  x\nc: d"),
            (Kind::Pipeline, "a.yml", "[a, b]", "[b, a]"),
            (Kind::Pipeline, "a.yml", "{a: b}", "{a: b, c: d}"),
            (Kind::Pipeline, "a.yml", "{a: !reference [b]}", "{a: [b]}"),
            (Kind::Pipeline, "a.yml", "*a", "*b"),
            (Kind::Airflow, "a.py", "f('x')", "f('y')"),
            (Kind::Airflow, "a.py", "f'{x}'", "f'{y}'"),
            (Kind::Airflow, "a.py", "def f(:", "def g(:"),
        ];
        for (kind, path, one, other) in others {
            assert_ne!(of(kind, path, one), of(kind, path, other), "{one} {other}");
        }
    }

    #[test]
    fn what_is_arranged_in_another_way_is_another_where_that_counts() {
        // Two texts, and whether they are the same.
        let cases = [
            (Kind::Pipeline, "a.yml", "{a: b, c: d}", "{c: d, a: b}", false),
            (Kind::Pipeline, "a.yml", "[a, true]", "[a, \"true\"]", false),
            (Kind::Pipeline, "a.yml", "[a,  b]", "[a,b]", false),
            (Kind::Pipeline, "a.yml", "[a,   b]", "[a,\n b]", true),
            (Kind::Pipeline, "a.yml", "'a  b'", "a\n  b", true),
            (Kind::Pipeline, "a.yml", "|on|: push", "|on|: issues", false),
            (Kind::Pipeline, "tools/a.py", "f('x',)", "f(\"x\")", true),
            (Kind::Airflow, "a.py", "f(a=1, b=2)", "f(b=2, a=1)", false),
            (Kind::Airflow, "a.py", "'a' 'b'", "'ab'", false),
            (Kind::Terraform, "main.tf", "\"var.x\"", "var.x", false),
        ];
        for (kind, path, one, other, same) in cases {
            let arranged = |text: &str| super::arranged(kind, &source(path, text).0, source(path, text).1);
            assert_eq!(arranged(one) == arranged(other), same, "{one} {other}");
        }
    }

    #[test]
    fn several_values_are_told_from_one() {
        let cases = [
            (Kind::Pipeline, "a.yml", "a: b", true),
            (Kind::Pipeline, "a.yml", "x:\n  - |a: b\n    c: d|\n", true),
            (Kind::Pipeline, "a.yml", "|a|:\n  c: d", true),
            (Kind::Pipeline, "a.yml", "|a|: d", false),
            (Kind::Pipeline, "a.yml", "make test", false),
            (Kind::Airflow, "a.py", "f(x)", true),
            (Kind::Airflow, "a.py", "'x'", false),
        ];
        for (kind, path, text, several) in cases {
            assert_eq!(matches!(of(kind, path, text), Wording::Several(_)), several, "{text}");
        }
    }
}
