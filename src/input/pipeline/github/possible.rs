//! What a value can be, where the file and whoever calls it write that out.

use std::collections::BTreeSet;

use github_actions_expressions::literal::Literal;
use github_actions_expressions::op::{BinExpr, BinOp};
use github_actions_expressions::{Expr, SpannedExpr};

use super::expression::{self, Piece};
use super::trust::Sources;
use crate::input::pipeline::held::{BYTES, Held};
use crate::input::pipeline::model::Interpolation;

/// The most texts that a value is followed to.
const TEXTS: usize = 50;

/// How deep an expression is followed.
const DEPTH: usize = 50;

impl Sources {
    /// What a value holds: its text as it may be shown, and the expressions in it.
    pub(super) fn value<'i>(&self, text: &str, in_it: impl Iterator<Item = &'i Interpolation>) -> Held {
        if !text.contains("${{") {
            return Held::text(text);
        }
        // What is written out in it beside the expressions.
        let mut held = Held::text(text);
        in_it.for_each(|interpolation| held.read(interpolation));
        held.texts = self.possible(text);
        held
    }

    /// Every text that a value can be; `None` if anything in it is decided elsewhere.
    pub(super) fn possible(&self, text: &str) -> Option<BTreeSet<String>> {
        let mut texts = BTreeSet::from([String::new()]);
        for piece in expression::pieces(text) {
            let behind = match piece {
                Piece::Text(text) => BTreeSet::from([text.to_owned()]),
                Piece::Expression(inner, _) => self.results(&expression::parse(inner).ok()?, DEPTH)?,
                Piece::Open(_) => return None,
            };
            texts = joined(&texts, &behind)?;
        }
        Some(texts)
    }

    /// Every text that a value can be, with the expressions left in it of which nobody knows what they give.
    pub(super) fn written(&self, text: &str) -> BTreeSet<String> {
        let mut texts = BTreeSet::from([String::new()]);
        for piece in expression::pieces(text) {
            let behind = match piece {
                Piece::Text(text) | Piece::Open(text) => BTreeSet::from([text.to_owned()]),
                Piece::Expression(_, whole) => {
                    let known = self.possible(whole).filter(|texts| !texts.is_empty());
                    known.unwrap_or_else(|| BTreeSet::from([whole.to_owned()]))
                }
            };
            let Some(all) = joined(&texts, &behind) else { return BTreeSet::from([text.to_owned()]) };
            texts = all;
        }
        texts
    }

    /// A value of a step with what is handed to the file put in: the text that it is, or else what is written there.
    pub(super) fn as_written(&self, text: &str) -> String {
        let filled = self.as_called(text.to_owned());
        let with = match expression::pieces(&filled).as_slice() {
            [Piece::Text(before), Piece::Expression(inner, _), Piece::Text(behind)] => {
                let name = inner.to_ascii_lowercase();
                let written = name.strip_prefix("inputs.").and_then(|name| self.written.get(name));
                written.map(|written| format!("{before}{written}{behind}"))
            }
            _ => None,
        };
        with.unwrap_or(filled)
    }

    /// A text of a called file, where the caller says what is put in.
    pub(super) fn as_called(&self, text: String) -> String {
        if self.is_called && text.contains("${{") { self.filled(&text) } else { text }
    }

    /// A text with the expressions put in that can be one thing only.
    pub(super) fn filled(&self, text: &str) -> String {
        let mut filled = String::new();
        for piece in expression::pieces(text) {
            let put_in = match piece {
                Piece::Text(text) | Piece::Open(text) => text.to_owned(),
                Piece::Expression(_, whole) => {
                    let only = self.possible(whole).filter(|texts| texts.len() == 1);
                    only.and_then(|mut texts| texts.pop_first()).unwrap_or_else(|| whole.to_owned())
                }
            };
            filled.push_str(&put_in);
        }
        filled
    }

    /// What an expression can result in. Of `a && b` only `b` counts, as its other result is no text.
    fn results(&self, expression: &SpannedExpr<'_>, depth: usize) -> Option<BTreeSet<String>> {
        let depth = depth.checked_sub(1)?;
        match &expression.inner {
            Expr::Literal(literal) => Some(BTreeSet::from([literal.as_str().into_owned()])),
            Expr::Context(context) => self.texts(&context.as_pattern()?),
            Expr::BinExpr(BinExpr { lhs: _, op: BinOp::And, rhs }) => self.results(rhs, depth),
            Expr::BinExpr(BinExpr { lhs, op: BinOp::Or, rhs }) => {
                let mut texts = self.results(lhs, depth)?;
                let may_be_empty = texts.remove("") || !is_value(lhs);
                if may_be_empty {
                    texts.extend(self.results(rhs, depth)?);
                }
                Some(texts)
            }
            Expr::BinExpr(BinExpr { lhs, op: op @ (BinOp::Eq | BinOp::Neq), rhs }) => {
                let (one, other) = (self.words(lhs, depth)?, self.words(rhs, depth)?);
                Some(compared(&one, &other, matches!(op, BinOp::Eq)))
            }
            _ => None,
        }
    }

    /// What a side of a comparison can be, if that is always a text that GitHub compares as such: in any case of letters.
    fn words(&self, expression: &SpannedExpr<'_>, depth: usize) -> Option<BTreeSet<String>> {
        let is_text = match &expression.inner {
            Expr::Literal(literal) => matches!(literal, Literal::String(_)),
            Expr::Context(context) => {
                context.as_pattern().is_some_and(|it| it.eq_ignore_ascii_case("github.event_name")) || self.is_called
            }
            _ => false,
        };
        let words = self.results(expression, depth).filter(|_| is_text)?;
        Some(words.iter().map(|word| word.to_lowercase()).collect())
    }
}

/// What a comparison of texts can give.
fn compared(one: &BTreeSet<String>, other: &BTreeSet<String>, equal: bool) -> BTreeSet<String> {
    let may_be = !one.is_disjoint(other);
    let may_differ = one.len() > 1 || other.len() > 1 || !may_be;
    let answers = [(may_be, equal), (may_differ, !equal)];
    answers.into_iter().filter(|(may, _)| *may).map(|(_, answer)| answer.to_string()).collect()
}

/// Whether an expression has the texts of its operands for its only results: `a && 'x'` may be false as well.
fn is_value(expression: &SpannedExpr<'_>) -> bool {
    match &expression.inner {
        Expr::Literal(literal) => !matches!(literal.as_str().as_ref(), "false" | "null" | "0"),
        Expr::Context(_) => true,
        Expr::BinExpr(BinExpr { lhs: _, op: BinOp::Or, rhs }) => is_value(rhs),
        _ => false,
    }
}

/// Each of some texts with each of others behind it.
fn joined(before: &BTreeSet<String>, behind: &BTreeSet<String>) -> Option<BTreeSet<String>> {
    let all: BTreeSet<String> =
        before.iter().flat_map(|first| behind.iter().map(move |second| format!("{first}{second}"))).collect();
    (all.len() <= TEXTS && all.iter().all(|text| text.len() <= BYTES)).then_some(all)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::carried::Carried;
    use super::{Held, Sources};

    #[test]
    fn a_value_is_what_its_expressions_can_be() {
        let input = |texts: &[&str]| Held {
            texts: Some(texts.iter().map(|text| (*text).to_owned()).collect()),
            ..Held::unknown()
        };
        let mut of_needs = Carried::default();
        of_needs.put("needs.plan.outputs.to", &Held::text("prod"));
        let sources = Sources {
            inputs: BTreeMap::from([
                ("to".to_owned(), input(&["dev", "prod"])),
                ("one".to_owned(), input(&["x"])),
                ("none".to_owned(), input(&[""])),
                ("open".to_owned(), Held::unknown()),
            ]),
            is_called: true,
            matrix: BTreeMap::from([("os".to_owned(), vec!["a".to_owned(), "b".to_owned()])]),
            of_needs,
            ..Sources::default()
        };
        for (text, expected) in [
            ("plain", Some(vec!["plain"])),
            ("${{ inputs.to }}", Some(vec!["dev", "prod"])),
            ("a-${{ inputs.one }}-${{ INPUTS.To }}", Some(vec!["a-x-dev", "a-x-prod"])),
            ("${{ inputs.one || 'y' }}", Some(vec!["x"])),
            ("${{ inputs.none || 'y' }}", Some(vec!["y"])),
            ("${{ inputs.gone }}", Some(vec![""])),
            ("${{ x == y && 'p' || 's' }}", Some(vec!["p", "s"])),
            ("${{ matrix.os }}", Some(vec!["a", "b"])),
            ("${{ needs.plan.outputs.to }}", Some(vec!["prod"])),
            ("${{ needs.plan.outputs.from }}", None),
            ("${{ inputs.open }}", None),
            ("${{ inputs.open || 'y' }}", None),
            ("${{ github.ref }}", None),
            ("${{ format('x') }}", None),
            ("${{ inputs.one", None),
        ] {
            let found = sources.possible(text).map(|texts| texts.into_iter().collect::<Vec<_>>());
            assert_eq!(found, expected.map(|texts| texts.into_iter().map(str::to_owned).collect()), "{text}");
        }
    }
}
