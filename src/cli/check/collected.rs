//! What the judging process came to, put together.

use std::collections::{BTreeMap, BTreeSet};

use super::room::Room;
use super::rules::Rules;
use super::united;
use crate::config::{PlanNeed, TerraformInput};
use crate::engine::supervise::protocol::{Candidate, Reading, Whole};
use crate::finding::{Cell, Disposition, Finding, Kind, State};
use crate::input::Outside;
use crate::input::recognised::{self, Form, Standing};
use crate::limits::LIMITS;
use crate::outcome::{Aside, Emergency, Listed, Skipped, Unjudged, Unlisted};
use crate::source::RepoPath;

/// The format of settings that a file declares and nobody has seen at the forge: never what `required` asks for.
const DECLARED: &str = "github-ruleset";

/// What is collected on the way.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) cells: Vec<Cell>,
    pub(super) findings: Vec<Finding>,
    pub(super) unjudged: Vec<Unjudged>,
    /// What could not be judged and does not decide.
    pub(super) aside: Vec<Aside>,
    /// The emergencies that hold.
    pub(super) emergencies: Vec<Emergency>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) documents: BTreeMap<Kind, usize>,
    /// The kinds of which there is more than a declaration.
    evident: BTreeSet<Kind>,
    /// What is to be said of documents.
    pub(super) notices: BTreeSet<String>,
    /// What belongs to other repositories.
    pub(super) outside: Vec<Outside>,
    /// Files of the tree that judged documents run, each with one that does.
    pub(super) runs: BTreeMap<RepoPath, RepoPath>,
    /// Files that define DAGs and are judged with the DAG files that read them.
    definitions: BTreeSet<RepoPath>,
    /// The files that were read, and their SHA-256.
    pub(super) read: BTreeMap<RepoPath, String>,
    /// What is recognised and not judged, by the name of its form.
    pub(super) listed: BTreeMap<String, Listed>,
    /// The first file of each folder of code that no plan speaks for.
    pub(super) unplanned: BTreeSet<RepoPath>,
    /// Files that turned out to be nothing that is judged.
    not_mine: BTreeSet<RepoPath>,
}

impl Collected {
    /// What is known before anything is judged.
    pub(super) fn new(unjudged: Vec<Unjudged>, skipped: Vec<Skipped>) -> Self {
        Self { unjudged, skipped, ..Self::default() }
    }

    /// What became of one candidate; `named` is whether somebody asked for just this file.
    pub(super) fn reading(&mut self, candidate: &Candidate, reading: Reading, named: bool) {
        match reading {
            Reading::Judged { kind, problems, judgement, notices, outside, runs, .. } => {
                self.notices.extend(notices.iter().map(|notice| format!("{}: {}", candidate.path, notice.raw())));
                self.outside.extend(outside);
                if kind == Kind::Airflow {
                    self.definitions.extend(runs.iter().cloned());
                }
                for path in runs {
                    self.runs.entry(path).or_insert_with(|| candidate.path.clone());
                }
                if candidate.format != DECLARED {
                    self.evident.insert(kind);
                }
                let count = self.documents.entry(kind).or_default();
                *count = count.saturating_add(1);
                self.unjudged.extend(problems.into_iter().map(Unjudged::from));
                self.cells.extend(judgement.cells);
                self.findings.extend(judgement.findings);
            }
            Reading::Failed(problem) => self.unjudged.push(problem.into()),
            Reading::Recognised(form) => match recognised::by_name(&form) {
                Some(form) if form.standing == Standing::Listed && named => self.unclaimed(&candidate.path),
                Some(form) => self.recognised(candidate.path.clone(), form),
                None => self.unclaimed(&candidate.path),
            },
            Reading::Nothing if named => self.unclaimed(&candidate.path),
            Reading::Nothing => {
                self.not_mine.insert(candidate.path.clone());
            }
            Reading::NotMine(reason) => {
                self.not_mine.insert(candidate.path.clone());
                self.skipped.push(Skipped { path: candidate.path.clone(), reason });
            }
        }
    }

    /// Takes back that nothing reads a file: what defines DAGs is judged with the DAG file that reads it.
    pub(super) fn read_elsewhere(&mut self) {
        let read = &self.definitions;
        self.unjudged.retain(|it| !(it.unread && it.path.as_ref().is_some_and(|path| read.contains(path))));
    }

    fn unclaimed(&mut self, path: &RepoPath) {
        let reason = "no format of gate claims this file; see `gate check --help` for what is judged";
        self.unjudged.push(Unjudged::of(path, reason));
    }

    /// A file that no format reads, and what it is.
    pub(super) fn recognised(&mut self, path: RepoPath, form: &Form) {
        match form.standing {
            Standing::Unread => {
                let reason = format!("{}, which gate cannot read: nothing of it was judged", form.title);
                self.unjudged.push(Unjudged { unread: true, ..Unjudged::of(&path, reason.as_str()) });
            }
            Standing::Listed => {
                let (slug, title) = (form.slug.to_owned(), form.title.to_owned());
                let entry = Listed { form: slug.clone(), title, paths: BTreeSet::new() };
                self.listed.entry(slug).or_insert(entry).paths.insert(path);
            }
            // Its reader has claimed it, or has seen that it is something else.
            Standing::Read(_) => {}
        }
    }

    /// What needed every document at once; without it the run is not complete.
    pub(super) fn whole(
        &mut self,
        whole: Option<Result<Whole, String>>,
        input: &TerraformInput,
        unplanned: &dyn Fn(&RepoPath) -> Unjudged,
    ) {
        let missing = "the judging process ended before it looked at the whole repository".to_owned();
        let whole = match whole.unwrap_or(Err(missing)) {
            Ok(whole) => whole,
            Err(cause) => {
                let reason = format!("policies over the whole repository: {cause}");
                self.unjudged.push(Unjudged::of_run(reason));
                return;
            }
        };
        self.unjudged.extend(whole.problems.into_iter().map(Unjudged::from));
        if let Some(judgement) = whole.judgement {
            self.cells.extend(judgement.cells);
            self.findings.extend(judgement.findings);
        }
        self.read = whole.read;
        self.unplanned.extend(whole.unplanned.iter().cloned());
        for file in whole.unplanned {
            let missing = unplanned(&file);
            match input.need(&file) {
                PlanNeed::Required => self.unjudged.push(missing),
                PlanNeed::Optional => {
                    self.skipped.push(Skipped { path: file, reason: missing.reason.raw().to_owned() });
                }
            }
        }
    }

    /// What the configuration requires and nobody gave.
    pub(super) fn missing(&mut self, rules: &Rules) {
        for kind in rules.config.inputs.required() {
            if !self.evident.contains(&kind) {
                let reason = format!("the configuration requires an input of kind `{kind}` and none could be judged");
                self.unjudged.push(Unjudged::of_run(reason));
            }
        }
    }

    /// One line that many jobs share is one thing to mend. Before anything is set aside: what is the same must not be
    /// open and accepted at once.
    pub(super) fn unite(&mut self) {
        self.findings = united::united(std::mem::take(&mut self.findings));
    }

    /// What is to be said once at its place is said by the strongest finding there. After everything is set aside: what
    /// does not decide stands for nothing that does.
    pub(super) fn say_once(&mut self) {
        self.findings = united::said_once(std::mem::take(&mut self.findings));
    }

    /// Sets aside what could not be evaluated, where `of` says by whose word.
    pub(super) fn cells_aside(&mut self, of: impl Fn(&Cell) -> Option<Disposition>) {
        for cell in &mut self.cells {
            let State::Incomplete(why) = &cell.state else { continue };
            let Some(disposition) = of(cell) else { continue };
            let unjudged = Unjudged { policy: Some(cell.policy.clone()), ..Unjudged::of(&cell.path, why.clone()) };
            self.aside.push(Aside { unjudged, disposition });
            cell.state = State::SetAside(why.clone());
        }
    }

    /// The same of what could not be judged; `of` is told its place in the list as well.
    pub(super) fn unjudged_aside(&mut self, mut of: impl FnMut(usize, &Unjudged) -> Option<Disposition>) {
        for (index, unjudged) in std::mem::take(&mut self.unjudged).into_iter().enumerate() {
            match of(index, &unjudged) {
                Some(disposition) => self.aside.push(Aside { unjudged, disposition }),
                None => self.unjudged.push(unjudged),
            }
        }
    }

    /// Brings everything into the order of reports. There is room for so many findings, unless somebody needs `every`
    /// one; returns what is counted and not listed.
    pub(super) fn sort_and_cap(&mut self, every: bool) -> Vec<Unlisted> {
        let Room { listed, unlisted, full } = Room::of(std::mem::take(&mut self.findings), LIMITS.findings, every);
        self.findings = listed;
        self.unjudged.extend(full);
        self.unjudged.sort();
        self.unjudged.dedup();
        self.aside.sort();
        self.aside.dedup();
        self.skipped.sort();
        self.skipped.dedup();
        self.outside.sort();
        self.outside.dedup();
        let not_mine = &self.not_mine;
        self.read.retain(|path, _| !not_mine.contains(path));
        unlisted
    }
}
