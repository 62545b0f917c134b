//! What a repository may say beside a minimum: looser is an error at its line and column, everything else holds.

mod approval;
mod looser;

use super::{Minimum, tighten};
use crate::config::{Config, ConfigError, ModeWord, Places, check, typed};
use crate::engine::known;
use crate::finding::{PolicyId, Severity};
use crate::policy::{Policy, bundled, editions};
use crate::source::{RepoPath, Source};

const OWN: &str = "# METADATA\n# title: x\n# description: x\n# custom:\n#   id: ACME1\n#   severity: medium\n#   confidence: high\n#   input: pipeline\n#   remediation: x\npackage custom.nameless\n";

fn source(path: &str, text: &str) -> Source {
    Source::from_text(RepoPath::new(path).unwrap(), text)
}

/// The policies that are built in, and one of the rule folder.
fn policies() -> Vec<Policy> {
    let own = Policy::from_text("acme/policies/nameless/policy.rego", "nameless", OWN).unwrap();
    bundled().unwrap().into_iter().chain([own]).collect()
}

fn minimum(text: &str, policies: &[Policy]) -> Result<Minimum, ConfigError> {
    let all: Vec<&Policy> = policies.iter().collect();
    let own: Vec<&Policy> = policies.iter().filter(|policy| policy.file.starts_with("acme/")).collect();
    Minimum::read(&source("acme/minimum.yaml", text), &all, &own)
}

/// The configuration that holds of a repository that writes `text`, with these minima.
fn held(minima: &[&str], text: &str) -> Result<Config, ConfigError> {
    let policies = policies();
    let minima: Vec<Minimum> = minima.iter().map(|text| minimum(text, &policies).unwrap()).collect();
    let source = source(".gate/gate.yaml", text);
    let config: Config = typed(&source).unwrap_or_else(|error| panic!("{error} in {text}"));
    let known: Vec<_> = policies.iter().map(known).collect();
    let config = check(&source, config, &known, &editions().unwrap()).unwrap_or_else(|error| panic!("{error}"));
    tighten(&config, &Places::of(&source), &minima, &policies.iter().collect::<Vec<_>>())
}

/// Place and message of an error, and what to do.
fn said(error: &ConfigError) -> (String, String) {
    match error {
        ConfigError::Invalid { path, position, message, help, .. } => {
            (format!("{path}:{position} {message}"), help.clone())
        }
        other => panic!("{other}"),
    }
}

#[test]
fn what_a_repository_leaves_out_is_what_the_minimum_says() {
    let all = "name: acme
fail-on: medium
mode: block
fail-on-empty: true
inputs: { pipeline: { required: true }, forge: { required: true, max-age: 2d }, terraform: { required: true }, airflow: { required: true } }
policies:
  severity: { CI001: critical, AF004: low }
  parameters: { audit-bucket-not-write-once: { years: 7 } }
";
    let config = held(&[all], "version: 1\n").unwrap();
    assert_eq!(
        (config.fail_on, config.fail_on_empty, config.mode),
        (Some(Severity::Medium), Some(true), ModeWord::Block)
    );
    assert_eq!(config.inputs.required().len(), 4);
    assert_eq!(config.inputs.forge.max_age.map(|age| age.duration().as_hours()), Some(48));
    let least = |id: &str| config.policies.at_least.get(&PolicyId::new(id).unwrap()).copied();
    assert_eq!((least("CI001"), least("AF004")), (Some(Severity::Critical), Some(Severity::Low)));
    assert!(config.policies.severity.is_empty(), "a policy is never made less severe than it is");
    assert_eq!(config.policies.parameters["audit-bucket-not-write-once"]["years"], 7);
}

#[test]
fn a_minimum_never_loosens_what_holds_without_it() {
    let loose = "name: acme\nfail-on: critical\nmode: observe\nfail-on-empty: false\ninputs: { forge: { max-age: 30d }, terraform: { plan: optional } }\n";
    let config = held(&[loose], "").unwrap();
    assert_eq!((config.fail_on, config.mode, config.fail_on_empty), (Some(Severity::High), ModeWord::Block, None));
    assert_eq!(config.inputs.forge.max_age.map(|age| age.duration().as_hours()), Some(7 * 24));
    let policies = policies();
    let minimum = minimum(loose, &policies).unwrap();
    assert!(!minimum.blocks() && minimum.allows_changed());
    assert_eq!(minimum.fail_on_unknown(), Some(Severity::Critical), "where nothing is said of unknowns");
}

#[test]
fn of_several_minima_the_strictest_holds_in_any_order() {
    let one = "name: acme\nfail-on: medium\npolicies: { severity: { CI001: high }, parameters: { CI001: { trusted_owners: [a] } } }\n";
    let two = "name: bank\nfail-on: low\npolicies: { severity: { CI001: critical }, parameters: { CI001: { trusted_owners: [a] } } }\n";
    for minima in [[one, two], [two, one]] {
        let config = held(&minima, "").unwrap();
        assert_eq!(config.fail_on, Some(Severity::Low));
        assert_eq!(config.policies.at_least[&PolicyId::new("CI001").unwrap()], Severity::Critical);
        let (at, help) = said(&held(&minima, "fail-on: medium").unwrap_err());
        assert!(at.contains("1:10") && at.contains("bank") && help.contains("fail-on: low"), "{at} {help}");
    }
    let other = two.replace("[a]", "[b]");
    let (at, _) = said(&held(&[one, &other], "").unwrap_err());
    assert!(at.contains("`unpinned-action.trusted_owners` has another value in acme/minimum.yaml:3 of acme"), "{at}");
    assert!(at.starts_with("acme/minimum.yaml:3:"), "{at}");
}

#[test]
fn an_edition_is_not_older_than_the_minimum() {
    let policies = policies();
    let minima = [minimum("name: acme\nedition: 2026-11\n", &policies).unwrap()];
    for (edition, taken) in [("2026-11", true), ("2027-01", true), ("2026-10", false), ("2025-12", false)] {
        let written = source(".gate/gate.yaml", &format!("edition: {edition}\n"));
        let config: Config = typed(&written).unwrap();
        let held = tighten(&config, &Places::of(&written), &minima, &[]);
        match held {
            Ok(_) => assert!(taken, "{edition}"),
            Err(error) => {
                assert!(!taken, "{edition}");
                assert!(said(&error).0.starts_with(".gate/gate.yaml:1:10 `edition: "), "{edition}: {error}");
            }
        }
    }
}

#[test]
fn a_minimum_that_is_wrong_is_shown_in_its_own_file() {
    let policies = policies();
    let cases = [
        ("nam: acme\n", "1:1 unknown key `nam`", "did you mean `name`?"),
        ("name: acme\npolicies:\n  requird: []\n", "3:3 unknown key `requird`", "did you mean `required`?"),
        ("name: acme\nfail-on: hihg\n", "2:10 unknown value `hihg`", "did you mean `high`?"),
        ("version: 2\nname: acme\n", "1:10 this gate knows version 1 of the minimum", "write `version: 1`"),
        ("version: 1\n", "1:1 the minimum does not say whose it is", "write `name:`"),
        ("name: ../acme\n", "1:7 `../acme` cannot stand in front of a path", "write `name:`"),
        (
            "name: acme\nextends: [{ folder: ../b }]\n",
            "2:1 the rules of a rule folder extend no others",
            "the repository",
        ),
        ("name: acme\nedition: 2026-13\n", "2:10 `2026-13` is no edition", "YYYY-MM"),
        ("name: acme\napprovers: []\n", "2:12 the list names nobody", "leave the key out"),
        ("name: acme\napprovers: ['@acme/a', '@']\n", "2:24 `@` names nobody", "by name"),
        ("name: acme\nexclude: { owners: ['@acme/*'] }\n", "2:21 `@acme/*` names nobody", "not matched"),
        ("name: acme\nexclude: { never: [docs, ../x] }\n", "2:26 `../x` is not relative to the root", "infra/**"),
        (
            "name: acme\nwaivers: { max-days: 120 }\n",
            "2:22 `120` is longer than gate lets it last anyway",
            "write 90 or less",
        ),
        ("name: acme\nemergency: { max-hours: 100 }\n", "2:25 `100` is longer", "write 72 or less"),
        ("name: acme\nbaseline: { max-weeks: 53 }\n", "2:24 `53` is longer", "write 52 or less"),
        (
            "name: acme\npolicies: { required: [CI001, CI01] }\n",
            "2:31 there is no policy `CI01`",
            "did you mean `CI001`?",
        ),
        (
            "name: acme\npolicies: { severity: { CI0O1: low } }\n",
            "2:25 there is no policy `CI0O1`",
            "did you mean `CI001`?",
        ),
        (
            "name: acme\npolicies: { parameters: { CI001: { owners: [] } } }\n",
            "2:36 `CI001` has no parameter `owners`",
            "`",
        ),
        (
            "name: acme\npolicies: { parameters: { CI001: { trusted_owners: acme } } }\n",
            "2:52 `CI001.trusted_owners` must be a list, not a text",
            "",
        ),
        (
            "name: acme\npolicies: { parameters: { CI001: { trusted_owners: [a] }, unpinned-action: { trusted_owners: [b] } } }\n",
            "2:94 `unpinned-action.trusted_owners` has another value already",
            "acme/minimum.yaml:2",
        ),
    ];
    for (text, message, help) in cases {
        let (at, found) = said(&minimum(text, &policies).err().unwrap_or_else(|| panic!("{text:?} was taken")));
        assert!(at.starts_with(&format!("acme/minimum.yaml:{message}")), "{text:?}: {at}");
        assert!(found.contains(help), "{text:?}: {found}");
    }
}

#[test]
fn it_is_known_which_policies_have_to_hold_and_by_what() {
    let policies = policies();
    let minimum = minimum("name: acme\npolicies:\n  required: [unpinned-action]\n", &policies).unwrap();
    let by = |id: &str| minimum.requires(&PolicyId::new(id).unwrap());
    assert_eq!(by("CI001").as_deref(), Some("acme/minimum.yaml:3"));
    assert_eq!(by("ACME1").as_deref(), Some("a policy of acme"));
    assert_eq!(by("CI002"), None);
}
