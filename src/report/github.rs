//! Workflow commands: annotations in the lines of a pull request, for those who do not upload SARIF.
//!
//! GitHub shows the first ten errors, warnings and notices of a step and drops the rest without a word, so only the
//! worst ten are sent, what could not be judged before all else, and a plain line says how many more there are.

use std::collections::BTreeSet;

use super::conclusion::{besides, last_line};
use super::escape::{for_workflow_command, for_workflow_property};
use super::obstacle::{self, Obstacle};
use super::words::{Level, remedy, statement};
use super::{Report, Style};
use crate::finding::{Disposition, Finding};
use crate::outcome::Outcome;

/// Annotations that GitHub shows of one step.
const SHOWN: usize = 10;
/// How many of them may be about what could not be judged, so that findings are seen as well.
const UNJUDGED: usize = 5;

/// `--format github`.
pub(super) struct GitHub;

impl Report for GitHub {
    fn name(&self) -> &'static str {
        "github"
    }

    fn render(&self, outcome: &Outcome, _style: &Style) -> String {
        let obstacles = obstacle::unjudged(outcome);
        let findings = one_for_each_file(outcome);
        let open = outcome.findings.iter().filter(|finding| is_open(finding)).count();
        let mut lines: Vec<String> = obstacles.iter().take(UNJUDGED).map(about_obstacle).collect();
        let room = SHOWN.saturating_sub(lines.len());
        let shown = findings.len().min(room);
        lines.extend(findings.into_iter().take(room).map(|finding| about_finding(finding, outcome)));
        let more = open.saturating_sub(shown);
        if more > 0 {
            lines.push(format!("+ {more} more: see the summary"));
        }
        let unsaid = obstacles.len().saturating_sub(UNJUDGED);
        if unsaid > 0 {
            lines.push(format!("+ {unsaid} more that could not be judged: see the summary"));
        }
        lines.extend(besides(outcome));
        lines.push(last_line(outcome));
        lines.join("\n") + "\n"
    }
}

fn is_open(finding: &Finding) -> bool {
    finding.disposition == Disposition::Open
}

/// The open findings in the order of reports, the first of every policy in a file.
fn one_for_each_file(outcome: &Outcome) -> Vec<&Finding> {
    let mut seen = BTreeSet::new();
    outcome
        .findings
        .iter()
        .filter(|finding| is_open(finding) && seen.insert((&finding.policy, &finding.location.path)))
        .collect()
}

fn about_finding(finding: &Finding, outcome: &Outcome) -> String {
    let policy = outcome.policies.get(&finding.policy);
    let slug = policy.map(|policy| format!(" {}", policy.meta.slug)).unwrap_or_default();
    let fix = policy.map(|policy| format!(" — fix: {}", remedy(finding, policy))).unwrap_or_default();
    let location = &finding.location;
    let (start, end) = (location.start, location.first_line_end);
    // The end column of a command is inclusive.
    let last = end.column.saturating_sub(1).max(start.column);
    format!(
        "::{} file={},line={},endLine={},col={},endColumn={last},title={}::{}",
        Level::of(finding.severity).as_str().replace("note", "notice"),
        for_workflow_property(location.path.as_str()),
        start.line,
        end.line,
        start.column,
        for_workflow_property(&format!("{}{slug}", finding.policy)),
        for_workflow_command(&format!("{}{fix}", statement(finding))),
    )
}

fn about_obstacle(obstacle: &Obstacle<'_>) -> String {
    let file = obstacle.path.map(|path| format!("file={},", for_workflow_property(path.as_str()))).unwrap_or_default();
    let line = obstacle.position.map(|at| format!("line={},col={},", at.line, at.column)).unwrap_or_default();
    let why = for_workflow_command(&format!("{}: {}", obstacle.place(), obstacle.why()));
    format!("::error {file}{line}title=could not be judged::{why}")
}
