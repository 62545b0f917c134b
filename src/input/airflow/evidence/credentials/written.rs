//! The texts that expressions write out, and the names that they are given.

use std::collections::BTreeMap;

use ruff_python_ast::{AnyNodeRef, Expr, ExprBinOp, ExprRef, FStringPart, InterpolatedStringElement, Operator, Stmt};
use ruff_text_size::Ranged;

use super::super::super::python::{span, span_of};
use super::made;
use super::words::HOLE;
use crate::source::Span;

/// The text of a string, an f-string, a sum of them or a call that makes one; what is inserted shows as a reference.
pub(super) fn written(expression: &Expr) -> Option<(String, Span)> {
    match expression {
        Expr::BinOp(sum) => written_sum(sum).or_else(|| made::formatted(sum)),
        Expr::Call(call) => made::called(call),
        other => written_ref(ExprRef::from(other)),
    }
}

/// The text of a single string.
pub(super) fn written_ref(expression: ExprRef<'_>) -> Option<(String, Span)> {
    match expression {
        ExprRef::StringLiteral(text) => Some((text.value.to_str().to_owned(), span(text))),
        ExprRef::BytesLiteral(bytes) => {
            let text: Vec<u8> = bytes.value.bytes().collect();
            Some((String::from_utf8_lossy(&text).into_owned(), span_of(bytes.range())))
        }
        ExprRef::FString(text) => {
            let mut whole = String::new();
            for part in &text.value {
                match part {
                    FStringPart::Literal(literal) => whole.push_str(&literal.value),
                    FStringPart::FString(string) => {
                        for element in &string.elements {
                            match element {
                                InterpolatedStringElement::Literal(literal) => whole.push_str(&literal.value),
                                InterpolatedStringElement::Interpolation(inserted) => {
                                    let inserted = inserted.expression.as_string_literal_expr();
                                    whole.push_str(inserted.map_or(HOLE, |text| text.value.to_str()));
                                }
                            }
                        }
                    }
                }
            }
            Some((whole, span(text)))
        }
        _ => None,
    }
}

/// The text of a sum of which a part is a string; `None` for a sum of other things.
pub(super) fn written_sum(sum: &ExprBinOp) -> Option<(String, Span)> {
    let mut parts = Vec::new();
    let mut left = sum;
    loop {
        if left.op != Operator::Add {
            return None;
        }
        parts.push(&*left.right);
        match &*left.left {
            Expr::BinOp(inner) if inner.op == Operator::Add => left = inner,
            first => {
                parts.push(first);
                break;
            }
        }
    }
    let texts: Vec<Option<String>> =
        parts.iter().rev().map(|part| Some(written_ref(ExprRef::from(*part))?.0)).collect();
    texts.iter().any(Option::is_some).then(|| {
        let whole = texts.into_iter().map(|text| text.unwrap_or_else(|| HOLE.to_owned())).collect();
        (whole, span(sum))
    })
}

/// The name of what is assigned to: `password`, `self.password`, `os.environ["PASSWORD"]`.
pub(super) fn name_of(target: &Expr) -> Option<String> {
    match target {
        Expr::Name(name) => Some(name.id.to_string()),
        Expr::Attribute(attribute) => Some(attribute.attr.to_string()),
        Expr::Subscript(subscript) => written(&subscript.slice).map(|(key, _)| key),
        _ => None,
    }
}

/// The names that imports bind anywhere in a file, with what they mean.
#[derive(Default)]
pub(super) struct Imports(BTreeMap<String, String>);

impl Imports {
    /// Takes note of an import.
    pub(super) fn note(&mut self, node: AnyNodeRef<'_>) {
        match node {
            AnyNodeRef::StmtImport(import) => {
                for alias in &import.names {
                    if let Some(name) = &alias.asname {
                        self.0.insert(name.to_string(), alias.name.to_string());
                    }
                }
            }
            AnyNodeRef::StmtImportFrom(import) if import.level == 0 => {
                let Some(module) = &import.module else { return };
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.0.insert(name.to_string(), format!("{module}.{}", alias.name));
                }
            }
            _ => {}
        }
    }

    /// The imports of some statements, however deep they stand.
    pub(super) fn of(body: &[Stmt]) -> Self {
        let mut imports = Self::default();
        let mut waiting: Vec<AnyNodeRef<'_>> = body.iter().map(AnyNodeRef::from).collect();
        while let Some(node) = waiting.pop() {
            imports.note(node);
            if node.is_statement() || !node.is_expression() {
                waiting.extend(super::super::super::python::children(node));
            }
        }
        imports
    }

    /// The dotted name of a callable, with `()` behind what was called on the way; `None` when it has none.
    pub(super) fn dotted(&self, callable: &Expr) -> Option<String> {
        let mut ends = Vec::new();
        let mut at = callable;
        loop {
            match at {
                Expr::Attribute(attribute) => {
                    ends.push(format!(".{}", attribute.attr));
                    at = &attribute.value;
                }
                Expr::Call(call) => {
                    ends.push("()".to_owned());
                    at = &call.func;
                }
                Expr::Name(name) => {
                    let head = self.0.get(name.id.as_str()).map_or(name.id.as_str(), String::as_str);
                    ends.push(head.to_owned());
                    ends.reverse();
                    return Some(ends.concat());
                }
                _ => return None,
            }
        }
    }
}
