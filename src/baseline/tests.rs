use std::collections::BTreeSet;

use jiff::civil::date;

use super::{Baseline, Debt, DebtKind, Judged, apply, matched, only_removes, read, without};
use crate::finding::PolicyId;
use crate::source::{RepoPath, Source};

const HEAD: &str = "version: 1\nadopted: 2026-11-28\napprover: b\nreason: r\nentries:\n";

fn source(text: &str) -> Source {
    Source::from_text(RepoPath::new(super::BASELINE_PATH).unwrap(), text)
}

/// An entry of `CI001` in `a.yml`: its last digit, and when it ends.
fn line(digit: char, expires: &str) -> String {
    format!("  - {{ policy: CI001, where: a.yml, debt: 000000000000000{digit}, owner: a, expires: {expires} }}\n")
}

fn baseline(lines: &[String]) -> (Source, Baseline) {
    let source = source(&format!("{HEAD}{}", lines.concat()));
    let baseline = read(&source).unwrap();
    (source, baseline)
}

fn debt(digit: char) -> Debt {
    Debt {
        path: RepoPath::new("a.yml").unwrap(),
        policy: PolicyId::new("CI001"),
        kind: DebtKind::Violation,
        digits: format!("000000000000000{digit}"),
    }
}

/// Entries, debts with whether they still count, which of these are covered, and what is said about the entries.
type Case<'a> = (&'a [String], &'a [(char, bool)], &'a [usize], &'a [&'a str]);

/// Which debts are covered, and what is said about entries.
fn outcome(lines: &[String], found: &[(char, bool)], measured: bool) -> (Vec<usize>, Vec<String>) {
    let (source, baseline) = baseline(lines);
    let debts: Vec<(Debt, bool)> = found.iter().map(|(digit, open)| (debt(*digit), *open)).collect();
    let judged = Judged {
        debts: &debts,
        adoptable: &|policy| policy.as_str() != "TF007",
        looked_at: &|_| true,
        measured: &|_| measured,
        by_approver: &|_| false,
        today: date(2026, 12, 1),
    };
    let applied = apply(&judged, &baseline, &source, &crate::policy::own());
    let about = applied.about.iter().chain(&applied.unmatched);
    (
        applied.covered.into_keys().collect(),
        about.map(|it| format!("{} {}", it.policy, it.location.start.line)).collect(),
    )
}

#[test]
fn each_entry_covers_one_debt_and_each_debt_takes_one_entry() {
    let (good, old) = ("2026-12-31", "2026-11-30");
    let cases: [Case<'_>; 9] = [
        (&[line('1', good)], &[('1', true)], &[0], &[]),
        (&[line('1', good)], &[('1', true), ('1', true)], &[0], &[]),
        (&[line('1', good), line('1', good)], &[('1', true), ('1', true)], &[0, 1], &[]),
        (&[line('1', good), line('1', good)], &[('1', true)], &[0], &["BL002 7"]),
        (&[line('1', good)], &[('2', true)], &[], &["BL002 6"]),
        // What counts no longer keeps its entry, but takes none from what counts.
        (&[line('1', good)], &[('1', false)], &[], &[]),
        (&[line('1', good)], &[('1', false), ('1', true)], &[1], &[]),
        // One that does not hold takes nothing from one that does.
        (&[line('1', old), line('1', good)], &[('1', true)], &[0], &["BL001 6"]),
        (&[line('1', old)], &[('1', true)], &[], &["BL001 6"]),
    ];
    for (lines, found, covered, about) in cases {
        assert_eq!(
            outcome(lines, found, true),
            (covered.to_vec(), about.iter().map(|it| (*it).to_owned()).collect()),
            "{lines:?} {found:?}"
        );
    }
    assert_eq!(outcome(&[line('1', good)], &[], false), (vec![], vec![]));
}

#[test]
fn entries_are_matched_in_the_order_of_the_file() {
    let (_, baseline) = baseline(&[line('1', "2026-12-31"), line('2', "2026-12-31"), line('1', "2026-12-31")]);
    let debts = [(debt('1'), true), (debt('2'), true)];
    assert_eq!(matched(&baseline.entries, &debts, &|_| true), [Some(0), Some(1), None]);
    assert_eq!(matched(&baseline.entries, &debts, &|index| index == 2), [None, Some(1), Some(0)]);
}

#[test]
fn to_remove_is_to_have_less_of_what_is_there() {
    let of = |lines: &[String]| baseline(lines).1;
    let (one, two) = (line('1', "2026-12-31"), line('2', "2026-12-31"));
    let all = of(&[one.clone(), two.clone(), one.clone()]);
    for (after, only) in [
        (of(&[two.clone(), one.clone()]), true),
        (of(&[one.clone(), one.clone()]), true),
        (of(&[]), true),
        (all.clone(), false),
        (of(&[two.clone(), two.clone()]), false),
        (of(&[line('3', "2026-12-31")]), false),
        (of(&[line('1', "2027-01-01")]), false),
        (Baseline { approver: "c".to_owned(), ..of(&[]) }, false),
        (Baseline { adopted: date(2027, 1, 1), ..of(&[]) }, false),
    ] {
        assert_eq!(only_removes(&all, &after), only, "{:?}", after.entries);
    }
}

#[test]
fn a_line_that_goes_takes_nothing_with_it() {
    let (one, two) = (line('1', "2026-12-31"), line('2', "2026-12-31"));
    let text = format!("{HEAD}  # first\r\n{one}# between\n{}{one}# end", two.replace(" }\n", " } # why\r\n"));
    let source = source(&text);
    let baseline = read(&source).unwrap();
    for gone in [vec![0_usize], vec![1], vec![0, 2], vec![0, 1, 2]] {
        let kept = without(&source, &baseline, &gone.iter().copied().collect::<BTreeSet<_>>()).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let entries: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with("  - ")).collect();
        let expected: String = (0..lines.len())
            .filter(|at| !gone.iter().any(|index| entries[*index] == *at))
            .map(|at| lines[at])
            .collect();
        assert_eq!(kept, expected, "{gone:?}");
    }
}
