//! One call of a tool and one line of the table: where the credential stands.

use super::super::{names, reference, value};
use super::{Line, Row, Word, base_name, is_credential};
use crate::source::Span;

/// The words behind a program.
pub(super) struct Call<'c, 't> {
    pub(super) rest: &'c [Word<'t>],
    /// The command whose output it reads.
    pub(super) producer: Option<&'c Line<'t>>,
    /// Whether the words are those of a shell.
    pub(super) known: bool,
}

/// Which command a word is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// The call itself.
    Here,
    /// The command that is piped into it.
    Producer,
}

/// A word of a command and the bytes of it.
type Found = (From, usize, Span);

/// Names of arguments by their number.
const ORDINALS: &[&str] = &["first", "second", "third", "fourth", "fifth", "sixth"];

impl Call<'_, '_> {
    /// The credentials that a line of the table finds in this call.
    pub(super) fn judge(&self, row: &Row) -> Vec<Found> {
        if !self.follows(&row.words) {
            return Vec::new();
        }
        let here = |found: Vec<(usize, Span)>| found.into_iter().map(|(word, span)| (From::Here, word, span)).collect();
        match row.form {
            "stdin" | "stdin:" => self.piped(row),
            "last" => here(self.argument(self.rest.len().checked_sub(1))),
            "named" => here(self.named()),
            form => match ORDINALS.iter().position(|ordinal| *ordinal == form) {
                Some(number) => here(self.argument(self.arguments().nth(number).map(|(index, _)| index))),
                None => here(self.optional(row)),
            },
        }
    }

    /// Whether the words follow the program in this order.
    fn follows(&self, words: &[&str]) -> bool {
        let mut rest = self.rest.iter();
        words.iter().all(|word| rest.any(|given| given.text == *word))
    }

    /// The words that are no options.
    fn arguments(&self) -> impl Iterator<Item = (usize, &Word<'_>)> {
        self.rest.iter().enumerate().filter(|(_, word)| !word.text.starts_with('-'))
    }

    /// A whole word.
    fn argument(&self, index: Option<usize>) -> Vec<(usize, Span)> {
        let word = index.and_then(|index| Some((index, self.rest.get(index)?)));
        let word = word.filter(|(_, word)| is_credential(word.text) && self.may_be(word.text));
        word.map(|(index, word)| (index, Span::new(0, word.text.len()))).into_iter().collect()
    }

    fn may_be(&self, value: &str) -> bool {
        self.known
            || (value.len() >= 6 && (value::is_made_up(value) || value.bytes().any(|byte| byte.is_ascii_digit())))
    }

    /// The word behind the name of a credential.
    fn named(&self) -> Vec<(usize, Span)> {
        let behind = self.arguments().zip(self.arguments().skip(1));
        let named = behind
            .filter(|((_, name), _)| !name.text.contains('=') && names::names_credential(last_segment(name.text)));
        named.flat_map(|(_, (index, _))| self.argument(Some(index))).collect()
    }

    /// The values of the options of a line, or of all arguments when it has none.
    fn optional(&self, row: &Row) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        if row.options.is_empty() {
            for (index, word) in self.arguments() {
                found.extend(parts(row.form, word.text).into_iter().map(|span| (index, span)));
            }
            return found;
        }
        for (index, word) in self.rest.iter().enumerate() {
            let Some((at, from)) = row.options.iter().find_map(|option| given(row.form, option, word.text, index))
            else {
                continue;
            };
            let Some(value) = self.rest.get(at).and_then(|word| word.text.get(from..)) else { continue };
            if at > index && value.starts_with('-') && value.len() < 3 {
                continue;
            }
            let spans = parts(row.form, value).into_iter().map(|span| span.shifted(from));
            found.extend(spans.map(|span| (at, span)));
        }
        found
    }

    /// What `echo` or `printf` pipes into the call.
    fn piped(&self, row: &Row) -> Vec<Found> {
        let asks = row.options.is_empty() || self.rest.iter().any(|word| row.options.contains(&word.text));
        let Some(producer) = self.producer.filter(|_| asks) else { return Vec::new() };
        let Some(program) = producer.words.iter().position(|word| matches!(base_name(word.text), "echo" | "printf"))
        else {
            return Vec::new();
        };
        let arguments = producer.words.iter().enumerate().skip(program.saturating_add(1));
        let values = arguments.filter(|(_, word)| !word.text.starts_with('-') && !word.text.starts_with('%'));
        values
            .filter_map(|(index, word)| {
                let text = word.text.trim_end_matches("\\n");
                let start = if row.form == "stdin:" { text.find(':')?.saturating_add(1) } else { 0 };
                is_credential(text.get(start..)?).then(|| (From::Producer, index, Span::new(start, text.len())))
            })
            .collect()
    }
}

/// Where the value of an option begins that a word gives: in the same word, or in the next.
fn given(form: &str, option: &str, word: &str, index: usize) -> Option<(usize, usize)> {
    let next = Some((index.saturating_add(1), 0));
    let is_short = option.len() == 2 && !option.starts_with("--");
    if word == option {
        return next.filter(|_| form != "glued");
    }
    if let Some(glued) = word.strip_prefix(option) {
        let start = word.len().saturating_sub(glued.len());
        if glued.starts_with('=') || (option.starts_with('/') && glued.starts_with(':')) {
            return Some((index, start.saturating_add(1)));
        }
        let takes_glued = matches!(form, "glued" | "either" | "list") || form.starts_with("after");
        return (is_short && takes_glued).then_some((index, start));
    }
    // `curl -sSu user:password`
    let letter = option.strip_prefix('-').filter(|_| is_short && form.starts_with("after"))?;
    let cluster = word.strip_prefix('-')?.strip_suffix(letter)?;
    next.filter(|_| !cluster.is_empty() && cluster.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// The credentials in a value by the form of the table.
fn parts(form: &str, value: &str) -> Vec<Span> {
    let whole = Span::new(0, value.len());
    let spans = match form {
        "list" => return listed(value),
        "pass" => {
            value.strip_prefix("pass:").map(|rest| Span::new(value.len().saturating_sub(rest.len()), value.len()))
        }
        "after/" => {
            // `user/password@host`; a path has no user.
            let login = value.split('@').next().unwrap_or(value);
            login.find('/').filter(|at| *at > 0).map(|at| Span::new(at.saturating_add(1), login.len()))
        }
        form => match form.strip_prefix("after").and_then(|sign| sign.chars().next()) {
            Some(sign) => value.find(sign).map(|at| Span::new(at.saturating_add(1), value.len())),
            None => Some(whole),
        },
    };
    spans.into_iter().filter(|span| value.get(span.start..span.end).is_some_and(is_credential)).collect()
}

/// The values of names of credentials in `a=b,c=d` or `a=b c=d`.
fn listed(value: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for (start, item) in items(value) {
        let Some((name, given)) = item.split_once('=') else { continue };
        let inner = given.trim_matches(['"', '\'']);
        let quotes = given.len().saturating_sub(given.trim_start_matches(['"', '\'']).len());
        let from = start.saturating_add(name.len()).saturating_add(1).saturating_add(quotes);
        let is_object = names::may_name_object(name) && names::is_label(inner);
        let named = names::names_credential(last_segment(name)) && is_credential(inner) && !is_object;
        spans.extend(named.then(|| Span::new(from, from.saturating_add(inner.len()))));
    }
    spans
}

/// The items of a list with where they begin. An expression of the vendor holds blanks and is one.
fn items(value: &str) -> Vec<(usize, &str)> {
    let mut items = Vec::new();
    let (mut start, mut at) = (0_usize, 0_usize);
    while let Some(next) = value.get(at..).and_then(|rest| rest.chars().next()) {
        let expression = value.get(at..).and_then(reference::bracketed);
        let ends = expression.is_none() && matches!(next, ',' | ' ');
        if ends {
            items.extend(value.get(start..at).map(|item| (start, item)));
        }
        at = at.saturating_add(expression.unwrap_or(next.len_utf8()));
        start = if ends { at } else { start };
    }
    items.extend(value.get(start..).map(|item| (start, item)));
    items
}

/// `//registry/:_authToken`, `pypi-token.acme`: what the setting is called.
fn last_segment(name: &str) -> &str {
    let first = name.split('.').next().unwrap_or(name);
    if names::names_credential(first) { first } else { name.rsplit(['/', ':']).next().unwrap_or(name) }
}
