//! Waivers, and the names of people.

use crate::support::{Repo, UNPINNED_WORKFLOW, day};
use crate::table::Answer::{Accepts, Open, Refuses};
use crate::table::Judged::{Change, Folder};
use crate::table::{Row, WAIVERS, WORKFLOW, adopted, edit, fingerprint, refused, repo, row, text};

const CI001: &str = "CI001 .github/workflows/ci.yml";
const WV002: &str = "WV002 .gate/waivers.yaml";

fn waiver() -> String {
    format!(
        "- id: W-1\n  policy: CI001\n  where: {WORKFLOW}\n  reason: the vendor signs it\n  owner: \"@acme/web\"\n  approver: \"@acme/security\"\n  expires: {}\n",
        day(30)
    )
}

fn waived(text: &str) -> Repo {
    repo(&[(WORKFLOW, UNPINNED_WORKFLOW), (WAIVERS, text)])
}

/// What somebody writes.
pub(crate) fn rows() -> Vec<Row> {
    let (waiver, owner) = (waiver(), "\"@acme/web\"");
    let mut rows: Vec<Row> = [
        ("91 days", waiver.replace(&day(30), &day(91)), Open(1, &[CI001, "WV003 .gate/waivers.yaml"])),
        ("the day after", waiver.replace(&day(30), &day(-1)), Open(1, &[CI001, "WV001 .gate/waivers.yaml"])),
        ("an end in weeks", waiver.replace(&day(30), "2027-W01-1"), Refuses("expires")),
        ("a name of a policy in capitals", waiver.replace("CI001", "Unpinned-Action"), Refuses("Unpinned-Action")),
        ("a rule of gate by its name", waiver.replace("CI001", "self-approved-baseline"), Refuses("one of gate's own")),
        ("an entry of the baseline", waiver.replace("CI001", "BL001"), Refuses("BL001")),
        (
            "the digits of another finding",
            format!("{waiver}  finding: \"0123456789abcdef\"\n"),
            Open(1, &[CI001, WV002]),
        ),
        (
            "a file without a reader that has one",
            waiver.replace("policy: CI001", "answer: unread"),
            Open(1, &[CI001, WV002]),
        ),
        (
            "an owner of another script",
            waiver.replace(owner, "\"acme/s\u{435}curity\""),
            Open(1, &[CI001, "WV004 .gate/waivers.yaml"]),
        ),
        (
            "an owner with a letter unseen",
            waiver.replace(owner, "\"@acme/secu\\u2060rity\""),
            Open(1, &[CI001, "WV004 .gate/waivers.yaml"]),
        ),
        ("an approver that nobody sees", waiver.replace("\"@acme/security\"", "\"\\u200b\""), Refuses("`approver`")),
        ("a path with a letter that looks alike", waiver.replace("ci.yml", "c\u{456}.yml"), Open(1, &[CI001, WV002])),
        ("honest: by the name of the policy", waiver.replace("CI001", "unpinned-action"), Accepts("\"waived\"")),
        ("honest: the last day", waiver.replace(&day(30), &day(0)), Accepts("\"waived\"")),
    ]
    .into_iter()
    .map(|(does, text, answer)| row(does, waived(&text), &Folder, answer))
    .collect();
    let change = waived(&waiver);
    let base = change.commit();
    edit(&change, WORKFLOW, "permissions:\n  contents: read", "permissions: write-all");
    rows.push(row(
        "another violation of the file",
        change,
        &Change(&base),
        Open(1, &["CI004 .github/workflows/ci.yml"]),
    ));
    rows
}

/// `gate waive` in wrong hands.
pub(crate) fn commands() -> Vec<Row> {
    let people = ["--owner", "@acme/web", "--approver", "@acme/security", "--reason", "the vendor signs it"];
    let waive = |finding: &str| -> Vec<String> {
        ["waive", finding].iter().chain(&people).map(|it| (*it).to_owned()).collect()
    };
    let mut rows = Vec::new();

    let bound = repo(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    let finding = fingerprint(&bound, "CI001");
    let words = waive(&finding);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert_eq!(bound.gate(&words).code, 0);
    refused(&bound, &words, "waived already");
    let base = bound.commit();
    edit(&bound, WORKFLOW, "      - run", "      - uses: acme/new@v1\n      - run");
    rows.push(row("a second violation behind a waiver of one", bound, &Change(&base), Open(1, &[CI001])));

    let change = repo(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    let base = change.commit();
    assert_eq!(change.gate(&words).code, 0);
    rows.push(row(
        "waives in the change itself",
        change,
        &Change(&base),
        Open(1, &[CI001, "META003 .gate/waivers.yaml"]),
    ));

    let debt = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    refused(&debt, &words, "does not decide now");
    edit(&debt, WORKFLOW, "checkout@v4", "checkout@v5");
    refused(&debt, &words, "there is no finding");
    rows.push(row("waives a debt, and touches it", debt, &Folder, Open(1, &["BL002 .gate/baseline.yaml", CI001])));

    #[cfg(unix)]
    {
        let away = Repo::new().with("waivers.yaml", "# none\n");
        let linked = repo(&[(WORKFLOW, UNPINNED_WORKFLOW), (".gate/README.md", "x\n")]);
        std::os::unix::fs::symlink(away.path().join("waivers.yaml"), linked.path().join(WAIVERS)).unwrap();
        assert_eq!(linked.gate(&words).code, 2);
        assert_eq!(text(&away, "waivers.yaml"), "# none\n");
        rows.push(row("waives through a link", linked, &Folder, Refuses(WAIVERS)));
    }
    let honest = repo(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    assert_eq!(honest.gate(&words).code, 0);
    let base = honest.base();
    rows.push(row("honest: waives on the base", honest, &Change(&base), Accepts("\"waived\"")));
    rows
}
