//! Editions of the rules: which policies there were on a day, how severe each was and what its parameters said when
//! nobody set them. An edition that was released never changes, so a repository that names one is not blocked by a rule
//! that came later.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{Authority, Policy, PolicyError};
use crate::finding::{PolicyId, Severity};

/// Written by `policies/build.rs`: name and content of every file below `policies/editions`, the oldest first.
const EDITIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/editions.json"));

/// The name of an edition, a year and a month: `2026-11`. Names are ordered as the editions are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct EditionName(String);

impl EditionName {
    /// A name from its text; `None` when it is no year and month.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |part: &str, number: usize| part.len() == number && part.bytes().all(|it| it.is_ascii_digit());
        let is_month = digits(month, 2) && ("01"..="12").contains(&month);
        (digits(year, 4) && is_month).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EditionName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

impl<'de> Deserialize<'de> for EditionName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = EditionName;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an edition, which is a year and a month such as 2026-11")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<EditionName, E> {
                let wrong =
                    || E::custom(format_args!("`{text}` is no edition; it is a year and a month such as 2026-11"));
                EditionName::new(text).ok_or_else(wrong)
            }
        }
        deserializer.deserialize_str(Name)
    }
}

/// One edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// Its name.
    pub name: EditionName,
    /// The bundled policies that it has.
    pub policies: BTreeMap<PolicyId, Stand>,
}

/// What a policy is in an edition, as far as a configuration can set it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// How bad it is.
    pub severity: Severity,
    /// What its parameters are when nobody sets them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Value>,
}

impl Stand {
    /// What a policy is now.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let parameters = policy.meta.parameters.iter();
        Self {
            severity: policy.meta.severity,
            parameters: parameters.map(|(name, parameter)| (name.clone(), parameter.default.clone())).collect(),
        }
    }
}

impl Edition {
    /// The edition that these policies make; users' policies are in every edition and stand in none.
    #[must_use]
    pub fn of<'a>(name: EditionName, policies: impl IntoIterator<Item = &'a Policy>) -> Self {
        let bundled = policies.into_iter().filter(|policy| policy.authority == Authority::Bundled);
        Self { name, policies: bundled.map(|policy| (policy.meta.id.clone(), Stand::of(policy))).collect() }
    }
}

/// The editions that this gate knows, the oldest first.
///
/// # Errors
/// [`PolicyError`] if the embedded list is malformed, which a test of the project rules out.
pub fn editions() -> Result<Vec<Edition>, PolicyError> {
    let wrong = |message: String| PolicyError::Invalid { file: "policies/editions".to_owned(), message };
    let built: Vec<(String, BTreeMap<PolicyId, Stand>)> =
        serde_json::from_str(EDITIONS).map_err(|error| wrong(error.to_string()))?;
    let edition = |(name, policies): (String, _)| match EditionName::new(&name) {
        Some(name) => Ok(Edition { name, policies }),
        None => Err(wrong(format!("{name}.json: name it by a year and a month"))),
    };
    built.into_iter().map(edition).collect()
}

#[cfg(test)]
mod tests {
    use super::EditionName;

    #[test]
    fn an_edition_is_a_year_and_a_month() {
        for text in ["2026-11", "2027-01", "2030-12"] {
            assert_eq!(EditionName::new(text).unwrap().as_str(), text);
        }
        let wrong = ["", "2026", "2026-1", "2026-00", "2026-13", "26-11", "2026-11-01", "2026_11", "latest", "+026-11"];
        for text in wrong.into_iter().chain(["2026-1a", " 2026-11", "2026-11 ", "\u{662}026-11", "2026\u{2011}11"]) {
            assert_eq!(EditionName::new(text), None, "{text:?}");
        }
    }
}
