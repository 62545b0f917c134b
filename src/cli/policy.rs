//! `gate policy test`, `gate policy lint` and `gate self-test`.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::args::{PolicyFolder, PolicyVerb};
use super::{CliError, say};
use crate::exit::Exit;
use crate::policy::{Authority, libraries, tree};
use crate::report::escape::for_terminal;
use crate::source::files::Memory;
use crate::source::{RepoPath, Source, WorkTree, secret};
use crate::workbench::{Check, Ran, Workbench};

/// The stack of the thread that evaluates.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Runs one of the verbs; a failure is exit code 1, no policy at all exit code 4.
pub(super) fn run(verb: &PolicyVerb) -> Result<Exit, CliError> {
    let verb_run = match verb {
        PolicyVerb::Test(folder) => on_folder(folder, test)?,
        PolicyVerb::Lint(folder) => on_folder(folder, lint)?,
    };
    say(&verb_run.0);
    Ok(verb_run.1)
}

/// Judges the fixtures that are built into this binary and runs the unit tests of its policies, so that anybody can see
/// that what they run finds what it should. It reads no file and ends as `gate policy test` does.
pub(super) fn self_test() -> Result<Exit, CliError> {
    let (text, exit) = on_big_stack(|| built_in().map(|workbench| test(&workbench)))?;
    say(&format!("gate {}\n{text}", env!("CARGO_PKG_VERSION")));
    Ok(exit)
}

/// The policies of this binary and what tests them, as if they lay in a folder.
fn built_in() -> Result<Workbench, CliError> {
    let unusable = |name: &str| CliError::Bug(format!("{name} is built in under an unusable name"));
    let mut sources = Vec::new();
    for (name, text) in tree()? {
        sources.push(Source::from_text(RepoPath::new(&name).ok_or_else(|| unusable(&name))?, &text));
    }
    let folder = RepoPath::new("policies").ok_or_else(|| unusable("policies"))?;
    Ok(Workbench::open(&Memory::new(sources), &folder, Authority::Bundled, libraries()?))
}

/// What a verb prints and how it ends.
type Said = (String, Exit);

fn on_folder(folder: &PolicyFolder, work: fn(&Workbench) -> Said) -> Result<Said, CliError> {
    let folder = folder.folder.clone();
    on_big_stack(move || open(&folder).map(|workbench| work(&workbench)))
}

fn on_big_stack(work: impl FnOnce() -> Result<Said, CliError> + Send + 'static) -> Result<Said, CliError> {
    std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(work)
        .map_err(|error| CliError::Bug(format!("no thread to work on: {error}")))?
        .join()
        .map_err(|_| CliError::Bug("the workbench failed".to_owned()))?
}

/// The policies of a folder. gate's own tree is recognised by the libraries in it; any other folder is a user's.
fn open(folder: &Path) -> Result<Workbench, CliError> {
    if !folder.is_dir() {
        return Err(CliError::usage(
            format!("{}: no such folder", folder.display()),
            "name the folder of the policies; those of a repository lie in .gate/policies",
        ));
    }
    let author = if folder.join("lib/gate").is_dir() { Authority::Bundled } else { Authority::User };
    let here = PathBuf::from(".");
    let (root, below) = match super::below(&here, folder) {
        Some(below) => (here, below),
        None => outside(folder)?,
    };
    let paths = walkdir::WalkDir::new(root.join(below.as_str()))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| super::below(&root, entry.path()))
        .collect();
    let files = WorkTree::with_paths(&root, paths)?;
    Ok(Workbench::open(&files, &below, author, libraries()?))
}

/// A folder outside of the current one, seen from its parent.
fn outside(folder: &Path) -> Result<(PathBuf, RepoPath), CliError> {
    let whole = std::path::absolute(folder).ok();
    let found = whole
        .as_deref()
        .and_then(|whole| Some((whole.parent()?.to_path_buf(), RepoPath::new(whole.file_name()?.to_str()?)?)));
    found.ok_or_else(|| CliError::usage(format!("{}: not a usable folder", folder.display()), "name another one"))
}

fn test(workbench: &Workbench) -> Said {
    cases(workbench, |check| !is_lint(check), "tests and files")
}

fn lint(workbench: &Workbench) -> Said {
    cases(workbench, is_lint, "policies and libraries")
}

const fn is_lint(check: Check) -> bool {
    matches!(check, Check::Lint | Check::LibraryLint)
}

/// Runs the cases that are wanted and tells what failed.
fn cases(workbench: &Workbench, wanted: fn(Check) -> bool, what: &str) -> Said {
    let mut text = String::new();
    let (mut passed, mut failed) = (0_usize, 0_usize);
    for case in workbench.cases().into_iter().filter(|case| wanted(case.check)) {
        match workbench.run(&case) {
            Ran::Passed(count) => passed = passed.saturating_add(count),
            Ran::Failed(why) => {
                failed = failed.saturating_add(1);
                // Writing to a `String` cannot fail.
                let _ = writeln!(text, "failed   {}", for_terminal(&case.name));
                for line in why.lines() {
                    let _ = writeln!(text, "         {}", for_terminal(&secret::mask(line)));
                }
            }
        }
    }
    conclude(text, workbench, &format!("{passed} {what} passed, {failed} failed"), failed)
}

fn conclude(mut text: String, workbench: &Workbench, result: &str, failures: usize) -> Said {
    let _ = writeln!(text, "policies: {} read, {result}", workbench.policies());
    let exit = match (workbench.policies(), failures) {
        (0, _) => Exit::NothingChecked,
        (_, 0) => Exit::Pass,
        _ => Exit::Violations,
    };
    (text, exit)
}
