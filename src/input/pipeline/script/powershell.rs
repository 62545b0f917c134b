//! What is special to PowerShell: how it shows in a script of which nothing says what reads it, since the runner of GitLab is
//! configured elsewhere, and what it does when a program fails.

use crate::input::pipeline::shell::Command;
use crate::input::pipeline::wrappers::base_name;

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

/// Programs beside the tools whose number takes the place of the one before.
const PROGRAMS: &[&str] = &[
    "git", "gh", "node", "npm", "npx", "pnpm", "yarn", "python", "python3", "pip", "pip3", "dotnet", "msbuild",
    "cmake", "cargo", "go", "docker", "java", "mvn", "gradle", "az", "aws", "gcloud", "choco", "winget", "nuget",
    "curl", "cmd",
];

/// What a script says that looks at how programs end.
const LOOKS: &[&str] = &["LASTEXITCODE", "$?", "PSNativeCommandUseErrorActionPreference", "ERRORLEVEL", "errorlevel"];

/// Why nobody can say what becomes of a failure.
const LATER: &str = "PowerShell goes on when a program fails, and a later program ends the script with another number";
const FILE: &str = "PowerShell goes on when a program fails, and a file that does not look at it ends with 0";

/// Marks the commands whose failure PowerShell may pass over: it stops for its own errors only, and the step ends with the
/// number of the last program. `is_file` says that another program starts the script.
pub(super) fn goes_on(commands: &mut [Command], text: &str, is_file: bool, knows: &dyn Fn(&str) -> bool) {
    if LOOKS.iter().any(|mark| text.contains(mark)) {
        return;
    }
    let mut why = is_file.then_some(FILE);
    for command in commands.iter_mut().rev() {
        if let Some(why) = why.filter(|_| command.ignored.is_none()) {
            command.unsure.get_or_insert_with(|| why.to_owned());
        }
        let program = command.argv.first().map(|program| base_name(program)).unwrap_or_default();
        if knows(program) || PROGRAMS.contains(&program) {
            why = why.or(Some(LATER));
        }
    }
}
