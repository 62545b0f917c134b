//! gate against OPA itself, which decides what Rego means.
//!
//! OPA comes as a shared library that `GATE_OPA_LIBRARY` names; without it these tests say that they were skipped.
//! `driver.py` evaluates with it. gate's side has gate's builtins and settings: an error is an incomplete cell and so
//! never a wrong answer. Everything else has to be equal, refused by the lint, or a row of `explained.rs`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::allow_attributes, reason = "a test that cannot go on fails")]
#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "figures are printed, lists are as long as asked for"
)]
#![allow(clippy::disallowed_methods, clippy::as_conversions, reason = "a test reads its environment")]

mod builtins;
mod bundled;
mod compare;
mod explained;
mod generator;
mod oracle;
mod programs;
#[path = "../support/mod.rs"]
mod support;
mod values;

/// Runs on a stack as large as those that judge.
fn on_a_large_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(gate::engine::STACK_BYTES).spawn(run).unwrap();
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}
