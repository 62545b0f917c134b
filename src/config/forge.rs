//! `inputs.forge`: which settings of the forge are expected, and what makes them evidence.

use jiff::SignedDuration;
use serde::Deserialize;

/// `inputs.forge`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ForgeInput {
    /// Whether a run without settings is incomplete.
    pub required: bool,
    /// The snapshot that is read when nobody passes `--forge`. Default: `.forge/snapshot.json`.
    pub snapshot: Option<String>,
    /// The repository that a snapshot must be about. Default: what the remote `origin` names.
    pub repository: Option<RepositoryName>,
    /// How old a snapshot may be. Default, for one that is passed with `--forge`: seven days.
    pub max_age: Option<MaxAge>,
}

/// A repository as the forge writes it: `owner/name`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct RepositoryName(String);

impl RepositoryName {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RepositoryName {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let plain = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        };
        match text.split_once('/') {
            Some((owner, name)) if plain(owner) && plain(name) => Ok(Self(text)),
            _ => Err("a repository is written as owner/name"),
        }
    }
}

/// An age: a whole number of hours or days, `24h`, `7d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct MaxAge {
    count: u16,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Hours,
    Days,
}

impl MaxAge {
    /// The age of a snapshot that is still evidence when nobody says otherwise: settings change rarely, and a job that
    /// collects them every night may fail over a long weekend.
    pub const DEFAULT: Self = Self { count: 7, unit: Unit::Days };

    /// How long it is.
    #[must_use]
    pub fn duration(self) -> SignedDuration {
        let hours = match self.unit {
            Unit::Hours => 1,
            Unit::Days => 24,
        };
        SignedDuration::from_hours(i64::from(self.count).saturating_mul(hours))
    }
}

impl std::fmt::Display for MaxAge {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = match self.unit {
            Unit::Hours => "hour",
            Unit::Days => "day",
        };
        write!(out, "{} {unit}{}", self.count, if self.count == 1 { "" } else { "s" })
    }
}

impl TryFrom<String> for MaxAge {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let units = [('h', Unit::Hours), ('d', Unit::Days)];
        let age = units.into_iter().find_map(|(ending, unit)| {
            let count = text.strip_suffix(ending)?.parse().ok().filter(|count| *count > 0)?;
            Some(Self { count, unit })
        });
        age.ok_or("an age is a whole number of hours or days, such as 24h or 7d")
    }
}

#[cfg(test)]
mod tests {
    use super::{MaxAge, RepositoryName};

    #[test]
    fn an_age_is_hours_or_days() {
        for (text, hours, shown) in [("24h", 24, "24 hours"), ("1d", 24, "1 day"), ("30d", 720, "30 days")] {
            let age = MaxAge::try_from(text.to_owned()).unwrap();
            assert_eq!((age.duration().as_hours(), age.to_string().as_str()), (hours, shown));
        }
        for text in ["", "7", "d", "0d", "-1d", "1.5d", "7 d", "7w", "99999999d"] {
            assert!(MaxAge::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_repository_has_an_owner_and_a_name() {
        assert!(RepositoryName::try_from("acme/pay.v2".to_owned()).is_ok());
        for text in ["pay", "/pay", "acme/", "acme/pay/x", "https://github.com/acme/pay", "acme/p y"] {
            assert!(RepositoryName::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
