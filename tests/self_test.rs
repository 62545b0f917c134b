//! `gate self-test` judges what the project's tests judge, without the project.

mod support;

use support::{Repo, project, run};

#[test]
fn the_binary_tests_itself_anywhere_with_every_file_of_the_project() {
    let elsewhere = Repo::new();
    let built_in = elsewhere.gate(&["self-test"]);
    assert_eq!(built_in.code, 0, "{}", built_in.text());
    let of_project = run(&project(), &["policy", "test", "policies"]);
    assert_eq!(of_project.code, 0, "{}", of_project.text());
    let last = |text: &str| text.lines().last().map(str::to_owned);
    assert_eq!(last(&built_in.stdout), last(&of_project.stdout), "the same policies, tests and files");
    assert!(built_in.stdout.contains(env!("CARGO_PKG_VERSION")), "{}", built_in.stdout);
}
