//! gate and git must name the same files, whatever an ignore file says.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use super::Scratch;
use crate::source::ignore::Ignore;

/// What patterns are made of.
const PIECES: &[&str] = &[
    "a",
    "b",
    "ab",
    "c",
    "*",
    "*",
    "**",
    "**",
    "?",
    "/",
    "/",
    "/",
    "**/",
    "/**",
    "[ab]",
    "[!a]",
    "[^b-c]",
    "[a",
    "\\",
    "\\*",
    "!",
    " ",
    "#",
    ".c",
    "{a,b}",
    "[[:alpha:]]",
    "***",
    "a/b",
    "]",
];

/// Ignore files that are made, and the rules in each.
const FILES: usize = 400;
const RULES: u64 = 4;

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn pattern(&mut self) -> String {
        (0..=self.below(5)).map(|_| PIECES[usize::try_from(self.below(29)).unwrap()]).collect()
    }

    fn file(&mut self) -> String {
        (0..=self.below(RULES)).map(|_| self.pattern() + "\n").collect()
    }
}

/// Every file of three folders' depth over a few names.
fn paths() -> Vec<String> {
    let names = ["a", "b", "ab", "a.c", "c", "#a", "a b"];
    let mut paths = Vec::new();
    for first in names {
        paths.push(format!("1{first}"));
        for second in names {
            paths.push(format!("{first}/1{second}"));
            paths.extend(["a", "b", "ab", ".c", "a.c"].map(|third| format!("{first}/{second}/{third}")));
        }
    }
    paths
}

/// Those that git ignores; `None` where there is no git.
fn git(scratch: &Scratch, paths: &[String]) -> Option<BTreeSet<String>> {
    let mut git = Command::new("git")
        .args(["check-ignore", "-z", "--stdin"])
        .current_dir(scratch.root())
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    git.stdin.take()?.write_all(paths.join("\0").as_bytes()).ok()?;
    let output = git.wait_with_output().ok()?;
    // 1: none is ignored.
    matches!(output.status.code(), Some(0 | 1)).then_some(())?;
    Some(String::from_utf8(output.stdout).ok()?.split_terminator('\0').map(str::to_owned).collect())
}

#[test]
fn git_and_gate_ignore_the_same_files() {
    let scratch = Scratch::new();
    let paths = paths();
    for path in &paths {
        scratch.write(path, "x");
    }
    let mut numbers = Numbers(20_261_127);
    let (mut asked, mut ignored) = (0, 0);
    for _ in 0..FILES {
        let (top, inner, exclude) = (numbers.file(), numbers.file(), numbers.file());
        scratch.write(".gitignore", &top);
        scratch.write("a/.gitignore", &inner);
        scratch.write(".git/info/exclude", if numbers.below(3) == 0 { &exclude } else { "" });
        let Some(expected) = git(&scratch, &paths) else {
            println!("skipped: git is not installed");
            return;
        };
        let mut ignore = Ignore::new(scratch.root(), &scratch.root().join(".git/info/exclude"));
        let found = paths.iter().filter(|path| ignore.ignores(path.as_bytes(), false)).cloned().collect();
        let differs: Vec<&String> = expected.symmetric_difference(&found).collect();
        assert!(differs.is_empty(), "{top:?} {inner:?} {exclude:?}: {differs:?}\ngit: {expected:?}");
        (asked, ignored) = (asked + paths.len(), ignored + found.len());
    }
    println!("{asked} questions, {ignored} times ignored");
    assert!(ignored > asked / 50, "the rules ignore too little to show anything");
}
