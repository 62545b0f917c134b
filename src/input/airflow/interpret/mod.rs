//! Follows a Python file, and what it imports out of the tree, without running it.
//!
//! The interpreter executes the module as Airflow's DAG processor would, on values of which some are unknown: both
//! branches of a condition that it cannot decide, loops over what is known unrolled, other loops once. Functions of
//! the tree are entered; nothing outside of it is. It never fails: what is too large, too deep or not known becomes
//! an unknown value, and what may be lost with it is said ([`losses`]).

mod arithmetic;
pub(crate) mod assign;
mod attempts;
mod attributes;
mod bodies;
mod branches;
mod callables;
mod calls;
mod classes;
mod coercion;
mod comparison;
mod containers;
mod context;
mod enums;
mod expressions;
mod files;
mod frames;
mod functions;
mod hidden;
pub(crate) mod imports;
mod instances;
mod iteration;
mod libraries;
mod library;
mod listings;
mod literals;
mod loaders;
mod loops;
pub(crate) mod losses;
mod managers;
mod methods;
mod module_names;
mod operators;
mod overloads;
mod patterns;
mod postfix;
mod records;
mod reflection;
mod regions;
mod settings;
mod statements;
mod strings;
mod subscripts;
mod symbols;
mod toml;
mod types;
mod with;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use self::frames::Objects;
use self::imports::Standing;
use self::libraries::Launch;
use self::listings::Walks;
use self::losses::Losses;
use self::regions::{Holder, Region};
use super::arena::Id;
use super::graph::{Dag, Group, Task};
use super::modules::{Modules, Number};
use super::text::Text;
use super::value::{Args, Function, Heap, Package, Scope, Value};
use crate::input::Options;
use crate::source::{RepoPath, Span};

/// Statements and expressions that are followed: in the module, in the code of its tasks, in its other functions.
const STEPS: usize = 1_000_000;

/// Calls of functions of the file within each other.
const CALLS: usize = 60;

/// Nesting of statements and expressions over all functions that are being followed. An 8 MiB stack holds twice that
/// in a build without optimisation.
const NESTING: usize = 300;

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Where<'a> {
    /// At the top level of the file or in a function called from there: runs whenever Airflow reads the file.
    Import,
    /// The same, while a DAG is being built.
    Dag,
    /// In the code of a task.
    Task(Id<Task<'a>>),
    /// In a function that nothing in this file calls.
    Uncalled,
}

/// A call or look-up that the interpreter came across.
#[derive(Debug)]
pub(crate) struct Event<'a> {
    /// The dotted name of what was called or looked up.
    pub(crate) callee: Rc<str>,
    pub(crate) args: Args<'a>,
    pub(crate) span: Span,
    pub(crate) place: Where<'a>,
    /// The file whose code was running: an imported module that is being read, else the DAG file.
    pub(crate) runs: Number,
    /// The call or import of the DAG file that led to it.
    pub(crate) site: Span,
}

/// What a statement did to the flow of control.
enum Flow<'a> {
    Next,
    Return(Value<'a>),
    /// An exception is raised for certain.
    Raise,
    Break,
    Continue,
}

/// What new tasks belong to.
#[derive(Debug, Clone)]
enum Context<'a> {
    Dag(Id<Dag<'a>>),
    Group(Id<Group<'a>>),
    /// `with teardown:` or `with setup:`: the tasks around, and those made within.
    Around {
        around: Vec<Id<Task<'a>>>,
        within: Vec<Id<Task<'a>>>,
    },
}

/// See the module.
pub(crate) struct Interpreter<'a> {
    pub(crate) heap: Heap<'a>,
    pub(crate) events: Vec<Event<'a>>,
    /// Where following the file was given up, and why.
    pub(crate) given_up: Option<(usize, String)>,
    /// Where the file runs text as code while Airflow reads it, and by what.
    pub(crate) hidden_code: BTreeMap<usize, String>,
    /// What could not be followed, and may have made or changed tasks.
    pub(crate) losses: Losses<'a>,
    /// The files that are followed.
    pub(crate) modules: &'a Modules<'a>,
    options: &'a Options,
    standing: Standing<'a>,
    standings: BTreeMap<Number, Standing<'a>>,
    /// Modules that were imported, by their files or folders.
    packages: BTreeMap<RepoPath, Id<Package<'a>>>,
    /// The modules whose code is running because they are being imported.
    running: Vec<Number>,
    /// The call or import of the DAG file that is followed.
    pub(crate) site: Span,
    context: Vec<Context<'a>>,
    place: Where<'a>,
    /// Values that calls in progress may return, depending on conditions.
    returns: Vec<Vec<Value<'a>>>,
    /// The functions that are being followed.
    calls: Vec<Id<Function<'a>>>,
    /// Functions that were entered, by where they begin.
    entered: BTreeSet<usize>,
    /// Those of them that Airflow runs when it reads the file.
    entered_at_import: BTreeSet<usize>,
    imported: BTreeSet<String>,
    steps: usize,
    nesting: usize,
    /// Loops and conditions around that are not known.
    loops: usize,
    conditions: usize,
    mapped_groups: usize,
    /// Objects, classes and calls in progress.
    objects: Objects<'a>,
    /// Pieces of code around that may not run, or several times.
    regions: Vec<Region>,
    /// Bodies of `try` around.
    attempts: usize,
    /// Whether a function that was called raises for certain, in the body of a `try`.
    raising: bool,
    /// DAGs that are made where gate cannot follow it, by the value that stands for them.
    unknown_dags: Vec<(Value<'a>, Id<Dag<'a>>)>,
    /// Files that are no code and define DAGs or tasks, as libraries read them.
    pub(crate) definitions: BTreeSet<RepoPath>,
    /// What whoever reads the report should know, and what decides nothing.
    pub(crate) remarks: BTreeSet<String>,
    /// Folders that walks over the tree are to go into.
    walks: Walks<'a>,
    /// Groups that get a task of their own when they are left.
    launches: BTreeMap<Id<Group<'a>>, Launch<'a>>,
}

impl<'a> Interpreter<'a> {
    /// An interpreter for one DAG file.
    pub(crate) fn new(modules: &'a Modules<'a>, options: &'a Options) -> Self {
        let own = modules.own();
        let path = own.source.path();
        let name = path.file_name();
        let mut heap = Heap::default();
        let standing = Standing::new(&mut heap, Number::default(), name.strip_suffix(".py").unwrap_or(name), None, 0);
        let mut this = Self {
            heap,
            events: Vec::new(),
            given_up: None,
            hidden_code: BTreeMap::new(),
            losses: Losses::default(),
            modules,
            options,
            standing,
            standings: BTreeMap::from([(Number::default(), standing)]),
            packages: BTreeMap::from([(path.clone(), standing.package)]),
            running: Vec::new(),
            site: Span::default(),
            context: Vec::new(),
            place: Where::Import,
            returns: Vec::new(),
            calls: Vec::new(),
            entered: BTreeSet::new(),
            entered_at_import: BTreeSet::new(),
            imported: BTreeSet::new(),
            steps: 0,
            nesting: 0,
            loops: 0,
            conditions: 0,
            mapped_groups: 0,
            objects: Objects::default(),
            regions: Vec::new(),
            attempts: 0,
            raising: false,
            unknown_dags: Vec::new(),
            definitions: BTreeSet::new(),
            remarks: BTreeSet::new(),
            walks: BTreeMap::new(),
            launches: BTreeMap::new(),
        };
        this.bind_module_names(standing);
        this
    }

    /// Follows the whole file: the module first, then the code of its tasks, then functions that nothing called.
    pub(crate) fn run(&mut self) {
        let module = self.modules.own_code().parsed.syntax();
        let _ = self.block(&module.body, self.standing.module);
        self.steps = 0;
        self.follow_task_code();
        self.steps = 0;
        self.follow_uncalled(module);
    }

    /// The file whose code runs: an imported module that is being read, else the DAG file.
    pub(crate) fn runs(&self) -> Number {
        self.running.last().copied().unwrap_or_default()
    }

    /// Whether Airflow runs the function that begins at an offset when it reads the file.
    pub(crate) fn runs_at_import(&self, function: usize) -> bool {
        self.entered_at_import.contains(&function)
    }

    /// The dotted names that the file imports.
    pub(crate) fn imports(&self) -> BTreeSet<String> {
        self.imported.clone()
    }

    /// Gives a name a value.
    fn bind(&mut self, scope: Id<Scope<'a>>, name: &str, value: Value<'a>) {
        if let Some(outer) = self.heap.scopes.get(scope).outer.get(name).copied() {
            return self.bind_elsewhere(outer, name, value);
        }
        let names = &mut self.heap.scopes.get_mut(scope).names;
        // Most names are given a value more than once.
        if let Some(old) = names.get_mut(name) {
            *old = value;
        } else {
            names.insert(Rc::from(name), value);
        }
    }

    /// Gives a name of another scope than that of the code a value: an attribute of a class or module, a `global`.
    fn bind_elsewhere(&mut self, scope: Id<Scope<'a>>, name: &str, value: Value<'a>) {
        let old = self.heap.scopes.get(scope).names.get(name).cloned();
        let value = self.changed(Holder::Scope(scope), old, value);
        self.heap.scopes.get_mut(scope).names.insert(Rc::from(name), value);
    }

    /// Counts work; false when the file has used up its share.
    pub(crate) fn step(&mut self, cost: usize, at: usize) -> bool {
        self.steps = self.steps.saturating_add(cost);
        if self.steps > STEPS {
            self.give_up(at, &format!("too large to follow: given up after {STEPS} steps; split the file"));
            return false;
        }
        true
    }

    /// Enters one level; false when that is too deep. Every `true` needs a [`Self::leave`].
    fn enter(&mut self, at: usize) -> bool {
        if self.nesting >= NESTING {
            self.give_up(at, "nested too deeply to follow");
            return false;
        }
        self.nesting += 1;
        true
    }

    fn leave(&mut self) {
        self.nesting = self.nesting.saturating_sub(1);
    }

    /// Notes where the file could not be followed; the first place counts.
    fn give_up(&mut self, at: usize, why: &str) {
        if self.given_up.is_none() {
            self.given_up = Some((at, why.to_owned()));
        }
        self.lose_all(Span::new(at, at), &format!("is {why}"));
    }

    /// Whether the code that is followed runs when Airflow reads the file, so that it can make DAGs and tasks.
    pub(crate) const fn importing(&self) -> bool {
        matches!(self.place, Where::Import | Where::Dag)
    }

    /// Notes a call or look-up.
    fn note(&mut self, callee: &str, args: &Args<'a>, span: Span) {
        let place = match self.place {
            Where::Import if self.current_dag().is_some() => Where::Dag,
            place => place,
        };
        let runs = self.runs();
        let site = self.site;
        self.events.push(Event { callee: Rc::from(callee), args: args.clone(), span, place, runs, site });
    }

    /// The DAG that new tasks belong to.
    pub(crate) fn current_dag(&self) -> Option<Id<Dag<'a>>> {
        self.context.iter().rev().find_map(|context| if let Context::Dag(id) = context { Some(*id) } else { None })
    }

    /// The group that new tasks belong to: the innermost one of the current DAG.
    pub(crate) fn current_group(&self) -> Option<Id<Group<'a>>> {
        for context in self.context.iter().rev() {
            match context {
                Context::Group(id) => return Some(*id),
                Context::Dag(_) => return None,
                Context::Around { .. } => {}
            }
        }
        None
    }
}
