//! Classes of the file.

use std::collections::BTreeMap;
use std::rc::Rc;

use ruff_python_ast::StmtClassDef;

use super::super::arena::Id;
use super::super::build::names;
use super::super::graph::shared;
use super::super::value::{Args, Class, Item, Object, Operator, Role, Scope, Value};
use super::Interpreter;
use crate::source::Span;

/// What a class of the file is for Airflow.
enum Sort {
    Dag,
    Group,
    Operator(Vec<Rc<str>>),
    Plain,
}

impl<'a> Interpreter<'a> {
    pub(super) fn define_class(&mut self, def: &'a StmtClassDef, scope: Id<Scope<'a>>) {
        let mut bases = Vec::new();
        if let Some(arguments) = &def.arguments {
            bases = arguments.args.iter().map(|base| self.eval(base, scope)).collect();
        }
        for decorator in &def.decorator_list {
            self.eval(&decorator.expression, scope);
        }
        let inner = self.scope_within(scope);
        let _ = self.block(&def.body, inner);
        let class = self.heap.classes.add(Class { name: def.name.as_str(), bases, scope: inner });
        self.bind(scope, def.name.as_str(), Value::Class(class));
    }

    /// An instance: a task, group or DAG when the class is derived from one of Airflow's.
    pub(super) fn instantiate(&mut self, id: Id<Class<'a>>, args: Args<'a>, at: Span) -> Value<'a> {
        let name = self.heap.classes.get(id).name;
        if self.importing() {
            match self.sort(id) {
                Sort::Dag => return self.make_dag(&args, "DAG", at),
                Sort::Group => return self.make_group(&args, at),
                Sort::Operator(bases) => {
                    let operator = Operator { name: shared(name), qualified: shared(name), bases };
                    return self.make_task(operator, &args, Role::Work, at);
                }
                Sort::Plain if self.is_from_elsewhere(id) => {
                    if let made @ Value::Task(_) = self.outcome_of_unknown(name, args.clone(), at) {
                        return made;
                    }
                }
                Sort::Plain => {}
            }
        }
        let attributes: BTreeMap<Rc<str>, Value<'a>> =
            args.named.iter().map(|(name, item)| (Rc::clone(name), item.value.clone())).collect();
        let object = Object { callee: shared(name), class: Some(id), args: args.clone(), attributes };
        let object = Value::Object(self.heap.objects.add(object));
        if let Some(Value::Function(init)) = self.class_name(id, "__init__") {
            self.call_with_self(init, &object, args, at);
        }
        object
    }

    /// A method called on the class itself.
    pub(super) fn class_method(&mut self, id: Id<Class<'a>>, name: &str, args: Args<'a>, at: Span) -> Value<'a> {
        if let ("partial", Sort::Operator(bases)) = (name, self.sort(id)) {
            let name = self.heap.classes.get(id).name;
            let operator = Operator { name: shared(name), qualified: shared(name), bases };
            return self.partial(operator, &args, at);
        }
        match self.class_name(id, name) {
            Some(Value::Function(function)) => {
                let code = self.heap.functions.get(function).code;
                let is_static =
                    matches!(code, super::super::value::Code::Def(def) if has_decorator(def, "staticmethod"));
                if is_static {
                    self.call_function(function, &args)
                } else {
                    self.call_with_self(function, &Value::Class(id), args, at)
                }
            }
            Some(value) => self.call(&value, args, at),
            None => Value::unknown(format!("{name}()")),
        }
    }

    /// Whether a class is derived from something that is not in the file.
    fn is_from_elsewhere(&self, id: Id<Class<'a>>) -> bool {
        let from_here = |base: &Value<'a>| match base {
            Value::Class(_) => true,
            Value::Symbol(name) => !name.contains('.'),
            _ => false,
        };
        self.heap.classes.get(id).bases.iter().any(|base| !from_here(base))
    }

    fn sort(&self, id: Id<Class<'a>>) -> Sort {
        let (mut waiting, mut seen, mut operators) = (vec![id], std::collections::BTreeSet::new(), Vec::new());
        let no_arguments = Args::default();
        while let Some(id) = waiting.pop().filter(|id| seen.insert(*id)) {
            for base in &self.heap.classes.get(id).bases {
                match base {
                    Value::Class(base) => waiting.push(*base),
                    Value::Symbol(name) if names::is_dag(name) => return Sort::Dag,
                    Value::Symbol(name) if names::is_group(name) => return Sort::Group,
                    Value::Symbol(name) if names::is_operator(name, &no_arguments) => operators.push(Rc::clone(name)),
                    _ => {}
                }
            }
        }
        if operators.is_empty() { Sort::Plain } else { Sort::Operator(operators) }
    }

    /// Applies a decorator to a function; one that is not known leaves the function as it is.
    pub(super) fn decorate(&mut self, wrapper: &Value<'a>, value: Value<'a>, at: Span) -> Value<'a> {
        if let Value::Symbol(name) = wrapper
            && matches!(&**name, "staticmethod" | "classmethod" | "property")
        {
            return value;
        }
        let args = Args { positional: vec![Item { value: value.clone(), span: at }], ..Args::default() };
        match self.call(wrapper, args, at) {
            made @ (Value::Blueprint(_) | Value::Function(_) | Value::Object(_)) if self.is_made_by_airflow(&made) => {
                made
            }
            made @ Value::Function(_) => made,
            Value::Either(values) if values.iter().any(|value| self.is_made_by_airflow(value)) => Value::Either(values),
            _ => value,
        }
    }

    fn is_made_by_airflow(&self, value: &Value<'a>) -> bool {
        match value {
            Value::Blueprint(_) => true,
            Value::Object(id) => names::is_asset(&self.heap.objects.get(*id).callee),
            _ => false,
        }
    }
}

/// Whether a method carries a decorator of this name.
fn has_decorator(def: &ruff_python_ast::StmtFunctionDef, name: &str) -> bool {
    def.decorator_list
        .iter()
        .any(|decorator| decorator.expression.as_name_expr().is_some_and(|expression| expression.id.as_str() == name))
}
