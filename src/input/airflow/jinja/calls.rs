//! Calls in a template: macros, methods, functions.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::evaluate::Given;
use super::objects::{self, Thing};
use super::render::Renderer;
use super::token::Constant;
use super::value::{Origin, Origins, Value};

/// Methods of texts that give a number or a boolean.
const MEASURES: &[&str] = &[
    "count",
    "endswith",
    "find",
    "index",
    "isalnum",
    "isalpha",
    "isascii",
    "isdecimal",
    "isdigit",
    "isidentifier",
    "islower",
    "isnumeric",
    "isprintable",
    "isspace",
    "istitle",
    "isupper",
    "rfind",
    "rindex",
    "startswith",
];

/// Methods that put what they are given into their list or dict.
const PUTS: &[&str] = &["__setitem__", "add", "append", "appendleft", "extend", "insert", "setdefault", "update"];

impl Renderer<'_> {
    /// `name(…)`.
    pub(super) fn call_name(&mut self, name: &str, given: &Given) -> Value {
        if let Some(value) = self.bound(name) {
            return self.call(&value, given);
        }
        if let Some(value) = objects::variable(name) {
            return self.call(&value, given);
        }
        if self.environment.macros.has(name) {
            let value = self.environment.macros.value(name);
            return self.call(&value, given);
        }
        match name {
            "range" | "lipsum" | "super" => Value::default(),
            "dict" | "namespace" => {
                let fields: BTreeMap<Rc<str>, Value> = given.named.clone();
                let rest = given.positional.iter().chain(&given.unpacked).map(Value::loose).reduce(Value::or);
                Value::dict(fields, rest, Origins::new())
            }
            _ => {
                let made = Value::from(given.held()).loose();
                made.or(self.environment.macros.value(name))
            }
        }
    }

    /// A call of a value.
    pub(super) fn call(&mut self, value: &Value, given: &Given) -> Value {
        let mut results = Vec::new();
        for number in &value.macros {
            results.push(Value::from(self.call_macro(*number, given, None)));
        }
        for thing in &value.things {
            results.push(self.call_thing(*thing, given));
        }
        if !value.origins.is_empty() || (value.macros.is_empty() && value.things.is_empty()) {
            let mut origins = given.held();
            origins.extend(value.origins.iter().cloned());
            results.push(Value::from(origins).loose());
        }
        Value::one_of(results)
    }

    /// A method is the object that it returns.
    fn call_thing(&self, thing: Thing, given: &Given) -> Value {
        match thing {
            Thing::Pull => self.pulled(given),
            Thing::Module => Value::from(given.held()).loose(),
            Thing::Params => Value::thing(thing).or(Value::from(given.held())),
            Thing::Conf => Value::from(objects::held(thing)).or(Value::from(given.held())),
            _ => Value::thing(thing),
        }
    }

    /// `ti.xcom_pull(…)`: of which DAG.
    fn pulled(&self, given: &Given) -> Value {
        let own = match given.get(1, "dag_id") {
            None => given.unpacked.is_none(),
            Some(dag) if dag.text.is_some() => {
                dag.text.as_deref() == self.environment.dag_id && self.environment.dag_id.is_some()
            }
            Some(dag) => dag.origins.is_empty() && dag.things.iter().eq(&[Thing::OwnId]),
        };
        let mut origins: Origins = [if own { Origin::Xcom } else { Origin::ExternalXcom }].into();
        // What it gives when there is nothing to pull.
        origins.extend(given.named.get("default").map(Value::held).unwrap_or_default());
        Value::from(origins).loose()
    }

    /// `value.name(…)`.
    pub(super) fn call_method(&mut self, value: &Value, name: &Constant, given: &Given) -> Value {
        let Some(known) = name.known.clone() else {
            let key = Self::constant(name);
            let mut origins = value.held();
            origins.extend(given.held());
            origins.extend(key.origins);
            return Value::from(origins).loose();
        };
        if value.has(&known) {
            let member = value.get(Some(&known));
            return self.call(&member, given);
        }
        if value.is_collection() && PUTS.contains(&&*known) {
            given.all().for_each(|value| self.put(value));
        }
        if value.is_plain() {
            let cut = MEASURES.contains(&&*known) && value.text.is_some();
            return if cut { Value::default() } else { Value::from(given.held()).loose() };
        }
        let mut results: Vec<Value> = Vec::new();
        for thing in &value.things {
            results.push(self.method_of(*thing, &known, given));
        }
        if value.is_collection() {
            results.push(self.method_of_collection(value, &known, given));
        }
        if !value.origins.is_empty() && !MEASURES.contains(&&*known) {
            let mut origins = value.origins.clone();
            origins.extend(given.held());
            results.push(Value::from(origins).loose());
        }
        Value::one_of(results)
    }

    fn method_of(&mut self, thing: Thing, name: &str, given: &Given) -> Value {
        let key = given.get(0, "key").and_then(Value::key);
        match (thing, name) {
            (Thing::Context | Thing::Params, "get" | "pop" | "get_param") => {
                let found = match &key {
                    Some(key) if thing == Thing::Params => {
                        Value::from([Origin::Params(Some(Rc::from(key.as_str())))].into())
                    }
                    Some(key) => objects::variable(key).unwrap_or_default(),
                    None => Value::from(objects::held(thing)).loose(),
                };
                given.positional.get(1).cloned().map_or(found.clone(), |default| found.or(default))
            }
            (Thing::Params | Thing::Conf, _) => {
                let mut origins = objects::held(thing);
                origins.extend(given.held());
                Value::from(origins).loose()
            }
            _ => {
                let member = objects::member(thing, Some(name));
                if member.is_plain() { Value::from(given.held()).loose() } else { self.call(&member, given) }
            }
        }
    }

    fn method_of_collection(&self, value: &Value, name: &str, given: &Given) -> Value {
        match name {
            "items" => Value::many(self.pair(value)),
            "values" => Value::many(self.part(value, &Value::default())),
            "keys" => Value::many(self.elements(value)),
            "get" | "pop" | "setdefault" => {
                let key = given.positional.first().cloned().unwrap_or_default();
                let found = self.part(value, &key);
                given.positional.get(1).cloned().map_or(found.clone(), |default| found.or(default))
            }
            "copy" => value.clone(),
            "count" | "index" | "append" | "extend" | "insert" | "update" | "add" | "sort" | "reverse" => {
                Value::default()
            }
            _ => {
                let mut origins = value.held();
                origins.extend(given.held());
                Value::from(origins).loose()
            }
        }
    }

    /// A pair of a key and a value of a dict.
    pub(super) fn pair(&self, value: &Value) -> Value {
        let pair = value.pair();
        if self.pool.is_plain() { pair } else { pair.or(Value::list([self.pool.clone(), self.pool.clone()])) }
    }
}
