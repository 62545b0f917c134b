//! What a project does to a scan of a template so that its result cannot hold anything up.
//!
//! GitLab's own scans report to the merge request, and approvals decide; so a template as it is says nothing.

use super::item::{Item, Key};
use super::job::allows;
use super::reader::Reader;
use super::template::Made;
use crate::input::pipeline::model::{FromTemplate, Job, Step, Weakened};
use crate::input::pipeline::wrappers;

/// Programs that look at nothing.
const IDLE: &[&str] = &[
    "", ":", "true", "false", "echo", "printf", "exit", "sleep", "test", "[", "date", "pwd", "ls", "set", "cd",
    "export",
];

impl Reader<'_> {
    /// What is to say of a job that is made of a scan of a template; `None` for other jobs, and for one that runs another
    /// scanner, which is judged like any other.
    pub(super) fn weakened(
        &mut self,
        made: &Made,
        variables: Option<&Item>,
        item: &Item,
        job: &Job,
    ) -> Option<FromTemplate> {
        let row = made.first().filter(|row| row.role == "scan")?;
        let script = item.get_entry("script").or_else(|| item.get_entry("run"));
        let own = script.filter(|(key, _)| !self.is_of_template(key));
        if own.is_some() && job.steps.iter().flat_map(|step| &step.roles).any(|role| role.role == "scan") {
            return None;
        }
        let mut found = FromTemplate { tool: row.tool.clone(), category: row.category, weakened: Vec::new() };
        self.by_keys(item, job, &mut found);
        // A template without a script leaves it to the project.
        let replaced = own.filter(|_| made.commands().next().is_some() && !runs_template(made, &job.steps));
        if let Some((key, value)) = replaced {
            let idle = is_idle(&job.steps);
            let what = if idle { "`script` runs no scan" } else { "`script` runs something else" };
            self.weak((key, value), what, idle.then_some(false), &mut found);
        }
        self.by_variables(made, variables, item, &mut found);
        Some(found)
    }

    /// Adds something, unless it was said of another job that is made of the same.
    fn weak(&mut self, (key, value): (&Key, &Item), what: &str, stops: Option<bool>, found: &mut FromTemplate) {
        let (source, span) = value.place(key);
        if self.weak.insert((source.path().clone(), span.start, format!("{} {what}", found.tool))) {
            let loc = self.places.entity(source, span);
            found.weakened.push(Weakened { loc, what: what.to_owned(), stops });
        }
    }

    /// The keys of the job that the project sets.
    fn by_keys(&mut self, item: &Item, job: &Job, found: &mut FromTemplate) {
        for (key, value) in item.entries() {
            if self.is_of_template(key) {
                continue;
            }
            let weak = match (key.name.as_str(), allows(value), job.when.as_str()) {
                ("allow_failure", Some(true), _) if value.get("exit_codes").is_some() => {
                    Some(("`allow_failure` has the exit code 1", Some(false)))
                }
                ("allow_failure", Some(true), _) => Some(("`allow_failure` is `true`", Some(false))),
                ("allow_failure", None, _) => Some(("what `allow_failure` is, is decided when it runs", None)),
                ("when", _, "manual") => Some(("`when` is `manual`", Some(false))),
                ("when", _, "never") => Some(("`when` is `never`", Some(false))),
                ("rules", _, "manual") => Some(("its rules start it only by hand", Some(false))),
                ("rules", _, "never") => Some(("its rules never start it", Some(false))),
                ("rules", ..) if soft_rule(job) => Some(("a rule has `allow_failure: true`", Some(false))),
                _ => None,
            };
            if let Some((what, stops)) = weak {
                self.weak((key, value), what, stops, found);
            }
        }
    }

    /// Variables of the project that switch the scan off, where the rules of the template still hold.
    fn by_variables(&mut self, made: &Made, of_all: Option<&Item>, item: &Item, found: &mut FromTemplate) {
        let Some(row) = made.starting() else { return };
        let is_own = item.get_entry("rules").is_none_or(|(key, _)| !self.is_of_template(key));
        if is_own {
            return;
        }
        for switch in &row.off {
            let set = |of: Option<&Item>| of.and_then(|variables| variables.get_entry(&switch.name)).cloned();
            let Some((key, value)) = set(item.get("variables")).or_else(|| set(of_all)) else { continue };
            let value = value.get("value").unwrap_or(&value).clone();
            if value.as_str().is_some_and(|text| switch.is(text)) {
                self.weak((&key, &value), &format!("`{}` switches it off", switch.name), Some(false), found);
            }
        }
    }
}

/// Whether a rule by which a job starts lets it fail.
fn soft_rule(job: &Job) -> bool {
    job.rules.iter().any(|rule| rule.when != "never" && rule.allow_failure == Some(true))
}

fn programs(steps: &[Step]) -> impl Iterator<Item = &str> {
    let runs = steps.iter().filter(|step| step.id == "script").filter_map(|step| step.run.as_ref());
    runs.flat_map(|run| run.commands.iter().map(|command| command.program.as_str()))
}

/// Whether a script of the project still runs what that of the template runs.
fn runs_template(made: &Made, steps: &[Step]) -> bool {
    let wanted: Vec<&str> = made
        .commands()
        .filter_map(|command| command.split(' ').next())
        .map(wrappers::base_name)
        .filter(|program| !IDLE.contains(program))
        .collect();
    programs(steps).any(|program| wanted.contains(&program))
}

fn is_idle(steps: &[Step]) -> bool {
    programs(steps).all(|program| IDLE.contains(&program))
}
