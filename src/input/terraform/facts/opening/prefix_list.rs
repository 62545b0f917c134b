//! Lists of networks that a plan makes, which rules name by their id.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::input::Segment;
use crate::input::terraform::facts::argument::{LATER, Resources, path};
use crate::input::terraform::facts::inside::named;
use crate::input::terraform::facts::kleene::any;
use crate::input::terraform::facts::network::is_everybody;
use crate::input::terraform::model::Resource;

/// The type of a list; its entries stand in it or beside it.
const LIST: &str = "aws_ec2_managed_prefix_list";
const ENTRY: &str = "aws_ec2_managed_prefix_list_entry";

/// What has lists that AWS keeps for its own services: never everybody.
const OF_SERVICES: &[&str] = &["aws_vpc_endpoint", "aws_prefix_list"];

/// The lists of a plan, by their address: whether one of them holds everybody.
pub(super) struct PrefixLists<'a> {
    lists: BTreeMap<&'a str, Option<bool>>,
}

impl<'a> PrefixLists<'a> {
    pub(super) fn of(resources: &Resources<'a>) -> Self {
        let lists = resources.of_type(LIST).map(|list| {
            let inside = ["entry", "entries"].map(|blocks| entries(list, blocks));
            let beside = resources.linked(list, ENTRY).map(|entry| cidr(entry, &path("cidr")));
            let lost = list.maybe_linked.get(ENTRY).is_some_and(|entries| !entries.is_empty()).then_some(None);
            (list.address.as_str(), any(inside.into_iter().chain(beside).chain(lost)))
        });
        Self { lists: lists.collect() }
    }

    /// Whether a list that an argument names holds everybody. The content of one that is not of this plan is not looked
    /// at; one that is not known yet and not of this plan may be any.
    ///
    /// # Errors
    /// Why it is not known.
    pub(super) fn everybody(
        &self,
        resource: &Resource,
        argument: &[Segment],
        why: Option<&'static str>,
    ) -> Result<bool, &'static str> {
        let references = resource.references_inside(argument);
        let answers = references.iter().map(|reference| match self.lists.get(reference.to.as_str()) {
            Some(open) if reference.exact => *open,
            // One of several: any of them may be meant.
            Some(open) => open.filter(|open| !open),
            None => {
                let service = named(&reference.to).is_some_and(|(_, kind)| OF_SERVICES.contains(&kind.as_str()));
                (service || why.is_none()).then_some(false)
            }
        });
        let lost = (references.is_empty() && why.is_some()).then_some(None);
        any(answers.chain(lost)).ok_or_else(|| why.unwrap_or(LATER))
    }
}

/// Whether one of the entries in a list holds everybody.
fn entries(list: &Resource, blocks: &str) -> Option<bool> {
    let blocks = path(blocks);
    // The provider fills in entries that stand beside the list.
    if list.mode == "managed" && !list.is_written(&blocks) && list.raw(&blocks).is_none() {
        return Some(false);
    }
    let count = list.count_inside(&blocks).ok()?;
    any((0..count).map(|index| {
        let below = [Segment::Index(index), Segment::Key("cidr".to_owned())];
        cidr(list, &blocks.iter().cloned().chain(below).collect::<Vec<_>>())
    }))
}

fn cidr(resource: &Resource, at: &[Segment]) -> Option<bool> {
    match resource.in_block(at).why() {
        Some(_) => None,
        None => Some(resource.raw(at).and_then(Value::as_str).is_some_and(is_everybody)),
    }
}
