//! Judges one document at a time with every policy that is about it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::answer::Answers;
use super::contract::{Element, Elements, elements};
use super::doubt::doubts;
use super::guard::{ALL, Guard};
use super::libraries::Libraries;
use super::lint::Linter;
use super::parts::Parts;
use super::program::{self, Said};
use super::rego::{Program, Value};
use super::{Judgement, Settings, plan};
use crate::finding::{Answer, Cell, Finding, Kind, PolicyId, State, Text};
use crate::input::Document;
use crate::policy::{Authority, Policy, guards};

/// Policies, ready to judge documents.
///
/// Judging takes `&self` and may run on many threads; give them stacks of at least [`crate::engine::STACK_BYTES`].
pub struct Judge {
    entries: Vec<Entry>,
    libraries: Libraries,
    settings: Settings,
    /// Reads users' policies; made for the first of them.
    linter: OnceLock<Linter>,
    guards: Guards,
}

/// Where the guards of bundled policies come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Guards {
    /// They were derived when gate was built.
    #[default]
    BuiltIn,
    /// They are derived from the text of the policies, which need not be that of the built ones.
    Derived,
    /// They are not heeded: every policy is asked about everything. For the test that compares both ways.
    None,
}

/// One policy and what was made of it so far.
struct Entry {
    policy: Policy,
    /// Its guard, or why it may not run; users' policies are linted when a document of their kind is there.
    guard: OnceLock<Result<Guard, String>>,
    /// Its program, built when its guard first holds, or why it does not load.
    program: OnceLock<Result<Program, String>>,
    /// Which answers it has: `deny`, and `unknown`.
    answers: (bool, bool),
}

impl Judge {
    /// Prepares for these policies. `libraries` are file name and text of the Rego files that policies may import.
    #[must_use]
    pub fn new(mut policies: Vec<Policy>, libraries: Vec<(String, String)>, settings: Settings) -> Self {
        policies.sort_by(|a, b| (&a.meta.id, &a.file).cmp(&(&b.meta.id, &b.file)));
        let entry = |policy: Policy| {
            let answers = program::answers(&policy);
            Entry { policy, guard: OnceLock::new(), program: OnceLock::new(), answers }
        };
        Self {
            entries: policies.into_iter().map(entry).collect(),
            libraries: Libraries::new(libraries),
            settings,
            linter: OnceLock::new(),
            guards: Guards::BuiltIn,
        }
    }

    /// The same with other guards.
    #[must_use]
    pub fn with_guards(self, guards: Guards) -> Self {
        Self { guards, ..self }
    }

    /// Judges one document with every policy of its kind. It never panics and never fails: whatever goes wrong is
    /// the state of a cell.
    #[must_use]
    pub fn judge(&self, document: &Document) -> Judgement {
        self.judge_with(document, self.settings.identities)
    }

    /// The same; `identities` is whether findings say what they are wherever they stand.
    #[must_use]
    pub fn judge_with(&self, document: &Document, identities: bool) -> Judgement {
        let mut judgement = Judgement::default();
        let mut parts = Parts::of(document);
        let mut answers = Answers::new(document, identities);
        for entry in self.entries.iter().filter(|entry| entry.policy.meta.input == document.kind) {
            let policy = &entry.policy;
            if let Some(why) = plan::not_applicable(policy, document.kind, &document.facets) {
                judgement.cells.push(cell(document, policy, State::NotApplicable(why)));
                continue;
            }
            match self.ask(entry, &mut parts) {
                Ok(said) => {
                    let (cell, findings) = self.settle(document, policy, &said, &mut answers);
                    judgement.cells.push(cell);
                    judgement.findings.extend(findings);
                }
                Err(why) => judgement.cells.push(cell(document, policy, State::Incomplete(Text::new(&why)))),
            }
        }
        // What is planned is called by its address, and another address is another thing.
        if identities && !judgement.findings.is_empty() && matches!(document.kind, Kind::Pipeline | Kind::Airflow) {
            judgement.names = answers.names();
        }
        judgement.cells.sort();
        judgement.findings.sort_by(Finding::order);
        judgement
    }

    /// What a policy says about a document; nothing where its guard does not hold.
    fn ask(&self, entry: &Entry, parts: &mut Parts<'_>) -> Result<Said, String> {
        let guard = entry.guard.get_or_init(|| self.guard(&entry.policy)).as_ref().map_err(Clone::clone)?;
        let load = || {
            let program = program::load(&entry.policy, &self.libraries, &self.settings);
            program.map_err(|fault| format!("the policy cannot be loaded: {fault}"))
        };
        let program = || entry.program.get_or_init(load).as_ref().map_err(Clone::clone);
        // A guard says what a policy means; of one that does not load nobody knows.
        if entry.policy.authority != Authority::Bundled {
            program()?;
        }
        let heeded = self.guards != Guards::None;
        let may = if heeded { guard.may_yield(parts.document()) } else { (true, true) };
        let may = (may.0 && entry.answers.0, may.1 && entry.answers.1);
        let worst = guard.worst(parts.document());
        if may == (false, false) && worst.is_none() {
            return Ok(Said::default());
        }
        let everything = if heeded { BTreeSet::new() } else { BTreeSet::from([ALL.to_owned()]) };
        let reads = if heeded { &guard.reads } else { &everything };
        let program = program()?;
        let said = program::ask(program, &entry.policy, &parts.input(reads), may);
        Ok(match worst {
            Some(facts) => program::at_worst(program, &entry.policy, &parts.with_facts(&guard.reads, &facts), said),
            None => said,
        })
    }

    /// The guard of a policy: built in for a bundled one, and derived for a user's once it is known to be sound.
    fn guard(&self, policy: &Policy) -> Result<Guard, String> {
        let bundled = policy.authority == Authority::Bundled;
        let built = bundled && self.guards != Guards::Derived;
        if let Some(guard) = built.then(|| built_in(&policy.meta.id)).flatten() {
            return Ok(guard);
        }
        let linter = self.linter.get_or_init(|| Linter::new(&self.libraries.files()));
        if bundled {
            return linter.guard(policy).map_err(|lint| format!("the policy cannot be loaded: {lint}"));
        }
        linter.checked(policy).map_err(|lints| {
            let more =
                if lints.len() > 1 { format!(" (and {} more)", lints.len().saturating_sub(1)) } else { String::new() };
            lints.first().map_or_else(String::new, |first| format!("{first}{more}"))
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
        let mut read = |rule: &str, value: Option<&Value>| {
            let stated = value.map_or_else(Elements::default, |value| elements(rule, value));
            if let Some(breach) = stated.breach {
                cause.get_or_insert(breach);
            }
            stated.good
        };
        let denied = read("deny", said.deny.as_ref());
        let mut asked = read("unknown", said.unknown.as_ref());
        let worst = read("deny", said.worst.as_ref());
        asked.extend(doubts(worst, &denied, document.content.facts()));
        let mut findings = Vec::new();
        let mut state = |elements: &[Element], answer: Answer| {
            let before = findings.len();
            for element in elements {
                match answers.finding(meta, severity, answer, element) {
                    Ok(finding) => findings.push(finding),
                    Err(breach) => {
                        cause.get_or_insert(breach);
                    }
                }
            }
            findings.len().saturating_sub(before)
        };
        let (violations, unknowns) = (state(&denied, Answer::Violation), state(&asked, Answer::Unknown));
        let state = cause.map_or(State::Judged, |cause| State::Incomplete(Text::new(&document.known.mask(&cause))));
        (Cell { violations, unknowns, ..cell(document, policy, state) }, findings)
    }
}

/// The guard that was derived for a bundled policy when gate was built.
#[must_use]
pub fn built_in(policy: &PolicyId) -> Option<Guard> {
    guards().get(policy.as_str()).and_then(|guard| serde_json::from_str(guard.get()).ok())
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
