//! A file that is no YAML, such as a template of it, line by line.
//!
//! It answers less than a tree does: whether a key stands at the beginning of a line, and whether one stands further
//! in. That is enough to say what a template will be, and a file that nobody can parse is judged by nobody anyway.

use super::shape::{Term, Test, matches};

/// The lines of one document.
pub(super) struct Lines<'a> {
    /// Keys at the beginning of a line, with the text behind the colon.
    root: Vec<(&'a str, &'a str)>,
    /// Keys further in.
    inner: Vec<(&'a str, &'a str)>,
}

impl<'a> Lines<'a> {
    /// The documents of a file.
    pub(super) fn documents(text: &'a str) -> Vec<Self> {
        // Text in brackets says nothing by its indentation, nor by its lines.
        let in_brackets = text.trim_start().starts_with(['{', '[']) && !is_template(text.trim_start());
        let mut documents = vec![Vec::new()];
        for line in text.lines() {
            if line.starts_with("---") {
                documents.push(Vec::new());
            }
            if let Some(document) = documents.last_mut() {
                document.push(line);
            }
        }
        documents.iter().map(|lines| if in_brackets { Self::in_brackets(lines) } else { Self::of(lines) }).collect()
    }

    /// Lines whose indentation says what holds what. A block of a template may be indented as a whole.
    fn of(lines: &[&'a str]) -> Self {
        let telling = |line: &&&str| !line.trim_start().starts_with('#') && !is_template(line.trim_start());
        let entries = lines.iter().filter(telling).filter_map(|line| Some((*line, entry(line)?)));
        let entries: Vec<(&str, (&str, &str))> = entries.collect();
        let depth = |line: &str| line.len().saturating_sub(line.trim_start().len());
        let is_element = |line: &str| line.trim_start().starts_with('-');
        let top = entries.iter().filter(|(line, _)| !is_element(line)).map(|(line, _)| depth(line)).min().unwrap_or(0);
        let mut document = Self { root: Vec::new(), inner: Vec::new() };
        for (line, entry) in entries {
            let is_root = !is_element(line) && depth(line) == top;
            if is_root { &mut document.root } else { &mut document.inner }.push(entry);
            document.inner.extend(pieces(line).skip(1));
        }
        document
    }

    /// Keys in brackets: nobody can say here how deep each of them is.
    fn in_brackets(lines: &[&'a str]) -> Self {
        let entries: Vec<(&str, &str)> = lines.iter().flat_map(|line| pieces(line)).collect();
        Self { root: entries.clone(), inner: entries }
    }

    /// Whether a condition seems to hold: the first key of its path at the beginning of a line, the others further in.
    pub(super) fn hold(&self, term: &Term) -> bool {
        let stands = |lines: &[(&str, &str)], key: &str, test: &Test| {
            key == "*" || lines.iter().any(|(name, value)| matches(key, name) && test.holds_text(value))
        };
        let last = term.path.len().saturating_sub(1);
        let found = term.path.iter().enumerate().all(|(depth, key)| {
            // What a `*` holds cannot be told from what stands beside it.
            let test = if depth == last { &term.test } else { &Test::Present };
            stands(if depth == 0 { &self.root } else { &self.inner }, key, test)
        });
        found == term.wanted
    }
}

/// Whether a line belongs to the language of a template.
fn is_template(line: &str) -> bool {
    ["{{", "{%", "{#"].iter().any(|sign| line.starts_with(sign))
}

/// The keys and values of mappings in brackets on one line.
fn pieces(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.split(['{', '[', ',']).filter_map(entry)
}

/// The key and the value of a line like `- "key": value # comment`.
fn entry(line: &str) -> Option<(&str, &str)> {
    let line = line.trim().trim_start_matches("- ").trim_start_matches(['{', '[', ',']).trim_start();
    let (key, value) = line.split_once(':')?;
    let value = value.split(" #").next().unwrap_or_default();
    Some((bare(key), bare(value)))
}

/// A text without the quotes and the comma around it.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches([',', '}', ']']).trim().trim_matches(['"', '\''])
}
