//! Commands with words of which only the run knows what they are.

use super::super::shell::{Texts, Token};
use super::{Command, Given, Purpose, Tools};

/// What stands at the end of a word that is not known, and of one that may be options besides.
pub(super) const UNKNOWN: &str = "\0";
const LOOSE: &str = "\0\0";

/// A command with words that may not be known.
struct Line<'a> {
    argv: &'a [String],
    env: &'a dyn Fn(&str) -> Option<String>,
}

impl Given for Line<'_> {
    fn value(&self, name: &str) -> Option<String> {
        if let Some(variable) = name.strip_prefix("env:") {
            return (self.env)(variable);
        }
        Command { argv: self.argv, env: &|_| false }.value(name)
    }

    /// A word of its own that is not known, beside one that is what the tool works on.
    fn may_have_more(&self) -> bool {
        let before = std::iter::once(None).chain(self.argv.iter().map(Some));
        let own = self.argv.iter().zip(before).skip(1).filter(|(word, before)| {
            let is_value = before.is_some_and(|before| before.starts_with('-') && !before.contains('='));
            !word.starts_with('-') && !is_value
        });
        let own: Vec<&String> = own.map(|(word, _)| word).collect();
        let is_subject = |word: &&&String| word.ends_with(LOOSE) || word.contains(['.', '/', ':']);
        let subjects = own.iter().filter(is_subject).count();
        subjects > 1 && own.iter().any(|word| word.starts_with('$') && word.ends_with(LOOSE))
    }
}

impl Tools {
    /// What a command is for, by the ways in which it can run. `variable` says what a variable around it can be.
    pub(in super::super) fn lines(
        &self,
        lines: &[Vec<Token>],
        variable: &dyn Fn(&str) -> Option<Texts>,
    ) -> Option<Purpose> {
        let env = |name: &str| {
            let texts = variable(name)?;
            let single = texts.filter(|texts| texts.len() == 1).and_then(|texts| texts.into_iter().next());
            Some(single.unwrap_or_else(|| UNKNOWN.to_owned()))
        };
        let mut purposes = lines.iter().filter_map(|line| self.line(line, &env));
        let mut first = purposes.next()?;
        for other in purposes.filter(|other| (other.role, &other.tool) == (first.role, &first.tool)) {
            if other.toothless != first.toothless {
                let why = first.toothless.take().or_else(|| other.toothless.clone()).unwrap_or_default();
                first.undecided.get_or_insert_with(|| format!("in some runs {why}"));
            }
            first.undecided = first.undecided.take().or(other.undecided);
        }
        Some(first)
    }

    /// The test that a command runs on the way to what it is for, in every way in which it can run.
    pub(in super::super) fn test_within(&self, lines: &[Vec<Token>]) -> Option<Purpose> {
        let test = |line: &Vec<Token>| {
            let (argv, env) = (self.words(line), |_: &str| None);
            let given = Line { argv: &argv, env: &env };
            let call = super::find(&self.within, &argv, &given)?;
            (call.role == "test").then(|| call.purpose(&given))
        };
        let mut tests = lines.iter().map(test);
        let first = tests.next()??;
        tests.all(|other| other.is_some()).then_some(first)
    }

    fn line(&self, line: &[Token], env: &dyn Fn(&str) -> Option<String>) -> Option<Purpose> {
        let argv = self.words(line);
        let given = Line { argv: &argv, env };
        let call = super::find(&self.commands, &argv, &given)?;
        Some(call.purpose(&given))
    }

    /// The words of a command without its wrappers.
    fn words(&self, line: &[Token]) -> Vec<String> {
        let word = |token: &Token| match (token.known, token.splits) {
            (true, _) => token.text.clone(),
            (false, false) => format!("{}{UNKNOWN}", token.text),
            (false, true) => format!("{}{LOOSE}", token.text),
        };
        self.unwrapped(&line.iter().map(word).collect::<Vec<_>>())
    }
}
