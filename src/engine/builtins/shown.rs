//! Values as OPA shows them in text: `{"a": [1, true]}`, `{1, 2}`, `set()`.

use std::fmt::Write as _;

use super::super::rego::Value;
use super::bounded;

/// The text of a value for `%v`: text as it is, anything else as it would be written.
pub(super) fn shown(name: &str, value: &Value) -> Result<String, String> {
    if let Value::String(text) = value {
        return Ok(text.to_string());
    }
    if matches!(value, Value::Number(_)) {
        return Ok(number(value));
    }
    let mut out = String::new();
    write(name, value, &mut out)?;
    Ok(out)
}

fn write(name: &str, value: &Value, out: &mut String) -> Result<(), String> {
    bounded(name, out.len())?;
    match value {
        Value::String(text) => out.push_str(&quoted(text)),
        Value::Array(items) => list(name, ('[', ']'), items.iter(), out)?,
        Value::Set(items) if items.is_empty() => out.push_str("set()"),
        Value::Set(items) => list(name, ('{', '}'), items.iter_sorted(), out)?,
        Value::Object(fields) => {
            out.push('{');
            for (index, (key, item)) in fields.iter_sorted().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write(name, key, out)?;
                out.push_str(": ");
                write(name, item, out)?;
            }
            out.push('}');
        }
        Value::Undefined => out.push_str("undefined"),
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
    }
    Ok(())
}

fn list<'v>(
    name: &str,
    (open, close): (char, char),
    items: impl Iterator<Item = &'v Value>,
    out: &mut String,
) -> Result<(), String> {
    out.push(open);
    for (index, item) in items.enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        write(name, item, out)?;
    }
    out.push(close);
    Ok(())
}

/// A number; a fraction as Go shows it, with an exponent below 0.0001 and from a million on.
fn number(value: &Value) -> String {
    let text = value.to_string();
    let Some(float) = value.as_f64().ok().filter(|_| !is_whole(&text)) else { return text };
    let scientific = format!("{float:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>() {
        Ok(exponent) if (-4..6).contains(&exponent) => float.to_string(),
        Ok(exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
        }
        Err(_) => text,
    }
}

/// Whether the text of a number has only digits.
pub(super) fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Text between quotes, escaped as Go does.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for one in text.chars() {
        match one {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            ' ' => out.push(' '),
            other if other.is_ascii_control() => drop(write!(out, "\\x{:02x}", u32::from(other))),
            other if is_printed(other) => out.push(other),
            other if u32::from(other) > 0xffff => drop(write!(out, "\\U{:08x}", u32::from(other))),
            other => drop(write!(out, "\\u{:04x}", u32::from(other))),
        }
    }
    out.push('"');
    out
}

fn is_printed(one: char) -> bool {
    one.is_ascii_graphic() || one.is_alphanumeric() || (!one.is_whitespace() && one.escape_debug().len() == 1)
}
