//! The inputs: one folder per kind, and nobody else knows a vendor's format.
//!
//! A format turns one file into a [`Document`]: plain JSON for the policies plus a way back from every entity to its
//! place in a file. To add a format, write a folder with a type that implements [`Format`] and name it in [`FORMATS`].

pub mod airflow;
pub mod content;
pub mod document;
pub mod fact;
pub mod forge;
pub mod pipeline;
pub mod recognised;
pub mod repository;
mod scope;
pub mod terraform;
pub mod tree;
mod wording;

use std::sync::Arc;

pub use content::Content;
pub use document::{Document, Locate, Outside, Place, Problem, Segment, Table, Through};
pub use fact::{Fact, Via};
pub use scope::Scope;
pub use wording::{Wording, arranged, plain, wording};

pub use crate::finding::Kind;
use crate::knowledge::Knowledge;
use crate::limits::Limits;
use crate::source::{Beside, Files, RepoPath, Source, Unreadable};

/// Whether a path belongs to a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Never.
    No,
    /// Only if [`Format::confirms`] agrees after a look at the content.
    Maybe,
    /// Certainly: a file at this path that cannot be parsed is incomplete.
    Yes,
}

/// What a format may look at beside the file itself.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The judged tree, for local includes, `.tf` files beside a plan, imports.
    pub files: &'a dyn Files,
    /// The caps that apply.
    pub limits: &'a Limits,
    /// What the configuration says about inputs.
    pub options: &'a Options,
}

impl<'a> Context<'a> {
    /// What is known in this run: what is built in, and what the repository has added.
    #[must_use]
    pub const fn knowledge(&self) -> &'a Knowledge {
        &self.options.knowledge
    }
}

/// What the trusted side may say about inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Options {
    /// The folder of the `.tf` files of a plan, where it is not the plan's own folder.
    pub plan_roots: std::collections::BTreeMap<RepoPath, Option<RepoPath>>,
    /// Callables that build a DAG besides Airflow's own, as `module.Name` (a `*` matches any text).
    pub dag_constructors: Vec<String>,
    /// Folders that are on the path of Python, besides those that gate looks into by itself; `None` is the top folder.
    pub dag_folders: Vec<Option<RepoPath>>,
    /// Other repositories of which pipelines call files by a full commit.
    pub sources: Vec<Beside>,
    /// The settings snapshot that is evidence about the forge, when one was given.
    pub snapshot: Option<RepoPath>,
    /// What a snapshot must be to be evidence; `None` where nobody asks for evidence.
    pub evidence: Option<forge::Evidence>,
    /// Files that the owner has excluded: nothing is judged about them, and nothing is missed in them.
    pub excluded: std::collections::BTreeSet<RepoPath>,
    /// What of the repository is looked at.
    pub scope: Scope,
    /// The rows that were added to what gate knows.
    pub knowledge: Knowledge,
}

impl Options {
    /// The same with what the configuration says about DAG files: callables that build a DAG, and folders on the path of
    /// Python.
    #[must_use]
    pub fn with_airflow(self, constructors: &[String], folders: &[String]) -> Self {
        let dag_folders = folders.iter().map(|folder| RepoPath::new(folder)).collect();
        Self { dag_constructors: constructors.to_vec(), dag_folders, ..self }
    }

    /// Whether a run looks at a file at all.
    #[must_use]
    pub fn looks_at(&self, path: &RepoPath) -> bool {
        self.scope.holds(path) && !self.excluded.contains(path)
    }
}

/// What became of a file.
#[derive(Debug)]
pub enum Parsed {
    /// It was read; parts that could not be are listed in [`Document::problems`].
    Document(Box<Document>),
    /// It could not be read at all.
    Failed(Problem),
    /// A second look shows that it is not of this format after all, and why.
    NotMine(String),
}

/// One format of one kind of input.
pub trait Format: Sync {
    /// The kind whose normalised document it makes.
    fn kind(&self) -> Kind;

    /// The name of the format or vendor: `github`, `gitlab`, `terraform-plan`, `airflow`.
    fn name(&self) -> &'static str;

    /// Whether the path alone says that a file is of this format.
    fn claims(&self, path: &RepoPath) -> Claim;

    /// Whether the first bytes (at most 4 KiB, decoded) of a [`Claim::Maybe`] file confirm it.
    fn confirms(&self, _head: &str) -> bool {
        true
    }

    /// Whether a whole text is of this format. Asked about a file of which only a part could be decoded.
    fn recognises(&self, text: &str) -> bool {
        self.confirms(text)
    }

    /// The most bytes that a file of this format may have.
    fn cap(&self, limits: &Limits) -> u64 {
        limits.file_bytes
    }

    /// Whether a file of this format may be packed with gzip.
    fn may_be_packed(&self) -> bool {
        false
    }

    /// What becomes of a file that could not even be read as text.
    fn unread(&self, path: &RepoPath, why: &Unreadable, context: &Context<'_>) -> Parsed {
        if matches!(why, Unreadable::Encoding { .. }) {
            // What can be made out of it may say that it is of this format all the same.
            let remains = || context.files.remains(path, self.cap(context.limits));
            if self.claims(path) == Claim::Maybe && remains().is_ok_and(|text| !self.recognises(&text)) {
                let name = self.name();
                return Parsed::NotMine(format!("not text, and nothing in it says that it is of the format {name}"));
            }
        }
        Parsed::Failed(Problem::of(path, &why.to_string()))
    }

    /// Reads one file. Bad input is [`Parsed::Failed`] or a problem of the document, never a panic.
    fn parse(&self, source: &Arc<Source>, context: &Context<'_>) -> Parsed;
}

/// Reads one file of the judged tree with a format; a file that cannot be read is a failure like any other.
#[must_use]
pub fn read(format: &dyn Format, path: &RepoPath, context: &Context<'_>) -> Parsed {
    let (files, cap) = (context.files, format.cap(context.limits));
    let source = if format.may_be_packed() { files.unpacked(path, cap) } else { files.read(path, cap) };
    match source {
        Ok(source) => parse(format, &source, context),
        Err(why) => format.unread(path, &why, context),
    }
}

/// Makes the document of a file that is at hand; no problem of it shows a credential that the document knows.
#[must_use]
pub fn parse(format: &dyn Format, source: &Arc<Source>, context: &Context<'_>) -> Parsed {
    match format.parse(source, context) {
        Parsed::Document(document) => Parsed::Document(Box::new(document.with_quiet_problems())),
        other => other,
    }
}

/// Every format, in the order in which they are asked for a file.
pub const FORMATS: &[&dyn Format] = &[
    &pipeline::github::Workflow,
    &pipeline::github::Action,
    &pipeline::gitlab::Gitlab,
    &forge::Snapshot,
    &forge::Ruleset,
    &terraform::TerraformPlan,
    &airflow::Airflow,
];
