//! The documents of every fixture of the bundled policies, read as in a run.

#![allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "every test binary uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]
#![allow(clippy::disallowed_methods, reason = "a test reads the project's own files")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gate::finding::Kind;
use gate::input::{self, Claim, Context, Document, FORMATS, Options, Parsed, repository};
use gate::limits::LIMITS;
use gate::policy::{Policy, bundled};
use gate::source::files::Memory;
use gate::source::{Files, RepoPath, Source};

/// One fixture of one policy.
pub struct Fixture {
    /// The policy.
    pub policy: Policy,
    /// `bad/<name>` or `good/<name>`.
    pub name: String,
    /// Its documents of the policy's kind.
    pub documents: Vec<Document>,
}

/// Ends of the names of single files, the kind they belong to, and where such a file lies in a repository.
const PLACES: &[(Kind, &str, &str)] = &[
    (Kind::Pipeline, ".gitlab-ci.yml", ".gitlab-ci.yml"),
    (Kind::Pipeline, ".action.yml", "action.yml"),
    (Kind::Pipeline, ".yml", ".github/workflows/*.yml"),
    (Kind::Pipeline, ".yaml", ".github/workflows/*.yaml"),
    (Kind::Airflow, ".py", "dags/*.py"),
    (Kind::Forge, ".ruleset.json", ".github/rulesets/*.json"),
    (Kind::Forge, ".json", ".forge/snapshot.json"),
];

/// All of them.
pub fn all() -> Vec<Fixture> {
    bundled().unwrap().into_iter().flat_map(|policy| of(&policy)).collect()
}

fn of(policy: &Policy) -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(Path::new(&policy.file).parent().unwrap());
    let mut files: BTreeMap<String, Vec<Source>> = BTreeMap::new();
    for side in ["bad", "good"] {
        let entries = walkdir::WalkDir::new(folder.join(side)).sort_by_file_name().into_iter().flatten();
        for entry in entries.filter(|entry| entry.file_type().is_file()) {
            let below = entry.path().strip_prefix(folder.join(side)).unwrap().to_string_lossy().replace('\\', "/");
            if below.ends_with(".expect") {
                continue;
            }
            let (case, path) = match below.split_once('/') {
                Some((case, path)) => (case.to_owned(), path.to_owned()),
                None => (below.clone(), place(policy.meta.input, &below)),
            };
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let source = Source::from_text(RepoPath::new(&path).unwrap(), &text);
            files.entry(format!("{side}/{case}")).or_default().push(source);
        }
    }
    let fixture = |(name, files): (String, Vec<Source>)| {
        let documents = documents(policy.meta.input, &Memory::new(files));
        Fixture { policy: policy.clone(), name, documents }
    };
    files.into_iter().map(fixture).collect()
}

fn place(kind: Kind, name: &str) -> String {
    let (_, end, path) = PLACES.iter().find(|(of, end, _)| *of == kind && name.ends_with(end)).unwrap();
    path.replace('*', name.strip_suffix(end).unwrap())
}

fn documents(kind: Kind, files: &Memory) -> Vec<Document> {
    let snapshot = RepoPath::new(".forge/snapshot.json").filter(|path| files.contains(path));
    let options = Options { snapshot, ..Options::default() };
    let context = Context { files, limits: &LIMITS, options: &options };
    let mut found = Vec::new();
    for path in files.paths() {
        let mut formats = FORMATS.iter().filter(|format| kind == Kind::Repository || format.kind() == kind);
        found.extend(formats.find_map(|format| parse(*format, path, &context)));
    }
    if kind == Kind::Repository {
        let parts: Vec<Arc<Document>> = found.into_iter().map(Arc::new).collect();
        return vec![repository::compose(&parts, files, &LIMITS)];
    }
    found
}

fn parse(format: &dyn input::Format, path: &RepoPath, context: &Context<'_>) -> Option<Document> {
    let claim = format.claims(path);
    if claim == Claim::No {
        return None;
    }
    let source = context.files.read(path, LIMITS.file_bytes).unwrap();
    if claim == Claim::Maybe && !format.confirms(source.text()) {
        return None;
    }
    match input::parse(format, &source, context) {
        Parsed::Document(document) => Some(*document),
        Parsed::NotMine(_) => None,
        Parsed::Failed(problem) => panic!("{path} cannot be read: {}", problem.message.raw()),
    }
}
