//! Each key of the minimum, and what a repository may write beside it.

use std::collections::BTreeSet;

use super::{held, said};

/// A key of the minimum, what is looser and where, and what is not.
type Row = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// One key of the minimum, what a repository writes that is looser, at which line and column, and what is stricter, equal
/// or says nothing.
const KEYS: &[Row] = &[
    (
        "fail-on: high",
        &[("fail-on: critical", "1:10"), ("# first\nversion: 1\nfail-on:   critical", "3:12")],
        &["", "fail-on: high", "fail-on: medium", "fail-on: low"],
    ),
    ("fail-on: medium", &[("fail-on: high", "1:10"), ("fail-on-unknown: high", "1:18")], &["", "fail-on: low"]),
    (
        "fail-on-unknown: medium",
        &[("fail-on-unknown: high", "1:18"), ("fail-on: low\nfail-on-unknown: critical", "2:18")],
        &["", "fail-on-unknown: medium", "fail-on-unknown: low", "fail-on: critical"],
    ),
    ("mode: block", &[("mode: observe", "1:7")], &["", "mode: block"]),
    ("fail-on-empty: true", &[("fail-on-empty: false", "1:16")], &["", "fail-on-empty: true"]),
    (
        "inputs: { pipeline: { required: true } }",
        &[("inputs: { pipeline: { required: false } }", "1:33")],
        &["", "inputs: { pipeline: { required: true } }", "inputs: { pipeline: { files: [] } }"],
    ),
    (
        "inputs: { airflow: { required: true } }",
        &[("inputs:\n  airflow:\n    required: false\n", "3:15")],
        &["", "inputs: { airflow: { dag-constructors: [a.B] } }"],
    ),
    (
        "inputs: { forge: { required: true, max-age: 3d } }",
        &[
            ("inputs: { forge: { required: false } }", "1:30"),
            ("inputs: { forge: { max-age: 73h } }", "1:29"),
            ("inputs: { forge: { max-age: 4d } }", "1:29"),
        ],
        &["", "inputs: { forge: { max-age: 72h } }", "inputs: { forge: { max-age: 1d, required: true } }"],
    ),
    (
        "inputs: { terraform: { required: true, plan: required } }",
        &[
            ("inputs: { terraform: { required: false } }", "1:34"),
            ("inputs: { terraform: { plan: optional } }", "1:30"),
            (
                "inputs:\n  terraform:\n    roots:\n      - { root: a, plan: required }\n      - { root: b, plan: optional }",
                "5:26",
            ),
        ],
        &["", "inputs: { terraform: { plan: required, roots: [{ root: a, plan: required }] } }"],
    ),
    (
        "policies: { required: [CI001, secret-literal] }",
        &[
            ("policies:\n  schedule:\n    - { from: 2027-01-15, decide: [AF004, CI001], reason: x, owner: y }", "3:43"),
            ("policies:\n  schedule:\n    - { from: 2027-01-15, severity: { unpinned-action: low } }", "3:56"),
            ("policies:\n  severity:\n    AF004: low\n    unpinned-action: low", "4:22"),
            ("policies: { disable: [{ id: CI001, reason: x, owner: y }] }", "1:29"),
            (
                "policies:\n  disable:\n    - { id: CI004, reason: x, owner: y }\n    - id: TF007\n      reason: x\n      owner: y\n",
                "4:11",
            ),
            ("policies: { severity: { CI001: low } }", "1:32"),
        ],
        &[
            "",
            "policies: { disable: [{ id: CI004, reason: x, owner: y }] }",
            "policies: { severity: { CI001: critical } }",
        ],
    ),
    (
        "version: 1",
        &[
            ("policies: { disable: [{ id: ACME1, reason: x, owner: y }] }", "1:29"),
            ("policies: { severity: { ACME1: low } }", "1:32"),
        ],
        &["", "policies: { severity: { ACME1: high, CI001: low } }", "mode: observe\nfail-on: critical"],
    ),
    (
        "policies: { severity: { CI001: high, script-injection: critical } }",
        &[("policies: { severity: { CI001: medium } }", "1:32"), ("policies:\n  severity:\n    CI001: low", "3:12")],
        &["", "policies: { severity: { CI001: high } }", "policies: { severity: { CI001: critical } }"],
    ),
    (
        "policies: { parameters: { audit-bucket-not-write-once: { years: 7 } } }",
        &[
            ("policies: { parameters: { audit-bucket-not-write-once: { years: 1 } } }", "1:65"),
            ("policies:\n  parameters:\n    audit-bucket-not-write-once:\n      years: 10\n", "4:14"),
        ],
        &["", "policies: { parameters: { audit-bucket-not-write-once: { years: 7 } } }"],
    ),
    (
        "policies: { parameters: { CI001: { trusted_owners: [acme] } } }",
        &[
            ("policies: { parameters: { unpinned-action: { trusted_owners: [acme, evil] } } }", "1:62"),
            ("policies: { parameters: { unpinned-action: { trusted_owners: [] } } }", "1:62"),
        ],
        &["", "policies: { parameters: { unpinned-action: { trusted_owners: [acme] } } }"],
    ),
    (
        "exclude: { owners: [\"@acme/security\"] }",
        &[
            ("exclude: [{ paths: [docs], reason: x, owner: \"@acme/dev\" }]", "1:46"),
            (
                "exclude:\n  - { paths: [docs], reason: x, owner: \"@acme/security\" }\n  - paths: [tests]\n    reason: x\n    owner: me\n",
                "5:12",
            ),
        ],
        &["", "exclude: [{ paths: [docs], reason: x, owner: ACME/Security }]"],
    ),
    (
        "exclude: { never: [\"infra/**\", \".github/\"] }",
        &[
            ("exclude: [{ paths: [docs, infra/old], reason: x, owner: me }]", "1:27"),
            ("exclude: [{ paths: [\"**/testdata\"], reason: x, owner: me }]", "1:21"),
            ("exclude: [{ paths: [.github/workflows/old.yml], reason: x, owner: me }]", "1:21"),
            ("exclude: [{ paths: [infra], reason: x, owner: me }]", "1:21"),
            ("exclude: [{ paths: [\"{docs,i*}/x\"], reason: x, owner: me }]", "1:21"),
        ],
        &["", "exclude: [{ paths: [docs, \"tests/**/*.tf\", infrastructure/docs], reason: x, owner: me }]"],
    ),
    ("exclude: { never: [\"**\"] }", &[("exclude: [{ paths: [docs/a.md], reason: x, owner: me }]", "1:21")], &[""]),
    (
        "exclude: { reasons-at-least: 20 }",
        &[
            ("exclude: [{ paths: [docs], reason: fixtures, owner: me }]", "1:36"),
            ("exclude: [{ paths: [docs], reason: \"x                   x\", owner: me }]", "1:36"),
            (
                "exclude: [{ paths: [docs], reason: \"x\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200b\\u200bx\", owner: me }]",
                "1:36",
            ),
        ],
        &["", "exclude: [{ paths: [docs], reason: pages that nothing runs, owner: me }]"],
    ),
];

#[test]
fn what_is_looser_is_an_error_at_its_place_and_everything_else_holds() {
    let mut places = BTreeSet::new();
    for (asked, looser, allowed) in KEYS {
        let minimum = format!("name: acme\n{asked}\n");
        for (text, place) in *looser {
            let error = held(&[&minimum], text).err().unwrap_or_else(|| panic!("{text:?} was taken beside {asked}"));
            let (at, help) = said(&error);
            assert!(at.starts_with(&format!(".gate/gate.yaml:{place} ")), "{asked} | {text:?}: {at}");
            let names = help.contains("acme/minimum.yaml:2") || *asked == "version: 1";
            assert!(names && at.contains("acme"), "{asked} | {text:?}: {at} | {help}");
            places.insert((*asked, *place));
        }
        for text in *allowed {
            if let Err(error) = held(&[&minimum], text) {
                panic!("{text:?} was refused beside {asked}: {error}");
            }
        }
    }
    assert!(places.len() > 30, "{}", places.len());
}
