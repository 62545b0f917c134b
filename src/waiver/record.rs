//! Lists of entries as people write them, read with the place of every key and value.
//!
//! An entry grants something, so it says what in so many words: nothing in it is repeated from elsewhere by an alias or a
//! merge key, where whoever reads the entry would not see it.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{ConfigError, did_you_mean};
use crate::input::tree::{self, Dialect, Entry, Node, NodeValue, Style};
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source, Span};

/// What makes a path a pattern.
const PATTERN: [char; 4] = ['*', '?', '[', '{'];

/// What the entries of a file are called, and the keys that one may have.
pub(super) struct Grammar {
    /// Such as `waiver`.
    pub(super) noun: &'static str,
    /// Every key.
    pub(super) keys: &'static [&'static str],
}

/// A text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// The text.
    pub(super) text: String,
    /// Its place, quotes included.
    pub(super) span: Span,
}

/// One entry.
pub(super) struct Record<'a> {
    source: &'a Source,
    /// Its place, on its first line.
    span: Span,
    values: BTreeMap<&'static str, Entry>,
}

/// The entries of a file, in its order.
///
/// # Errors
/// [`ConfigError`] at the first thing that is no list of entries: broken syntax, an alias, a key that there is not or twice.
pub(super) fn records<'a>(source: &'a Source, grammar: &Grammar) -> Result<Vec<Record<'a>>, ConfigError> {
    let tree = tree::parse(source, &LIMITS).map_err(|problem| at(source, problem.position, &problem.message))?;
    let [root] = tree.documents.as_slice() else {
        let second = tree.documents.get(1).map_or(Span::new(0, 0), |node| node.span);
        let help = "take out the line `---` between them";
        return Err(ConfigError::invalid(source, second, "a second document begins here, which nothing reads", help));
    };
    plain(source, root)?;
    if let Some(problem) = tree.problems.first() {
        return Err(at(source, problem.position, &problem.message));
    }
    if is_null(root) {
        return Ok(Vec::new());
    }
    let Some(entries) = root.as_sequence() else {
        let message = format!("this is no list of {}s", grammar.noun);
        return Err(ConfigError::invalid(
            source,
            source.first_line(root.span),
            message,
            "begin each entry with `- id:`",
        ));
    };
    entries.iter().map(|entry| Record::of(source, entry, grammar)).collect()
}

/// What a file says of each entry, for comparing two versions of one: texts by key. `None` where it is no list of entries;
/// an entry that is none says nothing.
pub(super) fn texts(source: &Source) -> Option<Vec<BTreeMap<String, Vec<String>>>> {
    let tree = tree::parse(source, &LIMITS).ok().filter(|tree| tree.problems.is_empty())?;
    let root = tree.root()?;
    if is_null(root) {
        return Some(Vec::new());
    }
    let of = |node: &Node| -> Vec<String> {
        let text = |node: &Node| node.as_str().unwrap_or_default().trim().to_owned();
        node.as_sequence().map_or_else(|| vec![text(node)], |list| list.iter().map(text).collect())
    };
    let entry = |entry: &Entry| Some((entry.name()?.to_owned(), of(&entry.value)));
    Some(root.as_sequence()?.iter().map(|node| node.entries().iter().filter_map(entry).collect()).collect())
}

impl<'a> Record<'a> {
    fn of(source: &'a Source, node: &Node, grammar: &Grammar) -> Result<Self, ConfigError> {
        let span = source.first_line(node.span);
        if !node.is_mapping() {
            let message = format!("this is no {}: it has no keys", grammar.noun);
            return Err(ConfigError::invalid(source, span, message, "write `- id:`, and the other keys below it"));
        }
        let mut values = BTreeMap::new();
        for entry in node.entries() {
            let name = entry.name().unwrap_or_default();
            let Some(key) = grammar.keys.iter().find(|key| **key == name) else {
                let help = did_you_mean(name, grammar.keys.iter().copied(), "see the README for every key");
                return Err(ConfigError::invalid(source, entry.key.span, format!("unknown key `{name}`"), help));
            };
            values.insert(*key, entry.clone());
        }
        Ok(Self { source, span, values })
    }

    /// Whether it has a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// The text of a key that every entry has.
    pub(super) fn text(&self, key: &'static str) -> Result<Written, ConfigError> {
        let written = self.word(key)?;
        let resolved = self
            .values
            .get(key)
            .and_then(|entry| entry.value.as_scalar())
            .map(|scalar| Dialect::Yaml12.resolve(scalar));
        if resolved.is_some_and(|value| value.is_string()) {
            return Ok(written);
        }
        Err(self.wrong(&written, format!("`{key}` must be text"), "put it in quotes"))
    }

    /// The same as it is written, where a number is a text as well.
    pub(super) fn word(&self, key: &'static str) -> Result<Written, ConfigError> {
        let missing =
            || ConfigError::invalid(self.source, self.span, format!("missing field `{key}`"), "add it to the entry");
        self.optional(key)?.ok_or_else(missing)
    }

    /// The same of a key that may be left out.
    pub(super) fn optional(&self, key: &'static str) -> Result<Option<Written>, ConfigError> {
        self.values.get(key).map(|entry| self.written(key, &entry.value)).transpose()
    }

    /// The texts of a list, or of one text alone, that may be left out and may not be empty.
    pub(super) fn list(&self, key: &'static str) -> Result<Option<Vec<Written>>, ConfigError> {
        let Some(Entry { value: node, .. }) = self.values.get(key) else { return Ok(None) };
        let Some(elements) = node.as_sequence() else { return Ok(Some(vec![self.written(key, node)?])) };
        if elements.is_empty() {
            let message = format!("`{key}` is an empty list, which may mean nothing or everything");
            return Err(ConfigError::invalid(
                self.source,
                node.span,
                message,
                "name what is meant, or leave the key out",
            ));
        }
        elements.iter().map(|element| self.written(key, element)).collect::<Result<_, _>>().map(Some)
    }

    /// An error at a value.
    pub(super) fn wrong(&self, written: &Written, message: impl Into<String>, help: &str) -> ConfigError {
        ConfigError::invalid(self.source, written.span, message, help)
    }

    /// The same at the value of a key.
    pub(super) fn wrong_at(&self, key: &'static str, message: &str, help: &str) -> ConfigError {
        self.word(key).map_or_else(|error| error, |written| self.wrong(&written, message, help))
    }

    /// A path inside of the repository. `help` is what to do instead of a pattern.
    pub(super) fn path(&self, written: &Written, help: &str) -> Result<RepoPath, ConfigError> {
        if written.text.contains(PATTERN) {
            return Err(self.wrong(written, "`where` is a pattern, and has to be one exact path", help));
        }
        let leads_back = written.text.split('/').any(|step| step == "..");
        RepoPath::new(&written.text).filter(|_| !leads_back).ok_or_else(|| {
            let help = "write it relative to the root, such as dags/billing.py, without `..`";
            self.wrong(written, "`where` is no path inside the repository", help)
        })
    }

    fn written(&self, key: &str, node: &Node) -> Result<Written, ConfigError> {
        // Where nothing is written, the key is all that there is to see.
        let key_span = self.values.get(key).filter(|_| node.is_absent()).map(|entry| entry.key.span);
        let span = key_span.unwrap_or_else(|| self.source.first_line(node.span));
        let refused = |message: String, help: &str| Err(ConfigError::invalid(self.source, span, message, help));
        match node.as_scalar() {
            None => refused(format!("`{key}` must be text, not a list or mapping"), "write one text"),
            Some(_) if is_null(node) => refused(format!("`{key}` is empty"), "write a value, or take the key out"),
            Some(scalar) => Ok(Written { text: scalar.text.clone(), span }),
        }
    }
}

/// Refuses what hides from a reader what an entry says.
fn plain(source: &Source, node: &Node) -> Result<(), ConfigError> {
    if let Some(alias) = node.alias {
        let message = "an alias stands for something that is written elsewhere";
        return Err(ConfigError::invalid(source, alias, message, "write here what it stands for"));
    }
    if let Some(tag) = node.tag.as_deref().filter(|tag| !matches!(tag.text.as_str(), "!!str" | "!!seq" | "!!map")) {
        return Err(ConfigError::invalid(source, tag.span, "a tag says nothing here", "take it out"));
    }
    let mut seen = BTreeSet::new();
    for entry in node.entries() {
        plain(source, &entry.key)?;
        if entry.is_merge() {
            let message = "a merge key brings in what is written elsewhere";
            return Err(ConfigError::invalid(source, entry.key.span, message, "write every key here"));
        }
        let Some(name) = entry.name() else {
            let span = source.first_line(entry.key.span);
            return Err(ConfigError::invalid(source, span, "a key must be text", "write `key: value`"));
        };
        if !seen.insert(name) {
            let message = format!("`{name}` stands here a second time");
            return Err(ConfigError::invalid(
                source,
                entry.key.span,
                message,
                "a key may stand once: keep one of the two",
            ));
        }
        plain(source, &entry.value)?;
    }
    node.elements().iter().try_for_each(|element| plain(source, element))
}

/// Whether nothing is written, or in words that nothing is.
fn is_null(node: &Node) -> bool {
    let scalar = node.as_scalar().filter(|scalar| scalar.style == Style::Plain);
    matches!(node.value, NodeValue::Scalar(_)) && scalar.is_some_and(|scalar| Dialect::Yaml12.resolve(scalar).is_null())
}

/// A problem of the syntax.
fn at(source: &Source, position: Option<crate::source::Position>, message: &crate::finding::Text) -> ConfigError {
    let line = position.and_then(|at| source.line_span(at.line));
    let start = position.zip(line).map_or(0, |(at, line)| {
        let before = usize::try_from(at.column).unwrap_or(1).saturating_sub(1);
        let text = source.slice(line);
        line.start.saturating_add(text.char_indices().nth(before).map_or(text.len(), |(at, _)| at))
    });
    let rest = source.text().get(start..).unwrap_or_default();
    let word = rest.split_whitespace().next().filter(|_| !rest.starts_with(char::is_whitespace)).map_or(1, str::len);
    let span = Span::new(start, start.saturating_add(word).min(source.text().len()));
    ConfigError::invalid(source, span, message.raw(), "write a list of entries, each with its keys below it")
}
