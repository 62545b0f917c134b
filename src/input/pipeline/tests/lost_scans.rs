//! What becomes of the failure of a scan in a job of GitLab, by what bash and make do with the same script.

use super::document;

/// `bites`, `lost` or `unsure`: what the facts say of the one scan of a script, which must be found.
pub(super) fn fate(script: &str, files: &[(&str, &str)]) -> &'static str {
    let indented: String = script.lines().map(|line| format!("      {line}\n")).collect();
    let text = format!("scan:\n  script:\n    - |\n{indented}");
    let files: Vec<(&str, &str)> =
        [(".gitlab-ci.yml", text.as_str())].into_iter().chain(files.iter().copied()).collect();
    let document = document(&super::super::gitlab::Gitlab, &files);
    let facts = document.content.facts()["scans"].as_array().unwrap().clone();
    let roles = document.value()["jobs"][0]["steps"][0]["roles"].as_array().unwrap().clone();
    assert!(roles.iter().any(|role| role["role"] == "scan"), "no scan in {script}");
    match () {
        () if facts.is_empty() => "bites",
        () if facts.iter().any(|fact| fact["stops"] == false) => "lost",
        () => "unsure",
    }
}

fn all_are(expected: &str, scripts: &[&str]) {
    let wrong: Vec<&&str> = scripts.iter().filter(|script| fate(script, &[]) != expected).collect();
    assert!(wrong.is_empty(), "not {expected}: {wrong:#?}");
}

fn all_with_files_are(expected: &str, trees: &[(&str, &[(&str, &str)])]) {
    let wrong: Vec<_> = trees.iter().filter(|(script, files)| fate(script, files) != expected).collect();
    assert!(wrong.is_empty(), "not {expected}: {wrong:#?}");
}
const BITES: &[&str] = &[
    "bandit -r .",
    "bandit -r . || exit 1",
    "bandit -r . || false",
    "bandit -r . || { echo bad; exit 2; }",
    "bandit -r . || ( echo bad; exit 2 )",
    "other && bandit -r .",
    "bandit -r . && other",
    "bandit -r .; true",
    "! ! bandit -r .",
    "bandit -r . | tee out.txt",
    "set +e\nbandit -r . | tee x\nexit ${PIPESTATUS[0]}",
    "set +e\nbandit -r .",
    "(set +e)\nbandit -r .\necho done",
    "quiet() ( set +e )\nquiet\nbandit -r .\necho done",
    "bandit -r .\nset +e\necho x",
    "s() { bandit -r . || return 1; }\ns",
    "alias bandit=true\nbandit -r .",
    "( bandit -r . )",
    "( bandit -r .; true )",
    "{ bandit -r .; } > out 2>&1",
    "bye() { echo bye; }\ntrap bye EXIT\nbandit -r .",
    "trap 'echo err' ERR\nbandit -r .",
    "trap 'exit 0' ERR\nf() { bandit -r .; }\nf",
    "trap 'exit 0' EXIT\ntrap - EXIT\nbandit -r .",
    "bandit -r .\ntrap 'exit 0' EXIT",
    "f() { trap 'exit 0' RETURN; bandit -r .; }\nf",
    "bandit -r . &\nwait $!",
    "bandit -r . &\nA=$!\nother &\nB=$!\nwait $B $A",
    "bandit -r . &\nwait -n",
    "bandit -r . &\np=$!\nwait -f $p",
    "setsid bandit -r .",
    "setsid -w bandit -r .",
    "bandit -r . || exit $((1+1))",
    "rc=0; bandit -r . || rc=$?\n(( rc == 0 ))",
    "rc=0; bandit -r . || rc=$?\nif [ $rc -ge 1 ]; then exit $rc; fi",
    "rc=0\nf() { bandit -r . || rc=1; }\nf\nexit $rc",
    "rc=0; bandit -r . || rc+=1\nexit $rc",
    "rc=0; bandit -r . || rc=$?\ncase $rc in 0) exit 0;; *) exit $rc;; esac",
    "rc=0; bandit -r . || rc=$?\ncase $rc in 1) echo x;;& *) exit $rc;; esac",
    "x=$(bandit -r .)",
    "X=($(bandit -r .))",
    "X=$(other) Y=$(bandit -r .)",
    "x=`bandit -r .`",
    "eval \"bandit -r .\"",
    "bash -e <<E\nbandit -r .\necho x\nE",
    "bash <<E\nbandit -r .\nE",
    "bash <<'E'\nset -e\nbandit -r .\necho x\nE",
    "bash -c 'bandit -r .'",
    "bash -ec 'bandit -r .; echo x'",
    "bash -c -e 'bandit -r .; echo x'",
    "bash -o errexit -c 'bandit -r .; echo x'",
    "bash -o pipefail -c 'bandit -r . | cat'",
    "echo src | xargs bandit -r",
    "echo src | xargs -I{} sh -c 'bandit -r {}'",
    "find . -maxdepth 0 -exec bandit -r {} +",
    "find . -maxdepth 0 -print0 | xargs -0 bandit -r",
    "timeout 60 bandit -r .",
    "timeout --preserve-status 60 bandit -r .",
    "time bandit -r .",
    "env X=1 bandit -r .",
    "nice -n 5 bandit -r .",
    "ok=0\nfor i in 1 2 3; do if bandit -r .; then ok=1; break; fi; done\n[ $ok = 1 ]",
    "while ! bandit -r .; do exit 1; done",
    "for x in a b; do bandit -r $x; done",
    "for ((i=0;i<2;i++)); do bandit -r .; done",
    "echo src | while read d; do bandit -r $d; done",
    "while read d; do bandit -r $d; done < <(echo src)",
    "if bandit -r .; then :; else exit 1; fi",
    "if ! bandit -r .; then exit 1; fi",
    "set +e\nbandit -r .\nif [ $? -ne 0 ]; then exit 1; fi",
    "if other && bandit -r .; then echo ok; else exit 1; fi",
    "trap 'rc=$?; exit $rc' EXIT\nbandit -r .",
    "bandit -r .; exec true",
    "exec bandit -r .",
    "set +e\nbandit -r .\n[ $? = 0 ]",
    "bandit -r . || true\nbandit -r .",
    "set +e\nx=$(bandit -r .)\ny=$?\nexit $y",
    "bandit -r . | (cat; exit 0)",
    "cat /dev/null | bandit -r .",
    "enable -n set 2>/dev/null || true\nbandit -r .",
    "bandit -r . |& tee x",
    "bandit --version\nbandit -r .",
    "shopt -s expand_aliases\nalias bandit='bandit -q'\nbandit -r .",
    "trap 'echo step' DEBUG\nbandit -r .",
    "PATH=$PATH:./bin\nbandit -r .",
    "exit 0 | true\nbandit -r .",
    "$(command -v bandit) -r .",
    "$HOME/.local/bin/bandit -r .",
    "docker compose run --rm app bandit -r .",
    "kubectl run scan --rm -i --image=x -- bandit -r .",
    "flock -w 5 /tmp/lock -c 'bandit -r .'",
    "python3 -u -m bandit -r .",
    "run() { eval \"$*\"; }\nrun bandit -r .",
    "python3 <<'E'\nimport subprocess\nsubprocess.run([\"bandit\", \"-r\", \".\"], check=True)\nE",
];

#[test]
fn a_scan_with_teeth_is_left_alone() {
    all_are("bites", BITES);
}

const LOST: &[&str] = &[
    "bandit -r . || true",
    "bandit -r . || :",
    "bandit -r . || echo found",
    "bandit -r . || exit 0",
    "bandit -r . || { echo bad; }",
    "bandit -r . && other\necho done",
    "set +o pipefail\nbandit -r . | tee out.txt",
    "(set +o pipefail; bandit -r . | cat)",
    "set +e\nbandit -r . | tee x\nexit ${PIPESTATUS[1]}",
    "set +e\nbandit -r . | tee x\necho hi\nexit ${PIPESTATUS[0]}",
    "set +e\nbandit -r .\necho done",
    "set +o errexit\nbandit -r .\necho done",
    "set +ex\nbandit -r .\necho done",
    "set +xe\nbandit -r .\necho done",
    "set -e +e\nbandit -r .\necho x",
    "shopt -uo errexit\nbandit -r .\necho done",
    "eval \"set +e\"\nbandit -r .\necho done",
    "F=+e\nset $F\nbandit -r .\necho done",
    "builtin set +e\nbandit -r .\necho done",
    "command set +e\nbandit -r .\necho done",
    "\\set +e\nbandit -r .\necho done",
    "quiet() { set +e; }\nquiet\nbandit -r .\necho done",
    "s() { bandit -r . || true; }\ns",
    "s() { bandit -r . || return 0; }\ns",
    "s() { bandit -r .; echo ok; }\ns || exit 1",
    "s() { bandit -r .; echo ok; }\nif s; then echo x; fi",
    "bandit() { command bandit \"$@\" || true; }\nbandit -r .",
    "( bandit -r . || true )",
    "( set +e; bandit -r .; true )",
    "trap 'exit 0' EXIT\nbandit -r .",
    "trap 'exit 0' 0\nbandit -r .",
    "bye() { exit 0; }\ntrap bye EXIT\nbandit -r .",
    "trap 'exit 0' ERR\nbandit -r .",
    "trap 'exit 0' ERR\n(bandit -r .)",
    "(trap 'exit 0' EXIT; bandit -r .)",
    "f() { trap 'exit 0' EXIT; }\nf\nbandit -r .",
    "trap 'exit 0' exit\nbandit -r .",
    "trap 'exec true' EXIT\nbandit -r .",
    "bandit -r . &\nother",
    "bandit -r . &\nwait",
    "bandit -r . &\nA=$!\nother &\nB=$!\nwait $A $B",
    "bandit -r . &\nwait $! || true",
    "coproc bandit -r .\necho x",
    "nohup bandit -r . &\necho x",
    "bandit -r . || exit $((1-1))",
    "bandit -r . || exit 256",
    "rc=0; bandit -r . || rc=$?\nrc=0\nexit $rc",
    "rc=0; bandit -r . || rc=$?\nunset rc\nexit ${rc:-0}",
    "rc=0; ( bandit -r . || rc=$? )\nexit $rc",
    "rc=0; true | { bandit -r . || rc=1; }\nexit $rc",
    "rc=0\nf() { local rc; bandit -r . || rc=1; }\nf\nexit $rc",
    "rc=1; bandit -r . || rc=$((rc-1))\nexit $((rc == 1 ? 0 : 0))",
    "rc=0; bandit -r . || rc=$?\ncase $rc in 0|1) exit 0;; *) exit $rc;; esac",
    "set +e\nbandit -r .\ncase $? in [01]) ;; *) exit 3;; esac",
    "rc=0; bandit -r . || rc=$?\ncase $rc in 1) rc=0;& 0) exit $rc;; esac",
    "case $(bandit -r .) in *) echo x;; esac",
    "[[ $(bandit -r .) ]] || true",
    "f() { local x=$(bandit -r .); }\nf",
    "export X=$(bandit -r .)",
    "X=$(bandit -r .) other",
    "readonly X=$(bandit -r .)",
    "declare X=$(bandit -r .)",
    "X=$(bandit -r .) Y=$(other)",
    "echo $(bandit -r .)",
    "eval \"bandit -r . || true\"",
    "cat <<< \"$(bandit -r .)\"",
    "cat <<E\n$(bandit -r .)\nE",
    "bash <<E\nbandit -r .\necho x\nE",
    "bash -c 'bandit -r .; echo x'",
    "bash -c 'bandit -r . | cat'",
    "echo 'bandit -r .; true' | bash",
    "echo src | xargs bandit -r || true",
    "echo src | xargs -I{} sh -c 'bandit -r {}; true'",
    "find . -maxdepth 0 -exec bandit -r {} \\;",
    "find . -maxdepth 0 -execdir bandit -r {} \\;",
    "timeout 60 bandit -r . || true",
    "for i in 1 2 3; do bandit -r . && break; echo retry; done",
    "ok=0\nfor i in 1 2 3; do if bandit -r .; then ok=1; break; fi; done\necho $ok",
    "until bandit -r .; do break; done",
    "while bandit -r .; do break; done",
    "set +e\nfor x in a b; do bandit -r $x; done\nother",
    "echo x > >(bandit -r .)",
    "mapfile -t x < <(bandit -r .)",
    "if bandit -r .; then :; else echo x; fi",
    "if ! bandit -r .; then echo bad; fi",
    "if bandit -r .; then :; elif other; then echo x; fi",
    "set +e\nbandit -r .\nif [ $? -ne 0 ]; then echo bad; fi",
    "set +e\nbandit -r .\necho x\nif [ $? -ne 0 ]; then exit 1; fi",
    "if set +e; then :; fi\nbandit -r .\necho x",
    "code=0\ntrap 'exit $code' EXIT\nbandit -r .",
    "set +e\nbandit -r .\nexec true",
    "set +e\nf() { local x=$(bandit -r .); return $?; }\nf\nexit $?",
    "set +e\nexport x=$(bandit -r .)\nexit $?",
    "bandit -r . || { rc=$?; [ $rc -eq 1 ] && exit 0; exit $rc; }",
    "bandit -r . || [ $? -eq 1 ]",
    "{ bandit -r .; echo x; } && echo y",
    "( bandit -r .; echo x ) && echo y",
    "( set -e; bandit -r .; echo x ) || exit 1",
    "f() { set -e; bandit -r .; echo x; }\nf || exit 1",
    "out=$(set +e; bandit -r .; echo done)",
    "out=$(bandit -r .; echo done)",
    ": $(bandit -r .)",
    "bandit -r . ||:",
    "bandit --version\nbandit -r . || true",
    "bandit --help\nbandit -r . || true",
    "bandit -h\nbandit -r . || true",
    "command -v bandit || exit 1\nbandit -r . || true",
    "exit 0\nbandit -r .",
    "if false; then bandit -r .; fi",
    "false && bandit -r .\ntrue",
    "set -n\nbandit -r .",
    "set -o noexec\nbandit -r .",
    "exec true\nbandit -r .",
    "docker compose run -d app bandit -r .",
    "kubectl run scan --image=x -- bandit -r .",
    "systemd-run bandit -r .",
    "script -qc 'bandit -r .' /dev/null",
    "sudo -b bandit -r .",
    "run() { eval \"$*\"; }\nrun bandit -r . || true",
    "python3 -c 'import os; os.system(\"bandit -r .\")'",
    "python3 <<'E'\nimport subprocess\nsubprocess.run([\"bandit\", \"-r\", \".\"])\nE",
];

#[test]
fn a_scan_that_cannot_stop_the_script_is_found() {
    all_are("lost", LOST);
}

#[test]
fn what_the_number_of_a_failure_decides_is_said_to_be_open() {
    all_are(
        "unsure",
        &[
            "set +e\nbandit -r . | tee x\nst=(\"${PIPESTATUS[@]}\")\necho hi\nexit ${st[0]}",
            "set +e\nbandit -r . | tee x\nst=(\"${PIPESTATUS[@]}\")\necho hi\nexit ${st[1]}",
            "bandit -r . &\nwait %1",
            "shopt -s expand_aliases\nalias bandit=true\nbandit -r .",
            "shopt -s expand_aliases\nalias bandit='bandit; true'\nbandit -r .",
            "trap 'exit 0' DEBUG\nbandit -r .",
            "hash -p /bin/true bandit\nbandit -r .",
            "coproc bandit -r .\nwait $COPROC_PID",
            "rc=0; bandit -r . || rc=$?\nexit $((rc*0))",
            "rc=0; bandit -r . || rc=$?\nexit $((rc&2))",
            "rc=0; bandit -r . || rc=$?\nexit $((rc>>1))",
            "rc=0; bandit -r . || rc=$?\n(( rc > 1 )) && exit 1\necho x",
            "rc=0; bandit -r . || rc=$?\nif [ $rc -gt 1 ]; then exit $rc; fi",
            "test -z \"$(bandit -r .)\"",
            "test -n \"$(bandit -r .; echo x)\"",
            "echo src | while read d; do bandit -r $d || true; done",
            "if bandit -r . || other; then echo ok; else exit 1; fi",
            "set +e\nbandit -r .\n[[ $? -le 1 ]]",
            "bandit -r . || { rc=$?; [ $rc -eq 2 ] && exit 0; exit $rc; }",
            "bandit -r . || [ $? -eq 2 ]",
            "bandit -r . || test $? -ne 2",
            "set +e;bandit -r .;r=$?;set -e\n[ \"$r\" -lt 2 ] || exit \"$r\"",
        ],
    );
}

#[test]
fn files_and_targets_that_stop_the_script_are_left_alone() {
    all_with_files_are(
        "bites",
        &[
            (". ./lib.sh\nbandit -r .\necho done", &[("lib.sh", "X=1\n")]),
            ("sh -e ./s.sh", &[("s.sh", "bandit -r src\necho x\n")]),
            ("./s.sh", &[("s.sh", "#!/bin/bash -e\nbandit -r src\necho x\n")]),
            ("./s.sh", &[("s.sh", "#!/usr/bin/env -S bash -e\nbandit -r src\necho x\n")]),
            ("./s.sh", &[("s.sh", "#!/bin/bash\nset -e\nbandit -r src\necho x\n")]),
            ("bash -e < s.sh", &[("s.sh", "bandit -r src\necho x\n")]),
            ("make scan", &[("Makefile", "scan:\n\tbandit -r src\n")]),
            ("make -k scan", &[("Makefile", "scan:\n\tbandit -r src\n")]),
            ("make scan", &[("Makefile", ".IGNORE: x\nscan:\n\tbandit -r src\n")]),
            ("make scan", &[("Makefile", ".SHELLFLAGS = -ec\nscan:\n\tbandit -r src; echo x\n")]),
            (
                "make scan",
                &[("Makefile", "SHELL = /bin/bash\n.SHELLFLAGS = -o pipefail -c\nscan:\n\tbandit -r src | tee x\n")],
            ),
            ("make scan", &[("Makefile", "scan: s\n\techo x\ns:\n\tbandit -r src\n")]),
            ("make scan", &[("Makefile", "scan:\n\t$(MAKE) s\ns:\n\tbandit -r src\n")]),
            ("make scan", &[("Makefile", ".PHONY: scan\nscan:\n\tbandit -r src\n"), ("scan", "")]),
            (
                "npm run scan",
                &[("package.json", "{\"name\":\"x\",\"version\":\"1.0.0\",\"scripts\":{\"scan\":\"bandit -r src\"}}")],
            ),
            (
                "npm run scan",
                &[(
                    "package.json",
                    "{\"name\":\"x\",\"version\":\"1.0.0\",\"scripts\":{\"prescan\":\"bandit -r src\",\"scan\":\"other\"}}",
                )],
            ),
            (
                "npm run scan --if-present",
                &[("package.json", "{\"name\":\"x\",\"version\":\"1.0.0\",\"scripts\":{\"scan\":\"bandit -r src\"}}")],
            ),
        ],
    );
}

#[test]
fn files_and_targets_that_forget_a_failure_are_found() {
    all_with_files_are(
        "lost",
        &[
            ("source ./lib.sh\nbandit -r .\necho done", &[("lib.sh", "set +e\n")]),
            (". ./lib.sh\nbandit -r .\necho done", &[("lib.sh", "set +e\n")]),
            ("sh ./s.sh", &[("s.sh", "bandit -r src\necho x\n")]),
            ("./s.sh", &[("s.sh", "#!/bin/bash\nbandit -r src\necho x\n")]),
            ("bash s.sh", &[("s.sh", "#!/bin/bash -e\nbandit -r src\necho x\n")]),
            ("bash < s.sh", &[("s.sh", "bandit -r src\necho x\n")]),
            ("cat s.sh | bash", &[("s.sh", "bandit -r src\necho x\n")]),
            ("make scan", &[("Makefile", "scan:\n\t-bandit -r src\n")]),
            ("make scan", &[("Makefile", "scan:\n\t@-bandit -r src\n")]),
            ("make -i scan", &[("Makefile", "scan:\n\tbandit -r src\n")]),
            ("make -si scan", &[("Makefile", "scan:\n\tbandit -r src\n")]),
            ("make --ignore-errors scan", &[("Makefile", "scan:\n\tbandit -r src\n")]),
            ("make scan", &[("Makefile", ".IGNORE:\nscan:\n\tbandit -r src\n")]),
            ("make scan", &[("Makefile", ".IGNORE: scan\nscan:\n\tbandit -r src\n")]),
            ("MAKEFLAGS=-i make scan", &[("Makefile", "scan:\n\tbandit -r src\n")]),
            ("export MAKEFLAGS=i\nmake scan", &[("Makefile", "scan:\n\tbandit -r src\n")]),
            ("make scan", &[("Makefile", "MAKEFLAGS += -i\nscan:\n\tbandit -r src\n")]),
            ("GNUMAKEFLAGS=-i make scan", &[("Makefile", "scan:\n\tbandit -r src\n")]),
            ("make scan", &[("Makefile", "scan:\n\tbandit -r src; echo x\n")]),
            ("make scan", &[("Makefile", "scan:\n\tbandit -r src | tee x\n")]),
            ("make scan", &[("Makefile", "SHELL = /bin/true\nscan:\n\tbandit -r src\n")]),
            ("make SHELL=/bin/true scan", &[("Makefile", "scan:\n\tbandit -r src\n")]),
            ("make scan", &[("Makefile", ".ONESHELL:\nscan:\n\tbandit -r src\n\techo x\n")]),
            ("make scan", &[("Makefile", "scan: s\n\techo x\ns:\n\tbandit -r src || true\n")]),
            ("make scan", &[("Makefile", "scan:\n\t-$(MAKE) s\ns:\n\tbandit -r src\n")]),
            ("make -C d scan", &[("d/Makefile", "scan:\n\t-bandit -r src\n")]),
            ("make scan", &[("Makefile", "I = -\nscan:\n\t$(I)bandit -r src\n")]),
            ("make scan", &[("Makefile", "scan:\n\tbandit -r src\n"), ("scan", "")]),
            ("make scan || true", &[("Makefile", "scan:\n\tbandit -r src\n")]),
            ("make scan", &[("Makefile", "define S\nbandit -r src || true\nendef\nscan:\n\t$(S)\n")]),
            ("make scan", &[("Makefile", "include m.mk\n"), ("m.mk", "scan:\n\t-bandit -r src\n")]),
            (
                "npm run scan",
                &[(
                    "package.json",
                    "{\"name\":\"x\",\"version\":\"1.0.0\",\"scripts\":{\"scan\":\"bandit -r src || true\"}}",
                )],
            ),
            (
                "npm run scan",
                &[(
                    "package.json",
                    "{\"name\":\"x\",\"version\":\"1.0.0\",\"scripts\":{\"scan\":\"bandit -r src; exit 0\"}}",
                )],
            ),
            (
                "npm run scan",
                &[(
                    "package.json",
                    "{\"name\":\"x\",\"version\":\"1.0.0\",\"scripts\":{\"postscan\":\"bandit -r src || true\",\"scan\":\"other\"}}",
                )],
            ),
        ],
    );
}

#[test]
fn a_call_of_make_goes_on_over_the_lines_of_one_shell() {
    let listing = "list:\n\t$(foreach v, $(sort $(.VARIABLES)),\n\t\t$(if $(filter x,$v),\n\t\t\t$(info $v (a))\n\t\t)\n\t)\n\tbandit -r src\n";
    for (start, expected) in [(".ONESHELL:\n", 0), ("", 1)] {
        let makefile = format!("{start}{listing}");
        let files = [(".gitlab-ci.yml", "scan: {script: [make list]}\n"), ("Makefile", makefile.as_str())];
        let document = document(&super::super::gitlab::Gitlab, &files);
        // Without it make itself refuses the line.
        assert_eq!(super::problems(&document).len(), expected, "{makefile}: {:?}", super::problems(&document));
    }
    assert_eq!(fate("make list", &[("Makefile", &format!(".ONESHELL:\n{listing}"))]), "bites");
}
