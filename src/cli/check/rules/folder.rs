//! What may lie below `.gate`, and the policies of one's own there.

use std::sync::Arc;

use super::super::super::error::CliError;
use super::super::extends::Extended;
use crate::baseline::BASELINE_PATH;
use crate::config::{CONFIG_PATH, ConfigError, is_table};
use crate::limits::LIMITS;
use crate::outcome::RulesFrom;
use crate::policy::{Policy, own};
use crate::source::{Entry, Files, RepoPath, Source, Unreadable};
use crate::waiver::WAIVERS_PATH;
use crate::waiver::emergency::EMERGENCY_PATH;

/// Where user policies lie.
pub(in super::super) const POLICIES_PATH: &str = ".gate/policies";

/// Refuses anything at or below `.gate` that would be ignored in silence: a link, a misspelt name, a policy that is not
/// called `policy.rego`. Rules that nobody reads are rules that do not hold.
pub(super) fn check_folder(files: &dyn Files, from: &RulesFrom) -> Result<(), CliError> {
    let Some(own) = RepoPath::new(".gate") else { return Ok(()) };
    let is_own = |path: &&RepoPath| **path == own || path.is_below(Some(&own));
    let linked = files.skipped().iter().map(|skip| &skip.path).filter(is_own);
    let is_plain = |path: &RepoPath| matches!(files.entry(path), Entry::File | Entry::Program);
    let unknown = files.paths().iter().filter(is_own).filter(|path| !is_known(files, path) || !is_plain(path));
    let Some(path) = linked.chain(unknown).next() else { return Ok(()) };
    let whose = match from {
        RulesFrom::WorkingTree => String::new(),
        RulesFrom::Base { revision, .. } => format!(" at {revision}"),
        RulesFrom::Merged { commit, .. } => format!(" at {commit}"),
    };
    Err(CliError::usage(
        format!("{path}{whose}: gate would ignore it: no file of its own has this name, or it is a link"),
        "below .gate belong gate.yaml, waivers.yaml, baseline.yaml, emergency.yaml, *.md, policies/<name>/ with a \
         policy.rego, and knowledge/<kind>/<concept>.tsv, as plain files",
    ))
}

/// Whether a file below `.gate` is one that gate reads, belongs to a policy, or is there for people.
fn is_known(files: &dyn Files, path: &RepoPath) -> bool {
    let of_policy = || {
        let Some(below) = path.as_str().strip_prefix(POLICIES_PATH) else { return false };
        let folders = below.match_indices('/').skip(1).filter_map(|(at, _)| below.get(..at));
        folders
            .filter_map(|folder| RepoPath::new(&format!("{POLICIES_PATH}{folder}/policy.rego")))
            .any(|it| files.contains(&it))
    };
    matches!(path.as_str(), CONFIG_PATH | WAIVERS_PATH | BASELINE_PATH | EMERGENCY_PATH)
        || path.extension() == Some("md")
        || is_table(path)
        || of_policy()
}

/// The policies of rule folders, and every `policy.rego` below `.gate/policies`; two policies may not share an id or a
/// name, bundled ones included.
pub(super) fn user_policies(
    files: &dyn Files,
    bundled: &[Policy],
    extended: &[Extended],
) -> Result<Vec<Policy>, CliError> {
    let Some(folder) = RepoPath::new(POLICIES_PATH) else { return Ok(Vec::new()) };
    let mut policies: Vec<Policy> = Vec::new();
    let own = own();
    let taken = || bundled.iter().chain(&own);
    for policy in extended.iter().flat_map(|it| &it.policies) {
        is_new(policy, taken().chain(&policies))?;
        policies.push(policy.clone());
    }
    for path in files.paths().iter().filter(|path| path.is_below(Some(&folder)) && path.file_name() == "policy.rego") {
        let source = files
            .read(path, LIMITS.policy_bytes)
            .map_err(|source| ConfigError::Unreadable { path: path.clone(), source })?;
        let slug = path.parent().map(|parent| parent.file_name().to_owned()).unwrap_or_default();
        let policy = Policy::from_text(&path.to_string(), &slug, source.text())?;
        is_new(&policy, taken().chain(&policies))?;
        policies.push(policy);
    }
    Ok(policies)
}

/// Refuses a policy that has the id, the name or the package of another.
fn is_new<'a>(policy: &Policy, mut others: impl Iterator<Item = &'a Policy>) -> Result<(), CliError> {
    let taken = others.find(|other| {
        other.meta.id == policy.meta.id || other.meta.slug == policy.meta.slug || other.package == policy.package
    });
    let Some(other) = taken else { return Ok(()) };
    // Those of gate itself are in no file.
    let whose = if other.file.is_empty() { other.meta.id.as_str() } else { &other.file };
    let message = format!("{}: id, folder or package is that of {whose} already", policy.file);
    Err(CliError::usage(message, "give every policy an id, a folder and a package of its own"))
}

/// One of gate's own files; `None` if there is none.
pub(super) fn own_file(files: &dyn Files, path: &str, cap: u64) -> Result<Option<Arc<Source>>, CliError> {
    let Some(path) = RepoPath::new(path) else { return Ok(None) };
    match files.read(&path, cap) {
        Ok(source) => Ok(Some(source)),
        Err(Unreadable::Missing) => Ok(None),
        Err(source) => Err(ConfigError::Unreadable { path, source }.into()),
    }
}
