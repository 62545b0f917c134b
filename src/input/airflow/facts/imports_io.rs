//! Calls that go out when Airflow reads the file.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{AirflowFile, Scope, Use, UseKind};
use crate::input::Fact;

/// A call that goes out to another system whenever Airflow reads the file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct ImportIo {
    /// What it reaches for. The environment and other programs of the same machine are not among it.
    pub(crate) kind: UseKind,
    /// What is called: `Variable.get`, `requests.get`.
    pub(crate) what: String,
    /// The name that is looked up; null when there is none or it is not known.
    pub(crate) name: Option<String>,
}

/// Those of a file.
pub(super) fn of(file: &AirflowFile) -> impl Iterator<Item = Fact<ImportIo>> {
    file.uses.iter().filter(|found| runs_at_import(found.scope) && goes_out(found.kind)).map(fact)
}

fn fact(found: &Use) -> Fact<ImportIo> {
    let says = ImportIo { kind: found.kind, what: found.what.clone(), name: found.name.clone() };
    Fact::new(&found.loc, Vec::new(), &found.what, says)
}

const fn runs_at_import(scope: Scope) -> bool {
    match scope {
        Scope::TopLevel | Scope::Dag => true,
        Scope::TaskBody => false,
    }
}

const fn goes_out(kind: UseKind) -> bool {
    match kind {
        UseKind::Variable | UseKind::Connection | UseKind::Network | UseKind::Database | UseKind::Secret => true,
        UseKind::Env | UseKind::Process => false,
    }
}
