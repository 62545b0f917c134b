//! Properties that resources must have: whether what they store is encrypted.
//!
//! Only those that are not surely there are listed.

mod account;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use self::account::Account;
use super::argument::{Argument, Resources};
use crate::input::terraform::model::{Plan, Resource};
use crate::input::{Fact, Segment};
use crate::knowledge::{Knowledge, Lookup, Row, concepts};

/// What encrypts only when asked to.
static ENCRYPTED: Lookup<Vec<Encrypted>> =
    Lookup::new(&concepts::terraform::ENCRYPTED, |rows| rows.map(|row| Encrypted::of(&row)).collect());

/// An argument that asks for encryption.
#[derive(Debug)]
struct Encrypted {
    /// The type of the resource.
    kind: String,
    path: String,
    /// What it says then; `None` when only a key counts.
    good: Option<String>,
    absent: String,
    key: Option<Vec<Segment>>,
    copied_from: Vec<String>,
}

impl Encrypted {
    fn of(row: &Row<'_>) -> Self {
        Self {
            kind: row.text("type").to_owned(),
            path: row.text("path").to_owned(),
            good: row.given("good").map(str::to_owned),
            absent: row.text("absent").to_owned(),
            key: row.given("key").map(|key| vec![Segment::Key(key.to_owned())]),
            copied_from: row.list("copied_from").map(str::to_owned).collect(),
        }
    }
}

/// The key of a copy, which is enough to encrypt it.
const KEY_OF_A_COPY: &str = "kms_key_id";

/// A property that a resource does not have, or may not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Property {
    /// Which one.
    pub property: Name,
    /// False when it is not there; null when that is not known.
    pub holds: Option<bool>,
    /// What has to be true for it to be there, as a fragment that follows "only if"; empty when it hangs on nothing else.
    pub only_if: String,
}

/// The name of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Name {
    /// What it stores is encrypted.
    EncryptedAtRest,
}

/// The properties of a plan that are not surely there.
pub(super) fn properties(plan: &Plan, resources: &Resources<'_>, knowledge: &Knowledge) -> Vec<Fact<Property>> {
    let account = Account::of(plan, resources);
    let mut found = Vec::new();
    for row in ENCRYPTED.of(knowledge).iter() {
        for resource in resources.existing(&row.kind) {
            for place in resource.expand(&row.path) {
                match place {
                    Ok(path) => Switch { resource, path, row }.judge(&account, resources, &mut found),
                    Err((path, why)) => found.push(fact(resource, path, None, "").because(why)),
                }
            }
        }
    }
    found
}

fn fact(resource: &Resource, path: Vec<Segment>, holds: Option<bool>, only_if: &str) -> Fact<Property> {
    let says = Property { property: Name::EncryptedAtRest, holds, only_if: only_if.to_owned() };
    Fact::new(&resource.loc, path, &resource.address, says)
}

/// An argument that asks for encryption, in one resource.
struct Switch<'a> {
    resource: &'a Resource,
    path: Vec<Segment>,
    row: &'a Encrypted,
}

impl Switch<'_> {
    fn judge(&self, account: &Account<'_>, resources: &Resources<'_>, found: &mut Vec<Fact<Property>>) {
        let left_out = self.is_left_out();
        let origins = if left_out { self.origins() } else { Vec::new() };
        if self.is_on()
            || self.has_key()
            || left_out && self.is_on_by_default(account)
            || self.keeps(&origins, resources)
        {
            return;
        }
        if let Argument::Unknown(why) = self.resource.argument(&self.path) {
            return found.push(fact(self.resource, self.path.clone(), None, "").because(why));
        }
        let by_account = left_out && self.row.absent == "account" && account.encrypts(self.resource).is_none();
        let conditions =
            [(!origins.is_empty(), "what it is copied from is"), (by_account, "volumes of its region are by default")];
        let before = found.len();
        for (_, words) in conditions.into_iter().filter(|(holds, _)| *holds) {
            let why = format!("the plan does not say whether {words}");
            found.push(fact(self.resource, Vec::new(), None, words).because(why));
        }
        if found.len() == before {
            found.push(fact(self.resource, self.resource.place(&self.path), Some(false), ""));
        }
    }

    fn is_on(&self) -> bool {
        let good = self.row.good.as_deref();
        match self.resource.argument(&self.path).known() {
            Some(Value::String(text)) => good == Some(text),
            Some(Value::Bool(on)) => *on && good == Some("true"),
            _ => false,
        }
    }

    /// Whether a key is named, which is encryption enough.
    fn has_key(&self) -> bool {
        self.row.key.as_ref().is_some_and(|key| self.is_given(key))
    }

    /// Whether the code says nothing about it, and neither does what is there already.
    fn is_left_out(&self) -> bool {
        let off = match self.resource.argument(&self.path) {
            Argument::Known(value) => *value == Value::Bool(false) || *value == "false",
            Argument::Absent | Argument::Unknown(_) => false,
        };
        !off && !self.resource.is_written(&self.path)
    }

    fn is_on_by_default(&self, account: &Account<'_>) -> bool {
        match self.row.absent.as_str() {
            "on" => true,
            "account" => account.encrypts(self.resource) == Some(true),
            other => {
                other.strip_prefix("on:").and_then(|rule| rule.split_once('=')).is_some_and(|(argument, value)| {
                    self.resource.argument(&[Segment::Key(argument.to_owned())]).text() == Some(value)
                })
            }
        }
    }

    /// The arguments that say what a copy is made from.
    fn origins(&self) -> Vec<Vec<Segment>> {
        let arguments = self.row.copied_from.iter().map(|argument| self.beside(argument));
        arguments.filter(|path| self.is_given(path)).collect()
    }

    /// Whether a copy is encrypted, with a key of its own or because what it is made from is.
    fn keeps(&self, origins: &[Vec<Segment>], resources: &Resources<'_>) -> bool {
        let key = !origins.is_empty() && self.is_given(&self.beside(KEY_OF_A_COPY));
        key || origins.iter().any(|origin| {
            let mut originals = resources.targets(self.resource, origin);
            originals.any(|original| original.argument(&self.path).known() == Some(&Value::Bool(true)))
        })
    }

    /// An argument in the same block.
    fn beside(&self, argument: &str) -> Vec<Segment> {
        let block = self.path.split_last().map(|(_, block)| block).unwrap_or_default();
        block.iter().cloned().chain([Segment::Key(argument.to_owned())]).collect()
    }

    /// Whether an argument says something, known or not.
    fn is_given(&self, path: &[Segment]) -> bool {
        match self.resource.argument(path) {
            Argument::Known(Value::String(text)) => !text.is_empty(),
            Argument::Known(Value::Array(items)) => !items.is_empty(),
            Argument::Known(_) | Argument::Unknown(_) => true,
            Argument::Absent => false,
        }
    }
}
