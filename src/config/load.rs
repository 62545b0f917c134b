//! Reads the configuration and says exactly what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::de::DeserializeOwned;

use super::{Config, Pattern};
use crate::finding::PolicyId;
use crate::source::{RepoPath, Source, Span, Unreadable};

/// Where the configuration lies in a repository.
pub const CONFIG_PATH: &str = ".gate/gate.yaml";

/// A place in one of gate's own files, for an error with a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The file.
    pub source: Source,
    /// What is wrong in it.
    pub span: Span,
}

/// Why one of gate's own files cannot be used. All of them end with exit code 2.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A key, value or type that the format does not have.
    #[error("{path}:{position}: {message}")]
    Invalid {
        /// The file.
        path: RepoPath,
        /// Line and column.
        position: crate::source::Position,
        /// What is wrong.
        message: String,
        /// What to write instead.
        help: String,
        /// For the frame.
        frame: Box<Frame>,
    },
    /// The file exists and cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: RepoPath,
        /// Why.
        source: Unreadable,
    },
}

impl ConfigError {
    /// An error about a word of a file, where it stands first.
    #[must_use]
    pub fn about(source: &Source, word: &str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::invalid(source, find_word(source, word, 0), message, help)
    }

    /// An error about a span of a file.
    #[must_use]
    pub fn invalid(source: &Source, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Invalid {
            path: source.path().clone(),
            position: source.position(span.start),
            message: message.into(),
            help: help.into(),
            frame: Box::new(Frame { source: source.clone(), span }),
        }
    }
}

/// What the configuration may say about a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Its id.
    pub id: PolicyId,
    /// Its name.
    pub slug: String,
    /// Its parameters: what each means, and its default, whose JSON type is the type of the parameter.
    pub parameters: BTreeMap<String, (String, serde_json::Value)>,
}

/// Reads the configuration; an empty file is the default.
///
/// # Errors
/// [`ConfigError::Invalid`] with the key or value at fault.
pub fn from_source(source: &Source, policies: &[Known]) -> Result<Config, ConfigError> {
    let config: Config = typed(source)?;
    check(source, &config, policies)?;
    Ok(config)
}

/// Checks what a configuration says against the policies that there are.
///
/// # Errors
/// [`ConfigError::Invalid`] with the key or value at fault.
pub fn check(source: &Source, config: &Config, policies: &[Known]) -> Result<(), ConfigError> {
    let wrong = |word: &str, message: String, help: String| {
        Err(ConfigError::invalid(source, find_word(source, word, 0), message, help))
    };
    if config.version.is_some_and(|version| version != 1) {
        return wrong("version", "this gate knows version 1 of the configuration".into(), "write `version: 1`".into());
    }
    let ids: BTreeSet<&str> = policies.iter().map(|policy| policy.id.as_str()).collect();
    let named = config.policies.severity.keys().chain(config.policies.disable.iter().map(|disabled| &disabled.id));
    for id in named {
        if !ids.contains(id.as_str()) {
            return wrong(
                id.as_str(),
                format!("there is no policy `{id}`"),
                did_you_mean(id.as_str(), ids.iter().copied(), "see `gate policies`"),
            );
        }
    }
    for disabled in &config.policies.disable {
        if disabled.reason.trim().is_empty() || disabled.owner.trim().is_empty() {
            let message = format!("`{}` is disabled without a reason or an owner", disabled.id);
            return wrong(disabled.id.as_str(), message, "say why, and who answers for it".into());
        }
    }
    for exclusion in &config.exclude {
        let first = exclusion.paths.first().map_or("exclude", Pattern::as_str);
        if exclusion.paths.is_empty() || exclusion.reason.trim().is_empty() || exclusion.owner.trim().is_empty() {
            let message = "an exclusion without paths, a reason or an owner".to_owned();
            return wrong(first, message, "say what, why no platform runs it, and who answers for it".into());
        }
    }
    for (slug, values) in &config.policies.parameters {
        let Some(policy) = policies.iter().find(|policy| policy.slug == *slug) else {
            let slugs = policies.iter().map(|policy| policy.slug.as_str());
            return wrong(
                slug,
                format!("there is no policy `{slug}`"),
                did_you_mean(slug, slugs, "see `gate policies`"),
            );
        };
        for (name, value) in values {
            let known = &policy.parameters;
            let Some((meaning, default)) = known.get(name) else {
                let parameters = known.keys().map(String::as_str);
                let help = did_you_mean(name, parameters, &format!("see `gate explain {}`", policy.id));
                return wrong(name, format!("`{slug}` has no parameter `{name}`"), help);
            };
            if kind_of(default) != kind_of(value) {
                let expected = kind_of(default);
                return wrong(
                    name,
                    format!("`{slug}.{name}` must be a {expected}, not a {}", kind_of(value)),
                    meaning.clone(),
                );
            }
        }
    }
    Ok(())
}

/// Reads one of gate's own YAML files into its type.
///
/// # Errors
/// [`ConfigError::Invalid`] at the line and column of the key or value at fault.
pub fn typed<T: DeserializeOwned + Default>(source: &Source) -> Result<T, ConfigError> {
    if source.text().lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(T::default());
    }
    serde_yaml::from_str(source.text()).map_err(|error| {
        let at = error.location().map_or(0, |location| location.index());
        let text = error.to_string();
        // `path: message at line 3 column 1`: the place is said by the frame.
        let message = text.split(" at line ").next().unwrap_or(&text);
        let message =
            message.rsplit_once(": ").filter(|(before, _)| !before.contains(' ')).map_or(message, |(_, rest)| rest);
        unknown_field(source, message, at).or_else(|| twice(source, message, at)).unwrap_or_else(|| {
            ConfigError::invalid(source, word_at(source, at), message, "see the README for every key")
        })
    })
}

/// Turns serde's "unknown field `x`, expected one of `a`, `b`" into an error at the key, with a suggestion.
fn unknown_field(source: &Source, message: &str, at: usize) -> Option<ConfigError> {
    let mut words = message.split('`').skip(1).step_by(2);
    let what = ["unknown field", "unknown variant"].into_iter().find(|what| message.starts_with(what))?;
    let word = words.next()?;
    let noun = if what == "unknown field" { "key" } else { "value" };
    let help = did_you_mean(word, words, "see the README for every key");
    Some(ConfigError::invalid(source, find_word(source, word, at), format!("unknown {noun} `{word}`"), help))
}

/// Turns serde's "duplicate field `x`" into an error at the second one: somebody pasted lines below those that are there.
fn twice(source: &Source, message: &str, at: usize) -> Option<ConfigError> {
    let word = message.strip_prefix("duplicate field `")?.strip_suffix('`')?;
    let rest = source.text().get(at..)?;
    let is_key = |place: &usize| rest.get(place.saturating_add(word.len())..).is_some_and(|it| it.starts_with(':'));
    let (second, _) = rest.match_indices(word).filter(|(place, _)| is_key(place)).nth(1)?;
    let start = at.saturating_add(second);
    let span = Span::new(start, start.saturating_add(word.len()));
    let help = format!("join what stands below the two `{word}`: a key may stand once");
    Some(ConfigError::invalid(source, span, format!("`{word}` stands here a second time"), help))
}

/// `did you mean …?` with the nearest candidate, or the candidates, or `otherwise` when there is none.
#[must_use]
pub fn did_you_mean<'a>(word: &str, candidates: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    let candidates: Vec<&str> = candidates.collect();
    let nearest = candidates.iter().map(|candidate| (distance(word, candidate), *candidate)).min();
    match nearest {
        Some((far, candidate)) if far <= 2.max(word.chars().count() / 3) => format!("did you mean `{candidate}`?"),
        Some(_) if candidates.len() <= 12 => {
            let mut help = "one of ".to_owned();
            for (index, candidate) in candidates.iter().enumerate() {
                // Writing to a `String` cannot fail.
                let _ = write!(help, "{}`{candidate}`", if index == 0 { "" } else { ", " });
            }
            help
        }
        _ => otherwise.to_owned(),
    }
}

/// Edits (insert, delete, replace) from one word to another.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut next = vec![i.saturating_add(1)];
        for (j, b) in right.iter().enumerate() {
            let replaced = row.get(j).copied().unwrap_or(0).saturating_add(usize::from(a != *b));
            let deleted = row.get(j.saturating_add(1)).copied().unwrap_or(0).saturating_add(1);
            let inserted = next.last().copied().unwrap_or(0).saturating_add(1);
            next.push(replaced.min(deleted).min(inserted));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// The first whole-word occurrence of `word` at or after an offset, else anywhere, else the word at the offset.
fn find_word(source: &Source, word: &str, from: usize) -> Span {
    let text = source.text();
    let whole = |start: usize| {
        let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let after = text.get(start.saturating_add(word.len())..).and_then(|after| after.chars().next());
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    };
    let line_start =
        text.get(..from.min(text.len())).and_then(|before| before.rfind('\n')).map_or(0, |at| at.saturating_add(1));
    let found: Vec<usize> = text.match_indices(word).map(|(at, _)| at).filter(|at| whole(*at)).collect();
    let start = found.iter().find(|at| **at >= line_start).or_else(|| found.first()).copied();
    start.map_or_else(|| word_at(source, from), |start| Span::new(start, start.saturating_add(word.len())))
}

/// The run of non-blank characters at an offset.
fn word_at(source: &Source, at: usize) -> Span {
    let rest = source.text().get(at..).unwrap_or_default();
    Span::new(
        at,
        at.saturating_add(rest.find(char::is_whitespace).unwrap_or(rest.len()).max(1)).min(source.text().len()),
    )
}

/// The JSON type of a value as people call it.
#[must_use]
pub const fn kind_of(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "true/false value",
        serde_json::Value::Number(_) => "number",
        serde_json::Value::String(_) => "text",
        serde_json::Value::Array(_) => "list",
        serde_json::Value::Object(_) => "mapping",
    }
}

#[cfg(test)]
mod tests {
    use super::{ConfigError, distance, from_source};
    use crate::source::{RepoPath, Source};

    fn error(text: &str) -> (String, String) {
        let source = Source::from_text(RepoPath::new(".gate/gate.yaml").unwrap(), text);
        let known = super::Known {
            id: crate::finding::PolicyId::new("CI001").unwrap(),
            slug: "unpinned-action".to_owned(),
            parameters: [("trusted_owners".to_owned(), ("who".to_owned(), serde_json::json!([])))].into(),
        };
        match from_source(&source, &[known]).unwrap_err() {
            ConfigError::Invalid { position, message, help, .. } => (format!("{position} {message}"), help),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn an_error_names_the_key_and_suggests_another() {
        let cases = [
            ("fail_on: high\n", "1:1 unknown key `fail_on`", "did you mean `fail-on`?"),
            ("version: 1\nfail-on: hihg\n", "2:10 unknown value `hihg`", "did you mean `high`?"),
            ("version: 2\n", "1:1 this gate knows version 1 of the configuration", "write `version: 1`"),
            ("inputs:\n  terraform:\n    plan: optionl\n", "3:11 unknown value `optionl`", "did you mean `optional`?"),
            ("inputs:\n  terafform: {}\n", "2:3 unknown key `terafform`", "did you mean `terraform`?"),
            ("policies:\n  parameters:\n    nope: {}\n", "3:5 there is no policy `nope`", "one of `unpinned-action`"),
            (
                "policies:\n  disable: [{ id: CI001, reason: ' ', owner: me }]\n",
                "2:19 `CI001` is disabled without a reason or an owner",
                "say why, and who answers for it",
            ),
            (
                "inputs:\n  pipeline: { required: true }\nversion: 1\ninputs: {}\n",
                "4:1 `inputs` stands here a second time",
                "join what stands below the two `inputs`: a key may stand once",
            ),
            ("policies:\n  severity: { CI01: low }\n", "2:15 there is no policy `CI01`", "did you mean `CI001`?"),
            (
                "policies:\n  parameters:\n    unpinned-action: { trusted-owners: [] }\n",
                "3:24 `unpinned-action` has no parameter `trusted-owners`",
                "did you mean `trusted_owners`?",
            ),
            (
                "policies:\n  parameters:\n    unpinned-action: { trusted_owners: acme }\n",
                "3:24 `unpinned-action.trusted_owners` must be a list, not a text",
                "who",
            ),
        ];
        for (text, message, help) in cases {
            let (found, found_help) = error(text);
            assert_eq!(found, message);
            assert_eq!(found_help, help, "{text}");
        }
    }

    #[test]
    fn an_empty_file_is_the_default() {
        let source = Source::from_text(RepoPath::new(".gate/gate.yaml").unwrap(), "# nothing yet\n\n");
        assert_eq!(from_source(&source, &[]).unwrap(), super::Config::default());
    }

    #[test]
    fn edit_distance() {
        assert_eq!([distance("a", "a"), distance("", "ab"), distance("kitten", "sitting")], [0, 2, 3]);
    }
}
