//! Several findings that are one thing to mend.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use crate::finding::{Finding, Related, digits};
use crate::source::{Position, RepoPath};

/// The findings in order, those that say the same of one place as one.
pub(super) fn united(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(Finding::order);
    let mut united: Vec<United> = Vec::new();
    for finding in findings {
        let same = |other: &Finding| {
            (&finding.policy, finding.answer, &finding.location, &finding.message)
                == (&other.policy, other.answer, &other.location, &other.message)
        };
        match united.last_mut().filter(|last| same(&last.finding)) {
            Some(last) => last.take(finding),
            None => united.push(United::of(finding)),
        }
    }
    united.into_iter().map(United::finding).collect()
}

/// A place, and what is said once there.
type Said = (RepoPath, Position, Position, String);

/// The findings without those of which one at the same place says more, which is open or became what they did. It takes
/// them in: who calls a script in the weaker cases is still among its related places. In no order.
pub(super) fn said_once(findings: Vec<Finding>) -> Vec<Finding> {
    let (mut once, mut kept): (Vec<_>, Vec<_>) = findings.into_iter().partition(|finding| finding.once.is_some());
    once.sort_by(Finding::order);
    let mut strongest: Vec<United> = Vec::new();
    let mut said_before: BTreeMap<Said, Vec<usize>> = BTreeMap::new();
    for finding in once {
        let before = said_before.entry(said(&finding)).or_default();
        let covers = |at: &&usize| strongest.get(**at).is_some_and(|one| stands_for(&one.finding, &finding));
        if let Some(one) = before.iter().find(covers).copied().and_then(|at| strongest.get_mut(at)) {
            one.take(finding);
        } else {
            before.push(strongest.len());
            strongest.push(United::of(finding));
        }
    }
    kept.extend(strongest.into_iter().map(United::finding));
    kept
}

/// Whether a finding leaves nothing more to say of another one at its place.
fn stands_for(one: &Finding, other: &Finding) -> bool {
    let alike = discriminant(&one.disposition) == discriminant(&other.disposition);
    one.covers(other) && (one.disposition.is_open() || alike)
}

fn said(finding: &Finding) -> Said {
    let place = &finding.location;
    (place.path.clone(), place.start, place.end, finding.once.clone().unwrap_or_default())
}

/// A finding that stands for several.
struct United {
    finding: Finding,
    /// What each of them owes.
    debts: BTreeSet<String>,
    /// The related places of all of them.
    related: BTreeSet<Related>,
}

impl United {
    /// One that stands for itself so far.
    fn of(finding: Finding) -> Self {
        let debts = finding.identity.iter().map(|identity| identity.debt.clone()).collect();
        Self { finding, debts, related: BTreeSet::new() }
    }

    /// Takes in another that says the same, or less.
    fn take(&mut self, other: Finding) {
        if self.related.is_empty() {
            self.related.extend(self.finding.related.iter().cloned());
        }
        let new = other.related.into_iter().filter(|related| self.related.insert(related.clone()));
        self.finding.related.extend(new);
        if let (Some(identity), Some(one)) = (&mut self.finding.identity, other.identity) {
            self.debts.insert(one.debt);
            identity.reach.extend(one.reach);
        }
    }

    /// All of them in one: what joins them later is something new, which no entry for the others hides.
    fn finding(self) -> Finding {
        let Self { mut finding, debts, .. } = self;
        if let Some(identity) = finding.identity.as_mut().filter(|_| debts.len() > 1) {
            identity.debt = digits(&debts.iter().map(String::as_str).collect::<Vec<_>>());
        }
        finding
    }
}

#[cfg(test)]
mod tests {
    use super::said_once;
    use crate::finding::{Answer, Confidence, Disposition, Finding, Location, PolicyId, Related, Severity, Text};
    use crate::source::{RepoPath, Source, Span};

    use Answer::{Unknown, Violation};
    use Severity::{High, Medium};

    fn finding(policy: &str, answer: Answer, severity: Severity, line: usize, once: Option<&str>) -> Finding {
        let source = Source::from_text(RepoPath::new("a.sh").unwrap(), &"x\n".repeat(9));
        let location = Location::new(&source, Span::new(line * 2, line * 2 + 1), &[]);
        let caller = Text::new(&format!("{policy} {answer:?} {severity:?}"));
        Finding {
            policy: PolicyId::new(policy).unwrap(),
            answer,
            severity,
            confidence: Confidence::High,
            message: caller.clone(),
            related: vec![Related { message: caller, location: location.clone() }],
            location,
            fingerprint: String::new(),
            acceptance: None,
            line_hash: String::new(),
            identity: None,
            once: once.map(str::to_owned),
            disposition: Disposition::Open,
        }
    }

    /// The messages of what is left, and of the places that are related to it.
    fn left(findings: &[Finding]) -> Vec<(String, usize)> {
        let said = said_once(findings.to_vec());
        said.iter().map(|it| (it.message.raw().to_owned(), it.related.len())).collect()
    }

    #[test]
    fn the_strongest_of_one_place_is_said() {
        let one = |policy, answer, severity| finding(policy, answer, severity, 1, Some("download"));
        for (findings, expected) in [
            (vec![one("A", Unknown, High), one("A", Violation, High)], vec![("A Violation High", 2)]),
            (vec![one("B", Violation, Medium), one("A", Violation, High)], vec![("A Violation High", 2)]),
            (vec![one("B", Unknown, Medium), one("A", Unknown, High)], vec![("A Unknown High", 2)]),
            (vec![one("B", Unknown, Medium), one("A", Violation, High)], vec![("A Violation High", 2)]),
            // What is not sure covers no violation, and what is less severe nothing that is more.
            (
                vec![one("B", Violation, Medium), one("A", Unknown, High), one("B", Unknown, Medium)],
                vec![("A Unknown High", 2), ("B Violation Medium", 1)],
            ),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(text, related)| (text.to_owned(), related)).collect();
            assert_eq!(left(&findings), expected);
        }
    }

    #[test]
    fn another_place_or_subject_is_another_thing() {
        let of = |line, once| finding("A", Violation, High, line, once);
        for other in [of(2, Some("download")), of(1, Some("scan")), of(1, None)] {
            assert_eq!(left(&[of(1, Some("download")), other]).len(), 2);
        }
        assert_eq!(left(&[of(1, None), finding("A", Unknown, High, 1, None)]).len(), 2);
    }

    #[test]
    fn what_does_not_decide_covers_nothing() {
        let upcoming = Disposition::Upcoming { from: "2030-01-01".to_owned() };
        let strong = finding("A", Violation, High, 1, Some("download"));
        let weak = finding("B", Violation, Medium, 1, Some("download"));
        assert_eq!(left(&[Finding { disposition: upcoming.clone(), ..strong.clone() }, weak.clone()]).len(), 2);
        let both = [&strong, &weak].map(|it| Finding { disposition: upcoming.clone(), ..it.clone() });
        assert_eq!(left(&both).len(), 1);
        assert_eq!(left(&[Finding { disposition: Disposition::Before, ..strong.clone() }, both[1].clone()]).len(), 2);
        assert_eq!(left(&[strong, Finding { disposition: upcoming, ..weak }]).len(), 1);
    }
}
