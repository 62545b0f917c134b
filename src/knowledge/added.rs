//! The rows that a repository adds.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::concepts::{self, CONCEPTS};
use super::table::{Added, Fault};
use super::{Concept, text};
use crate::limits::LIMITS;

/// What is known in a run: the tables that are built in, and the rows that were added to them.
///
/// It goes to the judging process as the texts of the tables that were added, and each is checked there again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Knowledge {
    tables: BTreeMap<&'static str, Table>,
}

/// A table that was added.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) text: String,
    /// What a reader has made of it.
    pub(super) made: OnceLock<Arc<dyn Any + Send + Sync>>,
}

/// Why rows cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// There is no such table.
    #[error("there is no table `{name}`; {help}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// Those that there are.
        help: String,
    },
    /// Nobody but gate fills it.
    #[error("nobody adds rows to `{name}`: {why}")]
    Closed {
        /// The table.
        name: &'static str,
        /// Why.
        why: &'static str,
        /// Those that rows can be added to.
        help: String,
    },
    /// A row that is none.
    #[error(transparent)]
    Row(#[from] Fault),
}

/// Tables are the same if their texts are.
impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Table {}

impl Knowledge {
    /// Adds the rows of a table: `name` is that of a concept, such as `pipeline/tools`. Rows that were added before count
    /// as what is there already.
    ///
    /// # Errors
    /// [`Refused`] unless every row says something new about what gate lets others speak of.
    pub fn add(&mut self, name: &str, added: &str) -> Result<(), Refused> {
        let help = || format!("rows can be added to {}", open().collect::<Vec<_>>().join(", "));
        let concept = concepts::named(name).ok_or_else(|| Refused::Unknown { name: name.to_owned(), help: help() })?;
        if let Added::Never(why) = concept.added {
            return Err(Refused::Closed { name: concept.name, why, help: help() });
        }
        let before = self.tables.get(concept.name).map_or("", |table| table.text.as_str());
        let room = LIMITS.knowledge_rows.saturating_sub(concept.rows(before).count());
        if let Some(row) = concept.rows(added).nth(room) {
            let message = format!("more than {} rows", LIMITS.knowledge_rows);
            return Err(row.about(message, "keep those that this repository needs".to_owned()).into());
        }
        concept.check_added(added, text(concept), before)?;
        if concept.rows(added).next().is_some() {
            let text = if before.is_empty() { added.to_owned() } else { format!("{before}\n{added}") };
            self.tables.insert(concept.name, Table { text, made: OnceLock::new() });
        }
        Ok(())
    }

    /// The rows that were added to a concept.
    pub(super) fn table(&self, concept: &Concept) -> Option<&Table> {
        self.tables.get(concept.name)
    }
}

/// The tables that rows can be added to.
pub fn open() -> impl Iterator<Item = &'static str> {
    CONCEPTS.iter().filter(|concept| concept.added.example().is_some()).map(|concept| concept.name)
}

impl TryFrom<BTreeMap<String, String>> for Knowledge {
    type Error = Refused;

    fn try_from(tables: BTreeMap<String, String>) -> Result<Self, Refused> {
        let mut knowledge = Self::default();
        for (name, text) in tables {
            knowledge.add(&name, &text)?;
        }
        Ok(knowledge)
    }
}

impl From<Knowledge> for BTreeMap<String, String> {
    fn from(knowledge: Knowledge) -> Self {
        knowledge.tables.into_iter().map(|(name, table)| (name.to_owned(), table.text)).collect()
    }
}
