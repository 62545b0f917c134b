use jiff::civil::date;

use super::{Waiver, apply, read};
use crate::finding::{Answer, Confidence, Disposition, Finding, Location, PolicyId, Severity, Text};
use crate::source::{RepoPath, Source};

const FILE: &str = "- id: W-1
  policy: CI001
  where: .github/workflows/ci.yml
  reason: vendor action
  owner: \"@acme/platform\"
  approver: \"@acme/security\"
  expires: 2026-12-24
";

fn source(text: &str) -> Source {
    Source::from_text(RepoPath::new(super::WAIVERS_PATH).unwrap(), text)
}

fn finding(policy: &str, path: &str, answer: Answer) -> Finding {
    Finding {
        policy: PolicyId::new(policy).unwrap(),
        answer,
        severity: Severity::High,
        confidence: Confidence::High,
        message: Text::new("x"),
        location: Location::start_of(RepoPath::new(path).unwrap()),
        related: Vec::new(),
        fingerprint: "f".to_owned(),
        line_hash: String::new(),
        disposition: Disposition::Open,
    }
}

/// What becomes of three findings, and which findings about the waiver appear.
fn outcome(text: &str) -> (Vec<bool>, Vec<String>) {
    let source = source(text);
    let waivers: Vec<Waiver> = read(&source).unwrap();
    let ci = ".github/workflows/ci.yml";
    let mut findings = vec![
        finding("CI001", ci, Answer::Violation),
        finding("CI002", ci, Answer::Violation),
        finding("CI001", "other.yml", Answer::Violation),
        finding("CI001", ci, Answer::Unknown),
    ];
    let about = apply(&mut findings, &waivers, &source, &crate::policy::own(), date(2026, 11, 21));
    let waived = findings.iter().map(|finding| finding.disposition != Disposition::Open).collect();
    let lines = about.iter().map(|finding| format!("{} {}", finding.policy, finding.location.start)).collect();
    (waived, lines)
}

#[test]
fn a_waiver_covers_its_policy_in_its_file_and_nothing_else() {
    assert_eq!(outcome(FILE), (vec![true, false, false, false], vec![]));
}

#[test]
fn a_waiver_that_does_not_hold_is_a_finding_at_its_line() {
    let cases = [
        ("2026-12-24", "2026-11-20", "WV001 1:7"),
        ("2026-12-24", "2027-02-20", "WV003 1:7"),
        ("@acme/security", "@acme/Platform", "WV004 1:7"),
        ("policy: CI001", "policy: CI999", "WV002 1:7"),
        ("  reason", "  finding: 0123456789abcdef\n  reason", "WV002 1:7"),
    ];
    for (from, to, expected) in cases {
        let (waived, about) = outcome(&FILE.replace(from, to));
        assert_eq!(waived, [false; 4], "{to}");
        assert_eq!(about, [expected], "{to}");
    }
}

#[test]
fn a_waiver_holds_on_its_last_day_and_for_at_most_ninety_days() {
    for day in ["2026-11-21", "2027-02-19"] {
        assert_eq!(outcome(&FILE.replace("2026-12-24", day)).1, Vec::<String>::new(), "{day}");
    }
}

#[test]
fn a_malformed_waiver_is_an_error_at_its_place() {
    let cases = [
        ("owner:", "ownr:", "5:3: unknown key `ownr`"),
        (".github/workflows/ci.yml", "'*.yml'", "1:7: waiver `W-1` names a pattern in `where`"),
        ("2026-12-24", "soon", "1:7: waiver `W-1`: `expires` is no date"),
        ("vendor action", "''", "1:7: waiver `W-1` has an empty `reason`"),
        ("  approver: \"@acme/security\"\n", "", "1:3: missing field `approver`"),
    ];
    for (from, to, expected) in cases {
        let error = read(&source(&FILE.replace(from, to))).unwrap_err().to_string();
        assert_eq!(error, format!(".gate/waivers.yaml:{expected}"));
    }
    assert_eq!(
        read(&source(&format!("{FILE}{FILE}"))).unwrap_err().to_string(),
        ".gate/waivers.yaml:1:7: waiver id `W-1` is used twice"
    );
}
