//! What a command runs besides its program: a text that a shell reads, a file of the tree, a target.

mod budget;
mod cmdlets;
mod daemon;
mod files;
mod functions;
mod interpreters;
mod just;
mod make;
mod makefile;
mod npm;
mod recipe;
mod remote;
mod setting;
mod shadow;
mod shells;
mod task;
mod task_vars;
mod templates;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub(in super::super) use self::budget::Budget;
pub(super) use self::files::sourced;
pub(super) use self::functions::Functions;
pub(super) use self::setting::{Setting, Settings};
use self::words::Known;
pub(super) use self::words::inside_of;
use super::{Around, Language, Reader, Text};
use crate::input::Via;
use crate::input::pipeline::shell;
use crate::input::pipeline::wrappers::{self, Where};
use crate::source::Span;

/// How deep scripts may run each other; what is deeper is not followed.
pub(super) const MOST: usize = 8;

/// A script that is being read, with what runs it.
#[expect(clippy::struct_excessive_bools, reason = "each says something else of it, and any of them can hold together")]
#[derive(Clone)]
pub(super) struct Frame<'a> {
    /// What reads it.
    pub(super) language: Language,
    /// The folder of the workspace that it runs in, empty for its root; `None` when nobody knows.
    pub(super) folder: Option<String>,
    /// The script itself as a path of the workspace, if it is a file.
    pub(super) file: Option<String>,
    /// Whether it runs on another machine, which has no files of this repository.
    pub(super) remote: bool,
    /// What it is given: its arguments by number, and variables that are set for it alone.
    pub(super) given: BTreeMap<String, Option<String>>,
    /// The words of what runs it, as far as they are known, outermost first.
    pub(super) called: Vec<String>,
    /// What runs it, outermost first; empty for the script of the pipeline itself.
    pub(super) via: Vec<Via>,
    /// Why whatever runs it goes on when it fails.
    pub(super) ignored: Option<&'a str>,
    /// Why nobody can say whether whatever runs it goes on.
    pub(super) unsure: Option<&'a str>,
    /// Whether it can run at all.
    pub(super) reached: bool,
    /// Whether its failure is an answer for what runs it.
    pub(super) condition: bool,
    /// The files and targets that are being read, so that a circle ends.
    pub(super) open: BTreeSet<String>,
    /// Whether a program in another language has started it, of which nobody knows what its variables hold.
    pub(super) started: bool,
    /// The programs that the scripts call that read this one into their own shell: its functions may be among them.
    pub(super) callers: BTreeSet<String>,
}

impl Frame<'_> {
    /// Takes the arguments of a script, which are `$1` and so on there.
    fn take<'w>(&mut self, arguments: impl Iterator<Item = &'w str>) {
        let known = |value: &str| Some(value.to_owned()).filter(|value| !value.contains(['$', '`']));
        self.given.extend((1_usize..).zip(arguments).map(|(number, value)| (number.to_string(), known(value))));
    }

    /// That of the script of the pipeline itself.
    pub(super) fn outermost(around: &Around<'_>) -> Self {
        Self {
            language: around.language,
            folder: around.folder.map(str::to_owned),
            file: None,
            remote: false,
            given: BTreeMap::new(),
            called: Vec::new(),
            via: Vec::new(),
            ignored: None,
            unsure: None,
            reached: true,
            condition: false,
            open: BTreeSet::new(),
            started: false,
            callers: BTreeSet::new(),
        }
    }

    /// What is known at the beginning of the script.
    pub(super) fn known<'k>(&'k self, around: &'k Around<'k>, script: &'k str) -> Known<'k> {
        let variables = Rc::new(self.given.clone());
        Known {
            around,
            script,
            file: self.file.as_deref(),
            folder: self.folder.clone(),
            variables,
            path: Rc::default(),
        }
    }
}

/// A command that may run something besides its program.
pub(super) struct Call<'t> {
    pub(super) text: &'t Text<'t>,
    pub(super) command: &'t shell::Command,
    pub(super) loc: &'t str,
    pub(super) frame: &'t Frame<'t>,
    pub(super) setting: &'t Setting<'t>,
    /// Its words as they are shown.
    pub(super) shown: &'t str,
    /// How many of its words stand in front of the arguments of what runs in the end.
    from: usize,
    /// Whether that runs where the files of the repository are.
    place: Where,
}

impl<'t> Call<'t> {
    /// The arguments of what runs in the end, as far as they are known.
    fn arguments(&self) -> Vec<&'t str> {
        self.setting.words.iter().skip(self.from).map(String::as_str).collect()
    }

    /// What a variable is set to for it, by the command or by the script before it.
    fn given(&self, name: &str) -> Option<String> {
        let mut pairs = self.setting.simple.assignments.iter().zip(&self.setting.assigned);
        let own = pairs.find(|(assignment, _)| assignment.name == name).and_then(|(_, value)| value.clone());
        own.or_else(|| self.command.sets.get(name)?.iter().flatten().next().cloned())
            .or_else(|| self.frame.given.get(name)?.clone())
    }

    /// The word of an argument and what it is when the command runs, where that is one text only.
    fn resolved(&self, index: usize) -> Option<(&'t shell::syntax::Word, Option<&'t str>)> {
        let at = self.from.saturating_add(index);
        let word = self.setting.simple.words.get(at)?;
        let texts = self.command.resolved.get(at).and_then(|it| it.texts.as_ref());
        let only = texts.filter(|texts| texts.len() == 1).and_then(|texts| texts.first());
        let known = self.setting.words.get(at).map(String::as_str).filter(|known| !known.contains(['$', '`']));
        Some((word, known.or(only.map(String::as_str))))
    }

    /// The word of an argument.
    fn word(&self, index: usize) -> Option<&'t shell::syntax::Word> {
        self.setting.simple.words.get(self.from.saturating_add(index))
    }

    /// Whether what it runs is on another machine.
    fn is_remote(&self) -> bool {
        self.frame.remote || self.place == Where::Elsewhere
    }

    /// A folder or file of the workspace that a word of it means.
    fn path(&self, text: &str) -> Option<String> {
        words::path_in(self.setting.folder.as_deref(), text).filter(|_| !self.is_remote())
    }

    /// The frame of what it runs.
    fn frame(&self, language: Language) -> Frame<'t> {
        let mut via = self.frame.via.clone();
        via.push(Via { loc: self.loc.to_owned(), path: Vec::new(), what: "is run here".to_owned() });
        let mut called = self.frame.called.clone();
        called.push(self.shown.to_owned());
        let values = self.setting.simple.assignments.iter().zip(&self.setting.assigned);
        Frame {
            language,
            folder: self.setting.folder.clone().filter(|_| !self.is_remote()),
            file: None,
            remote: self.is_remote(),
            given: values.map(|(assignment, value)| (assignment.name.clone(), value.clone())).collect(),
            called,
            via,
            ignored: self.command.ignored.as_deref().or(self.frame.ignored),
            unsure: self.command.unsure.as_deref().or(self.frame.unsure),
            reached: self.command.reached != shell::Reached::Never && self.frame.reached,
            condition: self.command.condition || self.frame.condition,
            open: self.frame.open.clone(),
            started: self.frame.started,
            callers: BTreeSet::new(),
        }
    }
}

impl Reader<'_, '_> {
    /// Reads what a command runs besides its program; returns whether there was anything to read.
    pub(super) fn follow(
        &mut self,
        text: &Text<'_>,
        command: &shell::Command,
        loc: &str,
        frame: &Frame<'_>,
        (setting, shown): (&Setting<'_>, &str),
    ) -> bool {
        let words: Vec<&str> = setting.words.iter().map(String::as_str).collect();
        let Some((program, from, place)) = wrappers::core(&words) else { return false };
        let call = Call { text, command, loc, frame, setting, shown, from, place };
        self.program(&call, program)
    }

    /// Reads what a program runs, by the kind of the program.
    fn program(&mut self, call: &Call<'_>, program: &str) -> bool {
        if self.function(call, program) {
            return true;
        }
        if call.frame.language == Language::PowerShell && self.cmdlet(call, program) {
            return true;
        }
        match wrappers::base_name(program) {
            name if wrappers::is_shell(name) => self.shell(call),
            "eval" => self.evaluated(call),
            "trap" => self.trapped(call),
            "source" | "." => self.sourced(call),
            "ssh" | "autossh" => self.over_ssh(call),
            "sudo" | "doas" => self.as_user(call),
            "parallel" => self.in_parallel(call),
            "make" | "gmake" => self.make(call),
            "just" => self.just(call),
            "task" | "go-task" => self.task(call),
            name @ ("npm" | "yarn" | "pnpm" | "bun" | "run-s" | "run-p" | "npm-run-all") => self.npm(call, name),
            name if interpreters::is_one(name) => self.interpreter(call, name),
            _ => self.wrapped(call) || self.executable(call, program),
        }
    }

    /// Reads a script that a command runs. `key` names a file or target, so that a circle ends. Returns whether it was
    /// read now or is being read.
    fn nested(&mut self, call: &Call<'_>, text: &Text<'_>, mut frame: Frame<'_>, key: Option<String>) -> bool {
        if let Some(key) = key
            && !frame.open.insert(key)
        {
            return true;
        }
        if frame.via.len() > MOST {
            self.lost(call, &format!("scripts run each other more than {MOST} deep; what this runs is not followed"));
            return true;
        }
        if let Some(why) = self.places.followed.is_spent() {
            self.lost(call, &format!("{why}; what this runs is not followed"));
            return true;
        }
        self.script(text, &frame);
        true
    }

    /// Says that what a command runs is not followed.
    fn lost(&mut self, call: &Call<'_>, why: &str) {
        let start = call.command.span.start;
        if let Some((source, span)) = call.text.place(Span::new(start, start.saturating_add(1))) {
            self.places.problem(&source, span.start, why);
        }
    }
}
