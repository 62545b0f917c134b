//! Judges one document at a time with every policy that is about it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use super::answer::Answers;
use super::contract::elements;
use super::group::{Groups, Said};
use super::libraries::Libraries;
use super::lint::Linter;
use super::plan;
use super::rego::{self, Value};
use super::{Judgement, Settings};
use crate::finding::{Answer, Cell, Finding, Kind, State, Text};
use crate::input::Document;
use crate::limits::LIMITS;
use crate::policy::{Authority, Policy};

/// Sets of policies that have a program of their own. A program takes milliseconds to load and megabytes to keep.
const SETS: usize = 12;

/// Policies, ready to judge documents.
///
/// A program is built for each set of policies that matches a document, when it is first needed, and kept. Judging
/// takes `&self` and may run on many threads; give them stacks of at least [`crate::engine::STACK_BYTES`].
pub struct Judge {
    policies: Vec<Policy>,
    libraries: Libraries,
    settings: Settings,
    /// What keeps each policy from running, by its index; only users' policies are linted at run time.
    lints: OnceLock<Vec<Option<String>>>,
    programs: Mutex<BTreeMap<Vec<usize>, Arc<Groups>>>,
}

impl Judge {
    /// Prepares for these policies. `libraries` are file name and text of the Rego files that policies may import.
    #[must_use]
    pub fn new(mut policies: Vec<Policy>, libraries: Vec<(String, String)>, settings: Settings) -> Self {
        policies.sort_by(|a, b| (&a.meta.id, &a.file).cmp(&(&b.meta.id, &b.file)));
        Self {
            policies,
            libraries: Libraries::new(libraries),
            settings,
            lints: OnceLock::new(),
            programs: Mutex::default(),
        }
    }

    /// Judges one document with every policy of its kind. It never panics and never fails: whatever goes wrong is
    /// the state of a cell.
    #[must_use]
    pub fn judge(&self, document: &Document) -> Judgement {
        let mut judgement = Judgement::default();
        let mut applicable = Vec::new();
        for (index, policy) in self.policies.iter().enumerate().filter(|(_, p)| p.meta.input == document.kind) {
            match plan::not_applicable(policy, document) {
                Some(why) => judgement.cells.push(cell(document, policy, State::NotApplicable(why))),
                None => applicable.push(index),
            }
        }
        self.evaluate(document, &applicable, &mut judgement);
        judgement.cells.sort();
        judgement.findings.sort_by(Finding::order);
        judgement
    }

    /// Evaluates the policies that apply and fills their cells.
    fn evaluate(&self, document: &Document, applicable: &[usize], judgement: &mut Judgement) {
        if applicable.is_empty() {
            return;
        }
        let groups = self.groups(document.kind, applicable);
        for (index, why) in groups.broken.iter().filter(|(index, _)| applicable.contains(index)) {
            if let Some(policy) = self.policies.get(*index) {
                judgement.cells.push(cell(document, policy, State::Incomplete(Text::new(why))));
            }
        }
        let input = rego::value(document.value());
        let deadline = Instant::now() + LIMITS.document_time;
        let mut answers = Answers::new(document);
        let all = groups.ready.iter().flat_map(|group| group.evaluate(&self.policies, &input, deadline));
        for said in all.filter(|said| applicable.contains(&said.policy)) {
            if let Some(policy) = self.policies.get(said.policy) {
                let (cell, findings) = self.settle(document, policy, &said, &mut answers);
                judgement.cells.push(cell);
                judgement.findings.extend(findings);
            }
        }
    }

    /// The programs for a set of policies; for all of the kind once there are many different sets.
    fn groups(&self, kind: Kind, applicable: &[usize]) -> Arc<Groups> {
        let mut programs = self.programs.lock().unwrap_or_else(PoisonError::into_inner);
        let mut applicable = applicable.to_vec();
        if !programs.contains_key(&applicable) && programs.len() >= SETS {
            let all = self.policies.iter().enumerate();
            applicable = all.filter(|(_, policy)| policy.meta.input == kind).map(|(index, _)| index).collect();
        }
        if let Some(groups) = programs.get(&applicable) {
            return Arc::clone(groups);
        }
        let mut groups = Groups::default();
        let (users, bundled): (Vec<usize>, Vec<usize>) = applicable
            .iter()
            .copied()
            .partition(|index| self.policies.get(*index).is_some_and(|policy| policy.authority == Authority::User));
        groups.load(&self.policies, &bundled, &self.libraries, &self.settings);
        let mut fit = Vec::new();
        for index in users {
            match self.lints().get(index).cloned().flatten() {
                Some(why) => groups.broken.push((index, why)),
                None => fit.push(index),
            }
        }
        groups.load(&self.policies, &fit, &self.libraries, &self.settings);
        let groups = Arc::new(groups);
        programs.insert(applicable, Arc::clone(&groups));
        groups
    }

    fn lints(&self) -> &[Option<String>] {
        self.lints.get_or_init(|| {
            let linter = Linter::new(&self.libraries.files());
            let lint = |policy: &Policy| {
                let lints = if policy.authority == Authority::User { linter.policy(policy) } else { Vec::new() };
                let (first, rest) = lints.split_first()?;
                let more = if rest.is_empty() { String::new() } else { format!(" (and {} more)", rest.len()) };
                Some(format!("{first}{more}"))
            };
            self.policies.iter().map(lint).collect()
        })
    }

    /// The cell and the findings of one policy from what it said.
    fn settle(
        &self,
        document: &Document,
        policy: &Policy,
        said: &Said,
        answers: &mut Answers<'_>,
    ) -> (Cell, Vec<Finding>) {
        let meta = &policy.meta;
        let severity = self.settings.severities.get(&meta.id).copied().unwrap_or(meta.severity);
        let mut cause = said.cause.clone();
        let mut findings = Vec::new();
        let mut collect = |rule: &str, value: &Value, answer: Answer| {
            let stated = elements(rule, value);
            if let Some(breach) = stated.breach {
                cause.get_or_insert(breach);
            }
            let before = findings.len();
            for element in &stated.good {
                match answers.finding(meta, severity, answer, element) {
                    Ok(finding) => findings.push(finding),
                    Err(breach) => {
                        cause.get_or_insert(breach);
                    }
                }
            }
            findings.len().saturating_sub(before)
        };
        let violations = collect("deny", &said.deny, Answer::Violation);
        let unknowns = collect("unknown", &said.unknown, Answer::Unknown);
        let state = cause.map_or(State::Judged, |cause| State::Incomplete(Text::new(&document.known.mask(&cause))));
        (Cell { violations, unknowns, ..cell(document, policy, state) }, findings)
    }
}

/// An empty cell.
fn cell(document: &Document, policy: &Policy, state: State) -> Cell {
    Cell {
        path: document.path.clone(),
        kind: document.kind,
        policy: policy.meta.id.clone(),
        state,
        violations: 0,
        unknowns: 0,
    }
}
