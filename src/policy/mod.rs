//! Policies as data: what a policy says about itself. Nothing here evaluates.

mod about;
mod edition;
mod embedded;
mod knowledge;
pub mod metadata;
mod own;
mod succession;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::finding::{Confidence, Kind, PolicyId, Severity};
use crate::source::secret;
use crate::source::text::sha256;

pub use about::About;
pub use edition::{Edition, EditionName, Stand, editions};
pub use embedded::{bundled, guards, libraries, schema, tree};
pub use knowledge::knowledge;
pub use own::{own, own_finding};
pub use succession::Change;

/// Who wrote a policy; a user's policy is kept apart from the bundled ones so that it cannot break them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authority {
    /// Built into the binary.
    Bundled,
    /// From `.gate/policies` of the trusted revision.
    User,
}

/// A requirement of a framework that a policy supports, such as `nist-800-53:AU-9`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Control {
    /// The framework's slug: `nist-800-53`, `soc2`, `pci-dss` …
    pub framework: String,
    /// The id inside the framework.
    pub id: String,
}

/// A value of `policies.parameters` that a policy reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// What it means, with its unit.
    pub description: String,
    /// What holds when the configuration says nothing; its JSON type is the type of the parameter.
    pub default: serde_json::Value,
}

/// What a policy says about itself in its `# METADATA` block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// The stable id.
    pub id: PolicyId,
    /// The name of the wrong thing, `kebab-case`: the name of the policy's folder.
    pub slug: String,
    /// One sentence that says what is wrong.
    pub title: String,
    /// Why it matters.
    pub description: String,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The kind of document that it judges.
    pub input: Kind,
    /// Which documents of that kind it applies to, by its facets: `types:` of a Terraform
    /// policy, `vendors:` of a pipeline policy. Empty = all.
    pub facets: BTreeSet<String>,
    /// For `input: repository`: the kinds that must be present for it to apply.
    pub needs: BTreeSet<Kind>,
    /// What it supports in which framework.
    pub controls: Vec<Control>,
    /// The ids of rules of other tools that mean the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// How to fix it.
    pub remediation: String,
    /// What would answer an unknown of it: where the missing value comes from.
    pub answers: Option<String>,
    /// Links to read.
    pub resources: Vec<String>,
    /// What the configuration may set, by name.
    pub parameters: BTreeMap<String, Parameter>,
    /// Whether a baseline may answer for what it finds.
    pub adoptable: bool,
}

/// One policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// What it says about itself.
    pub meta: Meta,
    /// Who wrote it.
    pub authority: Authority,
    /// Its Rego package without `data.`: `gate.policies.pipeline.unpinned_action`.
    pub package: String,
    /// The name of its file in messages: `policies/pipeline/unpinned-action/policy.rego`.
    pub file: String,
    /// Its Rego source.
    pub text: String,
}

/// Why a policy cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// Its metadata is missing or malformed.
    #[error("{file}: {source}")]
    Metadata {
        /// The file.
        file: String,
        /// What is wrong.
        source: metadata::MetadataError,
    },
    /// A field has a value that it cannot have.
    #[error("{file}: {message}")]
    Invalid {
        /// The file.
        file: String,
        /// What is wrong and what is allowed.
        message: String,
    },
}

impl Policy {
    /// A user's policy from its file. `slug` is the name of its folder.
    ///
    /// # Errors
    /// [`PolicyError`] when its metadata or package is not what gate expects.
    pub fn from_text(file: &str, slug: &str, text: &str) -> Result<Self, PolicyError> {
        let (block, package) =
            metadata::read(text).map_err(|source| PolicyError::Metadata { file: file.to_owned(), source })?;
        if !package.starts_with("custom.") {
            let message =
                format!("package `{package}` must begin with `custom.`, so that it cannot replace a bundled policy");
            return Err(PolicyError::Invalid { file: file.to_owned(), message });
        }
        let meta = Meta::from_block(file, slug, block)?.without_credentials();
        Ok(Self { meta, authority: Authority::User, package, file: file.to_owned(), text: text.to_owned() })
    }

    /// The SHA-256 of its Rego source, as 64 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> String {
        sha256(&self.text)
    }

    /// Whether the policy applies to a document of this kind with these facets.
    #[must_use]
    pub fn applies(&self, kind: Kind, facets: &BTreeSet<String>) -> bool {
        self.meta.input == kind && (self.meta.facets.is_empty() || !self.meta.facets.is_disjoint(facets))
    }
}

impl Meta {
    /// The same with the credentials hidden that somebody wrote into its texts: every report shows them.
    fn without_credentials(mut self) -> Self {
        let parameters = self.parameters.values_mut().map(|parameter| &mut parameter.description);
        let texts = [&mut self.title, &mut self.description, &mut self.remediation];
        for text in texts.into_iter().chain(&mut self.answers).chain(&mut self.resources).chain(parameters) {
            *text = secret::mask(text);
        }
        self
    }

    /// Checks a metadata block.
    ///
    /// # Errors
    /// [`PolicyError::Invalid`] with the field and what it may be.
    pub fn from_block(file: &str, slug: &str, block: metadata::Block) -> Result<Self, PolicyError> {
        let invalid = |message: String| PolicyError::Invalid { file: file.to_owned(), message };
        let custom = block.custom;
        let kind = |word: &str| -> Result<Kind, PolicyError> {
            word_of(word, &["pipeline", "terraform", "airflow", "forge", "repository"])
                .map_err(|m| invalid(format!("input: {m}")))
        };
        Ok(Self {
            id: PolicyId::new(&custom.id)
                .ok_or_else(|| invalid(format!("id `{}`: use capital letters, digits, - and _", custom.id)))?,
            slug: slug.to_owned(),
            title: block.title,
            description: block.description,
            severity: word_of(&custom.severity, &["low", "medium", "high", "critical"])
                .map_err(|m| invalid(format!("severity: {m}")))?,
            confidence: word_of(&custom.confidence, &["low", "medium", "high"])
                .map_err(|m| invalid(format!("confidence: {m}")))?,
            input: kind(&custom.input)?,
            facets: custom.types.into_iter().chain(custom.vendors).collect(),
            needs: custom.needs.iter().map(|word| kind(word)).collect::<Result<_, _>>()?,
            controls: custom
                .controls
                .iter()
                .map(|control| {
                    let (framework, id) = control
                        .split_once(':')
                        .ok_or_else(|| invalid(format!("control `{control}`: write framework:id")))?;
                    Ok(Control { framework: framework.to_owned(), id: id.to_owned() })
                })
                .collect::<Result<_, PolicyError>>()?,
            aliases: custom.aliases,
            remediation: custom.remediation,
            answers: custom.answers,
            resources: block.related_resources,
            parameters: custom
                .parameters
                .into_iter()
                .map(|(name, value)| (name, Parameter { description: value.description, default: value.default }))
                .collect(),
            adoptable: custom.adoptable,
        })
    }
}

/// Reads a kebab-case word into its enum.
fn word_of<T: serde::de::DeserializeOwned>(word: &str, allowed: &[&str]) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::from(word))
        .map_err(|_| format!("`{word}` is not one of {}", allowed.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::bundled;

    #[test]
    fn a_policy_that_may_not_know_says_what_would_answer_it() {
        let mut asked = 0;
        for policy in bundled().unwrap() {
            let id = policy.meta.id.as_str();
            if !policy.text.lines().any(|line| line.starts_with("unknown contains ")) {
                assert_eq!(policy.meta.answers, None, "{id} always knows");
                continue;
            }
            asked += 1;
            let answers = policy.meta.answers.unwrap_or_else(|| panic!("{id} has `unknown` and no `answers`"));
            assert!(answers != policy.meta.remediation, "{id}: a fix is no answer");
            assert!(answers.ends_with('.') && answers.matches(". ").count() <= 1, "{id}: one or two sentences");
            assert!(answers.chars().count() <= 300 && !answers.contains('\n'), "{id}: {answers}");
        }
        assert!(asked > 10, "{asked}");
    }
}
