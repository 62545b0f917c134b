//! Every bundled policy: its form, its unit tests, its good and bad fixtures, each as one test.
//!
//! `cargo test --test policies unpinned-action` runs what belongs to one policy.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a test without the standard harness")]

mod support;

use std::process::ExitCode;
use std::sync::Arc;

use gate::policy::bundled;
use gate::workbench::{Case, Check, Ran, Workbench};
use libtest_mimic::{Arguments, Failed, Trial};
use support::documents::workbench;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let bench = Arc::new(workbench());
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
