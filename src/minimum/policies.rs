//! Policies that have to hold, how severe they are, and the values of their parameters.

use jiff::civil::Date;

use super::bounds::Bounds;
use super::{By, Held};
use crate::config::{Config, ConfigError, Day, Scheduled, Way};
use crate::finding::PolicyId;
use crate::policy::Policy;

impl Bounds<'_> {
    /// What policies do.
    pub(super) fn policies(&self, held: &mut Config, policies: &[&Policy]) -> Result<(), ConfigError> {
        self.disabled()?;
        self.scheduled(policies)?;
        held.policies.schedule.extend(self.begun());
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

    /// What has to hold is neither postponed nor loosened on a day to come.
    fn scheduled(&self, policies: &[&Policy]) -> Result<(), ConfigError> {
        for (index, entry) in self.config.policies.schedule.iter().enumerate() {
            let at = |key: &str| Way::to(&["policies", "schedule"]).item(index).key(key);
            let name = self.minimum.name();
            for (place, id) in entry.decide().enumerate() {
                let by = self.minimum.policies.get(id).and_then(|held| held.required.as_ref());
                if let Some(by) = by {
                    let message = format!("`{id}` has to hold: {name} lets nobody postpone it");
                    return Err(self.refused(&at("decide").item(place), &message, by, "take it out"));
                }
            }
            for (id, said) in entry.severity() {
                let held = self.minimum.policies.get(id).filter(|held| *said < held.severity);
                if let Some(Held { severity: least, severity_by, .. }) = held {
                    let message = format!("`{id}: {said}` from {} is looser than {name} allows", entry.from);
                    let help = format!("its severity is at least {least}: write that, a higher one, or nothing");
                    return Err(self.refused(&self.named(at("severity"), id, policies), &message, severity_by, &help));
                }
            }
            for (slug, parameter, said) in entry.parameters() {
                let fixed = self.minimum.parameters.get(slug).and_then(|values| values.get(parameter));
                if let Some((value, by)) = fixed.filter(|(value, _)| value != said) {
                    let way = at("parameters").key(slug).key(parameter);
                    let message = format!("`{slug}.{parameter}` has the value that {name} gives it");
                    let help = format!("it is {value}: write that, or leave the key out");
                    return Err(self.refused(&way, &message, &By::Said(by.clone()), &help));
                }
            }
        }
        Ok(())
    }

    /// The way to what is said of a policy in a mapping, be it by its id or by its name.
    fn named(&self, mapping: Way, id: &PolicyId, policies: &[&Policy]) -> Way {
        let slug = policies.iter().find(|policy| policy.meta.id == *id).map(|policy| policy.meta.slug.as_str());
        let by_slug = slug.map(|slug| mapping.clone().key(slug)).filter(|way| self.written.says(way));
        by_slug.unwrap_or_else(|| mapping.key(id.as_str()))
    }

    /// What has to hold decides, whatever edition the repository stays at.
    fn begun(&self) -> Option<Scheduled> {
        let required = self.minimum.policies.iter().filter(|(_, held)| held.required.is_some());
        let required: Vec<PolicyId> = required.map(|(id, _)| id.clone()).collect();
        (!required.is_empty()).then(|| Scheduled {
            from: Day(Date::MIN),
            decide: Some(required),
            severity: None,
            parameters: None,
            reason: None,
            owner: None,
        })
    }

    fn severity(&self, held: &mut Config, policy: &Policy) -> Result<(), ConfigError> {
        let id = &policy.meta.id;
        let Some(Held { severity: least, severity_by, .. }) = self.minimum.policies.get(id) else { return Ok(()) };
        if let Some(said) = self.config.policies.severity.get(id).filter(|said| *said < least) {
            let at = self.named(Way::to(&["policies", "severity"]), id, &[policy]);
            let message = format!("`{id}: {said}` is looser than {} allows", self.minimum.name());
            let help = format!("its severity is at least {least}: write that, a higher one, or nothing");
            return Err(self.refused(&at, &message, severity_by, &help));
        }
        let floor = held.policies.at_least.entry(id.clone()).or_insert(*least);
        *floor = (*floor).max(*least);
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
