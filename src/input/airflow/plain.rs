//! A piece of Python without what a formatter changes.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

use super::python::{check_depth, span_of};
use crate::limits::Limits;
use crate::source::Span;

/// The tokens of an expression, parted by blanks, and whether it is a call: line ends, comments, commas before a closing
/// bracket and the choice of quotes do not enter. `None` if it is no expression.
pub(crate) fn expression(text: &str, limits: &Limits) -> Option<(String, bool)> {
    let text = text.trim();
    // A piece of a file may be deeper than the file: what was text in it is code here.
    check_depth(text, limits).ok()?;
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Expression));
    if !parsed.errors().is_empty() {
        return None;
    }
    let is_call = parsed.syntax().as_expression().is_some_and(|expression| expression.body.is_call_expr());
    let mut plain: Vec<String> = Vec::new();
    // For each open bracket: whether a comma before its end says nothing. `(a,)` is not `(a)`.
    let mut open: Vec<bool> = Vec::new();
    let mut before = None;
    for token in parsed.tokens() {
        let Span { start, end } = span_of(token.range());
        let written = text.get(start..end).unwrap_or_default();
        let kind = token.kind();
        match kind {
            TokenKind::Newline | TokenKind::NonLogicalNewline | TokenKind::Comment | TokenKind::EndOfFile => continue,
            TokenKind::Lpar => {
                open.push(matches!(before, Some(TokenKind::Name | TokenKind::Rpar | TokenKind::Rsqb)));
            }
            TokenKind::Lsqb => open.push(before.is_none_or(|before| before != TokenKind::Name)),
            TokenKind::Lbrace => open.push(true),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace
                if open.pop() == Some(true) && before == Some(TokenKind::Comma) =>
            {
                plain.pop();
            }
            _ => {}
        }
        before = Some(kind);
        let is_string = matches!(kind, TokenKind::String | TokenKind::FStringStart | TokenKind::FStringEnd);
        plain.push(if is_string { quoted(written) } else { written.to_owned() });
    }
    Some((plain.join(" "), is_call))
}

/// A string or one end of it in double quotes, where that says the same.
fn quoted(written: &str) -> String {
    let is_plain = !written.contains(['"', '\\']) && !written.contains("'''");
    if is_plain { written.replace('\'', "\"") } else { written.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::expression;
    use crate::limits::LIMITS;

    fn plain(text: &str) -> Option<String> {
        expression(text, &LIMITS).map(|(text, _)| text)
    }

    #[test]
    fn what_a_formatter_changes_does_not_enter() {
        for (one, other) in [
            ("connect('dbname=core', x=1)", "connect(\n    \"dbname=core\",  # why\n    x = 1,\n)"),
            ("f(['a','b'])", "f([\"a\", \"b\",])"),
            ("f'x{a}'", "f\"x{a}\""),
        ] {
            assert!(plain(one).is_some(), "{one}");
            assert_eq!(plain(one), plain(other), "{one}");
        }
    }

    #[test]
    fn what_python_takes_for_something_else_does() {
        for (one, other) in [
            ("f('a b')", "f('ab')"),
            ("f('a  b')", "f('a b')"),
            ("(a,)", "(a)"),
            ("f((a,))", "f((a))"),
            ("x in (a,)", "x in (a)"),
            ("x[a,]", "x[a]"),
            ("f('\"')", "f(\"'\")"),
            ("r'a'", "'a'"),
            ("'#'", "''"),
        ] {
            assert!(plain(one).is_some(), "{one}");
            assert_ne!(plain(one), plain(other), "{one}");
        }
        assert_eq!(plain("x = 1"), None);
        assert_eq!(plain("f("), None);
    }

    #[test]
    fn a_call_is_told_from_a_value_and_what_is_too_deep_from_both() {
        for (text, expected) in
            [("f(x)", Some(true)), (" f(\nx)\n", Some(true)), ("'x'", Some(false)), ("f", Some(false))]
        {
            assert_eq!(expression(text, &LIMITS).map(|(_, is_call)| is_call), expected, "{text}");
        }
        assert_eq!(plain(&"-".repeat(20_000)), None);
        assert_eq!(plain(&format!("{}1", "-".repeat(20_000))), None);
    }
}
