//! The rules of a run, from the side that the change under judgement cannot edit.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::super::args::Check;
use super::super::error::CliError;
use super::extends::{self, Extended};
use super::judged::Judged;
use super::pipelines;
use crate::config::{self, CONFIG_PATH, Config, ConfigError, Known, ModeWord, is_table};
use crate::engine::known;
use crate::finding::Severity;
use crate::knowledge::Knowledge;
use crate::limits::LIMITS;
use crate::minimum::{self, Minimum, Written};
use crate::outcome::{Mode, RulesFrom};
use crate::policy::{Policy, bundled, knowledge};
use crate::source::{Entry, Files, RepoPath, Revision, Source, SourceError, Standing, Unreadable};
use crate::waiver::{self, WAIVERS_PATH, Waiver};

/// Where user policies lie.
pub(super) const POLICIES_PATH: &str = ".gate/policies";

/// Configuration, policies and waivers, and where they came from.
pub(super) struct Rules {
    pub(super) from: RulesFrom,
    pub(super) config: Config,
    pub(super) config_source: Option<Arc<Source>>,
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
    /// The rule folders of organisations that hold besides, and the minimum of each.
    pub(super) extended: Vec<Extended>,
    pub(super) minima: Vec<Minimum>,
    /// The base revision, for what the change did to the rules.
    pub(super) base: Option<Revision>,
}

impl Rules {
    /// Findings at or above this block.
    pub(super) fn fail_on(&self) -> Severity {
        self.config.fail_on.unwrap_or(Severity::High)
    }

    /// Unknowns at or above this keep a run from passing that blocks at `fail_on`.
    pub(super) fn fail_on_unknown(&self, fail_on: Severity) -> Severity {
        let said = self.config.fail_on_unknown.unwrap_or(fail_on);
        self.minima.iter().filter_map(Minimum::fail_on_unknown).fold(said, Severity::min)
    }

    /// The digests of configuration, waivers, tables and policies of one's own, and of rule folders as a whole.
    pub(super) fn digests(&self) -> BTreeMap<RepoPath, String> {
        let sources = [&self.config_source, &self.waivers_source].into_iter().flatten().chain(&self.tables);
        let files = sources.map(|source| (source.path().clone(), source.digest().to_owned()));
        let policies =
            self.user_policies.iter().filter_map(|policy| Some((RepoPath::new(&policy.file)?, policy.digest())));
        let folders = self.extended.iter().flat_map(|it| {
            let minimum = (it.minimum.path().clone(), it.minimum.digest().to_owned());
            [Some(minimum), RepoPath::new(&it.name).map(|name| (name, it.digest.clone()))]
        });
        files.chain(policies).chain(folders.flatten()).collect()
    }

    /// What tests the policies of rule folders in the judged folder.
    pub(super) fn tests(&self) -> impl Iterator<Item = &RepoPath> {
        self.extended.iter().flat_map(|it| &it.tests)
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
pub(super) fn load(root: &Path, call: &Check, judged: &Judged, today: Date) -> Result<Rules, CliError> {
    let Some(revision) = &call.base else {
        return read(judged.files.as_ref(), RulesFrom::WorkingTree, (root, call, today));
    };
    let (base, from) = base(root, revision, call)?;
    if let Some((name, why)) = base.unreadable().first() {
        let message = format!("{revision}: {name} below .gate cannot be read: {why}");
        return Err(CliError::usage(message, "rename it on the base branch"));
    }
    let mut rules = read(&base, from, (root, call, today))?;
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

fn read(files: &dyn Files, from: RulesFrom, (root, call, today): (&Path, &Check, Date)) -> Result<Rules, CliError> {
    check_folder(files, &from)?;
    let bundled = bundled()?;
    let config_source = own_file(files, CONFIG_PATH)?;
    let config: Config = config_source.as_deref().map(config::typed).transpose()?.unwrap_or_default();
    let extended = extends::load(root, call, config_source.as_deref(), &config.extends)?;
    let user_policies = user_policies(files, &bundled, &extended)?;
    let bundled_knowledge = knowledge()?;
    // The rows of organisations count first: those of a repository change nothing that they say.
    let tables: Vec<(String, Arc<Source>)> =
        extended.iter().flat_map(|it| it.tables.iter().cloned()).chain(config::tables(files)?).collect();
    let knowledge = config::united(&tables)?;
    let known: Vec<Known> = bundled.iter().chain(&user_policies).map(known).collect();
    if let Some(source) = config_source.as_deref() {
        config::check(source, &config, &known)?;
        pipelines::check(source, &config)?;
    }
    let minima = extends::minima(&extended, &bundled)?;
    let config = tightened(config, config_source.as_deref(), &minima, bundled.iter().chain(&user_policies))?;
    let waivers_source = own_file(files, WAIVERS_PATH)?;
    let waivers = waivers_source.as_deref().map(waiver::read).transpose()?.unwrap_or_default();
    if let Some(source) = waivers_source.as_deref() {
        minimum::waivers(&waivers, source, &minima, today)?;
    }
    Ok(Rules {
        from,
        config,
        config_source,
        bundled,
        user_policies,
        knowledge,
        bundled_knowledge,
        tables: tables.into_iter().map(|(_, source)| source).collect(),
        waivers,
        waivers_source,
        extended,
        minima,
        base: None,
    })
}

/// The configuration that holds with these minima.
fn tightened<'a>(
    config: Config,
    source: Option<&Source>,
    minima: &[Minimum],
    policies: impl Iterator<Item = &'a Policy>,
) -> Result<Config, CliError> {
    if minima.is_empty() {
        return Ok(config);
    }
    let missing = || RepoPath::new(CONFIG_PATH).map(|path| Source::from_text(path, ""));
    let Some(source) = source.cloned().or_else(missing) else { return Ok(config) };
    let policies: Vec<&Policy> = policies.collect();
    Ok(minimum::tighten(&config, &Written::new(&source), minima, &policies)?)
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
        "below .gate belong gate.yaml, waivers.yaml, *.md, policies/<name>/ with a policy.rego, and \
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
    matches!(path.as_str(), CONFIG_PATH | WAIVERS_PATH)
        || path.extension() == Some("md")
        || is_table(path)
        || of_policy()
}

/// The policies of rule folders, and every `policy.rego` below `.gate/policies`; two policies may not share an id or a
/// name, bundled ones included.
fn user_policies(files: &dyn Files, bundled: &[Policy], extended: &[Extended]) -> Result<Vec<Policy>, CliError> {
    let Some(folder) = RepoPath::new(POLICIES_PATH) else { return Ok(Vec::new()) };
    let mut policies: Vec<Policy> = Vec::new();
    for policy in extended.iter().flat_map(|it| &it.policies) {
        is_new(policy, bundled.iter().chain(&policies))?;
        policies.push(policy.clone());
    }
    for path in files.paths().iter().filter(|path| path.is_below(Some(&folder)) && path.file_name() == "policy.rego") {
        let source = files
            .read(path, LIMITS.policy_bytes)
            .map_err(|source| ConfigError::Unreadable { path: path.clone(), source })?;
        let slug = path.parent().map(|parent| parent.file_name().to_owned()).unwrap_or_default();
        let policy = Policy::from_text(&path.to_string(), &slug, source.text())?;
        is_new(&policy, bundled.iter().chain(&policies))?;
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
    let message = format!("{}: id, folder or package is that of {} already", policy.file, other.file);
    Err(CliError::usage(message, "give every policy an id, a folder and a package of its own"))
}

/// One of gate's own files; `None` if there is none.
fn own_file(files: &dyn Files, path: &str) -> Result<Option<Arc<Source>>, CliError> {
    let Some(path) = RepoPath::new(path) else { return Ok(None) };
    match files.read(&path, LIMITS.policy_bytes) {
        Ok(source) => Ok(Some(source)),
        Err(Unreadable::Missing) => Ok(None),
        Err(source) => Err(ConfigError::Unreadable { path, source }.into()),
    }
}
