//! Changes that are made to pass what they should not: each is a commit on top of a base that passes, judged as in a
//! pull request. None may pass, and each must be told of where it stands; the harmless ones beside them must pass, so
//! that nobody mends an attack by refusing everything.
//!
//! `cargo test --test malicious -- --nocapture` prints the table.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot be set up fails")]

mod base;
mod code;
mod files;
mod names;
mod rules;
#[path = "../support/mod.rs"]
mod support;

use base::Estate;

/// One change.
struct Attack {
    /// What it tries.
    name: &'static str,
    /// Makes it in the working tree of the change.
    make: fn(&Estate),
    /// A text of the report that shows that it was seen for what it is: an id, a path.
    seen: &'static str,
}

/// A change and what it is seen by.
const fn attack(name: &'static str, seen: &'static str, make: fn(&Estate)) -> Attack {
    Attack { name, make, seen }
}

#[test]
fn no_malicious_change_passes() {
    let attacks: Vec<&Attack> =
        [rules::ATTACKS, names::ATTACKS, files::ATTACKS, code::ATTACKS].into_iter().flatten().collect();
    let mut passed = Vec::new();
    for attack in &attacks {
        let estate = Estate::new();
        (attack.make)(&estate);
        let run = estate.judge();
        let text = run.text().split_whitespace().collect::<Vec<_>>().join(" ");
        println!("{:72} exit {}  {}", attack.name, run.code, attack.seen);
        if !matches!(run.code, 1..=3) || !text.contains(attack.seen) {
            passed.push(format!("{}: exit {}, {} wanted\n{}", attack.name, run.code, attack.seen, run.text()));
        }
    }
    println!("{} malicious changes, {} passed", attacks.len(), passed.len());
    assert!(attacks.len() >= 60, "only {} changes", attacks.len());
    assert!(passed.is_empty(), "{}", passed.join("\n"));
}

#[test]
fn harmless_changes_pass() {
    for twin in base::HARMLESS {
        let estate = Estate::new();
        (twin.make)(&estate);
        let run = estate.judge();
        println!("{:72} exit {}", twin.name, run.code);
        assert_eq!(run.code, 0, "{}\n{}", twin.name, run.text());
    }
}
