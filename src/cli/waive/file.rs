//! `.gate/waivers.yaml` as it lies there, byte for byte, and with an entry more.

use crate::input::tree;
use crate::limits::LIMITS;
use crate::source::text::sha256;
use crate::source::{RepoPath, Source};
use crate::waiver::WAIVERS_PATH;

/// The mark that some editors put in front of a text.
const MARK: &str = "\u{feff}";

/// A text as the file.
pub(super) fn source(text: &str) -> Source {
    let path = RepoPath::new(WAIVERS_PATH).unwrap_or_else(RepoPath::repository);
    Source::from_text(path, text.trim_start_matches(MARK))
}

/// The bytes of the file as text, if it is UTF-8: what was decoded from something else could not be written back.
pub(super) fn bytes(file: &Source) -> Option<String> {
    let plain = file.text().to_owned();
    let marked = format!("{MARK}{plain}");
    [plain, marked].into_iter().find(|text| sha256(text) == file.digest())
}

/// The file with an entry at its end, written as the others are.
pub(super) fn with(text: &str, entry: &[String]) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let indent = " ".repeat(indentation(text));
    let mut with = text.to_owned();
    if !with.is_empty() && with != MARK && !with.ends_with('\n') {
        with.push_str(end);
    }
    for line in entry {
        for part in [indent.as_str(), line.as_str(), end] {
            with.push_str(part);
        }
    }
    with
}

/// The blanks before the first dash.
fn indentation(text: &str) -> usize {
    let source = source(text);
    let tree = tree::parse(&source, &LIMITS).ok();
    let start = tree.as_ref().and_then(|tree| tree.root()).filter(|root| !root.elements().is_empty());
    let column = start.map_or(1, |root| source.position(root.span.start).column);
    usize::try_from(column).unwrap_or(1).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::{bytes, with};
    use crate::source::{RepoPath, Source};

    #[test]
    fn an_entry_is_written_as_the_others_are() {
        let entry = ["- id: B".to_owned(), "  x: y".to_owned()];
        for (before, added) in [
            ("", "- id: B\n  x: y\n"),
            ("\u{feff}", "- id: B\n  x: y\n"),
            ("# none yet\n", "- id: B\n  x: y\n"),
            ("- id: A\n", "- id: B\n  x: y\n"),
            ("- id: A", "\n- id: B\n  x: y\n"),
            ("- id: A\r\n  x: z\r\n", "- id: B\r\n  x: y\r\n"),
            ("---\n  - id: A\n    x: z\n# end\n", "  - id: B\n    x: y\n"),
        ] {
            assert_eq!(with(before, &entry), format!("{before}{added}"), "{before:?}");
        }
    }

    #[test]
    fn only_what_is_utf8_can_be_written_back() {
        let path = || RepoPath::new(".gate/waivers.yaml").unwrap();
        let text = "- id: \u{e4}\n";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(bytes(&Source::from_text(path(), text)).as_deref(), Some(text));
        let marked = format!("\u{feff}{text}");
        assert_eq!(bytes(&Source::new(path(), text.to_owned(), marked.as_bytes())), Some(marked));
        assert_eq!(bytes(&Source::new(path(), text.to_owned(), &wide)), None);
    }
}
