//! From tokens to lists of commands, as far as it matters what happens when one of them fails.

use super::token::{Token, Word};

/// How deep groups, conditions and substitutions may nest; more is reported, not followed.
pub(super) const DEPTH: usize = 24;

/// Commands one after the other.
pub(super) type List = Vec<AndOr>;

/// `a && b || c`
#[derive(Debug)]
pub(super) struct AndOr {
    /// The pipelines, each with what stands in front of it: `None` for the first.
    pub(super) pipelines: Vec<(Option<Connector>, Pipeline)>,
    /// Whether `&` ends it.
    pub(super) background: bool,
}

/// What joins two pipelines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Connector {
    /// `&&`
    And,
    /// `||`
    Or,
}

/// `a | b | c`
#[derive(Debug, Default)]
pub(super) struct Pipeline {
    /// Whether `!` stands in front of it.
    pub(super) negated: bool,
    /// Its parts, at least one.
    pub(super) parts: Vec<Part>,
}

/// A command or a group of them.
#[derive(Debug)]
pub(super) enum Part {
    /// The words of a command.
    Simple(Vec<Word>),
    /// `{ … }`, `( … )`, the body of a loop, a branch or a function: as ignored as what is around it.
    Group(List),
    /// The condition of an `if` or a loop.
    Condition(List),
}

/// Reads the tokens of a script. `None` when it nests deeper than [`DEPTH`].
pub(super) fn parse(tokens: Vec<Token>) -> Option<List> {
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), too_deep: false };
    let mut list = Vec::new();
    while parser.tokens.peek().is_some() {
        list.extend(parser.list(0));
        // What closes nothing: a keyword or bracket without its beginning.
        parser.tokens.next();
    }
    (!parser.too_deep).then_some(list)
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    too_deep: bool,
}

/// Keywords that end a list.
const CLOSERS: &[&str] = &["then", "else", "elif", "fi", "do", "done", "esac", "}"];

impl Parser {
    /// The next token as a keyword.
    fn keyword(&mut self) -> Option<&str> {
        match self.tokens.peek() {
            Some(Token::Word(word)) if !word.quoted => Some(word.text.as_str()),
            _ => None,
        }
    }

    fn take_keyword(&mut self, keyword: &str) -> bool {
        let found = self.keyword() == Some(keyword);
        if found {
            self.tokens.next();
        }
        found
    }

    /// Commands up to what closes them.
    fn list(&mut self, depth: usize) -> List {
        let mut list = Vec::new();
        loop {
            while matches!(self.tokens.peek(), Some(Token::Newline | Token::Semicolon)) {
                self.tokens.next();
            }
            let closed = match self.tokens.peek() {
                None | Some(Token::Close | Token::BranchEnd) => true,
                _ => self.keyword().is_some_and(|keyword| CLOSERS.contains(&keyword)),
            };
            if closed {
                return list;
            }
            list.push(self.and_or(depth));
        }
    }

    fn and_or(&mut self, depth: usize) -> AndOr {
        let mut pipelines = vec![(None, self.pipeline(depth))];
        loop {
            let connector = match self.tokens.peek() {
                Some(Token::And) => Connector::And,
                Some(Token::Or) => Connector::Or,
                Some(Token::Background) => {
                    self.tokens.next();
                    return AndOr { pipelines, background: true };
                }
                _ => return AndOr { pipelines, background: false },
            };
            self.tokens.next();
            self.newlines();
            pipelines.push((Some(connector), self.pipeline(depth)));
        }
    }

    fn newlines(&mut self) {
        while self.tokens.peek() == Some(&Token::Newline) {
            self.tokens.next();
        }
    }

    fn pipeline(&mut self, depth: usize) -> Pipeline {
        let mut pipeline = Pipeline::default();
        while self.take_keyword("!") {
            pipeline.negated = !pipeline.negated;
        }
        self.parts(&mut pipeline.parts, depth);
        while self.tokens.peek() == Some(&Token::Pipe) {
            self.tokens.next();
            self.newlines();
            self.parts(&mut pipeline.parts, depth);
        }
        pipeline
    }

    /// One command; a condition and its branches are several parts.
    fn parts(&mut self, parts: &mut Vec<Part>, depth: usize) {
        if depth >= DEPTH {
            self.too_deep = true;
            self.tokens.by_ref().for_each(drop);
            return;
        }
        let depth = depth.saturating_add(1);
        if self.tokens.peek() == Some(&Token::Open) {
            self.tokens.next();
            parts.push(Part::Group(self.list(depth)));
            self.close();
            return;
        }
        match self.keyword() {
            Some("if") => self.branches(parts, depth),
            Some("while" | "until") => {
                self.tokens.next();
                parts.push(Part::Condition(self.list(depth)));
                self.body(parts, depth);
            }
            Some("for" | "select") => {
                self.until_line_end();
                self.body(parts, depth);
            }
            Some("case") => self.case(parts, depth),
            Some("{") => {
                self.tokens.next();
                parts.push(Part::Group(self.list(depth)));
                self.take_keyword("}");
            }
            Some("function") => {
                self.tokens.next();
                self.tokens.next();
                self.function_body(parts, depth);
            }
            _ => self.simple(parts, depth),
        }
    }

    fn close(&mut self) {
        if self.tokens.peek() == Some(&Token::Close) {
            self.tokens.next();
        }
    }

    fn until_line_end(&mut self) {
        while !matches!(self.tokens.peek(), None | Some(Token::Newline | Token::Semicolon)) {
            self.tokens.next();
        }
    }

    fn branches(&mut self, parts: &mut Vec<Part>, depth: usize) {
        while matches!(self.keyword(), Some("if" | "elif")) {
            self.tokens.next();
            parts.push(Part::Condition(self.list(depth)));
            if self.take_keyword("then") {
                parts.push(Part::Group(self.list(depth)));
            }
        }
        if self.take_keyword("else") {
            parts.push(Part::Group(self.list(depth)));
        }
        self.take_keyword("fi");
    }

    fn body(&mut self, parts: &mut Vec<Part>, depth: usize) {
        while matches!(self.tokens.peek(), Some(Token::Newline | Token::Semicolon)) {
            self.tokens.next();
        }
        if self.take_keyword("do") {
            parts.push(Part::Group(self.list(depth)));
            self.take_keyword("done");
        }
    }

    fn case(&mut self, parts: &mut Vec<Part>, depth: usize) {
        while !matches!(self.keyword(), None | Some("in")) {
            self.tokens.next();
        }
        self.take_keyword("in");
        loop {
            self.newlines();
            if self.take_keyword("esac") || self.tokens.peek().is_none() {
                return;
            }
            // The patterns up to their bracket.
            while !matches!(self.tokens.next(), None | Some(Token::Close)) {}
            parts.push(Part::Group(self.list(depth)));
            if !matches!(self.tokens.peek(), Some(Token::BranchEnd)) {
                self.take_keyword("esac");
                return;
            }
            self.tokens.next();
        }
    }

    fn function_body(&mut self, parts: &mut Vec<Part>, depth: usize) {
        if self.tokens.peek() == Some(&Token::Open) {
            self.tokens.next();
            self.close();
        }
        self.newlines();
        self.parts(parts, depth);
    }

    /// Words up to an operator; `name()` begins a function.
    fn simple(&mut self, parts: &mut Vec<Part>, depth: usize) {
        let mut words = Vec::new();
        loop {
            match self.tokens.peek() {
                Some(Token::Word(_)) => {
                    if let Some(Token::Word(word)) = self.tokens.next() {
                        words.push(word);
                    }
                }
                Some(Token::Redirect) => {
                    self.tokens.next();
                    if matches!(self.tokens.peek(), Some(Token::Word(_))) {
                        self.tokens.next();
                    }
                }
                Some(Token::Open) if is_name(&words) => return self.function_body(parts, depth),
                // An array, an arithmetic command, or a pattern: nothing that runs.
                Some(Token::Open) => {
                    self.tokens.next();
                    while !matches!(self.tokens.next(), None | Some(Token::Close)) {}
                }
                _ => break,
            }
        }
        parts.push(Part::Simple(words));
    }
}

/// Whether these are the words before the brackets of a function; those of an array follow a `=`.
fn is_name(words: &[Word]) -> bool {
    matches!(words, [name] if !name.text.ends_with('='))
}
