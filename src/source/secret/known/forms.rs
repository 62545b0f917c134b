//! The forms in which a credential can stand in a text.

use data_encoding::{BASE64, BASE64URL, HEXLOWER, HEXUPPER};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::source::secret::value::is_camel_case;

/// Where a form counts as the credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// Wherever it stands.
    Anywhere,
    /// Where no letter or digit stands beside it.
    Token,
    /// Wherever it stands, together with the rest of its base64 text.
    Base64,
}

/// The fewest characters of a value that is hidden inside other text.
const STRONG: usize = 8;
/// The most letters of a value that may be an ordinary word.
const WORD: usize = 12;
/// The fewest characters of base64 that are looked for.
const CORE: usize = 8;
/// The most bytes of a value whose encoded forms are looked for; a longer one is never written again by hand.
const ENCODED: usize = 4096;

/// The most bytes of a value whose pieces are looked for.
const PIECED: usize = 128;

/// What a URL keeps as it is; see RFC 3986.
const URL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// The same with the separator of a path.
const URL_PATH: &AsciiSet = &URL.remove(b'/');

/// The reach of a text as it stands.
fn reach(text: &str) -> Reach {
    let length = text.chars().count();
    let word = length <= WORD && text.chars().all(char::is_alphabetic);
    if length < STRONG || word { Reach::Token } else { Reach::Anywhere }
}

/// Every form of a value with its reach; the value itself is the first.
pub(super) fn forms(value: &str) -> Vec<(String, Reach)> {
    let mut forms = vec![(value.to_owned(), reach(value))];
    if value.len() > ENCODED {
        return forms;
    }
    let written = escaped(value).into_iter().chain(in_url(value)).filter(|text| text != value);
    forms.extend(written.map(|text| (text, reach(value))));
    forms.extend(base64(value.as_bytes()).into_iter().map(|text| (text, Reach::Base64)));
    if reach(value) == Reach::Anywhere {
        forms.extend([&HEXLOWER, &HEXUPPER].map(|hex| (hex.encode(value.as_bytes()), Reach::Anywhere)));
    }
    forms
}

/// Parts of a random value that tell it: somebody may write it in pieces. They are hidden with the letters and digits
/// beside them.
pub(super) fn pieces(value: &str) -> Vec<(String, Reach)> {
    if value.len() > PIECED || value.len() < 2 * STRONG || !value.is_ascii() || is_camel_case(value) {
        return Vec::new();
    }
    let telling = |piece: &&[u8]| {
        let has = |test: fn(&u8) -> bool| piece.iter().any(test);
        piece.iter().all(u8::is_ascii_alphanumeric)
            && has(u8::is_ascii_digit)
            && has(u8::is_ascii_lowercase)
            && has(u8::is_ascii_uppercase)
    };
    let pieces = value.as_bytes().windows(STRONG).filter(telling);
    pieces.map(|piece| (String::from_utf8_lossy(piece).into_owned(), Reach::Base64)).collect()
}

/// The value inside quotes of JSON, HCL, YAML, Python and shells.
fn escaped(value: &str) -> Vec<String> {
    let json = in_json(value);
    let angles = json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    vec![
        in_json(&json),
        json.replace("${", "$${").replace("%{", "%%{"),
        angles,
        json,
        value.replace("${", "$${").replace("%{", "%%{"),
        value.replace('$', "$$"),
        value.replace('\'', "''"),
        value.replace('\'', "'\\''"),
        value.replace('\\', "\\\\").replace('\'', "\\'"),
        backslashed(value, |character| matches!(character, '"' | '$' | '`' | '\\')),
        backslashed(value, |character| !character.is_alphanumeric() && !"_-./=:@%+,".contains(character)),
    ]
}

fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(&quoted).to_owned()
}

fn backslashed(text: &str, special: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if special(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// The value inside a URL; hexadecimal digits are written in either case.
fn in_url(value: &str) -> Vec<String> {
    let whole = utf8_percent_encode(value, URL).to_string();
    let path = utf8_percent_encode(value, URL_PATH).to_string();
    let lower = lower_escapes(&whole);
    vec![whole.replace("%20", "+"), lower_escapes(&path), path, lower, whole]
}

fn lower_escapes(encoded: &str) -> String {
    let mut left = 0_u8;
    let lower = encoded.chars().map(|character| {
        let inside = left > 0;
        left = if character == '%' { 2 } else { left.saturating_sub(1) };
        if inside { character.to_ascii_lowercase() } else { character }
    });
    lower.collect()
}

/// What base64 makes of the value wherever it begins in the encoded text, without the characters that depend on what
/// stands beside it.
fn base64(value: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    for (before, dependent) in [(0_usize, 0_usize), (1, 2), (2, 3)] {
        let bytes: Vec<u8> = std::iter::repeat_n(0, before).chain(value.iter().copied()).collect();
        let decided = bytes.len().saturating_mul(8).checked_div(6).unwrap_or(0);
        for encoding in [&BASE64, &BASE64URL] {
            let encoded = encoding.encode(&bytes);
            texts.extend(encoded.get(dependent..decided).filter(|core| core.len() >= CORE).map(str::to_owned));
        }
    }
    texts
}
