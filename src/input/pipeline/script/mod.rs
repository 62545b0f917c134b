//! A script of a pipeline: its commands with their places, those of the scripts that it runs, and what they are for.

mod answers;
mod deploy;
mod effects;
mod fates;
mod follow;
mod language;
mod memo;
mod named;
mod origin;
mod powershell;
mod python;

use std::collections::{BTreeMap, BTreeSet};

use super::credentials::{self, Written};
use super::held::Held;
use super::mentions::is_comment;
use super::model::{Command, Injection, Literal, Role, Run};
use super::places::Places;
use super::roles::Purpose;
use super::shell::{self, NEVER, Reached, Unread};
use super::taint::Kept;
use super::wrappers;
use crate::input::{Context, Via};
use crate::source::{Span, secret};

use self::deploy::Read;
pub(super) use self::effects::{Effects, injection};
pub(super) use self::follow::Budget;
use self::follow::{Frame, Functions, Settings};
pub(super) use self::language::Language;
pub(super) use self::memo::Memo;
pub(super) use self::origin::Part;
use self::origin::Text;

/// How a script, in whatever language, gets at the variables of the steps behind it.
const ENVIRONMENT: [&str; 2] = ["GITHUB_ENV", "::set-env"];

/// What surrounds a script.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The judged tree.
    pub(super) context: Context<'a>,
    /// What reads it.
    pub(super) language: Language,
    /// Whether nothing of the file says so, and it may be PowerShell as well.
    pub(super) unsaid: bool,
    /// What a variable holds; `None` for one that the file does not set.
    pub(super) variable: &'a dyn Fn(&str) -> Option<Held>,
    /// Whether whoever starts the run can give the variables of the file other values.
    pub(super) presumed: bool,
    /// The folder of the workspace that it runs in, empty for its root; `None` when nobody knows.
    pub(super) folder: Option<&'a str>,
    /// The folder of the action that it is of, in the workspace.
    pub(super) action: Option<&'a str>,
    /// The paths of the tree that may stand at a path of the workspace, the likeliest first; none when that is not of this
    /// repository.
    pub(super) place: &'a dyn Fn(&str) -> Vec<String>,
    /// Every text that an expression of the vendor can be, without its delimiters; `None` when that is not known.
    pub(super) values: &'a dyn Fn(&str) -> Option<Vec<String>>,
    /// What an expression of the vendor gives, without its delimiters.
    pub(super) expression: &'a dyn Fn(&str) -> Held,
    /// What a context of the event holds.
    pub(super) of_event: &'a dyn Fn(&str) -> Held,
    /// Whether the run may be about what a stranger wrote.
    pub(super) strangers: bool,
    /// What the scripts before it in the same job left.
    pub(super) kept: &'a Kept,
}

/// What is read out of a script.
#[derive(Default)]
pub(super) struct Found {
    pub(super) text: String,
    pub(super) commands: Vec<Command>,
    pub(super) roles: Vec<Role>,
    pub(super) literals: Vec<Literal>,
    pub(super) injections: Vec<Injection>,
    pub(super) effects: Effects,
    /// The functions of the files that it takes in.
    functions: Functions,
    pub(super) names_environment: bool,
}

impl Found {
    /// As the model has it.
    pub(super) fn into_run(self, shell: String, working_directory: String) -> (Run, Vec<Role>, Vec<Literal>) {
        let Self { text, commands, injections, names_environment, .. } = self;
        let run = Run { text, shell, working_directory, commands, injections, names_environment };
        (run, self.roles, self.literals)
    }
}

/// Reads a script with everything that it runs of this repository.
pub(super) fn read(places: &mut Places, parts: &[Part<'_>], around: &Around<'_>) -> Found {
    let text = Text::joined(parts);
    let mut found = Found::default();
    found.effects.kept = around.kept.clone();
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
        self.found.names_environment |= ENVIRONMENT.iter().any(|name| text.text.contains(name));
        let spelled = frame.language.spelled(&text.text);
        let script = frame.language.shell().map(|_| self.places.memo.script(&spelled));
        let commands = script.as_ref().map(|script| self.commands(&spelled, script, frame)).unwrap_or_default();
        if !frame.via.is_empty() {
            self.places.followed.add(commands.len());
        }
        let searched = self.places.memo.search(&text.text);
        let (hits, spans) = &*searched;
        let written = credentials::find(&text.text, &commands, hits.clone());
        for credential in &written {
            self.hide(text, credential);
        }
        let locs: Vec<String> = commands.iter().map(|command| text.entity(self.places, command.span)).collect();
        // A program in a language that is not read may hold anything that looks like one.
        let is_read = frame.via.is_empty() || frame.language != Language::Other;
        if is_read && !text.is_part() {
            self.literals(text, &commands, &locs, &written);
        }
        if frame.language == Language::Python {
            self.python(text, frame);
        }
        let Some(script) = script else { return shown(&text.text, spans.clone(), &written) };
        let is_followed = matches!(frame.language, Language::Shell(_)) && !frame.started;
        let outer = is_followed.then(|| self.effects(text, &script.list, (&commands, &locs), frame)).flatten();
        self.each(text, &script, (&commands, &locs), &written, frame);
        if let Some(outer) = outer {
            self.found.effects.kept.variables = outer;
        }
        if let Some(unread) = script.unread.as_ref().filter(|unread| self.is_lost(unread, &commands, frame)) {
            let place = text.place(Span::new(unread.offset, unread.offset.saturating_add(1)));
            if let Some((source, span)) = place {
                let message = format!("the script cannot be read from here on: {}", unread.why);
                self.places.problem(&source, span.start, &message);
            }
        }
        shown(&text.text, spans.clone(), &written)
    }

    /// The commands of a script, with what becomes of each when it fails.
    fn commands(&mut self, spelled: &str, script: &shell::Script, frame: &Frame<'_>) -> Vec<shell::Command> {
        let Some(shell) = frame.language.shell() else { return Vec::new() };
        let around = self.around;
        let variable = |name: &str| (around.variable)(name).map(|held| held.texts);
        let expression = |text: &str| {
            let inner = text.strip_prefix("${{")?.strip_suffix("}}")?;
            Some((around.values)(inner.trim())?.into_iter().collect())
        };
        let Places { tools, memo, .. } = &mut *self.places;
        let matters = |program: &str| tools.knows(program);
        let callers = if frame.callers.is_empty() { BTreeSet::new() } else { shell::programs(script) };
        let lends = |name: &str| frame.callers.contains(name) || callers.contains(name);
        let sourced = |name: &str| follow::sourced(around.context, around.place, frame.folder.as_deref()?, name);
        let (variable, expression, matters) = (&variable, &expression, &matters);
        let presumed = around.presumed;
        let setting =
            shell::Setting { shell, variable, presumed, expression, matters, lends: &lends, sourced: &sourced };
        let mut commands = memo.commands(spelled, script, &setting);
        self.fates(&mut commands, script, spelled, frame);
        commands
    }

    /// Takes in each command with what it runs; `locs` are their places.
    fn each(
        &mut self,
        text: &Text<'_>,
        script: &shell::Script,
        (commands, locs): (&[shell::Command], &[String]),
        written: &[Written<'_>],
        frame: &Frame<'_>,
    ) {
        let settings = Settings::of(&script.list, frame.known(self.around, &text.text));
        let mut done: BTreeMap<(usize, usize), String> = BTreeMap::new();
        for (command, loc) in commands.iter().zip(locs) {
            let from = self.found.roles.len();
            let argv = self.command(text, command, loc, written, frame);
            let Some(setting) = settings.of_command(command.span) else { continue };
            let line = setting.shown(&command.argv, &argv);
            self.follow(text, command, loc, frame, (setting, &line));
            if self.shadow(setting, frame).is_some() {
                self.shadowed(from, loc);
            }
            let piped = setting.piped.iter().filter_map(|span| done.get(&(span.start, span.end)).cloned()).collect();
            let is_clean = !written.iter().any(|credential| setting.reads(credential.span));
            let ignored = command.ignored.clone().or_else(|| frame.ignored.map(str::to_owned));
            let program = command.argv.first();
            let is_function = program.is_some_and(|it| settings.has_function(it) || self.found.functions.has(it));
            let (argv, shown) = (&argv, &line);
            let read = Read { loc, argv, shown, command, piped, from, ignored, is_clean, is_function };
            if command.reached != Reached::Never && frame.reached {
                self.deploys(&read, frame, setting);
            }
            done.insert((command.span.start, command.span.end), line);
        }
    }

    /// Whether something of a script is lost where it cannot be read. PowerShell is read as if it was a shell like `sh`,
    /// and does not always fit.
    fn is_lost(&self, unread: &Unread, commands: &[shell::Command], frame: &Frame<'_>) -> bool {
        match frame.language {
            Language::Shell(_) => {
                let may_be_other = self.around.unsaid && frame.via.is_empty();
                unread.is_too_deep() || !may_be_other || !commands.iter().any(powershell::is_only_there)
            }
            Language::PowerShell => unread.is_too_deep(),
            Language::Python | Language::Other => false,
        }
    }

    /// Takes in a command and what it is for; its words without credentials.
    fn command(
        &mut self,
        text: &Text<'_>,
        command: &shell::Command,
        loc: &str,
        written: &[Written<'_>],
        frame: &Frame<'_>,
    ) -> Vec<String> {
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
            let test = self.places.tools.test_within(&command.lines());
            let tests = test.map(|test| role(test, &argv, loc, (ignored.clone(), unsure.clone()), &frame.via));
            self.found.roles.extend(tests);
            self.found.roles.push(role(purpose, &argv, loc, (ignored.clone(), unsure), &frame.via));
        }
        let ignored = ignored.filter(|_| !condition);
        self.found.commands.push(Command {
            loc: loc.to_owned(),
            program: argv.first().map(|program| wrappers::base_name(program).to_owned()).unwrap_or_default(),
            argv: argv.clone(),
            variables: command.variables.clone(),
            pipe_to: command.pipe_to.as_ref().map(|program| wrappers::base_name(program).to_owned()),
            writes: command.writes.clone(),
            prints: command.prints,
            reached: command.reached != Reached::Never && frame.reached,
            assigns: command.assigns.clone(),
            texts: texts(command),
            ignored,
            condition,
            via: frame.via.clone(),
        });
        argv
    }

    /// What a command is for; one that never runs is for nothing, but for a scan that is there to be seen.
    fn purpose(&self, command: &shell::Command, frame: &Frame<'_>) -> Option<Purpose> {
        let is_dead = command.ignored.as_deref() == Some(NEVER);
        if command.reached == Reached::Never && !is_dead || !frame.reached {
            return None;
        }
        let variable = |name: &str| {
            let set = command.sets.get(name).cloned();
            set.or_else(|| (self.around.variable)(name).map(|held| held.texts))
        };
        let purpose = self.places.tools.lines(&command.lines(), &variable);
        // What a function of the script does that is named as a scanner stands in the function.
        let is_taken_in = command.argv.first().is_some_and(|program| self.found.functions.has(program));
        purpose.filter(|purpose| (command.runs_program || is_dead) && !is_taken_in || purpose.role != "scan")
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
        signs: Vec::new(),
        unsure,
        via: via.to_vec(),
    }
}

/// The most texts of a word that are kept, and the most bytes of all of them.
const TEXTS: usize = 10;
const BYTES: usize = 1000;

/// What the words of a command can be that are one variable.
fn texts(command: &shell::Command) -> BTreeMap<String, BTreeSet<String>> {
    let is_variable = |word: &str| {
        let name = word.strip_prefix('$').map(|name| name.trim_start_matches('{').trim_end_matches('}'));
        name.is_some_and(|name| !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_'))
    };
    let words = command.argv.iter().zip(&command.resolved).skip(1).filter(|(word, _)| is_variable(word));
    let known = words.filter_map(|(word, resolved)| Some((word, resolved.texts.as_ref()?)));
    let is_small = |texts: &BTreeSet<String>| {
        (1..=TEXTS).contains(&texts.len()) && texts.iter().map(String::len).sum::<usize>() <= BYTES
    };
    known.filter(|(_, texts)| is_small(texts)).map(|(word, texts)| (word.clone(), texts.clone())).collect()
}
