//! Reads one of gate's own YAML files into its type; what does not fit is said at its key or value.

use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment as Step};

use super::suggest::did_you_mean;
use super::{ConfigError, Places};
use crate::input::Segment;
use crate::source::{Source, Span};

/// What to do where nothing better is known.
const SEE: &str = "see the README for every key";

/// Before the line in a message of serde.
const AT: &str = " at line ";

/// Reads one of gate's own YAML files into its type.
///
/// # Errors
/// [`ConfigError::Invalid`] at the key or value at fault.
pub fn typed<T: DeserializeOwned + Default>(source: &Source) -> Result<T, ConfigError> {
    if source.text().lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(T::default());
    }
    let places = Places::of(source);
    if let Some((span, word)) = places.twice() {
        let help = format!("join what stands below the two `{word}`: a key may stand once");
        return Err(ConfigError::invalid(source, span, format!("`{word}` stands here a second time"), help));
    }
    let reader = serde_yaml::Deserializer::from_str(source.text());
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let path = steps(error.path());
        framed(source, &places, &path, &error.into_inner())
    })
}

/// The path as the places know it.
fn steps(path: &Path) -> Vec<Segment> {
    let known = |step: &Step| match step {
        Step::Seq { index } => Some(Segment::Index(*index)),
        Step::Map { key } => Some(Segment::Key(key.clone())),
        Step::Enum { .. } | Step::Unknown => None,
    };
    path.iter().map_while(known).collect()
}

/// An error of serde in our words: `unknown field` and `unknown variant` with a suggestion.
fn framed(source: &Source, places: &Places, path: &[Segment], error: &serde_yaml::Error) -> ConfigError {
    let text = error.to_string();
    let message = message(&text);
    let is_key = message.starts_with("unknown field");
    let noun = if is_key { Some("key") } else { message.starts_with("unknown variant").then_some("value") };
    let mut words = message.split('`').skip(1).step_by(2);
    let (said, help) = match (noun, words.next()) {
        (Some(noun), Some(word)) => (format!("unknown {noun} `{word}`"), did_you_mean(word, words, SEE)),
        _ => (message.clone(), SEE.to_owned()),
    };
    if !places.are_known() || (path.is_empty() && !is_key) {
        // The file is no YAML, or nothing of what it should be.
        let at = error.location().map_or(0, |location| location.index());
        return ConfigError::invalid(source, word_at(source, at), said, help);
    }
    if is_key { places.at_key(path, said, help) } else { places.at_value(path, said, help) }
}

/// What serde says without the place, which the frame shows, and without the path: `path: message at line 3 column 1`.
fn message(text: &str) -> String {
    let is_place = |at: &usize| {
        text.get(at.saturating_add(AT.len())..).is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()))
    };
    let place = text.match_indices(AT).map(|(at, _)| at).find(is_place);
    let message = place.and_then(|at| text.get(..at)).unwrap_or(text);
    let message =
        message.split_once(": ").filter(|(before, _)| !before.contains([' ', '`'])).map_or(message, |(_, rest)| rest);
    // What the reader says where one word of several is expected.
    message.replace("a YAML tag starting with '!'", "one word")
}

/// The run of non-blank characters at an offset.
fn word_at(source: &Source, at: usize) -> Span {
    let rest = source.text().get(at..).unwrap_or_default();
    let end = at.saturating_add(rest.find(char::is_whitespace).unwrap_or(rest.len()).max(1));
    Span::new(at, end.min(source.text().len()))
}
