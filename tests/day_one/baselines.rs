//! Entries that are written by hand, and what a change does to the file.

use crate::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, day};
use crate::table::Answer::{Accepts, Open, Refuses};
use crate::table::Judged::{Change, Folder};
use crate::table::{BASELINE, Row, WORKFLOW, adopted, edit, refused, repo, row, text};

const CI001: &str = "CI001 .github/workflows/ci.yml";
const BL001: &str = "BL001 .gate/baseline.yaml";
const BL002: &str = "BL002 .gate/baseline.yaml";
const BL003: &str = "BL003 .gate/baseline.yaml";
const BL004: &str = "BL004 .gate/baseline.yaml";
const BL005: &str = "BL005 .gate/baseline.yaml";
const META003: &str = "META003 .gate/baseline.yaml";

fn debt() -> Repo {
    adopted(&[(WORKFLOW, UNPINNED_WORKFLOW)])
}

/// The debt with a part of its baseline written otherwise.
fn written(from: &str, to: &str) -> Repo {
    let repo = debt();
    edit(&repo, BASELINE, from, to);
    repo
}

/// What somebody wrote by hand.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (does, from, to, answer) in [
        ("a policy in small letters", "policy: CI001", "policy: ci001", Refuses("is no id of a policy")),
        ("a policy with a blank in quotes", "policy: CI001", "policy: 'CI001 '", Refuses("is no id of a policy")),
        ("a path with a double slash", "where: .github/", "where: .github//", Refuses("no path inside")),
        ("a path with a slash at its end", "ci.yml,", "ci.yml/,", Refuses("no path inside")),
        ("a path of Windows", WORKFLOW, "'.github\\workflows\\ci.yml'", Open(1, &[BL002, CI001])),
        ("a folder in other letters", ".github/work", ".GitHub/work", Open(1, &[BL002, CI001])),
        ("a path with a letter that looks alike", "ci.yml", "\u{441}i.yml", Open(1, &[BL002, CI001])),
        ("a folder instead of a file", "/ci.yml", "", Open(1, &[BL002, CI001])),
        ("an end in the Buddhist calendar", "expires: 20", "expires: 25", Open(1, &[BL003, CI001])),
        ("an end in the Islamic calendar", "expires: 20", "expires: 14", Open(1, &[BL001, CI001])),
        ("an end in Arabic digits", "expires: 2", "expires: \u{662}", Refuses("`expires` is no day")),
        ("an end in weeks", &day(49), "2027-W01-1", Refuses("`expires` is no day")),
        ("an owner that is yet to be named", "owner: \"@acme/platform\"", "owner: \"@your-team\"", Refuses("`owner`")),
        ("an approver that is yet to be named", "\"@acme/security\"", "TBD", Refuses("`approver`")),
        ("an approver that nobody sees", "\"@acme/security\"", "\"\\u200b\\u3164\"", Refuses("`approver`")),
        ("an approver in a reading of nobody", "\"@acme/security\"", "N/A", Refuses("`approver`")),
        ("an owner like the approver", "\"@acme/platform\"", "\"acme/s\u{435}cur\u{456}ty\"", Open(1, &[BL005, CI001])),
        ("an owner with a letter unseen", "\"@acme/platform\"", "\"@acme/secu\\u200brity\"", Open(1, &[BL005, CI001])),
        ("the approver by address", "\"@acme/platform\"", "Security <security@acme.test>", Open(1, &[BL005, CI001])),
        ("digits in capitals", "debt: ", "debt: F", Refuses("16 lower-case")),
        ("a version as a fraction", "version: 1", "version: 1.0", Refuses("version")),
        ("a second list of entries", "entries:\n", "entries: []\nentries:\n", Refuses("entries")),
        ("a key in capitals", "entries:\n", "Entries: []\nentries:\n", Refuses("unknown key `Entries`")),
    ] {
        rows.push(row(does, written(from, to), &Folder, answer));
    }
    let credential =
        UNPINNED_WORKFLOW.replace("run: make test", "run: make\n        env: { DB_PASSWORD: Winter-Sale-1987-x }");
    let repo = debt();
    repo.write(WORKFLOW, credential);
    let entry = text(&repo, BASELINE).lines().last().unwrap().replace("CI001", "CI008");
    repo.write(BASELINE, format!("{}{entry}\n", text(&repo, BASELINE)));
    rows.push(row("an entry for a credential", repo, &Folder, Open(1, &[BL004, "CI008 .github/workflows/ci.yml"])));
    let misspelt = debt();
    misspelt.write(".gate/baseline.yml", text(&misspelt, BASELINE));
    rows.push(row("a second file, .yml", misspelt, &Folder, Refuses(".gate/baseline.yml")));
    let inner = debt();
    inner.write("services/.gate/baseline.yaml", text(&inner, BASELINE));
    inner.remove(BASELINE);
    rows.push(row("a baseline in a folder below", inner, &Folder, Open(1, &[CI001])));
    rows.extend(honest());
    rows
}

/// What has to be taken as it is.
fn honest() -> Vec<Row> {
    let wide = debt();
    wide.write(BASELINE, format!("\u{feff}{}", text(&wide, BASELINE).replace('\n', "\r\n")));
    let said = "\"state\": \"adopted\"";
    vec![
        row("honest: line ends and mark of Windows", wide, &Folder, Accepts(said)),
        row("honest: a version in quotes", written("version: 1", "version: '1'"), &Folder, Accepts(said)),
        row("honest: the last day", written(&day(49), &day(0)), &Folder, Accepts(said)),
        row("honest: an end in quotes", written(&day(49), &format!("'{}'", day(366))), &Folder, Accepts(said)),
        row(
            "honest: a team with a name like ours",
            written("acme/platform", "acme/securities"),
            &Folder,
            Accepts(said),
        ),
    ]
}

/// What a change does.
pub(crate) fn changes() -> Vec<Row> {
    let mut rows = Vec::new();
    let two = UNPINNED_WORKFLOW.replace("      - run", "      - uses: acme/new@v1\n      - run");
    let own =
        |repo: &Repo| repo.gate(&["init", "--adopt", "--owner", "@acme/web", "--approver", "@acme/security"]).code;

    let change = repo(&[(WORKFLOW, CLEAN_WORKFLOW), ("CODEOWNERS", "/.gate/ @acme/security\n")]);
    let base = change.commit();
    change.write(WORKFLOW, UNPINNED_WORKFLOW);
    assert_eq!(own(&change), 0);
    rows.push(row("adopts in the change itself, owners named", change, &Change(&base), Open(1, &[CI001])));

    let change = debt();
    let base = change.commit();
    change.write(WORKFLOW, &two);
    change.remove(BASELINE);
    assert_eq!(own(&change), 0);
    rows.push(row("adopts anew in place of the old", change, &Change(&base), Open(1, &[CI001, META003])));

    let change = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW), ("Jenkinsfile", "node {}\n")]);
    let base = change.commit();
    let old = text(&change, BASELINE);
    change.write(WORKFLOW, &two);
    change.remove(BASELINE);
    assert_eq!(own(&change), 0);
    let fresh =
        text(&change, BASELINE).lines().filter(|line| line.contains("acme/new")).map(str::to_owned).collect::<Vec<_>>();
    let kept: Vec<String> = old
        .lines()
        .filter(|line| !line.contains("Jenkinsfile") && !line.contains("CI001"))
        .map(str::to_owned)
        .collect();
    change.write(BASELINE, [kept, fresh].concat().join("\n") + "\n");
    rows.push(row("two entries less and another one more", change, &Change(&base), Open(1, &[CI001, META003])));

    let change = adopted(&[(WORKFLOW, &two)]);
    let base = change.commit();
    let (first, second) = (line(&change, "actions/checkout"), line(&change, "acme/new"));
    change
        .write(BASELINE, text(&change, BASELINE).replace(&first, "\0").replace(&second, &first).replace('\0', &second));
    rows.push(row("entries in another order", change, &Change(&base), Open(1, &[META003])));

    let change = debt();
    let base = change.commit();
    change.remove(WORKFLOW);
    change.write(".github/workflows/build.yml", UNPINNED_WORKFLOW);
    edit(&change, BASELINE, "ci.yml", "build.yml");
    rows.push(row(
        "a renamed file, and its entry with it",
        change,
        &Change(&base),
        Open(1, &["CI001 .github/workflows/build.yml", META003]),
    ));

    let change = debt();
    let base = change.commit();
    change.write(".github/workflows/CI.yml", UNPINNED_WORKFLOW);
    rows.push(row("the same file in capitals", change, &Change(&base), Open(1, &["CI001 .github/workflows/CI.yml"])));

    rows.extend(written_by());
    rows.extend(misused());
    rows
}

/// Baselines of which the history says who wrote them.
fn written_by() -> Vec<Row> {
    let (security, jane) = (("Acme Security", "sec@acme.test"), ("Jane Doe", "jane@acme.test"));
    let alone = debt();
    alone.commit_as(("\u{405}ecurity", "s@acme.test"), "adopt");
    let own = debt();
    let base = own.commit_as(("S.", "9+security@users.noreply.github.com"), "adopt");
    own.write("notes.txt", "x");
    let paired = debt();
    paired.commit_as(jane, "adopt\n\nCo-authored-by: Security <s@acme.test>\n");
    let later = debt();
    later.commit_as(jane, "adopt");
    edit(&later, BASELINE, &day(49), &day(300));
    later.commit_as(("security", "s@acme.test"), "a later day");
    let pruned = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW), ("Jenkinsfile", "node {}\n")]);
    pruned.commit_as(jane, "adopt");
    pruned.remove("Jenkinsfile");
    assert_eq!(pruned.gate(&["baseline", "prune"]).code, 0);
    pruned.commit_as(("security", "s@acme.test"), "prune");
    let other = debt();
    other.commit_as(security, "adopt");
    vec![
        row("its approver wrote it", alone, &Folder, Open(1, &[BL005, CI001])),
        row("its approver wrote the base", own, &Change(&base), Open(1, &[BL005, CI001])),
        row("its approver wrote it with another", paired, &Folder, Open(1, &[BL005, CI001])),
        row("its approver set a later day", later, &Folder, Open(1, &[BL005, CI001])),
        row("honest: its approver only prunes", pruned, &Folder, Accepts("\"adopted\"")),
        row("honest: another name than the approver's", other, &Folder, Accepts("\"adopted\"")),
    ]
}

/// Commands in wrong hands.
fn misused() -> Vec<Row> {
    let people = |owner, approver| ["init", "--adopt", "--owner", owner, "--approver", approver];
    let fresh = repo(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    refused(&fresh, &people("@acme/security", "@acme/secur\u{456}ty"), "owner and approver are the same");
    refused(&fresh, &people("@acme/web", "@another-team"), "says nothing");
    refused(&fresh, &people("TODO", "@acme/security"), "says nothing");
    refused(&fresh, &people("@acme/web", "\u{200b}\u{3164}"), "says nothing");
    let twice = debt();
    edit(&twice, WORKFLOW, "      - run", "      - uses: acme/new@v1\n      - run");
    refused(&twice, &people("@acme/web", "@acme/security"), "is there already");
    let pruned = debt();
    edit(&pruned, WORKFLOW, "checkout@v4", "checkout@v5");
    assert_eq!(pruned.gate(&["baseline", "prune"]).code, 0);
    let mut rows = vec![
        row("adopts with names that say nothing", fresh, &Folder, Open(1, &[CI001])),
        row("adopts a second time", twice, &Folder, Open(1, &[CI001])),
        row("prunes after a touch", pruned, &Folder, Open(1, &[CI001])),
    ];
    let owners = repo(&[(WORKFLOW, UNPINNED_WORKFLOW), ("CODEOWNERS", "* acme/SECUR\u{406}TY\n")]);
    assert_eq!(owners.gate(&people("@acme/web", "@acme/security")).code, 0);
    let said = "\"owner\": \"@acme/web\"";
    rows.push(row("honest: the owners of the file approve, so another answers", owners, &Folder, Accepts(said)));
    rows
}

/// The line of the baseline with this in its comment.
fn line(repo: &Repo, needle: &str) -> String {
    text(repo, BASELINE).lines().find(|line| line.contains(needle)).unwrap().to_owned()
}
