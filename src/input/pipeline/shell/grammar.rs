//! Lists, pipelines and simple commands.

use super::cursor::Cursor;
use super::syntax::{AndOr, Assignment, Connector, List, Part, Pipeline, Redirect, Simple, What, Word};
use super::word::is_name;
use crate::source::Span;

/// Keywords that end a list.
const CLOSERS: &[&str] = &["then", "else", "elif", "fi", "do", "done", "esac", "}"];

/// The most characters of the index of an array: `a[index]=value`.
const INDEX: usize = 500;

/// Programs whose arguments are assignments, arrays among them.
const DECLARES: &[&str] = &["declare", "typeset", "local", "export", "readonly"];

impl Cursor<'_> {
    /// All of a script. What closes nothing is passed over.
    pub(super) fn script(&mut self) -> List {
        let mut list = Vec::new();
        loop {
            list.append(&mut self.list());
            if self.rest().is_empty() {
                return list;
            }
            self.fail(self.at, "this closes nothing that is open");
            let width = self.next().map_or(1, char::len_utf8);
            self.skip(self.keyword().map_or(width, str::len));
        }
    }

    /// Commands up to what closes them.
    pub(super) fn list(&mut self) -> List {
        let mut list = Vec::new();
        if !self.deeper() {
            return list;
        }
        loop {
            self.lines();
            if self.is_closed() {
                break;
            }
            if self.starts(";") {
                self.fail(self.at, "a `;` with no command before it");
                self.skip(1);
                continue;
            }
            let before = self.at;
            list.push(self.and_or());
            if self.at == before {
                // An operator where a command should begin.
                self.fail(before, "an operator with no command before it");
                self.skip(self.next().map_or(1, char::len_utf8));
            }
        }
        self.shallower();
        list
    }

    fn is_closed(&self) -> bool {
        self.rest().is_empty()
            || self.starts(")")
            || self.branch_end().is_some()
            || self.keyword().is_some_and(|keyword| CLOSERS.contains(&keyword))
    }

    /// What ends a branch of a `case`.
    pub(super) fn branch_end(&self) -> Option<&'static str> {
        [";;&", ";;", ";&"].into_iter().find(|end| self.starts(end))
    }

    /// The next word, if it can be a keyword.
    pub(super) fn keyword(&self) -> Option<&str> {
        let ends = |next: char| next.is_whitespace() || matches!(next, ';' | '&' | '|' | '(' | ')' | '<' | '>');
        let word = self.rest().split(ends).next().unwrap_or_default();
        let behind = self.rest().get(word.len()..).unwrap_or_default();
        // A line that goes on ends a word only if the next begins with a blank.
        let goes_on = ["\n", "\r\n"].into_iter().find_map(|end| behind.strip_prefix(end)?.chars().next());
        let word = word.strip_suffix('\\').filter(|_| goes_on.is_some_and(char::is_whitespace)).unwrap_or(word);
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'{' | b'}' | b'!' | b'[' | b']');
        (!word.is_empty() && word.bytes().all(is_plain)).then_some(word)
    }

    pub(super) fn take_keyword(&mut self, keyword: &str) -> bool {
        let found = self.keyword() == Some(keyword);
        if found {
            self.skip(keyword.len());
        }
        found
    }

    /// A keyword that has to come, after line ends.
    pub(super) fn expect(&mut self, keyword: &str, open: usize, why: &'static str) -> bool {
        self.lines();
        let found = self.take_keyword(keyword);
        if !found {
            self.fail(open, why);
        }
        found
    }

    fn and_or(&mut self) -> AndOr {
        let mut pipelines = vec![(None, self.pipeline())];
        loop {
            self.blanks_and_comment();
            let connector = match () {
                () if self.take("&&") => Connector::And,
                () if self.take("||") => Connector::Or,
                () => break,
            };
            self.lines();
            pipelines.push((Some(connector), self.pipeline()));
        }
        let background = self.starts("&") && !self.starts("&&");
        if background || (self.starts(";") && self.branch_end().is_none()) {
            self.skip(1);
        }
        AndOr { pipelines, background }
    }

    fn pipeline(&mut self) -> Pipeline {
        let mut negated = false;
        self.blanks();
        loop {
            if self.take_keyword("!") {
                negated = !negated;
            } else if !self.take_keyword("time") {
                break;
            }
            self.blanks();
        }
        let mut parts = Vec::from_iter(self.part());
        loop {
            self.blanks_and_comment();
            if self.starts("||") || !(self.take("|&") || self.take("|")) {
                return Pipeline { negated, parts };
            }
            self.lines();
            parts.extend(self.part());
        }
    }

    /// A command with its redirections; `None` where none begins.
    pub(super) fn part(&mut self) -> Option<Part> {
        self.blanks();
        let start = self.at;
        let (what, mut redirects) = match self.compound() {
            Some(what) => (what, Vec::new()),
            None => self.simple()?,
        };
        let span = match &what {
            What::Simple(simple) => Span::new(start, end_of(simple).unwrap_or(self.at)),
            _ => self.span(start),
        };
        if !matches!(what, What::Simple(_) | What::Function { .. }) {
            self.blanks();
            while let Some(redirect) = self.redirect() {
                redirects.push(redirect);
                self.blanks();
            }
        }
        Some(Part { what, redirects, span })
    }

    /// Words up to an operator; `name()` begins a function.
    fn simple(&mut self) -> Option<(What, Vec<Redirect>)> {
        let start = self.at;
        let mut simple = Simple::default();
        let mut redirects = Vec::new();
        loop {
            self.blanks_and_comment();
            if let Some(redirect) = self.redirect() {
                redirects.push(redirect);
                continue;
            }
            match self.next() {
                None | Some('\n' | ';' | '&' | '|' | ')') => break,
                Some('(') => match simple.words.as_slice() {
                    [name] if simple.assignments.is_empty() && !name.is_quoted() => {
                        let name = name.text.clone();
                        return Some((self.function_body(name, start), redirects));
                    }
                    _ => {
                        self.fail(self.at, "a bracket that no command takes");
                        self.skip(1);
                    }
                },
                Some(_) => self.one_word(&mut simple),
            }
        }
        let is_nothing = simple.words.is_empty() && simple.assignments.is_empty() && redirects.is_empty();
        (!is_nothing).then_some((What::Simple(simple), redirects))
    }

    fn one_word(&mut self, simple: &mut Simple) {
        if simple.words.is_empty()
            && let Some(assignment) = self.assignment()
        {
            return simple.assignments.push(assignment);
        }
        let declares = simple.words.first().is_some_and(|program| DECLARES.contains(&program.text.as_str()));
        let before = self.at;
        let mut word = self.word();
        if declares && word.text.ends_with('=') && self.starts("(") {
            let array = self.array();
            word.text.push_str(&array.text);
            word.pieces.extend(array.pieces);
            word.span = self.span(before);
        }
        if self.at == before {
            // Nothing that begins a word.
            self.fail(before, "a character that begins no command");
            return self.skip(self.next().map_or(1, char::len_utf8));
        }
        simple.words.push(word);
    }

    /// `NAME=value`, `NAME+=value`, `NAME[index]=value`, `NAME=(…)`.
    fn assignment(&mut self) -> Option<Assignment> {
        let start = self.at;
        let rest = self.rest();
        let length = rest.find(|character| !is_name(character))?;
        let name = rest.get(..length)?;
        if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        let mut behind = rest.get(length..)?;
        let mut adds = false;
        if behind.starts_with('[') {
            let near = behind.char_indices().nth(INDEX).map_or(behind.len(), |(at, _)| at);
            let line = behind.get(..near).unwrap_or_default().split('\n').next().unwrap_or_default();
            behind = behind.get(line.find("]=").or_else(|| line.find("]+="))?.saturating_add(1)..)?;
            adds = true;
        }
        if behind.starts_with("+=") {
            behind = behind.get(1..)?;
            adds = true;
        }
        let value = behind.strip_prefix('=')?;
        self.skip(rest.len().saturating_sub(value.len()));
        let value = if self.starts("(") { self.array() } else { self.word() };
        Some(Assignment { name: name.to_owned(), adds, value, span: self.span(start) })
    }

    /// The elements of an array, as one word.
    fn array(&mut self) -> Word {
        let start = self.at;
        self.skip(1);
        let mut array = Word::default();
        loop {
            self.lines();
            let before = self.at;
            let element = self.word();
            if self.at == before {
                break;
            }
            if !array.text.is_empty() {
                array.text.push(' ');
            }
            array.text.push_str(&element.text);
            array.pieces.extend(element.pieces);
        }
        if !self.take(")") {
            self.fail(start, "nothing closes the list of an array");
        }
        array.span = self.span(start);
        array
    }
}

/// Where the last word or assignment of a command ends.
fn end_of(simple: &Simple) -> Option<usize> {
    let words = simple.words.iter().map(|word| word.span.end);
    words.chain(simple.assignments.iter().map(|assignment| assignment.span.end)).max()
}
