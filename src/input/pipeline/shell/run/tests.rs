//! What becomes of the failure of `scan`, by what bash does with the same script.

use crate::input::pipeline::shell::{Command, Reached, Setting, Shell, commands, read};

const BASH_E: Shell = Shell { errexit: true, pipefail: false };
const LOOSE: Shell = Shell { errexit: false, pipefail: false };

fn scan(script: &str, shell: Shell) -> Command {
    let found = commands(script, &read(script), Setting::of(shell));
    found.into_iter().find(|command| command.argv.first().is_some_and(|program| program == "scan")).unwrap()
}

/// `fails`, `goes on: why` or `unsure: why`.
fn fate(script: &str, shell: Shell) -> String {
    let command = scan(script, shell);
    match (command.ignored, command.unsure) {
        (Some(why), None) => format!("goes on: {why}"),
        (None, Some(why)) => format!("unsure: {why}"),
        (None, None) => "fails".to_owned(),
        both => panic!("{both:?}"),
    }
}

#[test]
fn a_script_fails_that_ends_with_the_failure() {
    let scripts = [
        "scan",
        "if scan; then echo ok; else exit 1; fi",
        "if ! scan; then exit 1; fi; echo ok",
        "scan & p=$!\nother\nwait $p",
        "rc=0; pids=\nscan & pids=\"$pids $!\"\nother & pids=\"$pids $!\"\nfor p in $pids; do wait $p || rc=1; done\nexit $rc",
        "trap 'echo bye' EXIT\nscan",
        "trap 'rc=$?; tidy; exit $rc' EXIT\nscan",
        "f() { scan; }\nf\necho x",
        "f() { if scan; then return 0; fi; return 1; }\nf || exit 1",
        "f() { scan && other; }\nf\necho x",
        "x=$(scan)\necho x",
        "set +e\nscan\ncode=$?\n[ $code -eq 0 ] || exit 1\necho ok",
        "set +e\nscan\ncode=$?\nset -e\necho $code\nexit $code",
        "set +e\nscan | other\nexit ${PIPESTATUS[0]}",
        "( set +e; scan )\necho x",
        "scan || code=$?\nexit ${code:-0}",
        "failed=0\nscan || failed=1\nother || failed=1\nexit $failed",
        "failed=0\nscan || ((failed+=1))\nif ((failed)); then exit 1; fi",
        "errors=()\nscan || errors+=(scan)\nif [ ${#errors[@]} -gt 0 ]; then exit 1; fi",
        "if scan; then r=ok; else r=bad; fi\n[ \"$r\" = ok ]\necho x",
        "if scan; then r=ok; else r=bad; fi\ncase $r in bad) exit 1;; esac",
        "set +e\na=0; scan; a=$?\nother; b=$?\nexit $((a + b))",
        "n=0\nuntil scan; do n=$((n+1)); if [ $n -ge 3 ]; then exit 1; fi; done\necho x",
        "for i in 1 2; do scan && exit 0; sleep 1; done\nexit 1",
        "die() { echo \"$@\"; exit 1; }\nscan || die found\necho x",
        "rc=0; scan || rc=$?\n[[ $rc == 0 ]] || { echo bad >&2; exit 1; }\necho x",
        "scan; exit 0",
    ];
    for script in scripts {
        assert_eq!(fate(script, BASH_E), "fails", "{script}");
    }
}

#[test]
fn a_script_goes_on_that_forgets_the_failure() {
    let scripts = [
        ("if scan; then echo ok; else echo bad; fi", "an `if` after which the script goes on"),
        ("! scan", "`!`"),
        ("{ scan; } || true", "`|| true`"),
        ("( scan ) &\nwait", "`&`"),
        ("scan & p=$!\nwait $p || echo failed", "`&`"),
        ("trap 'exit 0' EXIT\nscan", "`trap … EXIT`"),
        ("trap 'exit 0' ERR\nscan\necho x", "`trap … ERR`"),
        ("f() { scan; echo x; }\nf || true", "it stands in a condition, where `set -e` does not hold"),
        ("f() { local x=$(scan); echo x; }\nf", "`$(…)` in the words of `local`"),
        ("export X=$(scan)", "`$(…)` in the words of `export`"),
        ("echo \"$(scan)\"", "`$(…)` in the words of `echo`"),
        ("x=$(scan; echo x)", "`set +e`"),
        ("cat <(scan)", "`<(…)`"),
        ("scan || code=$?\necho ${code:-0}", "`|| code=…`"),
        ("set +e\nscan\ncode=$?\necho $code", "`set +e`"),
        ("set +e\nscan | other\nexit ${PIPESTATUS[1]}", "a pipe without `pipefail`"),
        ("for i in 1 2; do scan && break; done\necho x", "`&&` with more commands after it"),
        (
            "n=0\nuntil scan; do n=$((n+1)); [ $n -ge 3 ] && break; done\necho x",
            "a loop after which the script goes on",
        ),
        ("die() { echo \"$@\"; }\nscan || die found\necho x", "`|| die`"),
    ];
    for (script, why) in scripts {
        assert_eq!(fate(script, BASH_E), format!("goes on: {why}"), "{script}");
    }
}

#[test]
fn nobody_can_say_what_programs_do_that_are_told() {
    for script in [
        "set +e\nscan\ncode=$?\n./judge.sh $code",
        "scan || ./handle.sh\necho x",
        "scan || rc=$?\nif [ \"$STRICT\" = yes ]; then exit $rc; fi",
        "set +e\nscan\necho \"code=$?\" >> \"$GITHUB_OUTPUT\"",
        "out=$(scan || true)\nif echo \"$out\" | grep -q HIGH; then exit 1; fi",
    ] {
        assert!(fate(script, BASH_E).starts_with("unsure: "), "{script}: {}", fate(script, BASH_E));
    }
}

#[test]
fn without_errexit_the_last_command_counts() {
    for (script, expected) in [
        ("scan", "fails"),
        ("scan\necho x", "goes on: `set +e`"),
        ("scan\n[ $? -eq 0 ]", "fails"),
        ("scan\ntest $? = 0 || exit 9", "fails"),
        ("set -e\nscan\necho x", "fails"),
    ] {
        assert_eq!(fate(script, LOOSE), expected, "{script}");
    }
}

#[test]
fn a_command_may_never_be_reached() {
    for (script, expected) in [
        ("scan", Reached::Always),
        ("exit 0\nscan", Reached::Never),
        ("false && scan", Reached::Never),
        ("true || scan", Reached::Never),
        ("if false; then scan; fi", Reached::Never),
        ("if [ 1 = 2 ]; then scan; fi", Reached::Never),
        ("if [[ a == b* ]]; then scan; fi", Reached::Never),
        ("MODE=off\nif [ \"$MODE\" = on ]; then scan; fi", Reached::Never),
        ("f() { scan; }", Reached::Never),
        ("f() { return; scan; }\nf", Reached::Never),
        ("f() { scan; }\nf", Reached::Always),
        ("trap cleanup EXIT\ncleanup() { scan; }\nother", Reached::Always),
        ("exec other\nscan", Reached::Never),
        ("while true; do other; done\nscan", Reached::Never),
        ("if [ \"$X\" = y ]; then scan; fi", Reached::Maybe),
        ("if [ \"$X\" = y ]; then other; fi\nscan", Reached::Always),
        ("if [ \"$X\" = y ]; then exit 0; fi\nscan", Reached::Maybe),
        ("case $X in a) scan;; esac", Reached::Maybe),
        ("for d in a b; do scan $d; done", Reached::Always),
    ] {
        assert_eq!(scan(script, BASH_E).reached, expected, "{script}");
    }
}

#[test]
fn the_number_of_a_failure_is_known_by_the_run_alone() {
    for script in [
        "e=0; other || e=$?\nif [ \"$e\" -eq 2 ]; then scan; fi",
        "other && e=0 || e=$?\nif [ $e -gt 1 ]; then scan; fi",
        "other || { e=$?; case $e in 2) scan;; esac; }",
        "other || { e=$?; if [ $e -ne 1 ]; then scan; fi; }",
        "other || { e=$?; if [[ $e == 2 ]]; then scan; fi; }",
        "e=0; other || e=$?\nif [ $e -ne 2 ]; then exit; fi\nscan",
        "w=''; e=0\nother || e=$?\nif [ $e -eq 0 ]; then echo; elif [ $e -eq 2 ]; then w=x; fi\nif [ -n \"$w\" ]; then scan; fi",
    ] {
        assert_eq!(scan(script, BASH_E).reached, Reached::Maybe, "{script}");
    }
    assert_eq!(scan("other || { e=$?; if [ $e -eq 0 ]; then scan; fi; }", BASH_E).reached, Reached::Never);
}

#[test]
fn what_may_have_been_set_out_of_sight_decides_nothing() {
    let asked = "\nif [ -n \"$v\" ]; then scan; fi";
    for sets in [
        "source ./vars.sh",
        ". ./vars.sh",
        "set -a; source .env; set +a",
        "eval \"$(other)\"",
        "eval \"$1=1\"",
        "eval 'v=1'",
        "export $(cat .env | xargs)",
        "export \"$pair\"",
        "printf -v v '%s' \"$1\"",
        "printf -vv '%s' \"$1\"",
        "read -r v < file",
        "local -n r=v; r=1",
        "unset v; : \"${v:=$(other)}\"",
        ": \"${v:=$(other)}\"",
        "trap 'v=1' ERR",
        "while getopts ab v; do :; done",
    ] {
        let script = format!("v=''\n{sets}{asked}");
        assert_eq!(scan(&script, BASH_E).reached, Reached::Maybe, "{script}");
    }
    for sets in ["echo v=1", "(v=1)", "eval 'set +e'", "trap 'rm -f x' EXIT", "export w=1", "printf '%s' v"] {
        let script = format!("v=''\n{sets}{asked}");
        assert_eq!(scan(&script, BASH_E).reached, Reached::Never, "{script}");
    }
    // A file of the repository is read.
    for (file, expected) in [("w=1", Reached::Never), ("f() { v=1; }", Reached::Maybe), ("export v", Reached::Maybe)] {
        let script = format!("v=''\n. ./lib.sh{asked}");
        let sourced = |_: &str| Some(read(file));
        let found = commands(&script, &read(&script), Setting { sourced: &sourced, ..Setting::of(BASH_E) });
        let found = found.iter().find(|command| command.argv.first().is_some_and(|it| it == "scan")).unwrap();
        assert_eq!(found.reached, expected, "{file}");
    }
    // What is set behind it is known, and what is written still names.
    assert_eq!(scan("source x\nv=''\nif [ -n \"$v\" ]; then scan; fi", BASH_E).reached, Reached::Never);
    assert_eq!(scan("rc=0\nscan || rc=$?\nsource x\nexit $rc", BASH_E).ignored, None);
}

#[test]
fn a_variable_that_whoever_starts_the_run_can_set_decides_nothing() {
    for (script, expected) in [
        ("if [ \"$GO\" = true ]; then scan; fi", Reached::Maybe),
        ("[ $GO = true ] || exit 0\nscan", Reached::Maybe),
        ("if [[ ${GO:-false} == true ]]; then scan; fi", Reached::Maybe),
        ("case $GO in true) scan;; esac", Reached::Maybe),
        ("GO=false\nif [ \"$GO\" = true ]; then scan; fi", Reached::Never),
    ] {
        let variable = |name: &str| (name == "GO").then(|| Some(["false".to_owned()].into()));
        for presumed in [true, false] {
            let setting = Setting { variable: &variable, presumed, ..Setting::of(BASH_E) };
            let found = commands(script, &read(script), setting);
            let found = found.iter().find(|command| command.argv.first().is_some_and(|it| it == "scan")).unwrap();
            assert_eq!(found.reached, if presumed { expected } else { Reached::Never }, "{script}");
        }
    }
}

#[test]
fn hostile_scripts_end_soon() {
    let calls = (0..40).map(|at| format!("f{at}() {{ f{}; f{}; }}\n", at + 1, at + 1)).collect::<String>() + "f0\nscan";
    let groups = format!("f() {{ {}f{}; }}\nf\nscan", "{ ".repeat(20), "; }".repeat(20));
    let loops = format!("{}scan{}", "while a; do b; ".repeat(20), "; done".repeat(20));
    let kept = (0..400).map(|at| format!("set +e; c{at}; x{at}=$?\n")).collect::<String>() + "scan";
    for script in [calls, groups, loops, kept] {
        let _ = scan(&script, BASH_E);
    }
}

#[test]
fn words_are_what_the_script_and_the_file_put_into_them() {
    for (script, expected) in [
        ("scan $CODE", "scan 0"),
        ("scan ${CODE:-1}", "scan 0"),
        ("scan ${OTHER:-1}", "scan 1"),
        ("scan $OTHER", "scan ?"),
        ("CODE=2\nscan --exit-code=$CODE", "scan --exit-code=2"),
        ("ARGS='--a 1'\nscan $ARGS \"$ARGS\"", "scan --a 1 --a 1"),
        ("ARGS=(--a 1)\nARGS+=(--b)\nscan \"${ARGS[@]}\"", "scan --a 1 --b"),
        ("for d in a b; do scan $d; done", "scan a / scan b"),
        ("f() { scan $1 \"$@\"; }\nf x y", "scan x x y"),
        ("if [ \"$X\" ]; then C=1; else C=2; fi\nscan $C", "scan 1 / scan 2"),
        ("scan $((1 + 2 * 3))", "scan 7"),
        ("scan $(other)", "scan ?"),
    ] {
        let variable = |name: &str| (name == "CODE").then(|| Some(["0".to_owned()].into()));
        let setting = Setting { variable: &variable, ..Setting::of(BASH_E) };
        let found = commands(script, &read(script), setting);
        let command = found.into_iter().find(|it| it.argv.first().is_some_and(|program| program == "scan")).unwrap();
        let shown = |line: Vec<crate::input::pipeline::shell::Token>| {
            let words: Vec<_> = line.into_iter().map(|it| if it.known { it.text } else { "?".to_owned() }).collect();
            words.join(" ")
        };
        let lines: Vec<String> = command.lines().into_iter().map(shown).collect();
        assert_eq!(lines.join(" / "), expected, "{script}");
    }
}
