//! Programs of the shell itself, and those that print or keep what they are given.

use super::command::Call;
use super::printed;
use super::value::Value;
use super::walk::{Goes, Walk};

const SET: &str = "is put into a variable here";

impl Walk<'_, '_> {
    /// Runs a command if it is one of these.
    pub(super) fn builtin(&mut self, call: &Call) -> Option<Goes> {
        match call.program() {
            "echo" => self.printed = echo(call),
            "printf" => self.printf(call),
            "tee" => self.tee(call),
            "read" | "mapfile" | "readarray" => self.read(call),
            "export" | "declare" | "typeset" | "local" | "readonly" => self.declare(call),
            "set" => self.options(call),
            "shift" => drop((!self.arguments.is_empty()).then(|| self.arguments.remove(0))),
            "unset" => call.arguments().for_each(|(name, _)| self.set(name, Value::default())),
            "cp" | "mv" | "install" => self.copy(call),
            "unzip" => self.unpack(call),
            "exit" | "return" | "break" | "continue" => return Some(Goes::Ends),
            "[" | "test" | "true" | "false" | ":" | "cd" | "pushd" | "popd" | "trap" | "eval" | "source" | "."
            | "let" => {}
            _ => return None,
        }
        Some(Goes::On)
    }

    fn printf(&mut self, call: &Call) {
        let mut words: Vec<&Value> = call.values.iter().skip(1).collect();
        let name = match call.argv.get(1).map(String::as_str) {
            Some("-v") => {
                words.drain(..2.min(words.len()));
                call.argv.get(2)
            }
            Some("--") => {
                words.remove(0);
                None
            }
            _ => None,
        };
        let printed = printed::formatted(&words);
        match name {
            Some(name) => {
                let printed = self.through(printed, call.span, SET);
                self.set(name, printed);
            }
            None => self.printed = printed,
        }
    }

    fn tee(&mut self, call: &Call) {
        let input = call.input.clone().unwrap_or_default();
        let appends = call.arguments().any(|(word, _)| word == "-a" || word == "--append");
        for (_, file) in call.arguments().filter(|(word, _)| !word.starts_with('-')) {
            self.write(file, input.clone(), appends, call.span);
        }
        self.printed.push(input);
    }

    fn read(&mut self, call: &Call) {
        let input = call.input.clone().unwrap_or_else(|| Value::named("input")).trimmed();
        let input = self.through(input, call.span, SET);
        // `read` takes one line.
        let line = call.program() == "read";
        let input = input.map(|given| given.set_lines(given.held.lines && !line));
        let mut names = Vec::new();
        let mut words = call.arguments().map(|(word, _)| word);
        while let Some(word) = words.next() {
            match word.strip_prefix('-') {
                Some(letters) if letters.ends_with(['d', 'i', 'n', 'N', 'p', 't', 'u', 'O', 's', 'c', 'C']) => {
                    if !matches!(word, "-s" | "-rs" | "-sr") {
                        words.next();
                    }
                }
                Some(_) => {}
                None => names.push(word),
            }
        }
        if names.is_empty() {
            names.push(if line { "REPLY" } else { "MAPFILE" });
        }
        for name in names {
            self.set(name, input.clone());
        }
    }

    fn declare(&mut self, call: &Call) {
        let words: Vec<Value> = call.arguments().map(|(_, value)| value.clone()).collect();
        for word in words {
            if let Some((name, value)) = word.split_once("=") {
                let value = self.through(value, call.span, SET);
                let adds = name.strip_suffix('+');
                let value = adds.map_or(value.clone(), |name| Value::joined(vec![self.variable(name), value], ""));
                self.set(adds.unwrap_or(&name), value);
            }
        }
    }

    /// `set -- a b` sets the arguments.
    fn options(&mut self, call: &Call) {
        if let Some(at) = call.argv.iter().position(|word| word == "--") {
            self.arguments = call.values.iter().skip(at.saturating_add(1)).cloned().collect();
        }
    }

    /// A copy of a file holds what the file holds.
    fn copy(&mut self, call: &Call) {
        let files: Vec<&Value> =
            call.arguments().filter(|(word, _)| !word.starts_with('-')).map(|(_, value)| value).collect();
        let [from, to] = files.as_slice() else { return };
        let (content, name) = (self.content(from), to.key());
        if let Some(name) = name.filter(|_| content.is_hostile()) {
            self.kept.files.insert(name, content);
        }
    }
}

/// What `echo` prints.
fn echo(call: &Call) -> Value {
    let mut values: Vec<Value> = call.values.iter().skip(1).cloned().collect();
    let (mut ends, mut escapes) = (true, false);
    while let Some(option) = values.first().and_then(Value::known) {
        let is_option =
            option.len() > 1 && option.starts_with('-') && option.bytes().skip(1).all(|it| b"neE".contains(&it));
        if !is_option {
            break;
        }
        ends &= !option.contains('n');
        escapes |= option.contains('e');
        values.remove(0);
    }
    let mut printed = Value::joined(values, " ");
    if escapes {
        printed = printed::unescaped(printed);
    }
    if ends {
        printed.push_text("\n");
    }
    printed
}
