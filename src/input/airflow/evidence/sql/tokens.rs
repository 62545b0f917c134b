//! The words and marks of a SQL statement: without comments, with quoted names joined at their dots.

use super::super::marked::Marked;
use crate::input::airflow::text::Text;

/// A piece of a statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name or keyword, also one of several parts: `a.b."c d"`.
    Word {
        /// Its text, without quotes.
        text: Text,
        /// The text in small letters, if all of it is known and no part was quoted; else empty.
        keyword: String,
    },
    /// A text in quotes.
    Literal(Text),
    /// Any other character.
    Mark(char),
}

impl Token {
    /// The keyword that it may be; empty for anything else.
    pub(super) fn keyword(&self) -> &str {
        match self {
            Self::Word { keyword, .. } => keyword,
            _ => "",
        }
    }

    pub(super) fn is(&self, mark: char) -> bool {
        matches!(self, Self::Mark(found) if *found == mark)
    }
}

/// The tokens of a statement, in order.
pub(super) fn tokens(statement: &Text) -> Vec<Token> {
    let marked = Marked::of(statement);
    let mut reader = Reader { rest: &marked.text, marked: &marked, found: Vec::new() };
    while reader.next() {}
    reader.found
}

struct Reader<'t> {
    rest: &'t str,
    marked: &'t Marked,
    found: Vec<Token>,
}

impl<'t> Reader<'t> {
    /// Takes some bytes off the front.
    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// What stands up to an end, which is taken too; the rest where it is missing.
    fn take_until(&mut self, end: &str) -> &'t str {
        let at = self.rest.find(end);
        let taken = self.take(at.unwrap_or(self.rest.len()));
        self.take(if at.is_some() { end.len() } else { 0 });
        taken
    }

    /// Reads one token; false at the end.
    fn next(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("--") || self.rest.starts_with("//") || (first == '#' && self.rest.starts_with("# ")) {
            self.take_until("\n");
        } else if self.rest.starts_with("/*") {
            self.take_until("*/");
        } else if first.is_whitespace() {
            self.take(first.len_utf8());
        } else if first == '\'' {
            let text = self.quoted('\'', '\'');
            self.found.push(Token::Literal(self.marked.restore(&text)));
        } else if let Some(body) = self.dollar_quoted() {
            self.found.push(Token::Literal(self.marked.restore(body)));
        } else if is_part(first) || matches!(first, '"' | '`') || (first == '[' && self.names_in_brackets()) {
            self.word();
        } else {
            self.take(first.len_utf8());
            self.found.push(Token::Mark(first));
        }
        true
    }

    /// A text in quotes; a doubled quote or one behind a backslash does not end it.
    fn quoted(&mut self, open: char, close: char) -> String {
        self.take(open.len_utf8());
        let mut text = String::new();
        let mut characters = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = characters.next() {
            if c == '\\' && close == '\'' {
                text.extend(characters.next().map(|(_, c)| c));
            } else if c == close {
                if characters.peek().is_none_or(|(_, next)| *next != close) {
                    end = at.saturating_add(close.len_utf8());
                    break;
                }
                text.push(c);
                characters.next();
            } else {
                text.push(c);
            }
        }
        self.take(end);
        text
    }

    /// `$$ … $$`, `$body$ … $body$`
    fn dollar_quoted(&mut self) -> Option<&'t str> {
        let inner = self.rest.strip_prefix('$')?;
        let name = inner.get(..inner.find('$')?)?;
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            || name.starts_with(|c: char| c.is_ascii_digit())
        {
            return None;
        }
        let tag = self.rest.get(..name.len().saturating_add(2))?;
        self.take(tag.len());
        Some(self.take_until(tag))
    }

    /// Whether a bracket quotes a name, as in `[dbo].[Orders]`, and is no index.
    fn names_in_brackets(&self) -> bool {
        let inside = self.rest.get(1..).and_then(|rest| rest.split_once(']')).map_or("", |(inside, _)| inside);
        inside.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && inside.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '$' | '-'))
    }

    /// A name with all of its parts.
    fn word(&mut self) {
        let mut text = String::new();
        let mut is_quoted = false;
        loop {
            match self.rest.chars().next() {
                Some(quote @ ('"' | '`')) => {
                    is_quoted = true;
                    text.push_str(&self.quoted(quote, quote));
                }
                Some('[') if text.is_empty() || text.ends_with('.') => {
                    is_quoted = true;
                    text.push_str(&self.quoted('[', ']'));
                }
                _ => {
                    let length = self.part(text.starts_with('@'));
                    text.push_str(self.take(length));
                }
            }
            let behind = self.rest.trim_start();
            let joined = behind.trim_start_matches('.');
            let dots = behind.len().saturating_sub(joined.len());
            let next = joined.trim_start().chars().next();
            if dots == 0 || !next.is_some_and(|next| is_part(next) || matches!(next, '"' | '`' | '[')) {
                break;
            }
            text.push_str(behind.get(..dots).unwrap_or_default());
            self.rest = joined.trim_start();
        }
        let restored = self.marked.restore(&text);
        let keyword = restored.as_known().filter(|_| !is_quoted).map(str::to_ascii_lowercase).unwrap_or_default();
        let is_variable = !is_quoted && is_placeholder(&text);
        let text = if is_variable {
            Text::hole(text.trim_end_matches(")s").trim_matches([':', '%', '(', '?']))
        } else {
            restored
        };
        self.found.push(Token::Word { text, keyword });
    }

    /// The bytes of a part of a name without quotes. `{x}` is one, and so is `%(x)s`; a stage may have folders.
    fn part(&self, in_stage: bool) -> usize {
        if self.rest.starts_with("%(") {
            return self.rest.find(")s").map_or(self.rest.len(), |end| end.saturating_add(2));
        }
        let mut braces = 0_usize;
        let mut before = ' ';
        for (at, c) in self.rest.char_indices() {
            match c {
                '{' => braces = braces.saturating_add(1),
                '}' => braces = braces.saturating_sub(1),
                '-' if self.rest.get(at..).is_some_and(|rest| rest.starts_with("--")) => return at,
                // A hyphen joins the parts of a name of BigQuery, and the numbers of an expression.
                '-' if at > 0 && before.is_alphanumeric() => {}
                '/' if at > 0 && (in_stage || self.rest.starts_with('@')) => {}
                _ if braces == 0 && !is_part(c) => return at.max(1),
                _ => {}
            }
            before = c;
        }
        self.rest.len()
    }
}

/// Whether a character may stand in a name without quotes.
fn is_part(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '$' | '#' | '@' | '{' | '}' | ':' | '%' | '?' | '*' | '~')
        || super::super::marked::is_mark(c)
}

/// Whether a word stands for a value that the database is given: `:table`, `%s`, `?`, `%(table)s`.
fn is_placeholder(word: &str) -> bool {
    word.starts_with([':', '?']) || word.starts_with("%(") || word == "%s"
}

#[cfg(test)]
mod tests {
    use super::{Token, tokens};
    use crate::input::airflow::text::Text;

    fn shown(statement: &str) -> String {
        let shown = tokens(&Text::known(statement)).into_iter().map(|token| match token {
            Token::Word { text, .. } => text.display(),
            Token::Literal(text) => format!("'{}'", text.display()),
            Token::Mark(mark) => mark.to_string(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_statement_has_words_texts_and_marks() {
        for (statement, expected) in [
            ("select a.b,c from x.y -- from z\nwhere 1", "select a.b , c from x.y where 1"),
            ("from \"a\".\"b c\" /* from z */ , `p-1.d.t`", "from a.b c , p-1.d.t"),
            ("from [dbo].[Orders] o where x[1] = 2", "from dbo.Orders o where x [ 1 ] = 2"),
            ("from 'it''s' \\", "from 'it's' \\"),
            ("do $$ begin x; end $$ ;", "do ' begin x; end ' ;"),
            ("from my-project.d.t where a - b", "from my-project.d.t where a - b"),
            ("from {schema}.t, ${x}_y, :t, %s, %(n)s", "from {schema}.t , {x}_y , {t} , {s} , {n}"),
            ("from a . b", "from a.b"),
            ("copy into @db.s.stage/in/ from t", "copy into @db.s.stage/in/ from t"),
        ] {
            assert_eq!(shown(statement), expected, "{statement}");
        }
    }
}
