//! What the code of a DAG file shows: look-ups, credentials, templates, and the data that tasks read and write.

pub(crate) mod credentials;
mod marked;
pub(crate) mod shell;
pub(crate) mod sql;
pub(crate) mod stores;
pub(crate) mod templates;
pub(crate) mod uri;
pub(crate) mod uses;
