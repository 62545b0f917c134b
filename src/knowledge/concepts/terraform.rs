//! What gate knows about the resources of providers.

use super::super::table::{Added, Column, Concept, Holds, Row, Unless, Wrong, is_name, is_path};
use super::wrong;

/// The column for the page of the vendor that says so.
const SOURCE: Column = Column::optional("source", Holds::Link, "the page of the vendor that says so");

/// The column for a resource type.
const TYPE: Column = Column::new("type", Holds::Name, "the resource type");

/// What makes administrators.
pub const ADMINISTRATORS: Concept = Concept {
    name: "terraform/administrators",
    about: "a policy or role that makes an administrator of whoever gets it",
    columns: &[
        Column::new(
            "kind",
            Holds::Word(&["policy", "role", "azure-name", "azure-id", "azure-directory"]),
            "a managed policy of AWS, a role of Google, a role of Azure by its name or id, or one of its directory",
        ),
        Column::new("name", Holds::Text, "its name; of a policy the end of its ARN"),
        SOURCE,
    ],
    key: &["kind", "name"],
    check: None,
    added: Added::Like("role\troles/iam.securityAdmin"),
};

/// Keys of conditions.
pub const CONDITION_KEYS: Concept = Concept {
    name: "terraform/condition_keys",
    about: "a key of AWS conditions that says who calls or from where, and how a value of it limits",
    columns: &[
        Column::new("key", Holds::Text, "in small letters"),
        Column::new(
            "form",
            Holds::Word(&["identifier", "organization-path", "arn", "principal", "address"]),
            "what a value that limits looks like",
        ),
        SOURCE,
    ],
    key: &["key"],
    check: Some(|row| {
        let key = row.text("key");
        if !key.chars().any(char::is_uppercase) {
            return Ok(());
        }
        wrong("key", format!("`{key}` has capitals"), "write it in small letters")
    }),
    added: Added::Never(
        "a statement with a condition that limits it passes, and whoever calls chooses what other keys say",
    ),
};

/// What encrypts only when asked to.
pub const ENCRYPTED: Concept = Concept {
    name: "terraform/encrypted",
    about: "a resource type that stores data, and the argument that asks for encryption",
    columns: &[
        TYPE,
        Column::new("path", Holds::Path("[]"), "the argument that asks for it"),
        Column::optional("good", Holds::Text, "what it says then"),
        Column::new(
            "absent",
            Holds::Text,
            "what it means to leave it out: off, on, on:argument=value, or account for volumes",
        ),
        Column::optional("key", Holds::Name, "an argument that is enough by itself"),
        Column::optional("copied_from", Holds::List(','), "arguments beside it that name what a copy is made from"),
        SOURCE,
    ],
    key: &["type", "path"],
    check: Some(|row| {
        let (absent, copied) = (row.text("absent"), "copied_from");
        let on = |rule: &str| rule.split_once('=').is_some_and(|(name, value)| is_name(name) && !value.is_empty());
        if !matches!(absent, "off" | "on" | "account") && !absent.strip_prefix("on:").is_some_and(on) {
            let help = "write off, on, on:argument=value or account";
            return wrong("absent", format!("`{absent}` is no answer"), help);
        }
        if row.given("good").is_none() && row.given("key").is_none() {
            return wrong("good", "nothing says when it is encrypted".to_owned(), "name the value, or a key");
        }
        names(row, copied)
    }),
    added: Added::Like("acme_volume\tencrypted\ttrue\toff"),
};

/// What opens object storage.
pub const EXPOSURES: Concept = Concept {
    name: "terraform/exposures",
    about: "an argument that opens object storage to everybody",
    columns: &[
        TYPE,
        Column::new("argument", Holds::Path("*"), "the argument"),
        Column::new("by", Holds::Word(&["access-list", "policy", "setting", "member"]), "what grants it"),
        Column::new(
            "form",
            Holds::Word(&["word", "group", "member", "members", "document"]),
            "how a value names everybody",
        ),
        Column::optional("everybody", Holds::List('|'), "the words for everybody; of a group its end, = and who it is"),
        Column::optional("shelter", Holds::Name, "the switch of the store that leaves the grant without effect"),
        Column::optional("store", Holds::Path(""), "the argument that names the store"),
        Column::optional("callers", Holds::List('|'), "attributes that are always those of one caller"),
        SOURCE,
    ],
    key: &["type", "argument"],
    check: Some(|row| {
        if (row.word("form") == "document") == row.given("everybody").is_some() {
            let help = "name everybody, but for a document, which says it in its own words";
            return wrong("everybody", "a document has no words for everybody, and all others have".to_owned(), help);
        }
        Ok(())
    }),
    added: Added::Like("acme_bucket\tvisibility\tsetting\tword\tpublic"),
};

/// What gives rights.
pub const GRANTS: Concept = Concept {
    name: "terraform/grants",
    about: "an argument that gives rights to somebody",
    columns: &[
        TYPE,
        Column::new("path", Holds::Path("[]"), "the argument"),
        Column::new(
            "kind",
            Holds::Word(&["document", "trust", "resource", "policy", "role", "bindings"]),
            "a policy document of AWS: of an identity, of who may become a role, or of a resource; the ARN of a managed \
             policy; a role of Google, or a policy of it with many",
        ),
        SOURCE,
    ],
    key: &["type", "path"],
    check: None,
    added: Added::Like("acme_role\tpolicies[].document\tdocument"),
};

/// What lets traffic in.
pub const OPENINGS: Concept = Concept {
    name: "terraform/openings",
    about: "a resource type with rules that let traffic in",
    columns: &[
        TYPE,
        Column::optional("rule", Holds::Path("[]"), "the block that is one rule; nothing for the resource itself"),
        Column::optional("shut_by", Holds::List(','), "argument=value, each of which lets nobody in"),
        Column::new("protocol", Holds::Text, "the argument for the protocol; / in front for one of the resource"),
        Column::new("ports", Holds::Text, "from..to for two numbers; else arguments with , between them, and every"),
        Column::new("sources", Holds::List(','), "the arguments for networks and lists of them"),
        Column::optional("narrowed_by", Holds::List(','), "without sources and these, everybody is let in"),
        SOURCE,
    ],
    key: &["type", "rule"],
    check: Some(|row| {
        let argument = |name: &str| is_name(name.strip_prefix('/').unwrap_or(name));
        let pair = |text: &str| text.split_once('=').is_some_and(|(name, value)| argument(name) && !value.is_empty());
        if let Some(text) = row.list("shut_by").find(|text| !pair(text)) {
            return wrong("shut_by", format!("`{text}` is no argument with a value"), "write argument=value");
        }
        let ports = row.text("ports");
        let fits = match ports.split_once("..") {
            Some((from, to)) => argument(from) && argument(to),
            None => ports.split(',').all(argument),
        };
        if !fits {
            return wrong("ports", format!("`{ports}` names no arguments"), "write from..to, or arguments");
        }
        names(row, "protocol").and_then(|()| names(row, "sources")).and_then(|()| names(row, "narrowed_by"))
    }),
    added: Added::Like("acme_firewall\tinbound[]\t-\tprotocol\tfrom..to\tnetworks"),
};

/// Whether every text of a column is the name of an argument.
fn names(row: &Row<'_>, column: &'static str) -> Result<(), Wrong> {
    let texts = row.given(column).into_iter().flat_map(|cell| cell.split(','));
    match texts.into_iter().find(|text| !is_name(text.strip_prefix('/').unwrap_or(text))) {
        Some(text) => wrong(column, format!("`{text}` is no argument"), "write its name: letters, digits, `_` and `-`"),
        None => Ok(()),
    }
}

/// What protects by a value.
pub const RETENTION_GUARDS: Concept = Concept {
    name: "terraform/retention-guards",
    about: "an argument that protects records as long as it has a value",
    columns: &[
        TYPE,
        Column::new("argument", Holds::Path(""), "the argument"),
        Column::new("value", Holds::Text, "the value that protects"),
        Column::new("loss", Holds::Text, "what becomes of the resource when the value goes, after its address"),
        Column::optional("records", Holds::Word(&["locked"]), "whether the resource itself holds the records"),
        SOURCE,
    ],
    key: &["type", "argument"],
    check: None,
    added: Added::Like("acme_bucket\tversioned\ttrue\tstops keeping old versions"),
};

/// How long something is kept.
pub const RETENTION_LENGTHS: Concept = Concept {
    name: "terraform/retention-lengths",
    about: "an argument that says how long something is kept, and must not become shorter",
    columns: &[
        Column::new("kind", Holds::Word(&["retention", "lock"]), "of records, or of what nobody may change"),
        TYPE,
        Column::new("length", Holds::Text, "the argument; + between several, and *N for one in N units"),
        Column::new("unit", Holds::Word(&["days", "seconds"]), "in what it counts"),
        Column::new("nothing", Holds::Word(&["none", "forever"]), "what zero or no value means"),
        SOURCE,
    ],
    key: &["kind", "type", "length"],
    check: Some(|row| {
        if row.word("nothing") == "forever" && row.text("length").contains('+') {
            return wrong("nothing", "a sum with something endless".to_owned(), "write none, or one argument");
        }
        length(row)
    }),
    added: Added::Like("retention\tacme_log\tkeep_days\tdays\tnone"),
};

/// Whether a length is a sum of arguments, each with a factor or without.
fn length(row: &Row<'_>) -> Result<(), Wrong> {
    let text = row.text("length");
    let part = |part: &str| {
        let (argument, units) = part.split_once('*').unwrap_or((part, "1"));
        is_path(argument, "") && units.parse::<u32>().is_ok()
    };
    if text.split('+').all(part) {
        return Ok(());
    }
    wrong("length", format!("`{text}` is no length"), "write arguments with + between them, `years*365+days`")
}

/// What protects something else.
pub const RETENTION_PROTECTIONS: Concept = Concept {
    name: "terraform/retention-protections",
    about: "a resource type that protects another one for as long as it is there",
    columns: &[
        TYPE,
        Column::new("argument", Holds::Path(""), "names what is protected"),
        Column::new("of", Holds::Name, "the type of that"),
        Column::new("name", Holds::Path(""), "its argument with the same name"),
        Column::optional("while", Holds::Text, "argument=value with which it protects; nothing if it always does"),
        SOURCE,
    ],
    key: &["type"],
    check: Some(|row| {
        let pair = |text: &str| {
            text.split_once('=').is_some_and(|(argument, value)| is_path(argument, "") && !value.is_empty())
        };
        match row.given("while").filter(|text| !pair(text)) {
            Some(text) => wrong("while", format!("`{text}` is no argument with a value"), "write argument=value"),
            None => Ok(()),
        }
    }),
    added: Added::Like("acme_bucket_lock\tbucket\tacme_bucket\tname"),
};

/// What locks objects.
pub const STORE_LOCKS: Concept = Concept {
    name: "terraform/store-locks",
    about: "what keeps objects of a store from being changed or deleted before their time",
    columns: &[
        Column::new("store", Holds::Name, "the type of the store"),
        Column::new(
            "holder",
            Holds::Name,
            "the type that holds the lock: the store, its account, or what refers to it",
        ),
        Column::optional("lock", Holds::Path("*"), "its block; nothing for the resource as a whole"),
        Column::new("hard", Holds::Path(""), "the argument that says whether somebody can lift it"),
        Column::new("value", Holds::Text, "what that says when nobody can"),
        Column::new("length", Holds::Text, "how long it is; + between several arguments, and *N for one in N units"),
        Column::new("day", Holds::Number, "the units of a day"),
        SOURCE,
    ],
    key: &["store", "holder"],
    check: Some(|row| match row.number("day") {
        Some(1..) => length(row),
        _ => wrong("day", "a day has at least one unit".to_owned(), "write 1 for days, 86400 for seconds"),
    }),
    added: Added::Unless("acme_bucket\tacme_bucket\t-\tlock_mode\thard\tlock_days\t1", Unless::Known("store")),
};

/// What holds objects.
pub const STORES: Concept = Concept {
    name: "terraform/stores",
    about: "a resource type that holds objects",
    columns: &[
        TYPE,
        Column::new("names", Holds::List(','), "the arguments that hold its name"),
        Column::optional("tags", Holds::Name, "the argument of tags that may say what is inside"),
        Column::optional("account", Holds::List(','), "the arguments that refer to the account that it lies in"),
        Column::optional("parts", Holds::Name, "a type that is judged instead of it when the plan has some of it"),
        SOURCE,
    ],
    key: &["type"],
    check: Some(|row| names(row, "names").and_then(|()| names(row, "account"))),
    added: Added::Like("acme_bucket\tname\tlabels"),
};
