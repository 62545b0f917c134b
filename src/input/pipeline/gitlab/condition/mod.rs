//! Whether GitLab adds a job to a pipeline, and how it starts there: `rules`, `only` and `except`, evaluated for every kind
//! of pipeline with what the file says.

mod chosen;
mod expression;
mod occasion;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub(in crate::input::pipeline) use self::chosen::{is_void, lets_in};
use self::expression::Expression;
use self::occasion::{OCCASIONS, Occasion, On};
use super::item::Item;
use super::job::flatten;

/// Whether a job is in a pipeline, for each kind of pipeline; empty where the platform has no such thing.
#[derive(Debug, Clone, Default)]
pub(in crate::input::pipeline) struct Presence(Vec<Vec<Chance>>);

/// A way in which a job may stand in a pipeline. The last one holds where no other does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input::pipeline) struct Chance {
    /// The rule by its index; `None` where no rule says it.
    pub(in crate::input::pipeline) rule: Option<usize>,
    /// By what it is added, one of these: the condition of the rule, the names of `only`. Empty where nothing is asked.
    by: Vec<String>,
    /// How it starts; `never` where it is not added.
    pub(in crate::input::pipeline) when: String,
}

/// The pipelines that a file may become: what `workflow` lets through, and the variables for every job.
#[derive(Debug, Default, Clone)]
pub(super) struct Workflow {
    rules: Vec<Condition>,
    has_rules: bool,
    /// Whether another pipeline of the project starts it.
    is_child: bool,
    set: BTreeMap<String, String>,
}

/// A rule as far as it decides.
#[derive(Debug, Clone)]
struct Condition {
    text: String,
    /// `None` where there is none, and where it cannot be read.
    read: Option<Expression>,
    /// Whether files decide too.
    files: bool,
    when: String,
}

impl Workflow {
    /// That of a pipeline.
    pub(super) fn of(root: &Item, set: &BTreeMap<String, String>, is_child: bool) -> Self {
        let rules = root.get("workflow").and_then(|workflow| workflow.get("rules"));
        Self { rules: conditions(rules, "always"), has_rules: rules.is_some(), is_child, set: set.clone() }
    }

    /// When a job stands in a pipeline; `own` is how it starts where a rule does not say.
    pub(super) fn presence(&self, job: &Item, own: &str, set: &BTreeMap<String, String>) -> Presence {
        let rules = job.get("rules").map(|rules| conditions(Some(rules), own));
        let mut all = self.set.clone();
        all.extend(set.iter().map(|(name, text)| (name.clone(), text.clone())));
        let on = |occasion: Occasion| {
            let source = if self.is_child { "parent_pipeline" } else { occasion.source };
            let occasion = Occasion { source, ..occasion };
            if first(&self.rules, occasion, &self.set).iter().all(|chance| chance.when == "never") && self.has_rules {
                return Vec::new();
            }
            match &rules {
                Some(rules) => first(rules, occasion, &all),
                None => self.limited(job, own, occasion, &all),
            }
        };
        Presence(OCCASIONS.into_iter().map(on).collect())
    }

    /// A job without rules, by `only` and `except`.
    fn limited(&self, job: &Item, own: &str, occasion: Occasion, set: &BTreeMap<String, String>) -> Vec<Chance> {
        let (only, except) = (job.get("only"), job.get("except"));
        let is_added = match only {
            Some(only) => is_meant(only, occasion, set, true),
            // `only: [branches, tags]` is what a job has that says nothing, unless `workflow` has rules.
            None if self.has_rules || except.is_some_and(Item::is_map) => Some(true),
            None => Some(occasion.on != On::MergeRequest),
        };
        let is_left_out = except.map_or(Some(false), |except| is_meant(except, occasion, set, false));
        let chance = |when: &str| Chance { rule: None, by: named(only, except), when: when.to_owned() };
        match (is_added, is_left_out) {
            (Some(false), _) | (_, Some(true)) => vec![chance("never")],
            (Some(true), Some(false)) => vec![chance(own)],
            _ => vec![chance(own), chance("never")],
        }
    }
}

/// What `only` and `except` ask for, each name of `only` by itself.
fn named(only: Option<&Item>, except: Option<&Item>) -> Vec<String> {
    let Some(only) = only else { return Vec::new() };
    let except = except.map(Item::written).unwrap_or_default();
    let names = if only.is_map() { vec![only.written()] } else { only.texts() };
    names.into_iter().map(|name| format!("only {name} except {except}")).collect()
}

/// The rules that may be the first to hold, and after them that none does.
fn first(rules: &[Condition], occasion: Occasion, set: &BTreeMap<String, String>) -> Vec<Chance> {
    let mut chances = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        let asked = || rule.read.as_ref().and_then(|read| occasion.holds(read, set));
        let holds = if rule.text.is_empty() { Some(true) } else { asked() };
        if holds == Some(false) {
            continue;
        }
        let by = if rule.text.is_empty() { Vec::new() } else { vec![rule.text.clone()] };
        chances.push(Chance { rule: Some(index), by, when: rule.when.clone() });
        if holds == Some(true) && !rule.files {
            return chances;
        }
    }
    chances.push(Chance { rule: None, by: Vec::new(), when: "never".to_owned() });
    chances
}

/// The variable that a condition asks for, if it asks for one and nothing else.
pub(in crate::input::pipeline) fn only_variable(condition: &str) -> Option<String> {
    let mut names = Vec::new();
    expression::parse(condition)?.names(&mut names);
    names.dedup();
    names.pop().filter(|_| names.is_empty())
}

fn holds(condition: &str, occasion: Occasion, set: &BTreeMap<String, String>) -> Option<bool> {
    expression::parse(condition).and_then(|expression| occasion.holds(&expression, set))
}

/// Rules in order, nested lists as GitLab flattens them.
fn conditions(rules: Option<&Item>, own: &str) -> Vec<Condition> {
    let mut flat = Vec::new();
    if let Some(rules) = rules {
        flatten(rules, &mut flat);
    }
    let condition = |rule: &Item| Condition {
        read: expression::parse(&rule.text("if")),
        text: rule.text("if"),
        files: ["changes", "exists"].iter().any(|key| rule.get(key).is_some()),
        when: Some(rule.text("when")).filter(|when| !when.is_empty()).unwrap_or_else(|| own.to_owned()),
    };
    flat.into_iter().map(condition).collect()
}

/// Whether `only` (`all` of its keys) or `except` (any of them) means an occasion.
fn is_meant(policy: &Item, occasion: Occasion, set: &BTreeMap<String, String>, all: bool) -> Option<bool> {
    let any_of = |texts: Vec<String>, holds: &dyn Fn(&str) -> Option<bool>| {
        let answers: Vec<Option<bool>> = texts.iter().map(|text| holds(text)).collect();
        if answers.contains(&Some(true)) {
            return Some(true);
        }
        answers.iter().all(Option::is_some).then_some(false)
    };
    let named = |references: &Item| any_of(references.texts(), &|reference| occasion.is_named(reference));
    if !policy.is_map() {
        return named(policy);
    }
    let mut answers = Vec::new();
    answers.extend(policy.get("refs").map(named));
    let asked = policy.get("variables").map(|asked| any_of(asked.texts(), &|text| holds(text, occasion, set)));
    answers.extend(asked);
    answers.extend(["changes", "kubernetes"].iter().filter(|key| policy.get(key).is_some()).map(|_| None));
    if answers.contains(&Some(!all)) {
        return Some(!all);
    }
    answers.iter().all(Option::is_some).then_some(all)
}

impl Presence {
    /// Every way in which the job may stand in a pipeline.
    pub(in crate::input::pipeline) fn chances(&self) -> impl Iterator<Item = &Chance> {
        self.0.iter().flatten()
    }

    /// The same for each kind of pipeline.
    pub(in crate::input::pipeline) fn kinds(&self) -> impl Iterator<Item = &[Chance]> {
        self.0.iter().map(Vec::as_slice)
    }

    /// Whether it stands in every pipeline that another job stands in, started by hand; `None` when that is not known.
    pub(in crate::input::pipeline) fn asks_before(&self, other: &Self) -> Option<bool> {
        let mut answer = Some(true);
        for (own, others) in self.0.iter().zip(&other.0) {
            let added: Vec<&Chance> = others.iter().filter(|chance| chance.is_added()).collect();
            if added.is_empty() {
                continue;
            }
            let may_ask = own.iter().any(|chance| chance.when == "manual");
            let asks = own.iter().all(|chance| chance.when == "manual") || same_condition(own, &added);
            match (asks, may_ask) {
                (true, _) => {}
                (false, true) => answer = None,
                (false, false) => return Some(false),
            }
        }
        answer
    }
}

/// Whether somebody is asked for a job by each of the conditions by which others are added, whatever those come to.
fn same_condition(own: &[Chance], others: &[&Chance]) -> bool {
    let asking = own.iter().take_while(|chance| chance.when == "manual");
    let asking: Vec<&String> = asking.flat_map(|chance| &chance.by).collect();
    others.iter().all(|other| !other.by.is_empty() && other.by.iter().all(|condition| asking.contains(&condition)))
}

impl Chance {
    /// Whether the job is added.
    pub(in crate::input::pipeline) fn is_added(&self) -> bool {
        self.when != "never"
    }
}
