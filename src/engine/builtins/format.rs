//! `sprintf`: what Go's verbs and OPA's values have in common. Where Go writes a complaint such as `%!d(string=a)` into
//! the text, this refuses, because a message that says so helps nobody.

use super::super::rego::Value;
use super::shown::{is_whole, quoted, shown};
use super::{bounded, string};
use crate::limits::LIMITS;

const NAME: &str = "sprintf";

/// `sprintf(format, list)`.
pub(super) fn sprintf(arguments: &[Value]) -> Result<Value, String> {
    let [format, Value::Array(values)] = arguments else { return Err(format!("`{NAME}` expects text and a list")) };
    let mut values = values.iter();
    let mut rest = string(NAME, format)?;
    let mut made = String::new();
    while let Some((before, after)) = rest.split_once('%') {
        made.push_str(before);
        let (verb, after) = Verb::parse(after)?;
        rest = after;
        if verb.name == '%' {
            made.push('%');
            continue;
        }
        let value = values.next().ok_or_else(|| format!("`{NAME}` has fewer values than verbs"))?;
        made.push_str(&verb.padded(value)?);
        bounded(NAME, made.len())?;
    }
    made.push_str(rest);
    bounded(NAME, made.len())?;
    if values.next().is_some() {
        return Err(format!("`{NAME}` has more values than verbs"));
    }
    Ok(Value::from(made))
}

/// `%-8.2f`: what stands between the percent sign and the letter, and the letter.
struct Verb {
    left: bool,
    zeros: bool,
    width: usize,
    precision: Option<usize>,
    name: char,
}

impl Verb {
    /// The verb that begins a text, and what follows it.
    fn parse(text: &str) -> Result<(Self, &str), String> {
        let rest = text.trim_start_matches(['-', '0']);
        let flags = text.get(..text.len().saturating_sub(rest.len())).unwrap_or_default();
        let (width, rest) = digits(rest)?;
        let (precision, rest) = match rest.strip_prefix('.') {
            Some(rest) => digits(rest).map(|(precision, rest)| (Some(precision), rest))?,
            None => (None, rest),
        };
        let name = rest.chars().next().ok_or_else(|| format!("`{NAME}` expects a letter after `%`"))?;
        let verb = Self { left: flags.contains('-'), zeros: flags.contains('0'), width, precision, name };
        Ok((verb, rest.get(name.len_utf8()..).unwrap_or_default()))
    }

    /// A value as this verb shows it, in its width.
    fn padded(&self, value: &Value) -> Result<String, String> {
        let mut text = self.shown(value)?;
        let missing = self.width.saturating_sub(text.chars().count());
        if self.left {
            text.push_str(&" ".repeat(missing));
        } else if self.zeros && matches!(value, Value::Number(_)) {
            let sign = usize::from(text.starts_with('-'));
            text.insert_str(sign, &"0".repeat(missing));
        } else if self.zeros && missing > 0 {
            return Err(format!("`{NAME}` fills only numbers with zeros"));
        } else {
            text.insert_str(0, &" ".repeat(missing));
        }
        Ok(text)
    }

    fn shown(&self, value: &Value) -> Result<String, String> {
        let is_number = matches!(value, Value::Number(_));
        let whole = Some(value.to_string()).filter(|text| is_number && is_whole(text));
        let unfit = || format!("`{NAME}`: `%{}` does not fit its value; `%v` fits every value", self.name);
        match (self.name, self.precision) {
            ('v', None) => shown(NAME, value),
            ('v' | 's', precision) if !is_number => {
                let text = shown(NAME, value)?;
                Ok(precision.map_or_else(|| text.clone(), |most| text.chars().take(most).collect()))
            }
            ('q', None) if !is_number => Ok(quoted(&shown(NAME, value)?)),
            ('d', None) => whole.ok_or_else(unfit),
            ('x' | 'X' | 'o' | 'b', None) if whole.is_some() => {
                let whole = value.as_i64().map_err(|_| unfit())?;
                let sign = if whole < 0 { "-" } else { "" };
                let size = whole.unsigned_abs();
                Ok(match self.name {
                    'x' => format!("{sign}{size:x}"),
                    'X' => format!("{sign}{size:X}"),
                    'o' => format!("{sign}{size:o}"),
                    _ => format!("{sign}{size:b}"),
                })
            }
            ('f' | 'F', precision) if is_number && whole.is_none() => {
                let float = value.as_f64().map_err(|_| unfit())?;
                Ok(format!("{float:.0$}", precision.unwrap_or(6)))
            }
            _ => Err(unfit()),
        }
    }
}

/// The number that begins a text, 0 when there is none, and what follows it.
fn digits(text: &str) -> Result<(usize, &str), String> {
    let rest = text.trim_start_matches(|one: char| one.is_ascii_digit());
    let digits = text.get(..text.len().saturating_sub(rest.len())).unwrap_or_default();
    let most = LIMITS.format_width;
    let number = if digits.is_empty() { Some(0) } else { digits.parse().ok().filter(|number| *number <= most) };
    let number = number.ok_or_else(|| format!("`{NAME}` would make more than {most} characters of one value"))?;
    Ok((number, rest))
}
