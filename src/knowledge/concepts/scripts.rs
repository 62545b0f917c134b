//! What gate knows about the commands of scripts in pipelines.

use super::super::table::{Added, Column, Concept, Holds};

/// What fetches files from the net, runs and checks them.
pub const DOWNLOADS: Concept = Concept {
    name: "pipeline/downloads",
    about: "a command that fetches a file from the net, runs one, or checks one before it runs",
    columns: &[
        Column::new(
            "does",
            Holds::Word(&["fetches", "reads", "runs", "checks", "digests"]),
            "what it does with a file",
        ),
        Column::new("pattern", Holds::Phrase, "the program in small letters and words that follow, a|b for either"),
        Column::optional("takes", Holds::List(','), "options with a value"),
        Column::optional("into", Holds::List(','), "options that name the file"),
        Column::optional("named", Holds::List(','), "options that make the address name the file; * always"),
        Column::optional(
            "texts",
            Holds::List(','),
            "options whose value is a text that is run; * when every argument may be",
        ),
    ],
    key: &["does", "pattern"],
    check: None,
    added: Added::Never("what is checked runs without a finding"),
};

/// What installs packages outside of a lock file.
pub const PACKAGES: Concept = Concept {
    name: "pipeline/packages",
    about: "a command that installs or runs a package outside of what the project locks",
    columns: &[
        Column::new("tool", Holds::Text, "its usual name"),
        Column::new("pattern", Holds::Phrase, "the program in small letters and words that follow, a|b for either"),
        Column::new("names", Holds::Word(&["all", "first"]), "which of the words behind them are packages"),
        Column::new("bare", Holds::Word(&["newest", "project", "installed"]), "what a package without a version is"),
        Column::optional("mark", Holds::List('|'), "what stands between a package and its version"),
        Column::optional("full", Holds::Flag, "whether a version of fewer than three numbers is a range"),
        Column::optional("by", Holds::List(','), "options that give the version"),
        Column::optional("takes", Holds::List(','), "other options with a value"),
        Column::optional("locks", Holds::List(','), "options under which a list or a file decides"),
    ],
    key: &["pattern"],
    check: None,
    added: Added::Like("acme\tacme-get add\tall\tnewest\t@\tyes\t\t--from\t--locked"),
};

/// What keeps a program from checking whom it talks to.
pub const UNCHECKED: Concept = Concept {
    name: "pipeline/unchecked",
    about: "an option or a variable that keeps a program from checking whom it talks to",
    columns: &[
        Column::new("kind", Holds::Word(&["command", "variable"]), "what turns the check off"),
        Column::new(
            "pattern",
            Holds::Phrase,
            "the program in small letters and words behind it, a|b for either; the name of a variable",
        ),
        Column::optional(
            "values",
            Holds::List(','),
            "what turns it off; ~ in front of a part of a value; any if empty",
        ),
    ],
    key: &["kind", "pattern"],
    check: None,
    added: Added::Like("command\tacme-upload\t--no-verify"),
};
