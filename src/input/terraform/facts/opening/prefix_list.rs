//! Lists of networks that a plan makes, which rules name by their id.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::input::Segment;
use crate::input::terraform::facts::argument::{LATER, Resources, path};
use crate::input::terraform::facts::inside::named;
use crate::input::terraform::facts::kleene::any;
use crate::input::terraform::facts::network::{are_everybody, is_everybody};
use crate::input::terraform::model::Resource;

/// The type of a list; its entries stand in it or beside it.
const LIST: &str = "aws_ec2_managed_prefix_list";
const ENTRY: &str = "aws_ec2_managed_prefix_list_entry";

/// What has lists that AWS keeps for its own services: never everybody.
const OF_SERVICES: &[&str] = &["aws_vpc_endpoint", "aws_prefix_list"];

/// How many digits the id of a list of some account has; lists that AWS has kept for long have fewer.
const DIGITS: usize = 17;

/// Why nobody can tell what is in a list.
const OUTSIDE: &str = "the networks stand in a prefix list that this plan does not have";

/// The lists of a plan, by their address: whether one of them holds everybody.
pub(super) struct PrefixLists<'a> {
    lists: BTreeMap<&'a str, Option<bool>>,
}

impl<'a> PrefixLists<'a> {
    pub(super) fn of(resources: &Resources<'a>) -> Self {
        let lists = resources.of_type(LIST).map(|list| {
            if is_of_aws(list) {
                return (list.address.as_str(), Some(false));
            }
            let inside = ["entry", "entries"].map(|blocks| entries(list, blocks));
            let beside = resources.linked(list, ENTRY).map(|entry| cidr(entry, &path("cidr")));
            let lost = list.maybe_linked.get(ENTRY).is_some_and(|entries| !entries.is_empty()).then_some(None);
            let entries: Vec<Entry<'_>> = inside.into_iter().flatten().chain(beside).chain(lost).collect();
            let split = are_everybody(entries.iter().flatten().copied());
            let each = entries.iter().map(|entry| entry.map(is_everybody));
            (list.address.as_str(), any(each.chain([Some(split)])))
        });
        Self { lists: lists.collect() }
    }

    /// Whether a list that an argument names holds everybody. One that is not of this plan may be any, unless it has the
    /// short id of lists that AWS keeps.
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
        let value = resource.raw(argument);
        let texts = value.map_or(&[][..], |value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice));
        let outside = texts.iter().filter_map(Value::as_str).any(is_of_somebody);
        let answers = references.iter().map(|reference| match self.lists.get(reference.to.as_str()) {
            Some(open) if reference.exact => *open,
            // One of several: any of them may be meant.
            Some(open) => open.filter(|open| !open),
            None => {
                let service = named(&reference.to).is_some_and(|(_, kind)| OF_SERVICES.contains(&kind.as_str()));
                (service || why.is_none() && !outside).then_some(false)
            }
        });
        let lost = (references.is_empty() && (why.is_some() || outside)).then_some(None);
        any(answers.chain(lost)).ok_or_else(|| why.unwrap_or(if outside { OUTSIDE } else { LATER }))
    }
}

/// The range of an entry; `None` when it is not known.
type Entry<'a> = Option<&'a str>;

/// The entries in a list.
fn entries<'a>(list: &'a Resource, blocks: &str) -> Vec<Entry<'a>> {
    let blocks = path(blocks);
    // The provider fills in entries that stand beside the list.
    if list.mode == "managed" && !list.is_written(&blocks) && list.raw(&blocks).is_none() {
        return Vec::new();
    }
    let Ok(count) = list.count_inside(&blocks) else { return vec![None] };
    let at = |index| [Segment::Index(index), Segment::Key("cidr".to_owned())];
    (0..count).map(|index| cidr(list, &blocks.iter().cloned().chain(at(index)).collect::<Vec<_>>())).collect()
}

fn cidr<'a>(resource: &'a Resource, at: &[Segment]) -> Entry<'a> {
    match resource.in_block(at).why() {
        Some(_) => None,
        None => Some(resource.raw(at).and_then(Value::as_str).unwrap_or_default()),
    }
}

/// Whether a list is one that AWS keeps: it has a name of AWS, and nobody else can give one.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html>
fn is_of_aws(list: &Resource) -> bool {
    let name = list.argument(&path("name")).text();
    list.mode == "data" && name.is_some_and(|name| name.starts_with("com.amazonaws."))
}

/// Whether a text is the id of a list of some account, as AWS gives them now.
fn is_of_somebody(id: &str) -> bool {
    let digits = id.strip_prefix("pl-").unwrap_or_default();
    digits.len() == DIGITS && digits.chars().all(|digit| digit.is_ascii_hexdigit())
}
