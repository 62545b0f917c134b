//! What gate knows about how providers keep records: what a change of it weakens.

use super::super::table::{Added, Column, Concept, Holds, Row, Wrong, is_name, is_path};
use super::terraform::{SOURCE, TYPE, length};
use super::wrong;

/// In what a length counts.
const UNITS: Holds = Holds::Word(&["seconds", "minutes", "hours", "days", "weeks", "months", "years"]);

/// What protects by a value.
pub const GUARDS: Concept = Concept {
    name: "terraform/retention-guards",
    about: "an argument that protects records as long as it has a value",
    columns: &[
        TYPE,
        Column::new("argument", Holds::Path(""), "the argument"),
        Column::new(
            "value",
            Holds::Text,
            "the value that protects; > before one that protects less, | between equals, * for any",
        ),
        Column::new("loss", Holds::Text, "what becomes of the resource when the value goes, after its address"),
        Column::optional("records", Holds::Word(&["locked"]), "whether the resource itself holds the records"),
        SOURCE,
        Column::optional("absent", Holds::Word(&["protects"]), "whether it protects where the argument is left out"),
    ],
    key: &["type", "argument"],
    check: None,
    added: Added::Like("acme_bucket\tversioned\ttrue\tstops keeping old versions"),
};

/// How long something is kept.
pub const LENGTHS: Concept = Concept {
    name: "terraform/retention-lengths",
    about: "an argument that says how long something is kept, and must not become shorter",
    columns: &[
        Column::new("kind", Holds::Word(&["retention", "lock"]), "of records, or of what nobody may change"),
        TYPE,
        Column::new("length", Holds::Text, "the argument; + between several, and *N for one in N units"),
        Column::new("unit", UNITS, "in what it counts"),
        Column::new(
            "nothing",
            Holds::Text,
            "what zero or no value means: none or forever; a number is that of no value, 0= before it that of both",
        ),
        SOURCE,
    ],
    key: &["kind", "type", "length"],
    check: Some(|row| {
        let nothing = row.text("nothing");
        let number = nothing.strip_prefix("0=").unwrap_or(nothing);
        if !matches!(nothing, "none" | "forever") && number.parse::<u32>().is_err() {
            let help = "write none, forever, a number, or 0= and a number";
            return wrong("nothing", format!("`{nothing}` is no `nothing`"), help);
        }
        if nothing != "none" && row.text("length").contains('+') {
            return wrong("nothing", "a sum with something endless".to_owned(), "write none, or one argument");
        }
        length(row)
    }),
    added: Added::Like("retention\tacme_log\tkeep_days\tdays\tnone"),
};

/// What is recorded or kept, one by one.
pub const LISTS: Concept = Concept {
    name: "terraform/retention-lists",
    about: "an argument that lists what is recorded, and must not lose any, or what is not, and must not gain any",
    columns: &[
        TYPE,
        Column::new("argument", Holds::Path("[]"), "the argument"),
        Column::new("lists", Holds::Word(&["included", "excluded"]), "what is recorded, or what is not"),
        Column::new("loss", Holds::Text, "what becomes of the resource then, after its address"),
        Column::optional("unless", Holds::Path(""), "an argument that says all of it in another way"),
        SOURCE,
    ],
    key: &["type", "argument"],
    check: None,
    added: Added::Like("acme_trail\tservices[].name\tincluded\trecords fewer services"),
};

/// What protects something else.
pub const PROTECTIONS: Concept = Concept {
    name: "terraform/retention-protections",
    about: "a resource type that protects another one for as long as it is there",
    columns: &[
        TYPE,
        Column::new("argument", Holds::Path(""), "names what is protected"),
        Column::optional("of", Holds::Name, "the type of that; nothing for any"),
        Column::new("name", Holds::Path(""), "its argument with the same name"),
        Column::optional("while", Holds::Text, CONDITION),
        SOURCE,
    ],
    key: &["type", "argument"],
    check: Some(|row| condition(row, "while")),
    added: Added::Like("acme_bucket_lock\tbucket\tacme_bucket\tname"),
};

/// What is lost with a resource.
pub const RECORDS: Concept = Concept {
    name: "terraform/retention-records",
    about: "a resource type that holds records, or makes them, so that they end with it",
    columns: &[
        TYPE,
        Column::optional("while", Holds::Text, CONDITION),
        Column::optional(
            "heir",
            Holds::Text,
            "who goes on where another one is made: * for any, an argument for one with the same value; nothing for nobody",
        ),
        Column::new("loss", Holds::Text, "what it is, behind `is deleted, `"),
        SOURCE,
    ],
    key: &["type", "while"],
    check: Some(|row| {
        if let Some(heir) = row.given("heir").filter(|heir| *heir != "*" && !is_path(heir, "")) {
            return wrong("heir", format!("`{heir}` is no heir"), "write *, an argument, or nothing");
        }
        condition(row, "while")
    }),
    added: Added::Like("acme_log\t-\t-\ta log with its records"),
};

/// Rules by which records are kept or deleted.
pub const RULES: Concept = Concept {
    name: "terraform/retention-rules",
    about: "a list of rules, each of which keeps something for a time, or deletes it after a time",
    columns: &[
        TYPE,
        Column::new("list", Holds::Path(""), "the list of blocks"),
        Column::new("does", Holds::Word(&["keeps", "deletes"]), "what a rule does"),
        Column::new("what", Holds::Text, "what it is about; what is the same is the same thing in other types"),
        Column::optional("while", Holds::Text, CONDITION),
        Column::new(
            "lengths",
            Holds::List(','),
            "the arguments that say how long, each with : and its unit; all of them must be over",
        ),
        Column::optional("nothing", Holds::Word(&["forever"]), "what zero or no length means; else none"),
        Column::optional("scope", Holds::List(','), "the arguments that say what a rule is about"),
        Column::optional("key", Holds::Path(""), "the argument that names a rule"),
        Column::optional("subject", Holds::Text, "argument=type.name: whose records they are"),
        SOURCE,
    ],
    key: &["type", "list", "does", "what"],
    check: Some(rule),
    added: Added::Like(
        "acme_cleaning\trule\tdeletes\tobjects\tenabled=true\tage:days\t-\tprefix\tid\tbucket=acme_bucket.name",
    ),
};

/// What a column with a condition holds.
const CONDITION: &str = "argument=value, argument!=value, argument>number or an argument that is set; , for and, | for or; nothing if always";

/// Whether a cell is a condition on arguments.
fn condition(row: &Row<'_>, column: &'static str) -> Result<(), Wrong> {
    let test = |test: &str| {
        let (argument, fits) = match test.split_once(['=', '>']) {
            None => (test, true),
            Some((argument, value)) if test.contains('>') => (argument, value.parse::<f64>().is_ok()),
            Some((argument, value)) => (argument.strip_suffix('!').unwrap_or(argument), !value.is_empty()),
        };
        fits && is_path(argument, "")
    };
    let tests = row.given(column).into_iter().flat_map(|cell| cell.split([',', '|']));
    match tests.into_iter().find(|text| !test(text)) {
        Some(text) => wrong(column, format!("`{text}` is no argument with a value"), "write argument=value"),
        None => Ok(()),
    }
}

/// Whether a row about rules can be read.
fn rule(row: &Row<'_>) -> Result<(), Wrong> {
    let length = |text: &str| text.split_once(':').is_some_and(|(path, unit)| is_path(path, "") && !unit.is_empty());
    if let Some(text) = row.list("lengths").find(|text| !length(text)) {
        return wrong("lengths", format!("`{text}` is no length"), "write argument:unit, `expiration.0.days:days`");
    }
    if let Some(text) = row.list("scope").find(|text| !is_path(text, "")) {
        return wrong("scope", format!("`{text}` is no argument"), "write its path");
    }
    let subject = |text: &str| {
        let (argument, of) = text.split_once('=')?;
        let (kind, name) = of.split_once('.')?;
        Some(is_path(argument, "") && is_name(kind) && is_path(name, ""))
    };
    match row.given("subject").filter(|text| subject(text) != Some(true)) {
        Some(text) => wrong("subject", format!("`{text}` names no subject"), "write argument=type.name"),
        None => condition(row, "while"),
    }
}
