//! Deployments, their environments and who has to agree.

use super::*;

const FIELDS: &[&str] = &["about", "deploys", "environments", "signs", "approver"];

#[test]
fn a_job_of_github_deploys_by_its_tools() {
    let job =
        |keys: &str, line: &str| format!("on: push\njobs: {{go: {{runs-on: x, {keys}steps: [{{run: \"{line}\"}}]}}}}");
    let cases = [
        ("", "helm upgrade -n prod", Some("go | true | [] | [\"go\",\"go\",\"\",\"helm upgrade -n prod\"] | nobody")),
        ("environment: production, ", "helm upgrade x", Some("go | true | [\"production\"] | [] | environment")),
        ("environment: production, ", "make", Some("go | false | [\"production\"] | [] | environment")),
        ("environment: \"${{ inputs.x }}\", ", "helm upgrade x", Some("go | true | null | [] | environment")),
        ("", "npm publish", None),
        ("", "make", None),
    ];
    for (keys, line, expected) in cases {
        let facts = shown(&of_github("deployments", &job(keys, line)), FIELDS);
        assert_eq!(facts, expected.into_iter().collect::<Vec<_>>(), "{keys}{line}");
    }
}

#[test]
fn a_job_of_gitlab_deploys_by_its_environment_and_somebody_may_start_it() {
    let approvers = |jobs: &str| {
        let text = format!("stages: [a, b]\ngo:\n  stage: b\n  script: [make]\n  environment: production\n{jobs}");
        shown(&of_gitlab("deployments", &text), &["deploys", "approver"])
    };
    let manual = "ok: {stage: a, when: manual, script: [ls]";
    for (jobs, expected) in [
        (String::new(), "true | nobody"),
        ("  when: manual\n".to_owned(), "true | starter"),
        (format!("{manual}, allow_failure: false}}\n"), "true | starter"),
        (format!("{manual}}}\n"), "true | nobody"),
        (format!("  needs: [ok]\n{manual}}}\n"), "true | starter"),
        (format!("  needs: []\n{manual}, allow_failure: false}}\n"), "true | nobody"),
    ] {
        assert_eq!(approvers(&jobs), [expected], "{jobs}");
    }
    let stop = "go:\n  script: [make]\n  environment: {name: production, action: stop}\n";
    assert_eq!(shown(&of_gitlab("deployments", stop), &["deploys", "approver"]), ["false | nobody"]);
}

#[test]
fn a_job_that_stands_partly_elsewhere_may_ask() {
    let text = "include: {project: acme/ci, file: x.yml}\ngo:\n  extends: .there\n  script: [make]\n  environment: production\n";
    assert_eq!(shown(&of_gitlab("deployments", text), &["deploys", "approver"]), ["true | null"]);
}

/// What the deployments of a job of GitHub say that runs some lines, beside files.
fn by(lines: &str, files: &[(&str, &str)]) -> Vec<String> {
    let text = format!(
        "on: push\njobs:\n  go:\n    runs-on: x\n    strategy: {{matrix: {{include: [{{to: live}}]}}}}\n    env: {{WHERE: prod, TO: \"${{{{ matrix.to }}}}\"}}\n    steps:\n{lines}"
    );
    let all: Vec<(&str, &str)> =
        [(".github/workflows/a.yml", text.as_str())].into_iter().chain(files.iter().copied()).collect();
    shown(&list(&document(&github::Workflow, &all), "deployments"), &["tools", "deploys", "why"])
}

fn run(line: &str) -> String {
    format!("      - run: {}\n", serde_json::json!(line))
}

#[test]
fn a_job_deploys_by_what_its_commands_run() {
    let files = &[
        ("ship.sh", "kubectl apply -f k8s\n"),
        ("deploy.sh", "set -e\nterraform apply\n"),
        ("deploy-docs.sh", "curl -T x https://docs.example\n"),
        ("Makefile", "up:\n\thelm upgrade app .\n"),
    ];
    let named = |tool: &str| Some(format!("[\"{tool}\"] | null | only the name `{tool}` says so"));
    let known = |tool: &str| Some(format!("[\"{tool}\"] | true | "));
    for (line, expected) in [
        ("./ship.sh", known("kubectl")),
        ("./deploy.sh production", known("terraform")),
        ("make up", known("helm")),
        ("./gone/deploy.sh production", named("deploy.sh")),
        ("./gradlew releaseProduction", named("releaseProduction")),
        ("make deploy-all", named("deploy-all")),
        ("./gone/build.sh production", None),
        ("./gone/deploy.sh --dry-run", None),
        ("rsync -az -e ssh dist/ me@host:/srv", known("rsync")),
        ("rsync -azn dist/ me@host:/srv", None),
        ("rsync -az me@host:/srv dist/", None),
        ("scp x.tgz host:", known("scp")),
        ("ssh host 'docker compose up -d'", known("docker")),
        ("docker compose up -d", None),
        ("ssh host uptime", None),
        ("ssh host 'kubectl get pods'", None),
        ("kustomize build x | kubectl apply -f -", known("kubectl")),
        ("oc rollout restart deployment app", known("oc")),
        ("flyway -environment=a migrate", known("flyway")),
        ("helm template app . --set deploy=true", None),
        ("helm diff upgrade app .", None),
        ("kubectl diff -f x", None),
        ("ansible-playbook --check site.yml", None),
        ("sls deploy", known("serverless")),
        ("npm run build", None),
        ("aws s3 sync dist s3://site", known("aws")),
        ("aws s3 cp s3://site/x . --quiet", None),
        ("release() { ls; }; release", None),
        ("--release-date 2026-11-28", None),
    ] {
        assert_eq!(by(&run(line), files), expected.into_iter().collect::<Vec<_>>(), "{line}");
    }
}

#[test]
fn what_is_installed_in_a_cluster_of_the_job_is_no_deployment() {
    let install = run("helm install app .");
    let kind = "      - uses: acme/setup-kind@v1\n";
    let join = "      - uses: azure/k8s-set-context@v4\n";
    for (steps, expected) in [
        (format!("{kind}{install}"), 0),
        (format!("{}{install}", run("k3d cluster create x")), 0),
        (format!("{}{install}", run("minikube start && kubectl config use-context minikube")), 0),
        (format!("{install}{kind}"), 1),
        (format!("{kind}{join}{install}"), 1),
        (format!("{kind}{}{install}", run("aws eks update-kubeconfig --name x")), 1),
        (format!("      - uses: acme/setup-kind@v1\n        if: inputs.x\n{install}"), 1),
        (format!("{}{install}", run("kind create cluster || true")), 1),
        (format!("{kind}{}", run("helm install app . --kube-context prod")), 1),
        (format!("{kind}{}", run("helm install app . --kube-context kind-x")), 0),
        (format!("{kind}{}", run("terraform apply")), 1),
        (format!("      - uses: acme/mankind@v1\n{install}"), 1),
    ] {
        assert_eq!(by(&steps, &[]).len(), expected, "{steps}");
    }
}

#[test]
fn a_cluster_of_the_job_may_take_more_than_one_try() {
    let install = run("helm install app .");
    let attempt = |keys: &str| format!("      - uses: acme/setup-kind@v1\n        {keys}\n");
    let first = attempt("id: Try\n        continue-on-error: true");
    let again = |condition: &str, more: &str| attempt(&format!("if: {condition}{more}"));
    let second = "\n        id: again\n        continue-on-error: true";
    for (steps, expected) in [
        (format!("{first}{}", again("steps.try.outcome == 'failure'", "")), 0),
        (format!("{first}{}", again("${{ steps.try.outcome != 'success' }}", "")), 0),
        (format!("{first}{}", again("steps.try.conclusion == 'failure'", "")), 1),
        (format!("{first}{}", again("steps.other.outcome == 'failure'", "")), 1),
        (format!("{first}{}", again("steps.try.outcome == 'success'", "")), 1),
        (format!("{first}{}", again("steps.try.outcome == 'failure' && inputs.x", "")), 1),
        (first.clone(), 1),
        (
            format!(
                "{first}{}{}",
                again("steps.try.outcome == 'failure'", second),
                again("steps.again.outcome == 'failure'", "")
            ),
            0,
        ),
        (format!("{first}{}", again("steps.try.outcome == 'failure'", second)), 1),
    ] {
        assert_eq!(by(&format!("{steps}{install}"), &[]).len(), expected, "{steps}");
    }
}

#[test]
fn what_tells_where_it_goes_is_a_sign() {
    let signs = |line: &str, files: &[(&str, &str)]| {
        let text = format!(
            "on: push\njobs:\n  go:\n    runs-on: x\n    strategy: {{matrix: {{include: [{{to: live}}]}}}}\n    env: {{WHERE: prod, TO: \"${{{{ matrix.to }}}}\"}}\n    steps:\n{}",
            run(line)
        );
        let all: Vec<(&str, &str)> =
            [(".github/workflows/a.yml", text.as_str())].into_iter().chain(files.iter().copied()).collect();
        let facts = list(&document(&github::Workflow, &all), "deployments");
        facts[0]["signs"].as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let files = &[("ship.sh", "kubectl apply -n \"$1\" -f x\n"), ("Makefile", "up:\n\thelm upgrade app . -n $(ENV)\n")];
    for (line, expected) in [
        ("sls deploy --stage ${{ matrix.to }}", "live"),
        ("sls deploy --stage $TO", "live"),
        ("sls deploy --stage $WHERE", "sls deploy --stage prod"),
        ("STAGE=live\nsls deploy --stage $STAGE", "sls deploy --stage live"),
        ("./ship.sh production", "./ship.sh production"),
        ("./ship.sh production", "kubectl apply -n production -f x"),
        ("make up ENV=prod", "helm upgrade app . -n prod"),
        ("kustomize build overlays/prod | kubectl apply -f -", "kustomize build overlays/prod"),
        ("cd envs/prod && terraform apply", "envs/prod"),
        ("kubectl apply -f - <<EOF\nmetadata:\n  namespace: prod\nEOF", "namespace: prod"),
        ("ssh prod.host 'systemctl restart app'", "ssh prod.host systemctl restart app"),
    ] {
        let found = signs(line, files);
        assert!(found.iter().any(|sign| sign == expected), "{line}: {found:?}");
    }
    let hidden = signs("sls deploy --password hunter2hunter2 --stage $WHERE", &[]);
    assert!(hidden.iter().all(|sign| !sign.contains("hunter2")), "{hidden:?}");
}

/// What has passed before the last job of GitHub, and what it ignores; the others are a test, a scan and neither.
fn passed(condition: &str, needs: &str) -> String {
    let text = format!(
        "on: push\njobs:\n  test: {{runs-on: x, steps: [{{run: pytest}}]}}\n  scan: {{runs-on: x, needs: test, steps: [{{run: semgrep scan --error}}]}}\n  note: {{runs-on: x, steps: [{{run: make}}]}}\n  go:\n    runs-on: x\n    needs: {needs}\n    if: {condition}\n    steps: [{{run: helm upgrade x}}]\n"
    );
    shown(&of_github("deployments", &text), &["tested", "scanned", "ignores"]).concat()
}

#[test]
fn what_passed_before_a_deployment_is_known_and_what_it_ignores() {
    let both = "true | [\"sast\"] | []";
    for (condition, needs, expected) in [
        ("true", "[scan]", both),
        ("github.ref == 'refs/heads/main'", "[test, scan]", both),
        ("true", "[test]", "true | [] | []"),
        ("true", "[note]", "false | [] | []"),
        ("always()", "[scan, note]", "false | [] | [\"scan\"]"),
        ("\"!cancelled()\"", "[test, scan]", "false | [] | [\"test\",\"scan\"]"),
        ("always() && needs.scan.result == 'success'", "[scan, test]", "false | [] | [\"test\"]"),
        ("success() || failure()", "[test]", "false | [] | [\"test\"]"),
    ] {
        assert_eq!(passed(condition, needs), expected, "{condition} {needs}");
    }
}
