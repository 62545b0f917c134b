//! Commands by their program and words that follow it, and the options between them.

use std::collections::BTreeMap;

use crate::input::pipeline::wrappers;

/// A program and words that follow it, each with its alternatives.
#[derive(Debug, Clone, Default)]
pub(in crate::input::pipeline) struct Phrase {
    pub(super) programs: Vec<String>,
    words: Vec<Vec<String>>,
}

impl Phrase {
    /// As a table has it: `npm|pnpm add|install`.
    pub(super) fn of(pattern: &str) -> Self {
        let mut words = pattern.split(' ').map(|word| word.split('|').map(str::to_owned).collect());
        Self { programs: words.next().unwrap_or_default(), words: words.collect() }
    }

    /// How many of the words behind the program its own words take, where they follow one another with nothing but
    /// options between them, and perhaps other words if `loose`.
    pub(super) fn takes(&self, arguments: &[String], loose: bool) -> Option<usize> {
        let mut taken = 0;
        for either in &self.words {
            loop {
                let word = arguments.get(taken)?;
                taken = taken.saturating_add(1);
                if either.iter().any(|it| it == word) {
                    break;
                }
                if !loose && !word.starts_with('-') {
                    return None;
                }
            }
        }
        Some(taken)
    }
}

/// What a table says of a program, whose name it has without folders and in small letters.
pub(super) fn of_program<'m, V>(table: &'m BTreeMap<String, V>, word: &str) -> Option<&'m V> {
    let name = wrappers::base_name(word);
    let name = name.strip_suffix(".cmd").unwrap_or(name);
    if !name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return table.get(name);
    }
    table.get(&name.to_ascii_lowercase())
}

/// Whether a table says anything of one of these words: most commands are none that it knows, and nothing is made for them.
pub(super) fn knows<V>(table: &BTreeMap<String, V>, argv: &[String]) -> bool {
    argv.iter().any(|word| of_program(table, word).is_some())
}

/// What a word is for a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Given<'w> {
    /// An option with its value; empty when it has none.
    Option(&'w str, &'w str),
    /// Anything else.
    Word(&'w str),
}

/// The words of a command as options and others. `takes` says whether an option, as written, has a value.
pub(super) fn given<'w>(arguments: &'w [String], takes: &dyn Fn(&str) -> bool) -> Vec<Given<'w>> {
    let mut found = Vec::with_capacity(arguments.len());
    let mut rest = arguments.iter();
    let mut ended = false;
    while let Some(word) = rest.next() {
        if ended || !word.starts_with('-') || word == "-" {
            found.push(Given::Word(word));
        } else if word == "--" {
            ended = true;
        } else if let Some((name, value)) = word.split_once('=').filter(|_| word.starts_with("--")) {
            found.push(Given::Option(name, value));
        } else if takes(word) || last_letter(word).is_some_and(|letter| takes(&letter)) {
            found.push(Given::Option(word, rest.next().map_or("", String::as_str)));
        } else if let Some((name, value)) = word.get(..2).zip(word.get(2..)).filter(|(name, _)| takes(name)) {
            found.push(Given::Option(name, value));
        } else {
            found.push(Given::Option(word, ""));
        }
    }
    found
}

/// `-o` of `-fsSLo`.
pub(super) fn last_letter(option: &str) -> Option<String> {
    let letters = option.strip_prefix('-').filter(|letters| letters.len() > 1 && !letters.starts_with('-'))?;
    let plain = letters.len() < 8 && letters.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '#');
    letters.chars().last().filter(|_| plain).map(|letter| format!("-{letter}"))
}
