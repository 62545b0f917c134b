//! Editions: a word in one file that could keep rules from deciding.

use super::Table;
use super::organisation::{CONFIG, Place, WORKFLOW};
use super::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW};

const FOUND: &[&str] = &["CI001 .github/workflows/ci.yml:11"];

/// A policy of one's own, newer than every edition, at line 1 of each workflow.
const OWN: &str = "# METADATA
# title: no workflow is called ci
# description: x
# custom:
#   id: PAY1
#   severity: high
#   confidence: high
#   input: pipeline
#   remediation: rename it
package custom.called

import data.gate

deny contains finding if {
\tinput.name == \"ci\"
\tfinding := gate.finding(input, [], \"this workflow is called ci\")
}
";

fn written(config: &str) -> Repo {
    Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW).with(CONFIG, config)
}

#[test]
fn an_edition_is_named_in_one_way_and_hides_nothing() {
    let mut table = Table::new("editions");
    for (what, config, says) in [
        ("a number", "edition: 202611\n", &[".gate/gate.yaml:1:10"][..]),
        ("a number with a point", "edition: 2026.11\n", &[".gate/gate.yaml:1:10"]),
        ("blanks inside the quotes", "edition: \"2026-11 \"\n", &[".gate/gate.yaml:1:10", "`2026-11 ` is no edition"]),
        ("a list of editions", "edition: [2026-11]\n", &[".gate/gate.yaml:1:"]),
        ("truth", "edition: true\n", &[".gate/gate.yaml:1:10"]),
        ("a merged mapping", "<<: { edition: 2025-01 }\n", &[".gate/gate.yaml:1:1", "unknown key `<<`"]),
        ("a capital letter", "Edition: 2026-11\n", &[".gate/gate.yaml:1:1", "did you mean `edition`?"]),
        ("below policies", "policies: { edition: 2026-11 }\n", &[".gate/gate.yaml:1:13", "unknown key `edition`"]),
        ("a second document", "edition: 2026-11\n---\nmode: observe\n", &[".gate/gate.yaml:"]),
        ("full-width digits", "edition: ２０２６-11\n", &[".gate/gate.yaml:1:10", "is no edition"]),
    ] {
        table.refused(&format!("writes the edition as {what}"), &written(config).gate(&["check"]), says);
    }
    let repo = written("edition: 2026-11\n").with(".gate/editions/2026-11.json", "{}\n");
    table.refused(
        "adds an edition of their own",
        &repo.gate(&["check"]),
        &[".gate/editions/2026-11.json: gate would ignore"],
    );
    let repo =
        written("edition: 2026-11\n").with(WORKFLOW, CLEAN_WORKFLOW).with(".gate/policies/called/policy.rego", OWN);
    table.decides(
        "names an edition that is older than a policy of their own",
        &repo.gate(&["check", "-f", "json"]),
        1,
        &["PAY1 .github/workflows/ci.yml:1"],
    );
    table.decides("names the first edition", &written("edition: 2026-11\n").gate(&["check", "-f", "json"]), 1, FOUND);
    let repo = Repo::clean().with(CONFIG, "edition: 2026-11\n");
    let base = repo.commit();
    repo.write(CONFIG, "edition: 2025-01\nmode: observe\n");
    repo.write(WORKFLOW, UNPINNED_WORKFLOW);
    repo.commit();
    table.decides(
        "names an edition that is none, in the change that it shall let pass",
        &repo.gate(&["check", "--base", &base, "-f", "json"]),
        1,
        &["META001 .gate/gate.yaml:1", FOUND[0]],
    );
    for (what, config) in [
        ("names an edition", "edition: 2026-11\n"),
        ("quotes an edition", "# ours\nedition: '2026-11' # until spring\n"),
        ("has a configuration with line ends of Windows", "edition: 2026-11\r\nfail-on: high\r\n"),
        ("names none", "edition:\n"),
    ] {
        let repo = written(config).with(WORKFLOW, CLEAN_WORKFLOW);
        table.honest(what, &repo.gate(&["check", "-f", "json"]), &[]);
    }
    table.end(14, 4);
}

#[test]
fn an_edition_is_not_older_than_an_organisation_allows() {
    let mut table = Table::new("editions");
    let asked = |minimum: &str, config: &str| {
        let place = Place::new();
        place.write("acme-rules/minimum.yaml", format!("name: acme\n{minimum}\n"));
        place.write(&format!("pay/{CONFIG}"), config);
        place.gate(&["check", "--extends", "../acme-rules", "-f", "json"])
    };
    for (what, config, at) in [
        ("stays at an older edition", "edition: 2026-11\n", "1:10"),
        ("gives the older edition a name", "edition: &ours 2026-11\n", "1:16"),
        ("writes the older edition as a block", "edition: >-\n  2026-11\n", "2:3"),
        ("writes the older edition with its type", "edition: !!str 2026-11\n", "1:"),
    ] {
        let at = format!(".gate/gate.yaml:{at}");
        let says =
            [&at, "`edition: 2026-11` is looser than acme allows", "acme/minimum.yaml:2 asks for `edition: 2027-02`"];
        table.refused(what, &asked("edition: 2027-02", config), &says);
    }
    for (minimum, what) in [("2026-11-01", "a day"), ("202611", "a number"), ("latest", "a word")] {
        let run = asked(&format!("edition: {minimum}"), "edition: 2026-11\n");
        table.refused(&format!("asks for {what} as the oldest edition"), &run, &["acme/minimum.yaml:2:10"]);
    }
    table.honest("stays at the oldest edition that may be", &asked("edition: 2026-11", "edition: 2026-11\n"), &[]);
    table.honest("stays at none", &asked("edition: 2027-02", "fail-on: high\n"), &[]);
    table.end(7, 2);
}
