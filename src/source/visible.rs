//! Which characters may be shown as they are.

use std::fmt::{self, Write};

/// Whether a character changes how a terminal or a reader sees the text around it: control characters, text
/// direction, zero-width characters, tags and separators.
#[must_use]
pub fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Writes `text` with every deceptive character escaped (`\n`, `\u{1b}`).
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut impl Write, text: &str) -> fmt::Result {
    for character in text.chars() {
        if is_deceptive(character) {
            write!(out, "{}", character.escape_default())?;
        } else {
            out.write_char(character)?;
        }
    }
    Ok(())
}
