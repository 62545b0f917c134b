//! From the text of a shell script to words and operators.

use super::substitution::{Opening, opening};

/// A piece of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word.
    Word(Word),
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|` or `|&`
    Pipe,
    /// `&`
    Background,
    /// `;`
    Semicolon,
    /// `;;` and its variants, which end a branch of a `case`.
    BranchEnd,
    /// A line end.
    Newline,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `>`, `2>`, `<` and the like: the next word is a file, not an argument.
    Redirect,
}

/// A word with its quotes removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// The text; what the shell would substitute stands there as written.
    pub(super) text: String,
    /// Where it begins in the script.
    pub(super) offset: usize,
    /// Where it ends in the script.
    pub(super) end: usize,
    /// Whether any part is quoted, so that it is no keyword.
    pub(super) quoted: bool,
    /// The variables that the shell puts in.
    pub(super) variables: Vec<String>,
    /// The scripts of its command substitutions, as ranges of bytes of the script.
    pub(super) nested: Vec<(usize, usize)>,
}

/// The tokens of a script.
pub(super) fn tokens(script: &str) -> Vec<Token> {
    let ends = Ends { braces: script.rfind("}}"), brackets: script.rfind("]]") };
    let mut lexer = Lexer { script, ends, at: 0, tokens: Vec::new(), heredocs: Vec::new() };
    while lexer.step() {}
    lexer.tokens
}

struct Heredoc {
    delimiter: String,
    tabs: bool,
}

/// Where the delimiters of the vendors' expressions end for the last time. Without it, a script of nothing but
/// beginnings would be searched to its end for each of them.
struct Ends {
    braces: Option<usize>,
    brackets: Option<usize>,
}

struct Lexer<'a> {
    script: &'a str,
    ends: Ends,
    at: usize,
    tokens: Vec<Token>,
    heredocs: Vec<Heredoc>,
}

/// Operators, longest first.
const OPERATORS: &[(&str, Token)] = &[
    (";;&", Token::BranchEnd),
    (";;", Token::BranchEnd),
    (";&", Token::BranchEnd),
    ("&&", Token::And),
    ("||", Token::Or),
    ("|&", Token::Pipe),
    ("&>>", Token::Redirect),
    ("&>", Token::Redirect),
    (">>", Token::Redirect),
    (">&", Token::Redirect),
    (">|", Token::Redirect),
    ("<<<", Token::Redirect),
    ("<&", Token::Redirect),
    ("<>", Token::Redirect),
    ("\n", Token::Newline),
    ("|", Token::Pipe),
    ("&", Token::Background),
    (";", Token::Semicolon),
    ("(", Token::Open),
    (")", Token::Close),
    (">", Token::Redirect),
    ("<", Token::Redirect),
];

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.script.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    /// Takes one token; `false` at the end.
    fn step(&mut self) -> bool {
        let Some(next) = self.rest().chars().next() else { return false };
        if self.rest().starts_with("\\\n") {
            self.skip(2);
        } else if self.rest().starts_with("\\\r\n") {
            self.skip(3);
        } else if next != '\n' && next.is_whitespace() {
            self.skip(next.len_utf8());
        } else if next == '#' {
            let length = self.rest().find('\n').unwrap_or(self.rest().len());
            self.skip(length);
        } else if self.rest().starts_with("<(") || self.rest().starts_with(">(") {
            self.word();
        } else if let Some(tabs) = self.heredoc_start() {
            self.heredoc(tabs);
        } else if let Some((text, token)) = OPERATORS.iter().find(|(text, _)| self.rest().starts_with(text)) {
            self.skip(text.len());
            self.tokens.push(token.clone());
            if *token == Token::Newline {
                self.heredoc_bodies();
            }
        } else {
            self.word();
        }
        true
    }

    /// Whether a here-document begins, and whether its lines may be indented by tabs.
    fn heredoc_start(&self) -> Option<bool> {
        let rest = self.rest().strip_prefix("<<").filter(|rest| !rest.starts_with('<'))?;
        Some(rest.starts_with('-'))
    }

    fn heredoc(&mut self, tabs: bool) {
        self.skip(if tabs { 3 } else { 2 });
        while self.rest().starts_with([' ', '\t']) {
            self.skip(1);
        }
        let before = self.tokens.len();
        self.word();
        if let Some(Token::Word(word)) = self.tokens.get(before) {
            self.heredocs.push(Heredoc { delimiter: word.text.clone(), tabs });
        }
        self.tokens.truncate(before);
    }

    /// Skips the bodies of the here-documents that began on the line before: they are data.
    fn heredoc_bodies(&mut self) {
        for heredoc in std::mem::take(&mut self.heredocs) {
            while !self.rest().is_empty() {
                let length = self.rest().find('\n').map_or(self.rest().len(), |at| at.saturating_add(1));
                let line = self.rest().get(..length).unwrap_or_default().trim_end_matches(['\n', '\r']);
                let line = if heredoc.tabs { line.trim_start_matches('\t') } else { line };
                let ends = line == heredoc.delimiter;
                self.skip(length);
                if ends {
                    break;
                }
            }
        }
    }

    /// Takes a word; always at least one character, so that the lexer gets on.
    fn word(&mut self) {
        let start = self.at;
        let mut word = Word { offset: start, ..Word::default() };
        while let Some(next) = self.rest().chars().next() {
            match next {
                '\'' => self.single_quoted(&mut word),
                '"' => self.double_quoted(&mut word),
                '\\' => self.escaped(&mut word),
                '$' | '`' => self.substituted(&mut word),
                '<' | '>' if self.at == start => self.substituted(&mut word),
                _ if next.is_whitespace() || matches!(next, '|' | '&' | ';' | '(' | ')' | '<' | '>') => break,
                _ => self.plain(&mut word, next),
            }
        }
        if self.at == start {
            let width = self.rest().chars().next().map_or(1, char::len_utf8);
            self.skip(width);
            return;
        }
        word.end = self.at.min(self.script.len());
        let is_descriptor = self.rest().starts_with(['>', '<']) && word.text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_descriptor {
            self.tokens.push(Token::Word(word));
        }
    }

    fn plain(&mut self, word: &mut Word, next: char) {
        word.text.push(next);
        self.skip(next.len_utf8());
    }

    fn single_quoted(&mut self, word: &mut Word) {
        word.quoted = true;
        self.skip(1);
        let length = self.rest().find('\'').unwrap_or(self.rest().len());
        word.text.push_str(self.rest().get(..length).unwrap_or_default());
        self.skip(length.saturating_add(1));
    }

    fn double_quoted(&mut self, word: &mut Word) {
        word.quoted = true;
        self.skip(1);
        while let Some(next) = self.rest().chars().next() {
            match next {
                '"' => {
                    self.skip(1);
                    return;
                }
                '\\' => self.escaped(word),
                '$' | '`' => self.substituted(word),
                _ => self.plain(word, next),
            }
        }
    }

    fn escaped(&mut self, word: &mut Word) {
        self.skip(1);
        let Some(next) = self.rest().chars().next() else { return };
        if next == '\n' {
            self.skip(1);
        } else {
            word.quoted = true;
            self.plain(word, next);
        }
    }

    /// A variable, a command substitution, arithmetic, or an expression of the vendor, kept as written.
    fn substituted(&mut self, word: &mut Word) {
        let ends = [self.ends.braces, self.ends.brackets].map(|end| end.is_some_and(|end| end > self.at));
        let opening = opening(self.rest(), ends);
        match opening.what {
            Opening::Variable(name) => word.variables.push(name),
            Opening::Script { start, end } => {
                word.nested.push((self.at.saturating_add(start), self.at.saturating_add(end)));
            }
            Opening::Opaque => {}
        }
        let end = self.script.ceil_char_boundary(self.at.saturating_add(opening.length.max(1)));
        word.text.push_str(self.script.get(self.at..end).unwrap_or_default());
        self.at = end;
    }
}
