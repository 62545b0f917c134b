//! Where each command of a script stands: the folder, what it reads, what it is piped from.

use std::collections::{BTreeMap, BTreeSet};

use std::rc::Rc;

use super::super::Around;
use super::daemon;
use super::words::{Known, path_in, shown};
use crate::input::pipeline::shell::syntax::{List, Part, PieceWhat, Pipeline, Simple, What, Word};
use crate::source::Span;

/// The most files that a script writes and then runs.
const FILES: usize = 100;

/// A command as it is written, with what is known where it stands.
pub(in super::super) struct Setting<'s> {
    pub(super) simple: &'s Simple,
    /// Its words as far as they are known.
    pub(super) words: Vec<String>,
    /// The values that are set for it alone, as far as they are known.
    pub(super) assigned: Vec<Option<String>>,
    /// The other machine that it goes to, if it is one of Docker.
    pub(super) daemon: Option<String>,
    /// The folder, as a path of the workspace.
    pub(super) folder: Option<String>,
    /// The folders of the workspace in which its program is looked for first.
    pub(super) path: Rc<Vec<String>>,
    /// What it reads.
    pub(super) input: Option<Input<'s>>,
    /// The files that the script has written before it, by their paths in the workspace.
    pub(super) written: Rc<BTreeMap<String, Vec<&'s Word>>>,
    /// The bytes of the commands in front of it in its pipeline.
    pub(in super::super) piped: Vec<Span>,
}

impl Setting<'_> {
    /// Its words as they are shown: as far as they are known, and masked where the script is masked.
    pub(in super::super) fn shown(&self, argv: &[String], masked: &[String]) -> String {
        let words = self.words.iter().zip(argv).zip(masked);
        let words = words.map(|((known, word), masked)| if word == masked { known.as_str() } else { masked.as_str() });
        shown(&words.collect::<Vec<_>>().join(" "))
    }

    /// The other machine that it goes to by the daemon of Docker, as it is shown.
    pub(in super::super) fn daemon(&self) -> Option<String> {
        self.daemon.as_deref().map(shown)
    }

    /// The folder, as a path of the workspace.
    pub(in super::super) fn folder(&self) -> Option<&str> {
        self.folder.as_deref()
    }

    /// The texts that it reads and the script spells out.
    pub(in super::super) fn document(&self) -> impl Iterator<Item = &str> {
        let words = match &self.input {
            Some(Input::Words(words)) => words.as_slice(),
            _ => &[],
        };
        words.iter().map(|word| word.text.as_str())
    }

    /// Whether a range of the script is a part of these texts.
    pub(in super::super) fn reads(&self, range: Span) -> bool {
        match &self.input {
            Some(Input::Words(words)) => words.iter().any(|word| word.span.overlaps(range)),
            _ => false,
        }
    }

    /// Every text that the expressions and variables of its words can be, where that is known.
    pub(in super::super) fn choices(&self, around: &Around<'_>) -> Vec<String> {
        let mut choices = Vec::new();
        for piece in self.simple.words.iter().flat_map(|word| &word.pieces) {
            match &piece.what {
                PieceWhat::Variable { name, .. } => {
                    let held = (around.variable)(name);
                    choices.extend(held.and_then(|held| held.texts).into_iter().flatten());
                }
                PieceWhat::Expression => {
                    let word = self.simple.words.iter().find(|word| word.span.overlaps(piece.span));
                    let inner = word.map(|word| word.text.as_str()).and_then(expression);
                    choices.extend(inner.and_then(|inner| (around.values)(inner)).into_iter().flatten());
                }
                _ => {}
            }
        }
        choices
    }
}

/// The first expression of a text, without its delimiters.
fn expression(text: &str) -> Option<&str> {
    let (_, inner) = text.split_once("${{")?;
    inner.split_once("}}").map(|(inner, _)| inner.trim())
}

/// What a command reads.
#[derive(Clone)]
pub(super) enum Input<'s> {
    /// A text that the script spells out.
    Words(Vec<&'s Word>),
    /// A file.
    File(String),
}

/// The settings of the commands of a script, by their bytes.
pub(in super::super) struct Settings<'s> {
    commands: BTreeMap<(usize, usize), Setting<'s>>,
    functions: BTreeSet<&'s str>,
}

impl<'s> Settings<'s> {
    /// Goes through a script as its shell would.
    pub(in super::super) fn of(list: &'s List, known: Known<'_>) -> Self {
        let (found, functions, written) = (BTreeMap::new(), BTreeSet::new(), Rc::default());
        let mut walk = Walk { known, stack: Vec::new(), found, functions, written };
        walk.list(list);
        Self { commands: walk.found, functions: walk.functions }
    }

    /// That of a command.
    pub(in super::super) fn of_command(&self, span: Span) -> Option<&Setting<'s>> {
        self.commands.get(&(span.start, span.end))
    }

    /// Whether the script has a function of that name, whose commands are those of the script.
    pub(in super::super) fn has_function(&self, name: &str) -> bool {
        self.functions.contains(name)
    }
}

struct Walk<'s, 'k> {
    known: Known<'k>,
    /// The folders of `pushd`.
    stack: Vec<Option<String>>,
    found: BTreeMap<(usize, usize), Setting<'s>>,
    functions: BTreeSet<&'s str>,
    /// The files that it has written so far.
    written: Rc<BTreeMap<String, Vec<&'s Word>>>,
}

impl<'s> Walk<'s, '_> {
    fn list(&mut self, list: &'s List) {
        for (_, pipeline) in list.iter().flat_map(|and_or| &and_or.pipelines) {
            self.pipeline(pipeline);
        }
    }

    /// What a shell of its own does changes nothing for what follows.
    fn apart(&mut self, walk: impl FnOnce(&mut Self)) {
        let outside = self.known.clone();
        walk(self);
        self.known = outside;
    }

    fn pipeline(&mut self, pipeline: &'s Pipeline) {
        let [part] = pipeline.parts.as_slice() else {
            let mut before: Vec<&'s Part> = Vec::new();
            for part in &pipeline.parts {
                self.apart(|walk| walk.part(part, &before));
                before.push(part);
            }
            return;
        };
        self.part(part, &[]);
    }

    fn part(&mut self, part: &'s Part, before: &[&'s Part]) {
        match &part.what {
            What::Simple(simple) => self.simple(part, simple, before),
            What::Group { list, subshell: true } => self.apart(|walk| walk.list(list)),
            What::Group { list, subshell: false } => self.list(list),
            What::If { branches, otherwise } => {
                let mut ways = Vec::new();
                for (asked, body) in branches {
                    self.list(asked);
                    let before = self.known.clone();
                    self.list(body);
                    ways.push(std::mem::replace(&mut self.known, before));
                }
                if let Some(body) = otherwise {
                    self.list(body);
                }
                for way in &ways {
                    self.known.join(way);
                }
            }
            What::While { condition, body, .. } => {
                self.list(condition);
                self.perhaps(|walk| walk.list(body));
            }
            What::For { variable, words, body } => {
                self.scripts(words.iter().flatten());
                self.perhaps(|walk| {
                    if let Some(name) = variable {
                        walk.known.remember(name, None);
                    }
                    walk.list(body);
                });
            }
            What::Case { word, arms } => {
                self.scripts([word]);
                for arm in arms {
                    self.perhaps(|walk| walk.list(&arm.body));
                }
            }
            What::Function { name, body } => {
                self.functions.insert(name);
                self.apart(|walk| walk.part(body, &[]));
            }
            What::Test(words) => self.scripts(words),
            What::Arithmetic => {}
        }
        self.scripts(part.redirects.iter().map(|redirect| &redirect.target));
    }

    /// What may be done or not.
    fn perhaps(&mut self, walk: impl FnOnce(&mut Self)) {
        let before = self.known.clone();
        walk(self);
        self.known.join(&before);
    }

    fn scripts(&mut self, words: impl IntoIterator<Item = &'s Word>) {
        for list in words.into_iter().flat_map(Word::scripts) {
            self.apart(|walk| walk.list(list));
        }
    }

    fn simple(&mut self, part: &'s Part, simple: &'s Simple, before: &[&'s Part]) {
        let values = simple.assignments.iter().map(|assignment| &assignment.value);
        self.scripts(values.clone().chain(&simple.words));
        let words: Vec<String> = simple.words.iter().map(|word| self.known.text(word)).collect();
        let is_known = |text: &String| !text.contains(['$', '`']);
        let setting = Setting {
            simple,
            assigned: values.map(|word| Some(self.known.text(word)).filter(is_known)).collect(),
            daemon: daemon::other(&self.known, simple, &words),
            folder: self.known.folder.clone(),
            path: Rc::clone(&self.known.path),
            input: self.redirected(part).or_else(|| self.printed(before)),
            piped: before.iter().map(|part| part.span).collect(),
            written: Rc::clone(&self.written),
            words,
        };
        self.writes(part, simple);
        let followed: Vec<&str> = setting.words.iter().map(String::as_str).collect();
        let target = match followed.as_slice() {
            ["cd" | "pushd", "--", path] | ["cd", "-P" | "-L", path] | ["cd" | "pushd", path] => {
                Some(path_in(self.known.folder.as_deref(), path))
            }
            ["popd", ..] => Some(self.stack.pop().flatten()),
            ["cd" | "pushd", ..] => Some(None),
            _ => None,
        };
        if followed.first() == Some(&"pushd") {
            self.stack.push(self.known.folder.clone());
        }
        if let ["docker", "context", "use", name] = followed.as_slice() {
            self.known.remember("DOCKER_CONTEXT", Some((*name).to_owned()));
        }
        self.found.insert((part.span.start, part.span.end), setting);
        if let Some(folder) = target {
            self.known.folder = folder;
        }
        self.known.set(simple);
    }

    /// Takes note of a file that a command writes with what the script spells out.
    fn writes(&mut self, part: &'s Part, simple: &'s Simple) {
        let target = part.redirects.iter().find(|redirect| matches!(redirect.operator, ">" | ">|"));
        let Some(target) = target.map(|redirect| self.known.text(&redirect.target)) else { return };
        let Some(path) = path_in(self.known.folder.as_deref(), &target) else { return };
        let words: Vec<&Word> = match simple.words.split_first().map(|(program, rest)| (program.text.as_str(), rest)) {
            Some(("cat", [])) => match self.redirected(part) {
                Some(Input::Words(words)) => words,
                _ => return,
            },
            Some(("echo" | "printf", words)) => words.iter().skip_while(|word| word.text.starts_with('-')).collect(),
            _ => return,
        };
        if self.written.len() < FILES && !words.is_empty() {
            Rc::make_mut(&mut self.written).insert(path, words);
        }
    }

    /// What the redirections of a command put in.
    fn redirected(&self, part: &'s Part) -> Option<Input<'s>> {
        let redirect = part.redirects.iter().rev().find(|redirect| redirect.operator.starts_with('<'))?;
        match redirect.operator {
            "<<" | "<<-" | "<<<" => Some(Input::Words(vec![&redirect.target])),
            "<" => Some(Input::File(self.known.text(&redirect.target))),
            _ => None,
        }
    }

    /// What the commands in front of it in its pipeline print, as far as they spell it out.
    fn printed(&self, before: &[&'s Part]) -> Option<Input<'s>> {
        let (last, before) = before.split_last()?;
        let What::Simple(simple) = &last.what else { return None };
        let (program, arguments) = simple.words.split_first()?;
        let is_option = |word: &&Word| word.text.starts_with('-') && word.text.len() > 1;
        let words: Vec<&Word> = arguments.iter().skip_while(is_option).collect();
        match (program.text.as_str(), words.as_slice()) {
            ("echo", words) if !words.is_empty() => Some(Input::Words(words.to_vec())),
            ("printf", [format, rest @ ..]) => {
                let is_plain = format.text.contains("%s") && !rest.is_empty();
                Some(Input::Words(if is_plain { rest.to_vec() } else { vec![*format] }))
            }
            ("cat", [file]) if file.text != "-" => Some(Input::File(self.known.text(file))),
            ("cat" | "tr" | "sed" | "tee" | "envsubst" | "base64", _) => {
                self.redirected(last).or_else(|| self.printed(before)).filter(|_| program.text != "base64")
            }
            _ => None,
        }
    }
}
