//! What becomes of the failure of a scan that Python starts, and where something changes what a command means.

use super::lost_scans::fate;
use super::{document, problems};

#[test]
fn what_changes_the_meaning_of_a_command_is_said_to_be_open() {
    for (script, files) in [
        ("PATH=./bin:$PATH\nbandit -r .", &[("bin/bandit", "exit 0\n")][..]),
        ("export PATH=\"$CI_PROJECT_DIR/bin:$PATH\"\nbandit -r .", &[("bin/bandit", "exit 0\n")]),
    ] {
        assert_eq!(fate(script, files), "unsure", "{script}");
    }
    // Nothing of the tree stands there.
    assert_eq!(fate("PATH=./bin:$PATH\nbandit -r .", &[("bin/other", "exit 0\n")]), "bites");
    let read_first = |file: &str| {
        let text = "variables: {BASH_ENV: ci/env.sh}\nscan: {script: [bandit -r ., echo x]}\n";
        let document = document(&super::super::gitlab::Gitlab, &[(".gitlab-ci.yml", text), ("ci/env.sh", file)]);
        document.content.facts()["scans"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fact| fact["stops"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(read_first("set -u\n"), Vec::<serde_json::Value>::new());
    assert_eq!(read_first("set +e\n"), [serde_json::Value::Bool(false)]);
    assert_eq!(read_first("bandit() { true; }\n"), [serde_json::Value::Null]);
}

#[test]
fn what_python_makes_of_a_failure_is_seen() {
    let wrong: Vec<_> = [
        ("bites", "import subprocess\nsubprocess.check_call(['bandit', '-r', '.'])"),
        ("bites", "from subprocess import check_output as out\nout('bandit -r .', shell=True)"),
        ("bites", "import subprocess as sp, sys\nsys.exit(sp.call(['bandit', '-r', '.']))"),
        ("bites", "import subprocess, sys\nsys.exit(subprocess.run(['bandit', '-r', '.']).returncode)"),
        ("bites", "import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'bandit'], check=True)"),
        ("bites", "import subprocess, shlex\nsubprocess.run(shlex.split('bandit -r .'), check=True)"),
        ("bites", "import os\nos.execvp('bandit', ['bandit', '-r', '.'])"),
        ("bites", "import subprocess\ndef run(cmd):\n    subprocess.check_call(cmd)\nrun(['bandit', '-r', '.'])"),
        ("bites", "import subprocess\ndef run(*cmd):\n    subprocess.run(cmd, check=True)\nrun('bandit', '-r', '.')"),
        ("bites", "import subprocess\ncmd = ['bandit', '-r', '.']\nsubprocess.run(cmd, check=True)"),
        ("lost", "import subprocess\nsubprocess.run(['bandit', '-r', '.'])"),
        ("lost", "import subprocess\nsubprocess.check_call('bandit -r . || true', shell=True)"),
        ("lost", "import os\nos.system('bandit -r .')"),
        ("lost", "import os, sys\nsys.exit(os.system('bandit -r .'))"),
        ("lost", "import subprocess\ndef run(cmd):\n    return subprocess.call(cmd)\nrun(['bandit', '-r', '.'])"),
        ("lost", "import subprocess\nsubprocess.check_call(['bandit', '-r', '.', '--exit-zero'])"),
        ("lost", "import subprocess\nsubprocess.check_call(['bash', 'x.sh'], cwd='ci')"),
        ("unsure", "import subprocess\nr = subprocess.run(['bandit', '-r', '.'])"),
        ("unsure", "import subprocess\nsubprocess.run(['bandit', '-r', '.'], check=flag)"),
        ("unsure", "import subprocess\ntry:\n    subprocess.check_call(['bandit'])\nexcept OSError:\n    pass"),
    ]
    .into_iter()
    .filter(|(expected, text)| {
        fate("python3 tool.py", &[("tool.py", text), ("ci/x.sh", "bandit -r . || true\n")]) != *expected
    })
    .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_script_in_python_that_is_too_deep_to_be_read_is_said() {
    let deep = |levels: usize| format!("import subprocess\nx = {}1{}\n", "(".repeat(levels), ")".repeat(levels));
    let read = |script: &str| {
        let text = "a: {script: [python3 tool.py]}";
        let document = document(&super::super::gitlab::Gitlab, &[(".gitlab-ci.yml", text), ("tool.py", script)]);
        problems(&document)
    };
    assert_eq!(read(&deep(150)), [""; 0]);
    let said = read(&deep(300));
    assert!(said.len() == 1 && said[0].contains("what this runs is not followed"), "{said:?}");
    // What starts nothing is not looked at.
    assert_eq!(read(&deep(300).replace("subprocess", "json")), [""; 0]);
}
