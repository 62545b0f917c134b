//! Room for findings in a report: what decides first, and of what does not only as many as still fit.

use std::collections::BTreeMap;

use crate::finding::{Answer, Disposition, Finding, PolicyId};
use crate::limits::LIMITS;
use crate::outcome::{Unjudged, Unlisted};

/// Findings that have a place, and what there was none for.
#[derive(Default)]
pub(super) struct Room {
    /// In the order of reports.
    pub(super) listed: Vec<Finding>,
    /// What does not decide and is only counted.
    pub(super) unlisted: Vec<Unlisted>,
    /// That more decides than a report holds.
    pub(super) full: Option<Unjudged>,
}

impl Room {
    /// Sorts findings, and drops those that exceed the cap unless somebody needs `every` one.
    pub(super) fn of(mut findings: Vec<Finding>, cap: usize, every: bool) -> Self {
        findings.sort_by(Finding::order);
        let open = findings.iter().filter(|finding| finding.disposition.is_open()).count();
        let full = (open > cap).then(|| {
            let reason = format!("{open} findings that nobody has accepted; only the worst {cap} are kept");
            Unjudged::of_run(reason)
        });
        if every {
            return Self { listed: findings, unlisted: Vec::new(), full };
        }
        let (mut open, mut rest) = (cap, cap.saturating_sub(open));
        let mut counted: BTreeMap<(PolicyId, Answer, Disposition), usize> = BTreeMap::new();
        let mut room = Self { full, ..Self::default() };
        for finding in findings {
            let left = if finding.disposition.is_open() { &mut open } else { &mut rest };
            if *left > 0 {
                *left = left.saturating_sub(1);
                room.listed.push(finding);
            } else if !finding.disposition.is_open() {
                let number = counted.entry((finding.policy, finding.answer, finding.disposition)).or_default();
                *number = number.saturating_add(1);
            }
        }
        let unlisted = |((policy, answer, disposition), number)| Unlisted { policy, answer, disposition, number };
        room.unlisted = counted.into_iter().map(unlisted).collect();
        room
    }
}

/// What to say of findings that are counted and not listed.
pub(super) fn notice(unlisted: &[Unlisted]) -> Option<String> {
    let number: usize = unlisted.iter().map(|it| it.number).sum();
    let (findings, are) = if number == 1 { ("finding", "is") } else { ("findings", "are") };
    (number > 0).then(|| {
        let cap = LIMITS.findings;
        format!("{number} {findings} that do not decide {are} counted and not listed: a report holds {cap}")
    })
}

#[cfg(test)]
mod tests {
    use super::{Room, notice};
    use crate::finding::{Answer, Confidence, Disposition, Finding, Location, PolicyId, Severity, Text};
    use crate::source::{RepoPath, Source, Span};

    fn finding(line: usize, severity: Severity, disposition: Disposition) -> Finding {
        let text = "x\n".repeat(line);
        let source = Source::from_text(RepoPath::new("a.yml").unwrap(), &text);
        let start = text.len().saturating_sub(2);
        Finding {
            policy: PolicyId::new("CI001").unwrap(),
            answer: Answer::Violation,
            severity,
            confidence: Confidence::High,
            message: Text::new("x"),
            location: Location::new(&source, Span::new(start, start + 1), &[]),
            related: Vec::new(),
            fingerprint: String::new(),
            acceptance: None,
            line_hash: String::new(),
            identity: None,
            once: None,
            disposition,
        }
    }

    #[test]
    fn what_does_not_decide_pushes_out_nothing_that_does() {
        let noted = |why: &str| Disposition::Noted { why: why.to_owned() };
        // Severe findings that do not decide, then what decides: how many of each are listed, how many only counted, and
        // whether the report is full.
        let cases = [
            (0, 0, (0, 0), 0, false),
            (3, 0, (3, 0), 0, false),
            (4, 0, (3, 0), 1, false),
            (9, 2, (1, 2), 8, false),
            (9, 3, (0, 3), 9, false),
            (9, 4, (0, 3), 9, true),
            (0, 4, (0, 3), 0, true),
        ];
        for (aside, open, listed, counted, full) in cases {
            let asides = (0..aside).map(|line| finding(line + 1, Severity::Critical, noted("x")));
            let opens = (0..open).map(|line| finding(line + 1, Severity::Low, Disposition::Open));
            let findings: Vec<Finding> = asides.chain(opens).collect();
            let room = Room::of(findings.clone(), 3, false);
            let number = room.listed.iter().filter(|it| it.disposition.is_open()).count();
            assert_eq!((room.listed.len() - number, number), listed, "{aside} {open}");
            assert!(room.listed.is_sorted_by(|one, other| one.order(other).is_le()));
            assert_eq!(room.unlisted.iter().map(|it| it.number).sum::<usize>(), counted, "{aside} {open}");
            assert_eq!((room.full.is_some(), notice(&room.unlisted).is_some()), (full, counted > 0));
            let room = Room::of(findings, 3, true);
            assert_eq!((room.listed.len(), room.unlisted.len(), room.full.is_some()), (aside + open, 0, full));
        }
    }

    #[test]
    fn what_is_counted_is_told_apart_by_whose_word_it_is() {
        let of = |why: &str| finding(1, Severity::Low, Disposition::Noted { why: why.to_owned() });
        let room = Room::of(vec![of("a"), of("b"), of("a"), of("c")], 0, false);
        assert_eq!(room.unlisted.iter().map(|it| it.number).collect::<Vec<_>>(), [2, 1, 1]);
    }
}
