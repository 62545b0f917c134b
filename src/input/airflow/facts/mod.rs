//! The facts of a DAG file: one module per concept.

mod accesses;
mod credentials;
mod flows;
mod hidden_arguments;
mod imports_io;
mod losses;
mod named;
mod templates;
#[cfg(test)]
mod tests;
mod unread_files;

use schemars::JsonSchema;
use serde::Serialize;

use self::accesses::Access;
use self::credentials::WrittenCredential;
use self::flows::Flow;
use self::hidden_arguments::HiddenArguments;
use self::imports_io::ImportIo;
use self::losses::Loss;
use self::templates::Template;
pub(crate) use self::templates::is_run;
use self::unread_files::UnreadFile;
use super::knowledge::Tables;
use super::model::{AirflowFile, Dag, Task};
use crate::input::{Fact, Segment};

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(crate) struct Facts {
    /// Data that tasks read and write, each at the place that names it.
    pub(crate) accesses: Vec<Fact<Access>>,
    /// Credentials that are written out in the code, each at its literal. Never their values.
    pub(crate) credentials: Vec<Fact<WrittenCredential>>,
    /// For each DAG in which something that is read can go somewhere: from where, over which tasks, to where.
    pub(crate) flows: Vec<Fact<Flow>>,
    /// Tasks whose arguments come from something that cannot be followed, so that any argument may be among them.
    pub(crate) hidden_arguments: Vec<Fact<HiddenArguments>>,
    /// Calls that go out to another system whenever Airflow reads the file, each at its place.
    pub(crate) imports_io: Vec<Fact<ImportIo>>,
    /// Code that cannot be followed and may make, change or join tasks, each at its place.
    pub(crate) losses: Vec<Fact<Loss>>,
    /// Arguments whose text is run and that whoever starts a run decides, or may decide.
    pub(crate) templates: Vec<Fact<Template>>,
    /// Files whose text Airflow runs in place of an argument and that cannot be read, each at the argument.
    pub(crate) unread_files: Vec<Fact<UnreadFile>>,
}

impl Facts {
    /// What follows from a DAG file. The work grows with the file: with its tasks, their data and the edges between.
    pub(crate) fn of(file: &AirflowFile, tables: &Tables) -> Self {
        let mut facts = Self {
            credentials: credentials::of(file).collect(),
            imports_io: imports_io::of(file).collect(),
            losses: losses::of(file).collect(),
            ..Self::default()
        };
        for dag in &file.dags {
            facts.flows.extend(flows::of(&tables.operators, dag));
            for task in &dag.tasks {
                facts.accesses.extend(accesses::of(dag, task));
                facts.hidden_arguments.extend(hidden_arguments::of(tables, dag, task));
                facts.templates.extend(templates::of(&tables.arguments, dag, task));
            }
            facts.unread_files.extend(unread_files::of(&tables.arguments, dag));
        }
        facts
    }
}

/// What a fact of a task is about: `dag.task`.
fn name_of(dag: &Dag, task: &Task) -> String {
    format!("{}.{}", dag.dag_id, task.task_id)
}

/// The path of an argument below its task; a number is the index of an element.
fn argument_path(arg: &str) -> Vec<Segment> {
    let step = |step: &str| step.parse().map_or_else(|_| Segment::Key(step.to_owned()), Segment::Index);
    std::iter::once(Segment::Key("args".to_owned())).chain(arg.split('.').map(step)).collect()
}
