//! The statements that an `aws_iam_policy_document` writes itself, as blocks.

use std::collections::BTreeMap;

use serde_json::Value;

use super::condition;
use super::raw::is_caller;
use super::{Effect, Listed, Place, Statement};
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, SENSITIVE};
use crate::input::terraform::facts::inside::arns;
use crate::input::terraform::model::Resource;

/// The statements of the blocks, and why there may be others.
pub(super) fn statements(document: &Resource) -> (Vec<Statement>, Option<&'static str>) {
    let blocks = [Segment::Key("statement".to_owned())];
    let count = match document.count_inside(&blocks) {
        Ok(count) => count,
        Err(why) => return (Vec::new(), Some(why)),
    };
    let (mut statements, mut why) = (Vec::new(), None);
    for index in 0..count {
        let block = Block { document, index };
        match document.in_block(&block.path("")) {
            Argument::Unknown(reason) if block.value().is_none_or(|value| !value.is_object()) => why = Some(reason),
            Argument::Absent => {}
            Argument::Known(_) | Argument::Unknown(_) => statements.push(block.statement()),
        }
    }
    (statements, why)
}

/// One block.
struct Block<'a> {
    document: &'a Resource,
    index: usize,
}

impl Block<'_> {
    /// The path of an argument of the block, or of the block itself.
    fn path(&self, argument: &str) -> Vec<Segment> {
        let mut path = vec![Segment::Key("statement".to_owned()), Segment::Index(self.index)];
        path.extend((!argument.is_empty()).then(|| Segment::Key(argument.to_owned())));
        path
    }

    fn value(&self) -> Option<&Value> {
        self.document.values.get("statement")?.get(self.index)
    }

    fn statement(&self) -> Statement {
        let (effect, because) = match self.document.in_block(&self.path("effect")) {
            Argument::Known(Value::String(text)) if text.eq_ignore_ascii_case("Deny") => (Some(Effect::Deny), None),
            Argument::Absent | Argument::Known(_) => (Some(Effect::Allow), None),
            Argument::Unknown(why) => (None, Some(why)),
        };
        let (everybody, hidden) = self.everybody();
        let (conditions, unsure) = self.conditions();
        Statement {
            place: Place { loc: self.document.loc.clone(), path: self.path("") },
            sid: self.document.in_block(&self.path("sid")).text().unwrap_or_default().to_owned(),
            effect,
            actions: self.listed("actions"),
            not_actions: self.listed("not_actions"),
            resources: self.listed("resources"),
            not_resources: self.listed("not_resources"),
            everybody,
            conditions,
            why: because.or(hidden).or(unsure),
        }
    }

    /// What an argument lists. What is not known of it and refers to nothing but ARNs is no wildcard for everything.
    fn listed(&self, argument: &str) -> Listed {
        let path = self.path(argument);
        let texts = self.value().and_then(|value| value.get(argument)).and_then(Value::as_array);
        let texts = texts.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        let mut listed = Listed { texts, arns: Vec::new(), why: None };
        match (self.document.in_part(&path), arns(self.document, &path)) {
            (Some(LATER), Some(arns)) => listed.arns = arns,
            (why, _) => listed.why = why,
        }
        listed
    }

    fn everybody(&self) -> (Option<bool>, Option<&'static str>) {
        let blocks = |name: &str| self.value().and_then(|value| value.get(name)).and_then(Value::as_array);
        let some = |name: &str| blocks(name).is_some_and(|blocks| !blocks.is_empty());
        if some("not_principals") {
            return (Some(true), None);
        }
        let kind = |block: &Value| block.get("type").and_then(Value::as_str).is_none_or(is_caller);
        let names = |block: &Value| block.get("identifiers").and_then(Value::as_array).cloned().unwrap_or_default();
        let callers = blocks("principals").into_iter().flatten().filter(|block| kind(block));
        if callers.flat_map(names).any(|name| name == "*") {
            return (Some(true), None);
        }
        let path = self.path("principals");
        match self.document.in_part(&path).or_else(|| self.document.in_part(&self.path("not_principals"))) {
            Some(LATER) if arns(self.document, &path).is_some() => (Some(false), None),
            Some(_) if !self.may_be_callers() => (Some(false), None),
            Some(why) => (None, Some(why)),
            None => (Some(false), None),
        }
    }

    /// Whether some principals of which something is not known may be callers of any account; a service is none.
    fn may_be_callers(&self) -> bool {
        let count = self.document.count_inside(&self.path("principals"));
        let Ok(count) = count else { return true };
        (0..count).any(|at| {
            let below = |argument: &str| {
                let mut path = self.path("principals");
                path.extend([Segment::Index(at), Segment::Key(argument.to_owned())]);
                path
            };
            let kind = self.document.in_block(&below("type"));
            kind.text().is_none_or(is_caller) && self.document.in_part(&below("identifiers")).is_some()
                || kind.why().is_some()
        }) || self.document.in_part(&self.path("not_principals")).is_some()
    }

    fn conditions(&self) -> (Vec<Option<bool>>, Option<&'static str>) {
        let path = self.path("condition");
        let count = match self.document.count_inside(&path) {
            Ok(count) => count,
            Err(why) => return (vec![None], Some(why)),
        };
        let below = |at: usize, argument: &str| {
            let mut path = path.clone();
            path.extend([Segment::Index(at), Segment::Key(argument.to_owned())]);
            path
        };
        // The data source makes one list of the values of blocks that have both operator and key in common.
        let (mut values, mut unknown) = (BTreeMap::<(String, String), Vec<condition::Value>>::new(), Vec::new());
        for at in 0..count {
            let text = |argument: &str| self.document.in_block(&below(at, argument)).text().map(str::to_owned);
            match text("test").zip(text("variable")) {
                Some(compared) => values.entry(compared).or_default().extend(self.values(&below(at, "values"))),
                None => unknown.push(None),
            }
        }
        let conditions = values.iter().map(|((operator, key), values)| condition::restricts(operator, key, values));
        let why = (0..count).find_map(|at| self.document.in_part(&below(at, "values")));
        (conditions.chain(unknown).collect(), why)
    }

    /// The values of a condition. The data source writes `&{…}` for what is `${…}` in the document.
    fn values(&self, path: &[Segment]) -> Vec<condition::Value> {
        let known = match self.document.in_block(path) {
            Argument::Known(value) => value.as_array().cloned().unwrap_or_default(),
            Argument::Absent => Vec::new(),
            Argument::Unknown(_) => return self.values_in_part(path),
        };
        let text = |value: &Value| Some(condition::Value::Text(value.as_str()?.replace("&{", "${")));
        known.iter().filter_map(text).collect()
    }

    /// The same when some or all of them are not known.
    fn values_in_part(&self, path: &[Segment]) -> Vec<condition::Value> {
        let missing = match self.document.in_part(path) {
            Some(why) if why != SENSITIVE && arns(self.document, path).is_some() => condition::Value::Arn,
            _ => condition::Value::Unknown,
        };
        let known = self.document.raw(path).and_then(Value::as_array);
        let known = known.into_iter().flatten().filter_map(Value::as_str);
        known.map(|text| condition::Value::Text(text.replace("&{", "${"))).chain([missing]).collect()
    }
}
