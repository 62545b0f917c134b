//! What gate knows about credentials.

use super::super::table::{Added, Column, Concept, Holds};

/// Why nobody adds rows about credentials.
const HIDES: Added =
    Added::Never("gate hides credentials before it reads what a repository says, also in errors about that");

/// Command lines on which credentials stand.
pub const COMMANDS: Concept = Concept {
    name: "credentials/commands",
    about: "a way to call a tool that has a credential among its words",
    columns: &[
        Column::new("programs", Holds::List('|'), "the programs, by base name"),
        Column::new("words", Holds::Text, "what follows the program in this order, - for nothing"),
        Column::new("options", Holds::List('|'), "the options in front of it, - for none"),
        Column::new("form", Holds::Text, "where the credential stands then"),
        Column::new("a line with one", Holds::Text, "a line with one"),
        Column::new("a line with none", Holds::Text, "a line with none"),
    ],
    key: &["programs", "words", "options", "form"],
    check: None,
    added: HIDES,
};

/// Names of credentials.
pub const NAMES: Concept = Concept {
    name: "credentials/names",
    about: "a name whose value is a credential, or one that only looks like it",
    columns: &[
        Column::new(
            "rule",
            Holds::Word(&["ends", "joined", "never", "behind", "header", "query"]),
            "how names are compared with it",
        ),
        Column::new("words", Holds::Text, "parts of a name in small letters, joined by _"),
        Column::new("is one", Holds::Text, "a name that is one"),
        Column::new("is none", Holds::Text, "a name that is none"),
    ],
    key: &["rule", "words"],
    check: None,
    added: HIDES,
};

/// Shapes of tokens.
pub const SHAPES: Concept = Concept {
    name: "credentials/shapes",
    about: "how the tokens of a vendor look",
    columns: &[
        Column::new("kind", Holds::Text, "what a finding calls it"),
        Column::new("vendor", Holds::Text, "who gives it out"),
        Column::new("shape", Holds::Text, "its text, with runs of characters in angle brackets"),
        Column::optional("needs", Holds::List(','), "what its runs must have: digit, mix, alone"),
        Column::new("source", Holds::Text, "where the vendor says so"),
    ],
    key: &["shape"],
    check: None,
    added: HIDES,
};
