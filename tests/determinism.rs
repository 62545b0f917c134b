//! Same bytes in, same bytes out: whatever the order of creation, the folder gate is called from, or the environment.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot be set up fails")]

mod support;

use std::process::Command;

use support::{FORMATS, Repo, project};

fn copy(from: &std::path::Path, repo: &Repo, reverse: bool) {
    let mut files: Vec<_> = walkdir::WalkDir::new(from)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    if reverse {
        files.reverse();
    }
    for file in files {
        let path = file.strip_prefix(from).unwrap().to_str().unwrap().to_owned();
        repo.write(&path, std::fs::read(&file).unwrap());
    }
}

/// A report without the one line that says when it was made.
fn timeless(report: &str) -> String {
    let (dated, rest): (Vec<&str>, Vec<&str>) =
        report.lines().partition(|line| line.trim_start().starts_with("\"time\": \""));
    assert!(dated.len() <= 1, "{dated:?}");
    rest.join("\n")
}

#[test]
fn order_folder_locale_and_environment_change_nothing() {
    let example = project().join("examples/payments");
    let (one, other) = (Repo::new(), Repo::new());
    copy(&example, &one, false);
    copy(&example, &other, true);
    for format in FORMATS {
        let first = one.gate(&["check", "-f", format]);
        assert!(first.code == 1 && !first.stdout.is_empty(), "{format}: {}", first.stderr);
        let first = timeless(&first.stdout);
        let second = timeless(&other.gate(&["check", "-f", format]).stdout);
        assert!(first == second, "{format}: the order in which files were made shows");
        let elsewhere = Command::new(env!("CARGO_BIN_EXE_gate"))
            .args(["check", "-f", format])
            .arg(one.path())
            .current_dir(std::env::temp_dir())
            .env_clear()
            .envs([
                ("LC_ALL", "tr_TR.UTF-8"),
                ("TZ", "Asia/Kathmandu"),
                ("RUST_BACKTRACE", "1"),
                ("RAYON_NUM_THREADS", "1"),
            ])
            .output()
            .unwrap();
        let elsewhere = timeless(&String::from_utf8(elsewhere.stdout).unwrap());
        assert!(first == elsewhere, "{format}: folder, locale or environment shows");
    }
}
