//! What the table says of the ways in which tools are called that people run most.

use std::collections::{BTreeMap, BTreeSet};

use super::super::shell::Token;
use super::TOOLS;
use crate::knowledge::Knowledge;

/// `role:tool` of a command with some variables around it, and ` !why` where it cannot stop the pipeline.
fn command(text: &str, variables: &[(&str, &str)]) -> String {
    let token = |word: &str| Token { text: word.to_owned(), known: true, splits: false };
    let set = |name: &str| {
        let (_, value) = variables.iter().find(|(variable, _)| *variable == name)?;
        Some(Some(BTreeSet::from([(*value).to_owned()])))
    };
    let lines = [text.split_whitespace().map(token).collect()];
    let purpose = TOOLS.of(&Knowledge::default()).lines(&lines, &set);
    purpose.map_or_else(String::new, |it| shown(it.role, it.category, &it.tool, it.toothless))
}

/// The same of an action.
fn action(name: &str, with: &[(&str, &str)]) -> String {
    let with: BTreeMap<String, String> =
        with.iter().map(|(input, value)| ((*input).to_owned(), (*value).to_owned())).collect();
    let purpose = TOOLS.of(&Knowledge::default()).action(name, &with, &|_| false);
    purpose.map_or_else(String::new, |it| shown(it.role, it.category, &it.tool, it.toothless))
}

fn shown(role: &str, category: &str, tool: &str, toothless: Option<String>) -> String {
    let why = toothless.map_or_else(String::new, |why| format!(" !{why}"));
    let role = if category.is_empty() { role.to_owned() } else { format!("{role}/{category}") };
    format!("{role}:{tool}{why}")
}

#[test]
fn a_scanner_fails_as_its_manual_says() {
    for (text, expected) in [
        ("horusec start -p .", "scan/sast:horusec !`--return-error` is not given"),
        ("horusec start -p . -e=true", "scan/sast:horusec"),
        ("horusec start -p . --return-error false", "scan/sast:horusec !`--return-error` is `false`"),
        ("bearer scan . --exit-code 0", "scan/sast:bearer !`--exit-code` is `0`"),
        ("bearer scan .", "scan/sast:bearer"),
        ("flawfinder src", "scan/sast:flawfinder !`--error-level` is not given"),
        ("flawfinder --error-level=4 src", "scan/sast:flawfinder"),
        ("mix sobelow --config", "scan/sast:sobelow"),
        ("mix sobelow --verbose", "scan/sast:sobelow !`--exit` is not given"),
        ("mix test", "test:elixir"),
        ("cx scan create --project-name shop -s .", "scan/sast:checkmarx"),
        ("cx scan create -s . --ignore-policy", "scan/sast:checkmarx !`--ignore-policy` is given"),
        ("cx scan create -s . --ignore-policy --threshold sast-high=1", "scan/sast:checkmarx"),
        ("cx scan create -s . --threshold sast-high=1 --async", "scan/sast:checkmarx !`--async` is given"),
        ("detect10.sh --detect.blackduck.scan.mode=RAPID", "scan/sca:black-duck"),
        ("cx scan create -s . --threshold sast-high=1", "scan/sast:checkmarx"),
        ("cx results show", "build:checkmarx"),
        ("poutine analyze_local .", "scan/sast:poutine !`--fail-on-violation` is not given"),
        ("cycode scan -t sca path .", "scan/sca:cycode"),
        ("cycode scan --soft-fail repository .", "scan/secret:cycode !`--soft-fail` is given"),
        ("npx retire --exitwith 0", "scan/sca:retire !`--exitwith` is `0`"),
        ("jake iq -s https://iq -i shop --warn-only", "scan/sca:jake !`--warn-only` is given"),
        ("audit-ci", "scan/sca:audit-ci !`--low` is not given"),
        ("npx audit-ci --config audit-ci.jsonc", "scan/sca:audit-ci"),
        (
            "detect8.sh --detect.project.name=shop",
            "scan/sca:black-duck !`--detect.policy.check.fail.on.severities` is not given",
        ),
        ("./detect10.sh --detect.policy.check.fail.on.severities=MAJOR", "scan/sca:black-duck"),
        ("jf audit --fail=false", "scan/sca:jfrog !`--fail` is `false`"),
        ("jf docker scan shop:1", "scan/image:jfrog"),
    ] {
        assert_eq!(command(text, &[]), expected, "{text}");
    }
}

#[test]
fn a_scanner_of_what_is_built_fails_as_its_manual_says() {
    for (text, expected) in [
        ("guarddog pypi verify requirements.txt", "scan/sca:guarddog !`--exit-non-zero-on-finding` is not given"),
        (
            "mvn -B org.owasp:dependency-check-maven:check -DfailBuildOnCVSS=11",
            "scan/sca:dependency-check !`-DfailBuildOnCVSS` is `11`",
        ),
        ("mvn -B dependency-check:check", "scan/sca:dependency-check"),
        ("socket scan create", ""),
        ("socket ci", "scan/sca:socket"),
        ("detect-secrets scan", "build:detect-secrets"),
        ("git secrets --scan", "scan/secret:git-secrets"),
        ("git secrets --install", ""),
        ("kingfisher scan .", "scan/secret:kingfisher"),
        ("infisical scan --exit-code 0", "scan/secret:infisical !`--exit-code` is `0`"),
        ("roxctl image scan --image shop", "scan/image:roxctl !`--fail` is not given"),
        ("roxctl image check --image shop", "scan/image:roxctl"),
        ("sysdig-cli-scanner --iac infra", "scan/iac:sysdig"),
        ("sysdig-cli-scanner shop:1", "scan/image:sysdig"),
        ("polaris audit --audit-path infra", "scan/iac:polaris !`--set-exit-code-on-danger` is not given"),
        ("kubescape scan framework nsa", "scan/iac:kubescape !`--severity-threshold` is not given"),
        ("kubescape scan image shop --severity-threshold high", "scan/image:kubescape"),
        ("prowler aws -z", "scan/iac:prowler !`-z` is given"),
        ("prowler aws --list-checks", "build:prowler"),
        ("slither . --print human-summary", "build:slither"),
        (
            "terraform-compliance -p plan.json -f rules --no-failure",
            "scan/iac:terraform-compliance !`--no-failure` is given",
        ),
        ("docker run --rm public.ecr.aws/portswigger/dastardly:latest", "scan/dast:dastardly"),
        ("nuclei -u https://shop.example", "build:nuclei"),
        ("scorecard --repo=github.com/acme/shop", "build:scorecard"),
    ] {
        assert_eq!(command(text, &[]), expected, "{text}");
    }
    let why = command("horusec start", &[("HORUSEC_CLI_RETURN_ERROR_IF_FOUND_VULNERABILITY", "true")]);
    assert_eq!(why, "scan/sast:horusec");
}

#[test]
fn tests_run_on_the_way_to_a_package() {
    for (text, expected) in [
        ("mvn -B install", "test:maven"),
        ("./mvnw package -DskipTests", "build:maven"),
        ("mvn verify", "test:maven"),
        ("mvn package -Dmaven.test.failure.ignore=true", "test:maven !`-Dmaven.test.failure.ignore` is `true`"),
        ("./gradlew build", "test:gradle"),
        ("gradle build -x test", "build:gradle"),
        ("gradle assemble", "build:gradle"),
        ("python -m unittest discover", "test:unittest"),
        ("python3 manage.py test", "test:django"),
        ("npm run test:e2e", "test:npm"),
        ("yarn test:ci", "test:npm"),
        ("npx nx affected -t test", "test:nx"),
        ("npx nx affected -t build", ""),
        ("bazel test //...", "test:bazel"),
        ("R CMD check .", "test:r"),
        ("dbt build --target ci", "test:dbt"),
        ("newman run shop.json --suppress-exit-code", "test:newman !`--suppress-exit-code` is given"),
        ("helm unittest chart", "test:helm"),
        ("terraform test", "test:terraform"),
        ("terraform workspace select test", ""),
        ("invoke deps -r test", ""),
        ("invoke tests", "test:invoke"),
        ("mix deps.get --only test", ""),
    ] {
        assert_eq!(command(text, &[]), expected, "{text}");
    }
}

#[test]
fn what_is_published_and_deployed_is_known() {
    for (text, expected) in [
        ("goreleaser release --clean", "deploy/package:release"),
        ("goreleaser release --snapshot --clean", "build:goreleaser"),
        ("goreleaser build", "build:goreleaser"),
        ("npx semantic-release", "deploy/package:release"),
        ("npx semantic-release --dry-run", "build:semantic-release"),
        ("cargo release minor --execute", "deploy/package:cargo"),
        ("cargo release minor", ""),
        ("bun publish", "deploy/package:npm"),
        ("flit publish --repository testpypi", "build:flit"),
        ("/kaniko/executor --context . --destination r/shop", "push:kaniko"),
        ("/kaniko/executor --context . --no-push", "build:kaniko"),
        ("docker compose push", "push:docker"),
        ("docker model push acme/shop", "register:docker model runner"),
        ("dart pub publish --dry-run", "build:pub"),
        ("hatch publish -r test", "build:hatch"),
        ("crane copy a b", ""),
        ("sqlpackage /Action:Publish /SourceFile:x", "deploy/infrastructure:sqlpackage"),
        ("sf project deploy start", "deploy/cloud:salesforce"),
        ("ollama push acme/shop", "register:ollama"),
        ("ssh-keygen -Y sign -f key file", "sign:ssh-keygen"),
        ("gcloud beta container binauthz attestations sign-and-create", "attest:binary authorization"),
        ("sndevopscli create change", "approve:servicenow"),
    ] {
        assert_eq!(command(text, &[]), expected, "{text}");
    }
}

#[test]
fn an_action_does_what_its_inputs_say() {
    const VERACODE: &str = "veracode/Veracode-pipeline-scan-action";
    const PROWLER: &str = "prowler-cloud/prowler";
    const NOW: &str = "ServiceNow/servicenow-devops-change";
    const SYNC: &str = "huggingface/hub-sync";
    for (name, with, expected) in [
        (VERACODE, vec![], "scan/sast:veracode !`fail_build` is not given"),
        (VERACODE, vec![("fail_build", "true")], "scan/sast:veracode"),
        ("sysdiglabs/scan-action", vec![("mode", "iac")], "scan/iac:sysdig"),
        (PROWLER, vec![("fail-on-findings", "false")], "scan/iac:prowler !`fail-on-findings` is `false`"),
        (PROWLER, vec![("fail-on-findings", "true")], "scan/iac:prowler"),
        ("stackhawk/hawkscan-action", vec![("dryRun", "true")], "build:stackhawk"),
        ("stackhawk/hawkscan-action", vec![], "scan/dast:stackhawk"),
        ("projectdiscovery/nuclei-action", vec![], "build:nuclei"),
        ("ossf/scorecard-action", vec![], "build:scorecard"),
        ("soos-io/soos-sca-github-action", vec![("on_failure", "fail_the_build")], "scan/sca:soos"),
        ("cypress-io/github-action", vec![("runTests", "false")], "build:cypress"),
        ("cypress-io/github-action", vec![], "test:cypress"),
        ("youyo/aws-cdk-github-actions", vec![("cdk_subcommand", "deploy")], "deploy/infrastructure:cdk"),
        ("youyo/aws-cdk-github-actions", vec![("cdk_subcommand", "diff")], ""),
        ("actions/create-release", vec![("draft", "true")], "build:release"),
        ("int128/kaniko-action", vec![], ""),
        ("int128/kaniko-action", vec![("push", "true")], "push:kaniko"),
        (SYNC, vec![("repo_type", "model")], "register:hugging face"),
        (SYNC, vec![("repo_type", "dataset")], "build:hugging face"),
        (NOW, vec![], "approve:servicenow"),
        (NOW, vec![("abortOnChangeStepTimeout", "false")], "approve:servicenow !`abortonchangesteptimeout` is `false`"),
    ] {
        assert_eq!(action(name, &with), expected, "{name} {with:?}");
    }
}

#[test]
fn what_publishes_is_told_from_what_builds() {
    for (text, expected) in [
        ("mvn -B deploy", "deploy/package:maven"),
        ("./mvnw clean deploy -DskipTests", "deploy/package:maven"),
        ("mvn release:perform", "deploy/package:maven"),
        ("mvn deploy -Dmaven.deploy.skip=true", "build:maven"),
        ("mvn install", "test:maven"),
        ("./gradlew publishToSonatype", "deploy/package:gradle"),
        ("./gradlew publishToMavenLocal", ""),
        ("sbt +publishSigned", "deploy/package:sbt"),
        ("helm push a.tgz oci://ghcr.io/a/charts", "deploy/package:helm"),
        ("helm gcs push a.tgz repo", "deploy/package:helm"),
        ("docker buildx imagetools create -t a:1 a:2", "push:docker"),
        ("gh release edit v1 --draft=false", "deploy/package:release"),
        ("gh release edit v1 --notes x", ""),
        ("jf rt upload a b", "deploy/package:jfrog"),
        ("jf rt ping", "build:jfrog"),
        ("release-please github-release", "deploy/package:release-please"),
    ] {
        assert_eq!(command(text, &[]), expected, "{text}");
    }
    for (name, with, expected) in [
        ("cloud-gov/cg-cli-tools", [("cf_command", "push -f m.yml")].as_slice(), "deploy/cloud:cloudfoundry"),
        ("cloud-gov/cg-cli-tools", &[("cf_command", "apps")], ""),
        ("nais/deploy/actions/deploy", &[], "deploy/cluster:nais"),
        ("goreleaser/goreleaser-action", &[("args", "release --skip=publish")], "build:release"),
        ("goreleaser/goreleaser-action", &[("args", "release --clean")], "deploy/package:release"),
    ] {
        assert_eq!(action(name, with), expected, "{name} {with:?}");
    }
}

#[test]
fn maven_tests_on_the_way_to_what_it_publishes() {
    let token = |word: &str| Token { text: word.to_owned(), known: true, splits: false };
    for (text, tests) in [("mvn deploy", true), ("mvn deploy -DskipTests", false), ("npm publish", false)] {
        let lines = [text.split_whitespace().map(token).collect()];
        assert_eq!(TOOLS.of(&Knowledge::default()).test_within(&lines).is_some(), tests, "{text}");
    }
}
