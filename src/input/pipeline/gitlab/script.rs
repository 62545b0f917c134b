//! The scripts of a job as steps.

use std::collections::BTreeMap;

use super::item::Item;
use super::job::flatten;
use super::psych::Plain;
use super::reader::Reader;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::{Interpolation, Paths, Step, Trust};
use crate::input::pipeline::script::{self, Around, Language, Part};
use crate::input::pipeline::shell::Shell;
use crate::source::Span;

/// The runner starts every script with `set -eo pipefail`.
const RUNNER: Language = Language::Shell(Shell { errexit: true, pipefail: true });

/// The hook of a job: what the runner executes before it fetches the sources.
const HOOK: &str = "pre_get_sources_script";

/// Expressions found and where: source item, bytes of the text, the expression.
const OPEN: &str = "$[[";
const CLOSE: &str = "]]";

impl Reader<'_> {
    /// The scripts of a job, each as one step, and the expressions outside of them.
    pub(super) fn steps(
        &mut self,
        id: &str,
        job: &Item,
        env: &BTreeMap<String, String>,
    ) -> (Vec<Step>, Vec<Interpolation>) {
        let mut steps = Vec::new();
        let hook = job.get("hooks").and_then(|hooks| hooks.get_entry(HOOK));
        let scripts = [
            (HOOK, hook),
            ("before_script", job.get_entry("before_script")),
            ("script", job.get_entry("script")),
            ("after_script", job.get_entry("after_script")),
        ];
        for (name, entry) in scripts {
            let Some((key, item)) = entry else { continue };
            let mut lines = Vec::new();
            // Nothing is no script.
            if item.plain() != Plain::Nil {
                flatten(item, &mut lines);
            }
            let lines = self.lines(name, &lines);
            let (source, span) = item.place(key);
            let loc = self.places.entity(source, span);
            steps.push(self.step(name, loc, steps.len(), &lines, env));
        }
        let mut outside = self.run_steps(id, job, env, &mut steps);
        for (key, item) in job.entries() {
            if !matches!(key.name.as_str(), "before_script" | "script" | "after_script" | "run" | "hooks") {
                self.inputs_in(&key.name, item, &mut outside);
            }
        }
        (steps, outside)
    }

    /// The lines of a script that are text; GitLab takes nothing else.
    pub(super) fn lines<'i>(&mut self, name: &str, lines: &[&'i Item]) -> Vec<&'i Item> {
        let mut texts = Vec::with_capacity(lines.len());
        for line in lines {
            match line.as_scalar() {
                Some(_) if line.plain() == Plain::Text => texts.push(*line),
                None if !line.is_map() => {}
                _ => {
                    let message = format!("`{name}` holds something that is no text; GitLab refuses the pipeline");
                    self.places.problem(&line.source, line.span.start, &message);
                }
            }
        }
        texts
    }

    pub(super) fn step(
        &mut self,
        name: &str,
        loc: String,
        index: usize,
        lines: &[&Item],
        env: &BTreeMap<String, String>,
    ) -> Step {
        let parts: Vec<Part<'_>> =
            lines.iter().filter_map(|line| Some(Part { source: &line.source, scalar: line.as_scalar()? })).collect();
        let variables = self.held_variables(env);
        let variable = |name: &str| variables.get(name);
        let kept = self.kept_before(name);
        let around = Around {
            context: self.context,
            language: RUNNER,
            unsaid: true,
            variable: &variable,
            presumed: true,
            folder: Some(""),
            action: None,
            place: &|path| vec![path.to_owned()],
            values: &|_| None,
            expression: &|_| Held::unknown(),
            of_event: &|_| Held::unknown(),
            strangers: true,
            kept: &kept,
        };
        let mut found = script::read(self.places, &parts, &around);
        self.kept = std::mem::take(&mut found.effects).kept;
        let (run, mut roles, literals) = found.into_run(String::new(), String::new());
        if name == "after_script" {
            for role in &mut roles {
                role.ignored = Some("`after_script`".to_owned());
            }
        }
        let mut interpolations = Vec::new();
        for line in lines {
            self.inputs_in("run", line, &mut interpolations);
        }
        Step {
            loc,
            index,
            id: name.to_owned(),
            name: String::new(),
            kind: "run",
            uses: None,
            with: BTreeMap::new(),
            run: Some(run),
            called: None,
            env: BTreeMap::new(),
            condition: String::new(),
            continue_on_error: Some(false),
            background: None,
            interpolations,
            secrets: Vec::new(),
            literals,
            roles,
            injections: Vec::new(),
            unknown: Paths::new(),
        }
    }

    /// The inputs that are put into a value before anything runs: `$[[ inputs.name ]]`.
    pub(super) fn inputs_in(&mut self, at: &str, item: &Item, into: &mut Vec<Interpolation>) {
        for element in item.elements() {
            self.inputs_in(at, element, into);
        }
        for (key, value) in item.entries() {
            self.inputs_in(&format!("{at}.{}", key.name), value, into);
        }
        let Some(scalar) = item.as_scalar().filter(|scalar| scalar.text.contains(OPEN)) else { return };
        let offsets = scalar.offsets(&item.source);
        let mut from = 0_usize;
        while let Some(start) = scalar.text.get(from..).and_then(|rest| rest.find(OPEN)) {
            let start = from.saturating_add(start);
            let rest = scalar.text.get(start..).unwrap_or_default();
            let Some(length) = rest.find(CLOSE) else { return };
            let inner = rest.get(OPEN.len()..length).unwrap_or_default().trim();
            let end = start.saturating_add(length).saturating_add(CLOSE.len());
            let span = Span::new(offsets.at(start), offsets.at(end.saturating_sub(1)).saturating_add(1));
            let context = inner.split('|').next().unwrap_or(inner).trim().to_ascii_lowercase();
            let is_free = context.strip_prefix("inputs.").is_none_or(|name| !self.limited.contains(name));
            let trust = if is_free { Trust::Caller } else { Trust::Trusted };
            let loc = self.places.entity(&item.source, item.source.first_line(span));
            into.push(Interpolation {
                loc,
                at: at.to_owned(),
                expr: inner.to_owned(),
                tainted_by: if is_free { context.clone() } else { String::new() },
                contexts: vec![context],
                trust,
                via: Vec::new(),
                lines: false,
                doubt: String::new(),
            });
            from = end;
        }
    }
}
