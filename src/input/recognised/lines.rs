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
        let mut documents = vec![Self { root: Vec::new(), inner: Vec::new() }];
        // Text in brackets says nothing by its indentation.
        let in_brackets = text.trim_start().starts_with(['{', '[']) && !text.trim_start().starts_with("{{");
        for line in text.lines() {
            if line.starts_with("---") {
                documents.push(Self { root: Vec::new(), inner: Vec::new() });
            }
            let Some(((key, value), document)) = entry(line).zip(documents.last_mut()) else { continue };
            let indented = line.starts_with([' ', '\t', '-']);
            if !indented || in_brackets {
                document.root.push((key, value));
            }
            if indented {
                document.inner.push((key, value));
            }
        }
        documents
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
