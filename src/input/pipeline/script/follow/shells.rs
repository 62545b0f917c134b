//! Texts and files that a shell is given: `bash -c '…'`, `sh x.sh`, `eval`, `source`, a here-document.

use super::super::{Language, Reader, Text};
use super::files::PLAIN;
use super::setting::Input;
use super::words::{self, path_in};
use super::{Call, Frame};
use crate::input::pipeline::knowledge::wrappers::{Runs, inside};
use crate::input::pipeline::shell::syntax::Word;
use crate::input::pipeline::shell::{self, Shell};
use crate::input::pipeline::wrappers::Where;

/// How a shell is started.
struct Started {
    shell: Shell,
    /// The argument that it reads as a script: its index.
    text: Option<usize>,
    /// The argument that names a file: its index.
    file: Option<usize>,
    /// Whether it only looks whether the script can be read: `bash -n`.
    mute: bool,
}

impl Started {
    fn of(arguments: &[&str]) -> Self {
        let mut started = Self { shell: PLAIN, text: None, file: None, mute: false };
        let mut takes_text = false;
        let mut index = 0_usize;
        while let Some(word) = arguments.get(index) {
            index = index.saturating_add(1);
            let on = word.starts_with('-');
            let letters =
                word.strip_prefix(['-', '+']).filter(|letters| !letters.is_empty() && !letters.starts_with('-'));
            let Some(letters) = letters else {
                if word.starts_with("--") {
                    index = index.saturating_add(usize::from(matches!(*word, "--rcfile" | "--init-file")));
                    continue;
                }
                let found = Some(index.saturating_sub(1)).filter(|_| *word != "-");
                if takes_text {
                    started.text = found;
                } else {
                    started.file = found;
                }
                return started;
            };
            started.shell.errexit = if letters.contains('e') { on } else { started.shell.errexit };
            started.mute |= on && letters.contains('n');
            takes_text = takes_text || letters.contains('c');
            if letters.contains('s') {
                return started;
            }
            if letters.ends_with(['o', 'O']) {
                match arguments.get(index) {
                    Some(&"pipefail") => started.shell.pipefail = on,
                    Some(&"errexit") => started.shell.errexit = on,
                    Some(&"noexec") => started.mute = on,
                    _ => {}
                }
                index = index.saturating_add(1);
            }
        }
        started
    }
}

impl Reader<'_, '_> {
    /// Reads what a shell is given.
    pub(super) fn shell(&mut self, call: &Call<'_>) -> bool {
        let arguments = call.arguments();
        let started = Started::of(&arguments);
        let language = Language::Shell(started.shell);
        if started.mute {
            return false;
        }
        if let Some(index) = started.text {
            let mut frame = call.frame(language);
            // Behind the text stand `$0` and the arguments.
            frame.take(arguments.iter().copied().skip(index.saturating_add(2)));
            return self.one_word(call, index, frame);
        }
        if let Some(index) = started.file {
            let Some(place) = arguments.get(index).and_then(|name| call.path(name)) else { return false };
            return self.file(
                call,
                &place,
                Some(language),
                arguments.get(index.saturating_add(1)..).unwrap_or_default(),
            );
        }
        self.input(call, call.frame(language))
    }

    /// Reads what a command gets to read as a script.
    pub(super) fn input(&mut self, call: &Call<'_>, frame: Frame<'_>) -> bool {
        match &call.setting.input {
            Some(Input::Words(words)) => self.words(call, words, frame),
            Some(Input::File(name)) => {
                let place = path_in(call.setting.folder.as_deref(), name).filter(|_| !call.frame.remote);
                let Some(path) = place.as_deref().and_then(|place| self.in_tree(place)) else { return false };
                let Some(source) = self.read_file(call, &path) else { return true };
                self.nested(call, &Text::whole(source), frame, place.map(|place| format!("file {place}")))
            }
            None => false,
        }
    }

    /// Reads words as one script.
    pub(super) fn words(&mut self, call: &Call<'_>, words: &[&Word], frame: Frame<'_>) -> bool {
        let Some(text) = words::text_of(call.text, words) else { return false };
        self.nested(call, &text, frame, None)
    }

    /// Reads the arguments of `eval`, in the same shell.
    pub(super) fn evaluated(&mut self, call: &Call<'_>) -> bool {
        let words: Vec<&Word> = call.setting.simple.words.iter().skip(call.from).collect();
        let frame = Frame { file: call.frame.file.clone(), ..call.frame(call.frame.language) };
        if words.len() == 1 {
            return self.one_word(call, 0, frame);
        }
        self.words(call, &words, frame)
    }

    /// Reads what a trap runs, in the same shell.
    pub(super) fn trapped(&mut self, call: &Call<'_>) -> bool {
        let arguments = call.arguments();
        let at = usize::from(arguments.first() == Some(&"--"));
        // `trap - EXIT` and `trap '' EXIT` run nothing, and `trap` alone lists.
        let is_text =
            arguments.len() > at.saturating_add(1) && arguments.get(at).is_some_and(|it| !it.starts_with('-'));
        let Some(word) = call.word(at).filter(|_| is_text) else { return false };
        let frame = Frame { file: call.frame.file.clone(), ..call.frame(call.frame.language) };
        self.words(call, &[word], frame)
    }

    /// Reads a file in the same shell.
    pub(super) fn sourced(&mut self, call: &Call<'_>) -> bool {
        let arguments = call.arguments();
        let Some((name, rest)) = arguments.split_first() else { return false };
        let Some(place) = call.path(name) else { return false };
        let mut callers = call.frame.callers.clone();
        let script = self.places.memo.script(&call.text.text);
        callers.extend(shell::programs(&script));
        let found = self.file_for(call, &place, Some(call.frame.language), rest, callers);
        if found {
            self.takes_in(call, &place);
        }
        found
    }

    /// Reads a word as a script, by what it is when that is known.
    fn one_word(&mut self, call: &Call<'_>, index: usize, frame: Frame<'_>) -> bool {
        let Some((word, known)) = call.resolved(index) else { return false };
        match known.and_then(|known| words::text_of_known(call.text, word, known)) {
            Some(text) => self.nested(call, &text, frame, None),
            None => self.words(call, &[word], frame),
        }
    }

    /// Reads what a shell of another user reads: `sudo -s`.
    pub(super) fn as_user(&mut self, call: &Call<'_>) -> bool {
        let is_shell = |word: &&str| matches!(*word, "-s" | "-i" | "--shell" | "--login");
        call.arguments().iter().any(is_shell) && self.input(call, call.frame(Language::Shell(PLAIN)))
    }

    /// Reads the text that a program hands to a shell: `su -c 'text'`, `flock lock -c 'text'`.
    pub(super) fn wrapped(&mut self, call: &Call<'_>) -> bool {
        let first = call.from.saturating_sub(1);
        let words: Vec<&str> = call.setting.words.iter().skip(first).map(String::as_str).collect();
        let Some((runs, place)) = inside(&words) else { return false };
        let mut frame = call.frame(Language::Shell(PLAIN));
        if place == Where::Elsewhere {
            (frame.remote, frame.folder) = (true, None);
        }
        let all = &call.setting.simple.words;
        match runs {
            Runs::Text(at, 0) => self.one_word(call, at.saturating_sub(1), frame),
            Runs::Text(at, cut) => {
                let Some(word) = all.get(first.saturating_add(at)) else { return false };
                let Some(text) = words::text_of(call.text, &[word]) else { return false };
                let prefix = word.text.get(..cut).unwrap_or_default();
                self.nested(call, &text.behind(prefix), frame, None)
            }
            Runs::Texts(at) => self.words(call, &all.iter().skip(first.saturating_add(at)).collect::<Vec<_>>(), frame),
            // Those are a command, which was asked for before.
            Runs::Words(_) => false,
        }
    }

    /// Reads the command that `parallel` runs, which is a text of its shell.
    pub(super) fn in_parallel(&mut self, call: &Call<'_>) -> bool {
        let arguments = call.arguments();
        let valued = ["-j", "-P", "-n", "-N", "-a", "--jobs", "--colsep", "--retries", "--delay", "--timeout"];
        let rest = crate::input::pipeline::wrappers::skip_options(&arguments, &valued);
        let first = arguments.len().saturating_sub(rest.len());
        let count = rest.iter().take_while(|word| !word.starts_with(":::")).count();
        let words: Vec<&Word> = (first..first.saturating_add(count)).filter_map(|index| call.word(index)).collect();
        self.words(call, &words, call.frame(Language::Shell(PLAIN)))
    }
}
