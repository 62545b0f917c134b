//! The text of a baseline: one line for each debt, so that a difference of two can be read.

use jiff::civil::Date;

use super::stock::Taken;
use crate::baseline::DebtKind;
use crate::report::escape::for_terminal;
use crate::report::scalar;

/// Who answers for the debts of a baseline, and until when at the latest.
pub(super) struct Terms {
    pub(super) owner: String,
    pub(super) approver: String,
    pub(super) reason: String,
    pub(super) weeks: u16,
}

/// Characters of the comment behind an entry.
const COMMENT: usize = 120;

const HEAD: &str = "# The debts that were there when gate began here, as `gate init --adopt` found them. Each line answers for one finding,
# or for one thing that could not be judged, until its day. It covers that and nothing else: whoever touches what is
# at fault owes it at once, and what is new was never covered. The words behind a # are for people.
# When a debt is paid, `gate baseline prune` takes its line out. To remove lines loosens nothing; to add or change one is
# a change of its own, which its approver has to merge first.
";

/// The whole file.
pub(super) fn text(terms: &Terms, today: Date, taken: &[Taken]) -> String {
    let mut sorted: Vec<&Taken> = taken.iter().collect();
    sorted.sort_by_key(|it| (&it.debt, it.position, it.expires));
    let entries: String = sorted.into_iter().map(entry).collect();
    format!(
        "{HEAD}version: 1\nadopted: {today}\napprover: {}\nreason: {}\nentries:\n{entries}",
        scalar(&terms.approver),
        scalar(&terms.reason)
    )
}

fn entry(taken: &Taken) -> String {
    let debt = &taken.debt;
    let answer = match debt.kind {
        DebtKind::Violation => String::new(),
        kind => format!("answer: {}, ", kind.as_str()),
    };
    let policy = debt.policy.as_ref().map(|policy| format!("policy: {policy}, ")).unwrap_or_default();
    let at = taken.position.map(|at| format!("{at} ")).unwrap_or_default();
    format!(
        "  - {{ {answer}{policy}where: {}, debt: {}, owner: {}, expires: {} }} # {at}{}\n",
        scalar(debt.path.as_str()),
        debt.digits,
        scalar(&taken.owner),
        taken.expires,
        comment(&taken.what)
    )
}

/// What is wrong, on one line without anything that moves a cursor.
fn comment(what: &str) -> String {
    let shown = for_terminal(what);
    let mut line: String = shown.chars().filter(|c| !c.is_control()).take(COMMENT).collect();
    if line.len() < shown.len() {
        line.push('…');
    }
    line.trim_end().to_owned()
}
