//! What the templates of tasks insert into their arguments.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::super::evidence::templates;
use super::super::graph::Dag;
use super::super::jinja::holes::{self, Hole};
use super::super::jinja::{self, Delimiters, Environment, Globals, Insertion};
use super::super::model::{Param, Templated, Unknown};
use super::super::text::{Part, Text};
use super::super::value::{Args, Heap, Value};
use super::Builder;
use super::render::Rendering;
use super::rendered::{self, Rendered};
use crate::input::Through;
use crate::source::{Source, Span};

/// Why nothing is known of a text.
pub(crate) const NOT_FOLLOWED: &str = "it is made where gate cannot follow it";

/// Why nothing is known of a text that only the deployment knows.
const OF_DEPLOYMENT: &str = "all of it is decided by the deployment";

/// Why no template of a DAG can be read.
const OTHER_JINJA: &str = "how its DAG sets up Jinja cannot be followed";

/// Arguments of Jinja's environment that change nothing of what is inserted.
const PLAIN_SETTINGS: &[&str] = &[
    "auto_reload",
    "autoescape",
    "bytecode_cache",
    "cache_size",
    "keep_trailing_newline",
    "line_comment_prefix",
    "lstrip_blocks",
    "newline_sequence",
    "optimized",
    "trim_blocks",
    "undefined",
];

/// What a DAG says about the templates of its tasks.
pub(super) struct DagTemplates {
    delimiters: Delimiters,
    lost: Option<Rc<str>>,
    macros: Globals,
    filters: Globals,
    dag_id: Option<String>,
    /// Folders in which files are looked for that are named.
    pub(super) search: Vec<String>,
    /// What decides on another such folder that gate cannot know, as a reason; `None` where there is none.
    pub(super) elsewhere: Option<String>,
    /// Whether Airflow checks a parameter so tightly that it cannot carry commands, by name.
    pub(super) constrained: BTreeMap<String, bool>,
}

/// Finds a file that a template takes in; the error says why it cannot be read.
pub(super) type Load<'e> = dyn Fn(&str) -> Result<Arc<Source>, Rc<str>> + 'e;

impl DagTemplates {
    /// What a template of the DAG is read with.
    pub(super) fn environment<'e>(&'e self, steps: &'e Cell<usize>, load: &'e Load<'e>) -> Environment<'e> {
        Environment {
            delimiters: &self.delimiters,
            lost: self.lost.clone(),
            macros: &self.macros,
            filters: &self.filters,
            dag_id: self.dag_id.as_deref(),
            steps,
            load,
        }
    }
}

impl<'a> Builder<'_, 'a> {
    /// What a DAG says about the templates of its tasks.
    pub(super) fn templates_of(&self, dag: &Dag<'a>, params: &BTreeMap<String, Param>) -> DagTemplates {
        let heap = &self.interpreter.heap;
        let argument = |name: &str| dag.args.named(name).map(|item| &item.value);
        let globals = |name: &str| Globals::of(heap, argument(name), dag.args.open);
        let delimiters = delimiters(heap, argument("jinja_environment_kwargs"));
        let search: Vec<Text> = match argument("template_searchpath") {
            Some(Value::List(paths)) => {
                heap.lists.get(*paths).items.iter().map(|item| self.interpreter.as_text(&item.value)).collect()
            }
            Some(path) => vec![self.interpreter.as_text(path)],
            None => Vec::new(),
        };
        DagTemplates {
            lost: delimiters.is_none().then(|| Rc::from(OTHER_JINJA)),
            delimiters: delimiters.unwrap_or_default(),
            macros: globals("user_defined_macros"),
            filters: globals("user_defined_filters"),
            dag_id: dag.id.as_known().map(str::to_owned),
            search: search.iter().take(16).flat_map(rendered::folders).collect(),
            elsewhere: search.iter().find_map(rendered::elsewhere),
            constrained: params.iter().map(|(name, param)| (name.clone(), param.constrained)).collect(),
        }
    }

    /// What the templates of a task insert into its arguments, and where its arguments are made where they cannot be
    /// followed. The files that the templates take in are added to `files`.
    pub(super) fn templated(
        &mut self,
        templates: &DagTemplates,
        args: &Args<'a>,
        rendering: &Rendering,
        files: &mut Rendered,
        loc: &str,
    ) -> Vec<Templated> {
        let mut found = Found { constrained: self.constrained(templates, args), ..Found::default() };
        let mut taken_in = Vec::new();
        {
            let load = |name: &str| self.included(name, &templates.search);
            let environment = templates.environment(&self.template_steps, &load);
            let texts = rendering.texts.iter().map(|(arg, text)| (arg, jinja::insertions(text, &environment)));
            let of_files = files.files.iter().map(|(arg, file)| (arg, jinja::insertions_of(file, &environment)));
            for (arg, (insertions, sources)) in texts.chain(of_files) {
                found.insertions.extend(insertions.into_iter().map(|insertion| (arg.clone(), insertion)));
                taken_in.extend(sources.into_iter().map(|source| (arg.clone(), Text::known(source.text()))));
            }
        }
        files.texts.extend(taken_in);
        self.judged(found, rendering, loc)
    }

    fn judged(&mut self, found: Found, rendering: &Rendering, loc: &str) -> Vec<Templated> {
        let arguments = &self.tables.arguments;
        let mut all = Vec::new();
        let mut unknown = BTreeSet::new();
        for (arg, insertion) in found.insertions {
            let says = templates::judged(&insertion.origins, &found.constrained);
            let is_run = arguments.is_executed(top(&arg));
            let is_text = insertion.shown.is_none();
            // What stands beside the expressions of an argument that nobody runs is not about templates.
            if is_text && !is_run {
                continue;
            }
            if says.untrusted.is_none() && !unknown.insert((whole(&arg), file_of(&insertion))) {
                continue;
            }
            let place = self.place(&arg, &insertion, rendering, loc);
            let arg = if says.untrusted.is_none() { whole(&arg) } else { arg };
            all.push(Templated {
                loc: place,
                arg,
                expr: insertion.shown.map(|shown| shown.chars().take(200).collect()),
                source: says.source,
                untrusted: says.untrusted,
                why: says.why,
            });
        }
        for (arg, why) in self.lost(rendering) {
            let arg = whole(&arg);
            if unknown.insert((arg.clone(), None)) {
                all.push(Templated { loc: None, arg, expr: None, source: None, untrusted: None, why });
            }
        }
        all
    }

    /// The `_loc` of an expression that stands in a file.
    fn place(&mut self, arg: &str, insertion: &Insertion, rendering: &Rendering, loc: &str) -> Option<String> {
        let source = insertion.source.as_ref()?;
        let (start, end) = insertion.place?;
        let written = source.text().get(start..end).unwrap_or_default();
        let start = start.saturating_add(written.len().saturating_sub(written.trim_start().len()));
        let span = Span::new(start, start.saturating_add(written.trim().len()));
        let is_it = |path: &[Rc<str>]| path.iter().skip(1).map(|step| &**step).eq(arg.split('.'));
        let asked = rendering.places.iter().find(|(path, ..)| is_it(path)).map(|(_, span, _)| *span)?;
        let logical = self.table_name(loc);
        let (taker, asked) = self.interpreter.modules.place(asked);
        let through = Through { source: taker.clone(), span: asked, what: format!("`{arg}` takes it") };
        Some(self.table.add_taken(source, span, logical, through))
    }

    /// The arguments that are run and made where they cannot be followed, with the reason.
    fn lost(&self, rendering: &Rendering) -> Vec<(String, String)> {
        let arguments = &self.tables.arguments;
        let is_run = |arg: &str| arguments.is_executed(top(arg));
        let known: BTreeSet<&str> = rendering
            .texts
            .iter()
            .filter(|(arg, text)| is_run(arg) && !is_of_deployment(text))
            .map(|(arg, _)| top(arg))
            .collect();
        // A part that the deployment decides says nothing; a whole command does.
        let is_whole = |arg: &str| {
            let last = arg.rsplit('.').next().unwrap_or(arg);
            !arg.contains('.') || arguments.is_executed(last) || !known.contains(top(arg))
        };
        let mut lost = Vec::new();
        for (arg, what) in rendering.lost.iter().filter(|(arg, _)| is_run(arg)) {
            match holes::of(what) {
                Hole::Anything if arg.contains('.') => lost.push((arg.clone(), holes::named(holes::PARTLY, what))),
                Hole::Anything => lost.push((arg.clone(), holes::named(NOT_FOLLOWED, what))),
                Hole::Deployment if is_whole(arg) => lost.push((arg.clone(), holes::named(OF_DEPLOYMENT, what))),
                Hole::Deployment | Hole::Alternatives | Hole::Harmless => {}
            }
        }
        let texts = rendering.texts.iter().filter(|(arg, text)| is_run(arg) && is_of_deployment(text));
        lost.extend(texts.filter(|(arg, _)| is_whole(arg)).map(|(arg, _)| (arg.clone(), OF_DEPLOYMENT.to_owned())));
        lost
    }

    /// Which parameters are checked tightly. Those of a task take the place of those of its DAG.
    fn constrained(&mut self, templates: &DagTemplates, args: &Args<'a>) -> BTreeMap<String, bool> {
        let mut constrained = templates.constrained.clone();
        if let Some(item) = args.named("params").cloned() {
            let own = self.params_in(&item, &mut Unknown::new());
            constrained.extend(own.into_iter().map(|(name, param)| (name, param.constrained)));
        }
        constrained
    }
}

/// What was found in the arguments of a task.
#[derive(Default)]
struct Found {
    insertions: Vec<(String, Insertion)>,
    constrained: BTreeMap<String, bool>,
}

/// The argument of a path.
fn top(arg: &str) -> &str {
    arg.split('.').next().unwrap_or(arg)
}

/// The part of an argument of which one thing that is not known says enough: one item of a list, whatever is in it.
fn whole(arg: &str) -> String {
    let mut steps = arg.split('.');
    let mut taken: Vec<&str> = steps.by_ref().take_while(|step| step.parse::<usize>().is_err()).collect();
    let item = arg.split('.').nth(taken.len());
    taken.extend(item);
    taken.join(".")
}

fn file_of(insertion: &Insertion) -> Option<String> {
    insertion.source.as_ref().map(|source| source.path().as_str().to_owned())
}

/// Whether the deployment decides all of a text.
fn is_of_deployment(text: &Text) -> bool {
    let of_it = |part: &Part| match part {
        Part::Known(known) => known.trim().is_empty(),
        Part::Hole(name) => matches!(holes::of(name), Hole::Deployment | Hole::Alternatives),
    };
    text.is_partial() && text.parts().iter().all(of_it)
}

/// What marks templates; `None` when that is decided where it cannot be followed.
fn delimiters<'a>(heap: &Heap<'a>, settings: Option<&Value<'a>>) -> Option<Delimiters> {
    let mut delimiters = Delimiters::default();
    let dict = match settings {
        None | Some(Value::None) => return Some(delimiters),
        Some(Value::Dict(id)) if !heap.dicts.get(*id).open => heap.dicts.get(*id),
        Some(_) => return None,
    };
    for (name, item) in &dict.entries {
        let followed = match &item.value {
            _ if PLAIN_SETTINGS.contains(&&**name) => true,
            Value::None => true,
            Value::Text(text) => delimiters.set(name, text.as_known()?),
            Value::List(id) if &**name == "extensions" => {
                let list = heap.lists.get(*id);
                !list.open && list.items.iter().all(|item| item.value.as_str().is_some_and(is_own_extension))
            }
            _ => false,
        };
        if !followed {
            return None;
        }
    }
    delimiters.are_usable().then_some(delimiters)
}

/// Extensions that add nothing but statements. One that is not known here may change the text first.
fn is_own_extension(name: &str) -> bool {
    name.starts_with("jinja2.ext.")
}
