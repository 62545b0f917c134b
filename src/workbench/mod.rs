//! Tests policies: their unit tests, their good and bad fixtures, their form.
//!
//! It is the same for the policies of gate and for those of a user: a folder named after the wrong thing, with
//! `policy.rego`, `policy_test.rego`, `good/` and `bad/`.

mod example;
mod expect;
mod fixture;
mod folder;
mod mount;
mod proof;
#[cfg(test)]
mod tests;

pub use example::{Example, examples};
pub use folder::{Case, Check, Ran, Workbench};
pub use proof::{Objection, Proof};
