//! What is made from a copy: it is encrypted when that is, or with a key of its own.

use super::View;
use super::argument::{above, is_empty};
use super::rule::Rule;
use crate::input::Segment;
use crate::input::terraform::facts::argument::Argument;
use crate::input::terraform::model::Resource;

/// What a copy hangs on.
pub(super) const COPIED: &str = "what it is copied from is";

/// What a volume hangs on of which nobody says anything.
pub(super) const BY_REGION: &str = "volumes of its region are by default";

/// The key of a copy, which is enough to encrypt it.
const KEY: &str = "kms_key_id";

impl<'a> View<'a> {
    /// Whether a resource is made from a copy; `None` when that is encrypted for sure.
    pub(super) fn copies(&self, holder: &'a Resource, path: &[Segment], rule: &Rule) -> Option<bool> {
        let origins = rule.copied_from.iter().map(|argument| beside(path, argument));
        let origins: Vec<Vec<Segment>> = origins.filter(|path| is_given(holder, path)).collect();
        let key = !origins.is_empty() && is_given(holder, &beside(path, KEY));
        let keeps = |origin: &Vec<Segment>| {
            let mut originals = self.resources.targets(holder, origin);
            originals.any(|original| original.argument(path).known().is_some_and(|on| on.as_bool() == Some(true)))
        };
        if key || origins.iter().any(keeps) { None } else { Some(!origins.is_empty()) }
    }
}

/// An argument in the same block.
fn beside(path: &[Segment], argument: &str) -> Vec<Segment> {
    above(path).iter().cloned().chain([Segment::Key(argument.to_owned())]).collect()
}

/// Whether an argument says something, known or not.
fn is_given(resource: &Resource, path: &[Segment]) -> bool {
    match resource.argument(path) {
        Argument::Known(value) => !is_empty(value),
        Argument::Unknown(_) => true,
        Argument::Absent => false,
    }
}
