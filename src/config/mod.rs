//! `.gate/gate.yaml`: what to judge, when to block. Inert data: no code, no templates, no environment, no URLs.

mod forge;
mod load;
mod schema;

pub use forge::{ForgeInput, MaxAge, RepositoryName};
pub use load::{CONFIG_PATH, ConfigError, Frame, Known, from_source, typed};
pub use schema::{Config, Disabled, Inputs, ModeWord, PlanNeed, PlanRoot, Policies, TerraformInput};
