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
