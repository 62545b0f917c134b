//! `--changed`: whatever way a change takes, what was there before does not decide and what it introduces does.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot be set up fails")]
#![expect(clippy::disallowed_methods, reason = "tests make and read files")]
#![expect(clippy::too_many_lines, reason = "tables of cases")]

#[path = "../support/mod.rs"]
mod support;

mod code;
mod edits;
mod history;
mod naive;
mod pipelines;
mod reports;
mod repository;
mod rules;
mod sharing;
mod unread;

use support::{Repo, Run};

/// What a change does to a file.
enum Edit {
    /// It is written anew.
    Write(&'static str, String),
    /// It is gone.
    Remove(&'static str),
    /// It has another name.
    Rename(&'static str, &'static str),
    /// Texts in it become others.
    Replace(&'static str, Vec<(&'static str, &'static str)>),
}

use Edit::{Remove, Rename, Replace, Write};

/// A change of a tree, and what of it decides.
struct Case {
    /// What the change does.
    name: &'static str,
    base: Vec<(&'static str, String)>,
    change: Vec<Edit>,
    /// The exit code.
    code: i32,
    /// Every open finding as `policy path:line`, and what could not be judged as `? path`.
    open: &'static [&'static str],
}

impl Case {
    fn check(&self) -> Result<(), String> {
        let repo = Repo::new();
        for (path, text) in &self.base {
            repo.write(path, text);
        }
        let base = repo.commit();
        for edit in &self.change {
            apply(&repo, edit);
        }
        repo.commit();
        let run = changed(&repo, &base, &[]);
        let found = run.decides();
        if run.code == self.code && found == self.open {
            return Ok(());
        }
        Err(format!("{}: exit {} and {found:?}, not {} and {:?}", self.name, run.code, self.code, self.open))
    }
}

fn apply(repo: &Repo, edit: &Edit) {
    let read = |path: &str| std::fs::read_to_string(repo.path().join(path)).unwrap();
    match edit {
        Write(path, text) => repo.write(path, text),
        Remove(path) => repo.remove(path),
        Rename(from, to) => {
            let text = read(from);
            repo.remove(from);
            repo.write(to, text);
        }
        Replace(path, texts) => {
            let mut text = read(path);
            for (from, to) in texts {
                assert!(text.contains(from), "{path} has no {from:?}");
                text = text.replace(from, to);
            }
            repo.write(path, text);
        }
    }
}

/// Checks every case and says all that is wrong.
fn all(cases: &[Case]) {
    let wrong: Vec<String> = cases.iter().filter_map(|case| case.check().err()).collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Judges the change since a base.
fn changed(repo: &Repo, base: &str, more: &[&str]) -> Run {
    let arguments = ["check", "--base", base, "--changed", "--format", "json"];
    repo.gate(&[&arguments, more].concat())
}

/// How many findings and other things were there before.
fn before(run: &Run) -> usize {
    let json = run.json();
    let count =
        |list: &str| json[list].as_array().unwrap().iter().filter(|it| it["disposition"]["state"] == "before").count();
    count("findings") + count("set_aside")
}
