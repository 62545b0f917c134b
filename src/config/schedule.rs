//! `policies.schedule`: what begins on a day of its own.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Config, ConfigError, Places};
use crate::finding::{PolicyId, Severity};
use crate::source::Source;

/// How far ahead a day may be, in days: who plans further forgets it.
const REACH: i32 = 366;

/// One entry of `policies.schedule`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scheduled {
    /// The day on which it begins, in UTC; one in the past holds.
    pub from: Day,
    /// Policies that decide from that day on and are only shown until then.
    #[serde(default, deserialize_with = "given")]
    pub decide: Option<Vec<PolicyId>>,
    /// Severities that replace those that hold until then.
    #[serde(default, deserialize_with = "given")]
    pub severity: Option<BTreeMap<PolicyId, Severity>>,
    /// Parameters that replace those that hold until then, by slug and name.
    #[serde(default, deserialize_with = "given")]
    pub parameters: Option<BTreeMap<String, BTreeMap<String, Value>>>,
    /// Why; needed where a policy does not decide until then.
    #[serde(default, deserialize_with = "given")]
    pub reason: Option<String>,
    /// Who answers for it; likewise.
    #[serde(default, deserialize_with = "given")]
    pub owner: Option<String>,
}

impl Scheduled {
    /// The policies that decide from its day on.
    pub fn decide(&self) -> impl Iterator<Item = &PolicyId> {
        self.decide.iter().flatten()
    }

    /// The severities that begin on its day.
    pub fn severity(&self) -> impl Iterator<Item = (&PolicyId, &Severity)> {
        self.severity.iter().flatten()
    }

    /// The parameters that begin on its day, by slug and name.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let by_slug = self.parameters.iter().flatten();
        by_slug.flat_map(|(slug, values)| values.iter().map(move |(name, value)| (slug.as_str(), name.as_str(), value)))
    }
}

/// A key without a value says nothing, and is none that was left out.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A day as it is written: `2027-01-15`, and no other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl Day {
    /// A day from its text: what a calendar library would make of any other form is not what people see.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let is_form = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        text.parse().ok().filter(|_| is_form).map(Self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Day;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a day such as 2027-01-15")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
                let wrong = || E::custom(format_args!("`{text}` is no day; a day is written as 2027-01-15"));
                Day::read(text).ok_or_else(wrong)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Refuses what is scheduled for a day too far ahead of today.
///
/// # Errors
/// [`ConfigError::Invalid`] at the first such day.
pub fn within_reach(source: &Source, config: &Config, today: Date) -> Result<(), ConfigError> {
    for (index, entry) in config.policies.schedule.iter().enumerate() {
        let days = today.until(entry.from.0).map_or(i32::MAX, |span| span.get_days());
        if days > REACH {
            let path = ["policies".into(), "schedule".into(), index.into(), "from".into()];
            let message = format!("{} is {days} days ahead; at most {REACH}", entry.from);
            let help = "name a day within a year; it can be set anew when it has come nearer";
            return Err(Places::of(source).at_value(&path, message, help));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn a_day_is_written_in_one_way() {
        for text in ["2027-01-15", "2028-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(Day::read(text).unwrap().to_string(), text);
        }
        for text in
            ["", "2027", "2027-1-5", "20270115", "2027-02-30", "2027-02-29", "2027-13-01", "2027-00-10", "27-01-15"]
                .into_iter()
                .chain([
                    "2027/01/15",
                    "2027-01-15T00:00:00Z",
                    "2027-01-15 ",
                    "15-01-2027",
                    "+027-01-15",
                    "tomorrow",
                    "2027-W01",
                ])
                .chain(["\u{662}\u{660}27-01-1", "2027\u{2011}01-15"])
        {
            assert_eq!(Day::read(text), None, "{text:?}");
        }
    }
}
