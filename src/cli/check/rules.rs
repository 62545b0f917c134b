//! The rules of a run, from the side that the change under judgement cannot edit.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::args::Check;
use super::super::error::CliError;
use super::judged::Judged;
use super::pipelines;
use crate::baseline::{self, BASELINE_PATH, Baseline};
use crate::config::{self, CONFIG_PATH, Config, ConfigError, InForce, Known, ModeWord, from_source, is_table};
use crate::engine::known;
use crate::finding::Severity;
use crate::knowledge::Knowledge;
use crate::limits::LIMITS;
use crate::outcome::{Mode, RulesFrom};
use crate::policy::{Policy, bundled, editions, knowledge};
use crate::source::{Entry, Files, RepoPath, Revision, Source, SourceError, Standing, Unreadable};
use crate::waiver::emergency::{self, EMERGENCY_PATH, Emergency};
use crate::waiver::{self, WAIVERS_PATH, Waiver};

/// Where user policies lie.
pub(super) const POLICIES_PATH: &str = ".gate/policies";

/// Configuration, policies and waivers, and where they came from.
pub(super) struct Rules {
    pub(super) from: RulesFrom,
    pub(super) config: Config,
    pub(super) config_source: Option<Arc<Source>>,
    /// What of it, and of the edition that it names, holds today.
    pub(super) in_force: InForce,
    /// The policies of the binary, read once for the whole run.
    pub(super) bundled: Vec<Policy>,
    pub(super) user_policies: Vec<Policy>,
    /// What is known: the tables that are built in and the rows that were added.
    pub(super) knowledge: Knowledge,
    /// The digests of the tables that are built in.
    pub(super) bundled_knowledge: BTreeMap<String, String>,
    /// The tables that were added.
    pub(super) tables: Vec<Arc<Source>>,
    pub(super) waivers: Vec<Waiver>,
    pub(super) waivers_source: Option<Arc<Source>>,
    /// The debts that were there on day one, and their file.
    pub(super) baseline: Option<(Baseline, Arc<Source>)>,
    pub(super) emergencies: Vec<Emergency>,
    pub(super) emergencies_source: Option<Arc<Source>>,
    /// The base revision, for what the change did to the rules.
    pub(super) base: Option<Revision>,
}

impl Rules {
    /// What can be said about policies, by id and name.
    pub(super) fn known(&self) -> Vec<Known> {
        self.bundled.iter().chain(&self.user_policies).map(known).collect()
    }

    /// Findings at or above this block.
    pub(super) fn fail_on(&self) -> Severity {
        self.config.fail_on.unwrap_or(Severity::High)
    }

    /// The digests of configuration, exceptions, tables and policies of one's own.
    pub(super) fn digests(&self) -> BTreeMap<RepoPath, String> {
        let own = [&self.config_source, &self.waivers_source, &self.emergencies_source];
        let sources = own.into_iter().flatten().chain(&self.tables);
        let sources = sources.chain(self.baseline.iter().map(|(_, source)| source));
        let files = sources.map(|source| (source.path().clone(), source.digest().to_owned()));
        let policies =
            self.user_policies.iter().filter_map(|policy| Some((RepoPath::new(&policy.file)?, policy.digest())));
        files.chain(policies).collect()
    }

    /// The digests of every table, those that were added by their path.
    pub(super) fn knowledge(&self) -> BTreeMap<String, String> {
        let added = self.tables.iter().map(|source| (source.path().to_string(), source.digest().to_owned()));
        self.bundled_knowledge.clone().into_iter().chain(added).collect()
    }

    /// What violations do, by configuration.
    pub(super) const fn mode(&self) -> Mode {
        match self.config.mode {
            ModeWord::Block => Mode::Block,
            ModeWord::Observe => Mode::Observe,
        }
    }
}

/// Loads the rules from the base revision, or from the judged tree when there is none.
pub(super) fn load(root: &Path, call: &Check, judged: &Judged, now: Timestamp) -> Result<Rules, CliError> {
    let at = (call, now);
    let Some(revision) = &call.base else { return read(judged.files.as_ref(), RulesFrom::WorkingTree, at) };
    let (base, from) = base(root, revision, call)?;
    if let Some((name, why)) = base.unreadable().first() {
        let message = format!("{revision}: {name} below .gate cannot be read: {why}");
        return Err(CliError::usage(message, "rename it on the base branch"));
    }
    let mut rules = read(&base, from, at)?;
    rules.base = Some(base);
    Ok(rules)
}

/// The commit that rules come from: never one that the author of the change can choose.
fn base(root: &Path, revision: &str, call: &Check) -> Result<(Revision, RulesFrom), CliError> {
    let base = match (Revision::open(root, revision, call.owner()), &call.merge_of) {
        (Err(missing @ SourceError::UnknownRevision { .. }), Some(merged)) => {
            Revision::of_merge(root, merged, call.owner())?.ok_or(missing)?
        }
        (opened, _) => opened?,
    };
    let standing = base.standing()?;
    // What is not committed cannot edit the commit under it, and nobody but a person writes this name.
    let uncommitted = || revision == "HEAD" && base.is_edited();
    match standing {
        Standing::Same | Standing::Holds if call.allow_merged => {
            let judged = Revision::open(root, "HEAD", call.owner())?;
            let from = RulesFrom::Merged { revision: revision.to_owned(), commit: judged.commit() };
            Ok((judged, from))
        }
        Standing::Same if !uncommitted() => Err(CliError::usage(
            format!("--base {revision} is the judged commit itself: the change would be judged by its own rules"),
            "pass the branch that the change goes to (--base origin/main), or nothing where no change is judged",
        )),
        Standing::Holds => Err(CliError::usage(
            format!("--base {revision} holds the judged commit already: there is no change to judge"),
            "check out what is to be merged; for a tag or a schedule add --allow-merged",
        )),
        Standing::Same | Standing::Apart => {
            let from = RulesFrom::Base { revision: revision.to_owned(), commit: base.commit() };
            Ok((base, from))
        }
    }
}

fn read(files: &dyn Files, from: RulesFrom, (call, now): (&Check, Timestamp)) -> Result<Rules, CliError> {
    check_folder(files, &from)?;
    let bundled = bundled()?;
    let user_policies = user_policies(files, &bundled)?;
    let bundled_knowledge = knowledge()?;
    let (knowledge, tables) = config::added(files)?;
    let known: Vec<Known> = bundled.iter().chain(&user_policies).map(known).collect();
    let config_source = own_file(files, CONFIG_PATH, LIMITS.policy_bytes)?;
    let (editions, today) = (editions()?, now.to_zoned(TimeZone::UTC).date());
    let read = |source| from_source(source, &known, &editions);
    let mut config = config_source.as_deref().map(read).transpose()?.unwrap_or_default();
    if let Some(source) = config_source.as_deref() {
        pipelines::check(source, &config)?;
        config::within_reach(source, &config, today)?;
    }
    config.edition = call.as_of.clone().or(config.edition);
    let policies: Vec<&Policy> = bundled.iter().chain(&user_policies).collect();
    let in_force = InForce::on(today, &config, &policies, &editions);
    let waivers_source = own_file(files, WAIVERS_PATH, LIMITS.policy_bytes)?;
    let waivers = waivers_source.as_deref().map(|source| waiver::read(source, &known)).transpose()?.unwrap_or_default();
    let emergencies_source = own_file(files, EMERGENCY_PATH, LIMITS.policy_bytes)?;
    let emergencies = emergencies_source.as_deref().map(|source| emergency::read(source, &known));
    let emergencies = emergencies.transpose()?.unwrap_or_default();
    let baseline = own_file(files, BASELINE_PATH, LIMITS.baseline_bytes)?;
    let baseline = baseline.map(|source| baseline::read(&source).map(|read| (read, source))).transpose()?;
    Ok(Rules {
        from,
        config,
        config_source,
        in_force,
        bundled,
        user_policies,
        knowledge,
        bundled_knowledge,
        tables,
        waivers,
        waivers_source,
        baseline,
        emergencies,
        emergencies_source,
        base: None,
    })
}

/// Refuses anything at or below `.gate` that would be ignored in silence: a link, a misspelt name, a policy that is not
/// called `policy.rego`. Rules that nobody reads are rules that do not hold.
fn check_folder(files: &dyn Files, from: &RulesFrom) -> Result<(), CliError> {
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
         policy.rego, and \
         knowledge/<kind>/<concept>.tsv, as plain files",
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

/// Every `policy.rego` below `.gate/policies`; two policies may not share an id or a name, bundled ones included.
fn user_policies(files: &dyn Files, bundled: &[Policy]) -> Result<Vec<Policy>, CliError> {
    let Some(folder) = RepoPath::new(POLICIES_PATH) else { return Ok(Vec::new()) };
    let mut policies: Vec<Policy> = Vec::new();
    for path in files.paths().iter().filter(|path| path.is_below(Some(&folder)) && path.file_name() == "policy.rego") {
        let source = files
            .read(path, LIMITS.policy_bytes)
            .map_err(|source| ConfigError::Unreadable { path: path.clone(), source })?;
        let slug = path.parent().map(|parent| parent.file_name().to_owned()).unwrap_or_default();
        let policy = Policy::from_text(&path.to_string(), &slug, source.text())?;
        let taken = bundled.iter().chain(&policies).find(|other| {
            other.meta.id == policy.meta.id || other.meta.slug == policy.meta.slug || other.package == policy.package
        });
        if let Some(other) = taken {
            let message = format!("{path}: id, folder or package is that of {} already", other.file);
            return Err(CliError::usage(message, "give every policy an id, a folder and a package of its own"));
        }
        policies.push(policy);
    }
    Ok(policies)
}

/// One of gate's own files; `None` if there is none.
fn own_file(files: &dyn Files, path: &str, cap: u64) -> Result<Option<Arc<Source>>, CliError> {
    let Some(path) = RepoPath::new(path) else { return Ok(None) };
    match files.read(&path, cap) {
        Ok(source) => Ok(Some(source)),
        Err(Unreadable::Missing) => Ok(None),
        Err(source) => Err(ConfigError::Unreadable { path, source }.into()),
    }
}
