//! Submodules: repositories inside the repository, of which git keeps the commit alone.

use std::path::Path;

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::RepoPath;
use super::git::slashed;

/// Where the addresses of submodules stand.
pub const GITMODULES: &str = ".gitmodules";

/// A repository inside the repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Submodule {
    /// Its folder.
    pub path: RepoPath,
    /// The commit that is taken, in all its digits.
    pub commit: String,
    /// Its files, if it is checked out; what stands in them is of no commit that this repository keeps.
    pub files: Vec<RepoPath>,
    /// Whether it has more files than are listed.
    pub cut: bool,
}

impl Submodule {
    /// One of which only git knows.
    pub(super) const fn new(path: RepoPath, commit: String) -> Self {
        Self { path, commit, files: Vec::new(), cut: false }
    }

    /// Lists the files that are checked out below `root`, at most `most`; no link is followed.
    pub(super) fn list(&mut self, root: &Path, most: usize) {
        let inside = WalkDir::new(root.join(self.path.as_str())).min_depth(1).sort_by_file_name();
        let entries = inside.into_iter().filter_entry(|entry| entry.file_name() != ".git");
        for entry in entries.flatten().filter(|entry| !entry.file_type().is_dir()) {
            if self.files.len() >= most {
                self.cut = true;
                return;
            }
            let below = entry.path().strip_prefix(root).ok().and_then(slashed);
            self.files.extend(below.and_then(|below| RepoPath::new(&below)));
        }
    }
}

/// What `.gitmodules` says of one submodule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The folder as written.
    pub path: String,
    /// Where it is cloned from, as written; it may hold a credential.
    pub url: String,
    /// Where its section begins.
    pub offset: usize,
}

/// The submodules that a `.gitmodules` file names, in its order.
#[must_use]
pub fn addresses(text: &str) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    let mut offset = 0_usize;
    let mut is_submodule = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.starts_with('[') {
            is_submodule = trimmed.starts_with("[submodule");
            if is_submodule {
                let indent = line.len().saturating_sub(line.trim_start().len());
                let offset = offset.saturating_add(indent);
                found.push(Address { path: String::new(), url: String::new(), offset });
            }
        } else if let (true, Some((key, value)), Some(last)) = (is_submodule, trimmed.split_once('='), found.last_mut())
        {
            let value = value.trim().trim_matches('"').to_owned();
            match key.trim().to_ascii_lowercase().as_str() {
                "path" => last.path = value,
                "url" => last.url = value,
                _ => {}
            }
        }
        offset = offset.saturating_add(line.len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn a_submodule_has_its_address_and_place() {
        let text = "# kept by hand\n[submodule \"theme\"]\n\tpath = docs/theme\n\turl = https://example.com/theme.git\n\
                    [other]\n\turl = x\n  [submodule \"b\"]\n  URL = \"../b.git\"\n  Path=\"lib/b\"\n";
        let found: Vec<_> = addresses(text)
            .into_iter()
            .map(|it| (it.path, it.url, text.get(it.offset..).is_some_and(|rest| rest.starts_with("[sub"))))
            .collect();
        let expected = [
            ("docs/theme".to_owned(), "https://example.com/theme.git".to_owned(), true),
            ("lib/b".to_owned(), "../b.git".to_owned(), true),
        ];
        assert_eq!(found, expected);
        assert_eq!(
            addresses("path = x\n[submodule"),
            addresses("[submodule")
                .into_iter()
                .map(|mut it| {
                    it.offset = 9;
                    it
                })
                .collect::<Vec<_>>()
        );
    }
}
