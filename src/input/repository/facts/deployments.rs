//! Jobs that deploy, beside what the forge asks for before they do.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::forge::facts::{is_unguarded, reason};
use crate::input::forge::model::{Environment, Forge, Unknown};
use crate::input::pipeline::model::{self as pipeline, Job, Pipeline};
use crate::input::{Fact, Segment, Via};

/// A job that deploys to an environment that nobody has to approve, or of which that is not known. An environment whose
/// name is made up by an expression is not here: whatever it comes to, what is wrong with it is about the forge alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Deployment {
    /// The id of the job.
    pub job: String,
    /// The name of the environment, as the job has it; each of several that it may be is a fact of its own.
    pub environment: String,
    /// Whether the forge has an environment of this name, whatever its letters; null when its list may be short.
    pub exists: Option<bool>,
    /// Whether somebody has to approve it: false, or null when the forge does not say. What is approved is not here.
    pub approved: Option<bool>,
}

/// What the forge has under a name.
enum Setting<'f> {
    /// An environment that nobody has to approve.
    Open(&'f Environment),
    /// An environment of which the forge does not say who has to approve it.
    Untold,
    /// None.
    Absent,
    /// None that is shown, and why the list may be short.
    Hidden(&'f Unknown),
}

/// The settings of a forge, ready to be asked for an environment.
struct Settings<'f> {
    /// Environments by their names in small letters: the forge does not tell capital letters apart.
    environments: BTreeMap<String, Vec<&'f Environment>>,
    /// Why the list of environments may be short.
    gaps: Vec<&'f Unknown>,
}

/// Those of a repository. The work grows with the jobs and the environments.
pub(super) fn of(pipelines: &[&Pipeline], forge: &Forge) -> Vec<Fact<Deployment>> {
    let settings = Settings::of(forge);
    let mut found = Vec::new();
    let asking = pipelines.iter().filter(|pipeline| pipeline.vendor == forge.source.forge);
    for job in asking.flat_map(|pipeline| &pipeline.jobs) {
        let Some(environment) = &job.environment else { continue };
        for name in names(environment) {
            let facts = settings.under(name).into_iter().map(|setting| fact(job, environment, name, &setting));
            found.extend(facts);
        }
    }
    found
}

/// Every name that the environment of a job may have.
fn names(environment: &pipeline::Environment) -> &[String] {
    environment.name.as_ref().map_or(&environment.names, std::slice::from_ref)
}

impl<'f> Settings<'f> {
    fn of(forge: &'f Forge) -> Self {
        let mut environments: BTreeMap<String, Vec<&'f Environment>> = BTreeMap::new();
        for environment in &forge.environments {
            environments.entry(environment.name.to_lowercase()).or_default().push(environment);
        }
        let gaps = forge.unknowns.iter().filter(|unknown| unknown.path == "/environments").collect();
        Self { environments, gaps }
    }

    /// What of the settings under a name is worth a fact.
    fn under(&self, name: &str) -> Vec<Setting<'f>> {
        match self.environments.get(&name.to_lowercase()) {
            Some(environments) => environments.iter().copied().filter_map(Setting::of).collect(),
            None if self.gaps.is_empty() => vec![Setting::Absent],
            None => self.gaps.iter().copied().map(Setting::Hidden).collect(),
        }
    }
}

impl<'f> Setting<'f> {
    fn of(environment: &'f Environment) -> Option<Self> {
        match environment.reviewers {
            None => Some(Self::Untold),
            Some(_) if is_unguarded(environment) => Some(Self::Open(environment)),
            Some(_) => None,
        }
    }
}

fn fact(job: &Job, environment: &pipeline::Environment, name: &str, setting: &Setting<'_>) -> Fact<Deployment> {
    let (exists, approved) = match setting {
        Setting::Open(_) => (Some(true), Some(false)),
        Setting::Untold => (Some(true), None),
        Setting::Absent => (Some(false), Some(false)),
        Setting::Hidden(_) => (None, None),
    };
    let says = Deployment { job: job.id.clone(), environment: name.to_owned(), exists, approved };
    let fact = Fact::new(&environment.loc, Vec::new(), &job.id, says);
    match setting {
        Setting::Open(open) => {
            let path = vec![Segment::Key("reviewers".to_owned())];
            let via = Via { loc: open.loc.clone(), path, what: "no required reviewers".to_owned() };
            Fact { via: vec![via], ..fact }
        }
        Setting::Untold => fact.because("the forge does not say"),
        Setting::Absent => fact,
        Setting::Hidden(unknown) => fact.because(reason(unknown)),
    }
}
