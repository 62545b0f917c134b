//! Draws errors about gate's own files the way findings are drawn.

use super::error::CliError;
use crate::config::{ConfigError, Frame};
use crate::finding::Location;
use crate::report::{Fault, Style, fault};
use crate::source::secret;

/// The text of an error for standard error, ending with a line end.
pub(crate) fn render(error: &CliError, style: &Style) -> String {
    let (message, location) = match error {
        CliError::Config(ConfigError::Invalid { message, frame, .. }) => (message.clone(), Some(location(frame))),
        other => (other.to_string(), None),
    };
    let message = secret::mask(&message);
    let fix = error.help().map(secret::mask);
    let sentence = error.sentence();
    let parts = Fault { message: &message, location: location.as_ref(), fix: fix.as_deref(), sentence: &sentence };
    fault(&parts, style)
}

/// The place of an error, with the credentials of its file hidden: those that can be told by their form, and the same
/// values wherever else they stand.
fn location(frame: &Frame) -> Location {
    let text = frame.source.text();
    let mut known = secret::Known::default();
    known.add_all_in(text);
    let mut hidden = secret::scan(text);
    hidden.extend(known.spans(text));
    Location::new(&frame.source, frame.span, &hidden)
}
