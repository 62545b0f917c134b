//! Instances of classes of the tree, and what Airflow's own `__init__` makes of them.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::arena::Id;
use super::super::value::{Args, Class, Function, Item, Object, Role, Value};
use super::Interpreter;
use super::branches::same;
use super::classes::Sort;
use super::frames::Made;
use crate::source::Span;

/// What runs when a class is called.
enum Init<'a> {
    /// An `__init__` of the tree.
    Written(Id<Function<'a>>),
    /// That of a dataclass or its kin.
    Record(Id<Class<'a>>),
    /// That of a base that is not of the tree.
    Elsewhere,
    /// None.
    None,
}

impl<'a> Interpreter<'a> {
    /// An instance: a task, group or DAG when the class is derived from one of Airflow's.
    pub(crate) fn instantiate(&mut self, id: Id<Class<'a>>, args: Args<'a>, at: Span) -> Value<'a> {
        if let Some(value) = self.instantiate_special(id, &args, at) {
            return value;
        }
        let object = match self.class_name(id, "__new__") {
            Some(Value::Function(new)) => match self.call_with_self(new, &Value::Class(id), args.clone(), at) {
                Value::Object(object) if self.heap.objects.get(object).class == Some(id) => object,
                made @ (Value::Object(_) | Value::Dag(_) | Value::Task(_) | Value::Group(_)) => return made,
                _ => self.allocate(id),
            },
            _ => self.allocate(id),
        };
        let slot = self.heap.objects.get_mut(object);
        (slot.args, slot.span) = (args.clone(), at);
        self.initialise(object, id, args, at);
        if self.heap.objects.get(object).made.is_none() {
            self.make_of_airflow(object, id, at);
        }
        self.heap.objects.get(object).made.clone().unwrap_or(Value::Object(object))
    }

    /// Calls of classes that make no instance of their own: enumerations, typed dicts, metaclasses.
    fn instantiate_special(&mut self, id: Id<Class<'a>>, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        if self.heap.classes.get(id).members.is_some() {
            return Some(self.member_of_value(id, args));
        }
        if self.is_typed_dict(id) {
            let symbol: Rc<str> = Rc::from("dict");
            return Some(self.call_symbol(&symbol, args.clone(), at));
        }
        if self.derives_from(id, "type") {
            return self.class_by_call(args, at);
        }
        let Some(Value::Class(metaclass)) = self.heap.classes.get(id).metaclass else { return None };
        let Some(Value::Function(call)) = self.class_name(metaclass, "__call__") else { return None };
        if self.objects.being_made.contains(&id) {
            return None;
        }
        self.objects.being_made.push(id);
        let made = self.call_with_self(call, &Value::Class(id), args.clone(), at);
        self.objects.being_made.pop();
        Some(made)
    }

    /// An instance before `__init__`.
    pub(super) fn allocate(&mut self, id: Id<Class<'a>>) -> Id<Object<'a>> {
        let mut object = Object::of(Rc::clone(&self.heap.classes.get(id).name), Args::default());
        object.class = Some(id);
        self.heap.objects.add(object)
    }

    fn initialise(&mut self, object: Id<Object<'a>>, id: Id<Class<'a>>, args: Args<'a>, at: Span) {
        let mro = Rc::clone(&self.heap.classes.get(id).mro);
        match self.initialiser(&mro) {
            Init::Written(init) => drop(self.call_with_self(init, &Value::Object(object), args, at)),
            Init::Record(class) => self.set_fields(object, class, &args, at),
            Init::Elsewhere => self.initialise_elsewhere(object, &args, at),
            Init::None => {}
        }
    }

    fn initialiser(&self, classes: &[Value<'a>]) -> Init<'a> {
        for class in classes {
            match class {
                Value::Class(id) => {
                    let class = self.heap.classes.get(*id);
                    if let Some(Value::Function(init)) = self.names(class.scope).get("__init__") {
                        return Init::Written(*init);
                    }
                    if class.record.is_some() {
                        return Init::Record(*id);
                    }
                }
                Value::Symbol(name) if &**name == "object" || name.ends_with(".ABC") => {}
                _ => return Init::Elsewhere,
            }
        }
        Init::None
    }

    /// `super().__init__(…)`: goes on with the classes after one.
    pub(super) fn initialise_after(&mut self, receiver: &Value<'a>, after: &[Value<'a>], args: Args<'a>, at: Span) {
        match (self.initialiser(after), self.object_of(receiver)) {
            (Init::Written(init), _) => drop(self.call_with_self(init, receiver, args, at)),
            (Init::Record(class), Some(object)) => self.set_fields(object, class, &args, at),
            (Init::Elsewhere, Some(object)) => self.initialise_elsewhere(object, &args, at),
            _ => {}
        }
    }

    /// The `__init__` of a base that is not of the tree: what it is given counts as given to Airflow's own class.
    pub(super) fn initialise_elsewhere(&mut self, object: Id<Object<'a>>, args: &Args<'a>, at: Span) {
        let Some(id) = self.heap.objects.get(object).class else { return };
        if !self.importing() {
            return self.keep_arguments(object, args);
        }
        if let Some(made) = self.heap.objects.get(object).made.clone() {
            return self.initialise_again(&made, args);
        }
        let given = self.given_to_airflow(object, args);
        let span = self.heap.objects.get(object).span;
        let made = match self.sort(id) {
            Sort::Dag => self.make_dag(&given, "DAG", span),
            Sort::Group => self.make_group(&given, span),
            Sort::Operator(bases) => {
                let operator = self.operator_of(id, bases);
                self.make_task(operator, &given, Role::Work, span)
            }
            Sort::Plain => {
                self.keep_arguments(object, args);
                let Some(base) = self.first_unknown_base(id) else { return };
                if let Some(made) = self.call_builder(&base, &given, span) {
                    return self.becomes(object, &made);
                }
                self.note_hidden(&base, args, at);
                let name = Rc::clone(&self.heap.classes.get(id).name);
                match self.outcome_of_unknown(&name, given, span) {
                    made @ Value::Task(_) => made,
                    _ => return,
                }
            }
        };
        self.becomes(object, &made);
    }

    /// An `__init__` that nobody can look into may keep what it is given under the names that it is given by.
    fn keep_arguments(&mut self, object: Id<Object<'a>>, args: &Args<'a>) {
        let class = self.heap.objects.get(object).class;
        let unknown = class.is_some_and(|class| self.first_unknown_base(class).is_some());
        for (name, item) in &args.named {
            let mut value = item.value.clone();
            if unknown {
                value = Self::either(vec![value, Value::unknown(&**name)]);
            }
            self.heap.objects.get_mut(object).attributes.entry(Rc::clone(name)).or_insert(value);
        }
    }

    /// An instance of Airflow's whose `__init__` of the tree never came to that of Airflow: it exists all the same.
    fn make_of_airflow(&mut self, object: Id<Object<'a>>, id: Id<Class<'a>>, at: Span) {
        if !self.importing() || matches!(self.sort(id), Sort::Plain) {
            return;
        }
        let mut args = self.heap.objects.get(object).args.clone();
        args.open = true;
        self.initialise_elsewhere(object, &args, at);
    }

    /// The arguments of a task, group or DAG: those of the call that only the class of the tree takes, what its
    /// `__init__` has set, and what it hands on, which wins. What is handed on as it was given stands where it was given.
    fn given_to_airflow(&self, object: Id<Object<'a>>, handed: &Args<'a>) -> Args<'a> {
        let object = self.heap.objects.get(object);
        let class = object.class;
        let mut given = object.args.clone();
        given.open = false;
        let span_of = |value: &Value<'a>, otherwise: Span| {
            let original = object.args.items().find(|item| is_one(&item.value, value));
            original.map_or(otherwise, |item| item.span)
        };
        let shown = |name: &&Rc<str>| !name.starts_with('_') && class.is_some();
        for (name, value) in object.attributes.iter().filter(|(name, _)| shown(name)) {
            let at = span_of(value, object.span);
            given.named.push((Rc::clone(name), Item { value: value.clone(), span: at }));
        }
        given.positional.clear();
        let placed = |item: &Item<'a>| Item { value: item.value.clone(), span: span_of(&item.value, item.span) };
        given.positional.extend(handed.positional.iter().map(placed));
        given.named.extend(handed.named.iter().map(|(name, item)| (Rc::clone(name), placed(item))));
        given.open = handed.open;
        given
    }

    /// A second way through `super().__init__`: each argument is the one or the other.
    fn initialise_again(&mut self, made: &Value<'a>, args: &Args<'a>) {
        let mut held = match made {
            Value::Task(id) => self.heap.tasks.get(*id).args.clone(),
            Value::Dag(id) => self.heap.dags.get(*id).args.clone(),
            _ => return,
        };
        let names: BTreeSet<Rc<str>> = args.named.iter().map(|(name, _)| Rc::clone(name)).collect();
        for name in names {
            let (Some(new), old) = (args.named(&name).cloned(), held.named(&name).cloned()) else { continue };
            let old = old.map_or_else(|| Value::unknown(&*name), |item| item.value);
            let value = Self::either(vec![old, new.value]);
            held.named.push((name, Item { value, span: new.span }));
        }
        held.open |= args.open;
        match made {
            Value::Task(id) => self.heap.tasks.get_mut(*id).args = held,
            Value::Dag(id) => self.heap.dags.get_mut(*id).args = held,
            _ => {}
        }
    }

    /// A method of a class that no class of the tree defines.
    pub(super) fn class_method(&mut self, id: Id<Class<'a>>, name: &str, args: Args<'a>, at: Span) -> Value<'a> {
        let first = args.positional.first().map(|item| item.value.clone());
        match (name, first) {
            ("partial", _) if self.importing() && matches!(self.sort(id), Sort::Operator(_)) => {
                self.partial_of_class(id, &args, at)
            }
            ("model_validate" | "parse_obj" | "from_dict" | "model_construct", first) => {
                let value = first.unwrap_or(Value::None);
                if self.heap.classes.get(id).record.is_some() && !matches!(value, Value::None) {
                    self.of_entries(id, &value, at)
                } else {
                    self.instantiate(id, args, at)
                }
            }
            ("_make", Some(value)) => match self.items_of(&value, at) {
                Some((positional, open)) => self.instantiate(id, Args { positional, open, ..Args::default() }, at),
                None => Value::unknown(name),
            },
            ("__init__", Some(receiver)) => {
                let mut rest = args.clone();
                rest.positional.remove(0);
                let mro = std::rc::Rc::clone(&self.heap.classes.get(id).mro);
                self.initialise_after(&receiver, &mro, rest, at);
                Value::None
            }
            ("__setattr__", Some(holder)) => {
                let mut rest = args.clone();
                rest.positional.remove(0);
                self.set_attribute_plainly(&holder, &rest, at)
            }
            ("__call__", _) => self.instantiate(id, args, at),
            ("mro" | "__subclasses__" | "register", _) => Value::unknown(name),
            _ => {
                let callee = format!("{}.{name}", self.heap.classes.get(id).name);
                self.note_unknown_base(id, name, at);
                self.outcome(&callee, args)
            }
        }
    }

    /// The object of the tree that a value is or was made of.
    pub(crate) fn object_of(&self, value: &Value<'a>) -> Option<Id<Object<'a>>> {
        match value {
            Value::Object(id) => Some(*id),
            other => self.objects.instances.get(&Made::of(other)?).copied(),
        }
    }

    /// The class of the tree that a value is an instance of.
    pub(super) fn class_of(&self, value: &Value<'a>) -> Option<Id<Class<'a>>> {
        self.heap.objects.get(self.object_of(value)?).class
    }

    /// A method of an instance of the tree.
    pub(super) fn method(&mut self, value: &Value<'a>, name: &str) -> Option<Id<Function<'a>>> {
        match self.class_name(self.class_of(value)?, name)? {
            Value::Function(function) => Some(function),
            _ => None,
        }
    }
}

/// Whether two values are one thing, and not only alike.
fn is_one(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Rc::ptr_eq(left, right),
        (Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_), _) => false,
        _ => same(left, right),
    }
}
