//! `jq`: which parts of a document a filter gives.

use super::command::Call;
use super::value::{Given, Part, Seen, Value};
use super::walk::Walk;
use crate::input::pipeline::held::Held;

/// The last step of a filter that gives nothing of the text: a number, a truth value, the names of keys.
const PLAIN: &[&str] = &[
    "length",
    "type",
    "keys",
    "tonumber",
    "has",
    "test",
    "contains",
    "startswith",
    "endswith",
    "any",
    "all",
    "index",
    "not",
    "@uri",
    "@base64",
    "utf8bytelength",
    "floor",
    "min",
    "max",
    "add/length",
];

/// Fields of what the forge says that strangers fill with a text of their own, and whether it can have line ends.
const FIELDS: &[(&str, bool)] = &[
    ("title", false),
    ("body", true),
    ("bodytext", true),
    ("message", true),
    ("messagebody", true),
    ("messageheadline", false),
    ("description", true),
    ("headrefname", false),
    ("head_branch", false),
    ("display_title", false),
    ("displaytitle", false),
    ("headbranch", false),
    ("head_ref", false),
    ("filename", false),
    ("path", false),
    ("homepage", false),
    ("label", false),
    ("ref", false),
    ("comments", true),
    ("reviews", true),
    ("commits", true),
    ("files", true),
];

/// How the text of something starts that a program got from the forge.
pub(super) const GOT: &str = "what `";

/// What a filter gives.
struct Filter {
    /// The paths in it: their names, `*` for what is not a name.
    paths: Vec<Vec<String>>,
    /// Whether nothing of a text is left.
    plain: bool,
    /// Whether it quotes for a shell.
    quotes: bool,
}

impl Filter {
    fn of(text: &str) -> Self {
        let last = text.rsplit('|').next().unwrap_or(text).trim();
        let word = last.split(['(', ' ']).next().unwrap_or(last);
        let compares = ["==", "!=", ">=", "<=", " > ", " < "].iter().any(|sign| last.contains(sign));
        let selects = last.starts_with("select") || last.starts_with("map");
        let plain = PLAIN.contains(&word) || compares && !selects;
        let mut paths = paths(text);
        if paths.is_empty() {
            paths.push(Vec::new());
        }
        Self { paths, plain, quotes: word == "@sh" }
    }
}

/// The paths of a filter. What is behind a pipe goes on from what is before it.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut before: Vec<Vec<String>> = vec![Vec::new()];
    for segment in text.split('|').filter(|segment| !segment.trim_start().starts_with("select")) {
        let found = of_segment(segment);
        if found.is_empty() {
            continue;
        }
        let behind = |path: &Vec<String>| {
            found.iter().map(|more| path.iter().chain(more).cloned().collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        before = before.iter().flat_map(behind).take(50).collect();
    }
    before.retain(|path| !path.is_empty());
    before
}

/// The paths that stand in a segment without pipes; those in `select(…)` do not count.
fn of_segment(segment: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = segment;
    let is_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    while let Some((_, behind)) = rest.split_once('.') {
        let mut path = Vec::new();
        rest = behind;
        loop {
            if let Some(inside) = rest.strip_prefix('[') {
                let (index, behind) = inside.split_once(']').unwrap_or((inside, ""));
                let name = index.trim().trim_matches('"');
                path.push(if name.is_empty() || name.parse::<i64>().is_ok() {
                    "*".to_owned()
                } else {
                    name.to_ascii_lowercase()
                });
                rest = behind;
            } else if let Some(inside) = rest.strip_prefix('"') {
                let (name, behind) = inside.split_once('"').unwrap_or((inside, ""));
                path.push(name.to_ascii_lowercase());
                rest = behind;
            } else {
                let length = rest.find(|it| !is_name(it)).unwrap_or(rest.len());
                let name = rest.get(..length).unwrap_or_default();
                if !name.is_empty() {
                    path.push(name.to_ascii_lowercase());
                }
                rest = rest.get(length..).unwrap_or_default();
            }
            rest = rest.strip_prefix('?').unwrap_or(rest);
            match rest.strip_prefix('.') {
                Some(behind) => rest = behind,
                None if rest.starts_with('[') => {}
                None => break,
            }
        }
        if !path.is_empty() {
            found.push(path);
        }
    }
    found
}

impl Walk<'_, '_> {
    /// What `jq` prints.
    pub(super) fn jq(&mut self, call: &Call) -> Value {
        let (mut raw, mut filter, mut given, mut files) = (false, None, Value::default(), Vec::new());
        let mut words = call.arguments();
        while let Some((word, value)) = words.next() {
            match word {
                "--arg" | "--argjson" | "--rawfile" | "--slurpfile" => {
                    words.next();
                    given.push(words.next().map(|(_, value)| value.clone()).unwrap_or_default());
                }
                "--args" | "--jsonargs" => {}
                "-f" | "--from-file" => return call.everything(),
                "--indent" | "-L" => drop(words.next()),
                "--raw-output" | "--join-output" => raw = true,
                _ if word.starts_with("--") => {}
                _ if word.len() > 1 && word.starts_with('-') => raw |= word.contains(['r', 'j']),
                _ if filter.is_none() => filter = Some(value),
                _ => files.push(value),
            }
        }
        let mut read = given;
        for file in &files {
            read.push(self.content(file));
        }
        if files.is_empty() {
            read.push(call.input.clone().unwrap_or_default());
        }
        let Some(filter) = filter else { return read };
        let Some(text) = filter.known() else {
            read.push(filter.clone());
            return read;
        };
        // A line end in a text is written as `\n` where the output is JSON.
        self.filtered(read, text).map(|given| given.set_lines(given.held.lines && raw))
    }

    /// What a filter leaves of documents.
    pub(super) fn filtered(&self, read: Value, filter: &str) -> Value {
        let filter = Filter::of(filter);
        if filter.plain {
            return Value::named("jq");
        }
        let mut left = Value::default();
        for part in read.parts {
            match part {
                Part::Given(given) if given.is_hostile() => {
                    filter.paths.iter().for_each(|path| left.push(self.below(&given, path)));
                }
                part => left.push(Value { parts: vec![part] }),
            }
        }
        left.map(|given| given.quoted |= filter.quotes)
    }

    /// What stands below a document that a stranger has a part in.
    fn below(&self, given: &Given, path: &[String]) -> Value {
        let held: &Held = &given.held;
        let seen = |held: Held| Value::of(held, Seen::Elsewhere);
        if held.tainted_by.starts_with(GOT) {
            return field(path)
                .map_or_else(|| Value::named("jq"), |lines| seen(Held { lines: held.lines && lines, ..held.clone() }));
        }
        let is_document = held.tainted_by.starts_with("github.event") || held.tainted_by == "github";
        if !is_document || path.is_empty() {
            return seen(held.clone());
        }
        let pattern = format!("{}.{}", held.tainted_by, path.join("."));
        let below = (self.scope.context)(&pattern);
        let via = held.via.clone();
        seen(Held { via, ..below })
    }

    /// What a context of the event holds.
    pub(super) fn of_context(&self, pattern: &str) -> Value {
        Value::of((self.scope.context)(pattern), Seen::Elsewhere)
    }
}

/// Whether a field of what the forge says is a stranger's text, and then whether that can have line ends.
pub(super) fn field(path: &[String]) -> Option<bool> {
    let mut names = path.iter().rev().filter(|name| *name != "*");
    let Some(last) = names.next() else { return Some(true) };
    // The branch that a change goes to is of the repository.
    let is_base = names.next().is_some_and(|above| above == "base");
    let found = FIELDS.iter().find(|(name, _)| *name == last.as_str());
    found.filter(|_| !is_base).map(|(_, lines)| *lines)
}

#[cfg(test)]
mod tests {
    use super::{Filter, field};

    #[test]
    fn a_filter_gives_what_its_paths_name() {
        for (filter, paths, plain) in [
            (".issue.title", "issue.title", false),
            (".[\"issue\"].title", "issue.title", false),
            (".commits[0].message", "commits.*.message", false),
            (".pull_request | .title, .number", "pull_request.title pull_request.number", false),
            (".title | length", "title", true),
            (".issue.title == \"x\"", "issue.title", true),
            (".", "", false),
            (".files[] | select(.path == \"x\") | .path", "files.*.path", false),
        ] {
            let read = Filter::of(filter);
            let shown: Vec<String> = read.paths.iter().map(|path| path.join(".")).collect();
            assert_eq!((shown.join(" ").as_str(), read.plain), (paths, plain), "{filter}");
        }
    }

    #[test]
    fn a_field_is_a_stranger_s_by_its_name() {
        let of = |path: &str| field(&path.split('.').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(of("title"), Some(false));
        assert_eq!(of("head.ref"), Some(false));
        assert_eq!(of("base.ref"), None);
        assert_eq!(of("comments.*.body"), Some(true));
        assert_eq!(of("number"), None);
    }
}
