//! Throw-away repositories and runs of the real binary.

#![allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "every test binary uses a part of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]
#![allow(clippy::disallowed_methods, reason = "tests make files and folders")]

pub mod chance;
pub mod documents;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A workflow that no policy objects to.
pub const CLEAN_WORKFLOW: &str = "name: ci
on:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with:
          persist-credentials: false
      - run: make test
";

/// A workflow with one violation of `unpinned-action`, at line 11, column 15.
pub const UNPINNED_WORKFLOW: &str = "name: ci
on:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - run: make test
";

/// Every output format.
pub const FORMATS: [&str; 5] = ["human", "json", "sarif", "markdown", "github"];

/// A temporary folder that becomes a repository.
pub struct Repo {
    folder: TempDir,
}

/// What a run of gate said.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Repo {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with one clean workflow.
    pub fn clean() -> Self {
        Self::new().with(".github/workflows/ci.yml", CLEAN_WORKFLOW)
    }

    /// Adds or replaces a file.
    pub fn with(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// Adds or replaces a file.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.path().join(path)).unwrap();
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Commits everything and returns the commit.
    pub fn commit(&self) -> String {
        commit(self.path())
    }

    /// Commits everything as somebody, with a message.
    pub fn commit_as(&self, (name, email): (&str, &str), message: &str) -> String {
        let commit = self.commit();
        let repository = git2::Repository::open(self.path()).unwrap();
        let last = repository.find_commit(commit.parse().unwrap()).unwrap();
        let author = git2::Signature::new(name, email, &git2::Time::new(1_700_000_000, 0)).unwrap();
        last.amend(Some("HEAD"), Some(&author), None, None, Some(message), None).unwrap().to_string()
    }

    /// Commits everything as the base of a change, and an empty commit on top, which is the change; returns the base.
    pub fn base(&self) -> String {
        let base = self.commit();
        self.commit();
        base
    }

    /// Makes a commit of the files in the folder with these parents, without moving any branch.
    pub fn commit_on(&self, parents: &[&str]) -> String {
        let repository = git2::Repository::open(self.path()).or_else(|_| git2::Repository::init(self.path())).unwrap();
        let mut index = repository.index().unwrap();
        index.clear().unwrap();
        index.add_all(["*"], git2::IndexAddOption::FORCE, None).unwrap();
        index.write().unwrap();
        let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
        let signature = git2::Signature::new("A", "a@example.com", &git2::Time::new(1_700_000_000, 0)).unwrap();
        let parents: Vec<_> = parents.iter().map(|id| repository.find_commit(id.parse().unwrap()).unwrap()).collect();
        let parents: Vec<&git2::Commit<'_>> = parents.iter().collect();
        repository.commit(None, &signature, &signature, "x", &tree, &parents).unwrap().to_string()
    }

    /// Gives a commit a name: `refs/remotes/origin/main`.
    pub fn name(&self, reference: &str, commit: &str) {
        let repository = git2::Repository::open(self.path()).unwrap();
        repository.reference(reference, commit.parse().unwrap(), true, "x").unwrap();
    }

    /// Checks a commit out, without a branch, as a runner does.
    pub fn checkout(&self, commit: &str) {
        let repository = git2::Repository::open(self.path()).unwrap();
        repository.set_head_detached(commit.parse().unwrap()).unwrap();
        let mut options = git2::build::CheckoutBuilder::new();
        repository.checkout_head(Some(options.force().remove_untracked(true))).unwrap();
    }

    /// Runs `gate` in the folder.
    pub fn gate(&self, arguments: &[&str]) -> Run {
        run(self.path(), arguments)
    }
}

/// Runs `gate` in a folder, with nothing of this process' environment.
pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_gate")).args(arguments).current_dir(folder).env_clear().output();
    output.unwrap().into()
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// The report in JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Everything that decides, sorted by place, in a report in JSON: `CI001 path:line`, and `? path` for what could not be
    /// judged.
    pub fn decides(&self) -> Vec<String> {
        let report = self.json();
        let list = |key: &str| report.get(key).and_then(serde_json::Value::as_array).unwrap().clone();
        let text = |of: &serde_json::Value, way: &str| {
            let value = of.pointer(way).cloned().unwrap_or_default();
            value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
        };
        let open = |it: &serde_json::Value| text(it, "/disposition/state") == "open";
        let finding = |it: serde_json::Value| {
            format!("{} {}:{}", text(&it, "/policy"), text(&it, "/path"), text(&it, "/start/line"))
        };
        let unjudged = |it: serde_json::Value| {
            format!("? {}", it.get("path").and_then(serde_json::Value::as_str).unwrap_or_default())
        };
        let findings = list("findings").into_iter().filter(open).map(finding);
        let mut all: Vec<String> = findings.chain(list("unjudged").into_iter().map(unjudged)).collect();
        all.sort_by_key(|it| it.split_once(' ').map(|(_, place)| place.to_owned()));
        all
    }

    /// Everything that was printed.
    pub fn text(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Commits everything in a folder, which becomes a repository, and returns the commit.
pub fn commit(folder: &Path) -> String {
    let repository = git2::Repository::open(folder).or_else(|_| git2::Repository::init(folder)).unwrap();
    let mut index = repository.index().unwrap();
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).unwrap();
    index.update_all(["*"], None).unwrap();
    index.write().unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let signature = git2::Signature::new("A", "a@example.com", &git2::Time::new(1_700_000_000, 0)).unwrap();
    let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<&git2::Commit<'_>> = parent.iter().collect();
    repository.commit(Some("HEAD"), &signature, &signature, "x", &tree, &parents).unwrap().to_string()
}

/// The day so many days ahead of today, as a waiver has it.
pub fn day(ahead: i64) -> String {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    today.checked_add(jiff::SignedDuration::from_hours(24 * ahead)).unwrap().to_string()
}

/// The root of the project.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
