//! Compound commands, functions and redirections.

use super::cursor::Cursor;
use super::syntax::{AndOr, Arm, List, Part, Pipeline, Redirect, What, Word};
use super::word::brackets;
use crate::source::Span;

/// Why a compound command cannot be read.
const IF: &str = "an `if` without `then` or `fi`";
const LOOP: &str = "a loop without `do` or `done`";
const CASE: &str = "a `case` without `in` or `esac`";

/// The operators of redirections, the longer ones first.
const REDIRECTS: &[&str] = &["<<<", "<<-", "<<", "&>>", "&>", ">>", ">&", ">|", "<&", "<>", ">", "<"];

impl Cursor<'_> {
    /// A compound command, if one begins here.
    pub(super) fn compound(&mut self) -> Option<What> {
        let open = self.at;
        if self.starts("((") && self.is_arithmetic() {
            self.skip(brackets(self.rest()));
            return Some(What::Arithmetic);
        }
        if self.take("(") {
            let list = self.list();
            if !self.take(")") {
                self.fail(open, "nothing closes `(`");
            }
            return Some(What::Group { list, subshell: true });
        }
        let keyword = self.keyword()?;
        let length = keyword.len();
        let read: fn(&mut Self, usize) -> What = match keyword {
            "if" => Self::branches,
            "while" => |this, open| this.repeated(open, false),
            "until" => |this, open| this.repeated(open, true),
            "for" | "select" => Self::each,
            "case" => Self::case,
            "{" => Self::braces,
            "function" => Self::function,
            "[[" => Self::test,
            "coproc" => Self::coprocess,
            _ => return None,
        };
        self.skip(length);
        Some(read(self, open))
    }

    /// Whether `((` begins arithmetic and no subshell in a subshell.
    fn is_arithmetic(&self) -> bool {
        let inner = self.rest().get(1..).unwrap_or_default();
        inner.get(brackets(inner)..).is_some_and(|rest| rest.starts_with(')'))
    }

    fn branches(&mut self, open: usize) -> What {
        let mut branches = Vec::new();
        let mut otherwise = None;
        loop {
            let condition = self.list();
            if !self.expect("then", open, IF) {
                branches.push((condition, Vec::new()));
                break;
            }
            branches.push((condition, self.list()));
            if self.take_keyword("elif") {
                continue;
            }
            if self.take_keyword("else") {
                otherwise = Some(self.list());
            }
            if !self.take_keyword("fi") {
                self.fail(open, IF);
            }
            break;
        }
        What::If { branches, otherwise }
    }

    fn repeated(&mut self, open: usize, until: bool) -> What {
        let condition = self.list();
        What::While { until, condition, body: self.body(open) }
    }

    /// `do …; done`, or the `{ … }` that a `for` may have instead.
    fn body(&mut self, open: usize) -> List {
        self.lines();
        if self.take_keyword("{") {
            return match self.braces(open) {
                What::Group { list, .. } => list,
                _ => Vec::new(),
            };
        }
        if !self.expect("do", open, LOOP) {
            return Vec::new();
        }
        let body = self.list();
        if !self.take_keyword("done") {
            self.fail(open, LOOP);
        }
        body
    }

    fn each(&mut self, open: usize) -> What {
        self.blanks();
        if self.starts("((") {
            self.skip(brackets(self.rest()));
            self.separator();
            return What::For { variable: None, words: Some(Vec::new()), body: self.body(open) };
        }
        let variable = Some(self.word().text);
        self.lines();
        let mut words = None;
        if self.take_keyword("in") {
            let mut list = Vec::new();
            loop {
                self.blanks_and_comment();
                let before = self.at;
                let word = self.word();
                if self.at == before {
                    break;
                }
                list.push(word);
            }
            words = Some(list);
        }
        self.separator();
        What::For { variable, words, body: self.body(open) }
    }

    /// A `;` in front of a body.
    fn separator(&mut self) {
        self.blanks_and_comment();
        self.take(";");
    }

    fn case(&mut self, open: usize) -> What {
        self.blanks();
        let word = self.word();
        if !self.expect("in", open, CASE) {
            return What::Case { word, arms: Vec::new() };
        }
        let mut arms = Vec::new();
        loop {
            self.lines();
            if self.take_keyword("esac") {
                break;
            }
            if self.rest().is_empty() {
                self.fail(open, CASE);
                break;
            }
            let patterns = self.patterns();
            let body = self.list();
            let end = self.branch_end();
            self.skip(end.map_or(0, str::len));
            arms.push(Arm { patterns, body, falls: end.is_some_and(|end| end != ";;") });
            if end.is_none() {
                if !self.take_keyword("esac") {
                    self.fail(open, CASE);
                }
                break;
            }
        }
        What::Case { word, arms }
    }

    /// `a|b)`
    fn patterns(&mut self) -> Vec<Word> {
        let open = self.at;
        self.take("(");
        let mut patterns = Vec::new();
        loop {
            self.blanks();
            patterns.push(self.word());
            self.blanks();
            if self.take(")") {
                return patterns;
            }
            if !self.take("|") {
                self.fail(open, "a pattern of a `case` that nothing ends");
                self.skip(self.next().map_or(0, char::len_utf8));
                return patterns;
            }
        }
    }

    fn braces(&mut self, open: usize) -> What {
        let list = self.list();
        if !self.take_keyword("}") {
            self.fail(open, "nothing closes `{`");
        }
        What::Group { list, subshell: false }
    }

    fn function(&mut self, open: usize) -> What {
        self.blanks();
        let name = self.word().text;
        self.blanks();
        if !self.starts("(") {
            return self.function_of(name, open);
        }
        self.function_body(name, open)
    }

    /// A function from its brackets on.
    pub(super) fn function_body(&mut self, name: String, open: usize) -> What {
        self.skip(1);
        self.blanks();
        if !self.take(")") {
            self.fail(open, "a bracket that no command takes");
        }
        self.function_of(name, open)
    }

    fn function_of(&mut self, name: String, open: usize) -> What {
        self.lines();
        let nothing = || Part { what: What::Arithmetic, redirects: Vec::new(), span: Span::new(open, open) };
        let body = if self.deeper() {
            let body = self.part();
            self.shallower();
            body
        } else {
            None
        };
        if body.is_none() {
            self.fail(open, "a function without a body");
        }
        What::Function { name, body: Box::new(body.unwrap_or_else(nothing)) }
    }

    /// `[[ … ]]`: brackets and operators are words of their own.
    fn test(&mut self, open: usize) -> What {
        let mut words = Vec::new();
        let mut is_regex = false;
        loop {
            self.lines();
            if self.take_keyword("]]") {
                return What::Test(words);
            }
            let start = self.at;
            let operator = ["&&", "||", "(", ")", "<", ">"].into_iter().find(|it| self.starts(it) && !is_regex);
            let word = match operator {
                Some(operator) => {
                    self.skip(operator.len());
                    Word { text: operator.to_owned(), span: self.span(start), pieces: Vec::new() }
                }
                None if is_regex => self.regex(),
                None => self.word(),
            };
            is_regex = word.text == "=~" && !word.is_quoted();
            if self.at == start {
                self.fail(open, "nothing closes `[[`");
                return What::Test(words);
            }
            words.push(word);
        }
    }

    /// What stands behind `=~`: brackets belong to it.
    fn regex(&mut self) -> Word {
        let start = self.at;
        let mut word = Word::default();
        let mut depth = 0_usize;
        while let Some(next) = self.next() {
            let piece = match next {
                '(' | ')' | '|' | '<' | '>' | '&' | ';' => {
                    depth = if next == '(' { depth.saturating_add(1) } else { depth };
                    depth = if next == ')' { depth.saturating_sub(1) } else { depth };
                    let at = self.at;
                    self.skip(1);
                    word.text.push(next);
                    word.span = self.span(at);
                    continue;
                }
                _ if next.is_whitespace() && depth == 0 => break,
                _ if next.is_whitespace() => {
                    word.text.push(next);
                    self.skip(next.len_utf8());
                    continue;
                }
                _ => self.word_until(&|next| next.is_whitespace() || "()|<>&;".contains(next)),
            };
            word.text.push_str(&piece.text);
            word.pieces.extend(piece.pieces);
        }
        word.span = self.span(start);
        word
    }

    /// `coproc { … }`: it runs beside what follows.
    fn coprocess(&mut self, _open: usize) -> What {
        let mut list = Vec::new();
        if self.deeper() {
            let pipelines = self.part().map(|part| (None, Pipeline { negated: false, parts: vec![part] }));
            list.push(AndOr { pipelines: pipelines.into_iter().collect(), background: true });
            self.shallower();
        }
        What::Group { list, subshell: true }
    }

    /// A redirection, if one begins here.
    pub(super) fn redirect(&mut self) -> Option<Redirect> {
        let rest = self.rest();
        let digits = rest.len().saturating_sub(rest.trim_start_matches(|it: char| it.is_ascii_digit()).len());
        // The name is looked at and no further: a line of nothing but braces is read in one go.
        let name = rest.strip_prefix('{').and_then(|inner| inner.get(..inner.find(|it| !super::word::is_name(it))?));
        let named = name.filter(|name| !name.is_empty()).map(|name| name.len().saturating_add(2));
        let named = named.filter(|end| rest.get(..*end).is_some_and(|it| it.ends_with('}')));
        let length = named.unwrap_or(digits);
        let behind = rest.get(length..)?;
        let operator = *REDIRECTS.iter().find(|operator| behind.starts_with(**operator))?;
        let is_word = (behind.starts_with("<(") || behind.starts_with(">(")) && length == 0;
        if is_word || (operator.starts_with('&') && length > 0) {
            return None;
        }
        let descriptor = (length > 0).then(|| rest.get(..length).unwrap_or_default().to_owned());
        self.skip(length.saturating_add(operator.len()));
        self.blanks();
        let word = self.word();
        let target = match operator {
            "<<" | "<<-" => {
                let quoted = word.is_quoted();
                let body = self.document(&word.text, operator == "<<-");
                self.here_text(body, quoted)
            }
            _ => word,
        };
        Some(Redirect { descriptor, operator, target })
    }
}
