//! What a tool ships: code of programs, or code of infrastructure.

use std::collections::BTreeMap;

use crate::input::pipeline::model::Role;
use crate::knowledge::{Lookup, concepts};

static SHIPPED: Lookup<BTreeMap<String, Vec<Row>>> = Lookup::new(&concepts::shipping::SHIPPED, |rows| {
    let mut shipped: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        let ships = if row.word("ships") == "code" { Ships::Code } else { Ships::Infrastructure };
        let unless = row.list("unless").map(str::to_owned).collect();
        shipped.entry(row.text("tool").to_owned()).or_default().push(Row { role: row.word("role"), ships, unless });
    }
    shipped
});

/// What is shipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Ships {
    /// A program of the repository.
    Code,
    /// What describes infrastructure.
    Infrastructure,
}

#[derive(Debug)]
struct Row {
    role: &'static str,
    ships: Ships,
    unless: Vec<String>,
}

/// What a tool ships by what it is called for.
pub(in crate::input::pipeline) fn of(role: &Role) -> Option<Ships> {
    let row = SHIPPED.built_in().get(&role.tool)?.iter().find(|row| row.role == role.role)?;
    let is_other = |word: &str| row.unless.iter().any(|unless| unless == word);
    (row.unless.is_empty() || !role.subject.split(' ').any(is_other)).then_some(row.ships)
}
