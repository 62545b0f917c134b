//! What keeps object storage shut, whatever is granted.

use std::collections::BTreeMap;

use super::account::Accounts;
use super::block::{ACCOUNT, BUCKET};
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, path};
use crate::input::terraform::model::{Plan, Resource};

/// The argument by which grants and blocks name their bucket.
const SUBJECT: &str = "bucket";

/// The public access blocks and buckets of a plan.
pub(super) struct Shelters<'a> {
    resources: &'a Resources<'a>,
    /// The blocks of buckets, by the name of the bucket.
    by_name: BTreeMap<&'a str, Vec<&'a Resource>>,
    /// Whether there is one at all.
    any: bool,
    accounts: Accounts<'a>,
    subject: Vec<Segment>,
}

impl<'a> Shelters<'a> {
    pub(super) fn of(plan: &'a Plan, resources: &'a Resources<'a>) -> Self {
        let subject = path(SUBJECT);
        let mut by_name: BTreeMap<&str, Vec<&Resource>> = BTreeMap::new();
        let mut any = false;
        for block in resources.existing(BUCKET) {
            any = true;
            if let Some(name) = block.argument(&subject).text() {
                by_name.entry(name).or_default().push(block);
            }
        }
        Self { resources, by_name, any, accounts: Accounts::of(plan), subject }
    }

    /// Whether the switch is on that leaves the grants of a resource without effect.
    ///
    /// # Errors
    /// Why nobody can tell.
    pub(super) fn shut(&self, resource: &'a Resource, switch: &str) -> Result<bool, &'static str> {
        let buckets: Vec<&Resource> =
            std::iter::once(resource).chain(self.resources.targets(resource, &self.subject)).collect();
        let linked = buckets.iter().flat_map(|bucket| self.resources.linked(bucket, BUCKET));
        let names = buckets.iter().filter_map(|bucket| bucket.argument(&self.subject).text());
        let namesakes = names.filter_map(|name| self.by_name.get(name)).flatten().copied();
        let at = path(switch);
        let mut why = None;
        for holder in buckets.iter().copied().chain(linked).chain(namesakes) {
            match holder.argument(&at) {
                value if is_on(value) => return Ok(true),
                value => why = why.or(value.why()),
            }
        }
        for block in self.resources.existing(ACCOUNT) {
            match (is_on(block.argument(&at)), self.accounts.fits(self.resources, block, resource)) {
                (true, Some(true)) => return Ok(true),
                (_, Some(false)) => {}
                (true, None) => why = why.or(Some(OTHER_ACCOUNT)),
                (false, _) => why = why.or(block.argument(&at).why()),
            }
        }
        why.or_else(|| self.is_lost(resource, &buckets, switch).then_some(LATER)).map_or(Ok(false), Err)
    }

    /// Whether a block may be about the bucket of a resource though nothing says so: another instance may be meant, or
    /// nobody can tell which bucket this is.
    fn is_lost(&self, resource: &Resource, buckets: &[&Resource], switch: &str) -> bool {
        let one_of_several = buckets.iter().any(|bucket| bucket.maybe_linked.contains_key(BUCKET));
        let of_aws = super::block::SWITCHES.contains(&switch);
        let unsure = || resource.references(&self.subject).any(|reference| !reference.exact);
        one_of_several || (of_aws && self.any && unsure())
    }
}

/// Why nobody can tell whether the block of an account is about a bucket.
const OTHER_ACCOUNT: &str = "it hangs on a public access block that may be that of another account";

fn is_on(value: Argument<'_>) -> bool {
    value.known().is_some_and(|value| value.as_bool() == Some(true)) || value.text() == Some("enforced")
}
