//! What is checked before a file is parsed, because parsing it might never end.
//!
//! The parser reads the first element of every `[` and `{` literal twice, so its time doubles with every level of
//! nesting, and no limit covers parsing.

use std::iter::Peekable;
use std::str::CharIndices;

use super::{Lint, Parsed};
use crate::engine::rego::MAX_COLUMNS;
use crate::limits::LIMITS;

/// Levels of `[` and `{` literals.
const NESTING: usize = 6;
/// Lines of one file; the engine refuses more.
const LINES: usize = 20_000;
/// Bytes weighted by how often the parser reads them; about a second of parsing.
const WORK: usize = 16 * 1024 * 1024;
/// Digits of a number, and the largest exponent: the parser makes an integer of that many digits.
const DIGITS: usize = 308;
/// Words after which a bracket begins a literal and not an index or a body.
const BEFORE_LITERAL: &[&str] = &["in", "not", "contains", "as", "some", "with", "every"];
/// Words after which a brace begins a body.
const BEFORE_BODY: &[&str] = &["if", "else"];

/// The first reason not to parse a file.
pub(super) fn scan(text: &str, report: &Parsed) -> Result<(), Lint> {
    let bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
    if bytes > LIMITS.policy_bytes {
        let what = format!("{bytes} bytes, more than the limit of {}", LIMITS.policy_bytes);
        return Err(report.report(0, &what, "split the policy"));
    }
    let columns = usize::try_from(MAX_COLUMNS.get()).unwrap_or(usize::MAX);
    let mut start: usize = 0;
    for (index, line) in text.split('\n').enumerate() {
        if index >= LINES {
            return Err(report.report(start, &format!("more than {LINES} lines"), "split the policy"));
        }
        if line.chars().count() > columns {
            return Err(report.report(start, &format!("a line of more than {columns} characters"), "break the line"));
        }
        start = start.saturating_add(line.len()).saturating_add(1);
    }
    Scanner { text, report, open: Vec::new(), word: String::new(), last: '\n', seen: 0, work: 0 }.run()
}

struct Scanner<'a> {
    text: &'a str,
    report: &'a Parsed,
    /// Whether each open bracket began a literal.
    open: Vec<bool>,
    /// The word that ended last, empty when something else came after it.
    word: String,
    /// The last character that is not a blank.
    last: char,
    /// The offset up to which `work` counts.
    seen: usize,
    work: usize,
}

impl Scanner<'_> {
    fn run(mut self) -> Result<(), Lint> {
        let mut characters = self.text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            match character {
                '#' => while characters.next_if(|(_, next)| *next != '\n').is_some() {},
                '"' => {
                    while let Some((_, next)) = characters.next() {
                        match next {
                            '\\' => self.escape(at, &mut characters)?,
                            '"' | '\n' => break,
                            _ => {}
                        }
                    }
                    self.ended(character);
                }
                '`' => {
                    while characters.next_if(|(_, next)| *next != '`').is_some() {}
                    characters.next();
                    self.ended('"');
                }
                '$' => {
                    let next = characters.peek().map(|(_, next)| *next);
                    if matches!(next, Some('"' | '`')) {
                        let instead = "use sprintf(\"… %v …\", [value])";
                        return Err(self.report.report(at, "text templates `$\"…\"` are not supported", instead));
                    }
                }
                '[' | '{' | '(' => self.opened(at, character)?,
                ']' | '}' | ')' => {
                    self.open.pop();
                    self.ended(character);
                }
                other if other.is_whitespace() => {}
                other => {
                    self.number(at, other)?;
                    self.ended(other);
                }
            }
            self.read(at)?;
        }
        Ok(())
    }

    /// Looks at a number that begins here.
    fn number(&self, at: usize, first: char) -> Result<(), Lint> {
        if !first.is_ascii_digit() || is_word(self.last) {
            return Ok(());
        }
        let rest = self.text.get(at..).unwrap_or_default();
        let number = rest.split(|one: char| !one.is_ascii_digit() && one != '.').next().unwrap_or_default();
        let exponent = rest.get(number.len()..).and_then(|rest| rest.strip_prefix(['e', 'E']));
        let exponent = exponent.map(|rest| rest.strip_prefix(['+', '-']).unwrap_or(rest)).unwrap_or_default();
        let exponent = exponent.split(|one: char| !one.is_ascii_digit()).next().unwrap_or_default();
        let is_large = exponent.trim_start_matches('0').parse::<usize>().map_or(exponent.len() > 3, |e| e > DIGITS);
        if number.len() > DIGITS || is_large {
            let what = format!("a number of more than {DIGITS} digits");
            return Err(self.report.report(at, &what, "write one of 64 bits"));
        }
        Ok(())
    }

    /// Reads an escape in text. Half of a pair of UTF-16 is one character in OPA, and two here.
    fn escape(&self, at: usize, characters: &mut Peekable<CharIndices<'_>>) -> Result<(), Lint> {
        if characters.next().is_some_and(|(_, letter)| letter == 'u') {
            let digits: String = characters.clone().take(2).map(|(_, digit)| digit.to_ascii_lowercase()).collect();
            if digits.starts_with('d') && digits.ends_with(['8', '9', 'a', 'b', 'c', 'd', 'e', 'f']) {
                let what = "an escape of half a character, `\\ud8…`";
                return Err(self.report.report(at, what, "write the character itself"));
            }
        }
        Ok(())
    }

    /// Remembers a character that is not a blank.
    fn ended(&mut self, character: char) {
        if is_word(character) {
            if !is_word(self.last) {
                self.word.clear();
            }
            self.word.push(character);
        } else {
            self.word.clear();
        }
        self.last = character;
    }

    fn opened(&mut self, at: usize, bracket: char) -> Result<(), Lint> {
        let after_value = is_word(self.last) || matches!(self.last, ']' | ')' | '}' | '"');
        let literal = match bracket {
            '(' => false,
            '{' if BEFORE_BODY.contains(&self.word.as_str()) => false,
            _ => !after_value || BEFORE_LITERAL.contains(&self.word.as_str()),
        };
        self.open.push(literal);
        self.ended(bracket);
        if self.depth() > NESTING {
            let what = format!("lists, sets and objects nested more than {NESTING} deep");
            return Err(self.report.report(at, &what, "give the inner ones names with `:=`"));
        }
        Ok(())
    }

    fn depth(&self) -> usize {
        self.open.iter().filter(|literal| **literal).count()
    }

    /// Counts the bytes up to `at` as often as the parser reads them.
    fn read(&mut self, at: usize) -> Result<(), Lint> {
        let bytes = at.saturating_sub(std::mem::replace(&mut self.seen, at));
        self.work = self.work.saturating_add(bytes << self.depth().min(NESTING));
        if self.work > WORK {
            return Err(self.report.report(
                at,
                "too much nesting for a file of this size",
                "move data to its own rules",
            ));
        }
        Ok(())
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::scan;
    use crate::engine::lint::Parsed;

    fn lint(text: &str) -> Option<String> {
        scan(text, &Parsed::unread("p.rego", text)).err().map(|lint| lint.to_string())
    }

    #[test]
    fn what_would_take_the_parser_forever_is_refused_in_no_time() {
        for (text, why) in [
            (format!("x := {}", "[".repeat(40)), "p.rego:1:12: lists, sets and objects nested more than 6 deep"),
            (format!("x := {}", "[{\"a\":".repeat(12)), "nested more than 6 deep"),
            (format!("x if {{ y := {} }}", "{".repeat(7)), "nested more than 6 deep"),
            (format!("# {}", "x".repeat(5000)), "more than 4096 characters"),
            ("\n".repeat(20_001), "more than 20000 lines"),
            ("x".repeat(1024 * 1024 + 1), "more than the limit"),
            (format!("x := [[[[[[{}]]]]]]", format!("{}\n", "1,".repeat(2000)).repeat(100)), "too much nesting"),
            ("x := $\"{y}\"".to_owned(), "p.rego:1:6: text templates"),
        ] {
            let found = lint(&text).unwrap_or_default();
            assert!(found.contains(why), "{why}: {found}");
        }
    }

    #[test]
    fn bodies_indexes_text_and_comments_do_not_count_as_nesting() {
        for text in [
            "x if { every a in b { every c in d { every e in f { every g in h { i } } } } }",
            "x := a[b[c[d[e[f[g[h]]]]]]]",
            "x := \"[[[[[[[[\" # [[[[[[[[\ny := `[[[[[[[[[[\n[[`",
            "x := \"\\\"[[[[[[[[\"",
            "x := [[[[[[1]]]]]]",
            "f(x) := y if { y } else := z if { z }",
        ] {
            assert_eq!(lint(text), None, "{text}");
        }
    }
}
