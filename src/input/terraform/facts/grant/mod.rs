//! What gives somebody the rights of an administrator, or may turn out to do so.
//!
//! Statements of policy documents one by one, managed policies that are attached, and the roles of Azure and Google. What
//! surely gives less is not listed.

mod azure;
mod names;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use self::names::{ADMINISTRATORS, Administrators};
use super::argument::{Argument, LATER, Resources};
use super::inside::refers_only_to;
use super::kleene::all;
use super::statement::{Documents, Statement};
use crate::input::terraform::model::Resource;
use crate::input::{Fact, Segment};
use crate::knowledge::{Knowledge, Lookup, concepts};

/// The arguments that give rights: types of resources with paths, and what these hold.
static ARGUMENTS: Lookup<Vec<(String, String, Kind)>> = Lookup::new(&concepts::terraform::GRANTS, |rows| {
    rows.map(|row| {
        let kind = match row.word("kind") {
            "document" => Kind::Document,
            "policy" => Kind::Policy,
            _ => Kind::Role,
        };
        (row.text("type").to_owned(), row.text("path").to_owned(), kind)
    })
    .collect()
});

/// Rights that are given to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Grant {
    /// What gives them.
    pub kind: Kind,
    /// Whether they are those of an administrator: everything, on everything. Null when that is not known.
    pub administrator: Option<bool>,
    /// What is given, as a fragment that follows `about`: `allows every action on every resource`. When it is not known,
    /// the question that is open: `what aws_iam_policy.p allows`.
    pub words: String,
}

/// What gives rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A statement of a policy document.
    Statement,
    /// A policy document of which nobody can tell what else it says.
    Document,
    /// A managed policy that is attached.
    Policy,
    /// A role of Azure or Google.
    Role,
}

/// What gives the rights of an administrator in a plan, or may do so.
pub(super) fn grants<'a>(
    resources: &Resources<'a>,
    documents: &Documents<'a>,
    knowledge: &Knowledge,
) -> Vec<Fact<Grant>> {
    let administrators = ADMINISTRATORS.of(knowledge);
    let mut found = Vec::new();
    for (of, path, kind) in ARGUMENTS.of(knowledge).iter() {
        for resource in resources.existing(of) {
            for place in resource.expand(path) {
                match (kind, place) {
                    (_, Err((path, why))) => found.push(open(resource, path, *kind, why)),
                    (Kind::Policy, Ok(path)) => found.extend(of_policy(&administrators, resource, &path)),
                    (Kind::Role, Ok(path)) => found.extend(of_google(&administrators, resource, &path)),
                    (_, Ok(path)) => of_document(documents, resource, &path, &mut found),
                }
            }
        }
    }
    let assignments = resources.existing("azurerm_role_assignment");
    found.extend(assignments.filter_map(|assignment| azure::assignment(&administrators, assignment)));
    found
}

/// The question that is open about an argument of a kind.
fn question(kind: Kind, address: &str) -> String {
    match kind {
        Kind::Document | Kind::Statement => format!("what {address} allows"),
        Kind::Policy => format!("which policy {address} attaches"),
        Kind::Role => format!("which role {address} grants"),
    }
}

/// The statements of a document that allow everything, or may do so.
fn of_document<'a>(documents: &Documents<'a>, resource: &'a Resource, path: &[Segment], found: &mut Vec<Fact<Grant>>) {
    let document = documents.of(resource, path);
    for statement in &document.statements {
        let administrator = all([statement.allows(), statement.every_action(), statement.every_resource()]);
        let (path, words) = match administrator {
            Some(false) => continue,
            Some(true) => (place(statement), format!("allows {}", scope(statement))),
            None => (statement.place.path.clone(), format!("whether {} allows everything", resource.address)),
        };
        let says = Grant { kind: Kind::Statement, administrator, words };
        let fact = Fact::new(&statement.place.loc, path, &resource.address, says);
        let why = statement.why().filter(|_| administrator.is_none());
        let fact = fact.because(why.unwrap_or_default());
        // The statements of one text stand at one place.
        if found.last() != Some(&fact) {
            found.push(fact);
        }
    }
    if let Some(why) = document.unreadable {
        found.push(open(resource, path.to_vec(), Kind::Document, why));
    }
}

/// The actions of a statement that is a block; the whole of any other.
fn place(statement: &Statement) -> Vec<Segment> {
    let mut path = statement.place.path.clone();
    let block = matches!(path.as_slice(), [Segment::Key(name), Segment::Index(_)] if name == "statement");
    let argument = if statement.not_actions.is_given() { "not_actions" } else { "actions" };
    path.extend(block.then(|| Segment::Key(argument.to_owned())));
    path
}

/// What a statement for everything is about, with what it leaves out.
fn scope(statement: &Statement) -> String {
    let but = |everything: &str, listed: &super::statement::Listed| {
        if listed.is_given() { format!("{everything} but {}", listed.words()) } else { everything.to_owned() }
    };
    let actions = but("every action", &statement.not_actions);
    format!("{actions} on {}", but("every resource", &statement.not_resources))
}

/// A managed policy that is attached. One that this plan makes is judged where it is written.
fn of_policy(administrators: &Administrators, resource: &Resource, path: &[Segment]) -> Option<Fact<Grant>> {
    match resource.in_block(path) {
        Argument::Known(Value::String(arn)) => {
            let name = names::managed_policy(arn).filter(|name| administrators.has("policy", name))?;
            Some(given(resource, path, Kind::Policy, format!("attaches {name}")))
        }
        Argument::Unknown(LATER) if refers_only_to(resource, path, |kind| kind == "aws_iam_policy") => None,
        Argument::Unknown(why) => Some(open(resource, path.to_vec(), Kind::Policy, why)),
        Argument::Absent | Argument::Known(_) => None,
    }
}

/// A role of Google. One that this plan makes is a custom one, and never one of the basic roles.
fn of_google(administrators: &Administrators, resource: &Resource, path: &[Segment]) -> Option<Fact<Grant>> {
    let custom = |kind: &str| matches!(kind, "google_project_iam_custom_role" | "google_organization_iam_custom_role");
    match resource.in_block(path) {
        Argument::Known(Value::String(role)) if administrators.has("role", role) => {
            Some(given(resource, path, Kind::Role, format!("grants {role}")))
        }
        Argument::Unknown(LATER) if refers_only_to(resource, path, custom) => None,
        Argument::Unknown(why) => Some(open(resource, path.to_vec(), Kind::Role, why)),
        Argument::Absent | Argument::Known(_) => None,
    }
}

fn given(resource: &Resource, path: &[Segment], kind: Kind, words: String) -> Fact<Grant> {
    let says = Grant { kind, administrator: Some(true), words };
    Fact::new(&resource.loc, path.to_vec(), &resource.address, says)
}

/// An argument of which nobody can tell what it gives.
fn open(resource: &Resource, path: Vec<Segment>, kind: Kind, why: &str) -> Fact<Grant> {
    unsure(resource, path, kind, question(kind, &resource.address), why)
}

fn unsure(resource: &Resource, path: Vec<Segment>, kind: Kind, words: String, why: &str) -> Fact<Grant> {
    Fact::new(&resource.loc, path, &resource.address, Grant { kind, administrator: None, words }).because(why)
}
