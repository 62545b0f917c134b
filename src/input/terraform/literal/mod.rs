//! Credentials that the code writes out, whatever the plan shows of them.
//!
//! A plan blanks what is write-only, shows a hash of user data, and has no provisioners. The code has all of it, and the
//! evaluator says of every part of a value where it is written. What comes from outside, from a resource or from a store
//! is written nowhere.

mod ignored;
mod judge;
mod rest;
mod walk;

use std::collections::BTreeMap;

use serde_json::Value as Json;

pub(super) use self::judge::{SCRIPTS, refers_by};
pub(super) use self::rest::Rest;
pub(super) use self::walk::{Found, Search};

use self::ignored::Ignored;
use super::address::{BlockAddress, modules};
use super::evaluate::{Evaluator, Own, Scope};
use super::model::Step;
use super::trace::walk;
use super::value::{Is, Origin, Value};

/// Arguments that hold a credential when another argument says so: the type of the resource, that argument, what it
/// says, and what then is one.
pub(super) const TYPED: &[(&str, &str, &str, &[&str])] =
    &[("aws_ssm_parameter", "type", "SecureString", &["value", "insecure_value", "value_wo"])];

/// What is no argument of a resource, a provider or a module.
const META: &[&str] =
    &["count", "for_each", "depends_on", "lifecycle", "provider", "providers", "source", "version", "alias", "moved"];

/// Why nobody can say whether a value is a credential, or where it is written.
pub(super) const KIND_LATER: &str = "it is known only after apply";
const UNFOLLOWED: &str = "gate cannot follow how the code comes to it";

/// What the code of one instance writes out.
pub(super) struct Literals {
    /// What it sets its arguments to.
    arguments: BTreeMap<String, Value>,
    pub(super) found: Vec<Found>,
    /// Places of what is no credential, in spite of its name.
    pub(super) harmless: Vec<Origin>,
}

/// Where a credential of the plan comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// The code writes it out: which of those that were found.
    Written(usize),
    /// From elsewhere.
    Outside,
    /// Nobody can say, and why.
    Doubt(&'static str),
}

impl Literals {
    /// Those of an instance; `None` when its code is not at hand.
    pub(super) fn of_instance(
        evaluator: &Evaluator<'_>,
        address: &str,
        block: &BlockAddress,
        kind: &str,
        planned: &Json,
    ) -> Option<Self> {
        let written = evaluator.code().block_of(block);
        let module = modules(address);
        let (_, key) = super::evaluate::block_and_key(address, &module)?;
        if written.is_empty() {
            return None;
        }
        let own = evaluator.own(&module, block, &key);
        let scope = Scope::of_own(&module, own.as_ref());
        let mut literals =
            Self { arguments: arguments(evaluator, &written, &scope), found: Vec::new(), harmless: Vec::new() };
        let mut search = Search::new(Ignored::of(&written));
        let typed = literals.typed(kind, planned);
        for (name, value) in &literals.arguments {
            let typed = typed.iter().find(|(names, _)| names.contains(&name.as_str()));
            search.argument(name, value, typed.map(|(_, doubt)| *doubt));
        }
        (literals.found, literals.harmless) = (search.found, search.harmless);
        Some(literals)
    }

    /// The arguments that hold a credential because another one says so, and why that is in doubt.
    fn typed(&self, kind: &str, planned: &Json) -> Vec<(&'static [&'static str], &'static str)> {
        let rows = TYPED.iter().filter(|(of, ..)| *of == kind);
        let says = |argument: &str, wanted: &str| {
            let known = self.arguments.get(argument).and_then(Value::as_text);
            match known.as_deref().or_else(|| planned.get(argument).and_then(Json::as_str)) {
                Some(text) => (text == wanted).then_some(""),
                None => self.arguments.contains_key(argument).then_some(KIND_LATER),
            }
        };
        rows.filter_map(|(_, argument, wanted, names)| Some((*names, says(argument, wanted)?))).collect()
    }

    /// Where the credential at a path of the plan comes from.
    pub(super) fn source(&self, path: &[Step], text: &str, planned: &Json) -> Source {
        let at = self.found.iter().position(|found| found.path == path);
        let alike = || self.found.iter().position(|found| found.text == text);
        if let Some(at) = at.or_else(alike) {
            return Source::Written(at);
        }
        let Some((Step::Key(name), rest)) = path.split_first() else { return Source::Outside };
        let Some(value) = self.arguments.get(name) else { return Source::Outside };
        let value = walk(value, planned.get(name).unwrap_or(&Json::Null), rest);
        match &value.is {
            Is::Open(open) if open.from.is_empty() && !value.given => Source::Doubt(UNFOLLOWED),
            _ => Source::Outside,
        }
    }
}

/// What a block sets its arguments and nested blocks to.
fn arguments(
    evaluator: &Evaluator<'_>,
    written: &super::code::Block<'_>,
    scope: &Scope<'_>,
) -> BTreeMap<String, Value> {
    let names = written.parts.iter().flat_map(super::code::Part::names).filter(|name| !META.contains(name));
    let mut found = BTreeMap::new();
    for name in names {
        if !found.contains_key(name) {
            evaluator.begin();
            found.extend(evaluator.argument_in(written, name, scope).map(|value| (name.to_owned(), value)));
        }
    }
    found
}

/// The literals of a block that has no instances in the plan.
fn of_block(evaluator: &Evaluator<'_>, block: &BlockAddress, module: &[(String, super::address::Key)]) -> Search {
    let written = evaluator.code().block_of(block);
    let module = module.to_vec();
    let own: Option<Own> = None;
    let mut search = Search::new(Ignored::default());
    for (name, value) in arguments(evaluator, &written, &Scope::of_own(&module, own.as_ref())) {
        search.argument(&name, &value, None);
    }
    search
}

/// What a variable of the root is given by code or by a file; `None` when the code does not declare it.
pub(super) fn of_input(evaluator: &Evaluator<'_>, block: &BlockAddress, name: &str) -> Option<Vec<Found>> {
    if evaluator.code().block_of(block).is_empty() {
        return None;
    }
    let mut search = Search::new(Ignored::default());
    evaluator.begin();
    search.named(name, &evaluator.input(&super::evaluate::Instance::new(), name));
    Some(search.found)
}

/// The same for a provider of the root or of a module.
pub(super) fn of_provider(evaluator: &Evaluator<'_>, block: &BlockAddress) -> Vec<Found> {
    let module: Vec<_> = modules(&block.module).into_iter().collect();
    of_block(evaluator, block, &module).found
}
