//! Files of every kind, at the places where their platforms look for them and at others.

use super::rows::recognised;
use crate::input::recognised::{Standing, by_path, wants};
use crate::source::RepoPath;

/// What is said of a file in one line: `unread circleci`, with `runs` behind it where its platform runs it by itself.
fn said(file: &str) -> String {
    recognised(file).map_or_else(
        || "nothing".to_owned(),
        |found| {
            let standing = match found.form.standing {
                Standing::Unread => "unread",
                Standing::Listed => "listed",
                Standing::Read(_) => "read",
            };
            format!("{standing} {}{}", found.form.slug, if found.runs { " runs" } else { "" })
        },
    )
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|(file, expected)| (*file, *expected, said(file)))
        .filter(|(_, expected, said)| said != expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_place_says_what_a_file_is_whatever_it_holds() {
    check(&[
        (".github/workflows/ci.yml", "read github runs"),
        (".github/workflows/ci.yml :: {{ broken", "read github runs"),
        (".gitlab-ci.yml", "read gitlab runs"),
        (".circleci/config.yml", "unread circleci runs"),
        (".circleci/config.yml :: \"never closed", "unread circleci runs"),
        (".circleci/config.yaml", "unread circleci runs"),
        ("bitbucket-pipelines.yml", "unread bitbucket runs"),
        ("azure-pipelines.yml", "unread azure runs"),
        ("Jenkinsfile", "unread jenkins runs"),
        (".tekton/push.yaml", "unread tekton runs"),
        (".tekton/tasks/lint.yml", "unread tekton runs"),
        ("cloudbuild.yaml", "unread cloud-build runs"),
        ("CloudBuild.json", "unread cloud-build runs"),
        ("buildspec.yml", "unread codebuild runs"),
        ("appspec.yml", "unread codedeploy runs"),
        ("amplify.yml", "unread amplify runs"),
        (".buildkite/pipeline.yml", "unread buildkite runs"),
        ("buildkite.json", "unread buildkite runs"),
        (".drone.yml", "unread drone runs"),
        (".drone.jsonnet", "unread drone runs"),
        (".woodpecker.yaml", "unread woodpecker runs"),
        (".woodpecker/release.yml", "unread woodpecker runs"),
        (".travis.yml", "unread travis runs"),
        (".appveyor.yml", "unread appveyor runs"),
        (".semaphore/deploy.yml", "unread semaphore runs"),
        (".teamcity/settings.kts", "unread teamcity runs"),
        (".teamcity/pom.xml", "unread teamcity runs"),
        (".gitea/workflows/ci.yaml", "unread gitea runs"),
        (".forgejo/workflows/ci.yml", "unread forgejo runs"),
        (".cirrus.yml", "unread cirrus runs"),
        (".cirrus.star", "unread cirrus runs"),
        ("ci/shop.gocd.yaml", "unread gocd runs"),
        ("bamboo-specs/bamboo.yaml", "unread bamboo runs"),
        ("screwdriver.yaml", "unread screwdriver runs"),
        (".prow/jobs.yaml", "unread prow runs"),
        ("zuul.d/jobs.yaml", "unread zuul runs"),
        (".taskcluster.yml", "unread taskcluster runs"),
        (".builds/arch.yml", "unread sourcehut runs"),
    ]);
}

#[test]
fn a_name_says_it_at_any_place_where_the_place_is_a_setting() {
    check(&[
        ("services/api/Jenkinsfile", "unread jenkins"),
        ("ci/Jenkinsfile.release", "unread jenkins"),
        ("ci/Jenkinsfile-nightly", "unread jenkins"),
        ("ci/deploy.Jenkinsfile", "unread jenkins"),
        ("ci/jenkinsfile", "unread jenkins"),
        ("jenkins/release/build.groovy", "unread jenkins"),
        ("vars/deploy.groovy", "unread jenkins-library"),
        ("build/azure-pipelines-release.yaml", "unread azure"),
        ("build/Azure-Pipelines.yml", "unread azure"),
        ("svc/buildspec-test.yml", "unread codebuild"),
        ("svc/cloudbuild.prod.yaml", "unread cloud-build"),
        ("svc/CloudBuild.json", "unread cloud-build"),
        ("svc/appspec.json", "unread codedeploy"),
        ("flows/order.asl.json", "unread step-functions"),
        ("ci/codefresh.yml", "unread codefresh"),
        ("svc/dinghyfile", "unread spinnaker"),
        ("infra/prod.tfplan", "read terraform-plan"),
    ]);
}

#[test]
fn the_same_file_where_its_platform_does_not_look_is_only_listed() {
    check(&[
        ("vendor/lib/.travis.yml", "listed travis-elsewhere"),
        ("vendor/lib/.circleci/config.yml", "listed circleci-elsewhere"),
        ("docs/.github/workflows/ci.yml", "listed github-elsewhere"),
        (".github/workflows/old/ci.yml", "listed github-below"),
        ("app/.gitlab-ci.yml", "listed gitlab-elsewhere"),
        ("app/bitbucket-pipelines.yml", "listed bitbucket-elsewhere"),
        ("app/.Drone.yml", "listed drone-elsewhere"),
        (".Travis.yml", "listed travis-elsewhere"),
        ("template/.gitea/workflows/ci.yml", "listed gitea-elsewhere"),
    ]);
    let form = by_path(&RepoPath::new("a/.circleci/config.yml").unwrap()).unwrap().form;
    assert_eq!(form.title, "CircleCI configuration at a place where CircleCI does not read it");
}

#[test]
fn what_deploys_or_decides_is_listed() {
    check(&[
        ("dbt_project.yml", "listed dbt"),
        ("infra/cdk.json", "listed cdk"),
        ("infra/Pulumi.yaml", "listed pulumi"),
        ("infra/main.bicep", "listed bicep"),
        ("chart/Chart.yaml", "listed helm"),
        ("base/kustomization.yml", "listed kustomize"),
        ("base/Kustomization", "listed kustomize"),
        ("serverless.ts", "listed serverless"),
        ("images/base.pkr.hcl", "listed packer"),
        ("jobs/web.nomad", "listed nomad"),
        ("Dockerfile.dev", "listed dockerfile"),
        ("Containerfile", "listed dockerfile"),
        ("compose.yaml", "listed compose"),
        ("Vagrantfile", "listed vagrant"),
        (".github/workflows/actions.lock", "listed actions-lock"),
        (".mcp.json", "listed agent"),
        (".claude/hooks/run.sh", "listed agent"),
        ("AGENTS.md", "listed agent"),
        (".cursor/rules/a.mdc", "listed agent"),
        (".github/dependabot.yml", "listed dependabot"),
        (".github/renovate.json5", "listed renovate"),
        (".pre-commit-config.yaml", "listed pre-commit"),
        ("crd.yaml :: {apiVersion: s3.aws.crossplane.io/v1, kind: Bucket}", "listed crossplane"),
        (
            "web.json :: {\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"web\"}}",
            "listed kubernetes",
        ),
        ("play.yml :: [{hosts: all, roles: [base]}]", "listed ansible"),
    ]);
}

#[test]
fn content_says_what_no_name_does() {
    check(&[
        ("a.yaml :: apiVersion: tekton.dev/v1beta1\\nkind: PipelineRun", "unread tekton"),
        ("a.yaml :: apiVersion: argoproj.io/v1alpha1\\nkind: CronWorkflow", "unread argo-workflows"),
        ("a.yml :: pool: {vmImage: ubuntu-latest}\\nsteps: [script: make]", "unread azure"),
        ("a.yml :: parameters: [{name: e}]\\nsteps: [{task: Bash@3}]", "unread azure"),
        ("a.yml :: extends: {template: base.yml@rules}", "unread azure"),
        ("a.yml :: steps: [{script: make}]", "unread azure"),
        ("a.yml :: steps: [{name: ubuntu, script: make}]", "unread cloud-build"),
        ("a.yml :: steps: [{name: golang, args: [build]}]\\ntimeout: 60s", "unread cloud-build"),
        ("a.yml :: {steps: [{name: x, image: golang, script: make}]}", "nothing"),
        ("a.yml :: Transform: {Name: AWS::Include, Parameters: {Location: 's3://a/b'}}", "unread cloudformation"),
        ("a.yml :: jobs:\\n- ${{ each e in parameters.e }}:\\n  - job: ${{ e }}", "unread azure"),
        ("a.yml :: version: 0.2\\nphases: {build: {commands: [make]}}", "unread codebuild"),
        ("a.json :: {\"AWSTemplateFormatVersion\": \"2010-09-09\", \"Resources\": {}}", "unread cloudformation"),
        ("a.cfn :: Resources:\\n  Q:\\n    Type: AWS::SQS::Queue", "unread cloudformation"),
        ("a.yml :: Resources: {Hook: {Type: Acme::Web::Hook}}", "unread cloudformation"),
        (
            "a.yml :: Resources: {'Fn::ForEach::T': [N, [a], {'T${N}': {Type: AWS::SNS::Topic}}]}",
            "unread cloudformation",
        ),
        ("a.yml :: Transform: [Macro, AWS::Serverless-2016-10-31]\\nResources: {}", "unread sam"),
        (".circleci/continued.yml :: {version: 2.1, jobs: {build: {machine: true}}}", "unread circleci"),
        ("pipeline.yml :: jobs:\\n- name: a\\n  plan:\\n  - get: b", "unread concourse"),
        ("a.yml :: {sales: {schedule: '@daily', tasks: [{task_id: a, operator: x.Y}]}}", "unread dag-factory"),
    ]);
}

#[test]
fn look_alikes_are_nothing() {
    check(&[
        ("a.yml :: stages: [build, test]", "nothing"),
        ("a.yml :: steps: [one, two]", "nothing"),
        ("a.yml :: jobs: {build: {runs-on: ubuntu-latest, steps: [{run: make}]}}", "nothing"),
        ("openapi.yml :: {openapi: 3.1.0, info: {title: a}, paths: {/jobs: {get: {parameters: []}}}}", "nothing"),
        ("openapi.json :: {\"components\": {\"parameters\": {\"steps\": {}}}, \"parameters\": {}}", "nothing"),
        ("package.json :: {\"name\": \"a\", \"scripts\": {\"build\": \"make\"}}", "nothing"),
        ("a.yml :: {Resources: {cpu: {Type: int}}}", "nothing"),
        ("a.yml :: {version: 2, models: [{name: a}]}", "nothing"),
        ("inventory.yml :: {web: {hosts: {a: null}, vars: {tasks: 3}}}", "nothing"),
        ("a.yml :: note: 'apiVersion: tekton.dev/v1'", "nothing"),
        ("a.yml :: # AWSTemplateFormatVersion Resources AWS::\\na: 1", "nothing"),
        ("a.json :: [1, 2, 3]", "nothing"),
        ("a.yaml :: ", "nothing"),
        ("Jenkins.md", "nothing"),
        ("docs/buildspec.md", "nothing"),
        ("tekton/readme.yaml.md", "nothing"),
        ("src/circleci/config.yml", "nothing"),
        ("README.md", "nothing"),
    ]);
}

#[test]
fn a_name_that_is_only_listed_hides_no_content_that_runs() {
    check(&[
        ("docker-compose.yml :: {apiVersion: argoproj.io/v1alpha1, kind: Workflow}", "unread argo-workflows"),
        (".claude/a.yaml :: {Resources: {B: {Type: AWS::S3::Bucket}}}", "unread cloudformation"),
        ("x/.travis.yml :: {apiVersion: tekton.dev/v1, kind: Task}", "unread tekton"),
        ("x/Chart.yaml :: {apiVersion: v2, kind: x, metadata: {name: a}}", "listed helm"),
    ]);
}

#[test]
fn only_files_that_may_hold_a_form_are_worth_reading() {
    let wanted = |path: &str| wants(&RepoPath::new(path).unwrap());
    for path in ["a.yml", "a.YAML", "b/a.json", "a.template", "a.yaml.tmpl"] {
        assert!(wanted(path), "{path}");
    }
    for path in ["a.py", "yaml", "a.md", "a.yml.txt", "json/a"] {
        assert!(!wanted(path), "{path}");
    }
}
