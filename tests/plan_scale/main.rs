//! Plans of hundreds and thousands of resources: all of them judged, and a resource of a large plan costs what one of a
//! small plan costs. `cargo test --test plan_scale -- --ignored --nocapture` prints what it costs
//! (`GATE_MEASURED` names another binary).

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "runs the binary on files that it makes, and prints what it measured"
)]

mod generator;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use support::Repo;

/// How many findings each policy has, by id and answer.
fn counted(report: &Value) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let key = format!("{} {}", finding["policy"].as_str().unwrap(), finding["answer"].as_str().unwrap());
        *counted.entry(key).or_default() += 1;
    }
    counted
}

fn findings(copies: usize) -> BTreeMap<String, usize> {
    let repo = Repo::new();
    let (resources, _) = generator::write(&repo, copies);
    repo.commit();
    let run = repo.gate(&["check", ".", "--format", "json"]);
    let report = run.json();
    assert_eq!(run.code, 1, "{resources} resources: {}", repo.gate(&["check", "."]).text());
    counted(&report)
}

#[test]
fn a_plan_of_a_thousand_resources_has_the_findings_of_each_of_its_parts() {
    let one = findings(1);
    assert!(one["TF001 violation"] >= 3, "{one:?}");
    for copies in [10, 32] {
        let expected: BTreeMap<String, usize> = one.iter().map(|(key, count)| (key.clone(), count * copies)).collect();
        assert_eq!(findings(copies), expected, "{copies} copies");
    }
}

#[test]
#[ignore = "a measurement, which means something only on a quiet machine"]
fn what_plans_of_four_sizes_cost() {
    if !Path::new("/usr/bin/time").exists() {
        println!("skipped: /usr/bin/time is not here");
        return;
    }
    // A release binary, if one is named, says more than the one under test.
    let gate = std::env::var_os("GATE_MEASURED").unwrap_or_else(|| env!("CARGO_BIN_EXE_gate").into());
    for copies in [10, 32, 97, 323] {
        let repo = Repo::new();
        let (resources, bytes) = generator::write(&repo, copies);
        repo.commit();
        let mut command = Command::new("/usr/bin/time");
        command.args(["-f", "%U %S %M"]).arg(&gate).args(["check", ".", "--format", "json"]);
        let output = command.current_dir(repo.path()).env_clear().stdout(Stdio::null()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let numbers: Vec<f64> = said.lines().last().unwrap().split(' ').filter_map(|word| word.parse().ok()).collect();
        let [user, system, peak] = numbers[..] else { panic!("{said}") };
        #[expect(clippy::cast_precision_loss, clippy::as_conversions, reason = "for the eye")]
        let (mib, count) = (bytes as f64 / 1_048_576.0, resources as f64);
        let (seconds, peak) = (user + system, peak / 1024.0);
        println!(
            "{resources:6} resources {mib:6.1} MiB: {seconds:6.2} s, {:.3} s a MiB, {:.2} ms a resource, {peak:.0} MiB at most, {:.1} times the file",
            seconds / mib,
            seconds * 1000.0 / count,
            peak / mib,
        );
    }
}
