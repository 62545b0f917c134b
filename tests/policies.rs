//! Every bundled policy: its form, its unit tests, its good and bad fixtures, each as one test.
//!
//! `cargo test --test policies unpinned-action` runs what belongs to one policy.

#![expect(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test without the standard harness")]

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use gate::policy::{Authority, bundled, libraries};
use gate::source::files::Memory;
use gate::source::{RepoPath, Source};
use gate::workbench::{Case, Check, Ran, Workbench};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = RepoPath::new("policies").expect("a path");
    let libraries = libraries().expect("the bundled libraries can be read");
    let bench = Arc::new(Workbench::open(&tree(), &root, Authority::Bundled, libraries));
    let built_in = bundled().expect("the bundled policies can be read").len();
    assert_eq!(bench.policies(), built_in, "every policy of the folder is built in");
    let cases = bench.cases();
    let count = |check: Check| cases.iter().filter(|case| case.check == check).count();
    let summary = format!(
        "{} policies, {} files of unit tests, {} fixtures\n",
        bench.policies(),
        count(Check::Units) + count(Check::LibraryUnits),
        count(Check::Fixture)
    );
    let trials = cases.into_iter().map(|case| trial(&bench, case)).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        println!("{summary}");
    }
    conclusion.exit_code()
}

fn trial(bench: &Arc<Workbench>, case: Case) -> Trial {
    let bench = Arc::clone(bench);
    Trial::test(case.name.clone(), move || match bench.run(&case) {
        Ran::Passed(_) => Ok(()),
        Ran::Failed(why) => Err(Failed::from(why)),
    })
}

/// The files below `policies`, as a tree whose root is the project.
fn tree() -> Memory {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(project.join("policies"))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("the project's own folder can be listed"))
        .filter(|entry| entry.file_type().is_file());
    Memory::new(files.map(|file| {
        let path = file.path().strip_prefix(project).expect("below the project").to_string_lossy().replace('\\', "/");
        let raw = read(file.path());
        let text = String::from_utf8(raw.clone()).unwrap_or_else(|_| panic!("{path} is not UTF-8"));
        Source::new(RepoPath::new(&path).expect("a path"), text, &raw)
    }))
}

#[expect(clippy::disallowed_methods, reason = "a test reads the project's own files")]
fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("the project's own files can be read")
}
