//! What gate knows about who may do what in a pipeline.

use super::super::table::{Added, Column, Concept, Holds};

/// What asks which rights somebody has.
pub const PERMISSION_CHECKS: Concept = Concept {
    name: "pipeline/permission-checks",
    about: "what asks the forge which rights somebody has in the repository, or in what teams they are",
    columns: &[
        Column::new("kind", Holds::Word(&["action", "method", "address"]), "how it is asked"),
        Column::new(
            "pattern",
            Holds::Phrase,
            "owner/name of an action; a method of the client of GitHub; a segment of an address, and the one that it ends with",
        ),
    ],
    key: &["kind", "pattern"],
    check: None,
    added: Added::Never("what is known to check who has started a run lets it pass"),
};

/// What opens a shell of the runner to the net.
pub const TUNNELS: Concept = Concept {
    name: "pipeline/tunnels",
    about: "an action or a command that opens a shell of the runner to whoever has an address",
    columns: &[
        Column::new("kind", Holds::Word(&["action", "command"]), "how it is called"),
        Column::new(
            "pattern",
            Holds::Phrase,
            "owner/name of an action in small letters; the program and words that follow, a|b for either",
        ),
        Column::new("tool", Holds::Text, "its usual name"),
        Column::optional("limits", Holds::List(','), "inputs or options that say who may use it"),
    ],
    key: &["kind", "pattern"],
    check: None,
    added: Added::Like("action\tacme/debug-shell\tAcme\tusers"),
};
