//! The statements that an `aws_iam_policy_document` writes itself, as blocks.

use std::collections::BTreeMap;

use serde_json::Value;

use super::condition::{self, Condition};
use super::principal::{Principal, Principals, is_caller};
use super::{BLOCK, Effect, Listed, Place, Statement};
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, SENSITIVE};
use crate::input::terraform::facts::inside::arns;
use crate::input::terraform::model::Resource;

/// The statements of the blocks, and why there may be others.
pub(super) fn statements(document: &Resource) -> (Vec<Statement>, Option<&'static str>) {
    let blocks = [Segment::Key(BLOCK.to_owned())];
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
        let mut path = vec![Segment::Key(BLOCK.to_owned()), Segment::Index(self.index)];
        path.extend((!argument.is_empty()).then(|| Segment::Key(argument.to_owned())));
        path
    }

    fn value(&self) -> Option<&Value> {
        self.document.values.get(BLOCK)?.get(self.index)
    }

    fn statement(&self) -> Statement {
        let (effect, because) = match self.document.in_block(&self.path("effect")) {
            Argument::Known(Value::String(text)) if text.eq_ignore_ascii_case("Deny") => (Some(Effect::Deny), None),
            Argument::Absent | Argument::Known(_) => (Some(Effect::Allow), None),
            Argument::Unknown(why) => (None, Some(why)),
        };
        let (conditions, unsure) = self.conditions();
        Statement {
            place: Place { loc: self.document.loc.clone(), path: self.path("") },
            sid: self.document.in_block(&self.path("sid")).text().unwrap_or_default().to_owned(),
            effect,
            actions: self.listed("actions"),
            not_actions: self.listed("not_actions"),
            resources: self.listed("resources"),
            not_resources: self.listed("not_resources"),
            principals: self.principals(),
            conditions,
            why: because.or(unsure),
        }
    }

    /// What an argument lists. What is not known of it and refers to nothing but ARNs is no wildcard for everything.
    fn listed(&self, argument: &str) -> Listed {
        let path = self.path(argument);
        let texts = self.value().and_then(|value| value.get(argument)).and_then(Value::as_array);
        let texts = texts.into_iter().flatten().enumerate();
        let known = texts.filter_map(|(index, text)| Some((written(text.as_str()?), index)));
        let (texts, indexes) = known.unzip();
        let lost = self.value().and_then(|value| value.get(argument)).and_then(Value::as_array);
        // The tool writes no null into a list: what is there comes later.
        let lost = lost.is_some_and(|items| items.iter().any(Value::is_null)).then_some(LATER);
        let mut listed = Listed { texts, indexes, ..Listed::default() };
        match (self.document.in_part(&path), arns(self.document, &path)) {
            (Some(LATER), Some(arns)) => listed.arns = arns,
            (why, _) => listed.why = why.or(lost),
        }
        listed
    }

    fn principals(&self) -> Principals {
        let why = |argument: &str| self.document.in_part(&self.path(argument));
        if !self.blocks("not_principals").is_empty() {
            return Principals::everybody_but(self.named("not_principals"), why("not_principals"));
        }
        let mut named = self.named("principals");
        // As in other lists, a null is what comes later.
        let lost = self.blocks("principals").iter().any(has_lost_name).then_some(LATER);
        let why = why("principals").or_else(|| why("not_principals")).or(lost);
        match (why, arns(self.document, &self.path("principals"))) {
            (Some(LATER), Some(arns)) => {
                named.extend(arns.iter().map(|arn| Principal::new("AWS", arn)));
                Principals::of(named, None, false)
            }
            _ => Principals::of(named, why, why.is_some() && self.may_be_callers()).at(self.where_everybody()),
        }
    }

    /// The principals that blocks name, as far as they are known.
    fn named(&self, blocks: &str) -> Vec<Principal> {
        self.blocks(blocks).iter().flat_map(of_block).collect()
    }

    /// The place in the statement that names everybody.
    fn where_everybody(&self) -> Vec<Segment> {
        let open = |block: &Value| of_block(block).iter().any(Principal::is_open);
        let index = self.blocks("principals").iter().position(open);
        let names = index.and_then(|index| self.blocks("principals").get(index)).map(of_block).unwrap_or_default();
        let inside = index.map(|index| [Segment::Index(index), Segment::Key("identifiers".to_owned())]);
        let name = names.iter().position(Principal::is_open).map(Segment::Index);
        let path = std::iter::once(Segment::Key("principals".to_owned())).chain(inside.into_iter().flatten());
        path.chain(name).collect()
    }

    /// The blocks of a name inside.
    fn blocks(&self, name: &str) -> &[Value] {
        let blocks = self.value().and_then(|value| value.get(name)).and_then(Value::as_array);
        blocks.map(Vec::as_slice).unwrap_or_default()
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

    fn conditions(&self) -> (Vec<Condition>, Option<&'static str>) {
        let path = self.path("condition");
        let count = match self.document.count_inside(&path) {
            Ok(count) => count,
            Err(why) => return (vec![Condition::unknown("")], Some(why)),
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
                None => unknown.push(Condition::unknown("")),
            }
        }
        let conditions = values.into_iter().map(|((operator, key), values)| Condition::new(&operator, &key, values));
        let why = (0..count).find_map(|at| self.document.in_part(&below(at, "values")));
        (conditions.chain(unknown).collect(), why)
    }

    /// The values of a condition.
    fn values(&self, path: &[Segment]) -> Vec<condition::Value> {
        let known = match self.document.in_block(path) {
            Argument::Known(value) => value.as_array().cloned().unwrap_or_default(),
            // The tool takes no condition without values.
            Argument::Absent => return vec![condition::Value::Unknown],
            Argument::Unknown(_) => return self.values_in_part(path),
        };
        let text = |value: &Value| Some(condition::Value::Text(written(value.as_str()?)));
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
        known.map(|text| condition::Value::Text(written(text))).chain([missing]).collect()
    }
}

/// The principals that a block names, as far as they are known.
fn of_block(block: &Value) -> Vec<Principal> {
    // One whose type is not known yet may be a caller.
    let kind = block.get("type").and_then(Value::as_str).unwrap_or("AWS");
    let names = block.get("identifiers").and_then(Value::as_array).into_iter().flatten();
    names.filter_map(|name| Some(Principal::new(kind, &written(name.as_str()?)))).collect()
}

/// Whether a block names somebody who is not known.
fn has_lost_name(block: &Value) -> bool {
    block.get("identifiers").and_then(Value::as_array).is_some_and(|names| names.iter().any(Value::is_null))
}

/// A text as the document has it: the data source writes `&{…}` for what is `${…}` there.
fn written(text: &str) -> String {
    text.replace("&{", "${")
}
