//! Whether a condition keeps out what a stranger causes.
//!
//! The condition is evaluated as GitHub does it, for a run of one event about the code of a stranger: what is known of
//! such a run has a value, everything else is unknown. Only a condition that is false whatever the unknown values are
//! keeps the stranger out.

use github_actions_expressions::call::{Call, Function};
use github_actions_expressions::op::{BinExpr, BinOp, UnOp};
use github_actions_expressions::{Evaluation, Expr};

use super::expression;
use crate::input::pipeline::knowledge::contexts::{self, Side};
use crate::input::pipeline::knowledge::events;

/// Fields of a repository that no other has; its name and its default branch are none.
const IDENTITIES: &[&str] = &[
    "full_name",
    "id",
    "node_id",
    "url",
    "html_url",
    "git_url",
    "clone_url",
    "ssh_url",
    "owner.login",
    "owner.id",
    "owner.node_id",
];

/// How GitHub sees somebody who may not write to the repository (`CommentAuthorAssociation` of its GraphQL schema).
const STRANGERS: &[&str] = &["CONTRIBUTOR", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "MANNEQUIN", "NONE"];

/// Parts of the payload that only one of the events has.
const PARTS: &[(&str, &str)] = &[
    ("pull_request", "pull_request_target"),
    ("workflow_run", "workflow_run"),
    ("issue", "issue_comment"),
    ("comment", "issue_comment"),
];

/// What is known of a value.
#[derive(Debug, Clone)]
enum Value {
    Known(Evaluation),
    /// One of some texts.
    OneOf(&'static [&'static str]),
    /// A field by which a repository is told.
    Identity(Side, String),
    /// An object, which equals nothing that can be written out.
    Object,
    /// Nothing but whether it counts as true.
    Truth(bool),
    Unknown,
}

/// Whether `condition` is false in every run that the event starts about the code of a stranger.
pub(in crate::input::pipeline) fn keeps_out(condition: &str, event: &str) -> bool {
    let text = if condition.contains("${{") {
        // With anything around it, a blank or a line end too, the condition is a text, and no text of those is empty.
        let inner = condition.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}"));
        let Some(inner) = inner.filter(|_| expression::find(condition).len() == 1) else { return false };
        inner
    } else {
        condition
    };
    let parsed = expression::parse(text.trim());
    parsed.is_ok_and(|parsed| truth(&value(&parsed, event)) == Some(false))
}

/// Whether a value counts as true, if that is known.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Known(value) => Some(value.as_boolean()),
        Value::OneOf(_) | Value::Identity(..) | Value::Object => Some(true),
        Value::Truth(truth) => Some(*truth),
        Value::Unknown => None,
    }
}

fn known(value: bool) -> Value {
    Value::Known(Evaluation::Boolean(value))
}

fn maybe(value: Option<bool>) -> Value {
    value.map_or(Value::Unknown, known)
}

/// What is known of the value of an expression.
fn value(expression: &Expr<'_>, event: &str) -> Value {
    if let Some(constant) = expression.consteval() {
        return Value::Known(constant);
    }
    match expression {
        Expr::Context(context) => context.as_pattern().map_or(Value::Unknown, |pattern| of_context(&pattern, event)),
        Expr::UnExpr { op: UnOp::Not, expr } => maybe(truth(&value(expr, event)).map(|truth| !truth)),
        Expr::BinExpr(BinExpr { lhs, op, rhs }) => of_operator(op, value(lhs, event), value(rhs, event)),
        Expr::Call(Call { func: Function::Contains, args }) => match args.as_slice() {
            [search, item] => maybe(contains(&value(search, event), &value(item, event))),
            _ => Value::Unknown,
        },
        _ => Value::Unknown,
    }
}

fn of_operator(op: &BinOp, left: Value, right: Value) -> Value {
    match op {
        BinOp::And => match (truth(&left), truth(&right)) {
            (Some(false), _) => left,
            (Some(true), _) => right,
            (None, Some(false)) => Value::Truth(false),
            (None, _) => Value::Unknown,
        },
        BinOp::Or => match (truth(&left), truth(&right)) {
            (Some(true), _) => left,
            (Some(false), _) => right,
            (None, Some(true)) => Value::Truth(true),
            (None, _) => Value::Unknown,
        },
        BinOp::Eq => maybe(equal(&left, &right)),
        BinOp::Neq => maybe(equal(&left, &right).map(|equal| !equal)),
        BinOp::Gt | BinOp::Ge | BinOp::Lt | BinOp::Le => Value::Unknown,
    }
}

/// What a run about the code of a stranger has in a context.
fn of_context(pattern: &str, event: &str) -> Value {
    if pattern == "github.event_name" {
        return Value::Known(Evaluation::String(event.to_owned()));
    }
    let payload = pattern.strip_prefix("github.event.").unwrap_or_default();
    let part = payload.split('.').next().unwrap_or_default();
    if PARTS.iter().any(|(of, only)| *of == part && *only != event) {
        return Value::Known(Evaluation::Null);
    }
    match payload {
        "pull_request.head.repo.fork" | "workflow_run.head_repository.fork" => return known(true),
        "workflow_run.event" => return Value::OneOf(events::of_strangers()),
        // A comment on an issue that is no pull request has no code.
        "issue.pull_request" => return Value::Object,
        _ if payload.ends_with(".author_association") => return Value::OneOf(STRANGERS),
        _ => {}
    }
    let field = contexts::field(pattern).filter(|(_, field)| IDENTITIES.contains(&field.as_str()));
    field.map_or(Value::Unknown, |(side, field)| Value::Identity(side, field))
}

/// Whether two values are equal, as GitHub compares them.
fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Known(left), Value::Known(right)) => Some(left.sema() == right.sema()),
        (Value::OneOf(texts), Value::Known(other)) | (Value::Known(other), Value::OneOf(texts)) => {
            every(texts, |text| text.sema() == other.sema())
        }
        (Value::Identity(left, one), Value::Identity(right, other)) if one == other => Some(left == right),
        // Who writes the name of a repository out means one that they know; and none is null.
        (Value::Identity(Side::Head, _) | Value::Object, Value::Known(_))
        | (Value::Known(_), Value::Identity(Side::Head, _) | Value::Object)
        | (Value::Identity(..), Value::Known(Evaluation::Null))
        | (Value::Known(Evaluation::Null), Value::Identity(..)) => Some(false),
        _ => None,
    }
}

/// Whether `contains(search, item)` holds.
fn contains(search: &Value, item: &Value) -> Option<bool> {
    match (search, item) {
        (Value::Known(Evaluation::Array(elements)), item) => {
            let mut equal = elements.iter().map(|element| equal(&Value::Known(element.clone()), item));
            equal.try_fold(false, |any, equal| Some(any || equal?))
        }
        (Value::Known(Evaluation::String(search)), Value::OneOf(texts)) => {
            every(texts, |text| is_in(search, &text.sema().to_string()))
        }
        (Value::OneOf(texts), Value::Known(Evaluation::String(item))) => {
            every(texts, |text| is_in(&text.sema().to_string(), item))
        }
        (Value::Known(Evaluation::String(_)), Value::Identity(Side::Head, _)) => Some(false),
        _ => None,
    }
}

fn is_in(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

/// What holds for each of some texts; `None` when it holds for some only.
fn every(texts: &[&str], holds: impl Fn(&Evaluation) -> bool) -> Option<bool> {
    let mut each = texts.iter().map(|text| holds(&Evaluation::String((*text).to_owned())));
    let first = each.next()?;
    each.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::keeps_out;

    /// Conditions by whether they keep a stranger out, for each event that brings one.
    const CASES: &[(&str, &str, bool)] = &[
        // The head is of this repository.
        ("pull_request_target", "github.event.pull_request.head.repo.full_name == github.repository", true),
        ("pull_request_target", "${{ github.repository == github.event.pull_request.head.repo.full_name }}", true),
        (
            "pull_request_target",
            "github.event.pull_request.head.repo.id == github.event.pull_request.base.repo.id",
            true,
        ),
        ("pull_request_target", "github.event.pull_request.head.user.login == github.repository_owner", true),
        ("pull_request_target", "github['event'].pull_request.head.repo.full_name == 'acme/app'", true),
        ("pull_request_target", "contains('acme/app acme/lib', github.event.pull_request.head.repo.full_name)", true),
        ("pull_request_target", "github.event.pull_request.head.repo.fork == false", true),
        ("pull_request_target", "!github.event.pull_request.head.repo.fork", true),
        ("pull_request_target", "github.event.pull_request.head.repo.fork == false && always()", true),
        ("pull_request_target", "vars.ON && !github.event.pull_request.head.repo.fork && 'x'", true),
        ("workflow_run", "github.event.workflow_run.head_repository.full_name == github.repository", true),
        ("workflow_run", "github.event.workflow_run.event == 'push'", true),
        ("workflow_run", "github.event.workflow_run.event != 'push'", false),
        ("workflow_run", "github.event.workflow_run.event == 'pull_request'", false),
        ("workflow_run", "github.event.workflow_run.conclusion == 'success'", false),
        // The opposite, in every form.
        ("pull_request_target", "!(github.event.pull_request.head.repo.full_name == github.repository)", false),
        ("pull_request_target", "github.event.pull_request.head.repo.full_name != github.repository", false),
        ("pull_request_target", "false == (github.event.pull_request.head.repo.full_name == github.repository)", false),
        ("pull_request_target", "github.event.pull_request.head.repo.fork == false == false", false),
        ("pull_request_target", "github.event.pull_request.head.repo.name == github.event.repository.name", false),
        // Either may hold.
        ("pull_request_target", "!github.event.pull_request.head.repo.fork || vars.ON", false),
        ("pull_request_target", "!github.event.pull_request.head.repo.fork || github.event_name == 'push'", true),
        // What only looks like a guard.
        ("pull_request_target", "'head.repo.full_name==github.repository' != ''", false),
        ("pull_request_target", "contains('head.repo.fork==false', 'no') == false", false),
        ("pull_request_target", "format('{0}', github.event.pull_request.head.repo.fork == false) != 'x'", false),
        ("pull_request_target", "${{ !github.event.pull_request.head.repo.fork }} && true", false),
        ("pull_request_target", "${{ !github.event.pull_request.head.repo.fork }}\n", false),
        ("pull_request_target", "${{ false }}${{ false }}", false),
        ("pull_request_target", "contains(github.event.pull_request.labels.*.name, 'safe')", false),
        ("pull_request_target", "github.actor == 'dependabot[bot]'", false),
        ("pull_request_target", "false", true),
        ("pull_request_target", "", false),
        ("pull_request_target", "not an expression", false),
        // Of the payload of another event nothing is there.
        ("issue_comment", "github.event.pull_request.head.repo.fork == false", false),
        ("issue_comment", "github.event.pull_request.head.repo.full_name == github.repository", true),
        // Another event.
        ("pull_request_target", "github.event_name != 'pull_request_target'", true),
        ("pull_request_target", "github.event_name == 'push'", true),
        ("pull_request_target", "!(github.event_name != 'pull_request_target')", false),
        ("pull_request_target", "github.event_name == 'PULL_REQUEST_TARGET'", false),
        // Members only.
        ("issue_comment", "github.event.comment.author_association == 'MEMBER'", true),
        ("issue_comment", "!(github.event.comment.author_association == 'MEMBER')", false),
        ("issue_comment", "contains('OWNER MEMBER', github.event.comment.author_association)", true),
        ("issue_comment", "!contains('OWNER', github.event.comment.author_association)", false),
        ("issue_comment", "contains(github.event.comment.author_association, 'member')", true),
        (
            "issue_comment",
            "contains(fromJSON('[\"OWNER\", \"member\"]'), github.event.comment.author_association)",
            true,
        ),
        (
            "issue_comment",
            "contains(fromJSON('[\"OWNER\", \"CONTRIBUTOR\"]'), github.event.comment.author_association)",
            false,
        ),
        ("issue_comment", "contains(fromJSON('[\"NONE\"]'), github.event.comment.author_association)", false),
        ("issue_comment", "contains(fromJSON(vars.WHO), github.event.comment.author_association)", false),
        ("issue_comment", "contains(fromJSON('[]'), github.event.comment.author_association)", true),
        (
            "pull_request_target",
            "contains(fromJSON('[\"OWNER\"]'), github.event.pull_request.author_association)",
            true,
        ),
        // A comment on something that is no pull request.
        ("issue_comment", "!github.event.issue.pull_request", true),
        ("issue_comment", "github.event.issue.pull_request == null", true),
        ("issue_comment", "github.event.issue.pull_request && github.event.comment.body == '/test'", false),
    ];

    #[test]
    fn a_condition_counts_by_what_it_comes_to() {
        for (event, condition, expected) in CASES {
            assert_eq!(keeps_out(condition, event), *expected, "{event}: {condition}");
        }
    }
}
