//! `ast.literal_eval`: the value that a text writes as Python does.

use ruff_python_ast::{Expr, Number, Stmt, UnaryOp};

use super::super::python::parse_text;
use super::super::value::{Args, Dict, Item, Value};
use super::Interpreter;
use crate::source::Span;

/// Nesting that is followed.
const DEPTH: usize = 60;

impl<'a> Interpreter<'a> {
    /// The value of `ast.literal_eval(text)`; `None` for another function, and for a text that is not known or no literal.
    pub(super) fn call_literal(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let first = args.positional.first().filter(|_| name == "ast.literal_eval")?;
        let Value::Text(text) = &first.value else { return None };
        let known = text.as_known()?.trim_start_matches([' ', '\t']).to_owned();
        if !self.step(known.len() / 16, at.start) {
            return None;
        }
        let parsed = parse_text(&known, self.modules.limits()).ok()?;
        match (parsed.errors(), parsed.syntax().body.as_slice()) {
            ([], [Stmt::Expr(only)]) => self.value_of_literal(&only.value, first.span, DEPTH),
            _ => None,
        }
    }

    /// The value of a literal, each part of which stands where the text does.
    fn value_of_literal(&mut self, expression: &Expr, at: Span, depth: usize) -> Option<Value<'a>> {
        let depth = depth.checked_sub(1)?;
        if !self.step(1, at.start) {
            return None;
        }
        Some(match expression {
            Expr::StringLiteral(text) => Value::text(text.value.to_str()),
            Expr::BooleanLiteral(literal) => Value::Bool(literal.value),
            Expr::NoneLiteral(_) => Value::None,
            Expr::NumberLiteral(number) => match &number.value {
                Number::Int(int) => Value::Int(int.as_i64()?),
                Number::Float(float) => Value::Float(*float),
                Number::Complex { .. } => return None,
            },
            Expr::UnaryOp(operation) => match (operation.op, self.value_of_literal(&operation.operand, at, depth)?) {
                (UnaryOp::USub, Value::Int(number)) => Value::Int(number.checked_neg()?),
                (UnaryOp::USub, Value::Float(number)) => Value::Float(-number),
                (UnaryOp::UAdd, number @ (Value::Int(_) | Value::Float(_))) => number,
                _ => return None,
            },
            Expr::List(list) => self.list_of_literals(&list.elts, at, depth)?,
            Expr::Tuple(tuple) => self.list_of_literals(&tuple.elts, at, depth)?,
            Expr::Set(set) => self.list_of_literals(&set.elts, at, depth)?,
            Expr::Dict(written) => {
                let dict = self.heap.dicts.add(Dict::default());
                for item in &written.items {
                    let key = self.value_of_literal(item.key.as_ref()?, at, depth)?;
                    let value = self.value_of_literal(&item.value, at, depth)?;
                    self.insert(dict, &key, Item { value, span: at });
                }
                Value::Dict(dict)
            }
            _ => return None,
        })
    }

    fn list_of_literals(&mut self, written: &[Expr], at: Span, depth: usize) -> Option<Value<'a>> {
        let values: Option<Vec<Value<'a>>> =
            written.iter().map(|item| self.value_of_literal(item, at, depth)).collect();
        Some(self.heap.list_of(values?, at))
    }
}
