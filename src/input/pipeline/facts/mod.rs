//! The facts of a pipeline: one module per concept.

mod checkouts;
mod clusters;
mod deployments;
mod flows;
mod graph;
mod head;
mod holders;
mod in_job;
mod keys;
mod literals;
mod missing;
mod references;
mod scans;
mod tokens;
mod unread;

use schemars::JsonSchema;
use serde::Serialize;

pub use checkouts::Checkout;
pub use deployments::{Approver, Deployment};
pub use flows::{Flow, Sink};
pub use keys::{Key, Way};
pub use literals::Literal;
pub use missing::Missing;
pub use references::Reference;
pub use scans::{Lost, Scan};
pub use tokens::Token;
pub use unread::Unread;

use self::graph::Graph;
use super::knowledge::Tables;
use super::model::Pipeline;
use super::roles::Tools;
use crate::input::Fact;
use crate::input::fact::path;

/// Lists of facts, by concept. Each holds only what somebody might mind.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {
    /// Code of strangers that is fetched where the run has the rights of the repository. GitHub only.
    pub checkouts: Vec<Fact<Checkout>>,
    /// Jobs that deploy something, or that have an environment.
    pub deployments: Vec<Fact<Deployment>>,
    /// Text that anybody can write, where it gets into what is run.
    pub flows: Vec<Fact<Flow>>,
    /// Keys of clouds that do not expire: handed over, read, or written out.
    pub keys: Vec<Fact<Key>>,
    /// Credentials that are written out, other than keys of clouds.
    pub literals: Vec<Fact<Literal>>,
    /// Code of this repository that the pipeline runs and the repository does not hold.
    pub missing: Vec<Fact<Missing>>,
    /// Code and images from elsewhere that can change without a change here.
    pub references: Vec<Fact<Reference>>,
    /// Ways in which the result of a security scan gets lost.
    pub scans: Vec<Fact<Scan>>,
    /// Tokens of runs that may do more than anybody has decided. GitHub only.
    pub tokens: Vec<Fact<Token>>,
    /// What stands in the file and gate does not know.
    pub unread: Vec<Fact<Unread>>,
}

impl Facts {
    /// What follows from a pipeline, with what its tools are for and what else is known.
    pub(super) fn of(pipeline: &Pipeline, tools: &Tools, tables: &Tables) -> Self {
        let graph = &Graph::of(pipeline);
        Self {
            checkouts: checkouts::of(graph),
            deployments: deployments::of(graph),
            flows: flows::of(graph, tables),
            keys: keys::of(graph, tables),
            literals: literals::of(graph, &tables.keys),
            missing: missing::of(pipeline),
            references: references::of(pipeline),
            scans: scans::of(graph, tools),
            tokens: tokens::of(pipeline),
            unread: unread::of(pipeline),
        }
    }
}
