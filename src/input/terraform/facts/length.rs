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
}

impl Length {
    /// Reads `years*365+days`. `nothing` is what no value means.
    pub(super) fn of(text: &str, nothing: f64) -> Option<Self> {
        let part = |part: &str| {
            let (argument, units) = part.split_once('*').unwrap_or((part, "1"));
            Some((path(argument), units.parse().ok()?))
        };
        Some(Self { parts: text.split('+').map(part).collect::<Option<_>>()?, nothing })
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
        let length = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) if text.is_empty() => Some(0.0),
            Value::String(text) if text.len() <= DIGITS && text.bytes().all(|digit| digit.is_ascii_digit()) => {
                text.parse().ok()
            }
            _ => None,
        };
        match length {
            Some(length) if length > 0.0 => Ok(length),
            Some(length) if length >= 0.0 => Ok(self.nothing),
            _ => Err(NO_LENGTH),
        }
    }
}

/// A length as JSON, without a fraction where it has none; null when it is without end.
pub(super) fn number(length: f64) -> Option<Number> {
    format!("{length}").parse().ok()
}
