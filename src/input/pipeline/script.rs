//! A script of a pipeline: its commands with their places, and what they are for.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::model::{Command, Literal, REDACTED, Role, Run};
use super::places::{Places, first_line};
use super::shell::{self, Shell};
use super::{roles, wrappers};
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
        Some((part.source, first_line(part.source, span)))
    }
}

/// Reads a script. `shell` is `None` when it is not like `sh`; `env` says whether a variable is set.
pub(super) fn read(places: &mut Places, parts: &[Part<'_>], shell: Option<Shell>, env: &dyn Fn(&str) -> bool) -> Found {
    let joined = Joined::new(parts);
    let mut found = Found { text: secret::mask(&joined.text), ..Found::default() };
    let (Some(shell), Some(first)) = (shell, parts.first()) else { return found };
    let Some(commands) = shell::commands(&joined.text, shell) else {
        places.problem(first.source, first.scalar.span.start, "a script nested too deeply to be followed");
        return found;
    };
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for (name, kind, range) in assignments(&joined.text) {
        let Some((source, span)) = joined.place(range) else { continue };
        places.table.hide(source.path(), span);
        found.literals.push(Literal { loc: places.entity(source, span), at: format!("run.{name}"), kind });
        named.insert(name);
    }
    let may_hold_shapes = secret::shape(&joined.text).is_some();
    for command in commands {
        let Some((source, span)) = joined.place(command.span) else { continue };
        let loc = places.entity(source, span);
        let (argv, literals) = redact(&command.argv, may_hold_shapes);
        for (name, kind) in literals.into_iter().filter(|(name, _)| !named.contains(name)) {
            places.table.hide(source.path(), span);
            let at = if name.is_empty() { "run".to_owned() } else { format!("run.{name}") };
            found.literals.push(Literal { loc: loc.clone(), at, kind });
        }
        found.roles.extend(role(&command, &argv, &loc, env));
        found.commands.push(Command {
            loc,
            program: argv.first().map(|program| wrappers::base_name(program).to_owned()).unwrap_or_default(),
            argv,
            variables: command.variables,
            pipe_to: command.pipe_to.map(|program| wrappers::base_name(&program).to_owned()),
            ignored: command.ignored,
            condition: command.condition,
        });
    }
    found
}

fn role(command: &shell::Command, argv: &[String], loc: &str, env: &dyn Fn(&str) -> bool) -> Option<Role> {
    let purpose = roles::of_command(argv, env)?;
    Some(Role {
        loc: loc.to_owned(),
        role: purpose.role,
        category: purpose.category,
        tool: purpose.tool,
        subject: argv.join(" "),
        toothless: purpose.toothless,
        ignored: command.ignored.clone().filter(|_| !command.condition),
    })
}

/// The variables of a script that are given a credential written out: the name, the kind, and the word.
fn assignments(script: &str) -> Vec<(&str, &'static str, Span)> {
    let mut found = Vec::new();
    let mut start = 0_usize;
    for line in script.split_inclusive('\n') {
        let code = if line.trim_start().starts_with('#') { "" } else { line };
        let mut at = start;
        for word in code.split_inclusive([' ', '\t', '\n', '\r', ';', '&', '|', '(', ')']) {
            let bare = word.trim_end_matches([' ', '\t', '\n', '\r', ';', '&', '|', '(', ')']);
            let is_name = |name: &&str| {
                !name.starts_with(|first: char| first.is_ascii_digit())
                    && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                    && secret::names_credential(name)
            };
            let given = bare.split_once('=').filter(|(name, _)| is_name(name));
            let kind = given.and_then(|(name, value)| secret::literal(name, value.trim_matches(['"', '\''])));
            if let (Some((name, _)), Some(kind)) = (given, kind) {
                found.push((name, kind, Span::new(at, at.saturating_add(bare.len()))));
            }
            at = at.saturating_add(word.len());
        }
        start = start.saturating_add(line.len());
    }
    found
}

/// The words of a command with credentials replaced, and the names and kinds of these; a name may be empty.
fn redact(argv: &[String], may_hold_shapes: bool) -> (Vec<String>, Vec<(&str, &'static str)>) {
    let mut literals = Vec::new();
    let configures =
        matches!(argv, [aws, configure, set, ..] if aws == "aws" && configure == "configure" && set == "set");
    let mut flag: Option<&str> = None;
    let mut words = Vec::with_capacity(argv.len());
    for word in argv {
        let assigned = word.split_once('=');
        let found = match (assigned, flag) {
            (Some((name, value)), _) if secret::names_credential(name.trim_start_matches('-')) => {
                secret::literal(name.trim_start_matches('-'), value)
            }
            (None, Some(flag)) if secret::names_credential(flag) => secret::literal(flag, word),
            _ if may_hold_shapes => secret::shape(word),
            _ => None,
        };
        let shown = match (found, assigned) {
            (Some(_), Some((name, _))) => format!("{name}={REDACTED}"),
            (Some(_), None) => REDACTED.to_owned(),
            (None, _) => word.clone(),
        };
        let name = assigned.map(|(name, _)| name.trim_start_matches('-')).or(flag);
        let is_name = |name: &&str| secret::names_credential(name);
        literals.extend(found.map(|kind| (name.filter(is_name).unwrap_or_default(), kind)));
        words.push(shown);
        flag = word.strip_prefix("--").filter(|flag| !flag.contains('=')).or(configures.then_some(word.as_str()));
    }
    (words, literals)
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
