//! The data that tasks read and write, as the document shows it.

use schemars::JsonSchema;
use serde::Serialize;

/// Data that a task reads or writes.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DataRef {
    /// The place of the value that names it.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// What it is.
    pub(crate) kind: DataKind,
    /// What the task does with it. What it only uses, so that nobody can say whether it reads or writes it, stands in both
    /// lists.
    pub(crate) does: Does,
    /// Its name; null when it is not known completely.
    pub(crate) name: Option<String>,
    /// Its name with unknown parts in braces.
    pub(crate) shape: String,
    /// Whether the name is known completely.
    pub(crate) known: bool,
    /// What is known of the beginning of the name.
    pub(crate) known_prefix: String,
    /// The object or folder within it; unknown parts stand in braces.
    pub(crate) key: Option<String>,
    /// The URI that names it, when one does; unknown parts stand in braces.
    pub(crate) uri: Option<String>,
    /// The argument or call that names it: `args.bucket_name`, `S3Hook.load_file`.
    pub(crate) arg: String,
}

/// What a task does with data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize, JsonSchema)]
pub(crate) enum Does {
    /// It reads from it.
    #[serde(rename = "reads from")]
    Reads,
    /// It writes to it.
    #[serde(rename = "writes to")]
    Writes,
    /// It deletes, creates or alters it, and no data goes there.
    #[serde(rename = "changes")]
    Changes,
    /// It is given its name, and nobody can say what becomes of it.
    #[serde(rename = "uses")]
    Uses,
}

/// The kind of some data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DataKind {
    /// A bucket or container of an object store.
    Bucket,
    /// A dataset or schema of a warehouse.
    Dataset,
    /// A table, as `table`, `dataset.table` or `project.dataset.table`.
    Table,
    /// Anything else that a URI names.
    Uri,
    /// A place outside the data platform: a mail, a chat, a remote server.
    Endpoint,
}
