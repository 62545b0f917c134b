//! Commands that install packages outside of what the project locks.

use std::collections::BTreeMap;

use super::phrase::{self, Given, Phrase};
use crate::input::pipeline::wrappers;
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static PACKAGES: Lookup<Packages> = Lookup::new(&concepts::scripts::PACKAGES, |rows| {
    let mut packages = Packages::default();
    for row in rows {
        let phrase = Phrase::of(row.text("pattern"));
        for program in phrase.programs.clone() {
            packages.by_program.entry(program).or_default().push((phrase.clone(), Installer::of(&row)));
        }
    }
    packages
});

/// By program.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct Packages {
    by_program: BTreeMap<String, Vec<(Phrase, Installer)>>,
}

/// One way to install packages.
#[derive(Debug)]
pub(in crate::input::pipeline) struct Installer {
    /// The tool by its usual name.
    pub(in crate::input::pipeline) tool: String,
    /// What a package without a version is: the `newest`, that of the `project`, or that which is `installed`.
    pub(in crate::input::pipeline) bare: &'static str,
    first: bool,
    marks: Vec<String>,
    full: bool,
    by: Vec<String>,
    takes: Vec<String>,
    locks: Vec<String>,
}

/// A package as a command names it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::input::pipeline) struct Named<'w> {
    /// As it is written.
    pub(in crate::input::pipeline) word: &'w str,
    /// Its version; `None` when it has none.
    pub(in crate::input::pipeline) version: Option<&'w str>,
    /// Whether an option gives it, which takes no range.
    pub(in crate::input::pipeline) by_option: bool,
}

impl Packages {
    /// The packages that a command installs, and how.
    pub(in crate::input::pipeline) fn installs<'w>(&self, argv: &'w [String]) -> Option<(&Installer, Vec<Named<'w>>)> {
        if !phrase::knows(&self.by_program, argv) {
            return None;
        }
        let words: Vec<&str> = argv.iter().map(String::as_str).collect();
        // What stands in front of the innermost program only runs it; `npx` is such a wrapper itself.
        let (_, from, _) = wrappers::core(&words)?;
        let programs = argv.iter().take(from).enumerate();
        programs.filter(|(_, word)| !word.starts_with('-')).find_map(|(at, word)| {
            let rows = phrase::of_program(&self.by_program, word)?;
            let arguments = argv.get(at.saturating_add(1)..)?;
            let (taken, installer) =
                rows.iter().find_map(|(phrase, installer)| Some((phrase.takes(arguments, false)?, installer)))?;
            let named = installer.named(arguments.get(..taken)?, arguments.get(taken..)?)?;
            Some((installer, named))
        })
    }
}

impl Installer {
    fn of(row: &Row<'_>) -> Self {
        let list = |column: &str| row.list(column).map(str::to_owned).collect();
        Self {
            tool: row.text("tool").to_owned(),
            bare: row.word("bare"),
            first: row.word("names") == "first",
            marks: list("mark"),
            full: row.text("full") == "yes",
            by: list("by"),
            takes: list("takes"),
            locks: list("locks"),
        }
    }

    /// The packages among the words behind; `before` are those that belong to the pattern. `None` where a list decides.
    fn named<'w>(&self, before: &'w [String], behind: &'w [String]) -> Option<Vec<Named<'w>>> {
        let takes = |name: &str| self.takes.iter().chain(&self.by).any(|known| known == name);
        // What the first package is given is not for the installer.
        let given = phrase::given(behind, &takes);
        let asked =
            given.iter().position(|it| matches!(it, Given::Word(_))).filter(|_| self.first && self.by.is_empty());
        let own = given.get(..asked.map_or(given.len(), |at| at.saturating_add(1)))?;
        let options = before.iter().map(String::as_str).chain(own.iter().filter_map(|it| match it {
            Given::Option(name, _) => Some(*name),
            Given::Word(_) => None,
        }));
        let is_locked = options.into_iter().any(|name| self.locks.iter().any(|lock| lock == name));
        let asked = own.iter().find_map(|it| match it {
            Given::Option(name, value) if self.by.iter().any(|by| by == name) => Some(*value),
            _ => None,
        });
        let words = own.iter().filter_map(|it| match it {
            Given::Word(word) => Some(*word),
            // The package of a program that is named otherwise.
            Given::Option("--package" | "--from" | "--spec", value) if !value.is_empty() => Some(*value),
            Given::Option(..) => None,
        });
        let words = words.take(if self.first { 1 } else { usize::MAX });
        (!is_locked).then(|| words.map(|word| self.package(word, asked)).collect())
    }

    fn package<'w>(&self, word: &'w str, asked: Option<&'w str>) -> Named<'w> {
        let own = self.version(word);
        Named { word, version: own.or(asked), by_option: own.is_none() && asked.is_some() }
    }

    fn version<'w>(&self, word: &'w str) -> Option<&'w str> {
        let at = self.marks.iter().find_map(|mark| {
            let at = word.rfind(mark.as_str()).filter(|at| *at > 0)?;
            word.get(at.saturating_add(mark.len())..)
        })?;
        if at.contains('$') { Some(at) } else { at.split([';', '[', ' ']).next() }
    }

    /// Whether a word with a slash is a path: packages of Python have none in their names.
    pub(in crate::input::pipeline) fn takes_paths(&self) -> bool {
        self.marks.iter().any(|mark| mark == "==")
    }

    /// Whether a version is one and no other; `None` where a variable decides and may as well name a range.
    pub(in crate::input::pipeline) fn is_exact(&self, version: &str) -> Option<bool> {
        if version.contains('$') {
            // Behind `==` stands a version whatever it is.
            return self.marks.iter().any(|mark| mark.starts_with('=')).then_some(true);
        }
        let is_commit = version.len() >= 12 && version.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = version.trim_start_matches(['=', 'v']);
        let is_plain = |it: char| it.is_ascii_alphanumeric() || ".+-_!".contains(it);
        let dots = number.split(['-', '+']).next().unwrap_or_default().matches('.').count();
        let is_number = number.starts_with(|first: char| first.is_ascii_digit()) && number.chars().all(is_plain);
        Some(is_commit || is_number && number.rsplit('.').next() != Some("x") && (!self.full || dots >= 2))
    }
}
