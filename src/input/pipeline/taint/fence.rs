//! What a condition says about a variable: `[[ $T =~ ^[0-9]+$ ]]`, `[ "$T" = x ]`, `case $T in`, `grep -q`.

use super::pattern;
use super::value::Value;
use super::walk::Walk;
use crate::input::pipeline::shell::syntax::{Connector, List, Part, PieceWhat, Pipeline, Redirect, Simple, What, Word};
use crate::input::pipeline::wrappers;

/// What is known of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fence {
    /// Nothing in it means anything to a shell.
    Harmless,
    /// It is this text.
    Is(String),
}

/// What is known of variables.
type Known = Vec<(String, Fence)>;

/// What the two answers of a condition say.
#[derive(Debug, Clone, Default)]
pub(super) struct Says {
    pub(super) if_so: Known,
    pub(super) if_not: Known,
}

impl Says {
    fn not(self) -> Self {
        Self { if_so: self.if_not, if_not: self.if_so }
    }

    /// Of two conditions with a connector between them.
    pub(super) fn with(mut self, connector: Connector, mut other: Self) -> Self {
        match connector {
            Connector::And => {
                self.if_so.append(&mut other.if_so);
                self.if_not = Vec::new();
            }
            Connector::Or => {
                self.if_not.append(&mut other.if_not);
                self.if_so = Vec::new();
            }
        }
        self
    }

    fn if_so(name: &str, fence: Fence) -> Self {
        Self { if_so: vec![(name.to_owned(), fence)], if_not: Vec::new() }
    }

    fn if_not(name: &str, fence: Fence) -> Self {
        Self { if_so: Vec::new(), if_not: vec![(name.to_owned(), fence)] }
    }
}

/// The variable that is all of a word.
fn only_variable(word: &Word) -> Option<&str> {
    let mut pieces =
        word.pieces.iter().filter(|piece| !matches!(&piece.what, PieceWhat::Text(text) if text.is_empty()));
    let (first, rest) = (pieces.next()?, pieces.next());
    match &first.what {
        PieceWhat::Variable { name, operator, .. } if rest.is_none() && operator.is_empty() => Some(name),
        _ => None,
    }
}

impl Walk<'_, '_> {
    /// Goes on with what is known of variables.
    pub(super) fn take_as(&mut self, known: &Known) {
        for (name, fence) in known {
            let value = match fence {
                Fence::Harmless => self.variable(name).harmless(),
                Fence::Is(text) => Value::text(text),
            };
            self.set(name, value);
        }
    }

    /// What the end of a list says, if it is a condition.
    pub(super) fn says_list(&self, list: &List) -> Says {
        let Some(last) = list.last() else { return Says::default() };
        let mut says = Says::default();
        for (connector, pipeline) in &last.pipelines {
            let here = self.says(pipeline);
            says = match connector {
                None => here,
                Some(connector) => says.with(*connector, here),
            };
        }
        says
    }

    /// What a pipeline says as a condition.
    pub(super) fn says(&self, pipeline: &Pipeline) -> Says {
        let says = match pipeline.parts.as_slice() {
            [part] => self.says_part(part),
            [.., from, part] => self.says_search(part, Some(from)),
            [] => Says::default(),
        };
        if pipeline.negated { says.not() } else { says }
    }

    fn says_part(&self, part: &Part) -> Says {
        match &part.what {
            What::Test(words) => self.says_test(words),
            What::Group { list, .. } => self.says_list(list),
            What::Simple(simple) => match simple.words.split_first() {
                Some((program, words)) if matches!(program.text.as_str(), "[" | "test") => {
                    let words = without_closing(words);
                    self.says_words(words, true)
                }
                _ => self.says_search(part, None),
            },
            _ => Says::default(),
        }
    }

    /// `[[ … ]]`, with `&&` and `||` in it.
    fn says_test(&self, words: &[Word]) -> Says {
        let is = |word: &Word, sign: &str| word.text == sign && !word.is_quoted();
        if words.iter().any(|word| is(word, "(") || is(word, ")")) {
            return Says::default();
        }
        let mut says: Option<Says> = None;
        let mut rest = words;
        let mut connector = Connector::And;
        loop {
            let end = rest.iter().position(|word| is(word, "&&") || is(word, "||"));
            let (one, behind) = rest.split_at(end.unwrap_or(rest.len()));
            let here = self.says_words(one, false);
            says = Some(says.map_or(here.clone(), |says| says.with(connector, here)));
            let Some((sign, behind)) = behind.split_first() else { break };
            // Of mixed ones nothing is taken.
            let next = if is(sign, "||") { Connector::Or } else { Connector::And };
            if end != words.iter().position(|word| is(word, "&&") || is(word, "||")) && next != connector {
                return Says::default();
            }
            (connector, rest) = (next, behind);
        }
        says.unwrap_or_default()
    }

    /// One comparison.
    fn says_words(&self, words: &[Word], plain: bool) -> Says {
        match words {
            [not, rest @ ..] if not.text == "!" && !not.is_quoted() => self.says_words(rest, plain).not(),
            [left, sign, right] => self.compared(left, &sign.text, right, plain),
            _ => Says::default(),
        }
    }

    fn compared(&self, left: &Word, sign: &str, right: &Word, plain: bool) -> Says {
        let Some(name) = only_variable(left) else { return Says::default() };
        match sign {
            "=~" if !right.is_quoted() => self.searched(name, right),
            "=" | "==" => self.equal(name, right, plain),
            "!=" => self.equal(name, right, plain).not(),
            // `[` takes nothing but a whole number here, and answers no to anything else.
            "-eq" | "-gt" | "-lt" | "-ge" | "-le" if plain => Says::if_so(name, Fence::Harmless),
            _ => Says::default(),
        }
    }

    fn searched(&self, name: &str, right: &Word) -> Says {
        let held = only_variable(right).map(|variable| self.variable(variable));
        let text = held.as_ref().map_or_else(|| right.literal(), Value::known);
        let Some(pattern) = text.map(pattern::of_extended) else { return Says::default() };
        if pattern::found_only_in_harmless(&pattern) {
            Says::if_so(name, Fence::Harmless)
        } else if pattern::finds_all_meant(&pattern, "") {
            Says::if_not(name, Fence::Harmless)
        } else {
            Says::default()
        }
    }

    fn equal(&self, name: &str, right: &Word, plain: bool) -> Says {
        let held = only_variable(right).map(|variable| self.variable(variable));
        let Some(text) = held.as_ref().map_or_else(|| right.literal(), Value::known) else { return Says::default() };
        let is_text = plain || right.is_quoted() || !text.contains(['*', '?', '[', '(']);
        if is_text { Says::if_so(name, Fence::Is(text.to_owned())) } else { globbed(name, text) }
    }

    /// What the patterns of a branch of `case` say.
    pub(super) fn says_pattern(&self, word: &Word, patterns: &[Word]) -> Says {
        let Some(name) = only_variable(word) else { return Says::default() };
        let mut all: Option<Says> = None;
        for pattern in patterns {
            let here = self.equal(name, pattern, false);
            all = Some(match all {
                None => here,
                // Any of them: the one that says least.
                Some(says) if says.if_so.is_empty() || here.if_so.is_empty() => says.with(Connector::Or, here),
                Some(says) if says.if_so == here.if_so => says,
                Some(says) => {
                    let both = Says::if_so(name, Fence::Harmless);
                    let is_harmless = says.if_so.iter().chain(&here.if_so).all(|(_, fence)| match fence {
                        Fence::Harmless => true,
                        Fence::Is(text) => !pattern::has_meant(text),
                    });
                    if is_harmless { both } else { Says::default() }
                }
            });
        }
        all.unwrap_or_default()
    }

    /// `echo "$T" | grep -q …`, `grep -q … <<< "$T"`. A search goes line by line: one good line is enough for it.
    fn says_search(&self, part: &Part, from: Option<&Part>) -> Says {
        let What::Simple(simple) = &part.what else { return Says::default() };
        let fed = part.redirects.iter().find(|redirect| redirect.operator == "<<<");
        let Some(name) = fed.and_then(fed_by).or_else(|| from.and_then(echoed)) else { return Says::default() };
        let Some(search) = Search::of(simple).filter(|search| !search.inverted) else { return Says::default() };
        let has_lines = self.variable(name).has_lines();
        if search.finds_only_harmless() && !has_lines {
            Says::if_so(name, Fence::Harmless)
        } else if pattern::finds_all_meant(&search.pattern, "") {
            Says::if_not(name, Fence::Harmless)
        } else {
            Says::default()
        }
    }
}

fn globbed(name: &str, text: &str) -> Says {
    let Some(pattern) = pattern::of_glob(text) else { return Says::default() };
    if pattern::takes_only_harmless(&pattern) {
        return Says::if_so(name, Fence::Harmless);
    }
    let inside = text.strip_prefix('*').and_then(|text| text.strip_suffix('*'));
    let searched = inside.filter(|inside| inside.starts_with('[')).and_then(pattern::of_glob);
    let fences = searched.is_some_and(|pattern| pattern::finds_all_meant(&pattern, ""));
    if fences { Says::if_not(name, Fence::Harmless) } else { Says::default() }
}

/// Without the bracket that ends `[`.
fn without_closing(words: &[Word]) -> &[Word] {
    match words {
        [inside @ .., last] if last.text == "]" => inside,
        words => words,
    }
}

fn fed_by(redirect: &Redirect) -> Option<&str> {
    only_variable(&redirect.target)
}

/// The variable that a command prints as it is.
fn echoed(part: &Part) -> Option<&str> {
    let What::Simple(simple) = &part.what else { return None };
    let (program, words) = simple.words.split_first()?;
    match (program.text.as_str(), words) {
        ("echo", [word]) => only_variable(word),
        ("echo", [option, word]) if option.text.starts_with('-') => only_variable(word),
        ("printf", [format, word]) if matches!(format.text.as_str(), "%s" | "%s\\n") => only_variable(word),
        _ => None,
    }
}

/// A call of `grep`.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(super) struct Search {
    /// In the words of the `regex` crate.
    pub(super) pattern: String,
    pub(super) inverted: bool,
    /// Whether it prints what it finds and nothing around it.
    pub(super) only: bool,
    /// Whether it prints no line: `-q`, `-c`, `-l`.
    pub(super) silent: bool,
    whole: bool,
}

impl Search {
    fn of(simple: &Simple) -> Option<Self> {
        let words: Vec<String> = simple.words.iter().map(|word| word.text.clone()).collect();
        let literal = simple.words.iter().all(|word| word.literal().is_some());
        if literal { Self::of_words(&words).map(|(search, _)| search) } else { None }
    }

    /// By the words of a command, which are known; with the index of the first file.
    pub(super) fn of_words(words: &[String]) -> Option<(Self, usize)> {
        let (program, rest) = words.split_first()?;
        let program = wrappers::base_name(program);
        if !matches!(program, "grep" | "egrep" | "fgrep" | "ggrep") {
            return None;
        }
        let (mut extended, mut fixed, mut perl) = (program == "egrep", program == "fgrep", false);
        let (mut inverted, mut only, mut silent, mut whole) = (false, false, false, false);
        let mut pattern: Option<&String> = None;
        let mut index = 0_usize;
        while let Some(word) = rest.get(index) {
            index = index.saturating_add(1);
            let letters = word.strip_prefix('-').filter(|letters| !letters.is_empty());
            match (word.as_str(), letters) {
                ("--extended-regexp", _) => extended = true,
                ("--fixed-strings", _) => fixed = true,
                ("--perl-regexp", _) => perl = true,
                ("--only-matching", _) => only = true,
                ("--quiet" | "--silent" | "--count", _) => silent = true,
                ("--line-regexp", _) => whole = true,
                ("--invert-match", _) => inverted = true,
                ("--", _) => {}
                (_, Some(long)) if long.starts_with('-') => {}
                (_, Some(letters)) => {
                    extended |= letters.contains('E');
                    fixed |= letters.contains('F');
                    perl |= letters.contains('P');
                    inverted |= letters.contains('v');
                    only |= letters.contains('o');
                    silent |= letters.contains(['q', 'c', 'l', 'L']);
                    whole |= letters.contains('x');
                    if letters.ends_with('e') {
                        if pattern.is_some() {
                            return None;
                        }
                        pattern = rest.get(index);
                        index = index.saturating_add(1);
                    } else if letters.ends_with(['m', 'A', 'B', 'C', 'f']) {
                        index = index.saturating_add(1);
                    }
                }
                _ if pattern.is_none() => pattern = Some(word),
                _ => {
                    index = index.saturating_sub(1);
                    break;
                }
            }
        }
        let pattern = pattern?;
        let pattern = match (fixed, perl, extended) {
            (true, ..) => regex::escape(pattern),
            (_, true, _) => pattern.clone(),
            (_, _, true) => pattern::of_extended(pattern),
            _ => pattern::of_basic(pattern),
        };
        Some((Self { pattern, inverted, only, silent, whole }, index.saturating_add(1)))
    }

    /// Whether a line in which it finds something is harmless.
    pub(super) fn finds_only_harmless(&self) -> bool {
        self.finds_none_of(pattern::MEANT)
    }

    /// Whether no line in which it finds something has one of some characters.
    pub(super) fn finds_none_of(&self, meant: &str) -> bool {
        if self.whole {
            return pattern::takes_none_of(&self.pattern, meant);
        }
        pattern::found_with_none_of(&self.pattern, meant)
    }
}
