//! Keys of clouds and other credentials.

use super::*;

const FIELDS: &[&str] = &["name", "cloud", "way"];

#[test]
fn a_secret_is_a_key_by_its_name_or_by_what_takes_it() {
    let cases = [
        (
            "- run: x\n  env: {A: \"${{ secrets.AWS_SECRET_ACCESS_KEY }}\"}",
            vec!["AWS_SECRET_ACCESS_KEY | AWS | handed"],
        ),
        ("- run: x\n  env: {AWS_SECRET_ACCESS_KEY: \"${{ secrets.KEY }}\"}", vec!["KEY | AWS | handed"]),
        ("- run: x\n  env: {AWS_SECRET_ACCESS_KEY: \"${{ secrets.R2_KEY }}\"}", vec![]),
        ("- uses: a/b@v1\n  with: {aws-secret-access-key: \"${{ secrets.KEY }}\"}", vec!["KEY | AWS | handed"]),
        (
            "- run: x\n  env: {AWS_SECRET_ACCESS_KEY: \"${{ secrets.KEY }}\", AWS_SESSION_TOKEN: \"${{ secrets.AWS_SESSION_TOKEN }}\"}",
            vec![],
        ),
        // A token that is no secret, or one of another name, does not make the key expire.
        (
            "- run: x\n  env: {AWS_SECRET_ACCESS_KEY: \"${{ secrets.KEY }}\", AWS_SESSION_TOKEN: \"${{ secrets.NOTHING }}\"}",
            vec!["KEY | AWS | handed"],
        ),
        (
            "- run: x\n  env: {AWS_SECRET_ACCESS_KEY: \"${{ secrets.KEY }}\", AWS_SESSION_TOKEN: x}",
            vec!["KEY | AWS | handed"],
        ),
        (
            "- run: x\n  env: {AWS_SECRET_ACCESS_KEY: \"${{ secrets.KEY }}\", AWS_SESSION_TOKEN: \"${{ steps.a.outputs.b }}\"}",
            vec!["KEY | AWS | handed"],
        ),
        ("- uses: Azure/login@v2\n  with: {CREDS: \"${{ secrets.KEY }}\"}", vec!["KEY | Azure | handed"]),
        (
            "- uses: google-github-actions/auth@v2\n  with: {credentials_json: \"${{ secrets.KEY }}\"}",
            vec!["KEY | Google Cloud | handed"],
        ),
        ("- uses: acme/login@v2\n  with: {creds: \"${{ secrets.KEY }}\"}", vec![]),
        ("- run: x\n  env: {AWS_ACCESS_KEY_ID: \"${{ secrets.AWS_ACCESS_KEY_ID }}\"}", vec![]),
    ];
    for (steps, expected) in cases {
        assert_eq!(shown(&of_github("keys", &job(steps)), FIELDS), expected, "{steps}");
    }
}

#[test]
fn a_variable_of_gitlab_is_a_key_where_a_script_reads_it() {
    let read = "AWS_SECRET_ACCESS_KEY | AWS | read";
    let cases = [
        ("", vec![read]),
        // A token of the job is no use to what reads a key all the same.
        ("  id_tokens: {T: {aud: x}}\n", vec![read]),
        ("  id_tokens: {T: {aud: x}}\n  before_script: ['export $(aws sts assume-role)']\n", vec![]),
        ("  before_script: ['export $(aws sts assume-role)']\n", vec![read]),
        ("  before_script: ['AWS_SECRET_ACCESS_KEY=$(fetch key)']\n", vec![]),
        ("  before_script: ['if x; then export AWS_SECRET_ACCESS_KEY=$(fetch key); fi']\n", vec![]),
        ("  variables: {AWS_SECRET_ACCESS_KEY: $KEY}\n", vec!["AWS_SECRET_ACCESS_KEY | AWS | handed"]),
        ("  secrets: {AWS_SECRET_ACCESS_KEY: {vault: x}}\n", vec![]),
    ];
    for (keys, expected) in cases {
        let text = format!("a:\n  script: ['up --key $AWS_SECRET_ACCESS_KEY']\n{keys}");
        assert_eq!(shown(&of_gitlab("keys", &text), FIELDS), expected, "{keys}");
    }
    assert_eq!(of_github("keys", &job("- run: up --key $AWS_SECRET_ACCESS_KEY")).len(), 0);
}

#[test]
fn what_is_written_out_is_a_key_or_another_credential() {
    let id = ["AKIA", "Q7RZ5LWJ3MKX4BTP"].concat();
    let cases = [
        (
            format!("env: {{AWS_SECRET_ACCESS_KEY: {}}}", "lantern-Heron-41-x"),
            vec!["AWS_SECRET_ACCESS_KEY | AWS | written"],
            vec![],
        ),
        ("env: {DB_PASSWORD: lantern-Heron-41}".to_owned(), vec![], vec!["env.DB_PASSWORD | password"]),
        ("env: {POSTGRES_PASSWORD: postgres}".to_owned(), vec![], vec![]),
        (format!("env: {{KEY_ID: {id}}}"), vec![], vec![]),
    ];
    for (env, keys, literals) in cases {
        let steps = format!("- run: ls\n  {env}");
        assert_eq!(shown(&of_github("keys", &job(&steps)), FIELDS), keys, "{env}");
        assert_eq!(shown(&of_github("literals", &job(&steps)), &["at", "kind"]), literals, "{env}");
    }
    let script = job(&format!("- run: up {id}"));
    assert_eq!(shown(&of_github("keys", &script), FIELDS), [" | AWS | written"]);
    let beside = job(&format!("- run: AWS_ACCESS_KEY_ID={id} AWS_SECRET_ACCESS_KEY=lantern-Heron-41-x up"));
    assert_eq!(shown(&of_github("keys", &beside), FIELDS), ["AWS_SECRET_ACCESS_KEY | AWS | written"]);
}

#[test]
fn of_an_object_only_the_member_that_is_a_key_counts() {
    let of = |creds: &str| {
        shown(&of_github("keys", &job(&format!("- uses: azure/login@v2\n  with: {{creds: '{creds}'}}"))), FIELDS)
    };
    let [id, key] = ["${{ secrets.APP }}", "${{ secrets.WORD }}"];
    for (creds, expected) in [
        (format!("{{\"clientId\": \"{id}\", \"clientSecret\": \"{key}\", \"tenantId\": \"{id}\"}}"), &["WORD"][..]),
        // The same secret in both, and an object of which nobody says which member is the key.
        (format!("{{\"clientId\": \"{key}\", \"clientSecret\": \"{key}\"}}"), &["WORD"]),
        (format!("{{\"clientId\": \"{id}\", \"more\": \"{key}\"}}"), &["APP", "WORD"]),
        (format!("{{\"clientId\": \"{id}\", \"clientSecret\": {key}}}"), &["APP", "WORD"]),
        (id.to_owned(), &["APP"]),
    ] {
        let mut names: Vec<String> =
            of(&creds).iter().map(|it| it.split(' ').next().unwrap_or_default().to_owned()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names, expected, "{creds}");
    }
}

#[test]
fn what_opens_nothing_is_no_key() {
    let emulator = "    services: {aws: {image: \"localstack/localstack:3\"}}\n";
    let local = "    env: {AWS_ENDPOINT_URL: \"http://localhost:4566\"}\n";
    let key = |value: &str| format!("AWS_SECRET_ACCESS_KEY: \"{value}\"");
    // Of the form that keys of AWS have.
    let real = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d";
    for (around, variable, expected) in [
        ("", key("test"), 0),
        ("", key("minioadmin"), 0),
        ("", key("minio123"), 0),
        ("", key("lantern-Heron-41-x"), 1),
        (emulator, key("lantern-Heron-41-x"), 0),
        (local, key("lantern-Heron-41-x"), 0),
        (emulator, key(real), 1),
        ("", "GOOGLE_APPLICATION_CREDENTIALS: tests/fake-account.json".to_owned(), 0),
        ("", "GOOGLE_APPLICATION_CREDENTIALS: lantern-Heron-41-x".to_owned(), 1),
        (emulator, "AZURE_CLIENT_SECRET: lantern-Heron-41-x".to_owned(), 1),
    ] {
        let text = format!(
            "on: push\npermissions: {{}}\njobs:\n  a:\n    runs-on: x\n{around}    steps: [{{run: ls, env: {{{variable}}}}}]\n"
        );
        assert_eq!(of_github("keys", &text).len(), expected, "{around}{variable}");
    }
}
