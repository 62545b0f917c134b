//! The rules of a run, from the side that the change under judgement cannot edit.

mod base;
mod folder;
mod read;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::extends::Extended;
use crate::baseline::Baseline;
use crate::config::{Config, InForce, Known, ModeWord};
use crate::engine::known;
use crate::finding::Severity;
use crate::knowledge::Knowledge;
use crate::minimum::Minimum;
use crate::outcome::{Mode, RulesFrom};
use crate::policy::Policy;
use crate::source::{RepoPath, Revision, Source};
use crate::waiver::Waiver;
use crate::waiver::emergency::Emergency;

pub(super) use self::base::load;
pub(super) use self::folder::POLICIES_PATH;
pub(super) use self::read::added_policies;

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
    /// The rule folders of organisations that hold besides, and the minimum of each.
    pub(super) extended: Vec<Extended>,
    pub(super) minima: Vec<Minimum>,
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

    /// Unknowns at or above this keep a run from passing that blocks at `fail_on`.
    pub(super) fn fail_on_unknown(&self, fail_on: Severity) -> Severity {
        let said = self.config.fail_on_unknown.unwrap_or(fail_on);
        self.minima.iter().filter_map(Minimum::fail_on_unknown).fold(said, Severity::min)
    }

    /// The digests of configuration, exceptions, tables and policies of one's own, and of rule folders as a whole.
    pub(super) fn digests(&self) -> BTreeMap<RepoPath, String> {
        let own = [&self.config_source, &self.waivers_source, &self.emergencies_source];
        let sources = own.into_iter().flatten().chain(&self.tables);
        let sources = sources.chain(self.baseline.iter().map(|(_, source)| source));
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
