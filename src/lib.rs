//! A compliance gate for pull requests: judges Terraform plans, Airflow DAGs, CI pipelines and branch protection
//! against policy as code, and answers *pass*, *blocked* or *incomplete*.
//!
//! The way through the modules, left to right, is drawn in `ARCHITECTURE.md` at the root of the repository.

pub mod baseline;
pub mod cli;
pub mod config;
pub mod engine;
pub mod exit;
pub mod finding;
pub mod input;
pub mod knowledge;
pub mod limits;
pub mod minimum;
pub mod outcome;
pub mod policy;
pub mod report;
pub mod source;
pub mod trust;
pub mod waiver;
pub mod workbench;
