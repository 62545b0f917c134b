//! What a careless or malicious colleague does to editions, days, the rules of an organisation and `--changed`: a table of
//! cases through the real binary, none of which is let through, and of honest ones, all of which are.
//!
//! `cargo test --locked --test tightened -- --nocapture` prints it.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::format_push_string,
    clippy::too_many_lines,
    clippy::print_stdout,
    clippy::items_after_statements,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "tables of cases, each with a repository; one that cannot be made fails the test"
)]

mod changed;
mod changed_evidence;
mod dates;
mod editions;
mod extends;
mod extends_commits;
mod extends_files;
mod extends_people;
#[path = "../support/organisation.rs"]
mod organisation;
#[path = "../support/mod.rs"]
mod support;

use support::Run;

/// The rows of one topic.
struct Table {
    topic: &'static str,
    attacks: usize,
    honest: usize,
    wrong: Vec<String>,
}

impl Table {
    const fn new(topic: &'static str) -> Self {
        Self { topic, attacks: 0, honest: 0, wrong: Vec::new() }
    }

    /// Somebody writes what gate must not take: nothing is judged, and all of this is said.
    fn refused(&mut self, what: &str, run: &Run, says: &[&str]) {
        self.attacks += 1;
        let flat = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        let missing: Vec<&&str> = says.iter().filter(|part| !flat.contains(**part)).collect();
        let is_right = run.code == 2 && run.stdout.is_empty() && missing.is_empty() && !says.is_empty();
        let said = if is_right { says.join(", ") } else { run.stderr.clone() };
        self.row("attack", what, run, is_right, &format!("exit 2, {says:?}"), &said);
    }

    /// Somebody breaks what judges: the run does not pass, however it ends.
    fn not_passed(&mut self, what: &str, run: &Run) {
        self.attacks += 1;
        self.row("attack", what, run, [1, 2, 3].contains(&run.code), "exit 1, 2 or 3", "");
    }

    /// Somebody wants something not to decide: exactly this does all the same, in a report in JSON.
    fn decides(&mut self, what: &str, run: &Run, code: i32, open: &[&str]) {
        self.attacks += 1;
        let found = if run.code == 2 { vec![run.stderr.clone()] } else { run.decides() };
        let is_right = run.code == code && code != 0 && found == open && !open.is_empty();
        self.row("attack", what, run, is_right, &format!("exit {code}, {open:?}"), &found.join(", "));
    }

    /// Somebody does what they may: it passes, and so many things are set aside, each in this state.
    fn honest(&mut self, what: &str, run: &Run, aside: &[&str]) {
        self.honest += 1;
        let (found, open) =
            if run.code == 2 { (vec![], vec![run.stderr.clone()]) } else { (set_aside(run), run.decides()) };
        let is_right = run.code == 0 && open.is_empty() && found == aside;
        self.row("honest", what, run, is_right, &format!("exit 0, {aside:?} set aside"), &found.join(", "));
    }

    fn row(&mut self, kind: &str, what: &str, run: &Run, is_right: bool, expected: &str, said: &str) {
        println!("{:8} {kind}  {what:68} exit {}  {said}", self.topic, run.code);
        if !is_right {
            let found = if run.code == 2 { &run.stderr } else { said };
            self.wrong.push(format!("{what}: exit {}, not {expected}\n{found}", run.code));
        }
    }

    /// Fails with every row that is wrong.
    #[track_caller]
    fn end(self, attacks: usize, honest: usize) {
        let Self { topic, wrong, .. } = self;
        println!("{topic}: {} attacks and {} honest, {} wrong", self.attacks, self.honest, wrong.len());
        assert!(wrong.is_empty(), "{topic}: {} wrong:\n{}", wrong.len(), wrong.join("\n"));
        assert!(self.attacks >= attacks && self.honest >= honest, "{topic} has fewer rows than it had");
    }
}

/// The states of what does not decide, in the order of the report.
fn set_aside(run: &Run) -> Vec<String> {
    let report = run.json();
    let all = |list: &str| report[list].as_array().unwrap().clone();
    let states = all("findings").into_iter().chain(all("set_aside"));
    states.map(|it| text(&it["disposition"]["state"])).filter(|state| state != "open").collect()
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
