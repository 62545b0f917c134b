//! A user's policy folder, good and with every kind of fault.

use super::{Check, Ran, Workbench};
use crate::policy::{Authority, libraries};
use crate::source::files::Memory;
use crate::source::{RepoPath, Source};

const POLICY: &str = "# METADATA
# title: Nameless DAG
# description: d
# custom:
#   id: MY1
#   severity: high
#   confidence: high
#   input: airflow
#   remediation: r
package custom.nameless

import data.gate

deny contains finding if {
	some dag in input.dags
	dag.dag_id == \"nameless\"
	finding := gate.finding(dag, [], \"m\")
}
";
const TESTS: &str = "package custom.nameless_test

import data.custom.nameless

test_found if {
	found := nameless.deny with input as {\"dags\": [{\"_loc\": \"1\", \"dag_id\": \"nameless\"}]}
	count(found) == 1
}
";
const BAD: &str = "from airflow.sdk import DAG\n\nwith DAG(\"nameless\"):\n    pass\n";
const GOOD: &str = "from airflow.sdk import DAG\n\nwith DAG(\"sales\"):\n    pass\n";

/// What becomes of every case after one file was replaced (or left out, when its new text is empty).
fn run(changed: &str, text: &str) -> Vec<(Check, Result<usize, String>)> {
    let expect = ".expect";
    let files = [
        ("policy.rego", POLICY),
        ("policy_test.rego", TESTS),
        ("bad/a.py", BAD),
        (&format!("bad/a.py{expect}"), "3:6\n"),
        (&format!("bad/b/{expect}"), "dags/x.py:3:6\n"),
        ("bad/b/dags/x.py", BAD),
        ("good/a.py", GOOD),
        ("good/b.py", GOOD),
    ];
    let files = files.iter().map(|(name, old)| (*name, if *name == changed { text } else { *old }));
    let files = files.chain((changed.starts_with('+')).then(|| (changed.trim_start_matches('+'), text)));
    let sources = files.filter(|(_, text)| !text.is_empty()).map(|(name, text)| {
        Source::from_text(RepoPath::new(&format!(".gate/policies/nameless/{name}")).unwrap(), text)
    });
    let root = RepoPath::new(".gate/policies").unwrap();
    let bench = Workbench::open(&Memory::new(sources), &root, Authority::User, libraries().unwrap());
    assert_eq!(bench.policies(), 1);
    let ran = bench.cases().into_iter().map(|case| match bench.run(&case) {
        Ran::Passed(count) => (case.check, Ok(count)),
        Ran::Failed(why) => (case.check, Err(why)),
    });
    ran.collect()
}

#[test]
fn a_complete_policy_passes() {
    let ran = run("", "");
    assert!(ran.iter().all(|(_, result)| *result == Ok(1)), "{ran:?}");
    let checks: Vec<Check> = ran.iter().map(|(check, _)| *check).collect();
    let fixture = Check::Fixture;
    assert_eq!(checks, [Check::Form, Check::Lint, Check::Units, fixture, fixture, fixture, fixture]);
}

#[test]
fn every_fault_of_a_policy_folder_is_found_and_said() {
    for (file, text, check, why) in [
        ("policy_test.rego", "", Check::Form, "no unit tests"),
        ("good/b.py", "", Check::Form, "1 of at least 2 fixtures in good/"),
        (
            "policy.rego",
            POLICY.replace("custom.nameless", "gate.policies.x").as_str(),
            Check::Form,
            "must begin with `custom.`",
        ),
        (
            "policy.rego",
            &POLICY.replace("gate.finding(", "gate.found("),
            Check::Lint,
            "there is no function `gate.found`",
        ),
        ("policy_test.rego", &TESTS.replace("== 1", "== 2"), Check::Units, "test_found: is undefined"),
        ("bad/a.py", GOOD, Check::Fixture, "- dags/a.py:3:6"),
        ("bad/a.py.expect", "", Check::Fixture, "needs an .expect file"),
        ("bad/a.py.expect", "3:7", Check::Fixture, "- dags/a.py:3:7\n+ dags/a.py:3:6"),
        ("bad/a.py.expect", "nonsense", Check::Fixture, "is not [unknown |problem ]path:line:column"),
        ("bad/b/dags/x.py", "", Check::Fixture, "without the file that it is about"),
        ("good/a.py", BAD, Check::Fixture, "+ dags/a.py:3:6"),
        ("+good/a.py.expect", "3:6", Check::Fixture, "a good fixture expects a violation"),
        ("+good/c.txt", "x", Check::Fixture, "must be a folder"),
        ("+good/c.py.expect", "unknown 3:6", Check::Fixture, "without the file"),
    ] {
        let ran = run(file, text);
        let found = ran.iter().any(|(of, result)| *of == check && result.as_ref().is_err_and(|err| err.contains(why)));
        assert!(found, "{file}: {why}\n{ran:#?}");
    }
}
