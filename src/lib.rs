//! A compliance gate for pull requests: judges Terraform plans, Airflow DAGs, CI pipelines and branch protection
//! against policy as code, and answers *pass*, *blocked* or *incomplete*.

pub mod config;
pub mod engine;
pub mod exit;
pub mod finding;
pub mod input;
pub mod limits;
pub mod outcome;
pub mod policy;
pub mod report;
pub mod source;
pub mod trust;
pub mod waiver;
