//! What a `$`, a backtick or `<(` begins.

/// What begins, and how many bytes it takes.
pub(super) struct Found {
    pub(super) what: Opening,
    pub(super) length: usize,
}

/// The kinds of substitution.
pub(super) enum Opening {
    /// `$NAME`, `${NAME…}`, `$1`, `$?`.
    Variable(String),
    /// `$(…)`, `` `…` ``, `<(…)`: the bytes of the script inside, relative to the beginning.
    Script { start: usize, end: usize },
    /// An expression of the vendor (`${{ … }}`, `$[[ … ]]`), arithmetic, or a lone character.
    Opaque,
}

/// What `text` begins with. `ends` says whether `}}` and whether `]]` follow at all.
pub(super) fn opening(text: &str, ends: [bool; 2]) -> Found {
    for ((open, close), ends) in [("${{", "}}"), ("$[[", "]]")].into_iter().zip(ends) {
        if let Some(length) = ends.then(|| delimited(text, open, close)).flatten() {
            return Found { what: Opening::Opaque, length };
        }
    }
    if text.starts_with("$((") {
        return Found { what: Opening::Opaque, length: balanced(text, 1, '(', ')') };
    }
    if text.starts_with("$(") || text.starts_with("<(") || text.starts_with(">(") {
        let length = balanced(text, 1, '(', ')');
        return Found { what: Opening::Script { start: 2, end: length.saturating_sub(1).max(2) }, length };
    }
    if let Some(inside) = text.strip_prefix('`') {
        let length = inside.find('`').map_or(text.len(), |at| at.saturating_add(2));
        return Found { what: Opening::Script { start: 1, end: length.saturating_sub(1).max(1) }, length };
    }
    if text.starts_with("${") {
        let length = balanced(text, 1, '{', '}');
        let inside = text.get(2..length).unwrap_or_default().trim_start_matches(['!', '#']);
        return Found {
            what: Opening::Variable(inside.chars().take_while(|character| is_name(*character)).collect()),
            length,
        };
    }
    let after = text.strip_prefix('$').unwrap_or_default();
    let name: String = match after.chars().next() {
        Some(first) if is_name(first) && !first.is_ascii_digit() => {
            after.chars().take_while(|character| is_name(*character)).collect()
        }
        Some(first) if first.is_ascii_digit() || matches!(first, '?' | '@' | '*' | '#' | '!' | '$') => {
            first.to_string()
        }
        _ => return Found { what: Opening::Opaque, length: 1 },
    };
    Found { length: name.len().saturating_add(1), what: Opening::Variable(name) }
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// The bytes from `open` to the end of `close`.
fn delimited(text: &str, open: &str, close: &str) -> Option<usize> {
    let inside = text.strip_prefix(open)?;
    Some(inside.find(close)?.saturating_add(open.len()).saturating_add(close.len()))
}

/// The bytes to the bracket that closes the one at `from`, quotes and escapes observed; all of it when there is none.
fn balanced(text: &str, from: usize, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(from) {
        if escaped {
            escaped = false;
        } else if character == '\\' && quote != Some('\'') {
            escaped = true;
        } else if let Some(open_quote) = quote {
            // A substitution inside double quotes may hold quotes of its own; brackets in it are balanced all the same.
            if character == open_quote {
                quote = None;
            }
        } else if matches!(character, '\'' | '"') {
            quote = Some(character);
        } else if character == open {
            depth = depth.saturating_add(1);
        } else if character == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at.saturating_add(close.len_utf8());
            }
        }
    }
    text.len()
}
