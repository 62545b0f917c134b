//! What only looks like a credential: all of it stays readable where a finding shows it.

use crate::outputs::{Output, frames, repository};

/// Texts that are no credentials.
const ALIKE: &[&str] = &[
    // Words that hold the name of one.
    "bypass_mode=always",
    "passthrough: true",
    "--compass north",
    "tokenizer=cl100k_base",
    "max_tokens: 4096",
    "pad_token: 50256",
    "next_token=page-20251127",
    "password_policy=strict-2025",
    "password_length=32",
    "secret_name=prod/reports/database-01",
    "secretName: reports-database-01",
    "token_url=https://idp.acme.test/oauth2/v1/token",
    "token_type: bearer",
    "api_key_id=6f1d2c3b4a",
    "kms_key_id=alias/reports-2025",
    "key=cache-linux-node20-v3",
    "cache-key: deps-8d1b0a5e3c544b2e",
    "author: Jane Doe",
    "keyboard=qwertz-105",
    "monkey: Capuchin1979",
    "partition_key=customer_id_2025",
    "access_token_lifetime=3600s",
    "--secret id=npm,src=.npmrc",
    "pwd && ls -la",
    "require_password: always-2025",
    // References.
    "password: ${{ secrets.DB_PASSWORD }}",
    "password=${DB_PASSWORD}",
    "token: $CI_JOB_TOKEN",
    "PGPASSWORD=$(cat /run/secrets/reports)",
    "password={{ conn.reports.password }}",
    "token={{ var.value.api_token }}",
    "api_key: var.datadog_api_key",
    "password = data.vault_generic_secret.db.data[x]",
    "password: <your-password-here>",
    "token: YOUR_API_TOKEN",
    "secret: changeme",
    "password=xxxxxxxxxxxx",
    "SECRETS_MANAGER=reports-prod-2025",
    "op://vault/reports/password",
    "vault:secret/data/reports#password",
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:reports-AbC123",
    "projects/acme/secrets/reports/versions/3",
    "--password-file /run/secrets/reports",
    "password: /run/secrets/reports",
    "-p 8080:80 -u 1000:1000",
    // Identities and digests.
    "8d1b0a5e-3c54-4b2e-9a37-1f0e2d3c4b5a",
    "5f957b2a08d223e48133e1a914ed046b",
    "08c6903cd8c0fde910a37f88322edcfb5dd907a8",
    "5f957b2a08d223e48133e1a914ed046bea12e578fe2f6ae4de47fdbe691a2468",
    "sha256:5f957b2a08d223e48133e1a914ed046bea12e578fe2f6ae4de47fdbe691a2468",
    "ghcr.io/acme/app@sha256:5f957b2a08d223e48133e1a914ed046bea12e578fe2f6ae4de47fdbe691a2468",
    "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
    "i-0a1b2c3d4e5f60718",
    "vpc-0f9e8d7c6b5a43210",
    "arn:aws:iam::111122223333:role/AcmeDeployRole2025",
    "arn:aws:kms:eu-central-1:111122223333:key/8d1b0a5e-3c54-4b2e-9a37-1f0e2d3c4b5a",
    "/subscriptions/8d1b0a5e-3c54-4b2e-9a37-1f0e2d3c4b5a/resourceGroups/rg-pay-prod",
    "projects/acme-pay-2025/locations/europe-west3/keyRings/Main",
    "acme-pay@acme-pay-2025.iam.gserviceaccount.com",
    "alias/acme/Reports2025",
    "registry.acme.test:5000/team/App_Image:v1.2.3-rc.4",
    "refs/heads/feature/JIRA-1234-rotate-Secrets",
    "v1.2.3-beta.4+build.5678",
    "2025-11-27T12:34:56Z",
    "0 4 * * 1-5",
    // Names of things.
    "AirflowKubernetesExecutorPassThrough2",
    "com.acme.reports.security.PasswordEncoderFactoryBean",
    "airflow.display_video.GoogleDisplayVideo360DeleteReportOperator",
    "airflow.display_video.GoogleDisplayVideo360SDFtoGCSOperator",
    "handleAuthenticationTokenExpired2Times",
    "org.springframework.boot:spring-boot-starter-security:3.4.1",
    "@acme/token-service@1.2.3",
    "@types/jsonwebtoken",
    "jane.doe@acme.test",
    "https://acme.test/@jane/posts/2025-11-27-Tokens",
    "https://acme.test:8443/users/jane@acme.test",
    "https://acme.test/search?q=password&page=2",
    "https://acme.test/x?token_type=bearer&version=20251127",
    "git@github.com:acme/Reports2025.git",
    "postgres://db.acme.test:5432/reports",
    "postgres://app@db.acme.test/reports",
    "jdbc:postgresql://db.acme.test:5432/reports?sslmode=require",
    "ip-10-0-12-34.eu-central-1.compute.internal",
    "reports-db-01.c9akciq32rdc.eu-central-1.rds.amazonaws.com",
    "d111111abcdef8.cloudfront.net",
    "s3://acme-reports-2025/Q4/Summary_v2.parquet",
    "/opt/app/Config2025/security/TokenStore.json",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
    "ssh-ed25519 key of jane@acme.test",
    "aGVsbG8gd29ybGQ=",
    "application/vnd.acme.reports+json; version=2",
    "Content-Type: application/json",
    "Authorization: required",
    "Basic authentication is off",
    "the bearer of this token may read",
    "the password is rotated every 90 days",
    "if token == null",
    "UTF-8 %20 encoded %C3%A4 text",
    "100% of 0x1F4A9 and \\u00e4",
];

/// One file of each kind with a text on each line.
fn files() -> Vec<(String, String)> {
    let numbered = || ALIKE.iter().enumerate();
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let steps: String =
        ALIKE.iter().map(|text| format!("      - run: 'tool {text} ${{{{ github.event.issue.title }}}}'\n")).collect();
    let script: String = ALIKE.iter().map(|text| format!("    - 'tool {text} || true'\n")).collect();
    let tasks: String = numbered()
        .map(|(n, text)| {
            format!(
                "    BashOperator(task_id=\"t{n}\", bash_command={})\n",
                quoted(&format!("run {text} {{{{ params.x }}}}"))
            )
        })
        .collect();
    let escaped = |text: &str| quoted(text).replace("${", "$${").replace("%{", "%%{");
    let resources: String = numbered()
        .map(|(n, text)| {
            format!("resource \"aws_s3_bucket\" \"b{n}\" {{\n  bucket = {}\n}}\n", escaped(&format!("is {text}")))
        })
        .collect();
    let change = |(n, text): (usize, &&str)| {
        let values = serde_json::json!({"bucket": format!("is {text}"), "acl": "public-read"});
        serde_json::json!({
            "address": format!("aws_s3_bucket.b{n}"), "mode": "managed", "type": "aws_s3_bucket", "name": format!("b{n}"),
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": ["create"], "before": null, "after": values, "after_unknown": {},
                       "before_sensitive": false, "after_sensitive": {}}
        })
    };
    let plan = serde_json::json!({
        "format_version": "1.2", "terraform_version": "1.11.4", "complete": true, "errored": false,
        "planned_values": {}, "resource_changes": numbered().map(change).collect::<Vec<_>>(),
        "configuration": {"root_module": {}}
    });
    [
        (
            ".github/workflows/alike.yml",
            format!("on: push\nenv:\n  DB_PASSWORD: velvet-Otter-71\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"),
        ),
        (".gitlab-ci.yml", format!("variables:\n  DB_PASSWORD: velvet-Otter-72\nscan:\n  script:\n{script}")),
        (
            "dags/alike.py",
            format!("from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nDB_PASSWORD = \"velvet-Otter-73\"\nwith DAG(\"d\") as dag:\n{tasks}"),
        ),
        ("infra/main.tf", format!("{resources}variable \"db_password\" {{\n  default = \"velvet-Otter-74\"\n}}\n")),
        ("infra/plan.json", plan.to_string()),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .to_vec()
}

/// A text as a file or the output of `parse` writes it.
fn spellings(text: &str) -> [String; 3] {
    let quoted = serde_json::Value::from(text).to_string();
    let inner = quoted.trim_start_matches('"').trim_end_matches('"').to_owned();
    [text.to_owned(), inner.replace("${", "$${"), inner]
}

#[test]
fn what_only_looks_like_a_credential_stays_readable() {
    let files = files();
    let repo = repository(&files);
    let mut outputs: Vec<Output> =
        frames(&repo, &files).into_iter().filter(|(name, _)| !name.starts_with("frames of infra/plan.json")).collect();
    assert_eq!(outputs.len(), 4, "every file but the plan has frames");
    for (path, _) in files.iter().filter(|(path, _)| path != "infra/main.tf") {
        outputs.push((format!("parse {path}"), repo.gate(&["parse", path]).text()));
    }
    let mut wrong = Vec::new();
    for (name, text) in &outputs {
        assert!(!text.contains("velvet-Otter"), "{name} hides nothing, so the test proves nothing");
        let hidden = ALIKE.iter().filter(|alike| !spellings(alike).iter().any(|it| text.contains(it.as_str())));
        wrong.extend(hidden.map(|alike| format!("{name}: {alike}")));
    }
    println!("{} look-alikes, {} outputs, {} wrongly masked", ALIKE.len(), outputs.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
