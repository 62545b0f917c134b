//! Credentials written out in pipelines: told, and shown nowhere.

use super::super::gitlab;
use super::*;

/// A value that stands in no other test.
const SECRET: &str = "lantern-Heron-41";

fn literals(value: &Value) -> Vec<String> {
    let holders =
        value["jobs"].as_array().unwrap().iter().flat_map(|job| job["steps"].as_array().unwrap().iter().chain([job]));
    let literals = holders.flat_map(|holder| holder["literals"].as_array().unwrap());
    literals
        .map(|literal| format!("{} {}", literal["at"].as_str().unwrap(), literal["kind"].as_str().unwrap()))
        .collect()
}

/// Whether the text of a file is hidden wherever the secret stands in it.
fn is_hidden(document: &Document, text: &str) -> bool {
    let hidden = document.locator.hidden(&document.path);
    let known = document.known.spans(text);
    text.match_indices(SECRET)
        .all(|(at, _)| hidden.iter().chain(&known).any(|span| span.start <= at && at + SECRET.len() <= span.end))
}

#[test]
fn a_script_tells_its_credentials_by_where_they_stand() {
    let cases = [
        ("PGPASSWORD=# psql", "run.PGPASSWORD password"),
        ("docker login -u bot -p # r.test", "run password"),
        ("sudo docker login r.test -u bot \\\n            --password '#'", "run.password password"),
        ("echo '#' | docker login -u bot --password-stdin r.test", "run password"),
        ("curl -fsSu \"bot:#\" https://x.test", "run password"),
        ("curl -H 'Authorization: Bearer #' https://x.test", "run.Authorization password"),
        ("curl 'https://x.test/a?b=c&sig=#'", "run token-in-url"),
        ("git push https://bot:#@x.test/y", "run password-in-url"),
        ("mysql -uroot -p\"#\" x", "run password"),
        ("mysql -uroot -p'lantern-'Heron-41 x", "run password"),
        ("bash -c 'sshpass -p # ssh x'", "run password"),
        ("x=$(redis-cli -a # get y)", "run password"),
        ("aws configure set aws_secret_access_key #", "run.aws_secret_access_key password"),
        ("printf 'machine x.test login bot password #' > ~/.netrc", "run password"),
        ("sqlcmd -Q \"Server=x;Uid=sa;Pwd=#;\"", "run.Pwd password"),
        ("# the old one: --token #", "comment password"),
    ];
    for (script, expected) in cases {
        let script = script.replacen('#', SECRET, usize::from(!script.starts_with('#')));
        let script = script.replace("token #", &format!("token {SECRET}"));
        let text = format!("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          {script}\n");
        let document = workflow(&text);
        assert_eq!(literals(document.value()), [expected], "{script}");
        assert!(is_hidden(&document, &text), "{script}");
        assert!(!document.value().to_string().contains(SECRET), "{script}");
    }
}

/// What a workflow with one script says is written out.
fn of_script(script: &str) -> Vec<String> {
    let lines: String = script.lines().map(|line| format!("          {line}\n")).collect();
    let text = format!("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n{lines}");
    literals(workflow(&text).value())
}

#[test]
fn what_a_script_only_speaks_of_is_no_credential() {
    for script in [
        "echo \"usage: x --token word --password horsebattery\"",
        "cat <<EOF\n  --password horsebattery   the password\nEOF",
        "# --password horsebattery stands here",
        "#   GITHUB_TOKEN=[the token of the bot]",
        "# API_TOKEN=tokenofthebot",
        ": \"${CI_DEPLOY_PASSWORD:?CI_DEPLOY_PASSWORD is not set}\"",
        "case \"${MVNW_PASSWORD:+has-password}\" in x) ;; esac",
        "export DB_PASSWORD=\"${DB_PASSWORD:-postgres}\"",
        "export AWS_SECRET_ACCESS_KEY=\"${AWS_SECRET_ACCESS_KEY:-minio123}\"",
        "auth=live env=test ./x",
        "digest=\"$(echo \"$version\" | sed 's/^.*@//')\"",
        "sed -i 's/password: .*/password: changeme/' x.yml",
        "SECRET=\"mlpipeline-minio-artifact\"",
        "helm upgrade a b --set s3.existingConfigSecret=my-s3-secret",
        "gcloud run deploy a --set-secrets \"DB_PASSWORD=iris-db-password:latest\"",
        "API_KEY=local-manager-key ./x",
        "TOKEN=not-a-secret-jw7kQcb35fcDRIKp7K4f ./x",
    ] {
        let found: Vec<String> = of_script(script).into_iter().filter(|it| !it.ends_with("default-password")).collect();
        assert_eq!(found, Vec::<String>::new(), "{script}");
    }
    for (script, expected) in [
        ("x --password horsebattery", "run.password password"),
        ("echo \"usage: x --password lantern-Heron-41\"", "run.password password"),
        ("export DB_PASSWORD=\"${DB_PASSWORD:-lantern-Heron-41}\"", "run.DB_PASSWORD password"),
        ("# API_TOKEN=lantern-Heron-41", "comment password"),
        ("sed -i 's/password: .*/password: lantern-Heron-41/' x.yml", "run.password password"),
        ("DB_PASSWORD=horsebattery ./x", "run.DB_PASSWORD password"),
    ] {
        assert_eq!(of_script(script), [expected], "{script}");
    }
}

#[test]
fn the_help_of_a_program_that_a_job_runs_holds_no_credential() {
    let program = "import argparse, subprocess\nparser.error('The --bc-api-key flag was specified')\nlog.warning('--password horsebattery')\n";
    let of = |program: &str| {
        let flow = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n      - run: python3 tool.py\n";
        let path = ".github/workflows/w.yml";
        literals(document(&github::Workflow, &[(path, flow), ("tool.py", program)]).value())
    };
    assert_eq!(of(program), Vec::<String>::new());
    assert_eq!(of("log.warning('--password lantern-Heron-41')\n"), ["run.password password"]);
}

#[test]
fn an_input_may_be_the_name_of_a_variable() {
    let of = |step: &str| {
        let text = format!("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - {step}\n");
        literals(workflow(&text).value())
    };
    for step in [
        "{uses: actions/setup-java@v4, with: {server-password: mavenpassword, gpg-passphrase: GPG_PASS}}",
        "{uses: Actions/Setup-Java@v4, with: {Server-Password: maven_central_pw}}",
        "{uses: acme/publish@v1, with: {password: MAVEN_CENTRAL_TOKEN}}",
        "{uses: google-github-actions/get-secretmanager-secrets@v2, with: {secrets: 'token:my-project/registry-token'}}",
        "{uses: docker/build-push-action@v6, with: {secret-files: 'npm_token=./private/npm-token'}}",
        "{uses: google-github-actions/deploy-cloudrun@v2, with: {secrets: 'API_KEY=my-key:latest'}}",
    ] {
        assert_eq!(of(step), Vec::<String>::new(), "{step}");
    }
    for step in [
        format!("{{uses: actions/setup-java@v4, with: {{server-password: {SECRET}}}}}"),
        format!("{{uses: acme/setup-java@v4, with: {{server-password: {SECRET}}}}}"),
    ] {
        assert_eq!(of(&step), ["with.server-password password"], "{step}");
    }
    assert_eq!(of("{uses: acme/java@v4, with: {server-password: horsebattery}}"), ["with.server-password password"]);
}

#[test]
fn a_value_of_a_job_tells_its_credentials() {
    let text = format!(
        "on: push\njobs:\n  a:\n    runs-on: x\n    env: {{APITOKEN: {SECRET}}}\n    services:\n      db: {{image: 'x@sha256:0', env: {{POSTGRES_PASSWORD: postgres}}}}\n    steps:\n      - uses: a/b@v1\n        with: {{args: --token {SECRET} -v, shared-key: linux-debug}}\n      - run: login {SECRET}\n"
    );
    let document = workflow(&text);
    let expected =
        ["with.args password", "env.APITOKEN password", "services.db.env.POSTGRES_PASSWORD default-password"];
    assert_eq!(literals(document.value()), expected);
    // The last line holds it by value alone.
    assert!(is_hidden(&document, &text));
    assert!(!document.known.mask("aW4gbGFudGVybi1IZXJvbi00MQ== lantern-Heron-41").contains("lantern"));
}

#[test]
fn a_job_of_gitlab_tells_its_credentials() {
    let text = format!(
        "deploy:\n  variables: {{DBPASS: {SECRET}}}\n  image: {{name: x, entrypoint: ['--password', '{SECRET}']}}\n  script:\n    - twine upload -p {SECRET} dist/x\n    - echo \"$DBPASS\" | docker login --password-stdin\n"
    );
    let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &text)]);
    assert_eq!(literals(document.value()), ["run password", "env.DBPASS password"]);
    assert!(is_hidden(&document, &text));
}
