//! Operators and conditionals.

use hcl_edit::Span as _;
use hcl_edit::expr::{BinaryOp, BinaryOperator, Conditional, Expression, UnaryOp, UnaryOperator};

use super::{At, Evaluator, Invalid, Outcome, Scope, from_elsewhere};
use crate::input::terraform::value::{Is, Open, Value, number, same, unify};

impl Evaluator<'_> {
    /// The arm that is meant; where that is open, what both arms are if they are the same.
    pub(super) fn conditional(&self, conditional: &Conditional, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let condition = self.expression(&conditional.cond_expr, at, scope)?;
        let sensitive = condition.sensitive;
        let arm = match truth(&condition) {
            Some(true) => self.arm(&conditional.true_expr, &conditional.false_expr, at, scope)?,
            Some(false) => self.arm(&conditional.false_expr, &conditional.true_expr, at, scope)?,
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

    /// The arm that is meant, in the type that both arms have.
    fn arm(&self, meant: &Expression, other: &Expression, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let meant = self.expression(meant, at, scope)?;
        if matches!(meant.is, Is::Null | Is::Open(_)) {
            return Ok(meant);
        }
        // An error in the other one does not matter.
        let Ok(other) = self.expression(other, at, scope) else { return Ok(meant) };
        unify(&[meant, other]).and_then(|both| both.into_iter().next()).ok_or(Invalid)
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
                // Before 1.12 the tool asks for the right side all the same, and an error there is one.
                let right = self.expression(&operation.rhs_expr, at, scope);
                let fits = right.is_ok_and(|right| truth(&right).is_some() || !right.is_known());
                let decided = Value { is: Is::Bool(operator == BinaryOperator::Or), ..left.clone() };
                return Ok(if fits { decided } else { Value::either(left.opens(), [decided]) });
            }
        }
        let (left, right) = (left?, self.expression(&operation.rhs_expr, at, scope)?);
        let sensitive = left.holds_sensitive() || right.holds_sensitive();
        let open = || Value::new(Is::Open(Open::of([&left, &right])), None);
        let value = match operator {
            BinaryOperator::Eq | BinaryOperator::NotEq => {
                let equal = equal(&left, &right).map(|same| same == (operator == BinaryOperator::Eq));
                // What is compared with something that is written here decides.
                let origins = left.origin.iter().chain(&right.origin);
                equal.map_or_else(open, Value::bool).at(from_elsewhere(origins, at.origin(operation.span()).as_ref()))
            }
            BinaryOperator::And | BinaryOperator::Or => match (truth(&left), truth(&right)) {
                (left_truth, Some(right))
                    if (left_truth.is_some() || !left.is_known()) && right == (operator == BinaryOperator::Or) =>
                {
                    Value::bool(right)
                }
                (Some(_), Some(right)) => Value::bool(right),
                (None, _) if left.is_known() => return Err(Invalid),
                (_, None) if right.is_known() => return Err(Invalid),
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

/// Whether two values are equal. Collections that look the same are equal only if they are of the same type, which is
/// not known here: `[]` never equals an empty list of a variable.
fn equal(left: &Value, right: &Value) -> Option<bool> {
    let collection = |value: &Value| matches!(value.is, Is::List(_) | Is::Object(_));
    same(left, right).filter(|same| !(*same && collection(left) && collection(right)))
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
    let float = |value: f64, lost: f64| {
        // The tool counts with 512 bits; what has no exact number here is open.
        let exact = lost == 0.0 && [left, right, value].into_iter().all(is_exact);
        Some(if exact { Value::new(Is::Number(number(value)?), None) } else { Value::open() })
    };
    let sum = |one: f64, other: f64| {
        let sum = one + other;
        let part = sum - one;
        float(sum, (one - (sum - part)) + (other - part))
    };
    match operator {
        BinaryOperator::Plus => sum(left, right),
        BinaryOperator::Minus => sum(left, -right),
        BinaryOperator::Mul => float(left * right, left.mul_add(right, -(left * right))),
        BinaryOperator::Div if right != 0.0 => float(left / right, (left / right).mul_add(right, -left)),
        BinaryOperator::Mod if right != 0.0 => float(left % right, 0.0),
        BinaryOperator::Less => Some(Value::bool(left < right)),
        BinaryOperator::LessEq => Some(Value::bool(left <= right)),
        BinaryOperator::Greater => Some(Value::bool(left > right)),
        BinaryOperator::GreaterEq => Some(Value::bool(left >= right)),
        _ => None,
    }
}

/// Whether a number is exactly what its digits say, as whole numbers and halves are.
pub(super) fn is_exact(value: f64) -> bool {
    /// Above it not every whole number has a float.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    value.abs() < WHOLE && (value * 1_024.0).fract() == 0.0
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
        Is::Text(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}
