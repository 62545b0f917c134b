//! Code that cannot be followed and may make, change or join tasks.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::AirflowFile;
use crate::input::Fact;

/// Code that cannot be followed and may make, change or join tasks: any policy could find something in what it does.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Loss {
    /// The id of the DAG that may miss something; null where that may be any DAG of the file, or one that is not seen at all.
    pub(crate) dag: Option<String>,
    /// What the code does that cannot be followed, as a fragment: "calls `acme.build`, whose code is not in the tree".
    pub(crate) what: String,
}

/// Those of a file, its own first.
pub(super) fn of(file: &AirflowFile) -> impl Iterator<Item = Fact<Loss>> {
    let of_file = file.losses.iter().map(|loss| (None, loss));
    let of_dags = file.dags.iter().flat_map(|dag| dag.losses.iter().map(move |loss| (Some(dag.dag_id.clone()), loss)));
    of_file.chain(of_dags).map(|(dag, loss)| {
        let about = dag.clone().unwrap_or_else(|| file.file.clone());
        Fact::new(&loss.loc, Vec::new(), &about, Loss { dag, what: loss.what.clone() })
    })
}
