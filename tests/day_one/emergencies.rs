//! Break-glass by whoever is in a hurry, or pretends to be.

use jiff::{SignedDuration, Timestamp};

use crate::support::{Repo, UNPINNED_WORKFLOW, day};
use crate::table::Answer::{Accepts, Open, Refuses};
use crate::table::Judged::{Change, Folder};
use crate::table::{BASELINE, EMERGENCY, Row, WORKFLOW, adopted, edit, refused, repo, row};

const CI001: &str = "CI001 .github/workflows/ci.yml";
const EM001: &str = "EM001 .gate/emergency.yaml";
const EM002: &str = "EM002 .gate/emergency.yaml";
const EM003: &str = "EM003 .gate/emergency.yaml";

/// So many seconds ago until so many ahead; both are seen from one moment.
fn span(before: i64, ahead: i64) -> (String, String) {
    let now = Timestamp::now();
    let at = |seconds| now.checked_add(SignedDuration::from_secs(seconds)).unwrap().to_string();
    (at(-before), at(ahead))
}

fn entry(id: &str, (from, until): (String, String)) -> String {
    format!(
        "- id: EM-{id}\n  incident: INC-{id}\n  reason: payments are down\n  owner: \"@acme/pay\"\n  approver: \"@acme/on-call\"\n  from: {from}\n  until: {until}\n"
    )
}

fn holding() -> String {
    entry("1", span(3600, 3600))
}

fn emergency(text: &str) -> Repo {
    repo(&[(WORKFLOW, UNPINNED_WORKFLOW), (EMERGENCY, text)])
}

/// Entries that are written badly, or that cover less than somebody hopes.
pub(crate) fn entries() -> Vec<Row> {
    let holding = holding();
    let zones = holding.replace("  from", "  # from").replace("  until", "  # until")
        + &format!("  from: {}T00:00:00+14:00\n  until: {}T23:00:00-12:00\n", day(-1), day(1));
    let own = "owner: \"@acme/pay\"";
    [
        ("72 hours and one second", entry("1", span(3600, 71 * 3600 + 1)), Open(1, &[CI001, EM002])),
        ("three days by the clocks of two zones", zones, Open(1, &[CI001, EM002])),
        ("a second too late", entry("1", span(3600, -1)), Open(1, &[CI001, EM001])),
        ("one that is yet to come", entry("1", span(-3600, 7200)), Open(1, &[CI001])),
        (
            "one after the other, granted at once",
            entry("1", span(60, 71 * 3600)) + &entry("2", span(-71 * 3600, 140 * 3600)),
            Open(1, &[EM002]),
        ),
        ("one that is planned", entry("1", span(-30 * 86400, 31 * 86400)), Open(1, &[CI001, EM002])),
        (
            "the same incident in other letters",
            holding.clone() + &holding.replace("EM-1", "EM-2").replace("INC-1", "inc-I"),
            Refuses("not prolonged"),
        ),
        ("the whole repository as a place", format!("{holding}  where: .\n"), Refuses("emergency.yaml:8:10")),
        ("a place in other letters", format!("{holding}  where: .GITHUB\n"), Open(1, &[CI001])),
        ("a place that begins alike", format!("{holding}  where: .git\n"), Open(1, &[CI001])),
        ("the rules as a place", format!("{holding}  where: .gate\n"), Open(1, &[CI001])),
        (
            "a credential by the name of its policy",
            format!("{holding}  policies: [written-credential]\n"),
            Refuses("no emergency covers CI008"),
        ),
        (
            "a rule of gate by its name",
            format!("{holding}  policies: [expired-baseline-entry]\n"),
            Refuses("always decides"),
        ),
        (
            "a policy in other letters",
            format!("{holding}  policies: [Unpinned-Action]\n"),
            Refuses("there is no policy"),
        ),
        (
            "an approver with a letter unseen",
            holding.replace("@acme/on-call", "@acme/p\\u200bay"),
            Open(1, &[CI001, EM003]),
        ),
        (
            "an approver of another script",
            holding.replace("@acme/on-call", "@acme/\u{440}\u{430}\u{443}"),
            Open(1, &[CI001, EM003]),
        ),
        ("an approver by address", holding.replace("@acme/on-call", "Pay <pay@acme.test>"), Open(1, &[CI001, EM003])),
        ("no incident", holding.replace("INC-1", "N/A"), Refuses("`incident`")),
        (
            "an owner that is yet to be named",
            holding.replace(own, "owner: TBD"),
            Refuses("`owner` is still to be written"),
        ),
        ("a day without a time", holding.replace("from: 2", "from: 2026-11-28 # 2"), Refuses("no point in time")),
        ("a second document", format!("{holding}---\n{holding}"), Refuses("a second document")),
        ("honest: 72 hours", entry("1", span(3600, 71 * 3600)), Accepts("\"EM-1\"")),
        (
            "honest: by name of policy and file",
            format!("{holding}  policies: [unpinned-action]\n  where: {WORKFLOW}\n"),
            Accepts("\"EM-1\""),
        ),
        (
            "honest: line ends and mark of Windows",
            format!("\u{feff}{}", holding.replace('\n', "\r\n")),
            Accepts("\"EM-1\""),
        ),
    ]
    .into_iter()
    .map(|(does, text, answer)| row(does, emergency(&text), &Folder, answer))
    .collect()
}

/// Emergencies beside other things, and in a change.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let change = repo(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    let base = change.commit();
    assert_eq!(change.gate(&["init", "--adopt", "--owner", "@acme/web", "--approver", "@acme/security"]).code, 0);
    change.write(EMERGENCY, holding());
    rows.push(row(
        "an emergency and a baseline in the change itself",
        change,
        &Change(&base),
        Open(1, &[CI001, "META001 .gate/gate.yaml", "META003 .gate/baseline.yaml", "META003 .gate/emergency.yaml"]),
    ));

    let change = emergency(&entry("1", span(7200, -60)));
    let base = change.commit();
    change.write(EMERGENCY, entry("1", span(7200, 3600)));
    rows.push(row(
        "prolongs it in the change",
        change,
        &Change(&base),
        Open(1, &[CI001, EM001, "META003 .gate/emergency.yaml"]),
    ));

    let debt = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    debt.write(EMERGENCY, holding());
    edit(&debt, BASELINE, &day(49), &day(367));
    rows.push(row(
        "an entry of the baseline that ends too late",
        debt,
        &Folder,
        Open(1, &["BL003 .gate/baseline.yaml"]),
    ));

    let misspelt = repo(&[(WORKFLOW, UNPINNED_WORKFLOW), (".gate/emergency.yml", &holding())]);
    rows.push(row("another name of the file", misspelt, &Folder, Refuses(".gate/emergency.yml")));

    let excluded = emergency(&holding());
    excluded.write(".gate/gate.yaml", "exclude: [{ paths: [.github], reason: x, owner: me }]\n");
    rows.push(row("an exclusion of what runs", excluded, &Folder, Open(1, &["EX002 .gate/gate.yaml"])));

    for (does, author, message, approver) in [
        ("its author approves", ("On Call", "oc@acme.test"), "x", "@on-call"),
        (
            "a second author approves",
            ("Ann", "ann@acme.test"),
            "x\n\nCo-authored-by: Eve <5+eve@users.noreply.github.com>\n",
            "\u{435}ve",
        ),
    ] {
        let repo = emergency(&holding().replace("\"@acme/on-call\"", &format!("\"{approver}\"")));
        repo.commit_as(author, message);
        rows.push(row(does, repo, &Folder, Open(1, &[CI001, EM003])));
    }
    let covered = emergency(&holding());
    let finding = crate::table::fingerprint(&covered, "CI001");
    refused(&covered, &["waive", &finding, "--owner", "a", "--approver", "b", "--reason", "c"], "does not decide now");
    edit(&covered, EMERGENCY, "from", "from: 2020-01-01T00:00:00Z\n  until: 2020-01-02T00:00:00Z\n  # from");
    let twice = covered;
    rows.push(row("an end that stands there twice", twice, &Folder, Refuses("until")));
    rows
}
