//! What gate knows about the resources of providers.

use super::super::table::{Added, Column, Concept, Holds, Row, Unless, Wrong, is_name, is_path};
use super::wrong;

/// The column for the page of the vendor that says so.
pub(super) const SOURCE: Column = Column::optional("source", Holds::Link, "the page of the vendor that says so");

/// The column for a resource type.
pub(super) const TYPE: Column = Column::new("type", Holds::Name, "the resource type");

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
pub(super) fn names(row: &Row<'_>, column: &'static str) -> Result<(), Wrong> {
    let texts = row.given(column).into_iter().flat_map(|cell| cell.split(','));
    match texts.into_iter().find(|text| !is_name(text.strip_prefix('/').unwrap_or(text))) {
        Some(text) => wrong(column, format!("`{text}` is no argument"), "write its name: letters, digits, `_` and `-`"),
        None => Ok(()),
    }
}

/// What writes records.
pub const RECORD_WRITERS: Concept = Concept {
    name: "terraform/record-writers",
    about: "a resource type that writes records of who did what, or passes them on, and where",
    columns: &[
        TYPE,
        Column::optional("from", Holds::Path("[]"), "names what it passes on; nothing for the resource itself"),
        Column::optional("argument", Holds::Path("[]"), "names where it writes; nothing for the resource itself"),
        Column::optional(
            "while",
            Holds::Text,
            "what holds beside it while it writes: name=value, name!=value, or blocks with | between them",
        ),
        Column::optional(
            "records",
            Holds::Word(&["audit-trail", "audit-log", "configuration-history", "flow-log", "access-log"]),
            "what kind of records; nothing for what passes on what it is given",
        ),
        SOURCE,
    ],
    key: &["type", "from", "argument", "while"],
    check: Some(|row| {
        let condition = row.given("while").unwrap_or("there");
        let fits = match condition.split_once('=') {
            Some((name, value)) => is_name(name.strip_suffix('!').unwrap_or(name)) && !value.is_empty(),
            None => condition.split('|').all(is_name),
        };
        if !fits {
            let help = "write name=value, name!=value, or names of blocks with | between them";
            return wrong("while", format!("`{condition}` is no condition"), help);
        }
        let (writes, passes) = (row.given("records").is_some(), row.given("from").is_some());
        if writes && (passes || row.given("argument").is_none()) {
            let help = "name where it writes and no `from`, or leave `records` out";
            return wrong("records", "what writes records of its own passes nothing on".to_owned(), help);
        }
        Ok(())
    }),
    added: Added::Like("acme_audit\t-\tbucket\t-\taudit-trail"),
};

/// Whether a length is a sum of arguments, each with a factor or without.
pub(super) fn length(row: &Row<'_>) -> Result<(), Wrong> {
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
        Column::optional(
            "tags",
            Holds::List(','),
            "the argument of tags that may say what is inside, and that with the tags of the provider too",
        ),
        Column::optional("account", Holds::List(','), "the arguments that refer to the account that it lies in"),
        Column::optional("parts", Holds::Name, "a type that is judged instead of it when the plan has some of it"),
        SOURCE,
    ],
    key: &["type"],
    check: Some(|row| names(row, "names").and_then(|()| names(row, "tags")).and_then(|()| names(row, "account"))),
    added: Added::Like("acme_bucket\tname\tlabels"),
};
