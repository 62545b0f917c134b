//! Actions and workflows of the tree, in the place of their call.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::*;
use crate::input::forge::{Evidence, Subject};

const MAIN: &str = ".github/workflows/a.yml";

/// A workflow that calls another with some lines behind `uses`.
fn calling(lines: &str) -> String {
    format!("on: push\npermissions: {{}}\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n{lines}")
}

/// A workflow with these steps.
fn steps(steps: &str) -> String {
    format!(
        "on: push\npermissions: {{}}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n{steps}"
    )
}

fn composite(inputs: &str, steps: &str) -> String {
    format!("name: x\ninputs: {{{inputs}}}\nruns:\n  using: composite\n  steps:\n{steps}")
}

fn facts(document: &Document, concept: &str) -> Vec<String> {
    let shown = |fact: &Value| {
        let place = place(document, fact, &[]);
        let via: Vec<String> =
            fact["via"].as_array().unwrap().iter().map(|via| self::place(document, via, &[])).collect();
        let via: Vec<&str> = via.iter().filter_map(|via| via.split(' ').next()).collect();
        format!("{} | {}", place.split(' ').next().unwrap(), via.join(", "))
    };
    document.content.facts()[concept].as_array().unwrap().iter().map(shown).collect()
}

#[test]
fn a_call_that_does_not_fit_is_said_where_it_stands() {
    let b = "on: {workflow_call: {inputs: {x: {type: string, required: true}, y: {type: string, required: true, default: z}}, \
             secrets: {k: {required: true}, l: {}}}}\njobs: {j: {runs-on: x, steps: [{run: ls}]}}";
    for (lines, expected) in [
        ("    with: {X: 1}\n    secrets: {K: 1}", vec![]),
        ("    with: {x: 1}\n    secrets: inherit", vec![]),
        ("    secrets: inherit", vec!["5:11 the called workflow needs the input `x`; GitHub refuses the file"]),
        ("    with: {x: 1}", vec!["5:11 the called workflow needs the secret `k`; GitHub refuses the file"]),
        (
            "    with: {x: 1, n: 1}\n    secrets: {k: 1, m: 1}",
            vec![
                "6:18 the called workflow has no input `n`; GitHub refuses the file",
                "7:21 the called workflow has no secret `m`; GitHub refuses the file",
            ],
        ),
    ] {
        let document = document(&github::Workflow, &[(MAIN, &calling(lines)), (".github/workflows/b.yml", b)]);
        assert_eq!(problems(&document), expected, "{lines}");
    }
    for (on, refused) in
        [("push", true), ("workflow_call", false), ("[push, workflow_call]", false), ("{push: }", true)]
    {
        let b = format!("on: {on}\njobs: {{j: {{runs-on: x, steps: [{{run: ls}}]}}}}");
        let document = document(&github::Workflow, &[(MAIN, &calling("")), (".github/workflows/b.yml", &b)]);
        let expected = "5:11 the workflow that is called has no `workflow_call`; GitHub refuses the file";
        assert_eq!(problems(&document), if refused { vec![expected] } else { vec![] }, "{on}");
        assert_eq!(document.value()["jobs"][0]["called"].is_null(), refused, "{on}");
    }
}

#[test]
fn an_input_that_an_action_does_not_have_is_unread() {
    let docker = "name: x\ninputs: {a: {}}\nruns: {using: docker, image: Dockerfile}";
    for (action, with, expected) in [
        (composite("a: {}", "    - {run: ls, shell: bash}"), "{A: 1, b: 1}", vec!["b"]),
        (docker.to_owned(), "{a: 1, args: x, entryPoint: y, c: 1}", vec!["c"]),
        ("name: x\nruns: {using: node24, main: x.js}".to_owned(), "{args: x}", vec!["args"]),
    ] {
        let text = steps(&format!("      - uses: ./x\n        with: {with}"));
        let files = [(MAIN, text.as_str()), ("x/action.yml", &action), ("x/Dockerfile", ""), ("x/x.js", "")];
        let document = document(&github::Workflow, &files);
        let unread = document.value()["unread"].as_array().unwrap();
        let found: Vec<&str> = unread.iter().map(|unread| unread["key"].as_str().unwrap()).collect();
        assert_eq!(found, expected, "{with}");
    }
}

#[test]
fn a_circle_ends_with_its_path() {
    let call = |name: &str| composite("", &format!("    - uses: ./{name}"));
    let (text, b, c) = (steps("      - uses: ./b"), call("c"), call("b"));
    let document_of = document(&github::Workflow, &[(MAIN, &text), ("b/action.yml", &b), ("c/action.yml", &c)]);
    assert_eq!(
        problems(&document_of),
        ["6:13 a call without end: `b/action.yml` calls `c/action.yml` calls `b/action.yml`"]
    );
    let own = "on: {push: , workflow_call: }\njobs: {a: {uses: ./.github/workflows/a.yml}}";
    let document_of = document(&github::Workflow, &[(MAIN, own)]);
    assert_eq!(problems(&document_of), [format!("2:18 a call without end: `{MAIN}` calls `{MAIN}`")]);
}

#[test]
fn calls_are_followed_as_deep_as_the_platform_does() {
    for (depth, refused) in [(10, false), (11, true)] {
        let text = steps("      - uses: ./x1");
        let mut files = vec![(MAIN.to_owned(), text)];
        for index in 1..=depth {
            let next = format!("    - uses: ./x{}", index + 1);
            let own = if index == depth { "    - {run: ls, shell: bash}" } else { next.as_str() };
            files.push((format!("x{index}/action.yml"), composite("", own)));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let found = problems(&document(&github::Workflow, &files));
        assert_eq!(found.len(), usize::from(refused), "{depth}: {found:?}");
        assert!(found.iter().all(|it| it.contains("deeper than 10")), "{found:?}");
    }
}

#[test]
fn calls_that_multiply_end_in_a_problem() {
    let started = Instant::now();
    let mut files = vec![(MAIN.to_owned(), steps("      - uses: ./x1"))];
    for index in 1..=9 {
        // Every call hands over something else, so that none is like another.
        let next =
            (0..9).map(|call| format!("    - {{uses: ./x{}, with: {{v: '${{{{ inputs.v }}}}{call}'}}}}\n", index + 1));
        files.push((format!("x{index}/action.yml"), composite("v: {}", &next.collect::<String>())));
    }
    files.push(("x10/action.yml".to_owned(), composite("v: {}", "    - {run: ls, shell: bash}")));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let document = document(&github::Workflow, &files);
    assert!(problems(&document).iter().any(|it| it.contains("lead to more steps than gate follows")));
    assert!(started.elapsed() < Duration::from_mins(1));
}

#[test]
fn one_workflow_that_every_job_calls_is_read_once() {
    let started = Instant::now();
    let job = |index| format!("  j{index}: {{uses: ./.github/workflows/b.yml, with: {{x: same}}}}\n");
    let text = format!("on: push\npermissions: {{}}\njobs:\n{}", (0..2000).map(job).collect::<String>());
    let b =
        "on: {workflow_call: {inputs: {x: {type: string}}}}\njobs: {j: {runs-on: x, steps: [{run: ls}, {run: ls}]}}";
    let document = document(&github::Workflow, &[(MAIN, &text), (".github/workflows/b.yml", b)]);
    assert_eq!(problems(&document), [""; 0]);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn what_is_handed_over_is_followed_to_where_it_is_used() {
    let b = "on: {workflow_call: {inputs: {x: {type: string}, n: {type: number}, d: {default: e}}}}\nenv: {W: '${{ inputs.x }}'}\n\
             jobs:\n  j:\n    runs-on: x\n    steps:\n      - run: echo ${{ $V }}";
    let call = calling("    with: {x: 'a ${{ github.head_ref }}', n: '${{ github.head_ref }}'}");
    let call = call.replace("on: push", "on: push\nenv: {OUT: '${{ github.head_ref }}'}");
    for (value, found) in [
        ("inputs.x", true),
        ("inputs.X || 'y'", true),
        ("toJSON(inputs)", true),
        ("env.W", true),
        ("github.head_ref", true),
        ("inputs.n", false),
        ("inputs.d", false),
        ("inputs.gone", false),
        // The variables of the caller do not reach it.
        ("env.OUT", false),
    ] {
        let b = b.replace("$V", value);
        let document = document(&github::Workflow, &[(MAIN, &call), (".github/workflows/b.yml", &b)]);
        let found_at: Vec<String> =
            facts(&document, "flows").into_iter().map(|it| it.split(" |").next().unwrap().to_owned()).collect();
        let expected: &[&str] = if found { &[".github/workflows/b.yml:7:23"] } else { &[] };
        assert_eq!(found_at, expected, "{value}");
    }
    let own = document(&github::Workflow, &[(MAIN, &call), (".github/workflows/b.yml", &b.replace("$V", "inputs.x"))]);
    assert_eq!(facts(&own, "flows"), [".github/workflows/b.yml:7:23 | .github/workflows/a.yml:7:22"]);
}

#[test]
fn what_stands_around_a_step_reaches_its_action_and_no_more() {
    let action =
        composite("x: {default: '${{ github.head_ref }}'}, y: {}", "    - {run: 'echo ${{ $V }}', shell: bash}");
    let text = "on: push\nenv: {E: '${{ github.head_ref }}'}\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    strategy: {matrix: {m: ['${{ github.head_ref }}']}}\n    \
                steps:\n      - {id: s, run: 'echo x=$T >> $GITHUB_OUTPUT', env: {T: '${{ github.head_ref }}'}}\n      - uses: ./x\n        env: {S: '${{ github.head_ref }}'}";
    for (value, found) in [
        ("env.E", true),
        ("env.S", true),
        ("matrix.m", true),
        ("inputs.x", true),
        ("inputs.y", false),
        // The steps of an action are its own.
        ("steps.s.outputs.x", false),
    ] {
        let action = action.replace("$V", value);
        let document = document(&github::Workflow, &[(MAIN, text), ("x/action.yml", &action)]);
        assert_eq!(facts(&document, "flows").len(), usize::from(found), "{value}");
    }
}

#[test]
fn what_is_handed_back_is_what_the_called_file_puts_into_it() {
    let head = "'${{ github.head_ref }}'";
    let action = format!(
        "name: x\noutputs: {{bad: {{value: {head}}}, good: {{value: main}}, step: {{value: '${{{{ steps.s.outputs.v }}}}'}}}}\n\
         runs: {{using: composite, steps: [{{id: s, shell: bash, run: 'echo v=$T >> $GITHUB_OUTPUT', env: {{T: {head}}}}}]}}"
    );
    for (name, found) in [("bad", 1), ("good", 0), ("step", 1), ("gone", 0)] {
        let text = steps(&format!("      - {{id: x, uses: ./x}}\n      - run: echo ${{{{ steps.x.outputs.{name} }}}}"));
        let document = document(&github::Workflow, &[(MAIN, &text), ("x/action.yml", &action)]);
        assert_eq!(facts(&document, "flows").len(), found, "{name}");
    }
    let b = format!(
        "on: {{workflow_call: {{outputs: {{o: {{value: '${{{{ jobs.j.outputs.v }}}}'}}}}}}}}\njobs: {{j: {{runs-on: x, outputs: {{v: {head}}}, steps: [{{run: ls}}]}}}}"
    );
    let text = calling("  z:\n    needs: a\n    runs-on: x\n    steps: [{run: 'echo ${{ needs.a.outputs.o }}'}]");
    let document = document(&github::Workflow, &[(MAIN, &text), (".github/workflows/b.yml", &b)]);
    assert_eq!(facts(&document, "flows").len(), 1);
}

#[test]
fn a_called_job_may_do_no_more_than_its_caller() {
    let b = "on: workflow_call\njobs: {j: {runs-on: x, permissions: write-all, steps: [{run: ls}]}, k: {runs-on: x, steps: [{run: ls}]}}";
    let text = calling("    permissions: {contents: write, id-token: none}");
    let document = document(&github::Workflow, &[(MAIN, &text), (".github/workflows/b.yml", b)]);
    let jobs = &document.value()["jobs"][0]["called"]["jobs"];
    for index in 0..2 {
        let permissions = &jobs[index]["permissions"];
        assert_eq!(
            (permissions["default"].as_str(), permissions["scopes"]["contents"].as_str()),
            (Some("scopes"), Some("write"))
        );
        assert_eq!(jobs[index]["oidc"], false);
    }
}

#[test]
fn a_workspace_is_that_of_the_caller() {
    // The action is used by a path of the workspace, in a checkout of this repository in a folder.
    let text =
        "on: push\njobs: {a: {runs-on: x, steps: [{uses: actions/checkout@v4, with: {path: src}}, {uses: ./src/b}]}}";
    let (b, c) = (
        composite("", "    - uses: ./src/c"),
        composite("", "    - {run: 'echo ${{ github.head_ref }}', shell: bash}"),
    );
    let document = document(&github::Workflow, &[(MAIN, text), ("b/action.yml", &b), ("c/action.yml", &c)]);
    assert_eq!(facts(&document, "flows").len(), 1);
}

/// The document of a file, judged as `acme/app`.
fn as_acme(format: &dyn Format, files: &[(&str, &str)]) -> Document {
    let source = |(path, text): &(&str, &str)| Source::from_text(RepoPath::new(path).unwrap(), text);
    let memory = Memory::new(files.iter().map(source));
    let subject = Some(Subject { host: None, name: "acme/app".to_owned() });
    let evidence = Some(Evidence { subject, latest: "2026-01-01T00:00:00Z".parse().unwrap(), earliest: None });
    let options = Options { evidence, ..Options::default() };
    let context = Context { files: &memory, limits: &LIMITS, options: &options };
    let first = memory.read(&RepoPath::new(files[0].0).unwrap(), u64::MAX).unwrap();
    let Parsed::Document(document) = format.parse(&first, &context) else { panic!() };
    *document
}

#[test]
fn the_own_repository_is_followed_by_its_name_and_stays_a_reference() {
    let b = "on: {workflow_call: {inputs: {x: {type: string}}}}\njobs: {j: {runs-on: x, steps: [{run: 'echo ${{ inputs.x }}'}]}}";
    let c = composite("x: {}", "    - {run: 'echo ${{ inputs.x }}', shell: bash}");
    for (owner, found) in [("acme/app", 1), ("Acme/App", 1), ("acme/other", 0)] {
        let job = format!(
            "on: push\njobs: {{a: {{uses: {owner}/.github/workflows/b.yml@main, with: {{x: '${{{{ github.head_ref }}}}'}}}}}}"
        );
        let step = steps(&format!("      - uses: {owner}/c@v1\n        with: {{x: '${{{{ github.head_ref }}}}'}}"));
        for text in [job, step] {
            let files = [(MAIN, text.as_str()), (".github/workflows/b.yml", b), ("c/action.yml", &c)];
            let document = as_acme(&github::Workflow, &files);
            assert_eq!(facts(&document, "flows").len(), found, "{text}");
            let references = document.content.facts()["references"].as_array().unwrap();
            assert!(references.iter().any(|it| it["raw"].as_str().unwrap().starts_with(owner)), "{text}");
        }
    }
}

#[test]
fn a_file_that_something_calls_leaves_it_to_the_caller() {
    let deploy = "jobs:\n  j:\n    runs-on: x\n    steps: [{run: terraform apply -auto-approve}]";
    let called = |on: &str, caller: &str, by_name: bool| {
        let b = format!("on: {on}\npermissions: {{}}\n{deploy}");
        let files = [(".github/workflows/b.yml", b.as_str()), (MAIN, caller)];
        let document = if by_name { as_acme(&github::Workflow, &files) } else { document(&github::Workflow, &files) };
        (document.value()["is_called"].as_bool().unwrap(), facts(&document, "deployments").len())
    };
    let call = calling("");
    assert_eq!(called("workflow_call", &call, false), (true, 0));
    assert_eq!(called("workflow_call", "on: push\njobs: {}", false), (false, 1));
    // The words alone are no call.
    assert_eq!(
        called("workflow_call", &format!("on: push\nname: |\n  uses: ./.github/workflows/b.yml\n{deploy}"), false),
        (false, 1)
    );
    assert_eq!(
        called("workflow_call", "on: push\njobs: {a: {uses: acme/app/.github/workflows/b.yml@v1}}", true),
        (true, 0)
    );
    assert_eq!(
        called("workflow_call", "on: push\njobs: {a: {uses: acme/lib/.github/workflows/b.yml@v1}}", true),
        (false, 1)
    );
    // Its own triggers count besides.
    assert_eq!(called("[push, workflow_call]", &call, false), (true, 1));
    assert_eq!(called("push", &call, false), (false, 1));
}

#[test]
fn an_action_is_called_by_the_steps_of_jobs_and_actions() {
    let action = composite("", "    - {run: terraform apply -auto-approve, shell: bash}");
    for (path, caller, expected) in [
        (MAIN, steps("      - uses: ./x"), true),
        (MAIN, steps("      - parallel: [{uses: ./x}]"), true),
        (MAIN, steps("      - uses: ./y"), false),
        ("y/action.yml", composite("", "    - uses: ./x/"), true),
        (MAIN, "on: push\njobs: {a: {runs-on: x, steps: [{uses: actions/checkout@v4, with: {path: s}}, {uses: ./s/x}]}}".to_owned(), true),
        (MAIN, "on: push\njobs: {a: {runs-on: x, steps: [{uses: actions/checkout@v4, with: {repository: a/b}}, {uses: ./x}]}}".to_owned(), false),
    ] {
        let document = document(&github::Action, &[("x/action.yml", &action), (path, &caller)]);
        assert_eq!(document.value()["is_called"].as_bool(), Some(expected), "{caller}");
    }
}
