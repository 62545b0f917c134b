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

/// Every table that a repository adds, and their texts.
///
/// # Errors
/// [`ConfigError`] at the first row that cannot be added, and for a table that there is not.
pub fn added(files: &dyn Files) -> Result<(Knowledge, Vec<Arc<Source>>), ConfigError> {
    let mut knowledge = Knowledge::default();
    let mut sources = Vec::new();
    for path in files.paths() {
        let Some(name) = table(path) else { continue };
        let source = files
            .read(path, LIMITS.knowledge_bytes)
            .map_err(|source| ConfigError::Unreadable { path: path.clone(), source })?;
        knowledge.add(name, source.text()).map_err(|refused| error(&source, refused))?;
        sources.push(source);
    }
    Ok((knowledge, sources))
}

fn error(source: &Source, refused: Refused) -> ConfigError {
    // A file that must not be there is shown by its first row.
    let first = || {
        let line = source.text().lines().next().map_or(0, str::len);
        Span::new(0, line)
    };
    match refused {
        Refused::Row(fault) => {
            ConfigError::invalid(source, Span::new(fault.start, fault.end), fault.message, fault.help)
        }
        Refused::Unknown { name, help } => {
            ConfigError::invalid(source, first(), format!("gate has no table `{name}`"), help)
        }
        Refused::Closed { name, why, help } => {
            ConfigError::invalid(source, first(), format!("nobody adds rows to `{name}`: {why}"), help)
        }
    }
}
