//! Makes the normalised document from what the interpreter found.

mod dags;
mod executed;
mod render;
mod rendered;
mod tasks;
mod templates;

pub(crate) use self::templates::NOT_FOLLOWED;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ruff_python_ast::StmtFunctionDef;
use ruff_text_size::Ranged;

use super::arena::Id;
use super::evidence::credentials::{self, Credentials, Found};
use super::evidence::uses;
use super::facts::Facts;
use super::graph::{Task, last_segment};
use super::interpret::assign::SET;
use super::interpret::losses::Loss;
use super::interpret::{Event, Interpreter, Where};
use super::knowledge::Tables;
use super::knowledge::credentials::{self as positions, At};
use super::model::{self, AirflowFile, Credential, Scope, Use, UseKind};
use super::modules::Number;
use super::value::{Item, Value};
use crate::input::{Segment, Table, Through};
use crate::source::Span;
use crate::source::secret::{Known, shape};

/// The document and the way back to the file.
pub(crate) fn build(interpreter: &Interpreter<'_>, tables: &Tables) -> (AirflowFile, Table, Known) {
    let own = interpreter.modules.own();
    let source = &own.source;
    let runs_at_import = |def: &StmtFunctionDef| interpreter.runs_at_import(def.range().start().to_usize());
    let credentials = credentials::find(interpreter.modules.own_code().parsed.syntax(), source, &runs_at_import);
    let mut builder = Builder::new(interpreter, tables, credentials);
    builder.credentials_of_modules();
    let loc = builder.add(Span::new(0, 0), None, Span::default());
    let dags = builder.dags();
    let losses = builder.losses_of_file(!dags.is_empty());
    let uses = builder.uses();
    let credentials = builder.credentials();
    let imports = interpreter.imports();
    let file = AirflowFile {
        schema: "gate.airflow/v1",
        file: source.path().as_str().to_owned(),
        loc,
        airflow_major: airflow_major(&imports),
        imports: imports.into_iter().collect(),
        dags,
        losses,
        uses,
        credentials,
        facts: Facts::default(),
    };
    (file, builder.table, builder.credentials.known)
}

/// The release that the imports are written for.
fn airflow_major(imports: &BTreeSet<String>) -> Option<u8> {
    let any = |prefixes: &[&str]| imports.iter().any(|name| prefixes.iter().any(|prefix| name.starts_with(prefix)));
    if any(&["airflow.sdk", "airflow.providers.standard"]) {
        Some(3)
    } else if any(&[
        "airflow.operators.",
        "airflow.sensors.",
        "airflow.hooks.",
        "airflow.contrib.",
        "airflow.utils.dates",
    ]) {
        Some(2)
    } else {
        None
    }
}

/// What building the document needs at every step.
struct Builder<'b, 'a> {
    interpreter: &'b Interpreter<'a>,
    tables: &'b Tables,
    table: Table,
    credentials: Credentials,
    /// The id of every task as the document shows it, unique in its DAG.
    ids: BTreeMap<Id<Task<'a>>, String>,
    /// Steps that the templates of the file took.
    template_steps: Cell<usize>,
    /// The calls in the code of every task.
    events: BTreeMap<Id<Task<'a>>, Vec<&'b Event<'a>>>,
}

impl<'b, 'a> Builder<'b, 'a> {
    fn new(interpreter: &'b Interpreter<'a>, tables: &'b Tables, credentials: Credentials) -> Self {
        let mut events: BTreeMap<Id<Task<'a>>, Vec<&'b Event<'a>>> = BTreeMap::new();
        for event in &interpreter.events {
            if let Where::Task(task) = event.place {
                events.entry(task).or_default().push(event);
            }
        }
        let table = Table::new(interpreter.modules.own().source.path());
        Self {
            interpreter,
            tables,
            table,
            credentials,
            ids: shown_ids(interpreter),
            template_steps: Cell::new(0),
            events,
        }
    }

    /// Whether what runs while a file is read belongs to this document: it is the DAG file itself, or imported code that
    /// has no document of its own.
    fn is_own(&self, file: Number) -> bool {
        file == Number::default() || !super::mentions::dags(self.interpreter.modules.get(file).source.text())
    }

    /// Gives an entity its `_loc`. One of another file is led to from `site`.
    fn add(&mut self, span: Span, logical: Option<String>, site: Span) -> String {
        let modules = self.interpreter.modules;
        let (source, span) = modules.place(span);
        let (own, site) = modules.place(site);
        if source.path() == own.path() {
            return self.table.add(source, span, logical);
        }
        let taken = Through { source: Arc::clone(own), span: site, what: "this leads there".to_owned() };
        self.table.add_taken(source, span, logical, taken)
    }

    /// Records where a value below an entity stands: where it is written, if that is in another file than what takes it.
    fn add_child(&mut self, loc: &str, path: Vec<Segment>, span: Span, written: Option<Span>) {
        let modules = self.interpreter.modules;
        let (source, span) = modules.place(span);
        match written.map(|written| modules.place(written)).filter(|(other, _)| other.path() != source.path()) {
            Some((other, written)) => {
                let taken = Through { source: Arc::clone(source), span, what: "this takes it".to_owned() };
                self.table.add_child_taken(loc, path, other, written, taken);
            }
            None => self.table.add_child(loc, path, source, span),
        }
    }

    /// Marks a span whose text no report may show.
    fn hide(&mut self, span: Span) {
        let (source, span) = self.interpreter.modules.place(span);
        self.table.hide(source.path(), span);
    }

    /// What was lost for the file as a whole. Calls that make no DAG by their names count where no DAG was found.
    fn losses_of_file(&mut self, found: bool) -> Vec<model::Loss> {
        let lost = &self.interpreter.losses;
        let calls = lost.of_calls(found, |file| self.is_own(file));
        let calls: Vec<Loss> = calls.filter(|call| !lost.of_file().contains(call)).cloned().collect();
        let mut losses = self.losses(lost.of_file());
        losses.extend(self.losses(&calls));
        losses
    }

    fn losses(&mut self, losses: &[Loss]) -> Vec<model::Loss> {
        losses
            .iter()
            .map(|loss| model::Loss { loc: self.add(loss.at, None, loss.site), what: loss.why.clone() })
            .collect()
    }

    /// The look-ups and connections, once per place, task and name.
    fn uses(&mut self) -> Vec<Use> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for event in &self.interpreter.events {
            let Some(kind) = uses::of(event).filter(|_| self.is_own(event.runs)) else { continue };
            let (scope, task) = match event.place {
                Where::Import => (Scope::TopLevel, None),
                Where::Dag => (Scope::Dag, None),
                Where::Task(id) => (Scope::TaskBody, self.ids.get(&id).cloned()),
                Where::Uncalled => (Scope::TaskBody, None),
            };
            if !seen.insert((event.span, scope, task.clone())) {
                continue;
            }
            let first = event.args.items().next();
            let name = first.and_then(|item| if let Value::Text(text) = &item.value { text.as_known() } else { None });
            let looked_up = matches!(kind, UseKind::Variable | UseKind::Connection | UseKind::Env);
            let name = name.filter(|name| looked_up && shape(name).is_none()).map(str::to_owned);
            let loc = self.add(event.span, None, event.site);
            found.push((event.span, Use { loc, kind, what: short(&event.callee), name, scope, task }));
        }
        found.sort_by_key(|(span, _)| *span);
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// Constants that a call is given under the name of a credential or in its place, wherever they were written out.
    fn credentials_in_calls(&mut self) {
        let interpreter = self.interpreter;
        for event in &interpreter.events {
            for (key, item) in &event.args.named {
                let Some((at, text)) = constant(item) else { continue };
                if let Some(kind) = credentials::kind_of(key, text, last_segment(&event.callee)) {
                    self.credentials.add(at, Found { key: key.to_string(), kind, scope: Scope::TopLevel }, text);
                }
            }
            for (at, key) in positions::of(&event.callee).filter(|_| !event.args.open) {
                let item = match at {
                    At::Argument(number) => event.args.get(key, number),
                    At::Pair(number) => event.args.get(key, number).and_then(|pair| second(interpreter, pair)),
                };
                let Some((at, text)) = item.and_then(constant) else { continue };
                if let Some(kind) = credentials::of_place(text) {
                    self.credentials.add(at, Found { key: key.to_owned(), kind, scope: Scope::TopLevel }, text);
                }
            }
        }
    }

    /// Credentials that are written out in imported code which has no document of its own.
    fn credentials_of_modules(&mut self) {
        let modules = self.interpreter.modules;
        for number in modules.others() {
            if !self.is_own(number) {
                continue;
            }
            let module = modules.get(number);
            let Some(written) = module.credentials() else { continue };
            self.credentials.known.extend(&written.known);
            let places = written.places.iter().map(|(span, found)| (span.shifted(module.base), found.clone()));
            self.credentials.places.extend(places);
        }
    }

    /// Every credential, its text hidden from every report.
    fn credentials(&mut self) -> Vec<Credential> {
        self.credentials_in_calls();
        let found = std::mem::take(&mut self.credentials.places);
        let mut listed = Vec::new();
        for (span, found) in found {
            self.hide(span);
            let loc = self.add(span, None, Span::default());
            listed.push(Credential { loc, key: found.key, kind: found.kind.to_owned(), scope: found.scope });
        }
        listed
    }
}

/// The second item of a pair.
fn second<'i, 'a>(interpreter: &'i Interpreter<'a>, pair: &Item<'a>) -> Option<&'i Item<'a>> {
    match &pair.value {
        Value::List(id) => interpreter.heap.lists.get(*id).items.get(1),
        _ => None,
    }
}

/// A text that is written out, with the place of its literal.
fn constant<'i>(item: &'i Item<'_>) -> Option<(Span, &'i str)> {
    match &item.value {
        Value::Text(text) => Some((text.origin?, text.as_known()?)),
        _ => None,
    }
}

/// The end of a dotted name: `Variable.get`, `S3Hook.read_key`.
fn short(callee: &str) -> String {
    let plain = callee.replace("()", "");
    let plain = plain.trim_end_matches(".__getitem__").trim_end_matches(".__setitem__").trim_end_matches(SET);
    let last = last_segment(plain);
    match plain.strip_suffix(last).and_then(|before| before.strip_suffix('.')) {
        Some(before) => format!("{}.{last}", last_segment(before)),
        None => last.to_owned(),
    }
}

/// The id of every task as people see it; tasks of one DAG whose ids look the same are numbered.
fn shown_ids<'a>(interpreter: &Interpreter<'a>) -> BTreeMap<Id<Task<'a>>, String> {
    let heap = &interpreter.heap;
    let mut ids = BTreeMap::new();
    for (_, dag) in heap.dags.iter() {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for task in &dag.tasks {
            let shown = heap.tasks.get(*task).id.display();
            let free = (2..).map(|number| format!("{shown}#{number}"));
            let id = std::iter::once(shown.clone()).chain(free).find(|id| !taken.contains(id)).unwrap_or(shown);
            taken.insert(id.clone());
            ids.insert(*task, id);
        }
    }
    ids
}
