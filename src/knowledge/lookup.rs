//! What a reader makes of a table.

use std::sync::{Arc, OnceLock};

use super::{Added, Concept, Knowledge, Row, text};

/// The rows of a concept as a reader asks for them, made once: for the whole process where no row was added, else once
/// for the run.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use gate::knowledge::{Knowledge, Lookup, Row, concepts};
///
/// /// How often each tool is named.
/// static TOOLS: Lookup<BTreeMap<String, usize>> = Lookup::new(&concepts::pipeline::TOOLS, |rows| {
///     let mut tools = BTreeMap::new();
///     for row in rows {
///         *tools.entry(row.text("tool").to_owned()).or_default() += 1;
///     }
///     tools
/// });
///
/// assert!(TOOLS.of(&Knowledge::default())["trivy"] > 1);
/// ```
#[derive(Debug)]
pub struct Lookup<T> {
    concept: &'static Concept,
    make: fn(&mut dyn Iterator<Item = Row<'_>>) -> T,
    /// Of the rows that are built in, and no others.
    bundled: OnceLock<Arc<T>>,
}

impl<T: Send + Sync + 'static> Lookup<T> {
    /// What `make` makes of the rows of a concept: first those that are built in, in their order, then those that were
    /// added.
    pub const fn new(concept: &'static Concept, make: fn(&mut dyn Iterator<Item = Row<'_>>) -> T) -> Self {
        Self { concept, make, bundled: OnceLock::new() }
    }

    /// The same with what is known in a run.
    pub fn of(&self, knowledge: &Knowledge) -> Arc<T> {
        let bundled = || self.concept.rows(text(self.concept));
        let Some(table) = knowledge.table(self.concept) else {
            return Arc::clone(self.bundled.get_or_init(|| Arc::new((self.make)(&mut bundled()))));
        };
        let make = || Arc::new((self.make)(&mut bundled().chain(self.concept.rows(&table.text).map(Row::into_added))));
        let made = Arc::clone(table.made.get_or_init(|| make()));
        // Only a second reader of one concept finds what another one has made.
        made.downcast().unwrap_or_else(|_| make())
    }

    /// The same of a concept to which nobody adds rows.
    pub fn built_in(&'static self) -> &'static T {
        debug_assert!(matches!(self.concept.added, Added::Never(_)), "{}: rows are added", self.concept.name);
        self.bundled.get_or_init(|| Arc::new((self.make)(&mut self.concept.rows(text(self.concept)))))
    }
}
