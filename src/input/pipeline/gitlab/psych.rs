//! What Psych, the YAML library of Ruby, makes of a scalar without quotes: `tokenize` in `psych/scalar_scanner.rb` of
//! ruby/psych. What it takes for text is text to GitLab, and nothing else is.

/// What a plain scalar is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Plain {
    /// Text.
    Text,
    /// Nothing.
    Nil,
    /// A truth value.
    Truth(bool),
    /// A number, as Ruby writes it; `None` for one with more digits than gate counts.
    Number(Option<String>),
    /// A date, a time or a symbol.
    Other,
}

/// What a plain scalar is.
pub(super) fn plain(text: &str) -> Plain {
    match text.to_ascii_lowercase().as_str() {
        "" | "~" | "null" => Plain::Nil,
        "yes" | "true" | "on" => Plain::Truth(true),
        "no" | "false" | "off" => Plain::Truth(false),
        ".inf" | "+.inf" => number(f64::INFINITY),
        "-.inf" => number(f64::NEG_INFINITY),
        ".nan" => number(f64::NAN),
        _ if text.starts_with(':') && text.len() > 1 || is_date(text) => Plain::Other,
        _ => base60(text).or_else(|| float(text)).or_else(|| integer(text)).unwrap_or(Plain::Text),
    }
}

/// Digits with the characters between them that Ruby drops.
fn digits(text: &str, is_digit: impl Fn(u8) -> bool) -> Option<String> {
    let all = !text.is_empty() && text.bytes().all(|byte| is_digit(byte) || matches!(byte, b'_' | b','));
    all.then(|| text.replace(['_', ','], ""))
}

fn signed(text: &str) -> (&str, &str) {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    (if text.starts_with('-') { "-" } else { "" }, rest)
}

/// `0b11`, `017`, `1_000`, `0x1f`.
fn integer(text: &str) -> Option<Plain> {
    let (sign, rest) = signed(text);
    let bases: [(&str, u32); 3] = [("0b", 2), ("0x", 16), ("0", 8)];
    let based = bases.iter().find_map(|(prefix, radix)| {
        let is_digit = |byte: u8| char::from(byte).is_digit(*radix);
        Some((digits(rest.strip_prefix(prefix)?, is_digit)?, *radix))
    });
    let (found, radix) = match based {
        Some(based) => based,
        None if rest == "0" => ("0".to_owned(), 10),
        None => (decimal(rest)?, 10),
    };
    Some(Plain::Number(
        i128::from_str_radix(&found, radix).ok().map(|value| format!("{}{value}", if value == 0 { "" } else { sign })),
    ))
}

/// Digits that do not begin with 0, with single `_` or `,` between them.
fn decimal(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let starts = matches!(bytes.first(), Some(b'1'..=b'9'));
    let ends = bytes.last().is_some_and(u8::is_ascii_digit);
    let doubled = bytes.windows(2).any(|pair| pair.iter().all(|byte| matches!(byte, b'_' | b',')));
    if starts && ends && !doubled { digits(text, |byte| byte.is_ascii_digit()) } else { None }
}

/// A point, digits on one side of it, and perhaps an exponent with its sign.
fn float(text: &str) -> Option<Plain> {
    let (_, rest) = signed(text);
    let (whole, rest) = rest.split_once('.')?;
    let (fraction, exponent) = match rest.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, Some(exponent)),
        None => (rest, None),
    };
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = whole.is_empty()
        || whole.starts_with(|first: char| first.is_ascii_digit())
            && digits(whole, |byte| byte.is_ascii_digit()).is_some();
    let has_exponent =
        |exponent: &str| exponent.strip_prefix(['+', '-']).is_some_and(|digits| !digits.is_empty() && plain(digits));
    let is_float = is_whole && plain(fraction) && exponent.is_none_or(has_exponent);
    if !is_float || whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let value: f64 = text.replace(['_', ','], "").parse().ok()?;
    Some(number(value))
}

/// A number with a point, as Ruby writes it.
fn number(value: f64) -> Plain {
    let shown = match value {
        _ if value.is_nan() => "NaN".to_owned(),
        _ if value.is_infinite() => (if value > 0.0 { "Infinity" } else { "-Infinity" }).to_owned(),
        _ if value == 0.0 || (1e-4..1e16).contains(&value.abs()) => format!("{value:?}"),
        _ => with_exponent(value),
    };
    Plain::Number(Some(shown))
}

/// `1.0e-05`
fn with_exponent(value: f64) -> String {
    let shown = format!("{value:e}");
    let (digits, exponent) = shown.split_once('e').unwrap_or((&shown, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    let (sign, exponent) = exponent.strip_prefix('-').map_or(("+", exponent), |exponent| ("-", exponent));
    format!("{digits}{point}e{sign}{exponent:0>2}")
}

/// `1:30` and `1:20:30`, which Ruby takes for hours, minutes and seconds.
fn base60(text: &str) -> Option<Plain> {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut parts = rest.split(':');
    let first = parts.next()?;
    let is_first = first.starts_with(|first: char| first.is_ascii_digit()) && !first.contains(',');
    let first: i64 = digits(first, |byte| byte.is_ascii_digit()).filter(|_| is_first)?.parse().ok()?;
    let more: Vec<&str> = parts.collect();
    let (last, fraction) = more.last()?.split_once('.').map_or((*more.last()?, None), |(last, it)| (last, Some(it)));
    let is_part = |part: &&str| (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok_and(|part| part < 60);
    let middle = more.split_last().map(|(_, middle)| middle).unwrap_or_default();
    if more.len() > 2 || !middle.iter().chain([&last]).all(is_part) {
        return None;
    }
    // The sign is of the first part alone.
    let first = if text.starts_with('-') { first.checked_neg()? } else { first };
    if let Some(fraction) = fraction {
        return with_fraction(first, &more, fraction);
    }
    let mut value = first.checked_mul(3600)?;
    for (part, weight) in more.iter().zip([60, 1]) {
        value = value.checked_add(part.parse::<i64>().ok()?.checked_mul(weight)?)?;
    }
    Some(Plain::Number(Some(value.to_string())))
}

/// `1:30.5`
fn with_fraction(first: i64, more: &[&str], fraction: &str) -> Option<Plain> {
    if !fraction.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') {
        return None;
    }
    let mut value = first.to_string().parse::<f64>().ok()? * 3600.0;
    for (part, weight) in more.iter().zip([60.0, 1.0]) {
        value += part.replace('_', "").parse::<f64>().ok()? * weight;
    }
    Some(number(value))
}

/// A date, with or without a time.
fn is_date(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (date, time) = text.split_once(['T', 't', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let is_number = |text: &str, most: u8| (1..=2).contains(&text.len()) && text.parse().is_ok_and(|it: u8| it <= most);
    let is_date = year.len() == 4 && year.parse::<u16>().is_ok() && is_number(month, 12) && is_number(day, 31);
    is_date && time.is_none_or(|time| time.trim_start().split(':').count() >= 3)
}

#[cfg(test)]
mod tests {
    use super::{Plain, plain};

    #[test]
    fn numbers_are_written_as_ruby_writes_them() {
        let cases = [
            ("0", "0"),
            ("-0", "0"),
            ("010", "8"),
            ("0x1f", "31"),
            ("0x_f", "15"),
            ("-0b11", "-3"),
            ("1_000", "1000"),
            ("1,000", "1000"),
            ("+1", "1"),
            ("1.", "1.0"),
            (".5", "0.5"),
            ("3.10", "3.1"),
            ("1.5e+3", "1500.0"),
            ("1:30", "5400"),
            ("190:20:30", "685230"),
            ("-1:30", "-1800"),
            ("1:30.5", "5430.0"),
            ("1:2:3.25", "3723.25"),
            ("1.5e+300", "1.5e+300"),
            ("0.00001", "1.0e-05"),
            ("12345678901234567890.0", "1.2345678901234567e+19"),
            (".inf", "Infinity"),
            ("-.INF", "-Infinity"),
            (".NaN", "NaN"),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), Plain::Number(Some(expected.to_owned())), "{text}");
        }
        for text in [
            "1e3", "08", "1__0", "0o17", "1e", ".", "-", "1.2.3", "1:60", "1:2:3:4", "5 apples", "y", "n", "x:1",
            "1:30.x",
        ] {
            assert_eq!(plain(text), Plain::Text, "{text}");
        }
    }

    #[test]
    fn words_dates_and_symbols_are_no_text() {
        assert_eq!(["", "~", "Null"].map(plain), [Plain::Nil, Plain::Nil, Plain::Nil]);
        assert_eq!(["Yes", "OFF"].map(plain), [Plain::Truth(true), Plain::Truth(false)]);
        for text in ["2024-01-01", "2024-1-1 10:00:00", "2024-01-01T10:00:00Z", ":name"] {
            assert_eq!(plain(text), Plain::Other, "{text}");
        }
        assert_eq!(
            ["2024-01", "2024-13-01", ":", "1-2-3"].map(plain),
            [Plain::Text, Plain::Text, Plain::Text, Plain::Text]
        );
    }
}
