//! What gate knows about Airflow, its providers and the libraries of tasks: tables below `policies/knowledge/airflow`,
//! one row a thing.

pub(crate) mod arguments;
pub(crate) mod builders;
pub(crate) mod calls;
pub(crate) mod commands;
pub(crate) mod credentials;
pub(crate) mod destinations;
pub(crate) mod executions;
pub(crate) mod operators;
pub(crate) mod packages;
pub(crate) mod reaches;
pub(crate) mod schemes;

use std::sync::Arc;

use self::arguments::{ARGUMENTS, Arguments};
use self::executions::{EXECUTIONS, Executions};
use self::operators::{OPERATORS, Operators};
use crate::knowledge::Knowledge;

/// The tables to which a repository may add rows, as they are in a run.
#[derive(Debug, Clone)]
pub(crate) struct Tables {
    pub(crate) arguments: Arc<Arguments>,
    pub(crate) executions: Arc<Executions>,
    pub(crate) operators: Arc<Operators>,
}

impl Tables {
    /// Those of a run.
    pub(crate) fn of(knowledge: &Knowledge) -> Self {
        Self {
            arguments: ARGUMENTS.of(knowledge),
            executions: EXECUTIONS.of(knowledge),
            operators: OPERATORS.of(knowledge),
        }
    }
}
