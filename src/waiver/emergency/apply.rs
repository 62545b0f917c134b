//! Sets aside what an emergency covers, and reports the emergencies that do not hold.

use jiff::{SignedDuration, Timestamp};

use super::super::{Approvals, same_person};
use super::{Emergency, MOST};
use crate::finding::{Cell, Finding, PolicyId, State};
use crate::policy::{About, Policy};
use crate::source::{RepoPath, Source};

/// How long before its beginning an emergency may be written that lasts as long as one may.
const BEFORE: SignedDuration = SignedDuration::from_hours(1);

/// What is open when everything else was set aside.
pub struct Subject<'a> {
    /// What policies answered.
    pub findings: &'a mut [Finding],
    /// What policies came to about documents.
    pub cells: &'a mut [Cell],
    /// What else could not be judged: the file, if it is about one, and the policy, if it is about one.
    pub unjudged: &'a [(Option<RepoPath>, Option<PolicyId>)],
    /// Whether an emergency may cover what a policy finds: not a credential that was written down, and nothing that gate
    /// says of its own rules.
    pub adoptable: &'a dyn Fn(&PolicyId) -> bool,
}

/// What came of one file of emergencies.
#[derive(Debug, Default)]
pub struct Covered<'a> {
    /// Findings about the emergencies themselves.
    pub about: Vec<Finding>,
    /// Those that hold now, and how much each covers.
    pub holding: Vec<(&'a Emergency, usize)>,
    /// Those that have yet to begin.
    pub coming: Vec<&'a Emergency>,
    /// What could not be judged and is covered, by its place in the list, with the emergency.
    pub unjudged: Vec<(usize, &'a Emergency)>,
    /// The same of cells.
    pub cells: Vec<(usize, &'a Emergency)>,
}

/// Applies the emergencies of a file. `own` are gate's own policies; `approvals` are those of the entries, in their order.
#[must_use]
pub fn apply<'a>(
    subject: &mut Subject<'_>,
    emergencies: &'a [Emergency],
    source: &Source,
    own: &[Policy],
    (now, approvals): (Timestamp, &Approvals),
) -> Covered<'a> {
    let (mut covered, about) = (Covered::default(), About::new(source, own));
    for (entry, emergency) in emergencies.iter().enumerate() {
        if let Some((policy, message)) = fault(emergency, entry, now, approvals) {
            covered.about.extend(about.finding(policy, emergency.span, &emergency.id, &message));
        } else if now < emergency.from {
            covered.coming.push(emergency);
        } else {
            let number = cover(subject, emergency, &mut covered);
            covered.holding.push((emergency, number));
        }
    }
    covered
}

/// Why an emergency does not hold and never will.
fn fault(emergency: &Emergency, entry: usize, now: Timestamp, approvals: &Approvals) -> Option<(&'static str, String)> {
    let Emergency { id, owner, approver, from, until, .. } = emergency;
    if *until <= now {
        return Some(("EM001", format!("emergency {id} ended at {until}")));
    }
    if until.duration_since(*from) > MOST {
        return Some(("EM002", format!("emergency {id} lasts longer than {} hours", MOST.as_hours())));
    }
    // Several that follow one another, granted at once, would last as long as anybody likes.
    if until.duration_since(now) > MOST.saturating_add(BEFORE) {
        let message = format!(
            "emergency {id} ends at {until}, in more than {} hours: nobody plans an emergency, write it when it begins",
            MOST.as_hours()
        );
        return Some(("EM002", message));
    }
    if same_person(owner, approver) {
        return Some(("EM003", format!("emergency {id} is approved by its own owner {owner}")));
    }
    let by_author = approvals.is_by(entry, approver);
    by_author.then(|| {
        let message =
            format!("emergency {id} is approved by {approver}, an author of the commit that added it as it stands");
        ("EM003", message)
    })
}

/// Sets aside what an emergency covers and nothing covered before, and counts it.
fn cover<'a>(subject: &mut Subject<'_>, emergency: &'a Emergency, covered: &mut Covered<'a>) -> usize {
    let adoptable = subject.adoptable;
    let may_cover = |policy: &PolicyId| emergency.covers_policy(policy) && adoptable(policy);
    let speaks_of = |path: &RepoPath, policy: &PolicyId| emergency.covers_path(path) && may_cover(policy);
    // What could not be judged of the repository as a whole is no file that somebody can name.
    let is_file = |path: &RepoPath| *path != RepoPath::repository();
    let mut number = 0_usize;
    for finding in subject.findings.iter_mut().filter(|finding| finding.disposition.is_open()) {
        if speaks_of(&finding.location.path, &finding.policy) {
            finding.disposition = emergency.disposition();
            number = number.saturating_add(1);
        }
    }
    for (index, cell) in subject.cells.iter_mut().enumerate() {
        let State::Incomplete(why) = &cell.state else { continue };
        if is_file(&cell.path) && speaks_of(&cell.path, &cell.policy) {
            cell.state = State::SetAside(why.clone());
            covered.cells.push((index, emergency));
            number = number.saturating_add(1);
        }
    }
    for (index, (path, policy)) in subject.unjudged.iter().enumerate() {
        let taken = covered.unjudged.iter().any(|(taken, _)| *taken == index);
        // What no policy could look at is no matter of some policies alone.
        let policies = policy.as_ref().map_or(emergency.policies.is_empty(), may_cover);
        let speaks_of = |path: &RepoPath| is_file(path) && emergency.covers_path(path);
        if !taken && policies && path.as_ref().is_some_and(speaks_of) {
            covered.unjudged.push((index, emergency));
            number = number.saturating_add(1);
        }
    }
    number
}
