//! Encodings whose result is longer than what they are given, or that regorus gets wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use data_encoding::{BASE64, BASE64URL, BASE64URL_NOPAD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::super::rego::Value;
use super::{bounded, bounded_items, string};

/// What Go leaves as it is in a query; a blank becomes `+`.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b' ');

fn one<'a>(name: &str, arguments: &'a [Value]) -> Result<&'a str, String> {
    let [text] = arguments else { return Err(format!("`{name}` expects one argument")) };
    string(name, text)
}

/// A text that is `times` as long at most.
fn grown(name: &str, text: &str, times: usize, made: impl Fn(&str) -> String) -> Result<Value, String> {
    bounded(name, text.len().saturating_mul(times))?;
    Ok(Value::from(made(text)))
}

/// `base64.encode(text)`.
pub(super) fn base64(arguments: &[Value]) -> Result<Value, String> {
    grown("base64.encode", one("base64.encode", arguments)?, 2, |text| BASE64.encode(text.as_bytes()))
}

/// `base64url.encode(text)`.
pub(super) fn base64url(arguments: &[Value]) -> Result<Value, String> {
    grown("base64url.encode", one("base64url.encode", arguments)?, 2, |text| BASE64URL.encode(text.as_bytes()))
}

/// `base64url.encode_no_pad(text)`.
pub(super) fn base64url_no_pad(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "base64url.encode_no_pad";
    grown(NAME, one(NAME, arguments)?, 2, |text| BASE64URL_NOPAD.encode(text.as_bytes()))
}

/// `hex.encode(text)`.
pub(super) fn hex(arguments: &[Value]) -> Result<Value, String> {
    grown("hex.encode", one("hex.encode", arguments)?, 2, |text| crate::source::text::hex(text.as_bytes()))
}

/// `urlquery.encode(text)`.
pub(super) fn query(arguments: &[Value]) -> Result<Value, String> {
    grown("urlquery.encode", one("urlquery.encode", arguments)?, 3, |text| {
        utf8_percent_encode(text, QUERY).to_string().replace(' ', "+")
    })
}

/// `urlquery.decode(text)`.
pub(super) fn unquery(arguments: &[Value]) -> Result<Value, String> {
    decoded("urlquery.decode", one("urlquery.decode", arguments)?).map(Value::from)
}

/// `urlquery.decode_object(text)`: every name with the list of its values.
pub(super) fn unquery_object(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "urlquery.decode_object";
    let text = one(NAME, arguments)?;
    let mut fields: BTreeMap<Value, Vec<Value>> = BTreeMap::new();
    for (index, pair) in text.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        bounded_items(NAME, index)?;
        if pair.contains(';') {
            return Err(format!("`{NAME}` expects `&` between its parts"));
        }
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (key, value) = (decoded(NAME, key)?, decoded(NAME, value)?);
        fields.entry(Value::from(key)).or_default().push(Value::from(value));
    }
    let fields = fields.into_iter().map(|(key, values)| (key, Value::from(values)));
    Ok(Value::from(fields.collect::<BTreeMap<_, _>>()))
}

fn decoded(name: &str, text: &str) -> Result<String, String> {
    let mut parts = text.split('%');
    parts.next();
    if parts.any(|part| part.len() < 2 || !part.bytes().take(2).all(|byte| byte.is_ascii_hexdigit())) {
        return Err(format!("`{name}` expects two hexadecimal digits after `%`"));
    }
    let blanks = text.replace('+', " ");
    let decoded = percent_decode_str(&blanks).decode_utf8().map_err(|_| format!("`{name}` found no text inside"))?;
    Ok(decoded.into_owned())
}

/// `json.marshal(value)`: `<`, `>` and `&` are escaped, as Go does.
pub(super) fn marshal(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "json.marshal";
    let [value] = arguments else { return Err(format!("`{NAME}` expects one argument")) };
    let text = serde_json::to_string(value).map_err(|_| format!("`{NAME}` cannot write this as JSON"))?;
    bounded(NAME, text.len())?;
    let mut made = String::new();
    for one in text.chars() {
        match one {
            // They stand only inside text, where an escape means the same.
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => drop(write!(made, "\\u{:04x}", u32::from(one))),
            other => made.push(other),
        }
    }
    bounded(NAME, made.len())?;
    Ok(Value::from(made))
}

/// `json.unmarshal(text)`: the tree is many times the text.
pub(super) fn unmarshal(arguments: &[Value]) -> Result<Value, String> {
    let text = one("json.unmarshal", arguments)?;
    bounded("json.unmarshal", text.len())?;
    Value::from_json_str(text).map_err(|_| "`json.unmarshal`: could not deserialize json".to_owned())
}
