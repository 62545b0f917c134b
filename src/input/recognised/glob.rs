//! The globs of the table: `*` stays in its folder, `**` is any number of folders.
//!
//! There are hundreds of them, and each is asked about a handful of names in a run; so they are compared as they stand,
//! without a regular expression, whose making alone takes longer than judging a small repository. `source::wildmatch`,
//! whose steps are counted for patterns that somebody else wrote, takes a tenth more of a run over a thousand files.

use super::shape::matches;

/// One glob.
#[derive(Debug, Clone)]
pub(super) struct Glob {
    /// The folders in front of the name; `**` for any number of them.
    folders: Vec<&'static str>,
    /// The name of the file; `**` for everything below.
    name: &'static str,
    /// Whether capital and small letters are the same.
    any_case: bool,
}

impl Glob {
    /// A glob of the table; `~` in front of it says that letters may be of any case.
    pub(super) fn new(text: &'static str) -> Option<Self> {
        let (any_case, text) = text.strip_prefix('~').map_or((false, text), |rest| (true, rest));
        let mut folders: Vec<&str> = text.split('/').collect();
        let name = folders.pop()?;
        let plain = |part: &&str| !part.is_empty() && !part.contains(['?', '[', ']', '{', '}', '\\']);
        let sound = folders.iter().all(plain) && plain(&name);
        sound.then_some(Self { folders, name, any_case })
    }

    /// The name, where it is no pattern.
    pub(super) fn literal_name(&self) -> Option<&'static str> {
        (!self.any_case && !self.name.contains('*')).then_some(self.name)
    }

    /// A folder that stands in every path that matches.
    pub(super) fn literal_folder(&self) -> Option<&'static str> {
        let literal = |folder: &&&str| !self.any_case && !folder.contains('*');
        self.folders.iter().find(literal).copied()
    }

    /// Whether a path matches.
    pub(super) fn is_match(&self, path: &Parts<'_>) -> bool {
        if self.any_case && path.whole.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return self.is_match(&Parts::of(&path.whole.to_ascii_lowercase()));
        }
        if self.name == "**" {
            let before = |end: usize| path.folders.get(..end).unwrap_or_default();
            return (0..=path.folders.len()).any(|end| follow(&self.folders, before(end)));
        }
        matches(self.name, path.name) && follow(&self.folders, &path.folders)
    }
}

/// A path taken apart once for all globs.
pub(super) struct Parts<'a> {
    whole: &'a str,
    /// The folders, outermost first.
    pub(super) folders: Vec<&'a str>,
    /// The name of the file.
    pub(super) name: &'a str,
}

impl<'a> Parts<'a> {
    /// The parts of a path.
    pub(super) fn of(path: &'a str) -> Self {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        Self { whole: path, folders: folder.split('/').filter(|folder| !folder.is_empty()).collect(), name }
    }
}

/// Whether folders are those of a glob.
fn follow(globs: &[&str], folders: &[&str]) -> bool {
    let Some((glob, globs)) = globs.split_first() else { return folders.is_empty() };
    if *glob == "**" {
        return (0..=folders.len()).any(|start| follow(globs, folders.get(start..).unwrap_or_default()));
    }
    folders.split_first().is_some_and(|(folder, rest)| matches(glob, folder) && follow(globs, rest))
}

#[cfg(test)]
mod tests {
    use super::{Glob, Parts};

    #[test]
    fn a_glob_means_what_the_table_says() {
        let cases = [
            ("a.yml", "a.yml", true),
            ("a.yml", "b/a.yml", false),
            ("*.yml", "a.yml", true),
            ("*.yml", "b/a.yml", false),
            ("a*.yml", "b.yml", false),
            ("**/a.yml", "a.yml", true),
            ("**/a.yml", "b/c/a.yml", true),
            ("**/a.yml", "b/xa.yml", false),
            ("x/**/*.yml", "x/a.yml", true),
            ("x/**/*.yml", "x/b/c/a.yml", true),
            ("x/**/*.yml", "y/x/a.yml", false),
            ("x/*/a", "x/b/a", true),
            ("x/*/a", "x/a", false),
            ("**/x/**", "x/a", true),
            ("**/x/**", "b/x/c/a", true),
            ("**/x/**", "x", false),
            ("**/x/*/**/*.yml", "x/b/a.yml", true),
            ("**/x/*/**/*.yml", "x/a.yml", false),
            ("a", "A", false),
            ("~a", "A", true),
        ];
        for (glob, path, expected) in cases {
            assert_eq!(Glob::new(glob).unwrap().is_match(&Parts::of(path)), expected, "{glob} {path}");
        }
        for broken in ["", "a//b", "/a", "a/", "[ab]", "a?", "{a,b}"] {
            assert!(Glob::new(broken).is_none(), "{broken}");
        }
    }

    #[test]
    fn the_longest_path_is_compared_in_steps_that_can_be_counted() {
        let path = "x/".repeat(2000) + "a.yml";
        let parts = Parts::of(&path);
        assert!(!Glob::new("**/x/**/y/*.yml").unwrap().is_match(&parts));
        assert!(Glob::new("**/x/**/x/*.yml").unwrap().is_match(&parts));
    }
}
