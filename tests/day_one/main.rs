//! Careless and malicious exceptions: whoever wants to hide a violation behind one is refused, or the violation is open.

#![expect(
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a repository that is not as it should be fails the test"
)]

mod baselines;
mod debts;
mod emergencies;
#[path = "../support/mod.rs"]
mod support;
mod table;
mod waivers;

use table::judge;

#[test]
fn a_baseline_hides_nothing_that_is_new_and_nothing_that_nobody_approved() {
    judge("baseline", 24, 6, [baselines::rows(), baselines::changes(), debts::rows()].into_iter().flatten());
}

#[test]
fn an_emergency_covers_what_it_may_and_for_as_long_as_it_may() {
    judge("emergency", 12, 3, [emergencies::rows(), emergencies::entries()].into_iter().flatten());
}

#[test]
fn a_waiver_covers_what_it_names_and_somebody_else_grants_it() {
    judge("waiver", 10, 3, [waivers::rows(), waivers::commands()].into_iter().flatten());
}
