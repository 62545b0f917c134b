//! Credentials at their origin, where no name and no shape gives them away: a policy that shows every place of every
//! document shows none of them.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures")]

mod support;

use support::{FORMATS, Repo, project};

/// One policy for each place, because a report shows one frame of a policy: what is looked at, and where in it.
const PLACES: &[(&str, &str, &str)] = &[
    ("terraform", "input.resources[_]", "[\"values\", \"input\"]"),
    ("terraform", "input.variables[\"blue\"]", "[\"default\"]"),
    ("terraform", "input.variables[\"pin\"]", "[\"default\"]"),
    ("terraform", "input.variables[\"green\"]", "[\"type\"]"),
    ("terraform", "input.outputs[_]", "[\"value\"]"),
    ("terraform", "input.modules[_]", "[\"phrase\"]"),
    ("terraform", "input.modules[_]", "[\"settings\"]"),
    ("terraform", "input.modules[_]", "[\"source\"]"),
];

/// The resources of the fixture, by a part of their address, with an argument of each.
const RESOURCES: &[(&str, &str)] = &[
    ("direct", "password"),
    ("direct", "api_token"),
    ("direct", "db_secret"),
    ("direct", "title"),
    ("file", "password"),
    ("pinned", ""),
    ("packed", ""),
    ("script", "user_data"),
    ("chosen", "password"),
    ("joined", "password"),
    ("named", ""),
    ("store", "token"),
];

fn policy(kind: &str, number: usize, body: &str, path: &str) -> String {
    format!(
        "# METADATA\n# title: shows a place\n# description: x\n# custom:\n#   id: SHOW-{number}\n#   severity: high\n#   confidence: high\n#   input: {kind}\n#   remediation: x\npackage custom.show_{number}\n\nimport data.gate\n\ndeny contains finding if {{\n{body}\n\tfinding := gate.finding(entity, {path}, sprintf(\"%v\", [entity]))\n}}\n"
    )
}

fn with_policies(mut repo: Repo, policies: Vec<String>) -> Repo {
    for (number, policy) in policies.into_iter().enumerate() {
        repo = repo.with(&format!(".gate/policies/show-{number}/policy.rego"), policy);
    }
    repo
}

/// Policies that show every place of the fixture.
fn of_plan() -> Vec<String> {
    let places =
        PLACES.iter().map(|(kind, what, path)| (*kind, format!("\tsome entity in [{what}]"), (*path).to_owned()));
    let resources = RESOURCES.iter().map(|(name, argument)| {
        let below = if argument.is_empty() { String::new() } else { format!(", \"{argument}\"") };
        let body = format!("\tsome entity in input.resources\n\tentity.name == \"{name}\"");
        ("terraform", body, format!("[\"values\", \"input\"{below}]"))
    });
    let secrets = (1..=14).map(|number| {
        let body = format!("\tsome entity in input.secrets\n\tinput.secrets[{}] == entity", number - 1);
        ("terraform", body, "entity.at".to_owned())
    });
    let all = places.chain(resources).chain(secrets).enumerate();
    all.map(|(number, (kind, body, path))| policy(kind, number, &body, &path)).collect()
}

/// Policies that show the command of each task.
fn of_tasks(count: usize) -> Vec<String> {
    let task = |number: usize| {
        let body = format!("\tsome dag in input.dags\n\tsome entity in dag.tasks\n\tentity.task_id == \"t{number}\"");
        policy("airflow", number, &body, "[\"args\", \"bash_command\"]")
    };
    (0..count).map(task).collect()
}

/// What every format and `parse` print of a repository.
fn outputs(repo: &Repo, parsed: &[&str]) -> Vec<(String, String)> {
    let checks =
        FORMATS.iter().map(|format| (format!("check {format}"), repo.gate(&["check", "-v", "-f", format]).text()));
    let parses = parsed.iter().map(|file| (format!("parse {file}"), repo.gate(&["parse", file]).text()));
    checks.chain(parses).collect()
}

fn assert_shown_nowhere(outputs: &[(String, String)], canaries: &[String]) {
    let leaks: Vec<String> = outputs
        .iter()
        .flat_map(|(name, text)| {
            canaries.iter().filter(|canary| text.contains(*canary)).map(move |c| format!("{name}: {c}"))
        })
        .collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[test]
fn no_credential_of_a_plan_is_shown_at_its_origin() {
    let fixture = project().join("tests/fixtures/terraform/origins");
    let mut repo = with_policies(Repo::new(), of_plan());
    for file in ["main.tf", "plan.json", "terraform.tfvars", "other.tfvars.json", "store/main.tf"] {
        repo = repo.with(&format!("infra/{file}"), std::fs::read(fixture.join(file)).unwrap());
    }
    let outputs = outputs(&repo, &["infra/plan.json"]);
    let canaries: Vec<String> =
        (1..=14).map(|n| format!("Velvet-otter-{n:02}")).chain(["VmVsdmV0LW90dGVyLTA0".to_owned()]).collect();
    assert_shown_nowhere(&outputs, &canaries);
    // The frames are there, with what is no credential in them.
    let human = &outputs.first().unwrap().1;
    for kept in [
        "default = ***************** # once more: ***************",
        "visible-title",
        "visible-input",
        "and as ********************",
    ] {
        assert!(human.contains(kept), "{kept}\n{human}");
    }
    assert!(outputs.iter().any(|(name, text)| name.starts_with("parse") && text.contains("visible-title")));
}

/// A DAG file with a credential in each place that people put one, and each of them a second time in a comment of a
/// line that is shown.
fn dag(canaries: &[String]) -> String {
    let places = [
        "import pymysql, requests, smtplib, jwt, os\nlink = pymysql.connect(\"db\", \"svc\", \"@\")",
        "rates = requests.get(\"https://x.example\", auth=(\"svc\", \"@\"))",
        "mail = smtplib.SMTP(\"mx\").login(\"svc\", \"@\")",
        "signed = jwt.encode({\"a\": 1}, \"@\")",
        "USER, PASSWORD = \"svc\", \"@\"",
        "DSN = \"host=db user=svc password=@ dbname=x\"",
        "engine = \"postgresql://svc:\" + \"@\" + \"@db/x\"",
        "headers = {\"Authorization\": \"Bearer @\"}",
        "settings = \"\"\"\npassword: @\n\"\"\"",
        "fallback = os.environ.get(\"DB_PASSWORD\", \"@\")",
        "c = Connection(\"x\", \"postgres\", \"d\", \"h\", \"svc\", \"@\")",
        "pairs = [(\"db_password\", \"@\")]",
        "env = [{\"name\": \"DB_PASSWORD\", \"value\": \"@\"}]",
        "class Settings:\n    db_password: str = \"@\"",
        "def load(host, password=\"@\"):\n    return host",
        "blob = {\"password\": b\"@\"}",
    ];
    assert_eq!(places.len(), canaries.len());
    let code: Vec<String> = places.iter().zip(canaries).map(|(place, canary)| place.replacen('@', canary, 1)).collect();
    let tasks: Vec<String> = canaries
        .iter()
        .enumerate()
        .map(|(n, canary)| {
            format!("    BashOperator(task_id=\"t{n}\", bash_command=\"run {{{{ params.x }}}}\")  # not {canary}")
        })
        .collect();
    format!(
        "from airflow import DAG\nfrom airflow.models import Connection\nfrom airflow.operators.bash import BashOperator\n{}\nwith DAG(\"d\") as dag:\n{}\n",
        code.join("\n"),
        tasks.join("\n")
    )
}

#[test]
fn no_credential_of_a_dag_file_is_shown_beside_its_place() {
    let canaries: Vec<String> = (1..=16).map(|n| format!("velvet.Otter{n:02}")).collect();
    let repo = with_policies(Repo::new(), of_tasks(canaries.len())).with("dags/d.py", dag(&canaries));
    let outputs = outputs(&repo, &["dags/d.py"]);
    assert_shown_nowhere(&outputs, &canaries);
    let human = &outputs.first().unwrap().1;
    assert_eq!(human.matches("\"run {{ params.x }}\")  # not **************").count(), canaries.len() + 1, "{human}");
    let found = repo.gate(&["check", "-f", "json"]).stdout.matches("\"AF001\"").count();
    assert!(found >= canaries.len(), "each is a finding: {found}\n{human}");
}

#[test]
fn what_looks_like_a_credential_stays_readable() {
    let kept = [
        "bypass_mode",
        "sha256:5f957b2a08d223e48133e1a914ed046bea12e578fe2f6ae4de47fdbe691a2468",
        "8d1b0a5e-3c54-4b2e-9a37-1f0e2d3c4b5a",
        "08c6903cd8c0fde910a37f88322edcfb5dd907a8",
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:reports",
        "/run/secrets/reports",
        "prod/reports/database",
        "SECRETS_MANAGER",
        "i-0a1b2c3d4e5f60718",
        "AirflowKubernetesExecutorPassThrough",
    ];
    let tasks: Vec<String> = kept
        .iter()
        .enumerate()
        .map(|(n, value)| {
            format!("    BashOperator(task_id=\"t{n}\", bash_command=\"run {value} {{{{ params.x }}}}\")\n")
        })
        .collect();
    let text = format!(
        "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nDB_PASSWORD = \"velvet.Otter01\"\nwith DAG(\"d\") as dag:\n{}",
        tasks.concat()
    );
    let repo = with_policies(Repo::new(), of_tasks(kept.len())).with("dags/d.py", text);
    let outputs = outputs(&repo, &["dags/d.py"]);
    for (name, text) in outputs.iter().filter(|(name, _)| name.ends_with("human") || name.starts_with("parse")) {
        for value in kept {
            assert!(text.contains(value), "{name}: {value}\n{text}");
        }
    }
}
