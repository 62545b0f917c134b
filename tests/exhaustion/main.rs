//! Inputs that are made to exhaust whoever reads them: each ends soon, within the memory of a run, and with an exit
//! code that says what happened. `cargo test --test exhaustion -- --nocapture` prints the figures.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot be set up fails")]
#![expect(clippy::print_stdout, reason = "the figures are for people")]

mod documents;
mod forms;
mod pipelines;
mod places;
#[path = "../support/mod.rs"]
mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::Repo;

/// The longest that a run may take here; on a machine of its own, and built for release, none takes five seconds.
const TIME: Duration = Duration::from_mins(1);

/// The memory of a run in KiB: 1 GiB, and 16 times the largest input, of which none here has more than 10 MiB.
const MEMORY: u64 = (1 << 20) + 16 * 10 * 1024;

/// One input.
pub(crate) struct Input {
    name: &'static str,
    make: fn(&Repo),
    arguments: &'static [&'static str],
    /// The exit codes that are honest.
    codes: &'static [i32],
}

pub(crate) const fn input(
    name: &'static str,
    make: fn(&Repo),
    arguments: &'static [&'static str],
    codes: &'static [i32],
) -> Input {
    Input { name, make, arguments, codes }
}

/// A pipe that nobody writes to.
pub(crate) fn pipe(repo: &Repo, path: &str) {
    let file = repo.path().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    assert!(Command::new("mkfifo").arg(file).status().unwrap().success());
}

/// A link.
pub(crate) fn link(repo: &Repo, target: impl AsRef<Path>, path: &str) {
    let file = repo.path().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(target, file).unwrap();
}

/// How a run ended: its code, the time and, where it can be measured, the memory of its largest process in KiB.
struct Ended {
    code: i32,
    time: Duration,
    memory: Option<u64>,
    text: String,
}

fn run(repo: &Repo, arguments: &[&str]) -> Ended {
    let gate = env!("CARGO_BIN_EXE_gate");
    let measured = Path::new("/usr/bin/time").exists();
    let out = tempfile::tempdir().unwrap();
    let figure = out.path().join("memory");
    let mut command = if measured {
        let mut command = Command::new("/usr/bin/time");
        command.args(["-q", "-f", "%M", "-o"]).arg(&figure).arg(gate);
        command
    } else {
        Command::new(gate)
    };
    let printed = std::fs::File::create(out.path().join("printed")).unwrap();
    let started = Instant::now();
    let mut child = command
        .args(arguments)
        .current_dir(repo.path())
        .env_clear()
        .stdin(Stdio::null())
        .stdout(printed.try_clone().unwrap())
        .stderr(printed)
        .spawn()
        .unwrap();
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code().unwrap_or(-1);
        }
        if started.elapsed() > TIME * 2 {
            child.kill().unwrap();
            break -2;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let memory = std::fs::read_to_string(figure).ok().and_then(|text| text.trim().parse().ok());
    let text = std::fs::read(out.path().join("printed")).unwrap();
    Ended { code, time: started.elapsed(), memory, text: String::from_utf8_lossy(&text).into_owned() }
}

fn judge(inputs: &[Input]) {
    let mut wrong = Vec::new();
    for input in inputs {
        let repo = Repo::clean();
        (input.make)(&repo);
        let ended = run(&repo, input.arguments);
        let memory = ended.memory.map_or_else(|| "-".to_owned(), |kib| format!("{} MiB", kib / 1024));
        println!("{:52} exit {:>2} {:>7.2} s {memory:>9}", input.name, ended.code, ended.time.as_secs_f64());
        let small = ended.memory.is_none_or(|memory| memory <= MEMORY);
        if !input.codes.contains(&ended.code) || ended.time > TIME || !small {
            let text: String = ended.text.chars().take(800).collect();
            wrong.push(format!("{}: exit {}, expected {:?}\n{text}", input.name, ended.code, input.codes));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n---\n"));
}

#[test]
fn documents_that_grow_when_they_are_read() {
    judge(documents::INPUTS);
}

#[test]
fn scripts_whose_ways_and_variables_multiply() {
    judge(pipelines::SCRIPTS);
}

#[test]
#[ignore = "a minute with a debug build: cargo test --release --test exhaustion -- --ignored"]
fn pipelines_whose_calls_multiply() {
    judge(pipelines::CALLS);
}

#[test]
fn trees_and_repositories_that_are_not_what_they_seem() {
    judge(places::INPUTS);
}

#[test]
fn rules_and_reports_that_are_no_files() {
    judge(forms::INPUTS);
}
