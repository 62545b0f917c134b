//! From text to types: what a plain scalar means depends on who reads the file.

use std::borrow::Cow;

use serde_json::{Map, Number, Value};

use super::{Node, NodeValue, Scalar, Style};

/// How plain scalars resolve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The core schema of YAML 1.2, which GitHub follows: only `true`, `false`, `null`, `~` and numbers are not text.
    Yaml12,
    /// YAML 1.1 as `PyYAML` and Psych read it: `yes`, `no`, `on` and `off` are booleans, `010` is eight and `1_000` a
    /// thousand. Base 60 (`1:30`) and dates stay text.
    Yaml11,
}

impl Node {
    /// Plain JSON for the policies. Keys are text; a list or mapping used as a key becomes its JSON. Numbers that JSON
    /// cannot hold exactly stay text. A tag of a vendor becomes a mapping with one key: `!Ref x` is `{"!Ref": "x"}`.
    #[must_use]
    pub fn to_json(&self, dialect: Dialect) -> Value {
        let value = match &self.value {
            NodeValue::Scalar(scalar) => match self.tag.as_deref() {
                Some(tag) => tagged(scalar, &tag.text, dialect),
                None => dialect.resolve(scalar),
            },
            NodeValue::Sequence(elements) => elements.iter().map(|element| element.to_json(dialect)).collect(),
            NodeValue::Mapping(entries) => {
                let entries = entries.iter().map(|entry| (key(&entry.key, dialect), entry.value.to_json(dialect)));
                Value::Object(entries.collect::<Map<_, _>>())
            }
        };
        match self.tag.as_deref() {
            Some(tag) if tag.text.starts_with('!') && !tag.text.starts_with("!!") && tag.text.len() > 1 => {
                Value::Object(Map::from_iter([(tag.text.clone(), value)]))
            }
            _ => value,
        }
    }
}

/// A key as text.
fn key(node: &Node, dialect: Dialect) -> String {
    node.as_str().map_or_else(|| node.to_json(dialect).to_string(), str::to_owned)
}

/// A scalar whose tag says what it is.
fn tagged(scalar: &Scalar, tag: &str, dialect: Dialect) -> Value {
    match tag {
        "!!int" | "!!float" | "!!bool" | "!!null" => dialect.plain(&scalar.text),
        tag if tag.starts_with("!!") || tag == "!" => Value::String(scalar.text.clone()),
        _ => dialect.resolve(scalar),
    }
}

impl Dialect {
    /// The value of an untagged scalar; only plain ones are anything but text.
    #[must_use]
    pub fn resolve(self, scalar: &Scalar) -> Value {
        match scalar.style {
            Style::Plain => self.plain(&scalar.text),
            _ => Value::String(scalar.text.clone()),
        }
    }

    fn plain(self, text: &str) -> Value {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
            "true" | "True" | "TRUE" => return Value::Bool(true),
            "false" | "False" | "FALSE" => return Value::Bool(false),
            _ => {}
        }
        if self == Self::Yaml11 {
            match text {
                "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Value::Bool(true),
                "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Value::Bool(false),
                _ => {}
            }
        }
        let number = if starts_like_a_number(text) { self.number(text) } else { None };
        number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
    }

    fn number(self, text: &str) -> Option<Number> {
        let (radix, digits) = match self {
            Self::Yaml12 => radix12(text),
            Self::Yaml11 => radix11(text),
        };
        let signed = i64::from_str_radix(&digits, radix).map(Number::from);
        let integer = signed.or_else(|_| u64::from_str_radix(&digits, radix).map(Number::from));
        integer.ok().or_else(|| {
            let text = if self == Self::Yaml11 { text.replace('_', "") } else { text.to_owned() };
            if is_float(&text) { text.parse().ok().and_then(Number::from_f64) } else { None }
        })
    }
}

/// A cheap look that spares most text the rest.
fn starts_like_a_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
}

/// Base and digits of an integer in YAML 1.2, where only base 10 has a sign.
fn radix12(text: &str) -> (u32, Cow<'_, str>) {
    if let Some(digits) = text.strip_prefix("0o") {
        (8, unsigned(digits))
    } else if let Some(digits) = text.strip_prefix("0x") {
        (16, unsigned(digits))
    } else {
        (10, Cow::Borrowed(text))
    }
}

/// Base and digits of an integer in YAML 1.1, where every base has a sign and digits may be grouped by `_`.
fn radix11(text: &str) -> (u32, Cow<'_, str>) {
    let magnitude = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (radix, digits) = if let Some(digits) = magnitude.strip_prefix("0b") {
        (2, digits)
    } else if let Some(digits) = magnitude.strip_prefix("0x") {
        (16, digits)
    } else if magnitude.len() > 1 && magnitude.starts_with('0') {
        (8, magnitude)
    } else {
        (10, magnitude)
    };
    let sign = if text.starts_with('-') { "-" } else { "" };
    (radix, Cow::Owned(format!("{sign}{}", unsigned(digits).replace('_', ""))))
}

/// The digits, or none at all when another sign comes first, so that no reader accepts them.
fn unsigned(digits: &str) -> Cow<'_, str> {
    Cow::Borrowed(if digits.starts_with(['+', '-']) { "" } else { digits })
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, that is without integers beyond 64 bits,
/// which would lose digits.
fn is_float(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let some_digit = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    let not_integer = fraction.is_some() || exponent.is_some();
    not_integer
        && some_digit
        && digits(whole)
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}
