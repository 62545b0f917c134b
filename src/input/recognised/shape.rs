//! How the content of a form looks: a small closed language over the parsed root of a document.
//!
//! ```text
//! shape       = alternative *( " or " alternative )
//! alternative = *( "at:" glob " " ) *( "has:" word " " ) [ "text " ] term *( " " term )
//! term        = path | "!" path | path "=" values | path "!=" values | path ":map" | path ":list"
//! path        = segment *( "." segment )     segment = a key, "*" in it for any text | "*" any key or element
//! values      = value *( "|" value )         value   = text in which "*" stands for any text
//! ```
//!
//! A term holds if some value at the path does what it says; with `!` in front, if there is none. `at:` limits an
//! alternative to some places, `has:` to files in which a word stands. `text` keeps it for files that are no YAML, such as
//! templates of it: there lines are asked instead of a tree.

use std::borrow::Cow;

use data_encoding::BASE64_MIME_PERMISSIVE;

use super::glob::{Glob, Parts};
use super::lines::Lines;
use crate::input::tree::{Node, NodeValue};
use crate::source::RepoPath;

/// The shortest key that is worth a search; shorter ones stand in every file.
const TELLING: usize = 5;

/// One alternative.
#[derive(Debug)]
pub(super) struct Shape {
    at: Vec<Glob>,
    has: Vec<&'static str>,
    only_text: bool,
    terms: Vec<Term>,
}

/// One condition.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) path: Vec<&'static str>,
    pub(super) test: Test,
    /// `false` for `!path`.
    pub(super) wanted: bool,
}

/// What a value has to be.
#[derive(Debug)]
pub(super) enum Test {
    Present,
    Map,
    List,
    OneOf(Vec<&'static str>),
    NoneOf(Vec<&'static str>),
}

impl Shape {
    /// The alternatives of a shape.
    pub(super) fn parse(text: &'static str) -> Result<Vec<Self>, String> {
        text.split(" or ").map(Self::alternative).collect()
    }

    fn alternative(text: &'static str) -> Result<Self, String> {
        let mut shape = Self { at: Vec::new(), has: Vec::new(), only_text: false, terms: Vec::new() };
        for word in text.split(' ') {
            if let Some(glob) = word.strip_prefix("at:") {
                shape.at.push(Glob::new(glob).ok_or_else(|| format!("`{glob}` is no glob"))?);
            } else if let Some(word) = word.strip_prefix("has:") {
                shape.has.push(word);
            } else if word == "text" {
                shape.only_text = true;
            } else {
                shape.terms.push(Term::parse(word)?);
            }
        }
        if !shape.terms.iter().any(|term| term.wanted) {
            return Err(format!("`{text}` asks for nothing"));
        }
        Ok(shape)
    }

    /// Words that stand in every file of this shape.
    pub(super) fn words(&self) -> Vec<&'static str> {
        let wanted = || self.terms.iter().filter(|term| term.wanted);
        let keys = wanted().flat_map(|term| term.path.iter().filter_map(|key| longest(key)));
        let mut words: Vec<&str> = keys.chain(wanted().filter_map(|term| term.test.word())).collect();
        if words.iter().any(|word| word.len() >= TELLING) {
            words.retain(|word| word.len() >= TELLING);
        }
        words.extend(&self.has);
        words
    }

    /// Whether a file may be of this shape at all.
    pub(super) fn allows(&self, path: &RepoPath) -> bool {
        self.at.is_empty() || self.at.iter().any(|glob| glob.is_match(&Parts::of(path.as_str())))
    }

    /// Whether the root of a document has this shape.
    pub(super) fn fits(&self, root: &Node) -> bool {
        !self.only_text && self.terms.iter().all(|term| reaches(root, &term.path, &term.test) == term.wanted)
    }

    /// Whether the lines of a file that is no YAML look like it.
    pub(super) fn fits_lines(&self, lines: &Lines<'_>) -> bool {
        self.terms.iter().all(|term| lines.hold(term))
    }
}

impl Term {
    fn parse(word: &'static str) -> Result<Self, String> {
        let (wanted, word) = word.strip_prefix('!').map_or((true, word), |path| (false, path));
        let values = |text: &'static str| text.split('|').collect::<Vec<_>>();
        let (path, test) = if let Some((path, text)) = word.split_once("!=") {
            (path, Test::NoneOf(values(text)))
        } else if let Some((path, text)) = word.split_once('=') {
            (path, Test::OneOf(values(text)))
        } else if let Some(path) = word.strip_suffix(":map") {
            (path, Test::Map)
        } else if let Some(path) = word.strip_suffix(":list") {
            (path, Test::List)
        } else {
            (word, Test::Present)
        };
        let path: Vec<&str> = path.split('.').collect();
        let values = match &test {
            Test::OneOf(values) | Test::NoneOf(values) => values.as_slice(),
            _ => &[],
        };
        if path.iter().chain(values).any(|part| part.is_empty()) || path.iter().all(|key| *key == "*") {
            return Err(format!("`{word}` is no condition"));
        }
        Ok(Self { path, test, wanted })
    }
}

impl Test {
    /// Whether a value is what it has to be.
    fn holds(&self, node: &Node) -> bool {
        match self {
            Self::Present => true,
            Self::Map => node.is_mapping(),
            Self::List => node.as_sequence().is_some(),
            Self::OneOf(_) | Self::NoneOf(_) => text(node).is_some_and(|text| self.holds_text(&text)),
        }
    }

    /// The same for the text of a value.
    pub(super) fn holds_text(&self, text: &str) -> bool {
        match self {
            Self::OneOf(values) => values.iter().any(|value| matches(value, text)),
            Self::NoneOf(values) => !values.iter().any(|value| matches(value, text)),
            Self::Present | Self::Map | Self::List => true,
        }
    }

    /// A word that stands in the text of the value.
    fn word(&self) -> Option<&'static str> {
        match self {
            Self::OneOf(values) => match values.as_slice() {
                [value] => longest(value),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether some value at a path does what a test asks. Of a key that occurs twice both values count.
fn reaches(node: &Node, path: &[&str], test: &Test) -> bool {
    let Some((key, rest)) = path.split_first() else { return test.holds(node) };
    match &node.value {
        NodeValue::Mapping(entries) => entries.iter().any(|entry| {
            let named = *key == "*" || text(&entry.key).is_some_and(|name| matches(key, &name));
            named && reaches(&entry.value, rest, test)
        }),
        NodeValue::Sequence(elements) => *key == "*" && elements.iter().any(|element| reaches(element, rest, test)),
        NodeValue::Scalar(_) => false,
    }
}

/// The longest part of a value or key that is written out. JSON may put a backslash in front of a slash.
fn longest(value: &'static str) -> Option<&'static str> {
    value.split(['*', '/']).max_by_key(|part| part.len()).filter(|part| !part.is_empty())
}

/// The text of a scalar as its platform sees it: `!!binary` is written in base64.
fn text(node: &Node) -> Option<Cow<'_, str>> {
    let text = node.as_str()?;
    let binary = node.tag.as_deref().is_some_and(|tag| tag.text == "!!binary");
    let decoded = if binary { BASE64_MIME_PERMISSIVE.decode(text.trim().as_bytes()).ok() } else { None };
    Some(decoded.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Cow::Borrowed(text), Cow::Owned))
}

/// Whether a text is a value of the table, in which `*` stands for any text.
pub(super) fn matches(value: &str, text: &str) -> bool {
    let mut parts = value.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some((_, behind)) = rest.split_once(part) else { return false };
        rest = behind;
    }
    true
}
