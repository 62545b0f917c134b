//! The arguments that grant access, and whether what they say is everybody.

use std::sync::LazyLock;

use serde_json::Value;

use super::By;
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, SENSITIVE, path};
use crate::input::terraform::facts::pattern::Pattern;
use crate::input::terraform::facts::statement::{Document, Documents};
use crate::input::terraform::facts::table;
use crate::input::terraform::model::Resource;

/// The table.
const TABLE: &str = include_str!("../../../../../policies/knowledge/terraform/exposures.tsv");

/// Why nobody can tell whom a policy lets in whose text is none.
const NO_POLICY: &str = "it is no policy that can be read";

/// Who everybody is where a value does not say it better.
const EVERYBODY: &str = "everybody";

/// A row of the table.
pub(super) struct Row {
    /// The type of the resource.
    pub(super) of: &'static str,
    argument: Pattern,
    pub(super) by: By,
    form: Form,
    /// What means everybody, and who that is.
    everybody: Vec<(&'static str, &'static str)>,
    /// The switch that leaves the grant without effect.
    pub(super) shelter: Option<&'static str>,
    /// The argument that names the store; `None` for the store itself.
    pub(super) store: Option<Vec<Segment>>,
    callers: Vec<&'static str>,
}

/// How a value names everybody.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Word,
    Group,
    Member,
    Members,
    Document,
}

/// Access that an argument grants, or may grant.
pub(super) struct Grant {
    /// The argument.
    pub(super) path: Vec<Segment>,
    /// To whom, or why nobody can tell whether to everybody.
    pub(super) to: Result<&'static str, &'static str>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| table::rows(TABLE).filter_map(row).collect());

pub(super) fn rows() -> &'static [Row] {
    &ROWS
}

fn row(fields: [&'static str; 9]) -> Option<Row> {
    let [of, argument, by, form, everybody, shelter, store, callers, _source] = fields;
    let by = match by {
        "access-list" => By::AccessList,
        "policy" => By::Policy,
        "setting" => By::Setting,
        "member" => By::Member,
        _ => return None,
    };
    let form = match form {
        "word" => Form::Word,
        "group" => Form::Group,
        "member" => Form::Member,
        "members" => Form::Members,
        "document" => Form::Document,
        _ => return None,
    };
    let who = |word: &'static str| match form {
        Form::Group => word.split_once('=').unwrap_or((word, EVERYBODY)),
        Form::Word | Form::Document => (word, EVERYBODY),
        Form::Member | Form::Members => (word, word),
    };
    let given = |field: &'static str| Some(field).filter(|field| *field != "-");
    let list = |field: &'static str| given(field).into_iter().flat_map(|field| field.split('|'));
    Some(Row {
        of,
        argument: Pattern::of(argument),
        by,
        form,
        everybody: list(everybody).map(who).collect(),
        shelter: given(shelter),
        store: given(store).map(path),
        callers: list(callers).collect(),
    })
}

impl Row {
    /// What a resource grants to everybody, or may grant.
    pub(super) fn grants<'a>(&self, documents: &Documents<'a>, resource: &'a Resource) -> Vec<Grant> {
        let mut grants: Vec<Grant> = Vec::new();
        for met in self.argument.paths(resource) {
            let to = match resource.argument(&met.path) {
                _ if self.form == Form::Document => document(&documents.of(resource, &met.path)),
                Argument::Absent => Vec::new(),
                Argument::Known(_) if !met.whole => Vec::new(),
                Argument::Known(value) => self.everybody(value),
                Argument::Unknown(LATER) if self.is_caller(resource, &met.path) => Vec::new(),
                Argument::Unknown(why) => vec![Err(why)],
            };
            for to in to {
                let path = self.place(&met.path, to.is_ok());
                if !grants.iter().any(|grant| grant.path == path && grant.to == to) {
                    grants.push(Grant { path, to });
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
        references.peek().is_some() && references.all(|reference| self.callers.contains(&reference.attr.as_str()))
    }

    /// Who of everybody a value names.
    fn everybody(&self, value: &Value) -> Vec<Result<&'static str, &'static str>> {
        match (self.form, value) {
            (Form::Members, Value::String(text)) if text.is_empty() => Vec::new(),
            (Form::Members, value) => self.members(value.as_str().unwrap_or_default()),
            (_, Value::Bool(value)) => self.named(if *value { "true" } else { "false" }),
            (_, Value::String(text)) => self.named(text),
            _ => Vec::new(),
        }
    }

    fn named(&self, text: &str) -> Vec<Result<&'static str, &'static str>> {
        let member = text.rsplit_once(':').map_or(text, |(_, member)| member);
        let fits = |word: &str| match self.form {
            Form::Group => text.ends_with(word),
            Form::Member | Form::Members => member == word,
            Form::Word | Form::Document => text == word,
        };
        self.everybody.iter().filter(|(word, _)| fits(word)).map(|(_, who)| Ok(*who)).collect()
    }

    /// The members of the bindings of a policy in JSON.
    fn members(&self, text: &str) -> Vec<Result<&'static str, &'static str>> {
        let Ok(Value::Object(policy)) = serde_json::from_str(text) else { return vec![Err(NO_POLICY)] };
        let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
        let bindings = list(policy.get("bindings"));
        let members = bindings.iter().flat_map(|binding| list(binding.get("members")));
        members
            .flat_map(|member| member.as_str().map_or_else(|| vec![Err(SENSITIVE)], |text| self.named(text)))
            .collect()
    }
}

/// Whether a policy document of AWS lets everybody in.
fn document(document: &Document) -> Vec<Result<&'static str, &'static str>> {
    let statements = document.statements.iter().filter_map(|statement| match statement.opens_to_everybody() {
        Some(true) => Some(Ok(EVERYBODY)),
        Some(false) => None,
        None => Some(Err(statement.why().unwrap_or(LATER))),
    });
    statements.chain(document.unreadable.map(Err)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Form, ROWS, TABLE, table};

    #[test]
    fn every_row_of_the_table_can_be_read() {
        assert_eq!(table::faults::<9>(TABLE, 2), [""; 0]);
        assert_eq!(ROWS.len(), TABLE.lines().filter(|line| !line.starts_with('#')).count());
        for row in ROWS.iter() {
            assert_eq!(row.everybody.is_empty(), row.form == Form::Document, "{}", row.of);
        }
    }
}
