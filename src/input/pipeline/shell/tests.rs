use super::{Command, Setting, Shell, commands, read};

const STRICT: Shell = Shell { errexit: true, pipefail: true };
const DEFAULT: Shell = Shell { errexit: true, pipefail: false };
const LOOSE: Shell = Shell { errexit: false, pipefail: false };

fn run(script: &str, shell: Shell) -> Vec<Command> {
    commands(script, &read(script), Setting::of(shell))
}

fn argv(script: &str) -> Vec<String> {
    run(script, STRICT).into_iter().map(|command| command.argv.join(" ")).collect()
}

#[test]
fn words_are_read_as_the_shell_reads_them() {
    let cases: &[(&str, &[&str])] = &[
        ("terraform plan -out=x\nterraform apply x", &["terraform plan -out=x", "terraform apply x"]),
        ("echo 'a b' \"c d\" e\\ f", &["echo a b c d e f"]),
        ("a; b && c || d | e & f", &["a", "b", "c", "d", "e", "f"]),
        ("a \\\n  b # note\nc", &["a b", "c"]),
        ("TF_LOG=1 terraform apply", &["terraform apply"]),
        ("if test -f x; then a; elif b; then c; else d; fi", &["test -f x", "a", "b", "c", "d"]),
        ("if a; then\\\n  b; else\\\r\n\tc; fi", &["a", "b", "c"]),
        ("echo then\\\n  b", &["echo then b"]),
        ("for x in a b; do run $x; done", &["run $x"]),
        ("while read -r l\ndo\n  run\ndone", &["read -r l", "run"]),
        ("case $1 in\n a|b) one;;\n *) two ;;\nesac\nthree", &["one", "two", "three"]),
        ("f() { one; }\nfunction g { two; }\nf", &["one", "two", "f"]),
        ("{ a; b; } 2>&1 | c", &["a", "b", "c"]),
        ("( a; b )", &["a", "b"]),
        ("cat <<EOF > f\nterraform apply\nEOF\nnext", &["cat", "next"]),
        ("cat <<-'X'\n\tbody\n\tX\nnext", &["cat", "next"]),
        ("a > out 2>&1 < in", &["a"]),
        ("echo $(one \"$(two)\")", &["echo $(one \"$(two)\")", "one $(two)", "two"]),
        ("x=`date`", &["", "date"]),
        ("diff <(one) <(two)", &["diff <(one) <(two)", "one", "two"]),
        ("echo ${{ a || 'b c' }} x", &["echo ${{ a || 'b c' }} x"]),
        ("arr=(a b c)\nnext", &["next"]),
        ("echo $((1 + 2)) ${X:-a b}", &["echo $((1 + 2)) ${X:-a b}"]),
        ("echo a#b", &["echo a#b"]),
    ];
    for (script, expected) in cases {
        let found: Vec<String> = argv(script).into_iter().filter(|words| !words.is_empty()).collect();
        let expected: Vec<&str> = expected.iter().copied().filter(|words| !words.is_empty()).collect();
        assert_eq!(found, expected, "{script:?}");
    }
}

#[test]
fn a_failure_that_the_script_swallows_is_seen() {
    let cases: &[(&str, Shell, Option<&str>)] = &[
        ("scan", STRICT, None),
        ("scan || true", STRICT, Some("`|| true`")),
        ("scan || exit 0", STRICT, Some("`|| exit 0`")),
        ("scan || echo failed", STRICT, Some("`|| echo`")),
        ("scan || { echo failed; exit 1; }", STRICT, None),
        ("scan || { echo failed; }", STRICT, Some("`|| { … }`")),
        ("scan || exit 1", STRICT, None),
        ("scan || code=$?\nexit $code", STRICT, None),
        ("scan && echo ok || true", STRICT, Some("`|| true`")),
        ("scan && echo ok", STRICT, None),
        ("scan && echo ok\nnext", STRICT, Some("`&&` with more commands after it")),
        ("scan | tee log", STRICT, None),
        ("scan | tee log", DEFAULT, Some("a pipe without `pipefail`")),
        ("set -o pipefail\nscan | tee log", DEFAULT, None),
        ("set -euo pipefail; scan | tee log", DEFAULT, None),
        ("scan; exit 0", STRICT, None),
        ("scan; exit 0", LOOSE, Some("`set +e`")),
        ("set +e\nscan\necho done", STRICT, Some("`set +e`")),
        ("set +e\nscan\ncode=$?\nexit $code", STRICT, None),
        ("set +e\nscan", STRICT, None),
        ("set +e\nother\nset -e\nscan\nnext", STRICT, None),
        ("if ! scan; then exit 1; fi", STRICT, None),
        ("( scan ) || true", STRICT, Some("`|| true`")),
        ("( scan ) || ( echo failed; exit 1 )", LOOSE, None),
        ("scan &\nnext", STRICT, Some("`&`")),
        ("scan &\nwait $!", STRICT, None),
        ("for d in *; do scan $d || true; done", STRICT, Some("`|| true`")),
    ];
    for (script, shell, expected) in cases {
        let found = run(script, *shell);
        let scan = found.iter().find(|command| command.argv.first().map(String::as_str) == Some("scan")).unwrap();
        assert_eq!(scan.ignored.as_deref(), *expected, "{script:?}");
    }
}

#[test]
fn variables_between_single_quotes_are_not_put_in() {
    let found = run("sh -c \"$A\" '$B' ${C} $(echo $D)", STRICT);
    assert_eq!(found[0].variables, ["A", "C"]);
    assert_eq!(found[1].variables, ["D"]);
}

#[test]
fn every_command_knows_its_bytes() {
    let script = "echo a\nif x; then\n  terraform apply $(one)\nfi";
    let found = run(script, STRICT);
    let slices: Vec<&str> =
        found.iter().map(|command| script.get(command.span.start..command.span.end).unwrap()).collect();
    assert_eq!(slices, ["echo a", "x", "terraform apply $(one)", "one"]);
}

#[test]
fn hostile_scripts_end_soon_and_say_when_they_are_too_deep() {
    for deep in ["(", "$(", "if ", "{ ", "${a:-", "f() ", "case x in a) ", "coproc "] {
        let unread = read(&deep.repeat(100_000)).unread.unwrap();
        assert!(unread.why.starts_with("it nests too deeply"), "{deep}: {unread:?}");
    }
    for script in ["${{", "$[[", "\"", "'", "`", "<<E\n", "|", "&", ";;", "case x in ", "done ", "}", ")", "é$", "a=("]
    {
        let _ = run(&script.repeat(50_000), STRICT);
    }
}

#[test]
fn what_is_looked_for_on_a_line_is_looked_for_once() {
    let long = "x".repeat(100_000);
    for script in [
        format!("{}\n{long}", "$(cat <<A) ".repeat(5_000)),
        "a[;".repeat(100_000),
        format!("echo {}", "{a ".repeat(100_000)),
    ] {
        let _ = read(&script);
    }
    let found = argv("cat $(cat <<A) $(cat <<B)\na\nA\nb $(one)\nB\ntwo {fd}>x a[1]=2");
    let nested = argv("cat <<A\n$(cat <<B\nb $(one)\nB\n)\nA\ntwo");
    assert!(nested.iter().any(|it| it == "one"), "{nested:?}");
    assert!(found.iter().any(|it| it == "one") && found.iter().any(|it| it.starts_with("two")), "{found:?}");
}
