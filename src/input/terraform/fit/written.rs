//! What the code of one folder sets, in either syntax, with overriding files merged in as the tool merges them.

use std::collections::BTreeMap;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block as NativeBlock, Body, Structure};

use super::Reading;
use crate::input::terraform::code::{Content, File, header, json, overrides};
use crate::input::tree::Node;
use crate::source::{Source, Span};

/// The word of a block and its name: `("resource", "aws_s3_bucket.logs")`.
pub(super) type Name = (&'static str, String);

/// The words of the blocks that a plan repeats.
const WORDS: &[&str] = &["resource", "data", "module", "variable", "output", "provider"];

/// The blocks of one folder.
pub(super) struct Module<'a> {
    /// By word and name.
    pub(super) blocks: BTreeMap<Name, Block<'a>>,
    /// Its local values.
    pub(super) locals: BTreeMap<&'a str, Value<'a>>,
    /// The first file: the place of what is missing.
    pub(super) first: &'a Source,
}

/// One block.
pub(super) struct Block<'a> {
    /// Its file.
    pub(super) source: &'a Source,
    /// Its header.
    pub(super) header: Span,
    /// Its arguments; in JSON its nested blocks too, because only the provider's schema tells them apart.
    pub(super) arguments: BTreeMap<&'a str, Argument<'a>>,
    /// Its nested blocks that are written out.
    pub(super) blocks: BTreeMap<&'a str, Vec<Block<'a>>>,
    /// Those that `dynamic` makes, by name; of JSON only the names.
    pub(super) dynamic: BTreeMap<&'a str, Vec<Dynamic<'a>>>,
}

/// A `dynamic` block.
pub(super) struct Dynamic<'a> {
    /// What it goes through.
    pub(super) each: &'a Expression,
    /// The name that stands for an element.
    pub(super) iterator: &'a str,
    /// What it makes of each.
    pub(super) content: Block<'a>,
}

/// One argument.
#[derive(Clone, Copy)]
pub(super) struct Argument<'a> {
    /// Its file.
    pub(super) source: &'a Source,
    /// Its key.
    pub(super) at: Span,
    /// What sets it.
    pub(super) value: Value<'a>,
}

/// What sets an argument.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    /// An expression.
    Native(&'a Expression),
    /// A value in JSON, whose texts are templates.
    Json(&'a Node),
}

impl<'a> Module<'a> {
    /// Puts the files of a folder together; `None` when the tool reads none of them.
    pub(super) fn read(files: &'a [File], reading: Reading) -> Option<Self> {
        let mut files = files.iter().filter(|file| reading.takes(file.source.path(), files)).peekable();
        let mut module =
            Self { blocks: BTreeMap::new(), locals: BTreeMap::new(), first: files.peek()?.source.as_ref() };
        for file in files {
            let mut found = Vec::new();
            match &file.content {
                Content::Native(body) => {
                    // A local of an overriding file comes later, and replaces the other.
                    let locals = body.get_blocks("locals").flat_map(|block| block.body.attributes());
                    module.locals.extend(locals.map(|local| (local.key.as_str(), Value::Native(&local.value))));
                    native(&file.source, body, &mut found);
                }
                Content::Json(root) => in_json(&file.source, root, &mut found),
                Content::Unreadable => return None,
            }
            for (name, block) in found {
                match module.blocks.get_mut(&name) {
                    Some(base) if overrides(file.source.path()) => base.merge(block),
                    // The tool refuses two blocks of one name.
                    Some(_) => {}
                    None => drop(module.blocks.insert(name, block)),
                }
            }
        }
        Some(module)
    }
}

impl<'a> Block<'a> {
    fn native(source: &'a Source, header: Span, body: &'a Body) -> Self {
        let mut block = Self::empty(source, header);
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    let at = attribute.key.span().map_or(header, |key| Span::new(key.start, key.end));
                    let argument = Argument { source, at, value: Value::Native(&attribute.value) };
                    block.arguments.insert(attribute.key.as_str(), argument);
                }
                Structure::Block(inner) => block.nest(inner),
            }
        }
        block
    }

    fn nest(&mut self, inner: &'a NativeBlock) {
        if inner.ident.as_str() == "dynamic" {
            if let Some(name) = inner.labels.first().map(hcl_edit::structure::BlockLabel::as_str) {
                self.dynamic.entry(name).or_default().extend(Dynamic::read(self.source, inner, name));
            }
        } else {
            let nested = Self::native(self.source, header(inner).unwrap_or(self.header), &inner.body);
            self.blocks.entry(inner.ident.as_str()).or_default().push(nested);
        }
    }

    fn in_json(source: &'a Source, header: Span, body: &'a Node) -> Self {
        let mut block = Self::empty(source, header);
        for entry in json::written(body) {
            let Some(name) = entry.name() else { continue };
            if name == "dynamic" {
                let made = json::items(&entry.value).into_iter().flat_map(json::written);
                block.dynamic.extend(made.filter_map(|entry| entry.name()).map(|name| (name, Vec::new())));
            } else {
                let argument = Argument { source, at: entry.key.span, value: Value::Json(&entry.value) };
                block.arguments.insert(name, argument);
            }
        }
        block
    }

    fn empty(source: &'a Source, header: Span) -> Self {
        let (arguments, blocks) = (BTreeMap::new(), BTreeMap::new());
        Self { source, header, arguments, blocks, dynamic: BTreeMap::new() }
    }

    /// Whether it sets an argument or holds blocks of that name.
    pub(super) fn sets(&self, name: &str) -> bool {
        self.arguments.contains_key(name) || self.blocks.contains_key(name) || self.dynamic.contains_key(name)
    }

    /// The nested blocks of a name; of JSON, what stands under that key.
    pub(super) fn nested(&self, name: &str) -> Vec<Block<'a>> {
        match self.arguments.get(name) {
            Some(Argument { source, at, value: Value::Json(node) }) => {
                let items = json::items(node).into_iter().filter(|item| item.is_mapping());
                items.map(|item| Block::in_json(source, *at, item)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// An argument replaces an argument, and the blocks of a name replace all of that name.
    fn merge(&mut self, over: Self) {
        for name in over.arguments.keys().chain(over.blocks.keys()).chain(over.dynamic.keys()) {
            self.arguments.remove(name);
            self.blocks.remove(name);
            self.dynamic.remove(name);
        }
        self.arguments.extend(over.arguments);
        self.blocks.extend(over.blocks);
        self.dynamic.extend(over.dynamic);
    }
}

impl<'a> Dynamic<'a> {
    fn read(source: &'a Source, block: &'a NativeBlock, name: &'a str) -> Option<Self> {
        let each = &block.body.get_attribute("for_each")?.value;
        let iterator = match block.body.get_attribute("iterator") {
            Some(iterator) => iterator.value.as_variable()?.as_str(),
            None => name,
        };
        let content = block.body.get_blocks("content").next()?;
        let content = Block::native(source, header(block).unwrap_or_default(), &content.body);
        Some(Self { each, iterator, content })
    }
}

fn native<'a>(source: &'a Arc<Source>, body: &'a Body, found: &mut Vec<(Name, Block<'a>)>) {
    for block in body.blocks() {
        let labels: Vec<&str> = block.labels.iter().map(hcl_edit::structure::BlockLabel::as_str).collect();
        let alias = block.body.get_attribute("alias").and_then(|alias| alias.value.as_str());
        if let Some(name) = name(block.ident.as_str(), &labels, alias) {
            let header = header(block).unwrap_or_default();
            found.push((name, Block::native(source, header, &block.body)));
        }
        // A `check` may hold a data source of its own.
        if block.ident.as_str() == "check" {
            native(source, &block.body, found);
        }
    }
}

fn in_json<'a>(source: &'a Arc<Source>, root: &'a Node, found: &mut Vec<(Name, Block<'a>)>) {
    for block in json::blocks(root) {
        let alias = block.body.get("alias").and_then(Node::as_str);
        if let Some(name) = name(block.word, &block.labels, alias) {
            found.push((name, Block::in_json(source, block.header, block.body)));
        }
        if block.word == "check" {
            in_json(source, block.body, found);
        }
    }
}

fn name(word: &str, labels: &[&str], alias: Option<&str>) -> Option<Name> {
    let word = WORDS.iter().copied().find(|known| *known == word)?;
    let alias = alias.filter(|_| word == "provider");
    let labels: Vec<&str> = labels.iter().copied().chain(alias).collect();
    (!labels.is_empty()).then(|| (word, labels.join(".")))
}
