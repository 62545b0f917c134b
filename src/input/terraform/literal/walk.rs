//! Goes through what the code sets and finds the credentials that it writes out.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use serde_json::Value as Json;

use super::ignored::Ignored;
use super::judge::{self, Hit, SCRIPTS};
use crate::input::terraform::model::Step;
use crate::input::terraform::value::{Is, Made, Object, Origin, Text, Value, from_json, place, written};
use crate::source::secret;

/// How many parts of what one block sets are looked at; more than any tool could handle.
const PARTS: usize = 200_000;

/// Why nobody can say whether there are credentials among the others.
const TOO_MANY: &str = "its block sets more than 200000 values, of which gate looks at the first 200000";

/// The fewest characters of a stretch that says something of a credential.
const TELLING: usize = 3;

/// A credential that is written out.
#[derive(Debug, Clone)]
pub(in crate::input::terraform) struct Found {
    /// The argument.
    pub(in crate::input::terraform) path: Vec<Step>,
    /// What it looks like.
    pub(in crate::input::terraform) kind: &'static str,
    /// The credential itself; what of it is not written is `${…}`.
    pub(in crate::input::terraform) text: String,
    /// Where it is written.
    pub(in crate::input::terraform) origin: Origin,
    /// Where parts of it are written, that one included.
    pub(in crate::input::terraform) stretches: Vec<Origin>,
    /// Why it may be none; empty for one that is.
    pub(in crate::input::terraform) doubt: &'static str,
}

/// A search through values.
pub(in crate::input::terraform) struct Search {
    ignored: Ignored,
    pub(in crate::input::terraform) found: Vec<Found>,
    pub(in crate::input::terraform) harmless: Vec<Origin>,
    path: Vec<Step>,
    /// Why what is at hand is a credential by the type of its resource: `Some("")` for sure.
    typed: Option<&'static str>,
    left: usize,
    /// Whether it was said that some parts were not looked at.
    is_cut: bool,
}

/// The text around a value that was read from it.
type Outer<'o> = Option<(&'o Value, &'o Text)>;

impl Search {
    pub(super) const fn new(ignored: Ignored) -> Self {
        Self {
            ignored,
            found: Vec::new(),
            harmless: Vec::new(),
            path: Vec::new(),
            typed: None,
            left: PARTS,
            is_cut: false,
        }
    }

    /// Searches an argument. `typed` says why it is a credential by the type of its resource.
    pub(super) fn argument(&mut self, name: &str, value: &Value, typed: Option<&'static str>) {
        self.typed = typed;
        self.below(Step::Key(name.to_owned()), |search| search.value(name, value, None));
    }

    /// Searches a value that stands under a name as a whole.
    pub(super) fn named(&mut self, name: &str, value: &Value) {
        self.value(name, value, None);
    }

    fn value(&mut self, key: &str, value: &Value, outer: Outer<'_>) {
        let Some(left) = self.left.checked_sub(1) else { return self.cut(value) };
        self.left = left;
        match (&value.is, &value.made) {
            (_, Some(Made::Base64(inner))) => self.value(key, inner, outer),
            (Is::Open(_), Some(Made::Either(values))) => {
                values.iter().for_each(|value| self.value(key, value, outer));
            }
            (Is::List(list), _) => {
                for (index, item) in list.items.iter().enumerate() {
                    self.below(Step::Index(index), |search| search.value(key, item, outer));
                }
            }
            (Is::Object(object), _) => self.object(object, outer),
            (Is::Encoded(inner), _) => self.document(key, inner, outer),
            (Is::Text(_) | Is::Template(_) | Is::Number(_), _) => self.text(key, value, outer),
            (Is::Null | Is::Bool(_) | Is::Open(_), _) => {}
        }
    }

    /// Says once that there is more than is looked at, at the first part that is not and that stands somewhere.
    fn cut(&mut self, value: &Value) {
        let Some(origin) = value.origin.clone().filter(|_| !self.is_cut) else { return };
        self.is_cut = true;
        let (path, text) = (self.path.clone(), String::new());
        self.found.push(Found { path, kind: "value", text, origin, stretches: Vec::new(), doubt: TOO_MANY });
    }

    fn object(&mut self, object: &Object, outer: Outer<'_>) {
        let text = |name: &str| object.entries.get(name).and_then(Value::as_text);
        let block = self.path.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.clone()),
            Step::Index(_) => None,
        });
        let refers = judge::refers_by(&block.unwrap_or_default(), |name| text(name).map(|text| text.to_string()));
        let named = object.entries.contains_key("value").then(|| ["name", "key"].into_iter().find_map(text)).flatten();
        for (entry, item) in object.entries.iter() {
            let key = named.as_deref().filter(|_| entry == "value" && !refers).unwrap_or(entry);
            self.below(Step::Key(entry.clone()), |search| search.value(key, item, outer));
        }
    }

    /// A document inside of a text. Where the name of the text is that of a credential, what of the document is one
    /// counts for all of it.
    fn document(&mut self, key: &str, inner: &Value, outer: Outer<'_>) {
        if self.typed.is_none() && !secret::names_credential(judge::name(key)) {
            return self.value(key, inner, outer);
        }
        let typed = self.typed.take();
        let before = self.found.len();
        self.value("", inner, outer);
        if self.found.len() == before && !names_credentials(inner) {
            self.made_up(inner, outer);
        }
        self.typed = typed;
        for found in self.found.iter_mut().skip(before) {
            found.path.clone_from(&self.path);
            found.doubt = typed.unwrap_or_default();
        }
    }

    /// Texts of a document without names of credentials that look like one all the same.
    fn made_up(&mut self, value: &Value, outer: Outer<'_>) {
        match &value.is {
            Is::List(list) => list.items.iter().for_each(|item| self.made_up(item, outer)),
            Is::Object(object) => object.entries.values().for_each(|item| self.made_up(item, outer)),
            Is::Text(text) if secret::is_made_up(text) => self.text("password", value, outer),
            _ => {}
        }
    }

    fn text(&mut self, key: &str, value: &Value, outer: Outer<'_>) {
        let own = match outer {
            Some(_) => value.as_text().map(|text| text.to_string()),
            None => None,
        };
        let text = match own {
            Some(_) => None,
            None => written(value),
        };
        let Some(shown) = own.or_else(|| text.as_ref().map(|text| text.text.clone())) else { return };
        if outer.is_none()
            && let Some(text) = &text
            && let Some(document) = document(&shown)
        {
            return self.document(key, &from_json(&document), Some((value, text)));
        }
        if SCRIPTS.contains(&judge::name(key))
            && let Some(script) = decoded(&shown)
        {
            for hit in judge::credentials(key, &script, false) {
                let credential = script.get(hit.span.start..hit.span.end).unwrap_or_default();
                self.add(hit, credential, value, (0, shown.len()), text.as_ref(), outer);
            }
            return;
        }
        let hits = judge::credentials(key, &shown, self.typed.is_some());
        for hit in &hits {
            let credential = shown.get(hit.span.start..hit.span.end).unwrap_or_default();
            self.add(*hit, credential, value, (hit.span.start, hit.span.end), text.as_ref(), outer);
        }
        if hits.is_empty() && judge::names_reference(key) {
            // A name that was made of something else does not stand there.
            let stands = |origin: &Origin| {
                let text = origin.source.text().get(origin.span.start..origin.span.end);
                text.and_then(|text| text.strip_prefix('"')?.strip_suffix('"')) == Some(&*shown)
            };
            self.harmless.extend(value.origin.clone().filter(stands));
        }
    }

    fn add(
        &mut self,
        hit: Hit,
        credential: &str,
        value: &Value,
        (start, end): (usize, usize),
        text: Option<&Text>,
        outer: Outer<'_>,
    ) {
        let (whole, text, (start, end)) = match (text, outer) {
            (Some(text), _) => (value, text, (start, end)),
            (None, Some((whole, text))) => {
                let at = text.text.find(credential).map(|at| (at, at.saturating_add(credential.len())));
                (whole, text, at.unwrap_or((0, text.text.len())))
            }
            (None, None) => return,
        };
        let Some((from, to)) = text.known(start, end) else { return };
        let Some(origin) = place(whole, from, to) else { return };
        if self.ignored.covers(&self.path) && secret::is_provisional(credential) {
            self.harmless.push(origin);
            return;
        }
        let stretches = text.all(start, end).into_iter().filter(|(from, to)| to.saturating_sub(*from) >= TELLING);
        let stretches = stretches.filter_map(|(from, to)| place(whole, from, to)).collect();
        self.found.push(Found {
            path: self.path.clone(),
            kind: hit.kind,
            text: credential.to_owned(),
            origin,
            stretches,
            doubt: self.typed.unwrap_or_default(),
        });
    }

    fn below(&mut self, step: Step, inside: impl FnOnce(&mut Self)) {
        self.path.push(step);
        inside(self);
        self.path.pop();
    }
}

/// The document that a text is.
fn document(text: &str) -> Option<Json> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let parsed: Json = serde_json::from_str(text).ok()?;
    (parsed.is_object() || parsed.is_array()).then_some(parsed)
}

/// The script that a text in base64 is.
fn decoded(text: &str) -> Option<String> {
    let bytes = BASE64.decode(text.trim().as_bytes()).ok()?;
    String::from_utf8(bytes).ok().filter(|script| !script.is_empty())
}

/// Whether an entry of a document has the name of a credential.
fn names_credentials(value: &Value) -> bool {
    match &value.is {
        Is::List(list) => list.items.iter().any(names_credentials),
        Is::Object(object) => {
            let entries: &BTreeMap<String, Value> = &object.entries;
            entries.iter().any(|(key, item)| secret::names_credential(key) || names_credentials(item))
        }
        _ => false,
    }
}
