//! The `.tf` files of one folder, and an index of their blocks.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use hcl_edit::Span as _;
use hcl_edit::structure::{Attribute, Block, Body};
use regex::Regex;

use super::{Directory, hidden};
use crate::input::Context;
use crate::source::{RepoPath, Source, Span, secret};

/// Header lines, for a file that the parser refuses.
#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by a test of this module")]
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?m)^[ \t]*(resource|data|module|variable|output|provider|check)[ \t]+"([^"\n]+)"(?:[ \t]+"([^"\n]+)")?"#,
    )
    .unwrap()
});

/// A local source, for a file that the parser refuses.
#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by a test of this module")]
static LOCAL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?m)^[ \t]*source[ \t]*=[ \t]*"(\.\.?/[^"\n]*)""#).unwrap());

/// The files of one folder.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// In the order of the tool: files that override others last.
    files: Vec<File>,
    blocks: BTreeMap<String, Vec<Slot>>,
    locals: BTreeMap<String, (usize, usize)>,
}

#[derive(Debug)]
struct File {
    source: Arc<Source>,
    /// `None` when the file cannot be parsed.
    body: Option<Body>,
}

/// Where a block stands: in which file, and which structure of it or which header line.
#[derive(Debug, Clone, Copy)]
enum Slot {
    Block(usize, usize),
    Header(usize, Span),
}

impl Folder {
    /// Reads the `.tf` and `.tofu` files that lie directly in a folder. A file that cannot be
    /// read is left out: the plan says everything that is judged.
    pub(super) fn read(context: &Context<'_>, folder: &Directory) -> Self {
        let inside = context
            .files
            .paths()
            .iter()
            .filter(|path| matches!(path.extension(), Some("tf" | "tofu")) && path.parent() == folder.0);
        let mut paths: Vec<&RepoPath> = inside.collect();
        paths.sort_by_key(|path| (overrides(path), path.as_str()));
        let mut read = Self::default();
        for path in paths {
            if let Ok(source) = context.files.read(path, context.limits.file_bytes) {
                read.add(source);
            }
        }
        read
    }

    fn add(&mut self, source: Arc<Source>) {
        let file = self.files.len();
        let body = hcl_edit::parser::parse_body(source.text()).ok();
        match &body {
            Some(body) => self.index(file, body),
            None => self.index_headers(file, source.text()),
        }
        self.files.push(File { source, body });
    }

    fn index(&mut self, file: usize, body: &Body) {
        for (at, structure) in body.iter().enumerate() {
            let Some(block) = structure.as_block() else { continue };
            if block.ident.as_str() == "locals" {
                let names = block.body.attributes().map(|attribute| attribute.key.as_str().to_owned());
                self.locals.extend(names.map(|name| (name, (file, at))));
            } else if let Some(name) = name(block) {
                self.blocks.entry(name).or_default().push(Slot::Block(file, at));
            }
        }
    }

    fn index_headers(&mut self, file: usize, text: &str) {
        for found in HEADER.captures_iter(text) {
            let label = |group: usize| found.get(group).map(|label| label.as_str());
            let (Some(whole), Some(word), Some(first)) = (found.get(0), label(1), label(2)) else { continue };
            let indent = whole.as_str().len().saturating_sub(whole.as_str().trim_start().len());
            let span = Span::new(whole.start().saturating_add(indent), whole.end());
            if let Some(name) = named(word, first, label(3)) {
                self.blocks.entry(name).or_default().push(Slot::Header(file, span));
            }
        }
    }

    /// Whether the folder holds no `.tf` file.
    pub(super) const fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The blocks of a name, those that override others first.
    pub(super) fn blocks<'a>(&'a self, name: &str) -> impl Iterator<Item = (&'a Arc<Source>, &'a Block)> + use<'a> {
        let slots = self.blocks.get(name).map_or(&[][..], Vec::as_slice);
        slots.iter().rev().filter_map(|slot| match slot {
            Slot::Block(file, at) => {
                let file = self.files.get(*file)?;
                Some((&file.source, file.body.as_ref()?.get(*at)?.as_block()?))
            }
            Slot::Header(..) => None,
        })
    }

    /// The header of the first block of a name: `resource "aws_s3_bucket" "logs"`.
    pub(super) fn header(&self, name: &str) -> Option<(&Arc<Source>, Span)> {
        let slot = self.blocks.get(name)?.first()?;
        let file = self.files.get(match slot {
            Slot::Block(file, _) | Slot::Header(file, _) => *file,
        })?;
        match slot {
            Slot::Header(_, span) => Some((&file.source, *span)),
            Slot::Block(_, at) => Some((&file.source, header(file.body.as_ref()?.get(*at)?.as_block()?)?)),
        }
    }

    /// The attribute of a local value.
    pub(super) fn local(&self, name: &str) -> Option<(&Arc<Source>, &Attribute)> {
        let (file, at) = self.locals.get(name)?;
        let file = self.files.get(*file)?;
        let block = file.body.as_ref()?.get(*at)?.as_block()?;
        Some((&file.source, block.body.get_attribute(name)?))
    }

    /// The sources of every module call; where a file cannot be parsed, at least those of local modules.
    pub(super) fn sources(&self) -> Vec<&str> {
        let mut sources = Vec::new();
        for file in &self.files {
            if let Some(body) = &file.body {
                let calls = body.get_blocks("module").filter_map(|call| call.body.get_attribute("source"));
                sources.extend(calls.filter_map(|source| source.value.as_str()));
            } else {
                let found = LOCAL.captures_iter(file.source.text()).filter_map(|found| found.get(1));
                sources.extend(found.map(|source| source.as_str()));
            }
        }
        sources
    }

    /// The spans of a file that hold credentials written out.
    pub(super) fn hidden(&self, path: &RepoPath) -> Vec<Span> {
        let Some(file) = self.files.iter().find(|file| file.source.path() == path) else { return Vec::new() };
        let spans = |body| hidden::credentials(body).into_iter().filter_map(|written| written.span).collect();
        file.body.as_ref().map_or_else(|| secret::scan(file.source.text()), spans)
    }

    /// The credentials that the files write out.
    pub(super) fn credentials(&self) -> impl Iterator<Item = String> {
        let bodies = self.files.iter().filter_map(|file| file.body.as_ref());
        bodies.flat_map(hidden::credentials).filter_map(|written| written.value)
    }
}

/// Whether the tool merges a file into the others at the end.
fn overrides(path: &RepoPath) -> bool {
    let stem = path.file_name().rsplit_once('.').map_or(path.file_name(), |(stem, _)| stem);
    stem == "override" || stem.ends_with("_override")
}

/// The span of a block's header, up to its last label.
pub(super) fn header(block: &Block) -> Option<Span> {
    let ident = block.ident.span()?;
    let end = block.labels.iter().filter_map(hcl_edit::Span::span).map(|label| label.end).max();
    Some(Span::new(ident.start, end.unwrap_or(ident.end)))
}

/// The name under which a block is looked up.
fn name(block: &Block) -> Option<String> {
    let mut labels = block.labels.iter().map(hcl_edit::structure::BlockLabel::as_str);
    let name = named(block.ident.as_str(), labels.next()?, labels.next())?;
    let alias = block.body.get_attribute("alias").and_then(|alias| alias.value.as_str());
    Some(match alias.filter(|_| block.ident.as_str() == "provider") {
        Some(alias) => format!("{name}.{alias}"),
        None => name,
    })
}

fn named(word: &str, first: &str, second: Option<&str>) -> Option<String> {
    Some(match (word, second) {
        ("resource", Some(second)) => format!("{first}.{second}"),
        ("data", Some(second)) => format!("data.{first}.{second}"),
        ("variable", _) => format!("var.{first}"),
        ("module" | "output" | "provider" | "check", _) => format!("{word}.{first}"),
        _ => return None,
    })
}
