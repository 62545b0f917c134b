//! A block of the code as its files write it: in the native syntax or in JSON, with what other files override of it.

use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block as Native, BlockLabel, Body as NativeBody};

use super::folder::header;
use super::json;
use crate::input::tree::Node;
use crate::source::{Source, Span};

/// Everything that the code writes under one address. What stands in files that override others comes first.
#[derive(Debug, Clone, Default)]
pub(in crate::input::terraform) struct Block<'a> {
    pub(in crate::input::terraform) parts: Vec<Part<'a>>,
}

/// What one file writes of a block.
#[derive(Debug, Clone, Copy)]
pub(in crate::input::terraform) struct Part<'a> {
    pub(in crate::input::terraform) source: &'a Arc<Source>,
    pub(in crate::input::terraform) body: Body<'a>,
    /// Its words, up to the last label.
    pub(in crate::input::terraform) header: Option<Span>,
    /// All of it.
    whole: Option<Span>,
}

/// The inside of a block.
#[derive(Debug, Clone, Copy)]
pub(in crate::input::terraform) enum Body<'a> {
    Native(&'a NativeBody),
    Json(&'a Node),
}

/// An expression of a file.
#[derive(Debug, Clone, Copy)]
pub(in crate::input::terraform) struct Written<'a> {
    pub(in crate::input::terraform) source: &'a Arc<Source>,
    pub(in crate::input::terraform) expression: Expr<'a>,
}

/// An expression.
#[derive(Debug, Clone, Copy)]
pub(in crate::input::terraform) enum Expr<'a> {
    Native(&'a Expression),
    Json(&'a Node),
}

/// A nested block, or what makes several.
#[derive(Debug, Clone, Copy)]
pub(in crate::input::terraform) enum Nested<'a> {
    /// One block.
    Static(Part<'a>),
    /// `dynamic`: its own arguments, and the content of each block that it makes.
    Dynamic { arguments: Part<'a>, content: Part<'a> },
}

impl<'a> Block<'a> {
    /// Whether the code does not have it.
    pub(in crate::input::terraform) const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// What sets an argument.
    pub(in crate::input::terraform) fn attribute(&self, name: &str) -> Option<Written<'a>> {
        self.parts.iter().find_map(|part| part.attribute(name))
    }

    /// The nested blocks of a name, in their order. A file that overrides others replaces all of them.
    pub(in crate::input::terraform) fn nested(&self, name: &str) -> Vec<Nested<'a>> {
        self.parts.iter().map(|part| part.nested(name)).find(|nested| !nested.is_empty()).unwrap_or_default()
    }
}

impl<'a> Part<'a> {
    /// A block in the native syntax.
    pub(in crate::input::terraform) fn native(source: &'a Arc<Source>, block: &'a Native) -> Self {
        let whole = block.span().map(|range| Span::new(range.start, range.end));
        Self { source, body: Body::Native(&block.body), header: header(block), whole }
    }

    /// A block in JSON.
    pub(in crate::input::terraform) const fn json(
        source: &'a Arc<Source>,
        node: &'a Node,
        header: Option<Span>,
    ) -> Self {
        Self { source, body: Body::Json(node), header, whole: Some(node.span) }
    }

    /// What a file sets outside of any block.
    pub(in crate::input::terraform) const fn outermost(source: &'a Arc<Source>, body: Body<'a>) -> Self {
        Self { source, body, header: None, whole: None }
    }

    /// All of it.
    pub(in crate::input::terraform) const fn whole(&self) -> Option<Span> {
        self.whole
    }

    /// What sets an argument.
    pub(in crate::input::terraform) fn attribute(&self, name: &str) -> Option<Written<'a>> {
        let expression = match self.body {
            Body::Native(body) => Expr::Native(&body.get_attribute(name)?.value),
            Body::Json(node) => Expr::Json(node.get(name)?),
        };
        Some(Written { source: self.source, expression })
    }

    /// The names of its arguments and of its nested blocks, each once and in order.
    pub(in crate::input::terraform) fn names(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> = match self.body {
            Body::Native(body) => body
                .iter()
                .filter_map(|structure| match structure.as_block() {
                    Some(block) if block.ident.as_str() == "dynamic" => block.labels.first().map(BlockLabel::as_str),
                    Some(block) => Some(block.ident.as_str()),
                    None => structure.as_attribute().map(|attribute| attribute.key.as_str()),
                })
                .collect(),
            Body::Json(node) => {
                let dynamic = node.get("dynamic").into_iter().flat_map(json::items).flat_map(json::written);
                let own = json::written(node).filter(|entry| entry.name() != Some("dynamic"));
                own.chain(dynamic).filter_map(|entry| entry.name()).collect()
            }
        };
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The nested blocks of a name. In JSON nobody can tell a block from an argument: those that `dynamic` makes.
    pub(in crate::input::terraform) fn nested(&self, name: &str) -> Vec<Nested<'a>> {
        match self.body {
            Body::Native(body) => body.blocks().filter_map(|block| self.native_nested(block, name)).collect(),
            Body::Json(node) => {
                let dynamic =
                    node.get("dynamic").into_iter().flat_map(json::items).filter_map(|all| all.get_entry(name));
                let made =
                    dynamic.flat_map(|entry| json::items(&entry.value).into_iter().map(move |item| (entry, item)));
                let part = |node, header| Part::json(self.source, node, Some(header));
                made.filter_map(|(entry, item)| {
                    let content = json::items(item.get("content")?).into_iter().next()?;
                    let header = entry.key.span;
                    Some(Nested::Dynamic { arguments: part(item, header), content: part(content, header) })
                })
                .collect()
            }
        }
    }

    fn native_nested(&self, block: &'a Native, name: &str) -> Option<Nested<'a>> {
        let part = |block| Part::native(self.source, block);
        match block.ident.as_str() {
            "dynamic" if block.labels.first().is_some_and(|label| label.as_str() == name) => {
                let content = block.body.get_blocks("content").next()?;
                let content = Part { header: header(block), ..part(content) };
                Some(Nested::Dynamic { arguments: part(block), content })
            }
            ident if ident == name => Some(Nested::Static(part(block))),
            _ => None,
        }
    }
}
