//! Policies by the words that people use: wherever the configuration names one, its id and its name mean the same.

use std::collections::BTreeMap;

use serde_json::Value;

use super::schema::Policies;
use super::suggest::did_you_mean;
use super::{ConfigError, Places};
use crate::finding::PolicyId;
use crate::input::Segment;
use crate::policy::own;

/// What the configuration may say about a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Its id.
    pub id: PolicyId,
    /// Its name.
    pub slug: String,
    /// Whether a baseline or an emergency may cover what it finds.
    pub adoptable: bool,
    /// Its parameters: what each means, and its default, whose JSON type is the type of the parameter.
    pub parameters: BTreeMap<String, (String, Value)>,
}

/// Parameters by policy and name.
type Parameters = BTreeMap<String, BTreeMap<String, Value>>;

/// The policies that there are, and where the file names them.
pub(super) struct Names<'a> {
    pub(super) known: &'a [Known],
    pub(super) places: &'a Places,
}

impl Names<'_> {
    /// Replaces every name of a policy by its id, and in `parameters` every id by its name.
    ///
    /// # Errors
    /// For the first policy that there is not or that stands twice, and the first parameter that is none.
    pub(super) fn resolve(&self, policies: &mut Policies) -> Result<(), ConfigError> {
        let at = |key: &str| vec![Segment::from("policies"), key.into()];
        for (index, disabled) in policies.disable.iter_mut().enumerate() {
            let path = below(&at("disable"), [index.into(), "id".into()]);
            disabled.id = self.policy(disabled.id.as_str(), &path)?.id.clone();
        }
        policies.severity = self.severities(std::mem::take(&mut policies.severity), &at("severity"))?;
        policies.parameters = self.parameters(std::mem::take(&mut policies.parameters), &at("parameters"))?;
        for (index, entry) in policies.schedule.iter_mut().enumerate() {
            let path = below(&at("schedule"), [index.into()]);
            for (place, id) in entry.decide.iter_mut().flatten().enumerate() {
                *id = self.policy(id.as_str(), &below(&path, ["decide".into(), place.into()]))?.id.clone();
            }
            if let Some(severity) = entry.severity.take() {
                entry.severity = Some(self.severities(severity, &below(&path, ["severity".into()]))?);
            }
            if let Some(parameters) = entry.parameters.take() {
                entry.parameters = Some(self.parameters(parameters, &below(&path, ["parameters".into()]))?);
            }
        }
        Ok(())
    }

    /// The policy that a word names; a name that is the id of another policy means that one.
    fn policy(&self, word: &str, path: &[Segment]) -> Result<&Known, ConfigError> {
        let by_id = self.known.iter().find(|known| known.id.as_str() == word);
        let found = by_id.or_else(|| self.known.iter().find(|known| known.slug == word));
        found.ok_or_else(|| {
            if own().iter().any(|policy| policy.meta.id.as_str() == word || policy.meta.slug == word) {
                let message = format!("`{word}` is a policy of gate about its own rules, and always the same");
                return self.places.at_value(path, message, "take it out: nobody sets these");
            }
            let words = self.known.iter().flat_map(|known| [known.id.as_str(), known.slug.as_str()]);
            let help = did_you_mean(word, words, "see `gate policies`");
            self.places.at_value(path, format!("there is no policy `{word}`"), help)
        })
    }

    /// The same for the key of a mapping.
    fn keyed(&self, word: &str, path: &[Segment]) -> Result<&Known, ConfigError> {
        self.policy(word, path).map_err(|error| match error {
            ConfigError::Invalid { message, help, .. } => self.places.at_key(path, message, help),
            other @ ConfigError::Unreadable { .. } => other,
        })
    }

    fn severities<T>(
        &self,
        written: BTreeMap<PolicyId, T>,
        above: &[Segment],
    ) -> Result<BTreeMap<PolicyId, T>, ConfigError> {
        let mut resolved = BTreeMap::new();
        for (word, value) in written {
            let path = below(above, [word.as_str().into()]);
            let id = self.keyed(word.as_str(), &path)?.id.clone();
            if resolved.contains_key(&id) {
                return Err(self.twice(&path, &id));
            }
            resolved.insert(id, value);
        }
        Ok(resolved)
    }

    fn parameters(&self, written: Parameters, above: &[Segment]) -> Result<Parameters, ConfigError> {
        let mut resolved = Parameters::new();
        for (word, values) in written {
            let path = below(above, [word.as_str().into()]);
            let known = self.keyed(&word, &path)?;
            for (name, value) in &values {
                self.parameter(known, name, value, &below(&path, [name.as_str().into()]))?;
            }
            if resolved.contains_key(&known.slug) {
                return Err(self.twice(&path, &known.id));
            }
            resolved.insert(known.slug.clone(), values);
        }
        Ok(resolved)
    }

    fn parameter(&self, policy: &Known, name: &str, value: &Value, path: &[Segment]) -> Result<(), ConfigError> {
        let Known { id, slug, parameters, .. } = policy;
        let Some((meaning, default)) = parameters.get(name) else {
            let help = did_you_mean(name, parameters.keys().map(String::as_str), &format!("see `gate explain {id}`"));
            return Err(self.places.at_key(path, format!("`{slug}` has no parameter `{name}`"), help));
        };
        if kind_of(default) == kind_of(value) {
            return Ok(());
        }
        let message = format!("`{slug}.{name}` must be a {}, not a {}", kind_of(default), kind_of(value));
        Err(self.places.at_key(path, message, meaning.clone()))
    }

    fn twice(&self, path: &[Segment], id: &PolicyId) -> ConfigError {
        let help = "join the two: an id and a name mean the same policy";
        self.places.at_key(path, format!("`{id}` stands here a second time, by another name"), help)
    }
}

/// A longer path.
pub(super) fn below<const N: usize>(above: &[Segment], steps: [Segment; N]) -> Vec<Segment> {
    above.iter().cloned().chain(steps).collect()
}

/// The JSON type of a value as people call it.
#[must_use]
pub const fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true/false value",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "mapping",
    }
}
