//! The clauses of one statement, and the names that stand where they expect data.

use std::collections::BTreeSet;

use super::super::uri::{self, Named, Touched};
use super::tokens::Token;
use super::words::{BEGINS, BETWEEN, CLAUSES, ENDS, NO_TABLE, OTHER, defined};
use crate::input::airflow::model::{DataKind, Does};
use crate::input::airflow::text::{Part, Text};

/// What is between two brackets.
#[derive(Debug, Default)]
struct Level {
    /// What the next name is to the statement.
    next: Option<Next>,
    /// What a name behind a comma is.
    list: Option<Next>,
    /// Whether these are the arguments of a function.
    is_call: bool,
    /// Whether a query stands here.
    is_query: bool,
}

/// What a name is to the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Table(Does),
    Dataset(Does),
    /// The name of something that is no data.
    Other,
    /// What is created: data goes there only if a query follows.
    Created,
    /// What is copied: `FROM` or `TO` says which way.
    Copied,
}

/// Reads one statement.
pub(super) struct Clauses<'t> {
    tokens: &'t [Token],
    /// The first word.
    verb: &'t str,
    level: Level,
    around: Vec<Level>,
    defined: BTreeSet<&'t str>,
    is_merge: bool,
    /// What was created or copied, and is not yet known to be read or written.
    waiting: Option<(Next, Named)>,
    /// Whether files that are named are written.
    into_files: bool,
    /// Whether something is created on a table.
    on_table: bool,
    /// What was found.
    pub(super) found: Touched,
    /// Texts that are statements themselves.
    pub(super) texts: Vec<Text>,
}

impl<'t> Clauses<'t> {
    pub(super) fn of(tokens: &'t [Token]) -> Self {
        let verb = tokens.iter().map(Token::keyword).find(|word| !matches!(*word, "" | "explain" | "begin"));
        Self {
            tokens,
            verb: verb.unwrap_or_default(),
            level: Level::default(),
            around: Vec::new(),
            defined: defined(tokens),
            is_merge: tokens.iter().any(|token| token.keyword() == "merge"),
            waiting: None,
            into_files: false,
            on_table: false,
            found: Touched::default(),
            texts: Vec::new(),
        }
    }

    /// Reads all of it.
    pub(super) fn read(&mut self) {
        for (at, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Mark(mark) => self.mark(*mark, at),
                Token::Literal(text) => self.literal(text, at),
                Token::Word { text, keyword } => {
                    if !self.is_keyword(keyword, at) {
                        self.name(text, keyword, at);
                    }
                }
            }
        }
        self.settle(Does::Changes);
    }

    fn token(&self, at: usize, back: usize) -> Option<&'t Token> {
        at.checked_sub(back).and_then(|at| self.tokens.get(at))
    }

    fn before(&self, at: usize) -> &'t str {
        self.token(at, 1).map_or("", Token::keyword)
    }

    fn mark(&mut self, mark: char, at: usize) {
        match mark {
            '(' => {
                let is_call =
                    matches!(self.token(at, 1), Some(Token::Word { keyword, .. }) if !CLAUSES.contains(&&**keyword));
                // `FROM (a JOIN b …)`
                let next = self.level.next.take().filter(|next| !is_call && *next == Next::Table(Does::Reads));
                let inner = Level { next, list: next, is_call, is_query: false };
                self.around.push(std::mem::replace(&mut self.level, inner));
            }
            ')' => self.level = self.around.pop().unwrap_or_default(),
            ',' => self.level.next = self.level.list,
            _ => {}
        }
    }

    /// What comes next, and behind commas.
    fn expect(&mut self, next: Next) -> bool {
        self.level.next = Some(next);
        self.level.list = match next {
            Next::Table(Does::Reads | Does::Changes) | Next::Dataset(_) => Some(next),
            _ => None,
        };
        true
    }

    /// Takes note of a keyword; false if the word is none here.
    fn is_keyword(&mut self, keyword: &str, at: usize) -> bool {
        if keyword.is_empty() {
            return false;
        }
        let before = self.before(at);
        let is_verb = keyword == self.verb || BEGINS.contains(&before);
        match keyword {
            "select" => {
                self.settle(Does::Writes);
                self.level = Level { is_query: true, is_call: self.level.is_call, ..Level::default() };
            }
            "from" => return self.from(at),
            "join" | "apply" => self.level.next = Some(Next::Table(Does::Reads)),
            "using" if self.is_merge || self.verb == "delete" => return self.expect(Next::Table(Does::Reads)),
            "insert" | "update" | "delete" if self.is_part_of_another(at) => {}
            "insert" | "update" => return self.expect(Next::Table(Does::Writes)),
            "delete" => return self.expect(Next::Table(Does::Changes)),
            "into" if self.verb != "fetch" => return self.expect(Next::Table(Does::Writes)),
            "overwrite" if self.verb == "load" => return self.expect(Next::Table(Does::Writes)),
            "merge" if is_verb || self.token(at, 1).is_some_and(|token| token.is(')')) => {
                return self.expect(Next::Table(Does::Writes));
            }
            "truncate" | "drop" | "alter" | "vacuum" | "optimize" | "refresh" | "repair" | "undrop" if is_verb => {
                return self.expect(Next::Table(Does::Changes));
            }
            "describe" | "desc" if is_verb => return self.expect(Next::Table(Does::Reads)),
            "create" if is_verb => return self.expect(Next::Created),
            "copy" if is_verb => return self.expect(Next::Copied),
            "call" | "exec" | "execute" if is_verb => return self.expect(Next::Table(Does::Uses)),
            "use" if is_verb => return self.expect(Next::Dataset(Does::Uses)),
            "unload" | "export" if is_verb => self.into_files = true,
            "clone" | "like" if self.verb == "create" => {
                self.settle(if keyword == "clone" { Does::Writes } else { Does::Changes });
                return self.expect(Next::Table(Does::Reads));
            }
            "with" if before == "swap" => return self.expect(Next::Table(Does::Changes)),
            "to" => return self.to(before),
            "on" => return self.on(),
            "as" | "immediate" | "with" | "default" => self.level.next = None,
            "left" | "right" | "inner" | "outer" | "full" | "cross" | "natural" | "semi" | "anti" | "asof" => {}
            "where" | "set" | "values" => (self.level.next, self.level.list) = (None, None),
            _ if ENDS.contains(&keyword) && self.level.next.is_none() => self.level.list = None,
            _ => return self.level.next.is_some() && self.is_between(keyword),
        }
        true
    }

    /// Whether a word that could begin a statement belongs to another: `FOR UPDATE`, `ON DELETE CASCADE`, the parts of a
    /// merge.
    fn is_part_of_another(&self, at: usize) -> bool {
        let before = self.before(at);
        let next = at.checked_add(1).and_then(|at| self.tokens.get(at));
        let ends = next.is_none_or(|token| token.is('(') || matches!(token.keyword(), "set" | "values" | "on"));
        matches!(before, "for" | "on" | "do" | "key" | "no" | "after" | "before" | "or" | "of" | "grant" | "revoke")
            || (before == "then" && self.is_merge)
            || ends
    }

    fn from(&mut self, at: usize) -> bool {
        let (before, first) = (self.before(at), self.token(at, 2).map_or("", Token::keyword));
        let compares = before == "distinct" && matches!(first, "is" | "not");
        if compares || (self.level.is_call && !self.level.is_query) {
            return true;
        }
        if before == "delete" && self.level.next.is_some() {
            return true;
        }
        self.settle(Does::Writes);
        self.expect(Next::Table(Does::Reads))
    }

    fn to(&mut self, before: &str) -> bool {
        let copies = matches!(self.verb, "copy" | "unload");
        if copies {
            self.settle(Does::Reads);
            self.into_files = true;
        }
        self.level.next = match before {
            "rename" => Some(Next::Table(Does::Changes)),
            _ if copies => Some(Next::Table(Does::Writes)),
            _ => None,
        };
        true
    }

    fn on(&mut self) -> bool {
        let grants = matches!(self.verb, "grant" | "revoke");
        self.level.next = (grants || self.on_table).then_some(Next::Table(Does::Changes));
        true
    }

    /// Whether a word stands between a clause and its name.
    fn is_between(&mut self, keyword: &str) -> bool {
        let Some(next) = self.level.next else { return false };
        let defines = matches!(self.verb, "create" | "drop" | "alter" | "use" | "grant" | "revoke");
        match keyword {
            "schema" | "database" | "dataset" | "catalog" if defines => {
                let does = if self.verb == "use" { Does::Uses } else { Does::Changes };
                self.expect(Next::Dataset(does))
            }
            "tables" | "views" | "in" | "future" if self.verb == "grant" || self.verb == "revoke" => true,
            _ if defines && OTHER.contains(&keyword) && next != Next::Other => {
                self.on_table = matches!(keyword, "index" | "trigger" | "policy" | "rule");
                self.expect(Next::Other)
            }
            _ => BETWEEN.contains(&keyword),
        }
    }

    fn name(&mut self, text: &Text, keyword: &str, at: usize) {
        let kind = if text.prefix().starts_with('@') { DataKind::Uri } else { DataKind::Table };
        let named = Named::new(kind, text.clone());
        let is_hole = matches!(text.parts(), [Part::Hole(_)]);
        let next = self.tokens.get(at.saturating_add(1)).map_or("", Token::keyword);
        if is_hole && matches!(next, "into" | "table" | "from" | "overwrite") {
            // `INSERT {mode} INTO TABLE …`
            return;
        }
        match self.level.next.take() {
            Some(Next::Table(does)) if self.is_table(does, keyword, at) => self.found.add(does, named),
            Some(Next::Dataset(does)) => self.found.add(does, Named::new(DataKind::Dataset, text.clone())),
            Some(next @ (Next::Created | Next::Copied)) => self.waiting = Some((next, named)),
            _ => {}
        }
    }

    /// Whether a name is that of a table, and not of a function or of a query within the statement.
    fn is_table(&self, does: Does, keyword: &str, at: usize) -> bool {
        let mut behind = self.tokens.iter().skip(at.saturating_add(1));
        let is_function = behind.next().is_some_and(|token| token.is('('))
            && !behind.next().is_some_and(|token| token.keyword().ends_with("lock"));
        let is_number = !keyword.is_empty() && keyword.chars().all(|c| c.is_ascii_digit());
        let is_other = NO_TABLE.contains(&keyword) || is_number;
        !is_other && (does != Does::Reads || (!is_function && !self.defined.contains(keyword)))
    }

    fn literal(&mut self, text: &Text, at: usize) {
        let before = self.before(at);
        let runs = before == "immediate"
            || self.verb == "do"
            || (self.verb == "unload" && !self.around.is_empty())
            || (self.verb == "create" && before == "as");
        let next = self.level.next.take();
        if runs {
            self.texts.push(text.clone());
        } else if let Some(named) = uri::parse(text) {
            let is_target = self.token(at, 2).is_some_and(|token| token.keyword() == "external_location");
            let does = match next {
                Some(Next::Table(does)) => does,
                _ if self.into_files || is_target => Does::Writes,
                _ => Does::Reads,
            };
            self.found.add(does, named);
        }
    }

    /// Says what is done to what was created or copied.
    fn settle(&mut self, does: Does) {
        if let Some((next, named)) = self.waiting.take() {
            // A copy without a direction loads.
            let loads = next == Next::Copied && does == Does::Changes;
            self.found.add(if loads { Does::Writes } else { does }, named);
        }
    }
}
