//! Pipelines of GitLab.

use serde_json::json;

use super::super::gitlab;
use super::*;

const ROOT: &str = r"include:
  - local: /ci/deploy.yml
  - project: acme/templates
    ref: main
    file: /scan.yml
  - component: gitlab.com/acme/tools/lint@1.2.3
stages: [test, deploy]
default:
  image: alpine:3
.base: &base
  retry: 2
.scan:
  stage: test
  script:
    - !reference [.setup, script]
    - trivy fs --exit-code 1 .
scan:
  extends: .scan
  <<: *base
  allow_failure:
    exit_codes: [1]
remote:
  extends: .elsewhere
  script: [make]
";

const INCLUDED: &str = r#"variables:
  API_TOKEN: hunter2-hunter2
.setup:
  script:
    - echo one
    - - echo two
deploy:
  stage: deploy
  environment: {name: production}
  id_tokens: {AWS: {aud: sts}}
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
      when: manual
    - when: never
  script:
    - set +e
    - terraform apply -auto-approve
    - echo done
"#;

#[test]
fn a_gitlab_pipeline_is_put_together_and_points_into_the_file_of_each_value() {
    let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", ROOT), ("ci/deploy.yml", INCLUDED)]);
    assert_eq!(problems(&document), [""; 0]);
    let jobs = document.value()["jobs"].as_array().unwrap();
    let job = |id: &str| jobs.iter().find(|job| job["id"] == id).unwrap();
    let scan = job("scan");
    let programs: Vec<&str> = scan["steps"][0]["run"]["commands"]
        .as_array()
        .unwrap()
        .iter()
        .map(|command| command["program"].as_str().unwrap())
        .collect();
    assert_eq!(programs, ["echo", "echo", "trivy"]);
    assert_eq!(scan["allow_failure"], true);
    assert_eq!(scan["image"]["raw"], "alpine:3");
    assert_eq!(place(&document, scan, &["allow_failure"]), ".gitlab-ci.yml:20:3 allow_failure");
    let setup = &scan["steps"][0]["run"]["commands"][1];
    assert_eq!(place(&document, setup, &[]), "ci/deploy.yml:6:9 echo two");
    let deploy = job("deploy");
    assert_eq!((deploy["when"].as_str(), deploy["approval"].as_str()), (Some("manual"), Some("manual")));
    assert_eq!((deploy["oidc"].as_bool(), deploy["ancestors"].clone()), (Some(true), json!(["remote", "scan"])));
    assert_eq!(place(&document, &deploy["environment"], &[]), "ci/deploy.yml:9:23 production");
    let role = &deploy["steps"][0]["roles"][0];
    assert_eq!(place(&document, role, &[]), "ci/deploy.yml:17:7 terraform apply -auto-approve");
    assert_eq!(role["ignored"], "`set +e`");
    assert_eq!(job("remote")["unknown"], json!({"extends": true}));
    assert_eq!(document.value()["env"]["API_TOKEN"], "***");
    assert!(!document.locator.hidden(&RepoPath::new("ci/deploy.yml").unwrap()).is_empty());
    let refs: Vec<(&str, &str)> = document.value()["refs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["kind"] != "image")
        .map(|it| (it["kind"].as_str().unwrap(), it["pin"].as_str().unwrap()))
        .collect();
    assert_eq!(refs, [("project", "branch"), ("component", "semver")]);
}

#[test]
fn a_part_that_the_pipeline_includes_is_judged_once() {
    let files = [("ci/x.gitlab-ci.yml", INCLUDED), (".gitlab-ci.yml", "include: /ci/x.gitlab-ci.yml\n")];
    assert!(matches!(read(&gitlab::Gitlab, &files), Parsed::NotMine(_)));
    assert!(matches!(read(&gitlab::Gitlab, &files[..1]), Parsed::Document(_)));
}

#[test]
fn what_gitlab_refuses_is_a_problem() {
    let cases = [
        (
            "a: {extends: .b, script: [c]}",
            "1:14 the job extends `.b`, which is not defined; GitLab refuses the pipeline",
        ),
        ("a: {script: [!reference [.b, script]]}", "1:25 `!reference [.b, script]` leads nowhere or too deep"),
        ("a: 1", "1:1 `a` is no job: it holds no mapping; GitLab refuses the pipeline"),
        (
            ".a: {extends: .b}\n.b: {extends: .a}\nc: {extends: .a, script: [d]}",
            "1:15 `extends` goes round in a circle or too deep",
        ),
    ];
    for (text, expected) in cases {
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", text)]);
        assert_eq!(problems(&document), [expected], "{text}");
    }
}

#[test]
fn hostile_pipelines_end_soon() {
    let doubling: String = (1..40)
        .map(|n| format!(".a{n}: {{script: [!reference [.a{}, script], !reference [.a{0}, script]]}}\n", n - 1))
        .collect();
    let wide: String = (0..3000).map(|n| format!("j{n}: {{extends: .big}}\n")).collect();
    let big = format!(".big:\n  script:\n{}", "    - echo x\n".repeat(3000));
    for text in [format!(".a0: {{script: [x]}}\n{doubling}b: {{extends: .a39}}"), format!("{big}{wide}")] {
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &text)]);
        assert!(!document.problems.is_empty());
    }
}
