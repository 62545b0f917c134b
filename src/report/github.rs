//! Workflow commands: annotations in the lines of a pull request, for those who do not upload SARIF.
//!
//! GitHub shows the first ten errors, warnings and notices of a step and drops the rest without a word, so only the
//! worst ten are sent, what could not be judged before all else, and a plain line says how many more there are.

use std::collections::BTreeSet;

use super::conclusion::{besides, last_line};
use super::emergency::said;
use super::escape::{for_terminal, for_workflow_command, for_workflow_property};
use super::obstacle::{self, Obstacle};
use super::words::{Level, remedy, statement};
use super::{Report, Style};
use crate::finding::{Disposition, Finding};
use crate::outcome::{Emergency, Outcome};

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
        let mut lines: Vec<String> = obstacles.iter().take(UNJUDGED).map(about_obstacle).collect();
        let mut unsaid = Vec::new();
        let sorts: [(&str, Which); 2] = [("", is_open), (" that will block later", is_upcoming)];
        for (of, which) in sorts {
            let all = outcome.findings.iter().filter(|finding| which(finding)).count();
            let before = lines.len();
            let room = SHOWN.saturating_sub(before);
            lines.extend(one_for_each_file(outcome, which).take(room).map(|it| about_finding(it, outcome)));
            let more = all.saturating_sub(lines.len().saturating_sub(before));
            unsaid.extend((more > 0).then(|| format!("+ {more} more{of}: see the summary")));
        }
        let more = obstacles.len().saturating_sub(UNJUDGED);
        unsaid.extend((more > 0).then(|| format!("+ {more} more that could not be judged: see the summary")));
        lines.extend(unsaid);
        // Plain lines: they take no room from annotations.
        lines.extend(outcome.notices.iter().map(|notice| format!("notice: {}", for_workflow_command(notice))));
        lines.extend(besides(outcome));
        lines.push(last_line(outcome, for_terminal));
        // Before all others, and beside the ten: whoever sees the checks sees that a glass is broken.
        let emergencies = outcome.emergencies.iter().map(about_emergency);
        let lines: Vec<String> = emergencies.chain(lines).collect();
        lines.join("\n") + "\n"
    }
}

/// Which findings are meant.
type Which = fn(&Finding) -> bool;

fn is_open(finding: &Finding) -> bool {
    finding.disposition.is_open()
}

const fn is_upcoming(finding: &Finding) -> bool {
    matches!(finding.disposition, Disposition::Upcoming { .. })
}

/// The findings of one sort in the order of reports, the first of every policy in a file.
fn one_for_each_file(outcome: &Outcome, which: Which) -> impl Iterator<Item = &Finding> {
    let mut seen = BTreeSet::new();
    outcome
        .findings
        .iter()
        .filter(move |finding| which(finding) && seen.insert((&finding.policy, &finding.location.path)))
}

fn about_finding(finding: &Finding, outcome: &Outcome) -> String {
    let policy = outcome.policies.get(&finding.policy);
    let slug = policy.map(|policy| format!(" {}", policy.meta.slug)).unwrap_or_default();
    let fix = policy.map(|policy| format!(" — fix: {}", remedy(finding, policy))).unwrap_or_default();
    let location = &finding.location;
    let (start, end) = (location.start, location.first_line_end);
    // The end column of a command is inclusive.
    let last = end.column.saturating_sub(1).max(start.column);
    let (level, later) = match &finding.disposition {
        Disposition::Upcoming { from } => (Level::Note, format!("will block from {from}: ")),
        _ => (Level::of(finding.severity), String::new()),
    };
    format!(
        "::{} file={},line={},endLine={},col={},endColumn={last},title={}::{}",
        level.as_str().replace("note", "notice"),
        for_workflow_property(location.path.as_str()),
        start.line,
        end.line,
        start.column,
        for_workflow_property(&format!("{}{slug}", finding.policy)),
        for_workflow_command(&format!("{later}{}{fix}", statement(finding))),
    )
}

fn about_emergency(emergency: &Emergency) -> String {
    format!("::warning title=in emergency::{}", for_workflow_command(&said(emergency)))
}

fn about_obstacle(obstacle: &Obstacle<'_>) -> String {
    let file = obstacle.path.map(|path| format!("file={},", for_workflow_property(path.as_str()))).unwrap_or_default();
    let line = obstacle.position.map(|at| format!("line={},col={},", at.line, at.column)).unwrap_or_default();
    let why = for_workflow_command(&format!("{}: {}", obstacle.place(), obstacle.why()));
    format!("::error {file}{line}title=could not be judged::{why}")
}
