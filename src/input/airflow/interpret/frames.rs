//! Calls in progress: what `super()`, `yield` and `locals()` mean in them, and what recursion loses.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ruff_python_ast::{AnyNodeRef, Stmt};

use super::super::arena::Id;
use super::super::graph::{Dag, Group, Task};
use super::super::python::children;
use super::super::value::{Args, Class, Code, Dict, Form, Function, Item, List, Object, Scope, Value};
use super::Interpreter;
use super::managers::Entered;
use super::regions::Holder;
use crate::source::Span;

/// What the interpreter knows about objects, besides what stands in the heap.
#[derive(Default)]
pub(super) struct Objects<'a> {
    /// The calls in progress, the innermost one last.
    frames: Vec<Frame<'a>>,
    /// The defaults of functions, by where they begin.
    pub(super) defaults: BTreeMap<usize, Rc<[(&'a str, Value<'a>)]>>,
    /// The objects of the tree that DAGs, tasks and groups were made of.
    pub(super) instances: BTreeMap<Made<'a>, Id<Object<'a>>>,
    /// Context managers that were entered and not left.
    pub(super) open: Vec<Entered<'a>>,
    /// Classes that a metaclass is making.
    pub(super) being_made: Vec<Id<Class<'a>>>,
    /// Functions of which there are others for other types.
    pub(super) dispatching: BTreeSet<Id<Function<'a>>>,
    /// Records with functions that may change the values that they check.
    pub(super) checking: BTreeSet<Id<Class<'a>>>,
    /// What a `defaultdict` calls for a key that it does not have.
    pub(super) factories: BTreeMap<Id<Dict<'a>>, Value<'a>>,
    /// Whether functions yield, by where they begin.
    generators: BTreeMap<usize, bool>,
}

/// What Airflow makes of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Made<'a> {
    Dag(Id<Dag<'a>>),
    Task(Id<Task<'a>>),
    Group(Id<Group<'a>>),
}

impl<'a> Made<'a> {
    /// The key of a value; `None` for what Airflow did not make.
    pub(super) const fn of(value: &Value<'a>) -> Option<Self> {
        match value {
            Value::Dag(id) => Some(Self::Dag(*id)),
            Value::Task(id) => Some(Self::Task(*id)),
            Value::Group(id) => Some(Self::Group(*id)),
            _ => None,
        }
    }
}

/// A call in progress.
struct Frame<'a> {
    function: Id<Function<'a>>,
    scope: Id<Scope<'a>>,
    /// The class whose method it is, and the name of its first parameter.
    method: Option<(Id<Class<'a>>, &'a str)>,
    /// How many modules were being imported when it began.
    running: usize,
    /// What it yields.
    yielded: Option<Id<List<'a>>>,
    /// Whether a call of the function within itself was not followed.
    cut: bool,
    /// How much there was when it began.
    made: (usize, usize, usize),
}

impl<'a> Interpreter<'a> {
    pub(super) fn begin_frame(&mut self, function: &Function<'a>, id: Id<Function<'a>>, scope: Id<Scope<'a>>) {
        let first = |code: Code<'a>| {
            let parameters = code.parameters()?;
            let first = parameters.posonlyargs.first().or_else(|| parameters.args.first())?;
            Some(first.parameter.name.as_str())
        };
        let method = function.class.zip(first(function.code));
        let yielded = self.is_generator(function.code).then(|| self.heap.lists.add(List::default()));
        let (running, made) = (self.running.len(), self.so_far());
        self.objects.frames.push(Frame { function: id, scope, method, running, yielded, cut: false, made });
    }

    /// Ends the innermost call; gives what a generator yielded.
    pub(super) fn end_frame(&mut self) -> Option<Value<'a>> {
        let frame = self.objects.frames.pop()?;
        if frame.cut && self.so_far() != frame.made {
            let function = self.heap.functions.get(frame.function);
            let why = format!("calls `{}` within itself under a condition that is not known", function.name());
            let at = if let Code::Def(def) = function.code { self.at(&def.name) } else { Span::default() };
            match self.current_dag() {
                Some(dag) => self.lose(dag, at, &why),
                None => self.lose_all(at, &why),
            }
        }
        frame.yielded.map(Value::List)
    }

    /// How many DAGs, tasks and edges there are.
    fn so_far(&self) -> (usize, usize, usize) {
        (self.heap.dags.len(), self.heap.tasks.len(), self.heap.edges)
    }

    /// Notes that a function calls itself and the call is not followed.
    pub(super) fn note_recursion(&mut self, id: Id<Function<'a>>) {
        if let Some(frame) = self.objects.frames.iter_mut().find(|frame| frame.function == id) {
            frame.cut = true;
        }
    }

    /// The innermost call, unless the code of a module runs within it.
    fn frame(&self) -> Option<&Frame<'a>> {
        self.objects.frames.last().filter(|frame| frame.running == self.running.len())
    }

    /// The scope of the function that runs; `None` at the top level of a module.
    pub(super) fn scope_of_call(&self) -> Option<Id<Scope<'a>>> {
        self.frame().map(|frame| frame.scope)
    }

    /// What `super()` stands for: the class whose method runs, and the value that it runs on.
    pub(super) fn method_in_progress(&self) -> Option<(Id<Class<'a>>, Value<'a>)> {
        let frame = self.frame()?;
        let (class, first) = frame.method?;
        let receiver = self.heap.scopes.get(frame.scope).names.get(first)?;
        Some((class, receiver.clone()))
    }

    /// An object has become a DAG, task or group: so have the names that calls in progress have for it.
    pub(super) fn becomes(&mut self, object: Id<Object<'a>>, made: &Value<'a>) {
        for frame in &self.objects.frames {
            let Some((_, first)) = frame.method else { continue };
            let names = &mut self.heap.scopes.get_mut(frame.scope).names;
            if let Some(value @ Value::Object(_)) = names.get_mut(first)
                && matches!(value, Value::Object(id) if *id == object)
            {
                *value = made.clone();
            }
        }
        if let Some(key) = Made::of(made) {
            self.objects.instances.insert(key, object);
        }
        self.heap.objects.get_mut(object).made = Some(made.clone());
    }

    /// `yield value`, and `yield from values` with `all`. What is sent into a generator is not known.
    pub(super) fn yields(&mut self, value: Value<'a>, all: bool, at: Span) -> Value<'a> {
        let Some(list) = self.frame().and_then(|frame| frame.yielded) else { return Value::unknown("yield") };
        if all {
            self.extend(list, &value, at);
            return Value::unknown("yield");
        }
        let uncertain = self.may_stay(Holder::List(list));
        let list = self.heap.lists.get_mut(list);
        list.items.push(Item { value, span: at });
        list.open |= uncertain;
        Value::unknown("yield")
    }

    /// Whether a function is a generator: its own statements yield.
    pub(super) fn is_generator(&mut self, code: Code<'a>) -> bool {
        let Code::Def(def) = code else { return false };
        let at = self.at(def).start;
        if let Some(known) = self.objects.generators.get(&at) {
            return *known;
        }
        let yields = contains_yield(&def.body);
        self.objects.generators.insert(at, yields);
        yields
    }

    /// A call of a `@contextmanager` function: its code runs when `with` enters it.
    pub(super) fn manager(&mut self, id: Id<Function<'a>>, args: &Args<'a>) -> Value<'a> {
        let function = self.form_of(id, |function| function.form = Form::Plain);
        let mut object = Object::of(Rc::from(super::managers::MANAGER), args.clone());
        object.attributes.insert(Rc::from("function"), Value::Function(function));
        Value::Object(self.heap.objects.add(object))
    }
}

/// Whether statements yield; functions and classes within them do so for themselves.
pub(super) fn contains_yield(body: &[Stmt]) -> bool {
    let mut waiting: Vec<AnyNodeRef<'_>> = body.iter().map(AnyNodeRef::from).collect();
    while let Some(node) = waiting.pop() {
        match node {
            AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprYieldFrom(_) => return true,
            AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::StmtClassDef(_) | AnyNodeRef::ExprLambda(_) => {}
            _ => waiting.extend(children(node)),
        }
    }
    false
}
