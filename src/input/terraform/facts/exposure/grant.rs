//! The arguments that grant access, and whether what they say is everybody.

use serde_json::Value;

use super::By;
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, path};
use crate::input::terraform::facts::binding::Bindings;
use crate::input::terraform::facts::pattern::Pattern;
use crate::input::terraform::facts::statement::{Document, Documents};
use crate::input::terraform::model::Resource;
use crate::knowledge::{Lookup, Row, concepts};

/// Who everybody is where a value does not say it better.
const EVERYBODY: &str = "everybody";

/// Those of a run.
pub(super) static EXPOSURES: Lookup<Vec<Opener>> =
    Lookup::new(&concepts::terraform::EXPOSURES, |rows| rows.map(|row| Opener::of(&row)).collect());

/// An argument that can open a store.
#[derive(Debug)]
pub(super) struct Opener {
    /// The type of the resource.
    pub(super) of: String,
    argument: Pattern,
    pub(super) by: By,
    form: Form,
    /// What means everybody, and who that is.
    everybody: Vec<(String, String)>,
    /// The switch that leaves the grant without effect.
    pub(super) shelter: Option<String>,
    /// The argument that names the store; `None` for the store itself.
    pub(super) store: Option<Vec<Segment>>,
    callers: Vec<String>,
}

/// How a value names everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Word,
    Group,
    Member,
    Members,
    Document,
}

/// Access that an argument grants, or may grant.
pub(super) struct Grant {
    /// The argument, or the statement in it.
    pub(super) path: Vec<Segment>,
    /// What holds the statement when that is a data source, and the path of the argument that takes it from there.
    pub(super) from: Option<(String, Vec<Segment>)>,
    /// To whom, or why nobody can tell whether to everybody.
    pub(super) to: Result<String, &'static str>,
}

impl Opener {
    fn of(row: &Row<'_>) -> Self {
        let by = match row.word("by") {
            "access-list" => By::AccessList,
            "policy" => By::Policy,
            "setting" => By::Setting,
            _ => By::Member,
        };
        let form = match row.word("form") {
            "word" => Form::Word,
            "group" => Form::Group,
            "member" => Form::Member,
            "members" => Form::Members,
            _ => Form::Document,
        };
        let who = |word: &str| match form {
            Form::Group => {
                let (word, who) = word.split_once('=').unwrap_or((word, EVERYBODY));
                (word.to_owned(), who.to_owned())
            }
            Form::Word | Form::Document => (word.to_owned(), EVERYBODY.to_owned()),
            Form::Member | Form::Members => (word.to_owned(), word.to_owned()),
        };
        Self {
            of: row.text("type").to_owned(),
            argument: Pattern::of(row.text("argument")),
            by,
            form,
            everybody: row.list("everybody").map(who).collect(),
            shelter: row.given("shelter").map(str::to_owned),
            store: row.given("store").map(path),
            callers: row.list("callers").map(str::to_owned).collect(),
        }
    }

    /// What a resource grants to everybody, or may grant.
    pub(super) fn grants<'a>(
        &self,
        resources: &Resources<'a>,
        documents: &Documents<'a>,
        resource: &'a Resource,
    ) -> Vec<Grant> {
        let mut grants: Vec<Grant> = Vec::new();
        for met in self.argument.paths(resource) {
            match self.form {
                Form::Document => {
                    grants.extend(document(&documents.of(resource, &met.path), resource, &met.path));
                    continue;
                }
                Form::Members => {
                    grants.extend(self.bindings(resources, resource, &met.path));
                    continue;
                }
                Form::Word | Form::Group | Form::Member => {}
            }
            let to = match resource.argument(&met.path) {
                Argument::Absent => Vec::new(),
                Argument::Known(_) if !met.whole => Vec::new(),
                Argument::Known(value) => self.everybody(value),
                Argument::Unknown(LATER) if self.is_caller(resource, &met.path) => Vec::new(),
                Argument::Unknown(why) => vec![Err(why)],
            };
            for to in to {
                let path = self.place(&met.path, to.is_ok());
                if !grants.iter().any(|grant| grant.path == path && grant.to == to) {
                    grants.push(Grant { path, from: None, to });
                }
            }
        }
        grants
    }

    /// Elements of sets have no index in the code; a group stands at one place all the same.
    fn place(&self, met: &[Segment], granted: bool) -> Vec<Segment> {
        let whole = self.argument.is_repeated() && !(granted && self.form == Form::Group);
        if whole { self.argument.argument().to_vec() } else { met.to_vec() }
    }

    /// Whether a value comes from nothing but the account or service that this plan creates.
    fn is_caller(&self, resource: &Resource, path: &[Segment]) -> bool {
        let mut references = resource.references(path).peekable();
        references.peek().is_some() && references.all(|reference| self.callers.contains(&reference.attr))
    }

    /// Who of everybody a value names.
    fn everybody(&self, value: &Value) -> Vec<Result<String, &'static str>> {
        match value {
            Value::Bool(value) => self.named(if *value { "true" } else { "false" }),
            Value::String(text) => self.named(text),
            _ => Vec::new(),
        }
    }

    fn named(&self, text: &str) -> Vec<Result<String, &'static str>> {
        let member = text.rsplit_once(':').map_or(text, |(_, member)| member);
        let fits = |word: &str| match self.form {
            Form::Group => text.ends_with(word),
            Form::Member | Form::Members => member == word,
            Form::Word | Form::Document => text == word,
        };
        self.everybody.iter().filter(|(word, _)| fits(word)).map(|(_, who)| Ok(who.clone())).collect()
    }

    /// What the bindings of a policy of Google grant to everybody.
    fn bindings(&self, resources: &Resources<'_>, resource: &Resource, argument: &[Segment]) -> Vec<Grant> {
        let bindings = Bindings::of(resources, resource, argument);
        let mut grants: Vec<Grant> = Vec::new();
        for binding in bindings.listed {
            let named = binding.members.iter().flat_map(|member| self.named(member));
            let callers = !binding.from.is_empty() && binding.from.iter().all(|from| self.callers.contains(from));
            let open = binding.why.filter(|why| !(*why == LATER && callers)).map(Err);
            let from = (binding.loc != resource.loc).then(|| (binding.loc.clone(), argument.to_vec()));
            for to in named.chain(open) {
                let grant = Grant { path: binding.path.clone(), from: from.clone(), to };
                if !grants
                    .iter()
                    .any(|other| (&other.path, &other.from, &other.to) == (&grant.path, &grant.from, &grant.to))
                {
                    grants.push(grant);
                }
            }
        }
        let whole = |why| Grant { path: argument.to_vec(), from: None, to: Err(why) };
        grants.extend(bindings.unreadable.map(whole));
        grants
    }
}

/// What a policy document of AWS, which an argument of a resource holds, grants to everybody.
fn document(document: &Document, resource: &Resource, argument: &[Segment]) -> Vec<Grant> {
    let mut grants: Vec<Grant> = Vec::new();
    // Of what is not known one question is asked.
    let mut asked = false;
    for statement in &document.statements {
        let (path, to) = match statement.opens_to_everybody() {
            Some(true) => (statement.who(), Ok(EVERYBODY.to_owned())),
            None if !asked => (statement.place.path.clone(), Err(statement.why().unwrap_or(LATER))),
            Some(false) | None => continue,
        };
        asked |= to.is_err();
        let elsewhere = statement.place.loc != resource.loc;
        let from = elsewhere.then(|| (statement.place.loc.clone(), argument.to_vec()));
        grants.push(Grant { path, from, to });
    }
    let whole = |why| Grant { path: argument.to_vec(), from: None, to: Err(why) };
    grants.extend(document.unreadable.filter(|_| !asked).map(whole));
    grants
}
