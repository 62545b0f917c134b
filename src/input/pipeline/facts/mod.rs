//! The facts of a pipeline: one module per concept.

mod actors;
mod address;
mod advisories;
mod agent_servers;
mod agents;
mod along;
mod answerers;
mod any_ref;
mod app_tokens;
mod approval;
mod approvals;
mod attestations;
mod checkouts;
mod clusters;
mod decisions;
mod deployments;
mod dominance;
mod downloads;
mod emulator;
mod fetched_tools;
mod flows;
mod foreign_builds;
mod foreign_code;
mod graph;
mod head;
mod holders;
mod holdings;
mod idle;
mod images;
mod in_job;
mod kept;
mod kept_credentials;
mod keys;
mod literals;
mod loose;
mod merge_checks;
mod missing;
mod models;
mod occasions;
mod openings;
mod outlets;
mod packages;
mod passed;
mod published;
mod reach;
mod rebuilds;
mod references;
mod releases;
mod retired;
mod rollouts;
mod runners;
mod sarif;
mod scans;
mod secret_parts;
mod secret_prints;
mod secret_uses;
mod secret_variables;
mod sent;
mod skips;
mod steps;
mod suppose;
mod templates;
mod tokens;
mod unchecked;
mod unmasked;
mod unread;
mod uses;
mod vault_logins;
mod verdict;
mod void;
mod weight;
mod words;

use schemars::JsonSchema;
use serde::Serialize;

pub use actors::ActorCheck;
pub use advisories::Advisory;
pub use agent_servers::AgentServer;
pub use agents::Agent;
pub use app_tokens::AppToken;
pub use approvals::{Approval, Asks};
pub use checkouts::Checkout;
pub use decisions::{Decision, Does};
pub use deployments::{Approver, Deployment};
pub use downloads::Download;
pub use fetched_tools::FetchedTool;
pub use flows::{Flow, Sink};
pub use foreign_builds::ForeignBuild;
pub use foreign_code::ForeignCode;
pub use images::Image;
pub use kept::Kept;
pub use kept_credentials::KeptCredential;
pub use keys::{Key, Way};
pub use literals::Literal;
pub use loose::LooseCondition;
pub use merge_checks::MergeCheck;
pub(in crate::input) use merge_checks::of as merge_checks;
pub use missing::Missing;
pub use models::Model;
pub use openings::Opening;
pub use outlets::{Gives, Outlet};
pub use packages::Package;
pub use passed::scans_that_stop;
pub use published::Published;
pub use rebuilds::Rebuild;
pub use references::Reference;
pub use releases::Release;
pub use retired::Retired;
pub use rollouts::Rollout;
pub use runners::Runner;
pub use scans::{Lost, Scan};
pub use secret_parts::SecretPart;
pub use secret_prints::{SecretPrint, To};
pub use secret_uses::SecretUse;
pub use skips::Skip;
pub use tokens::Token;
pub use unchecked::UncheckedPeer;
pub use unmasked::{Mode, Unmasked};
pub use unread::Unread;
pub use uses::Use;
pub use vault_logins::VaultLogin;
pub use void::VoidCondition;

use self::graph::Graph;
use self::holdings::Holdings;
use self::reach::Reach;
use super::knowledge::Tables;
use super::model::Pipeline;
use super::roles::Tools;
use crate::input::Fact;
use crate::input::fact::path;

/// Lists of facts, by concept. Each holds only what somebody might mind.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {
    /// Conditions that take whoever did something last for the author of a change. GitHub only.
    pub actor_checks: Vec<Fact<ActorCheck>>,
    /// Actions that held the code of an attacker, or have a hole that is known. GitHub only.
    pub advisories: Vec<Fact<Advisory>>,
    /// Servers that agents start, in whatever version is newest or may be.
    pub agent_servers: Vec<Fact<AgentServer>>,
    /// Agents that do what a prompt tells them.
    pub agents: Vec<Fact<Agent>>,
    /// Tokens of apps of GitHub. GitHub only.
    pub app_tokens: Vec<Fact<AppToken>>,
    /// Jobs and steps at which somebody has to agree.
    pub approvals: Vec<Fact<Approval>>,
    /// Code of strangers that is fetched where the run has the rights of the repository. GitHub only.
    pub checkouts: Vec<Fact<Checkout>>,
    /// Changes that the pipeline itself approves or merges.
    pub decisions: Vec<Fact<Decision>>,
    /// Jobs that deploy something, or that have an environment.
    pub deployments: Vec<Fact<Deployment>>,
    /// Programs from the net that run without being checked.
    pub downloads: Vec<Fact<Download>>,
    /// Programs that actions fetch at whatever version is newest. GitHub only.
    pub fetched_tools: Vec<Fact<FetchedTool>>,
    /// Text that anybody can write, where it gets into what is run.
    pub flows: Vec<Fact<Flow>>,
    /// Builds of what the run of a stranger has made. GitHub only.
    pub foreign_builds: Vec<Fact<ForeignBuild>>,
    /// Code of other repositories that is fetched, named by no commit, and run.
    pub foreign_code: Vec<Fact<ForeignCode>>,
    /// Containers that jobs and steps run in, or beside.
    pub images: Vec<Fact<Image>>,
    /// Files that a run keeps for a time that the file says.
    pub kept: Vec<Fact<Kept>>,
    /// Artifacts that take a token of a checkout along. GitHub only.
    pub kept_credentials: Vec<Fact<KeptCredential>>,
    /// Keys of clouds that do not expire: handed over, read, or written out.
    pub keys: Vec<Fact<Key>>,
    /// Credentials that are written out, other than keys of clouds.
    pub literals: Vec<Fact<Literal>>,
    /// Conditions that let more branches or people in than they name, in front of something of weight.
    pub loose_conditions: Vec<Fact<LooseCondition>>,
    /// Code of this repository that the pipeline runs and the repository does not hold.
    pub missing: Vec<Fact<Missing>>,
    /// Models that are registered where others take them from.
    pub models: Vec<Fact<Model>>,
    /// What anybody can start by what they write. GitHub only.
    pub openings: Vec<Fact<Opening>>,
    /// Ways by which a job opens itself to the net, or sends away all that it knows.
    pub outlets: Vec<Fact<Outlet>>,
    /// What is published, and what goes with it; once for a pipeline.
    pub published: Vec<Fact<Published>>,
    /// Packages that are installed outside of a lock file and not in one exact version.
    pub packages: Vec<Fact<Package>>,
    /// Images that are built once more after another build of them was scanned.
    pub rebuilds: Vec<Fact<Rebuild>>,
    /// Code and images from elsewhere that can change without a change here.
    pub references: Vec<Fact<Reference>>,
    /// Packages and releases that are published.
    pub releases: Vec<Fact<Release>>,
    /// Actions that nobody maintains any more. GitHub only.
    pub retired: Vec<Fact<Retired>>,
    /// Images that deployments are told to run under a name that can come to mean another one.
    pub rollouts: Vec<Fact<Rollout>>,
    /// Machines that are not, or may not be, made anew by the vendor for each job.
    pub runners: Vec<Fact<Runner>>,
    /// Ways in which the result of a security scan gets lost.
    pub scans: Vec<Fact<Scan>>,
    /// Parts of secrets that no mask knows. GitHub only.
    pub secret_parts: Vec<Fact<SecretPart>>,
    /// Secrets that scripts print or write where others read them.
    pub secret_prints: Vec<Fact<SecretPrint>>,
    /// Secrets that something is handed.
    pub secret_uses: Vec<Fact<SecretUse>>,
    /// Checks before a deployment that whoever starts the run can leave out.
    pub skips: Vec<Fact<Skip>>,
    /// Tokens of runs that may do more than anybody has decided. GitHub only.
    pub tokens: Vec<Fact<Token>>,
    /// Programs that do not check whom they talk to.
    pub unchecked_peers: Vec<Fact<UncheckedPeer>>,
    /// Modes that show what a run keeps to itself, or let what is printed command the runner.
    pub unmasked: Vec<Fact<Unmasked>>,
    /// What stands in the file and gate does not know.
    pub unread: Vec<Fact<Unread>>,
    /// Logins at a vault with a credential that lasts.
    pub vault_logins: Vec<Fact<VaultLogin>>,
    /// Conditions that hold whatever the run is about, in front of something of weight.
    pub void_conditions: Vec<Fact<VoidCondition>>,
    /// Code from elsewhere that runs, however firmly it is pinned.
    pub uses: Vec<Fact<Use>>,
}

impl Facts {
    /// What follows from a pipeline, with what its tools are for and what else is known.
    pub(super) fn of(pipeline: &Pipeline, tools: &Tools, tables: &Tables) -> Self {
        let graph = &Graph::of(pipeline);
        let reach = &Reach::of(graph);
        let holdings = &Holdings::of(graph);
        let agents = agents::of(graph, reach, &tables.agents);
        Self {
            actor_checks: actors::of(graph, reach),
            advisories: advisories::of(pipeline, &tables.compromised),
            agent_servers: agent_servers::of(graph, &agents, tables),
            agents,
            app_tokens: app_tokens::of(graph, reach),
            approvals: approvals::of(graph),
            checkouts: checkouts::of(graph, reach),
            decisions: decisions::of(graph, reach),
            deployments: deployments::of(graph, reach),
            downloads: downloads::of(graph, reach, holdings, &tables.packages),
            fetched_tools: fetched_tools::of(graph, reach, holdings, &tables.tools),
            flows: flows::of(graph, tables),
            foreign_builds: foreign_builds::of(graph, reach),
            foreign_code: foreign_code::of(graph, reach, holdings),
            images: images::of(pipeline),
            kept: kept::of(graph, reach),
            keys: keys::of(graph, tables),
            literals: literals::of(graph, &tables.keys),
            loose_conditions: loose::of(graph, reach, holdings),
            missing: missing::of(pipeline),
            models: models::of(graph, reach),
            openings: openings::of(graph, reach),
            outlets: outlets::of(graph, reach, holdings, &tables.tunnels),
            published: published::of(graph, reach, tools).into_iter().collect(),
            kept_credentials: kept_credentials::of(graph, reach),
            packages: packages::of(graph, reach, holdings, &tables.packages),
            rebuilds: rebuilds::of(graph, reach),
            references: references::of(pipeline),
            releases: releases::of(graph),
            retired: retired::of(pipeline, &tables.retired),
            rollouts: rollouts::of(graph, reach, &tables.images),
            runners: runners::of(graph, reach),
            scans: scans::of(graph, reach, tools),
            secret_parts: secret_parts::of(graph),
            secret_prints: secret_prints::of(graph, reach),
            secret_uses: secret_uses::of(graph),
            skips: skips::of(graph, reach),
            tokens: tokens::of(pipeline),
            unchecked_peers: unchecked::of(graph, reach, holdings, &tables.unchecked),
            unmasked: unmasked::of(graph, reach),
            unread: unread::of(pipeline),
            vault_logins: vault_logins::of(graph, reach),
            void_conditions: void::of(graph, reach, holdings),
            uses: uses::of(pipeline),
        }
    }
}
