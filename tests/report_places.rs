//! Where reports go: to a plain file, whole or not at all, and no older one outlives a run that fails.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot be set up fails")]

mod support;

use std::os::unix::fs::symlink;
use std::process::Command;

use support::{Repo, UNPINNED_WORKFLOW};

/// Names in a folder, hidden ones too.
fn names(repo: &Repo, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(repo.path().join(folder)).unwrap();
    let mut names: Vec<String> = entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_report_goes_only_to_a_plain_file_in_a_plain_folder() {
    let outside = tempfile::tempdir().unwrap();
    let victim = outside.path().join("victim");
    for (path, says) in [
        ("file", None),
        ("folder/file", None),
        ("to-file", Some("a link")),
        ("to-nothing", Some("a link")),
        ("to-outside", Some("a link")),
        ("folder", Some("a folder")),
        ("linked/file", Some("a link of the judged tree")),
        ("linked/../file", Some("a link of the judged tree")),
        ("out/file", Some("a link of the judged tree")),
        ("nowhere/file", Some("no such folder")),
        ("/dev/null", Some("a device or a pipe")),
        ("/dev/stdout", Some("a link")),
    ] {
        let repo = Repo::clean().with("folder/a", "").with("kept", "kept");
        std::fs::write(&victim, "kept").unwrap();
        let link = |target: &str, name: &str| symlink(target, repo.path().join(name)).unwrap();
        link("kept", "to-file");
        link("nothing", "to-nothing");
        link(victim.to_str().unwrap(), "to-outside");
        link("folder", "linked");
        link(outside.path().to_str().unwrap(), "out");
        let run = repo.gate(&["check", "-f", &format!("json={path}")]);
        match says {
            None => {
                assert_eq!(run.code, 0, "{path}: {}", run.text());
                assert!(std::fs::read_to_string(repo.path().join(path)).unwrap().starts_with('{'), "{path}");
            }
            Some(says) => {
                assert_eq!(run.code, 2, "{path}: {}", run.text());
                assert!(run.stderr.contains(says) && run.stderr.contains("= fix "), "{path}: {}", run.stderr);
            }
        }
        for kept in [repo.path().join("kept"), victim.clone()] {
            assert_eq!(std::fs::read_to_string(kept).unwrap(), "kept", "{path}");
        }
    }
}

#[test]
fn an_older_report_does_not_outlive_a_run_that_fails() {
    for (name, text, code) in [
        (".gate/gate.yaml", "no-such-key: 1\n", 2),
        (".github/workflows/x.yml", UNPINNED_WORKFLOW, 1),
        (".github/workflows/x.yml", "on: [push\n", 3),
    ] {
        let repo = Repo::clean().with(name, text).with("old.sarif", "{\"runs\":[]}");
        let run = repo.gate(&["check", "-f", "human", "-f", "sarif=old.sarif"]);
        assert_eq!(run.code, code, "{}", run.text());
        let left = std::fs::read_to_string(repo.path().join("old.sarif"));
        assert!(left.as_ref().map_or(code == 2, |text| code != 2 && text.contains("\"results\"")), "{name}: {left:?}");
    }
}

#[test]
fn two_names_of_one_file_are_one_file() {
    let run = Repo::clean().gate(&["check", "-f", "json=r", "-f", "sarif=./r"]);
    assert_eq!(run.code, 2, "{}", run.text());
}

#[test]
fn nothing_is_left_on_a_disk_that_is_full() {
    let repo = Repo::clean().with(".github/workflows/x.yml", UNPINNED_WORKFLOW);
    let disk = repo.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=4k", "gate"]).arg(&disk).status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("skipped: only root can mount a small disk");
        return;
    }
    std::fs::write(disk.join("taken"), "x".repeat(4096)).unwrap();
    let run = repo.gate(&["check", "-f", "sarif=disk/gate.sarif"]);
    let left = names(&repo, "disk");
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
    assert_eq!(run.code, 2, "{}", run.text());
    assert!(run.stderr.contains("disk/gate.sarif: cannot be written"), "{}", run.stderr);
    assert_eq!(left, ["taken"]);
}

#[test]
fn the_judging_process_says_what_the_kernel_holds_it_to() {
    let run = Repo::clean().gate(&["check", "-v"]);
    assert!(run.stderr.starts_with("judging process: "), "{}", run.stderr);
    assert!(Repo::clean().gate(&["check"]).stderr.is_empty());
}
