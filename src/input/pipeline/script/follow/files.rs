//! Files of the tree that a command runs.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::{Language, Reader, Text};
use super::Call;
use super::words::path_in;
use crate::input::Context;
use crate::input::pipeline::shell::{self, Shell};
use crate::input::pipeline::wrappers::{base_name, is_shell};
use crate::source::{Entry, RepoPath, Source};

/// The most bytes of a script.
const BYTES: u64 = 1_000_000;

/// The most bytes of a script that is looked at for the options that it sets.
const SOURCED: u64 = 64_000;

/// A shell as it starts by itself.
pub(super) const PLAIN: Shell = Shell { errexit: false, pipefail: false };

/// The script that `source` reads in a folder of the workspace, for what it does to the shell itself.
pub(in super::super) fn sourced(
    context: Context<'_>,
    place: &dyn Fn(&str) -> Vec<String>,
    folder: &str,
    name: &str,
) -> Option<shell::Script> {
    let candidates = place(&path_in(Some(folder), name)?);
    let path = candidates.iter().filter_map(|path| RepoPath::new(path)).find(|path| context.files.contains(path))?;
    let source = context.files.read(&path, SOURCED).ok()?;
    Some(shell::read(source.text()))
}

impl Reader<'_, '_> {
    /// The file of the tree that stands at a path of the workspace. A link that leads out of the tree is one too, which
    /// cannot be read.
    pub(super) fn in_tree(&self, path: &str) -> Option<RepoPath> {
        let candidates = (self.around.place)(path);
        let files = self.around.context.files;
        let stands = |path: &RepoPath| files.contains(path) || files.entry(path) == Entry::Link;
        candidates.iter().filter_map(|path| RepoPath::new(path)).find(stands)
    }

    /// The files of the tree that a path of the workspace means, which may have `*` in its last segment.
    pub(super) fn all_in_tree(&self, pattern: &str) -> Vec<RepoPath> {
        let (folder, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        let Some((before, behind)) = name.split_once('*').filter(|_| !folder.contains('*')) else {
            return self.in_tree(pattern).into_iter().collect();
        };
        let candidates = (self.around.place)(folder);
        let is_one = |path: &RepoPath| {
            let (above, name) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
            let rest = name.strip_prefix(before).is_some_and(|rest| rest.ends_with(behind));
            rest && candidates.iter().any(|candidate| candidate == above)
        };
        self.listed(&is_one)
    }

    /// The files of the tree that are wanted, links that lead out of it behind the others.
    pub(super) fn listed(&self, is_one: &dyn Fn(&RepoPath) -> bool) -> Vec<RepoPath> {
        let files = self.around.context.files;
        let mut found: Vec<RepoPath> = files.paths_where(is_one).into_iter().cloned().collect();
        let links = files.skipped().iter().map(|skip| &skip.path).filter(|path| is_one(path));
        found.extend(links.filter(|path| files.entry(path) == Entry::Link).cloned());
        found
    }

    /// Reads a file of the tree for a command, and takes note that the pipeline runs it. `None`, which is said, when it
    /// cannot be read.
    pub(super) fn read_file(&mut self, call: &Call<'_>, path: &RepoPath) -> Option<Arc<Source>> {
        let said = |this: &mut Self, why: &str| this.lost(call, why);
        self.read_for(path, &said)
    }

    /// The same for a file that another one takes in at a byte of it.
    pub(super) fn read_included(&mut self, (by, offset): (&Source, usize), path: &RepoPath) -> Option<Arc<Source>> {
        let said = |this: &mut Self, why: &str| this.places.problem(by, offset, why);
        self.read_for(path, &said)
    }

    fn read_for(&mut self, path: &RepoPath, said: &dyn Fn(&mut Self, &str)) -> Option<Arc<Source>> {
        let files = self.around.context.files;
        self.places.runs.insert(path.clone());
        let read = || files.read(path, BYTES).map_err(|error| error.to_string());
        match self.places.followed.file(path, read) {
            Ok(source) => {
                self.places.followed.look(source.text().len());
                Some(source)
            }
            Err(error) => {
                said(self, &format!("what this runs cannot be read: {path}: {error}"));
                None
            }
        }
    }

    /// Reads a script of the tree that stands at a path of the workspace. `language` is that of what runs it; without one
    /// the file says it. Returns whether it is there.
    pub(super) fn file(
        &mut self,
        call: &Call<'_>,
        place: &str,
        language: Option<Language>,
        arguments: &[&str],
    ) -> bool {
        self.file_for(call, place, language, arguments, BTreeSet::new())
    }

    /// The same for a shell that calls these programs, of which some may be functions of the file.
    pub(super) fn file_for(
        &mut self,
        call: &Call<'_>,
        place: &str,
        language: Option<Language>,
        arguments: &[&str],
        callers: BTreeSet<String>,
    ) -> bool {
        let Some(path) = self.in_tree(place) else {
            // The script itself may have written it, of words that are written out.
            let written =
                call.setting.written.get(place).filter(|words| words.iter().all(|it| it.variables().is_empty()));
            let Some(words) = written else { return false };
            let frame = call.frame(language.unwrap_or(Language::Shell(PLAIN)));
            return self.words(call, words, frame);
        };
        let Some(source) = self.read_file(call, &path) else { return true };
        let language = language.unwrap_or_else(|| language_of(&path, source.text()));
        let mut frame = call.frame(language);
        frame.file = Some(place.to_owned());
        frame.callers = callers;
        frame.take(arguments.iter().copied());
        self.nested(call, &Text::whole(source), frame, Some(format!("file {place}")))
    }

    /// Reads a program that is a file of the tree.
    pub(super) fn executable(&mut self, call: &Call<'_>, program: &str) -> bool {
        if !program.contains('/') {
            return self.in_its_place(call);
        }
        let Some(place) = call.path(program) else { return false };
        self.file(call, &place, None, &call.arguments())
    }
}

/// What a file is written in that is started as a program.
fn language_of(path: &RepoPath, text: &str) -> Language {
    match text.lines().next().filter(|line| line.starts_with("#!")) {
        Some(line) => language_of_line(line),
        None => match path.extension() {
            Some("py") => Language::Python,
            Some("ps1" | "psm1") => Language::PowerShell,
            None | Some("sh" | "bash" | "zsh" | "ksh") => Language::Shell(PLAIN),
            Some(_) => Language::Other,
        },
    }
}

/// The language that the first line of a program names: `#!/usr/bin/env bash`.
pub(super) fn language_of_line(line: &str) -> Language {
    let words = line.trim_start_matches("#!").split_whitespace();
    let words: Vec<&str> = words.filter(|word| base_name(word) != "env" && *word != "-S").collect();
    let Some((program, options)) = words.split_first() else { return Language::Shell(PLAIN) };
    match base_name(program) {
        name if is_shell(name) => Language::Shell(Shell {
            errexit: options.iter().any(|word| word.starts_with('-') && word.contains('e')),
            pipefail: options.contains(&"pipefail"),
        }),
        "pwsh" | "powershell" => Language::PowerShell,
        name if name.starts_with("python") => Language::Python,
        _ => Language::Other,
    }
}
