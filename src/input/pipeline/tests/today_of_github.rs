//! What GitHub has had for less than a year, and what nobody knows yet.

use serde_json::{Value, json};

use super::*;

/// A workflow with these steps, written at the left margin.
fn steps(steps: &str) -> Document {
    let mut text = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n".to_owned();
    for line in steps.lines() {
        text.push_str("      ");
        text.push_str(line);
        text.push('\n');
    }
    workflow(&text)
}

fn unread(document: &Document) -> Vec<String> {
    let entries = document.value()["unread"].as_array().unwrap();
    let shown = |entry: &Value| {
        let at = place(document, entry, &[]).split_once(':').unwrap().1.split(' ').next().unwrap().to_owned();
        format!("{at} {} of {}", entry["key"].as_str().unwrap(), entry["of"].as_str().unwrap())
    };
    entries.iter().map(shown).collect()
}

#[test]
fn the_steps_of_a_group_are_steps_of_the_job() {
    let document = steps(
        "- run: echo ok\n- parallel:\n    - uses: acme/action@main\n      with: {a: b}\n    - id: x\n      run: echo ${{ github.event.issue.title }}\n- run: echo done",
    );
    assert_eq!((problems(&document), unread(&document)), (Vec::new(), Vec::new()));
    let steps = document.value()["jobs"][0]["steps"].as_array().unwrap();
    let seen: Vec<Value> = steps.iter().map(|step| json!([step["index"], step["kind"], step["background"]])).collect();
    let group = json!({"ends": "group", "from": 1, "until": 3});
    assert_eq!(
        seen,
        [json!([0, "run", null]), json!([1, "uses", group]), json!([2, "run", group]), json!([3, "run", null])]
    );
    assert_eq!(place(&document, &steps[1], &["uses"]), ".github/workflows/a.yml:8:19 acme/action@main");
    assert_eq!(steps[2]["interpolations"][0]["trust"], "untrusted");
    assert_eq!(document.value()["refs"][0]["pin"], "branch");
}

#[test]
fn a_step_in_the_background_ends_where_the_platform_says() {
    let background = "- {id: scan, run: trivy fs ., background: true}\n- run: make\n";
    let cases = [
        ("", "job_end", json!(null)),
        ("- wait: scan", "waited", json!(2)),
        ("- wait: [other, Scan]", "waited", json!(2)),
        ("- wait-all:", "waited", json!(2)),
        ("- wait-all: true", "waited", json!(2)),
        ("- wait: other", "job_end", json!(null)),
        ("- cancel: scan", "cancelled", json!(2)),
        ("- cancel: other", "job_end", json!(null)),
        ("- wait: scan\n- cancel: scan", "waited", json!(2)),
        ("- cancel: SCAN\n- wait-all:", "cancelled", json!(2)),
        ("- wait: scan\n  continue-on-error: true", "tolerated", json!(2)),
        ("- wait-all:\n  continue-on-error: ${{ inputs.lenient }}", "unknown", json!(2)),
        ("- parallel:\n    - run: make\n- wait: scan", "waited", json!(3)),
    ];
    for (after, ends, until) in cases {
        let document = steps(&format!("{background}{after}"));
        assert_eq!((problems(&document), unread(&document)), (Vec::new(), Vec::new()), "{after}");
        let expected = json!({"ends": ends, "from": 1, "until": until});
        assert_eq!(document.value()["jobs"][0]["steps"][0]["background"], expected, "{after}");
    }
    let by_expression = steps("- {run: make, background: '${{ inputs.fast }}'}");
    let step = &by_expression.value()["jobs"][0]["steps"][0];
    assert_eq!((&step["background"]["ends"], &step["unknown"]), (&json!("unknown"), &json!({"background": true})));
    assert_eq!(steps("- {run: make, background: false}").value()["jobs"][0]["steps"][0]["background"], Value::Null);
}

#[test]
fn what_is_not_understood_among_the_steps_is_unread_there_and_the_rest_is_judged() {
    let cases = [
        ("- parallel: all", "6:9 parallel of step"),
        ("- parallel:\n    - parallel:\n        - run: make", "7:13 parallel of step"),
        ("- parallel:\n    - wait-all:", "7:13 wait-all of wait-all step"),
        ("- parallel:\n    - make", "7:13 an element that is no mapping of job.steps"),
        ("- parallel: [{run: make}]\n  if: always()", "7:9 if of parallel step"),
        ("- wait: ${{ inputs.step }}", "6:9 wait of wait step"),
        ("- wait: x\n  if: always()", "7:9 if of wait step"),
        ("- wait-all: false", "6:9 wait-all of wait-all step"),
        ("- cancel: [x]", "6:9 cancel of cancel step"),
        ("- run: make\n  Timeout-Minutes: 3", "7:9 Timeout-Minutes of run step"),
        ("- delegate: acme/agent", "6:9 delegate of run step"),
        ("- uses: nonsense", "6:9 uses of action step"),
        ("- uses: ./${{ matrix.x }}", "6:9 uses of action step"),
    ];
    for (first, expected) in cases {
        let document = steps(&format!("{first}\n- uses: acme/a@v1"));
        assert_eq!((problems(&document), unread(&document)), (Vec::new(), vec![expected.to_owned()]), "{first}");
        let last = document.value()["refs"].as_array().unwrap().last().unwrap();
        assert_eq!(last["raw"], "acme/a@v1", "{first}");
    }
    // Nobody knows what a step ends that could not be read.
    let document = steps("- {id: x, run: make, background: true}\n- cancel: ${{ inputs.x }}");
    assert_eq!(document.value()["jobs"][0]["steps"][0]["background"]["ends"], "unknown");
}

#[test]
fn a_key_that_is_not_in_the_table_is_unread_wherever_it_stands() {
    let job = "jobs: {a: {runs-on: x, steps: []}}";
    let cases = [
        (format!("on: push\nnew: x\n{job}"), "2:1 new of workflow"),
        (format!("on: {{push: {{branchs: [main]}}}}\n{job}"), "1:13 branchs of workflow.on.push"),
        (format!("on: comet\n{job}"), "1:5 comet of workflow.on"),
        (format!("on: [push, comet]\n{job}"), "1:12 comet of workflow.on"),
        (format!("on: [push, {{comet: x}}]\n{job}"), "1:12 an event with more than its name of workflow.on"),
        (format!("on: {{schedule: [{{cron: '* * * * *', every: x}}]}}\n{job}"), "1:37 every of workflow.on.schedule.*"),
        (
            format!("on: {{workflow_call: {{inputs: {{x: {{type: string, from: y}}}}}}}}\n{job}"),
            "1:49 from of workflow.on.workflow_call.inputs.*",
        ),
        (format!("on: push\nconcurrency: {{group: x, limit: 2}}\n{job}"), "2:25 limit of workflow.concurrency"),
        (format!("on: push\ndefaults: {{run: {{user: x}}}}\n{job}"), "2:18 user of workflow.defaults.run"),
        ("on: push\njobs: {a: {runs-on: x, sandbox: y}}".to_owned(), "2:24 sandbox of job"),
        ("on: push\njobs: {a: {sandbox: y}}".to_owned(), "2:12 sandbox of job"),
        ("on: push\njobs: {a: later}".to_owned(), "2:8 a of job"),
        ("on: push\njobs: {a: {runs-on: {pool: x}}}".to_owned(), "2:22 pool of job.runs-on"),
        ("on: push\njobs: {a: {runs-on: x, strategy: {order: y}}}".to_owned(), "2:35 order of job.strategy"),
        ("on: push\njobs: {a: {runs-on: x, container: {image: y, user: z}}}".to_owned(), "2:46 user of job.container"),
        (
            "on: push\njobs: {a: {runs-on: x, services: {db: {image: y, user: z}}}}".to_owned(),
            "2:50 user of job.services.*",
        ),
        (
            "on: push\njobs: {a: {uses: a/b/.github/workflows/c.yml@v1, steps: []}, b: {runs-on: x}}".to_owned(),
            "2:50 steps of calling job",
        ),
    ];
    for (text, expected) in cases {
        let document = workflow(&text);
        assert_eq!((problems(&document), unread(&document)), (Vec::new(), vec![expected.to_owned()]), "{text}");
    }
}

#[test]
fn more_unread_keys_than_are_listed_are_a_problem() {
    let keys: String = (0..150).map(|number| format!("k{number}: x\n")).collect();
    let document = workflow(&format!("{keys}on: push\njobs: {{a: {{runs-on: x}}}}"));
    assert_eq!(unread(&document).len(), 100);
    assert_eq!(problems(&document).len(), 50);
}

#[test]
fn nothing_but_workflows_of_others_has_no_reader() {
    let call = "uses: acme/ci/.github/workflows/x.yml@0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";
    let only = workflow(&format!("on: push\njobs:\n  a: {{{call}}}\n  b: {{{call}, needs: a}}\n"));
    let said = "3:3 the workflow consists of nothing but workflows of other repositories, which gate cannot read";
    assert_eq!(problems(&only), [said]);
    assert!(only.problems[0].unread);
    assert_eq!(only.outside.len(), 2);
    for beside in ["b: {runs-on: x}", "b: {uses: ./.github/workflows/b.yml}"] {
        let document = workflow(&format!("on: push\njobs:\n  a: {{{call}}}\n  {beside}\n"));
        assert_eq!((problems(&document), document.outside.len()), (Vec::new(), 1), "{beside}");
    }
}
