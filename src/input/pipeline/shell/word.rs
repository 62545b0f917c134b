//! Words: quotes, variables, substitutions.

use super::cursor::Cursor;
use super::syntax::{List, Piece, PieceWhat, Word};
use crate::source::Span;

/// Why a script cannot be read whose quote, brace or bracket nothing closes.
const QUOTE: &str = "nothing closes a quote";
const BRACE: &str = "nothing closes `${`";
const BRACKET: &str = "nothing closes `$(`";

/// What ends a word that is not quoted.
fn ends_word(next: char) -> bool {
    next.is_whitespace() || matches!(next, '|' | '&' | ';' | '(' | ')' | '<' | '>')
}

/// Whether a character may stand in the name of a variable.
pub(super) fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

impl Word {
    /// Adds a piece and what stands there.
    fn push(&mut self, what: PieceWhat, span: Span, quoted: bool, text: &str) {
        self.text.push_str(text);
        if let (PieceWhat::Text(text), Some(last)) = (&what, self.pieces.last_mut())
            && let PieceWhat::Text(known) = &mut last.what
            && last.quoted == quoted
            && last.span.end == span.start
        {
            known.push_str(text);
            last.span.end = span.end;
            return;
        }
        self.pieces.push(Piece { what, span, quoted });
    }

    fn push_text(&mut self, text: &str, span: Span, quoted: bool) {
        self.push(PieceWhat::Text(text.to_owned()), span, quoted, text);
    }
}

impl Cursor<'_> {
    /// Reads a word; an empty one where none stands.
    pub(super) fn word(&mut self) -> Word {
        self.word_until(&ends_word)
    }

    /// Reads a word up to what ends it outside of quotes.
    pub(super) fn word_until(&mut self, ends: &dyn Fn(char) -> bool) -> Word {
        let start = self.at;
        let mut word = Word::default();
        while let Some(next) = self.next() {
            match next {
                '\'' => self.single_quoted(&mut word),
                '"' => self.double_quoted(&mut word),
                '\\' => self.escaped(&mut word, false),
                '$' | '`' => self.substituted(&mut word, false),
                '<' | '>' if self.at == start && (self.starts("<(") || self.starts(">(")) => self.process(&mut word),
                // Patterns of the extended kind: `!(a|b)`.
                '(' if word.text.ends_with(['@', '!', '+', '*', '?']) && self.at > start => {
                    let length = brackets(self.rest());
                    self.plain(&mut word, length);
                }
                _ if ends(next) => break,
                _ => self.plain(&mut word, next.len_utf8()),
            }
        }
        word.span = self.span(start);
        word
    }

    fn plain(&mut self, word: &mut Word, bytes: usize) {
        let start = self.at;
        self.skip(bytes);
        let text = self.script.get(start..self.at).unwrap_or_default();
        word.push_text(text, self.span(start), false);
    }

    fn single_quoted(&mut self, word: &mut Word) {
        let open = self.at;
        self.skip(1);
        let start = self.at;
        let length = self.rest().find('\'');
        self.skip(length.unwrap_or(self.rest().len()));
        let text = self.script.get(start..self.at).unwrap_or_default();
        word.push_text(text, self.span(start), true);
        if length.is_none() {
            self.fail(open, QUOTE);
        }
        self.skip(1);
    }

    fn double_quoted(&mut self, word: &mut Word) {
        let open = self.at;
        self.skip(1);
        if self.starts("\"") {
            word.push_text("", self.span(self.at), true);
        }
        while let Some(next) = self.next() {
            match next {
                '"' => {
                    self.skip(1);
                    return;
                }
                '\\' => self.escaped(word, true),
                '$' | '`' => self.substituted(word, true),
                _ => self.quoted_text(word, &['"', '\\', '$', '`']),
            }
        }
        self.fail(open, QUOTE);
    }

    /// Text up to one of some characters.
    fn quoted_text(&mut self, word: &mut Word, until: &[char]) {
        let start = self.at;
        self.skip(self.rest().find(until).unwrap_or(self.rest().len()));
        let text = self.script.get(start..self.at).unwrap_or_default();
        word.push_text(text, self.span(start), true);
    }

    fn escaped(&mut self, word: &mut Word, in_quotes: bool) {
        let start = self.at;
        self.skip(1);
        let Some(next) = self.next() else { return };
        if next == '\n' {
            return self.skip(1);
        }
        self.skip(next.len_utf8());
        let keeps = in_quotes && !matches!(next, '"' | '\\' | '$' | '`');
        let from = if keeps { start } else { start.saturating_add(1) };
        let text = self.script.get(from..self.at).unwrap_or_default();
        word.push_text(text, self.span(start), true);
    }

    /// The text of a here-document.
    pub(super) fn here_text(&mut self, body: Span, quoted: bool) -> Word {
        let outer = (self.at, self.end, self.documents.take(), self.read_to);
        (self.at, self.end, self.read_to) = (body.start, body.end, body.start);
        let mut word = Word::default();
        while let Some(next) = self.next() {
            match next {
                '\\' if !quoted => self.escaped(&mut word, true),
                '$' | '`' if !quoted => self.substituted(&mut word, true),
                '$' if self.expression(&mut word, true) => {}
                '$' => self.quoted_character(&mut word),
                _ if quoted => self.quoted_text(&mut word, &['$']),
                _ => self.quoted_text(&mut word, &['\\', '$', '`']),
            }
        }
        (self.at, self.end, self.documents, self.read_to) = outer;
        word.span = body;
        word
    }

    fn quoted_character(&mut self, word: &mut Word) {
        let start = self.at;
        self.skip(1);
        word.push_text("$", self.span(start), true);
    }

    /// An expression of the vendor, if one begins here.
    fn expression(&mut self, word: &mut Word, quoted: bool) -> bool {
        let kinds = [("${{", "}}"), ("$[[", "]]")].into_iter().zip(self.last);
        for ((open, close), last) in kinds {
            if !self.starts(open) {
                continue;
            }
            let start = self.at;
            let follows = last.is_some_and(|last| last > self.at);
            let length = follows.then(|| self.rest().find(close)).flatten().map(|it| it.saturating_add(close.len()));
            // Whether one that nothing closes is wrong is for the vendor to say.
            self.skip(length.unwrap_or(open.len()));
            let text = self.script.get(start..self.at).unwrap_or_default();
            match length {
                Some(_) => word.push(PieceWhat::Expression, self.span(start), quoted, text),
                None => word.push_text(text, self.span(start), quoted),
            }
            return true;
        }
        false
    }

    /// A variable, a command substitution, arithmetic, or an expression of the vendor.
    fn substituted(&mut self, word: &mut Word, quoted: bool) {
        if self.expression(word, quoted) {
            return;
        }
        let start = self.at;
        let what = if self.starts("`") {
            self.backquoted()
        } else if self.starts("$((") {
            self.arithmetic()
        } else if self.starts("$(") {
            self.skip(2);
            PieceWhat::Script(self.in_brackets(start, BRACKET))
        } else if self.starts("${") {
            self.braced(quoted)
        } else if !quoted && self.starts("$'") {
            return self.ansi_quoted(word);
        } else if !quoted && self.starts("$\"") {
            self.skip(1);
            return self.double_quoted(word);
        } else {
            let name = variable(self.rest().get(1..).unwrap_or_default());
            self.skip(name.len().saturating_add(1));
            if name.is_empty() {
                word.push_text("$", self.span(start), quoted);
                return;
            }
            PieceWhat::Variable { name: name.to_owned(), operator: String::new(), inside: Vec::new() }
        };
        let text = self.script.get(start..self.at).unwrap_or_default();
        word.push(what, self.span(start), quoted, text);
    }

    /// `$'…'`, with its escapes as they are written.
    fn ansi_quoted(&mut self, word: &mut Word) {
        let open = self.at;
        self.skip(2);
        let start = self.at;
        let mut escaped = false;
        let end = self.rest().char_indices().find(|(_, character)| {
            let closes = *character == '\'' && !escaped;
            escaped = *character == '\\' && !escaped;
            closes
        });
        self.skip(end.map_or(self.rest().len(), |(at, _)| at));
        let text = self.script.get(start..self.at).unwrap_or_default();
        word.push_text(text, self.span(start), true);
        if end.is_none() {
            self.fail(open, QUOTE);
        }
        self.skip(1);
    }

    /// Commands up to the bracket that closes them.
    fn in_brackets(&mut self, open: usize, why: &'static str) -> List {
        let documents = self.documents.take();
        let list = self.list();
        if !self.take(")") {
            self.fail(open, why);
        }
        self.documents = self.documents.or(documents);
        list
    }

    fn process(&mut self, word: &mut Word) {
        let start = self.at;
        self.skip(2);
        let list = self.in_brackets(start, "nothing closes `<(`");
        let text = self.script.get(start..self.at).unwrap_or_default();
        word.push(PieceWhat::Process(list), self.span(start), false, text);
    }

    /// `` `…` ``. What is escaped in it is read as it is written.
    fn backquoted(&mut self) -> PieceWhat {
        let open = self.at;
        self.skip(1);
        let mut escaped = false;
        let length = self.rest().char_indices().find_map(|(at, character)| {
            let closes = character == '`' && !escaped;
            escaped = character == '\\' && !escaped;
            closes.then_some(at)
        });
        let Some(length) = length else {
            self.fail(open, QUOTE);
            self.at = self.end;
            return PieceWhat::Script(Vec::new());
        };
        let inside = Span::new(self.at, self.at.saturating_add(length));
        let outer = (self.end, self.documents.take());
        self.end = inside.end;
        let list = self.list();
        (self.end, self.documents) = outer;
        self.at = inside.end.saturating_add(1).min(self.end);
        PieceWhat::Script(list)
    }

    /// `$((…))`; a command substitution that begins with a subshell looks alike.
    fn arithmetic(&mut self) -> PieceWhat {
        let open = self.at;
        let inner = brackets(self.rest().get(2..).unwrap_or_default());
        let end = open.saturating_add(2).saturating_add(inner);
        if self.script.get(end..self.end).is_some_and(|rest| rest.starts_with(')')) {
            self.at = end.saturating_add(1);
            return PieceWhat::Arithmetic;
        }
        self.skip(2);
        PieceWhat::Script(self.in_brackets(open, BRACKET))
    }

    /// `${…}`. Between double quotes an apostrophe quotes only in a pattern.
    fn braced(&mut self, quoted: bool) -> PieceWhat {
        let open = self.at;
        self.skip(2);
        let prefix = self.rest().len().saturating_sub(self.rest().trim_start_matches(['!', '#']).len());
        let is_special = self.rest().get(prefix..).is_some_and(|rest| rest.starts_with('}'));
        // `${#}` and `${!}` are variables themselves.
        let prefix = if is_special { 0 } else { prefix };
        let sign = self.rest().get(..prefix).unwrap_or_default();
        self.skip(prefix);
        let name = variable(self.rest()).to_owned();
        self.skip(name.len());
        let start = self.at;
        let mut inside = Word::default();
        if self.deeper() {
            let apostrophe = !quoted || self.rest().starts_with(['%', '#', '/', '^', ',']);
            self.in_braces(open, apostrophe, &mut inside);
            self.shallower();
        }
        let mut operator = self.script.get(start..self.at).unwrap_or_default().to_owned();
        operator.pop();
        operator.insert_str(0, sign);
        PieceWhat::Variable { name, operator, inside: inside.pieces }
    }

    /// What stands behind the name, up to the brace.
    fn in_braces(&mut self, open: usize, apostrophe: bool, inside: &mut Word) {
        while let Some(next) = self.next() {
            match next {
                '}' => return self.skip(1),
                '\'' if apostrophe => self.single_quoted(inside),
                '"' => self.double_quoted(inside),
                '\\' => self.escaped(inside, true),
                '$' | '`' => self.substituted(inside, true),
                _ => self.plain(inside, next.len_utf8()),
            }
        }
        self.fail(open, BRACE);
    }
}

/// The name of a variable at the beginning of a text: letters, or one digit or sign of the shell's own.
fn variable(text: &str) -> &str {
    let length = match text.chars().next() {
        Some(first) if is_name(first) && !first.is_ascii_digit() => {
            text.find(|character| !is_name(character)).unwrap_or(text.len())
        }
        Some(first) if first.is_ascii_digit() || matches!(first, '?' | '@' | '*' | '#' | '!' | '$' | '-') => 1,
        _ => 0,
    };
    text.get(..length).unwrap_or_default()
}

/// The bytes up to the bracket that closes the one at the beginning, quotes observed; all of it when none does.
pub(super) fn brackets(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match (character, quote) {
            _ if escaped => escaped = false,
            ('\\', None | Some('"')) => escaped = true,
            (_, Some(open)) if character == open => quote = None,
            ('\'' | '"', None) => quote = Some(character),
            ('(', None) => depth = depth.saturating_add(1),
            (')', None) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at.saturating_add(1);
                }
            }
            _ => {}
        }
    }
    text.len()
}
