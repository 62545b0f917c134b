//! Same bytes in, same bytes out: whatever the order of creation, the folder gate is called from, or the environment.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot be set up fails")]

mod support;

use std::process::Command;

use gate::engine::{Judge, STACK_BYTES, Settings};
use gate::finding::{Cell, Kind, State};
use gate::input::Document;
use gate::policy::{Policy, libraries};
use support::documents::documents;
use support::{FORMATS, Repo, project};

fn copy(from: &std::path::Path, repo: &Repo, reverse: bool) {
    let mut files: Vec<_> = walkdir::WalkDir::new(from)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    if reverse {
        files.reverse();
    }
    for file in files {
        let path = file.strip_prefix(from).unwrap().to_str().unwrap().to_owned();
        repo.write(&path, std::fs::read(&file).unwrap());
    }
}

/// A report without the one line that says when it was made.
fn timeless(report: &str) -> String {
    let (dated, rest): (Vec<&str>, Vec<&str>) =
        report.lines().partition(|line| line.trim_start().starts_with("\"time\": \""));
    assert!(dated.len() <= 1, "{dated:?}");
    rest.join("\n")
}

#[test]
fn order_folder_locale_and_environment_change_nothing() {
    let example = project().join("examples/payments");
    let (one, other) = (Repo::new(), Repo::new());
    copy(&example, &one, false);
    copy(&example, &other, true);
    for format in FORMATS {
        let first = one.gate(&["check", "-f", format]);
        assert!(first.code == 1 && !first.stdout.is_empty(), "{format}: {}", first.stderr);
        let first = timeless(&first.stdout);
        let second = timeless(&other.gate(&["check", "-f", format]).stdout);
        assert!(first == second, "{format}: the order in which files were made shows");
        let elsewhere = Command::new(env!("CARGO_BIN_EXE_gate"))
            .args(["check", "-f", format])
            .arg(one.path())
            .current_dir(std::env::temp_dir())
            .env_clear()
            .envs([
                ("LC_ALL", "tr_TR.UTF-8"),
                ("TZ", "Asia/Kathmandu"),
                ("RUST_BACKTRACE", "1"),
                ("RAYON_NUM_THREADS", "1"),
            ])
            .output()
            .unwrap();
        let elsewhere = timeless(&String::from_utf8(elsewhere.stdout).unwrap());
        assert!(first == elsewhere, "{format}: folder, locale or environment shows");
    }
}

/// A policy that takes a number of steps: a thousand times `rounds`, and some.
fn heavy(rounds: usize) -> Policy {
    let text = format!(
        "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: H{rounds}\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: r\npackage custom.h{rounds}\n\nimport data.gate\n\ndeny contains finding if {{\n\tsome job in input.jobs\n\tpairs := [1 | some a in numbers.range(1, {rounds}); some b in numbers.range(1, 1000); a != b]\n\tcount(pairs) > 1\n\tfinding := gate.finding(job, [], \"m\")\n}}\n"
    );
    let slug = format!("h{rounds}");
    Policy::from_text(&format!("{slug}/policy.rego"), &slug, &text).unwrap()
}

/// What heavy policies come to, from somewhat below the budget of a rule to somewhat above it.
fn judged(document: &Document) -> Vec<Cell> {
    let policies = [400, 500, 600, 700, 800].map(heavy).into();
    Judge::new(policies, libraries().unwrap(), Settings::default()).judge(document).cells
}

/// The budget of a policy is counted: however busy the machine is, the same policies stay within it.
#[test]
fn the_load_of_the_machine_changes_no_answer() {
    const AT_ONCE: usize = 4;
    let documents = documents();
    // The policies ask about each job.
    let has_one_job = |document: &Document| document.value()["jobs"].as_array().is_some_and(|jobs| jobs.len() == 1);
    let mut pipelines = documents.iter().filter(|document| document.kind == Kind::Pipeline);
    let document = pipelines.find(|document| has_one_job(document)).unwrap();
    let on_a_large_stack = || std::thread::Builder::new().stack_size(STACK_BYTES);
    let (alone, together) = std::thread::scope(|scope| {
        let alone = on_a_large_stack().spawn_scoped(scope, || judged(document)).unwrap().join().unwrap();
        let busy = (0..AT_ONCE).map(|_| on_a_large_stack().spawn_scoped(scope, || judged(document)).unwrap());
        let busy: Vec<_> = busy.collect();
        (alone, busy.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>())
    });
    let complete = alone.iter().filter(|cell| cell.state == State::Judged).count();
    assert!(complete > 0 && complete < alone.len(), "all of them are within the budget, or none: {alone:?}");
    assert!(together.iter().all(|cells| *cells == alone), "{alone:?}\n{together:?}");
}
