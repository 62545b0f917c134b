//! What people see: help, pages, frames.

mod support;

use support::{Repo, UNPINNED_WORKFLOW};

const WORKFLOW: &str = ".github/workflows/ci.yml";

#[test]
fn an_error_in_the_configuration_shows_the_line_and_a_suggestion() {
    let repo = Repo::clean().with(".gate/gate.yaml", "version: 1\nfail_on: high\n");
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 2);
    for part in [".gate/gate.yaml:2:1", "fail_on: high", "unknown key `fail_on`", "did you mean `fail-on`?"] {
        assert!(run.stderr.contains(part), "{part} is missing in\n{}", run.stderr);
    }
    assert!(run.stdout.is_empty(), "{}", run.stdout);
}

#[test]
fn a_finding_is_short_and_names_place_fix_and_next_command() {
    let repo = Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW);
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 1);
    let from = run.stdout.find("error[CI001]").unwrap();
    let finding: Vec<&str> =
        run.stdout.get(from..).unwrap().lines().take_while(|line| !line.trim().is_empty()).collect();
    let folded = |line: &&&str| line.starts_with("            ");
    assert!(finding.len() - finding.iter().filter(folded).count() <= 7, "{finding:#?}");
    let text = finding.join("\n");
    for part in
        ["unpinned-action", ".github/workflows/ci.yml:11:15", "actions/checkout@v4", "fix", "gate explain CI001"]
    {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(run.stdout.trim_end().lines().last().unwrap().starts_with("gate: BLOCKED — "));
    assert!(!run.stdout.contains('\u{1b}'), "no colour where nobody asked for it");
}

#[test]
fn quiet_prints_the_answer_alone() {
    let run = Repo::clean().gate(&["check", "-q"]);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert!(run.stdout.starts_with("gate: PASS"));
}

#[test]
fn the_policies_of_a_repository_are_listed_and_explained() {
    const POLICY: &str = "# METADATA\n# title: \"a \\u001b[2J name ::error::x\"\n# description: Nameless.\n# custom:\n#   id: OWN-1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: Name it.\npackage custom.nameless\n\nimport data.gate\n\ndeny contains finding if {\n\tsome entity in input.jobs\n\tfinding := gate.finding(entity, [\"id\"], \"no name\")\n}\n";
    let repo = Repo::clean().with(".gate/policies/nameless/policy.rego", POLICY);
    let list = repo.gate(&["policies"]);
    assert!(list.code == 0 && list.stdout.contains("OWN-1"), "{}", list.text());
    for name in ["own-1", "nameless"] {
        let page = repo.gate(&["explain", name]);
        assert!(page.code == 0 && page.stdout.starts_with("OWN-1 nameless"), "{}", page.text());
        assert!(!page.stdout.contains(['\u{1b}']), "{:?}", page.stdout);
    }
    assert!(!list.stdout.contains('\u{1b}'), "{:?}", list.stdout);
}

#[test]
fn what_no_exception_covers_says_so() {
    let page = |id: &str| Repo::new().gate(&["explain", id]).stdout;
    for (id, row) in [
        ("BL002", "Waive       never"),
        ("META001", "Waive       never"),
        ("CI008", "Adopt       never"),
        ("CI001", "Waive       gate waive ID"),
    ] {
        assert!(page(id).contains(row), "{}", page(id));
    }
    assert!(!page("CI001").contains("Adopt "), "{}", page("CI001"));
}

#[test]
fn every_policy_can_be_explained() {
    let repo = Repo::new();
    let list = repo.gate(&["policies"]);
    assert_eq!(list.code, 0);
    let ids: Vec<&str> = list.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(ids.len() >= 26, "{}", list.stdout);
    for id in ids {
        let page = repo.gate(&["explain", id]);
        assert_eq!(page.code, 0, "{id}");
        assert!(page.stdout.starts_with(id) && page.stdout.contains("Fix  "), "{}", page.stdout);
        // What gate says of its own rules has no fixtures of its own.
        let shown = ["\nWrong       policies/", "\nRight       policies/"].map(|example| page.stdout.contains(example));
        let has_fixtures = ["AF", "CI", "DATA", "GIT", "TF"].iter().any(|start| id.starts_with(start));
        assert_eq!(shown, [has_fixtures; 2], "{}", page.stdout);
    }
    let page = repo.gate(&["explain", "unpinned-action"]).stdout;
    assert_eq!(page, repo.gate(&["explain", "ci001"]).stdout);
    let judges = "Judges      input.facts.references: Code and images from elsewhere";
    for row in [judges, "If unknown  Write the version where it is used", "Read        https://docs.github.com/"] {
        assert!(page.contains(&format!("\n{row}")), "{row} is missing in\n{page}");
    }
}

#[test]
fn completions_exist_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Repo::new().gate(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("explain"), "{shell}");
    }
}

#[test]
fn parse_shows_what_policies_see_or_says_why_not() {
    let repo =
        Repo::clean().with("package.json", "{}").with("plan.json", r#"{"format_version":"2.0","resource_changes":[]}"#);
    let run = repo.gate(&["parse", WORKFLOW]);
    assert_eq!(run.code, 0, "{}", run.text());
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(value["vendor"], "github");
    assert_eq!(repo.gate(&["parse", "package.json"]).code, 4);
    assert_eq!(repo.gate(&["parse", "plan.json"]).code, 3);
    assert_eq!(repo.gate(&["parse", "nothing.json"]).code, 2);
}

#[test]
fn parse_shows_the_facts_alone_that_policies_judge() {
    let repo = Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW);
    let run = repo.gate(&["parse", "--facts", WORKFLOW]);
    assert_eq!(run.code, 0, "{}", run.text());
    let facts: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let reference = &facts["references"][0];
    assert_eq!((&reference["name"], &reference["pin"]), (&"actions/checkout@v4".into(), &"tag".into()), "{facts:#}");
    let whole: serde_json::Value = serde_json::from_str(&repo.gate(&["parse", WORKFLOW]).stdout).unwrap();
    assert_eq!(whole["facts"], facts);
}

#[test]
fn a_waiver_with_owner_approver_and_end_date_lets_a_finding_pass() {
    let tomorrow = jiff::Zoned::now().date().checked_add(jiff::Span::new().days(1)).unwrap();
    let waiver = |expires: &str| {
        format!(
            "- id: W-1\n  policy: CI001\n  where: {WORKFLOW}\n  reason: r\n  owner: a\n  approver: b\n  expires: {expires}\n"
        )
    };
    let repo = Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW).with(".gate/waivers.yaml", waiver(&tomorrow.to_string()));
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.stdout.contains("waived"), "{}", run.stdout);
    repo.write(".gate/waivers.yaml", waiver("2020-01-01"));
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("WV001") && run.stdout.contains(".gate/waivers.yaml:1:7"), "{}", run.stdout);
}

#[test]
fn a_user_policy_adds_findings_and_a_broken_one_takes_none_away() {
    let policy = |body: &str| {
        format!(
            "# METADATA\n# title: x\n# description: x\n# custom:\n#   id: ACME1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: x\npackage custom.mine\n\nimport data.gate\n\n{body}\n"
        )
    };
    let good = "deny contains finding if {\n\tinput.name == \"ci\"\n\tfinding := gate.finding(input, [\"name\"], \"do not call it ci\")\n}";
    let repo = Repo::clean().with(".gate/policies/mine/policy.rego", policy(good));
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(run.stdout.contains("ACME1") && run.stdout.contains("ci.yml:1:7"), "{}", run.stdout);
    let typo = good.replace("input.name", "input.nmae");
    let repo = Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW).with(".gate/policies/mine/policy.rego", policy(&typo));
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 3, "a typo in a path would otherwise find nothing for ever\n{}", run.text());
    assert!(run.stdout.contains("CI001"), "{}", run.stdout);
}

#[test]
fn files_outside_the_tree_are_judged_when_they_are_named() {
    let elsewhere = Repo::new().with("prod-plan.json", r#"{"format_version":"1.2","terraform_version":"1.11.4","complete":true,"errored":false,"planned_values":{"root_module":{}},"resource_changes":[],"configuration":{"root_module":{}}}"#);
    let plan = elsewhere.path().join("prod-plan.json");
    let repo = Repo::clean();
    let run = repo.gate(&["check", "-v", "--plan", plan.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.stdout.contains("1 Terraform plan"), "{}", run.stdout);
}

#[test]
fn nothing_that_is_shown_of_a_file_is_a_command_to_the_runner() {
    const COMMAND: &str = "##[set-output name=verdict]pass \u{202e}";
    let broken = Repo::clean().with(".gate/gate.yaml", format!("version: 1\nfail_on: \"{COMMAND}\"\n"));
    let framed = broken.gate(&["check"]);
    assert_eq!(framed.code, 2);
    assert!(framed.stderr.contains("set-output name=verdict"), "{}", framed.stderr);
    let workflow = format!("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: '{COMMAND}'\n");
    let repo = Repo::new().with(WORKFLOW, workflow).with("a ##[error]b.txt", "");
    let parsed = repo.gate(&["parse", WORKFLOW]);
    assert_eq!(parsed.code, 0, "{}", parsed.stderr);
    let value: serde_json::Value = serde_json::from_str(&parsed.stdout).unwrap();
    assert!(value.to_string().contains(COMMAND), "JSON keeps what the file says");
    let refused = repo.gate(&["parse", "a ##[error]b.txt"]);
    assert_eq!(refused.code, 4, "{}", refused.stderr);
    for text in [framed.stderr, parsed.stdout, refused.stderr] {
        assert!(!text.contains("##[") && !text.contains('\u{202e}'), "{text}");
    }
}
