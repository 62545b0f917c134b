//! `--changed`: only what a change introduces decides. What was there where it left its base is counted.
//!
//! Both trees are judged by the same rules. What is the same in both is judged once: the judging process says for which
//! documents everything that it asked of the tree is the same. Nothing is kept from run to run, since a change could
//! write what is kept.

mod before;
mod lines;
mod pairs;
mod run;
mod shared;
mod side;
mod unjudged;

use std::path::Path;

use super::super::args::Check;
use super::super::error::CliError;
use super::gather::Gathered;
use super::judged::Judged;
use super::rules::Rules;
use crate::engine::supervise::Judged as Results;
use crate::engine::supervise::protocol::{Job, Other};
use crate::outcome::RulesFrom;
use crate::source::Forks;

pub(super) use before::{Before, Run};
use shared::Shared;
use side::Side;

/// The most common ancestors that a change is compared with; each costs a run.
const MOST: usize = 4;

/// What to do about a clone that does not reach back far enough.
const DEEPER: &str = "clone the whole history (fetch-depth: 0, GIT_DEPTH: 0)";

/// The trees that a change is compared with.
pub(super) struct Comparison {
    sides: Vec<Side>,
    notices: Vec<String>,
}

impl Comparison {
    /// Opens the trees where the change left its base; `None` where the caller does not compare.
    ///
    /// # Errors
    /// When nobody can say where that was.
    pub(super) fn open(
        call: &Check,
        judged: &Judged,
        gathered: &Gathered,
        rules: &Rules,
    ) -> Result<Option<Self>, CliError> {
        if !call.comparison.changed {
            return Ok(None);
        }
        let commits = left_at(&judged.root, call, rules)?;
        let plans = side::plans(judged, call)?;
        let open = |commit: &String| Side::open(commit, &plans, judged, gathered, (call, rules));
        let sides = commits.iter().map(open).collect::<Result<_, _>>()?;
        Ok(Some(Self { sides, notices: side::unplanned(judged, &plans) }))
    }

    /// The trees, as the judging process opens them.
    pub(super) fn against(&self) -> Vec<Other> {
        self.sides.iter().map(Side::other).collect()
    }

    /// Judges what is not the same in every tree.
    ///
    /// # Errors
    /// When no judging process can be started.
    pub(super) fn judge(self, program: &Path, job: &Job, rules: &Rules, results: &Results) -> Result<Before, CliError> {
        let shared = Shared::of(&self.sides, job, results);
        let mut before = Before::new(shared, self.notices);
        for side in self.sides {
            let found = run::judge(&side, program, job, rules, &before.shared, results)?;
            before.add(side, found);
        }
        Ok(before)
    }
}

/// The commits that the change is compared with.
fn left_at(root: &Path, call: &Check, rules: &Rules) -> Result<Vec<String>, CliError> {
    let (revision, base) = match &rules.from {
        RulesFrom::Base { revision, commit } => (revision, commit),
        RulesFrom::Merged { revision, .. } => {
            return Err(CliError::usage(
                format!("--base {revision} holds the judged commit already: there is no change to compare"),
                "drop --changed where no change is judged; to compare with the commit before, pass --base HEAD~1",
            ));
        }
        RulesFrom::WorkingTree => {
            return Err(CliError::usage(
                "--changed needs a base",
                "pass the branch that the change goes to with --base",
            ));
        }
    };
    let Forks { commits, complete } = Forks::find(root, base, call.owner())?;
    if commits.is_empty() || !complete {
        let message = format!("this clone does not reach back to where the change left {revision}");
        return Err(CliError::usage(message, DEEPER));
    }
    if commits.len() > MOST {
        let message =
            format!("the change left {revision} at {} commits; it is compared with {MOST} at most", commits.len());
        return Err(CliError::usage(message, "merge the base into the change once more"));
    }
    Ok(commits)
}
