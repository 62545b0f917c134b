//! Gate's own files: what somebody wrote into them by mistake is not shown by the error about it.

use jiff::{SignedDuration, Timestamp};

use crate::leaks::Search;
use crate::outputs::{repository, said};
use crate::plant::Garden;
use crate::support::UNPINNED_WORKFLOW;

/// Files with an error in them, or beside one; each is planted alone into a repository with one violation.
const FILES: &[(&str, &str)] = &[
    // The line at fault, and its neighbours.
    (".gate/gate.yaml", "fail-on: low\npassword: §w§\nmode: block\n"),
    (".gate/gate.yaml", "# token=§r§\nfail-on: §v:GitHub§ # §v:npm§\n# password: §w§\n"),
    (".gate/gate.yaml", "fail-on: low # https://bot:§w§@x.acme.test\nmode: [\"password=§r§\"]\n"),
    (".gate/gate.yaml", "§v:Slack§: x\nfail-on: low\n"),
    (".gate/gate.yaml", "gate:\n  job: \"§v:GitLab§\n  token: §r§\n"),
    (".gate/gate.yaml", "gate:\n  job: .github/workflows/§v:Stripe§.yml#gate\n"),
    (
        ".gate/gate.yaml",
        "fail-on: low\ninputs:\n  terraform:\n    plans:\n      - plan: \"§v:PyPI§/plan.json\"\n        root: ../§v:Vault§\n",
    ),
    (".gate/gate.yaml", "policies:\n  set:\n    CI001:\n      api_key: §r§\n"),
    (
        ".gate/gate.yaml",
        "policies:\n  disable:\n    - policy: CI001\n      reason: \"the password is §r:reason§, password=§=reason§\"\n      owner: https://bot:§w§@x.acme.test\n",
    ),
    (".gate/gate.yaml", "version: \"\\u0070assword=§w§\"\n"),
    (".gate/gate.yaml", "version: §v:AWS§\r\nfail-on: \"%67%68%70%5F§v:GitHub.url§\"\r\n"),
    (".gate/gate.yaml", "{\"fail-on\": \"low\", \"token\": \"§r§\", \"x\": \"§v:GitHub.b64§\"}\n"),
    // Waivers: refused, expired, and granted.
    (".gate/waivers.yaml", "waivers:\n  - id: §v:GitHub§\n    policy: CI001\n    where: x\n    token: §r§\n"),
    (
        ".gate/waivers.yaml",
        "waivers:\n  - { id: W1, policy: CI001, where: .github/workflows/ci.yml, reason: \"password=§r§\", owner: §v:npm§, approver: \"https://bot:§w§@x.acme.test\", expires: 2020-01-01 }\n",
    ),
    (
        ".gate/waivers.yaml",
        "waivers:\n  - { id: W-§v:Stripe§, policy: CI001, where: .github/workflows/ci.yml, reason: \"curl -u bot:§w§ x\", owner: \"token=§r§\", approver: b, expires: 2026-12-20 }\n",
    ),
    (
        ".gate/waivers.yaml",
        "waivers:\n  - { id: W1, policy: §v:Datadog§, where: a, reason: b, owner: c, approver: d, expires: 2026-12-20 }\n",
    ),
    (
        ".gate/waivers.yaml",
        "waivers:\n  - { id: W1, policy: CI001, where: \"§v:GitHub§\", finding: §v:PyPI§, reason: \"b\", owner: c, approver: d, expires: \"password=§r§\" }\n",
    ),
    (
        ".gate/waivers.yaml",
        "- { id: \"W-§v:Stripe§\", policy: CI001, where: .github/workflows/ci.yml, reason: \"curl -u bot:§w§ x\", owner: \"token=§r§\", approver: \"password=§r§ b\", expires: TOMORROW }\n",
    ),
    (
        ".gate/waivers.yaml",
        "- id: W1\n  policy: CI001\n  where: .github/workflows/ci.yml\n  reason: b\n  owner: \"token=§r:w§\"\n  approver: \"token=§=w§\"\n  expires: TOMORROW\n",
    ),
    // Baselines: refused, and with entries that do not hold.
    (".gate/baseline.yaml", "version: 1\nadopted: 2026-11-28\npassword: §w§\napprover: b\nreason: c\nentries: []\n"),
    (
        ".gate/baseline.yaml",
        "version: 1\nadopted: 2026-11-28\napprover: \"token=§r§\"\nreason: \"curl -u bot:§w§ x\"\nentries:\n  - { policy: CI001, where: \"§v:GitHub§\", debt: 0123456789abcdef, owner: \"password=§r§\", expires: TOMORROW, reason: \"https://bot:§w§@x.acme.test\" }\n  - { policy: CI001, where: \"a\", debt: 0123456789abcdef, owner: \"password=§r§\", expires: 2020-01-01 }\n",
    ),
    // Emergencies: refused, and holding.
    (
        ".gate/emergency.yaml",
        "- id: E1\n  incident: \"password=§r§\"\n  reason: b\n  owner: c\n  approver: d\n  from: FROM\n  until: UNTIL\n",
    ),
    (
        ".gate/emergency.yaml",
        "- id: \"E-§v:npm§\"\n  incident: §v:GitHub§\n  reason: \"curl -u bot:§w§ x\"\n  owner: \"token=§r§\"\n  approver: \"password=§r§\"\n  from: FROM\n  until: UNTIL\n",
    ),
    (
        ".gate/emergency.yaml",
        "- id: E1\n  incident: INC-1\n  reason: b\n  owner: \"token=§r:e§\"\n  approver: \"token=§=e§\"\n  from: FROM\n  until: UNTIL\n",
    ),
    // What an organisation asks for, and days that are still to come.
    (".gate/gate.yaml", "extends:\n  - { folder: \"../§v:GitLab§\", digest: \"token=§r§\" }\n"),
    (".gate/gate.yaml", "edition: \"§v:PyPI§\"\n"),
    (
        ".gate/gate.yaml",
        "policies:\n  schedule:\n    - { from: TOMORROW, decide: [CI001], reason: \"password=§r§\", owner: \"https://bot:§w§@x.acme.test\" }\n",
    ),
    // Policies: that cannot be read, and that say a credential themselves.
    (
        ".gate/policies/a/policy.rego",
        "# METADATA\n# title: password=§r§\n# custom:\n#   id: §v:GitHub§\n#   severity: token=§r§\npackage custom.a\n\nimport data.gate\n",
    ),
    (".gate/policies/a/policy.rego", "package custom.a\n\npassword := \"§w§\n\ntoken := \"§r§\" }\n"),
    (
        ".gate/policies/a/policy.rego",
        "# METADATA\n# title: signs in with token=§r§\n# description: at https://bot:§w§@x.acme.test\n# custom:\n#   id: OWN-1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: curl -u bot:§w§ https://x.acme.test/§v:Slack§\npackage custom.a\n\nimport data.gate\n\npassword := \"§w:said§\"\n\ndeny contains finding if {\n\tsome entity in input.jobs\n\tfinding := gate.finding(entity, [\"id\"], sprintf(\"password=%s and §v:GitLab§\", [password]))\n}\n",
    ),
    (
        ".gate/policies/a/policy.rego",
        "# METADATA\n# title: x\n# description: x\n# custom:\n#   id: OWN-1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: x\npackage custom.a\n\nimport data.gate\n\ndeny contains finding if {\n\tsome entity in input.jobs\n\tpassword := \"§w§\"; entity[\"§v:GitHub§\"].x.y\n\tfinding := gate.finding(entity, [\"§v:npm§\"], to_number(\"§v:Stripe§\"))\n}\n",
    ),
    // What git reads.
    (".gitignore", "§v:GitHub§\n# password=§r§\n[§v:npm§\n"),
    (".github/CODEOWNERS", "* https://bot:§w§@x.acme.test\n[ token=§r§\n"),
];

#[test]
fn no_error_of_gates_own_files_shows_a_credential() {
    let mut garden = Garden::default();
    let now = Timestamp::now();
    let from_now = |hours: i64| now.checked_add(SignedDuration::from_hours(hours)).unwrap().to_string();
    let days = [("TOMORROW", from_now(24)[..10].to_owned()), ("FROM", from_now(-1)), ("UNTIL", from_now(24))];
    for (path, text) in FILES {
        garden.add(path, &days.iter().fold((*text).to_owned(), |text, (word, day)| text.replace(word, day)));
    }
    let (mut leaks, mut outputs) = (Vec::new(), 0);
    let search = Search::new(&garden.canaries);
    for (path, text) in &garden.files {
        let files =
            [(path.clone(), text.clone()), (".github/workflows/ci.yml".to_owned(), UNPINNED_WORKFLOW.to_owned())];
        let repo = repository(&files);
        let mut said = said(&repo, &[], &[]);
        said.push(("policy lint".to_owned(), repo.gate(&["policy", "lint", ".gate/policies"]).text()));
        said.push(("policy test".to_owned(), repo.gate(&["policy", "test", ".gate/policies"]).text()));
        outputs += said.len();
        leaks.extend(said.iter().flat_map(|(name, shown)| search.leaks(&format!("{name} with {path}"), shown)));
    }
    println!("own files: {} canaries, {outputs} outputs, {} leaks", garden.canaries.len(), leaks.len());
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

/// Who answers for a debt, and why, stands in every report as long as the debt does.
#[test]
fn no_report_of_a_debt_shows_a_credential() {
    let mut garden = Garden::default();
    garden.add(".gate/baseline.yaml", "\"token=§r§\"\n\"curl -u bot:§w§ x\"\n\"https://bot:§w§@x.acme.test\"\n");
    let planted: Vec<String> = garden.files[0].1.lines().map(str::to_owned).collect();
    let repo = repository(&[(".github/workflows/ci.yml".to_owned(), UNPINNED_WORKFLOW.to_owned())]);
    let adopted = repo.gate(&["init", "--adopt", "--owner", "OWNED", "--approver", "GRANTED", "--reason", "BECAUSE"]);
    assert_eq!(adopted.code, 0, "{}", adopted.text());
    let text = std::fs::read_to_string(repo.path().join(".gate/baseline.yaml")).unwrap();
    let words = ["OWNED", "GRANTED", "BECAUSE"].into_iter().zip(&planted);
    let with =
        words.fold(text, |text, (word, planted)| text.replace(&format!("\"{word}\""), planted).replace(word, planted));
    repo.write(".gate/baseline.yaml", with);
    let shown = said(&repo, &[], &[]);
    assert!(shown.iter().any(|(_, text)| text.contains("adopted[CI001]")), "{}", shown[0].1);
    let search = Search::new(&garden.canaries);
    let leaks: Vec<String> = shown.iter().flat_map(|(name, text)| search.leaks(name, text)).collect();
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}
