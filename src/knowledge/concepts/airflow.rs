//! What gate knows about Airflow, its providers and the libraries of tasks.

use super::super::table::{Added, Column, Concept, Holds, Row, Unless, Wrong};
use super::wrong;

/// What kind of data an argument holds.
const DATA: &[&str] = &["bucket", "dataset", "table", "endpoint", "uri", "sql", "shell"];

/// Arguments that mean something by their name.
pub const ARGUMENTS: Concept = Concept {
    name: "airflow/arguments",
    about: "an argument of any operator whose text means something by its name",
    columns: &[
        Column::new("argument", Holds::Name, "its name"),
        Column::optional(
            "holds",
            Holds::Word(&["shell", "sql", "bucket", "dataset", "table", "endpoint"]),
            "the language in which its text names data, or the data that it names itself",
        ),
        Column::new("run", Holds::Flag, "whether its text is run, so that nobody else may write it"),
    ],
    key: &["argument"],
    check: None,
    added: Added::Like("acme_script\tshell\tyes"),
};

/// Calls whose arguments name data.
pub const CALLS: Concept = Concept {
    name: "airflow/calls",
    about: "an argument of a call in the code of a task that names data",
    columns: &[
        Column::new("call", Holds::Text, "the end of its dotted name; *Hook. for any hook without a row of its own"),
        Column::new("does", Holds::Word(&["reads", "writes", "changes", "uses"]), "what becomes of the data"),
        Column::new("kind", Holds::Word(DATA), "what the argument holds"),
        Column::optional("name", Holds::Text, "the argument that names the data, with @ and a number from 0"),
        Column::optional("key", Holds::Text, "the argument for the object or folder within it"),
    ],
    key: &["call", "does", "kind", "name", "key"],
    check: Some(entry),
    added: Added::Never("a row for the method of one hook takes the place of those that are for any hook"),
};

/// Words of shell commands.
pub const COMMANDS: Concept = Concept {
    name: "airflow/commands",
    about: "a word of a shell command that says what becomes of the paths behind it",
    columns: &[
        Column::new("word", Holds::Text, "the word"),
        Column::new(
            "does",
            Holds::Word(&[
                "copies",
                "transfers",
                "changes",
                "connects",
                "uploads",
                "mails",
                "sends",
                "sql",
                "shell",
                "bucket",
                "bigquery",
                "stores",
            ]),
            "copies: the last path is where the data goes; transfers: also to other machines",
        ),
        Column::optional("options", Holds::Text, "its options, joined with commas; * for words of no option"),
    ],
    key: &["word"],
    check: None,
    added: Added::Never("behind a word that copies, what stands before it names no data any more"),
};

/// Credentials by their place in a call.
pub const CREDENTIALS: Concept = Concept {
    name: "airflow/credentials",
    about: "an argument that is a credential by its place in a call, whatever it is called",
    columns: &[
        Column::new("call", Holds::Text, "its dotted name, ** for anything on the way; * for every call"),
        Column::new("how", Holds::Word(&["argument", "pair"]), "pair: the second of two in a list or tuple"),
        Column::optional("number", Holds::Number, "that of the argument, from 0"),
        Column::new("parameter", Holds::Name, "its name"),
    ],
    key: &["call", "how", "number", "parameter"],
    check: Some(|row| match (row.text("call"), row.word("how"), row.number("number")) {
        ("*", "pair", None) => Ok(()),
        (call, _, Some(0..)) if call != "*" => Ok(()),
        _ => wrong("number", "`*` and no number go together, and are for a `pair` only".to_owned(), "from 0"),
    }),
    added: Added::Never("a credential is hidden from every policy, also from those that compare the names of data"),
};

/// Calls that hand a text to a shell.
pub const EXECUTIONS: Concept = Concept {
    name: "airflow/executions",
    about: "a call in the code of a task that hands a text to a shell",
    columns: &[
        Column::new("call", Holds::Text, "the end of its dotted name"),
        Column::new("argument", Holds::Text, "the argument that holds the text, with @ and a number from 0"),
        Column::new("shell", Holds::Word(&["always", "asked"]), "asked: only where the argument `shell` is true"),
    ],
    key: &["call"],
    check: None,
    added: Added::Like("acme_remote.run\tcommand@0\talways"),
};

/// Packages that make no tasks.
pub const PACKAGES: Concept = Concept {
    name: "airflow/packages",
    about: "a package whose code makes no DAGs and no tasks",
    columns: &[
        Column::new("package", Holds::Name, "the first name of its modules"),
        Column::new(
            "comes",
            Holds::Word(&["python", "published"]),
            "python: with Python, before what stands in the tree",
        ),
        Column::optional(
            "gives",
            Holds::Word(&["deployment", "computed"]),
            "deployment: what its calls give is what the deployment sets; computed: it is made of what they are given",
        ),
    ],
    key: &["package"],
    check: None,
    added: Added::Never("what a package is said not to make is not looked for"),
};

/// What packages make that build DAGs.
pub const BUILDERS: Concept = Concept {
    name: "airflow/builders",
    about: "a callable of a package that makes DAGs, task groups or tasks, and how",
    columns: &[
        Column::new("package", Holds::Path(""), "the module that it is in, or one around it"),
        Column::new("callable", Holds::Text, "the last part of its name; * for any that has no row"),
        Column::new("makes", Holds::Word(MAKES), "what a call of it makes; settings: nothing by itself"),
        Column::optional("class", Holds::Text, "the dotted name of the operator class, or the decorator's own name"),
        Column::optional("id", Holds::Name, "the id of what it makes where the call does not say"),
    ],
    key: &["package", "callable"],
    check: Some(|row| match (row.word("makes"), row.given("class")) {
        ("task" | "decorator" | "launched-group", None) => {
            wrong("class", "the row does not say what class the task is of".to_owned(), "write its dotted name")
        }
        ("settings", Some(_)) => wrong("class", "settings are no task".to_owned(), "write -"),
        _ => Ok(()),
    }),
    added: Added::Never("what a row says that a callable makes is all that is looked for in a call of it"),
};

/// What a callable of a package may make.
const MAKES: &[&str] = &[
    "dag",
    "dags",
    "group",
    "task",
    "decorator",
    "settings",
    "launched-group",
    "dag-factory",
    "dag-factory-load",
    "gusty-dag",
    "gusty-dags",
    "cosmos-dag",
    "cosmos-group",
];

/// Names that say that data goes somewhere.
pub const DESTINATIONS: Concept = Concept {
    name: "airflow/destinations",
    about: "a word in the name of an argument or call that says that data goes somewhere",
    columns: &[
        Column::new("of", Holds::Word(&["argument", "method"]), "whose name it is"),
        Column::new("how", Holds::Word(&["is", "begins", "holds", "never"]), "how the word is looked for"),
        Column::new("word", Holds::Name, "the word"),
    ],
    key: &["of", "how", "word"],
    check: None,
    added: Added::Never("what is written is not read, so that a row could hide what a task reads"),
};

/// Operators whose arguments name data.
pub const OPERATORS: Concept = Concept {
    name: "airflow/operators",
    about: "an argument of an operator that names data which the operator reads or writes",
    columns: &[
        Column::new("operator", Holds::Text, "the last part of its name, in any module"),
        Column::new(
            "does",
            Holds::Word(&["reads", "writes", "changes", "uses", "nothing", "idle", "decides"]),
            "nothing, idle: it neither runs a text nor names data in any argument; idle, decides: nor does it work on data",
        ),
        Column::optional("kind", Holds::Word(DATA), "what the argument holds"),
        Column::optional("name", Holds::Text, "the argument that names the data; a.b joins two, or goes down keys"),
        Column::optional("key", Holds::Text, "the argument for the object or folder within it"),
    ],
    key: &["operator", "does", "kind", "name", "key"],
    check: Some(|row| {
        if !matches!(row.word("does"), "nothing" | "idle" | "decides") {
            return entry(row);
        }
        match ["kind", "name", "key"].into_iter().find(|column| row.given(column).is_some()) {
            Some(column) => wrong(column, "it names nothing".to_owned(), "write - for the rest"),
            None => Ok(()),
        }
    }),
    added: Added::Unless(
        "AcmeExportOperator\treads\tbucket\tsource_bucket\tsource_key",
        Unless::Says("does", "nothing"),
    ),
};

/// What calls reach for.
pub const REACHES: Concept = Concept {
    name: "airflow/reaches",
    about: "the beginning of the dotted name of a call, and what it reaches for",
    columns: &[
        Column::new("call", Holds::Text, "the beginning of its name, () behind what was called on the way"),
        Column::new(
            "reaches",
            Holds::Word(&["env", "network", "database", "secret", "process", "address", "nothing"]),
            "what for; nothing counts before all others; address: the network, if it is given one",
        ),
    ],
    key: &["call"],
    check: None,
    added: Added::Never("the first row that fits counts, so that a call which reaches out could count as another"),
};

/// Schemes of URIs.
pub const SCHEMES: Concept = Concept {
    name: "airflow/schemes",
    about: "a scheme of URIs that name data",
    columns: &[
        Column::new("scheme", Holds::Name, "in small letters"),
        Column::new(
            "names",
            Holds::Word(&["bucket", "container", "table", "uri"]),
            "bucket: the authority; container: what stands before its @; table, uri: all of the rest",
        ),
    ],
    key: &["scheme"],
    check: Some(|row| {
        let scheme = row.text("scheme");
        if scheme.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            return Ok(());
        }
        wrong("scheme", format!("`{scheme}` is no scheme"), "write small letters and digits")
    }),
    added: Added::Never("an asset whose scheme has no row goes by its whole URI, and with one only by a part of it"),
};

/// What rows about operators and calls have in common: the arguments follow from the kind.
fn entry(row: &Row<'_>) -> Result<(), Wrong> {
    let (name, key) = (row.given("name"), row.given("key"));
    match (row.word("kind"), name, key) {
        ("", ..) => wrong("kind", "the row does not say what the argument holds".to_owned(), &DATA.join(", ")),
        (_, None, None) => wrong("name", "the row names no argument".to_owned(), "name it"),
        ("uri" | "sql", _, Some(_)) => wrong("key", "a URI or statement has no key".to_owned(), "write -"),
        _ => Ok(()),
    }
}
