//! Simple commands.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::syntax::{Part, Piece, PieceWhat, Pipeline, Simple, What, Word};
use super::super::{Reached, Resolved, Texts};
use super::meaning::ALIAS;
use super::value::Value;
use super::verdict::{Seen, also};
use super::world::{Ends, Flow, Status, Who, World};
use super::{Around, Run};

/// Programs that show, move or keep something and judge nothing: what they are told of a failure ends with them.
pub(super) const SHOWS: &[&str] = &[
    ":",
    "true",
    "echo",
    "printf",
    "cat",
    "tee",
    "head",
    "tail",
    "sed",
    "sort",
    "tr",
    "cut",
    "uniq",
    "less",
    "wc",
    "column",
    "logger",
    "touch",
    "mkdir",
    "cp",
    "mv",
    "rm",
    "ls",
    "date",
    "sleep",
    "sync",
    "basename",
    "dirname",
    "pwd",
    "cd",
    "pushd",
    "popd",
    "curl",
    "wget",
    "gh",
    "glab",
    "unset",
    "export",
    "local",
    "declare",
    "readonly",
    "typeset",
    "read",
    "let",
    "shift",
    "set",
    "shopt",
    "trap",
    "umask",
    "hash",
    "alias",
    "mapfile",
    "readarray",
];

/// Those that always end with 0.
const SUCCEEDS: &[&str] = &[":", "true", "echo", "printf", "logger"];

/// Files in which people, not scripts, read what is written.
const REPORTS: &[&str] = &["$GITHUB_STEP_SUMMARY", "${GITHUB_STEP_SUMMARY}"];

impl<'s> Run<'s> {
    pub(super) fn simple(
        &mut self,
        part: &'s Part,
        simple: &'s Simple,
        world: World<'s>,
        around: Around,
    ) -> Vec<World<'s>> {
        let mut ready = vec![(world, Vec::with_capacity(simple.words.len()))];
        for word in &simple.words {
            let mut after = Vec::with_capacity(ready.len());
            for (world, values) in ready {
                after.extend(added(self.put_in(word, world, around), values));
            }
            ready = after;
        }
        let mut after = Vec::new();
        for (world, values) in ready {
            for (mut world, sets) in self.assignments(&simple.assignments, world, around) {
                if simple.words.is_empty() {
                    if world.who.is_none() && !around.foreign {
                        self.sees(part.span.start, Vec::new(), &[], &world);
                    }
                    for (name, value) in sets {
                        world.set(name, value);
                    }
                    after.push(world);
                    continue;
                }
                let before = world.status.clone();
                if before.is_failure() && before.traced && simple.words.iter().any(|word| !word.scripts().is_empty()) {
                    let program = simple.words.first().map(|word| word.text.as_str()).unwrap_or_default();
                    world.because(|| format!("`$(…)` in the words of `{}`", plain(program)));
                }
                after.extend(self.command(part, simple, &values, &sets, world, around));
            }
        }
        after
    }

    fn command(
        &mut self,
        part: &'s Part,
        simple: &'s Simple,
        values: &[Value],
        sets: &[(&'s str, Value)],
        world: World<'s>,
        around: Around,
    ) -> Vec<World<'s>> {
        let name = values.first().and_then(Value::single).unwrap_or_default().to_owned();
        if world.who.is_none() && !around.foreign {
            let resolved = simple.words.iter().zip(values).map(|(word, value)| resolved(word, value)).collect();
            self.sees(part.span.start, resolved, sets, &world);
            let is_function = world.env.functions.contains_key(&name);
            if let Some(seen) = self.seen.get_mut(&part.span.start) {
                seen.runs_program |= !is_function;
            }
        }
        let world = match self.call(part, &name, values, world, around) {
            Ok(worlds) => return worlds,
            Err(world) => *world,
        };
        match self.builtin(part, simple, values, world, around) {
            Ok(worlds) => worlds,
            Err(world) => self.external(part, &name, values, *world, around),
        }
    }

    /// Keeps what a command is where nothing fails.
    pub(super) fn sees(&mut self, at: usize, resolved: Vec<Resolved>, sets: &[(&'s str, Value)], world: &World<'s>) {
        let mut all: Rc<BTreeMap<String, Texts>> = Rc::clone(&world.env.exported);
        for (name, value) in sets {
            Rc::make_mut(&mut all).insert((*name).to_owned(), value.texts.clone());
        }
        let reached = if world.sure { Reached::Always } else { Reached::Maybe };
        match self.seen.get_mut(&at) {
            None => drop(self.seen.insert(at, Seen { reached, resolved, sets: all, ..Seen::default() })),
            Some(seen) => {
                seen.reached = seen.reached.max(reached);
                seen.resolved.iter_mut().zip(resolved).for_each(|(known, other)| also(known, other));
            }
        }
    }

    /// A program of which nobody knows how it ends.
    fn external(
        &mut self,
        part: &'s Part,
        name: &str,
        values: &[Value],
        mut world: World<'s>,
        around: Around,
    ) -> Vec<World<'s>> {
        let who = Who { command: part.span.start, call: around.call };
        let ends = if SUCCEEDS.contains(&name) { Ends::Zero } else { Ends::Assumed };
        let mut worlds = Vec::with_capacity(2);
        match world.who {
            None if !around.foreign && values.iter().any(|value| self.matters(value)) => {
                self.verdicts.entry(who).or_default();
                if self.expands && self.aliases.contains(name) {
                    self.unsure(&world.failing(who), ALIAS);
                }
                worlds.push(world.failing(who));
            }
            Some(failing) if failing == who => {
                world.status = Status::traced(Ends::NonZero, true);
                return vec![world];
            }
            _ => {}
        }
        let is_told = world.diverged || values.iter().any(|value| value.traced);
        world.status = Status::traced(ends, world.diverged);
        if world.who.is_some() && is_told {
            world.handed = world.handed.or_else(|| tells(name, values, around, world.diverged));
            if !SHOWS.contains(&name) {
                let why = format!("`{}` decides what becomes of it", plain(name));
                world.status = Status::traced(Ends::Unsure(why), true);
            }
        }
        worlds.push(world);
        worlds
    }

    /// Whether a word may name a program whose failure matters.
    fn matters(&self, value: &Value) -> bool {
        value.texts.iter().flatten().any(|text| (self.setting.matters)(text))
    }

    /// `exec program`: the script ends with it.
    pub(super) fn replaced(
        &mut self,
        part_at: usize,
        values: &[Value],
        world: World<'s>,
        around: Around,
    ) -> Vec<World<'s>> {
        let who = Who { command: part_at, call: around.call };
        let mut worlds = Vec::new();
        if world.who.is_none() && !around.foreign && values.iter().any(|value| self.matters(value)) {
            self.verdicts.entry(who).or_default();
            worlds.extend(self.ends(world.failing(who), around));
        }
        let is_told = world.who.is_some() && (world.diverged || values.iter().any(|value| value.traced));
        let ends = if is_told {
            Status::traced(Ends::Unsure("the program behind `exec` decides".to_owned()), true)
        } else {
            Status::of(Ends::Assumed)
        };
        worlds.extend(self.ends(world.with(ends), around));
        for world in &mut worlds {
            world.flow = Flow::Exits;
        }
        worlds
    }
}

/// The worlds, each with what came before and what it adds.
pub(super) fn added<W, T: Clone>(worlds: Vec<(W, T)>, before: Vec<T>) -> Vec<(W, Vec<T>)> {
    let last = worlds.len().saturating_sub(1);
    let mut before = before;
    let mut all = Vec::with_capacity(worlds.len());
    for (index, (world, one)) in worlds.into_iter().enumerate() {
        let mut these = if index == last { std::mem::take(&mut before) } else { before.clone() };
        these.push(one);
        all.push((world, these));
    }
    all
}

/// What a word with this value is for a program.
pub(super) fn resolved(word: &Word, value: &Value) -> Resolved {
    let splits = |piece: &Piece| match &piece.what {
        PieceWhat::Text(_) => false,
        // The elements of a list stay words of their own between quotes.
        PieceWhat::Variable { name, operator, .. } if name == "@" || operator == "[@]" => true,
        _ => !piece.quoted,
    };
    Resolved { texts: value.texts.clone(), splits: word.pieces.iter().any(splits) }
}

/// Where a command writes down that something has failed.
fn tells(name: &str, values: &[Value], around: Around, diverged: bool) -> Option<&'static str> {
    let texts = || values.iter().skip(1);
    // A sentence is for people; `code=1` and a bare number are for scripts.
    let is_terse = |value: &Value| {
        diverged || value.traced && value.texts.as_ref().is_none_or(|texts| !texts.iter().any(|it| it.contains(' ')))
    };
    let is_command = |value: &Value| value.texts.iter().flatten().any(|text| text.starts_with("::set-"));
    if texts().any(is_command) {
        return Some("a later step");
    }
    if name == "touch" {
        return Some("a file");
    }
    let is_output = |value: &Value| value.texts.is_none() || value.single().is_some_and(|text| text.contains("GITHUB"));
    if name == "tee" && texts().any(is_output) {
        return Some("a file");
    }
    around.handing.filter(|_| texts().any(is_terse))
}

/// Where what a command prints can be read later, by its redirections.
pub(super) fn handing(part: &Part) -> Option<&'static str> {
    let into_file = |redirect: &&super::super::syntax::Redirect| {
        matches!(redirect.operator, ">" | ">>" | "&>" | "&>>" | ">|")
            && redirect.descriptor.as_deref().is_none_or(|descriptor| descriptor == "1")
    };
    let target = part.redirects.iter().rev().find(into_file)?.target.text.as_str();
    if REPORTS.contains(&target) || target.starts_with("/dev/") || target.starts_with('&') {
        return None;
    }
    match target.trim_start_matches(['$', '{']).trim_end_matches('}') {
        "GITHUB_OUTPUT" | "GITHUB_ENV" | "GITHUB_STATE" => Some("later steps in `$GITHUB_OUTPUT` or `$GITHUB_ENV`"),
        _ => Some("a file"),
    }
}

/// Whether a command only shows what it reads.
pub(super) fn only_shows(part: &Part) -> bool {
    let What::Simple(simple) = &part.what else { return false };
    simple.words.first().is_some_and(|word| SHOWS.contains(&word.text.as_str()))
}

/// The beginning of a fallback, for a message.
pub(super) fn shown(fallback: &Pipeline) -> String {
    let Some(What::Simple(simple)) = fallback.parts.first().map(|part| &part.what) else { return "{ … }".to_owned() };
    let words: Vec<&str> = simple.words.iter().map(|word| word.text.as_str()).collect();
    match words.as_slice() {
        [program @ ("exit" | "return"), status, ..] => format!("{program} {status}"),
        [program, ..] => (*program).to_owned(),
        [] => simple.assignments.first().map(|it| format!("{}=…", it.name)).unwrap_or_default(),
    }
}

/// The name of a program, for a message.
fn plain(program: &str) -> &str {
    if program.is_empty() { "a program" } else { program }
}
