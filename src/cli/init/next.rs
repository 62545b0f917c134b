//! What to do after the first run: each thing that is in the way once, with the exact lines, and the lines that run
//! gate where changes are judged.

use std::path::Path;

use super::super::argument::argument;
use super::super::check::Ran;
use super::ci::{RECIPES, Recipe};
use super::ground::Ground;
use crate::finding::Text;
use crate::outcome::{Outcome, Unjudged};
use crate::report::accept_lines;

/// Collects the answers of the forge into a snapshot.
const SNAPSHOT: &str = include_str!("ci/snapshot.sh");

/// One thing to do.
pub(super) struct Step {
    /// What, and why.
    pub(super) what: String,
    /// Lines to copy; not escaped.
    pub(super) lines: Vec<String>,
}

/// The steps, in the order in which they are best taken.
pub(super) fn steps(ran: &Ran, ground: &Ground, (check, adopt): (&str, &str)) -> Vec<Step> {
    let outcome = &ran.outcome;
    let mut steps = Vec::new();
    steps.extend(findings(outcome, check, adopt));
    let bare = |it: &&Unjudged| it.path.as_ref().is_some_and(|path| ran.seen.unplanned.contains(path));
    let first = outcome.unjudged.iter().find(bare);
    steps.extend(first.map(|first| Step {
        what: format!(
            "Make a plan for {}; or take the # from `roots` in .gate/gate.yaml, if nobody applies it by itself:",
            some(ground.unplanned.len(), "the code")
        ),
        // What follows is a line of the file that was just written.
        lines: raw(&first.fix).into_iter().take_while(|line| !line.starts_with('#')).collect(),
    }));
    let unread: Vec<&Unjudged> = outcome.unjudged.iter().filter(|it| it.unread).collect();
    steps.extend(unread.first().map(|first| Step {
        what: format!(
            "What gate cannot read keeps a run from passing until its owner answers for it. For {}:",
            some(unread.len(), "the file")
        ),
        lines: raw(&first.fix),
    }));
    let unknown: Vec<_> = outcome.undecided().collect();
    steps.extend(unknown.first().map(|first| Step {
        what: format!(
            "What cannot be known is best written so that it can be; {check} says how. Or it is accepted until a day, \
             in .gate/waivers.yaml. For {}:",
            some(unknown.len(), "the one that there is")
        ),
        lines: accept_lines(first),
    }));
    steps.extend(snapshot(ground));
    steps.extend(platforms(ran));
    steps
}

/// What blocks is fixed or, where that takes time, taken in.
fn findings(outcome: &Outcome, check: &str, adopt: &str) -> Option<Step> {
    let blocking = outcome.blocking().count();
    (blocking > 0).then(|| Step {
        what: format!(
            "{blocking} {} block. {check} says what to do about each. What cannot be fixed at once becomes a debt with an \
             owner and an end date, and only what is new blocks:",
            if blocking == 1 { "finding would" } else { "findings would" }
        ),
        lines: vec![adopt.to_owned()],
    })
}

/// How to collect the settings of the forge, if it is GitHub and nobody has.
fn snapshot(ground: &Ground) -> Option<Step> {
    let repository = ground.repository.as_deref().filter(|_| !ground.has_snapshot)?;
    let owner = repository.split('/').next().unwrap_or_default();
    let script = SNAPSHOT.replace("OWNER/NAME", repository).replace("OWNER", owner);
    Some(Step {
        what: "To have branch protection judged, collect the settings with gh (signed in by a token that may read the \
               administration) and jq. gate check finds them; for changes let a job collect them that no change can \
               edit, and pass the file with --forge:"
            .to_owned(),
        lines: script.lines().map(str::to_owned).collect(),
    })
}

/// The lines that run gate, for every platform that is in use.
fn platforms(ran: &Ran) -> Vec<Step> {
    let seen = &ran.seen;
    let used = |recipe: &&Recipe| {
        let is_there = |sign: &&str| seen.read.contains_key(*sign) || seen.recognised.contains_key(*sign);
        recipe.signs.iter().any(is_there)
    };
    let mut steps: Vec<Step> = RECIPES
        .iter()
        .filter(used)
        .map(|recipe| Step {
            what: format!("Run gate for every change. {}:", recipe.place),
            lines: recipe.lines.lines().map(str::to_owned).collect(),
        })
        .collect();
    if steps.is_empty() {
        let what = "Run gate for every change; the lines for a platform (github, gitlab, azure, bitbucket, jenkins, pre-commit):";
        steps.push(Step { what: what.to_owned(), lines: vec!["gate init --for github".to_owned()] });
    }
    steps
}

fn some(number: usize, one: &str) -> String {
    match number {
        0 | 1 => one.to_owned(),
        more => format!("the first of {more} (gate check -v prints the lines of each)"),
    }
}

fn raw(lines: &[Text]) -> Vec<String> {
    lines.iter().map(|line| line.raw().to_owned()).collect()
}

/// The command that judges the repository whose top is `folder`, as it is typed from here.
pub(super) fn command(given: Option<&Path>) -> String {
    in_folder("gate check", given)
}

/// The command that takes in what is open as the debt of day one.
pub(super) fn adopt_command(given: Option<&Path>) -> String {
    format!("{} --owner \"@your-team\" --approver \"@another-team\"", in_folder("gate init --adopt", given))
}

fn in_folder(command: &str, given: Option<&Path>) -> String {
    given.map_or_else(|| command.to_owned(), |folder| format!("{command} {}", argument(folder)))
}
