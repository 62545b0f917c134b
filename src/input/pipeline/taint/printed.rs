//! What programs print of what they are given.

use super::command::Call;
use super::filter;
use super::value::{Part, Value};
use super::walk::Walk;
use crate::source::secret;

/// Programs whose output holds nothing of what they are given, or nothing that means anything to a shell.
const SILENT: &[&str] = &[
    "date",
    "wc",
    "sha1sum",
    "sha224sum",
    "sha256sum",
    "sha384sum",
    "sha512sum",
    "shasum",
    "md5sum",
    "md5",
    "cksum",
    "b2sum",
    "sum",
    "stat",
    "du",
    "df",
    "pwd",
    "whoami",
    "hostname",
    "uname",
    "id",
    "nproc",
    "seq",
    "uuidgen",
    "sleep",
    "mkdir",
    "rm",
    "touch",
    "chmod",
    "chown",
    "kill",
    "wait",
    "hash",
    "umask",
    "ulimit",
    "pgrep",
    "tput",
    "tty",
    "ps",
    "od",
    "hexdump",
    "mktemp",
    "cmp",
    "shellcheck",
    "commitlint",
    "sendmail",
    "mail",
    "logger",
    "test",
    "scp",
    "rsync",
    "tar",
    "gzip",
];

/// Programs that print their input or the files that they are given, changed in a way that leaves it a stranger's.
const FILTERS: &[&str] = &[
    "cat", "tac", "sort", "uniq", "head", "tail", "cut", "rev", "fold", "fmt", "nl", "paste", "column", "iconv",
    "dos2unix", "expand", "unexpand", "strings", "less", "more", "zcat", "gunzip", "pr", "split", "ts", "sponge",
    "bat", "batcat", "yes",
];

/// Programs that print the words that they are given.
const REPEATERS: &[&str] = &[
    "basename", "dirname", "realpath", "readlink", "expr", "envsubst", "xargs", "diff", "comm", "find", "shuf", "ls",
    "getopt",
];

impl Walk<'_, '_> {
    /// What a command prints that is no builtin.
    pub(super) fn prints(&mut self, call: &Call) -> Value {
        let program = call.program();
        match program {
            "tr" => filter::translated(call),
            "sed" | "gsed" => filter::edited(call, self.read_by(call, 1)),
            "grep" | "egrep" | "fgrep" | "ggrep" => filter::searched(call, self.read_by(call, 1)),
            "awk" | "gawk" | "mawk" | "yq" => self.read_by(call, 1),
            "jq" | "gojq" => self.jq(call),
            "base64" | "base32" | "xxd" | "basenc" => decoded(call, self.read_by(call, 0)),
            "gh" => self.gh(call),
            "git" => self.git(call),
            "curl" | "wget" => self.fetched(call),
            _ if FILTERS.contains(&program) => self.read_by(call, 0),
            _ if REPEATERS.contains(&program) => call.everything(),
            _ if SILENT.contains(&program) => Value::named(program),
            _ => doubted(call),
        }
    }

    /// What a filter reads: its input, and the files among its words, of which the first few are no files.
    fn read_by(&self, call: &Call, skipped: usize) -> Value {
        let files = call.arguments().filter(|(word, _)| !word.starts_with('-')).skip(skipped);
        let mut read = Value::default();
        for (_, file) in files {
            let content = self.content(file);
            if content.is_hostile() || self.is_written(file) {
                read.push(content);
            }
        }
        let no_file = read.parts.is_empty();
        match &call.input {
            Some(input) if no_file || call.argv.iter().any(|word| word == "-") => {
                read.push(input.clone());
                read
            }
            _ if no_file => Value::named(call.program()),
            _ => read,
        }
    }

    fn is_written(&self, file: &Value) -> bool {
        file.key().is_some_and(|key| self.kept.files.contains_key(&key))
    }
}

/// What a program makes of a stranger's text that nobody knows.
fn doubted(call: &Call) -> Value {
    let all = call.everything();
    if !all.is_hostile() {
        return Value::named(call.program());
    }
    let held = all.held().doubted(&format!("`{}`", secret::mask(call.program())));
    Value::of(held, super::value::Seen::Elsewhere)
}

/// Letters and digits, unless it is told to give the text back.
fn decoded(call: &Call, read: Value) -> Value {
    let gives_back = call.arguments().any(|(word, _)| matches!(word, "-d" | "-D" | "--decode" | "-di" | "-r" | "-rp"));
    if gives_back { read } else { read.harmless() }
}

/// What `printf` prints of a format and its arguments.
pub(super) fn formatted(words: &[&Value]) -> Value {
    let Some((format, arguments)) = words.split_first() else { return Value::default() };
    let Some(text) = format.known() else {
        return Value::joined(words.iter().map(|value| (*value).clone()).collect(), " ");
    };
    let mut arguments = arguments.iter();
    let mut printed = Value::default();
    // The format is used again as long as arguments are left.
    for turn in 0..50 {
        let before = arguments.len();
        if turn > 0 && before == 0 {
            break;
        }
        one_turn(text, &mut arguments, &mut printed);
        if arguments.len() == before {
            break;
        }
    }
    printed
}

fn one_turn<'v>(format: &str, arguments: &mut impl Iterator<Item = &'v &'v Value>, printed: &mut Value) {
    let mut rest = format;
    while let Some((before, behind)) = rest.split_once('%') {
        printed.push(unescaped(Value::text(before)));
        let at = behind.find(|it: char| it.is_ascii_alphabetic() || it == '%').unwrap_or(behind.len());
        let kind = behind.get(at..).and_then(|it| it.chars().next()).unwrap_or('%');
        rest = behind.get(at.saturating_add(1)..).unwrap_or_default();
        match kind {
            '%' => printed.push_text("%"),
            kind => {
                let value = arguments.next().copied().cloned().unwrap_or_default();
                printed.push(match kind {
                    's' | 'b' => value,
                    'q' => value.map(|given| given.quoted = true),
                    // `%c` is one character, the others are numbers.
                    _ => value.harmless(),
                });
            }
        }
    }
    printed.push(unescaped(Value::text(rest)));
}

/// With line ends and tabs in place of how they are written.
pub(super) fn unescaped(value: Value) -> Value {
    let part = |part| match part {
        Part::Text(text) => Part::Text(text.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "")),
        part => part,
    };
    Value { parts: value.parts.into_iter().map(part).collect() }
}
