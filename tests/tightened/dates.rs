//! Days: what begins later than people think, or never.

use std::process::Command;

use super::Table;
use super::organisation::{CONFIG, Place, WORKFLOW};
use super::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, day};

const FOUND: &str = "CI001 .github/workflows/ci.yml:11";

fn entries(lines: &[String]) -> String {
    let lines: String = lines.iter().map(|line| format!("    - {{ {line} }}\n")).collect();
    format!("policies:\n  schedule:\n{lines}")
}

fn decide(policy: &str, from: &str) -> String {
    format!("from: {from}, decide: [{policy}], reason: much to mend, owner: '@acme/pay'")
}

fn written(config: &str) -> Repo {
    Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW).with(CONFIG, config)
}

#[test]
fn a_day_is_written_so_that_it_comes() {
    let mut table = Table::new("dates");
    let (soon, far) = (day(30), day(367));
    let disabled = "  disable: [{ id: unpinned-action, reason: x, owner: y }]\n";
    let severities = |from: &str, said: &str| entries(&[format!("from: {from}, severity: {{ {said} }}")]);
    let cases: Vec<(&str, String, Vec<&str>)> = vec![
        (
            "schedules what is disabled under its other name",
            entries(&[decide("CI001", &soon)]) + disabled,
            vec![".gate/gate.yaml:3:36", "`CI001` is disabled, so it never decides"],
        ),
        ("names a 29 February that never comes", entries(&[decide("CI001", "2027-02-29")]), vec![":3:15", "is no day"]),
        ("names a leap second", entries(&[decide("CI001", "2026-12-31T23:59:60Z")]), vec![":3:15"]),
        ("names a week", entries(&[decide("CI001", "2026-W53-1")]), vec![":3:15", "is no day"]),
        ("writes a severity for a day past a year", severities(&far, "CI001: low"), vec![":3:15", "at most 366"]),
        (
            "gives a policy two severities on one day",
            severities(&soon, "CI001: low, unpinned-action: high"),
            vec![":3:"],
        ),
        (
            "gives a policy two severities on one day in two entries",
            entries(&[
                format!("from: {soon}, severity: {{ CI001: high }}"),
                format!("from: {soon}, severity: {{ unpinned-action: low }}"),
            ]),
            vec![":4:", "the severity of `CI001` is set twice"],
        ),
        (
            "looks like a policy in a severity",
            severities(&soon, "\u{421}I001: low"),
            vec![":3:", "did you mean `CI001`?"],
        ),
        ("schedules every policy at once", entries(&[decide("'*'", &soon)]), vec![":3:36", "there is no policy `*`"]),
        ("schedules a family of policies", entries(&[decide("CI00?", &soon)]), vec![":3:36", "there is no policy"]),
        (
            "schedules what gate says of expired waivers",
            entries(&[decide("WV001", &soon)]),
            vec![":3:36", "about its own rules"],
        ),
        ("lowers what gate says of edits of its rules", severities(&soon, "META001: low"), vec![":3:", "META001"]),
        (
            "writes a second schedule",
            entries(&[decide("CI002", &soon)]) + &format!("  schedule:\n    - {{ {} }}\n", decide("CI001", &soon)),
            vec![":4:3", "`schedule` stands here a second time"],
        ),
        (
            "writes a second day into an entry",
            entries(&[format!("from: {}, {}", day(-9), decide("CI001", &soon))]),
            vec![":3:", "`from` stands here a second time"],
        ),
        (
            "gives a reason that nobody sees",
            entries(&[decide("CI001", &soon).replace("much to mend", "'\u{200b}'")]),
            vec![":3:", "says nothing"],
        ),
        ("schedules the mode", entries(&[format!("from: {soon}, mode: observe")]), vec![":3:", "unknown key `mode`"]),
        (
            "schedules the threshold",
            entries(&[format!("from: {soon}, fail-on: critical")]),
            vec![":3:", "unknown key `fail-on`"],
        ),
    ];
    for (what, config, says) in &cases {
        table.refused(what, &written(config).gate(&["check"]), says);
    }
    table.honest(
        "postpones by a year and a day",
        &written(&entries(&[decide("CI001", &day(366))])).gate(&["check", "-f", "json"]),
        &["upcoming"],
    );
    table.honest(
        "postpones until tomorrow, by name",
        &written(&entries(&[decide("unpinned-action", &day(1))])).gate(&["check", "-f", "json"]),
        &["upcoming"],
    );
    table.end(17, 2);
}

#[test]
fn what_has_begun_stays_whoever_says_what_day_it_is() {
    let mut table = Table::new("dates");
    let check = ["check", "-f", "json"];
    let today = written(&entries(&[decide("CI001", &day(0))]));
    for (name, value) in
        [("SOURCE_DATE_EPOCH", "1700000000"), ("FAKETIME", "-400d"), ("TZ", "Etc/GMT+12"), ("GATE_TODAY", "2020-01-01")]
    {
        let run = Command::new(env!("CARGO_BIN_EXE_gate"))
            .args(check)
            .current_dir(today.path())
            .env_clear()
            .env(name, value)
            .output();
        table.decides(&format!("sets {name} to a day before"), &run.unwrap().into(), 1, &[FOUND]);
    }
    let later = entries(&[decide("CI001", &day(-1)), decide("unpinned-action", &day(200))]);
    table.decides("postpones by its name what has begun by its id", &written(&later).gate(&check), 1, &[FOUND]);
    let unknown = CLEAN_WORKFLOW.replace("make test", "make test\n      - uses: acme/scan@${{ inputs.version }}");
    let repo = written(&entries(&[decide("CI001", &day(-1))])).with(WORKFLOW, &unknown);
    table.decides("hides behind what nobody can know", &repo.gate(&check), 3, &["CI001 .github/workflows/ci.yml:15"]);
    let low = entries(&[
        format!("from: {}, severity: {{ CI001: low }}", day(1)),
        format!("from: {}, severity: {{ CI001: low }}", day(9)),
    ]);
    table.decides("lowers from tomorrow on", &written(&low).gate(&check), 1, &[FOUND]);
    let trusts = entries(&[format!("from: {}, parameters: {{ CI001: {{ trusted_owners: [actions] }} }}", day(1))]);
    table.decides("trusts from tomorrow on", &written(&trusts).gate(&check), 1, &[FOUND]);
    // What the base says holds, whatever the change writes.
    let begun = entries(&[decide("CI001", &day(-1))]);
    for (what, base, change, line) in [
        ("postpones again in the change", begun.clone(), entries(&[decide("CI001", &day(300))]), 3),
        (
            "lowers from a past day in the change",
            begun,
            entries(&[format!("from: {}, severity: {{ CI001: low }}", day(-9))]),
            3,
        ),
        (
            "disables in the change",
            "version: 1\n".to_owned(),
            "policies:\n  disable: [{ id: CI001, reason: x, owner: y }]\n".to_owned(),
            1,
        ),
    ] {
        let repo = Repo::clean().with(CONFIG, base);
        let base = repo.commit();
        repo.write(CONFIG, change);
        repo.write(WORKFLOW, UNPINNED_WORKFLOW);
        repo.commit();
        let edited = format!("META001 .gate/gate.yaml:{line}");
        let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
        table.decides(what, &run, 1, &[&edited, FOUND]);
        let run = repo.gate(&["check", "--base", &base, "--changed", "-f", "json"]);
        table.decides(&format!("{what}, with --changed"), &run, 1, &[&edited, FOUND]);
    }
    table.end(14, 0);
}

#[test]
fn no_day_loosens_what_an_organisation_asks_for() {
    let mut table = Table::new("dates");
    let asked = |minimum: &str, lines: &[String]| {
        let place = Place::new();
        place.write("acme-rules/minimum.yaml", format!("name: acme\npolicies: {{ {minimum} }}\n"));
        place.write(&format!("pay/{WORKFLOW}"), UNPINNED_WORKFLOW);
        place.write(&format!("pay/{CONFIG}"), entries(lines));
        place.gate(&["check", "--extends", "../acme-rules", "-f", "json"])
    };
    let severity = |from: &str, said: &str| vec![format!("from: {from}, severity: {{ {said} }}")];
    let (past, soon) = (day(-30), day(30));
    let trusts = "parameters: { CI001: { trusted_owners: [actions, acme] } }";
    let cases: Vec<(&str, &str, Vec<String>, &str)> = vec![
        (
            "postpones what has to hold",
            "required: [unpinned-action]",
            vec![decide("CI001", &soon)],
            "lets nobody postpone it",
        ),
        (
            "postpones what has to hold among other things",
            "required: [CI001]",
            vec![decide("CI002, unpinned-action", &soon)],
            "gate.yaml:3:43",
        ),
        (
            "lowers what has to hold from a past day on",
            "required: [CI001]",
            severity(&past, "unpinned-action: medium"),
            "is looser than acme allows",
        ),
        (
            "lowers from a day to come on",
            "severity: { unpinned-action: high }",
            severity(&soon, "CI001: low"),
            "is looser than acme allows",
        ),
        (
            "lowers and raises again",
            "severity: { CI001: high }",
            [severity(&past, "CI001: low"), severity(&day(-1), "CI001: critical")].concat(),
            ":3:",
        ),
        (
            "trusts more owners from a past day on",
            "parameters: { unpinned-action: { trusted_owners: [acme] } }",
            vec![format!("from: {past}, {trusts}")],
            "has the value that acme gives it",
        ),
        ("postpones a policy of the organisation", "required: []", vec![decide("ACME1", &soon)], "a policy of acme"),
        (
            "postpones a policy of the organisation by name",
            "required: []",
            vec![decide("nameless", &soon)],
            "a policy of acme",
        ),
    ];
    for (what, minimum, lines, says) in &cases {
        table.refused(what, &asked(minimum, lines), &[".gate/gate.yaml:3:", says]);
    }
    let both = asked("required: [CI001]", &severity(&past, "CI001: critical"));
    table.decides("raises what has to hold", &both, 1, &[FOUND]);
    table.honest("postpones what need not hold", &asked("required: [CI002]", &[decide("CI001", &soon)]), &["upcoming"]);
    table.end(9, 1);
}
