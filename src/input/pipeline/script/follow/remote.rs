//! Commands that run on another machine.

use super::super::{Language, Reader};
use super::Call;
use super::files::PLAIN;
use crate::input::pipeline::shell::syntax::Word;
use crate::input::pipeline::wrappers::{self, skip_options};

/// Options of `ssh` that take a value.
const SSH: &[&str] = &[
    "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-P", "-p", "-Q", "-R", "-S",
    "-W", "-w",
];

impl Reader<'_, '_> {
    /// Reads what `ssh` hands to the shell of another machine: all its words behind the host, or what it reads.
    pub(super) fn over_ssh(&mut self, call: &Call<'_>) -> bool {
        let arguments = call.arguments();
        let rest = skip_options(&arguments, SSH);
        // Options may stand behind the host too.
        let behind = skip_options(rest.get(1..).unwrap_or_default(), SSH);
        let first = arguments.len().saturating_sub(behind.len());
        let mut frame = call.frame(Language::Shell(PLAIN));
        (frame.remote, frame.folder) = (true, None);
        let words: Vec<&Word> = (first..arguments.len()).filter_map(|index| call.word(index)).collect();
        if words.is_empty() || is_shell(behind) {
            return self.input(call, frame);
        }
        self.words(call, &words, frame)
    }
}

/// Whether the words start a shell that reads its script.
fn is_shell(words: &[&str]) -> bool {
    let split: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
    let rest = skip_options(&split, &["-u"]);
    let rest = if let ["sudo", rest @ ..] = rest { skip_options(rest, &["-u"]) } else { rest };
    let is_option = |word: &&str| word.starts_with('-') && !word.contains('c');
    match rest {
        [program, options @ ..] if wrappers::is_shell(program) => {
            let before = options.iter().take_while(|word| !matches!(**word, "--"));
            before.clone().all(is_option) || options.contains(&"-s")
        }
        _ => false,
    }
}
