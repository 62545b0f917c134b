//! Reads `minimum.yaml` and says exactly what is wrong with it.

use std::collections::BTreeMap;

use super::overlap::Reach;
use super::schema::Said;
use super::{By, Fixed, Held, Minimum};
use crate::config::{ConfigError, Places, PlanNeed, Way, did_you_mean, kind_of, typed};
use crate::finding::{Kind, PolicyId};
use crate::input::tree;
use crate::limits::LIMITS;
use crate::policy::{EditionName, Policy};
use crate::source::Source;
use crate::waiver::MAX_DAYS;

/// The most characters of a name: it stands in front of every path of the folder.
const NAME_CHARS: usize = 64;

/// The longest that gate lets debts of day one stay, in weeks, and an emergency last, in hours.
const MAX_WEEKS: u16 = 52;
const MAX_HOURS: u16 = 72;

impl Minimum {
    /// Reads the minimum of a rule folder. `policies` are those that a run knows and can ask for, `own` those of the folder.
    ///
    /// # Errors
    /// [`ConfigError`] at the key or value at fault.
    pub fn read(source: &Source, policies: &[&Policy], own: &[&Policy]) -> Result<Self, ConfigError> {
        let said: Said = typed(source)?;
        let written = Places::of(source);
        let reader = Reader { written: &written, policies };
        reader.frame(&said)?;
        let held = reader.held(&said, own)?;
        let parameters = reader.parameters(&said)?;
        let never = reader.never(&said)?;
        let inputs = &said.inputs;
        let required = [
            (Kind::Pipeline, inputs.pipeline.required),
            (Kind::Terraform, inputs.terraform.required),
            (Kind::Airflow, inputs.airflow.required),
            (Kind::Forge, inputs.forge.required),
        ];
        Ok(Self {
            fail_on: said.fail_on,
            fail_on_unknown: said.fail_on_unknown,
            mode: said.mode,
            fail_on_empty: said.fail_on_empty == Some(true),
            edition: said.edition,
            changed: said.changed != Some(false),
            required: required.into_iter().filter_map(|(kind, required)| required.then_some(kind)).collect(),
            plan: inputs.terraform.plan.filter(|plan| *plan == PlanNeed::Required),
            max_age: inputs.forge.max_age,
            policies: held,
            parameters,
            approvers: said.approvers,
            owners: said.exclude.owners,
            never,
            reasons_at_least: said.exclude.reasons_at_least,
            max_days: said.waivers.max_days,
            max_weeks: said.baseline.max_weeks,
            max_hours: said.emergency.max_hours,
            name: said.name,
            written,
        })
    }

    /// The name that a file gives itself, if it is one that can stand in front of paths.
    #[must_use]
    pub fn name_in(source: &Source) -> Option<String> {
        // Also of a file that is more than one document, which is refused by that name.
        let tree = tree::parse(source, &LIMITS).ok()?;
        tree.root()?.get("name")?.as_str().filter(|name| is_name(name)).map(str::to_owned)
    }
}

/// Whether a name can stand in front of paths.
fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.len() <= NAME_CHARS && name.chars().all(is_plain)
}

struct Reader<'a> {
    written: &'a Places,
    policies: &'a [&'a Policy],
}

impl Reader<'_> {
    /// Everything that is not about policies and paths.
    fn frame(&self, said: &Said) -> Result<(), ConfigError> {
        let written = self.written;
        if said.extends.is_some() {
            let message = "the rules of a rule folder extend no others";
            let help = "name every rule folder in the `extends` of the repository, which has to see what holds";
            return Err(written.at_key(&Way::to(&["extends"]), message, help));
        }
        if said.version.is_some_and(|version| version != 1) {
            let message = "this gate knows version 1 of the minimum";
            return Err(written.wrong(&Way::to(&["version"]), message, "write `version: 1`"));
        }
        if !is_name(&said.name) {
            let message = if said.name.is_empty() {
                "the minimum does not say whose it is".to_owned()
            } else {
                format!("`{}` cannot stand in front of a path", said.name)
            };
            let help = format!("write `name:` with letters, digits, `-`, `_` and `.`, at most {NAME_CHARS}");
            return Err(written.wrong(&Way::to(&["name"]), message, help));
        }
        if let Some(edition) = said.edition.as_ref().filter(|edition| EditionName::new(edition).is_none()) {
            let message = format!("`{edition}` is no edition");
            return Err(written.wrong(&Way::to(&["edition"]), message, "write it as YYYY-MM"));
        }
        self.people(&Way::to(&["approvers"]), said.approvers.as_deref())?;
        self.people(&Way::to(&["exclude", "owners"]), said.exclude.owners.as_deref())?;
        let most = u16::try_from(MAX_DAYS).unwrap_or(u16::MAX);
        self.at_most(&["waivers", "max-days"], said.waivers.max_days, most)?;
        self.at_most(&["baseline", "max-weeks"], said.baseline.max_weeks, MAX_WEEKS)?;
        self.at_most(&["emergency", "max-hours"], said.emergency.max_hours, MAX_HOURS)
    }

    /// A list of people names somebody, and each by name.
    fn people(&self, at: &Way, names: Option<&[String]>) -> Result<(), ConfigError> {
        let Some(names) = names else { return Ok(()) };
        if names.is_empty() {
            let help = "name those who may, or leave the key out and anybody may";
            return Err(self.written.wrong(at, "the list names nobody", help));
        }
        let is_name = |name: &str| name.chars().any(char::is_alphanumeric) && !name.contains('*');
        match names.iter().position(|name| !is_name(name)) {
            None => Ok(()),
            Some(index) => {
                let message = format!("`{}` names nobody", names.get(index).map_or("", String::as_str));
                let help = "write each person or team by name: names are compared, not matched";
                Err(self.written.wrong(&at.clone().item(index), message, help))
            }
        }
    }

    fn at_most(&self, keys: &[&str], said: Option<u16>, most: u16) -> Result<(), ConfigError> {
        let Some(said) = said.filter(|said| *said > most) else { return Ok(()) };
        let message = format!("`{said}` is longer than gate lets it last anyway");
        Err(self.written.wrong(&Way::to(keys), message, format!("write {most} or less")))
    }

    /// The policy of an id or a name.
    fn policy(&self, word: &str, at: &Way, is_key: bool) -> Result<&Policy, ConfigError> {
        let found = self.policies.iter().find(|policy| policy.meta.id.as_str() == word || policy.meta.slug == word);
        found.copied().ok_or_else(|| {
            let words = self.policies.iter().flat_map(|policy| [policy.meta.id.as_str(), policy.meta.slug.as_str()]);
            let help = did_you_mean(word, words, "see `gate policies`; a newer gate may know it");
            let message = format!("there is no policy `{word}`");
            if is_key { self.written.at_key(at, message, help) } else { self.written.wrong(at, message, help) }
        })
    }

    /// Which policies have to hold, and how severe each is at least: as severe as it is by itself, if nothing is said.
    fn held(&self, said: &Said, own: &[&Policy]) -> Result<BTreeMap<PolicyId, Held>, ConfigError> {
        let mut held = BTreeMap::new();
        let all_of = |policy: &Policy, by: By| {
            let held = Held { required: Some(by.clone()), severity: policy.meta.severity, severity_by: by };
            (policy.meta.id.clone(), held)
        };
        held.extend(own.iter().map(|policy| all_of(policy, By::Own)));
        for (index, word) in said.policies.required.iter().enumerate() {
            let by = Way::to(&["policies", "required"]).item(index);
            held.extend([all_of(self.policy(word, &by, false)?, By::Said(by))]);
        }
        let mut told: BTreeMap<PolicyId, Held> = BTreeMap::new();
        for (word, severity) in &said.policies.severity {
            let by = Way::to(&["policies", "severity"]).key(word);
            let id = &self.policy(word, &by, true)?.meta.id;
            let required = held.get(id).and_then(|held| held.required.clone());
            // Named by its id and by its name too, the stricter counts.
            if told.get(id).is_none_or(|told| told.severity < *severity) {
                told.insert(id.clone(), Held { required, severity: *severity, severity_by: By::Said(by) });
            }
        }
        held.extend(told);
        Ok(held)
    }

    fn parameters(&self, said: &Said) -> Result<Fixed, ConfigError> {
        let mut fixed = Fixed::new();
        for (word, values) in &said.policies.parameters {
            let by = Way::to(&["policies", "parameters"]).key(word);
            let meta = &self.policy(word, &by, true)?.meta;
            for (name, value) in values {
                let by = by.clone().key(name);
                let Some(parameter) = meta.parameters.get(name) else {
                    let names = meta.parameters.keys().map(String::as_str);
                    let help = did_you_mean(name, names, &format!("see `gate explain {}`", meta.id));
                    return Err(self.written.at_key(&by, format!("`{word}` has no parameter `{name}`"), help));
                };
                let expected = kind_of(&parameter.default);
                if expected != kind_of(value) {
                    let message = format!("`{word}.{name}` must be a {expected}, not a {}", kind_of(value));
                    return Err(self.written.wrong(&by, message, parameter.description.clone()));
                }
                let values = fixed.entry(meta.slug.clone()).or_default();
                if let Some((_, other)) = values.get(name).filter(|(other, _)| other != value) {
                    let message = format!("`{word}.{name}` has another value already");
                    let help = format!("{} says it: leave one of them out", self.written.line(other));
                    return Err(self.written.wrong(&by, message, help));
                }
                values.insert(name.clone(), (value.clone(), by));
            }
        }
        Ok(fixed)
    }

    fn never(&self, said: &Said) -> Result<Vec<(String, Reach)>, ConfigError> {
        let reach = |(index, text): (usize, &String)| {
            let at = Way::to(&["exclude", "never"]).item(index);
            let help = "write a path, a folder or a glob, relative to the root of every repository, such as infra/**";
            let reach = Reach::of(text).map_err(|why| self.written.wrong(&at, why, help))?;
            Ok((text.clone(), reach))
        };
        said.exclude.never.iter().enumerate().map(reach).collect()
    }
}
