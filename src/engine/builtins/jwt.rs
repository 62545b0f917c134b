//! JSON Web Tokens, decoded and never verified.

use super::super::rego::{Value, value};
use super::string;
use crate::source::text::hex;

const NAME: &str = "io.jwt.decode";
/// How many tokens may lie in one another.
const NESTING: usize = 8;

/// `io.jwt.decode(token)`: `[header, payload, signature]`, the signature as hexadecimal text.
pub(super) fn decode(arguments: &[Value]) -> Result<Value, String> {
    let [token] = arguments else { return Err(format!("`{NAME}` expects one argument")) };
    parts(string(NAME, token)?, NESTING)
}

fn parts(token: &str, nesting: usize) -> Result<Value, String> {
    let mut sections = token.split('.');
    let (Some(header), Some(payload), Some(signature), None) =
        (sections.next(), sections.next(), sections.next(), sections.next())
    else {
        return Err(format!("`{NAME}` expects a token of three parts"));
    };
    let header = json(header)?;
    if !header.is_object() {
        return Err(format!("`{NAME}` found a header that is not an object"));
    }
    let nested = header.get("cty").and_then(|kind| kind.as_str()).is_some_and(|kind| kind.eq_ignore_ascii_case("jwt"));
    if nested {
        let inner = String::from_utf8(base64url(payload)?).map_err(|_| format!("`{NAME}` found no text inside"))?;
        let depth = nesting.checked_sub(1).ok_or_else(|| format!("`{NAME}` found too many tokens in one another"))?;
        return parts(inner.trim_matches('"'), depth);
    }
    let payload = json(payload)?;
    Ok(Value::from(vec![value(&header), value(&payload), Value::from(hex(&base64url(signature)?))]))
}

fn json(part: &str) -> Result<serde_json::Value, String> {
    serde_json::from_slice(&base64url(part)?).map_err(|_| format!("`{NAME}` found a part that is not JSON"))
}

/// Base64 with the alphabet for URLs, with or without padding.
fn base64url(text: &str) -> Result<Vec<u8>, String> {
    let bad = || format!("`{NAME}` found a part that is not base64url");
    let digits = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(digits.len());
    let (mut bits, mut held) = (0_u32, 0_u32);
    for digit in digits.bytes() {
        let digit = match digit {
            b'A'..=b'Z' => u32::from(digit.wrapping_sub(b'A')),
            b'a'..=b'z' => u32::from(digit.wrapping_sub(b'a')).saturating_add(26),
            b'0'..=b'9' => u32::from(digit.wrapping_sub(b'0')).saturating_add(52),
            b'-' => 62,
            b'_' => 63,
            _ => return Err(bad()),
        };
        held = (held << 6) | digit;
        bits = bits.saturating_add(6);
        if let Some(left) = bits.checked_sub(8) {
            bytes.push(u8::try_from((held >> left) & 0xff).map_err(|_| bad())?);
            bits = left;
            held &= (1 << left) - 1;
        }
    }
    // A single digit left over encodes nothing.
    if bits >= 6 { Err(bad()) } else { Ok(bytes) }
}
