//! A repository and the rules of an organisation beside it.

#![allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "every test binary uses a part of it")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot be set up fails")]

use std::path::PathBuf;

use crate::support::{CLEAN_WORKFLOW, Run, commit, run};

pub const WORKFLOW: &str = ".github/workflows/ci.yml";
pub const CONFIG: &str = ".gate/gate.yaml";

/// What `acme` asks for.
pub const MINIMUM: &str = "version: 1
name: acme
fail-on: high
mode: block
changed: false
policies: { required: [CI001] }
approvers: [\"@acme/security\"]
exclude: { owners: [\"@acme/security\"], never: [\"infra/**\"], reasons-at-least: 10 }
waivers: { max-days: 30 }
";

/// A policy of `acme`: at line 1, column 1 of a workflow without a name.
pub const POLICY: &str = "# METADATA
# title: a workflow without a name
# description: x
# custom:
#   id: ACME1
#   severity: high
#   confidence: high
#   input: pipeline
#   remediation: name it
package custom.nameless

import data.gate

deny contains finding if {
\tinput.name == \"\"
\tfinding := gate.finding(input, [], \"this workflow has no name\")
}
";

/// A folder with a repository `pay` and the rules `acme-rules` beside it.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write("acme-rules/minimum.yaml", MINIMUM);
        place.write("acme-rules/policies/nameless/policy.rego", POLICY);
        place.write("acme-rules/policies/nameless/bad/ci.yml", "on: push\n");
        place.write("acme-rules/README.md", "Rules of acme.\n");
        place.write("pay/.github/workflows/ci.yml", CLEAN_WORKFLOW);
        place
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Runs gate in the repository.
    pub fn gate(&self, arguments: &[&str]) -> Run {
        run(&self.path("pay"), arguments)
    }

    /// The digest that `gate extends` prints of a folder beside the repository.
    pub fn digest(&self, folder: &str) -> String {
        let run = self.gate(&["extends", &format!("../{folder}")]);
        assert_eq!(run.code, 0, "{}", run.text());
        let (_, rest) = run.stdout.split_once("sha256:").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Pins what lies in folders beside the repository now, and writes the rest of the configuration behind that.
    pub fn pin(&self, folders: &[&str], rest: &str) {
        let entry =
            |folder: &&str| format!("  - {{ folder: ../{folder}, digest: \"sha256:{}\" }}\n", self.digest(folder));
        let entries: String = folders.iter().map(entry).collect();
        self.write(&format!("pay/{CONFIG}"), format!("extends:\n{entries}{rest}"));
    }

    /// Commits a folder as a repository of its own.
    pub fn commit(&self, folder: &str) -> String {
        commit(&self.path(folder))
    }
}
