//! Folds text to the width of a screen.

use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter, wrap};

/// The fewest columns that are left to text behind its lead: with less room it begins on a line of its own.
const LEAST: usize = 20;

/// Columns that `text` takes: two for a wide character, none for a colour, a link or a mark on another character.
#[must_use]
pub fn columns(text: &str) -> usize {
    display_width(text)
}

/// `text` after `lead` in lines of at most `width` columns; lines after the first begin with `indent` blanks. A word is
/// never broken: a path or a command that is too long is left to the terminal, where it can still be copied.
#[must_use]
pub fn folded(lead: &str, indent: usize, text: &str, width: usize) -> Vec<String> {
    if text.trim().is_empty() {
        return vec![lead.trim_end().to_owned()];
    }
    let room = width.saturating_sub(columns(lead));
    let blanks = " ".repeat(indent);
    let narrow = room < LEAST && columns(text) > room;
    let alone = columns(lead) > indent && (narrow || text.split(' ').next().is_some_and(|word| columns(word) > room));
    let first = if alone { blanks.as_str() } else { lead };
    let options = Options::new(width.max(indent.saturating_add(LEAST)))
        .initial_indent(first)
        .subsequent_indent(&blanks)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    let lines = wrap(text, options).into_iter().map(|line| line.trim_end().to_owned());
    alone.then(|| lead.trim_end().to_owned()).into_iter().chain(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::{columns, folded};

    #[test]
    fn folding_breaks_between_words_only() {
        let text = "pin to a full commit SHA and keep the tag";
        assert_eq!(folded("> ", 2, text, 24), ["> pin to a full commit", "  SHA and keep the tag"]);
        assert_eq!(folded("", 0, &"x".repeat(50), 20), ["x".repeat(50)]);
        assert_eq!(folded("lead ", 5, " ", 20), ["lead"]);
    }

    #[test]
    fn a_long_lead_stands_alone() {
        let lead = "= see   a/very/long/path.yml:1:1  ";
        assert_eq!(
            folded(lead, 8, "it is planned here", 40),
            ["= see   a/very/long/path.yml:1:1", "        it is planned here"]
        );
        let long = "aws_cloudwatch_log_group.api_gateway keeps nothing";
        assert_eq!(
            folded("error: ", 4, long, 40),
            ["error:", "    aws_cloudwatch_log_group.api_gateway", "    keeps nothing"]
        );
        assert_eq!(folded(lead, 8, "here", 40), ["= see   a/very/long/path.yml:1:1  here"]);
    }

    #[test]
    fn width_is_what_a_terminal_shows() {
        assert_eq!(columns("\u{1b}[1;91merror\u{1b}[0m x"), 7);
        assert_eq!(columns("\u{1b}]8;;file:///a\u{1b}\\a.yml\u{1b}]8;;\u{1b}\\"), 5);
        assert_eq!([columns("日本"), columns("e\u{301}")], [4, 1]);
        let words = "日本語日本語 日本語日本語 日本語日本語";
        assert!(folded("", 0, words, 26).iter().all(|line| columns(line) <= 26));
        assert_eq!(folded("", 0, words, 26).len(), 2);
    }
}
