//! What depends on the screen: width, colours, links. The terminal is a real one, made by `script` of util-linux.
#![cfg(unix)]
#![expect(clippy::print_stdout, reason = "a test says why it cannot run")]

mod support;

use std::process::Command;

use support::{Repo, UNPINNED_WORKFLOW};

const WORKFLOW: &str = ".github/workflows/ci.yml";
/// Variables of the environment.
type Set<'a> = &'a [(&'a str, &'a str)];
const LINK: &str = "\u{1b}]8;;";

fn repo() -> Repo {
    Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW)
}

/// What a terminal of so many columns receives; `None` where none can be made.
fn seen(repo: &Repo, columns: usize, environment: Set<'_>, arguments: &str) -> Option<String> {
    let inner = format!("stty rows 24 cols {columns} && {} check {arguments}", env!("CARGO_BIN_EXE_gate"));
    let ran = Command::new("script")
        .args(["--quiet", "--return", "--command", &inner, "/dev/null"])
        .current_dir(repo.path())
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .envs(environment.iter().copied())
        .output();
    let text = ran.ok().map(|output| String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"));
    let made = text.filter(|text| text.contains("gate: "));
    if made.is_none() {
        println!("skipped: no `script` of util-linux that makes a terminal");
    }
    made
}

#[test]
fn a_terminal_says_how_wide_it_is_unless_columns_says_otherwise() {
    let repo = repo();
    let rule = |text: &str| text.lines().filter(|line| line.starts_with('─')).map(|line| line.chars().count()).max();
    for (columns, environment, width) in
        [(60, None, 60), (90, None, 90), (60, Some(("COLUMNS", "72")), 72), (10, None, 40)]
    {
        let environment: Vec<(&str, &str)> = environment.into_iter().collect();
        let Some(text) = seen(&repo, columns, &environment, "--color never") else { return };
        assert_eq!(rule(&text), Some(width), "{columns} columns\n{text}");
    }
}

#[test]
fn colours_and_links_are_for_terminals_that_have_them() {
    let repo = repo();
    let xterm = ("TERM", "xterm-256color");
    let links = ("FORCE_HYPERLINK", "1");
    // What is set, the flags, whether there are colours, whether there are links.
    let cases: [(Set<'_>, &str, bool, bool); 7] = [
        (&[xterm], "", true, false),
        (&[xterm, links], "", true, true),
        (&[xterm, links, ("NO_COLOR", "1")], "", false, true),
        (&[xterm], "--color never", false, false),
        (&[("TERM", "dumb"), links], "", false, false),
        (&[("TERM", "dumb"), ("FORCE_COLOR", "1")], "", true, false),
        (&[("TERM", "dumb")], "--color always", true, false),
    ];
    for (environment, flags, colored, linked) in cases {
        let Some(text) = seen(&repo, 80, environment, flags) else { return };
        assert_eq!(
            (text.contains("\u{1b}["), text.contains(LINK)),
            (colored, linked),
            "{environment:?} {flags}\n{text:?}"
        );
    }
}

#[test]
fn a_link_leads_to_the_file() {
    let repo = repo();
    let environment = [("TERM", "xterm-256color"), ("FORCE_HYPERLINK", "1")];
    let Some(text) = seen(&repo, 100, &environment, "--color never") else { return };
    let path = repo.path().canonicalize().unwrap();
    let place = format!("{LINK}file://{}/{WORKFLOW}\u{1b}\\{WORKFLOW}:11:15{LINK}\u{1b}\\", path.display());
    assert!(text.contains(&place), "{place:?} is missing in\n{text:?}");
    assert!(text.contains(&format!("{LINK}https://docs.github.com/")), "{text:?}");
}

#[test]
fn a_pipe_gets_neither_colours_nor_links_nor_progress() {
    let repo = repo();
    let piped = Command::new(env!("CARGO_BIN_EXE_gate"))
        .args(["check", "-f", "human", "-f", "markdown=summary.md"])
        .current_dir(repo.path())
        .env_clear()
        .envs([("TERM", "xterm-kitty"), ("FORCE_HYPERLINK", "1")])
        .output()
        .unwrap();
    assert!(!piped.stdout.contains(&0x1b) && piped.stderr.is_empty(), "{piped:?}");
}

#[test]
fn an_error_in_a_file_of_gate_looks_like_a_finding() {
    let repo = Repo::clean().with(".gate/gate.yaml", "version: 1\nmode: block\nfail_on: \"high\"\n");
    let run = repo.gate(&["check"]);
    let shown: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(
        shown,
        [
            "error: unknown key `fail_on`",
            "   ┌ .gate/gate.yaml:3:1",
            " 3 │ fail_on: \"high\"",
            "   │ ^^^^^^^",
            "   = fix   did you mean `fail-on`?",
            "gate: ERROR — one of gate's own files cannot be used, so nothing was judged (exit 2)",
        ]
    );
    let finding = self::repo().gate(&["check"]).stdout;
    for part in ["    ┌ ", " 11 │ ", "    │ ", "    = fix   "] {
        assert!(finding.lines().any(|line| line.starts_with(part)), "{part} is missing in\n{finding}");
    }
}

#[test]
fn every_error_says_what_to_do_and_ends_with_the_exit_code() {
    let repo = repo().with(
        ".gate/waivers.yaml",
        "- id: W-1\n  policy: CI001\n  where: '*.yml'\n  reason: r\n  owner: a\n  approver: b\n  expires: 2026-01-01\n",
    );
    let cases: [(&[&str], &str, &str); 4] = [
        (&["check"], "   ┌ .gate/waivers.yaml:3:10", "   = fix   a waiver covers one file"),
        (&["explain", "NOPE"], "error: there is no policy `NOPE`", "   = fix   `gate policies` lists them all"),
        (&["check", "-f", "nope"], "error: ", "   = fix   "),
        (&["check", "gone"], "error: gone: no such file or folder", "   = fix   name one folder"),
    ];
    for (arguments, what, fix) in cases {
        let run = repo.gate(arguments);
        assert_eq!(run.code, 2, "{}", run.text());
        for start in [what, fix] {
            assert!(run.stderr.lines().any(|line| line.starts_with(start)), "{start} is missing in\n{}", run.stderr);
        }
        let last = run.stderr.lines().last().unwrap();
        assert!(last.starts_with("gate: ERROR — ") && last.ends_with("(exit 2)"), "{last}");
    }
}
