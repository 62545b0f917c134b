//! Reads the `# METADATA` block of a policy.
//!
//! The build script compiles this file too, so that bundled policies are checked when gate is built and a run parses
//! no YAML for them. It therefore uses nothing of the crate.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A metadata block as written, before ids and controls are checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// One sentence that says what is wrong.
    pub title: String,
    /// Why it matters.
    pub description: String,
    /// Links to read.
    #[serde(default)]
    pub related_resources: Vec<String>,
    /// What only gate reads.
    pub custom: Custom,
}

/// The `custom` part of a metadata block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custom {
    /// The stable id, such as `TF012`.
    pub id: String,
    /// `low`, `medium`, `high` or `critical`.
    pub severity: String,
    /// `low`, `medium` or `high`.
    pub confidence: String,
    /// The kind of document: `pipeline`, `terraform`, `airflow`, `forge` or `repository`.
    pub input: String,
    /// Terraform only: the resource types that it applies to.
    #[serde(default)]
    pub types: Vec<String>,
    /// Pipeline only: the vendors that it applies to.
    #[serde(default)]
    pub vendors: Vec<String>,
    /// Repository only: the kinds that must be present for it to apply.
    #[serde(default)]
    pub needs: Vec<String>,
    /// `framework:control`.
    #[serde(default)]
    pub controls: Vec<String>,
    /// The ids of rules of other tools that mean the same: `CKV_AWS_17`, `AWS-0180`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// How to fix it.
    pub remediation: String,
    /// What would answer an `unknown` of this policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
    /// What the configuration may set.
    #[serde(default)]
    pub parameters: BTreeMap<String, Default>,
    /// `false` where no baseline may answer for what it finds.
    #[serde(default = "adoptable", skip_serializing_if = "is_adoptable")]
    pub adoptable: bool,
}

/// What holds where the block says nothing.
const fn adoptable() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
const fn is_adoptable(adoptable: &bool) -> bool {
    *adoptable
}

/// A parameter: its meaning and its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Default {
    /// What it means, with its unit.
    pub description: String,
    /// What holds when the configuration says nothing.
    pub default: serde_json::Value,
}

/// Why a policy file does not say what it is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// No `# METADATA` line before the package.
    #[error("no `# METADATA` block before the package line; copy the block of a bundled policy")]
    Missing,
    /// The block is not the YAML that gate expects.
    #[error("metadata block: {message}")]
    Invalid {
        /// What the YAML reader says.
        message: String,
        /// Line of the file, from 1.
        line: usize,
    },
    /// No `package` line.
    #[error("no `package` line")]
    NoPackage,
}

/// The metadata block and the package of a Rego file.
///
/// # Errors
/// [`MetadataError`] when either is missing or malformed.
pub fn read(text: &str) -> Result<(Block, String), MetadataError> {
    let package = text
        .lines()
        .find_map(|line| line.strip_prefix("package "))
        .map(|package| package.trim().to_owned())
        .ok_or(MetadataError::NoPackage)?;
    let mut lines = text.lines().enumerate().skip_while(|(_, line)| line.trim_end() != "# METADATA");
    let (first, _) = lines.next().ok_or(MetadataError::Missing)?;
    let mut yaml = String::new();
    for (_, line) in lines {
        let Some(content) = line.strip_prefix('#') else { break };
        yaml.push_str(content.strip_prefix(' ').unwrap_or(content));
        yaml.push('\n');
    }
    let block = serde_yaml::from_str(&yaml).map_err(|error| MetadataError::Invalid {
        line: error.location().map_or(first.saturating_add(1), |at| at.line().saturating_add(first).saturating_add(1)),
        message: error.to_string(),
    })?;
    Ok((block, package))
}
