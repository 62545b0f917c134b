//! What stands in files.

use super::{Input, input};
use crate::support::Repo;

const WORKFLOW: &str = ".github/workflows/x.yml";
const DAG: &str = "dags/x.py";
const PLAN_HEAD: &str = r#"{"format_version":"1.2","terraform_version":"1.11.4","#;
const CHECK: &[&str] = &["check"];
/// Whatever is found or not: it is an answer.
const ANSWERED: &[i32] = &[0, 1, 3];
const INCOMPLETE: &[i32] = &[3];

/// The documents.
pub(crate) const INPUTS: &[Input] = &[
    input("YAML: aliases of aliases", |repo| repo.write(WORKFLOW, aliases()), CHECK, INCOMPLETE),
    input("YAML: 10 000 anchors", |repo| repo.write(WORKFLOW, anchors(10_000)), CHECK, ANSWERED),
    input("YAML: 100 000 brackets", |repo| repo.write(WORKFLOW, "[".repeat(100_000)), CHECK, INCOMPLETE),
    input("YAML: 5 000 levels of indentation", |repo| repo.write(WORKFLOW, indented(2_500)), CHECK, INCOMPLETE),
    input("YAML: one line of 9 MB", |repo| repo.write(WORKFLOW, step(&"x".repeat(9 << 20))), CHECK, ANSWERED),
    input("YAML: 12 MB", |repo| repo.write(WORKFLOW, "a: b\n".repeat(12 << 18)), CHECK, INCOMPLETE),
    input("YAML: 200 000 findings", |repo| repo.write(WORKFLOW, findings(200_000)), CHECK, INCOMPLETE),
    input("JSON: 100 000 brackets in a plan", |repo| deep_plan(repo, 100_000), CHECK, INCOMPLETE),
    input("JSON: 100 000 brackets in a snapshot", deep_snapshot, CHECK, INCOMPLETE),
    input("Python: 100 000 brackets", |repo| repo.write(DAG, dag(&"[".repeat(100_000))), CHECK, INCOMPLETE),
    input("Python: 200 000 operators", |repo| repo.write(DAG, dag(&"1+".repeat(200_000))), CHECK, INCOMPLETE),
    input("Python: 50 000 nested calls", |repo| repo.write(DAG, dag(&"f(".repeat(50_000))), CHECK, INCOMPLETE),
    input("Python: lists that double 40 times", |repo| repo.write(DAG, doubling()), CHECK, ANSWERED),
    input("Jinja: 100 000 openings", |repo| repo.write(DAG, bash("{{ ", 100_000)), CHECK, ANSWERED),
    input("Jinja: 100 000 expressions", |repo| repo.write(DAG, bash("{{ a }}", 100_000)), CHECK, ANSWERED),
    input("HCL: 20 000 nested blocks", |repo| deep_code(repo, "a {\n"), CHECK, ANSWERED),
    input("HCL: 20 000 nested templates", |repo| deep_code(repo, "a = \"${"), CHECK, ANSWERED),
    input("shell: 20 000 substitutions", |repo| repo.write(WORKFLOW, step(&"$(".repeat(20_000))), CHECK, ANSWERED),
    input("shell: 1 MB of backslashes", |repo| repo.write(WORKFLOW, step(&"\\".repeat(1 << 20))), CHECK, ANSWERED),
    input("shell: 1 MB of quotes", |repo| repo.write(WORKFLOW, step(&"\"'".repeat(1 << 19))), CHECK, ANSWERED),
    input("expression: 20 000 brackets", |repo| repo.write(WORKFLOW, expression(20_000)), CHECK, ANSWERED),
    input("plan: 3 000 resources", |repo| repo.write("plan.json", plan(3_000)), CHECK, ANSWERED),
    input("GitLab: 100 000 jobs that extend one another", |repo| gitlab(repo, &extends(100_000)), CHECK, INCOMPLETE),
    input("GitLab: includes 64 deep", includes, CHECK, INCOMPLETE),
    input("GitLab: triggers 64 deep", triggers, CHECK, ANSWERED),
    input("GitLab: a pattern of 200 000 characters", |repo| gitlab(repo, &pattern("?*")), CHECK, INCOMPLETE),
    input("GitLab: a pattern of stars and letters", |repo| gitlab(repo, &starry()), CHECK, ANSWERED),
    input("parse: aliases of aliases", |repo| repo.write(WORKFLOW, aliases()), &["parse", WORKFLOW], INCOMPLETE),
    input("parse: 100 000 brackets", |repo| repo.write(DAG, dag(&"[".repeat(100_000))), &["parse", DAG], INCOMPLETE),
];

fn aliases() -> String {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in ('b'..='k').zip('a'..) {
        text.extend([format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(", "))]);
    }
    text + "on: push\njobs: *k\n"
}

fn anchors(count: usize) -> String {
    let values: String = (0..count).map(|number| format!("  A{number}: &a{number} x\n")).collect();
    let uses: String = (0..count).map(|number| format!("  B{number}: *a{number}\n")).collect();
    format!("on: push\npermissions: {{}}\nenv:\n{values}{uses}jobs: {{a: {{runs-on: x, steps: [{{run: make}}]}}}}\n")
}

fn findings(count: usize) -> String {
    step("make") + &"      - uses: a/b@v1\n".repeat(count)
}

fn indented(levels: usize) -> String {
    (0..levels).map(|level| format!("{}a:\n", " ".repeat(level))).collect()
}

/// A workflow with one script, which may hold anything but a line end.
fn step(script: &str) -> String {
    format!(
        "on: push\npermissions: {{}}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          {script}\n"
    )
}

fn expression(depth: usize) -> String {
    step(&format!("echo ${{{{ {}1{} }}}}", "(".repeat(depth), ")".repeat(depth)))
}

fn deep_plan(repo: &Repo, depth: usize) {
    repo.write("plan.json", format!("{PLAN_HEAD}\"resource_changes\":{}", "[".repeat(depth)));
}

fn deep_snapshot(repo: &Repo) {
    repo.write(
        ".forge/snapshot.json",
        "{\"schema\":\"gate.snapshot/v1\",\"answers\":".to_owned() + &"[".repeat(100_000),
    );
}

fn plan(resources: usize) -> String {
    let resource = |number: usize| {
        format!(
            r#"{{"address":"aws_s3_bucket.b{number}","mode":"managed","type":"aws_s3_bucket","name":"b{number}","provider_name":"registry.terraform.io/hashicorp/aws","change":{{"actions":["create"],"before":null,"after":{{"bucket":"b{number}"}},"after_unknown":{{}},"before_sensitive":false,"after_sensitive":{{}}}}}}"#
        )
    };
    let all: Vec<String> = (0..resources).map(resource).collect();
    format!("{PLAN_HEAD}\"resource_changes\":[{}]}}", all.join(","))
}

fn deep_code(repo: &Repo, unit: &str) {
    repo.write("plan.json", plan(1));
    repo.write("main.tf", unit.repeat(20_000));
}

fn dag(text: &str) -> String {
    format!("from airflow import DAG\nwith DAG('a'):\n    x = {text}\n")
}

fn doubling() -> String {
    let lines: String = (0..40).map(|_| "x = x + x\n".to_owned()).collect();
    format!("from airflow import DAG\nx = ['a']\n{lines}with DAG('a'):\n    pass\n")
}

fn bash(unit: &str, times: usize) -> String {
    format!(
        "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nwith DAG('a'):\n    BashOperator(task_id='a', bash_command='{}')\n",
        unit.repeat(times)
    )
}

fn gitlab(repo: &Repo, text: &str) {
    repo.write(".gitlab-ci.yml", text);
}

fn extends(jobs: usize) -> String {
    let jobs: String = (1..jobs).map(|number| format!("j{number}: {{extends: j{}}}\n", number - 1)).collect();
    format!("j0: {{script: [make]}}\n{jobs}")
}

fn includes(repo: &Repo) {
    gitlab(repo, "include: /ci/0.yml\na: {script: [make]}\n");
    for number in 0..64 {
        let both = format!("include: [/ci/{0}.yml, /ci/{0}.yml]\n", number + 1);
        repo.write(&format!("ci/{number}.yml"), both);
    }
}

fn triggers(repo: &Repo) {
    gitlab(repo, "a: {trigger: {include: ci/0.gitlab-ci.yml}}\n");
    for number in 0..64 {
        let next = format!("a: {{trigger: {{include: ci/{}.gitlab-ci.yml}}}}\n", number + 1);
        repo.write(&format!("ci/{number}.gitlab-ci.yml"), next);
    }
}

fn pattern(unit: &str) -> String {
    format!("include: \"/{}.yml\"\na: {{script: [make]}}\n", unit.repeat(100_000))
}

fn starry() -> String {
    format!("include: \"/{}b.yml\"\na: {{script: [make]}}\n", "**/*a*".repeat(300))
}
