//! What opens a debt, what does not, and that nothing new hides behind one.

use super::support::Repo;
use super::{INDEBTED, WORKFLOW, adopted, open};

/// What is open after a change of the file, without and with a base.
fn after(path: &str, before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let repo = adopted(&[(path, before)]);
    let base = repo.commit();
    repo.write(path, after);
    repo.write("notes.txt", "x");
    repo.commit();
    let bl002 = |line: &String| !line.starts_with("BL002");
    let with = open(&repo.gate(&["check", "--base", &base, "-f", "json"]));
    (open(&repo.gate(&["check", "-f", "json"])).into_iter().filter(bl002).collect(), with)
}

#[test]
fn a_change_that_touches_no_debt_blocks_nothing() {
    let cases: [(&str, String); 9] = [
        ("lines before", format!("# one\n\n# two\n{INDEBTED}")),
        (
            "another indentation",
            INDEBTED
                .replace("      - ", "        - ")
                .replace("    steps", "      steps")
                .replace("    runs-on", "      runs-on"),
        ),
        (
            "quotes",
            INDEBTED
                .replace("actions/checkout@v4", "\"actions/checkout@v4\"")
                .replace("actions/cache@v4", "'actions/cache@v4'"),
        ),
        ("comments", INDEBTED.replace("@v4\n", "@v4 # why\n")),
        ("CRLF", INDEBTED.replace('\n', "\r\n")),
        ("a step before", INDEBTED.replacen("    steps:\n", "    steps:\n      - run: make\n", 1)),
        ("a job before", INDEBTED.replace("jobs:\n", "jobs:\n  a0:\n    runs-on: x\n    steps: [{ run: make }]\n")),
        ("another order of jobs", {
            let (head, jobs) = INDEBTED.split_once("  build:").unwrap();
            let (build, test) = jobs.split_once("  test:").unwrap();
            format!("{head}  test:{test}  build:{build}")
        }),
        ("a block instead of a line", INDEBTED.replace("run: echo", "run: |\n          echo")),
    ];
    for (name, text) in cases {
        assert_eq!(after(WORKFLOW, INDEBTED, &text), (vec![], vec![]), "{name}");
    }
}

#[test]
fn what_is_new_or_touched_blocks_and_nothing_else() {
    let cases: [(&str, String, &[&str]); 9] = [
        ("a new violation", format!("{INDEBTED}      - uses: acme/new@v1\n"), &["CI001 .github/workflows/ci.yml:17"]),
        ("the value at fault", INDEBTED.replace("cache@v4", "cache@v5"), &["CI001 .github/workflows/ci.yml:9"]),
        (
            "a second that is the same",
            INDEBTED.replace("  test:\n", "      - uses: actions/cache@v4\n  test:\n"),
            &["CI001 .github/workflows/ci.yml:11"],
        ),
        (
            "a third that is the same",
            format!("{INDEBTED}      - uses: acme/twice@v1\n"),
            &["CI001 .github/workflows/ci.yml:17"],
        ),
        (
            "the same in another job",
            format!("{INDEBTED}  more:\n    runs-on: x\n    steps:\n      - uses: actions/cache@v4\n"),
            &["CI001 .github/workflows/ci.yml:20"],
        ),
        (
            "a job of another name",
            INDEBTED.replace("  build:", "  make:"),
            &[
                "CI002 .github/workflows/ci.yml:10",
                "CI001 .github/workflows/ci.yml:8",
                "CI001 .github/workflows/ci.yml:9",
            ],
        ),
        (
            "another text of a stranger",
            INDEBTED.replace("issue.title", "issue.body"),
            &["CI002 .github/workflows/ci.yml:10"],
        ),
        (
            "the same text once more",
            INDEBTED.replace("issue.title }}", "issue.title }} ${{ github.event.issue.title }}"),
            &["CI002 .github/workflows/ci.yml:10"],
        ),
        (
            "permissions",
            INDEBTED.replace("permissions: {}", "permissions: write-all"),
            &["CI004 .github/workflows/ci.yml:3"],
        ),
    ];
    for (name, text, expected) in cases {
        let (without, with) = after(WORKFLOW, INDEBTED, &text);
        assert_eq!(without, expected, "{name}");
        assert_eq!(with, expected, "{name}, with a base");
    }
}

#[test]
fn the_same_in_another_file_is_new() {
    let repo = adopted(&[(WORKFLOW, INDEBTED)]);
    let base = repo.commit();
    repo.write(".github/workflows/other.yml", INDEBTED);
    repo.commit();
    let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
    assert_eq!(run.code, 1);
    assert!(open(&run).len() == 6 && open(&run).iter().all(|line| line.contains("other.yml")), "{:?}", open(&run));
}

#[test]
fn a_new_job_that_takes_in_an_old_fault_is_new() {
    let ci = ".gitlab-ci.yml";
    let before = ".base:\n  script: ['eval \"$CI_COMMIT_TITLE\"']\none:\n  extends: .base\n";
    let (without, with) = after(ci, before, &format!("{before}two:\n  extends: .base\n"));
    assert_eq!((without.len(), with.len()), (1, 1), "{without:?}");
    assert_eq!(after(ci, before, &format!("# one more line\n{before}")), (vec![], vec![]));
}

#[test]
fn code_that_a_formatter_breaks_in_another_way_is_the_same() {
    let dag = |call: &str| {
        format!("import psycopg2\nfrom airflow import DAG\nc = {call}\nwith DAG('d', schedule=None):\n    pass\n")
    };
    let before = dag("psycopg2.connect('dbname=core', connect_timeout=3)");
    let same = dag("psycopg2.connect(\n    \"dbname=core\",\n    connect_timeout=3,\n)");
    assert_eq!(after("dags/a.py", &before, &same), (vec![], vec![]));
    let other = dag("psycopg2.connect('dbname=cards', connect_timeout=3)");
    assert_eq!(after("dags/a.py", &before, &other).1, ["AF004 dags/a.py:3"]);
}

/// A plan of one policy, which the code takes from a file.
fn plan(actions: &str) -> String {
    let policy = format!(
        "{{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":{actions},\\\"Resource\\\":\\\"*\\\"}}]}}"
    );
    let values = format!("{{\"name\":\"deploy\",\"policy\":\"{policy}\"}}");
    format!(
        "{{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.0\",\"planned_values\":{{\"root_module\":{{\"resources\":[{{\"address\":\"aws_iam_policy.deploy\",\"mode\":\"managed\",\"type\":\"aws_iam_policy\",\"name\":\"deploy\",\"provider_name\":\"registry.terraform.io/hashicorp/aws\",\"schema_version\":0,\"values\":{values},\"sensitive_values\":{{}}}}]}}}},\"resource_changes\":[{{\"address\":\"aws_iam_policy.deploy\",\"mode\":\"managed\",\"type\":\"aws_iam_policy\",\"name\":\"deploy\",\"provider_name\":\"registry.terraform.io/hashicorp/aws\",\"change\":{{\"actions\":[\"create\"],\"before\":null,\"after\":{values},\"after_unknown\":{{\"id\":true}},\"before_sensitive\":false,\"after_sensitive\":{{}}}}}}],\"configuration\":{{\"root_module\":{{\"resources\":[{{\"address\":\"aws_iam_policy.deploy\",\"mode\":\"managed\",\"type\":\"aws_iam_policy\",\"name\":\"deploy\",\"provider_config_key\":\"aws\",\"expressions\":{{\"name\":{{\"constant_value\":\"deploy\"}},\"policy\":{{}}}},\"schema_version\":0}}]}}}},\"timestamp\":\"2026-11-27T12:00:00Z\",\"applyable\":true,\"complete\":true,\"errored\":false}}"
    )
}

#[test]
fn a_value_that_stands_in_another_file_is_touched_all_the_same() {
    let code = "resource \"aws_iam_policy\" \"deploy\" {\n  name   = \"deploy\"\n  policy = file(\"policy.json\")\n}\n";
    let policy = |actions: &str| {
        format!(r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":{actions},"Resource":"*"}}]}}"#)
    };
    let repo = Repo::new().with("main.tf", code).with("policy.json", policy(r#"["*"]"#));
    let repo = repo.with("plan.json", plan("[\\\"*\\\"]"));
    let run = super::adopt(&repo);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(super::baseline(&repo).contains("policy: TF005"), "{}", super::baseline(&repo));
    repo.write("plan.json", plan("[\\\"*\\\"]").replace("12:00", "13:00"));
    assert_eq!(open(&repo.gate(&["check", "-f", "json"])), Vec::<String>::new());
    repo.write("policy.json", policy(r#"["*","sts:*"]"#));
    repo.write("plan.json", plan("[\\\"*\\\",\\\"sts:*\\\"]"));
    let run = repo.gate(&["check", "-f", "json"]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(open(&run).iter().any(|line| line.starts_with("TF005 policy.json")), "{:?}", open(&run));
}
