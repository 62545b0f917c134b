//! Programs in other languages: `python x.py`, `node -e '…'`.

use super::super::{Language, Reader};
use super::Call;
use crate::input::pipeline::wrappers::skip_options;

/// Options by which interpreters take a program as a word.
const TEXTS: &[&str] = &["-c", "-e", "--eval", "-r", "-p", "--print", "-Command", "-command"];

/// Options that take a value and stand in front of the file.
const VALUED: &[&str] = &["-W", "-X", "-I", "-ExecutionPolicy", "-executionpolicy", "-ep", "--require", "--import"];

/// Whether a program is one.
pub(super) fn is_one(name: &str) -> bool {
    matches!(
        name,
        "python"
            | "python2"
            | "python3"
            | "py"
            | "node"
            | "ruby"
            | "perl"
            | "php"
            | "deno"
            | "pwsh"
            | "powershell"
            | "tsx"
            | "ts-node"
            | "Rscript"
    ) || name.strip_prefix("python3.").is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Reader<'_, '_> {
    /// Reads the program that an interpreter is given.
    pub(super) fn interpreter(&mut self, call: &Call<'_>, name: &str) -> bool {
        let language = match name {
            "pwsh" | "powershell" => Language::PowerShell,
            _ if name.starts_with("py") => Language::Python,
            _ => Language::Other,
        };
        let arguments = call.arguments();
        let rest = skip_options(&arguments, VALUED);
        let first = arguments.len().saturating_sub(rest.len());
        let before = arguments.get(..first).unwrap_or_default();
        if let Some(at) = before.iter().position(|word| TEXTS.contains(word)) {
            let word = call.word(at.saturating_add(1));
            let frame = call.frame(language);
            return word.is_some_and(|word| self.words(call, &[word], frame));
        }
        match rest {
            [] | ["-", ..] => self.input(call, call.frame(language)),
            ["run", file, more @ ..] if name == "deno" => {
                call.path(file).is_some_and(|place| self.file(call, &place, Some(language), more))
            }
            [file, more @ ..] => call.path(file).is_some_and(|place| self.file(call, &place, Some(language), more)),
        }
    }
}
