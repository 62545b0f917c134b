//! Policies that have to hold, how severe they are, and the values of their parameters.

use super::bounds::Bounds;
use super::written::Way;
use super::{By, Held};
use crate::config::{Config, ConfigError};
use crate::policy::Policy;

impl Bounds<'_> {
    /// What policies do.
    pub(super) fn policies(&self, held: &mut Config, policies: &[&Policy]) -> Result<(), ConfigError> {
        self.disabled()?;
        for policy in policies {
            self.severity(held, policy)?;
        }
        self.parameters(held)
    }

    fn disabled(&self) -> Result<(), ConfigError> {
        for (index, disabled) in self.config.policies.disable.iter().enumerate() {
            let held = self.minimum.policies.get(&disabled.id);
            if let Some(by) = held.and_then(|held| held.required.as_ref()) {
                let at = Way::to(&["policies", "disable"]).item(index).key("id");
                let message = format!("`{}` has to hold: {} lets nobody disable it", disabled.id, self.minimum.name());
                let help = "remove the entry; what cannot be mended now is waived, with an approver and an end date";
                return Err(self.refused(&at, &message, by, help));
            }
        }
        Ok(())
    }

    fn severity(&self, held: &mut Config, policy: &Policy) -> Result<(), ConfigError> {
        let id = &policy.meta.id;
        let Some(Held { severity: least, severity_by, .. }) = self.minimum.policies.get(id) else { return Ok(()) };
        if let Some(said) = self.config.policies.severity.get(id).filter(|said| *said < least) {
            let at = Way::to(&["policies", "severity"]).key(id.as_str());
            let message = format!("`{id}: {said}` is looser than {} allows", self.minimum.name());
            let help = format!("its severity is at least {least}: write that, a higher one, or nothing");
            return Err(self.refused(&at, &message, severity_by, &help));
        }
        let now = held.policies.severity.get(id).copied().unwrap_or(policy.meta.severity);
        if now < *least {
            held.policies.severity.insert(id.clone(), *least);
        }
        Ok(())
    }

    fn parameters(&self, held: &mut Config) -> Result<(), ConfigError> {
        for (slug, values) in &self.minimum.parameters {
            for (name, (value, by)) in values {
                let said = self.config.policies.parameters.get(slug).and_then(|said| said.get(name));
                if said.is_some_and(|said| said != value) {
                    let at = Way::to(&["policies", "parameters"]).key(slug).key(name);
                    let message = format!("`{slug}.{name}` has the value that {} gives it", self.minimum.name());
                    let help = format!("it is {value}: write that, or leave the key out");
                    return Err(self.refused(&at, &message, &By::Said(by.clone()), &help));
                }
                held.policies.parameters.entry(slug.clone()).or_default().insert(name.clone(), value.clone());
            }
        }
        Ok(())
    }
}
