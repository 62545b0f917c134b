//! `.gate/knowledge`: rows that a repository adds to what gate knows.

use std::sync::Arc;

use super::ConfigError;
use crate::knowledge::{Knowledge, Refused};
use crate::limits::LIMITS;
use crate::source::{Files, RepoPath, Source, Span};

/// Where the tables of a repository lie.
pub const KNOWLEDGE_PATH: &str = ".gate/knowledge";

/// Whether a path is one of a table, `.gate/knowledge/<kind>/<concept>.tsv`; that there is such a table is another matter.
#[must_use]
pub fn is_table(path: &RepoPath) -> bool {
    table(path).is_some()
}

/// The name of the table at a path: `pipeline/tools`.
fn table(path: &RepoPath) -> Option<&str> {
    path.as_str().strip_prefix(KNOWLEDGE_PATH)?.strip_prefix('/')?.strip_suffix(".tsv")
}

/// Every table that a repository adds: its name, such as `pipeline/tools`, and its text.
///
/// # Errors
/// [`ConfigError`] for one that cannot be read.
pub fn tables(files: &dyn Files) -> Result<Vec<(String, Arc<Source>)>, ConfigError> {
    let tables = files.paths().iter().filter_map(|path| Some((path, table(path)?)));
    let read = |(path, name): (&RepoPath, &str)| {
        let source = files
            .read(path, LIMITS.knowledge_bytes)
            .map_err(|source| ConfigError::Unreadable { path: path.clone(), source })?;
        Ok((name.to_owned(), source))
    };
    tables.map(read).collect()
}

/// What is known with the rows of these tables. Several may be about one thing; none says again what one before it says.
///
/// # Errors
/// [`ConfigError`] at the first row that cannot be added, and for a table that there is not.
pub fn united(tables: &[(String, Arc<Source>)]) -> Result<Knowledge, ConfigError> {
    let mut knowledge = Knowledge::default();
    for (index, (name, source)) in tables.iter().enumerate() {
        let others = tables.iter().take(index).filter(|(other, _)| other == name);
        let others: Vec<String> = others.map(|(_, other)| other.path().to_string()).collect();
        knowledge.add(name, source.text()).map_err(|refused| error(source, refused, &others.join(", ")))?;
    }
    Ok(knowledge)
}

/// What is known with the tables that a repository adds, and their texts.
///
/// # Errors
/// As [`tables`] and [`united`].
pub fn added(files: &dyn Files) -> Result<(Knowledge, Vec<Arc<Source>>), ConfigError> {
    let tables = tables(files)?;
    Ok((united(&tables)?, tables.into_iter().map(|(_, source)| source).collect()))
}

/// `others` are the tables about the same whose rows count before this one.
fn error(source: &Source, refused: Refused, others: &str) -> ConfigError {
    // A file that must not be there is shown by its first row.
    let first = || {
        let line = source.text().lines().next().map_or(0, str::len);
        Span::new(0, line)
    };
    match refused {
        Refused::Row(fault) => {
            let more = if others.is_empty() { String::new() } else { format!("; the rows of {others} are there too") };
            ConfigError::invalid(source, Span::new(fault.start, fault.end), fault.message, fault.help + &more)
        }
        Refused::Unknown { name, help } => {
            ConfigError::invalid(source, first(), format!("gate has no table `{name}`"), help)
        }
        Refused::Closed { name, why, help } => {
            ConfigError::invalid(source, first(), format!("nobody adds rows to `{name}`: {why}"), help)
        }
    }
}
