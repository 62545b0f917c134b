//! Ranges of addresses of which the code writes out only the size: `"${aws_eip.office.public_ip}/32"`.

use hcl_edit::expr::{Expression, FuncCall};
use hcl_edit::template::Element;

use super::Code;
use super::encoded::local;

/// How deep expressions may be nested, locals included.
const DEPTH: usize = 32;

/// The most bits that a range can have.
const MOST: u8 = 128;

/// Functions that only put lists together or in order.
const KEEPING: &[&str] =
    &["compact", "concat", "distinct", "flatten", "reverse", "setunion", "sort", "tolist", "toset"];

/// How many bits every range that an expression makes has at least; `None` when that is not written out.
pub(super) fn bits(code: &Code, module: &str, expression: &Expression) -> Option<u8> {
    let mut fuel = 500;
    at(code, module, expression, DEPTH, &mut fuel)
}

fn at(code: &Code, module: &str, expression: &Expression, depth: usize, fuel: &mut usize) -> Option<u8> {
    let depth = depth.checked_sub(1)?;
    *fuel = fuel.checked_sub(1)?;
    let mut of = |expression: &Expression| at(code, module, expression, depth, fuel);
    match expression {
        Expression::String(text) => size(text.value()),
        Expression::StringTemplate(template) => match template.iter().last() {
            Some(Element::Literal(text)) => size(text),
            _ => None,
        },
        Expression::Parenthesis(inner) => of(inner.inner()),
        Expression::Array(items) => items.iter().try_fold(MOST, |fewest, item| Some(fewest.min(of(item)?))),
        Expression::ForExpr(each) if each.key_expr.is_none() => of(&each.value_expr),
        Expression::Conditional(either) => Some(of(&either.true_expr)?.min(of(&either.false_expr)?)),
        Expression::Traversal(traversal) => of(local(code, module, traversal)?),
        Expression::FuncCall(call) => of_call(call, &mut of),
        _ => None,
    }
}

fn of_call(call: &FuncCall, of: &mut impl FnMut(&Expression) -> Option<u8>) -> Option<u8> {
    let name = call.name.name.as_str();
    if call.name.is_namespaced() {
        return None;
    }
    match name {
        "format" | "formatlist" => of(call.args.get(0)?),
        // So many bits more than the network that it divides.
        "cidrsubnet" => match call.args.get(1)? {
            Expression::Number(bits) => bits.value().as_u64().and_then(|bits| u8::try_from(bits).ok()),
            _ => None,
        },
        name if KEEPING.contains(&name) && !call.args.expand_final() => {
            call.args.iter().try_fold(MOST, |fewest, argument| Some(fewest.min(of(argument)?)))
        }
        _ => None,
    }
}

/// The bits at the end of a text.
fn size(text: &str) -> Option<u8> {
    text.rsplit_once('/')?.1.parse().ok().filter(|bits| *bits <= MOST)
}
