//! From the tokens of JSON to a tree, by the strict grammar of RFC 8259.
//!
//! A reader of its own, because YAML forgives what JSON forbids (comments, trailing commas, bare words) and refuses
//! some of what JSON allows (long keys, `U+007F`).

use serde::de::IgnoredAny;

use super::assemble::{Assembler, Properties};
use super::{Scalar, Style, Tree};
use crate::input::Problem;
use crate::limits::Limits;
use crate::source::{Source, Span};

/// Reads a JSON file.
///
/// # Errors
/// A [`Problem`] with its position when it is not exactly one JSON value, or nested deeper than `limits.json_depth`.
pub fn parse_json(source: &Source, limits: &Limits) -> Result<Tree, Problem> {
    let mut reader = Reader {
        text: source.text(),
        at: 0,
        brackets: Vec::new(),
        assembler: Assembler::new(source, limits, limits.json_depth),
    };
    match reader.read() {
        Ok(()) => Ok(reader.assembler.finish()),
        Err(message) => Err(Problem::at(source, reader.at, &message)),
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrClose,
    KeyOrClose,
    Key,
    CommaOrClose,
    End,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The closing brackets that are still to come.
    brackets: Vec<char>,
    assembler: Assembler<'a>,
}

impl<'a> Reader<'a> {
    fn read(&mut self) -> Result<(), String> {
        let mut expect = Expect::Value;
        loop {
            self.skip_blanks();
            let Some(next) = self.rest().chars().next() else {
                return if expect == Expect::End { Ok(()) } else { Err(wrong("the file ends too early")) };
            };
            expect = self.token(next, expect)?;
        }
    }

    fn token(&mut self, next: char, expect: Expect) -> Result<Expect, String> {
        let closes = matches!(expect, Expect::ValueOrClose | Expect::KeyOrClose | Expect::CommaOrClose);
        if closes && self.brackets.last() == Some(&next) {
            return self.close();
        }
        match expect {
            Expect::Value | Expect::ValueOrClose => self.value(next),
            Expect::Key | Expect::KeyOrClose => self.key(next),
            Expect::CommaOrClose if next == ',' => {
                self.at = self.at.saturating_add(1);
                Ok(if self.brackets.last() == Some(&'}') { Expect::Key } else { Expect::Value })
            }
            Expect::CommaOrClose => Err(wrong("expected a comma or a closing bracket")),
            Expect::End => Err(wrong("something follows the value")),
        }
    }

    fn value(&mut self, next: char) -> Result<Expect, String> {
        match next {
            '{' | '[' => {
                let opened = if next == '{' {
                    self.assembler.open_mapping(self.at, Properties::default())
                } else {
                    self.assembler.open_sequence(self.at, Properties::default())
                };
                opened?;
                self.brackets.push(if next == '{' { '}' } else { ']' });
                self.at = self.at.saturating_add(1);
                Ok(if next == '{' { Expect::KeyOrClose } else { Expect::ValueOrClose })
            }
            '"' => {
                self.string()?;
                Ok(self.after_value())
            }
            _ => {
                self.word()?;
                Ok(self.after_value())
            }
        }
    }

    fn key(&mut self, next: char) -> Result<Expect, String> {
        if next != '"' {
            return Err(wrong("expected a key in double quotes"));
        }
        self.string()?;
        self.skip_blanks();
        if !self.rest().starts_with(':') {
            return Err(wrong("expected a colon behind the key"));
        }
        self.at = self.at.saturating_add(1);
        Ok(Expect::Value)
    }

    fn close(&mut self) -> Result<Expect, String> {
        self.at = self.at.saturating_add(1);
        self.brackets.pop();
        self.assembler.close(Some(self.at))?;
        Ok(self.after_value())
    }

    fn after_value(&self) -> Expect {
        if self.brackets.is_empty() { Expect::End } else { Expect::CommaOrClose }
    }

    /// A string; escapes are decoded by `serde_json`.
    fn string(&mut self) -> Result<(), String> {
        let raw = self.quoted().ok_or_else(|| wrong("a string without its closing quote"))?;
        let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
        let plain = !inner.bytes().any(|byte| byte == b'\\' || byte < 0x20);
        let text = if plain {
            inner.to_owned()
        } else {
            serde_json::from_str(raw)
                .map_err(|error| wrong(error.to_string().split(" at line ").next().unwrap_or_default()))?
        };
        self.scalar(text, Style::DoubleQuoted, raw.len())
    }

    /// The string that the text goes on with, quotes included.
    fn quoted(&self) -> Option<&'a str> {
        let mut from = 1_usize;
        loop {
            let found = from.checked_add(self.rest().get(from..)?.find(['"', '\\'])?)?;
            if self.rest().get(found..)?.starts_with('"') {
                return self.rest().get(..found.saturating_add(1));
            }
            let escaped = self.rest().get(found.saturating_add(1)..)?.chars().next()?;
            from = found.saturating_add(1).saturating_add(escaped.len_utf8());
        }
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<(), String> {
        let ends =
            |character: char| matches!(character, ',' | ']' | '}' | ':' | '"' | '[' | '{') || is_blank(character);
        let raw = self.rest().split(ends).next().unwrap_or_default();
        if serde_json::from_str::<IgnoredAny>(raw).is_err() {
            return Err(wrong("expected a value"));
        }
        self.scalar(raw.to_owned(), Style::Plain, raw.len())
    }

    fn scalar(&mut self, text: String, style: Style, length: usize) -> Result<(), String> {
        let span = Span::new(self.at, self.at.saturating_add(length));
        self.assembler.scalar(Scalar { text, style, span }, Properties::default())?;
        self.at = span.end;
        Ok(())
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at = self.at.saturating_add(rest.len().saturating_sub(rest.trim_start_matches(is_blank).len()));
    }
}

const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

fn wrong(what: &str) -> String {
    format!("not valid JSON: {what}")
}
