//! Texts that a call makes of what is written in it: `"…".format(…)`, `"".join([…])`, `base64.b64decode("…")`.

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use ruff_python_ast::{Expr, ExprBinOp, ExprCall, Operator};

use super::super::super::python::span;
use super::items;
use super::words::HOLE;
use super::written::written;
use crate::source::Span;

/// Methods that change nothing that matters here.
const SAME: &[&str] = &["decode", "encode", "strip", "rstrip", "lstrip", "lower", "upper", "title"];

/// Functions that read base64 or hexadecimal.
const DECODERS: &[(&str, bool)] = &[
    ("b64decode", true),
    ("urlsafe_b64decode", true),
    ("standard_b64decode", true),
    ("fromhex", false),
    ("unhexlify", false),
    ("a2b_hex", false),
    ("a2b_base64", true),
];

/// The text that a call makes.
pub(super) fn called(call: &ExprCall) -> Option<(String, Span)> {
    let (owner, name) = match &*call.func {
        Expr::Attribute(attribute) => (Some(&*attribute.value), attribute.attr.as_str()),
        Expr::Name(function) => (None, function.id.as_str()),
        _ => return None,
    };
    let arguments = &call.arguments.args;
    let text = if let Some((_, base64)) = DECODERS.iter().find(|(decoder, _)| *decoder == name) {
        let (encoded, _) = written(arguments.first()?)?;
        decoded(encoded.trim(), *base64)?
    } else {
        let (own, _) = written(owner?)?;
        match name {
            "format" => fill(&own, "{", "}", &arguments.iter().map(part).collect::<Vec<_>>()),
            "join" => items(arguments.first()?)?.iter().map(part).collect::<Vec<_>>().join(&own),
            _ if SAME.contains(&name) => own,
            _ => return None,
        }
    };
    Some((text, span(call)))
}

/// What is written into a log: `info("token=%s", "…")`.
pub(super) fn logged(call: &ExprCall) -> Option<(String, Span)> {
    let Expr::Attribute(attribute) = &*call.func else { return None };
    let (own, values) = call.arguments.args.split_first()?;
    let (own, _) = written(own).filter(|_| LOGS.contains(&attribute.attr.as_str()))?;
    Some((fill(&own, "%", "s", &values.iter().map(part).collect::<Vec<_>>()), span(call)))
}

/// Methods of a log.
const LOGS: &[&str] = &["debug", "info", "warning", "warn", "error", "critical", "exception"];

/// What a value may be that is chosen or wrapped: `a or b`, `a if x else b`, `SecretStr(a)`.
pub(super) fn choices(value: &Expr) -> Vec<&Expr> {
    match value {
        Expr::BoolOp(either) => either.values.iter().collect(),
        Expr::If(either) => vec![&either.body, &either.orelse],
        Expr::Call(call) => {
            let name = match &*call.func {
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                Expr::Name(function) => function.id.as_str(),
                _ => return Vec::new(),
            };
            let named =
                call.arguments.keywords.iter().filter(|it| it.arg.as_ref().is_some_and(|arg| HELD.contains(&&**arg)));
            let held = call.arguments.args.first().into_iter().chain(named.map(|it| &it.value));
            held.filter(|_| WRAPPERS.contains(&name)).collect()
        }
        _ => Vec::new(),
    }
}

/// Arguments of such callables, besides the first one.
const HELD: &[&str] = &["default", "value", "secret_value"];

/// Callables that hold what they are given.
const WRAPPERS: &[&str] = &[
    "bytes",
    "str",
    "bytearray",
    "SecretStr",
    "SecretBytes",
    "Password",
    "Param",
    "ParamsDict",
    "field",
    "Field",
    "Literal",
    "quote",
    "quote_plus",
];

/// The text of `"…" % (…)`.
pub(super) fn formatted(sum: &ExprBinOp) -> Option<(String, Span)> {
    if sum.op != Operator::Mod {
        return None;
    }
    let (own, _) = written(&sum.left)?;
    let parts: Vec<String> = match items(&sum.right) {
        Some(items) => items.iter().map(part).collect(),
        None => vec![part(&sum.right)],
    };
    Some((fill(&own, "%", "s", &parts), span(sum)))
}

fn part(expression: &Expr) -> String {
    written(expression).map_or_else(|| HOLE.to_owned(), |(text, _)| text)
}

/// A text with its fields filled in, in order; more than there are parts is filled in later.
fn fill(text: &str, open: &str, close: &str, parts: &[String]) -> String {
    let field = format!("{open}{close}");
    let mut filled = String::new();
    let mut parts = parts.iter();
    for (index, piece) in text.split(&field).enumerate() {
        if index > 0 {
            filled.push_str(parts.next().map_or(HOLE, String::as_str));
        }
        filled.push_str(piece);
    }
    filled
}

fn decoded(text: &str, base64: bool) -> Option<String> {
    let bytes = if base64 { BASE64.decode(text.as_bytes()) } else { HEXLOWER_PERMISSIVE.decode(text.as_bytes()) };
    String::from_utf8(bytes.ok()?).ok()
}
