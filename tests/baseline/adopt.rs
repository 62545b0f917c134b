//! What `gate init --adopt` writes, and what it leaves.

use std::collections::BTreeMap;

use super::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, day};
use super::{BASELINE, INDEBTED, WORKFLOW, adopt, adopted, baseline, open};

const CONFIG: &str = ".gate/gate.yaml";

#[test]
fn everything_that_is_open_is_taken_in_and_the_next_run_passes() {
    let repo = Repo::new()
        .with(WORKFLOW, INDEBTED)
        .with("Jenkinsfile", "node { sh 'make' }\n")
        .with("infra/main.tf", "resource \"null_resource\" \"a\" {}\n")
        .with("dags/a.py", "from airflow.models import DAG, Variable\nx = Variable.get('a')\nwith DAG('d', schedule=None):\n    pass\n");
    let before = repo.gate(&["check", "-f", "json"]);
    assert_eq!(before.code, 3, "{}", before.text());
    let run = adopt(&repo);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.stdout.contains("a run now says PASS"), "{}", run.stdout);
    let after = repo.gate(&["check", "-f", "json"]);
    assert_eq!((after.code, open(&after)), (0, vec![]), "{}", after.text());
    let entries = baseline(&repo).lines().filter(|line| line.starts_with("  - {")).count();
    assert_eq!(entries, open(&before).len());
    for format in super::support::FORMATS {
        let run = repo.gate(&["check", "-f", format]);
        assert!(
            run.code == 0 && run.stdout.contains(&format!("{entries} in the baseline")),
            "{format}: {}",
            run.text()
        );
    }
}

#[test]
fn a_clean_repository_has_no_debts_to_take_in() {
    let repo = Repo::clean();
    let run = adopt(&repo);
    assert!(run.code == 0 && run.stdout.contains("0 debts adopted"), "{}", run.text());
    assert!(!repo.path().join(BASELINE).exists() && repo.path().join(CONFIG).exists());
}

#[test]
fn what_is_there_already_is_left_as_it_is() {
    let repo = adopted(&[(WORKFLOW, INDEBTED)]);
    let (before, config) = (baseline(&repo), std::fs::read(repo.path().join(CONFIG)).unwrap());
    repo.write("Jenkinsfile", "node {}\n");
    let run = adopt(&repo);
    assert!(run.code == 2 && run.stderr.contains("is there already"), "{}", run.text());
    assert_eq!((baseline(&repo), std::fs::read(repo.path().join(CONFIG)).unwrap()), (before, config));
    let repo = Repo::new().with(WORKFLOW, INDEBTED).with(CONFIG, "fail-on: low\n");
    assert_eq!(adopt(&repo).code, 0);
    assert_eq!(std::fs::read_to_string(repo.path().join(CONFIG)).unwrap(), "fail-on: low\n");
}

#[test]
fn who_answers_and_who_approves_are_two() {
    let cases: [&[&str]; 7] = [
        &[],
        &["--owner", "@acme/a"],
        &["--approver", "@acme/a"],
        &["--owner", "@acme/a", "--approver", "acme/A"],
        &["--owner", "@", "--approver", "@acme/a"],
        &["--owner", "@acme/a", "--approver", " "],
        &["--owner", "@acme/a", "--approver", "@acme/b", "--reason", "…"],
    ];
    for arguments in cases {
        let repo = Repo::new().with(WORKFLOW, INDEBTED);
        let run = repo.gate(&[&["init", "--adopt"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.text());
        assert!(run.stderr.contains("gate init --adopt --owner"), "{arguments:?}: {}", run.stderr);
        assert!(!repo.path().join(".gate").exists(), "{arguments:?}");
    }
}

#[test]
fn what_nobody_may_take_in_is_named_and_blocks() {
    let secret = "name: ci\non: push\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    env: { DB_PASSWORD: Winter-Sale-1987-x }\n    steps: [{ run: make }, { uses: actions/cache@v4 }]\n";
    let dag = "from airflow import DAG\nimport psycopg2\npsycopg2.connect(password='Winter-Sale-1987')\nwith DAG('d', schedule=None):\n    pass\n";
    let cases: [(&str, &[(&str, &str)], i32, &str, &str); 4] = [
        ("a credential", &[(WORKFLOW, secret)], 1, "CI008", "CI001"),
        ("a credential of a DAG", &[("dags/a.py", dag)], 1, "AF001", "AF004"),
        (
            "an input that is required",
            &[(CONFIG, "inputs: { forge: { required: true } }\n"), (WORKFLOW, UNPINNED_WORKFLOW)],
            3,
            "requires an input of kind `forge`",
            "CI001",
        ),
        (
            "an exclusion that covers what runs",
            &[(CONFIG, "exclude: [{ paths: [.github], reason: x, owner: me }]\n"), (WORKFLOW, UNPINNED_WORKFLOW)],
            1,
            "EX002",
            "CI001",
        ),
    ];
    for (name, files, code, left, taken) in cases {
        let repo = files.iter().fold(Repo::new(), |repo, (path, text)| repo.with(path, text));
        let run = adopt(&repo);
        assert_eq!(run.code, code, "{name}: {}", run.text());
        let (_, said) = run.stdout.split_once("left ").unwrap_or_else(|| panic!("{name}: {}", run.text()));
        assert!(said.contains(left), "{name}: {}", run.stdout);
        let text = baseline(&repo);
        assert!(text.contains(taken) && !text.contains(&format!("policy: {left}")), "{name}: {text}");
        assert!(!format!("{}{text}", run.text()).contains("Winter-Sale"), "{name}");
        assert_eq!(repo.gate(&["check"]).code, code, "{name}");
    }
}

#[test]
fn the_owners_of_files_answer_for_them_unless_they_approved() {
    let repo = Repo::new()
        .with(WORKFLOW, UNPINNED_WORKFLOW)
        .with("dags/Jenkinsfile", "node {}\n")
        .with("ops/Jenkinsfile", "node {}\n")
        .with("CODEOWNERS", "/.github/ @acme/ci\n/ops/ @acme/Security @acme/ops\n");
    assert_eq!(adopt(&repo).code, 0);
    let text = baseline(&repo);
    for (path, owner) in
        [(WORKFLOW, "@acme/ci"), ("dags/Jenkinsfile", "@acme/platform"), ("ops/Jenkinsfile", "@acme/ops")]
    {
        let line = text.lines().find(|line| line.contains(&format!("where: {path},"))).unwrap();
        assert!(line.contains(&format!("owner: \"{owner}\"")), "{line}");
    }
}

#[test]
fn the_worst_falls_due_first_and_never_all_on_one_day() {
    let repo = (0..24).fold(Repo::new(), |repo, number| {
        let text = if number == 17 { INDEBTED } else { UNPINNED_WORKFLOW };
        repo.with(&format!(".github/workflows/w{number:02}.yml"), text)
    });
    let run = repo.gate(&["init", "--adopt", "--owner", "a", "--approver", "b", "--weeks", "4", "--reason", "day one"]);
    assert_eq!(run.code, 0, "{}", run.text());
    let text = baseline(&repo);
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("  - {")) {
        let (_, rest) = line.split_once("expires: ").unwrap();
        let expires = rest[..10].to_owned();
        // The only critical one is in this file, and all of the file falls due with it.
        assert!(!line.contains("w17.yml") || expires == day(7), "{line}");
        *days.entry(expires).or_default() += 1;
    }
    let expected: Vec<String> = [7, 14, 21, 28].map(day).to_vec();
    assert_eq!(days.keys().cloned().collect::<Vec<_>>(), expected);
    assert!(days.values().all(|number| (5..=10).contains(number)), "{days:?}");
    assert!(text.contains("reason: \"day one\""), "{text}");
}

#[test]
fn the_same_files_give_the_same_baseline() {
    let files = [(WORKFLOW, INDEBTED), ("Jenkinsfile", "node {}\n"), (".github/workflows/b.yml", UNPINNED_WORKFLOW)];
    let (one, other) = (adopted(&files), adopted(&files));
    assert_eq!(baseline(&one), baseline(&other));
    let text = baseline(&one);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("  - {")).collect();
    let wheres: Vec<&str> =
        lines.iter().map(|line| line.split_once("where: ").unwrap().1.split(',').next().unwrap()).collect();
    assert!(wheres.is_sorted_by_key(|path| path.trim_matches('"')), "{wheres:?}");
}

#[test]
fn a_hostile_file_writes_one_line_of_the_baseline() {
    let name = "ci/a\u{202e}b \"x\" #1/Jenkinsfile";
    let repo = Repo::new().with(name, "node {}\n").with(
        WORKFLOW,
        CLEAN_WORKFLOW.replace(
            "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
            "\"a/b\\n- { policy: CI002, where: x }\\e[2J@v4\"",
        ),
    );
    let run = adopt(&repo);
    let text = baseline(&repo);
    assert!(text.lines().all(|line| !line.contains(['\u{1b}', '\u{202e}'])), "{text}");
    assert_eq!(
        text.lines().filter(|line| line.trim_start().starts_with("- {")).count(),
        text.matches(", debt: ").count()
    );
    assert_eq!(run.code, 0, "{}", run.text());
}
