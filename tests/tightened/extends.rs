//! Rules of an organisation: what a repository writes to be looser.

use super::Table;
use super::organisation::{CONFIG, MINIMUM, POLICY, Place, WORKFLOW};
use super::support::{CLEAN_WORKFLOW, UNPINNED_WORKFLOW};

#[test]
fn no_spelling_is_looser_than_it_reads() {
    let mut table = Table::new("extends");
    let place = Place::new();
    let check = |config: &str| {
        place.pin(&["acme-rules"], config);
        place.gate(&["check", "-f", "json"])
    };
    for (what, config, says) in [
        ("observes by a tag", "mode: !observe\n", &[":3:15", "`mode: observe` is looser than acme allows"][..]),
        ("observes by an anchor", "mode: &m observe\n", &[":3:10", "`mode: observe` is looser than acme allows"]),
        ("blocks later by a tag", "fail-on: !critical\n", &[":3:19", "is looser than acme allows"]),
        (
            "disables what has to hold by its name",
            "policies: { disable: [{ id: unpinned-action, reason: x, owner: y }] }\n",
            &[":3:29", "`CI001` has to hold", "acme/minimum.yaml:6"],
        ),
        (
            "disables what has to hold by an alias",
            "policies: { disable: [{ id: CI004, reason: &r x, owner: y }, { id: CI001, reason: *r, owner: *r }] }\n",
            &[":3:68", "`CI001` has to hold"],
        ),
        ("merges a mapping", "<<: { mode: observe }\n", &[":3:1", "unknown key `<<`"]),
        ("extends nothing a second time", "extends: []\n", &[":3:1", "`extends` stands here a second time"]),
        ("begins a second document", "---\nversion: 1\n", &[".gate/gate.yaml:"]),
    ] {
        table.refused(what, &check(config), says);
    }
    table.honest("writes what is stricter by a tag", &check("fail-on: !low\n"), &[]);
    table.end(8, 1);
}

#[test]
fn no_pattern_covers_what_nobody_may_leave_out() {
    let mut table = Table::new("extends");
    let place = Place::new();
    for path in ["docs/old/a.md", "docs/infra/a.md", "infrastructure/a.md"] {
        place.write(&format!("pay/{path}"), "x\n");
    }
    let check = |pattern: &str| {
        let paths = pattern.replace('\\', "\\\\");
        let entry = format!(
            "exclude: [{{ paths: [\"{paths}\"], reason: nobody runs these files, owner: '@acme/security' }}]\n"
        );
        place.pin(&["acme-rules"], &entry);
        place.gate(&["check", "-f", "json"])
    };
    for (what, pattern) in [
        ("one of two", "{docs,infra}/old"),
        ("one of two, nested", "{docs,{tests,in}fra}/old"),
        ("all but one letter", "[!x]nfra/old"),
        ("all but one letter, in the other way", "[^x]nfra/**"),
        ("one letter", "[i]nfra/prod/*"),
        ("any letter", "?nfra/main.tf"),
        ("any folder", "*/main.tf"),
        ("any depth", "**/old"),
        ("any depth in the middle", "i*/**/old/**"),
        ("a letter that is escaped", "in\\fra/old"),
        ("the whole folder", "infra/"),
        ("one file in it", "infra/a/b/c/main.tf"),
    ] {
        let run = check(pattern);
        table.refused(
            &format!("leaves out {what}: {pattern}"),
            &run,
            &[".gate/gate.yaml:3:21", "acme lets nobody exclude", "acme/minimum.yaml:8"],
        );
    }
    for pattern in ["{docs,tests}/old", "[!i]ocs/**", "docs/infra/**", "infrastructure"] {
        table.honest(&format!("leaves out {pattern}"), &check(pattern), &[]);
    }
    table.end(12, 4);
}

#[test]
fn what_the_folder_brings_is_not_replaced_and_replaces_nothing() {
    let mut table = Table::new("extends");
    for (what, path, text, says) in [
        (
            "a policy with the id of a bundled one",
            "policies/nameless/policy.rego",
            POLICY.replace("ACME1", "CI001"),
            "is that of",
        ),
        (
            "a policy with an id of gate itself",
            "policies/nameless/policy.rego",
            POLICY.replace("ACME1", "META001"),
            "is that of META001 already",
        ),
        (
            "a policy with the id of what waivers say",
            "policies/nameless/policy.rego",
            POLICY.replace("ACME1", "WV001"),
            "is that of WV001 already",
        ),
        (
            "a policy with the name of a bundled one",
            "policies/unpinned-action/policy.rego",
            POLICY.replace("ACME1", "ACME2").replace("custom.nameless", "custom.other"),
            "is that of",
        ),
        (
            "a policy with the package of a bundled one",
            "policies/nameless/policy.rego",
            POLICY.replace("custom.nameless", "gate.pipeline.unpinned_action"),
            "custom.",
        ),
        (
            "a row that says again what gate knows",
            "knowledge/pipeline/tools.tsv",
            first_row("policies/knowledge/pipeline/tools.tsv"),
            "is there already",
        ),
        (
            "a table that nobody may add to",
            "knowledge/credentials/shapes.tsv",
            "x\ty\n".to_owned(),
            "knowledge/credentials/shapes.tsv",
        ),
        ("a table of nothing", "knowledge/pipeline/toolz.tsv", "x\ty\n".to_owned(), "knowledge/pipeline/toolz.tsv"),
    ] {
        let place = Place::new();
        place.write(&format!("acme-rules/{path}"), text);
        table.refused(&format!("brings {what}"), &place.gate(&["check", "--extends", "../acme-rules"]), &[says]);
    }
    table.end(8, 0);
}

/// The first row of a table that is built in.
fn first_row(path: &str) -> String {
    let text = std::fs::read_to_string(super::support::project().join(path)).unwrap();
    let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    format!("{}\n", rows[1])
}

#[test]
fn what_a_change_writes_about_an_organisation_holds_for_the_next_one() {
    let mut table = Table::new("extends");
    for (what, config) in [
        ("drops the rules", "extends: []\n".to_owned()),
        ("drops the configuration", String::new()),
        ("breaks the configuration", "extends: [\n".to_owned()),
        ("extends looser rules of another name", "extends: [{ folder: ../bank, digest: \"sha256:00\" }]\n".to_owned()),
        ("extends by a branch", "extends: [{ repository: ../acme-rules, commit: main }]\n".to_owned()),
    ] {
        let place = Place::new();
        place.write("acme-rules/minimum.yaml", MINIMUM.replace("changed: false\n", ""));
        place.pin(&["acme-rules"], "");
        let base = place.commit("pay");
        place.write(&format!("pay/{WORKFLOW}"), CLEAN_WORKFLOW.replace("name: ci\n", ""));
        place.write(&format!("pay/{CONFIG}"), config);
        place.commit("pay");
        for flags in
            [&["check", "--base", &base, "-f", "json"][..], &["check", "--base", &base, "--changed", "-f", "json"]]
        {
            let run = place.gate(flags);
            let open = ["META001 .gate/gate.yaml:1", "ACME1 .github/workflows/ci.yml:1"];
            table.decides(
                &format!("{what} in the change{}", if flags.len() > 5 { ", with --changed" } else { "" }),
                &run,
                1,
                &open,
            );
        }
    }
    // Two organisations: the stricter of each thing holds, whatever their order.
    for folders in [["acme-rules", "bank"], ["bank", "acme-rules"]] {
        let place = Place::new();
        place
            .write("acme-rules/minimum.yaml", "name: acme\nedition: 2026-11\npolicies: { severity: { CI001: low } }\n");
        place.write(
            "bank/minimum.yaml",
            "name: bank\nedition: 2027-01\npolicies: { severity: { unpinned-action: critical } }\n",
        );
        place.pin(&folders, "edition: 2026-11\n");
        table.refused(
            &format!("names {} first", folders[0]),
            &place.gate(&["check"]),
            &[":4:10", "is looser than bank allows"],
        );
        place.write(&format!("pay/{WORKFLOW}"), UNPINNED_WORKFLOW);
        place.pin(&folders, "policies: { severity: { CI001: high } }\n");
        table.refused(
            &format!("names {} first, and a severity", folders[0]),
            &place.gate(&["check"]),
            &[":4:32", "is looser than bank allows"],
        );
    }
    table.end(14, 0);
}
