//! What scripts run besides programs, and where that stands.

use super::*;

/// The commands of the steps of a pipeline of GitLab with `script`, beside some files: `path:line:column words`, those
/// of the script itself left out.
fn nested(script: &str, files: &[(&str, &str)]) -> Vec<String> {
    let text = format!("variables: {{FOLDER: ops}}\ngo:\n  script:\n    - |\n{}", indented(script));
    shown(&of(&text, files))
}

fn indented(script: &str) -> String {
    script.lines().map(|line| format!("      {line}\n")).collect()
}

fn of(text: &str, files: &[(&str, &str)]) -> Document {
    let files: Vec<(&str, &str)> = [(".gitlab-ci.yml", text)].into_iter().chain(files.iter().copied()).collect();
    document(&super::super::gitlab::Gitlab, &files)
}

fn shown(document: &Document) -> Vec<String> {
    let whole = document.content.whole().clone();
    let commands = whole["jobs"][0]["steps"][0]["run"]["commands"].as_array().unwrap().clone();
    let is_nested = |command: &&Value| !command["via"].as_array().unwrap().is_empty();
    let line = |command: &Value| {
        let place = document.locator.locate(command["_loc"].as_str().unwrap(), &[]).unwrap();
        let position = place.source.position(place.span.start);
        let words: Vec<&str> = command["argv"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        format!("{}:{position} {}", place.source.path().as_str(), words.join(" "))
    };
    commands.iter().filter(is_nested).map(line).collect()
}

#[test]
fn a_text_for_another_shell_is_read_where_it_stands() {
    for (script, expected) in [
        ("bash -c 'a; b'", &[".gitlab-ci.yml:5:16 a", ".gitlab-ci.yml:5:19 b"][..]),
        ("sudo -E sh -ec \"a \\\"x\\\" && b\"", &[".gitlab-ci.yml:5:23 a x", ".gitlab-ci.yml:5:34 b"]),
        ("eval \"a x\"", &[".gitlab-ci.yml:5:13 a x"]),
        ("ssh -i k -p 22 me@host 'a; b'", &[".gitlab-ci.yml:5:31 a", ".gitlab-ci.yml:5:34 b"]),
        ("ssh host a x", &[".gitlab-ci.yml:5:16 a x"]),
        ("ssh host bash -s <<'EOF'\na x\nEOF", &[".gitlab-ci.yml:6:7 a x"]),
        ("ssh host <<EOF\na $X\nEOF", &[".gitlab-ci.yml:6:7 a $X"]),
        ("kubectl -n n exec pod -c c -- sh -c 'a x'", &[".gitlab-ci.yml:5:44 a x"]),
        ("docker run --rm -v x:y image:1 sh -c 'a x'", &[".gitlab-ci.yml:5:45 a x"]),
        ("docker run --entrypoint sh image -c 'a x'", &[".gitlab-ci.yml:5:44 a x"]),
        ("docker compose exec -T web bash -c 'a x'", &[".gitlab-ci.yml:5:43 a x"]),
        ("find . -name x -exec sh -c 'a {}' \\;", &[".gitlab-ci.yml:5:35 a {}"]),
        ("ls | xargs -I{} bash -c 'a {}'", &[".gitlab-ci.yml:5:32 a {}"]),
        ("timeout 5m env A=1 nohup bash -c 'a x'", &[".gitlab-ci.yml:5:41 a x"]),
        ("su -c 'a x' app", &[".gitlab-ci.yml:5:14 a x"]),
        ("parallel 'a {}' ::: b c", &[".gitlab-ci.yml:5:17 a {}"]),
        ("bash <<EOF\na x\nb\nEOF", &[".gitlab-ci.yml:6:7 a x", ".gitlab-ci.yml:7:7 b"]),
        ("bash <<< 'a x'", &[".gitlab-ci.yml:5:17 a x"]),
        ("cat <<EOF | sh\na x\nEOF", &[".gitlab-ci.yml:6:7 a x"]),
        ("echo 'a x' | tee log | bash", &[".gitlab-ci.yml:5:13 a x"]),
        ("printf '%s' 'a x' | sh -s", &[".gitlab-ci.yml:5:20 a x"]),
        ("bash -c \"bash -c 'a x'\"", &[".gitlab-ci.yml:5:16 bash -c a x", ".gitlab-ci.yml:5:25 a x"]),
        ("gcloud compute ssh vm --command 'a x'", &[".gitlab-ci.yml:5:40 a x"]),
        ("gcloud compute ssh vm --command='a x'", &[".gitlab-ci.yml:5:40 a x"]),
        ("cat <<EOF > x\na x\nEOF", &[]),
        ("echo 'a x' | grep a", &[]),
    ] {
        assert_eq!(nested(script, &[]), expected, "{script}");
    }
}

#[test]
fn a_file_of_the_tree_is_read_wherever_the_script_stands() {
    let files = &[
        ("x.sh", "#!/bin/sh\na x\n"),
        ("ops/y.sh", "cd \"$(dirname \"$0\")\" && ./z\n"),
        ("ops/z", "#!/usr/bin/env bash\nb\n"),
        ("ops/lib.sh", "c\n"),
        (
            "ops/up.sh",
            "HERE=\"$(cd \"$(dirname \"${BASH_SOURCE[0]}\")\" && pwd)\"\n. \"$HERE/lib.sh\"\n\"$HERE\"/../x.sh\n",
        ),
        ("ops/tool.rb", "exit\n"),
    ];
    for (script, expected) in [
        ("./x.sh", &["x.sh:2:1 a x"][..]),
        ("sh -e x.sh 1 2", &["x.sh:2:1 a x"]),
        ("bash \"$CI_PROJECT_DIR/x.sh\"", &["x.sh:2:1 a x"]),
        ("$FOLDER/z", &["ops/z:2:1 b"]),
        ("cd ops && source lib.sh", &["ops/lib.sh:1:1 c"]),
        ("pushd ops\n. ./lib.sh\npopd\n./x.sh", &["ops/lib.sh:1:1 c", "x.sh:2:1 a x"]),
        ("(cd ops; ./z)\n./x.sh", &["ops/z:2:1 b", "x.sh:2:1 a x"]),
        ("S=x.sh\nbash $S", &["x.sh:2:1 a x"]),
        ("bash < x.sh", &["x.sh:2:1 a x"]),
        ("ssh host 'bash -s' < x.sh", &["x.sh:2:1 a x"]),
        ("cat x.sh | bash", &["x.sh:2:1 a x"]),
        ("ssh host ./x.sh", &[".gitlab-ci.yml:5:16 ./x.sh"]),
        ("cd \"$SOMEWHERE\"\n./x.sh", &[]),
        ("./none.sh", &[]),
        ("../x.sh", &[]),
        ("ruby ops/tool.rb", &[]),
        (
            "ops/up.sh",
            &[
                "ops/up.sh:1:1 ",
                "ops/up.sh:1:9 cd $(dirname \"${BASH_SOURCE[0]}\")",
                "ops/up.sh:1:15 dirname ${BASH_SOURCE[0]}",
                "ops/up.sh:1:48 pwd",
                "ops/up.sh:2:1 . $HERE/lib.sh",
                "ops/lib.sh:1:1 c",
                "ops/up.sh:3:1 $HERE/../x.sh",
                "x.sh:2:1 a x",
            ],
        ),
    ] {
        let found = nested(script, files);
        let is_assignment = |line: &&String| !line.ends_with(' ');
        let (found, expected) =
            (found.iter().filter(is_assignment), expected.iter().filter(|line| !line.ends_with(' ')));
        assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{script}");
    }
    let runs: Vec<String> = of("go: {script: [./x.sh, ruby ops/tool.rb]}", files)
        .runs
        .iter()
        .map(|path| path.as_str().to_owned())
        .collect();
    assert_eq!(runs, ["ops/tool.rb", "x.sh"]);
}

#[test]
fn targets_of_make_are_read_with_those_that_they_need() {
    let makefile = "ENV ?= test\nHELM := helm --debug\ninclude more.mk\n.PHONY: all\nall: ; a $(ENV)\ndeploy: build ENV2\n\t@echo $@\n\t-$(HELM) upgrade app-$(ENV) \\\n\t  --wait\n\t$(MAKE) -C ops up\n%-x:\n\tfor it in $*; do y $$it; done\nprod: ENV = prod\nprod: ; a $(ENV)\n";
    let files =
        &[("Makefile", makefile), ("more.mk", "build:\n\tb ${CC} $(shell c d)\n"), ("ops/makefile", "up:\n\tz\n")];
    for (script, expected) in [
        ("make", &["Makefile:5:8 a test"][..]),
        ("make all ENV=prod", &["Makefile:5:8 a prod"]),
        ("make prod", &["Makefile:14:9 a prod"]),
        ("make q-x", &["Makefile:12:19 y $it"]),
        ("make -j 2 -C ops up", &["ops/makefile:2:2 z"]),
        ("cd ops && make -f makefile up", &["ops/makefile:2:2 z"]),
        ("make -n deploy", &[]),
        ("make none", &[]),
        (
            "make deploy",
            &[
                "more.mk:2:2 b ${CC} $(c d)",
                "more.mk:2:12 c d",
                "Makefile:7:3 echo deploy",
                "Makefile:8:3 helm --debug upgrade app-test --wait",
                "Makefile:10:2 make -C ops up",
                "ops/makefile:2:2 z",
            ],
        ),
    ] {
        assert_eq!(nested(script, files), expected, "{script}");
    }
}

#[test]
fn a_name_of_make_that_only_a_run_knows_is_one_name() {
    let makefile = "ROOT := $(shell dirname $(realpath x))\nTOOLS := $(ROOT)/tools\n$(TOOLS) b: ; a $@\n$(TOOLS)/x.zip: $(TOOLS) | b\n\tc $(TOOLS) $^\nall: $(TOOLS)/x.zip\n\td\n";
    let files = &[("Makefile", makefile)];
    let found = nested("make all", files);
    let programs: Vec<&str> = found.iter().filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(programs, ["a", "a", "c", "dirname", "d"], "{found:#?}");
    assert_eq!(nested("make b", files), ["Makefile:3:15 a b"]);
}

#[test]
fn what_a_file_of_targets_takes_in_is_read() {
    let files = &[
        ("Makefile", "include mk/*.mk\ninclude $(wildcard ops/*-ci.mk)\nall:\n\ttrue\n"),
        ("mk/a.mk", "go:\n\ta\n"),
        ("mk/notes.txt", "go:\n\tnever\n"),
        ("mk/deep/b.mk", "go:\n\tnever\n"),
        ("ops/x-ci.mk", "up:\n\tb\n"),
        ("ops/justfile", "import 'more/x.just'\nimport? \"gone.just\"\nup:\n  a\n"),
        ("ops/more/x.just", "up:\n  never\ndown:\n  b\n"),
    ];
    for (script, expected) in [
        ("make go", &["mk/a.mk:2:2 a"][..]),
        ("make up", &["ops/x-ci.mk:2:2 b"]),
        ("cd ops && just up", &["ops/justfile:4:3 a"]),
        ("cd ops && just down", &["ops/more/x.just:4:3 b"]),
    ] {
        assert_eq!(nested(script, files), expected, "{script}");
    }
    let includes: String = (0..60).map(|at| format!("include {at}.mk\n")).collect();
    let document = of("go:\n  script: [make up]\n", &[("Makefile", &includes), ("59.mk", "up:\n\ta\n")]);
    assert_eq!(problems(&document), ["2:12 this makefile takes in more than 50 others; the rest is not followed"]);
}

#[test]
fn a_package_is_found_by_its_name() {
    let files = &[
        ("package.json", "{\"workspaces\": [\"packages/*\"]}"),
        ("old/api/package.json", "{\"name\": \"old\", \"scripts\": {\"go\": \"never\"}}"),
        ("packages/api/package.json", "{\"name\": \"@acme/api\", \"scripts\": {\"go\": \"a\"}}"),
    ];
    for script in [
        "pnpm --filter @acme/api go",
        "pnpm -F '@acme/api...' run go",
        "npm run go -w @acme/api",
        "npm run go --workspace=@acme/api",
        "npm run go -w packages/api",
        "yarn workspace @acme/api go",
        "yarn workspace @acme/api run go",
    ] {
        assert_eq!(nested(script, files), ["packages/api/package.json:1:42 a"], "{script}");
    }
    for script in ["pnpm --filter old/api2 go", "npm run go -w gone", "yarn workspace api go", "npm run go"] {
        assert_eq!(nested(script, files), [""; 0], "{script}");
    }
}

#[test]
fn what_other_runners_name_is_read() {
    let package = "{\"scripts\": {\n\"predeploy\": \"a\",\n\"deploy\": \"npm run b && c \\\"x\\\"\",\n\"b\": \"d\"}}";
    let tasks = "version: '3'\nincludes: {ops: ./ops}\ntasks:\n  up:\n    deps: [first]\n    cmds:\n      - a x\n      - {cmd: b, ignore_error: true}\n      - task: ops:down\n  first: c\n";
    let justfile = "env := 'test'\nup stage=env: first && last\n  @a {{stage}}\n  -b {{ env }}\nfirst:\n  c\nlast:\n  #!/usr/bin/env bash\n  d\n  e\n";
    let files = &[
        ("package.json", package),
        ("web/package.json", "{\"scripts\": {\"start\": \"s\"}}"),
        ("Taskfile.yml", tasks),
        ("ops/Taskfile.yml", "tasks: {down: {cmds: [z]}}"),
        ("justfile", justfile),
    ];
    for (script, expected) in [
        (
            "npm run deploy",
            &["package.json:2:15 a", "package.json:3:12 npm run b", "package.json:4:7 d", "package.json:3:25 c x"][..],
        ),
        ("yarn b", &["package.json:4:7 d"]),
        ("npm --prefix web start", &["web/package.json:1:24 s"]),
        ("cd web && pnpm run start", &["web/package.json:1:24 s"]),
        ("npm ci", &[]),
        (
            "task up",
            &["Taskfile.yml:10:10 c", "Taskfile.yml:7:9 a x", "Taskfile.yml:8:15 b", "ops/Taskfile.yml:1:23 z"],
        ),
        ("task ops:down", &["ops/Taskfile.yml:1:23 z"]),
        (
            "just up prod",
            &["justfile:6:3 c", "justfile:3:4 a prod", "justfile:4:4 b test", "justfile:9:3 d", "justfile:10:3 e"],
        ),
    ] {
        assert_eq!(nested(script, files), expected, "{script}");
    }
}

#[test]
fn the_fate_of_a_command_is_that_of_what_runs_it() {
    let files = &[("x.sh", "a\nb\n"), ("Makefile", "x:\n\t-c\n\td\n")];
    for (script, expected) in [
        ("./x.sh", [Some("`set +e`"), None]),
        ("bash -e x.sh", [None, None]),
        ("./x.sh || true", [Some("`set +e`"), Some("`|| true`")]),
        ("make x", [Some("`-` in front of the line of make"), None]),
        ("make x || true", [Some("`|| true`"), Some("`|| true`")]),
    ] {
        let text = format!("go:\n  script:\n    - {script}\n");
        let whole = of(&text, files).content.whole().clone();
        let commands = whole["jobs"][0]["steps"][0]["run"]["commands"].as_array().unwrap();
        let ignored: Vec<Option<&str>> = commands.iter().skip(1).take(2).map(|it| it["ignored"].as_str()).collect();
        assert_eq!(ignored, expected, "{script}");
    }
}

#[test]
fn circles_end_and_what_is_too_much_is_said() {
    let files = &[("x.sh", "./y.sh\n"), ("y.sh", "./x.sh\na\n"), ("Makefile", "x: y\ny: x\n\t$(MAKE) x\n\tb\n")];
    assert_eq!(nested("./x.sh", files), ["x.sh:1:1 ./y.sh", "y.sh:1:1 ./x.sh", "y.sh:2:1 a"]);
    assert_eq!(nested("make x", files), ["Makefile:3:2 make x", "Makefile:4:2 b"]);
    let chain: Vec<(String, String)> = (0..12).map(|at| (format!("{at}.sh"), format!("./{}.sh\n", at + 1))).collect();
    let chain: Vec<(&str, &str)> = chain.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let document = of("go:\n  script: [./0.sh]\n", &chain);
    assert_eq!(problems(&document), ["1:1 scripts run each other more than 8 deep; what this runs is not followed"]);
    assert!(problems(&of("go:\n  script: [./x.sh]\n", files)).is_empty());
}

#[test]
fn a_file_that_another_repository_holds_is_not_followed() {
    let steps = |with: &str, run: &str| {
        let text = format!(
            "on: push\njobs: {{a: {{runs-on: x, steps: [{{uses: actions/checkout@v4, with: {{{with}}}}}, {{run: {run}}}]}}}}"
        );
        let files = [(".github/workflows/a.yml", text.as_str()), ("x.sh", "a\n"), ("ops/x.sh", "b\n")];
        let whole = document(&github::Workflow, &files).content.whole().clone();
        let commands = whole["jobs"][0]["steps"][1]["run"]["commands"].as_array().unwrap().clone();
        commands.iter().skip(1).map(|it| it["program"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (with, run, expected) in [
        ("", "./x.sh", &["a"][..]),
        ("", "\"$GITHUB_WORKSPACE/ops/x.sh\"", &["b"]),
        ("", "'${{ github.workspace }}/ops/x.sh'", &["b"]),
        ("", "./x.sh, working-directory: ops", &["b"]),
        ("repository: other/one", "./x.sh", &[]),
        ("'repository': other/one, path: ops", "./ops/x.sh", &[]),
        ("path: src", "./src/ops/x.sh", &["b"]),
        ("path: src", "./x.sh, working-directory: src", &["a"]),
    ] {
        assert_eq!(steps(with, run), expected, "{with} {run}");
    }
}

#[test]
fn variables_that_double_stay_bounded() {
    let doubled = |lines: usize| "    a=$a$a\n".repeat(lines);
    let script = |lines: usize| {
        let steps = format!(
            "- id: s\n  run: |\n    a=xxxxxxxxxxxxxxxx\n{}    bandit -r src || echo \"bad=$a\" >> $GITHUB_OUTPUT\n- if: steps.s.outputs.bad\n  run: exit 1\n",
            doubled(lines)
        );
        workflow(&format!("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n{}", indented(&steps)))
    };
    assert!(problems(&script(60)).is_empty());
    // Each stands many times in the one before it.
    let many: String = (0..12).map(|at| format!("  V{at}: '{}'\n", format!("$V{}", at + 1).repeat(20))).collect();
    let text = format!("variables:\n{many}  V12: $CI_COMMIT_TITLE\ngo:\n  script: ['eval \"$V0\"']\n");
    let flows = of(&text, &[]).content.facts()["flows"].as_array().unwrap().clone();
    assert_eq!(flows.len(), 1, "{flows:?}");
    let rules: String = (0..12).map(|at| format!("V{at} = {}\n", format!("$(V{})", at + 1).repeat(20))).collect();
    assert_eq!(nested("make", &[("Makefile", &format!("{rules}all:\n\ta $(V0)\n"))]).len(), 1);
}
