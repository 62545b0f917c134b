//! The source line of a finding with carets below the value, drawn by miette.

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};

use super::super::escape::source_line;
use super::super::fold::columns;
use super::page::{Page, Paint};
use crate::finding::Snippet;

/// Columns that the bar and the blank behind it take.
const BAR: usize = 2;
/// Characters of a line that are shown on the narrowest screen.
const LEAST: usize = 8;
/// The first sign of the head of a frame.
const HEAD: char = '┌';

/// The column of the bar: one blank, the line number, one blank.
pub(super) fn bar(snippet: Option<&Snippet>) -> usize {
    snippet.map_or(1, |snippet| snippet.line.to_string().len()).saturating_add(2)
}

/// Writes the source line and the line of carets below it; nothing for an empty line.
pub(super) fn write(page: &mut Page<'_>, snippet: &Snippet, paint: Paint) {
    let room = page.style().width.saturating_sub(bar(Some(snippet))).saturating_sub(BAR);
    let (mut text, from, to) = fitted(snippet, room);
    if text.trim().is_empty() {
        return;
    }
    if from >= text.len() {
        // Room for the caret of a value that is missing at the end of the line.
        text.push(' ');
    }
    let number = snippet.line.to_string();
    let line = Line { text, from, to, number: usize::try_from(snippet.line).unwrap_or(usize::MAX) };
    for (at, drawn) in draw(&line).iter().enumerate() {
        let painted = match (at, drawn.find('^').and_then(|caret| drawn.split_at_checked(caret))) {
            (0, _) => drawn.replacen(&number, &page.paint(Paint::Dim, &number), 1),
            (_, Some((before, carets))) => format!("{before}{}", page.paint(paint, carets.trim_end())),
            (_, None) => drawn.clone(),
        };
        page.line(&painted);
    }
}

/// The escaped part of the line around the value that takes at most `room` columns.
fn fitted(snippet: &Snippet, room: usize) -> (String, usize, usize) {
    let mut characters = room;
    loop {
        let part = snippet.fit(characters);
        let shown = source_line(part.text.raw(), part.from, part.to);
        let over = columns(&shown.0).saturating_sub(room);
        if over == 0 || characters <= LEAST {
            return shown;
        }
        // One character takes up to eight columns when it is escaped, so that a large step would cut too much.
        characters = characters.saturating_sub(over.div_ceil(8));
    }
}

/// The line and its carets, without the head and the foot of the frame.
fn draw(line: &Line) -> Vec<String> {
    let handler = GraphicalReportHandler::new_themed(theme())
        .with_links(false)
        .with_context_lines(0)
        .without_cause_chain()
        .without_syntax_highlighting();
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, line).is_err() {
        return Vec::new();
    }
    let lines: Vec<&str> = drawn.lines().skip_while(|line| !line.trim_start().starts_with(HEAD)).skip(1).collect();
    let shown = lines.len().saturating_sub(1);
    lines.into_iter().take(shown).map(str::to_owned).collect()
}

/// Without colours: the page has its own.
fn theme() -> GraphicalTheme {
    let mut theme = GraphicalTheme::unicode_nocolor();
    theme.characters.ltop = HEAD;
    theme.characters.vbar_break = theme.characters.vbar;
    theme.characters.underline = '^';
    theme.characters.uarrow = '^';
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
    use super::super::page::{Page, Paint};
    use super::write;
    use crate::finding::Location;
    use crate::report::Style;
    use crate::report::fold::columns;
    use crate::source::{RepoPath, Source, Span};

    fn drawn(text: &str, span: Span, width: usize) -> Vec<String> {
        let source = Source::from_text(RepoPath::new("a").unwrap(), text);
        let snippet = Location::new(&source, span, &[]).snippet.unwrap();
        let style = Style { color: false, links: None, width, verbose: false, quiet: false };
        let mut page = Page::new(&style);
        write(&mut page, &snippet, Paint::Error);
        page.finish().lines().map(str::to_owned).collect()
    }

    #[test]
    fn carets_stand_below_the_value() {
        assert_eq!(drawn("a\n  - uses: x@v1\n", Span::new(12, 16), 80), [" 2 │   - uses: x@v1", "   │           ^^^^"]);
        assert_eq!(drawn("\tx: 日本 y", Span::new(11, 12), 80), [" 1 │     x: 日本 y", "   │             ^"]);
        assert_eq!(drawn("x: 日本", Span::new(3, 9), 80), [" 1 │ x: 日本", "   │    ^^^^"]);
        assert_eq!(drawn("a:", Span::new(2, 2), 80), [" 1 │ a:", "   │   ^"]);
    }

    #[test]
    fn an_empty_line_has_no_frame() {
        assert!(drawn("", Span::new(0, 0), 80).is_empty());
        assert!(drawn("a\n\t\nb", Span::new(2, 2), 80).is_empty());
    }

    #[test]
    fn a_narrow_screen_shows_the_part_around_the_value() {
        for fill in ["a", "日", "\u{1b}", "e\u{301}"] {
            let text = format!("{}value{}", fill.repeat(60), fill.repeat(60));
            let start = fill.len() * 60;
            let lines = drawn(&text, Span::new(start, start + 5), 40);
            assert!(lines.iter().all(|line| columns(line) <= 40), "{lines:?}");
            let before = columns(lines[0].split("value").next().unwrap());
            assert_eq!(columns(lines[1].trim_end_matches('^')), before, "{lines:?}");
        }
    }
}
