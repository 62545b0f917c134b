//! Resources by a name that they have in the world.

use std::collections::BTreeMap;

use crate::input::terraform::facts::argument::{Argument, SENSITIVE};
use crate::input::terraform::model::Resource;

/// Resources by a name; the names of some are sensitive.
#[derive(Default)]
pub(super) struct Named<'a> {
    by_name: BTreeMap<&'a str, Vec<&'a Resource>>,
    hidden: bool,
}

impl<'a> Named<'a> {
    pub(super) fn of(resources: impl Iterator<Item = (&'a Resource, Argument<'a>)>) -> Self {
        let mut named = Self::default();
        for (resource, name) in resources {
            match name.text() {
                Some(text) => named.by_name.entry(text).or_default().push(resource),
                // What gets its name only by this plan is not what was there before it.
                None => named.hidden |= name == Argument::Unknown(SENSITIVE),
            }
        }
        named
    }

    pub(super) fn get(&self, name: &str) -> &[&'a Resource] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether one of them has this name.
    pub(super) fn has(&self, name: Option<&str>) -> bool {
        name.is_some_and(|name| !self.get(name).is_empty())
    }

    /// Whether one of them may have a name that is not known.
    pub(super) fn may_hold(&self, name: Option<&str>) -> bool {
        self.hidden || (name.is_none() && !self.by_name.is_empty())
    }
}
