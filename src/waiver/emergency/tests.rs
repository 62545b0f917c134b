use std::collections::BTreeMap;

use jiff::Timestamp;

use super::super::Approvals;
use super::{Subject, apply, read};
use crate::config::Known;
use crate::finding::{Answer, Cell, Confidence, Disposition, Finding, Kind, Location, PolicyId, Severity, State, Text};
use crate::policy::own;
use crate::source::{RepoPath, Source};

const FILE: &str = "- id: EM-1
  incident: INC-2041
  reason: payments are down and the fix has to go out
  owner: \"@acme/payments\"
  approver: \"@acme/on-call\"
  from: 2026-11-28T06:00:00Z
  until: 2026-12-01T06:00:00Z
";
const NOW: &str = "2026-11-29T00:00:00Z";

fn source(text: &str) -> Source {
    Source::from_text(RepoPath::new(super::EMERGENCY_PATH).unwrap(), text)
}

fn known() -> Vec<Known> {
    let known = |(id, slug): (&str, &str)| Known {
        id: PolicyId::new(id).unwrap(),
        slug: slug.to_owned(),
        adoptable: id == "CI001",
        parameters: BTreeMap::new(),
    };
    [("CI001", "unpinned-action"), ("CI008", "written-credential"), ("TF007", "secret-literal")].map(known).into()
}

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

fn finding(policy: &str, file: &str, answer: Answer) -> Finding {
    Finding {
        policy: PolicyId::new(policy).unwrap(),
        answer,
        severity: Severity::High,
        confidence: Confidence::High,
        message: Text::new("x"),
        location: Location::start_of(path(file)),
        related: Vec::new(),
        fingerprint: "f".repeat(16),
        acceptance: None,
        line_hash: String::new(),
        identity: None,
        once: None,
        disposition: Disposition::Open,
    }
}

fn cell(policy: &str, file: &str, kind: Kind) -> Cell {
    let state = State::Incomplete(Text::new("took too long"));
    Cell { path: path(file), kind, policy: PolicyId::new(policy).unwrap(), state, violations: 0, unknowns: 0 }
}

/// What was covered of everything that can be open, what is said of the emergencies, and which of them hold.
fn covered(text: &str, now: &str) -> (String, Vec<String>, Vec<(String, usize)>) {
    let source = source(text);
    let emergencies = read(&source, &known()).unwrap_or_else(|error| panic!("{error}: {text}"));
    let mut findings = vec![
        finding("CI001", "ci/a.yml", Answer::Violation),
        finding("CI002", "ci/a.yml", Answer::Unknown),
        finding("CI001", "cis/b.yml", Answer::Violation),
        finding("CI008", "ci/a.yml", Answer::Violation),
        finding("META001", ".gate/gate.yaml", Answer::Violation),
        finding("WV001", ".gate/waivers.yaml", Answer::Violation),
        Finding { disposition: Disposition::Before, ..finding("CI001", "ci/a.yml", Answer::Violation) },
    ];
    let mut cells = vec![
        cell("CI001", "ci/a.yml", Kind::Pipeline),
        cell("TF007", "ci/a.yml", Kind::Terraform),
        cell("CI001", "repository", Kind::Repository),
    ];
    let id = |id: &str| PolicyId::new(id);
    let unjudged = [
        (Some(path("ci/Jenkinsfile")), None),
        (Some(path("ci/a.yml")), id("CI001")),
        (None, None),
        (Some(path(".gate/x")), None),
    ];
    let mut subject = Subject {
        findings: &mut findings,
        cells: &mut cells,
        unjudged: &unjudged,
        adoptable: &|id| id.as_str().starts_with("CI00") && id.as_str() != "CI008",
    };
    let now: Timestamp = now.parse().unwrap();
    let covered = apply(&mut subject, &emergencies, &source, &own(), (now, &Approvals::default()));
    let about = covered.about.iter().map(|it| format!("{} {}", it.policy, it.location.start)).collect();
    let holding = covered.holding.iter().map(|(it, number)| (it.id.clone(), *number)).collect();
    let mark = |is: bool| if is { 'x' } else { '.' };
    let taken: Vec<usize> = covered.unjudged.iter().map(|(index, _)| *index).collect();
    let findings = findings.iter().map(|it| mark(matches!(it.disposition, Disposition::Emergency { .. })));
    let cells = cells.iter().map(|it| mark(matches!(it.state, State::SetAside(_))));
    let unjudged = (0..unjudged.len()).map(|index| mark(taken.contains(&index)));
    let marks = findings.chain([' ']).chain(cells).chain([' ']).chain(unjudged).collect();
    (marks, about, holding)
}

#[test]
fn an_emergency_covers_what_is_open_and_neither_rules_nor_credentials_nor_the_run() {
    let (marks, about, holding) = covered(FILE, NOW);
    assert_eq!((marks.as_str(), about), ("xxx.... x.. xx..", vec![]));
    assert_eq!(holding, [("EM-1".to_owned(), 6)]);
}

#[test]
fn places_and_policies_narrow_it() {
    for (lines, expected) in [
        ("  where: ci\n", "xx..... x.. xx.."),
        ("  where: ./ci/\n", "xx..... x.. xx.."),
        ("  where: [ci/a.yml]\n", "xx..... x.. .x.."),
        ("  where: [elsewhere, cis/b.yml]\n", "..x.... ... ...."),
        ("  where: c\n", "....... ... ...."),
        ("  where: .gate\n", "....... ... ...."),
        ("  policies: [CI001]\n", "x.x.... x.. .x.."),
        ("  policies: unpinned-action\n", "x.x.... x.. .x.."),
        ("  policies: [CI001]\n  where: cis\n", "..x.... ... ...."),
    ] {
        assert_eq!(covered(&format!("{FILE}{lines}"), NOW).0, expected, "{lines}");
    }
}

#[test]
fn it_holds_from_its_beginning_to_its_end_and_for_72_hours_at_most() {
    let nothing = "....... ... ....";
    for (from, to, now, about) in [
        ("", "", "2026-11-28T06:00:00Z", None),
        ("", "", "2026-12-01T05:59:59.999Z", None),
        ("2026-12-01T06:00:00Z", "2026-12-01T07:00:00+01:00", NOW, None),
        ("", "", "2026-12-01T06:00:00Z", Some("EM001 1:7")),
        ("", "", "2027-01-01T00:00:00Z", Some("EM001 1:7")),
        ("2026-12-01T06:00:00Z", "2026-12-01T06:00:01Z", NOW, Some("EM002 1:7")),
        ("2026-12-01T06:00:00Z", "2026-12-01T06:00:00.000000001Z", NOW, Some("EM002 1:7")),
        ("2026-12-01T06:00:00Z", "2026-12-01T06:00:00-00:30", NOW, Some("EM002 1:7")),
        ("2026-12-01T06:00:00Z", "9999-12-30T00:00:00Z", NOW, Some("EM002 1:7")),
        ("2026-11-28T06:00:00Z", "0001-01-01T00:00:00Z", NOW, Some("EM002 1:7")),
        ("@acme/on-call", "acme/Payments", NOW, Some("EM003 1:7")),
        ("@acme/on-call", "@acme/p\u{430}yments", NOW, Some("EM003 1:7")),
    ] {
        let (marks, found, holding) = covered(&FILE.replace(from, to), now);
        let expected: Vec<String> = about.map(str::to_owned).into_iter().collect();
        assert_eq!(found, expected, "{to} {now}");
        assert_eq!((marks == nothing, holding.is_empty()), (about.is_some(), about.is_some()), "{to} {now}");
    }
    for (now, about) in [("2026-11-28T05:59:59Z", 0), ("2026-11-28T05:00:00Z", 0), ("2026-11-28T04:59:59Z", 1)] {
        let (marks, found, holding) = covered(FILE, now);
        assert_eq!((marks.as_str(), found.len(), holding.len()), (nothing, about, 0), "{now}: {found:?}");
    }
}

#[test]
fn what_two_cover_counts_once() {
    let second = FILE.replace("EM-1", "EM-2").replace("INC-2041", "INC-2042");
    let (marks, _, holding) = covered(&format!("{FILE}  where: ci\n{second}"), NOW);
    assert_eq!(marks, "xxx.... x.. xx..");
    assert_eq!(holding, [("EM-1".to_owned(), 5), ("EM-2".to_owned(), 1)]);
}

#[test]
fn a_malformed_entry_is_an_error_at_its_place() {
    let time = "is no point in time";
    let cases = [
        ("2026-12-01T06:00:00Z", "2026-12-01", &format!("7:10: `until` {time}")),
        ("2026-11-28T06:00:00Z", "2026-11-28T06:00:00", &format!("6:9: `from` {time}")),
        ("2026-12-01T06:00:00Z", "2026-11-30T24:00:00Z", &format!("7:10: `until` {time}")),
        ("2026-12-01T06:00:00Z", "2026-11-28T06:00:00Z", &"7:10: `until` is not after `from`".to_owned()),
        ("2026-12-01T06:00:00Z", "2026-11-28T07:00:00+02:00", &"7:10: `until` is not after `from`".to_owned()),
        ("  until: 2026-12-01T06:00:00Z\n", "", &"1:3: missing field `until`".to_owned()),
        ("  incident: INC-2041\n", "", &"1:3: missing field `incident`".to_owned()),
        ("INC-2041", "the big one", &"2:13: `incident` is no id of an incident".to_owned()),
        ("INC-2041", "\u{406}NC-2041", &"2:13: `incident` is no id of an incident".to_owned()),
        ("INC-2041", "TBD", &"2:13: `incident` is no id of an incident".to_owned()),
        ("INC-2041", "'-'", &"2:13: `incident` is no id of an incident".to_owned()),
        ("INC-2041", "2041", &"2:13: `incident` must be text".to_owned()),
        ("payments are down and the fix has to go out", "\"\\u200b\"", &"3:11: `reason` is empty".to_owned()),
        ("\"@acme/on-call\"", "n/a", &"5:13: `approver` is still to be written".to_owned()),
        (
            "  until",
            "  where: 'src/**'\n  until",
            &"7:10: `where` is a pattern, and has to be one exact path".to_owned(),
        ),
        ("  until", "  where: [a, ../b]\n  until", &"7:14: `where` is no path inside the repository".to_owned()),
        ("  until", "  where: .\n  until", &"7:10: `where` is no path inside the repository".to_owned()),
        (
            "  until",
            "  where: []\n  until",
            &"7:10: `where` is an empty list, which may mean nothing or everything".to_owned(),
        ),
        ("  until", "  where:\n  until", &"7:3: `where` is empty".to_owned()),
        (
            "  until",
            "  policies: []\n  until",
            &"7:13: `policies` is an empty list, which may mean nothing or everything".to_owned(),
        ),
        (
            "  until",
            "  policies: [CI001, META001]\n  until",
            &"7:21: `META001` is one of gate's own policies".to_owned(),
        ),
        (
            "  until",
            "  policies: [gate-job-changed]\n  until",
            &"7:14: `gate-job-changed` is one of gate's own policies".to_owned(),
        ),
        (
            "  until",
            "  policies: [secret-literal]\n  until",
            &"7:14: no emergency covers TF007, which finds what no exception makes right".to_owned(),
        ),
        ("  until", "  policies: [CI009]\n  until", &"7:14: there is no policy `CI009`".to_owned()),
        ("  until", "  policies: ['*']\n  until", &"7:14: there is no policy `*`".to_owned()),
        ("  until", "  expires: 2026-12-01\n  until", &"7:3: unknown key `expires`".to_owned()),
    ];
    for (from, to, expected) in cases {
        let error = read(&source(&FILE.replacen(from, to, 1)), &known()).expect_err(to).to_string();
        assert_eq!(error, format!(".gate/emergency.yaml:{expected}"), "{to}");
    }
}

#[test]
fn an_emergency_is_not_prolonged() {
    let again = |id: &str, incident: &str| {
        let second = FILE.replace("EM-1", id).replace("INC-2041", incident);
        read(&source(&format!("{FILE}{second}")), &known()).err().map(|error| error.to_string())
    };
    for (id, incident, expected) in [
        ("EM-2", "INC-2041", Some("9:13: `incident` is used twice")),
        ("EM-2", "inc-2041", Some("9:13: `incident` reads like one that is used above")),
        ("EM-2", "INC2041", Some("9:13: `incident` reads like one that is used above")),
        ("EM-2", "INC-02041", Some("9:13: `incident` reads like one that is used above")),
        ("EM-2", "INC_2O41", Some("9:13: `incident` reads like one that is used above")),
        ("EM-2", "INC-204l", Some("9:13: `incident` reads like one that is used above")),
        ("EM-1", "INC-2042", Some("8:7: `id` is used twice")),
        ("\u{395}\u{41c}-1", "INC-2042", Some("8:7: `id` reads like one that is used above")),
        ("em\u{200b}-01", "INC-2042", Some("8:7: `id` reads like one that is used above")),
        ("EM-2", "INC-2042", None),
        ("EM-11", "INC-20-41", None),
    ] {
        let expected = expected.map(|expected| format!(".gate/emergency.yaml:{expected}"));
        assert_eq!(again(id, incident), expected, "{id} {incident}");
    }
}
