//! What gate knows about the world: tools, types, operators and names, as rows of tables and not as code.
//!
//! A table below `policies/knowledge` is built in and checked while gate is built; a repository adds rows of its own in
//! `.gate/knowledge`, on the trusted side. A reader declares what it makes of a table as a [`Lookup`], which is made when
//! it is first asked for, and once.

mod added;
pub mod concepts;
mod lookup;
pub mod table;
#[cfg(test)]
mod tests;

pub use added::{Knowledge, Refused, open};
pub use lookup::Lookup;
pub use table::{Added, Concept, Row, Unless};

/// Written by `policies/build.rs`: the name and the text of every table, sorted by name.
const TABLES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));

/// The tables that are built in, each by the path of its file from the root of the project.
pub fn bundled() -> impl Iterator<Item = (String, &'static str)> {
    TABLES.iter().map(|(name, text)| (format!("policies/knowledge/{name}.tsv"), *text))
}

/// The table of a concept that is built in.
fn text(concept: &Concept) -> &'static str {
    TABLES.iter().find(|(name, _)| *name == concept.name).map_or("", |(_, text)| text)
}
