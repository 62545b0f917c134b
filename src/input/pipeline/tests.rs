//! What policies see of real shapes of pipelines, and where findings about it point.

use serde_json::{Value, json};

use super::{github, gitlab};
use crate::input::{Context, Document, Format, Options, Parsed, Segment};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{Files, RepoPath, Source};

/// Reads the first of some files, the others beside it.
fn read(format: &dyn Format, files: &[(&str, &str)]) -> Parsed {
    let source = |(path, text): &(&str, &str)| Source::from_text(RepoPath::new(path).unwrap(), text);
    let memory = Memory::new(files.iter().map(source));
    let options = Options::default();
    let context = Context { files: &memory, limits: &LIMITS, options: &options };
    let first = memory.read(&RepoPath::new(files[0].0).unwrap(), u64::MAX).unwrap();
    format.parse(&first, &context)
}

fn document(format: &dyn Format, files: &[(&str, &str)]) -> Document {
    match read(format, files) {
        Parsed::Document(document) => *document,
        Parsed::Failed(problem) => panic!("{}", problem.message.raw()),
        Parsed::NotMine(reason) => panic!("{reason}"),
    }
}

fn workflow(text: &str) -> Document {
    document(&github::Workflow, &[(".github/workflows/a.yml", text)])
}

fn problems(document: &Document) -> Vec<String> {
    let shown = |problem: &crate::input::Problem| format!("{} {}", problem.position.unwrap(), problem.message.raw());
    document.problems.iter().map(shown).collect()
}

/// `path:line:column text` of the value at `path` below an entity.
fn place(document: &Document, entity: &Value, path: &[&str]) -> String {
    let path: Vec<Segment> = path.iter().map(|key| Segment::Key((*key).to_owned())).collect();
    let place = document.locator.locate(entity["_loc"].as_str().unwrap(), &path).unwrap();
    let text = place.source.slice(place.span);
    format!("{}:{} {text}", place.source.path().as_str(), place.source.position(place.span.start))
}

const DEPLOY: &str = r#"name: Deploy
on:
  pull_request_target:
    types: [opened]
permissions: read-all
env:
  TITLE: ${{ github.event.issue.title }}
jobs:
  test:
    runs-on: ${{ matrix.os }}
    strategy:
      matrix: {os: [ubuntu-24.04, windows-2025]}
    container: node:22
    steps:
      - uses: actions/checkout@v4
        with:
          ref: ${{ github.event.pull_request.head.sha }}
      - name: Scan
        id: scan
        continue-on-error: true
        run: |
          # é
          echo "${{ env.TITLE }}"
          trivy fs . | tee log
  deploy:
    needs: [test]
    runs-on: [self-hosted, linux]
    environment: ${{ github.ref == 'refs/heads/main' && 'production' || 'staging' }}
    permissions:
      id-token: write
    env:
      DB_PASSWORD: hunter2-hunter2
      KEY: ${{ secrets.KEY }}
    steps:
      - run: terraform apply -auto-approve
"#;

#[test]
fn a_workflow_is_read_with_exact_places() {
    let document = workflow(DEPLOY);
    assert_eq!(problems(&document), [""; 0]);
    let value = &document.value;
    assert_eq!(value["triggers"][0]["class"], "pr_untrusted");
    let [test, deploy] = [&value["jobs"][0], &value["jobs"][1]];
    assert_eq!(place(&document, test, &[]), ".github/workflows/a.yml:9:3 test");
    assert_eq!(test["runner"], json!({"kind": "hosted", "labels": ["ubuntu-24.04", "windows-2025"]}));
    assert_eq!(test["image"]["pin"], "tag");
    let checkout = &test["steps"][0];
    assert_eq!(place(&document, checkout, &["uses"]), ".github/workflows/a.yml:15:15 actions/checkout@v4");
    assert_eq!(
        place(&document, &checkout["interpolations"][0], &[]),
        ".github/workflows/a.yml:17:20 github.event.pull_request.head.sha"
    );
    let scan = &test["steps"][1];
    assert_eq!(place(&document, scan, &["continue-on-error"]), ".github/workflows/a.yml:20:28 true");
    assert_eq!(place(&document, scan, &["run"]), ".github/workflows/a.yml:21:9 run");
    let title = &scan["interpolations"][0];
    assert_eq!((title["trust"].as_str(), title["at"].as_str()), (Some("untrusted"), Some("run")));
    assert_eq!(title["tainted_by"], "github.event.issue.title");
    assert_eq!(place(&document, title, &[]), ".github/workflows/a.yml:23:21 env.TITLE");
    let role = &scan["roles"][0];
    assert_eq!((role["role"].as_str(), role["tool"].as_str()), (Some("scan"), Some("trivy")));
    // The matrix has Windows in it, so the default shell is not known to be bash: no pipe is blamed.
    assert_eq!(role["ignored"], Value::Null);
    assert_eq!(place(&document, role, &[]), ".github/workflows/a.yml:24:11 trivy fs .");
    assert_eq!(deploy["environment"]["names"], json!(["production", "staging"]));
    assert_eq!(deploy["environment"]["name"], Value::Null);
    assert_eq!((deploy["oidc"].as_bool(), deploy["approval"].as_str()), (Some(true), Some("external")));
    assert_eq!(deploy["ancestors"], json!(["test"]));
    assert_eq!(deploy["runner"]["kind"], "self_hosted");
    assert_eq!(deploy["secrets"][0]["name"], "KEY");
    assert_eq!(deploy["steps"][0]["roles"][0]["role"], "deploy");
    assert_eq!(test["permissions"]["inherited"], true);
}

#[test]
fn a_credential_written_out_is_never_in_the_document() {
    let document = workflow(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env: {DB_PASSWORD: hunter2-hunter2}\n    steps:\n      - run: login --password hunter3-hunter3 && export TOKEN=hunter4-hunter4\n",
    );
    let text = document.value.to_string();
    for secret in ["hunter2", "hunter3", "hunter4"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let job = &document.value["jobs"][0];
    assert_eq!(job["env"]["DB_PASSWORD"], "***");
    assert_eq!(job["literals"][0]["at"], "env.DB_PASSWORD");
    assert_eq!(job["steps"][0]["literals"].as_array().unwrap().len(), 2);
    let hidden = document.locator.hidden(&document.path);
    assert!(hidden.len() >= 3, "{hidden:?}");
}

#[test]
fn what_github_refuses_is_a_problem() {
    let job = "jobs:\n  a:\n    runs-on: x\n    steps:\n";
    let cases = [
        ("jobs: {a: {runs-on: x}}".to_owned(), "1:1 the workflow has no `on`; GitHub refuses the file"),
        ("on: push".to_owned(), "1:1 the workflow has no `jobs`; GitHub refuses the file"),
        (format!("on: push\n{job}      - run: echo ${{{{ a &&\n"), "6:19 `${{` is not closed; GitHub refuses the file"),
        (
            format!("on: push\n{job}      - run: echo ${{{{ nope(1) }}}}\n"),
            "6:23 unknown function: nope; GitHub refuses the file",
        ),
        (
            format!("on: push\n{job}      - name: x\n"),
            "6:9 a step has neither `uses` nor `run`; GitHub refuses the file",
        ),
        (
            "on: push\nx: &a {b: c}\njobs:\n  a: {<<: *a, runs-on: x}".to_owned(),
            "4:7 GitHub does not accept merge keys (`<<`); write the keys out",
        ),
        (
            "on: push\non: push\njobs: {a: {runs-on: x}}".to_owned(),
            "2:1 the key `on` is already on line 1; tools disagree on which one counts",
        ),
        (
            "on: push\njobs: {a: {runs-on: x, needs: [b]}}".to_owned(),
            "2:31 the job needs `b`, which is not a job; GitHub refuses the file",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(&workflow(&text)), [expected], "{text}");
    }
}

#[test]
fn anchors_are_allowed_and_a_shared_step_is_read_twice() {
    let document = workflow(
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - &c\n        uses: a/b@v1\n  b:\n    runs-on: x\n    steps:\n      - *c\n",
    );
    assert_eq!(problems(&document), [""; 0]);
    assert_eq!(document.value["refs"].as_array().unwrap().len(), 2);
    assert_eq!(document.value["jobs"][1]["steps"][0]["uses"]["owner"], "a");
}

#[test]
fn an_expression_decides_what_only_a_run_can_know() {
    let document = workflow(
        "on:\n  workflow_dispatch:\n    inputs:\n      env: {type: choice, options: [dev, prod]}\n      free: {type: string}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    environment: ${{ inputs.env }}\n    continue-on-error: ${{ matrix.x }}\n    steps:\n      - run: echo ${{ inputs.env }} ${{ inputs.free }}\n  b:\n    runs-on: ubuntu-latest\n    environment: {name: '${{ inputs.free }}'}\n",
    );
    let [a, b] = [&document.value["jobs"][0], &document.value["jobs"][1]];
    assert_eq!(a["environment"]["names"], json!(["dev", "prod"]));
    assert_eq!((&a["allow_failure"], &a["unknown"]), (&Value::Null, &json!({"continue-on-error": true})));
    assert_eq!(a["steps"][0]["interpolations"][0]["trust"], "trusted");
    assert_eq!(a["steps"][0]["interpolations"][1]["trust"], "input");
    assert_eq!(b["unknown"], json!({"environment": true}));
    assert_eq!(place(&document, &b["environment"], &[]), ".github/workflows/a.yml:15:25 '${{ inputs.free }}'");
}

#[test]
fn a_composite_action_is_one_job_whose_inputs_come_from_a_caller() {
    let text = "name: x\ninputs:\n  title: {required: true}\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo ${{ inputs.title }}\n    - uses: ./other\n";
    let document = document(&github::Action, &[("tools/action.yml", text)]);
    let job = &document.value["jobs"][0];
    assert_eq!(document.value["kind"], "action");
    assert_eq!(job["steps"][0]["interpolations"][0]["trust"], "caller");
    assert_eq!(job["steps"][1]["uses"]["pin"], "local");
}

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
    let jobs = document.value["jobs"].as_array().unwrap();
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
    assert_eq!(document.value["env"]["API_TOKEN"], "***");
    assert!(!document.locator.hidden(&RepoPath::new("ci/deploy.yml").unwrap()).is_empty());
    let refs: Vec<(&str, &str)> = document.value["refs"]
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
            "include: /nope.yml\na: {script: [b]}",
            "1:10 the included file `nope.yml` cannot be read: no such file in the judged tree",
        ),
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

const CHILD: &str = "variables: {REGION: eu}\nstages: [first, last]\nscan:\n  stage: first\n  script: [trivy fs .]\nship:\n  stage: last\n  environment: production\n  script: [terraform apply -auto-approve]\n";

fn job<'a>(document: &'a Document, id: &str) -> &'a Value {
    let jobs = document.value["jobs"].as_array().unwrap();
    jobs.iter().find(|job| job["id"] == id).unwrap_or_else(|| panic!("no job {id}"))
}

#[test]
fn the_jobs_of_a_child_pipeline_are_judged_at_their_places() {
    let forms = ["child.yml", "[{local: /child.yml}]", "{local: child.yml}", "['ch*.yml']"];
    for form in forms {
        let root = format!(
            "ask: {{stage: build, when: manual, script: [x]}}\na:\n  needs: [ask]\n  trigger: {{strategy: depend, include: {form}}}\nz: {{stage: deploy, script: [y]}}\n"
        );
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &root), ("child.yml", CHILD)]);
        assert_eq!(problems(&document), [""; 0], "{form}");
        let ship = job(&document, "a/ship");
        assert_eq!(place(&document, &ship["environment"], &[]), "child.yml:8:16 production");
        assert_eq!(ship["ancestors"], json!(["a", "a/scan", "ask"]));
        assert_eq!(ship["needs"], json!(["a", "ask"]));
        assert_eq!(ship["env"], json!({"REGION": "eu"}));
        assert_eq!(document.value["env"], json!({}));
        assert_eq!(job(&document, "z")["ancestors"], json!(["a", "a/scan", "a/ship", "ask"]));
    }
}

#[test]
fn a_child_pipeline_can_start_another_but_not_without_end() {
    let start = |file: &str| format!("go: {{trigger: {{include: {file}}}}}\n");
    let files = [
        (".gitlab-ci.yml", start("one.yml")),
        ("one.yml", start("two.yml")),
        ("two.yml", format!("{}deploy: {{script: [x], image: alpine}}\n", start("three.yml"))),
        ("three.yml", start("four.yml")),
    ];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let deep = document(&gitlab::Gitlab, &files);
    assert_eq!(problems(&deep), ["1:25 child pipelines nest deeper than the two levels that GitLab allows"]);
    assert_eq!(job(&deep, "go/go/deploy")["ancestors"], json!(["go", "go/go"]));
    assert_eq!(deep.value["refs"][0]["job"], "go/go/deploy");
    let itself = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &start(".gitlab-ci.yml"))]);
    assert_eq!(problems(&itself), [""; 0]);
}

#[test]
fn a_child_pipeline_is_judged_once() {
    let files = [("ci/x.gitlab-ci.yml", CHILD), (".gitlab-ci.yml", "a: {trigger: {include: ci/x.gitlab-ci.yml}}\n")];
    assert!(matches!(read(&gitlab::Gitlab, &files), Parsed::NotMine(_)));
}

#[test]
fn what_is_started_or_included_and_cannot_be_read_is_a_problem() {
    let cases = [
        (
            "a: {trigger: {include: gone.yml}}",
            "1:24 the included file `gone.yml` cannot be read: no such file in the judged tree",
        ),
        (
            "a: {trigger: {include: [{artifact: x.yml, job: g}]}}",
            "1:25 `x.yml` is made while the pipeline runs, so what it holds cannot be judged",
        ),
        (
            "a: {trigger: {include: [child.yml, gone.yml]}}",
            "1:36 the included file `gone.yml` cannot be read: no such file in the judged tree",
        ),
        (
            "include: '$X/a.yml'\na: {script: [b]}",
            "1:10 a variable decides which file `$X/a.yml` is, so what it adds cannot be judged",
        ),
        (
            "include: {artifact: a.yml, job: x}\na: {script: [b]}",
            "1:10 `a.yml` is made while the pipeline runs, so what it holds cannot be judged",
        ),
        (
            "include: {locale: x.yml}\na: {script: [b]}",
            "1:10 the include names no `local`, `project`, `remote`, `template` or `component`, so what it adds cannot be judged",
        ),
    ];
    for (text, expected) in cases {
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", text), ("child.yml", CHILD)]);
        assert_eq!(problems(&document), [expected], "{text}");
    }
    for include in ["{project: a/b, file: x.yml}", "{component: gitlab.com/a/b@1}", "'https://x.example/a.yml'"] {
        let text = format!("a: {{trigger: {{include: [{include}]}}}}");
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &text)]);
        assert_eq!((problems(&document), &document.value["refs"][0]["job"]), (Vec::new(), &json!("a")), "{include}");
    }
}

#[test]
fn the_steps_of_run_are_judged_or_said() {
    let text = "a:\n  run:\n    - {name: x, step: 'gitlab.com/acme/x@v1'}\n    - name: y\n      step: {git: {url: gitlab.com/acme/y, rev: main}}\n    - name: z\n      script: terraform apply -auto-approve\n    - {name: l, step: ./local}\n";
    let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", text)]);
    let refs: Vec<_> = document.value["refs"].as_array().unwrap().iter().collect();
    let shown = |it: &&Value| format!("{} {} {} {}", it["kind"], it["owner"], it["name"], it["pin"]).replace('"', "");
    assert_eq!(refs.iter().map(shown).collect::<Vec<_>>(), ["action acme x tag", "action acme y branch"]);
    assert_eq!(place(&document, refs[0], &[]), ".gitlab-ci.yml:3:23 'gitlab.com/acme/x@v1'");
    let role = &job(&document, "a")["steps"][0]["roles"][0];
    assert_eq!(place(&document, role, &[]), ".gitlab-ci.yml:7:15 terraform apply -auto-approve");
    let said = "8:23 a step of `run` that is neither a script nor a step of another project cannot be judged";
    assert_eq!(problems(&document), [said]);
}

#[test]
fn a_script_that_is_no_text_is_a_problem() {
    for script in ["5", "[true]", "[echo a, {echo: b}]"] {
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &format!("a: {{script: {script}}}"))]);
        let problems = problems(&document);
        assert_eq!(problems.len(), 1, "{script}: {problems:?}");
        assert!(problems[0].ends_with("`script` holds something that is no text; GitLab refuses the pipeline"));
    }
    for script in ["'5'", "[echo 5]", "[[a], [b, [c]]]", "5 apples"] {
        let document = document(&gitlab::Gitlab, &[(".gitlab-ci.yml", &format!("a: {{script: {script}}}"))]);
        assert_eq!(problems(&document), [""; 0], "{script}");
    }
}
