//! Inputs that have to be there.

use super::bounds::Bounds;
use crate::config::{Config, ConfigError, Inputs, MaxAge, PlanNeed, Way};
use crate::finding::Kind;

/// The key of a kind below `inputs`, and its `required`.
fn required(inputs: &mut Inputs, kind: Kind) -> Option<(&'static str, &mut bool)> {
    match kind {
        Kind::Pipeline => Some(("pipeline", &mut inputs.pipeline.required)),
        Kind::Terraform => Some(("terraform", &mut inputs.terraform.required)),
        Kind::Airflow => Some(("airflow", &mut inputs.airflow.required)),
        Kind::Forge => Some(("forge", &mut inputs.forge.required)),
        Kind::Repository => None,
    }
}

impl Bounds<'_> {
    /// What has to be there for a run to be complete.
    pub(super) fn inputs(&self, held: &mut Config) -> Result<(), ConfigError> {
        for kind in &self.minimum.required {
            let Some((key, required)) = required(&mut held.inputs, *kind) else { continue };
            let at = Way::to(&["inputs", key, "required"]);
            // What an earlier minimum has set is not what the repository says.
            let is_said = self.written.text(&at).is_some_and(|said| said.eq_ignore_ascii_case("false"));
            if is_said {
                let said = format!("`inputs.{key}.required: false`");
                return Err(self.looser(&at, &said, &at, "`required: true`"));
            }
            *required = true;
        }
        self.plans()?;
        self.age(held)
    }

    /// Code without a plan, which nobody can judge.
    fn plans(&self) -> Result<(), ConfigError> {
        if self.minimum.plan != Some(PlanNeed::Required) {
            return Ok(());
        }
        let by = Way::to(&["inputs", "terraform", "plan"]);
        let input = &self.config.inputs.terraform;
        if input.plan == PlanNeed::Optional {
            return Err(self.looser(&by, "`inputs.terraform.plan: optional`", &by, "`plan: required`"));
        }
        match input.roots.iter().position(|root| root.plan == PlanNeed::Optional) {
            None => Ok(()),
            Some(index) => {
                let at = Way::to(&["inputs", "terraform", "roots"]).item(index).key("plan");
                Err(self.looser(&at, "a root with `plan: optional`", &by, "`plan: required`"))
            }
        }
    }

    /// The age of settings of the forge.
    fn age(&self, held: &mut Config) -> Result<(), ConfigError> {
        let Some(most) = self.minimum.max_age else { return Ok(()) };
        let at = Way::to(&["inputs", "forge", "max-age"]);
        if let Some(said) = self.config.inputs.forge.max_age.filter(|said| said.duration() > most.duration()) {
            return Err(self.looser(&at, &format!("a snapshot of {said}"), &at, &format!("{most} at most")));
        }
        let now = held.inputs.forge.max_age.unwrap_or(MaxAge::DEFAULT);
        held.inputs.forge.max_age = Some(if now.duration() > most.duration() { most } else { now });
        Ok(())
    }
}
