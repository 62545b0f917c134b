//! How PowerShell shows in a script of which nothing says what reads it: the runner of GitLab is configured elsewhere.

use crate::input::pipeline::shell::Command;

/// Verbs of its commands, as its vendor approves them; those that a pipeline has a use for.
const VERBS: &[&str] = &[
    "Add",
    "Clear",
    "Compress",
    "Convert",
    "ConvertFrom",
    "ConvertTo",
    "Copy",
    "Disable",
    "Enable",
    "Expand",
    "Export",
    "ForEach",
    "Format",
    "Get",
    "Import",
    "Install",
    "Invoke",
    "Join",
    "Measure",
    "Move",
    "New",
    "Out",
    "Publish",
    "Push",
    "Read",
    "Register",
    "Remove",
    "Rename",
    "Resolve",
    "Restart",
    "Save",
    "Select",
    "Set",
    "Sort",
    "Split",
    "Start",
    "Stop",
    "Test",
    "Uninstall",
    "Update",
    "Wait",
    "Where",
    "Write",
];

/// Whether a command is one only there: `$name = value`, or `Verb-Noun` as it is always written. A shell like `sh` would
/// look for a program of that name and stop.
pub(super) fn is_only_there(command: &Command) -> bool {
    let mut words = command.argv.iter().map(String::as_str);
    let Some(program) = words.next() else { return false };
    let is_variable =
        program.strip_prefix('$').is_some_and(|name| name.starts_with(|it: char| it.is_ascii_alphabetic()));
    if is_variable && matches!(words.next(), Some("=" | "+=")) {
        return true;
    }
    let parts = program.split_once('-');
    parts.is_some_and(|(verb, noun)| VERBS.contains(&verb) && noun.starts_with(|it: char| it.is_ascii_uppercase()))
}
