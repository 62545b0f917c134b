//! `.gate/gate.yaml`: what to judge, when to block; `.gate/knowledge`: what else is known. Inert data: no code, no
//! templates, no environment, no URLs.

mod exclude;
mod extends;
mod forge;
mod knowledge;
mod load;
mod schema;

pub use exclude::{Exclusion, Pattern};
pub use extends::{Extension, Pin, Unpinned, sha256_digits};
pub use forge::{ForgeInput, MaxAge, RepositoryName};
pub use knowledge::{KNOWLEDGE_PATH, added, is_table, tables, united};
pub use load::{CONFIG_PATH, ConfigError, Frame, Known, check, did_you_mean, from_source, kind_of, typed};
pub use schema::{
    Config, Disabled, Inputs, ModeWord, NamedPipeline, PlanNeed, PlanRoot, Policies, Root, TerraformInput,
};
