//! Settings at the head of a file that holds something else: SQL, Python, a notebook.
//!
//! Everything around them is replaced by blanks before they are parsed, so that each value keeps its place.

use std::sync::Arc;

use super::super::super::value::{Item, Value};
use super::super::Interpreter;
use crate::input::tree::{self, Entry, Node, NodeValue};
use crate::source::{RepoPath, Source, Span};

/// A file with settings at its head.
pub(super) struct Headed<'a> {
    /// The settings; none where the file has no head.
    pub(super) settings: Option<Item<'a>>,
    /// Where the rest begins.
    pub(super) rest: usize,
}

impl<'a> Interpreter<'a> {
    /// The settings at the head of a file; `None` when they cannot be read.
    pub(super) fn headed(&mut self, path: &RepoPath, at: Span) -> Option<Headed<'a>> {
        let modules = self.modules;
        let is_code = path.extension() == Some("py");
        let number = if is_code { modules.load(path) } else { modules.text(path) }.ok()?;
        let file = modules.get(number);
        let text = file.source.text();
        if !self.step(text.len() / 16, at.start) {
            return None;
        }
        match path.extension() {
            Some("yml" | "yaml") => {
                let settings = self.parsed_file(number, false, false, at);
                let span = Span::new(0, text.len()).shifted(file.base);
                Some(Headed { settings: Some(Item { value: settings, span }), rest: text.len() })
            }
            Some("ipynb") => self.of_notebook(&file.source, file.base),
            Some("py") => match commented(text) {
                Some((head, rest)) => self.of_head(&file.source, &head, rest, file.base),
                None => Some(Headed { settings: None, rest: 0 }),
            },
            _ => {
                let (head, rest) = fenced(text)?;
                self.of_head(&file.source, &blanked(text, head), rest, file.base)
            }
        }
    }

    fn of_head(&mut self, source: &Source, head: &str, rest: usize, base: usize) -> Option<Headed<'a>> {
        let head = Source::from_text(source.path().clone(), head);
        let tree = tree::parse(&head, self.modules.limits()).ok().filter(|tree| tree.problems.is_empty())?;
        let settings = self.node_value(tree.root()?, base);
        Some(Headed { settings: Some(settings), rest })
    }

    /// The settings of a notebook: its first cell of text that is nothing but YAML.
    fn of_notebook(&mut self, source: &Source, base: usize) -> Option<Headed<'a>> {
        let tree = tree::parse_json(source, self.modules.limits()).ok()?;
        let cells = tree.root()?.get("cells")?;
        let yaml = |cell: &Node| {
            let is_text = cell.get("cell_type").and_then(Node::as_str) == Some("markdown");
            let lines = cell.get("source").filter(|_| is_text)?;
            let text = lines
                .as_str()
                .map_or_else(|| lines.elements().iter().filter_map(Node::as_str).collect::<String>(), str::to_owned);
            let inner = text.strip_prefix("```yaml").or_else(|| text.strip_prefix("```yml"))?;
            Some((inner.replace("```", ""), lines.span))
        };
        let (text, span) = cells.elements().iter().find_map(yaml)?;
        let inner = Source::from_text(source.path().clone(), &text);
        let tree = tree::parse(&inner, self.modules.limits()).ok().filter(|tree| tree.problems.is_empty())?;
        let settings = self.node_value(&placed(tree.root()?, span), base);
        Some(Headed { settings: Some(settings), rest: source.text().len() })
    }

    /// The text of a file from an offset on, with its place.
    pub(super) fn rest_of_file(&mut self, path: &RepoPath, from: usize) -> Option<Item<'a>> {
        let number = self.modules.text(path).ok()?;
        let file = self.modules.get(number);
        let text = file.source.text().get(from..)?;
        let kept = text.trim_matches('\n');
        let skipped = text.len().saturating_sub(text.trim_start_matches('\n').len());
        let begin = from.saturating_add(skipped);
        let span = Span::new(begin, begin.saturating_add(kept.len())).shifted(file.base);
        Some(Item { value: Value::Text(std::rc::Rc::new(super::Text::literal(kept, span))), span })
    }
}

/// The bytes between the fences at the beginning of a text, and where the rest begins: between two lines of three or more
/// dashes, or in a comment of SQL.
fn fenced(text: &str) -> Option<(Span, usize)> {
    if let Some(comment) = text.strip_prefix("/*") {
        let end = comment.find("*/")?.saturating_add(2);
        return Some((Span::new(2, end), end.saturating_add(2)));
    }
    let mut begin = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let after = at + line.len();
        let bare = line.trim_end();
        if bare.len() >= 3 && bare.bytes().all(|byte| byte == b'-') {
            match begin {
                None => begin = Some(after),
                Some(begin) => return Some((Span::new(begin, at), after)),
            }
        } else if begin.is_none() {
            return None;
        }
        at = after;
    }
    None
}

/// A text of which nothing but one part is left; every byte keeps its place.
fn blanked(text: &str, kept: Span) -> String {
    text.char_indices().fold(String::new(), |mut blank, (at, c)| {
        match c {
            _ if (kept.start..kept.end).contains(&at) => blank.push(c),
            '\n' => blank.push('\n'),
            _ => blank.extend(std::iter::repeat_n(' ', c.len_utf8())),
        }
        blank
    })
}

/// The settings in the comment that a file of Python begins with, between two lines `# ---`; every byte keeps its place.
fn commented(text: &str) -> Option<(String, usize)> {
    let mut head = String::new();
    let mut fences = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let inner = bare.strip_prefix('#')?;
        if inner.trim() == "---" {
            fences += 1;
            head.push_str(&blanked(line, Span::new(0, 0)));
            if fences == 2 {
                let rest = head.len();
                return Some((head, rest));
            }
        } else if fences == 1 {
            head.push(' ');
            head.push_str(line.get(1..).unwrap_or_default());
        } else {
            return None;
        }
    }
    None
}

/// A value that stands in one place with all that it holds.
fn placed(node: &Node, span: Span) -> Node {
    let value = match &node.value {
        NodeValue::Scalar(scalar) => NodeValue::Scalar(scalar.clone()),
        NodeValue::Sequence(items) => {
            NodeValue::Sequence(Arc::new(items.iter().map(|item| placed(item, span)).collect()))
        }
        NodeValue::Mapping(entries) => {
            let entry = |entry: &Entry| Entry { key: entry.key.clone(), value: placed(&entry.value, span) };
            NodeValue::Mapping(Arc::new(entries.iter().map(entry).collect()))
        }
    };
    Node { span, value, tag: node.tag.clone(), alias: node.alias }
}

#[cfg(test)]
mod tests {
    use super::{blanked, commented, fenced};

    #[test]
    fn the_head_of_a_file_keeps_its_place() {
        for (text, expected, rest) in [
            ("---\na: 1\n---\nselect 1", "   \na: 1\n   \n        ", "select 1"),
            ("/*\na: é\n*/\nselect 1", "  \na: é\n  \n        ", "\nselect 1"),
        ] {
            let (head, after) = fenced(text).unwrap();
            assert_eq!(blanked(text, head), expected, "{text}");
            assert_eq!(text.get(after..), Some(rest), "{text}");
        }
        for text in ["select 1", "---\na: 1", "/* a", ""] {
            assert_eq!(fenced(text), None, "{text}");
        }
        assert_eq!(commented("# ---\n# a: 1\n# ---\nx = 1"), Some(("     \n  a: 1\n     \n".to_owned(), 19)));
        assert_eq!(commented("x = 1"), None);
    }
}
