//! Fifty secrets of the first kind: whole values in the places that come to mind first.

use crate::support::{FORMATS, Repo};

/// Fifty values, each once, of the shapes that people really use.
fn canaries() -> Vec<String> {
    (0..50)
        .map(|n: u32| match n % 5 {
            0 => format!("c4nary-Pw-{n:02}-x9Kq"),
            1 => format!("AKIA{:0>16}", format!("CANARY{n:02}ZZ")),
            2 => format!("ghp_canary{n:02}{}", "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8v"),
            3 => format!("Tr0ub4dor&{n:02}!canary"),
            _ => format!("canary{n:02}s3cr3tValueOf{n:02}Env"),
        })
        .collect()
}

fn workflow(c: &[String]) -> String {
    format!(
        r#"name: "{0}"
on: [issues, push]
env:
  DB_PASSWORD: "{1}"
  AWS_ACCESS_KEY_ID: {2}
  API_TOKEN: {3}
jobs:
  deploy:
    runs-on: ubuntu-latest
    env: {{ CLIENT_SECRET: '{4}' }}
    steps:
      - uses: acme/deploy@main
        with:
          password: {5}
          args: --token {6} --verbose
      - run: |
          curl -H "Authorization: Bearer {7}" ${{{{ github.event.issue.title }}}}
          export SECRET={8} && echo ${{{{ github.event.issue.body }}}}
          git clone https://bot:{9}@github.com/acme/pay && echo ${{{{ github.head_ref }}}}
      - run: trivy image --password "{10}" app || true
"#,
        "deploy", c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9]
    )
}

fn dag(c: &[String]) -> String {
    format!(
        r#"from airflow import DAG
from airflow.models import Connection, Variable
from airflow.operators.bash import BashOperator
import os
PASSWORD = "{0}"
AWS_ACCESS_KEY = "{1}"
os.environ["GITHUB_TOKEN"] = "{2}"
conn = Connection(conn_id="db", login="app", password="{3}")
token = Variable.get("token", default_var="{4}")
with DAG("pay", default_args={{"password": "{5}", "owner": "data"}}) as dag:
    BashOperator(task_id="a", bash_command="mysql --password={6} {{{{ dag_run.conf['x'] }}}}", env={{"API_KEY": "{7}"}})
    BashOperator(task_id="b", bash_command=f"psql postgresql://app:{8}@db/pay -c '{{{{ params.q }}}}'")
    BashOperator(task_id="c", bash_command="run", env={{"DB_SECRET": "{9}"}})
"#,
        c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9]
    )
}

fn tf(c: &[String]) -> String {
    format!(
        r#"variable "db_password" {{
  default = "{0}"
}}
provider "aws" {{
  access_key = "{1}"
  secret_key = "{2}"
}}
resource "aws_db_instance" "pay" {{
  password            = "{3}"
  publicly_accessible = true
}}
resource "aws_instance" "pay" {{
  user_data = "export TOKEN={4}"
}}
resource "aws_ssm_parameter" "pay" {{
  value = "{5}"
  tags  = {{ secret = "{6}" }}
}}
"#,
        c[0], c[1], c[2], c[3], c[4], c[5], c[6]
    )
}

fn plan(tf: &[String], c: &[String]) -> String {
    let change = |kind: &str, after: serde_json::Value, sensitive: serde_json::Value| {
        serde_json::json!({
            "address": format!("{kind}.pay"), "mode": "managed", "type": kind, "name": "pay",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": ["update"], "before": after, "after": after, "after_unknown": {},
                       "before_sensitive": sensitive, "after_sensitive": sensitive}
        })
    };
    let plan = serde_json::json!({
        "format_version": "1.2", "terraform_version": "1.11.4", "complete": true, "errored": false,
        "variables": {"db_password": {"value": tf[0]}, "api_token": {"value": c[0]}},
        "resource_changes": [
            change("aws_db_instance", serde_json::json!({"password": tf[3], "username": "app", "publicly_accessible": true, "storage_encrypted": false}), serde_json::json!({"password": true})),
            change("aws_instance", serde_json::json!({"user_data": format!("export TOKEN={}", tf[4])}), serde_json::json!({})),
            change("aws_ssm_parameter", serde_json::json!({"value": tf[5], "tags": {"secret": tf[6], "password": c[1]}}), serde_json::json!({"value": true})),
            change("aws_s3_bucket", serde_json::json!({"bucket": "pay", "acl": "public-read", "tags": {"api_key": c[2]}}), serde_json::json!({})),
            change("aws_iam_access_key", serde_json::json!({"secret": c[3], "ses_smtp_password_v4": c[4]}), serde_json::json!({"secret": true})),
            change("aws_ecs_task_definition", serde_json::json!({"container_definitions": format!("[{{\"environment\":[{{\"name\":\"DB_PASSWORD\",\"value\":\"{}\"}}]}}]", c[5])}), serde_json::json!({})),
            change("aws_lambda_function", serde_json::json!({"environment": [{"variables": {"STRIPE_SECRET": c[6], "PRIVATE_KEY": c[7]}}]}), serde_json::json!({})),
            change("aws_db_proxy", serde_json::json!({"url": format!("postgres://app:{}@db/pay", c[8])}), serde_json::json!({})),
            change("aws_secretsmanager_secret_version", serde_json::json!({"secret_string": c[9]}), serde_json::json!({"secret_string": true})),
        ],
        "output_changes": {"password": {"actions": ["create"], "before": null, "after": c[10], "after_unknown": false, "before_sensitive": false, "after_sensitive": false}},
        "configuration": {"provider_config": {"aws": {"name": "aws", "expressions": {"secret_key": {"constant_value": tf[2]}, "access_key": {"constant_value": tf[1]}}}},
                          "root_module": {"variables": {"db_password": {"default": tf[0]}}}}
    });
    plan.to_string()
}

#[test]
fn fifty_planted_secrets_appear_nowhere() {
    let c = canaries();
    let broken = format!("on: push\npassword: \"{}\nsecret: {}\n", c[40], c[41]);
    let broken_dag = format!("from airflow import DAG\npassword = \"{}\ntoken = '{}' +\n", c[42], c[43]);
    let gitlab = format!(
        "variables:\n  DB_PASSWORD: \"{}\"\n  DEPLOY_TOKEN: {}\nscan:\n  script: [\"trivy fs --token {} . || true\"]\n  allow_failure: true\n",
        c[44], c[45], c[46]
    );
    let action = format!(
        "name: x\nruns:\n  using: composite\n  steps:\n    - uses: acme/x@v1\n      env: {{ SECRET_KEY: {}, API_KEY: \"{}\" }}\n    - run: login --password '{}' ${{{{ inputs.x }}}}\n      shell: bash\n",
        c[47], c[48], c[49]
    );
    let repo = Repo::new()
        .with(
            ".github/workflows/deploy.yml",
            workflow(&c[0..10].iter().cloned().chain([c[10].clone()]).collect::<Vec<_>>()),
        )
        .with("dags/pay.py", dag(&c[11..21]))
        .with("infra/main.tf", tf(&c[21..28]))
        .with("infra/plan.json", plan(&c[21..28], &c[28..40]))
        .with(".github/workflows/broken.yml", broken)
        .with("dags/broken.py", broken_dag)
        .with(".gitlab-ci.yml", gitlab)
        .with("action.yml", action)
        .with(".gate/gate.yaml", "fail-on: low\n");
    let mut outputs: Vec<(String, String)> = Vec::new();
    for format in FORMATS {
        for verbosity in [None, Some("-v"), Some("-q")] {
            let arguments: Vec<&str> = ["check", "-f", format].into_iter().chain(verbosity).collect();
            let run = repo.gate(&arguments);
            assert_eq!(run.code, 3, "{}", run.text());
            outputs.push((format!("check -f {format} {}", verbosity.unwrap_or("")), run.text()));
        }
    }
    for file in [
        ".github/workflows/deploy.yml",
        "dags/pay.py",
        "infra/plan.json",
        ".gitlab-ci.yml",
        "action.yml",
        "dags/broken.py",
        ".github/workflows/broken.yml",
    ] {
        outputs.push((format!("parse {file}"), repo.gate(&["parse", file]).text()));
        outputs.push((format!("parse --facts {file}"), repo.gate(&["parse", "--facts", file]).text()));
    }
    repo.write(".gate/gate.yaml", format!("fail-on: low\npassword: {}\n", c[0]));
    outputs.push(("a broken configuration".to_owned(), repo.gate(&["check"]).text()));
    assert!(outputs.iter().any(|(_, text)| text.contains("CI002")), "the run found nothing, so it proves nothing");
    let leaks: Vec<String> = outputs
        .iter()
        .flat_map(|(name, text)| {
            c.iter()
                .enumerate()
                .filter(move |(_, canary)| text.contains(canary.as_str()))
                .map(move |(n, canary)| format!("{name}: #{n} {canary}"))
        })
        .collect();
    println!("50 canaries, {} outputs, {} leaks", outputs.len(), leaks.len());
    assert!(leaks.is_empty(), "{leaks:#?}");
}
