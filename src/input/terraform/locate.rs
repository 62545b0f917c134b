//! The way back from an entity of a plan to its place in the `.tf` files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::address::{BlockAddress, modules};
use super::code::Code;
use super::evaluate::{Evaluator, Memo, Planned, address_of, instance_address};
use super::model::Step;
use super::trace;
use super::value::Origin;
use crate::input::{Locate, Place, Segment, Through};
use crate::source::{RepoPath, Source, Span};

/// Members of an entity that a path may begin with and that mean the argument itself.
const VIEWS: &[&str] = &["values", "before", "unknown", "sensitive", "changed", "constants", "config"];

/// Something that a `_loc` stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entity {
    /// Its block; without a name for the plan itself.
    pub(super) block: BlockAddress,
    /// Its address.
    pub(super) logical: String,
}

/// The entities of a document, in the order of their `_loc`.
pub(super) struct Entities {
    prefix: String,
    list: Vec<Entity>,
    /// Places in the plan itself, by index of the entity.
    in_plan: BTreeMap<usize, Span>,
    /// Places in the code that are known already, by index of the entity.
    in_code: BTreeMap<usize, Origin>,
}

impl Entities {
    /// Those of the plan at `path`; the first is the plan.
    pub(super) fn new(path: &RepoPath) -> Self {
        Self {
            prefix: format!("{}#", path.as_str()),
            list: Vec::new(),
            in_plan: BTreeMap::new(),
            in_code: BTreeMap::new(),
        }
    }

    /// Gives an entity its `_loc`.
    pub(super) fn add(&mut self, block: BlockAddress, logical: &str) -> String {
        let loc = format!("{}{}", self.prefix, self.list.len());
        self.list.push(Entity { block, logical: logical.to_owned() });
        loc
    }

    /// Gives a part of the plan that has no block a `_loc`.
    pub(super) fn add_in_plan(&mut self, span: Span, logical: &str) -> String {
        self.in_plan.insert(self.list.len(), span);
        self.add(BlockAddress::new("", ""), logical)
    }

    /// Gives a value of which the place is known a `_loc`.
    pub(super) fn add_in_code(&mut self, block: BlockAddress, logical: &str, origin: Origin) -> String {
        self.in_code.insert(self.list.len(), origin);
        self.add(block, logical)
    }

    /// The place of such a value.
    fn written(&self, loc: &str) -> Option<&Origin> {
        self.in_code.get(&loc.strip_prefix(&self.prefix)?.parse::<usize>().ok()?)
    }

    fn get(&self, loc: &str) -> Option<(&Entity, Option<Span>)> {
        let index = loc.strip_prefix(&self.prefix)?.parse::<usize>().ok()?;
        self.list.get(index).map(|entity| (entity, self.in_plan.get(&index).copied()))
    }
}

/// By the `_loc` of a resource and the name of its nested blocks: for each block of the plan, which one of the file.
pub(super) type Orders = BTreeMap<String, BTreeMap<String, Vec<usize>>>;

/// The [`Locate`] of a plan.
pub(super) struct Locator {
    /// The plan file; it is where everything is that has no `.tf` file.
    pub(super) plan: Arc<Source>,
    pub(super) entities: Entities,
    pub(super) code: Code,
    pub(super) planned: Planned,
    pub(super) memo: Memo,
    /// Arguments known to be sensitive.
    pub(super) sensitive: BTreeSet<(BlockAddress, Vec<Step>)>,
    pub(super) orders: Orders,
    /// Where credentials are written that were found.
    pub(super) shown: Vec<Origin>,
}

impl Locate for Locator {
    fn locate(&self, loc: &str, path: &[Segment]) -> Option<Place> {
        let (entity, span) = self.entities.get(loc)?;
        if let Some(origin) = self.entities.written(loc) {
            return Some(self.written(entity, origin));
        }
        let steps = steps(path);
        let mut ordered = steps.clone();
        if let [Step::Key(name), Step::Index(index), ..] = ordered.as_mut_slice()
            && let Some(order) = self.orders.get(loc).and_then(|orders| orders.get(name))
        {
            *index = order.get(*index).copied().unwrap_or(*index);
        }
        let logical = (!entity.logical.is_empty()).then(|| entity.logical.clone());
        let Some((source, at)) = self.code.place(&entity.block, &ordered) else {
            return Some(Place::new(Arc::clone(&self.plan), span.unwrap_or_default(), logical));
        };
        let mut place = Place::new(source, at, logical);
        let evaluator = Evaluator::new(&self.code, &self.planned, &self.memo, None);
        if let Some(origin) = trace::origin(&evaluator, &entity.logical, &steps) {
            let taken = !self.code.encloses(&entity.block, &origin.source, origin.span);
            let header = self.code.place(&entity.block, &[]).filter(|_| taken);
            let asked =
                (std::mem::replace(&mut place.source, origin.source), std::mem::replace(&mut place.span, origin.span));
            place.asked = Some(asked);
            place.through.extend(header.map(|(source, span)| Through {
                source,
                span,
                what: format!("{} takes it", entity.logical),
            }));
        }
        place.through.extend(self.calls(&entity.logical));
        Some(place)
    }

    /// A plan shows sensitive values in clear, so nothing of it is ever shown.
    fn hidden(&self, source: &RepoPath) -> Vec<Span> {
        if source == self.plan.path() {
            return vec![Span::new(0, self.plan.text().len())];
        }
        let mut spans = self.code.hidden(source, &self.sensitive);
        spans.extend(self.shown.iter().filter(|origin| origin.source.path() == source).map(|origin| origin.span));
        spans.sort_unstable();
        spans.dedup();
        spans
    }
}

impl Locator {
    /// The place of a credential that was found where it is written, with what takes it.
    fn written(&self, entity: &Entity, origin: &Origin) -> Place {
        let mut place = Place::new(Arc::clone(&origin.source), origin.span, Some(entity.logical.clone()));
        let inside = self.code.encloses(&entity.block, &origin.source, origin.span);
        let header = self.code.place(&entity.block, &[]).filter(|_| !inside);
        place.through.extend(header.map(|(source, span)| Through {
            source,
            span,
            what: format!("{} takes it", entity.logical),
        }));
        place.through.extend(self.calls(&entity.logical));
        place
    }

    /// The calls of the modules that an instance lies in, outermost first.
    fn calls(&self, address: &str) -> Vec<Through> {
        let module = modules(address);
        let each = module.iter().enumerate().filter_map(|(depth, (name, _))| {
            let (outer, called) = (module.get(..depth)?.to_vec(), module.get(..=depth)?.to_vec());
            let block = BlockAddress::new(&address_of(&outer), &format!("module.{name}"));
            let (source, span) = self.code.place(&block, &[])?;
            Some(Through { source, span, what: format!("{} is called here", instance_address(&called)) })
        });
        each.collect()
    }
}

/// The steps of a path: `["values", "rule", 0]` means `["rule", 0]`, and `["rule.0.status"]` is taken apart.
fn steps(path: &[Segment]) -> Vec<Step> {
    let mut path = path;
    if let Some((Segment::Key(first), rest)) = path.split_first()
        && VIEWS.contains(&first.as_str())
        // Behind a view stands a name; a block `config` of a resource is followed by its number.
        && matches!(rest.first(), Some(Segment::Key(_)))
    {
        path = rest;
    }
    if let [Segment::Key(dotted)] = path
        && dotted.contains('.')
    {
        return dotted.split('.').map(key).collect();
    }
    let step = |segment: &Segment| match segment {
        Segment::Index(index) => Step::Index(*index),
        Segment::Key(text) => key(text),
    };
    path.iter().map(step).collect()
}

/// A key; one that is written as an index means the same as the index.
fn key(text: &str) -> Step {
    let index = text.parse::<usize>().ok().filter(|index| index.to_string() == text);
    index.map_or_else(|| Step::Key(text.to_owned()), Step::Index)
}
