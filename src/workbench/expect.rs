//! The `.expect` file of a fixture: every finding of its policy, no more and no less.
//!
//! One line each: `<path>:<line>:<column>` for a violation, `unknown <path>:<line>:<column>` for an unknown,
//! `problem <path>:<line>:<column>` for a part of the fixture that cannot be read on purpose. A fixture of one file may
//! leave the path out.

use std::fmt;

use crate::finding::{Answer, Finding};
use crate::input::Problem;
use crate::source::{Position, RepoPath};

/// What a line of the file is about. Ordered as the words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    Violation,
    Problem,
    Unknown,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Expected {
    word: Word,
    path: String,
    line: u32,
    column: u32,
}

impl Expected {
    /// What a finding should be expected as.
    pub(super) fn of_finding(finding: &Finding) -> Self {
        let word = match finding.answer {
            Answer::Violation => Word::Violation,
            Answer::Unknown => Word::Unknown,
        };
        Self::at(word, &finding.location.path, finding.location.start)
    }

    /// What a problem should be expected as.
    pub(super) fn of_problem(problem: &Problem) -> Self {
        Self::at(Word::Problem, &problem.path, problem.position.unwrap_or(Position::START))
    }

    /// Whether it is a violation.
    pub(super) fn is_violation(&self) -> bool {
        self.word == Word::Violation
    }

    /// Path, line and column.
    pub(super) fn place(&self) -> (&str, u32, u32) {
        (&self.path, self.line, self.column)
    }

    fn at(word: Word, path: &RepoPath, position: Position) -> Self {
        Self { word, path: path.as_str().to_owned(), line: position.line, column: position.column }
    }

    /// One line of the file; `only` is the path of a fixture of one file.
    fn parse(line: &str, only: Option<&RepoPath>) -> Option<Self> {
        let (word, place) = match line.split_once(' ') {
            Some(("unknown", place)) => (Word::Unknown, place),
            Some(("problem", place)) => (Word::Problem, place),
            _ => (Word::Violation, line),
        };
        let (front, column) = place.rsplit_once(':')?;
        let (path, line) = match front.rsplit_once(':') {
            Some((path, line)) => (path, line),
            None => (only?.as_str(), front),
        };
        Some(Self { word, path: path.to_owned(), line: line.parse().ok()?, column: column.parse().ok()? })
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.word {
            Word::Violation => "",
            Word::Problem => "problem ",
            Word::Unknown => "unknown ",
        };
        write!(out, "{word}{}:{}:{}", self.path, self.line, self.column)
    }
}

/// Reads an `.expect` file.
///
/// # Errors
/// A fragment that names the line.
pub(super) fn read(text: &str, only: Option<&RepoPath>) -> Result<Vec<Expected>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut expected = lines
        .map(|line| {
            Expected::parse(line, only).ok_or_else(|| format!("`{line}` is not [unknown |problem ]path:line:column"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    expected.sort();
    Ok(expected)
}

/// What differs, as lines with `+` (found, not expected) and `-` (expected, not found); `None` when nothing does.
pub(super) fn difference(expected: &[Expected], mut found: Vec<Expected>) -> Option<String> {
    found.sort();
    let mut lines = Vec::new();
    for line in expected {
        match found.iter().position(|other| other == line) {
            Some(at) => drop(found.remove(at)),
            None => lines.push(format!("- {line}")),
        }
    }
    lines.extend(found.iter().map(|line| format!("+ {line}")));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{difference, read};
    use crate::source::RepoPath;

    #[test]
    fn a_line_names_a_place_and_may_leave_out_the_path_of_the_only_file() {
        let only = RepoPath::new("dags/x.py").unwrap();
        let expected = read("9:15\nunknown a.py:1:2\n\nproblem main.tf:3:1\n", Some(&only)).unwrap();
        let shown: Vec<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["dags/x.py:9:15", "problem main.tf:3:1", "unknown a.py:1:2"]);
        for bad in ["9", "a.py", "a.py:1", "maybe a.py:1:x", "9:15"] {
            assert!(read(bad, None).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_finding_counts_and_none_may_be_missing() {
        let lines = |text: &str| read(text, None).unwrap();
        assert_eq!(difference(&lines("a:1:1\na:1:1"), lines("a:1:1\na:1:1")), None);
        let found = difference(&lines("a:1:1\na:1:1\nb:1:1"), lines("a:1:1\nc:1:1"));
        assert_eq!(found.as_deref(), Some("- a:1:1\n- b:1:1\n+ c:1:1"));
    }
}
