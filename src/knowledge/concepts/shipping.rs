//! What gate knows about what pipelines ship, and what scans of it look at.

use super::super::table::{Added, Column, Concept, Holds};
use super::wrong;

/// What scans look at.
const SCANS: &[&str] = &["sast", "dast", "sca", "secret", "image", "iac"];

/// What scans look at besides.
pub const SCAN_COVERS: Concept = Concept {
    name: "pipeline/scan-covers",
    about: "what a scan looks at besides the category of its tool",
    columns: &[
        Column::new("tool", Holds::Text, "the scanner by its usual name"),
        Column::new("category", Holds::Word(SCANS), "the category that the call has by the table of tools"),
        Column::new("covers", Holds::Word(SCANS), "what it looks at besides"),
        Column::optional("options", Holds::List('|'), "flags and inputs that say what it looks at"),
        Column::optional("values", Holds::List('|'), "values of these, one of a list, with which it does"),
        Column::new("by_itself", Holds::Flag, "whether it does when none of these options is given"),
    ],
    key: &["tool", "category", "covers"],
    check: Some(|row| {
        if row.word("category") == row.word("covers") {
            let help = "name what it looks at besides";
            return wrong("covers", "that is its own category".to_owned(), help);
        }
        Ok(())
    }),
    added: Added::Never("what a scan is said to look at lets deployments pass"),
};

/// What tools ship.
pub const SHIPPED: Concept = Concept {
    name: "pipeline/shipped",
    about: "what a tool that builds, tests or deploys says of what is shipped",
    columns: &[
        Column::new("role", Holds::Word(&["build", "test", "deploy"]), "what the call is for by the table of tools"),
        Column::new("tool", Holds::Text, "the tool by its usual name"),
        Column::new("ships", Holds::Word(&["code", "infrastructure"]), "a program, or code of infrastructure"),
        Column::optional("unless", Holds::List('|'), "words of the call with which it ships nothing of the kind"),
    ],
    key: &["role", "tool"],
    check: None,
    added: Added::Never("it is about the tools that gate knows by itself"),
};
