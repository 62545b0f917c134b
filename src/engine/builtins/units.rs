//! Numbers with units. The engine reads a number with an exponent as an integer of that many digits, so that a text of
//! twelve characters would keep it busy for hours.

use super::super::rego::{Value, own_builtin};
use super::string;

/// Characters of a number with its unit; those of the largest that a document may hold fit twice.
const CHARACTERS: usize = 64;
/// The largest exponent: that of a number of 64 bits.
const EXPONENT: u32 = 308;

/// `units.parse(text)`.
pub(super) fn parse(arguments: &[Value]) -> Result<Value, String> {
    read("units.parse", arguments)
}

/// `units.parse_bytes(text)`.
pub(super) fn parse_bytes(arguments: &[Value]) -> Result<Value, String> {
    read("units.parse_bytes", arguments)
}

fn read(name: &str, arguments: &[Value]) -> Result<Value, String> {
    let [text] = arguments else { return Err(format!("`{name}` expects one argument")) };
    let text = string(name, text)?;
    if text.chars().count() > CHARACTERS || exponents(text).any(|exponent| exponent > EXPONENT) {
        return Err(format!("`{name}` expects a number of at most {CHARACTERS} characters, below 1e{EXPONENT}"));
    }
    own_builtin(name, text).map_err(|_| format!("`{name}` cannot read this as a number"))
}

/// Every number in a text that may be an exponent; the first stands before the exponent and is none.
fn exponents(text: &str) -> impl Iterator<Item = u32> {
    let parts = text.split(['e', 'E']).skip(1);
    parts.map(|part| {
        let digits = part.trim_start_matches(['+', '-']).split(|one: char| !one.is_ascii_digit()).next();
        match digits {
            Some(digits) if !digits.is_empty() => digits.parse().unwrap_or(u32::MAX),
            _ => 0,
        }
    })
}
