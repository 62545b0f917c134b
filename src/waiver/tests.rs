use jiff::civil::date;

use super::{Approvals, Judged, Waiver, apply, read};
use crate::config::{ConfigError, Known};
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
        fingerprint: "f".repeat(16),
        acceptance: (answer == Answer::Unknown).then(|| "a".repeat(16)),
        line_hash: String::new(),
        identity: None,
        once: None,
        disposition: Disposition::Open,
    }
}

/// The policies that there are.
fn known() -> Vec<Known> {
    let known = |(id, slug): (&str, &str)| Known {
        id: PolicyId::new(id).unwrap(),
        slug: slug.to_owned(),
        adoptable: true,
        parameters: std::collections::BTreeMap::new(),
    };
    [("CI001", "unpinned-action"), ("CI002", "script-injection")].into_iter().map(known).collect()
}

fn error(text: &str) -> ConfigError {
    read(&source(text), &known()).expect_err(text)
}

/// The only workflow with findings.
const CI: &str = ".github/workflows/ci.yml";

/// What becomes of the findings, which waivers accept a file that is not read, and what is said about the waivers.
fn applied(text: &str) -> (Vec<bool>, Vec<String>, Vec<String>) {
    let source = source(text);
    let waivers: Vec<Waiver> = read(&source, &known()).unwrap();
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
    let applied =
        apply(&mut judged, &waivers, &source, &crate::policy::own(), (date(2026, 11, 21), &Approvals::default()));
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
    let unknown = FILE.replace("  where", "  answer: unknown\n  finding: aaaaaaaaaaaaaaaa\n  where");
    assert_eq!(outcome(&unknown), (vec![false, false, false, true], vec![]));
    for (from, to, about) in [
        ("aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "WV005 1:7"),
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
fn a_policy_is_named_by_id_or_name() {
    assert_eq!(outcome(&FILE.replace("CI001", "unpinned-action")), (vec![true, false, false, false], vec![]));
    assert_eq!(outcome(&FILE.replace("CI001", "\"CI001\"")), (vec![true, false, false, false], vec![]));
}

#[test]
fn a_waiver_with_a_fingerprint_covers_that_finding_alone() {
    let exact = FILE.replace("  reason", "  finding: ffffffffffffffff\n  reason");
    assert_eq!(outcome(&exact), (vec![true, false, false, false], vec![]));
    assert_eq!(outcome(&exact.replace("CI001", "CI002")), (vec![false, true, false, false], vec![]));
}

#[test]
fn a_malformed_waiver_is_an_error_at_its_place() {
    let pattern = "`where` is a pattern, and has to be one exact path";
    let cases = [
        ("owner:", "ownr:", "5:3: unknown key `ownr`"),
        ("  owner:", "  'ow ner':", "5:3: unknown key `ow ner`"),
        ("  owner:", "  [a]:", "5:3: a key must be text"),
        (CI, "'*.yml'", &format!("3:10: {pattern}")),
        (CI, "a/b?", &format!("3:10: {pattern}")),
        (CI, "/etc/passwd", "3:10: `where` is no path inside the repository"),
        (CI, "../x", "3:10: `where` is no path inside the repository"),
        (CI, "a/../b", "3:10: `where` is no path inside the repository"),
        (CI, "[a, b]", "3:10: `where` must be text, not a list or mapping"),
        ("2026-12-24", "soon", "7:12: `expires` is no date"),
        ("2026-12-24", "2026-02-30", "7:12: `expires` is no date"),
        ("2026-12-24", "20261224", "7:12: `expires` is no date"),
        ("2026-12-24", "2026-12-24T00:00:00Z", "7:12: `expires` is no date"),
        ("2026-12-24", "'2026-12-24[u-ca=hebrew]'", "7:12: `expires` is no date"),
        ("2026-12-24", "\u{ff12}026-12-24", "7:12: `expires` is no date"),
        ("2026-12-24", "YYYY-MM-DD # at most 90 days ahead", "7:12: `expires` is no date"),
        ("2026-12-24", "", "7:3: `expires` is empty"),
        ("vendor action", "''", "4:11: `reason` is empty"),
        ("vendor action", "~", "4:11: `reason` is empty"),
        ("vendor action", "\" \\u200b \"", "4:11: `reason` is empty"),
        ("vendor action", "TBD", "4:11: `reason` is still to be written"),
        ("vendor action", "42", "4:11: `reason` must be text"),
        ("vendor action", super::placeholder::WHY_UNKNOWN, "4:11: `reason` is still to be written"),
        ("\"@acme/platform\"", "\"@your-team\"", "5:10: `owner` is still to be written"),
        ("\"@acme/platform\"", "\"@\\u2060\"", "5:10: `owner` is empty"),
        ("\"@acme/security\"", "n/a", "6:13: `approver` is still to be written"),
        ("\"@acme/security\"", "true", "6:13: `approver` must be text"),
        ("\"@acme/security\"", "[x, y]", "6:13: `approver` must be text, not a list or mapping"),
        ("  approver: \"@acme/security\"\n", "", "1:3: missing field `approver`"),
        ("  expires: 2026-12-24\n", "", "1:3: missing field `expires`"),
        ("  policy: CI001\n", "", "1:3: missing field `policy`"),
        ("CI001", "ci001", "2:11: there is no policy `ci001`"),
        ("CI001", "unpinned-actions", "2:11: there is no policy `unpinned-actions`"),
        ("CI001", "META001", "2:11: `META001` is one of gate's own policies"),
        ("CI001", "expired-waiver", "2:11: `expired-waiver` is one of gate's own policies"),
    ];
    refused(&cases);
}

#[test]
fn what_does_not_go_together_is_an_error_at_its_place() {
    refused(&[
        ("  policy", "  finding: 0123456789ABCDEF\n  policy", FINDING),
        ("  policy", "  finding: 1a2b3c4d\n  policy", FINDING),
        ("  policy", "  finding: 0123456789abcdef0\n  policy", FINDING),
        ("  policy", "  answer: unknown\n  policy", "2:11: this accepts an unknown and does not say which"),
        (
            "  policy",
            "  answer: unread\n  policy",
            "3:11: this accepts a file that is not read, and no policy judges one: `policy` says nothing",
        ),
        (
            "  policy",
            "  answer: maybe\n  policy",
            "2:11: `answer` says what is waived, and this is nothing that can be",
        ),
        ("  reason", "  policy: CI002\n  reason", "4:3: `policy` stands here a second time"),
        ("  reason", "  \"policy\": CI002\n  reason", "4:3: `policy` stands here a second time"),
        (
            "  policy: CI001",
            "  policy: &p CI001\n  finding: *p",
            "3:12: an alias stands for something that is written elsewhere",
        ),
        ("  policy: CI001", "  <<: { policy: CI001 }", "2:3: a merge key brings in what is written elsewhere"),
        ("  policy: CI001", "  policy: !policy CI001", "2:11: a tag says nothing here"),
    ]);
}

/// Each reads the file with one text in the place of another.
fn refused(cases: &[(&str, &str, &str)]) {
    for (from, to, expected) in cases {
        let error = error(&FILE.replacen(from, to, 1)).to_string();
        assert_eq!(error, format!(".gate/waivers.yaml:{expected}"), "{to}");
    }
}

const FINDING: &str = "2:12: `finding` names no finding: it is 16 digits and small letters from a to f";

#[test]
fn a_file_is_a_list_of_waivers_however_it_is_written() {
    let flow = "[{id: W-1, policy: CI001, where: \".github/workflows/ci.yml\", reason: vendor action, 'owner': a, approver: b, expires: 2026-12-24}]";
    assert_eq!(outcome(flow).0, [true, false, false, false]);
    for nothing in ["", "# none\n", "---\n", "[]", "~", "\n\n", "\u{feff}"] {
        assert_eq!(read(&source(nothing), &known()).unwrap(), [], "{nothing:?}");
    }
    for (text, expected) in [
        (flow.replace("expires", "expries"), "1:110: unknown key `expries`"),
        (flow.replace("2026-12-24", "never"), "1:119: `expires` is no date"),
        (flow.replace(", expires: 2026-12-24", ""), "1:2: missing field `expires`"),
        ("waivers: []".to_owned(), "1:1: this is no list of waivers"),
        ("W-1".to_owned(), "1:1: this is no list of waivers"),
        ("- W-1".to_owned(), "1:3: this is no waiver: it has no keys"),
        ("- - id: W-1".to_owned(), "1:3: this is no waiver: it has no keys"),
        (format!("{FILE}---\n{FILE}"), "9:1: a second document begins here, which nothing reads"),
        (format!("{FILE}{FILE}"), "8:7: `id` is used twice"),
        (format!("{FILE}- *x\n"), "8:3: an alias to an anchor that is not defined above it"),
        (FILE.replace("  policy", "\tpolicy"), "1:7: not valid YAML: while scanning a plain scalar, found a tab"),
    ] {
        assert_eq!(error(&text).to_string(), format!(".gate/waivers.yaml:{expected}"), "{text}");
    }
}

#[test]
fn an_unknown_key_says_which_was_meant() {
    let ConfigError::Invalid { help, .. } = error(&FILE.replace("aprover", "x").replace("approver", "aprover")) else {
        panic!("another error")
    };
    assert_eq!(help, "did you mean `approver`?");
}
