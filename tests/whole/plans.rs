//! Every piece of a plan is taken away in turn: sections, entries, keys. There is no code beside it that would say more.

use std::collections::{BTreeMap, BTreeSet};

use gate::limits::LIMITS;
use gate::source::files::Memory;
use gate::source::{Files as _, RepoPath, Source};
use serde_json::Value;

use crate::altered::Altered;
use crate::reading::{self, Reading, Said, Sort};
use crate::trees;

/// How often pieces of one shape are taken away.
const TIMES: usize = 6;

/// How deep a piece may lie.
const DEPTH: usize = 10;

/// Pieces without which a plan is another one that the tool may write, where a violation is gone with them: by the end of
/// their shape, with the reason.
const OTHER: [(&str, &str); 10] = [
    ("/format_version", "no tool leaves it out, so that nobody takes the file for a plan"),
    ("/expressions", "what nothing sets, its provider decides"),
    ("/after/?/?", "what is computed may have any shape"),
    ("/after/?/0/?/0", "blocks of one name may be in another order, so that lists in them are not counted"),
    ("/after/?/1/?/1", "blocks of one name may be in another order, so that lists in them are not counted"),
    (
        "/after/statement/1/actions/0",
        "blocks of one name may be in another order, so that lists in them are not counted",
    ),
    (
        "/after/statement/1/actions/1",
        "blocks of one name may be in another order, so that lists in them are not counted",
    ),
    ("/after/statement/1/?/0", "blocks of one name may be in another order, so that lists in them are not counted"),
    (
        "/after/statement/1/?/0/values",
        "blocks of one name may be in another order, so that what is in them is not counted",
    ),
    (
        "/after/statement/1/resources/0",
        "blocks of one name may be in another order, so that lists in them are not counted",
    ),
];

/// The same where only what is known of something else is less: by a part of their shape, of which `^` is the beginning.
const LESS: [(&str, &str); 9] = [
    ("/expressions", "what nothing sets, its provider decides"),
    ("/format_version", "no tool leaves it out, so that nobody takes the file for a plan"),
    ("/prior_state", "what a data source made stands in the text too, and only its place is less"),
    (
        "/change/after_unknown",
        "what is not there without its mark is computed, and a null in a list is not known either",
    ),
    ("/after/statement/", "blocks of one name may be in another order, so that lists in them are not counted"),
    ("^/action_invocations", "what runs in no plan is not missed in it"),
    ("^/?", "a key that nobody knows says nothing where it is not"),
    ("/change/rollout", "a key that nobody knows says nothing where it is not"),
    ("/after/?/", "blocks of one name may be in another order; what is computed may have any shape"),
];

/// Keys that the tool gives; all others are given by people, or say nothing here.
const KEYS: &str = "configuration resource_changes change after after_unknown after_sensitive before before_sensitive \
    actions expressions root_module module_calls module resources variables outputs provider_config prior_state values \
    planned_values address mode type name provider_name provider_config_key count_expression for_each_expression \
    references constant_value default sensitive value source module_address child_modules sensitive_values \
    format_version terraform_version expression statement action_invocations rollout 0 1";

#[test]
fn what_is_lost_with_a_piece_of_a_plan_is_said() {
    let (mut tried, mut wrong, mut used) = (0, BTreeMap::new(), BTreeSet::new());
    let mut times = BTreeMap::<String, usize>::new();
    for (name, path, plan) in plans() {
        let before = alone(&path, &plan);
        for piece in pieces(&plan) {
            let shape = shape(&piece);
            let times = times.entry(shape.clone()).or_default();
            *times += 1;
            if *times > TIMES {
                continue;
            }
            tried += 1;
            let Some(why) = fault(&before, &alone(&path, &without(&plan, &piece))) else { continue };
            match why.forgiven(&shape) {
                Some(row) => {
                    used.insert(row);
                }
                None => {
                    wrong.entry(shape).or_insert_with(|| format!("{name} {piece}: {why:?}"));
                }
            }
        }
    }
    println!("{tried} pieces of plans, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.into_values().collect::<Vec<_>>().join("\n"));
    assert!(tried > 800, "{tried}");
    let rows = OTHER.iter().chain(&LESS).map(|(shape, _)| *shape).filter(|shape| !used.contains(shape));
    assert_eq!(rows.collect::<Vec<_>>(), Vec::<&str>::new(), "rows that nothing needs");
}

/// What is wrong after a piece was taken away.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A violation is gone, and nothing keeps the run from passing.
    Passes(Said),
    /// The facts are others, and nothing is said.
    Silent,
}

impl Fault {
    /// The row that says that this is another plan.
    fn forgiven(&self, shape: &str) -> Option<&'static str> {
        let row = match self {
            Self::Passes(_) => OTHER.iter().find(|(end, _)| shape.ends_with(end)),
            Self::Silent => LESS.iter().find(|(part, _)| format!("^{shape}").contains(part)),
        };
        row.map(|(shape, _)| *shape)
    }
}

pub(crate) fn fault(before: &Reading, after: &Reading) -> Option<Fault> {
    let is_in = |said: &Said, other: &Reading| {
        other.said.iter().any(|it| it.what == said.what && it.message == said.message && it.line == said.line)
    };
    let new: Vec<&Said> = after.said.iter().filter(|said| said.is_loss() && !is_in(said, before)).collect();
    let same = |gone: &&Said| {
        let mut same = after.said.iter().filter(|said| said.what == gone.what);
        same.any(|said| said.message == gone.message)
    };
    let gone = before.said.iter().find(|said| said.sort == Sort::Violation && !same(said));
    match gone {
        Some(gone) if !new.iter().any(|said| said.decides()) => Some(Fault::Passes(gone.clone())),
        None if before.facts != after.facts && new.is_empty() => Some(Fault::Silent),
        _ => None,
    }
}

/// The plans of all trees, with the names of these.
fn plans() -> Vec<(String, RepoPath, Value)> {
    let mut plans = Vec::new();
    for tree in trees::all() {
        for path in tree.files.paths().iter().filter(|path| path.file_name() == "plan.json") {
            let source = tree.files.read(path, u64::MAX).unwrap();
            plans.push((tree.name.clone(), path.clone(), serde_json::from_str(source.text()).unwrap()));
        }
    }
    plans
}

pub(crate) fn alone(path: &RepoPath, plan: &Value) -> Reading {
    let files = Memory::new([Source::from_text(path.clone(), &plan.to_string())]);
    reading::read(&Altered::not(&files), &LIMITS)
}

/// A plan without what a pointer leads to.
pub(crate) fn without(plan: &Value, piece: &str) -> Value {
    let mut plan = plan.clone();
    let (holder, key) = piece.rsplit_once('/').unwrap();
    match plan.pointer_mut(holder).unwrap() {
        Value::Object(fields) => fields.remove(&key.replace("~1", "/").replace("~0", "~")),
        Value::Array(items) => Some(items.remove(key.parse().unwrap())),
        _ => None,
    };
    plan
}

/// Pointers to all that is not a value of its own.
pub(crate) fn pieces(plan: &Value) -> Vec<String> {
    let (mut found, mut waiting) = (Vec::new(), vec![(String::new(), plan)]);
    while let Some((at, value)) = waiting.pop() {
        if at.split('/').count() > DEPTH || at.ends_with("/before") || at.starts_with("/planned_values/") {
            continue;
        }
        let below: Vec<(String, &Value)> = match value {
            Value::Object(fields) => fields.iter().map(|(key, inner)| (escaped(key), inner)).collect(),
            Value::Array(items) => {
                items.iter().take(2).enumerate().map(|(index, it)| (index.to_string(), it)).collect()
            }
            _ => Vec::new(),
        };
        for (key, inner) in below {
            let at = format!("{at}/{key}");
            found.push(at.clone());
            waiting.push((at, inner));
        }
    }
    found
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A pointer without names that people give.
fn shape(piece: &str) -> String {
    let known: BTreeSet<&str> = KEYS.split_whitespace().collect();
    let steps = piece.split('/').map(|step| if step.is_empty() || known.contains(step) { step } else { "?" });
    steps.collect::<Vec<_>>().join("/")
}
