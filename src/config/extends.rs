//! `extends`: the rules of an organisation, each pinned by its content. Nothing is fetched.

use serde::Deserialize;

use crate::source::RepoPath;

/// Digits of a commit, and of a SHA-256.
const COMMIT: usize = 40;
const SHA256: usize = 64;

/// One entry of `extends` as it is written: a folder and its digest, or a commit of a checkout and a folder in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Extension {
    /// The folder: relative to the root of the repository, or to the top of the checkout.
    pub folder: Option<String>,
    /// What is in the folder: `sha256:` and 64 digits.
    pub digest: Option<String>,
    /// The checkout, relative to the root of the repository.
    pub repository: Option<String>,
    /// All 40 digits of the commit.
    pub commit: Option<String>,
}

/// What an entry names, once it is known to be pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pin {
    /// A folder on disk.
    Folder {
        /// Where it lies, from the root of the repository.
        folder: String,
        /// The SHA-256 of its content in 64 digits.
        digest: String,
    },
    /// A folder of a commit.
    Commit {
        /// Where the checkout lies, from the root of the repository.
        repository: String,
        /// All 40 digits.
        commit: String,
        /// The folder in it; `None` is the top.
        folder: Option<RepoPath>,
    },
}

/// What is wrong with an entry, at which of its keys, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpinned {
    /// The key; `None` is the entry as a whole.
    pub key: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl Extension {
    /// What it names.
    ///
    /// # Errors
    /// When it does not say what exactly holds, or names a place that is not the same on every machine.
    pub fn pin(&self) -> Result<Pin, Unpinned> {
        match (&self.folder, &self.digest, &self.repository, &self.commit) {
            (Some(folder), Some(digest), None, None) => {
                Ok(Pin::Folder { folder: place("folder", folder)?, digest: digits(digest)? })
            }
            (folder, None, Some(repository), Some(commit)) => Ok(Pin::Commit {
                repository: place("repository", repository)?,
                commit: all_digits(commit)?,
                folder: folder.as_deref().map_or(Ok(None), below)?,
            }),
            (Some(folder), None, None, None) => Err(wrong(
                Some("folder"),
                format!("`{folder}` is extended without a digest, so that nobody knows what holds"),
                "`gate extends FOLDER` prints the line with the digest of what is there now",
            )),
            (_, None, Some(repository), None) => Err(wrong(
                Some("repository"),
                format!("`{repository}` is extended without a commit, so that nobody knows what holds"),
                "add `commit:` with all 40 digits, as `git rev-parse HEAD` prints them",
            )),
            _ => Err(wrong(
                None,
                "an entry of `extends` is a folder with its digest, or a commit of a checkout".to_owned(),
                "write { folder: ../rules, digest: \"sha256:…\" } or { repository: ../rules, commit: …, folder: … }",
            )),
        }
    }
}

/// The digits of a digest as it is written.
#[must_use]
pub fn sha256_digits(text: &str) -> Option<String> {
    let digits = text.strip_prefix("sha256:")?;
    let is_whole = digits.len() == SHA256 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_whole.then(|| digits.to_ascii_lowercase())
}

fn wrong(key: Option<&'static str>, message: String, help: &str) -> Unpinned {
    Unpinned { key, message, help: help.to_owned() }
}

/// A path that means the same wherever the repository is checked out.
///
/// # Errors
/// What is wrong with it.
pub fn place(key: &'static str, text: &str) -> Result<String, Unpinned> {
    let is_remote = text.contains("://") || text.split('/').next().is_some_and(|first| first.contains('@'));
    let is_home = text.starts_with('~');
    let is_absolute = text.starts_with(['/', '\\']) || text.as_bytes().get(1) == Some(&b':');
    if is_remote {
        let help = "gate fetches nothing: have the job check it out beside the repository, and name the folder";
        return Err(wrong(Some(key), format!("`{text}` is no folder"), help));
    }
    if is_home || is_absolute {
        let message = format!("`{text}` is another folder on another machine");
        return Err(wrong(Some(key), message, "write it relative to the root of the repository, such as ../rules"));
    }
    if text.trim().is_empty() || text.contains('\0') {
        return Err(wrong(Some(key), format!("`{key}` names nothing"), "name the folder, such as ../rules"));
    }
    Ok(text.to_owned())
}

fn digits(text: &str) -> Result<String, Unpinned> {
    let help = "write sha256: and the 64 digits that `gate extends FOLDER` prints";
    sha256_digits(text).ok_or_else(|| wrong(Some("digest"), format!("`{text}` is no digest"), help))
}

fn all_digits(text: &str) -> Result<String, Unpinned> {
    let is_whole = text.len() == COMMIT && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_whole {
        return Ok(text.to_ascii_lowercase());
    }
    let message = format!("`{text}` is no commit: a branch, a tag or the first digits may mean another one tomorrow");
    Err(wrong(Some("commit"), message, "write all 40 digits, as `git rev-parse HEAD` prints them"))
}

/// A folder of a commit.
fn below(text: &str) -> Result<Option<RepoPath>, Unpinned> {
    if text.split('/').all(|part| matches!(part, "" | ".")) && !text.starts_with('/') && !text.is_empty() {
        return Ok(None);
    }
    let found = RepoPath::new(text).filter(|_| !text.split('/').any(|part| part == ".."));
    found.map(Some).ok_or_else(|| {
        let message = format!("`{text}` is no folder of the checkout");
        wrong(Some("folder"), message, "write it relative to the top of the checkout, such as rules")
    })
}

#[cfg(test)]
mod tests {
    use super::{Extension, Pin, sha256_digits};

    fn entry(text: &str) -> Extension {
        serde_yaml::from_str(text).unwrap()
    }

    const DIGEST: &str = "sha256:0f343b0931126a20f133d67c2b018a3b0f343b0931126a20f133d67c2b018a3b";
    const COMMIT: &str = "08C6903cd8c0fde910a37f88322edcfb5dd907a8";

    #[test]
    fn an_entry_names_a_place_and_what_is_there() {
        let folder = entry(&format!("{{ folder: ../acme rules, digest: \"{DIGEST}\" }}")).pin().unwrap();
        let digest = DIGEST.strip_prefix("sha256:").unwrap().to_owned();
        assert_eq!(folder, Pin::Folder { folder: "../acme rules".to_owned(), digest });
        for (written, folder) in [("", None), (", folder: .", None), (", folder: ./a/b/", Some("a/b"))] {
            let pin = entry(&format!("{{ repository: ../acme, commit: {COMMIT}{written} }}")).pin().unwrap();
            let Pin::Commit { repository, commit, folder: found } = pin else { panic!("{written}") };
            assert_eq!((repository.as_str(), commit), ("../acme", COMMIT.to_lowercase()));
            assert_eq!(found.as_ref().map(crate::source::RepoPath::as_str), folder);
        }
    }

    #[test]
    fn an_entry_that_may_mean_something_else_tomorrow_or_elsewhere_is_refused() {
        let cases = [
            ("{ folder: ../a }".to_owned(), Some("folder"), "without a digest"),
            ("{ repository: ../a }".to_owned(), Some("repository"), "without a commit"),
            ("{}".to_owned(), None, "a folder with its digest, or a commit"),
            (format!("{{ digest: \"{DIGEST}\" }}"), None, "a folder with its digest"),
            (format!("{{ folder: a, digest: \"{DIGEST}\", commit: {COMMIT} }}"), None, "a folder with its digest"),
            (format!("{{ repository: a, digest: \"{DIGEST}\" }}"), None, "a folder with its digest"),
            (
                format!("{{ folder: /srv/a, digest: \"{DIGEST}\" }}"),
                Some("folder"),
                "another folder on another machine",
            ),
            (format!("{{ folder: ~/a, digest: \"{DIGEST}\" }}"), Some("folder"), "another folder on another machine"),
            (format!("{{ folder: 'C:\\a', digest: \"{DIGEST}\" }}"), Some("folder"), "another folder"),
            (format!("{{ folder: \"https://acme.test/a\", digest: \"{DIGEST}\" }}"), Some("folder"), "is no folder"),
            (format!("{{ repository: git@acme.test:a.git, commit: {COMMIT} }}"), Some("repository"), "is no folder"),
            (format!("{{ folder: ' ', digest: \"{DIGEST}\" }}"), Some("folder"), "names nothing"),
            (format!("{{ folder: a, digest: {} }}", DIGEST.replace("sha256:", "")), Some("digest"), "no digest"),
            ("{ folder: a, digest: 'sha256:12' }".to_owned(), Some("digest"), "no digest"),
            ("{ repository: ../a, commit: main }".to_owned(), Some("commit"), "a branch, a tag"),
            ("{ repository: ../a, commit: v1.2.3 }".to_owned(), Some("commit"), "a branch, a tag"),
            ("{ repository: ../a, commit: 08c6903c }".to_owned(), Some("commit"), "the first digits"),
            (format!("{{ repository: ../a, commit: {COMMIT}, folder: ../b }}"), Some("folder"), "no folder of the"),
            (format!("{{ repository: ../a, commit: {COMMIT}, folder: a/../../b }}"), Some("folder"), "no folder of"),
            (format!("{{ repository: ../a, commit: {COMMIT}, folder: /b }}"), Some("folder"), "no folder of the"),
            (format!("{{ repository: ../a, commit: {COMMIT}, folder: '' }}"), Some("folder"), "no folder of the"),
        ];
        for (text, key, part) in cases {
            let wrong = entry(&text).pin().unwrap_err();
            assert_eq!(wrong.key, key, "{text}");
            assert!(wrong.message.contains(part) && !wrong.help.is_empty(), "{text}: {}", wrong.message);
        }
    }

    #[test]
    fn a_digest_is_read_whatever_its_case() {
        let digits = DIGEST.strip_prefix("sha256:").unwrap();
        assert_eq!(sha256_digits(&format!("sha256:{}", digits.to_uppercase())).as_deref(), Some(digits));
        for text in ["", digits, "sha256:", "sha512:00", "SHA256:00"] {
            assert_eq!(sha256_digits(text), None, "{text}");
        }
    }
}
