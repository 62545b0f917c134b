//! What gate knows about the frameworks of controls.

use super::super::table::{Added, Column, Concept, Holds};

/// Frameworks, and where their controls can be read.
pub const FRAMEWORKS: Concept = Concept {
    name: "controls/frameworks",
    about: "a framework whose controls policies name",
    columns: &[
        Column::new("framework", Holds::Name, "what stands before the id of a control"),
        Column::new("title", Holds::Text, "its name and its version"),
        Column::optional("address", Holds::Link, "the page of one control, {id} for its id without an enhancement"),
        Column::new("source", Holds::Link, "the page of all of them"),
    ],
    key: &["framework"],
    check: None,
    added: Added::Never("a policy names controls of these frameworks only"),
};
