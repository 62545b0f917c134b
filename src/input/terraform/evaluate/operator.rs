//! Operators and conditionals.

use hcl_edit::Span as _;
use hcl_edit::expr::{BinaryOp, BinaryOperator, Conditional, Expression, UnaryOp, UnaryOperator};

use super::{At, Evaluator, Invalid, Outcome, Scope, from_elsewhere};
use crate::input::terraform::value::{Is, Open, Value, number, same};

impl Evaluator<'_> {
    /// The arm that is meant; where that is open, what both arms are if they are the same.
    pub(super) fn conditional(&self, conditional: &Conditional, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let condition = self.expression(&conditional.cond_expr, at, scope)?;
        let sensitive = condition.sensitive;
        let arm = match truth(&condition) {
            Some(true) => self.expression(&conditional.true_expr, at, scope)?,
            Some(false) => self.expression(&conditional.false_expr, at, scope)?,
            None if condition.as_open().is_some() => {
                let one = self.expression(&conditional.true_expr, at, scope);
                let other = self.expression(&conditional.false_expr, at, scope);
                match (one, other) {
                    (Ok(one), Ok(other)) if same(&one, &other) == Some(true) => one,
                    (Ok(one), Ok(other)) => {
                        let bits = one.bits().zip(other.bits()).map(|(one, other)| one.min(other));
                        let open = Open { bits, ..Open::of([&condition, &one, &other]) };
                        Value::either(open, [one, other])
                    }
                    (one, other) => Value::either(condition.opens(), one.ok().into_iter().chain(other.ok())),
                }
            }
            None => return Err(Invalid),
        };
        // Where one arm is nothing, what switches decides.
        let nothing = match &arm.is {
            Is::Null => true,
            Is::List(list) => list.items.is_empty() && list.rest.is_none(),
            Is::Object(object) => object.entries.is_empty() && object.rest.is_none(),
            _ => false,
        };
        let own = at.origin(conditional.span());
        let inside = arm.origin.iter().all(|origin| from_elsewhere(std::iter::once(origin), own.as_ref()).is_none());
        let switched = nothing || inside && is_switch(&conditional.cond_expr);
        let switch = from_elsewhere(condition.origin.iter(), own.as_ref()).filter(|_| switched);
        Ok(Value { origin: switch.or(arm.origin), ..arm }.made_of(sensitive))
    }

    pub(super) fn unary(&self, operation: &UnaryOp, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let value = self.expression(&operation.expr, at, scope)?;
        let is = match (operation.operator.value(), truth(&value), as_number(&value)) {
            _ if value.as_open().is_some() => Is::Open(value.opens()),
            (UnaryOperator::Not, Some(value), _) => Is::Bool(!value),
            (UnaryOperator::Neg, _, Some(value)) => Is::Number(number(-value).ok_or(Invalid)?),
            _ => return Err(Invalid),
        };
        // The value that is turned round decides.
        Ok(Value { is, ..value })
    }

    pub(super) fn binary(&self, operation: &BinaryOp, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let left = self.expression(&operation.lhs_expr, at, scope);
        let operator = *operation.operator.value();
        if let (BinaryOperator::And | BinaryOperator::Or, Ok(left)) = (operator, &left) {
            let decides = truth(left) == Some(operator == BinaryOperator::Or);
            if decides {
                return Ok(left.clone());
            }
        }
        let (left, right) = (left?, self.expression(&operation.rhs_expr, at, scope)?);
        let sensitive = left.holds_sensitive() || right.holds_sensitive();
        let open = || Value::new(Is::Open(Open::of([&left, &right])), None);
        let value = match operator {
            BinaryOperator::Eq | BinaryOperator::NotEq => {
                let equal = same(&left, &right).map(|same| same == (operator == BinaryOperator::Eq));
                // What is compared with something that is written here decides.
                let origins = left.origin.iter().chain(&right.origin);
                equal.map_or_else(open, Value::bool).at(from_elsewhere(origins, at.origin(operation.span()).as_ref()))
            }
            BinaryOperator::And | BinaryOperator::Or => match (truth(&left), truth(&right)) {
                (_, Some(right)) if right == (operator == BinaryOperator::Or) => Value::bool(right),
                (Some(_), Some(right)) => Value::bool(right),
                _ => open(),
            },
            _ => match (as_number(&left), as_number(&right)) {
                (Some(one), Some(other)) => {
                    let origins = left.origin.iter().chain(&right.origin);
                    let made = calculate(operator, one, other).ok_or(Invalid)?;
                    let made_of = from_elsewhere(origins, at.origin(operation.span()).as_ref());
                    made.at(made_of.filter(|_| {
                        matches!(
                            operator,
                            BinaryOperator::Plus
                                | BinaryOperator::Minus
                                | BinaryOperator::Mul
                                | BinaryOperator::Div
                                | BinaryOperator::Mod
                        )
                    }))
                }
                _ if left.as_open().is_some() || right.as_open().is_some() => open(),
                _ => return Err(Invalid),
            },
        };
        Ok(value.made_of(sensitive))
    }
}

/// Whether a condition only asks whether something is on, or given: then that decides, and not what follows from it.
fn is_switch(condition: &Expression) -> bool {
    match condition {
        Expression::Parenthesis(inner) => is_switch(inner.inner()),
        Expression::UnaryOp(operation) => is_switch(&operation.expr),
        Expression::Variable(_) | Expression::Traversal(_) => true,
        Expression::BinaryOp(operation) => {
            let null = |side: &Expression| matches!(side, Expression::Null(_));
            null(&operation.lhs_expr) || null(&operation.rhs_expr)
        }
        _ => false,
    }
}

fn calculate(operator: BinaryOperator, left: f64, right: f64) -> Option<Value> {
    let float = |value: f64| Some(Value::new(Is::Number(number(value)?), None));
    match operator {
        BinaryOperator::Plus => float(left + right),
        BinaryOperator::Minus => float(left - right),
        BinaryOperator::Mul => float(left * right),
        BinaryOperator::Div if right != 0.0 => float(left / right),
        BinaryOperator::Mod if right != 0.0 => float(left % right),
        BinaryOperator::Less => Some(Value::bool(left < right)),
        BinaryOperator::LessEq => Some(Value::bool(left <= right)),
        BinaryOperator::Greater => Some(Value::bool(left > right)),
        BinaryOperator::GreaterEq => Some(Value::bool(left >= right)),
        _ => None,
    }
}

/// Whether a value is true; `None` for what is neither.
pub(super) fn truth(value: &Value) -> Option<bool> {
    match &value.is {
        Is::Bool(value) => Some(*value),
        Is::Text(text) => match &**text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A number, also one that is written as text.
pub(super) fn as_number(value: &Value) -> Option<f64> {
    match &value.is {
        Is::Number(number) => number.as_f64(),
        Is::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}
