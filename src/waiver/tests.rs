use jiff::civil::date;

use super::{Judged, Waiver, apply, read};
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
        acceptance: (answer == Answer::Unknown).then(|| "a".to_owned()),
        line_hash: String::new(),
        identity: None,
        disposition: Disposition::Open,
    }
}

/// The only workflow with findings.
const CI: &str = ".github/workflows/ci.yml";

/// What becomes of the findings, which waivers accept a file that is not read, and what is said about the waivers.
fn applied(text: &str) -> (Vec<bool>, Vec<String>, Vec<String>) {
    let source = source(text);
    let waivers: Vec<Waiver> = read(&source).unwrap();
    let mut findings = vec![
        finding("CI001", CI, Answer::Violation),
        finding("CI002", CI, Answer::Violation),
        finding("CI001", "other.yml", Answer::Violation),
        finding("CI001", CI, Answer::Unknown),
    ];
    let unread = [RepoPath::new("Jenkinsfile").unwrap()];
    let mut judged = Judged {
        findings: &mut findings,
        unread: &unread,
        exists: &|path| !path.as_str().contains("gone"),
        looked_at: &|path| !path.is_below(RepoPath::new("elsewhere").as_ref()),
    };
    let applied = apply(&mut judged, &waivers, &source, &crate::policy::own(), date(2026, 11, 21));
    let lines = applied.about.iter().map(|it| format!("{} {}", it.policy, it.location.start)).collect();
    let accepted = applied.accepted.iter().map(|waiver| waiver.path.to_string()).collect();
    let waived = findings.iter().map(|finding| finding.disposition != Disposition::Open).collect();
    (waived, accepted, lines)
}

/// The same for a waiver that accepts no file.
fn outcome(text: &str) -> (Vec<bool>, Vec<String>) {
    let (waived, accepted, lines) = applied(text);
    assert!(accepted.is_empty(), "{accepted:?}");
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
        (".github/workflows/ci.yml", ".github/workflows/gone.yml", "WV002 1:7"),
    ];
    for (from, to, expected) in cases {
        let (waived, about) = outcome(&FILE.replace(from, to));
        assert_eq!(waived, [false; 4], "{to}");
        assert_eq!(about, [expected], "{to}");
    }
}

#[test]
fn an_accepted_unknown_is_the_one_that_was_accepted_and_no_other() {
    let unknown = FILE.replace("  where", "  answer: unknown\n  finding: a\n  where");
    assert_eq!(outcome(&unknown), (vec![false, false, false, true], vec![]));
    for (from, to, about) in [
        ("finding: a", "finding: b", "WV005 1:7"),
        ("CI001", "CI002", "WV005 1:7"),
        (".github/workflows/ci.yml", "other.yml", "WV005 1:7"),
        (".github/workflows/ci.yml", "third.yml", "WV002 1:7"),
        (".github/workflows/ci.yml", "gone.yml", "WV002 1:7"),
        ("2026-12-24", "2027-12-24", "WV003 1:7"),
    ] {
        assert_eq!(outcome(&unknown.replace(from, to)), (vec![false; 4], vec![about.to_owned()]), "{to}");
    }
}

#[test]
fn an_accepted_file_is_one_that_nothing_reads() {
    let unread = FILE.replace("  policy: CI001\n", "  answer: unread\n");
    let jenkins = unread.replace(CI, "Jenkinsfile");
    assert_eq!(applied(&jenkins), (vec![false; 4], vec!["Jenkinsfile".to_owned()], vec![]));
    for (text, about) in [
        (unread.clone(), Some("WV002 1:7")),
        (unread.replace(CI, "Jenkinsfile.gone"), Some("WV002 1:7")),
        (jenkins.replace("2026-12-24", "2026-11-20"), Some("WV001 1:7")),
        (jenkins.replace("@acme/security", "@acme/platform"), Some("WV004 1:7")),
        (unread.replace(CI, "elsewhere/Jenkinsfile"), None),
    ] {
        let about: Vec<String> = about.map(ToOwned::to_owned).into_iter().collect();
        assert_eq!(outcome(&text), (vec![false; 4], about), "{text}");
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
        ("  expires: 2026-12-24\n", "", "1:3: missing field `expires`"),
        ("  policy: CI001\n", "", "1:7: waiver `W-1` names no `policy`"),
        ("  policy", "  answer: unknown\n  policy", "1:7: waiver `W-1` accepts an unknown and does not say which"),
        (
            "  policy",
            "  answer: unread\n  policy",
            "1:7: waiver `W-1` accepts a file that is not read, and no policy judges one",
        ),
        ("  policy", "  answer: maybe\n  policy", "2:11: unknown value `maybe`"),
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
