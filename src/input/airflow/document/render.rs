//! Values as JSON: credentials masked, holes listed, places recorded.

use std::rc::Rc;

use serde_json::{Map, Value as Json, json};

use super::super::arena::Id;
use super::super::evidence::credentials::{self, Found, kind_of};
use super::super::graph::last_segment;
use super::super::jinja::holes;
use super::super::knowledge::packages::{self, Gives};
use super::super::model::{Scope, Unknown};
use super::super::text::Text;
use super::super::value::{Args, ENVIRONMENT, Item, Object, VARIABLE, Value};
use super::Builder;
use crate::input::Segment;
use crate::source::Span;

/// Nesting of one argument; what is deeper is unknown.
const DEPTH: usize = 24;

/// Items of one collection; what follows is unknown.
const WIDTH: usize = 1_000;

/// Values of one entity; what follows is unknown. A value that holds another one twice may hold it very often.
const VALUES: usize = 50_000;

/// A value on its way into the document: where in its entity it goes, and what was found on the way.
#[derive(Default)]
pub(super) struct Rendering {
    /// The path below the entity.
    path: Vec<Rc<str>>,
    /// What is not known below the entity.
    pub(super) unknown: Unknown,
    /// The places of the values, and where a text is written out.
    pub(super) places: Vec<(Vec<Rc<str>>, Span, Option<Span>)>,
    /// The strings with their paths, for templates.
    pub(super) texts: Vec<(String, Text)>,
    /// Values that were rendered.
    values: usize,
    /// What stands in place of a text that is not known, with its path.
    pub(super) lost: Vec<(String, Rc<str>)>,
}

impl Rendering {
    /// Starts at a field of an entity.
    pub(super) fn at(field: &str) -> Self {
        Self { path: vec![Rc::from(field)], ..Self::default() }
    }

    fn hole(&mut self) {
        self.unknown.insert(self.path.join("."), true);
    }

    /// The path below the field.
    fn below(&self) -> String {
        self.path.get(1..).unwrap_or_default().join(".")
    }

    /// Notes that a text of which nothing is known may stand here; `what` says what does.
    fn lose(&mut self, what: &str) {
        let path = self.below();
        self.lost.push((path, Rc::from(what)));
    }
}

impl<'a> Builder<'_, 'a> {
    /// Records the places of rendered values as children of an entity.
    pub(super) fn record(&mut self, loc: &str, rendering: &Rendering) {
        for (path, span, written) in &rendering.places {
            let path =
                path.iter().map(|step| step.parse().map_or_else(|_| Segment::Key(step.to_string()), Segment::Index));
            self.add_child(loc, path.collect(), *span, *written);
        }
    }

    /// Renders named arguments into one object.
    pub(super) fn named(&mut self, args: &[(&str, &Item<'a>)], owner: &str, out: &mut Rendering) -> Json {
        let mut object = Map::new();
        for (name, item) in args {
            let json = self.item(name, item, owner, out);
            object.insert((*name).to_owned(), json);
        }
        Json::Object(object)
    }

    /// Renders one value under a key. `owner` is the name of the function that it is given to.
    pub(super) fn item(&mut self, key: &str, item: &Item<'a>, owner: &str, out: &mut Rendering) -> Json {
        out.path.push(Rc::from(key));
        out.places.push((out.path.clone(), item.span, written(&item.value)));
        let json = self.value(key, item, owner, out);
        out.path.pop();
        json
    }

    fn value(&mut self, key: &str, item: &Item<'a>, owner: &str, out: &mut Rendering) -> Json {
        out.values = out.values.saturating_add(1);
        if out.path.len() > DEPTH || out.values > VALUES {
            out.hole();
            out.lose("nested too deeply");
            return Json::Null;
        }
        match &item.value {
            Value::None => Json::Null,
            Value::Bool(value) => json!(value),
            Value::Int(value) => json!(value),
            Value::Float(value) => json!(value),
            Value::Text(text) => self.text(key, text, item.span, owner, out),
            Value::List(id) => {
                let list = self.interpreter.heap.lists.get(*id);
                if list.open || list.items.len() > WIDTH {
                    out.hole();
                    out.lose("other items");
                }
                let items = list.items.iter().take(WIDTH).enumerate();
                Json::Array(items.map(|(index, item)| self.nested(&index.to_string(), key, item, owner, out)).collect())
            }
            Value::Dict(id) => {
                let dict = self.interpreter.heap.dicts.get(*id);
                if dict.open || dict.entries.len() > WIDTH {
                    out.hole();
                    out.lose("other entries");
                }
                let entries = dict.entries.iter().take(WIDTH);
                let fields = entries.map(|(name, item)| (name.to_string(), self.item(name, item, owner, out)));
                Json::Object(fields.collect())
            }
            Value::Object(id) => self.object(*id, out),
            Value::Task(id) => json!({"$task": self.ids.get(id)}),
            Value::Dag(id) => json!({"$dag": self.interpreter.heap.dags.get(*id).id.display()}),
            Value::Group(id) => json!({"$group": self.interpreter.heap.groups.get(*id).id.display()}),
            Value::Either(values) => {
                out.hole();
                for value in values.iter().filter(|value| !is_raised(value)) {
                    self.value(key, &Item { value: value.clone(), span: item.span }, owner, out);
                }
                Json::Null
            }
            other => self.unfollowed(other, out),
        }
    }

    /// What stands in place of a text and is none that is known.
    fn unfollowed(&self, value: &Value<'a>, out: &mut Rendering) -> Json {
        let heap = &self.interpreter.heap;
        let named = |what: &str, name: &str| json!({what: name});
        let (what, json): (Rc<str>, Json) = match value {
            Value::Symbol(name) if holes::is_of_library(name) => return named("$ref", name),
            Value::Symbol(name) => {
                out.hole();
                (Rc::clone(name), named("$ref", name))
            }
            // Airflow calls a function that stands in place of a text.
            Value::Function(id) => {
                let name = heap.functions.get(*id).name();
                (Rc::clone(&name), named("$function", &name))
            }
            Value::Class(id) => {
                let name = &heap.classes.get(*id).name;
                (Rc::clone(name), named("$ref", name))
            }
            Value::Package(id) => {
                let name = &heap.packages.get(*id).name;
                (Rc::clone(name), named("$ref", name))
            }
            Value::Unknown(what) => {
                out.hole();
                let json = match (what.strip_prefix(ENVIRONMENT), what.strip_prefix(VARIABLE)) {
                    (Some(name), _) => named("$env", name),
                    (_, Some(name)) => named("$variable", name),
                    _ => Json::Null,
                };
                (Rc::clone(what), json)
            }
            _ => {
                out.hole();
                (Rc::from("value"), Json::Null)
            }
        };
        out.lose(&what);
        json
    }

    /// An item of a list: its key for credentials is that of the list.
    fn nested(&mut self, index: &str, key: &str, item: &Item<'a>, owner: &str, out: &mut Rendering) -> Json {
        out.path.push(Rc::from(index));
        out.places.push((out.path.clone(), item.span, written(&item.value)));
        let json = self.value(key, item, owner, out);
        out.path.pop();
        json
    }

    fn text(&mut self, key: &str, text: &Text, span: Span, owner: &str, out: &mut Rendering) -> Json {
        let plain = text.with_holes(|_| "${x}".to_owned());
        if let Some(kind) = kind_of(key, &plain, owner) {
            let at = text.origin.unwrap_or(span);
            let found = Found { key: key.to_owned(), kind, scope: Scope::TopLevel };
            self.credentials.add(at, found, &plain);
            self.hide(span);
            return json!({"redacted": true, "kind": kind, "length": plain.chars().count()});
        }
        self.credentials_inside(text, &plain);
        out.texts.push((out.below(), text.clone()));
        if let Some(known) = text.as_known() {
            json!(known)
        } else {
            out.hole();
            json!({"$partial": text.display()})
        }
    }

    /// Credentials in a text of a file that is no code, such as a command in a file of settings. Those of code are found in
    /// the whole of it.
    fn credentials_inside(&mut self, text: &Text, plain: &str) {
        let Some(origin) = text.origin else { return };
        let (source, span) = self.interpreter.modules.place(origin);
        if source.path().extension() == Some("py") {
            return;
        }
        for (key, kind, value) in credentials::inside(plain) {
            let found = Found { key, kind, scope: Scope::TopLevel };
            let at = source.slice(span).find(&value).map_or(origin, |offset| {
                let start = origin.start.saturating_add(offset);
                Span::new(start, start.saturating_add(value.len()))
            });
            self.credentials.add(at, found, &value);
        }
    }

    fn object(&mut self, id: Id<Object<'a>>, out: &mut Rendering) -> Json {
        let heap = &self.interpreter.heap;
        let object = heap.objects.get(id);
        let owner = last_segment(&object.callee).to_owned();
        if object.callee.contains("().") || object.args.open {
            out.hole();
        }
        if !keeps_texts(&object.callee) || object.args.open {
            out.lose(&object.callee);
        }
        let args = positional(&object.args);
        let args = args.iter().map(|(index, item)| self.item(index, item, &owner, out)).collect::<Vec<_>>();
        let kwargs: Vec<(&str, &Item<'a>)> = object.args.named.iter().map(|(name, item)| (&**name, item)).collect();
        let kwargs = self.named(&kwargs, &owner, out);
        json!({"$call": &*object.callee, "args": args, "kwargs": kwargs})
    }
}

/// Where a text is written out.
fn written(value: &Value<'_>) -> Option<Span> {
    if let Value::Text(text) = value { text.origin } else { None }
}

/// Whether a value only says that the code raises an error instead.
fn is_raised(value: &Value<'_>) -> bool {
    matches!(value, Value::Unknown(what) if &**what == "raised")
}

/// Functions whose text is that of their arguments, as far as templates go. What composes SQL out of parts is no text, so
/// that Airflow reads no template in it, and names in it are quoted.
fn keeps_texts(callee: &str) -> bool {
    let functions =
        ["inspect.cleandoc", "json.dumps", "pathlib.Path", "shlex.join", "shlex.quote", "str", "textwrap.dedent"];
    let is_sql = ["psycopg2.sql.", "psycopg.sql."].iter().any(|module| callee.starts_with(module));
    functions.contains(&callee) || is_sql || (packages::gives(callee) == Gives::Computed && !callee.contains('('))
}

fn positional<'i, 'a>(args: &'i Args<'a>) -> Vec<(String, &'i Item<'a>)> {
    args.positional.iter().take(WIDTH).enumerate().map(|(index, item)| (index.to_string(), item)).collect()
}
