//! Rules of an organisation: who may approve exceptions, and for how long.

use jiff::{SignedDuration, Timestamp};

use super::Table;
use super::organisation::{Place, WORKFLOW};
use super::support::{Run, UNPINNED_WORKFLOW, day};

const MINIMUM: &str = "name: acme
approvers: [\"@acme/security\"]
exclude: { owners: [\"@acme/security\"] }
waivers: { max-days: 30 }
baseline: { max-weeks: 4 }
emergency: { max-hours: 24 }
";

fn place() -> Place {
    let place = Place::new();
    place.write("acme-rules/minimum.yaml", MINIMUM);
    place.write(&format!("pay/{WORKFLOW}"), UNPINNED_WORKFLOW);
    place.pin(&["acme-rules"], "");
    place
}

fn waived(place: &Place, approver: &str, ahead: i64) -> Run {
    place.write(
        "pay/.gate/waivers.yaml",
        format!(
            "- id: W-1\n  policy: CI001\n  where: {WORKFLOW}\n  reason: the vendor pins in spring\n  owner: '@acme/pay'\n  \
             approver: \"{approver}\"\n  expires: {}\n",
            day(ahead)
        ),
    );
    place.gate(&["check", "-f", "json"])
}

#[test]
fn who_may_approve_is_who_is_named() {
    let mut table = Table::new("extends");
    let place = place();
    for (what, approver) in [
        ("a letter of another alphabet", "@acme/se\u{441}urity"),
        ("a letter that nobody sees", "@acme/secur\u{200b}ity"),
        ("a digit for a letter", "@acme/5ecur1ty"),
        ("the team of another organisation", "@evil/security"),
        ("a team that any organisation may have", "security"),
        ("an address at any domain", "security@evil.test"),
        ("a person who is called so", "acme/security <mallory@evil.test>"),
        ("the organisation alone", "@acme"),
        ("a team below", "@acme/security/interns"),
        ("a list with the name in it", "@mallory, @acme/security"),
        ("the name in a sentence", "@acme/security said no"),
    ] {
        let run = waived(&place, approver, 9);
        let says = [".gate/waivers.yaml:6:13", "may not approve a waiver", "acme/minimum.yaml:2"];
        table.refused(&format!("is approved by {what}"), &run, &says);
    }
    for (what, approver) in [("in capital letters", "@ACME/Security"), ("without the sign", "acme/security")] {
        table.honest(&format!("names who may approve {what}"), &waived(&place, approver, 9), &["waived"]);
    }
    std::fs::remove_file(place.path("pay/.gate/waivers.yaml")).unwrap();
    place.write("pay/docs/a.md", "x\n");
    place.write(&format!("pay/{WORKFLOW}"), super::support::CLEAN_WORKFLOW);
    for (what, owner) in
        [("a look-alike", "@acme/se\u{441}urity"), ("an address", "security@evil.test"), ("a bare name", "security")]
    {
        place.pin(&["acme-rules"], &format!("exclude: [{{ paths: [docs], reason: pages, owner: \"{owner}\" }}]\n"));
        let says = [".gate/gate.yaml:3:50", "may not answer for an exclusion", "acme/minimum.yaml:3"];
        table.refused(&format!("leaves out what {what} answers for"), &place.gate(&["check"]), &says);
    }
    table.end(14, 2);
}

#[test]
fn an_exception_ends_when_it_has_to() {
    let mut table = Table::new("extends");
    let place = place();
    table.honest("waives for as long as they may", &waived(&place, "@acme/security", 30), &["waived"]);
    let says =
        [".gate/waivers.yaml:7:12", "a waiver lasts longer than acme allows", "acme/minimum.yaml:4: at most 30 days"];
    table.refused("waives for one day more", &waived(&place, "@acme/security", 31), &says);
    table.decides(
        "waives what ended yesterday",
        &waived(&place, "@acme/security", -1),
        1,
        &["WV001 .gate/waivers.yaml:1", "CI001 .github/workflows/ci.yml:11"],
    );
    std::fs::remove_file(place.path("pay/.gate/waivers.yaml")).unwrap();

    let hour = |number: i64| Timestamp::now().checked_add(SignedDuration::from_hours(number)).unwrap();
    let from = hour(-1);
    let emergency = |lasts: i64, approver: &str| {
        let until = from.checked_add(SignedDuration::from_secs(lasts)).unwrap();
        place.write(
            "pay/.gate/emergency.yaml",
            format!(
                "- id: EM-1\n  incident: INC-1\n  reason: payments are down\n  owner: '@acme/pay'\n  approver: '{approver}'\n  \
                 from: {from}\n  until: {until}\n"
            ),
        );
        place.gate(&["check", "-f", "json"])
    };
    table.honest("breaks the glass for as long as they may", &emergency(24 * 3600, "@acme/security"), &["emergency"]);
    let says = [".gate/emergency.yaml:7:10", "an emergency lasts longer than acme allows"];
    table.refused("breaks the glass for one second more", &emergency(24 * 3600 + 1, "@acme/security"), &says);
    let says = [".gate/emergency.yaml:5:13", "may not approve an emergency"];
    table.refused("breaks the glass with the word of a look-alike", &emergency(3600, "@acme/s\u{435}curity"), &says);
    std::fs::remove_file(place.path("pay/.gate/emergency.yaml")).unwrap();

    let made = place.gate(&["init", "--adopt", "--owner", "@acme/pay", "--approver", "@acme/security", "--weeks", "4"]);
    assert_eq!(made.code, 0, "{}", made.text());
    let file = std::fs::read_to_string(place.path("pay/.gate/baseline.yaml")).unwrap();
    let (before, rest) = file.split_once("expires: ").unwrap();
    let adopted = |ahead: i64, approver: &str| {
        let text = format!("{before}expires: {}{}", day(ahead), &rest[10..]);
        let lines = text.lines().map(|line| match line.strip_prefix("approver: ") {
            Some(_) => format!("approver: '{approver}'\n"),
            None => format!("{line}\n"),
        });
        place.write("pay/.gate/baseline.yaml", lines.collect::<String>());
        place.gate(&["check", "-f", "json"])
    };
    table.honest("adopts for as long as they may", &adopted(28, "@acme/security"), &["adopted"]);
    let says =
        [".gate/baseline.yaml:", "an entry of the baseline lasts longer than acme allows", "acme/minimum.yaml:5"];
    table.refused("adopts for a day more", &adopted(29, "@acme/security"), &says);
    let says = [".gate/baseline.yaml:", "may not approve an entry of the baseline", "acme/minimum.yaml:2"];
    table.refused("adopts with the word of an address", &adopted(9, "security@evil.test"), &says);
    table.end(6, 3);
}
