//! Wrong configurations, and what is said about them.

mod in_force;
mod planned;

use super::{Config, ConfigError, Known, from_source};
use crate::finding::PolicyId;
use crate::policy::{Edition, EditionName};
use crate::source::{RepoPath, Source};

fn read(text: &str) -> Result<Config, ConfigError> {
    let source = Source::from_text(RepoPath::new(".gate/gate.yaml").unwrap(), text);
    let known = |id: &str, slug: &str| Known {
        id: PolicyId::new(id).unwrap(),
        slug: slug.to_owned(),
        adoptable: true,
        parameters: [("trusted_owners".to_owned(), ("who".to_owned(), serde_json::json!([])))].into(),
    };
    let edition = |name: &str| Edition { name: EditionName::new(name).unwrap(), policies: [].into() };
    let editions = ["2026-11", "2027-02", "2027-06"].map(edition);
    from_source(&source, &[known("CI001", "unpinned-action"), known("ACME001", "nameless")], &editions)
}

fn error(text: &str) -> (String, String) {
    match read(text).unwrap_err() {
        ConfigError::Invalid { position, message, help, .. } => (format!("{position} {message}"), help),
        other @ ConfigError::Unreadable { .. } => panic!("{other}"),
    }
}

/// A configuration, what is wrong and where, and what to do.
type Wrong = (&'static str, &'static str, &'static str);

fn each(cases: &[Wrong]) {
    for (text, message, help) in cases {
        let (found, found_help) = error(text);
        assert_eq!((found.as_str(), found_help.as_str()), (*message, *help), "{text}");
    }
}

#[test]
fn an_error_names_the_key_and_suggests_another() {
    each(&[
        ("fail_on: high\n", "1:1 unknown key `fail_on`", "did you mean `fail-on`?"),
        ("version: 1\nfail-on: hihg\n", "2:10 unknown value `hihg`", "did you mean `high`?"),
        ("version: 2\n", "1:1 this gate knows version 1 of the configuration", "write `version: 1`"),
        ("inputs:\n  terraform:\n    plan: optionl\n", "3:11 unknown value `optionl`", "did you mean `optional`?"),
        ("inputs:\n  terafform: {}\n", "2:3 unknown key `terafform`", "did you mean `terraform`?"),
        (
            "policies:\n  parameters:\n    nope: {}\n",
            "3:5 there is no policy `nope`",
            "one of `CI001`, `unpinned-action`, `ACME001`, `nameless`",
        ),
        (
            "policies:\n  disable: [{ id: CI001, reason: ' ', owner: me }]\n",
            "2:19 `CI001` is disabled without a reason or an owner",
            "say why, and who answers for it",
        ),
        (
            "inputs:\n  pipeline: { required: true }\nversion: 1\ninputs: {}\n",
            "4:1 `inputs` stands here a second time",
            "join what stands below the two `inputs`: a key may stand once",
        ),
        ("policies:\n  severity: { CI01: low }\n", "2:15 there is no policy `CI01`", "did you mean `CI001`?"),
        (
            "policies:\n  parameters:\n    unpinned-action: { trusted-owners: [] }\n",
            "3:24 `unpinned-action` has no parameter `trusted-owners`",
            "did you mean `trusted_owners`?",
        ),
        (
            "policies:\n  parameters:\n    unpinned-action: { trusted_owners: acme }\n",
            "3:24 `unpinned-action.trusted_owners` must be a list, not a text",
            "who",
        ),
    ]);
}

#[test]
fn a_word_that_stands_twice_is_framed_where_it_is_wrong() {
    const SEE: &str = "see the README for every key";
    each(&[
        ("# fail_on\nfail-on: high\nfail_on: low\n", "3:1 unknown key `fail_on`", "did you mean `fail-on`?"),
        (
            "exclude:\n  - { paths: [paths], reason: pahts, owner: pahts, pahts: [] }\n",
            "2:52 unknown key `pahts`",
            "did you mean `paths`?",
        ),
        (
            "exclude:\n  - { paths: [a], reason: high, owner: b }\nfail-on: medum # medum\nfail-on-unknown: medum\n",
            "3:10 unknown value `medum`",
            "did you mean `medium`?",
        ),
        ("# version\nversion: 2\n", "2:1 this gate knows version 1 of the configuration", "write `version: 1`"),
        (
            "# CI01\npolicies:\n  disable: []\n  severity: { CI001: low, CI01: low }\n",
            "4:27 there is no policy `CI01`",
            "did you mean `CI001`?",
        ),
        (
            "# nameless.trusted_owners\npolicies:\n  parameters:\n    unpinned-action: { trusted_owners: [] }\n    nameless: { trusted_owners: x }\n",
            "5:17 `nameless.trusted_owners` must be a list, not a text",
            "who",
        ),
        (
            "policies:\n  severity:\n    CI001: low\n    CI001: critical\n",
            "4:5 `CI001` stands here a second time",
            "join what stands below the two `CI001`: a key may stand once",
        ),
        (
            "exclude:\n  - { paths: [a], reason: b, owner: c }\n  - reason: owner\n    paths: [a]\n",
            "3:5 missing field `owner`",
            SEE,
        ),
        ("inputs:\n  terraform: { required: 'true' }\n", "2:26 invalid type: string \"true\", expected a boolean", SEE),
        (
            "exclude:\n  - { paths: [a, '**'], reason: b, owner: c }\n",
            "2:18 `**` covers everything; name the folders that no platform runs",
            SEE,
        ),
        ("mode:\n  - block\n", "1:1 invalid type: sequence, expected one word", SEE),
        ("- a\n", "1:1 invalid type: sequence, expected struct Config", SEE),
    ]);
}

#[test]
fn a_file_that_is_no_yaml_is_framed_where_it_ends_to_be_one() {
    for (text, place) in [
        ("fail-on: high\nexclude: [\n", "3:1 "),
        ("fail-on: high\nmode: block\n  x: 1\n", "2:7 unknown value `block x`"),
        ("policies:\n  severity:\n    CI001: low\n   CI002: low\n", "4:4 "),
        ("mode: *nobody\n", "1:7 "),
        ("exclude:\n\t- a\n", "2:1 "),
        ("mode: block\n---\nmode: observe\n", "1:1 "),
        ("policies: { schedule: [{ from: 2027-01-15, decide: [CI001 ] }\n", "2:1 "),
    ] {
        let (found, _) = error(text);
        assert!(found.starts_with(place) && !found.contains(" at line "), "{text}: {found}");
    }
}

#[test]
fn an_id_and_a_name_mean_the_same_policy() {
    let texts = [
        "policies: { severity: { CI001: low }, parameters: { CI001: { trusted_owners: [a] } }, disable: [{ id: CI001, reason: r, owner: o }] }",
        "policies: { severity: { unpinned-action: low }, parameters: { unpinned-action: { trusted_owners: [a] } }, disable: [{ id: unpinned-action, reason: r, owner: o }] }",
    ];
    let [by_id, by_name] = texts.map(|text| read(text).unwrap());
    assert_eq!(by_id, by_name);
    assert_eq!(by_id.policies.severity.keys().map(PolicyId::as_str).collect::<Vec<_>>(), ["CI001"]);
    assert_eq!(by_id.policies.parameters.keys().collect::<Vec<_>>(), ["unpinned-action"]);
    let twice = "join the two: an id and a name mean the same policy";
    each(&[
        (
            "policies:\n  severity: { CI001: low, unpinned-action: low }\n",
            "2:27 `CI001` stands here a second time, by another name",
            twice,
        ),
        (
            "policies:\n  parameters:\n    CI001: {}\n    unpinned-action: {}\n",
            "4:5 `CI001` stands here a second time, by another name",
            twice,
        ),
        (
            "policies: { severity: { \u{421}I001: low } }\n",
            "1:25 there is no policy `\u{421}I001`",
            "did you mean `CI001`?",
        ),
        (
            "policies: { severity: { META001: low } }\n",
            "1:25 `META001` is a policy of gate about its own rules, and always the same",
            "take it out: nobody sets these",
        ),
        (
            "policies:\n  disable:\n    - { id: expired-waiver, reason: r, owner: o }\n",
            "3:13 `expired-waiver` is a policy of gate about its own rules, and always the same",
            "take it out: nobody sets these",
        ),
    ]);
}

#[test]
fn an_edition_is_one_that_this_gate_knows() {
    const SEE: &str = "see the README for every key";
    const KNOWN: &str = "write `2026-11` or `2027-02` or `2027-06`";
    assert_eq!(read("edition: 2027-02\n").unwrap().edition.unwrap().as_str(), "2027-02");
    assert_eq!(read("edition: '2026-11'\n").unwrap().edition.unwrap().as_str(), "2026-11");
    each(&[
        (
            "# 2027-07\nedition: 2027-07\n",
            "2:10 this gate knows no edition 2027-07; its newest is 2027-06",
            "write `2026-11` or `2027-02` or `2027-06`, or update gate",
        ),
        ("edition: 2026-10\n", "1:10 there is no edition 2026-10; the first is 2026-11", KNOWN),
        ("edition: 2027-03\n", "1:10 there is no edition 2027-03", KNOWN),
        ("edition: 2026\n", "1:10 `2026` is no edition; it is a year and a month such as 2026-11", SEE),
        ("edition: 2026.11\n", "1:10 `2026.11` is no edition; it is a year and a month such as 2026-11", SEE),
        ("edition: latest\n", "1:10 `latest` is no edition; it is a year and a month such as 2026-11", SEE),
        ("edition: 2026-11-01\n", "1:10 `2026-11-01` is no edition; it is a year and a month such as 2026-11", SEE),
        (
            "edition: [2026-11]\n",
            "1:1 invalid type: sequence, expected an edition, which is a year and a month such as 2026-11",
            SEE,
        ),
        ("Edition: 2026-11\n", "1:1 unknown key `Edition`", "did you mean `edition`?"),
    ]);
}

#[test]
fn an_empty_file_is_the_default() {
    assert_eq!(read("# nothing yet\n\n").unwrap(), Config::default());
}
