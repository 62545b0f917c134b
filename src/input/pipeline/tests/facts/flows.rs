//! Text that anybody can write, up to what runs it.

use super::*;

const TITLE: &str = "${{ github.event.issue.title }}";

fn flows(text: &str) -> Vec<String> {
    shown(&of_github("flows", text), &["about", "source", "sink", "taker"])
}

#[test]
fn a_text_in_a_step_counts_where_it_is_run() {
    let script = "build | github.event.issue.title | script | ";
    let cases = [
        ("- run: echo \"$T\"", vec![script]),
        ("- run: ls\n  shell: \"bash $T {0}\"", vec![script]),
        ("- uses: actions/github-script@v7\n  with: {script: \"$T\"}", vec![script]),
        ("- uses: Azure/CLI@v2\n  with: {inlineScript: \"$T\"}", vec![script]),
        ("- uses: docker://alpine:3\n  with: {args: \"$T\"}", vec![script]),
        ("- uses: acme/comment@v7\n  with: {script: \"$T\"}", vec![]),
        ("- uses: docker://alpine:3\n  with: {name: \"$T\"}", vec![]),
        ("- run: ls\n  name: \"$T\"\n  working-directory: \"$T\"\n  env: {X: \"$T\"}", vec![]),
        ("- run: ls\n  if: \"github.event.issue.title == 'x'\"", vec![]),
        ("- uses: ./label\n  with: {title: \"$T\"}", vec!["build | github.event.issue.title | null | ./label"]),
        ("- uses: ./label\n  env: {TITLE: \"$T\"}", vec![]),
    ];
    for (steps, expected) in cases {
        assert_eq!(flows(&job(&steps.replace("$T", TITLE))), expected, "{steps}");
    }
}

#[test]
fn a_run_that_is_started_by_hand_has_no_text_of_a_stranger() {
    let one = vec!["build | github.head_ref | script | "];
    for (on, expected) in [
        ("workflow_dispatch", vec![]),
        ("schedule: [{cron: '0 4 * * *'}]", vec![]),
        ("[workflow_dispatch]", vec![]),
        ("[workflow_dispatch, pull_request]", one.clone()),
        ("[schedule, an_event_of_tomorrow]", one.clone()),
        ("workflow_call", one),
    ] {
        let on = if on.contains(": ") { format!("{{{on}}}") } else { on.to_owned() };
        let text = format!(
            "on: {on}\njobs:\n  build:\n    runs-on: x\n    env: {{R: '${{{{ github.head_ref || github.ref_name }}}}'}}\n    \
             steps:\n      - run: git push origin ${{{{ env.R }}}}\n"
        );
        assert_eq!(flows(&text), expected, "{on}");
    }
}

fn flows_of_variables(text: &str) -> Vec<String> {
    shown(&of_github("flows", text), &["about", "expression", "sink", "taker"])
}

#[test]
fn a_variable_counts_where_it_is_read_as_a_script() {
    for (line, expected) in [
        ("eval \"say $TITLE\"", vec!["build | TITLE | shell | eval"]),
        ("/bin/bash -ec \"say $TITLE\"", vec!["build | TITLE | shell | bash"]),
        ("eval \"say $OTHER\"", vec![]),
        ("echo \"$TITLE\"", vec![]),
        ("bash check.sh \"$TITLE\"", vec![]),
    ] {
        let steps = format!("- run: {line}\n  env: {{TITLE: \"{TITLE}\", OTHER: x}}");
        assert_eq!(flows_of_variables(&job(&steps)), expected, "{line}");
    }
    for (name, expected) in [("CI_COMMIT_TITLE", 1), ("CI_JOB_ID", 0), ("TITLE", 0)] {
        let facts = of_gitlab("flows", &format!("a:\n  script: ['eval \"say ${name}\"']\n"));
        assert_eq!(facts.len(), expected, "{name}");
    }
}

#[test]
fn what_decides_how_a_job_runs_counts() {
    for (keys, expected) in [
        ("container: \"$T\"", 1),
        ("container: {image: \"$T\"}", 1),
        ("container: {image: x, options: \"$T\"}", 1),
        ("services: {db: \"$T\"}", 1),
        ("services: {db: {image: x, options: \"$T\"}}", 1),
        ("defaults: {run: {shell: \"$T\"}}", 1),
        ("container: {image: x, env: {A: \"$T\"}}", 0),
        ("services: {db: {image: x, env: {A: \"$T\"}}}", 0),
        ("defaults: {run: {working-directory: \"$T\"}}", 0),
        ("name: \"$T\"", 0),
    ] {
        let keys = keys.replace("$T", TITLE);
        let text = format!("on: push\njobs:\n  build:\n    runs-on: x\n    {keys}\n    steps: [{{run: ls}}]");
        assert_eq!(flows(&text), vec!["build | github.event.issue.title | runner | "; expected], "{keys}");
    }
    let whole = format!(
        "on: push\ndefaults: {{run: {{shell: \"{TITLE}\"}}}}\njobs: {{a: {{runs-on: x, steps: [{{run: ls}}]}}}}"
    );
    assert_eq!(flows(&whole), ["defaults | github.event.issue.title | runner | "]);
}

#[test]
fn a_called_workflow_of_this_repository_is_handed_it() {
    let text = format!("on: push\njobs: {{a: {{uses: ./.github/workflows/b.yml, with: {{title: \"{TITLE}\"}}}}}}");
    assert_eq!(flows(&text), ["a | github.event.issue.title | null | ./.github/workflows/b.yml"]);
}

#[test]
fn what_one_way_sets_leaves_the_text_of_others_on_the_other_way() {
    let hit = vec!["build | T | shell | eval"];
    for (script, expected) in [
        ("if [ -n \"$x\" ]; then T=safe; fi", hit.clone()),
        ("if [ -n \"$x\" ]; then :; else T=safe; fi", hit.clone()),
        ("for i in $(ls); do T=safe; done", hit.clone()),
        ("while read -r i; do T=safe; done", hit.clone()),
        ("[ -n \"$x\" ] && T=safe", hit.clone()),
        ("[ -n \"$x\" ] || T=safe", hit.clone()),
        ("case $x in a) ;; *) T=safe ;; esac", hit.clone()),
        ("[[ $T =~ ^[0-9]+$ ]] && echo number", hit),
        ("if [ -n \"$x\" ]; then T=safe; else T=other; fi", vec![]),
        ("[ -n \"$x\" ] && T=safe || T=other", vec![]),
        ("[[ $T =~ ^[0-9]+$ ]] || exit 1", vec![]),
        ("T=safe", vec![]),
    ] {
        let steps = format!("- run: |\n    {script}\n    eval \"$T\"\n  env: {{T: \"{TITLE}\"}}");
        assert_eq!(flows_of_variables(&job(&steps)), expected, "{script}");
    }
}
