//! Debts that are taken in honestly, and what somebody does behind them.

use crate::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW};
use crate::table::Answer::{Accepts, Open, Refuses};
use crate::table::Judged::{Change, Folder, With};
use crate::table::{BASELINE, Row, WORKFLOW, adopted, edit, repo, row, text};

const CALLED: &str = ".github/workflows/called.yml";
const CODE: &str = "resource \"null_resource\" \"a\" {}\n";
/// Whether a scan blocks is for the caller to say.
const UNSAID: &str = "name: called
on:
  workflow_call:
    inputs: { lint: { type: boolean, required: true } }
permissions:
  contents: read
jobs:
  lint:
    runs-on: ubuntu-24.04
    steps:
      - run: trivy fs --exit-code 1 .
        continue-on-error: ${{ inputs.lint }}
";
/// Two jobs with one debt each.
const TWO_JOBS: &str = "name: ci
on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: acme/build@v1
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: acme/test@v1
";
/// A policy of one's own that finds what no baseline may answer for.
const NAMELESS: &str = "# METADATA
# title: a workflow without a name
# description: x
# custom:
#   id: ACME1
#   severity: high
#   confidence: high
#   input: pipeline
#   adoptable: false
#   remediation: name it
package custom.nameless

import data.gate

deny contains finding if {
	input.kind == \"workflow\"
	finding := gate.finding(input, [], \"this workflow has no name\")
}
";

/// What is new or touched behind a debt.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let ci = &["CI001 .github/workflows/ci.yml"];
    for (does, files, path, after, code, open) in [
        (
            "an unknown becomes a violation",
            &[(CALLED, UNSAID)][..],
            CALLED,
            UNSAID.replace("${{ inputs.lint }}", "true"),
            1,
            &["CI007 .github/workflows/called.yml"][..],
        ),
        (
            "an unknown asks for something else",
            &[(CALLED, UNSAID)],
            CALLED,
            UNSAID.replace("inputs.lint }}", "inputs.scan }}"),
            3,
            &["CI007 .github/workflows/called.yml"],
        ),
        (
            "debts change jobs",
            &[(WORKFLOW, TWO_JOBS)],
            WORKFLOW,
            TWO_JOBS.replace("build@", "x@").replace("test@", "build@").replace("x@", "test@"),
            1,
            ci,
        ),
        (
            "a job takes the name of another",
            &[(WORKFLOW, TWO_JOBS)],
            WORKFLOW,
            TWO_JOBS.replace("  build:", "  x:").replace("  test:", "  build:").replace("  x:", "  test:"),
            1,
            ci,
        ),
        (
            "a debt of a job in an anchor",
            &[(WORKFLOW, TWO_JOBS)],
            WORKFLOW,
            TWO_JOBS
                .replace("- uses: acme/build", "- &a\n        uses: acme/build")
                .replace("- uses: acme/test@v1", "- *a"),
            1,
            ci,
        ),
        (
            "code in a folder below",
            &[("infra/main.tf", CODE)],
            "infra/module/main.tf",
            CODE.to_owned(),
            3,
            &["unread infra/module/main.tf"],
        ),
        (
            "code before the first file",
            &[("infra/main.tf", CODE)],
            "infra/a.tf",
            CODE.to_owned(),
            3,
            &["unread infra/a.tf"],
        ),
        (
            "code of OpenTofu beside it",
            &[("infra/main.tf", CODE)],
            "infra/x.tofu",
            CODE.to_owned(),
            3,
            &["unread infra/main.tf"],
        ),
        (
            "one blank in what nobody reads",
            &[("Jenkinsfile", "node {}\n")],
            "Jenkinsfile",
            "node {} \n".to_owned(),
            3,
            &["unread Jenkinsfile"],
        ),
        (
            "the same pipeline elsewhere",
            &[("Jenkinsfile", "node {}\n")],
            "ci/Jenkinsfile",
            "node {}\n".to_owned(),
            3,
            &["unread ci/Jenkinsfile"],
        ),
    ] {
        let clean = (".github/workflows/clean.yml", CLEAN_WORKFLOW);
        let repo = adopted(&[files, &[clean]].concat());
        let base = repo.commit();
        repo.write(path, after);
        rows.push(row(does, repo, &Change(&base), Open(code, open)));
    }
    rows.extend(policies());
    rows.extend(ways());
    rows
}

fn policies() -> Vec<Row> {
    let own = (".gate/policies/nameless/policy.rego", NAMELESS);
    let nameless = UNPINNED_WORKFLOW.replace("name: ci\n", "");
    let open = Open(1, &["ACME1 .github/workflows/ci.yml"]);
    let by_hand = repo(&[(WORKFLOW, &nameless), own]);
    let run = by_hand.gate(&["init", "--adopt", "--owner", "@acme/web", "--approver", "@acme/security"]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(!text(&by_hand, BASELINE).contains("ACME1"), "{}", text(&by_hand, BASELINE));
    let entry = repo(&[(WORKFLOW, &nameless), (own.0, &NAMELESS.replace("#   adoptable: false\n", ""))]);
    assert_eq!(entry.gate(&["init", "--adopt", "--owner", "@acme/web", "--approver", "@acme/security"]).code, 0);
    assert!(text(&entry, BASELINE).contains("ACME1"), "{}", text(&entry, BASELINE));
    let again = repo(&[
        (WORKFLOW, &nameless),
        own,
        (BASELINE, &text(&entry, BASELINE)),
        (".gate/gate.yaml", &text(&entry, ".gate/gate.yaml")),
    ]);
    vec![
        row("adopts what a policy of one's own does not let", by_hand, &Folder, open),
        row(
            "an entry with its very digits",
            again,
            &Folder,
            Open(1, &["ACME1 .github/workflows/ci.yml", "BL004 .gate/baseline.yaml"]),
        ),
    ]
}

/// Other ways to judge, and other kinds of files.
fn ways() -> Vec<Row> {
    let mut rows = Vec::new();
    let debt = || adopted(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    let more = |repo: &Repo| edit(repo, WORKFLOW, "      - run", "      - uses: acme/new@v1\n      - run");
    let open = || Open(1, &["CI001 .github/workflows/ci.yml"]);

    let staged = debt();
    staged.commit();
    more(&staged);
    stage(&staged, WORKFLOW);
    staged.write(WORKFLOW, UNPINNED_WORKFLOW);
    rows.push(row("stages a violation and hides it in the folder", staged, &With(&["--staged"]), open()));

    let scoped = debt();
    more(&scoped);
    rows.push(row("a scope of one file", scoped, &With(&[WORKFLOW]), open()));
    let scoped = debt();
    scoped.commit();
    more(&scoped);
    rows.push(row("a scope of one folder", scoped, &With(&[".github"]), open()));

    #[cfg(unix)]
    {
        let linked = debt();
        let base = linked.commit();
        std::os::unix::fs::symlink("ci.yml", linked.path().join(".github/workflows/other.yml")).unwrap();
        rows.push(row(
            "a link to a file with a debt",
            linked,
            &Change(&base),
            Open(1, &["CI001 .github/workflows/other.yml"]),
        ));
        let linked = debt();
        linked.write("other.yaml", text(&linked, BASELINE));
        linked.remove(BASELINE);
        std::os::unix::fs::symlink("../other.yaml", linked.path().join(BASELINE)).unwrap();
        rows.push(row("a baseline that is a link", linked, &Folder, Refuses(BASELINE)));
    }
    let whole = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW), ("dags/Jenkinsfile", "node {}\n")]);
    whole.commit();
    rows.push(row("honest: a scope leaves other entries alone", whole, &With(&[".github"]), Accepts("\"adopted\"")));
    let moved = debt();
    let base = moved.commit();
    edit(&moved, WORKFLOW, "      - uses", "      # why\n      - run: make lint\n      - uses");
    rows.push(row("honest: a step before a debt", moved, &Change(&base), Accepts("\"adopted\"")));
    let paid = debt();
    let base = paid.commit();
    paid.write(WORKFLOW, CLEAN_WORKFLOW);
    assert_eq!(paid.gate(&["baseline", "prune"]).code, 0);
    rows.push(row("honest: pays a debt and prunes it", paid, &Change(&base), Accepts("")));
    rows
}

fn stage(repo: &Repo, path: &str) {
    let repository = git2::Repository::open(repo.path()).unwrap();
    let mut index = repository.index().unwrap();
    index.add_path(std::path::Path::new(path)).unwrap();
    index.write().unwrap();
}
