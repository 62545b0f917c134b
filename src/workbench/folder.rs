//! Policy folders and the tests that they hold.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fixture::Fixture;
use super::proof::Proof;
use crate::engine::{Lint, Linter, Suite, TestOutcome};
use crate::input::Document;
use crate::limits::LIMITS;
use crate::policy::{Authority, Meta, Policy, metadata};
use crate::source::{Files, RepoPath, Source};

/// The file that makes a folder a policy.
const POLICY: &str = "policy.rego";
/// The end of the name of a file with unit tests.
const TESTS: &str = "_test.rego";
/// Fixtures of each side that a policy must have.
const FIXTURES: usize = 2;

/// The policies of a tree with everything that tests them.
pub struct Workbench {
    folders: Vec<Folder>,
    linter: Linter,
    libraries: Vec<(String, String)>,
    library_tests: Vec<Arc<Source>>,
    author: Authority,
}

/// One policy.
#[derive(Debug)]
struct Folder {
    path: RepoPath,
    policy: Result<Policy, String>,
    tests: Vec<Arc<Source>>,
    fixtures: Vec<Fixture>,
}

/// One thing to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it is called in a list of tests.
    pub name: String,
    /// What it checks.
    pub check: Check,
    folder: usize,
    item: usize,
}

/// What a case checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// The metadata, the tests and the fixtures are all there.
    Form,
    /// The policy has no lint.
    Lint,
    /// One file of unit tests.
    Units,
    /// One fixture.
    Fixture,
    /// A library has no lint.
    LibraryLint,
    /// One file of unit tests of a library.
    LibraryUnits,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ran {
    /// How many tests passed; a fixture is one.
    Passed(usize),
    /// What is wrong.
    Failed(String),
}

impl Workbench {
    /// The policies below `root`, which all have the same author. `libraries` are what they may import.
    #[must_use]
    pub fn open(files: &dyn Files, root: &RepoPath, author: Authority, libraries: Vec<(String, String)>) -> Self {
        let mut sources: BTreeMap<RepoPath, Vec<(String, Arc<Source>)>> = BTreeMap::new();
        let mut library_tests = Vec::new();
        let homes: Vec<RepoPath> = files.paths().iter().filter_map(|path| home(path, root)).collect();
        for path in files.paths().iter().filter(|path| path.is_below(Some(root))) {
            let home = homes.iter().find(|home| path.is_below(Some(home)));
            let is_library_test = home.is_none() && path.file_name().ends_with(TESTS);
            if home.is_none() && !is_library_test {
                continue;
            }
            // A file that cannot be read is missed where it is needed: as the policy, the test or the fixture.
            let Ok(source) = files.read(path, LIMITS.plan_bytes) else { continue };
            match home {
                Some(home) => {
                    let below = path.as_str().get(home.as_str().len().saturating_add(1)..).unwrap_or_default();
                    sources.entry(home.clone()).or_default().push((below.to_owned(), source));
                }
                None => library_tests.push(source),
            }
        }
        let folders = sources.into_iter().map(|(path, files)| Folder::new(path, &files, author)).collect();
        Self { folders, linter: Linter::new(&libraries), libraries, library_tests, author }
    }

    /// How many policies there are.
    #[must_use]
    pub fn policies(&self) -> usize {
        self.folders.len()
    }

    /// Everything that can be run, in a fixed order.
    #[must_use]
    pub fn cases(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        for (folder, home) in self.folders.iter().enumerate() {
            let mut add = |check: Check, item: usize, name: &str| {
                cases.push(Case { name: format!("{} {name}", home.path), check, folder, item });
            };
            add(Check::Form, 0, "form");
            add(Check::Lint, 0, "lint");
            home.tests.iter().enumerate().for_each(|(item, test)| add(Check::Units, item, test.path().file_name()));
            home.fixtures.iter().enumerate().for_each(|(item, case)| add(Check::Fixture, item, &case.name));
        }
        let mut add = |check: Check, item: usize, name: String| cases.push(Case { name, check, folder: 0, item });
        // The libraries are gate's own, so a user's workbench does not check them.
        let own_libraries = self.libraries.iter().filter(|_| self.author == Authority::Bundled);
        for (item, (file, _)) in own_libraries.enumerate() {
            add(Check::LibraryLint, item, format!("{file} lint"));
        }
        for (item, test) in self.library_tests.iter().enumerate() {
            add(Check::LibraryUnits, item, test.path().to_string());
        }
        cases
    }

    /// Every policy with the documents of its good and bad files, for tests that are about all of them at once.
    ///
    /// # Errors
    /// Why a policy or one of its fixtures cannot be read.
    pub fn documents(&self) -> Result<Vec<(&Policy, Vec<Document>)>, String> {
        let of = |home: &'_ Folder| -> Result<Vec<Document>, String> {
            let kind = home.policy.as_ref().map_err(Clone::clone)?.meta.input;
            let read: Result<Vec<_>, String> = home.fixtures.iter().map(|fixture| fixture.documents(kind)).collect();
            Ok(read?.into_iter().flatten().collect())
        };
        self.folders.iter().map(|home| Ok((home.policy.as_ref().map_err(Clone::clone)?, of(home)?))).collect()
    }

    /// What proves each policy, for a test that asks whether it does.
    ///
    /// # Errors
    /// Why a policy or one of its fixtures cannot be read.
    pub fn proofs(&self) -> Result<Vec<Proof>, String> {
        let of = |home: &Folder| {
            let policy = home.policy.clone()?;
            let ready: Result<Vec<_>, String> = home.fixtures.iter().map(|fixture| fixture.ready(&policy)).collect();
            Ok(Proof::new(policy, home.tests.clone(), ready?.into_iter(), self.libraries.clone()))
        };
        self.folders.iter().map(of).collect()
    }

    /// Runs the unit tests of a library, which stand beside it, with another text of it.
    ///
    /// # Errors
    /// What objects to it.
    pub fn library_holds(&self, library: &str, text: &str) -> Result<(), String> {
        let own = library.replace(".rego", TESTS);
        let mut libraries = self.libraries.clone();
        libraries.iter_mut().filter(|(file, _)| file == library).for_each(|(_, old)| text.clone_into(old));
        let mut tests = self.library_tests.iter().filter(|test| own.ends_with(test.path().file_name()));
        tests.try_for_each(|test| units(None, test, &libraries).map(|_| ()))
    }

    /// Runs one case.
    #[must_use]
    pub fn run(&self, case: &Case) -> Ran {
        let result = match case.check {
            Check::LibraryLint => {
                self.libraries.get(case.item).map(|(file, text)| passed(&self.linter.library(file, text)))
            }
            Check::LibraryUnits => self.library_tests.get(case.item).map(|test| units(None, test, &self.libraries)),
            check => self.folders.get(case.folder).map(|folder| folder.run(check, case.item, self)),
        };
        match result {
            Some(Ok(passed)) => Ran::Passed(passed),
            Some(Err(message)) => Ran::Failed(message),
            None => Ran::Failed("there is no such case".to_owned()),
        }
    }
}

impl Folder {
    fn new(path: RepoPath, files: &[(String, Arc<Source>)], author: Authority) -> Self {
        let source = |name: &str| files.iter().find(|(below, _)| below == name).map(|(_, source)| source);
        let policy = source(POLICY)
            .ok_or_else(|| format!("{path}/{POLICY} cannot be read"))
            .and_then(|source| read(source, path.file_name(), author));
        let tests = files
            .iter()
            .filter(|(below, _)| !below.contains('/') && below.ends_with(TESTS))
            .map(|(_, source)| Arc::clone(source))
            .collect();
        let fixtures = policy.as_ref().map_or_else(|_| Vec::new(), |policy| Fixture::all(policy.meta.input, files));
        Self { path, policy, tests, fixtures }
    }

    fn run(&self, check: Check, item: usize, bench: &Workbench) -> Result<usize, String> {
        let libraries = &bench.libraries;
        let policy = self.policy.as_ref().map_err(Clone::clone)?;
        let gone = || "there is no such case".to_owned();
        match check {
            Check::Form => self.form().map(|()| 1),
            Check::Units => units(Some(policy), self.tests.get(item).ok_or_else(gone)?, libraries),
            Check::Fixture => self.fixtures.get(item).ok_or_else(gone)?.run(policy, libraries).map(|()| 1),
            Check::Lint => passed(&bench.linter.policy(policy)),
            Check::LibraryLint | Check::LibraryUnits => Err(gone()),
        }
    }

    /// Whether everything is there that proves a policy.
    fn form(&self) -> Result<(), String> {
        if self.tests.is_empty() {
            return Err("it has no unit tests: write policy_test.rego".to_owned());
        }
        for side in ["bad", "good"] {
            let count = self.fixtures.iter().filter(|fixture| fixture.name.starts_with(side)).count();
            if count < FIXTURES {
                return Err(format!("it has {count} of at least {FIXTURES} fixtures in {side}/"));
            }
        }
        Ok(())
    }
}

/// One passed test when there is no lint.
fn passed(lints: &[Lint]) -> Result<usize, String> {
    if lints.is_empty() { Ok(1) } else { Err(lints.iter().map(Lint::to_string).collect::<Vec<_>>().join("\n")) }
}

/// Runs every test of one file; how many passed.
fn units(policy: Option<&Policy>, test: &Source, libraries: &[(String, String)]) -> Result<usize, String> {
    let suite = Suite::load(policy, test.path().as_str(), test.text(), libraries)?;
    let mut failed = Vec::new();
    let mut passed: usize = 0;
    for name in suite.tests() {
        match suite.run(name) {
            TestOutcome::Passed => passed = passed.saturating_add(1),
            TestOutcome::Skipped => {}
            TestOutcome::Failed(why) => failed.push(format!("{name}: {why}")),
        }
    }
    if failed.is_empty() { Ok(passed) } else { Err(failed.join("\n")) }
}

/// The folder of a policy, when `path` is its `policy.rego`.
fn home(path: &RepoPath, root: &RepoPath) -> Option<RepoPath> {
    let home = path.parent().filter(|home| path.file_name() == POLICY && home.is_below(Some(root)))?;
    let fixture = home.as_str().split('/').any(|segment| matches!(segment, "bad" | "good"));
    (!fixture).then_some(home)
}

/// The policy of a folder.
fn read(source: &Source, slug: &str, author: Authority) -> Result<Policy, String> {
    let file = source.path().as_str();
    if author == Authority::User {
        return Policy::from_text(file, slug, source.text()).map_err(|error| error.to_string());
    }
    let (block, package) = metadata::read(source.text()).map_err(|error| format!("{file}: {error}"))?;
    let meta = Meta::from_block(file, slug, block).map_err(|error| error.to_string())?;
    Ok(Policy { meta, authority: author, package, file: file.to_owned(), text: source.text().to_owned() })
}
