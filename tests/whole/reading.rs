//! What gate makes of a tree: every document that its formats read, judged by the bundled policies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use gate::engine::{Judge, Settings};
use gate::finding::{Answer, State};
use gate::input::{self, Claim, Context, Document, FORMATS, Format, Options, Parsed, Problem, Segment, repository};
use gate::limits::Limits;
use gate::policy::{bundled, libraries};
use gate::source::{Files, RepoPath};
use serde_json::Value;

use crate::altered::Altered;

/// One judge for all trees.
pub(crate) static JUDGE: LazyLock<Judge> =
    LazyLock::new(|| Judge::new(bundled().unwrap(), libraries().unwrap(), Settings::default()));

/// What kind of a statement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// Something is wrong.
    Violation,
    /// A policy cannot tell.
    Unknown,
    /// Something could not be read.
    Problem,
    /// The document says of an entity what it does not know.
    Open,
}

/// One thing that gate says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Said {
    pub(crate) sort: Sort,
    /// The policy, or the field that is not known.
    pub(crate) what: String,
    pub(crate) path: String,
    /// 0 for the file as a whole.
    pub(crate) line: u32,
    pub(crate) message: String,
}

impl Said {
    /// Whether nothing passes beside it.
    pub(crate) fn decides(&self) -> bool {
        self.sort != Sort::Open
    }

    /// Whether it says that something was lost.
    pub(crate) fn is_loss(&self) -> bool {
        self.sort != Sort::Violation || self.what == "CI009"
    }
}

/// What gate makes of a tree.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) said: BTreeSet<Said>,
    /// What each document asked for besides its own file.
    pub(crate) asked: BTreeMap<RepoPath, BTreeSet<RepoPath>>,
    /// The facts, without their places.
    pub(crate) facts: Vec<Value>,
}

/// Reads and judges a tree.
pub(crate) fn read(files: &Altered<'_>, limits: &Limits) -> Reading {
    let snapshot = RepoPath::new(".forge/snapshot.json").filter(|path| files.contains(path));
    let options = Options { snapshot, ..Options::default() };
    let context = Context { files, limits, options: &options };
    let (mut reading, mut documents) = (Reading::default(), Vec::new());
    for path in files.paths() {
        files.asked();
        match document(path, &context) {
            Some(Parsed::Document(document)) => {
                reading.add(&document);
                documents.push(Arc::new(*document));
            }
            Some(Parsed::Failed(problem)) => reading.problem(&problem),
            Some(Parsed::NotMine(_)) | None => continue,
        }
        let mut asked = files.asked();
        asked.remove(path);
        reading.asked.insert(path.clone(), asked);
    }
    if !documents.is_empty() {
        let whole = repository::compose(&documents, files, limits);
        reading.add(&whole);
        reading.asked.insert(RepoPath::repository(), files.asked());
    }
    reading
}

/// One file as the first format reads it that claims it.
fn document(path: &RepoPath, context: &Context<'_>) -> Option<Parsed> {
    let format = FORMATS.iter().copied().find(|format| claims(*format, path, context))?;
    Some(input::read(format, path, context))
}

fn claims(format: &dyn Format, path: &RepoPath, context: &Context<'_>) -> bool {
    match format.claims(path) {
        Claim::No => false,
        Claim::Yes => true,
        // What cannot be opened may be anything: its path has to do.
        Claim::Maybe => context.files.head(path).map_or(true, |head| format.confirms(&head)),
    }
}

impl Reading {
    fn add(&mut self, document: &Document) {
        document.problems.iter().for_each(|problem| self.problem(problem));
        let judgement = JUDGE.judge(document);
        for finding in &judgement.findings {
            let sort = if finding.answer == Answer::Violation { Sort::Violation } else { Sort::Unknown };
            self.said.insert(Said {
                sort,
                what: finding.policy.to_string(),
                path: finding.location.path.to_string(),
                line: finding.location.start.line,
                message: finding.message.raw().to_owned(),
            });
        }
        for cell in &judgement.cells {
            if let State::Incomplete(why) = &cell.state {
                let (what, path) = (cell.policy.to_string(), cell.path.to_string());
                let said = Said { sort: Sort::Problem, what, path, line: 0, message: why.raw().to_owned() };
                self.said.insert(said);
            }
        }
        self.open(document, document.value());
        let mut facts = document.content.facts().clone();
        forget_places(&mut facts);
        self.facts.push(facts);
    }

    fn problem(&mut self, problem: &Problem) {
        self.said.insert(Said {
            sort: Sort::Problem,
            what: String::new(),
            path: problem.path.to_string(),
            line: problem.position.map_or(0, |position| position.line),
            message: problem.message.raw().to_owned(),
        });
    }

    /// What entities of the document say that they do not know: in `unknown`, by `why`, or as a DAG that is `partial`.
    fn open(&mut self, document: &Document, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.open(document, item)),
            Value::Object(fields) => {
                let text = |key: &str| fields.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
                if let Some(loc) = text("_loc") {
                    let unknown = fields.get("unknown").and_then(Value::as_object);
                    for path in unknown.into_iter().flatten().map(|(path, _)| path) {
                        self.says_open(document, loc, &steps(path), path);
                    }
                    if text("confidence") == Some("partial") {
                        self.says_open(document, loc, &[], "partial");
                    }
                    if let (Some(path), Some(_)) = (text("path"), text("reason")) {
                        self.says_open(document, loc, &[], path);
                    }
                    let path = fields.get("path").cloned().unwrap_or_default();
                    if let (Some(why), Ok(path)) = (text("why"), serde_json::from_value::<Vec<Segment>>(path)) {
                        self.says_open(document, loc, &path, why);
                    }
                }
                fields.values().for_each(|value| self.open(document, value));
            }
            _ => {}
        }
    }

    fn says_open(&mut self, document: &Document, loc: &str, path: &[Segment], what: &str) {
        let Some(place) = document.locator.locate(loc, path) else { return };
        self.said.insert(Said {
            sort: Sort::Open,
            what: what.to_owned(),
            path: place.source.path().to_string(),
            line: place.source.position(place.span.start).line,
            message: String::new(),
        });
    }
}

fn forget_places(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(forget_places),
        Value::Object(fields) => {
            fields.remove("_loc");
            fields.values_mut().for_each(forget_places);
        }
        _ => {}
    }
}

/// A dotted path as steps.
fn steps(path: &str) -> Vec<Segment> {
    let step = |step: &str| step.parse().map_or_else(|_| Segment::Key(step.to_owned()), Segment::Index);
    path.split('.').map(step).collect()
}
