//! What the variables of a job hold: those of GitLab, of the pipeline and of the job, and of the reports of other jobs.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::item::Item;
use super::reader::Reader;
use crate::input::Via;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::knowledge::gitlab_variables::GitlabVariables;
use crate::input::pipeline::model::Trust;
use crate::input::pipeline::persistent::Map;
use crate::input::pipeline::taint::{Kept, Value};

/// How deep variables are followed into each other.
const DEPTH: usize = 50;

/// The variables that a script of a job sees.
pub(super) struct Variables {
    set: BTreeMap<String, String>,
    /// What rules set instead, and every value of a matrix.
    instead: BTreeMap<String, Vec<String>>,
    /// The variables that the matrix of the job sets for sure.
    matrix: std::collections::BTreeSet<String>,
    received: BTreeMap<String, Held>,
    predefined: Arc<GitlabVariables>,
    places: BTreeMap<String, String>,
    /// What is known of them so far, so that one that stands in many others is looked at once.
    known: RefCell<BTreeMap<String, Option<Held>>>,
}

impl Variables {
    /// What a variable holds; `None` for one that nobody sets.
    pub(super) fn get(&self, name: &str) -> Option<Held> {
        self.held(name, DEPTH)
    }

    fn held(&self, name: &str, depth: usize) -> Option<Held> {
        if let Some(known) = self.known.borrow().get(name) {
            return known.clone();
        }
        // One that stands in itself is not known there.
        self.known.borrow_mut().insert(name.to_owned(), None);
        let held = self.expanded(name, depth);
        self.known.borrow_mut().insert(name.to_owned(), held.clone());
        held
    }

    fn expanded(&self, name: &str, depth: usize) -> Option<Held> {
        // What a job receives wins over what files set.
        if let Some(held) = self.received.get(name) {
            return Some(held.clone());
        }
        let own = self.set.get(name);
        let texts: Vec<&String> = own.into_iter().chain(self.instead.get(name).into_iter().flatten()).collect();
        let Some((text, others)) = texts.split_first() else {
            return self.predefined.is_free_text(name).then(|| Held {
                trust: Trust::Untrusted,
                tainted_by: name.to_owned(),
                lines: self.predefined.has_lines(name),
                ..Held::unknown()
            });
        };
        let mut held = self.filled(text, depth);
        for other in others {
            held.join(&self.filled(other, depth));
        }
        // Where only a rule sets it, it may be anything else.
        if own.is_none() && !self.matrix.contains(name) {
            held.texts = None;
        }
        if let Some(loc) = self.places.get(name).filter(|_| held.trust >= Trust::Perhaps) {
            held.via.push(Via { loc: loc.clone(), path: Vec::new(), what: "is put into a variable here".to_owned() });
        }
        Some(held)
    }

    /// A text with what its variables hold.
    fn filled(&self, text: &str, depth: usize) -> Held {
        let mut held = Held::text("");
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('$') {
            held.append(&Held::text(before));
            if let Some(behind) = behind.strip_prefix('$') {
                held.append(&Held::text("$"));
                rest = behind;
                continue;
            }
            let (name, behind) = variable(behind);
            rest = behind;
            let inner = depth.checked_sub(1).and_then(|depth| self.held(name, depth));
            held.append(&inner.unwrap_or_else(Held::unknown));
        }
        held.append(&Held::text(rest));
        held
    }
}

/// The variables that rules set, each with every value.
pub(super) fn of_rules(item: Option<&Item>) -> Vec<(&super::item::Key, &Item)> {
    let mut rules = Vec::new();
    if let Some(item) = item.and_then(|item| item.get("rules")) {
        super::job::flatten(item, &mut rules);
    }
    let starts = |rule: &&&Item| rule.text("when") != "never";
    rules.iter().filter(starts).filter_map(|rule| rule.get("variables")).flat_map(Item::entries).map(pair).collect()
}

fn pair(entry: &(super::item::Key, Item)) -> (&super::item::Key, &Item) {
    (&entry.0, &entry.1)
}

/// The name of a variable behind its sign, and what follows: `NAME…`, `{NAME}…`.
pub(super) fn variable(text: &str) -> (&str, &str) {
    if let Some((name, behind)) = text.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
        return (name, behind);
    }
    let end = text.find(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

impl Reader<'_> {
    /// The variables of a job.
    pub(super) fn held_variables(&self, env: &BTreeMap<String, String>) -> Variables {
        let mut set = self.env.clone();
        set.extend(env.iter().map(|(name, text)| (name.clone(), text.clone())));
        let mut instead = self.of_workflow.clone();
        instead.retain(|name, _| !env.contains_key(name) && self.inherited.as_ref().is_none_or(|it| it.contains(name)));
        for (name, texts) in &self.of_rules {
            instead.entry(name.clone()).or_default().extend(texts.iter().cloned());
        }
        for (name, texts) in &self.matrix {
            set.remove(name);
            instead.insert(name.clone(), texts.clone());
        }
        Variables {
            set,
            instead,
            matrix: self.matrix.keys().cloned().collect(),
            received: self.received.clone(),
            predefined: Arc::clone(&self.places.tables.variables),
            places: self.places_of.clone(),
            known: RefCell::default(),
        }
    }

    /// What a script of a job finds: `script` goes on in the shell of `before_script`, the others have their own.
    pub(super) fn kept_before(&mut self, name: &str) -> Kept {
        let kept = std::mem::take(&mut self.kept);
        if name == "script" { kept } else { Kept { variables: Map::default(), ..kept } }
    }

    /// Keeps where a variable stands that holds what anybody can write.
    pub(super) fn keep_place(&mut self, name: &str, value: &Item) {
        let Some(text) = value.as_str().filter(|text| text.contains('$')) else { return };
        let mentions = |known: &str| text.contains(known);
        let is_free =
            self.places.tables.variables.names().any(mentions) || self.places_of.keys().any(|it| mentions(it));
        if is_free {
            let loc = self.places.entity(&value.source, value.source.first_line(value.span));
            self.places_of.insert(name.to_owned(), loc);
        }
    }

    /// What the rules of a job or of `workflow` set, by variable.
    pub(super) fn set_by_rules(&mut self, item: Option<&Item>) -> BTreeMap<String, Vec<String>> {
        let mut set: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, value) in of_rules(item) {
            let Some(text) = value.value_text() else { continue };
            self.keep_place(&key.name, value);
            set.entry(key.name.clone()).or_default().push(self.places.shown(&key.name, &text));
        }
        set
    }

    fn set_by_matrix(&mut self, job: &Item) -> BTreeMap<String, Vec<String>> {
        let rows = job.get("parallel").and_then(|parallel| parallel.get("matrix"));
        for (key, value) in rows.map(Item::one_or_more).unwrap_or_default().iter().flat_map(Item::entries) {
            value.one_or_more().iter().for_each(|value| self.keep_place(&key.name, value));
        }
        let mut matrix = super::matrix::read(job);
        for (name, texts) in &mut matrix {
            for text in texts.iter_mut() {
                *text = self.places.shown(name, text);
            }
        }
        matrix
    }

    /// What a trigger hands to its child pipeline.
    pub(super) fn handed_by(&self, trigger: &BTreeMap<String, String>) -> BTreeMap<String, Held> {
        let variables = self.held_variables(trigger);
        let mut handed: BTreeMap<String, Held> =
            trigger.keys().filter_map(|name| Some((name.clone(), variables.get(name)?))).collect();
        handed.retain(|_, held| held.trust >= Trust::Perhaps);
        handed
    }

    /// Begins a job: what it gets out of the reports of others.
    pub(super) fn begin(&mut self, job: &Item) {
        self.kept = Kept::default();
        self.received.clone_from(&self.handed);
        self.inherited = super::job::inherits(job);
        self.of_rules = self.set_by_rules(Some(job));
        self.matrix = self.set_by_matrix(job);
        let needs: Option<Vec<String>> = job.get("needs").map(super::waiting::needed);
        // Reports come with the files of a job: who takes none of them gets no variables.
        let files: Option<Vec<String>> = job.get("dependencies").map(Item::texts);
        let takes = |from: &String| [&needs, &files].iter().all(|it| it.as_ref().is_none_or(|it| it.contains(from)));
        for (from, variables) in &self.reported {
            if takes(from) {
                self.received.extend(variables.iter().map(|(name, held)| (name.clone(), held.clone())));
            }
        }
    }

    /// Ends a job: the variables that it reports (`artifacts: reports: dotenv`).
    pub(super) fn report(&mut self, id: &str, job: &Item) {
        let reports = job.get("artifacts").and_then(|artifacts| artifacts.get("reports"));
        let Some(dotenv) = reports.and_then(|reports| reports.get("dotenv")) else { return };
        let mut reported = BTreeMap::new();
        for path in dotenv.texts() {
            let key = path.strip_prefix("./").unwrap_or(&path);
            let content = self.kept.files.get(key).cloned().unwrap_or_default();
            reported.extend(Value::assignments(content).into_iter().filter(|(_, held)| held.trust >= Trust::Perhaps));
        }
        if !reported.is_empty() {
            self.reported.insert(id.to_owned(), reported);
        }
    }
}
