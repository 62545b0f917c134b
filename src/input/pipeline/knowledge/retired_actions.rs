//! Actions that nobody maintains any more, and versions that the vendor has removed.

use std::collections::BTreeMap;

use crate::input::pipeline::model::Ref;
use crate::input::pipeline::version::{Range, Version};
use crate::knowledge::{Lookup, concepts};

/// Those of a run.
pub(super) static RETIRED: Lookup<Retired> = Lookup::new(&concepts::references::RETIRED_ACTIONS, |rows| {
    let mut all = Retired::default();
    for row in rows {
        let Some(versions) = Range::of(row.text("versions")) else { continue };
        let known = RetiredRow {
            why: row.word("why"),
            since: row.text("since").to_owned(),
            instead: row.text("instead").to_owned(),
            versions,
        };
        all.0.entry(row.text("action").to_owned()).or_default().push(known);
    }
    all
});

/// By `owner/name` in small letters.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct Retired(BTreeMap<String, Vec<RetiredRow>>);

/// Versions of an action that are retired.
#[derive(Debug)]
pub(in crate::input::pipeline) struct RetiredRow {
    /// `archived` or `removed`.
    pub(in crate::input::pipeline) why: &'static str,
    pub(in crate::input::pipeline) since: String,
    /// What does the same; empty where nothing is known to.
    pub(in crate::input::pipeline) instead: String,
    versions: Range,
}

impl Retired {
    /// Why the version that a reference is to is retired. A commit is of the version that its comment says.
    pub(in crate::input::pipeline) fn of(&self, reference: &Ref) -> Option<&RetiredRow> {
        let rows = self.0.get(&format!("{}/{}", reference.owner, reference.name).to_ascii_lowercase())?;
        let version = || match reference.pin {
            "sha" => reference.version(),
            _ => reference.reference.as_deref().and_then(Version::of),
        };
        rows.iter().find(|row| row.why == "archived" || version().is_some_and(|version| row.versions.holds(&version)))
    }
}
