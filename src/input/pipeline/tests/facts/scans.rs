//! Scans whose result gets lost.

use super::*;

const FIELDS: &[&str] = &["tool", "stops", "lost", "detail"];

fn scans(steps: &str) -> Vec<String> {
    shown(&of_github("scans", &job(steps)), FIELDS)
}

#[test]
fn each_way_to_lose_the_result_is_one_fact() {
    let cases = [
        ("- run: bandit -r src", vec![]),
        ("- run: pytest || true", vec![]),
        ("- run: bandit -r src --exit-zero", vec!["bandit | false | call | `--exit-zero` is given"]),
        ("- run: bandit -r src || true", vec!["bandit | false | script | `|| true`"]),
        ("- run: |\n    trivy image x `\n      --exit-code 1\n  shell: pwsh", vec![]),
        (
            "- run: '.\\tools\\bandit -r src --exit-zero'\n  shell: pwsh",
            vec!["bandit | false | call | `--exit-zero` is given"],
        ),
        ("- run: govulncheck -format text ./...", vec![]),
        ("- run: govulncheck -format json ./... | tee x", vec!["govulncheck | false | call | `-format` is `json`"]),
        ("- run: govulncheck --format=openvex ./...", vec!["govulncheck | false | call | `--format` is `openvex`"]),
        ("- run: govulncheck -json ./...", vec!["govulncheck | false | call | `-json` is given"]),
        (
            "- uses: golang/govulncheck-action@v1\n  with: {output-format: json}",
            vec!["govulncheck | false | call | `output-format` is `json`"],
        ),
        ("- run: bandit -r src\n  continue-on-error: true", vec!["bandit | false | step | "]),
        ("- run: bandit -r src\n  continue-on-error: \"${{ inputs.x }}\"", vec!["bandit | null | step | "]),
        (
            "- run: bandit -r src --exit-zero\n  continue-on-error: true",
            vec!["bandit | false | call | `--exit-zero` is given", "bandit | false | step | "],
        ),
        (
            "- uses: aquasecurity/trivy-action@v1\n  with: {exit-code: '0'}",
            vec!["trivy | false | call | `exit-code` is `0`"],
        ),
        (
            "- uses: aquasecurity/trivy-action@v1\n  with: {exit-code: \"${{ inputs.x }}\", severity: \"${{ inputs.y }}\"}",
            vec!["trivy | null | input | exit-code"],
        ),
    ];
    for (steps, expected) in cases {
        assert_eq!(scans(steps), expected, "{steps}");
    }
}

#[test]
fn a_second_run_with_teeth_makes_up_for_the_first() {
    let soft = "- run: bandit -r src --exit-zero";
    for (second, expected) in [
        ("- run: bandit -r src", 0),
        ("- run: gosec ./...", 1),
        ("- run: bandit -r src\n  continue-on-error: true", 2),
        ("- run: bandit -r src || true", 2),
        ("- uses: github/codeql-action/upload-sarif@v3", 0),
        ("- uses: github/codeql-action/upload-sarif@v3\n  continue-on-error: true", 1),
        ("- uses: acme/codeql-action/upload-sarif@v3", 1),
    ] {
        assert_eq!(scans(&format!("{soft}\n{second}")).len(), expected, "{second}");
    }
}

#[test]
fn a_scan_in_the_background_counts_where_it_is_waited_for() {
    let scan = "- run: bandit -r src\n  id: scan\n  background: true";
    let deploy = "- run: kubectl apply -f x";
    let tolerated = "bandit | null | background | the step that waits for it has `continue-on-error`";
    for (rest, expected) in [
        ("- run: make", vec![]),
        ("- wait: scan\n- run: kubectl apply -f x", vec![]),
        (deploy, vec!["bandit | false | deployment | kubectl"]),
        ("- run: kubectl apply -f x\n- wait: scan", vec!["bandit | false | deployment | kubectl"]),
        ("- cancel: scan", vec!["bandit | false | cancelled | "]),
        ("- wait: scan\n  continue-on-error: true", vec![tolerated]),
    ] {
        assert_eq!(scans(&format!("{scan}\n{rest}")), expected, "{rest}");
    }
}

#[test]
fn what_the_pipeline_does_with_the_job_counts() {
    for (keys, expected) in [
        ("allow_failure: true", vec!["bandit | false | job | "]),
        ("allow_failure: false", vec![]),
        ("allow_failure: {exit_codes: [1]}", vec!["bandit | false | job | "]),
        ("when: manual", vec!["bandit | false | by_hand | "]),
        ("when: manual\n  allow_failure: false", vec![]),
        ("when: never", vec!["bandit | false | never | it is never started"]),
    ] {
        let text = format!("a:\n  {keys}\n  script: [bandit -r src]\n");
        assert_eq!(shown(&of_gitlab("scans", &text), FIELDS), expected, "{keys}");
    }
    let text =
        "on: push\njobs: {a: {runs-on: x, continue-on-error: \"${{ inputs.x }}\", steps: [{run: bandit -r src}]}}";
    assert_eq!(shown(&of_github("scans", text), FIELDS), ["bandit | null | job | "]);
}

#[test]
fn the_place_is_what_makes_it_so() {
    let steps = "- uses: aquasecurity/trivy-action@v1\n  with: {Exit-Code: '0'}\n- uses: anchore/scan-action@v1\n  with: {fail-build: false}\n\
                 - uses: zaproxy/action-baseline@v1\n  continue-on-error: true";
    let paths: Vec<String> = of_github("scans", &job(steps)).iter().map(|fact| fact["path"].to_string()).collect();
    let expected = ["[\"with\",\"Exit-Code\"]", "[\"with\",\"fail-build\"]", "[\"uses\"]", "[\"continue-on-error\"]"];
    assert_eq!(paths, expected);
}

#[test]
fn many_scans_that_are_lost_alike_are_one_finding() {
    let found = |lines: &[&str]| {
        let script: String = lines.iter().map(|line| format!("    {line}\n")).collect();
        let facts = of_github("scans", &job(&format!("- run: |\n{script}")));
        facts.iter().map(|fact| fact["via"].as_array().unwrap().len()).collect::<Vec<_>>()
    };
    let bandit = "bandit -r src --exit-zero";
    assert_eq!(found(&[bandit; 3]), [0, 0, 0]);
    assert_eq!(found(&[bandit; 4]), [3]);
    assert_eq!(found(&[bandit; 25]), [24]);
    // Another tool, or another way to lose the result, is another thing to mend.
    let gosec = "gosec -no-fail ./...";
    assert_eq!(found(&[bandit, gosec, bandit, gosec, bandit]).len(), 5);
    assert_eq!(found(&[bandit, bandit, "bandit -r src || true", bandit]).len(), 4);
    assert_eq!(found(&[bandit, bandit, "bandit -r src || true", bandit, bandit]).len(), 2);
}
