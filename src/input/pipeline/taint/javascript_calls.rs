//! What a program of `actions/github-script` calls and returns: outputs, variables, commands.

use super::javascript::Program;
use super::javascript_tokens::Word;
use super::{Hit, Left, Outcome};
use crate::input::pipeline::facts::Sink;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::Trust;
use crate::source::Span;

impl Program<'_, '_> {
    /// `core.setOutput('name', value)` and the like.
    pub(super) fn call(&self, index: usize, place: &mut dyn FnMut(Span) -> String, outcome: &mut Outcome) {
        let chain = self.chain(index).or_else(|| self.method(index));
        let Some((names, behind)) = chain.filter(|(_, behind)| self.is(*behind, "(")) else { return };
        let first = behind.saturating_add(1);
        let comma = self.end(first, &[","]);
        let second = comma.saturating_add(1);
        let span = self.span(index, behind);
        match names.as_slice() {
            [.., name @ ("setOutput" | "exportVariable")] => {
                let mut held = self.value(second, self.end(second, &[","]));
                held.passed(&place(span), "is put into an output here");
                let known = if let Some(Word::Text(name)) = self.word(first) { name } else { "" };
                let left = Left { name: known.to_owned(), open: held.contexts.is_empty(), held };
                if *name == "setOutput" { outcome.outputs.push(left) } else { outcome.environment.push(left) }
            }
            [.., "downloadArtifact"] => outcome.downloads = true,
            [.., "addPath"] => hit(span, Sink::Path, "core.addPath", self.value(first, comma), outcome),
            [.., last @ ("execSync" | "eval" | "exec")] if names != ["exec", "exec"] && !names.contains(&"RegExp") => {
                let is_shell =
                    *last != "exec" || matches!(names.as_slice(), ["exec"] | ["child_process" | "cp", "exec"]);
                if is_shell {
                    hit(span, Sink::Shell, last, self.value(first, comma), outcome);
                }
            }
            _ => {}
        }
    }

    /// `return value` of the script itself.
    pub(super) fn returned(&self, index: usize, place: &mut dyn FnMut(Span) -> String, outcome: &mut Outcome) {
        if !self.is(index, "return") || self.is(index.saturating_sub(1), ".") || self.is_in_function(index) {
            return;
        }
        let from = index.saturating_add(1);
        let mut held = self.value(from, self.end(from, &[";"]));
        held.passed(&place(self.span(index, from)), "is returned here");
        outcome.outputs.push(Left { name: "result".to_owned(), open: held.contexts.is_empty(), held });
    }

    /// Whether a word stands in a function of the script.
    fn is_in_function(&self, index: usize) -> bool {
        let mut open = Vec::new();
        let mut brackets: Vec<bool> = Vec::new();
        let mut takes_arguments = false;
        for at in 0..index {
            match self.word(at) {
                Some(Word::Sign("(")) => {
                    let before = at.checked_sub(1).and_then(|before| self.word(before));
                    let is_block =
                        matches!(before, Some(Word::Name("if" | "for" | "while" | "switch" | "catch" | "await")));
                    brackets.push(!is_block);
                }
                Some(Word::Sign(")")) => takes_arguments = brackets.pop().unwrap_or_default(),
                Some(Word::Sign("{")) => {
                    let before = at.checked_sub(1);
                    let is_arrow = before.is_some_and(|before| self.is(before, "=>"));
                    open.push(is_arrow || takes_arguments && before.is_some_and(|before| self.is(before, ")")));
                }
                Some(Word::Sign("}")) => drop(open.pop()),
                _ => {}
            }
        }
        open.contains(&true)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let at = |index: usize| self.tokens.get(index).map_or(0, |token| token.at);
        Span::new(at(from), at(to).max(at(from).saturating_add(1)))
    }
}

fn hit(span: Span, sink: Sink, taker: &str, held: Held, outcome: &mut Outcome) {
    if held.trust >= Trust::Perhaps {
        outcome.hits.push(Hit { span, sink, taker: taker.to_owned(), variable: String::new(), held });
    }
}
