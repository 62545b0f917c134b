//! The lines that `gate init` prints to copy: they are those of the README, and they work.

use std::process::Command;

use super::CONFIG;
use super::support::{Repo, project};

#[test]
fn the_lines_for_a_platform_are_those_of_the_readme() {
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    let section = readme.split("\n## Use it\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut blocks: Vec<String> = Vec::new();
    for (index, part) in section.split("```").enumerate() {
        if index % 2 == 1 {
            blocks.push(part.split_once('\n').unwrap().1.to_owned());
        }
    }
    let empty = Repo::new();
    for platform in ["github", "gitlab", "azure", "bitbucket", "jenkins", "pre-commit"] {
        let lines = empty.gate(&["init", "--for", platform]);
        assert_eq!(lines.code, 0, "{}", lines.text());
        let place = blocks.iter().position(|block| *block == lines.stdout);
        let place = place.unwrap_or_else(|| panic!("{platform}: no such block in the README:\n{}", lines.stdout));
        blocks.remove(place);
    }
    assert!(blocks.is_empty(), "no lines of gate init: {blocks:?}");
    let two = empty.gate(&["init", "--for", "gitlab", "--for", "jenkins"]).stdout;
    assert!(two.contains("rules:") && two.contains("changeRequest"), "{two}");
    assert!(!empty.path().join(".gate").exists());
}

#[test]
fn the_lines_for_github_and_gitlab_are_pipelines_that_nothing_is_wrong_with_but_the_pins_to_fill_in() {
    let repo = Repo::new();
    let lines = |platform: &str| repo.gate(&["init", "--for", platform]).stdout;
    let (github, gitlab) = (lines("github"), lines("gitlab"));
    repo.write(".github/workflows/gate.yml", github.replace("COMMIT_SHA", "08c6903cd8c0fde910a37f88322edcfb5dd907a8"));
    repo.write(".gitlab-ci.yml", gitlab);
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 0, "{}", run.text());
}

/// The commands run against a forge that answers, refuses, and has nothing to say.
#[test]
#[cfg(unix)]
fn the_snapshot_commands_make_a_snapshot_that_gate_reads() {
    use std::os::unix::fs::PermissionsExt;
    if Command::new("jq").arg("--version").output().is_err() {
        println!("skipped: jq is not installed");
        return;
    }
    let repo = Repo::clean();
    repo.commit();
    git2::Repository::open(repo.path()).unwrap().remote("origin", "https://github.com/acme/shop.git").unwrap();
    let said = repo.gate(&["init"]).stdout;
    let step = said.split("\n\n").find(|step| step.contains("gh api")).unwrap();
    let script: String =
        step.lines().skip_while(|line| !line.contains("repo=")).map(|line| format!("{line}\n")).collect();
    let tools = tempfile::tempdir().unwrap();
    let gh = tools.path().join("gh");
    let answers = "#!/bin/sh\ncase \"$3\" in\n\
        */protection) printf 'HTTP/2.0 404 Not Found\\r\\nA: b\\r\\n\\r\\n{\"message\":\"Branch not protected\"}'; exit 1;;\n\
        */vulnerability-alerts) printf 'HTTP/2.0 204 No Content\\r\\nA: b\\r\\n\\r\\n';;\n\
        */rules/*) printf 'HTTP/2.0 200 OK\\r\\nA: b\\r\\n\\r\\n[]';;\n\
        *) printf 'HTTP/2.0 200 OK\\r\\nA: b\\r\\n\\r\\n{\"default_branch\":\"main\",\\n\"total_count\":0,\"environments\":[]}';;\nesac\n";
    std::fs::write(&gh, answers).unwrap();
    std::fs::set_permissions(&gh, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", tools.path().display(), std::env::var("PATH").unwrap());
    let made = Command::new("sh").args(["-c", &script]).current_dir(repo.path()).env("PATH", path).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let run = repo.gate(&["check"]);
    assert!(
        run.stdout.contains("1 settings file") && run.stdout.contains("main can be changed without a pull request"),
        "{}",
        run.text()
    );
    repo.remove(CONFIG);
    assert!(!repo.gate(&["init"]).stdout.contains("gh api"), "there is a snapshot now");
}
