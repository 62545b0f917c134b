//! When a tool cannot stop the pipeline, by the way it is called.

use super::lines::UNKNOWN;
use super::{Given, split};

/// A condition under which the pipeline goes on whatever a tool finds.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) verb: String,
    pub(super) names: Vec<String>,
    value: String,
}

/// How the reason ends for an option that is missing.
pub(super) const NOT_GIVEN: &str = "is not given";

impl Condition {
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let (verb, names) = (words.next()?.to_owned(), split(words.next()?, '|'));
        Some(Self { verb, names, value: words.next().unwrap_or_default().to_owned() })
    }

    /// Why nobody can say whether this condition holds.
    pub(super) fn doubt(&self, given: &dyn Given) -> Option<String> {
        let found = self.names.iter().find_map(|name| given.value(name).map(|value| (name, value)));
        match (self.verb.as_str(), found) {
            ("without", None) if given.may_have_more() => {
                self.names.first().map(|name| format!("a variable that is not known may hold `{name}`"))
            }
            ("is", Some((name, value))) if value.ends_with(UNKNOWN) => {
                let name = name.trim_start_matches("env:");
                Some(format!("the value of `{name}` is not known"))
            }
            _ => None,
        }
    }

    /// Why a call cannot stop the pipeline, if this condition says so.
    pub(super) fn reason(&self, given: &dyn Given) -> Option<String> {
        let found = self.names.iter().find_map(|name| given.value(name).map(|value| (name, value)));
        match (self.verb.as_str(), found) {
            ("without", None) => self.names.first().map(|name| format!("`{name}` {NOT_GIVEN}")),
            ("with", Some((name, _))) => Some(format!("`{name}` is given")),
            ("is", Some((name, value))) if self.value.split('|').any(|bad| value.eq_ignore_ascii_case(bad)) => {
                Some(format!("`{}` is `{value}`", name.trim_start_matches("env:")))
            }
            ("mentions", Some((name, value))) if value.contains(&self.value) => {
                Some(format!("`{name}` has `{}`", self.value))
            }
            _ => None,
        }
    }
}
