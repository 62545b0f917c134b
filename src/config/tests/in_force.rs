//! What holds on a day, with editions that are made up: there is only one so far.

use jiff::civil::{Date, date};
use serde_json::json;

use super::super::{Config, InForce};
use crate::finding::{PolicyId, Severity};
use crate::policy::{Edition, EditionName, Policy, Stand, bundled};

const TODAY: Date = date(2026, 11, 28);

fn id(text: &str) -> PolicyId {
    PolicyId::new(text).unwrap()
}

/// The bundled policies, and editions in which CI002 is new, CI003 was raised, CI004 lowered, and a default of CI001
/// changed; CI006 is in none.
fn made_up() -> (Vec<Policy>, Vec<Edition>) {
    let mut policies = bundled().unwrap();
    for policy in &mut policies {
        match policy.meta.id.as_str() {
            "CI003" => policy.meta.severity = Severity::Critical,
            "CI004" => policy.meta.severity = Severity::Medium,
            _ => {}
        }
    }
    let newest = Edition::of(EditionName::new("2027-06").unwrap(), &policies);
    let mut middle = Edition { name: EditionName::new("2027-02").unwrap(), ..newest.clone() };
    middle.policies.remove(&id("CI006"));
    let newest = Edition { policies: middle.policies.clone(), ..newest };
    let mut first = Edition { name: EditionName::new("2026-11").unwrap(), ..middle.clone() };
    let mut stand = |policy: &str, change: &dyn Fn(&mut Stand)| change(first.policies.get_mut(&id(policy)).unwrap());
    stand("CI003", &|stand| stand.severity = Severity::Medium);
    stand("CI004", &|stand| stand.severity = Severity::High);
    stand("CI001", &|stand| {
        stand.parameters.insert("images".to_owned(), json!(true));
        stand.parameters.insert("gone".to_owned(), json!(1));
    });
    first.policies.remove(&id("CI002"));
    (policies, vec![first, middle, newest])
}

fn on(today: Date, text: &str) -> InForce {
    let (policies, editions) = made_up();
    let config: Config = serde_yaml::from_str(text).unwrap();
    InForce::on(today, &config, &policies.iter().collect::<Vec<_>>(), &editions)
}

/// From when on findings of a policy at or above high block, in a configuration on a day.
fn begins(today: Date, text: &str, policy: &str) -> Option<String> {
    on(today, text).blocks_from(&id(policy), Severity::High).map(str::to_owned)
}

#[test]
fn what_is_newer_than_the_edition_begins_with_a_later_one() {
    let cases = [
        // Without an edition everything decides.
        ("", "CI002", None),
        ("", "CI006", None),
        ("edition: 2026-11", "CI001", None),
        ("edition: 2026-11", "CI002", Some("edition 2027-02")),
        ("edition: 2027-02", "CI002", None),
        ("edition: 2026-11", "CI006", Some("the next edition")),
        ("edition: 2027-06", "CI006", Some("the next edition")),
        ("edition: 2026-11", "CI003", Some("edition 2027-02")),
        ("edition: 2027-02", "CI003", None),
        // What was lowered still blocks in the edition, and never in the newer one.
        ("edition: 2026-11", "CI004", None),
        ("edition: 2027-02", "CI004", None),
        // The configuration comes before the edition, and a severity of a policy that is not in it says not that it decides.
        ("{ edition: 2026-11, policies: { severity: { CI003: critical } } }", "CI003", None),
        ("{ edition: 2026-11, policies: { severity: { CI003: low } } }", "CI003", None),
        ("{ edition: 2026-11, policies: { severity: { CI002: critical } } }", "CI002", Some("edition 2027-02")),
        ("{ edition: 2026-11, policies: { severity: { CI002: low } } }", "CI002", None),
    ];
    for (text, policy, expected) in cases {
        assert_eq!(begins(TODAY, text, policy).as_deref(), expected, "{text} {policy}");
    }
    let decides = |text: &str, policy: &str| on(TODAY, text).decides_from(&id(policy)).map(str::to_owned);
    assert_eq!(decides("edition: 2026-11", "CI002").as_deref(), Some("edition 2027-02"));
    assert_eq!(decides("edition: 2026-11", "CI003"), None, "it decides with the severity of its edition");
    assert_eq!(decides("edition: 2026-11", "META001"), None);
}

#[test]
fn severities_and_defaults_are_those_of_the_edition() {
    let severities = |text: &str| {
        let in_force = on(TODAY, text);
        ["CI001", "CI003", "CI004"].map(|policy| in_force.severities.get(&id(policy)).copied())
    };
    let (medium, high) = (Some(Severity::Medium), Some(Severity::High));
    assert_eq!(severities(""), [None, None, None]);
    assert_eq!(severities("edition: 2026-11"), [None, medium, high]);
    assert_eq!(severities("edition: 2027-02"), [None, None, None]);
    let set = "{ edition: 2026-11, policies: { severity: { CI003: low, CI004: critical } } }";
    assert_eq!(severities(set), [None, Some(Severity::Low), Some(Severity::Critical)]);

    let parameters = |text: &str| json!(on(TODAY, text).parameters);
    assert_eq!(parameters(""), json!({}));
    assert_eq!(parameters("edition: 2026-11"), json!({ "unpinned-action": { "images": true } }));
    assert_eq!(parameters("edition: 2027-02"), json!({}));
    let set =
        "{ edition: 2026-11, policies: { parameters: { unpinned-action: { images: false, trusted_owners: [a] } } } }";
    assert_eq!(parameters(set), json!({ "unpinned-action": { "images": false, "trusted_owners": ["a"] } }));
}

#[test]
fn no_edition_and_no_day_lowers_what_an_organisation_asks_for() {
    let (policies, editions) = made_up();
    let severity = |text: &str, least: Severity| {
        let mut config: Config = serde_yaml::from_str(text).unwrap();
        config.policies.at_least.extend([(id("CI003"), least), (id("CI004"), Severity::Low)]);
        let in_force = InForce::on(TODAY, &config, &policies.iter().collect::<Vec<_>>(), &editions);
        let of = |policy: &str| {
            let now = policies.iter().find(|it| it.meta.id == id(policy)).unwrap().meta.severity;
            in_force.severities.get(&id(policy)).copied().unwrap_or(now)
        };
        (of("CI003"), of("CI004"))
    };
    let (medium, high, critical) = (Severity::Medium, Severity::High, Severity::Critical);
    // CI003 is medium in the first edition and critical in the others; CI004 is high in it, and nothing lowers that.
    assert_eq!(severity("edition: 2026-11", Severity::Low), (medium, high));
    assert_eq!(severity("edition: 2026-11", high), (high, high));
    assert_eq!(severity("edition: 2027-02", high), (critical, medium));
    let begun = "{ edition: 2026-11, policies: { schedule: [{ from: 2026-11-01, severity: { CI003: low } }] } }";
    assert_eq!(severity(begun, critical), (critical, high));
    assert_eq!(severity("policies: { severity: { CI003: low } }", high), (high, medium));
}

#[test]
fn the_latest_that_has_begun_holds() {
    let text = "
policies:
  severity: { AF004: low }
  parameters: { unpinned-action: { trusted_owners: [always], images: true } }
  schedule:
    - { from: 2027-03-01, severity: { AF004: high } }
    - { from: 2027-01-15, severity: { AF004: medium }, parameters: { unpinned-action: { trusted_owners: [second] } } }
    - { from: 2026-12-01, severity: { AF004: critical }, parameters: { unpinned-action: { trusted_owners: [first] } } }
";
    let cases = [
        (TODAY, Severity::Low, "always", Some("2026-12-01")),
        (date(2026, 11, 30), Severity::Low, "always", Some("2026-12-01")),
        (date(2026, 12, 1), Severity::Critical, "first", None),
        (date(2027, 1, 14), Severity::Critical, "first", None),
        (date(2027, 1, 15), Severity::Medium, "second", Some("2027-03-01")),
        (date(2027, 3, 1), Severity::High, "second", None),
        (date(2099, 1, 1), Severity::High, "second", None),
    ];
    for (day, severity, owner, from) in cases {
        let in_force = on(day, text);
        assert_eq!(in_force.severities.get(&id("AF004")).copied().unwrap_or(Severity::Medium), severity, "{day}");
        assert_eq!(
            in_force.parameters["unpinned-action"],
            [("images".to_owned(), json!(true)), ("trusted_owners".to_owned(), json!([owner]))].into()
        );
        assert_eq!(in_force.blocks_from(&id("AF004"), Severity::High), from, "{day}");
    }
}

#[test]
fn nobody_postpones_what_has_begun() {
    let entry = |day: &str, what: &str| format!("{{ from: {day}, {what}, reason: r, owner: o }}");
    let schedule = |entries: &[String]| format!("{{ policies: {{ schedule: [{}] }} }}", entries.join(", "));
    let decide = |days: &[&str]| schedule(&days.iter().map(|day| entry(day, "decide: [CI001]")).collect::<Vec<_>>());
    let cases = [
        (decide(&["2027-01-15"]), Some("2027-01-15")),
        (decide(&["2026-11-28"]), None),
        (decide(&["2026-11-29"]), Some("2026-11-29")),
        (decide(&["2026-11-01", "2027-01-15", "2027-06-01"]), None),
        (decide(&["2027-06-01", "2027-01-15", "2026-11-01"]), None),
        (decide(&["2027-06-01", "2027-01-15", "2027-03-01"]), Some("2027-01-15")),
        // A severity on the way: it blocks once it decides and is severe enough.
        (schedule(&[entry("2027-01-15", "decide: [CI001]"), entry("2026-12-01", "severity: { CI001: low }")]), None),
        (
            schedule(&[
                entry("2027-01-15", "decide: [CI001], severity: { CI001: low }"),
                entry("2027-02-01", "severity: { CI001: high }"),
            ]),
            Some("2027-02-01"),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(begins(TODAY, &text, "CI001").as_deref(), expected, "{text}");
    }
    // A day that has come is the word of the configuration, which comes before the edition.
    let early =
        "{ edition: 2026-11, policies: { schedule: [{ from: 2026-11-01, decide: [CI002], reason: r, owner: o }] } }";
    assert_eq!((begins(TODAY, early, "CI002"), begins(TODAY, "edition: 2026-11", "CI002").is_some()), (None, true));
    let later = early.replace("2026-11-01", "2027-05-01");
    assert_eq!(begins(TODAY, &later, "CI002").as_deref(), Some("2027-05-01"));
}

#[test]
fn what_is_to_come_is_said() {
    let text = "{ policies: { schedule: [
        { from: 2027-03-01, severity: { CI001: critical }, parameters: { unpinned-action: { images: true } } },
        { from: 2027-01-15, decide: [CI002, CI003], reason: new, owner: '@a/b' },
        { from: 2026-11-28, severity: { CI001: low } },
        { from: 2026-11-01, decide: [CI003], reason: r, owner: o }] } }";
    assert_eq!(
        on(TODAY, text).coming,
        [
            "from 2027-01-15: CI002 decides (@a/b: new)",
            "from 2027-01-15: CI003 decides before that, by an earlier entry (@a/b: new)",
            "from 2027-03-01: CI001 is critical",
            "from 2027-03-01: unpinned-action.images has another value",
        ]
    );
}
