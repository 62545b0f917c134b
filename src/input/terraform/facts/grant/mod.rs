//! Who may do what, statement by statement, and which of it are the rights of an administrator.
//!
//! Statements of policy documents, managed policies that are attached, and the roles of Azure and Google.

mod attached;
mod azure;
#[cfg(test)]
mod clouds_tests;
mod google;
mod holder;
mod names;
mod scope;
mod stated;
#[cfg(test)]
mod statements_tests;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::scope::{Limit, Scope, Who};

use self::names::{ADMINISTRATORS, Administrators};
use super::argument::Resources;
use super::statement::{Documents, Effect};
use crate::input::terraform::model::Resource;
use crate::input::{Fact, Segment};
use crate::knowledge::{Knowledge, Lookup, concepts};

/// The arguments that give rights: types of resources with paths, and what these hold.
static ARGUMENTS: Lookup<Vec<(String, String, Holds)>> = Lookup::new(&concepts::terraform::GRANTS, |rows| {
    rows.map(|row| {
        let holds = match row.word("kind") {
            "document" => Holds::Document(Holder::Identity),
            "trust" => Holds::Document(Holder::Trust),
            "resource" => Holds::Document(Holder::Resource),
            "policy" => Holds::Policy,
            "bindings" => Holds::Bindings,
            _ => Holds::Role,
        };
        (row.text("type").to_owned(), row.text("path").to_owned(), holds)
    })
    .collect()
});

/// What an argument holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// A policy document of AWS.
    Document(Holder),
    /// The ARN of a managed policy of AWS.
    Policy,
    /// A role of Google.
    Role,
    /// A policy of Google: roles, each with those who get it.
    Bindings,
}

/// Rights that are given to somebody, or taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Grant {
    /// What gives them.
    pub kind: Kind,
    /// The type of the resource that says so: of a policy of one resource what that is.
    pub of: String,
    /// What that belongs to.
    pub holder: Holder,
    /// Whether they are those of an administrator: everything, on everything. Null when that is not known. False for what
    /// is given on one resource, and for a managed policy that is written elsewhere: it is judged there.
    pub administrator: Option<bool>,
    /// What makes an administrator, as a fragment that follows `about`: `allows every action on every resource`. When
    /// that is not known, the question that is open: `what aws_iam_policy.p allows`. Else empty.
    pub words: String,
    /// Whether it gives or takes away. Null when that is not known.
    pub effect: Option<Effect>,
    /// Who gets the rights. Of an identity policy those in this plan that have it.
    pub who: Who,
    /// What they may do. Of a policy or role that is only named nothing is listed.
    pub actions: Scope,
    /// On what.
    pub resources: Scope,
    /// Under which conditions; all of them must hold.
    pub conditions: Vec<Limit>,
    /// Whether one of the conditions limits it to known callers or networks. Null when that is not known.
    pub restricted: Option<bool>,
    /// The ARN of the managed policy, or the name or id of the role. Null when it is not known; empty for a statement.
    pub name: Option<String>,
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

/// What gives rights belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// An identity of AWS: what it may do.
    Identity,
    /// A role of AWS: who may become it.
    Trust,
    /// A resource of AWS: who may do what with it.
    Resource,
    /// A role of Azure or of its directory.
    Azure,
    /// A role of Google.
    Google,
}

/// How many statements of a plan are listed. One data source may be used by every policy of a plan.
const MOST: usize = 100_000;

/// Why the statements of a document are not listed.
const TOO_MANY: &str = "the plan has more statements than gate lists";

/// What finds the grants of one plan.
struct Finder<'a, 'k> {
    resources: &'a Resources<'a>,
    documents: &'a Documents<'a>,
    administrators: &'k Administrators,
    found: Vec<Fact<Grant>>,
    /// How many statements may still be listed.
    left: usize,
}

/// What gives rights in a plan, or may do so.
pub(super) fn grants<'a>(
    resources: &'a Resources<'a>,
    documents: &'a Documents<'a>,
    knowledge: &Knowledge,
) -> Vec<Fact<Grant>> {
    let administrators = ADMINISTRATORS.of(knowledge);
    let mut finder = Finder { resources, documents, administrators: &administrators, found: Vec::new(), left: MOST };
    for (of, path, holds) in ARGUMENTS.of(knowledge).iter() {
        for resource in resources.existing(of) {
            for place in resource.expand(path) {
                match place {
                    Ok(path) => finder.argument(resource, &path, *holds),
                    Err((path, why)) => finder.open(resource, &path, *holds, why),
                }
            }
        }
    }
    finder.azure();
    for fact in &mut finder.found {
        fact.says.of = resources.at(&fact.about).map(|resource| resource.kind.clone()).unwrap_or_default();
    }
    finder.found
}

impl<'a> Finder<'a, '_> {
    /// What one argument gives.
    fn argument(&mut self, resource: &'a Resource, path: &[Segment], holds: Holds) {
        match holds {
            Holds::Document(holder) => self.document(resource, path, holder),
            Holds::Policy => self.policy(resource, path),
            Holds::Role => self.role(resource, path),
            Holds::Bindings => self.bindings(resource, path),
        }
    }

    /// An argument of which nobody can tell what it gives.
    fn open(&mut self, resource: &Resource, path: &[Segment], holds: Holds, why: &str) {
        let address = &resource.address;
        let (kind, holder, question) = match holds {
            Holds::Document(holder) => (Kind::Document, holder, format!("what {address} allows")),
            Holds::Policy => (Kind::Policy, Holder::Identity, format!("which policy {address} attaches")),
            Holds::Role | Holds::Bindings => (Kind::Role, Holder::Google, format!("which role {address} grants")),
        };
        // Who is an administrator does not hang on what one resource says about itself.
        let of_one = matches!(holder, Holder::Trust | Holder::Resource);
        let (administrator, words) = if of_one { (Some(false), String::new()) } else { (None, question) };
        let effect = (kind != Kind::Document).then_some(Effect::Allow);
        // Whom a document or role names that is not known is not known either.
        let who = if holder == Holder::Identity { self.holders(resource) } else { Who::default() };
        let says = Grant { effect, name: None, who, ..Grant::of(kind, holder) };
        let says = Grant { administrator, words, restricted: effect.map(|_| false), ..says };
        self.found.push(Fact::new(&resource.loc, path.to_vec(), &resource.address, says).because(why));
    }
}

impl Grant {
    /// One of which nothing else is said.
    fn of(kind: Kind, holder: Holder) -> Self {
        Self {
            kind,
            of: String::new(),
            holder,
            administrator: Some(false),
            words: String::new(),
            effect: Some(Effect::Allow),
            who: Who::some(Vec::new(), false),
            actions: Scope::default(),
            resources: Scope::default(),
            conditions: Vec::new(),
            restricted: Some(false),
            name: Some(String::new()),
        }
    }
}
