//! Rules, named inputs and reports.

use super::{Input, input, link, pipe};
use crate::support::Repo;

const CHECK: &[&str] = &["check"];
const CONFIG: &str = ".gate/gate.yaml";
const WAIVERS: &str = ".gate/waivers.yaml";
const REFUSED: &[i32] = &[2];
const BASE: &[&str] = &["check", "--base", "HEAD~1"];
/// The base may also be refused, since it stands before what is judged.
const CHANGED: &[i32] = &[1, 3];

/// Rules and reports.
pub(crate) const INPUTS: &[Input] = &[
    input("owners: a pattern of 200 000 question marks", |repo| owners(repo, &"?".repeat(200_000)), BASE, CHANGED),
    input("owners: a pattern of 2 000 000 stars", |repo| owners(repo, &"*".repeat(2_000_000)), BASE, CHANGED),
    input("owners: 3 MB of stars and letters", |repo| owners(repo, &starry()), BASE, CHANGED),
    input("owners: 4 MB", |repo| owners(repo, &"/a @b\n".repeat(700_000)), BASE, CHANGED),
    input("configuration: a pipe", |repo| pipe(repo, CONFIG), CHECK, REFUSED),
    input("configuration: a link to a device", |repo| link(repo, "/dev/zero", CONFIG), CHECK, REFUSED),
    input("configuration: aliases of aliases", |repo| repo.write(CONFIG, aliases()), CHECK, REFUSED),
    input("configuration: 100 000 brackets", |repo| repo.write(CONFIG, "[".repeat(100_000)), CHECK, REFUSED),
    input("configuration: 9 MB", |repo| repo.write(CONFIG, "a: b\n".repeat(9 << 18)), CHECK, REFUSED),
    input("waivers: a link to a device", |repo| link(repo, "/dev/zero", WAIVERS), CHECK, REFUSED),
    input("waivers: a pattern of 200 000 characters", |repo| repo.write(WAIVERS, waiver()), CHECK, REFUSED),
    input("waivers: 10 000", |repo| repo.write(WAIVERS, waivers()), CHECK, &[0, 1]),
    input("configuration: a key of 900 000 characters", |repo| repo.write(CONFIG, key()), CHECK, REFUSED),
    input("policies: a pipe", |repo| pipe(repo, ".gate/policies/a/policy.rego"), CHECK, REFUSED),
    input("policies: a regular expression in 5 000 brackets", |repo| policy(repo, &regex()), CHECK, &[3]),
    input("policies: an expression in 50 000 brackets", |repo| policy(repo, &brackets()), CHECK, &[2, 3]),
    input("policies: 50 000 brackets, tested", |repo| policy(repo, &brackets()), &["policy", "test"], &[1, 3]),
    input("policies: 50 000 brackets, linted", |repo| policy(repo, &brackets()), &["policy", "lint"], &[1, 3]),
    input("plan: a pipe", |repo| pipe(repo, "p.json"), &["check", "--plan", "p.json"], REFUSED),
    input("settings: a device", |_| (), &["check", "--forge", "/dev/zero"], REFUSED),
    input("parse: a pipe", |repo| pipe(repo, "p.json"), &["parse", "p.json"], REFUSED),
    input("report: a full device", |_| (), &["check", "-f", "sarif=/dev/full"], REFUSED),
    input("report: a terminal", |_| (), &["check", "-f", "sarif=/dev/ptmx"], REFUSED),
    input("report: a pipe", |repo| pipe(repo, "r"), &["check", "-f", "sarif=r"], REFUSED),
    input("report: a link to a pipe", linked, &["check", "-f", "sarif=r"], REFUSED),
    input("report: a folder", |repo| repo.write("r/a", ""), &["check", "-f", "json=r"], REFUSED),
];

/// A file of owners at the base, and a change to the configuration.
fn owners(repo: &Repo, text: &str) {
    repo.write(".github/CODEOWNERS", format!("{text} @acme/platform\n"));
    repo.commit();
    repo.write(CONFIG, "version: 1\n");
    repo.commit();
}

fn starry() -> String {
    (0..3_000).map(|number| format!("{}{number} @a\n", "*a".repeat(500))).collect()
}

fn aliases() -> String {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in ('b'..='k').zip('a'..) {
        text.extend([format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(", "))]);
    }
    text
}

fn key() -> String {
    "a".repeat(900_000) + ": 1\n"
}

fn waiver() -> String {
    format!(
        "- {{id: W1, policy: CI001, where: \"{}\", reason: x, owner: a, approver: b, expires: 2027-01-01}}\n",
        "?".repeat(200_000)
    )
}

fn policy(repo: &Repo, condition: &str) {
    let metadata = "# METADATA\n# title: x\n# description: x\n# custom:\n#   id: X1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: x\n";
    let rule = format!(
        "deny contains x if {{\n\t{condition}\n\tx := {{\"message\": \"x\", \"loc\": input._loc, \"path\": []}}\n}}\n"
    );
    repo.write(".gate/policies/x/policy.rego", format!("{metadata}package custom.x\n\n{rule}"));
}

fn regex() -> String {
    format!("regex.match(\"{}a{}\", \"a\")", "(".repeat(5_000), ")*".repeat(5_000))
}

fn brackets() -> String {
    format!("{}1{} == 1", "(".repeat(50_000), ")".repeat(50_000))
}

fn linked(repo: &Repo) {
    pipe(repo, "pipe");
    link(repo, "pipe", "r");
}

fn waivers() -> String {
    let entry = |number: usize| {
        format!("- {{id: W{number}, policy: CI001, where: a, reason: x, owner: a, approver: b, expires: 2027-01-01}}\n")
    };
    (0..10_000).map(entry).collect()
}
