//! Expressions: where they stand in a text, and what their result can hold.

use github_actions_expressions::context::Context;
use github_actions_expressions::{Error, Expr, SpannedExpr};

use super::trust::Sources;
use crate::input::Via;
use crate::input::pipeline::model::Trust;
use crate::source::Span;

/// What an expression stands between.
const OPEN: &str = "${{";
const CLOSE: &str = "}}";

/// An expression in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// `${{ … }}`: the bytes between the delimiters, without the blanks around.
    Closed(Span),
    /// A `${{` at this byte that nothing closes.
    Open(usize),
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// What is written out; it may be empty.
    Text(&'t str),
    /// What stands between the delimiters, without the blanks around, and the same with the delimiters.
    Expression(&'t str, &'t str),
    /// All behind a `${{` that nothing closes, with it.
    Open(&'t str),
}

/// The parts of a text in order. A `}}` inside a string literal does not close an expression.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, expression)) = rest.find(OPEN).and_then(|open| rest.split_at_checked(open)) {
        pieces.push(Piece::Text(before));
        let behind = expression.get(OPEN.len()..).unwrap_or_default();
        let whole = inner_length(behind).map(|inner| inner.saturating_add(OPEN.len()).saturating_add(CLOSE.len()));
        let Some((whole, after)) = whole.and_then(|whole| expression.split_at_checked(whole)) else {
            pieces.push(Piece::Open(expression));
            return pieces;
        };
        let inner = whole.strip_prefix(OPEN).and_then(|inner| inner.strip_suffix(CLOSE)).unwrap_or_default();
        pieces.push(Piece::Expression(inner.trim(), whole));
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// The expressions of a text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut at = 0_usize;
    let place = |piece: Piece<'_>| {
        let (found, length) = match piece {
            Piece::Text(text) => (None, text.len()),
            Piece::Expression(inner, whole) => {
                let behind = whole.get(OPEN.len()..).unwrap_or_default();
                let blanks = behind.len().saturating_sub(behind.trim_start().len());
                let start = at.saturating_add(OPEN.len()).saturating_add(blanks);
                (Some(Found::Closed(Span::new(start, start.saturating_add(inner.len())))), whole.len())
            }
            Piece::Open(rest) => (Some(Found::Open(at)), rest.len()),
        };
        at = at.saturating_add(length);
        found
    };
    pieces(text).into_iter().filter_map(place).collect()
}

/// The bytes before the `}}` that closes an expression.
fn inner_length(text: &str) -> Option<usize> {
    let mut quoted = false;
    let mut braces = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\'' => {
                quoted = !quoted;
                braces = 0;
            }
            b'}' if !quoted && braces == 1 => return at.checked_sub(1),
            b'}' if !quoted => braces = 1,
            _ => braces = 0,
        }
    }
    None
}

/// What is known of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    /// What it reads, through the variables, matrix and outputs that the file sets.
    pub(super) contexts: Vec<String>,
    /// Who decides what its result holds.
    pub(super) trust: Trust,
    /// The context at the root of it.
    pub(super) tainted_by: String,
    /// The places that it came through.
    pub(super) via: Vec<Via>,
    /// Whether what makes it so can have line ends.
    pub(super) lines: bool,
    /// The program that makes it of what makes it so, if nobody knows what that does; otherwise empty.
    pub(super) doubt: String,
    /// The secrets that its result can hold; `*` for all.
    pub(super) secrets: Vec<String>,
    /// Whether those are all only because it makes the name of one: `secrets[env.NAME]`.
    pub(super) computed: bool,
}

/// Reads an expression.
///
/// # Errors
/// What gate cannot read in it.
pub(super) fn meaning(expression: &str, sources: &Sources) -> Result<Meaning, String> {
    let parsed = parse(expression)?;
    let mut meaning = Meaning {
        contexts: Vec::new(),
        trust: Trust::Trusted,
        tainted_by: String::new(),
        via: Vec::new(),
        lines: false,
        doubt: String::new(),
        secrets: Vec::new(),
        computed: computes_name(&parsed),
    };
    for pattern in parsed.contexts().iter().filter_map(|(context, _)| context.as_pattern()) {
        sources.made_of(pattern, &mut meaning.contexts);
    }
    meaning.contexts.sort();
    meaning.contexts.dedup();
    let mut flowing = Vec::new();
    flow(&parsed, &mut flowing);
    for pattern in flowing {
        let secret = match pattern.strip_prefix("secrets") {
            Some("") => "*",
            Some(rest) => rest.strip_prefix('.').unwrap_or_default(),
            None => "",
        };
        if !secret.is_empty() {
            meaning.secrets.push(secret.to_ascii_uppercase());
        }
        meaning.secrets.extend(sources.secrets(&pattern).cloned());
        let origin = sources.origin(pattern);
        meaning.lines |= origin.lines;
        if origin.trust > meaning.trust {
            (meaning.trust, meaning.tainted_by, meaning.via) = (origin.trust, origin.tainted_by, origin.via);
            meaning.doubt = origin.doubt;
        }
    }
    Ok(meaning)
}

/// Parses an expression.
///
/// # Errors
/// What gate cannot read in it.
pub(super) fn parse(expression: &str) -> Result<SpannedExpr<'_>, String> {
    Expr::parse(expression).map_err(|error| match error {
        Error::Syntax(error) => format!("not a valid expression: {}", error.message),
        Error::Depth => "an expression nested too deeply".to_owned(),
        Error::Call(error) => {
            let text = error.to_string();
            let mut characters = text.chars();
            let first = characters.next().map(|first| first.to_ascii_lowercase());
            first.into_iter().chain(characters).collect()
        }
    })
}

/// The patterns of the contexts that flow into the result of an expression, in small letters; none if it cannot be read.
pub(in crate::input::pipeline) fn flowing(expression: &str) -> Vec<String> {
    let mut flowing = Vec::new();
    if let Ok(parsed) = parse(expression) {
        flow(&parsed, &mut flowing);
    }
    flowing
}

/// Whether all secrets that flow into the result of an expression as one are those of which it makes the name.
fn computes_name(expression: &SpannedExpr<'_>) -> bool {
    let of_secrets =
        |context: &&Context<'_>| context.as_pattern().is_some_and(|it| matches!(&*it, "secrets" | "secrets.*"));
    let is_index = |context: &Context<'_>| match context.parts.get(1).map(|part| &part.inner) {
        Some(Expr::Index(index)) => !matches!(index.inner, Expr::Star),
        _ => false,
    };
    let contexts = expression.dataflow_contexts();
    let mut all = contexts.iter().map(|(context, _)| *context).filter(of_secrets).peekable();
    all.peek().is_some() && all.all(is_index)
}

/// The secrets, in capitals, of which a part flows into the result of an expression: `fromJSON(secrets.X).y`.
pub(in crate::input::pipeline) fn parts_of_secrets(expression: &str) -> Vec<String> {
    let Ok(parsed) = parse(expression) else { return Vec::new() };
    let mut found = Vec::new();
    for (context, _) in parsed.dataflow_contexts() {
        let (None, Some(head), true) = (context.as_pattern(), context.parts.first(), context.parts.len() > 1) else {
            continue;
        };
        let mut whole = Vec::new();
        flow(head, &mut whole);
        found.extend(whole.iter().filter_map(|pattern| Some(pattern.strip_prefix("secrets.")?.to_ascii_uppercase())));
    }
    found
}

/// The patterns of all contexts that flow into the result of an expression.
fn flow(expression: &SpannedExpr<'_>, into: &mut Vec<String>) {
    for (context, _) in expression.dataflow_contexts() {
        flow_of_context(context, into);
    }
}

fn flow_of_context(context: &Context<'_>, into: &mut Vec<String>) {
    match (context.as_pattern(), context.parts.first()) {
        (Some(pattern), _) => into.push(pattern),
        // `fromJSON(x).y` holds what `x` holds.
        (None, Some(head)) => flow(head, into),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, Piece, find, meaning, pieces};
    use crate::input::pipeline::github::trust::Sources;
    use crate::input::pipeline::model::Trust;
    use crate::source::Span;

    #[test]
    fn expressions_are_found_between_their_delimiters() {
        assert_eq!(find("a ${{ b }} ${{c}}"), [Found::Closed(Span::new(6, 7)), Found::Closed(Span::new(14, 15))]);
        assert_eq!(find("${{ '}}' }}"), [Found::Closed(Span::new(4, 8))]);
        assert_eq!(find("x ${{ y"), [Found::Open(2)]);
        assert_eq!(find("no $ {{ }}"), []);
        assert_eq!(find("a ${{  }}b"), [Found::Closed(Span::new(7, 7))]);
    }

    #[test]
    fn a_text_is_what_stands_between_its_expressions_and_they() {
        let whole = "a ${{ b }}${{ '}}' }} c";
        let expected = [
            Piece::Text("a "),
            Piece::Expression("b", "${{ b }}"),
            Piece::Text(""),
            Piece::Expression("'}}'", "${{ '}}' }}"),
            Piece::Text(" c"),
        ];
        assert_eq!(pieces(whole), expected);
        assert_eq!(pieces("x ${{ y }"), [Piece::Text("x "), Piece::Open("${{ y }")]);
    }

    #[test]
    fn only_what_flows_into_the_result_counts() {
        let cases = [
            ("github.event.issue.title", Trust::Untrusted),
            ("github.event.issue.title == 'x'", Trust::Trusted),
            ("contains(github.event.issue.title, 'x')", Trust::Trusted),
            ("github.event.issue.title || 'x'", Trust::Untrusted),
            ("github.event.issue.title && 'x'", Trust::Trusted),
            ("format('{0}', github.head_ref)", Trust::Untrusted),
            ("fromJSON(github.event.comment.body).x", Trust::Untrusted),
            ("github['event']['issue']['body']", Trust::Untrusted),
            ("toJSON(github.event)", Trust::Untrusted),
            ("GITHUB.HEAD_REF", Trust::Untrusted),
            ("github.event.commits[0].message", Trust::Untrusted),
            ("github.sha", Trust::Trusted),
            ("github.event.issue.number", Trust::Trusted),
        ];
        for (expression, expected) in cases {
            assert_eq!(meaning(expression, &Sources::default()).unwrap().trust, expected, "{expression}");
        }
    }

    #[test]
    fn secrets_are_those_that_the_result_can_hold() {
        let secrets = |expression| meaning(expression, &Sources::default()).unwrap().secrets;
        assert_eq!(secrets("secrets.key"), ["KEY"]);
        assert_eq!(secrets("secrets.a != ''"), [""; 0]);
        assert_eq!(secrets("secrets[github.ref]"), ["*"]);
        assert_eq!(secrets("toJSON(secrets)"), ["*"]);
        let computed = |expression| meaning(expression, &Sources::default()).unwrap().computed;
        assert!(computed("secrets[github.ref]") && computed("secrets[format('{0}_KEY', inputs.env)] || ''"));
        for other in ["toJSON(secrets)", "secrets.key", "secrets['key']", "join(secrets.*, ',')", "github.ref"] {
            assert!(!computed(other), "{other}");
        }
    }

    #[test]
    fn an_expression_that_cannot_be_read_is_an_error() {
        for bad in ["a &&", "nope(1)", "contains(a)", "\"x\"", ""] {
            assert!(meaning(bad, &Sources::default()).is_err(), "{bad}");
        }
    }
}
