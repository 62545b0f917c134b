//! What changes what the commands behind it mean: aliases, files that bash reads first, traps in front of every command.

use super::super::syntax::Word;
use super::super::{programs, read};
use super::command::SHOWS;
use super::value::Value;
use super::world::{Ends, Status, World};
use super::{Around, Run};

/// Why nobody can say what a command does.
const READ_FIRST: &str = "bash reads the file of `BASH_ENV` first, which may change what it does";
const DEBUG: &str = "`trap … DEBUG` runs in front of it";
const HASHED: &str = "`hash -p` may put another program in its place";
pub(super) const ALIAS: &str = "an alias stands in its place";

impl<'s> Run<'s> {
    /// What bash reads before the script: the options of a file of the tree count, all else is not known.
    pub(super) fn begins(&mut self, world: &mut World<'s>) {
        let Some(texts) = (self.setting.variable)("BASH_ENV") else { return };
        let only = texts.filter(|texts| texts.len() == 1).and_then(|texts| texts.into_iter().next());
        if only.as_deref() == Some("") {
            return;
        }
        let script = only.and_then(|name| (self.setting.sourced)(&name));
        let is_plain = script.is_some_and(|script| self.sets_options(&script.list, world));
        if !is_plain {
            self.doubt = Some(READ_FIRST);
        }
    }

    /// `trap … DEBUG`
    pub(super) fn before_each(&mut self, action: &Word) {
        let is_shown = |program: &String| SHOWS.contains(&program.as_str());
        if !matches!(action.text.as_str(), "" | "-") && !programs(&read(&action.text)).iter().all(is_shown) {
            self.doubt = Some(DEBUG);
        }
    }

    /// What changes the meaning of names: aliases, and whether they count; `hash -p path name`.
    pub(super) fn takes_note(&mut self, name: &str, values: &[Value]) {
        let mut words = values.iter().skip(1).filter_map(Value::single);
        match name {
            "alias" => self.alias(words),
            "shopt" => self.expands |= words.any(|word| word == "expand_aliases"),
            "hash" if words.any(|word| word == "-p") => self.doubt = Some(HASHED),
            _ => {}
        }
    }

    /// `alias name=text`: one that is the same program with options changes nothing.
    fn alias<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        for (name, text) in words.filter_map(|text| text.split_once('=')) {
            let joins = text.contains(['|', '&', ';', '\n']);
            if joins || !text.split([' ', '/', ':']).any(|word| word == name) {
                self.aliases.insert(name.to_owned());
            }
        }
    }

    /// `set -n`: nothing behind it runs.
    pub(super) fn mute(&mut self, world: World<'s>, around: Around) -> Vec<World<'s>> {
        let status = Status::traced(Ends::Zero, world.diverged);
        self.ends(world.with(status), around).into_iter().collect()
    }
}

/// Whether `set` makes the shell run nothing more: `set -n`.
pub(super) fn mutes(values: &[Value]) -> bool {
    let mut words = values.iter().skip(1).filter_map(Value::single);
    while let Some(word) = words.next().filter(|word| *word != "--") {
        let letters = word.strip_prefix('-').unwrap_or_default();
        if letters.contains('n') || letters.ends_with('o') && words.next() == Some("noexec") {
            return true;
        }
    }
    false
}
