//! Real files that a policy must find something in, or nothing: judged through the real parsers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::expect::{self, Expected};
use super::mount::mount;
use crate::config;
use crate::engine::{Guards, Judge, Settings, known};
use crate::finding::{Kind, State};
use crate::input::{self, Claim, Context, Document, FORMATS, Format, Options, Parsed, repository};
use crate::limits::LIMITS;
use crate::policy::Policy;
use crate::source::files::Memory;
use crate::source::{Files, RepoPath, Source};

/// The file of a folder that holds what is expected, and the end of its name beside a single file.
const EXPECT: &str = ".expect";
/// The file of a folder that sets the parameters of the policy, as in a repository; its tables are read from there too.
const CONFIGURATION: &str = ".gate/gate.yaml";
/// Bytes of a file by which a format may recognise it.
const HEAD: usize = 4096;

/// One fixture.
#[derive(Debug)]
pub(super) struct Fixture {
    /// `bad/<name>` or `good/<name>`.
    pub(super) name: String,
    /// Its file or files at the paths of the repository that it stands for.
    pub(super) files: Memory,
    /// The path of its file, when it is one.
    pub(super) only: Option<RepoPath>,
    expect: Option<Arc<Source>>,
    /// Why it cannot be used.
    fault: Option<String>,
}

/// A fixture that was read, for a policy whose text may change.
pub(super) struct Ready {
    expected: Vec<Expected>,
    documents: Vec<Document>,
    /// What its own configuration says.
    pub(super) settings: Settings,
}

impl Fixture {
    /// The fixtures of a policy of `kind` from the files below its folder, with paths relative to that folder.
    pub(super) fn all(kind: Kind, files: &[(String, Arc<Source>)]) -> Vec<Self> {
        let mut cases: BTreeMap<String, Vec<(&str, &Arc<Source>)>> = BTreeMap::new();
        for (path, source) in files {
            let mut segments = path.splitn(3, '/');
            if let (Some(side @ ("bad" | "good")), Some(case)) = (segments.next(), segments.next()) {
                let rest = segments.next();
                let case = if rest.is_some() { case } else { case.strip_suffix(EXPECT).unwrap_or(case) };
                cases.entry(format!("{side}/{case}")).or_default().push((rest.unwrap_or_default(), source));
            }
        }
        cases.into_iter().map(|(name, files)| Self::new(kind, name, &files)).collect()
    }

    fn new(kind: Kind, name: String, files: &[(&str, &Arc<Source>)]) -> Self {
        let is_expect = |source: &Source| source.path().file_name().ends_with(EXPECT);
        let expect = files.iter().find(|(_, source)| is_expect(source)).map(|(_, source)| Arc::clone(source));
        let judged = files.iter().filter(|(_, source)| !is_expect(source));
        let file_name = name.rsplit('/').next().unwrap_or_default();
        let mut only = None;
        let mut fault = None;
        let mut mounted = Vec::new();
        for (below, source) in judged {
            let path = if below.is_empty() { mount(kind, file_name) } else { RepoPath::new(below) };
            match path {
                Some(path) => {
                    only = below.is_empty().then(|| path.clone());
                    mounted.push(Source::from_text(path, source.text()));
                }
                None => fault = Some(format!("a {kind} fixture of this name must be a folder")),
            }
        }
        if mounted.is_empty() && fault.is_none() {
            fault = Some("an .expect file without the file that it is about".to_owned());
        }
        Self { name, files: Memory::new(mounted), only, expect, fault }
    }

    /// Whether something is wrong in it.
    pub(super) fn is_bad(&self) -> bool {
        self.name.starts_with("bad/")
    }

    /// Judges it with its policy.
    ///
    /// # Errors
    /// What differs from what is expected, or why it could not be judged.
    pub(super) fn run(&self, policy: &Policy, libraries: &[(String, String)]) -> Result<(), String> {
        let ready = self.ready(policy)?;
        let judge = Judge::new(vec![policy.clone()], libraries.to_vec(), ready.settings.clone());
        // The policy at hand need not be the one that was built in.
        ready.judged_by(&judge.with_guards(Guards::Derived))
    }

    /// Reads everything that takes no text of the policy.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub(super) fn ready(&self, policy: &Policy) -> Result<Ready, String> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let expected = self.expected()?;
        let documents = self.documents(policy.meta.input)?;
        Ok(Ready { expected, documents, settings: self.settings(policy)? })
    }

    /// What its own configuration says about the policy.
    fn settings(&self, policy: &Policy) -> Result<Settings, String> {
        let Some(path) = RepoPath::new(CONFIGURATION).filter(|path| self.files.contains(path)) else {
            return Ok(Settings::default());
        };
        let source = self.files.read(&path, LIMITS.policy_bytes).map_err(|error| format!("{path}: {error}"))?;
        let config = config::from_source(&source, &[known(policy)], &[]).map_err(|error| error.to_string())?;
        Ok(Settings { parameters: config.policies.parameters, ..Settings::default() })
    }

    /// What must be found in it.
    ///
    /// # Errors
    /// Why its `.expect` file cannot be used.
    pub(super) fn expected(&self) -> Result<Vec<Expected>, String> {
        let text = self.expect.as_ref().map_or("", |source| source.text());
        let expected = expect::read(text, self.only.as_ref())?;
        let violations = expected.iter().any(Expected::is_violation);
        match (self.is_bad(), expected.is_empty(), violations) {
            (true, true, _) => Err("a bad fixture needs an .expect file that says what must be found".to_owned()),
            (false, _, true) => Err("a good fixture expects a violation".to_owned()),
            _ => Ok(expected),
        }
    }

    /// Every document of the kind, read as in a run.
    pub(super) fn documents(&self, kind: Kind) -> Result<Vec<Document>, String> {
        let snapshot = RepoPath::new(".forge/snapshot.json").filter(|path| self.files.contains(path));
        let (knowledge, _) = config::added(&self.files).map_err(|error| error.to_string())?;
        let options = Options { snapshot, knowledge, ..Options::default() };
        let context = Context { files: &self.files, limits: &LIMITS, options: &options };
        let mut documents = Vec::new();
        for path in self.files.paths() {
            for format in FORMATS.iter().filter(|format| kind == Kind::Repository || format.kind() == kind) {
                if let Some(document) = parse(*format, path, &context)? {
                    documents.push(document);
                    break;
                }
            }
        }
        if documents.is_empty() && kind != Kind::Repository {
            return Err(format!("none of its files is of kind {kind}"));
        }
        Ok(if kind == Kind::Repository { vec![self.whole(documents)] } else { documents })
    }

    /// The repository document, with the problems of its parts, which a run reports for themselves.
    fn whole(&self, documents: Vec<Document>) -> Document {
        let parts: Vec<Arc<Document>> = documents.into_iter().map(Arc::new).collect();
        let mut whole = repository::compose(&parts, &self.files, &LIMITS);
        whole.problems.extend(parts.iter().flat_map(|part| part.problems.iter().cloned()));
        whole
    }
}

impl Ready {
    /// Judges its documents with the only policy of a judge.
    ///
    /// # Errors
    /// What differs from what is expected, or why it could not be judged.
    pub(super) fn judged_by(&self, judge: &Judge) -> Result<(), String> {
        let mut found: Vec<Expected> = Vec::new();
        let mut not_applicable = Vec::new();
        let mut judged = false;
        for document in &self.documents {
            let judgement = judge.judge(document);
            for cell in judgement.cells {
                match cell.state {
                    State::Judged => judged = true,
                    State::NotApplicable(why) => not_applicable.push(why),
                    State::Incomplete(why) | State::SetAside(why) => {
                        return Err(format!("could not be judged: {}", why.raw()));
                    }
                }
            }
            found.extend(judgement.findings.iter().map(Expected::of_finding));
            found.extend(document.problems.iter().map(Expected::of_problem));
        }
        if !judged {
            return Err(format!("the policy is not about it, so it proves nothing: {}", not_applicable.join("; ")));
        }
        expect::difference(&self.expected, found).map_or(Ok(()), |difference| {
            Err(format!("(- expected and not found, + found and not expected)\n{difference}"))
        })
    }
}

/// One file as one format reads it; `None` when it is not of that format.
fn parse(format: &dyn Format, path: &RepoPath, context: &Context<'_>) -> Result<Option<Document>, String> {
    let claim = format.claims(path);
    if claim == Claim::No {
        return Ok(None);
    }
    let source = context.files.read(path, format.cap(context.limits)).map_err(|error| format!("{path}: {error}"))?;
    let text = source.text();
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or(text);
    if claim == Claim::Maybe && !format.confirms(head) {
        return Ok(None);
    }
    match input::parse(format, &source, context) {
        Parsed::Document(document) => Ok(Some(*document)),
        Parsed::NotMine(_) => Ok(None),
        Parsed::Failed(problem) => Err(format!("{path} cannot be read: {}", problem.message.raw())),
    }
}
