//! Classes of the tree: their bodies, bases, decorators and metaclasses.

use std::collections::BTreeSet;
use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtClassDef};

use super::super::arena::Id;
use super::super::build::names;
use super::super::graph::{last_segment, shared};
use super::super::knowledge::builders;
use super::super::value::{Args, Class, Dict, Form, Function, Item, Operator, Scope, Value};
use super::Interpreter;
use super::hidden::is_harmless;
use crate::source::Span;

/// What a class of the tree is for Airflow.
pub(super) enum Sort {
    Dag,
    Group,
    Operator(Vec<Rc<str>>),
    Plain,
}

impl<'a> Interpreter<'a> {
    pub(super) fn define_class(&mut self, def: &'a StmtClassDef, scope: Id<Scope<'a>>) {
        let at = self.at(&def.name);
        let args = def.arguments.as_ref().map(|arguments| self.arguments(arguments, scope)).unwrap_or_default();
        let bases = args.positional.iter().map(|item| item.value.clone()).collect();
        let annotated = def.body.iter().filter_map(annotation).collect();
        let id = self.new_class(Rc::from(def.name.as_str()), bases, scope, annotated);
        self.heap.classes.get_mut(id).metaclass = args.named("metaclass").map(|item| item.value.clone());
        let inner = self.scope_of_class(id);
        let _ = self.block(&def.body, inner);
        self.finish_class(id, &args, at);
        self.name_members(id, &assigned_in_order(&def.body));
        let mut value = self.made_by_metaclass(id, at);
        for decorator in def.decorator_list.iter().rev() {
            let wrapper = self.eval(&decorator.expression, scope);
            let at = self.at(&decorator.expression);
            value = self.decorate_class(&wrapper, value, at);
        }
        self.bind(scope, def.name.as_str(), value);
    }

    /// A class before its body has run.
    pub(super) fn new_class(
        &mut self,
        name: Rc<str>,
        bases: Vec<Value<'a>>,
        scope: Id<Scope<'a>>,
        annotated: Vec<(&'a str, &'a Expr)>,
    ) -> Id<Class<'a>> {
        let inner = self.scope_within(scope);
        let mro = Rc::from([]);
        let (record, members, metaclass) = (None, None, None);
        let class = Class { name, bases, scope: inner, mro, annotated, record, members, metaclass };
        let id = self.heap.classes.add(class);
        self.heap.scopes.get_mut(inner).class = Some(id);
        let mro = self.order_of(id);
        self.heap.classes.get_mut(id).mro = mro;
        id
    }

    /// What Python does once the body of a class has run.
    pub(super) fn finish_class(&mut self, id: Id<Class<'a>>, args: &Args<'a>, at: Span) {
        self.inherit_record(id);
        let settings = Args {
            named: args.named.iter().filter(|(name, _)| &**name != "metaclass").cloned().collect(),
            ..Args::default()
        };
        let after: Vec<Value<'a>> = self.heap.classes.get(id).mro.iter().skip(1).cloned().collect();
        if let Some(Value::Function(hook)) = self.name_in(&after, "__init_subclass__") {
            self.call_with_self(hook, &Value::Class(id), settings, at);
        }
        // A class that is derived from one of a library that makes DAGs makes none by that.
        let is_built = |base: &String| builders::is_package(base.split('.').next().unwrap_or(base));
        let base = after.iter().find_map(|base| self.unknown_base(base));
        if let Some(base) = base.filter(|base| !is_built(base)) {
            self.note_hidden(&base, &Args::default(), at);
        }
    }

    /// Runs the metaclass of a class, where it is of the tree.
    fn made_by_metaclass(&mut self, id: Id<Class<'a>>, at: Span) -> Value<'a> {
        let value = Value::Class(id);
        let mro = Rc::clone(&self.heap.classes.get(id).mro);
        let metaclass = mro.iter().find_map(|base| match base {
            Value::Class(base) => self.heap.classes.get(*base).metaclass.clone(),
            _ => None,
        });
        self.heap.classes.get_mut(id).metaclass.clone_from(&metaclass);
        let class = match metaclass {
            Some(Value::Class(class)) => class,
            Some(other) => {
                if let Some(name) = self.unknown_base(&other) {
                    self.note_hidden(&name, &Args::default(), at);
                }
                return value;
            }
            None => return value,
        };
        let item = |value: Value<'a>| Item { value, span: at };
        let name = Value::text(&*self.heap.classes.get(id).name);
        let bases = self.heap.classes.get(id).bases.iter().cloned().map(item).collect();
        let bases = self.heap.tuple(bases);
        let names = self.names_of_class(id, at);
        let args = Args { positional: vec![item(name), item(bases), item(names)], ..Args::default() };
        let mut made = value.clone();
        if let Some(Value::Function(new)) = self.class_name(class, "__new__") {
            self.objects.being_made.push(id);
            made = self.call_with_self(new, &Value::Class(class), args.clone(), at);
            self.objects.being_made.pop();
        }
        if let Some(Value::Function(init)) = self.class_name(class, "__init__") {
            self.call_with_self(init, &made, args, at);
        }
        if matches!(made, Value::Class(_)) { made } else { value }
    }

    /// The names of a class as a dict.
    fn names_of_class(&mut self, id: Id<Class<'a>>, span: Span) -> Value<'a> {
        let names = self.names(self.scope_of_class(id));
        let entries = names.iter().map(|(name, value)| (Rc::clone(name), Item { value: value.clone(), span }));
        let dict = Dict::of(entries.collect(), false);
        Value::Dict(self.heap.dicts.add(dict))
    }

    /// `type(name, bases, names)`: a class that no statement defines.
    pub(super) fn class_by_call(&mut self, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let [name, bases, names] = args.positional.as_slice() else { return None };
        let name: Rc<str> = Rc::from(self.as_text(&name.value).display());
        let (bases, _) = self.items_of(&bases.value, at).unwrap_or_default();
        let bases = bases.into_iter().map(|item| item.value).collect();
        let id = self.new_class(name, bases, self.standing.module, Vec::new());
        let inner = self.scope_of_class(id);
        if let Value::Dict(names) = &names.value {
            for (name, item) in self.heap.dicts.get(*names).entries.clone() {
                self.bind(inner, &name, item.value);
            }
        }
        self.finish_class(id, &Args::default(), at);
        Some(Value::Class(id))
    }

    /// A class with its decorator applied; one that is not of the tree leaves it as it is.
    fn decorate_class(&mut self, wrapper: &Value<'a>, value: Value<'a>, at: Span) -> Value<'a> {
        if let Value::Class(id) = value
            && self.make_record(wrapper, id)
        {
            return value;
        }
        let args = Args { positional: vec![Item { value: value.clone(), span: at }], ..Args::default() };
        match wrapper {
            Value::Function(_) | Value::Class(_) => match self.call(wrapper, args, at) {
                Value::Unknown(_) | Value::None => value,
                made => made,
            },
            _ => {
                self.call(wrapper, args, at);
                value
            }
        }
    }

    /// A name that a class or one of its bases in the tree defines.
    pub(super) fn class_name(&self, class: Id<Class<'a>>, name: &str) -> Option<Value<'a>> {
        self.name_in(&self.heap.classes.get(class).mro, name)
    }

    /// A name that the first of some classes defines that has it.
    pub(super) fn name_in(&self, classes: &[Value<'a>], name: &str) -> Option<Value<'a>> {
        classes.iter().find_map(|base| match base {
            Value::Class(id) => self.names(self.heap.classes.get(*id).scope).get(name).cloned(),
            _ => None,
        })
    }

    /// What a class is for Airflow.
    pub(super) fn sort(&self, id: Id<Class<'a>>) -> Sort {
        let no_arguments = Args::default();
        let mut operators = Vec::new();
        for base in self.heap.classes.get(id).mro.iter() {
            match base {
                Value::Symbol(name) if names::is_dag(name) => return Sort::Dag,
                Value::Symbol(name) if names::is_group(name) => return Sort::Group,
                Value::Symbol(name) if names::is_operator(name, &no_arguments) => operators.push(Rc::clone(name)),
                _ => {}
            }
        }
        if operators.is_empty() { Sort::Plain } else { Sort::Operator(operators) }
    }

    /// What Airflow shows of a class of the tree that is an operator.
    pub(super) fn operator_of(&self, id: Id<Class<'a>>, bases: Vec<Rc<str>>) -> Operator {
        let name = shared(&self.heap.classes.get(id).name);
        Operator { name: Rc::clone(&name), qualified: name, bases }
    }

    /// The name of a base that is not of the tree and may be anything.
    pub(super) fn unknown_base(&self, base: &Value<'a>) -> Option<String> {
        let name = match base {
            Value::Class(_) => return None,
            Value::Symbol(name) | Value::Unknown(name) => name.to_string(),
            Value::Object(id) => self.heap.objects.get(*id).callee.to_string(),
            other => self.as_text(other).display(),
        };
        let mixes_in = |name: &str| name.split(['[', '(']).next().unwrap_or(name).ends_with("Mixin");
        (!is_harmless(&name) && !mixes_in(last_segment(&name))).then_some(name)
    }

    /// The name of the first unknown base of a class.
    pub(super) fn first_unknown_base(&self, id: Id<Class<'a>>) -> Option<String> {
        self.heap.classes.get(id).mro.iter().find_map(|base| self.unknown_base(base))
    }

    /// Notes that code of a base that is not of the tree may run.
    pub(super) fn note_unknown_base(&mut self, id: Id<Class<'a>>, name: &str, at: Span) {
        if let Some(base) = self.first_unknown_base(id) {
            self.note_hidden(&format!("{base}.{name}"), &Args::default(), at);
        }
    }

    /// A class and those that it is derived from, in the order in which Python looks for names (C3). Where Python would
    /// refuse the bases, they stand in the order in which they are reached.
    fn order_of(&self, id: Id<Class<'a>>) -> Rc<[Value<'a>]> {
        let bases = &self.heap.classes.get(id).bases;
        let mut lists: Vec<Vec<Value<'a>>> = bases
            .iter()
            .map(|base| match base {
                Value::Class(base) => self.heap.classes.get(*base).mro.to_vec(),
                other => vec![other.clone()],
            })
            .collect();
        lists.push(bases.clone());
        let mut order = vec![Value::Class(id)];
        while lists.iter().any(|list| !list.is_empty()) && order.len() < DEEPEST {
            let follows = |value: &Value<'a>| {
                lists.iter().any(|list| list.iter().skip(1).any(|other| super::branches::same(other, value)))
            };
            let heads: Vec<&Value<'a>> = lists.iter().filter_map(|list| list.first()).collect();
            let next = heads.iter().find(|head| !follows(head)).or(heads.first()).map(|head| (*head).clone());
            let Some(next) = next else { break };
            for list in &mut lists {
                list.retain(|other| !super::branches::same(other, &next));
            }
            order.push(next);
        }
        Rc::from(order)
    }

    /// Applies a decorator to a function; one that is not known leaves the function as it is.
    pub(super) fn decorate(&mut self, wrapper: &Value<'a>, value: Value<'a>, at: Span) -> Value<'a> {
        if let (Value::Symbol(name), Value::Function(id)) = (wrapper, &value)
            && let Some(form) = form_by(name)
        {
            let id = self.form_of(*id, |function: &mut Function<'a>| function.form = form);
            return Value::Function(id);
        }
        let args = Args { positional: vec![Item { value: value.clone(), span: at }], ..Args::default() };
        let of_the_tree = matches!(wrapper, Value::Function(_) | Value::Class(_));
        match self.call(wrapper, args, at) {
            Value::None if of_the_tree => Value::None,
            Value::Unknown(what) if of_the_tree => Value::Unknown(what),
            made if of_the_tree => made,
            made @ (Value::Blueprint(_) | Value::Function(_)) => made,
            Value::Object(id) if self.is_kept(id) => Value::Object(id),
            Value::Either(values) if values.iter().any(|value| matches!(value, Value::Blueprint(_))) => {
                Value::Either(values)
            }
            _ => value,
        }
    }

    /// Whether what a decorator made takes the place of the function.
    fn is_kept(&self, id: Id<super::super::value::Object<'a>>) -> bool {
        let object = self.heap.objects.get(id);
        object.class.is_some() || names::is_asset(&object.callee)
    }
}

/// Classes that one class may be derived from.
const DEEPEST: usize = 200;

/// The form that a decorator of Python gives a method.
fn form_by<'a>(decorator: &str) -> Option<Form<'a>> {
    match decorator {
        "staticmethod" => Some(Form::Static),
        "classmethod" => Some(Form::OfClass),
        "property" | "functools.cached_property" | "cached_property" | "abc.abstractproperty" => {
            Some(Form::Property(None))
        }
        "contextlib.contextmanager" | "contextlib.asynccontextmanager" => Some(Form::Manager),
        _ => None,
    }
}

/// The name that a statement annotates.
fn annotation(statement: &Stmt) -> Option<(&str, &Expr)> {
    let statement = statement.as_ann_assign_stmt()?;
    Some((statement.target.as_name_expr()?.id.as_str(), &statement.annotation))
}

/// The names that the statements of a body give values, in order.
fn assigned_in_order(body: &[Stmt]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for statement in body {
        let targets: Vec<&Expr> = match statement {
            Stmt::Assign(assign) => assign.targets.iter().collect(),
            Stmt::AnnAssign(assign) if assign.value.is_some() => vec![&assign.target],
            _ => continue,
        };
        for target in targets {
            if let Expr::Name(name) = target
                && seen.insert(name.id.as_str())
            {
                names.push(name.id.as_str());
            }
        }
    }
    names
}
