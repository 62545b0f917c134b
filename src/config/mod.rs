//! `.gate/gate.yaml`: what to judge, when to block; `.gate/knowledge`: what else is known. Inert data: no code, no
//! templates, no environment, no URLs.

mod error;
mod exclude;
mod extends;
mod forge;
mod in_force;
mod knowledge;
mod load;
mod named;
mod places;
mod planned;
mod schedule;
mod schema;
mod suggest;
#[cfg(test)]
mod tests;
mod typed;
mod way;

pub use error::{ConfigError, Frame};
pub use exclude::{Exclusion, Pattern};
pub use extends::{Extension, Pin, Unpinned, place, sha256_digits};
pub use forge::{ForgeInput, MaxAge, RepositoryName};
pub use in_force::InForce;
pub use knowledge::{KNOWLEDGE_PATH, added, is_table, tables, united};
pub use load::{CONFIG_PATH, check, from_source};
pub use named::{Known, kind_of};
pub use places::Places;
pub use schedule::{Day, Scheduled, within_reach};
pub use schema::{
    Config, Disabled, Inputs, ModeWord, NamedPipeline, PipelineSource, PlanNeed, PlanRoot, Policies, Root,
    TerraformInput,
};
pub use suggest::did_you_mean;
pub use typed::typed;
pub use way::Way;
