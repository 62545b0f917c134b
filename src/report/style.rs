//! How a report for people looks.

use std::path::Path;

use super::escape::{for_uri, percent_encoded};
use crate::source::RepoPath;

/// How a report for people looks. Reports for tools do not read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// Whether to use ANSI colours. Nothing is said by colour alone.
    pub color: bool,
    /// Where hyperlinks lead; `None` where there are none, as in a pipe. Nothing is said by a link alone.
    pub links: Option<Links>,
    /// Columns of the screen.
    pub width: usize,
    /// Whether to list everything: every place, what was waived, skipped and checked.
    pub verbose: bool,
    /// Whether to print the last line only.
    pub quiet: bool,
}

impl Style {
    /// The same where places of the judged tree lie below `root`.
    #[must_use]
    pub fn at(&self, root: &Path) -> Self {
        Self { links: self.links.as_ref().map(|_| Links::below(root)), ..self.clone() }
    }

    /// The same for a file.
    #[must_use]
    pub fn plain(&self) -> Self {
        Self { color: false, links: None, ..self.clone() }
    }
}

/// Hyperlinks of a terminal (OSC 8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// The URI of the judged folder without a slash at its end, percent-encoded, if it is known.
    root: Option<String>,
}

impl Links {
    /// Links to files below `root`, too.
    #[must_use]
    pub fn below(root: &Path) -> Self {
        let root = std::path::absolute(root).ok();
        let plain = root.as_deref().map(|root| root.components().collect::<std::path::PathBuf>());
        // `C:\x` is `/C:/x` in a URI.
        let text = plain.as_deref().and_then(Path::to_str).map(|text| text.replace(std::path::MAIN_SEPARATOR, "/"));
        let text = text.map(|text| text.trim_matches('/').to_owned());
        Self {
            root: text
                .map(|text| format!("file://{}{}", if text.is_empty() { "" } else { "/" }, percent_encoded(&text))),
        }
    }

    /// The URI of a file of the judged tree.
    pub(super) fn file(&self, path: &RepoPath) -> Option<String> {
        self.root.as_ref().map(|root| format!("{root}/{}", for_uri(path)))
    }
}

/// `uri` as a page to read: nothing but `https`, and nothing in it that ends a link of a terminal.
pub(super) fn page(uri: &str) -> Option<&str> {
    let host = uri.strip_prefix("https://")?;
    (!host.is_empty() && host.chars().all(|c| c.is_ascii_graphic())).then_some(uri)
}

#[cfg(test)]
mod tests {
    use super::{Links, page};
    use crate::source::RepoPath;

    #[test]
    #[cfg(unix)]
    fn a_link_to_a_file_holds_no_sign_that_a_terminal_acts_on() {
        let links = Links::below(std::path::Path::new("/srv/a b/./r;\u{1b}"));
        let cases = [
            (".github/ci.yml", "file:///srv/a%20b/r%3B%1B/.github/ci.yml"),
            ("a\u{1b}\\b\u{7}", "file:///srv/a%20b/r%3B%1B/a%1B%5Cb%07"),
        ];
        for (path, uri) in cases {
            assert_eq!(links.file(&RepoPath::new(path).unwrap()).as_deref(), Some(uri));
        }
        assert_eq!(Links::below(std::path::Path::new("/")).file(&RepoPath::new("a").unwrap()).unwrap(), "file:///a");
        assert_eq!(Links::default().file(&RepoPath::new("a").unwrap()), None);
    }

    #[test]
    fn a_page_is_https_and_nothing_else() {
        for no in ["http://x", "javascript:alert(1)", "https://", "https://x\u{1b}\\y", "https://a b", "https://é", ""]
        {
            assert_eq!(page(no), None, "{no:?}");
        }
        assert_eq!(page("https://docs.acme.test/a#b"), Some("https://docs.acme.test/a#b"));
    }
}
