//! `exclude`: files of the repository that no platform runs, such as fixtures, vendored trees and documentation.

use globset::{Glob, GlobBuilder, GlobMatcher};
use serde::Deserialize;

use crate::source::RepoPath;

/// One entry of `exclude`: what it covers, why, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exclusion {
    /// Paths, folders and globs, relative to the root of the repository.
    pub paths: Vec<Pattern>,
    /// Why no platform runs these files.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
}

impl Exclusion {
    /// Whether one of its patterns covers a file.
    #[must_use]
    pub fn covers(&self, path: &RepoPath) -> bool {
        self.paths.iter().any(|pattern| pattern.covers(path))
    }
}

/// A path, a folder, which covers everything below it, or a glob: `*` and `?` stay within a folder, `**` does not.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern {
    text: String,
    glob: GlobMatcher,
}

/// A name in no repository: what covers it says nothing about what it covers.
const ANYTHING: [&str; 2] = ["\u{1}", "\u{1}/\u{1}/\u{1}"];

impl Pattern {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The pattern of one path or folder, whatever signs are in its name.
    #[must_use]
    pub fn literal(path: &RepoPath) -> String {
        let sign = |c: char| if r"\*?[]{}".contains(c) { format!("\\{c}") } else { c.to_string() };
        path.as_str().chars().map(sign).collect()
    }

    /// Whether it covers a file.
    #[must_use]
    pub fn covers(&self, path: &RepoPath) -> bool {
        let folders = path.as_str().match_indices('/').filter_map(|(at, _)| path.as_str().get(..at));
        folders.chain([path.as_str()]).any(|step| self.glob.is_match(step))
    }

    fn covers_anything(&self) -> bool {
        ANYTHING.iter().any(|name| RepoPath::new(name).is_some_and(|path| self.covers(&path)))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let inside = text.trim_end_matches('/');
        let outside = text.starts_with('/') || inside.split('/').any(|part| matches!(part, "" | "." | ".."));
        if outside {
            return Err(format!("`{text}` is not relative to the root of the repository; write it as tests/fixtures"));
        }
        let glob = GlobBuilder::new(inside).literal_separator(true).backslash_escape(true).build();
        let glob = glob.as_ref().map(Glob::compile_matcher);
        let glob = glob.map_err(|error| format!("`{text}` is no glob: {}", error.kind()))?;
        let pattern = Self { text, glob };
        if pattern.covers_anything() {
            return Err(format!("`{}` covers everything; name the folders that no platform runs", pattern.text));
        }
        Ok(pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;
    use crate::source::RepoPath;

    fn pattern(text: &str) -> Result<Pattern, String> {
        Pattern::try_from(text.to_owned())
    }

    #[test]
    fn a_pattern_covers_a_path_a_folder_or_what_its_glob_says() {
        let cases = [
            ("tests/fixtures", "tests/fixtures/a/main.tf", true),
            ("tests/fixtures/", "tests/fixtures/a.yml", true),
            ("tests/fixtures", "tests/fixtures2/a.yml", false),
            ("tests/fixtures", "x/tests/fixtures/a.yml", false),
            ("docs/a.py", "docs/a.py", true),
            ("docs/*.py", "docs/a.py", true),
            ("docs/*.py", "docs/deep/a.py", false),
            ("docs/**/*.py", "docs/deep/a.py", true),
            ("docs/**", "docs/deep/a.py", true),
            ("**/testdata", "x/y/testdata/z.tf", true),
            ("**/testdata/**", "testdata/z.tf", true),
            ("examples/{a,b}", "examples/b/main.tf", true),
            ("examples/[!a]", "examples/a/main.tf", false),
        ];
        for (text, path, expected) in cases {
            let path = RepoPath::new(path).unwrap();
            assert_eq!(pattern(text).unwrap().covers(&path), expected, "{text} {path}");
        }
    }

    #[test]
    fn a_literal_pattern_covers_its_path_and_no_other() {
        for name in ["a/b", "a[1]", "{x,y}", "*", "?", r"a\b", r"\", "[!a]*", "!a", "a b", "\u{e4}\n#"] {
            let path = RepoPath::new(name).unwrap();
            let pattern = pattern(&Pattern::literal(&path)).unwrap();
            assert!(pattern.covers(&path), "{name}");
            for other in ["a", "a1", "x", "y", "zz", "a/c", "ab"] {
                assert!(!pattern.covers(&RepoPath::new(other).unwrap()), "{name} {other}");
            }
        }
    }

    #[test]
    fn everything_and_elsewhere_are_refused() {
        for everything in ["**", "*", "?", "**/*", "*/**", "**/**", "*/*", "{a,*}", "[!a]*", "**/"] {
            assert!(pattern(everything).unwrap_err().contains("covers everything"), "{everything}");
        }
        for elsewhere in ["", "/", "/etc", "../x", "a/../b", ".", "./a", "a//b"] {
            assert!(pattern(elsewhere).unwrap_err().contains("relative to the root"), "{elsewhere}");
        }
        assert!(pattern("a[").unwrap_err().contains("no glob"));
    }
}
