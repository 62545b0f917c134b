//! Conditions that hold for more than they mean to let through.

use github_actions_expressions::call::{Call, Function};
use github_actions_expressions::op::{BinExpr, BinOp};
use github_actions_expressions::{Expr, SpannedExpr};

use super::{Asked, Condition, Occasion, SoFar, expressions, value};
use crate::input::pipeline::github::expression;

/// Why a condition holds whatever the run is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Void {
    /// Something stands outside of its `${{ }}`: the whole is a text, and no such text is empty.
    Fenced,
    /// It is true by what is written out in it, such as a text that `||` joins to a comparison.
    Constant,
}

/// How a text is told by a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::input::pipeline) enum By {
    /// `contains(context, text)`
    Part,
    /// `startsWith(context, text)`
    Begin,
    /// `endsWith(context, text)`
    End,
    /// `contains(text, context)`: the text lists what is meant.
    List,
}

/// A context that is told by a part of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::input::pipeline) struct Part {
    /// Its pattern in small letters.
    pub(in crate::input::pipeline) context: String,
    /// The text that is written out.
    pub(in crate::input::pipeline) text: String,
    pub(in crate::input::pipeline) by: By,
}

/// A run of which nothing is known.
const ANY: Occasion<'static> =
    Occasion { event: None, triggers: &[], stranger: false, so_far: SoFar::ANY, named: &|_| None };

/// Why a condition holds whatever the run is about, if it does. One that is meant to, such as `always()` or `true`, asks
/// nothing.
pub(in crate::input::pipeline) fn void(condition: &str) -> Option<Void> {
    let is_open = |parsed: &SpannedExpr<'_>| value(parsed, &ANY).truth().is_none();
    match &Condition::read(condition).asked {
        Asked::Text => {
            let mut all = expressions(condition);
            all.any(|text| expression::parse(text).is_ok_and(|it| is_open(&it))).then_some(Void::Fenced)
        }
        Asked::Expression(parsed) => is_joined(parsed, &is_open).then_some(Void::Constant),
        Asked::Nothing | Asked::Unread => None,
    }
}

/// Whether `||` joins a text that is written out to a question.
fn is_joined(expression: &SpannedExpr<'_>, is_open: &dyn Fn(&SpannedExpr<'_>) -> bool) -> bool {
    let is_text = |expression: &SpannedExpr<'_>| {
        matches!(&expression.inner, Expr::Literal(literal) if !literal.as_str().is_empty()
            && !matches!(&*literal.as_str(), "true" | "false"))
    };
    let is_question = |expression: &SpannedExpr<'_>| is_open(expression) || is_joined(expression, is_open);
    match &expression.inner {
        Expr::BinExpr(BinExpr { lhs, op: BinOp::Or, rhs }) => {
            is_joined(lhs, is_open) || is_joined(rhs, is_open) || is_text(rhs) && is_question(lhs)
        }
        Expr::BinExpr(BinExpr { lhs, op: BinOp::And, rhs }) => is_joined(lhs, is_open) && is_joined(rhs, is_open),
        _ => false,
    }
}

impl Condition<'_> {
    /// The contexts in it that are told by a part of a text.
    pub(in crate::input::pipeline) fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        if let Asked::Expression(parsed) = &self.asked {
            add(parsed, &mut parts);
        }
        parts
    }
}

fn add(expression: &SpannedExpr<'_>, parts: &mut Vec<Part>) {
    match &expression.inner {
        Expr::Call(Call { func, args }) => {
            parts.extend(part(*func, args));
            for argument in args {
                add(argument, parts);
            }
        }
        Expr::BinExpr(BinExpr { lhs, rhs, .. }) => {
            add(lhs, parts);
            add(rhs, parts);
        }
        Expr::UnExpr { expr, .. } => add(expr, parts),
        _ => {}
    }
}

fn part(function: Function, arguments: &[SpannedExpr<'_>]) -> Option<Part> {
    let [first, second] = arguments else { return None };
    let of = |context: &SpannedExpr<'_>, text: &SpannedExpr<'_>, by: By| match (&context.inner, &text.inner) {
        (Expr::Context(context), Expr::Literal(text)) => {
            Some(Part { context: context.as_pattern()?, text: text.as_str().into_owned(), by })
        }
        _ => None,
    };
    match function {
        Function::Contains => of(first, second, By::Part).or_else(|| of(second, first, By::List)),
        Function::StartsWith => of(first, second, By::Begin),
        Function::EndsWith => of(first, second, By::End),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{By, Condition, Part, Void, void};

    #[test]
    fn a_condition_holds_in_every_run_where_something_stands_outside_of_its_expression() {
        for condition in [
            "${{ github.ref == 'refs/heads/main' }} ",
            "${{ github.ref == 'refs/heads/main' }}\n",
            "${{ hashFiles('x') }} != ''",
            "${{ github.event_name == 'push' }} && ${{ github.ref == 'refs/heads/main' }}",
            "!${{ github.event.pull_request.draft }}",
            "github.ref == ${{ inputs.ref }}",
        ] {
            assert_eq!(void(condition), Some(Void::Fenced), "{condition}");
        }
    }

    #[test]
    fn a_condition_holds_in_every_run_where_or_joins_a_mere_text() {
        for condition in [
            "github.event_name == 'push' || 'workflow_dispatch'",
            "${{ github.ref == 'refs/heads/main' || 'refs/heads/release' }}",
            "(github.ref == 'a' || 'b') && (github.event_name == 'x' || 'y')",
            "github.ref == 'a' || 'b' || github.ref == 'c'",
        ] {
            assert_eq!(void(condition), Some(Void::Constant), "{condition}");
        }
    }

    #[test]
    fn what_asks_something_or_is_meant_to_hold_is_no_such_condition() {
        for condition in [
            "",
            "true",
            "always()",
            "${{ always() }}",
            "${{ always() }}\n",
            "github.ref == 'refs/heads/main'",
            "${{ github.ref == 'refs/heads/main' }}",
            "always() || github.ref == 'x'",
            "true || github.ref == 'x'",
            "vars.ON || ''",
            "github.event_name == 'a' || github.event_name == 'b'",
            "github.ref == 'a' && ('b' || 'c')",
            "github.ref == 'a' && (github.event_name == 'b' || 'c')",
            "not an expression ||",
        ] {
            assert_eq!(void(condition), None, "{condition}");
        }
    }

    #[test]
    fn contexts_are_told_by_parts_of_texts() {
        let part = |context: &str, text: &str, by| Part { context: context.to_owned(), text: text.to_owned(), by };
        let condition = "!contains(github.ref, 'main') && (startsWith(github.ref_name, 'm') || endsWith(github.ref, 'n')) \
                         || contains('a b', github.actor) || contains(fromJSON('[\"a\"]'), github.actor)";
        let expected = [
            part("github.ref", "main", By::Part),
            part("github.ref_name", "m", By::Begin),
            part("github.ref", "n", By::End),
            part("github.actor", "a b", By::List),
        ];
        assert_eq!(Condition::read(condition).parts(), expected);
        assert_eq!(Condition::read("${{ contains(github.ref, 'main') }} x").parts(), []);
    }
}
