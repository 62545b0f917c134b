//! Encoded text: what a known text is decoded or encoded to.

use std::rc::Rc;

use serde_json::Value as Json;

use super::super::super::text::{Part, Text};
use super::super::super::value::{Args, Dict, Item, Value};
use super::super::Interpreter;
use crate::source::Span;

/// Levels of a JSON document that are followed.
const DEPTH: usize = 60;

impl<'a> Interpreter<'a> {
    /// A function that encodes or decodes. Of a text that is not known, nothing is known but that it is a text.
    pub(super) fn decode(&mut self, name: &str, args: &Args<'a>) -> Option<Value<'a>> {
        let first = args.positional.first()?;
        let span = first.span;
        let made_of = self.computed(name, args).unwrap_or(name);
        let unknown = || Some(Value::Text(Rc::new(Text::hole(made_of))));
        if name == "json.dumps" {
            // What is written here is ASCII whatever that setting says.
            let is_plain = args.named.iter().all(|(name, _)| &**name == "ensure_ascii");
            let json = self.json_of(&first.value, DEPTH).filter(|_| is_plain);
            return json.map_or_else(unknown, |json| Some(Value::text(json)));
        }
        let Value::Text(text) = &first.value else {
            return if matches!(name, "json.loads") { None } else { unknown() };
        };
        if name == "textwrap.dedent" {
            return Some(Value::Text(Rc::new(dedented(text))));
        }
        let Some(known) = text.as_known() else { return unknown() };
        let second = args.positional.get(1).or_else(|| args.named("encoding")).and_then(|item| item.value.as_str());
        let decoded = match name {
            "base64.b64decode" | "base64.standard_b64decode" | "binascii.a2b_base64" | "base64.decodebytes" => {
                from_base64(known, false)
            }
            "base64.urlsafe_b64decode" => from_base64(known, true),
            "base64.b64encode" | "base64.standard_b64encode" => Some(to_base64(known.as_bytes(), false)),
            "base64.urlsafe_b64encode" => Some(to_base64(known.as_bytes(), true)),
            "base64.b16decode" | "bytes.fromhex" | "bytearray.fromhex" | "binascii.unhexlify" | "binascii.a2b_hex" => {
                from_hex(known)
            }
            "binascii.hexlify" | "binascii.b2a_hex" | "base64.b16encode" => {
                Some(known.bytes().map(|byte| format!("{byte:02x}")).collect())
            }
            "codecs.decode" | "codecs.encode" => match second {
                Some("rot13" | "rot_13") => Some(rot13(known)),
                Some("hex" | "hex_codec") if name == "codecs.decode" => from_hex(known),
                Some("base64" | "base64_codec") if name == "codecs.decode" => from_base64(known, false),
                Some("utf-8" | "utf8" | "ascii") | None => Some(known.to_owned()),
                _ => None,
            },
            "urllib.parse.quote" => second
                .is_none()
                .then(|| quoted(known, args.named("safe").and_then(|item| item.value.as_str()).unwrap_or("/"), "%20")),
            "urllib.parse.quote_plus" => Some(quoted(known, "", "+")),
            "urllib.parse.unquote" => unquoted(known),
            "urllib.parse.unquote_plus" => unquoted(&known.replace('+', " ")),
            "textwrap.indent" => second.map(|prefix| {
                known
                    .split_inclusive('\n')
                    .map(|line| if line.trim().is_empty() { line.to_owned() } else { format!("{prefix}{line}") })
                    .collect()
            }),
            "json.loads" => {
                let parsed: Json = serde_json::from_str(known).ok()?;
                return Some(self.of_json(&parsed, span, DEPTH));
            }
            _ => return None,
        };
        decoded.map_or_else(unknown, |decoded| Some(Value::text(decoded)))
    }

    /// The value of a JSON document.
    fn of_json(&mut self, json: &Json, span: Span, depth: usize) -> Value<'a> {
        if depth == 0 || !self.step(1, span.start) {
            return Value::unknown("json");
        }
        match json {
            Json::Null => Value::None,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(number), _) => Value::Int(number),
                (None, Some(number)) => Value::Float(number),
                (None, None) => Value::unknown("number"),
            },
            Json::String(text) => Value::text(text.as_str()),
            Json::Array(items) => {
                let items = items
                    .iter()
                    .map(|item| Item { value: self.of_json(item, span, depth.saturating_sub(1)), span })
                    .collect();
                self.heap.list(items, false)
            }
            Json::Object(fields) => {
                let mut dict = Dict::default();
                for (name, value) in fields {
                    let value = self.of_json(value, span, depth.saturating_sub(1));
                    dict.insert(name, Item { value, span });
                }
                Value::Dict(self.heap.dicts.add(dict))
            }
        }
    }

    /// A value as `json.dumps` writes it.
    fn json_of(&self, value: &Value<'a>, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match value {
            Value::None => Some("null".to_owned()),
            Value::Bool(value) => Some(value.to_string()),
            Value::Int(number) => Some(number.to_string()),
            Value::Text(text) => {
                text.as_known().filter(|known| known.is_ascii()).and_then(|known| serde_json::to_string(known).ok())
            }
            Value::List(id) if !self.heap.lists.get(*id).open => {
                let items = &self.heap.lists.get(*id).items;
                let items = items.iter().map(|item| self.json_of(&item.value, depth)).collect::<Option<Vec<_>>>()?;
                Some(format!("[{}]", items.join(", ")))
            }
            Value::Dict(id) if !self.heap.dicts.get(*id).open => {
                let entries = &self.heap.dicts.get(*id).entries;
                let entry = |(name, item): &(Rc<str>, Item<'a>)| {
                    Some(format!("{}: {}", serde_json::to_string(&**name).ok()?, self.json_of(&item.value, depth)?))
                };
                let entries = entries.iter().map(entry).collect::<Option<Vec<_>>>()?;
                Some(format!("{{{}}}", entries.join(", ")))
            }
            _ => None,
        }
    }
}

/// The text that Base64 stands for, where it is text.
fn from_base64(text: &str, safe: bool) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut held): (u32, u32) = (0, 0);
    for letter in text.bytes().filter(|letter| !letter.is_ascii_whitespace() && *letter != b'=') {
        let (plus, slash) = if safe { (b'-', b'_') } else { (b'+', b'/') };
        let value = match letter {
            b'A'..=b'Z' => letter.checked_sub(b'A')?,
            b'a'..=b'z' => letter.checked_sub(b'a')?.checked_add(26)?,
            b'0'..=b'9' => letter.checked_sub(b'0')?.checked_add(52)?,
            _ if letter == plus => 62,
            _ if letter == slash => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    String::from_utf8(bytes).ok()
}

fn to_base64(bytes: &[u8], safe: bool) -> String {
    let letters: Vec<char> =
        ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(if safe { ['-', '_'] } else { ['+', '/'] }).collect();
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte));
        let bits = bits << (8 * 3_usize.saturating_sub(chunk.len()));
        for at in 0..4_usize {
            let value = usize::try_from((bits >> (18_usize.saturating_sub(6 * at))) & 0x3f).unwrap_or(0);
            text.push(if at <= chunk.len() { letters.get(value).copied().unwrap_or('=') } else { '=' });
        }
    }
    text
}

fn from_hex(text: &str) -> Option<String> {
    let digits: Vec<u32> =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let byte = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    };
    let bytes = digits.chunks(2).map(byte).collect::<Option<Vec<u8>>>()?;
    String::from_utf8(bytes).ok()
}

fn rot13(text: &str) -> String {
    let turn = |c: char, first: u8| {
        let place = u8::try_from(c).ok().and_then(|c| c.checked_sub(first)).unwrap_or(0);
        char::from(first.saturating_add((place.saturating_add(13)) % 26))
    };
    text.chars()
        .map(|c| match c {
            'a'..='z' => turn(c, b'a'),
            'A'..='Z' => turn(c, b'A'),
            other => other,
        })
        .collect()
}

/// A text as a part of a URL.
fn quoted(text: &str, safe: &str, blank: &str) -> String {
    let mut quoted = String::new();
    for byte in text.bytes() {
        let c = char::from(byte);
        match c {
            ' ' => quoted.push_str(blank),
            _ if c.is_ascii_alphanumeric() || "_.-~".contains(c) || (c.is_ascii() && safe.contains(c)) => {
                quoted.push(c);
            }
            _ => quoted.extend(format!("%{byte:02X}").chars()),
        }
    }
    quoted
}

fn unquoted(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let (digits, after) = after.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after;
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

/// `textwrap.dedent`: without the blanks that all lines begin with. What is not known counts as letters.
fn dedented(text: &Text) -> Text {
    let plain = text.with_holes(|_| "x".to_owned());
    let blanks = |line: &str| line.len().saturating_sub(line.trim_start_matches([' ', '\t']).len());
    let margin = plain.lines().filter(|line| !line.trim().is_empty()).map(blanks).min().unwrap_or(0);
    let mut begins = true;
    let mut result = Text::default();
    for part in text.parts() {
        let Part::Known(known) = part else {
            result.push_part(part);
            begins = false;
            continue;
        };
        for line in known.split_inclusive('\n') {
            let cut = if begins { margin.min(blanks(line)) } else { 0 };
            result.push_str(line.get(cut..).unwrap_or_default());
            begins = line.ends_with('\n');
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::{dedented, from_base64, from_hex, quoted, rot13, to_base64, unquoted};
    use crate::input::airflow::text::Text;

    #[test]
    fn what_is_encoded_comes_back() {
        for text in ["", "a", "ab", "abc", "echo {{ dag_run.conf['name'] }}", "é…"] {
            for safe in [false, true] {
                assert_eq!(from_base64(&to_base64(text.as_bytes(), safe), safe).as_deref(), Some(text));
            }
            assert_eq!(unquoted(&quoted(text, "", "%20")).as_deref(), Some(text));
            assert_eq!(rot13(&rot13(text)), text);
        }
        assert_eq!(from_base64("ZWNobyB4", false).as_deref(), Some("echo x"));
        assert_eq!(from_hex("6563 686f").as_deref(), Some("echo"));
        assert_eq!((from_hex("6"), from_hex("zz"), from_base64("/w==", false)), (None, None, None));
    }

    #[test]
    fn a_margin_is_cut_also_around_what_is_not_known() {
        let mut text = Text::known("\n    a ");
        text.push_hole("x");
        text.push_str(" b\n      c\n");
        assert_eq!(dedented(&text).display(), "\na {x} b\n  c\n");
    }
}
