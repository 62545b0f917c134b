//! The methods that a program of `actions/github-script` calls, whatever they give.

use super::javascript_tokens::{MOST, Token, Word, tokens};

/// A method with what it is handed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input::pipeline) struct Method<'t> {
    /// Its name: `createReview`.
    pub(in crate::input::pipeline) name: &'t str,
    /// What it is called on: `pulls`; empty where that has no name.
    pub(in crate::input::pipeline) of: &'t str,
    /// The texts among its arguments, and those that a property of the name `event` is set to anywhere.
    pub(in crate::input::pipeline) texts: Vec<&'t str>,
}

/// The methods that a program calls, in order.
pub(in crate::input::pipeline) fn methods(text: &str) -> Vec<Method<'_>> {
    let tokens: Vec<Token<'_>> = tokens(text).into_iter().take(MOST).collect();
    // Arguments that are made before the call stand in an object of their own.
    let events: Vec<&str> = tokens
        .windows(3)
        .filter_map(|three| match three {
            [
                Token { what: Word::Name("event"), .. },
                Token { what: Word::Sign(":"), .. },
                Token { what: Word::Text(text), .. },
            ] => Some(*text),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for (index, three) in tokens.windows(3).enumerate() {
        let [
            Token { what: Word::Sign("." | "?."), .. },
            Token { what: Word::Name(name), .. },
            Token { what: Word::Sign("("), .. },
        ] = three
        else {
            continue;
        };
        let of = match index.checked_sub(1).and_then(|before| tokens.get(before)) {
            Some(Token { what: Word::Name(of), .. }) => of,
            _ => "",
        };
        let arguments = handed(tokens.get(index.saturating_add(3)..).unwrap_or_default());
        let texts = arguments.iter().filter_map(|token| match token.what {
            Word::Text(text) => Some(text),
            _ => None,
        });
        found.push(Method { name, of, texts: texts.chain(events.iter().copied()).collect() });
    }
    found
}

/// The words up to the bracket that closes.
fn handed<'a, 't>(behind: &'a [Token<'t>]) -> &'a [Token<'t>] {
    let mut depth = 0_usize;
    let closes = |token: &Token<'_>| match token.what {
        Word::Sign("(" | "[" | "{") => {
            depth = depth.saturating_add(1);
            false
        }
        Word::Sign(")" | "]" | "}") if depth == 0 => true,
        Word::Sign(")" | "]" | "}") => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => false,
    };
    let end = behind.iter().position(closes).unwrap_or(behind.len());
    behind.get(..end).unwrap_or_default()
}
