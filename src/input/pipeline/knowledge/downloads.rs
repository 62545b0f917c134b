//! Commands that fetch a file from the net, run one, or check one.

use std::collections::BTreeMap;

use super::phrase::{self, Given, Phrase};
use crate::input::pipeline::wrappers;
use crate::knowledge::{Lookup, Row, concepts};

static DOWNLOADS: Lookup<Downloads> = Lookup::new(&concepts::scripts::DOWNLOADS, |rows| {
    let mut downloads = Downloads::default();
    for row in rows {
        let phrase = Phrase::of(row.text("pattern"));
        for program in phrase.programs.clone() {
            let known = downloads.by_program.entry(program).or_default();
            known.push((row.word("does"), phrase.clone(), Options::of(&row)));
        }
    }
    downloads
});

#[derive(Debug, Default)]
struct Downloads {
    by_program: BTreeMap<String, Vec<(&'static str, Phrase, Options)>>,
}

#[derive(Debug)]
struct Options {
    takes: Vec<String>,
    into: Vec<String>,
    named: Vec<String>,
    texts: Vec<String>,
}

/// What a command does with files from the net.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Does<'w> {
    /// It fetches from these addresses.
    Fetches(Vec<&'w str>, Into<'w>),
    /// It runs what it is given.
    Reads(Reads<'w>),
    /// It runs one of these files, or makes programs of them.
    Runs(&'w [String]),
    /// It fails unless a file is what it should be.
    Checks,
    /// It prints a digest, with which something may be compared.
    Digests,
}

/// Where a command puts what it fetches.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Into<'w> {
    /// It prints it.
    Output,
    /// Into this file.
    File(&'w str),
    /// Into a file that is named as the end of the address.
    Named,
}

/// Where a program that another one runs comes from.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Reads<'w> {
    /// From what is piped into it.
    Input,
    /// From a file.
    File(&'w str),
    /// From one of these texts.
    Texts(Vec<&'w str>),
}

/// What a command does, behind its wrappers.
pub(in crate::input::pipeline) fn does(argv: &[String]) -> Option<Does<'_>> {
    let known = &DOWNLOADS.built_in().by_program;
    if !phrase::knows(known, argv) {
        return None;
    }
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let (program, from, _) = wrappers::core(&words)?;
    let arguments = argv.get(from..)?;
    let rows = phrase::of_program(known, program)?;
    let fits = |(_, phrase, _): &&(&str, Phrase, Options)| phrase.takes(arguments, true).is_some();
    let (does, phrase, options) = rows.iter().find(fits)?;
    match *does {
        "fetches" => Some(options.fetches(arguments)),
        "reads" => options.reads(arguments).map(Does::Reads),
        "runs" => Some(Does::Runs(arguments.get(phrase.takes(arguments, true)?..)?)),
        "checks" => Some(Does::Checks),
        _ => Some(Does::Digests),
    }
}

impl Options {
    fn of(row: &Row<'_>) -> Self {
        let list = |column: &str| row.list(column).map(str::to_owned).collect();
        Self { takes: list("takes"), into: list("into"), named: list("named"), texts: list("texts") }
    }

    /// The words of a command; options of PowerShell have any case.
    fn given<'w>(&self, arguments: &'w [String]) -> Vec<Given<'w>> {
        let takes =
            |name: &str| self.takes.iter().chain(&self.into).chain(&self.texts).any(|known| is_option(known, name));
        phrase::given(arguments, &takes)
    }

    fn fetches<'w>(&self, arguments: &'w [String]) -> Does<'w> {
        let is_in = |known: &[String], name: &str| known.iter().any(|known| is_meant(known, name));
        let (mut from, mut into) = (Vec::new(), Into::Output);
        if self.named.iter().any(|it| it == ALWAYS) {
            into = Into::Named;
        }
        for given in self.given(arguments) {
            match given {
                Given::Option(name, value) if is_in(&self.into, name) && !value.is_empty() => into = Into::File(value),
                Given::Option(name, _) if is_in(&self.named, name) => into = Into::Named,
                Given::Option(name, value) if is_address_option(name) && !value.is_empty() => from.push(value),
                Given::Option(..) => {}
                Given::Word(word) => from.push(word),
            }
        }
        match into {
            Into::File("-" | "/dev/stdout" | "/dev/fd/1") => into = Into::Output,
            Into::File("/dev/null" | "$null") => from.clear(),
            _ => {}
        }
        Does::Fetches(from, into)
    }

    fn reads<'w>(&self, arguments: &'w [String]) -> Option<Reads<'w>> {
        if self.texts.iter().any(|it| it == ALWAYS) && arguments.is_empty() {
            return Some(Reads::Input);
        }
        if self.texts.iter().any(|it| it == ALWAYS) {
            return Some(Reads::Texts(arguments.iter().map(String::as_str).collect()));
        }
        let mut words = Vec::new();
        for given in self.given(arguments) {
            match given {
                Given::Option(name, value) if self.texts.iter().any(|known| is_meant(known, name)) => {
                    return Some(Reads::Texts(vec![value]));
                }
                Given::Option("-s" | "-es" | "-se" | "-xs" | "-sx", _) => return Some(Reads::Input),
                // Those that make it read data, as `perl -ne` and `python -m` do.
                Given::Option(name, "") if name.contains(['n', 'm']) && !name.starts_with("--") && !self.is_shell() => {
                    return None;
                }
                Given::Option(..) => {}
                Given::Word(word) => words.push(word),
            }
        }
        match words.first() {
            None | Some(&("-" | "/dev/stdin")) => Some(Reads::Input),
            Some(&"run") => words.get(1).map(|file| Reads::File(file)),
            Some(file) => Some(Reads::File(file)),
        }
    }

    /// Whether it is a shell, whose options are others.
    fn is_shell(&self) -> bool {
        self.takes.iter().any(|it| it == "--rcfile")
    }
}

/// What says so in the columns `named` and `texts`.
const ALWAYS: &str = "*";

fn is_option(known: &str, name: &str) -> bool {
    known == name || known.len() > 2 && known.eq_ignore_ascii_case(name)
}

/// Whether a known option is this one, or the last of its letters, or any of them where it has no value.
fn is_meant(known: &str, name: &str) -> bool {
    is_option(known, name)
        || phrase::last_letter(name)
            .is_some_and(|_| known.strip_prefix('-').is_some_and(|letter| letter.len() == 1 && name.contains(letter)))
}

fn is_address_option(name: &str) -> bool {
    name.eq_ignore_ascii_case("-uri") || name == "--url" || name.eq_ignore_ascii_case("-source")
}
