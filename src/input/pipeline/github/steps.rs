//! The steps of a job or of a composite action, those of parallel groups among them.

use super::background::{CONTROLS, Control, does, settle};
use super::reader::Reader;
use super::step::{Standing, Surroundings};
use crate::input::pipeline::model::Step;
use crate::input::tree::{Entry, Node};

/// The steps of a job while they are read.
#[derive(Default)]
struct Steps {
    steps: Vec<Step>,
    controls: Vec<Control>,
    /// Whether a step that waits or cancels could not be read, so that nobody knows how others end.
    unclear: bool,
}

impl Reader<'_> {
    /// Reads the steps of a job.
    pub(super) fn steps(&mut self, node: &Node, around: &Surroundings<'_>) -> Vec<Step> {
        let mut read = Steps::default();
        if node.as_sequence().is_none() {
            // `steps` of workflow-v1.0.json: a sequence.
            self.problem(node.span.start, "`steps` is not a list; GitHub refuses the file");
        }
        for element in node.elements() {
            self.any_step(element, None, around, &mut read);
        }
        settle(&mut read.steps, &read.controls, read.unclear);
        read.steps
    }

    /// Reads whatever stands among the steps. `group` is the first index of the parallel group that it belongs to.
    fn any_step(&mut self, node: &Node, group: Option<usize>, around: &Surroundings<'_>, read: &mut Steps) {
        if !node.is_mapping() {
            return self.unread_at(node.span, node, "an element that is no mapping", "job.steps", around.job);
        }
        let is_work = node.get("uses").is_some() || node.get("run").is_some();
        if is_work {
            return self.work_step(node, group, around, read);
        }
        if let Some(entry) = node.get_entry("parallel") {
            return self.parallel(node, entry, group, around, read);
        }
        let control = CONTROLS.iter().find_map(|(key, of)| Some((node.get_entry(key)?, *of)));
        if let Some((entry, of)) = control {
            return self.control(node, (entry, of), group, around, read);
        }
        // "Expected one of uses, run, wait, wait-all, or cancel to be defined" (`steps.ts` of actions/languageservices).
        let of = if around.composite { "composite run step" } else { "run step" };
        if !self.unknown_keys(node, of, around.job) {
            self.problem(node.span.start, "a step has neither `uses` nor `run`; GitHub refuses the file");
        }
    }

    fn work_step(&mut self, node: &Node, group: Option<usize>, around: &Surroundings<'_>, read: &mut Steps) {
        let of = match (node.get("uses").is_some(), around.composite) {
            (true, false) => "action step",
            (true, true) => "composite action step",
            (false, false) => "run step",
            (false, true) => "composite run step",
        };
        self.unknown_keys(node, of, around.job);
        let at = Standing { index: read.steps.len(), group };
        let step = self.step(node, &at, around);
        read.steps.push(step);
    }

    /// Reads a parallel group: its steps are steps of the job that run beside each other, and the job waits for all.
    fn parallel(
        &mut self,
        node: &Node,
        entry: &Entry,
        group: Option<usize>,
        around: &Surroundings<'_>,
        read: &mut Steps,
    ) {
        // A composite action may not have one, and a group may not hold another (workflow-syntax, "parallel").
        if around.composite || group.is_some() || entry.value.as_sequence().is_none() {
            self.unread_key(entry, "step", around.job);
        }
        self.unknown_keys(node, "parallel step", around.job);
        let from = group.unwrap_or(read.steps.len());
        for element in entry.value.elements() {
            self.any_step(element, Some(from), around, read);
        }
        let until = read.steps.len();
        if group.is_none() {
            for background in read.steps.iter_mut().skip(from).filter_map(|step| step.background.as_mut()) {
                background.until = Some(until);
            }
        }
    }

    /// Reads a step that waits for others or cancels one.
    fn control(
        &mut self,
        node: &Node,
        (entry, of): (&Entry, &'static str),
        group: Option<usize>,
        around: &Surroundings<'_>,
        read: &mut Steps,
    ) {
        self.unknown_keys(node, of, around.job);
        let name = entry.name().unwrap_or_default();
        let index = read.steps.len();
        let mut step = self.step(node, &Standing { index, group: None }, around);
        step.kind = CONTROLS.iter().find(|(key, _)| *key == name).map_or("wait", |(key, _)| *key);
        if let Some(does) = does(name, &entry.value).filter(|_| !around.composite && group.is_none()) {
            read.controls.push(Control { index, does, continue_on_error: step.continue_on_error });
        } else {
            self.unread_key(entry, of, around.job);
            read.unclear = true;
        }
        read.steps.push(step);
    }
}
