//! Lengths of time, which some arguments say in several units at once.

use serde_json::{Number, Value};

use super::argument::{Argument, path};
use crate::input::Segment;

/// Why a length is not known that is none.
const NO_LENGTH: &str = "it is not a length that can be read";

/// A number that is written as text has at most so many digits.
const DIGITS: usize = 12;

/// Arguments that are added up.
#[derive(Debug)]
pub(super) struct Length {
    /// Each argument, and how many units one of it is.
    parts: Vec<(Vec<Segment>, f64)>,
    /// What no value means.
    nothing: f64,
    /// What zero means.
    zero: f64,
}

impl Length {
    /// Reads `years*365+days`. `nothing` is what zero or no value means.
    pub(super) fn of(text: &str, nothing: f64) -> Option<Self> {
        let part = |part: &str| {
            let (argument, units) = part.split_once('*').unwrap_or((part, "1"));
            Some((path(argument), units.parse().ok()?))
        };
        Some(Self { parts: text.split('+').map(part).collect::<Option<_>>()?, nothing, zero: nothing })
    }

    /// The same where the provider has a length of its own for no value.
    pub(super) fn or_without_value(self, nothing: f64) -> Self {
        Self { nothing, ..self }
    }

    /// The arguments.
    pub(super) fn paths(&self) -> impl DoubleEndedIterator<Item = &[Segment]> {
        self.parts.iter().map(|(path, _)| path.as_slice())
    }

    /// The sum.
    ///
    /// # Errors
    /// Why it is not known.
    pub(super) fn total<'a>(&self, argument: impl Fn(&[Segment]) -> Argument<'a>) -> Result<f64, &'static str> {
        self.parts.iter().map(|(path, units)| Ok(self.read(argument(path))? * units)).sum()
    }

    fn read(&self, argument: Argument<'_>) -> Result<f64, &'static str> {
        let value = match argument {
            Argument::Absent => return Ok(self.nothing),
            Argument::Unknown(why) => return Err(why),
            Argument::Known(value) => value,
        };
        match amount(value) {
            Some(length) if length > 0.0 => Ok(length),
            Some(length) if length >= 0.0 => Ok(self.zero),
            _ => Err(NO_LENGTH),
        }
    }
}

/// The number that a value is, be it written as text or as a length of time: `P4W` is 28 days, `86400s` are seconds.
pub(super) fn amount(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) if text.is_empty() => Some(0.0),
        Value::String(text) if text.len() <= DIGITS => {
            digits(text.strip_suffix('s').unwrap_or(text)).or_else(|| days(text))
        }
        _ => None,
    }
}

fn digits(text: &str) -> Option<f64> {
    (!text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// The days of a period of ISO 8601. One that is shorter than a day is none here.
fn days(text: &str) -> Option<f64> {
    let text = text.strip_prefix('P')?;
    if text == "T0S" {
        return Some(0.0);
    }
    let mut days = 0.0;
    for part in text.split_inclusive(|letter: char| !letter.is_ascii_digit()) {
        let (unit, many) = [('Y', 365.0), ('M', 30.0), ('W', 7.0), ('D', 1.0)]
            .into_iter()
            .find_map(|(letter, days)| part.strip_suffix(letter).map(|number| (days, number)))?;
        days += digits(many)? * unit;
    }
    (!text.is_empty()).then_some(days)
}

/// A length as JSON, without a fraction where it has none; null when it is without end.
pub(super) fn number(length: f64) -> Option<Number> {
    format!("{length}").parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::amount;

    #[test]
    fn an_amount_is_written_in_many_ways() {
        for (value, expected) in [
            (json!(7), Some(7.0)),
            (json!(0.5), Some(0.5)),
            (json!("7"), Some(7.0)),
            (json!(""), Some(0.0)),
            (json!("86400s"), Some(86_400.0)),
            (json!("P4W"), Some(28.0)),
            (json!("P1Y2M3D"), Some(428.0)),
            (json!("PT0S"), Some(0.0)),
            (json!("P"), None),
            (json!("PT5H"), None),
            (json!("P4"), None),
            (json!("s"), None),
            (json!("a week"), None),
            (json!("1234567890123"), None),
            (json!(true), None),
            (json!([7]), None),
        ] {
            assert_eq!(amount(&value), expected, "{value}");
        }
    }
}
