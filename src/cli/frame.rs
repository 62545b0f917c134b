//! Draws errors about gate's own files the way findings are drawn.

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};

use super::error::CliError;
use crate::config::{ConfigError, Frame};
use crate::report::escape::for_terminal;
use crate::source::secret;

/// An error with a source frame.
#[derive(Debug)]
struct Framed {
    message: String,
    help: String,
    source: NamedSource<String>,
    label: LabeledSpan,
}

impl std::fmt::Display for Framed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Framed {}

impl Diagnostic for Framed {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(self.label.clone())))
    }
}

/// The text of an error for standard error, ending with a line end.
pub(crate) fn render(error: &CliError, color: bool) -> String {
    if let CliError::Config(ConfigError::Invalid { message, help, frame, .. }) = error {
        return framed(message, help, frame, color);
    }
    let help = error.help().map(|help| format!("  help: {}\n", repeated(help))).unwrap_or_default();
    format!("error: {}\n{help}", repeated(&error.to_string()))
}

/// A text that may repeat what somebody wrote into one of gate's own files.
fn repeated(text: &str) -> String {
    for_terminal(&secret::mask(text))
}

fn framed(message: &str, help: &str, frame: &Frame, color: bool) -> String {
    // Escaping is done line by line, so that line numbers stay and columns move only where something was hidden.
    let mut known = secret::Known::default();
    known.add_all_in(frame.source.text());
    let mut secrets = secret::scan(frame.source.text());
    secrets.extend(known.spans(frame.source.text()));
    secrets.sort_unstable();
    let mut secrets = secrets.into_iter().peekable();
    let mut hidden_to = 0_usize;
    let mut shown = String::new();
    let (mut start, mut end) = (0, 0);
    for (at, character) in frame.source.text().char_indices() {
        while let Some(secret) = secrets.next_if(|secret| secret.start <= at) {
            hidden_to = hidden_to.max(secret.end);
        }
        let hidden = at < hidden_to;
        if at <= frame.span.start {
            start = shown.len();
        }
        if at < frame.span.end {
            end = shown.len().saturating_add(character.len_utf8());
        }
        match character {
            '\n' => shown.push('\n'),
            '\r' => {}
            _ if hidden => shown.push('*'),
            other => shown.push_str(&for_terminal(other.encode_utf8(&mut [0; 4]))),
        }
    }
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let framed = Framed {
        message: repeated(message),
        help: repeated(help),
        source: NamedSource::new(frame.source.path().to_string(), shown),
        label: LabeledSpan::new(None, start, end.saturating_sub(start).max(1)),
    };
    let mut text = String::new();
    let drawn = GraphicalReportHandler::new_themed(theme).with_context_lines(1).render_report(&mut text, &framed);
    if drawn.is_err() {
        text = format!("error: {}\n", repeated(message));
    }
    text
}
