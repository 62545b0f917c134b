//! Makes DAGs, groups, tasks and edges from the calls that the interpreter comes across.

mod blueprints;
mod chains;
mod dags;
pub(crate) mod names;
mod tasks;
