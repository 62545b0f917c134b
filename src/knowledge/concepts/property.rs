//! What gate knows about the properties of resources: one table for each property, all with the same columns.

use super::super::table::{Added, Column, Concept, Holds, Unless, is_name, is_path};
use super::demand::{Absent, Condition, Good, Unit};
use super::terraform::{SOURCE, TYPE, names};
use super::wrong;

/// What a resource is for, in the words of the field.
pub const SERVICES: &[&str] = &[
    "storage",
    "database",
    "cache",
    "search",
    "warehouse",
    "analytics",
    "streaming",
    "messaging",
    "ml",
    "orchestration",
    "compute",
    "containers",
    "functions",
    "network",
    "keys",
    "secrets",
    "logs",
    "backup",
    "registry",
    "delivery",
    "identity",
];

/// The column for it.
const SERVICE: Column = Column::new("service", Holds::Word(SERVICES), "what the resource is for");

/// The columns of every table of a property.
const COLUMNS: &[Column] = &[
    TYPE,
    Column::new("path", Holds::Path("[]"), "the argument that decides"),
    Column::new(
        "good",
        Holds::Text,
        "when it has the property: a|b for one of these, !a|b for anything else, * for any value and *!text for any that \
         does not contain the text, none for no value, >=N, has:a,b and lacks:a,b for lists",
    ),
    Column::new(
        "absent",
        Holds::Text,
        "what it means to leave it out: good, bad, good:argument=value, account for volumes, unknown where nobody can tell; \
         of a length forever or a number",
    ),
    Column::optional("unit", Holds::Text, "in what a length counts: days, or days,0=forever; nothing for what is none"),
    SERVICE,
    Column::optional("when", Holds::Text, "conditions that must all hold: argument=a|b or argument!=a, with , between"),
    Column::optional(
        "part",
        Holds::Text,
        "type:argument, when it stands in a resource that refers to this one by that",
    ),
    Column::optional("any", Holds::Name, "rows of a type with the same word here are alternatives: one is enough"),
    Column::optional("copied_from", Holds::List(','), "arguments beside it that name what a copy is made from"),
    Column::optional("majors", Holds::Text, "the majors of the provider for which `absent` was read"),
    SOURCE,
];

/// A table of a property.
const fn property(name: &'static str, about: &'static str, example: &'static str) -> Concept {
    Concept {
        name,
        about,
        columns: COLUMNS,
        key: &["type", "path", "part", "when"],
        check: Some(|row| {
            let unit = row.given("unit");
            if Good::read(row.text("good")).is_none() {
                return wrong(
                    "good",
                    format!("`{}` asks for nothing", row.text("good")),
                    "see what the column may say",
                );
            }
            let Some(absent) = Absent::read(row.text("absent")) else {
                let message = format!("`{}` is no answer", row.text("absent"));
                return wrong(
                    "absent",
                    message,
                    "write good, bad, good:argument=value, account, unknown, forever or a number",
                );
            };
            if absent.is_length() && unit.is_none() {
                return wrong("unit", "a length without a unit".to_owned(), "write days, hours, seconds or years");
            }
            if let Some(cell) = unit.filter(|cell| Unit::read(cell).is_none()) {
                return wrong("unit", format!("`{cell}` is no unit"), "write days, hours, seconds or years");
            }
            if Condition::read_all(row.text("when")).is_none() {
                return wrong("when", format!("`{}` is no condition", row.text("when")), "write argument=value");
            }
            let part = |(kind, link): (&str, &str)| is_name(kind) && is_path(link, "");
            if let Some(cell) = row.given("part").filter(|cell| !cell.split_once(':').is_some_and(part)) {
                return wrong("part", format!("`{cell}` is no part"), "write type:argument");
            }
            names(row, "copied_from")
        }),
        added: Added::Unless(example, Unless::Known("type")),
    }
}

/// Encryption.
pub const ENCRYPTED_AT_REST: Concept = property(
    "terraform/encrypted-at-rest",
    "an argument that says whether what a resource stores is encrypted",
    "acme_volume\tencrypted\ttrue\tbad\t-\tstorage",
);

/// Keys of one's own.
pub const CUSTOMER_KEY: Concept = property(
    "terraform/customer-key",
    "an argument that says whether what a resource stores is encrypted with a key of one's own",
    "acme_volume\tkey\t*\tbad\t-\tstorage",
);

/// Encryption on the way.
pub const IN_TRANSIT: Concept = property(
    "terraform/in-transit",
    "an argument that says whether connections are encrypted, and by what",
    "acme_gateway\ttls_minimum\t1.2|1.3\tbad\t-\tnetwork",
);

/// Reach.
pub const PRIVATE: Concept = property(
    "terraform/private",
    "an argument that says whether everybody on the internet can reach a resource",
    "acme_database\tpublic\tfalse\tgood\t-\tdatabase",
);

/// Networks of one's own.
pub const ISOLATED: Concept = property(
    "terraform/isolated",
    "an argument that says whether a job is kept from the internet, and its code from the machine",
    "acme_notebook\tinternet\tfalse\tbad\t-\tml",
);

/// Logs.
pub const LOGGED: Concept = property(
    "terraform/logged",
    "an argument that says whether what is done with a resource is recorded",
    "acme_database\taudit\ttrue\tbad\t-\tdatabase",
);

/// How long records are kept.
pub const RETAINED: Concept = property(
    "terraform/retained",
    "an argument that says how long records are kept",
    "acme_log\tdays\t>=365\t30\tdays\tlogs",
);

/// Backups.
pub const BACKED_UP: Concept = property(
    "terraform/backed-up",
    "an argument that says whether data is backed up, and for how long",
    "acme_database\tbackup_days\t>=7\tbad\tdays\tdatabase",
);

/// Versions.
pub const VERSIONED: Concept = property(
    "terraform/versioned",
    "an argument that says whether what is overwritten is kept",
    "acme_bucket\tversions\ttrue\tbad\t-\tstorage",
);

/// Protection from deletion.
pub const DELETION_PROTECTED: Concept = property(
    "terraform/deletion-protected",
    "an argument that keeps a resource, or what is in it, from being deleted by accident",
    "acme_database\tprotected\ttrue\tbad\t-\tdatabase",
);

/// Rotation.
pub const ROTATED: Concept = property(
    "terraform/rotated",
    "an argument that says whether keys and secrets are replaced, and how often",
    "acme_key\trotation\ttrue\tbad\t-\tkeys",
);

/// Who reaches a control plane.
pub const PRIVATE_CONTROL_PLANE: Concept = property(
    "terraform/private-control-plane",
    "an argument that says whether everybody on the internet can reach what controls a cluster",
    "acme_cluster\tpublic_endpoint\tfalse\tbad\t-\tcontainers",
);

/// Metadata of machines.
pub const METADATA_V2: Concept = property(
    "terraform/metadata-v2",
    "an argument that says whether the metadata of a machine is given only for a session token",
    "acme_machine\ttokens\trequired\tbad\t-\tcompute",
);

/// Accounts of a service's own.
pub const CENTRAL_AUTHENTICATION: Concept = property(
    "terraform/central-authentication",
    "an argument that says whether only identities of the cloud may sign in, and no accounts or keys of the service's own",
    "acme_database\tlocal_users\tfalse\tbad\t-\tdatabase",
);

/// Scans of images.
pub const SCANNED_IMAGE: Concept = property(
    "terraform/scanned-image",
    "an argument that says whether images are scanned, or only scanned ones run",
    "acme_registry\tscan\ttrue\tbad\t-\tregistry",
);

/// Tags that stay.
pub const IMMUTABLE_IMAGE: Concept = property(
    "terraform/immutable-image",
    "an argument that says whether a tag of an image can be overwritten",
    "acme_registry\timmutable\ttrue\tbad\t-\tregistry",
);

/// Settings against attacks and misuse.
pub const HARDENED: Concept = property(
    "terraform/hardened",
    "an argument that makes a resource easy to attack or to misuse",
    "acme_machine\tsecure_boot\ttrue\tbad\t-\tcompute",
);

/// What holds data.
pub const HOLDERS: Concept = Concept {
    name: "terraform/holders",
    about: "a resource type that stores, moves, processes or logs data",
    columns: &[
        TYPE,
        SERVICE,
        Column::optional("labels", Holds::List(','), "the arguments with its tags or labels"),
        Column::optional(
            "region",
            Holds::Text,
            "the arguments that say where it is or copies to; else its provider does",
        ),
        SOURCE,
    ],
    key: &["type"],
    check: Some(|row| {
        for column in ["labels", "region"] {
            let mut paths = row.given(column).into_iter().flat_map(|cell| cell.split(','));
            if let Some(path) = paths.find(|path| !is_path(path, "[]")) {
                return wrong(column, format!("`{path}` is no argument"), "write `location` or `replica[].region`");
            }
        }
        Ok(())
    }),
    added: Added::Like("acme_volume\tstorage\ttags\tlocation"),
};
