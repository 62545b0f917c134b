//! Where texts of strangers go in a script and in those that it runs.

use std::collections::BTreeMap;

use super::follow::Frame;
use super::{Reader, Text};
use crate::input::Locate as _;
use crate::input::pipeline::facts::Sink;
use crate::input::pipeline::model::Injection;
use crate::input::pipeline::persistent::Map;
use crate::input::pipeline::shell::{self, syntax::List};
use crate::input::pipeline::taint::{self, Handed, Hit, Kept, Left, Scope, Value};
use crate::source::{RepoPath, Span};

/// What a script with all that it runs leaves to what follows.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct Effects {
    /// For the scripts behind it in the job.
    pub(in crate::input::pipeline) kept: Kept,
    /// The outputs of the step, in order.
    pub(in crate::input::pipeline) outputs: Vec<Left>,
    /// The variables for the steps behind it, in order.
    pub(in crate::input::pipeline) environment: Vec<Left>,
    /// Whether some of it was too much to be followed.
    pub(in crate::input::pipeline) gave_up: bool,
    /// What commands hand on that get a text of strangers, by where they stand.
    calls: BTreeMap<(RepoPath, usize), Handed>,
}

impl Effects {
    /// Those of a program in another language.
    pub(in crate::input::pipeline) fn of(kept: Kept, outputs: Vec<Left>, environment: Vec<Left>) -> Self {
        Self { kept, outputs, environment, ..Self::default() }
    }
}

impl Reader<'_, '_> {
    /// Goes through a script of a shell. One that another runs has the variables of that, and its arguments. Returns the
    /// variables that count again once what it runs has been read as well.
    pub(super) fn effects(
        &mut self,
        text: &Text<'_>,
        list: &List,
        (commands, locs): (&[shell::Command], &[String]),
        frame: &Frame<'_>,
    ) -> Option<Map<Value>> {
        let around = self.around;
        let agents = self.places.tables.agents.clone();
        let scope = Scope {
            variable: around.variable,
            expression: around.expression,
            context: around.of_event,
            strangers: around.strangers,
            in_tree: &|path| RepoPath::new(path).is_some_and(|path| around.context.files.contains(&path)),
            folder: frame.folder.as_deref().unwrap_or_default(),
            is_agent: &|program, words| agents.command(program, words).is_some(),
        };
        let Handed { arguments, variables } =
            frame.via.last().and_then(|via| self.handed(&via.loc)).cloned().unwrap_or_default();
        let mut kept = std::mem::take(&mut self.found.effects.kept);
        let before = frame.via.last().map(|_| kept.variables.clone());
        for (name, value) in variables {
            kept.variables.insert(&name, value);
        }
        let places = &mut *self.places;
        let mut place = |span: Span| text.entity(places, span);
        let outcome = taint::run(&text.text, list, &scope, &mut kept, arguments, &mut place);
        let effects = &mut self.found.effects;
        effects.kept = kept;
        effects.outputs.extend(outcome.outputs);
        effects.environment.extend(outcome.environment);
        effects.gave_up |= outcome.gave_up;
        if let Some((source, span)) = text.place(Span::new(0, 1)).filter(|_| outcome.is_cut) {
            self.places.problem(&source, span.start, taint::CUT);
        }
        for (start, values) in outcome.calls {
            if let Some((source, span)) = text.place(Span::new(start, start.saturating_add(1))) {
                effects.calls.insert((source.path().clone(), span.start), values);
            }
        }
        // What runs the words puts the variable in, which is said there.
        let outer = frame.via.last().filter(|_| text.is_part()).and_then(|via| self.start(&via.loc));
        let in_outer = |it: &&Injection| outer.is_some() && self.start(&it.loc) == outer;
        let outer = self.found.injections.iter().filter(in_outer);
        let said: Vec<(String, String)> = outer.map(|it| (it.variable.clone(), it.source.clone())).collect();
        for hit in outcome.hits {
            let is_same = |(variable, source): &(String, String)| match hit.variable.as_str() {
                "" => variable.is_empty() && *source == hit.held.tainted_by,
                name => variable == name,
            };
            if said.iter().any(is_same) {
                continue;
            }
            // What an agent is told is said where the agent is.
            let whole = commands.iter().zip(locs).filter(|(command, _)| is_in(command.span, hit.span));
            let agent = whole.max_by_key(|(command, _)| command.span.end.saturating_sub(command.span.start));
            let agent = agent.filter(|_| hit.sink == Sink::Prompt).map(|(_, loc)| loc.clone());
            let loc = agent.unwrap_or_else(|| text.entity(self.places, hit.span));
            let mut injection = injection(hit, loc);
            injection.via.splice(0..0, frame.via.iter().cloned());
            self.found.injections.push(injection);
        }
        before
    }

    /// Where something begins that stands in a file.
    fn start(&self, loc: &str) -> Option<(RepoPath, usize)> {
        self.places.table.locate(loc, &[]).map(|place| (place.source.path().clone(), place.span.start))
    }

    /// What a command at a place hands to what it runs, if a stranger has a part in it.
    pub(super) fn handed(&self, loc: &str) -> Option<&Handed> {
        self.found.effects.calls.get(&self.start(loc)?)
    }
}

const fn is_in(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// As the model has it.
pub(in crate::input::pipeline) fn injection(hit: Hit, loc: String) -> Injection {
    let Hit { sink, taker, variable, held, .. } = hit;
    Injection { loc, sink, taker, source: held.tainted_by, variable, doubt: held.doubt, via: held.via }
}
