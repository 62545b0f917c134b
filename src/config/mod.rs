//! `.gate/gate.yaml`: what to judge, when to block. Inert data: no code, no templates, no environment, no URLs.

mod load;
mod schema;

pub use load::{CONFIG_PATH, ConfigError, Frame, Known, from_source, typed};
pub use schema::{Config, Disabled, ForgeInput, Inputs, ModeWord, PlanNeed, PlanRoot, Policies, TerraformInput};
