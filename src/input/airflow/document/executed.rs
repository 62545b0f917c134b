//! Texts that the code of a task hands to a shell or a database, and what whoever starts a run decides of them.

use std::collections::BTreeSet;

use super::super::evidence::templates;
use super::super::facts::is_run;
use super::super::graph::last_segment;
use super::super::interpret::Event;
use super::super::interpret::assign::SET;
use super::super::jinja;
use super::super::knowledge::calls;
use super::super::knowledge::operators::Holds;
use super::super::model::Templated;
use super::super::text::Text;
use super::super::value::{Item, Value};
use super::templates::DagTemplates;
use super::{Builder, short};
use crate::source::Span;

impl<'a> Builder<'_, 'a> {
    /// What whoever starts a run decides of the texts that the code of a task runs, each at the text.
    ///
    /// What the code makes of other systems while it runs cannot be known from it and is not said.
    pub(super) fn executed(
        &mut self,
        templates: &DagTemplates,
        events: &[&Event<'a>],
        task: &str,
        site: Span,
        said: &[Templated],
    ) -> Vec<Templated> {
        let mut all = Vec::new();
        let mut seen = BTreeSet::new();
        let said = self.said(said);
        for event in events {
            for item in self.run_by(event) {
                for text in self.alternatives(&item.value) {
                    for (shown, origins) in self.insertions(templates, &text) {
                        let says = templates::judged(&origins, &templates.constrained);
                        let is_said = shown.as_deref().is_some_and(|shown| said.contains(shown));
                        if says.untrusted != Some(true) || is_said || !seen.insert((item.span, shown.clone())) {
                            continue;
                        }
                        let logical = self.table_name(task);
                        let loc = self.add(item.span, logical, site);
                        all.push(Templated {
                            loc: Some(loc),
                            arg: short(&event.callee),
                            expr: shown,
                            source: says.source,
                            untrusted: says.untrusted,
                            why: says.why,
                        });
                    }
                }
            }
        }
        all
    }

    /// The expressions of the arguments that are said already: the code that runs such an argument adds nothing.
    fn said(&self, templated: &[Templated]) -> BTreeSet<String> {
        let run = templated.iter().filter(|one| is_run(&self.tables.arguments, &one.arg));
        run.filter(|one| one.untrusted == Some(true)).filter_map(|one| one.expr.clone()).collect()
    }

    /// The arguments of a call whose text is run.
    fn run_by(&self, event: &Event<'a>) -> Vec<Item<'a>> {
        let mut found = Vec::new();
        if let Some(shell) = self.tables.executions.of(&event.callee) {
            let is_asked =
                event.args.named("shell").is_some_and(|item| !matches!(item.value, Value::Bool(false) | Value::None));
            if !shell.is_asked || is_asked {
                found.extend(event.args.get(&shell.argument, shell.number).cloned());
            }
        }
        if let Some(argument) = event.callee.strip_suffix(SET)
            && self.tables.arguments.is_executed(last_segment(argument))
        {
            found.extend(event.args.positional.first().cloned());
        }
        for entry in calls::named(&event.callee).unwrap_or_default() {
            if let (Holds::Sql, Some(name)) = (entry.holds, &entry.name) {
                let (name, number) = name.split_once('@').unwrap_or((name, ""));
                found.extend(event.args.get(name, number.parse().unwrap_or(usize::MAX)).cloned());
            }
        }
        found
    }

    /// Every text that a value may be, the items of a list among them.
    fn alternatives(&self, value: &Value<'a>) -> Vec<Text> {
        let (mut found, mut waiting) = (Vec::new(), vec![value.clone()]);
        while let Some(value) = waiting.pop().filter(|_| found.len() < 100) {
            match value {
                Value::Either(values) => waiting.extend(values.iter().cloned()),
                Value::List(id) => {
                    waiting.extend(self.interpreter.heap.lists.get(id).items.iter().map(|item| item.value.clone()));
                }
                Value::Text(_) | Value::Unknown(_) | Value::Object(_) | Value::Symbol(_) => {
                    found.push(templates::from_code(&self.interpreter.as_text(&value)));
                }
                _ => {}
            }
        }
        found
    }

    fn insertions(&self, templates: &DagTemplates, text: &Text) -> Vec<(Option<String>, jinja::Origins)> {
        let load = |name: &str| self.included(name, &templates.search);
        let environment = templates.environment(&self.template_steps, &load);
        let (insertions, _) = jinja::insertions(text, &environment);
        let shown = |shown: String| shown.chars().take(200).collect::<String>();
        insertions.into_iter().map(|insertion| (insertion.shown.map(shown), insertion.origins)).collect()
    }
}
