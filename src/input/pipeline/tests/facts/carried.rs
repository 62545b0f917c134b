//! Text that anybody can write, through variables, files, outputs and programs to what runs it.

use super::*;

/// The sinks with what is in them, of a job under `on: issues`; `TITLE` and `BODY` are variables of every step.
fn flows(steps: &str) -> Vec<String> {
    let text = format!(
        "on: issues\npermissions: {{}}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    env:\n      TITLE: ${{{{ github.event.issue.title }}}}\n      BODY: ${{{{ github.event.issue.body }}}}\n      NUMBER: ${{{{ github.event.issue.number }}}}\n    steps:\n{}",
        indented(steps)
    );
    shown(&of_github("flows", &text), &["sink", "expression"])
}

/// A step with a script; what is behind it gets its outputs as `steps.a.outputs`.
fn script(lines: &str) -> String {
    let lines: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    format!("- id: a\n  run: |\n{lines}")
}

const OUTPUT: &str = "script | steps.a.outputs.x";

/// Whether the output `x` of a script is a stranger's text.
fn output(lines: &str) -> Vec<String> {
    flows(&format!("{}- run: echo ${{{{ steps.a.outputs.x }}}}\n", script(lines)))
}

#[test]
fn an_output_is_what_a_script_writes() {
    for lines in [
        "echo \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "echo x=$TITLE >>$GITHUB_OUTPUT",
        "printf 'x=%s\\n' \"$TITLE\" >> \"${GITHUB_OUTPUT}\"",
        "echo \"x=$TITLE\" | tee -a \"$GITHUB_OUTPUT\" > /dev/null",
        "echo \"::set-output name=x::$TITLE\"",
        "T=$TITLE\nS=\"a $T\"\necho \"x=$S\" >> ${{ github.output }}",
        "cat >> \"$GITHUB_OUTPUT\" <<END\nx=$TITLE\nEND",
        "{\n  echo 'x<<E'\n  echo \"$BODY\"\n  echo E\n} >> \"$GITHUB_OUTPUT\"",
        "out() { echo \"$1=$2\" >> \"$GITHUB_OUTPUT\"; }\nout x \"$TITLE\"",
        "echo \"$TITLE\" > t.txt\necho \"x=$(cat t.txt)\" >> \"$GITHUB_OUTPUT\"",
        "read -r T < <(echo \"$TITLE\")\necho \"x=$T\" >> \"$GITHUB_OUTPUT\"",
        "while read -r line; do echo \"x=$line\"; done <<< \"$BODY\" >> \"$GITHUB_OUTPUT\"",
        "if [ -n \"$TITLE\" ]; then V=$TITLE; else V=none; fi\necho \"x=$V\" >> \"$GITHUB_OUTPUT\"",
        "for t in a \"$TITLE\"; do echo \"x=$t\"; done >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(jq -r .issue.title \"$GITHUB_EVENT_PATH\")\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(jq -r '.issue | .title' < $GITHUB_EVENT_PATH)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(gh issue view 1 --json title --jq .title)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(gh api repos/a/b/issues/1 -q .title)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(curl -s https://api.github.com/repos/a/b/issues/1 | jq -r .title)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(git log -1 --format=%s)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=${TITLE:0:20}\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=${OTHER:-$TITLE}\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | tr A-Z a-z | cut -c1-9)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | sed 's/ /-/g')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | base64 | base64 -d)x$(echo \"$TITLE\" | tr -d '\\n')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(printf %q \"$TITLE\")\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=${{ github.event.issue.title }}\" >> \"$GITHUB_OUTPUT\"",
    ] {
        let found = output(lines);
        assert!(found.iter().any(|flow| flow == OUTPUT), "{lines}: {found:?}");
    }
}

#[test]
fn an_output_without_the_text_is_no_flow() {
    for lines in [
        "test -n \"$TITLE\"\necho 'x=stable' >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$NUMBER\" >> \"$GITHUB_OUTPUT\"",
        "if [ \"$TITLE\" = a ]; then echo x=1 >> $GITHUB_OUTPUT; else echo x=2 >> $GITHUB_OUTPUT; fi",
        "T=$TITLE\nT=fixed\necho \"x=$T\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=${#TITLE}\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | wc -c)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | sha256sum)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | base64 -w0)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | tr -cd 'a-zA-Z0-9')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | tr -c '[:alnum:]\\n' '-')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | sed 's/[^a-zA-Z0-9]//g' | tr A-Z a-z)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | sed -E 's/[^a-z0-9]+/-/g')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | grep -oE '[0-9]+')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$BODY\" | grep -oE '[a-z]+')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$BODY\" | tr -cd '0-9\\n')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$BODY\" | tr -cd 'a-z=')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | tr -cd 'A-Z=\\n')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(grep -Ec '.' <<< \"$TITLE\")\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=${TITLE//[^a-z]/}\" >> \"$GITHUB_OUTPUT\"",
        "[[ $TITLE =~ ^[0-9]+$ ]] || exit 1\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "if ! [[ \"$TITLE\" =~ ^v[0-9.]+$ ]]; then\n  exit 1\nfi\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "if [[ $TITLE =~ [^a-z] ]]; then exit 1; fi\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "case $TITLE in\n  a|b) ;;\n  *) exit 1 ;;\nesac\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "case $TITLE in\n  *[!a-z]*) exit 1 ;;\nesac\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "echo \"$TITLE\" | grep -qE '^[a-z]+$' || exit 1\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "if [ \"$TITLE\" = main ]; then echo \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"; fi",
        "echo \"x=$(jq -r .issue.number \"$GITHUB_EVENT_PATH\")\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(gh pr view 1 --json number,title --jq .number)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(gh api repos/a/b/pulls/1 --jq .head.sha)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(git rev-parse HEAD) $(git log -1 --format=%H)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(date)\" >> \"$GITHUB_OUTPUT\"",
        "echo \"$TITLE\" > t.txt\necho \"x=$(cat other.txt)\" >> \"$GITHUB_OUTPUT\"",
    ] {
        assert_eq!(output(lines), Vec::<String>::new(), "{lines}");
    }
}

#[test]
fn what_only_looks_like_a_fence_is_none() {
    for lines in [
        "[[ $TITLE =~ [0-9]+ ]] || exit 1\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "[[ $TITLE =~ ^[0-9]+$ ]] || echo bad\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "[[ $NUMBER =~ ^[0-9]+$ ]] || exit 1\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "[[ $TITLE =~ ^[0-9]+$ ]] && exit 1\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "echo \"$BODY\" | grep -qE '^[a-z]+$' || exit 1\necho \"x=$BODY\" >> \"$GITHUB_OUTPUT\"",
        "case $TITLE in\n  v*) ;;\n  *) exit 1 ;;\nesac\necho \"x=$TITLE\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | tr -cd 'a-z$()')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | sed 's/[^a-z]//')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | sed 's/^.\\{1,90\\}$//g')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$BODY\" | tr -cd 'A-Z=/\\n')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$BODY\" | tr -cd 'a-z \\n')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$BODY\" | grep -E '^[A-Z=/]+$')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$BODY\" | grep -oE '[A-Z=/]+')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | sed '2{;s/[^a-z]//g;}')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | sed 'b;s/[^a-z]//g')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=$(echo \"$TITLE\" | grep -E '[a-z]')\" >> \"$GITHUB_OUTPUT\"",
        "echo \"x=${TITLE//[;&]/}\" >> \"$GITHUB_OUTPUT\"",
    ] {
        assert_eq!(output(lines), [OUTPUT], "{lines}");
    }
}

#[test]
fn a_script_that_is_too_long_is_said() {
    let cut = "the script is too long for gate to follow the texts of others to its end";
    let shell = |lines: usize| problems(&workflow(&job(&format!("- run: |\n{}", "    ls\n".repeat(lines)))));
    assert_eq!(shell(19_000), [""; 0]);
    assert_eq!(shell(20_001), [format!("8:11 {cut}")]);
    let script = |calls: usize| {
        let calls = "      f(1);\n".repeat(calls);
        problems(&workflow(&job(&format!("- uses: actions/github-script@v7\n  with:\n    script: |\n{calls}"))))
    };
    assert_eq!(script(1_500), [""; 0]);
    assert_eq!(script(2_000), [format!("10:13 {cut}")]);
}

#[test]
fn the_environment_carries_and_is_a_sink_itself() {
    let later = "- run: echo ${{ env.X }}\n";
    let shell = "- run: eval \"$X\"\n";
    for (lines, behind, expected) in [
        ("echo \"X=$TITLE\" >> \"$GITHUB_ENV\"", later, vec!["script | env.X"]),
        ("echo \"X=$TITLE\" >> \"$GITHUB_ENV\"", shell, vec!["shell | X"]),
        ("cat <<END >> $GITHUB_ENV\nX=$TITLE\nEND", later, vec!["script | env.X"]),
        ("echo \"X=stable\" >> \"$GITHUB_ENV\"", later, vec![]),
        ("echo \"X=$NUMBER\" >> \"$GITHUB_ENV\"", later, vec![]),
        ("echo \"$TITLE\" >> \"$GITHUB_ENV\"", "", vec!["environment | TITLE"]),
        ("echo \"X=$BODY\" >> \"$GITHUB_ENV\"", "", vec!["environment | BODY"]),
        ("{ echo 'X<<E'; echo \"$BODY\"; echo E; } >> $GITHUB_ENV", "", vec!["environment | BODY"]),
        ("e=$(openssl rand -hex 8)\n{ echo \"X<<$e\"; echo \"$BODY\"; echo \"$e\"; } >> $GITHUB_ENV", "", vec![]),
        (
            "e=$(uuidgen)\necho \"X<<$e\" >> $GITHUB_ENV\necho \"$BODY\" >> $GITHUB_ENV\necho \"$e\" >> $GITHUB_ENV",
            later,
            vec!["script | env.X"],
        ),
        ("echo \"$TITLE\" >> \"$GITHUB_PATH\"", "", vec!["path | TITLE"]),
        ("echo \"$HOME/bin\" >> \"$GITHUB_PATH\"", "", vec![]),
    ] {
        let steps = format!("{}{behind}", script(lines));
        assert_eq!(flows(&steps), expected, "{lines}");
    }
    // The variables of a step win over the environment.
    let own = format!("{}- run: eval \"$X\"\n  env: {{X: fixed}}\n", script("echo \"X=$TITLE\" >> $GITHUB_ENV"));
    assert_eq!(flows(&own), Vec::<String>::new());
}

#[test]
fn programs_run_the_text_that_they_are_handed_as_code() {
    for (line, expected) in [
        ("eval \"say $TITLE\"", "shell | TITLE"),
        ("bash -c \"say $TITLE\"", "shell | TITLE"),
        ("sudo -E sh -ec \"say $TITLE\"", "shell | TITLE"),
        ("ssh -p 22 host \"say $TITLE\"", "shell | TITLE"),
        ("ssh host say \"$TITLE\"", "shell | TITLE"),
        ("ssh host bash -s <<END\nsay $TITLE\nEND", "text | TITLE"),
        ("kubectl exec -it pod -- sh -c \"say $TITLE\"", "shell | TITLE"),
        ("docker run --rm alpine sh -c \"say $TITLE\"", "shell | TITLE"),
        ("docker compose exec web bash -c \"say $TITLE\"", "shell | TITLE"),
        ("python3 -c \"print('$TITLE')\"", "shell | TITLE"),
        ("node -e \"say('$TITLE')\"", "shell | TITLE"),
        ("perl -e \"print '$TITLE'\"", "shell | TITLE"),
        ("awk \"{print \\\"$TITLE\\\"}\" f", "shell | TITLE"),
        ("echo \"$TITLE\" | xargs -I{} sh -c 'say {}'", "shell | TITLE"),
        ("echo \"$TITLE\" | bash", "text | TITLE"),
        ("bash <<< \"say $TITLE\"", "text | TITLE"),
        ("cat <<END | sh\nsay $TITLE\nEND", "text | TITLE"),
        ("source <(echo \"$TITLE\")", "text | TITLE"),
        ("echo \"$TITLE\" > f.sh; sh f.sh", "text | github.event.issue.title"),
        ("printf '%s' \"$BODY\" > .env\n. ./.env", "text | github.event.issue.body"),
        ("$TITLE --now", "shell | TITLE"),
        ("trap \"$TITLE\" EXIT", "shell | TITLE"),
        ("[[ $TITLE -eq 1 ]]", "shell | TITLE"),
        ("echo $((TITLE + 1))", "shell | TITLE"),
        ("if true; then eval \"$TITLE\"; fi", "shell | TITLE"),
        ("run() { bash -c \"$1\"; }; run \"$TITLE\"", "shell | 1"),
    ] {
        let found = flows(&script(line));
        assert_eq!(found, [expected], "{line}");
    }
}

#[test]
fn a_text_in_quotes_is_an_argument_like_any_other() {
    for line in [
        "echo \"$TITLE\"",
        "echo $TITLE",
        "gh pr comment 1 --body \"$TITLE\"",
        "bash check.sh \"$TITLE\"",
        "bash -c 'say \"$1\"' _ \"$TITLE\"",
        "bash -c 'say \"$TITLE\"'",
        "echo \"$TITLE\" | grep x",
        "echo \"$TITLE\" > f.txt; cat f.txt",
        "python3 check.py \"$TITLE\"",
        "awk -v t=\"$TITLE\" '{print t}' f",
        "ssh host ./deploy.sh",
        "ssh host 'cat > t.txt' <<< \"$TITLE\"",
        "[ \"$TITLE\" -eq 1 ]",
        "[[ $TITLE == x ]]",
        "(( ${#TITLE} > 75 )) && echo long",
        "echo $(( $(echo \"$TITLE\" | wc -c) + 1 ))",
        "for ((i = 0; i < 3; i++)); do echo \"$TITLE\"; done",
        "bash <<'END'\nsay \"$TITLE\"\nEND",
        "eval \"$(printf 'say %q' \"$TITLE\")\"",
        "docker run -e TITLE=\"$TITLE\" alpine sh -c 'echo \"$TITLE\"'",
        "curl -d \"$TITLE\" https://example.com | cat",
        "echo \"$TITLE\" >> \"$GITHUB_STEP_SUMMARY\"",
    ] {
        assert_eq!(flows(&script(line)), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn what_an_unknown_program_makes_of_it_is_not_known() {
    let unknown = "null | steps.a.outputs.x";
    assert_eq!(output("echo \"x=$(./slug \"$TITLE\")\" >> \"$GITHUB_OUTPUT\""), [unknown]);
    assert_eq!(output("echo \"x=$(echo \"$TITLE\" | slugify)\" >> \"$GITHUB_OUTPUT\""), [unknown]);
    assert_eq!(output("./note \"$TITLE\"\necho \"x=$(./version)\" >> \"$GITHUB_OUTPUT\""), Vec::<String>::new());
    assert_eq!(flows(&script("eval \"$(./slug \"$TITLE\")\"")), ["null | github.event.issue.title"]);
}

#[test]
fn a_script_of_the_action_for_scripts_leaves_outputs() {
    let script = |lines: &str| {
        let lines: String = lines.lines().map(|line| format!("      {line}\n")).collect();
        format!("- id: a\n  uses: actions/github-script@v7\n  with:\n    script: |\n{lines}")
    };
    let output = "- run: echo ${{ steps.a.outputs.x }}\n";
    let result = "- run: echo ${{ steps.a.outputs.result }}\n";
    for (lines, behind, expected) in [
        ("core.setOutput('x', context.payload.issue.title)", output, vec![OUTPUT]),
        ("core.setOutput(\"x\", `a ${context.payload.issue.title}`);", output, vec![OUTPUT]),
        ("const { title } = context.payload.issue\ncore.setOutput('x', title)", output, vec![OUTPUT]),
        (
            "const issue = context.payload.issue;\nconst t = issue.title.trim();\ncore.setOutput('x', t);",
            output,
            vec![OUTPUT],
        ),
        ("core.setOutput('x', process.env.TITLE)", output, vec![OUTPUT]),
        (
            "const { data } = await github.rest.issues.get({owner: 'a'})\ncore.setOutput('x', data.title)",
            output,
            vec![OUTPUT],
        ),
        ("return context.payload.issue.title", result, vec!["script | steps.a.outputs.result"]),
        ("core.exportVariable('X', context.payload.issue.title)", "- run: eval \"$X\"\n", vec!["shell | X"]),
        ("require('child_process').execSync(`say ${process.env.TITLE}`)", "", vec!["shell | github.event.issue.title"]),
        ("core.setOutput('x', context.payload.issue.number)", output, vec![]),
        ("core.setOutput('x', context.payload.issue.title === 'a' ? 'b' : 'c')", output, vec![]),
        ("core.setOutput('x', context.payload.issue.title.startsWith('a'))", output, vec![]),
        ("core.setOutput('x', /^a/.test(context.payload.issue.title))", output, vec![]),
        ("core.setOutput('x', context.payload.issue.title.replace(/[^a-z]/g, ''))", output, vec![]),
        ("core.info(context.payload.issue.title)\ncore.setOutput('x', 'fixed')", output, vec![]),
        ("// context.payload.issue.title\ncore.setOutput('x', 'core.title')", output, vec![]),
        (
            "const l = context.payload.issue.labels.filter(l => { return l.name == 'a' })\nreturn l.length",
            result,
            vec![],
        ),
    ] {
        assert_eq!(flows(&format!("{}{behind}", script(lines))), expected, "{lines}");
    }
}

#[test]
fn files_of_another_run_are_a_strangers() {
    let of = |on: &str, download: &str, line: &str| {
        let steps = format!("- uses: actions/download-artifact@v4\n{download}\n- run: {line}");
        let text = format!(
            "on: {on}\npermissions: {{}}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n{}",
            indented(&steps)
        );
        shown(&of_github("flows", &text), &["sink"])
    };
    let other = "  with: {run-id: '${{ github.event.workflow_run.id }}', path: pr}";
    for (on, download, line, expected) in [
        ("workflow_run", other, "cat pr/env >> \"$GITHUB_ENV\"", vec!["environment"]),
        ("workflow_run", other, "bash pr/run.sh", vec!["text"]),
        ("workflow_run", other, "./pr/run.sh", vec!["text"]),
        ("workflow_run", other, "source ./pr/env", vec!["text"]),
        ("workflow_run", other, "bash own.sh", vec![]),
        ("workflow_run", other, "cat pr/number", vec![]),
        ("workflow_run", "  with: {path: pr}", "bash pr/run.sh", vec![]),
        ("push", other, "bash pr/run.sh", vec![]),
        (
            "workflow_run",
            &format!("  if: github.event.workflow_run.event == 'push'\n{other}"),
            "bash pr/run.sh",
            vec![],
        ),
    ] {
        assert_eq!(of(on, download, line), expected, "{on} {download} {line}");
    }
}

#[test]
fn variables_of_gitlab_carry() {
    for (text, expected) in [
        ("variables: {S: $CI_COMMIT_TITLE}\na:\n  script: ['eval \"say $S\"']\n", vec!["shell | S"]),
        ("a:\n  variables: {S: 'x ${CI_COMMIT_TITLE}'}\n  script: ['eval \"say $S\"']\n", vec!["shell | S"]),
        ("variables: {R: $CI_COMMIT_TITLE, S: $R}\na:\n  script: ['eval \"say $S\"']\n", vec!["shell | S"]),
        ("a:\n  before_script: ['S=$CI_COMMIT_TITLE']\n  script: ['eval \"say $S\"']\n", vec!["shell | S"]),
        ("a:\n  script: ['S=$CI_COMMIT_TITLE']\n  after_script: ['eval \"say $S\"']\n", vec![]),
        ("a:\n  variables: {S: $CI_JOB_ID}\n  script: ['eval \"say $S\"']\n", vec![]),
        ("a:\n  variables: {CI_COMMIT_TITLE: x}\n  script: ['eval \"say $CI_COMMIT_TITLE\"']\n", vec![]),
        (
            "a:\n  script: ['echo \"S=$CI_COMMIT_TITLE\" >> b.env']\n  artifacts: {reports: {dotenv: b.env}}\nb:\n  needs: [a]\n  script: ['eval \"say $S\"']\n",
            vec!["shell | S"],
        ),
        (
            "a:\n  script: ['echo \"S=1\" >> b.env']\n  artifacts: {reports: {dotenv: b.env}}\nb:\n  needs: [a]\n  script: ['eval \"say $S\"']\n",
            vec![],
        ),
        ("a:\n  script: ['ssh h \"say $CI_COMMIT_TITLE\"']\n", vec!["shell | CI_COMMIT_TITLE"]),
        ("a:\n  script: ['./note \"$CI_COMMIT_TITLE\"']\n", vec![]),
    ] {
        assert_eq!(shown(&of_gitlab("flows", text), &["sink", "expression"]), expected, "{text}");
    }
}

#[test]
fn a_flow_names_every_place_that_it_goes_through() {
    let text = "on: issues\njobs:\n  a:\n    runs-on: x\n    outputs:\n      t: ${{ steps.s.outputs.t }}\n    steps:\n      - id: s\n        env:\n          TITLE: ${{ github.event.issue.title }}\n        run: |\n          T=$TITLE\n          echo \"t=$T\" >> $GITHUB_OUTPUT\n  b:\n    needs: a\n    runs-on: x\n    steps:\n      - run: echo ${{ needs.a.outputs.t }}\n";
    let document = workflow(text);
    let facts = list(&document, "flows");
    let via = facts[0]["via"].as_array().unwrap();
    let shown: Vec<String> = via.iter().map(|via| format!("{} {}", place(&document, via, &[]), via["what"])).collect();
    assert_eq!(facts[0]["source"], "github.event.issue.title");
    assert_eq!(
        shown,
        [
            ".github/workflows/a.yml:10:22 github.event.issue.title \"is put into a variable here\"",
            ".github/workflows/a.yml:12:11 T=$TITLE \"is put into a variable here\"",
            ".github/workflows/a.yml:13:11 echo \"t=$T\" \"is put into an output here\"",
            ".github/workflows/a.yml:6:14 steps.s.outputs.t \"is an output of the job here\"",
        ]
    );
}
