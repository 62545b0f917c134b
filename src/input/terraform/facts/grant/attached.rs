//! Managed policies of AWS that are attached.

use serde_json::Value;

use super::scope::Scope;
use super::{Finder, Grant, Holder, Holds, Kind, names};
use crate::input::terraform::facts::argument::{Argument, LATER};
use crate::input::terraform::facts::inside::refers_only_to;
use crate::input::terraform::model::Resource;
use crate::input::{Fact, Segment};

impl Finder<'_, '_> {
    /// A managed policy that is attached. One that this plan makes is judged where it is written.
    pub(super) fn policy(&mut self, resource: &Resource, path: &[Segment]) {
        match resource.in_block(path) {
            Argument::Known(Value::String(arn)) => {
                let name = names::managed_policy(arn).filter(|name| self.administrators.has("policy", name));
                let words = name.map(|name| format!("attaches {name}"));
                self.named_policy(resource, path, words, arn);
            }
            Argument::Unknown(LATER) if refers_only_to(resource, path, |kind| kind == "aws_iam_policy") => {
                let made = resource.references_inside(path).first().map(|reference| reference.to.clone());
                self.named_policy(resource, path, None, &made.unwrap_or_default());
            }
            Argument::Unknown(why) => self.open(resource, path, Holds::Policy, why),
            Argument::Absent | Argument::Known(_) => {}
        }
    }

    /// `words` say what makes it one of an administrator.
    fn named_policy(&mut self, resource: &Resource, path: &[Segment], words: Option<String>, name: &str) {
        let administrator = Some(words.is_some());
        let says = Grant {
            administrator,
            words: words.unwrap_or_default(),
            who: self.holders(resource),
            actions: Scope::named(administrator),
            resources: Scope::named(administrator),
            name: Some(name.to_owned()),
            ..Grant::of(Kind::Policy, Holder::Identity)
        };
        self.found.push(Fact::new(&resource.loc, path.to_vec(), &resource.address, says));
    }
}
