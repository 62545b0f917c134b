//! A run after `gate init` finds a configuration that it can use, whatever the tree holds and whatever it is called.

use std::path::Path;

use proptest::prelude::*;

use super::support::{Repo, UNPINNED_WORKFLOW};
use super::{CODE, CONFIG, DAG, MANIFEST, PLAN, WORKFLOW, config};

/// The configuration with every key that waits behind a `#`.
fn switched_on(text: &str) -> String {
    let on = |line: &str| {
        let (blank, rest) = line.split_at(line.len() - line.trim_start().len());
        let key = rest.strip_prefix('#').filter(|key| !key.starts_with(' '));
        key.map_or_else(|| line.to_owned(), |key| format!("{blank}{key}"))
    };
    text.lines().map(|line| on(line) + "\n").collect()
}

fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or_default()
}

/// What a repository may hold below a folder of any name.
const KINDS: [(&str, &str); 10] = [
    ("main.tf", CODE),
    ("fixtures/main.tf", CODE),
    ("plans/tfplan.json", PLAN),
    ("live/x.tf", "\n"),
    ("live/tfplan.json", PLAN),
    ("action.yml", "name: a\nruns: { using: composite, steps: [] }\n"),
    ("Jenkinsfile", "x"),
    ("vendor/Jenkinsfile", "x"),
    ("a.py", DAG),
    ("web.yaml", MANIFEST),
];

/// What a run of the real binary says about a tree, before and after.
fn holds_for(folder: &str, kinds: &[bool], workflow: bool) -> Result<(), TestCaseError> {
    let repo = Repo::new();
    if workflow {
        repo.write(WORKFLOW, UNPINNED_WORKFLOW);
    }
    for ((name, text), _) in KINDS.iter().zip(kinds).filter(|(_, there)| **there) {
        repo.write(&Path::new(folder).join(name).to_string_lossy(), text);
    }
    let init = repo.gate(&["init"]);
    prop_assert_eq!(init.code, 0, "{}", init.text());
    let check = repo.gate(&["check", "-q"]);
    prop_assert!([0, 1, 3, 4].contains(&check.code), "{}\n{}", check.text(), config(&repo));
    let verdict = last_line(&check.stdout).trim_start_matches("gate: ").to_owned();
    prop_assert!(last_line(&init.stdout).contains(&verdict), "{}\n{}", init.stdout, verdict);
    prop_assert!(!init.stdout.contains('\u{1b}') && !init.stdout.contains('\u{202e}'), "{}", init.stdout);
    let before = config(&repo);
    prop_assert_eq!(repo.gate(&["init"]).code, 2);
    prop_assert_eq!(&config(&repo), &before);
    let on = switched_on(&before);
    repo.write(CONFIG, &on);
    let check = repo.gate(&["check", "-f", "json"]);
    prop_assert!([0, 1, 3].contains(&check.code), "{}\n{}", check.text(), on);
    let report: serde_json::Value = serde_json::from_str(&check.stdout).unwrap();
    let is_code = |path: &str| path.rsplit_once('.').is_some_and(|(_, ending)| ending == "tf");
    // A folder that its own line excludes or lets go without a plan is not in the way any more.
    let left = report.get("unjudged").and_then(serde_json::Value::as_array).into_iter().flatten();
    let left = left.filter_map(|it| it.get("path")?.as_str());
    let code: Vec<&str> = left.filter(|path| is_code(path) || path.contains("vendor/")).collect();
    prop_assert!(code.is_empty(), "{:?}\n{}", code, on);
    Ok(())
}

/// Names that YAML, a glob, a shell or a terminal could take for something else.
const HOSTILE: [&str; 17] = [
    "plain",
    "it's \"so\"",
    "a # b",
    "a\nmode: observe",
    "{{ x }}",
    "[a]*?{b,c}!",
    "back\\slash\\",
    "- x: y",
    "&a *b !c |",
    "true",
    "2026-01-01",
    "ä日本\u{1f600}",
    "\u{ffff}\u{feff}\u{2028}\u{85}\u{7f}",
    "\u{1b}[2J\u{202e}",
    "##[error]x",
    "...",
    "%@`",
];

#[test]
fn hostile_names_are_quoted_right() {
    for name in HOSTILE {
        if let Err(wrong) = holds_for(name, &[true; KINDS.len()], true) {
            panic!("{name:?}: {wrong}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn what_init_wrote_can_always_be_used(
        folder in prop_oneof![Just(".".to_owned()), "[^/\0.][^/\0]{0,12}"],
        kinds in proptest::collection::vec(any::<bool>(), KINDS.len()),
        workflow: bool,
    ) {
        holds_for(&folder, &kinds, workflow)?;
    }
}
