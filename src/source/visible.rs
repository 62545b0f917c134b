//! Which characters may be shown as they are.

use std::fmt::{self, Write};

/// Whether a character changes how a terminal or a reader sees the text around it: control characters, text
/// direction, zero-width characters, tags and separators.
///
/// The list covers Unicode's `Default_Ignorable_Code_Point`: besides being invisible, such characters do not count when
/// .NET compares text, so one of them inside `##[` would hide a workflow command from us and not from GitHub's runner.
#[must_use]
pub fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// `text` with every deceptive character escaped.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    // Writing to a `String` cannot fail.
    let _ = write(&mut shown, text);
    shown
}

/// Writes `text` with every deceptive character escaped (`\n`, `\u{1b}`).
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut impl Write, text: &str) -> fmt::Result {
    let mut shown = 0_usize;
    for (at, character) in deceptive(text) {
        out.write_str(text.get(shown..at).unwrap_or_default())?;
        write!(out, "{}", character.escape_default())?;
        shown = at.saturating_add(character.len_utf8());
    }
    out.write_str(text.get(shown..).unwrap_or_default())
}

/// The deceptive characters of a text and where they stand.
pub fn deceptive(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        loop {
            // Most text is plain, and none of its bytes is looked at twice.
            let plain = bytes.get(at..)?.iter().take_while(|byte| matches!(byte, b' '..=b'~')).count();
            at = at.saturating_add(plain);
            let character = text.get(at..)?.chars().next()?;
            let found = at;
            at = at.saturating_add(character.len_utf8());
            if is_deceptive(character) {
                return Some((found, character));
            }
        }
    })
}
