//! A script of a pipeline: its commands with their places, those of the scripts that it runs, and what they are for.

mod follow;
mod language;
mod origin;

use super::credentials::{self, Written};
use super::held::Held;
use super::model::{Command, Literal, Role, Run};
use super::places::Places;
use super::roles::Purpose;
use super::shell::{self, Reached};
use super::wrappers;
use crate::input::{Context, Via};
use crate::source::{Span, secret};

use self::follow::Frame;
pub(super) use self::language::Language;
pub(super) use self::origin::Part;
use self::origin::Text;

/// What surrounds a script.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The judged tree.
    pub(super) context: Context<'a>,
    /// What reads it.
    pub(super) language: Language,
    /// What a variable holds; `None` for one that the file does not set.
    pub(super) variable: &'a dyn Fn(&str) -> Option<Held>,
    /// What an expression of the vendor is, by its text with the delimiters; `None` when the files do not say.
    pub(super) expression: &'a dyn Fn(&str) -> Option<Held>,
    /// The folder of the tree that it runs in, empty for the root; `None` when nobody knows.
    pub(super) folder: Option<&'a str>,
}

/// What is read out of a script.
#[derive(Default)]
pub(super) struct Found {
    pub(super) text: String,
    pub(super) commands: Vec<Command>,
    pub(super) roles: Vec<Role>,
    pub(super) literals: Vec<Literal>,
}

impl Found {
    /// As the model has it.
    pub(super) fn into_run(self, shell: String, working_directory: String) -> (Run, Vec<Role>, Vec<Literal>) {
        (Run { text: self.text, shell, working_directory, commands: self.commands }, self.roles, self.literals)
    }
}

/// Reads a script with everything that it runs of this repository.
pub(super) fn read(places: &mut Places, parts: &[Part<'_>], around: &Around<'_>) -> Found {
    let text = Text::joined(parts);
    let mut found = Found::default();
    found.text = Reader { places, found: &mut found, around }.script(&text, &Frame::outermost(around));
    found
}

/// The reader of a script and of those that it runs.
struct Reader<'r, 'a> {
    places: &'r mut Places,
    found: &'r mut Found,
    around: &'r Around<'a>,
}

impl Reader<'_, '_> {
    /// Reads one script; returns its text without credentials.
    fn script(&mut self, text: &Text<'_>, frame: &Frame<'_>) -> String {
        let shell = frame.language.shell();
        let script = shell.map(|_| shell::read(&text.text));
        let variable = |name: &str| (self.around.variable)(name).map(|held| held.texts);
        let expression = |text: &str| (self.around.expression)(text)?.texts;
        let tools = std::sync::Arc::clone(&self.places.tools);
        let matters = |program: &str| tools.knows(program);
        let setting = |shell| shell::Setting { shell, variable: &variable, expression: &expression, matters: &matters };
        let commands = shell.zip(script.as_ref());
        let commands = commands.map(|(shell, script)| shell::commands(&text.text, script, setting(shell)));
        let commands = commands.unwrap_or_default();
        let (hits, spans) = secret::search(&text.text);
        let written = credentials::find(&text.text, &commands, hits);
        for credential in &written {
            self.hide(text, credential);
        }
        let locs: Vec<String> = commands.iter().map(|command| text.entity(self.places, command.span)).collect();
        if !text.is_word() {
            self.literals(text, &commands, &locs, &written);
        }
        for (command, loc) in commands.iter().zip(locs) {
            self.command(text, command, &loc, &written, frame);
            self.follow(text, command, &loc, frame);
        }
        let unread = script.and_then(|script| script.unread);
        if let Some(unread) = unread.filter(|_| matches!(frame.language, Language::Shell(_))) {
            let place = text.place(Span::new(unread.offset, unread.offset.saturating_add(1)));
            if let Some((source, span)) = place {
                let message = format!("the script cannot be read from here on: {}", unread.why);
                self.places.problem(&source, span.start, &message);
            }
        }
        shown(&text.text, spans, &written)
    }

    /// Takes in a command and what it is for.
    fn command(
        &mut self,
        text: &Text<'_>,
        command: &shell::Command,
        loc: &str,
        written: &[Written<'_>],
        frame: &Frame<'_>,
    ) {
        let words = command.argv.iter().zip(&command.words);
        let argv: Vec<String> = words
            .map(|(word, place)| credentials::redact(&text.text, word, *place, written).unwrap_or_else(|| word.clone()))
            .collect();
        let condition = command.condition || frame.condition;
        let ignored = command.ignored.clone().or_else(|| frame.ignored.map(str::to_owned));
        let unsure = command.unsure.clone().or_else(|| frame.unsure.map(str::to_owned));
        let unsure = unsure.filter(|_| ignored.is_none());
        if let Some(mut purpose) = self.purpose(command, frame) {
            let unsure = unsure.clone().or_else(|| purpose.undecided.take().filter(|_| ignored.is_none()));
            self.found.roles.push(role(purpose, &argv, loc, (ignored.clone(), unsure), &frame.via));
        }
        let ignored = ignored.filter(|_| !condition);
        self.found.commands.push(Command {
            loc: loc.to_owned(),
            program: argv.first().map(|program| wrappers::base_name(program).to_owned()).unwrap_or_default(),
            argv,
            variables: command.variables.clone(),
            pipe_to: command.pipe_to.as_ref().map(|program| wrappers::base_name(program).to_owned()),
            ignored,
            condition,
            via: frame.via.clone(),
        });
    }

    /// What a command is for; one that never runs is for nothing.
    fn purpose(&self, command: &shell::Command, frame: &Frame<'_>) -> Option<Purpose> {
        if command.reached == Reached::Never || !frame.reached {
            return None;
        }
        let variable = |name: &str| {
            let set = command.sets.get(name).cloned();
            set.or_else(|| (self.around.variable)(name).map(|held| held.texts))
        };
        self.places.tools.lines(&command.lines(), &variable)
    }

    /// Says the credentials that are sure.
    fn literals(&mut self, text: &Text<'_>, commands: &[shell::Command], locs: &[String], written: &[Written<'_>]) {
        for credential in written.iter().filter(|credential| credential.sure) {
            let mut around = commands.iter().zip(locs).filter(|(command, _)| command.span.overlaps(credential.span));
            let command = around.next_back().map(|(_, loc)| loc.clone());
            let loc = match credential.assignment {
                Some(assignment) => text.entity(self.places, assignment),
                None => command.unwrap_or_else(|| text.entity(self.places, credential.span)),
            };
            let at = match credential.name {
                _ if is_comment(&text.text, credential.span) => "comment".to_owned(),
                "" => "run".to_owned(),
                name => format!("run.{name}"),
            };
            self.found.literals.push(Literal { loc, at, kind: credential.kind });
        }
    }

    /// Hides a credential, each of its lines where it stands.
    fn hide(&mut self, text: &Text<'_>, credential: &Written<'_>) {
        let value = text.text.get(credential.span.start..credential.span.end).unwrap_or_default();
        let mut start = credential.span.start;
        for line in value.split_inclusive('\n') {
            let place = text.place(Span::new(start, start.saturating_add(line.trim_end().len())));
            if let Some((source, span)) = place.filter(|_| !line.trim().is_empty()) {
                self.places.table.hide(source.path(), span);
            }
            start = start.saturating_add(line.len());
        }
        if credential.sure {
            self.places.known.add(value);
        }
    }
}

/// Whether a range stands on a line that no shell reads.
fn is_comment(script: &str, range: Span) -> bool {
    let before = script.get(..range.start).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or(before).trim_start().starts_with('#')
}

/// The text of a script without its credentials; `spans` are those that its text alone tells.
fn shown(script: &str, mut spans: Vec<Span>, written: &[Written<'_>]) -> String {
    spans.extend(written.iter().map(|credential| credential.span));
    spans.sort_unstable();
    secret::hide(script, &spans)
}

fn role(
    purpose: Purpose,
    argv: &[String],
    loc: &str,
    (ignored, unsure): (Option<String>, Option<String>),
    via: &[Via],
) -> Role {
    Role {
        loc: loc.to_owned(),
        role: purpose.role,
        category: purpose.category,
        tool: purpose.tool,
        subject: argv.join(" "),
        toothless: purpose.toothless,
        ignored,
        unsure,
        via: via.to_vec(),
    }
}
