//! Child pipelines: `trigger: {include: …}`. Their jobs are judged with those of the pipeline that starts them, each
//! under the id `<trigger job>/<job>` and at its place in its own file.

use super::include;
use super::item::Item;
use super::reader::Reader;
use crate::input::pipeline::model::Job;

/// How deep child pipelines may nest; GitLab allows two levels.
const DEPTH: usize = 2;
/// The most child pipelines that one pipeline starts, all levels together.
const MOST: usize = 150;

/// A job that starts a child pipeline.
pub(super) struct Start {
    /// The id of the job.
    job: String,
    /// What the child pipeline consists of.
    include: Item,
    /// Whether the job takes as long as the child pipeline and ends like it.
    waits: bool,
}

impl Start {
    /// That of a job which is put together, if it starts one.
    pub(super) fn of(job: &str, item: &Item) -> Option<Self> {
        let trigger = item.get("trigger")?;
        let include = trigger.get("include")?.clone();
        let waits = matches!(trigger.text("strategy").as_str(), "depend" | "mirror");
        Some(Self { job: job.to_owned(), include, waits })
    }
}

impl Reader<'_> {
    /// The jobs of a pipeline, followed by those of the child pipelines that it starts.
    pub(super) fn with_children(&mut self, root: &Item, open_ended: bool) -> Vec<Job> {
        let (mut jobs, starts) = self.jobs(root, open_ended);
        let mut below = Vec::new();
        for start in starts {
            let Some(trigger) = jobs.iter().find(|job| job.id == start.job).cloned() else { continue };
            let children = self.child(&start, &trigger);
            if start.waits {
                let ids: Vec<String> = children.iter().map(|job| job.id.clone()).collect();
                for job in jobs.iter_mut().filter(|job| job.ancestors.contains(&start.job)) {
                    job.ancestors.extend(ids.iter().cloned());
                    job.ancestors.sort();
                }
            }
            below.extend(children);
        }
        jobs.append(&mut below);
        jobs
    }

    /// The jobs of a child pipeline.
    fn child(&mut self, start: &Start, trigger: &Job) -> Vec<Job> {
        let (source, offset) = (&start.include.source, start.include.span.start);
        if self.children >= MOST {
            let message = format!("more than {MOST} child pipelines; this one is not judged");
            self.places.problem(source, offset, &message);
            return Vec::new();
        }
        self.children = self.children.saturating_add(1);
        let context = self.context;
        let loaded = include::child(&start.include, &context, self.places);
        // A pipeline that starts itself once more, under other conditions, adds nothing that is not judged already.
        if self.open.contains(&loaded.files) && loaded.external.is_empty() && loaded.unknown == 0 {
            return Vec::new();
        }
        if self.open.len() > DEPTH {
            self.places.problem(source, offset, "child pipelines nest deeper than the two levels that GitLab allows");
            return Vec::new();
        }
        self.files.extend(loaded.files.iter().cloned());
        self.open.push(loaded.files.clone());
        // It has variables, inputs and refs of its own.
        let (env, limited) = (std::mem::take(&mut self.env), std::mem::take(&mut self.limited));
        let before = self.refs.len();
        let globals = self.globals(&loaded.root);
        let open_ended = !loaded.external.is_empty() || loaded.unknown > 0;
        let mut jobs = self.with_children(&loaded.root, open_ended);
        for reference in self.refs.iter_mut().skip(before) {
            reference.job = format!("{}/{}", start.job, reference.job);
        }
        self.external(&loaded, &start.job);
        for job in &mut jobs {
            let own = std::mem::replace(&mut job.env, globals.clone());
            job.env.extend(own);
            place_below(job, trigger);
        }
        self.open.pop();
        (self.env, self.limited) = (env, limited);
        jobs
    }
}

/// Makes a job of a child pipeline one that waits for the job that starts it, and for what that one needs.
fn place_below(job: &mut Job, trigger: &Job) {
    let below = |id: &String| format!("{}/{id}", trigger.id);
    job.id = below(&job.id);
    job.name = below(&job.name);
    job.needs = job.needs.iter().map(below).collect();
    job.ancestors = job.ancestors.iter().map(below).collect();
    if let Some(reference) = &mut job.uses {
        reference.job.clone_from(&job.id);
    }
    for waits in [&mut job.needs, &mut job.ancestors] {
        waits.push(trigger.id.clone());
    }
    job.needs.extend(trigger.needs.iter().cloned());
    job.ancestors.extend(trigger.ancestors.iter().cloned());
    job.ancestors.sort();
    if trigger.when == "never" {
        job.when.clone_from(&trigger.when);
    }
}
