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
