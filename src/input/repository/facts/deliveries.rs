//! What tasks write to buckets, beside what a plan of the same repository makes of these buckets.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::input::airflow::model::{AirflowFile, DataKind, DataRef};
use crate::input::terraform::facts::exposure::{By, Exposure};
use crate::input::terraform::facts::store::Store;
use crate::input::terraform::model::{Plan, Resource};
use crate::input::{Fact, Segment, Via};

/// The type of the buckets that are looked for, and the argument that holds their name.
const BUCKET: (&str, &str) = ("aws_s3_bucket", "bucket");

/// A task that writes to a bucket that is not safe, or may not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Delivery {
    /// The id of the DAG.
    pub dag: String,
    /// The id of the task.
    pub task: String,
    /// The address of the bucket in its plan.
    pub bucket: String,
    /// The name of the bucket.
    pub name: String,
    /// Whether it is surely this bucket that the task writes to. Else what is known of the name fits.
    pub named: bool,
    /// What is not safe.
    pub risk: Risk,
    /// Whether that is so: true, or null when it cannot be known.
    pub at_risk: Option<bool>,
}

/// What makes it unsafe to write to a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Everybody gets in by its access list.
    AccessList,
    /// Everybody gets in by its policy.
    Policy,
    /// Objects can be changed and deleted. That matters for records.
    Changeable,
}

/// A bucket of a plan, and what is wrong with it.
struct Bucket<'a> {
    resource: &'a Resource,
    flaws: Vec<(Risk, Option<bool>, &'a str)>,
}

/// The buckets of all plans.
#[derive(Default)]
struct Buckets<'a> {
    by_name: BTreeMap<&'a str, Vec<Bucket<'a>>>,
    /// Those whose name is sensitive, with the number of its characters.
    hidden: Vec<(u64, Bucket<'a>)>,
}

/// Every delivery. The work grows with the writes, the buckets and what of them fits.
pub(super) fn of(files: &[&AirflowFile], plans: &[&Plan]) -> Vec<Fact<Delivery>> {
    let buckets = Buckets::of(plans);
    let mut found = Vec::new();
    for dag in files.iter().flat_map(|file| &file.dags) {
        for task in &dag.tasks {
            for write in task.writes.iter().filter(|write| write.kind == DataKind::Bucket) {
                for (name, named, bucket) in buckets.written(write) {
                    let fact = |flaw| delivery((&dag.dag_id, &task.task_id), write, (name, named), bucket, flaw);
                    found.extend(bucket.flaws.iter().map(fact));
                }
            }
        }
    }
    found
}

impl<'a> Buckets<'a> {
    fn of(plans: &[&'a Plan]) -> Self {
        let mut buckets = Self::default();
        for plan in plans {
            let mut exposures: BTreeMap<&str, Vec<&Fact<Exposure>>> = BTreeMap::new();
            for exposure in &plan.facts.exposures {
                exposures.entry(&exposure.says.store).or_default().push(exposure);
            }
            for store in plan.facts.stores.iter().filter(|store| store.says.kind == BUCKET.0) {
                let at = plan.by_address.get(&store.about);
                let Some(resource) = at.and_then(|at| plan.resources.get(*at)) else { continue };
                let exposed = exposures.get(store.about.as_str()).map_or(&[][..], Vec::as_slice);
                buckets.add(Bucket { resource, flaws: flaws(store, exposed) });
            }
        }
        buckets
    }

    fn add(&mut self, bucket: Bucket<'a>) {
        if bucket.flaws.is_empty() {
            return;
        }
        match bucket.resource.values.get(BUCKET.1) {
            Some(Value::String(name)) => self.by_name.entry(name).or_default().push(bucket),
            Some(marker) => self.hidden.extend(marker.get("length").and_then(Value::as_u64).map(|long| (long, bucket))),
            None => {}
        }
    }

    /// The buckets that a write may be to, each with its name, and whether it is surely that one.
    fn written<'b>(&'b self, write: &'b DataRef) -> Vec<(&'b str, bool, &'b Bucket<'a>)> {
        let begin = write.known_prefix.as_str();
        let long = u64::try_from(begin.chars().count()).unwrap_or(u64::MAX);
        match write.name.as_deref().filter(|_| write.known) {
            Some(name) => {
                let exact = self.by_name.get(name).into_iter().flatten().map(|bucket| (name, true, bucket));
                let long = u64::try_from(name.chars().count()).unwrap_or(u64::MAX);
                let hidden = self.hidden.iter().filter(|(length, _)| *length == long);
                exact.chain(hidden.map(|(_, bucket)| (name, false, bucket))).collect()
            }
            None if begin.is_empty() => Vec::new(),
            None => {
                let fitting = self.by_name.range(begin..).take_while(|(name, _)| name.starts_with(begin));
                let fitting = fitting.flat_map(|(name, buckets)| buckets.iter().map(|bucket| (*name, false, bucket)));
                let hidden = self.hidden.iter().filter(|(length, _)| *length >= long);
                fitting.chain(hidden.map(|(_, bucket)| (bucket.resource.address.as_str(), false, bucket))).collect()
            }
        }
    }
}

/// What is wrong with a bucket, whether it surely is, and why that is not known.
fn flaws<'a>(store: &'a Fact<Store>, exposures: &[&'a Fact<Exposure>]) -> Vec<(Risk, Option<bool>, &'a str)> {
    let exposed = exposures.iter().filter_map(|exposure| {
        let risk = match exposure.says.by {
            By::AccessList => Risk::AccessList,
            By::Policy => Risk::Policy,
            By::Setting | By::Member => return None,
        };
        Some((risk, exposure.says.public, exposure.why.as_str()))
    });
    let changeable = store.says.write_once != Some(true);
    let changeable =
        changeable.then(|| (Risk::Changeable, store.says.write_once.map(|once| !once), store.why.as_str()));
    exposed.chain(changeable).collect()
}

fn delivery(
    (dag, task): (&str, &str),
    write: &DataRef,
    (name, named): (&str, bool),
    bucket: &Bucket<'_>,
    (risk, at_risk, why): &(Risk, Option<bool>, &str),
) -> Fact<Delivery> {
    let says = Delivery {
        dag: dag.to_owned(),
        task: task.to_owned(),
        bucket: bucket.resource.address.clone(),
        name: name.to_owned(),
        named,
        risk: *risk,
        at_risk: *at_risk,
    };
    let planned = Via {
        loc: bucket.resource.loc.clone(),
        path: vec![Segment::Key(BUCKET.1.to_owned())],
        what: "is planned here".to_owned(),
    };
    let fact = Fact::new(&write.loc, Vec::new(), &format!("{dag}.{task}"), says).because(*why);
    Fact { via: vec![planned], ..fact }
}
