//! Calls: what is called decides.

use std::rc::Rc;

use super::super::graph::last_segment;
use super::super::value::{Args, Operator, Role, Value};
use super::Interpreter;
use super::hidden::{is_of_containers, is_of_texts};
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// The value of `callee(args)`.
    pub(super) fn call(&mut self, callee: &Value<'a>, args: Args<'a>, at: Span) -> Value<'a> {
        match callee {
            Value::Symbol(name) => self.call_symbol(&Rc::clone(name), args, at),
            Value::Function(id) => self.call_function(*id, &args),
            Value::Class(id) => self.instantiate(*id, args, at),
            Value::Blueprint(id) => self.make(*id, &args, at),
            Value::Bound(id) => {
                let bound = self.heap.bounds.get(*id);
                let (receiver, name) = (bound.receiver.clone(), Rc::clone(&bound.name));
                self.call_method(&receiver, &name, args, at)
            }
            Value::Either(values) => {
                // `None` cannot be called: where it is one of the values, the call is not reached.
                let callable: Vec<&Value<'a>> = values.iter().filter(|value| !matches!(value, Value::None)).collect();
                if let [only] = callable.as_slice() {
                    return self.call(only, args, at);
                }
                let call = |value: &&Value<'a>| self.undecided(|this| this.call(value, args.clone(), at));
                Self::either(callable.iter().map(call).collect())
            }
            Value::Unknown(what) => {
                self.note(what, &args, at);
                self.note_code(what, at);
                // What is not known here is a value of a run: an item of a list, what a Variable holds.
                if !is_of_texts(what) && !is_of_containers(what) {
                    self.note_hidden(what, &args, at);
                }
                self.outcome_of_unknown(what, args, at)
            }
            Value::Object(id) => self.call_object(*id, args, at),
            _ => Value::unknown("result of a call"),
        }
    }

    /// What a callable of which nothing is known makes: a task, when it is given the id of one within a DAG.
    pub(super) fn outcome_of_unknown(&mut self, name: &str, args: Args<'a>, at: Span) -> Value<'a> {
        let in_a_dag = self.current_dag().is_some() || matches!(args.named("dag"), Some(item) if is_dag(&item.value));
        if !self.importing() || args.named("task_id").is_none() || !in_a_dag || looks_up(last_segment(name)) {
            return self.outcome(name, args);
        }
        let operator = Operator { name: "unknown".into(), qualified: Rc::from(name), bases: Vec::new() };
        self.make_task(operator, &args, Role::Work, at)
    }

    /// Notes a call that runs text as code while Airflow reads the file.
    pub(super) fn note_code(&mut self, callee: &str, at: Span) {
        let plain = callee.strip_prefix("__builtins__").or_else(|| callee.strip_prefix("builtins")).unwrap_or(callee);
        let name = plain.trim_matches(['.', '[', ']']);
        if self.importing() && matches!(name, "exec" | "eval" | "compile" | "execfile") {
            self.hidden_code.insert(at.start, name.to_owned());
        }
    }

    /// What a function of which nothing is known returns. Tasks that it was given stay visible in it.
    pub(super) fn outcome(&mut self, name: &str, args: Args<'a>) -> Value<'a> {
        if name.len() > 256 {
            return Value::unknown("long name");
        }
        self.object(name, args)
    }

    /// `receiver.name(args)`.
    fn call_method(&mut self, receiver: &Value<'a>, name: &str, args: Args<'a>, at: Span) -> Value<'a> {
        match receiver {
            Value::Text(text) => self.text_method(text, name, &args, at),
            Value::List(id) => self.list_method(*id, name, &args, at),
            Value::Dict(id) => self.dict_method(*id, name, &args, at),
            Value::Task(_) | Value::Group(_) | Value::Dag(_) => self.call_made_method(receiver, name, &args, at),
            Value::Blueprint(id) => self.blueprint_method(*id, name, &args, at),
            Value::Class(id) => self.class_method(*id, name, args, at),
            Value::Object(id) => self.object_method(*id, name, args, at),
            Value::Function(id) => self.function_method(*id, name, &args),
            Value::Bound(id) if &*self.heap.bounds.get(*id).name == "__dict__" => {
                let holder = self.heap.bounds.get(*id).receiver.clone();
                self.dict_of_attributes(&holder, name, &args, at)
            }
            Value::Package(_) => self.dict_of_attributes(receiver, name, &args, at),
            Value::Bound(id) => {
                let callee = format!("{}.{name}", self.heap.bounds.get(*id).name);
                self.note(&callee, &args, at);
                self.outcome(&callee, args)
            }
            _ => Value::unknown(format!("{name}()")),
        }
    }
}

const fn is_dag(value: &Value<'_>) -> bool {
    matches!(value, Value::Dag(_))
}

/// Names of methods that are given the id of a task and make none.
fn looks_up(name: &str) -> bool {
    ["get_", "has_", "xcom_", "find_", "remove_", "clear"].iter().any(|prefix| name.starts_with(prefix))
}
