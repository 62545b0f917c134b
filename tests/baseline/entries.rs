//! Entries that are malformed, and entries that do not hold.

use super::support::{Repo, UNPINNED_WORKFLOW, day};
use super::{BASELINE, WORKFLOW, adopt, adopted, baseline, open};

/// The repository of these tests, and the only line of its baseline.
fn one() -> (Repo, String) {
    let repo = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    let text = baseline(&repo);
    (repo, text)
}

#[test]
fn an_entry_that_does_not_hold_covers_nothing_and_says_so_at_its_line() {
    let (repo, text) = one();
    let due = day(12 * 7 / 2 + 7);
    assert!(text.contains(&format!("expires: {due}")), "{text}");
    let line = 1 + text.lines().position(|line| line.starts_with("  - {")).unwrap();
    let cases: [(&str, String, &str); 9] = [
        ("past its day", text.replace(&due, &day(-1)), "BL001"),
        ("too far ahead", text.replace(&due, &day(367)), "BL003"),
        ("for ever", text.replace(&due, "9999-12-31"), "BL003"),
        ("its own approver", text.replace("owner: \"@acme/platform\"", "owner: acme/Security"), "BL005"),
        ("another file", text.replace(WORKFLOW, ".github/workflows/cI.yml"), "BL002"),
        ("another policy", text.replace("policy: CI001", "policy: CI002"), "BL002"),
        ("another answer", text.replace("{ policy", "{ answer: unknown, policy"), "BL002"),
        ("no policy of gate", text.replace("policy: CI001", "policy: NONE1"), "BL002"),
        ("other digits", text.replace(", debt: ", ", debt: 0123456789abcdef }#"), "BL002"),
    ];
    for (name, text, policy) in cases {
        let text = text.replace("0123456789abcdef }#", &format!("0123456789abcdef, owner: a, expires: {due} }} # "));
        repo.write(BASELINE, text);
        let run = repo.gate(&["check", "-f", "json"]);
        let expected = [format!("CI001 {WORKFLOW}:11"), format!("{policy} {BASELINE}:{line}")];
        let found = open(&run);
        assert!(
            run.code == 1 && found.len() == 2 && expected.iter().all(|it| found.contains(it)),
            "{name}: {found:?} {}",
            run.text()
        );
    }
}

#[test]
fn an_entry_holds_on_its_last_day_and_for_at_most_a_leap_year() {
    let (repo, text) = one();
    let due = day(49);
    for last in [day(0), day(366)] {
        repo.write(BASELINE, text.replace(&due, &last));
        assert_eq!(repo.gate(&["check"]).code, 0, "{last}");
    }
}

#[test]
fn what_ends_soon_is_said_in_every_report() {
    let (repo, text) = one();
    for (ahead, said) in [(0, true), (14, true), (15, false)] {
        repo.write(BASELINE, text.replace(&day(49), &day(ahead)));
        for format in super::support::FORMATS {
            let run = repo.gate(&["check", "-f", format]);
            let says = run.stdout.contains("1 entry of the baseline ends on") && run.stdout.contains("acme/platform");
            assert_eq!((run.code, says), (0, said), "{ahead} {format}: {}", run.text());
        }
    }
}

#[test]
fn gates_own_findings_and_credentials_are_covered_by_nobody() {
    for policy in ["META001", "META003", "WV002", "EX001", "BL001", "EM001", "TF007", "AF001", "CI008"] {
        let (repo, text) = one();
        repo.write(BASELINE, text.replace("policy: CI001", &format!("policy: {policy}")));
        let run = repo.gate(&["check", "-f", "json"]);
        assert!(run.code == 1 && open(&run).iter().any(|line| line.starts_with("BL004")), "{policy}: {}", run.text());
    }
    // Not even with the digits of the finding itself.
    let repo = Repo::new().with(
        WORKFLOW,
        UNPINNED_WORKFLOW.replace("run: make test", "run: make\n        env: { DB_PASSWORD: Winter-Sale-1987-x }"),
    );
    assert_eq!(adopt(&repo).code, 1);
    let policy = repo.path().join(".gate/policies/custom-literal");
    assert!(!policy.exists());
}

/// What is written, the words at fault, and what is said about them; no words where the place is not told apart.
type Wrong<'a> = (String, &'a str, &'a str);

/// Nothing that reads such a baseline goes on, and each error names its place.
fn refuses(repo: &Repo, cases: Vec<Wrong<'_>>) {
    let at = |needle: &str, text: &str| {
        let before = &text[..text.rfind(needle).unwrap()];
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        format!("{}:{column}", before.matches('\n').count() + 1)
    };
    for (text, needle, message) in cases {
        repo.write(BASELINE, &text);
        let run = repo.gate(&["check"]);
        assert!(run.code == 2 && run.stderr.contains(message), "{needle:?} {message}: {}", run.text());
        if !needle.is_empty() {
            let place = format!("{BASELINE}:{}", at(needle, &text));
            assert!(run.stderr.contains(&place), "{place} {message}: {}", run.stderr);
        }
        assert_eq!(repo.gate(&["baseline", "prune"]).code, 2, "{message}");
    }
}

#[test]
fn a_malformed_baseline_is_an_error_at_its_place() {
    let (repo, text) = one();
    let more = vec![
        (format!("{text}---\n{text}"), "", "second document"),
        (format!("{text}\t- x\n"), "", "a tab is used as indentation"),
        (String::new(), "", "no baseline"),
        ("# nothing\n".to_owned(), "", "no baseline"),
        ("- a\n".to_owned(), "", "no baseline"),
    ];
    refuses(&repo, more);
    let heads = vec![
        (text.replace("version: 1", "version: 2"), "2\nadopted", "knows version 1"),
        (text.replace("version: 1\n", ""), "", "missing key `version`"),
        (text.replace("approver: \"@acme/security\"\n", ""), "", "missing key `approver`"),
        (text.replace("approver: \"@acme/security\"", "approver: ' '"), "' '", "`approver` is empty"),
        (text.replace("approver: \"@acme/security\"", "approver: '@'"), "'@'", "`approver` says nothing"),
        (text.replace("approver: \"@acme/security\"", "approver: [a]"), "[a]", "`approver` is no text"),
        (text.replace("adopted: ", "adopted: x"), "x2", "`adopted` is no day"),
        (text.replace("reason: ", "reasons: "), "reasons", "unknown key `reasons`"),
        (text.replace("reason: ", "reason: a\nreason: "), "reason: \"", ""),
        (text.replace("entries:\n", "entries: {}\nx:\n"), "x:", "unknown key `x`"),
    ];
    refuses(&repo, heads);
    for bytes in [b"version: 1\n\xff\n".to_vec(), vec![b'#'; 9 << 20]] {
        repo.write(BASELINE, &bytes);
        assert_eq!(repo.gate(&["check"]).code, 2);
    }
}

#[test]
fn a_malformed_entry_is_an_error_at_its_place() {
    let (repo, text) = one();
    let entry = text.lines().find(|line| line.starts_with("  - {")).unwrap().to_owned();
    let cases = vec![
        (text.replace("policy: CI001", "polcy: CI001"), "polcy", "unknown key `polcy`"),
        (text.replace("policy: CI001, ", ""), "{ where", "missing key `policy`"),
        (text.replace("policy: CI001", "policy: unpinned-action"), "unpinned-action,", "is no id of a policy"),
        (
            text.replace("{ policy: CI001", "{ answer: unread, policy: CI001"),
            "CI001",
            "no policy judges what is not read",
        ),
        (text.replace("{ policy", "{ answer: noted, policy"), "noted", "unknown answer `noted`"),
        (text.replace(WORKFLOW, "'*.yml'"), "'*.yml'", "`where` is a pattern"),
        (text.replace(WORKFLOW, "../ci.yml"), "../ci.yml", "no path inside"),
        (text.replace(WORKFLOW, "/etc/passwd"), "/etc/passwd", "no path inside"),
        (text.replace(WORKFLOW, "./.github/workflows/ci.yml"), "./.git", "no path inside"),
        (text.replace("debt: ", "debt: A"), "A", "16 lower-case"),
        (text.replace("expires: 20", "expires: 19/"), "19/", "`expires` is no day"),
        (text.replace("expires: ", "expires: +00"), "+00", "`expires` is no day"),
        (text.replace(&day(49), "2027-02-30"), "2027-02-30", "`expires` is no day"),
        (text.replace(&day(49), "2027-02-01T00:00"), "2027-02-01T", "`expires` is no day"),
        (text.replace(&day(49), "20270201"), "20270201", "`expires` is no day"),
        (text.replace("owner: \"@acme/platform\"", "owner: !!str x"), "!!str", "an alias or a tag"),
        (format!("{text}  - *x\n"), "", "alias"),
        (text.replace(&entry, &format!("  - &a {}\n  - *a", &entry[4..])), "*a", "an alias or a tag"),
        (text.replace(&entry, &entry.replace("{ policy", "{ <<: { policy: CI002 }, policy")), "<<", "unknown key `<<`"),
        (format!("{text}  - CI001\n"), "CI001\n", "an entry that is no mapping"),
    ];
    refuses(&repo, cases);
}

#[test]
fn many_entries_take_bounded_time() {
    let (repo, text) = one();
    let entry = text.lines().find(|line| line.starts_with("  - {")).unwrap();
    let (entry, _) = entry.split_once(" #").unwrap();
    let many = |number: usize| format!("{text}{}", format!("{entry}\n").repeat(number));
    repo.write(BASELINE, many(2_000));
    let run = repo.gate(&["check", "-q"]);
    assert_eq!(run.code, 1, "one finding takes one entry: {}", run.text());
    repo.write(BASELINE, many(100_000));
    let run = repo.gate(&["check", "-q"]);
    assert!(run.code == 2 && run.stderr.contains("more than the limit"), "{}", run.text());
}
