//! Every concept: the columns of its table, and whether a repository may add rows.
//!
//! The build script checks each table against these declarations. To add one: a constant here, its name in [`CONCEPTS`],
//! and a table of that name below `policies/knowledge`.

use super::table::{Added, Column, Concept, Holds, Row, Wrong};

/// All of them, sorted by name.
pub const CONCEPTS: &[&Concept] = &[&COMMANDS, &NAMES, &SHAPES, &TOOLS];

/// The concept of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Concept> {
    CONCEPTS.iter().copied().find(|concept| concept.name == name)
}

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

/// What a command or an action may be for.
const ROLES: &[&str] = &["scan", "test", "build", "deploy", "approve", "-"];
/// What a scan looks at.
const SCANS: &[&str] = &["sast", "dast", "sca", "secret", "image", "iac"];
/// Where a deployment goes.
const TARGETS: &[&str] = &["infrastructure", "cluster", "cloud", "package", "host"];
/// Both.
const CATEGORIES: &[&str] =
    &["sast", "dast", "sca", "secret", "image", "iac", "infrastructure", "cluster", "cloud", "package", "host"];

/// The tools of pipelines.
pub const TOOLS: Concept = Concept {
    name: "pipeline/tools",
    about: "a way to call a tool in a pipeline, and what that is for",
    columns: &[
        Column::new("role", Holds::Word(ROLES), "what the call is for; - for an image"),
        Column::optional("category", Holds::Word(CATEGORIES), "what a scan looks at, or where a deployment goes"),
        Column::new("tool", Holds::Text, "its usual name"),
        Column::new("kind", Holds::Word(&["command", "action", "image"]), "how it is called"),
        Column::new(
            "pattern",
            Holds::Phrase,
            "of a command the program, words that follow, and flags that it must have (-a,-b=x|y); of an action \
             owner/name and inputs that it must have (name=x|y); of an image its repository",
        ),
        Column::optional(
            "toothless",
            Holds::Clauses(&[("with", 1), ("without", 1), ("is", 2), ("mentions", 2)]),
            "when the pipeline goes on whatever it finds, by flags or inputs; env:NAME is a variable",
        ),
    ],
    key: &["kind", "pattern"],
    check: Some(tool),
    added: Added::Like("scan\tsast\tacme-scan\tcommand\tacme-scan run\twithout --strict"),
};

/// A tool: its category follows from its role, and how it is named from its kind.
fn tool(row: &Row<'_>) -> Result<(), Wrong> {
    let (role, category, kind) = (row.word("role"), row.word("category"), row.word("kind"));
    let wrong = |column, message: String, help: &str| Err(Wrong { column, message, help: help.to_owned() });
    if (role == "-") != (kind == "image") {
        return wrong(
            "role",
            format!("the role `{role}` of an entry of kind `{kind}`"),
            "`-` is the role of images, and of nothing else",
        );
    }
    let fits = match role {
        "scan" => SCANS.contains(&category),
        "deploy" => TARGETS.contains(&category),
        _ => category.is_empty(),
    };
    if !fits {
        let help = match role {
            "scan" => format!("one of {}", SCANS.join(", ")),
            "deploy" => format!("one of {}", TARGETS.join(", ")),
            _ => "leave it empty".to_owned(),
        };
        return wrong("category", format!("`{category}` is no category of the role `{role}`"), &help);
    }
    let (subject, rest) = row.text("pattern").split_once(' ').unwrap_or((row.text("pattern"), ""));
    let (is_named, help) = match kind {
        "action" => (is_action(subject), "write `owner/name` or `owner/name/path` in small letters, without @"),
        "image" => (is_image(subject) && rest.is_empty(), "write its repository without tag, digest and docker.io/"),
        _ => (is_program(subject), "begin with the name of the program, without its folder"),
    };
    if is_named { Ok(()) } else { wrong("pattern", format!("`{subject}` names no {kind}"), help) }
}

fn is_program(subject: &str) -> bool {
    !subject.contains(['/', '\\', '=']) && !subject.starts_with('-') && subject.strip_suffix(".exe").is_none()
}

fn is_action(subject: &str) -> bool {
    let is_plain = |segment: &str| !segment.is_empty() && segment != "." && segment != "..";
    let is_lower = !subject.chars().any(char::is_uppercase);
    is_lower && !subject.contains(['@', '|', '=']) && subject.contains('/') && subject.split('/').all(is_plain)
}

fn is_image(subject: &str) -> bool {
    let name = subject.rsplit('/').next().unwrap_or(subject);
    !name.contains(':') && !subject.contains(['@', '|', '=']) && !subject.starts_with("docker.io/")
}
