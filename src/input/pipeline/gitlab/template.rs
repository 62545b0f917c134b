//! Templates that GitLab ships, and components of its own: their jobs as rows of a table, laid under those of the project.
//!
//! What a template says has the place of the include; what the project says of its jobs keeps its own. So it can be told
//! who says what, and nothing points at a file that is not in the tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::item::{Item, Key, Value};
use super::reader::Reader;
use super::resolve::Jobs;
use crate::input::pipeline::knowledge::gitlab_templates::{self, Switch, TemplateJob};
use crate::input::pipeline::model::{Job, Role};
use crate::input::tree::{Scalar, Style};
use crate::source::{Source, Span};

/// The end of the name of every template.
const SUFFIX: &str = ".gitlab-ci.yml";

/// How many jobs a chain of `extends` is followed through.
const DEPTH: usize = 11;

/// A template that is included.
#[derive(Clone)]
pub(super) struct Template {
    /// Where it is included.
    source: Arc<Source>,
    span: Span,
    /// What is handed to it.
    inputs: Option<Item>,
    jobs: &'static [Arc<TemplateJob>],
}

/// Whether the jobs of what is included are known, by what is written: the name of a template or the address of a component.
pub(super) fn is_known(written: &str) -> bool {
    let component = || written.split('@').next()?.split_once('/').map(|(_, inside)| inside);
    let name = written.strip_suffix(SUFFIX).or_else(component);
    name.is_some_and(|name| !gitlab_templates::of(name).is_empty())
}

impl Template {
    /// The template of that name.
    pub(super) fn named(place: &Item, inputs: Option<&Item>) -> Option<Self> {
        Self::of(place, inputs, place.as_str()?.strip_suffix(SUFFIX)?)
    }

    /// The component at an address: `host/components/sast/sast@1.0`.
    pub(super) fn component(place: &Item, inputs: Option<&Item>) -> Option<Self> {
        let address = place.as_str()?;
        let (_, inside) = address.split('@').next()?.split_once('/')?;
        Self::of(place, inputs, inside)
    }

    fn of(place: &Item, inputs: Option<&Item>, name: &str) -> Option<Self> {
        let jobs = Some(gitlab_templates::of(name)).filter(|jobs| !jobs.is_empty())?;
        Some(Self { source: Arc::clone(&place.source), span: place.span, inputs: inputs.cloned(), jobs })
    }

    /// Its jobs as a configuration.
    pub(super) fn configuration(&self) -> Item {
        let entry = |job: &Arc<TemplateJob>| match job.role {
            "stages" => {
                let stages = job.stage.iter().flat_map(|stages| stages.split(", "));
                self.entry("stages", self.list(stages.map(|stage| self.text(stage)).collect()))
            }
            _ => self.entry(&job.job, self.job(job)),
        };
        self.map(self.jobs.iter().map(entry).collect())
    }

    fn job(&self, job: &TemplateJob) -> Item {
        let texts = [("extends", &job.extends), ("stage", &job.stage), ("environment", &job.environment)];
        let texts = texts.into_iter().filter_map(|(key, text)| Some(self.entry(key, self.text(text.as_ref()?))));
        let soft = job.soft.map(|soft| self.entry("allow_failure", self.text(if soft { "true" } else { "false" })));
        let script = job.runs.as_ref().map(|runs| self.entry("script", self.list(vec![self.text(runs)])));
        let rules = job.starts.map(|starts| self.entry("rules", self.starting(starts)));
        self.map(texts.chain(soft).chain(script).chain(rules).collect())
    }

    /// Rules by which a job always starts in one way. Those of templates leave it to the job where nothing else is said.
    fn starting(&self, when: &str) -> Item {
        let when = (when != "on_success").then(|| self.entry("when", self.text(when)));
        self.list(vec![self.map(when.into_iter().collect())])
    }

    fn entry(&self, name: &str, value: Item) -> (Key, Item) {
        (Key { name: name.to_owned(), source: Arc::clone(&self.source), span: self.span }, value)
    }

    fn text(&self, text: &str) -> Item {
        self.item(Value::Scalar(Arc::new(Scalar {
            text: text.to_owned(),
            style: Style::DoubleQuoted,
            span: self.span,
        })))
    }

    fn list(&self, elements: Vec<Item>) -> Item {
        self.item(Value::List(Arc::new(elements)))
    }

    fn map(&self, entries: Vec<(Key, Item)>) -> Item {
        self.item(Value::Map(Arc::new(entries)))
    }

    fn item(&self, value: Value) -> Item {
        Item { source: Arc::clone(&self.source), span: self.span, value, is_reference: false, is_text: false }
    }

    fn says(&self, key: &Key) -> bool {
        key.span == self.span && key.source.path() == self.source.path()
    }
}

/// A job that is made of one of a template: the rows that it is made of, the nearest first.
pub(super) struct Made {
    rows: Vec<Arc<TemplateJob>>,
}

impl Made {
    /// The row that says what it is for.
    pub(super) fn first(&self) -> Option<&TemplateJob> {
        self.rows.first().map(|row| &**row)
    }

    /// The row that decides how it starts.
    pub(super) fn starting(&self) -> Option<&TemplateJob> {
        self.rows.iter().map(|row| &**row).find(|row| row.starts.is_some())
    }

    /// Every command that the script of the template may be.
    pub(super) fn commands(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|row| row.runs.as_deref())
    }
}

impl Reader<'_> {
    /// Whether a template says this, and not the project.
    pub(super) fn is_of_template(&self, key: &Key) -> bool {
        self.templates.iter().any(|template| template.says(key))
    }

    /// What a job is made of, if that is a job of a template.
    pub(super) fn made(&self, all: &Jobs, job: &str) -> Option<Made> {
        if self.templates.is_empty() {
            return None;
        }
        let mut made = Made { rows: Vec::new() };
        self.follow(all, job, 0, &mut made);
        (!made.rows.is_empty()).then_some(made)
    }

    fn follow(&self, all: &Jobs, job: &str, depth: usize, made: &mut Made) {
        if depth > DEPTH || made.rows.len() > DEPTH {
            return;
        }
        let rows = self.templates.iter().rev().flat_map(|template| template.jobs);
        made.rows.extend(rows.filter(|row| row.job == job && row.role != "stages").take(1).cloned());
        let extends = all.extended(job).and_then(|item| item.get("extends")).map(Item::texts).unwrap_or_default();
        for parent in extends.iter().rev() {
            self.follow(all, parent, depth.saturating_add(1), made);
        }
    }

    /// A job with the rules of its template worked out: what the file sets its variables to decides how it starts.
    pub(super) fn settled(&self, made: &Made, item: Item) -> Item {
        let (Some(row), Some((key, _))) = (made.starting(), item.get_entry("rules")) else { return item };
        let Some(template) = self.templates.iter().find(|template| template.says(key)) else { return item };
        let own: BTreeMap<&str, &str> = variables(&item).collect();
        let value = |name: &str| own.get(name).copied().or_else(|| self.env.get(name).map(String::as_str));
        let is_set = |switch: &Switch| value(&switch.name).is_some_and(|value| switch.is(value));
        let handed = |switch: &Switch| {
            let given = template.inputs.as_ref().and_then(|inputs| inputs.get(&switch.name)?.as_str());
            given.is_some_and(|given| switch.is(given))
        };
        let is_off = row.off.iter().any(is_set) || !row.on.is_empty() && !row.on.iter().any(is_set);
        let starts = match row.starts {
            _ if is_off => "never",
            Some(_) if row.auto.iter().any(|switch| is_set(switch) || handed(switch)) => "on_success",
            starts => starts.unwrap_or("on_success"),
        };
        let mut entries = item.entries().to_vec();
        for (key, value) in &mut entries {
            if key.name == "rules" {
                *value = template.starting(starts);
            }
        }
        item.of_entries(entries)
    }

    /// Says what the script of a template is for, where the job still runs it.
    pub(super) fn with_role(&self, made: &Made, item: &Item, job: &mut Job) {
        let Some(row) = made.first() else { return };
        let keeps = item.get_entry("script").is_some_and(|(key, _)| self.is_of_template(key));
        let step = job.steps.iter_mut().find(|step| step.id == "script").filter(|_| keeps);
        let Some(step) = step.filter(|step| step.roles.iter().all(|role| role.role != row.role)) else { return };
        step.roles.push(Role {
            loc: step.loc.clone(),
            role: row.role,
            category: row.category,
            tool: row.tool.clone(),
            subject: made.commands().next().unwrap_or_default().to_owned(),
            toothless: None,
            ignored: None,
            unsure: None,
            via: Vec::new(),
            signs: Vec::new(),
        });
    }
}

/// The variables of a job with values that are text.
fn variables(item: &Item) -> impl Iterator<Item = (&str, &str)> {
    let entries = item.get("variables").map(Item::entries).unwrap_or_default();
    entries.iter().filter_map(|(key, value)| Some((key.name.as_str(), value.get("value").unwrap_or(value).as_str()?)))
}
