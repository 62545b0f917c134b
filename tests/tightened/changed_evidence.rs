//! `--changed`: histories, rules and evidence that somebody makes up.

use super::Table;
use super::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, day};

const CI: &str = ".github/workflows/ci.yml";
const GATE: &str = ".gate/gate.yaml";
const FOUND: &str = "CI001 .github/workflows/ci.yml:11";

#[test]
fn nobody_chooses_what_a_change_is_compared_with() {
    let mut table = Table::new("changed");
    let json = |repo: &Repo, base: &str| repo.gate(&["check", "--base", base, "--changed", "-f", "json"]);
    let repo = Repo::new().with(CI, CLEAN_WORKFLOW);
    let main = repo.commit_on(&[]);
    repo.write("notes.txt", "x");
    let tip = repo.commit_on(&[&main]);
    repo.name("refs/remotes/origin/main", &tip);
    // A commit of the change's own, and one that shares no history, where it was there before.
    repo.write(CI, UNPINNED_WORKFLOW);
    let own = repo.commit_on(&[&main]);
    let stranger = repo.commit_on(&[]);
    repo.write("more.txt", "x");
    for (what, parents) in [
        ("adds a commit of their own in front", vec![own.as_str()]),
        ("merges a history that nobody knows", vec![&tip, &stranger]),
        ("merges it first", vec![&stranger, &tip]),
        ("merges themselves and both", vec![&own, &stranger, &tip]),
    ] {
        let change = repo.commit_on(&parents);
        repo.checkout(&change);
        repo.name("refs/heads/change", &change);
        table.decides(what, &json(&repo, "origin/main"), 1, &[FOUND]);
    }
    table.refused("names their own branch as the base", &json(&repo, "refs/heads/change"), &["judged commit itself"]);
    table.refused(
        "names the commit before as the base of a merged change",
        &{
            repo.name("refs/remotes/origin/next", &repo.commit_on(&["HEAD"].map(|_| own.as_str())));
            repo.checkout(&own);
            json(&repo, "origin/next")
        },
        &["holds the judged commit already"],
    );
    let alone = repo.commit_on(&[]);
    repo.checkout(&alone);
    table.refused(
        "shares no history with the base",
        &json(&repo, "origin/main"),
        &["does not reach back to where the change left"],
    );
    let looser = [
        ("--fail-on=critical", "--fail-on is looser than the base"),
        ("--mode=observe", "--mode observe is looser than the base"),
    ];
    for (flag, says) in looser {
        repo.checkout(&own);
        let run = repo.gate(&["check", "--base", "origin/main", "--changed", "-f", "json", flag]);
        table.refused(&format!("adds {flag}"), &run, &[says]);
    }
    table.end(9, 0);
}

#[test]
fn what_is_about_gate_itself_and_evidence_was_never_there_before() {
    let mut table = Table::new("changed");
    let json = |repo: &Repo, base: &str, more: &[&str]| {
        repo.commit();
        repo.gate(&[&["check", "--base", base, "--changed", "-f", "json"], more].concat())
    };
    let repo = Repo::new().with(CI, UNPINNED_WORKFLOW).with(GATE, "policies:\n  severity: { CI001: low }\n");
    let base = repo.commit();
    repo.write(GATE, "fail-on: high\n");
    table.decides(
        "makes the rules stricter, which is for a change of its own",
        &json(&repo, &base, &[]),
        1,
        &["META001 .gate/gate.yaml:1"],
    );
    let waiver = format!(
        "- {{ id: W-1, policy: CI001, where: {CI}, reason: r, owner: '@a/b', approver: '@c/d', expires: {} }}\n",
        day(30)
    );
    let repo = Repo::clean().with(GATE, "fail-on: high\n");
    let base = repo.commit();
    repo.write(".gate/waivers.yaml", &waiver);
    repo.write(CI, UNPINNED_WORKFLOW);
    table.decides(
        "waives in the change what it does",
        &json(&repo, &base, &[]),
        1,
        &["META003 .gate/waivers.yaml:1", FOUND],
    );
    let repo = Repo::clean().with(
        GATE,
        format!("policies:\n  schedule:\n    - {{ from: {}, decide: [CI001], reason: r, owner: o }}\n", day(1)),
    );
    let base = repo.commit();
    repo.write("infra/main.tf", "resource \"x\" \"y\" {}\n");
    table.decides("adds code without a plan", &json(&repo, &base, &[]), 3, &["? infra/main.tf"]);
    repo.write("infra/plan.json", "{}\n");
    let plans = Repo::new().with("plan.json", "{}\n");
    let plan = format!("{}=infra", plans.path().join("plan.json").to_str().unwrap());
    for (what, more, says) in [
        (
            "passes a plan of the base that the change wrote",
            vec!["--plan", &plan, "--base-plan", "infra/plan.json=infra"],
            "infra/plan.json",
        ),
        (
            "passes a plan of the base for another folder",
            vec!["--plan", &plan, "--base-plan", &plan[..plan.len() - 6]],
            "no --plan speaks for",
        ),
        ("passes a plan of the base alone", vec!["--base-plan", &plan], "no --plan speaks for"),
    ] {
        table.refused(what, &json(&repo, &base, &more), &[says]);
    }
    table.end(6, 0);
}
