//! `--changed`: what somebody does so that a new danger looks as if it had been there before.

use super::Table;
use super::support::{CLEAN_WORKFLOW, Repo, Run, UNPINNED_WORKFLOW};

const CI: &str = ".github/workflows/ci.yml";
const OTHER: &str = ".github/workflows/other.yml";
const GATE: &str = ".gate/gate.yaml";

/// A step that is wrong wherever it stands.
const STEP: &str = "      - uses: acme/build@v1\n";

/// A workflow whose job `test` can do nothing, and whose job `ship` can do all that `rights` say.
fn two(trigger: &str, rights: &str, test: &str, ship: &str) -> String {
    format!(
        "name: ci\non:\n  {trigger}:\npermissions:\n  contents: read\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make test\n{test}  \
         ship:\n    runs-on: ubuntu-24.04\n{rights}    steps:\n      - run: make\n{ship}"
    )
}

/// Commits what is there, then what the change makes of it, and compares.
fn changed(repo: &Repo, base: &str, more: &[&str]) -> Run {
    repo.commit();
    repo.gate(&[&["check", "--base", base, "--changed", "-f", "json"], more].concat())
}

#[test]
fn what_moves_to_where_more_can_be_reached_is_new() {
    let mut table = Table::new("changed");
    let moved = |rights: &str| {
        let repo = Repo::new().with(CI, two("push", rights, STEP, ""));
        let base = repo.commit();
        repo.write(CI, two("push", rights, "", STEP));
        changed(&repo, &base, &[])
    };
    let secret = "    env:\n      KEY: ${{ secrets.PROD_KEY }}\n";
    for (what, rights, line) in [
        ("has a secret", secret, 17),
        ("deploys to production", "    environment: production\n", 16),
        ("may write", "    permissions:\n      contents: write\n", 17),
        ("may sign in elsewhere", "    permissions:\n      id-token: write\n", 17),
        ("may write everything", "    permissions: write-all\n", 16),
    ] {
        let open = format!("CI001 {CI}:{line}");
        table.decides(&format!("moves an old step to a job that {what}"), &moved(rights), 1, &[&open]);
    }
    let repo = Repo::new().with(CI, two("push", secret, STEP, "")).with(OTHER, CLEAN_WORKFLOW);
    let base = repo.commit();
    repo.write(CI, two("push", secret, "", ""));
    repo.write(
        OTHER,
        CLEAN_WORKFLOW.replace(
            "      - run: make test",
            &format!("{STEP}      - run: make test\n        env: {{ KEY: \"${{{{ secrets.KEY }}}}\" }}"),
        ),
    );
    table.decides(
        "moves an old step to another file, beside a secret",
        &changed(&repo, &base, &[]),
        1,
        &["CI001 .github/workflows/other.yml:14"],
    );
    let repo = Repo::new().with(CI, two("push", "", STEP, ""));
    let base = repo.commit();
    repo.remove(CI);
    repo.write(OTHER, two("pull_request_target", "", STEP, ""));
    table.decides(
        "gives a file another name and opens it to everybody",
        &changed(&repo, &base, &[]),
        1,
        &["CI001 .github/workflows/other.yml:11"],
    );
    let repo = Repo::new().with(CI, two("push", "", STEP, ""));
    let base = repo.commit();
    repo.write(CI, two("issue_comment", "", STEP, ""));
    table.decides(
        "opens an old step to everybody where it stands",
        &changed(&repo, &base, &[]),
        1,
        &["CI001 .github/workflows/ci.yml:11"],
    );
    let repo = Repo::new().with(CI, two("push", secret, STEP, ""));
    let base = repo.commit();
    repo.write(CI, two("push", secret, STEP, STEP));
    table.decides(
        "does again, beside a secret, what was done",
        &changed(&repo, &base, &[]),
        1,
        &["CI001 .github/workflows/ci.yml:18"],
    );

    table.honest("moves an old step to a job that can do no more", &moved(""), &["before"]);
    for (what, rights, from, to) in [
        ("moves an old step away from a secret", secret, ("", STEP), (STEP, "")),
        ("leaves an old step where a secret is", secret, ("", STEP), ("      - run: make more\n", STEP)),
    ] {
        let repo = Repo::new().with(CI, two("push", rights, from.0, from.1));
        let base = repo.commit();
        repo.write(CI, two("push", rights, to.0, to.1));
        table.honest(what, &changed(&repo, &base, &[]), &["before"]);
    }
    let repo = Repo::new().with(CI, two("push", "", STEP, "")).with("notes.md", "x\n");
    let base = repo.commit();
    repo.write(CI, two("push", secret, STEP, ""));
    table.honest(
        "gives a job a secret that another one's old step cannot reach",
        &changed(&repo, &base, &[]),
        &["before"],
    );
    let repo = Repo::new().with(CI, UNPINNED_WORKFLOW);
    let base = repo.commit();
    repo.remove(CI);
    repo.write(OTHER, UNPINNED_WORKFLOW.replace("name: ci", "name: all"));
    table.honest("gives a file another name", &changed(&repo, &base, &[]), &["before"]);
    table.end(9, 5);
}

#[test]
fn what_nobody_judged_was_not_there() {
    let mut table = Table::new("changed");
    let found = "CI001 .github/workflows/ci.yml:11";
    // At the fork the file says nothing that anybody could read; the change makes it readable.
    let bomb = {
        let mut text = "on: push\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..12 {
            text.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(",")));
        }
        text.into_bytes()
    };
    let huge = [UNPINNED_WORKFLOW.as_bytes(), &vec![b'#'; 11 << 20]].concat();
    let broken = [b"# \xff\xfe\xfa\n", UNPINNED_WORKFLOW.as_bytes()].concat();
    for (what, text) in [("a bomb", &bomb), ("eleven megabytes", &huge), ("bytes that are no text", &broken)] {
        let repo = Repo::new().with(CI, text).with(OTHER, CLEAN_WORKFLOW);
        let base = repo.commit();
        repo.write("notes.txt", "x");
        table.honest(&format!("leaves {what} as it was"), &changed(&repo, &base, &[]), &["before"]);
        repo.write(CI, UNPINNED_WORKFLOW);
        table.decides(&format!("makes a workflow of {what}"), &changed(&repo, &base, &[]), 1, &[found]);
        repo.write(CI, [&text[..], b"\n# x\n"].concat());
        table.decides(&format!("adds a line to {what}"), &changed(&repo, &base, &[]), 3, &[&format!("? {CI}")]);
        let repo = Repo::new().with(CI, UNPINNED_WORKFLOW);
        let base = repo.commit();
        repo.write(CI, text);
        table.decides(&format!("makes {what} of a workflow"), &changed(&repo, &base, &[]), 3, &[&format!("? {CI}")]);
    }
    // What was left out, or stood where no platform runs it, is new where one does.
    let excluded = "exclude: [{ paths: [samples], reason: read by people, owner: '@acme/docs' }]\n";
    let repo = Repo::clean()
        .with("samples/.gitlab-ci.yml", "a:\n  script: [x]\n")
        .with("samples/ci.yml", UNPINNED_WORKFLOW)
        .with(GATE, excluded);
    let base = repo.commit();
    repo.remove("samples/ci.yml");
    repo.write(CI, UNPINNED_WORKFLOW);
    table.decides("moves a sample to where it runs", &changed(&repo, &base, &[]), 1, &[found]);
    let repo = Repo::clean().with("Jenkinsfile", "node {}\n").with("ci/other", "node { sh 'x' }\n");
    let base = repo.commit();
    repo.remove("Jenkinsfile");
    std::os::unix::fs::symlink("ci/other", repo.path().join("Jenkinsfile")).unwrap();
    table.decides("puts a link where nobody could read", &changed(&repo, &base, &[]), 3, &["? Jenkinsfile"]);
    let repo = Repo::clean().with("Jenkinsfile", "node {}\n");
    let base = repo.commit();
    repo.remove("Jenkinsfile");
    repo.write(".circleci/config.yml", "version: 2.1\n");
    table.decides("puts what nobody can read elsewhere", &changed(&repo, &base, &[]), 3, &["? .circleci/config.yml"]);
    table.end(12, 3);
}
