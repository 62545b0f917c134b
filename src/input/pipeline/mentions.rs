//! Credentials that a script only speaks of: in a comment, or as an option in a text.

use std::cell::OnceCell;

use super::shell;
use crate::source::Span;
use crate::source::secret::is_made_up;

/// How far back the words are looked through for the one that a place lies in: they lie in one another.
const NESTED: usize = 16;

/// What tells whether a script only speaks of a credential.
pub(super) struct Mentions<'s> {
    script: &'s str,
    commands: &'s [shell::Command],
    /// The words of all commands in order, made when they are asked for.
    words: OnceCell<Vec<Span>>,
}

impl<'s> Mentions<'s> {
    /// That of a script with its commands.
    pub(super) const fn of(script: &'s str, commands: &'s [shell::Command]) -> Self {
        Self { script, commands, words: OnceCell::new() }
    }

    /// Whether a value, which may stand behind a name, is only spoken of. What looks generated never is: `# --token …` may
    /// be code that was taken out of use and still tells its token.
    pub(super) fn has(&self, name: Option<Span>, value: Span) -> bool {
        let text = self.script.get(value.start..value.end).unwrap_or_default();
        if text.bytes().any(|byte| byte.is_ascii_digit()) || is_made_up(text) {
            return false;
        }
        is_comment(self.script, value) || name.is_some_and(|name| self.is_option_in_text(name, value))
    }

    /// Whether a value stands behind an option that is no word of a command: `echo "usage: x --token TOKEN"`.
    fn is_option_in_text(&self, name: Span, value: Span) -> bool {
        let before = self.script.get(..name.start).unwrap_or_default();
        let between = self.script.get(name.end..value.start).unwrap_or_default();
        let is_blank = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\');
        let is_option = before.ends_with('-') && between.contains(char::is_whitespace) && between.chars().all(is_blank);
        is_option && self.word(value).is_none_or(|word| word.start <= name.start)
    }

    /// The innermost word of a command that a range lies in.
    fn word(&self, range: Span) -> Option<Span> {
        let words = self.words.get_or_init(|| {
            let mut words: Vec<Span> = self.commands.iter().flat_map(|command| &command.words).copied().collect();
            words.sort_unstable();
            words
        });
        let behind = words.partition_point(|word| word.start <= range.start);
        let before = words.get(..behind)?.iter().rev().take(NESTED);
        before.copied().find(|word| range.end <= word.end)
    }
}

/// Whether a range stands on a line that no shell reads.
pub(super) fn is_comment(script: &str, range: Span) -> bool {
    let before = script.get(..range.start).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or(before).trim_start().starts_with('#')
}
