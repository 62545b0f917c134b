//! What accounts say about volumes of which nobody says anything.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, Resources};
use crate::input::terraform::facts::kleene::any;
use crate::input::terraform::model::{Plan, Provider, Resource};

/// What says for an account whether its volumes are encrypted when nobody asks. It holds in one region.
const SETTING: &str = "aws_ebs_encryption_by_default";

/// The argument of a provider that names its region.
const REGION: &str = "region";

/// Arguments of a provider that do not say whose resources it makes, or where.
const NEITHER: &[&str] = &["default_tags", "ignore_tags", "max_retries", "retry_mode"];

/// The settings of the accounts and regions of a plan.
pub(super) struct Account<'a> {
    /// By the key of the provider configuration that makes them; the answer of each is null when it is not known.
    settings: BTreeMap<&'a str, Vec<Option<bool>>>,
    providers: BTreeMap<&'a str, &'a Provider>,
}

impl<'a> Account<'a> {
    pub(super) fn of(plan: &'a Plan, resources: &Resources<'a>) -> Self {
        let enabled = [Segment::Key("enabled".to_owned())];
        let mut settings: BTreeMap<&str, Vec<Option<bool>>> = BTreeMap::new();
        for setting in resources.existing(SETTING) {
            let on = match setting.argument(&enabled) {
                // It switches encryption on unless it says otherwise.
                Argument::Absent => Some(true),
                Argument::Known(value) => value.as_bool(),
                Argument::Unknown(_) => None,
            };
            settings.entry(&setting.provider_key).or_default().push(on);
        }
        let providers = plan.providers.iter().map(|provider| (provider.key.as_str(), provider)).collect();
        Self { settings, providers }
    }

    /// Whether volumes are encrypted where a resource is made; null when that is not known.
    pub(super) fn encrypts(&self, resource: &Resource) -> Option<bool> {
        let here = resource.provider_key.as_str();
        any(self.settings.iter().map(|(there, settings)| {
            let on = any(settings.iter().copied());
            match self.is_same(here, there, &resource.provider) {
                Some(true) => on,
                Some(false) => Some(false),
                None => on.filter(|on| !on),
            }
        }))
    }

    /// Whether two provider configurations work in the same region of the same account; null when that is not known.
    fn is_same(&self, here: &str, there: &str, name: &str) -> Option<bool> {
        if here == there && !here.is_empty() {
            return Some(true);
        }
        let (Some(here), Some(there)) = (self.providers.get(here), self.providers.get(there)) else {
            // Nothing says which one makes it, unless there is only one.
            return (self.providers.values().filter(|provider| provider.name == name).count() < 2).then_some(true);
        };
        if let (Some(here), Some(there)) = (region(here), region(there))
            && here != there
        {
            return Some(false);
        }
        let same = here.unknown.is_empty() && there.unknown.is_empty() && said(here) == said(there);
        same.then_some(true)
    }
}

/// The region of a provider configuration, when it is written out.
fn region(provider: &Provider) -> Option<&str> {
    provider.config.get(REGION).and_then(Value::as_str)
}

/// What a provider configuration says about whose resources it makes, and where.
fn said(provider: &Provider) -> BTreeMap<&String, &Value> {
    provider.config.iter().filter(|(name, _)| !NEITHER.contains(&name.as_str())).collect()
}
