//! Commands of PowerShell that run others: `Start-Process`, `Invoke-Expression`.

use super::super::{Language, Reader};
use super::{Call, words};
use crate::input::pipeline::shell::syntax::Word;

/// Parameters of `Start-Process` that take a value which is no word of the command.
const VALUED: &[&str] = &[
    "-workingdirectory",
    "-redirectstandardoutput",
    "-redirectstandarderror",
    "-redirectstandardinput",
    "-verb",
    "-windowstyle",
    "-credential",
    "-erroraction",
];

/// Why nothing is left of a failure.
const FORGETS: &str = "`Start-Process` does not hand on how it ended";
const DECIDES: &str = "the script decides what becomes of the process";

impl Reader<'_, '_> {
    /// Reads what a command of PowerShell runs; whether it is one of these.
    pub(super) fn cmdlet(&mut self, call: &Call<'_>, program: &str) -> bool {
        let mut frame = call.frame(Language::PowerShell);
        match program.to_ascii_lowercase().as_str() {
            "invoke-expression" | "iex" => {
                let is_text = |word: &&Word| !word.text.starts_with('-');
                let words: Vec<&Word> = call.setting.simple.words.iter().skip(call.from).filter(is_text).collect();
                self.words(call, &words, frame)
            }
            "start-process" | "saps" => {
                let words = started(call);
                let hands_on = call.arguments().iter().any(|word| word.eq_ignore_ascii_case("-PassThru"));
                if hands_on {
                    frame.unsure = frame.unsure.or(Some(DECIDES));
                } else {
                    frame.ignored = frame.ignored.or(Some(FORGETS));
                }
                let Some(mut text) = words::text_of(call.text, &words) else { return false };
                // The elements of a list of arguments.
                text.text = text.text.replace(',', " ");
                self.nested(call, &text, frame, None)
            }
            _ => false,
        }
    }
}

/// The words of what `Start-Process` starts.
fn started<'t>(call: &Call<'t>) -> Vec<&'t Word> {
    let mut words = call.setting.simple.words.iter().skip(call.from);
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        let name = word.text.to_ascii_lowercase();
        if VALUED.contains(&name.as_str()) {
            words.next();
        } else if word.is_quoted() || !name.starts_with('-') {
            found.push(word);
        }
    }
    found
}
