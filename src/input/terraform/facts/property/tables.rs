//! The tables of properties.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::rule::{Group, Rule};
use crate::knowledge::concepts::demand::Absent;
use crate::knowledge::{Concept, Knowledge, Lookup, Row, concepts::property};

/// The rows of a table by resource type, alternatives together.
pub(super) type Table = BTreeMap<String, Vec<Group>>;

/// The name of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Name {
    /// What it stores is encrypted.
    EncryptedAtRest,
    /// With a key of one's own.
    CustomerKey,
    /// Connections are encrypted, by what is still safe.
    InTransit,
    /// Not everybody on the internet can reach it.
    Private,
    /// A job is kept from the internet, and its code from the machine.
    Isolated,
    /// What is done with it is recorded.
    Logged,
    /// How long records are kept.
    Retained,
    /// Data is backed up.
    BackedUp,
    /// What is overwritten is kept.
    Versioned,
    /// It, or what is in it, cannot be deleted by accident.
    DeletionProtected,
    /// Keys and secrets are replaced.
    Rotated,
    /// Not everybody on the internet can reach what controls it.
    PrivateControlPlane,
    /// The metadata of a machine is given only for a session token.
    #[serde(rename = "metadata-v2")]
    MetadataV2,
    /// Only identities of the cloud may sign in.
    CentralAuthentication,
    /// Images are scanned, or only scanned ones run.
    ScannedImage,
    /// A tag of an image cannot be overwritten.
    ImmutableImage,
    /// No setting makes it easy to attack or to misuse.
    Hardened,
}

type Rules = Lookup<Table>;

const fn lookup(concept: &'static Concept) -> Rules {
    Lookup::new(concept, table)
}

static TABLES: [(Name, Rules); 17] = [
    (Name::EncryptedAtRest, lookup(&property::ENCRYPTED_AT_REST)),
    (Name::CustomerKey, lookup(&property::CUSTOMER_KEY)),
    (Name::InTransit, lookup(&property::IN_TRANSIT)),
    (Name::Private, lookup(&property::PRIVATE)),
    (Name::Isolated, lookup(&property::ISOLATED)),
    (Name::Logged, lookup(&property::LOGGED)),
    (Name::Retained, lookup(&property::RETAINED)),
    (Name::BackedUp, lookup(&property::BACKED_UP)),
    (Name::Versioned, lookup(&property::VERSIONED)),
    (Name::DeletionProtected, lookup(&property::DELETION_PROTECTED)),
    (Name::Rotated, lookup(&property::ROTATED)),
    (Name::PrivateControlPlane, lookup(&property::PRIVATE_CONTROL_PLANE)),
    (Name::MetadataV2, lookup(&property::METADATA_V2)),
    (Name::CentralAuthentication, lookup(&property::CENTRAL_AUTHENTICATION)),
    (Name::ScannedImage, lookup(&property::SCANNED_IMAGE)),
    (Name::ImmutableImage, lookup(&property::IMMUTABLE_IMAGE)),
    (Name::Hardened, lookup(&property::HARDENED)),
];

/// Every table, with what is known in a run.
pub(super) fn of(knowledge: &Knowledge) -> impl Iterator<Item = (Name, Arc<Table>)> {
    TABLES.iter().map(|(name, rules)| (*name, rules.of(knowledge)))
}

fn table(rows: &mut dyn Iterator<Item = Row<'_>>) -> Table {
    let mut table = Table::new();
    for row in rows {
        let Some(mut rule) = Rule::of(&row) else { continue };
        let groups = table.entry(row.text("type").to_owned()).or_default();
        let any = row.text("any");
        match groups.iter_mut().find(|group| !any.is_empty() && group.any == any) {
            Some(group) => {
                // What it means that nothing is said is said by the first.
                rule.absent = Absent::Bad;
                group.rules.push(rule);
            }
            None => groups.push(Group { any: any.to_owned(), rules: vec![rule] }),
        }
    }
    table
}
