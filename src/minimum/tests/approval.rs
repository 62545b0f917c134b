//! Who may approve, and for how long.

use jiff::SignedDuration;

use super::super::{Exception, Part, baseline, emergencies, waivers};
use super::{minimum, policies, said, source};
use crate::baseline as debts;
use crate::config::Known;
use crate::engine::known;
use crate::waiver;
use crate::waiver::emergency;

#[test]
fn only_those_who_may_approve_for_as_long_as_they_may() {
    let policies = policies();
    let minimum = minimum(
        "name: acme\napprovers: [\"@acme/security\"]\nwaivers: { max-days: 30 }\nbaseline: { max-weeks: 12 }\nemergency: { max-hours: 24 }\n",
        &policies,
    )
    .unwrap();
    let hours = SignedDuration::from_hours;
    let cases = [
        (Exception::Waiver, "@acme/security", 30 * 24, None),
        (Exception::Waiver, "ACME/Security", -24, None),
        (Exception::Waiver, "@acme/security", 31 * 24, Some((Part::End, "acme/minimum.yaml:3"))),
        (Exception::Waiver, "@acme/dev", 24, Some((Part::Approver, "acme/minimum.yaml:2"))),
        (Exception::Waiver, "", 24, Some((Part::Approver, "@acme/security"))),
        (Exception::Waiver, "security", 24, Some((Part::Approver, "@acme/security"))),
        (Exception::Waiver, "security@evil.test", 24, Some((Part::Approver, "@acme/security"))),
        (Exception::Waiver, "@acme/se\u{441}urity", 24, Some((Part::Approver, "@acme/security"))),
        (Exception::Baseline, "@acme/security", 12 * 7 * 24, None),
        (Exception::Baseline, "@acme/security", 12 * 7 * 24 + 24, Some((Part::End, "at most 12 weeks"))),
        (Exception::Emergency, "@acme/security", 24, None),
        (Exception::Emergency, "@acme/security", 25, Some((Part::End, "acme/minimum.yaml:5"))),
        (Exception::Emergency, "@acme/ops", 1, Some((Part::Approver, "acme/minimum.yaml:2"))),
    ];
    for (what, approver, lasts, refused) in cases {
        let found = minimum.permits(what, approver, hours(lasts));
        match (found, refused) {
            (Ok(()), None) => {}
            (Err(refusal), Some((part, line))) => {
                assert_eq!(refusal.part, part, "{what:?} {approver} {lasts}");
                assert!(refusal.help.contains(line), "{what:?} {approver} {lasts}: {}", refusal.help);
            }
            (found, _) => panic!("{what:?} {approver} {lasts}: {found:?}"),
        }
    }
}

#[test]
fn a_waiver_that_an_organisation_does_not_let_hold_is_shown_at_its_entry() {
    let entry = |approver: &str, expires: &str| {
        format!(
            "- id: W-1\n  policy: CI001\n  where: a.yml\n  reason: x\n  owner: me\n  approver: {approver}\n  expires: {expires}\n"
        )
    };
    let policies = policies();
    let text = "name: acme\napprovers: [sec]\nwaivers: { max-days: 30 }\n";
    let today = jiff::civil::date(2026, 11, 28);
    let known: Vec<Known> = policies.iter().map(known).collect();
    let good = entry("sec", "2026-12-28");
    let cases = [
        (good.clone(), None),
        (entry("sec", "2020-01-01"), None),
        (entry("dev", "2026-12-01"), Some("6:13 `dev` may not approve a waiver")),
        (entry("sec", "2026-12-29"), Some("7:12 a waiver lasts longer than acme allows")),
        (format!("{good}{}", entry("dev", "2026-12-01").replace("W-1", "W-2")), Some("13:13 `dev` may not")),
    ];
    for (text_of_waivers, expected) in cases {
        let source = source(".gate/waivers.yaml", &text_of_waivers);
        let read = waiver::read(&source, &known).unwrap();
        let minima = [minimum(text, &policies).unwrap()];
        match (waivers(&read, &source, &minima, today), expected) {
            (Ok(()), None) => {}
            (Err(error), Some(expected)) => {
                let (at, _) = said(&error);
                assert!(at.starts_with(&format!(".gate/waivers.yaml:{expected}")), "{at}");
            }
            (found, _) => panic!("{text_of_waivers}: {found:?}"),
        }
        assert!(waivers(&read, &source, &[], today).is_ok(), "without a minimum anybody may");
    }
}

#[test]
fn a_baseline_and_an_emergency_are_held_to_the_same() {
    let policies = policies();
    let asked = "name: acme\napprovers: [sec]\nbaseline: { max-weeks: 4 }\nemergency: { max-hours: 24 }\n";
    let minima = [minimum(asked, &policies).unwrap()];
    let today = jiff::civil::date(2026, 11, 28);
    let known: Vec<Known> = policies.iter().map(known).collect();
    for (approver, expires, expected) in [
        ("sec", "2026-12-26", None),
        ("dev", "2026-12-26", Some("3:11 `dev` may not approve an entry of the baseline")),
        ("sec", "2026-12-27", Some("6:99 an entry of the baseline lasts longer than acme allows")),
    ] {
        let entry = format!(
            "{{ policy: CI001, where: a.yml, debt: 0123456789abcdef, owner: me, reason: it is old, expires: {expires} }}"
        );
        let text =
            format!("version: 1\nadopted: 2026-11-28\napprover: {approver}\nreason: old\nentries:\n  - {entry}\n");
        let source = source(".gate/baseline.yaml", &text);
        let read = debts::read(&source).unwrap();
        let found = baseline(&read, &source, &minima, today).map_err(|error| said(&error).0);
        let place = expected.map(|expected| format!(".gate/baseline.yaml:{expected}"));
        match (&found, &place) {
            (Ok(()), None) => {}
            (Err(found), Some(place)) => assert!(found.starts_with(place), "{found}"),
            _ => panic!("{text}: {found:?}"),
        }
    }
    for (approver, until, expected) in [
        ("sec", "2026-11-29T06:00:00Z", None),
        ("dev", "2026-11-29T06:00:00Z", Some("5:13 `dev` may not approve an emergency")),
        ("sec", "2026-11-29T06:00:01Z", Some("7:10 an emergency lasts longer than acme allows")),
    ] {
        let text = format!(
            "- id: E-1\n  incident: INC-1\n  reason: payments are down\n  owner: me\n  approver: {approver}\n  from: 2026-11-28T06:00:00Z\n  until: {until}\n"
        );
        let source = source(".gate/emergency.yaml", &text);
        let read = emergency::read(&source, &known).unwrap();
        let found = emergencies(&read, &source, &minima).map_err(|error| said(&error).0);
        let place = expected.map(|expected| format!(".gate/emergency.yaml:{expected}"));
        match (&found, &place) {
            (Ok(()), None) => {}
            (Err(found), Some(place)) => assert!(found.starts_with(place), "{found}"),
            _ => panic!("{text}: {found:?}"),
        }
    }
}
