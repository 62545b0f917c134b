//! One escaper per sink. Whatever came from a repository passes through one of these before it is printed.
//!
//! GitHub's runner executes commands that it finds in the output of a step: `::name …::` at the start of a line, after
//! any white space, and `##[name …]` anywhere in a line (actions/runner, `ActionCommand.cs`). Azure Pipelines does the
//! same with `##vso[`. Every escaper for something that may be printed breaks both forms.

use std::fmt::Write;

use crate::source::{RepoPath, visible};

/// Columns of a tab in a source line.
const TAB: &str = "    ";

/// For a terminal or a log: one line, without control, direction or invisible characters, without commands.
#[must_use]
pub fn for_terminal(text: &str) -> String {
    without_commands(&one_line(text), r"\x23", r"\x3A")
}

/// Finished lines that may hold gate's own colours: breaks commands that only arose when a line was put together, folded
/// or drawn.
#[must_use]
pub fn finished(lines: &str) -> String {
    lines.split_inclusive('\n').map(|line| without_commands(line, r"\x23", r"\x3A")).collect()
}

/// A source line for a frame, where something else stands before it, and the byte range in it of the characters
/// `from..to`. Tabs become spaces.
#[must_use]
pub fn source_line(text: &str, from: usize, to: usize) -> (String, usize, usize) {
    let mut shown = String::new();
    let (mut start, mut end) = (None, None);
    for (index, (at, character)) in text.char_indices().enumerate() {
        if index == from {
            start = Some(shown.len());
        }
        if index == to {
            end = Some(shown.len());
        }
        match character {
            '\t' => shown.push_str(TAB),
            '#' if shown.ends_with('#') && text.get(at..).is_some_and(opens_command) => shown.push_str(r"\x23"),
            other => shown.push_str(&one_line(other.encode_utf8(&mut [0; 4]))),
        }
    }
    let start = start.unwrap_or(shown.len());
    let end = end.unwrap_or(shown.len()).max(start);
    (shown, start, end)
}

/// Whether text that begins with the second sign of `##` goes on like `#[` or `#vso[`.
fn opens_command(text: &str) -> bool {
    text.trim_start_matches('#').trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')
}

/// The data of a workflow command: what stands after the second `::`.
#[must_use]
pub fn for_workflow_command(text: &str) -> String {
    for_terminal(text).replace('%', "%25")
}

/// The value of a property of a workflow command.
#[must_use]
pub fn for_workflow_property(text: &str) -> String {
    for_workflow_command(text).replace(':', "%3A").replace(',', "%2C")
}

/// A Markdown code span, in which GitHub finds no mention, link, image or tag; its fence is longer than any run of
/// backticks inside.
#[must_use]
pub fn for_markdown(text: &str) -> String {
    let text = for_terminal(text);
    if text.trim().is_empty() {
        return "(nothing)".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.saturating_add(1));
    // Without the blanks a backtick at the edge would become part of the fence.
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Lines to copy as a Markdown code block, in which nothing is read as markup; its fence is longer than any run of
/// backticks inside.
#[must_use]
pub fn markdown_block(lines: &[&str]) -> Vec<String> {
    let lines: Vec<String> = lines.iter().map(|line| for_terminal(line)).collect();
    let runs = lines.iter().flat_map(|line| line.split(|c| c != '`').map(str::len));
    let longest = runs.max().unwrap_or(0);
    let fence = "`".repeat(longest.saturating_add(1).max(3));
    std::iter::once(fence.clone()).chain(lines).chain([fence]).collect()
}

/// The same inside a cell of a Markdown table, where a bar would end the cell even in a code span.
#[must_use]
pub fn for_markdown_cell(text: &str) -> String {
    for_markdown(text).replace('|', r"\|")
}

/// A relative URI reference: everything but unreserved characters and `/` is percent-encoded, so that it has no scheme,
/// no authority, no query and no fragment.
#[must_use]
pub fn for_uri(path: &RepoPath) -> String {
    percent_encoded(path.as_str())
}

/// Everything but unreserved characters and `/` as `%XX`.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut uri = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// Serialised JSON for printing: what [`for_terminal`] breaks is written as `\u` escapes, which mean the same to every
/// reader of JSON. Line ends between values stay.
#[must_use]
pub fn for_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    let mut copied = 0_usize;
    for (at, character) in visible::deceptive(json).filter(|(_, character)| *character != '\n') {
        shown.push_str(json.get(copied..at).unwrap_or_default());
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a `String` cannot fail.
            let _ = write!(shown, "\\u{unit:04x}");
        }
        copied = at.saturating_add(character.len_utf8());
    }
    shown.push_str(json.get(copied..).unwrap_or_default());
    break_marks(&shown, r"\u0023")
}

/// Deceptive characters escaped; that leaves no line end.
fn one_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    // Writing to a `String` cannot fail.
    let _ = visible::write(&mut shown, text);
    shown
}

fn without_commands(line: &str, mark: &str, colon: &str) -> String {
    let line = break_marks(line, mark);
    let blank = line.len().saturating_sub(line.trim_start().len());
    match line.get(blank..).and_then(|rest| rest.strip_prefix("::")) {
        Some(rest) => format!("{}{colon}:{rest}", line.get(..blank).unwrap_or_default()),
        None => line,
    }
}

/// Writes the second sign of every `##word[` as `mark`.
fn break_marks(text: &str, mark: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("##") {
        broken.push_str(before);
        broken.push('#');
        if opens_command(after) {
            broken.push_str(mark);
            rest = after;
        } else {
            // The second sign may be the first one of the next pair.
            rest = rest.get(before.len().saturating_add(1)..).unwrap_or_default();
        }
    }
    broken.push_str(rest);
    broken
}

#[cfg(test)]
mod tests {
    use super::{for_json, for_markdown, for_markdown_cell, for_terminal, for_uri, for_workflow_property, source_line};
    use crate::source::RepoPath;

    #[test]
    fn a_terminal_sees_neither_controls_nor_commands() {
        let cases = [
            ("plain text: a::b ## c #[d]", "plain text: a::b ## c #[d]"),
            ("\u{1b}[31mred\n::error::x", "\\u{1b}[31mred\\n::error::x"),
            ("  ::error::x", "  \\x3A:error::x"),
            ("\u{a0}::error::x", "\u{a0}\\x3A:error::x"),
            ("a ##[set-output name=x]y", "a #\\x23[set-output name=x]y"),
            ("###[error]x ##vso[task.x]y", "#\\x23#[error]x #\\x23vso[task.x]y"),
            ("#\u{200b}#[error]", "#\\u{200b}#[error]"),
            ("a\u{202e}b", "a\\u{202e}b"),
        ];
        for (text, shown) in cases {
            assert_eq!(for_terminal(text), shown, "{text:?}");
        }
    }

    #[test]
    fn a_source_line_keeps_track_of_the_value() {
        let cases = [
            ("\tuses: x", (7, 8), "    uses: x", "x"),
            ("a\u{1b}b: value", (5, 10), "a\\u{1b}b: value", "value"),
            ("é##[error]", (1, 10), "é#\\x23[error]", "#\\x23[error]"),
            ("## heading", (0, 2), "## heading", "##"),
            ("###[x]", (0, 3), "#\\x23#[x]", "#\\x23#"),
            ("ab", (2, 2), "ab", ""),
        ];
        for (text, (from, to), shown, value) in cases {
            let (line, start, end) = source_line(text, from, to);
            assert_eq!((line.as_str(), line.get(start..end)), (shown, Some(value)), "{text:?}");
        }
    }

    #[test]
    fn a_code_span_cannot_be_left() {
        let cases = [
            ("@acme <img src=x>", "`@acme <img src=x>`"),
            ("a`b``c", "```a`b``c```"),
            ("`x`", "`` `x` ``"),
            ("", "(nothing)"),
            ("a\nb", "`a\\nb`"),
        ];
        for (text, shown) in cases {
            assert_eq!(for_markdown(text), shown, "{text:?}");
        }
        assert_eq!(for_markdown_cell("a|b"), "`a\\|b`");
    }

    #[test]
    fn a_uri_is_relative_whatever_the_name() {
        let cases = [
            ("a/b c.yml", "a/b%20c.yml"),
            ("javascript:alert(1)", "javascript%3Aalert%281%29"),
            ("é/%2e%2e?#", "%C3%A9/%252e%252e%3F%23"),
            ("a\\b\n", "a%5Cb%0A"),
        ];
        for (path, uri) in cases {
            assert_eq!(for_uri(&RepoPath::new(path).unwrap()), uri);
        }
    }

    #[test]
    fn a_property_holds_no_separator() {
        assert_eq!(for_workflow_property("a:b,c%\nd"), "a%3Ab%2Cc%25\\nd");
    }

    #[test]
    fn escaped_json_means_the_same() {
        let value = serde_json::json!({"a": "##[error]x\u{202e}\u{e0041}\n::error::", "b": "### [x]"});
        let shown = for_json(&serde_json::to_string_pretty(&value).unwrap());
        assert!(!shown.contains("##[") && !shown.contains('\u{202e}') && !shown.contains('\u{e0041}'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
    }
}
