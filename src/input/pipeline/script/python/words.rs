//! The words of Python as a shell would write them.

use std::collections::BTreeMap;

use ruff_python_ast::{
    Expr, ExprCall, ExprFString, ExprStringLiteral, FStringPart, InterpolatedStringElement, Operator,
};
use ruff_text_size::Ranged;

use super::super::origin::Piece;
use crate::input::airflow::python::{span, span_of};

/// How deep values may stand in each other.
const DEPTH: usize = 8;

/// The most bytes of one command.
const BYTES: usize = 20_000;

/// What names are assigned, by name.
pub(super) type Assigned<'a> = BTreeMap<&'a str, Vec<&'a Expr>>;

/// A text for a shell, with the way back to the script.
#[derive(Default)]
pub(super) struct Made {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
}

impl Made {
    /// Adds what stands nowhere, for something that does.
    fn put(&mut self, text: &str, expression: &Expr) {
        let (at, length) = (span(expression).start, expression.range().len().to_usize());
        self.pieces.push(Piece { text: self.text.len(), at, length });
        self.text.push_str(text);
    }

    /// Adds the text of a literal as it is; `quotes` says that it stands between those of a shell.
    fn literal(&mut self, literal: &ExprStringLiteral, quotes: bool) {
        for part in &literal.value {
            let content = span_of(part.content_range());
            let length = content.end.saturating_sub(content.start);
            // With escapes in it, all of it stands where it begins.
            let length = if length == part.value.len() { length } else { 1 };
            self.pieces.push(Piece { text: self.text.len(), at: content.start, length });
            if quotes {
                self.text.push_str(&part.value.replace('\'', "'\\''"));
            } else {
                self.text.push_str(&part.value);
            }
        }
    }

    fn blank(&mut self) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    /// The words of a list; whether they are known at all.
    pub(super) fn words(&mut self, expression: &Expr, names: &Assigned<'_>, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1).filter(|_| self.text.len() < BYTES) else { return false };
        match expression {
            Expr::List(list) => self.elements(&list.elts, names),
            Expr::Tuple(tuple) => self.elements(&tuple.elts, names),
            Expr::StringLiteral(_) | Expr::FString(_) => {
                self.blank();
                self.word(expression, names);
                true
            }
            Expr::BinOp(sum) if sum.op == Operator::Add => {
                let is_known = self.words(&sum.left, names, depth);
                if is_known && !self.words(&sum.right, names, depth) {
                    self.blank();
                    self.put(&format!("${}", name_of(&sum.right)), &sum.right);
                }
                is_known
            }
            Expr::Call(call) => match callee(&call.func).as_str() {
                "shlex.split" | "split" => {
                    let given = call.arguments.find_positional(0);
                    given.is_some_and(|text| self.text_of(text, names, depth))
                }
                _ if method(call) == "split" => match &*call.func {
                    Expr::Attribute(attribute) => self.text_of(&attribute.value, names, depth),
                    _ => false,
                },
                "list" | "tuple" => {
                    call.arguments.find_positional(0).is_some_and(|list| self.words(list, names, depth))
                }
                _ => false,
            },
            Expr::Name(name) => match only(names, &name.id) {
                Some(value) => self.words(value, names, depth),
                None => false,
            },
            _ => false,
        }
    }

    pub(super) fn elements(&mut self, elements: &[Expr], names: &Assigned<'_>) -> bool {
        for element in elements.iter().take(BYTES) {
            self.blank();
            match element {
                Expr::Starred(starred) => self.put(&format!("${}", name_of(&starred.value)), element),
                _ => self.word(element, names),
            }
        }
        !elements.is_empty()
    }

    /// One word.
    fn word(&mut self, expression: &Expr, names: &Assigned<'_>) {
        match expression {
            Expr::StringLiteral(literal) => {
                self.text.push('\'');
                self.literal(literal, true);
                self.text.push('\'');
            }
            Expr::FString(text) => {
                self.text.push('"');
                self.formatted(text, true);
                self.text.push('"');
            }
            Expr::Attribute(_) if callee(expression) == "sys.executable" => self.put("python3", expression),
            Expr::Name(name) => match only(names, &name.id) {
                Some(Expr::StringLiteral(literal)) => {
                    self.text.push('\'');
                    self.literal(literal, true);
                    self.text.push('\'');
                }
                _ => self.put(&format!("\"${}\"", name_of(expression)), expression),
            },
            _ => self.put(&format!("\"${}\"", name_of(expression)), expression),
        }
    }

    /// A text that a shell reads; whether any of it is known.
    pub(super) fn text_of(&mut self, expression: &Expr, names: &Assigned<'_>, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1).filter(|_| self.text.len() < BYTES) else { return false };
        match expression {
            Expr::StringLiteral(literal) => {
                self.literal(literal, false);
                true
            }
            Expr::FString(text) => {
                self.formatted(text, false);
                true
            }
            Expr::BinOp(sum) if sum.op == Operator::Add => {
                let is_known = self.text_of(&sum.left, names, depth);
                if is_known && !self.text_of(&sum.right, names, depth) {
                    self.put(&format!("${}", name_of(&sum.right)), &sum.right);
                }
                is_known
            }
            Expr::BinOp(formatted) if formatted.op == Operator::Mod => self.text_of(&formatted.left, names, depth),
            Expr::Call(call) => match (&*call.func, method(call)) {
                (Expr::Attribute(attribute), "format") => self.text_of(&attribute.value, names, depth),
                (Expr::Attribute(_), "join") => {
                    call.arguments.find_positional(0).is_some_and(|list| self.words(list, names, depth))
                }
                _ => false,
            },
            Expr::Name(name) => match only(names, &name.id) {
                Some(value) => self.text_of(value, names, depth),
                None => false,
            },
            Expr::List(_) | Expr::Tuple(_) => self.words(expression, names, depth),
            _ => false,
        }
    }

    fn formatted(&mut self, text: &ExprFString, quotes: bool) {
        for part in &text.value {
            match part {
                FStringPart::Literal(literal) => {
                    let content = span_of(literal.content_range());
                    self.pieces.push(Piece { text: self.text.len(), at: content.start, length: literal.value.len() });
                    self.text.push_str(&shielded(&literal.value, quotes));
                }
                FStringPart::FString(string) => {
                    for element in &string.elements {
                        let at = span_of(element.range());
                        let length = at.end.saturating_sub(at.start);
                        self.pieces.push(Piece { text: self.text.len(), at: at.start, length });
                        match element {
                            InterpolatedStringElement::Literal(literal) => {
                                self.text.push_str(&shielded(&literal.value, quotes));
                            }
                            InterpolatedStringElement::Interpolation(inserted) => {
                                self.text.extend(["${", &name_of(&inserted.expression), "}"]);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A text that stands between double quotes of a shell, or in its script as it is.
fn shielded(text: &str, quotes: bool) -> String {
    if !quotes {
        return text.to_owned();
    }
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$").replace('`', "\\`")
}

/// How a value of which nothing is known stands in the text: as a variable that is called like it.
fn name_of(expression: &Expr) -> String {
    let name = callee(expression);
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_name = !last.is_empty() && !last.starts_with(|first: char| first.is_ascii_digit());
    let plain = last.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    if is_name && plain { last.to_owned() } else { "value".to_owned() }
}

/// The value of a name that is assigned once.
fn only<'a>(names: &Assigned<'a>, name: &str) -> Option<&'a Expr> {
    match names.get(name)?.as_slice() {
        [value] => Some(*value),
        _ => None,
    }
}

/// The last of the names of what is called.
fn method(call: &ExprCall) -> &str {
    if let Expr::Attribute(attribute) = &*call.func { attribute.attr.as_str() } else { "" }
}

/// A name with those in front of it: `subprocess.run`; of what is called on something else the last, with a dot before it.
pub(super) fn callee(expression: &Expr) -> String {
    let mut names = Vec::new();
    let mut inner = expression;
    for _ in 0..DEPTH {
        match inner {
            Expr::Name(name) => {
                names.push(name.id.as_str());
                break;
            }
            Expr::Attribute(attribute) => {
                names.push(attribute.attr.as_str());
                inner = &attribute.value;
            }
            _ => {
                names.push("");
                break;
            }
        }
    }
    names.reverse();
    names.join(".")
}
