//! What cannot be judged: it was there before only where the change leaves it alone.

use super::{Case, Edit, Remove, Rename, Replace, Write, all};
use crate::support::CLEAN_WORKFLOW;

const CI: &str = ".github/workflows/ci.yml";
const JENKINS: &str = "Jenkinsfile";

fn of(name: &'static str, change: Vec<Edit>, code: i32, open: &'static [&'static str]) -> Case {
    let base = vec![(CI, CLEAN_WORKFLOW.to_owned()), (JENKINS, "pipeline { agent any }\n".to_owned())];
    Case { name, base, change, code, open }
}

#[test]
fn a_file_without_a_reader_decides_when_it_is_touched() {
    all(&[
        of("it is left alone", vec![Replace(CI, vec![("make test", "make check")])], 0, &[]),
        of("it is edited", vec![Write(JENKINS, "pipeline { agent none }\n".to_owned())], 3, &["? Jenkinsfile"]),
        of("it has another name", vec![Rename(JENKINS, "ci/Jenkinsfile")], 3, &["? ci/Jenkinsfile"]),
        of("it is gone", vec![Remove(JENKINS)], 0, &[]),
        of("there is another one", vec![Write("ci/Jenkinsfile", "x".to_owned())], 3, &["? ci/Jenkinsfile"]),
    ]);
}

#[test]
fn a_file_that_cannot_be_read_decides_when_it_is_touched() {
    let broken = "on: push\njobs: [\n";
    let case = |name, change, code, open| Case {
        name,
        base: vec![(CI, CLEAN_WORKFLOW.to_owned()), (".github/workflows/broken.yml", broken.to_owned())],
        change,
        code,
        open,
    };
    all(&[
        case("it is left alone", vec![Replace(CI, vec![("make test", "make check")])], 0, &[]),
        case(
            "it is edited",
            vec![Write(".github/workflows/broken.yml", format!("# x\n{broken}"))],
            3,
            &["? .github/workflows/broken.yml"],
        ),
        case("it is mended", vec![Write(".github/workflows/broken.yml", CLEAN_WORKFLOW.to_owned())], 0, &[]),
        case(
            "it was broken before, and what is read now was not judged",
            vec![Write(
                ".github/workflows/broken.yml",
                CLEAN_WORKFLOW.replace("@08c6903cd8c0fde910a37f88322edcfb5dd907a8", "@v4"),
            )],
            1,
            &["CI001 .github/workflows/broken.yml:11"],
        ),
    ]);
}

/// A job whose command is a variable, which nobody can know.
fn unknown(more: &str) -> String {
    CLEAN_WORKFLOW
        .replace("      - run: make test\n", &format!("      - uses: acme/scan@${{{{ inputs.version }}}}\n{more}"))
}

#[test]
fn an_unknown_is_compared_like_a_violation() {
    let of = |name, change, code, open| Case { name, base: vec![(CI, unknown(""))], change, code, open };
    all(&[
        of("it is left alone", vec![Replace(CI, vec![("name: ci", "name: all")])], 0, &[]),
        of(
            "there are two",
            vec![Write(CI, unknown("      - uses: acme/scan@${{ inputs.version }}\n"))],
            3,
            &["CI001 .github/workflows/ci.yml:15"],
        ),
        of(
            "it is another one",
            vec![Replace(CI, vec![("acme/scan", "acme/other")])],
            3,
            &["CI001 .github/workflows/ci.yml:14"],
        ),
    ]);
}

#[test]
fn a_part_that_cannot_be_read_decides_when_its_file_is_touched() {
    let root = "include:\n  - local: $WHICH\n  - local: ci/build.yml\ntest:\n  script: [make test]\n";
    let part = "build:\n  script: [make]\n";
    let of = |name, change, code, open| Case {
        name,
        base: vec![(".gitlab-ci.yml", root.to_owned()), ("ci/build.yml", part.to_owned())],
        change,
        code,
        open,
    };
    all(&[
        of("nothing of it is touched", vec![Write("notes.txt", "x".to_owned())], 0, &[]),
        of("a file beside it is touched", vec![Replace("ci/build.yml", vec![("[make]", "[make all]")])], 0, &[]),
        of(
            "its file is touched",
            vec![Replace(".gitlab-ci.yml", vec![("make test", "make check")])],
            3,
            &["? .gitlab-ci.yml"],
        ),
    ]);
}
