//! A script of a pipeline: its commands with their places, and what they are for.

use std::sync::Arc;

use super::credentials::{self, Written};
use super::model::{Command, Literal, Role, Run};
use super::places::Places;
use super::roles::Purpose;
use super::shell::{self, Shell};
use super::wrappers;
use crate::input::tree::{Offsets, Scalar};
use crate::source::{Source, Span, secret};

/// One scalar of shell text and where it stands.
pub(super) struct Part<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) scalar: &'a Scalar,
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

/// The parts of a script joined by line ends, as one shell runs them, and the way back.
struct Joined<'a> {
    text: String,
    /// Where each part begins in the text.
    parts: Vec<(usize, &'a Part<'a>, Offsets)>,
}

impl<'a> Joined<'a> {
    fn new(parts: &'a [Part<'a>]) -> Self {
        let mut joined = Self { text: String::new(), parts: Vec::with_capacity(parts.len()) };
        for part in parts {
            if !joined.text.is_empty() && !joined.text.ends_with('\n') {
                joined.text.push('\n');
            }
            joined.parts.push((joined.text.len(), part, part.scalar.offsets(part.source)));
            joined.text.push_str(&part.scalar.text);
        }
        joined
    }

    /// Where a range of the text stands: its bytes up to the end of their first line.
    fn place(&self, range: Span) -> Option<(&'a Arc<Source>, Span)> {
        let index = self.parts.partition_point(|(start, _, _)| *start <= range.start);
        let (start, part, offsets) = self.parts.get(index.checked_sub(1)?)?;
        let at = |offset: usize| offsets.at(offset.saturating_sub(*start));
        let span = Span::new(at(range.start), at(range.end.saturating_sub(1).max(range.start)).saturating_add(1));
        Some((part.source, part.source.first_line(span)))
    }

    /// Gives a range its `_loc`.
    fn entity(&self, places: &mut Places, range: Span) -> String {
        self.place(range).map(|(source, span)| places.entity(source, span)).unwrap_or_default()
    }

    /// Hides a credential, each of its lines where it stands.
    fn hide(&self, places: &mut Places, credential: &Written<'_>) {
        let value = self.text.get(credential.span.start..credential.span.end).unwrap_or_default();
        let mut start = credential.span.start;
        for line in value.split_inclusive('\n') {
            let place = self.place(Span::new(start, start.saturating_add(line.trim_end().len())));
            if let Some((source, span)) = place.filter(|_| !line.trim().is_empty()) {
                places.table.hide(source.path(), span);
            }
            start = start.saturating_add(line.len());
        }
        if credential.sure {
            places.known.add(value);
        }
    }
}

/// Reads a script. `shell` is `None` when it is not like `sh`; `env` says whether a variable is set.
pub(super) fn read(places: &mut Places, parts: &[Part<'_>], shell: Option<Shell>, env: &dyn Fn(&str) -> bool) -> Found {
    let joined = Joined::new(parts);
    let commands = shell.and_then(|shell| shell::commands(&joined.text, shell));
    let (hits, spans) = secret::search(&joined.text);
    let written = credentials::find(&joined.text, commands.as_deref().unwrap_or_default(), hits);
    let mut found = Found { text: shown(&joined.text, spans, &written), ..Found::default() };
    for credential in &written {
        joined.hide(places, credential);
    }
    let locs: Vec<String> = commands.iter().flatten().map(|command| joined.entity(places, command.span)).collect();
    for credential in written.iter().filter(|credential| credential.sure) {
        let around = commands.iter().flatten().zip(&locs).filter(|(command, _)| command.span.overlaps(credential.span));
        let command = around.last().map(|(_, loc)| loc.clone());
        let loc = match credential.assignment {
            Some(assignment) => joined.entity(places, assignment),
            None => command.unwrap_or_else(|| joined.entity(places, credential.span)),
        };
        let at = match credential.name {
            _ if is_comment(&joined.text, credential.span) => "comment".to_owned(),
            "" => "run".to_owned(),
            name => format!("run.{name}"),
        };
        found.literals.push(Literal { loc, at, kind: credential.kind });
    }
    match (commands, parts.first()) {
        (Some(commands), _) => {
            found.commands(&joined.text, commands, locs, &written, &|argv| places.tools.command(argv, env));
        }
        (None, Some(first)) if shell.is_some() => {
            places.problem(first.source, first.scalar.span.start, "a script nested too deeply to be followed");
        }
        _ => {}
    }
    found
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

impl Found {
    /// Takes in the commands of a script; `locs` are their places.
    fn commands(
        &mut self,
        script: &str,
        commands: Vec<shell::Command>,
        locs: Vec<String>,
        written: &[Written<'_>],
        purpose: &dyn Fn(&[String]) -> Option<Purpose>,
    ) {
        for (command, loc) in commands.into_iter().zip(locs) {
            let words = command.argv.iter().zip(&command.words);
            let argv: Vec<String> = words
                .map(|(word, place)| credentials::redact(script, word, *place, written).unwrap_or_else(|| word.clone()))
                .collect();
            self.roles.extend(purpose(&argv).map(|purpose| role(purpose, &command, &argv, &loc)));
            self.commands.push(Command {
                loc,
                program: argv.first().map(|program| wrappers::base_name(program).to_owned()).unwrap_or_default(),
                argv,
                variables: command.variables,
                pipe_to: command.pipe_to.map(|program| wrappers::base_name(&program).to_owned()),
                ignored: command.ignored,
                condition: command.condition,
            });
        }
    }
}

fn role(purpose: Purpose, command: &shell::Command, argv: &[String], loc: &str) -> Role {
    Role {
        loc: loc.to_owned(),
        role: purpose.role,
        category: purpose.category,
        tool: purpose.tool,
        subject: argv.join(" "),
        toothless: purpose.toothless,
        ignored: command.ignored.clone().filter(|_| !command.condition),
    }
}

/// How GitHub and others start a shell that is named in the file: `bash`, or a template such as `bash -e {0}`. `None` for
/// a shell that is not like `sh`.
pub(super) fn shell_of(name: &str, default: Shell) -> Option<Shell> {
    const STRICT: Shell = Shell { errexit: true, pipefail: true };
    if name.is_empty() {
        return Some(default);
    }
    let mut words = name.split_whitespace();
    let program = wrappers::base_name(words.next().unwrap_or_default());
    let is_template = name.contains("{0}");
    match program {
        "bash" if !is_template => Some(STRICT),
        "sh" | "zsh" | "dash" | "ksh" if !is_template => Some(Shell { errexit: true, pipefail: false }),
        "bash" | "sh" | "zsh" | "dash" | "ksh" => Some(Shell {
            errexit: words.clone().any(|word| word.starts_with('-') && !word.starts_with("--") && word.contains('e')),
            pipefail: words.any(|word| word == "pipefail"),
        }),
        // PowerShell stops at the first error by the vendor's own prologue; its commands look enough alike.
        "pwsh" | "powershell" | "cmd" => Some(STRICT),
        _ if name.contains("${{") => Some(default),
        _ if is_template && (name.contains("bash") || name.contains("sh ")) => Some(Shell {
            errexit: name.contains(" -e") || name.contains("errexit") || name.contains("-le"),
            pipefail: name.contains("pipefail"),
        }),
        _ => None,
    }
}
