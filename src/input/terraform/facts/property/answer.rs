//! What a row says of one place.

use serde_json::Number;

use super::rule::Rule;
use super::{Labels, Name, Property};
use crate::input::terraform::facts::length::number;
use crate::input::terraform::model::Resource;
use crate::input::{Fact, Segment};

/// The answer of a row at one place.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    /// The resource that holds the argument.
    holder: &'a Resource,
    rule: &'a Rule,
    /// Where it stands there; empty when the code does not write it.
    pub path: Vec<Segment>,
    pub holds: Option<bool>,
    says: String,
    only_if: &'static str,
    why: String,
    days: Option<Number>,
}

/// Where a value stands, or the innermost block that should have it; empty for the resource as a whole.
fn place(holder: &Resource, path: &[Segment]) -> Vec<Segment> {
    let mut place = path;
    while !place.is_empty() {
        let is_block = place.len() == path.len() || matches!(place.last(), Some(Segment::Index(_)));
        if is_block && !holder.place(place).is_empty() {
            break;
        }
        place = place.split_last().map(|(_, above)| above).unwrap_or_default();
    }
    place.to_vec()
}

impl<'a> Answer<'a> {
    /// It does not have the property; `says` is what the plan says instead.
    pub(super) fn bad(holder: &'a Resource, path: &[Segment], rule: &'a Rule, says: String) -> Self {
        let path = place(holder, path);
        Self { holder, rule, path, holds: Some(false), says, only_if: "", why: String::new(), days: None }
    }

    /// Nobody can tell, because of what stands at a place.
    pub(super) fn unknown(holder: &'a Resource, path: Vec<Segment>, rule: &'a Rule, why: &str) -> Self {
        Self { holder, rule, path, holds: None, says: String::new(), only_if: "", why: why.to_owned(), days: None }
    }

    /// Nobody can tell, for a reason that stands nowhere.
    pub(super) fn open(holder: &'a Resource, rule: &'a Rule, why: &str) -> Self {
        Self::unknown(holder, Vec::new(), rule, why)
    }

    /// It hangs on something that the plan does not say.
    pub(super) fn only_if(self, condition: &'static str) -> Self {
        let why = format!("the plan does not say whether {condition}");
        Self { holds: None, says: String::new(), only_if: condition, why, ..self }
    }

    /// The same where nobody can tell whether the row holds.
    pub(super) fn only_maybe(self, why: &'static str) -> Self {
        match self.holds {
            None => self,
            Some(_) => Self { holds: None, says: String::new(), why: why.to_owned(), days: None, ..self },
        }
    }

    /// It is there for so many days.
    pub(super) fn lasting(self, days: f64, enough: bool) -> Self {
        Self { holds: Some(enough), days: number(days), ..self }
    }

    /// Whether it has the property for sure.
    pub(super) fn is_enough(&self) -> bool {
        self.holds == Some(true)
    }

    /// The fact about the resource that is judged.
    pub(super) fn fact(self, name: Name, resource: &Resource, labels: &Labels) -> Fact<Property> {
        let (labels, labels_known) = labels.known(resource);
        let says = Property {
            property: name,
            service: self.rule.service.clone(),
            holds: self.holds,
            says: self.says,
            only_if: self.only_if.to_owned(),
            days: self.days,
            labels,
            labels_known,
        };
        Fact::new(&self.holder.loc, self.path, &resource.address, says).because(self.why)
    }
}
