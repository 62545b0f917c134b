//! CODEOWNERS: who must review what.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::document::{Problem, Table};
use crate::limits::Limits;
use crate::source::{Files, RepoPath, Source, Span, Unreadable};

/// Where GitHub and GitLab look, in GitHub's order; the first file counts.
const PATHS: [&str; 4] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

/// A CODEOWNERS file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Codeowners {
    /// The whole file.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its path.
    pub path: String,
    /// Its rules in the order of the file; the last that matches a path counts.
    pub rules: Vec<OwnerRule>,
}

/// One line of CODEOWNERS.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnerRule {
    /// The pattern.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The paths that it is about, in the syntax of the file.
    pub pattern: String,
    /// Who owns them; empty = nobody, which also lifts an earlier rule.
    pub owners: Vec<String>,
}

/// Reads the file that the forge would read. One that cannot be read is a problem.
pub(super) fn find(
    document: &RepoPath,
    files: &dyn Files,
    limits: &Limits,
    problems: &mut Vec<Problem>,
) -> (Table, Option<Codeowners>) {
    let mut table = Table::new(document);
    for path in PATHS.iter().filter_map(|path| RepoPath::new(path)) {
        match files.read(&path, limits.file_bytes) {
            Ok(source) => {
                let codeowners = read(&mut table, &source);
                return (table, Some(codeowners));
            }
            Err(Unreadable::Missing) => {}
            Err(error) => problems.push(Problem::of(&path, &error.to_string())),
        }
    }
    (table, None)
}

fn read(table: &mut Table, source: &Arc<Source>) -> Codeowners {
    let loc = table.add(source, Span::new(0, source.text().len()), None);
    let mut rules = Vec::new();
    let mut defaults: Vec<String> = Vec::new();
    let mut start = 0_usize;
    for line in source.text().split_inclusive('\n') {
        let words = words(line);
        match words.first() {
            None => {}
            Some((_, first)) if first.starts_with('[') || first.starts_with("^[") => {
                // A section of GitLab: the owners behind its name own what a rule of it leaves open.
                defaults = line.rsplit(']').next().map(|rest| owners(&self::words(rest))).unwrap_or_default();
            }
            Some((at, pattern)) => {
                let named = owners(words.get(1..).unwrap_or_default());
                let begin = start.saturating_add(*at);
                let span = Span::new(begin, begin.saturating_add(pattern.len()));
                let loc = table.add(source, span, None);
                let owners = if named.is_empty() { defaults.clone() } else { named };
                rules.push(OwnerRule { loc, pattern: pattern.replace("\\ ", " "), owners });
            }
        }
        start = start.saturating_add(line.len());
    }
    Codeowners { loc, path: source.path().as_str().to_owned(), rules }
}

fn owners(words: &[(usize, &str)]) -> Vec<String> {
    words.iter().filter(|(_, word)| word.contains('@')).map(|(_, word)| (*word).to_owned()).collect()
}

/// The words of a line up to a comment, each with its first byte; `\\ ` does not end a word.
fn words(line: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut begin: Option<usize> = None;
    let mut escaped = false;
    for (at, character) in line.char_indices() {
        if character == '#' && begin.is_none() {
            return words;
        }
        if character.is_whitespace() && !escaped {
            words.extend(begin.take().and_then(|begin| Some((begin, line.get(begin..at)?))));
        } else if begin.is_none() {
            begin = Some(at);
        }
        escaped = character == '\\' && !escaped;
    }
    words.extend(begin.and_then(|begin| Some((begin, line.get(begin..)?))));
    words
}
