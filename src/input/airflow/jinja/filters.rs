//! Filters.

use super::evaluate::Given;
use super::render::Renderer;
use super::value::{Origins, Value};

/// Filters that make a number, or a date of one: no text comes through.
const MEASURES: &[&str] = &[
    "abs",
    "count",
    "ds",
    "ds_nodash",
    "filesizeformat",
    "length",
    "round",
    "ts",
    "ts_nodash",
    "ts_nodash_with_tz",
    "wordcount",
];

/// Filters of Jinja that print what they are given and change the text.
const TEXTS: &[&str] = &[
    "capitalize",
    "center",
    "e",
    "escape",
    "forceescape",
    "format",
    "indent",
    "lower",
    "pprint",
    "replace",
    "safe",
    "string",
    "striptags",
    "title",
    "tojson",
    "trim",
    "truncate",
    "upper",
    "urlencode",
    "urlize",
    "wordwrap",
    "xmlattr",
];

impl Renderer<'_> {
    /// `value | name(…)`.
    pub(super) fn filter(&mut self, value: &Value, name: &str, given: &Given) -> Value {
        let filters = &self.environment.filters;
        if filters.has(name) {
            let made = filters.value(name);
            let mut all = value.held();
            all.extend(given.held());
            return if made.is_plain() { made } else { made.or(Value::from(all)).loose() };
        }
        // A filter of that name may take the place of Jinja's own.
        let own = Value::from(filters.of_own());
        let made = self.own_filter(value, name, given);
        if own.is_plain() { made } else { made.or(own) }
    }

    fn own_filter(&mut self, value: &Value, name: &str, given: &Given) -> Value {
        match name {
            _ if MEASURES.contains(&name) => Value::default(),
            // What it gives when the text is no number.
            "int" | "float" => Value::from(given.held()),
            _ if TEXTS.contains(&name) => {
                let mut origins = self.printed(value);
                origins.extend(given.all().flat_map(Value::held));
                Value::from(origins)
            }
            "default" | "d" => Value::one_of(std::iter::once(value.clone()).chain(given.all().cloned())),
            "attr" => {
                let key = given.positional.first().cloned().unwrap_or_default();
                self.part(value, &key)
            }
            "map" => self.mapped(value, given),
            "first" | "last" | "max" | "min" | "random" => self.element_of(value),
            "list" | "reject" | "rejectattr" | "reverse" | "select" | "selectattr" | "sort" | "unique" => {
                Value::many(self.element_of(value)).or(Value::from(value.origins.clone()))
            }
            "dictsort" | "items" => Value::many(self.pair(value)),
            "join" => {
                let element = self.element_of(value);
                let attribute = given.get(1, "attribute");
                let element = attribute.map_or_else(|| element.clone(), |path| self.along(&element, path));
                let mut origins = self.printed(&element);
                origins.extend(given.held());
                Value::from(origins)
            }
            _ => {
                let mut origins: Origins = value.held();
                origins.extend(self.pool.held());
                origins.extend(given.held());
                value.loose().or(Value::from(origins)).or(self.environment.filters.value(name))
            }
        }
    }

    /// An element of a collection, or the value itself where it is none.
    fn element_of(&self, value: &Value) -> Value {
        let element = self.elements(value);
        if value.is_collection() { element } else { element.or(Value::from(value.origins.clone())) }
    }

    /// `map(attribute="a.b")` and `map("filter", …)`.
    fn mapped(&mut self, value: &Value, given: &Given) -> Value {
        let element = self.element_of(value);
        if let Some(path) = given.named.get("attribute") {
            let default = given.named.get("default").cloned().unwrap_or_default();
            return Value::many(self.along(&element, path).or(default));
        }
        let mut rest = given.positional.iter().cloned();
        let name = rest.next().and_then(|name| name.text);
        let rest = Given { positional: rest.collect(), named: given.named.clone(), unpacked: given.unpacked.clone() };
        match name {
            Some(name) if given.unpacked.is_none() && self.step() => Value::many(self.filter(&element, &name, &rest)),
            _ => {
                let mut origins = value.held();
                origins.extend(given.held());
                Value::from(origins).loose()
            }
        }
    }

    /// What stands at the end of a dotted path of attributes.
    fn along(&self, value: &Value, path: &Value) -> Value {
        let Some(path) = path.key() else {
            return Value::from(value.held().into_iter().chain(path.held()).collect()).loose();
        };
        let step = |value: Value, key: &str| self.part(&value, &Value::constant(key));
        path.split('.').take(16).fold(value.clone(), step)
    }
}
