//! `make target`: what its rules run.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::origin::Piece;
use super::super::{Language, Reader};
use super::makefile::{Makefile, Rule, expand, is_open};
use super::recipe::{Line, Recipe};
use super::templates::{Strangers, place_of};
use super::words::inside_of;
use super::{Call, recipe};
use crate::input::pipeline::held::Held;
use crate::input::pipeline::shell::Shell;
use crate::input::pipeline::wrappers::base_name;
use crate::source::{RepoPath, Source, Span};

/// The files that make looks for, in its order.
const NAMES: [&str; 3] = ["GNUmakefile", "makefile", "Makefile"];

/// Variables by which make gets flags.
const FLAGS: [&str; 2] = ["MAKEFLAGS", "GNUMAKEFLAGS"];

/// Shells of make that run nothing of what they are given.
const MUTE: [&str; 3] = ["true", "echo", ":"];

/// Why make runs nothing for a target.
const THERE: &str = "a file has the name of the target, which is not `.PHONY`";

/// The most lines on which the call of a function goes on.
const CALL: usize = 200;

/// The most files that one makefile takes in.
const INCLUDES: usize = 50;

/// How make is called.
#[derive(Default)]
struct Goal<'w> {
    folder: Option<String>,
    file: Option<&'w str>,
    targets: Vec<&'w str>,
    variables: BTreeMap<String, String>,
    /// Those of which only the run knows what they hold.
    unknown: BTreeSet<String>,
    /// Whether the environment comes before the makefile.
    overrides: bool,
    /// Why it goes on when a line fails.
    ignored: Option<&'static str>,
    /// Whether it runs nothing.
    dry: bool,
}

impl<'w> Goal<'w> {
    fn of(call: &Call<'_>, arguments: &[&'w str]) -> Self {
        let mut goal = Self { folder: call.path("."), ..Self::default() };
        let mut words = arguments.iter().copied();
        while let Some(word) = words.next() {
            let mut enter = |folder: Option<&str>| {
                goal.folder =
                    goal.folder.take().zip(folder).and_then(|(from, to)| super::words::path_in(Some(&from), to));
            };
            match word {
                "-C" | "--directory" => enter(words.next()),
                "-f" | "--file" | "--makefile" => goal.file = words.next(),
                "-o" | "-I" | "-W" | "-l" | "-O" => drop(words.next()),
                _ if is_cluster(word) => goal.letters(word),
                "-j" | "--jobs" => {
                    let mut rest = words.clone();
                    if rest.next().is_some_and(|next| next.starts_with(|it: char| it.is_ascii_digit() || it == '$')) {
                        words = rest;
                    }
                }
                "--dry-run" | "--just-print" | "--recon" | "--question" | "--touch" | "--version" => goal.dry = true,
                "--ignore-errors" => goal.letters("-i"),
                "--environment-overrides" => goal.letters("-e"),
                _ if word.starts_with("-C") => enter(word.get(2..)),
                _ if word.starts_with("--directory=") => enter(word.split_once('=').map(|(_, folder)| folder)),
                _ if word.starts_with('-') => {}
                _ => match word.split_once('=') {
                    Some((name, value)) => {
                        let name = name.trim_end_matches([':', '?', '+']).to_owned();
                        if value.contains(['$', '`']) {
                            goal.unknown.insert(name);
                        } else {
                            goal.variables.insert(name, value.to_owned());
                        }
                    }
                    None => goal.targets.push(word),
                },
            }
        }
        goal
    }

    /// Flags of one letter: `-ki`.
    fn letters(&mut self, word: &str) {
        if word.contains(['n', 'q', 't', 'v']) {
            self.dry = true;
        }
        self.overrides |= word.contains('e');
        if word.contains('i') {
            self.ignored = Some("`make -i`");
        }
    }

    /// What `MAKEFLAGS` adds: flags, or the letters of some.
    fn flags(&mut self, value: &str) {
        for (index, word) in value.split_whitespace().enumerate() {
            let is_letters = index == 0 && !word.contains('=') && word.chars().all(|it| it.is_ascii_alphabetic());
            if word == "--ignore-errors" || is_cluster(word) && word.contains('i') || is_letters && word.contains('i') {
                self.ignored = Some("`-i` in `MAKEFLAGS`");
            }
        }
    }
}

/// Whether a word is flags of one letter that take no values.
fn is_cluster(word: &str) -> bool {
    let letters = word.strip_prefix('-').unwrap_or_default();
    !letters.is_empty() && letters.chars().all(|letter| "bBeikLnpqrRsStvw".contains(letter))
}

/// What the variables of make hold where it is called.
struct Values<'m> {
    goal: &'m Goal<'m>,
    makefile: &'m Makefile,
    around: &'m dyn Fn(&str) -> Option<Held>,
    strangers: Strangers<'m>,
    /// The texts of strangers that were asked for since somebody looked.
    noted: RefCell<Vec<(String, Held)>>,
}

impl Values<'_> {
    /// What a variable holds in a rule, by its target and stem. What its words say comes before the makefile, and that
    /// before the environment (GNU make, "Variables from the Environment").
    fn find(&self, name: &str, (target, rule, stem): (&str, &Rule, &str)) -> Option<String> {
        match name {
            "@" => return Some(target.to_owned()),
            "<" => return Some(rule.needs.first().cloned().unwrap_or_default()),
            "^" => return Some(rule.needs.join(" ")),
            "*" => return Some(stem.to_owned()),
            "CURDIR" | "PWD" => return None,
            _ => {}
        }
        let of_strangers = |held: Held| self.noted.borrow_mut().push((name.to_owned(), held));
        if self.goal.unknown.contains(name) {
            self.strangers.named(name).cloned().into_iter().for_each(of_strangers);
            return None;
        }
        let given = self.goal.variables.get(name).or_else(|| rule.variables.get(name));
        let set = given.or_else(|| self.makefile.variables.get(name));
        let is_weak = set.is_none() || self.goal.overrides || self.makefile.weak.contains(name);
        let is_open = given.is_none() && is_weak;
        if let Some(held) = self.strangers.variable(name).filter(|_| is_open) {
            of_strangers(held);
            return None;
        }
        set.cloned().or_else(|| (self.around)(name)?.known().map(str::to_owned))
    }
}

impl Reader<'_, '_> {
    /// Reads the rules that `make` runs.
    pub(super) fn make(&mut self, call: &Call<'_>) -> bool {
        let arguments = call.arguments();
        let mut goal = Goal::of(call, &arguments);
        for name in FLAGS {
            let given = call.given(name).or_else(|| (self.around.variable)(name)?.known().map(str::to_owned));
            if let Some(flags) = &given {
                goal.flags(flags);
            }
        }
        let Some(folder) = goal.folder.clone().filter(|_| !goal.dry) else { return false };
        let names = goal.file.map_or_else(|| NAMES.to_vec(), |file| vec![file]);
        let found = names.iter().find_map(|name| self.in_tree(&inside_of(&folder, name)?));
        let Some(path) = found else { return false };
        let Some(source) = self.read_file(call, &path) else { return true };
        let makefile = self.makefile(call, &source, &folder);
        let set = FLAGS.iter().filter_map(|name| makefile.variables.get(*name));
        set.for_each(|flags| goal.flags(flags));
        let targets: Vec<String> = if goal.targets.is_empty() {
            makefile.default.iter().cloned().collect()
        } else {
            goal.targets.iter().map(|target| (*target).to_owned()).collect()
        };
        let (around, strangers, noted) = (self.around.variable, self.strangers(call), RefCell::default());
        let values = Values { goal: &goal, makefile: &makefile, around, strangers, noted };
        let (place, files) = (self.around.place, self.around.context.files);
        let is_file =
            |path: &str| place(path).iter().filter_map(|path| RepoPath::new(path)).any(|path| files.contains(&path));
        let recipe = |target: &str| {
            let (rule, stem) = makefile.rule(target)?;
            let find = |name: &str| values.find(name, (target, rule, &stem));
            let forgiven = goal.ignored.or_else(|| makefile.forgives(target).then_some("`.IGNORE` of make"));
            let mut recipe = made(&makefile, rule, &find, &values.noted);
            let stands = rule.needs.is_empty() && !rule.double && !makefile.is_phony(target);
            let is_there = stands && inside_of(&folder, target).is_some_and(|place| is_file(&place));
            for line in &mut recipe.lines {
                line.ignored = match &line.ignored {
                    _ if is_there => Some(THERE),
                    None => forgiven,
                    known => *known,
                };
            }
            Some(recipe)
        };
        self.targets((call, "make"), Some(&folder), targets, &recipe)
    }

    /// A makefile with those that it takes in.
    fn makefile(&mut self, call: &Call<'_>, source: &Arc<Source>, folder: &str) -> Arc<Makefile> {
        if let Some(known) = self.places.followed.makefile(source.path(), folder) {
            return known;
        }
        let mut makefile = Makefile::default();
        makefile.read(source);
        let mut index = 0_usize;
        while let Some((by, offset, name)) = makefile.includes.get(index).cloned() {
            if index >= INCLUDES {
                self.lost(
                    call,
                    &format!("this makefile takes in more than {INCLUDES} others; the rest is not followed"),
                );
                break;
            }
            index = index.saturating_add(1);
            let find = |name: &str| makefile.variables.get(name).cloned();
            let name = expand(&name, &find).0;
            let place = Some(name).filter(|name| !name.contains('$')).and_then(|name| inside_of(folder, &name));
            for path in place.map(|place| self.all_in_tree(&place)).unwrap_or_default() {
                if let Some(source) = self.read_included((&by, offset), &path) {
                    makefile.read(&source);
                }
            }
        }
        let makefile = Arc::new(makefile);
        self.places.followed.keep(source.path(), folder, &makefile);
        makefile
    }
}

/// What a rule runs, with what its variables hold.
fn made(
    makefile: &Makefile,
    rule: &Rule,
    find: &dyn Fn(&str) -> Option<String>,
    noted: &RefCell<Vec<(String, Held)>>,
) -> Recipe {
    let program = find("SHELL").unwrap_or_default();
    let is_mute = program.split_whitespace().next().is_some_and(|program| MUTE.contains(&base_name(program)));
    let flags = find(".SHELLFLAGS").unwrap_or_default();
    let errexit = flags.split_whitespace().any(|word| word.starts_with('-') && word.contains('e'));
    let shell = Shell { errexit, pipefail: flags.contains("pipefail") };
    let mut lines: Vec<Line> = Vec::new();
    for (source, span) in &whole_calls(&rule.lines, makefile.one_shell) {
        let written = source.slice(*span);
        let bare = written.trim_start_matches([' ', '@', '-', '+', '\t']);
        let prefix = written.len().saturating_sub(bare.len());
        noted.take();
        let (mut text, mut pieces) = expand(bare, find);
        let of_strangers = noted.take().into_iter();
        let puts_in: Vec<_> = of_strangers
            .map(|(name, held)| {
                let place = place_of(source, *span, &name);
                (name, held, place)
            })
            .collect();
        // What a variable puts in front of the command says the same.
        let put = text.len().saturating_sub(text.trim_start_matches([' ', '@', '-', '+', '\t']).len());
        let is_ignored = [written.get(..prefix), text.get(..put)].iter().flatten().any(|it| it.contains('-'));
        text.replace_range(..put, &" ".repeat(put));
        let start = span.start.saturating_add(prefix);
        for piece in &mut pieces {
            piece.at = piece.at.saturating_add(start);
        }
        let ignored = is_ignored
            .then_some("`-` in front of the line of make")
            .or(is_mute.then_some("`SHELL` of make runs nothing"));
        if let Some(last) = lines.last_mut().filter(|last| makefile.one_shell && last.source.path() == source.path()) {
            join(last, &text, pieces);
            last.puts_in.extend(puts_in);
        } else {
            let (source, language) = (Arc::clone(source), Language::Shell(shell));
            lines.push(recipe::Line { source, text, pieces, language, ignored, puts_in });
        }
    }
    Recipe { needs: rule.needs.clone(), lines, after: Vec::new() }
}

/// The lines of a rule. Those of one shell are one text for make, in which a call of a function may stand on several.
fn whole_calls(lines: &[(Arc<Source>, Span)], one_shell: bool) -> Vec<(Arc<Source>, Span)> {
    let mut whole: Vec<(Arc<Source>, Span)> = Vec::with_capacity(lines.len());
    let mut taken = 0_usize;
    for (source, span) in lines {
        let before = whole.last_mut().filter(|(from, before)| {
            one_shell
                && taken < CALL
                && from.path() == source.path()
                && before.end <= span.start
                && is_open(from.slice(*before))
        });
        if let Some((_, before)) = before {
            before.end = span.end;
            taken = taken.saturating_add(1);
        } else {
            whole.push((Arc::clone(source), *span));
            taken = 0;
        }
    }
    whole
}

/// Adds a line to the script that it is a part of.
fn join(last: &mut Line, text: &str, pieces: Vec<Piece>) {
    last.text.push('\n');
    let start = last.text.len();
    last.pieces.extend(pieces.into_iter().map(|piece| Piece { text: piece.text.saturating_add(start), ..piece }));
    last.text.push_str(text);
}
