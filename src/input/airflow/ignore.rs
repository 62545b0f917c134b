//! `.airflowignore`: files that Airflow does not look at.
//!
//! Airflow 2 reads the lines as regular expressions, Airflow 3 as globs, and the file does not say which. A DAG file is
//! passed over only if it is ignored either way, so that a line for one release cannot hide a DAG from gate that the
//! other release runs.

use globset::GlobBuilder;
use regex::Regex;

use crate::source::{Files, RepoPath};

/// Bytes of an ignore file.
const CAP: u64 = 64 * 1024;

/// Lines of an ignore file that are read.
const LINES: usize = 500;

/// The ignore file that hides a DAG file, if one does.
pub(crate) fn ignored_by(path: &RepoPath, files: &dyn Files) -> Option<RepoPath> {
    let mut folder = path.parent();
    loop {
        let ignore = RepoPath::join(folder.as_ref(), ".airflowignore")?;
        if files.contains(&ignore) && is_ignored(path, folder.as_ref(), files.read(&ignore, CAP).ok()?.text()) {
            return Some(ignore);
        }
        folder = folder?.parent();
    }
}

fn is_ignored(path: &RepoPath, folder: Option<&RepoPath>, text: &str) -> bool {
    let whole = path.as_str();
    let below = folder.and_then(|folder| whole.strip_prefix(folder.as_str())).unwrap_or(whole).trim_start_matches('/');
    let lines = || text.lines().take(LINES).map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let as_expression = lines().any(|line| Regex::new(line).is_ok_and(|pattern| pattern.is_match(below)));
    let mut as_glob = false;
    for line in lines() {
        let (line, negated) = line.strip_prefix('!').map_or((line, false), |line| (line, true));
        if matches_glob(line, below) {
            as_glob = !negated;
        }
    }
    let expressions_fail = lines().all(|line| Regex::new(line).is_err());
    as_glob && (as_expression || expressions_fail)
}

/// Whether a line in the syntax of `.gitignore` covers a path.
fn matches_glob(line: &str, path: &str) -> bool {
    let folder_only = line.ends_with('/');
    let pattern = line.trim_end_matches('/');
    let anchored = pattern.contains('/');
    let pattern = pattern.trim_start_matches('/');
    let pattern = if anchored { pattern.to_owned() } else { format!("**/{pattern}") };
    let glob =
        |pattern: &str| GlobBuilder::new(pattern).literal_separator(true).build().map(|glob| glob.compile_matcher());
    let itself = !folder_only && glob(&pattern).is_ok_and(|glob| glob.is_match(path));
    itself || glob(&format!("{pattern}/**")).is_ok_and(|glob| glob.is_match(path))
}

#[cfg(test)]
mod tests {
    use super::ignored_by;
    use crate::source::files::Memory;
    use crate::source::{RepoPath, Source};

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    #[test]
    fn a_file_is_passed_over_only_when_both_syntaxes_say_so() {
        let cases = [
            ("broken.py", true),
            ("tests/", true),
            ("# broken.py", false),
            ("*.py", true),
            ("!broken.py", false),
            ("other.py", false),
            ("bro.*", false),
            ("^tests/bro", false),
        ];
        for (line, ignored) in cases {
            let files = Memory::new([
                Source::from_text(path("dags/.airflowignore"), line),
                Source::from_text(path("dags/tests/broken.py"), ""),
            ]);
            assert_eq!(ignored_by(&path("dags/tests/broken.py"), &files).is_some(), ignored, "{line}");
        }
    }
}
