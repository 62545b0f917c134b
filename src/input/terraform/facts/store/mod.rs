//! What holds objects: buckets, containers and accounts, what they are for, and for how long nobody can change what is
//! inside.

mod lock;
mod purpose;
mod record;
#[cfg(test)]
mod tests;
mod versions;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

pub use self::lock::Lock;
pub use self::record::{Kind, Record};
use self::record::{Records, WRITERS, Written};
use super::argument::{Resources, path};
use super::kleene::all;
use super::length::number;
use super::setting::Setting;
use crate::input::terraform::model::{Plan, Resource};
use crate::input::{Fact, Segment};
use crate::knowledge::{Knowledge, Lookup, Row, concepts};

/// Those of a run.
static STORES: Lookup<Vec<Wording>> =
    Lookup::new(&concepts::terraform::STORES, |rows| rows.map(|row| Wording::of(&row)).collect());

/// How the resources of a type that holds objects say what they are.
#[derive(Debug)]
struct Wording {
    of: String,
    names: Vec<Vec<Segment>>,
    /// Its own; empty where there are no tags.
    tags: Vec<Segment>,
    /// With those of its provider.
    all_tags: Option<Vec<Segment>>,
    account: Vec<Vec<Segment>>,
    parts: Option<String>,
}

impl Wording {
    fn of(row: &Row<'_>) -> Self {
        Self {
            of: row.text("type").to_owned(),
            names: row.list("names").map(path).collect(),
            tags: row.list("tags").next().map(path).unwrap_or_default(),
            all_tags: row.list("tags").nth(1).map(path),
            account: row.list("account").map(path).collect(),
            parts: row.given("parts").map(str::to_owned),
        }
    }
}

/// What is known about stores in a run.
struct Known<'a> {
    plan: &'a Plan,
    resources: &'a Resources<'a>,
    stores: Arc<Vec<Wording>>,
    locks: Arc<Vec<lock::Wording>>,
}

/// Something that holds objects.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Store {
    /// The type of the resource: `aws_s3_bucket`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What says what it is for: the tags of its own about its purpose; without one its name in the code, the names of
    /// it and of its account in the cloud as far as they are known, and tags about what is inside. Sorted.
    pub names: Vec<String>,
    /// What is surely written into it that is a record, whatever it is called; the first few of many.
    pub records: Vec<Record>,
    /// Whether objects that it is given are locked for some time, however weakly; null when that cannot be known.
    pub locked: Option<bool>,
    /// The same, where the store has to be made ready for locks too, as a bucket of S3 has.
    pub write_once: Option<bool>,
    /// Its locks, whole or weak.
    pub locks: Vec<Lock>,
    /// The longest time in days for which nobody at all can change an object; 0 without such a lock.
    pub held_days: Number,
    /// What its protection lacks, or may lack, and what of its purpose cannot be known.
    pub gaps: Vec<Gap>,
}

/// Something that the protection of a store lacks, or may lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// The resource that decides it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The path of the argument there; empty for the resource as a whole, or when the code does not write it.
    pub path: Vec<Segment>,
    /// What it is about.
    pub of: Of,
    /// Whether it is lacking: true, or null when that cannot be known.
    pub open: Option<bool>,
    /// Why that is null, as a fragment that follows "because"; else empty.
    pub why: &'static str,
}

/// What a gap is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// The store has no lock.
    Store,
    /// A lock can be lifted; or, when that is not known, how it holds.
    Lock,
    /// A store with a lock does not keep the versions that the lock is about.
    Versions,
    /// A name or a tag that may say what is inside. Only one that cannot be known is listed, and only where no other tag
    /// says what is inside.
    Purpose,
    /// What writes records, when it may write them into the store. Only listed where nothing surely writes any.
    Records,
}

impl Gap {
    /// The gap that a setting leaves whose good value is true.
    fn of(of: Of, setting: &Setting<bool>) -> Option<Self> {
        let open = setting.value.map(|value| !value);
        (open != Some(false)).then(|| Self { open, ..Self::unknown(of, setting) })
    }

    /// The gap that a setting leaves whose value is not known.
    fn unknown<T>(of: Of, setting: &Setting<T>) -> Self {
        Self { loc: setting.loc.clone(), path: setting.path.clone(), of, open: None, why: setting.why }
    }
}

/// Every store that exists once the plan is applied. An account is judged by its containers when the plan has them, and
/// besides when records are written into it, for which the clouds make containers of their own.
pub(super) fn stores(plan: &Plan, resources: &Resources<'_>, knowledge: &Knowledge) -> Vec<Fact<Store>> {
    let known = Known { plan, resources, stores: STORES.of(knowledge), locks: lock::LOCKS.of(knowledge) };
    let writers = WRITERS.of(knowledge);
    let records = Records::of(resources, &known.stores, &writers);
    let facts = |row: &Wording| {
        let stores = resources.existing(&row.of);
        let facts = stores.filter_map(|store| row.store(&known, store, records.written_into(store, row.name())));
        facts.collect::<Vec<_>>()
    };
    known.stores.iter().flat_map(facts).collect()
}

impl Wording {
    /// The argument that holds its name.
    fn name(&self) -> Option<&[Segment]> {
        self.names.first().map(Vec::as_slice)
    }

    fn store(&self, known: &Known<'_>, store: &Resource, written: Written) -> Option<Fact<Store>> {
        let is_split = self.parts.as_ref().is_some_and(|parts| store.linked.contains_key(parts));
        if is_split && written.records.is_empty() && written.gaps.is_empty() {
            return None;
        }
        let resources = known.resources;
        let accounts: Vec<&Resource> =
            self.account.iter().flat_map(|argument| resources.targets(store, argument)).collect();
        let locks = lock::of(&known.locks, resources, store, &accounts);
        let hard = locks.found.iter().filter(|lock| lock.hard.value == Some(true));
        let held = hard.filter_map(|lock| lock.days.value.as_ref()?.as_f64()).fold(0.0, f64::max);
        let ready = versions::is_ready(&self.of, store);
        let why = locks.why.or(ready.err()).unwrap_or_default();
        let mut gaps = self.gaps(resources, store, &locks);
        if is_split {
            gaps.retain(|gap| gap.of != Of::Purpose);
        }
        gaps.extend(written.gaps);
        let names = if is_split { Vec::new() } else { purpose::names(known, self, store, &accounts) };
        let says = Store {
            kind: self.of.clone(),
            names,
            records: written.records,
            locked: locks.locked(),
            write_once: all([locks.locked(), ready.ok()]),
            held_days: number(held).unwrap_or_else(|| 0.into()),
            gaps,
            locks: locks.found,
        };
        let fact = Fact::new(&store.loc, Vec::new(), &store.address, says).because(why);
        Some(Fact { via: written.via, ..fact })
    }

    fn gaps(&self, resources: &Resources<'_>, store: &Resource, locks: &lock::Locks) -> Vec<Gap> {
        let purposes = purpose::unknown(self, store);
        let mut gaps: Vec<Gap> = purposes.iter().map(|setting| Gap::unknown(Of::Purpose, setting)).collect();
        if locks.found.is_empty() {
            let whole = Setting::of(store, &[], locks.why.map_or(Ok(false), Err));
            gaps.extend(Gap::of(Of::Store, &whole));
            return gaps;
        }
        for lock in &locks.found {
            gaps.extend(Gap::of(Of::Lock, &lock.hard));
        }
        let switches = versions::of(&self.of, resources, store);
        gaps.extend(switches.iter().filter_map(|switch| Gap::of(Of::Versions, switch)));
        gaps
    }
}
