//! Credentials that are written out.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{AirflowFile, Scope};
use crate::input::Fact;

/// A credential that is written out in the code.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct WrittenCredential {
    /// The name that it is given: `password`, `AWS_SECRET_ACCESS_KEY`; `text` when it has none.
    pub(crate) key: String,
    /// What it looks like: `password`, `aws-access-key`, `password-in-url`.
    pub(crate) kind: String,
    /// When the code around it runs.
    pub(crate) scope: Scope,
}

/// Those of a file.
pub(super) fn of(file: &AirflowFile) -> impl Iterator<Item = Fact<WrittenCredential>> {
    file.credentials.iter().map(|credential| {
        let says =
            WrittenCredential { key: credential.key.clone(), kind: credential.kind.clone(), scope: credential.scope };
        Fact::new(&credential.loc, Vec::new(), &credential.key, says)
    })
}
