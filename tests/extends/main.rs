//! Rules of organisations that a repository extends: pinned, never dropped, never loosened.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "makes rule folders; one that cannot be made fails the test"
)]

mod flags;
mod holding;
mod loosening;
#[path = "../support/organisation.rs"]
mod organisation;
mod pins;
#[path = "../support/mod.rs"]
mod support;

use organisation::{CONFIG, MINIMUM, POLICY, Place, WORKFLOW};
use support::Run;

/// A run that ends with exit code 2 and says all of this.
#[track_caller]
fn refused(run: &Run, parts: &[&str]) {
    assert_eq!(run.code, 2, "{}", run.text());
    let flat = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(flat.contains(part), "{part} is missing in\n{}", run.stderr);
    }
    assert!(run.stdout.is_empty(), "{}", run.stdout);
}
