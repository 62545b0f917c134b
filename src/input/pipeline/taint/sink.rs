//! Commands that make code of a text: shells, interpreters, other machines.

use super::command::Call;
use super::value::Value;
use super::walk::Walk;
use crate::input::pipeline::facts::Sink;
use crate::input::pipeline::shell::syntax::{Part, Word};
use crate::input::pipeline::wrappers;

/// Whether a program is a shell like `sh`, or has one in it.
pub(super) fn is_shell(program: &str) -> bool {
    wrappers::is_shell(program) || program == "busybox"
}

/// Interpreters, and the options behind which they take a program.
const INTERPRETERS: &[(&str, &[&str])] = &[
    ("python", &["-c"]),
    ("python3", &["-c"]),
    ("python2", &["-c"]),
    ("pypy3", &["-c"]),
    ("node", &["-e", "--eval", "-p", "--print", "-pe"]),
    ("nodejs", &["-e", "--eval", "-p", "--print"]),
    ("bun", &["-e", "--eval"]),
    ("tsx", &["-e"]),
    ("perl", &["-e", "-E", "-ne", "-pe", "-lne", "-0pe", "-i -pe"]),
    ("ruby", &["-e", "-ne", "-pe"]),
    ("php", &["-r"]),
    ("lua", &["-e"]),
    ("Rscript", &["-e"]),
    ("groovy", &["-e"]),
    ("osascript", &["-e"]),
    ("pwsh", &["-c", "-Command", "-command"]),
    ("powershell", &["-c", "-Command", "-command"]),
    ("su", &["-c", "--command"]),
    ("runuser", &["-c", "--command"]),
    ("script", &["-c", "--command"]),
];

/// Comparisons of `[[ … ]]` that evaluate both sides as arithmetic (bash(1), "CONDITIONAL EXPRESSIONS").
const ARITHMETIC: &[&str] = &["-eq", "-ne", "-lt", "-le", "-gt", "-ge"];

impl<'s> Walk<'_, 's> {
    /// Looks at what a command makes code of.
    pub(super) fn sinks(&mut self, call: &Call) {
        let program = call.program().to_owned();
        if call.values.first().is_some_and(Value::begins_hostile) {
            let value = call.values.first().cloned().unwrap_or_default();
            return self.hit(call.span, Sink::Shell, "the shell", &value);
        }
        let path = call.argv.first().filter(|path| path.contains('/'));
        if let Some(content) = path.and_then(|path| self.filled_by_a_stranger(path.strip_prefix("./").unwrap_or(path)))
        {
            return self.hit(call.span, Sink::Text, "the shell", &content);
        }
        match program.as_str() {
            "eval" => call.arguments().map(|(_, value)| value.clone()).collect::<Vec<_>>().iter().for_each(|value| {
                self.hit(call.span, Sink::Shell, &program, value);
            }),
            "source" | "." => self.file(call, 1, &program),
            "trap" | "let" => self.word_at(call, 1, &program),
            "ssh" | "autossh" => self.remote(call, &program),
            "kubectl" | "oc" | "docker" | "podman" | "docker-compose" | "nerdctl" => self.inside(call),
            "parallel" | "watch" => {
                call.arguments().map(|(_, value)| value.clone()).take(3).collect::<Vec<_>>().iter().for_each(|value| {
                    self.hit(call.span, Sink::Shell, &program, value);
                });
            }
            "find" | "fd" => self.executed(call),
            "awk" | "gawk" | "mawk" => self.awk(call, &program),
            "cmd" => self.behind(call, &["/c", "/C", "/k"], &program),
            _ if is_shell(&program) => self.shell(call, &program),
            _ if (self.scope.is_agent)(&program, call.argv.get(1..).unwrap_or_default()) => {
                self.hit(call.span, Sink::Prompt, &program, &call.everything());
            }
            _ => {
                if let Some((_, options)) = INTERPRETERS.iter().find(|(name, _)| *name == program) {
                    self.behind(call, options, &program);
                    self.piped(call, &program);
                }
            }
        }
    }

    fn word_at(&mut self, call: &Call, index: usize, taker: &str) {
        if let Some(value) = call.values.get(index) {
            self.hit(call.span, Sink::Shell, taker, value);
        }
    }

    /// The word behind an option.
    fn behind(&mut self, call: &Call, options: &[&str], taker: &str) {
        let at = call.argv.iter().position(|word| options.contains(&word.as_str()));
        if let Some(at) = at {
            self.word_at(call, at.saturating_add(1), taker);
        }
    }

    /// `bash -c text`, `bash file`, `bash < text`.
    fn shell(&mut self, call: &Call, taker: &str) {
        let is_option = |word: &String| {
            let letters = word.strip_prefix('-').and_then(|word| word.strip_suffix('c'));
            letters.is_some_and(|letters| letters.bytes().all(|byte| byte.is_ascii_lowercase()))
        };
        let rest: Vec<usize> = (1..call.argv.len()).collect();
        let mut words = rest.into_iter().filter_map(|index| Some((index, call.argv.get(index)?)));
        while let Some((index, word)) = words.next() {
            if is_option(word) {
                let at = words.find(|(_, word)| !word.starts_with('-')).map_or(index.saturating_add(1), |(at, _)| at);
                return self.word_at(call, at, taker);
            }
            match word.as_str() {
                "-o" | "+o" | "-O" => drop(words.next()),
                // What follows are arguments of what it reads.
                "-s" => break,
                _ if word.starts_with('-') || word.starts_with('+') => {}
                _ if taker == "busybox" => return self.sinks(&call.inner(index)),
                _ => return self.file(call, index, taker),
            }
        }
        self.fed(call, taker);
    }

    /// A file that is run.
    fn file(&mut self, call: &Call, index: usize, taker: &str) {
        let Some(file) = call.values.get(index) else { return };
        let content =
            if file.shown() == "/dev/stdin" { call.input.clone().unwrap_or_default() } else { self.content(file) };
        self.hit(call.span, Sink::Text, taker, &content);
    }

    /// What a program reads that takes it for a script.
    fn fed(&mut self, call: &Call, taker: &str) {
        if let Some(input) = call.input.clone() {
            self.hit(call.span, Sink::Text, taker, &input);
        }
    }

    /// An interpreter without a file takes its input for the program.
    fn piped(&mut self, call: &Call, taker: &str) {
        let is_file = |(word, _): (&str, &Value)| !word.starts_with('-') || word.len() > 1 && word != "-u";
        if !matches!(taker, "su" | "script" | "runuser") && !call.arguments().any(is_file) {
            self.fed(call, taker);
        } else if let Some(index) = call.argv.iter().skip(1).position(|word| !word.starts_with('-')) {
            let has_program = call.argv.iter().any(|word| word == "-c" || word == "-e" || word == "-r" || word == "-m");
            if !has_program && !matches!(taker, "su" | "script" | "runuser") {
                self.file(call, index.saturating_add(1), taker);
            }
        }
    }

    /// `ssh host words`: the shell there reads the words as one script, or what comes in if there are none.
    fn remote(&mut self, call: &Call, taker: &str) {
        let Some(host) = host(&call.argv) else { return };
        let behind: Vec<Value> = call.values.iter().skip(host.saturating_add(1)).cloned().collect();
        for value in &behind {
            self.hit(call.span, Sink::Shell, taker, value);
        }
        let inner = call.inner(host.saturating_add(1));
        let words = inner.argv.join(" ");
        let program = words.split_whitespace().map(wrappers::base_name).find(|it| *it != "sudo");
        let reads = program.is_none_or(|it| is_shell(it) || INTERPRETERS.iter().any(|(name, _)| *name == it));
        let has_file =
            words.split_whitespace().filter(|word| !word.starts_with('-')).count() > 1 && !words.contains(" -s");
        if reads && !has_file {
            self.fed(call, taker);
        }
    }

    /// `kubectl exec pod -- sh -c text`, `docker run image sh -c text`: the command that stands in it.
    fn inside(&mut self, call: &Call) {
        let runs = call.argv.iter().any(|word| matches!(word.as_str(), "exec" | "run" | "debug" | "rsh"));
        let is_shell = |word: &String| {
            let name = wrappers::base_name(word);
            is_shell(name) || INTERPRETERS.iter().any(|(known, _)| *known == name) || name == "eval"
        };
        if let Some(at) = call.argv.iter().skip(1).position(is_shell).filter(|_| runs) {
            self.sinks(&call.inner(at.saturating_add(1)));
        }
    }

    /// `find -exec sh -c text`.
    fn executed(&mut self, call: &Call) {
        let at =
            call.argv.iter().position(|word| matches!(word.as_str(), "-exec" | "-execdir" | "-ok" | "-x" | "--exec"));
        if let Some(at) = at {
            self.sinks(&call.inner(at.saturating_add(1)));
        }
    }

    /// The program of `awk`, which can run commands: its first word that is no option.
    fn awk(&mut self, call: &Call, taker: &str) {
        let mut index = 1_usize;
        while let Some(word) = call.argv.get(index) {
            match word.as_str() {
                "-v" | "-F" | "--assign" | "--field-separator" => index = index.saturating_add(2),
                "-f" | "--file" => return,
                _ if word.starts_with('-') && word.len() > 1 => index = index.saturating_add(1),
                _ => return self.word_at(call, index, taker),
            }
        }
    }

    /// `[[ … ]]`
    pub(super) fn test(&mut self, part: &'s Part, words: &'s [Word]) {
        let values: Vec<Value> = words.iter().map(|word| self.word(word)).collect();
        for (index, word) in words.iter().enumerate() {
            if !ARITHMETIC.contains(&word.text.as_str()) || word.is_quoted() {
                continue;
            }
            let sides = [index.checked_sub(1), index.checked_add(1)];
            for value in sides.into_iter().flatten().filter_map(|side| values.get(side)) {
                self.hit(part.span, Sink::Shell, "[[", value);
            }
        }
    }
}

/// The index of the host among the words of `ssh`.
fn host(argv: &[String]) -> Option<usize> {
    let mut index = 1_usize;
    while let Some(word) = argv.get(index) {
        let valued =
            word.len() == 2 && word.starts_with('-') && word.ends_with(|last| "BbcDEeFIiJLlmOoPpQRSWw".contains(last));
        match word {
            _ if valued => index = index.saturating_add(2),
            _ if word.starts_with('-') => index = index.saturating_add(1),
            _ => return Some(index),
        }
    }
    None
}
