//! Schedules that somebody wrote in haste, or to get out of something.

use jiff::civil::date;

use super::super::within_reach;
use super::{error, read};
use crate::source::{RepoPath, Source};

const SEE: &str = "see the README for every key";
const OWED: &str = "say why, and who answers for it: what does not decide yet is an exception";
const EMPTY: &str = "name what begins, or take the key out";

/// A configuration with this schedule, each entry on a line of its own from the third on, from its fifth column.
fn scheduled(entries: &[&str]) -> String {
    let lines: Vec<String> = entries.iter().map(|entry| format!("  - {entry}\n")).collect();
    format!("policies:\n  schedule:\n{}", lines.concat())
}

fn wrong(cases: &[(&[&str], &str, &str)]) {
    for (entries, message, help) in cases {
        let text = scheduled(entries);
        let (found, found_help) = error(&text);
        assert_eq!((found.as_str(), found_help.as_str()), (*message, *help), "{text}");
    }
}

#[test]
fn a_day_that_is_none_is_said_where_it_stands() {
    let days = [
        "2026-02-30",
        "20270115",
        "2027-1-5",
        "2027-01-15T00:00:00Z",
        "2027-01-15 12:00",
        "2027",
        "15.01.2027",
        "tomorrow",
        "2027-00-01",
        "2027-02-29",
        "2027/01/15",
        "-2027-01-15",
        "2027-01-15Z",
    ];
    for day in days {
        let (found, help) = error(&scheduled(&[&format!("{{ severity: {{ CI001: low }}, from: '{day}' }}")]));
        assert_eq!(found, format!("3:39 `{day}` is no day; a day is written as 2027-01-15"));
        assert_eq!(help, SEE);
    }
    wrong(&[
        (&["{ from: 20270115, decide: [CI001] }"], "3:13 `20270115` is no day; a day is written as 2027-01-15", SEE),
        (&["{ from: , decide: [CI001] }"], "3:7 `` is no day; a day is written as 2027-01-15", SEE),
        (
            &["{ from: [2027-01-15], decide: [CI001] }"],
            "3:7 invalid type: sequence, expected a day such as 2027-01-15",
            SEE,
        ),
        (&["{ decide: [CI001], reason: r, owner: o }"], "3:7 missing field `from`", SEE),
    ]);
}

#[test]
fn what_is_named_must_be_there() {
    wrong(&[
        (
            &["{ from: 2027-01-15, decide: [\u{410}CME001], reason: r, owner: o }"],
            "3:34 there is no policy `\u{410}CME001`",
            "did you mean `ACME001`?",
        ),
        (
            &["{ from: 2027-01-15, decide: [CI001, ACME0001], reason: r, owner: o }"],
            "3:41 there is no policy `ACME0001`",
            "did you mean `ACME001`?",
        ),
        (
            &["{ from: 2027-01-15, decide: [META001], reason: r, owner: o }"],
            "3:34 `META001` is a policy of gate about its own rules, and always the same",
            "take it out: nobody sets these",
        ),
        (&["{ from: 2027-01-15, severity: { CI02: low } }"], "3:37 there is no policy `CI02`", "did you mean `CI001`?"),
        (&["{ from: 2027-01-15, severity: { CI001: hihg } }"], "3:44 unknown value `hihg`", "did you mean `high`?"),
        (
            &["{ from: 2027-01-15, parameters: { unpinned-actions: { trusted_owners: [] } } }"],
            "3:39 there is no policy `unpinned-actions`",
            "did you mean `unpinned-action`?",
        ),
        (
            &["{ from: 2027-01-15, parameters: { CI001: { trusted_owner: [] } } }"],
            "3:48 `unpinned-action` has no parameter `trusted_owner`",
            "did you mean `trusted_owners`?",
        ),
        (
            &["{ from: 2027-01-15, parameters: { CI001: { trusted_owners: acme } } }"],
            "3:48 `unpinned-action.trusted_owners` must be a list, not a text",
            "who",
        ),
        (
            &["{ from: 2027-01-15, decides: [CI001], reason: r, owner: o }"],
            "3:25 unknown key `decides`",
            "did you mean `decide`?",
        ),
        (
            &["{ from: 2027-01-15, mode: observe }"],
            "3:25 unknown key `mode`",
            "one of `from`, `decide`, `severity`, `parameters`, `reason`, `owner`",
        ),
        (
            &["{ from: 2027-01-15, decide: CI001, reason: r, owner: o }"],
            "3:33 invalid type: string \"CI001\", expected a sequence",
            SEE,
        ),
    ]);
}

#[test]
fn an_entry_begins_something_and_somebody_answers_for_it() {
    wrong(&[
        (
            &["{ from: 2027-01-15 }"],
            "3:13 nothing begins on 2027-01-15",
            "add `decide`, `severity` or `parameters`, or take the entry out",
        ),
        (
            &["{ from: 2027-01-15, reason: r, owner: o }"],
            "3:13 nothing begins on 2027-01-15",
            "add `decide`, `severity` or `parameters`, or take the entry out",
        ),
        (
            &["{ from: 2027-01-15, decide: [], reason: r, owner: o }"],
            "3:25 `decide` is empty: nothing begins on 2027-01-15",
            EMPTY,
        ),
        (&["{ from: 2027-01-15, severity: {} }"], "3:25 `severity` is empty: nothing begins on 2027-01-15", EMPTY),
        (
            &["{ from: 2027-01-15, severity: { CI001: low }, parameters: {} }"],
            "3:51 `parameters` is empty: nothing begins on 2027-01-15",
            EMPTY,
        ),
        (
            &["{ from: 2027-01-15, parameters: { CI001: {} } }"],
            "3:25 `parameters` is empty: nothing begins on 2027-01-15",
            EMPTY,
        ),
        (&["{ from: 2027-01-15, decide: [CI001], owner: o }"], "3:25 `decide` without a reason", OWED),
        (&["{ from: 2027-01-15, decide: [CI001], reason: r }"], "3:25 `decide` without an owner", OWED),
        (&["{ from: 2027-01-15, decide: [CI001], reason: ' ', owner: o }"], "3:42 `reason` says nothing", OWED),
        (&["{ from: 2027-01-15, decide: [CI001], reason: r, owner: \"\\u200b@\" }"], "3:53 `owner` says nothing", OWED),
        (
            &["{ from: 2027-01-15, decide: , reason: r, owner: o }"],
            "3:25 `decide` is empty: nothing begins on 2027-01-15",
            EMPTY,
        ),
    ]);
}

#[test]
fn entries_do_not_contradict_each_other() {
    let one = "{ from: 2027-01-15, decide: [CI001], reason: r, owner: o }";
    wrong(&[
        (&[one, one], "4:34 whether `CI001` decides is set twice for 2027-01-15", "leave the one that shall hold"),
        (
            &["{ from: 2027-01-15, decide: [CI001, unpinned-action], reason: r, owner: o }"],
            "3:41 whether `CI001` decides is set twice for 2027-01-15",
            "leave the one that shall hold",
        ),
        (
            &["{ from: 2027-01-15, severity: { CI001: low } }", "{ from: 2027-01-15, severity: { CI001: high } }"],
            "4:37 the severity of `CI001` is set twice for 2027-01-15",
            "leave the one that shall hold",
        ),
        (
            &[
                "{ from: 2027-01-15, parameters: { unpinned-action: { trusted_owners: [a] } } }",
                "{ from: 2027-01-15, parameters: { unpinned-action: { trusted_owners: [b] } } }",
            ],
            "4:58 `unpinned-action.trusted_owners` is set twice for 2027-01-15",
            "leave the one that shall hold",
        ),
        (
            &["{ from: 2027-01-15, severity: { CI001: low, unpinned-action: low } }"],
            "3:49 `CI001` stands here a second time, by another name",
            "join the two: an id and a name mean the same policy",
        ),
    ]);
    let disabled = format!(
        "{}  disable: [{{ id: nameless, reason: r, owner: o }}]\n",
        scheduled(&["{ from: 2027-01-15, decide: [ACME001], reason: r, owner: o }"])
    );
    assert_eq!(error(&disabled).0, "3:34 `ACME001` is disabled, so it never decides");
}

#[test]
fn nothing_is_put_off_for_longer_than_a_year() {
    let today = date(2026, 11, 28);
    for (entry, days) in [
        ("{ severity: { CI001: low }, from: 2027-11-30 }", Some(367)),
        ("{ severity: { CI001: low }, from: 2027-11-29 }", None),
        ("{ severity: { CI001: low }, from: 9999-12-31 }", Some(2_912_111)),
        ("{ severity: { CI001: low }, from: 0001-01-01 }", None),
        ("{ severity: { CI001: low }, from: 2026-11-28 }", None),
    ] {
        let source = Source::from_text(RepoPath::new(".gate/gate.yaml").unwrap(), &scheduled(&[entry]));
        let found = within_reach(&source, &read(source.text()).unwrap(), today).err().map(|error| error.to_string());
        let day = entry.split_once("from: ").unwrap().1.trim_end_matches(" }");
        let expected = days.map(|days| {
            format!(".gate/gate.yaml:3:39 {day} is {days} days ahead; at most 366").replacen(":39 ", ":39: ", 1)
        });
        assert_eq!(found, expected, "{entry}");
    }
}
