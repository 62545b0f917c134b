//! Every report on the outcomes that matter: as people see it, by the rules of its readers, and against hostile text.
//!
//! `INSTA_UPDATE=always cargo test --test reports` rewrites the snapshots, `UPDATE=1` the JSON Schema.

#[cfg(test)]
mod code_scanning;
#[cfg(test)]
mod edge;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod outcomes;
#[cfg(test)]
mod runner;
#[cfg(test)]
mod sarif_rules;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod screens;
#[cfg(test)]
mod snapshots;
#[path = "../support/mod.rs"]
mod support;
