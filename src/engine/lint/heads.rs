//! Heads of rules: what they must be so that nothing that was found is lost.

use serde_json::Value as Json;

use super::syntax::{Expr, Kind, Literal, Node, Rule, node};
use super::{Lint, Parsed};
use crate::engine::answers_with;
use crate::policy::{Authority, Policy};

/// The rules that a policy answers with.
const ANSWERS: [&str; 2] = ["deny", "unknown"];

/// Whether a reference in a head is a name, names with dots between, or a name with one key.
pub(super) fn is_plain(json: &Json) -> bool {
    let is_name = |json: &Json| node(json).is_some_and(|(variant, _)| variant == "Var");
    match node(json) {
        Some(("RefDot", content)) => content
            .get("refr")
            .is_some_and(|inner| node(inner).is_some_and(|(name, _)| name != "RefBrack") && is_plain(inner)),
        Some(("RefBrack", content)) => {
            let is_text = |index: &Json| node(index).is_some_and(|(variant, _)| variant.ends_with("String"));
            content.get("refr").is_some_and(is_name) && !content.get("index").is_some_and(is_text)
        }
        _ => is_name(json),
    }
}

/// Checks that a policy has its answers in the right form.
pub(super) fn answers(policy: &Policy, file: &Parsed, lints: &mut Vec<Lint>) {
    let says_nothing = file.tree.rules.iter().all(|rule| !ANSWERS.contains(&rule.name.as_str()));
    for name in ANSWERS {
        let instead = format!("write `{name} contains finding if {{ … }}`");
        let rules: Vec<&Rule> = file.tree.rules.iter().filter(|rule| rule.name == name).collect();
        if says_nothing && name == "deny" {
            lints.push(file.report(file.tree.at, &format!("{} has no rule `deny`", policy.meta.id), &instead));
        }
        for rule in rules {
            let plain = rule.key.as_ref().is_some_and(|key| matches!(key.node, Node::Var(_)));
            if rule.kind != Kind::Set {
                lints.push(file.report(rule.at, &format!("`{name}` is not a set of findings"), &instead));
            } else if !file.begins_its_line(rule.at) || !answers_with(&policy.text, name) {
                // The host looks for the answers of a policy at the beginning of its lines.
                let what = format!("`{name}` does not begin its line, or stands in another than `contains`");
                lints.push(file.report(rule.at, &what, &instead));
            } else if !plain {
                let what =
                    format!("the head of `{name}` is not a plain variable, so one that is undefined hides others");
                lints.push(file.report(rule.at, &what, "bind it in the body: `finding := gate.finding(…)`"));
            }
        }
    }
}

/// Checks that no head can be undefined for one element and lose what others gave.
pub(super) fn heads(file: &Parsed, author: Authority, lints: &mut Vec<Lint>) {
    for rule in &file.tree.rules {
        if !rule.is_plain {
            let what = format!("the head of `{}` has a key that gate would lose", rule.name);
            lints.push(file.report(rule.at, &what, "give the whole object: `name[key] := {\"field\": value}`"));
        }
        let user = author == Authority::User;
        for value in chained(rule).filter(|value| user && may_be_undefined(value, file)) {
            let what =
                format!("a value of `{}` may be undefined: OPA then goes on to the next `else`, gate stops", rule.name);
            lints.push(file.report(value.at, &what, "bind it to a variable in its body"));
        }
        let partial = matches!(rule.kind, Kind::Set | Kind::Object);
        let repeated = rule.kind == Kind::Complete && rule.bodies.iter().any(|body| iterates(&body.statements));
        if !(partial || repeated) || ANSWERS.contains(&rule.name.as_str()) {
            continue;
        }
        for part in rule.key.iter().chain(&rule.value).filter(|part| !always_defined(part)) {
            let what =
                format!("the head of `{}` may be undefined for one element and then hides the others", rule.name);
            lints.push(file.report(part.at, &what, "bind it to a variable in the body"));
        }
    }
}

/// The values of a rule that has an `else` after them.
fn chained(rule: &Rule) -> impl Iterator<Item = &Expr> {
    let own = rule.bodies.iter().skip(1).filter_map(|body| body.value.as_ref());
    let all = rule.value.iter().chain(own);
    all.take(rule.bodies.len().saturating_sub(1))
}

/// Whether an expression looks something up or calls a function of the file or of a library.
fn may_be_undefined(expr: &Expr, file: &Parsed) -> bool {
    match &expr.node {
        Node::Field(..) | Node::Index(..) => true,
        Node::Call { function, arguments } => {
            let root = function.root().unwrap_or_default();
            let defined = file.tree.rules.iter().any(|rule| rule.name == root)
                || file.tree.imports.iter().any(|import| import.alias == root);
            defined || arguments.iter().any(|argument| may_be_undefined(argument, file))
        }
        _ => expr.children().into_iter().any(|child| may_be_undefined(child, file)),
    }
}

/// Whether an expression of a head has a value whenever its variables have.
fn always_defined(expr: &Expr) -> bool {
    match &expr.node {
        Node::Scalar(_) | Node::Null | Node::String(_) | Node::Var(_) => true,
        Node::List(_) | Node::Object(_) => expr.children().into_iter().all(always_defined),
        _ => false,
    }
}

/// Whether a body may hold more than once.
fn iterates(statements: &[super::syntax::Statement]) -> bool {
    fn looks_up_many(expr: &Expr) -> bool {
        let here = matches!(&expr.node, Node::Index(_, index) if matches!(index.node, Node::Var(_)));
        here || expr.children().into_iter().any(looks_up_many)
    }
    statements.iter().any(|statement| match &statement.literal {
        Literal::SomeIn { .. } | Literal::Declare(_) => true,
        Literal::Holds(expr) => looks_up_many(expr),
        Literal::Not(_) | Literal::Every { .. } | Literal::Other => false,
    })
}
