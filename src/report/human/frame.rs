//! The source line of a finding with carets, drawn by miette.

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};

use super::super::Style;
use super::super::escape::source_line;
use super::super::words::Level;
use crate::finding::Snippet;

/// Columns that the line number and its bar take, besides the digits.
const GUTTER: usize = 4;

/// The column of the bar: one blank, the line number, one blank.
pub(super) fn bar(snippet: Option<&Snippet>) -> usize {
    snippet.map_or(1, |snippet| snippet.line.to_string().len()).saturating_add(2)
}

/// The source line and the line of carets below it; nothing for an empty line.
pub(super) fn draw(snippet: &Snippet, level: Level, style: &Style) -> Vec<String> {
    let room = style.width.saturating_sub(bar(Some(snippet))).saturating_sub(GUTTER);
    let fitted = snippet.fit(room);
    let (mut text, from, to) = source_line(fitted.text.raw(), fitted.from, fitted.to);
    if text.trim().is_empty() {
        return Vec::new();
    }
    if from >= text.len() {
        // Room for the caret of a value that is missing at the end of the line.
        text.push(' ');
    }
    let line = Line { text, from, to, number: usize::try_from(snippet.line).unwrap_or(usize::MAX) };
    let handler = GraphicalReportHandler::new_themed(theme(level, style.color))
        .with_links(false)
        .with_context_lines(0)
        .without_cause_chain()
        .without_syntax_highlighting();
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, &line).is_err() {
        return Vec::new();
    }
    // Between the message (empty here) with the head of the frame, and its foot.
    let lines: Vec<&str> = drawn.lines().skip_while(|line| !line.trim_start().starts_with(HEAD)).skip(1).collect();
    let shown = lines.len().saturating_sub(1);
    lines.into_iter().take(shown).map(str::to_owned).collect()
}

/// The first sign of the head of a frame.
const HEAD: char = '┌';

fn theme(level: Level, color: bool) -> GraphicalTheme {
    let mut theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    theme.characters.ltop = HEAD;
    theme.characters.vbar_break = theme.characters.vbar;
    theme.characters.underline = '^';
    theme.characters.uarrow = '^';
    theme.styles.highlights = vec![match level {
        Level::Error => theme.styles.error,
        Level::Warning => theme.styles.warning,
        Level::Note => theme.styles.advice,
    }];
    theme
}

/// One escaped line of a file, as miette wants it.
#[derive(Debug)]
struct Line {
    text: String,
    from: usize,
    to: usize,
    number: usize,
}

impl std::fmt::Display for Line {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Line {}

impl Diagnostic for Line {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new(None, self.from, self.to.saturating_sub(self.from)))))
    }
}

impl SourceCode for Line {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::from((0, self.text.len()));
        let before = self.number.saturating_sub(1);
        Ok(Box::new(MietteSpanContents::new(self.text.as_bytes(), whole, before, 0, 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::finding::Location;
    use crate::report::Style;
    use crate::report::words::Level;
    use crate::source::{RepoPath, Source, Span};

    fn drawn(text: &str, span: Span, width: usize) -> Vec<String> {
        let source = Source::from_text(RepoPath::new("a").unwrap(), text);
        let snippet = Location::new(&source, span, &[]).snippet.unwrap();
        draw(&snippet, Level::Error, &Style { color: false, width, verbose: false, quiet: false })
    }

    #[test]
    fn carets_stand_below_the_value() {
        assert_eq!(drawn("a\n  - uses: x@v1\n", Span::new(12, 16), 80), [" 2 │   - uses: x@v1", "   │           ^^^^"]);
        assert_eq!(drawn("\tx: 日本 y", Span::new(11, 12), 80), [" 1 │     x: 日本 y", "   │             ^"]);
        assert_eq!(drawn("a:", Span::new(2, 2), 80), [" 1 │ a: ", "   │   ^"]);
    }

    #[test]
    fn an_empty_line_has_no_frame() {
        assert!(drawn("", Span::new(0, 0), 80).is_empty());
        assert!(drawn("a\n\t\nb", Span::new(2, 2), 80).is_empty());
    }

    #[test]
    fn a_narrow_screen_shows_the_part_around_the_value() {
        let text = format!("{}value{}", "a".repeat(60), "b".repeat(60));
        let lines = drawn(&text, Span::new(60, 65), 40);
        assert!(lines.iter().all(|line| line.chars().count() <= 40), "{lines:?}");
        let carets = lines[1].chars().position(|c| c == '^').unwrap();
        assert!(lines[0].chars().skip(carets).collect::<String>().starts_with("value"), "{lines:?}");
    }
}
