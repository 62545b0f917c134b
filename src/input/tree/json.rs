//! JSON as a tree: the strict grammar first, then the spans.

use serde::de::IgnoredAny;

use super::build;
use super::reindent::Patched;
use super::{Problem, Source, Tree};
use crate::limits::Limits;

/// Reads a JSON file. What YAML would forgive is refused: comments, trailing commas, unquoted keys, a second value.
///
/// # Errors
/// A [`Problem`] with its position when it is not JSON or nested deeper than `limits.json_depth`.
pub fn parse_json(source: &Source, limits: &Limits) -> Result<Tree, Problem> {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(source.text()) {
        return Err(Problem::at(source, offset(source, &error), &message(&error)));
    }
    let patched = Patched::new(source.text());
    build::build(source, &patched, limits, limits.json_depth).or_else(|failure| failure.into_result(source))
}

/// The error without its position, which the problem has already.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let words = text.split(" at line ").next().unwrap_or(&text);
    format!("not valid JSON: {words}")
}

/// The byte at which the reader gave up; its columns count bytes.
fn offset(source: &Source, error: &serde_json::Error) -> usize {
    let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
    let start = source.line_span(line).map_or(source.text().len(), |span| span.start);
    start.saturating_add(error.column().saturating_sub(1))
}
