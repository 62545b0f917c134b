//! The code of one folder, and an index of its blocks.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use hcl_edit::Span as _;
use hcl_edit::structure::{Attribute, Block, Body};
use regex::Regex;

use super::block::{Part, Written};
use super::{Directory, hidden, hidden_json, is_code, json};
use crate::finding::Text;
use crate::input::tree::Node;
use crate::input::{Context, Problem};
use crate::limits::Limits;
use crate::source::secret::{self, Known};
use crate::source::{RepoPath, Source, Span};

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

/// What follows where code cannot be read.
pub(in crate::input::terraform) const UNSURE: &str =
    "nobody can tell whether the plan was made of this code; correct the file and plan again";

/// The files of one folder.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// In the order of the tool: files that override others last.
    files: Vec<File>,
    /// What of it could not be read, each at its place.
    lost: Vec<Problem>,
    blocks: BTreeMap<String, Vec<Slot>>,
    locals: BTreeMap<String, Slot>,
}

/// One file of code.
#[derive(Debug)]
pub(in crate::input::terraform) struct File {
    pub(in crate::input::terraform) source: Arc<Source>,
    pub(in crate::input::terraform) content: Content,
}

/// What a file holds.
#[derive(Debug)]
pub(in crate::input::terraform) enum Content {
    /// Blocks in the native syntax.
    Native(Body),
    /// The same in JSON.
    Json(Node),
    /// Nothing that can be parsed.
    Unreadable,
}

impl File {
    /// A file, and where and why it cannot be parsed.
    fn parse(source: Arc<Source>, limits: &Limits) -> (Self, Option<Problem>) {
        let parsed = if source.path().extension() == Some("json") {
            json::parse(&source, limits).map(Content::Json)
        } else {
            hcl_edit::parser::parse_body(source.text())
                .map(Content::Native)
                .map_err(|error| Problem::at(&source, error.location().offset(), "gate cannot read this as code"))
        };
        match parsed {
            Ok(content) => (Self { source, content }, None),
            Err(problem) => {
                let message = Text::new(&format!("{}; {UNSURE}", problem.message.raw()));
                (Self { source, content: Content::Unreadable }, Some(Problem { message, ..problem }))
            }
        }
    }

    /// The credentials that it writes out; `None` when it cannot be parsed.
    fn credentials(&self) -> Option<Vec<hidden::Written>> {
        match &self.content {
            Content::Native(body) => Some(hidden::credentials(body)),
            Content::Json(root) => Some(hidden_json::credentials(root)),
            Content::Unreadable => None,
        }
    }

    const fn body(&self) -> Option<&Body> {
        match &self.content {
            Content::Native(body) => Some(body),
            Content::Json(_) | Content::Unreadable => None,
        }
    }
}

/// Where a block stands: in which file, and which structure of it, which way through its JSON, or which header line.
#[derive(Debug, Clone)]
enum Slot {
    Block(usize, usize),
    Json(usize, Vec<usize>, Span),
    Header(usize, Span),
}

impl Folder {
    /// Reads the code that lies directly in a folder. A file that cannot be read is left out: the plan has the values
    /// that are judged, but nobody can say then that it was made of this code.
    pub(super) fn read(context: &Context<'_>, folder: &Directory) -> Self {
        let mut paths = context.files.paths_where(&|path| is_code(path) && path.parent() == folder.0);
        paths.sort_by_key(|path| (overrides(path), path.as_str()));
        let mut read = Self::default();
        for path in paths {
            match context.files.read(path, context.limits.file_bytes) {
                Ok(source) => read.add(source, context.limits),
                Err(error) => read.lost.push(Problem::of(path, &format!("{error}; {UNSURE}"))),
            }
        }
        read
    }

    /// Its files in the order of the tool, those that override others last; `None` when one of them cannot be read.
    pub(in crate::input::terraform) fn files(&self) -> Option<&[File]> {
        self.lost.is_empty().then_some(self.files.as_slice())
    }

    /// All of them, also where one cannot be read.
    pub(super) fn all(&self) -> &[File] {
        &self.files
    }

    /// What of it could not be read.
    pub(super) fn lost(&self) -> &[Problem] {
        &self.lost
    }

    fn add(&mut self, source: Arc<Source>, limits: &Limits) {
        let at = self.files.len();
        let (file, problem) = File::parse(source, limits);
        self.lost.extend(problem);
        match &file.content {
            Content::Native(body) => self.index(at, body),
            Content::Json(root) => self.index_json(at, root),
            Content::Unreadable => self.index_headers(at, file.source.text()),
        }
        self.files.push(file);
    }

    fn index_json(&mut self, file: usize, root: &Node) {
        for block in json::blocks(root) {
            let slot = || Slot::Json(file, block.route.clone(), block.header);
            let mut labels = block.labels.iter().copied();
            if let Some(name) = labels.next().and_then(|first| named(block.word, first, labels.next())) {
                self.blocks.entry(name).or_default().push(slot());
            } else if block.word == "locals" {
                let names = json::written(block.body).filter_map(|entry| entry.name());
                self.locals.extend(names.map(|name| (name.to_owned(), slot())));
            }
        }
    }

    fn index(&mut self, file: usize, body: &Body) {
        for (at, structure) in body.iter().enumerate() {
            let Some(block) = structure.as_block() else { continue };
            if block.ident.as_str() == "locals" {
                let names = block.body.attributes().map(|attribute| attribute.key.as_str().to_owned());
                self.locals.extend(names.map(|name| (name, Slot::Block(file, at))));
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

    /// Whether the folder holds no `.tf` file, not even one that cannot be read.
    pub(super) const fn is_empty(&self) -> bool {
        self.files.is_empty() && self.lost.is_empty()
    }

    /// The blocks of a name, those that override others first.
    pub(super) fn blocks<'a>(&'a self, name: &str) -> impl Iterator<Item = (&'a Arc<Source>, &'a Block)> + use<'a> {
        let slots = self.blocks.get(name).map_or(&[][..], Vec::as_slice);
        slots.iter().rev().filter_map(|slot| self.native(slot))
    }

    fn native(&self, slot: &Slot) -> Option<(&Arc<Source>, &Block)> {
        match slot {
            Slot::Block(file, at) => {
                let file = self.files.get(*file)?;
                Some((&file.source, file.body()?.get(*at)?.as_block()?))
            }
            Slot::Json(..) | Slot::Header(..) => None,
        }
    }

    /// What each file writes of a block, those that override others first.
    pub(super) fn parts(&self, name: &str) -> Vec<Part<'_>> {
        let slots = self.blocks.get(name).map_or(&[][..], Vec::as_slice);
        slots.iter().rev().filter_map(|slot| self.part(slot)).collect()
    }

    fn part(&self, slot: &Slot) -> Option<Part<'_>> {
        match slot {
            Slot::Block(..) => self.native(slot).map(|(source, block)| Part::native(source, block)),
            Slot::Json(file, route, header) => {
                let file = self.files.get(*file)?;
                let Content::Json(root) = &file.content else { return None };
                Some(Part::json(&file.source, json::at(root, route)?, Some(*header)))
            }
            Slot::Header(..) => None,
        }
    }

    /// The header of the first block of a name: `resource "aws_s3_bucket" "logs"`.
    pub(super) fn header(&self, name: &str) -> Option<(&Arc<Source>, Span)> {
        let slot = self.blocks.get(name)?.first()?;
        let file = self.files.get(match slot {
            Slot::Block(file, _) | Slot::Json(file, ..) | Slot::Header(file, _) => *file,
        })?;
        match slot {
            Slot::Json(_, _, span) | Slot::Header(_, span) => Some((&file.source, *span)),
            Slot::Block(_, at) => Some((&file.source, header(file.body()?.get(*at)?.as_block()?)?)),
        }
    }

    /// The attribute of a local value.
    pub(super) fn local(&self, name: &str) -> Option<(&Arc<Source>, &Attribute)> {
        let (source, block) = self.native(self.locals.get(name)?)?;
        Some((source, block.body.get_attribute(name)?))
    }

    /// What sets a local value.
    pub(super) fn local_value(&self, name: &str) -> Option<Written<'_>> {
        self.part(self.locals.get(name)?)?.attribute(name)
    }

    /// The sources of every module call; where a file cannot be parsed, at least those of local modules.
    pub(super) fn sources(&self) -> Vec<&str> {
        let mut sources = Vec::new();
        for file in &self.files {
            match &file.content {
                Content::Native(body) => {
                    let calls = body.get_blocks("module").filter_map(|call| call.body.get_attribute("source"));
                    sources.extend(calls.filter_map(|source| source.value.as_str()));
                }
                Content::Json(root) => {
                    let calls = json::blocks(root).into_iter().filter(|block| block.word == "module");
                    sources.extend(calls.filter_map(|call| call.body.get("source")?.as_str()));
                }
                Content::Unreadable => {
                    let found = LOCAL.captures_iter(file.source.text()).filter_map(|found| found.get(1));
                    sources.extend(found.map(|source| source.as_str()));
                }
            }
        }
        sources
    }

    /// The source of a module call, by its name `module.x`.
    pub(super) fn source_of(&self, call: &str) -> Option<&str> {
        let native = || self.blocks(call).find_map(|(_, block)| block.body.get_attribute("source")?.value.as_str());
        let roots = self.files.iter().rev().filter_map(|file| match &file.content {
            Content::Json(root) => Some(root),
            Content::Native(_) | Content::Unreadable => None,
        });
        let of_call = |block: &json::Block<'_>| {
            block.word == "module" && call.strip_prefix("module.") == block.labels.first().copied()
        };
        let mut in_json = roots.flat_map(json::blocks).filter(of_call);
        native().or_else(|| in_json.find_map(|call| call.body.get("source")?.as_str()))
    }

    /// The spans of a file that hold credentials written out.
    pub(super) fn hidden(&self, path: &RepoPath) -> Vec<Span> {
        let Some(file) = self.files.iter().find(|file| file.source.path() == path) else { return Vec::new() };
        match file.credentials() {
            Some(found) => found.into_iter().filter_map(|written| written.span).collect(),
            None => secret::scan(file.source.text()),
        }
    }

    /// Tells `known` the credentials that the files write out.
    pub(super) fn credentials(&self, known: &mut Known) {
        for file in &self.files {
            match file.credentials() {
                Some(found) => found.into_iter().filter_map(|it| it.value).for_each(|value| known.add(&value)),
                None => known.add_inside(file.source.text()),
            }
        }
    }

    /// Whether a file in JSON declares a variable sensitive.
    pub(super) fn declares_sensitive(&self, variable: &str) -> bool {
        self.files.iter().any(|file| match &file.content {
            Content::Json(root) => hidden_json::declares_sensitive(root, variable),
            Content::Native(_) | Content::Unreadable => false,
        })
    }
}

/// Whether the tool merges a file into the others at the end.
pub(in crate::input::terraform) fn overrides(path: &RepoPath) -> bool {
    let stem = path.file_name().split_once('.').map_or(path.file_name(), |(stem, _)| stem);
    stem == "override" || stem.ends_with("_override")
}

/// The span of a block's header, up to its last label.
pub(in crate::input::terraform) fn header(block: &Block) -> Option<Span> {
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
