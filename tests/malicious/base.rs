//! The repository that the changes are made to.

pub(crate) use super::support::CLEAN_WORKFLOW as CI_TEXT;
use super::support::{Repo, Run, project};
use super::{Attack, attack};

/// The workflow that runs gate.
pub(crate) const GATE: &str = ".github/workflows/gate.yml";
/// Another workflow.
pub(crate) const CI: &str = ".github/workflows/ci.yml";
/// The configuration.
pub(crate) const CONFIG: &str = ".gate/gate.yaml";
/// The waivers.
pub(crate) const WAIVERS: &str = ".gate/waivers.yaml";
/// A policy of the repository's own.
pub(crate) const POLICY: &str = ".gate/policies/nameless/policy.rego";
/// A DAG.
pub(crate) const DAG: &str = "dags/report.py";

pub(crate) const GATE_TEXT: &str = "name: gate
on: pull_request
permissions:
  contents: read
jobs:
  gate:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: ./.github/actions/one
      - uses: acme/gate@1111111111111111111111111111111111111111
        with:
          branches: release/*
";

const ONE_TEXT: &str = "name: one
runs:
  using: composite
  steps:
    - uses: ./.github/actions/two
";

const TWO_TEXT: &str = "name: two
runs:
  using: composite
  steps:
    - run: bash .github/actions/two/run.sh
      shell: bash
";

const CONFIG_TEXT: &str = "version: 1
gate:
  job: .github/workflows/gate.yml#gate
inputs:
  pipeline: { required: true }
";

const POLICY_TEXT: &str = "# METADATA
# title: a workflow without a name
# description: Nobody knows what it is for.
# custom:
#   id: ACME1
#   severity: high
#   confidence: high
#   input: pipeline
#   remediation: Name it.
package custom.nameless

import data.gate

deny contains finding if {
\tinput.name == \"\"
\tfinding := gate.finding(input, [], \"this workflow has no name\")
}
";

const DAG_TEXT: &str = "from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(\"report\", schedule=None) as dag:
    BashOperator(task_id=\"make\", bash_command=\"make report\")
";

/// A repository with rules, a job that runs gate, pipelines, a DAG, and code with a plan that a trusted job made.
pub(crate) struct Estate {
    pub(crate) repo: Repo,
    trusted: Repo,
    base: String,
}

impl Estate {
    pub(crate) fn new() -> Self {
        let fixture = project().join("policies/terraform/unencrypted-storage/good/own-key");
        let read = |name: &str| std::fs::read_to_string(fixture.join(name)).unwrap();
        let repo = Repo::new()
            .with(GATE, GATE_TEXT)
            .with(CI, CI_TEXT)
            .with(".github/actions/one/action.yml", ONE_TEXT)
            .with(".github/actions/two/action.yml", TWO_TEXT)
            .with(".github/actions/two/run.sh", "echo two\n")
            .with(CONFIG, CONFIG_TEXT)
            .with(POLICY, POLICY_TEXT)
            .with(WAIVERS, "")
            .with(DAG, DAG_TEXT)
            .with("infra/main.tf", read("main.tf"))
            .with("README.md", "# payments\n");
        let base = repo.commit();
        repo.name("refs/remotes/origin/main", &base);
        let trusted = Repo::new().with("plan.json", read("plan.json"));
        Self { repo, trusted, base }
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        self.repo.write(path, text);
    }

    /// Replaces a part of a file, which must be there.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.repo.path().join(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, text.replacen(from, to, 1));
    }

    pub(crate) fn remove(&self, path: &str) {
        let path = self.repo.path().join(path);
        if path.is_dir() { std::fs::remove_dir_all(path).unwrap() } else { std::fs::remove_file(path).unwrap() }
    }

    pub(crate) fn link(&self, target: &str, path: &str) {
        let path = self.repo.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        std::fs::rename(self.repo.path().join(from), self.repo.path().join(to)).unwrap();
    }

    /// The tip of the base.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Commits the change and judges it as in a pull request. A change of nothing but references gets an empty commit.
    pub(crate) fn judge(&self) -> Run {
        let change = self.repo.commit_on(&[&self.base]);
        self.repo.checkout(&change);
        let plan = format!("{}=infra", self.trusted.path().join("plan.json").to_str().unwrap());
        self.repo.gate(&["check", "-v", "--base", "origin/main", "--plan", &plan])
    }
}

/// Changes that loosen nothing.
pub(crate) const HARMLESS: &[Attack] = &[
    attack("a file for people", "", |it| it.write("docs/notes.md", "x")),
    attack("another step of another workflow", "", |it| it.edit(CI, "make test", "make check")),
    attack("a comment beside the job that runs gate", "", |it| it.edit(GATE, "jobs:", "# judged\njobs:")),
    attack("a comment in an action that the job calls", "", |it| {
        it.edit(".github/actions/one/action.yml", "name: one\n", "name: one # of two\n");
    }),
    attack("the events in another form", "", |it| it.edit(GATE, "on: pull_request", "on: [pull_request]")),
    attack("a job whose name holds a value of the matrix", "", |it| {
        it.edit(
            CI,
            "  test:\n",
            "  test:\n    name: test ${{ matrix.os }}\n    strategy: { matrix: { os: [a, b] } }\n",
        );
    }),
    attack("a step behind gate", "", |it| {
        it.edit(GATE, "          branches: release/*\n", "          branches: release/*\n      - run: echo judged\n");
    }),
    attack("a comment in the code", "", |it| it.edit("infra/main.tf", "\n", "\n# documents of the company\n")),
    attack("another command of a task", "", |it| it.edit(DAG, "make report", "make reports")),
    attack("an ignore file for what is built", "", |it| it.write(".gitignore", "/build/\n*.log\n")),
    attack("a folder called target without anything that runs", "", |it| it.write("target/notes.txt", "x")),
    attack("an action.yml of another tool", "", |it| it.write("game/action.yml", "jump: { key: space }\n")),
    attack("a link to a document", "", |it| it.link("README.md", "docs/README.md")),
];
