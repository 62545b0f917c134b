//! The action in a simulated runner: which commit its rules come from, what it runs, what it leaves behind.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot be set up fails")]

mod events;
mod reports;
mod runner;
#[path = "../support/mod.rs"]
mod support;

const WORKFLOW: &str = ".github/workflows/ci.yml";
const CONFIG: &str = ".gate/gate.yaml";
/// The commit that an event names where there is none.
const NONE: &str = "0000000000000000000000000000000000000000";
