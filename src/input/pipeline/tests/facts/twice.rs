//! What is called twice with the same values is one in memory and runs twice.

use super::*;

const W: &str = ".github/workflows/a.yml";
const CALLED: &str = ".github/workflows/b.yml";
const ACTION: &str = ".github/actions/x/action.yml";

fn of(concept: &str, main: &str, file: &str, text: &str) -> Vec<Value> {
    list(&document(&github::Workflow, &[(W, main), (file, text)]), concept)
}

fn calls(jobs: &str) -> String {
    format!("on: push\npermissions: {}\njobs:\n{}", "{}", jobs.replace('@', "uses: ./.github/workflows/b.yml"))
}

fn action(line: &str) -> String {
    format!("name: x\nruns:\n  using: composite\n  steps:\n    - run: {line}\n      shell: bash\n")
}

#[test]
fn a_call_that_never_runs_takes_nothing_from_the_others() {
    let deploy = "on: workflow_call\njobs: {go: {runs-on: x, steps: [{run: terraform apply}]}}\n";
    let scan = "on: workflow_call\njobs: {go: {runs-on: x, steps: [{run: bandit -r . --exit-zero}]}}\n";
    for (jobs, deployed, lost) in [
        ("  a: {@}\n", 1, vec!["call"]),
        ("  a: {@}\n  b: {@}\n", 2, vec!["call", "call"]),
        ("  a: {@}\n  b: {if: false, @}\n", 1, vec!["call", "never"]),
        ("  a: {if: false, @}\n  b: {@}\n", 1, vec!["never", "call"]),
        ("  b: {needs: a, @}\n  a: {if: false, @}\n", 0, vec!["never", "never"]),
    ] {
        assert_eq!(of("deployments", &calls(jobs), CALLED, deploy).len(), deployed, "{jobs}");
        assert_eq!(shown(&of("scans", &calls(jobs), CALLED, scan), &["lost"]), lost, "{jobs}");
    }
}

#[test]
fn a_cluster_of_the_job_is_there_only_for_what_comes_behind_it() {
    let apply = action("kubectl apply -f production.yml");
    let (call, start) = ("- uses: ./.github/actions/x\n", "- run: kind create cluster\n");
    for (steps, expected) in [
        (format!("{start}{call}{call}"), "[]"),
        (format!("{call}{start}{call}"), "[\"kubectl\"]"),
        (call.repeat(2), "[\"kubectl\",\"kubectl\"]"),
    ] {
        let found = shown(&of("deployments", &job(&steps), ACTION, &apply), &["tools"]);
        assert_eq!(found.first().map_or("[]", String::as_str), expected, "{steps}");
    }
}

#[test]
fn a_report_is_judged_if_it_is_uploaded_behind_its_own_scan() {
    let scan = action("trivy fs --exit-code 0 --format sarif -o x.sarif .");
    let (call, upload) = ("- uses: ./.github/actions/x\n", "- uses: github/codeql-action/upload-sarif@v3\n");
    for (steps, expected) in [
        (format!("{call}{upload}"), 0),
        (format!("{upload}{call}"), 1),
        (format!("{call}{upload}{call}"), 1),
        (format!("{call}{call}{upload}"), 0),
    ] {
        assert_eq!(of("scans", &job(&steps), ACTION, &scan).len(), expected, "{steps}");
    }
}

#[test]
fn the_reason_names_what_keeps_a_scan_from_running() {
    let scan = |condition: &str| {
        format!("on: workflow_call\njobs: {{go: {{{condition}runs-on: x, steps: [{{run: bandit -r .}}]}}}}\n")
    };
    for (caller, own, expected) in [
        ("if: false, ", "", "what calls it never runs"),
        ("", "if: false, ", "its condition never holds"),
        ("", "if: github.event_name == 'schedule', ", "its condition never holds"),
    ] {
        let found = of("scans", &calls(&format!("  a: {{{caller}@}}\n")), CALLED, &scan(own));
        assert_eq!(shown(&found, &["detail"]), [expected], "{caller} {own}");
    }
    for (caller, own, expected) in
        [("if: false\n  ", "", "a step around it never runs"), ("", "\n      if: false", "its condition never holds")]
    {
        let steps = format!("- {caller}uses: ./.github/actions/x\n");
        let found = of("scans", &job(&steps), ACTION, &action(&format!("bandit -r .{own}")));
        assert_eq!(shown(&found, &["detail"]), [expected], "{caller} {own}");
    }
}
