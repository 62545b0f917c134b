//! Strings: f-strings, formatting and the methods of `str`.

use std::rc::Rc;

use ruff_python_ast::{
    ConversionFlag, ExprFString, FStringPart, InterpolatedElement, InterpolatedStringElement,
    InterpolatedStringFormatSpec,
};

use super::super::arena::Id;
use super::super::jinja::holes::{self, Hole};
use super::super::knowledge::packages::{self, Gives};
use super::super::text::{Part, Text};
use super::super::value::{Args, Item, Object, Scope, Value};
use super::Interpreter;
use crate::source::Span;

/// Values within the arguments of one call that are looked at.
const VALUES: usize = 500;

impl<'a> Interpreter<'a> {
    pub(super) fn f_string(&mut self, expression: &'a ExprFString, scope: Id<Scope<'a>>) -> Value<'a> {
        let mut text = Text::default();
        for part in &expression.value {
            match part {
                FStringPart::Literal(literal) => text.push_str(&literal.value),
                FStringPart::FString(string) => {
                    for element in &string.elements {
                        match element {
                            InterpolatedStringElement::Literal(literal) => text.push_str(&literal.value),
                            InterpolatedStringElement::Interpolation(element) => {
                                let inserted = self.interpolation(element, scope);
                                text.push(&inserted);
                            }
                        }
                    }
                }
            }
        }
        Value::Text(Rc::new(text))
    }

    fn interpolation(&mut self, element: &'a InterpolatedElement, scope: Id<Scope<'a>>) -> Text {
        let value = self.eval(&element.expression, scope);
        let at = self.at(&*element.expression);
        let spec = match &element.format_spec {
            None => Some(String::new()),
            Some(spec) => self.specification(spec, scope),
        };
        let repr = matches!(element.conversion, ConversionFlag::Repr | ConversionFlag::Ascii)
            || (element.debug_text.is_some()
                && element.format_spec.is_none()
                && matches!(element.conversion, ConversionFlag::None));
        let value = if repr {
            self.repr_of(&value).map_or_else(|| Value::unknown("formatted value"), Value::text)
        } else {
            self.as_written(value, at)
        };
        let mut text = Text::default();
        if let Some(debug) = &element.debug_text {
            text.push_str(debug.as_str());
        }
        match spec.and_then(|spec| self.formatted(&value, &spec)) {
            Some(formatted) => text.push(&formatted),
            None => text.push_hole("formatted value"),
        }
        text
    }

    /// A format specification, with what is put into it.
    fn specification(&mut self, spec: &'a InterpolatedStringFormatSpec, scope: Id<Scope<'a>>) -> Option<String> {
        let mut text = Text::default();
        for element in &spec.elements {
            match element {
                InterpolatedStringElement::Literal(literal) => text.push_str(&literal.value),
                InterpolatedStringElement::Interpolation(element) => {
                    let value = self.eval(&element.expression, scope);
                    text.push(&self.as_text(&value));
                }
            }
        }
        text.as_known().map(str::to_owned)
    }

    /// A value as `str` and `format` see it: an object of the tree may say so itself.
    fn as_written(&mut self, value: Value<'a>, at: Span) -> Value<'a> {
        let written = ["__format__", "__str__", "__repr__"].iter().any(|name| self.method(&value, name).is_some());
        if written { self.string_of(&value, at) } else { value }
    }

    /// What `str(value)` gives.
    pub(crate) fn as_text(&self, value: &Value<'a>) -> Text {
        match value {
            Value::Text(text) => (**text).clone(),
            Value::Int(number) => Text::known(number.to_string()),
            Value::Float(number) => Self::decimal(*number).map_or_else(|| Text::hole("number"), Text::known),
            Value::Bool(true) => Text::known("True"),
            Value::Bool(false) => Text::known("False"),
            Value::None => Text::known("None"),
            Value::Symbol(name) => Text::hole(name),
            Value::Object(id) => {
                let object = self.heap.objects.get(*id);
                match object.args.positional.first() {
                    Some(Item { value: Value::Text(path), .. }) if is_path(&object.callee) => (**path).clone(),
                    _ => match self.plain_value(object) {
                        Some(value @ (Value::Text(_) | Value::Int(_))) => self.as_text(&value),
                        _ => self.date_as_text(*id).map_or_else(
                            || Text::hole(self.computed(&object.callee, &object.args).unwrap_or(&object.callee)),
                            Text::known,
                        ),
                    },
                }
            }
            Value::List(_) | Value::Dict(_) => self.repr_of(value).map_or_else(|| Text::hole("value"), Text::known),
            Value::Bound(id) => {
                let bound = self.heap.bounds.get(*id);
                match &bound.receiver {
                    Value::Object(id) => {
                        let object = self.heap.objects.get(*id);
                        let computed = self.computed(&object.callee, &object.args);
                        computed.map_or_else(|| Text::hole(&format!("{}().{}", object.callee, bound.name)), Text::hole)
                    }
                    // Of what is a text here and has attributes, such as an address, each is a part of it.
                    Value::Text(text) => Text::hole(holes::one_of(std::iter::once(&**text)).unwrap_or(&bound.name)),
                    _ => Text::hole(&bound.name),
                }
            }
            Value::Task(_) => Text::hole("what a task returns"),
            Value::Dag(id) => Text::hole(&self.heap.dags.get(*id).id.display()),
            Value::Unknown(what) => Text::hole(what),
            Value::Either(values) => {
                let texts: Vec<Text> = values.iter().map(|value| self.as_text(value)).collect();
                Text::hole(
                    holes::one_of(texts.iter()).unwrap_or_else(|| holes::first_unknown(&texts).unwrap_or("value")),
                )
            }
            _ => Text::hole("value"),
        }
    }

    /// What the result of a call is called that is made of its arguments and of nothing else, where those are plain.
    pub(super) fn computed(&self, callee: &str, args: &Args<'a>) -> Option<&'static str> {
        is_computed(callee, args).then_some(())?;
        let mut waiting: Vec<Value<'a>> = args.items().map(|item| item.value.clone()).collect();
        let (mut texts, mut seen) = (Vec::new(), 0_usize);
        while let Some(value) = waiting.pop() {
            seen = seen.saturating_add(1);
            // A list may hold itself.
            if seen > VALUES || waiting.len() > VALUES {
                return None;
            }
            match value {
                Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) => {}
                Value::Either(values) => waiting.extend(values.iter().cloned()),
                Value::List(id) => {
                    let list = self.heap.lists.get(id);
                    waiting.extend(list.items.iter().map(|item| item.value.clone()));
                    (!list.open).then_some(())?;
                }
                Value::Dict(id) => {
                    let dict = self.heap.dicts.get(id);
                    waiting.extend(dict.entries.iter().map(|(_, item)| item.value.clone()));
                    texts.extend(dict.entries.iter().take(VALUES).map(|(key, _)| Text::known(&**key)));
                    (!dict.open).then_some(())?;
                }
                Value::Object(id) if self.is_computed_object(id) => {
                    waiting.extend(self.heap.objects.get(id).args.items().map(|item| item.value.clone()));
                }
                other => texts.push(self.as_text(&other)),
            }
        }
        holes::one_of(texts.iter())
    }

    fn is_computed_object(&self, id: Id<Object<'a>>) -> bool {
        let object = self.heap.objects.get(id);
        is_computed(&object.callee, &object.args)
    }

    /// `"…" % value`.
    pub(super) fn percent(&mut self, format: &Text, value: &Value<'a>, at: Span) -> Value<'a> {
        let items: Vec<Value<'a>> = match value {
            Value::List(id) => self.heap.lists.get(*id).items.iter().map(|item| item.value.clone()).collect(),
            Value::Dict(_) => Vec::new(),
            other => vec![other.clone()],
        };
        let mut values = items.into_iter();
        let mut text = Text::default();
        for part in format.parts() {
            let known = match part {
                Part::Known(known) => known,
                // A text that is not known may ask for more to be put in; a number or date does not.
                Part::Hole(name) => {
                    text.push_hole(if holes::of(name) == Hole::Harmless { name } else { "value" });
                    continue;
                }
            };
            let mut rest = known.as_str();
            while let Some((before, after)) = rest.split_once('%') {
                text.push_str(before);
                rest = self.directive(after, value, &mut values, &mut text);
            }
            text.push_str(rest);
        }
        self.step(text.parts().len(), at.start);
        Value::Text(Rc::new(text))
    }

    /// What follows a `%`: inserts its value and returns the rest.
    fn directive<'t>(
        &self,
        after: &'t str,
        value: &Value<'a>,
        values: &mut impl Iterator<Item = Value<'a>>,
        text: &mut Text,
    ) -> &'t str {
        if let Some(rest) = after.strip_prefix('%') {
            text.push_str("%");
            return rest;
        }
        let (name, after) = match after.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            Some((name, after)) => (Some(name), after),
            None => (None, after),
        };
        let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (flags, rest) = after.split_at_checked(end).unwrap_or((after, ""));
        let mut letters = rest.chars();
        let kind = letters.next();
        let item = match (name, value) {
            (Some(name), Value::Dict(dict)) => self.heap.dicts.get(*dict).get(name).map(|item| item.value.clone()),
            (Some(_), _) => None,
            (None, _) => values.next(),
        };
        let written = item.zip(kind).and_then(|(item, kind)| self.by_directive(&item, flags, kind));
        match written {
            Some(written) => text.push(&written),
            None => text.push_hole(name.unwrap_or("formatted value")),
        }
        letters.as_str()
    }

    /// A value as `%05d` says.
    fn by_directive(&self, value: &Value<'a>, flags: &str, kind: char) -> Option<Text> {
        if flags.is_empty() && matches!(kind, 's' | 'd' | 'i') {
            return Some(self.as_text(value));
        }
        if kind == 'r' {
            return self.repr_of(value).filter(|_| flags.is_empty()).map(Text::known);
        }
        let left = flags.contains('-');
        let plain = flags.replace('-', "");
        let align = if left { "<" } else { ">" };
        let is_number = !matches!(kind, 's');
        let zero = plain.starts_with('0') && is_number;
        let spec = if zero && !left { format!("{plain}{kind}") } else { format!("{align}{plain}{kind}") };
        self.formatted(value, &spec.replace('i', "d"))
    }

    /// `"…".format(…)`.
    pub(super) fn format(&mut self, format: &Text, args: &Args<'a>, at: Span) -> Value<'a> {
        let mut text = Text::default();
        let mut next = 0;
        for part in format.parts() {
            let known = match part {
                Part::Known(known) => known,
                // A text that is not known may ask for more to be put in; a number or date does not.
                Part::Hole(name) => {
                    text.push_hole(if holes::of(name) == Hole::Harmless { name } else { "value" });
                    continue;
                }
            };
            let mut rest = known.as_str();
            while let Some((at_brace, brace)) = rest.char_indices().find(|(_, c)| matches!(c, '{' | '}')) {
                let (before, after) = rest.split_at_checked(at_brace).unwrap_or((rest, ""));
                text.push_str(before);
                let after = after.get(1..).unwrap_or_default();
                if let Some(doubled) = after.strip_prefix(brace) {
                    text.push_str(if brace == '{' { "{" } else { "}" });
                    rest = doubled;
                    continue;
                }
                let (field, after) = closing(after);
                let inserted = self.field(field, args, &mut next, at);
                text.push(&inserted.unwrap_or_else(|| Text::hole(field)));
                rest = after;
            }
            text.push_str(rest);
        }
        Value::Text(Rc::new(text))
    }

    /// `"…".format_map(dict)`.
    pub(super) fn format_map(&mut self, format: &Text, args: &Args<'a>, at: Span) -> Value<'a> {
        let named = match args.positional.first().map(|item| &item.value) {
            Some(Value::Dict(id)) => self.heap.dicts.get(*id).entries.clone(),
            _ => Vec::new(),
        };
        self.format(format, &Args { named, ..Args::default() }, at)
    }

    /// A replacement field of `format`: `{}`, `{0}`, `{name.attribute[key]!r:>10}`.
    fn field(&mut self, field: &str, args: &Args<'a>, next: &mut usize, at: Span) -> Option<Text> {
        let (path, spec) = field.split_once(':').unwrap_or((field, ""));
        let (path, conversion) = path.split_once('!').map_or((path, None), |(path, how)| (path, Some(how)));
        let end = path.find(['.', '[']).unwrap_or(path.len());
        let (name, mut rest) = path.split_at_checked(end)?;
        let item = if name.is_empty() {
            *next += 1;
            args.positional.get(next.saturating_sub(1))
        } else if let Ok(index) = name.parse::<usize>() {
            args.positional.get(index)
        } else {
            args.named(name)
        };
        let mut value = item?.value.clone();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('.') {
                let end = after.find(['.', '[']).unwrap_or(after.len());
                let (name, after) = after.split_at_checked(end)?;
                value = self.attribute(&value, name, at);
                rest = after;
            } else {
                let (key, after) = rest.strip_prefix('[')?.split_once(']')?;
                let key = key.parse::<i64>().map_or_else(|_| Value::text(key), Value::Int);
                value = self.item(&value, &key, at);
                rest = after;
            }
        }
        // A specification may have fields of its own.
        let spec = if spec.contains('{') {
            let inner = Text::known(spec);
            match self.format(&inner, args, at) {
                Value::Text(text) => text.as_known()?.to_owned(),
                _ => return None,
            }
        } else {
            spec.to_owned()
        };
        let value = match conversion {
            Some("r" | "a") => Value::text(self.repr_of(&value)?),
            _ => self.as_written(value, at),
        };
        self.formatted(&value, &spec)
    }
}

/// A field up to its closing brace, and what comes after it.
fn closing(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                let (field, after) = text.split_at_checked(at).unwrap_or((text, ""));
                return (field, after.get(1..).unwrap_or_default());
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    (text, "")
}

/// Whether a dotted name is a class of file paths.
pub(super) fn is_path(name: &str) -> bool {
    matches!(name, "pathlib.Path" | "pathlib.PurePath" | "pathlib.PurePosixPath" | "airflow.sdk.ObjectStoragePath")
        || name.ends_with(".ObjectStoragePath")
}

/// Whether the result of a call is made of its arguments and of nothing else.
fn is_computed(callee: &str, args: &Args<'_>) -> bool {
    !args.open && !callee.contains('(') && packages::gives(callee) == Gives::Computed
}
