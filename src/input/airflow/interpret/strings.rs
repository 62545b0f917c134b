//! Strings: f-strings, formatting and the methods of `str`.

use std::rc::Rc;

use ruff_python_ast::{ConversionFlag, ExprFString, FStringPart, InterpolatedElement, InterpolatedStringElement};

use super::super::arena::Id;
use super::super::jinja::holes;
use super::super::text::{Part, Text};
use super::super::value::{Args, Item, Scope, Value};
use super::Interpreter;
use crate::source::Span;

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
        let plain =
            element.debug_text.is_none() && matches!(element.conversion, ConversionFlag::None | ConversionFlag::Str);
        if plain && element.format_spec.is_none() { self.as_text(&value) } else { Text::hole("formatted value") }
    }

    /// What `str(value)` gives.
    pub(crate) fn as_text(&self, value: &Value<'a>) -> Text {
        match value {
            Value::Text(text) => (**text).clone(),
            Value::Int(number) => Text::known(number.to_string()),
            Value::Bool(true) => Text::known("True"),
            Value::Bool(false) => Text::known("False"),
            Value::None => Text::known("None"),
            Value::Symbol(name) => Text::hole(name),
            Value::Object(id) => {
                let object = self.heap.objects.get(*id);
                match object.args.positional.first() {
                    Some(Item { value: Value::Text(path), .. }) if is_path(&object.callee) => (**path).clone(),
                    _ => Text::hole(&object.callee),
                }
            }
            Value::Bound(id) => Text::hole(&self.heap.bounds.get(*id).name),
            Value::Task(_) => Text::hole("what a task returns"),
            Value::Dag(id) => Text::hole(&self.heap.dags.get(*id).id.display()),
            Value::Unknown(what) => Text::hole(what),
            Value::Either(values) => {
                let texts: Vec<Text> = values.iter().map(|value| self.as_text(value)).collect();
                Text::hole(holes::one_of(texts.iter()).unwrap_or("value"))
            }
            _ => Text::hole("value"),
        }
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
            let Part::Known(known) = part else {
                text.push_hole("value");
                continue;
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
        if let (Some((name, rest)), Value::Dict(dict)) =
            (after.strip_prefix('(').and_then(|rest| rest.split_once(")s")), value)
        {
            match self.heap.dicts.get(*dict).get(name) {
                Some(item) => text.push(&self.as_text(&item.value)),
                None => text.push_hole(name),
            }
            return rest;
        }
        if let Some(rest) = after.strip_prefix(['s', 'd']) {
            match values.next() {
                Some(value) => text.push(&self.as_text(&value)),
                None => text.push_hole("value"),
            }
            rest
        } else {
            values.next();
            text.push_hole("formatted value");
            after.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).get(1..).unwrap_or_default()
        }
    }

    /// `"…".format(…)`.
    pub(super) fn format(&mut self, format: &Text, args: &Args<'a>) -> Value<'a> {
        let mut text = Text::default();
        let mut next = 0;
        for part in format.parts() {
            let Part::Known(known) = part else {
                text.push_hole("value");
                continue;
            };
            let mut rest = known.as_str();
            while let Some((at, brace)) = rest.char_indices().find(|(_, c)| matches!(c, '{' | '}')) {
                let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
                text.push_str(before);
                let after = after.get(1..).unwrap_or_default();
                if let Some(doubled) = after.strip_prefix(brace) {
                    text.push_str(if brace == '{' { "{" } else { "}" });
                    rest = doubled;
                    continue;
                }
                let (field, after) = after.split_once('}').unwrap_or((after, ""));
                self.field(field, args, &mut next, &mut text);
                rest = after;
            }
            text.push_str(rest);
        }
        Value::Text(Rc::new(text))
    }

    /// A replacement field of `format`.
    fn field(&self, field: &str, args: &Args<'a>, next: &mut usize, text: &mut Text) {
        let item = if field.is_empty() {
            *next += 1;
            args.positional.get(next.saturating_sub(1))
        } else if let Ok(index) = field.parse::<usize>() {
            args.positional.get(index)
        } else {
            args.named(field)
        };
        match item {
            Some(item) => text.push(&self.as_text(&item.value)),
            None => text.push_hole(field),
        }
    }

    /// A method of a string.
    pub(super) fn text_method(&mut self, text: &Rc<Text>, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        match name {
            "format" => return self.format(text, args),
            "join" => return self.joined(text, args, at),
            "encode" | "decode" => return Value::Text(Rc::clone(text)),
            _ => {}
        }
        let given: Vec<Option<&str>> = args.positional.iter().map(|item| item.value.as_str()).collect();
        let Some(known) = text.as_known() else { return Value::Text(Rc::new(Text::hole(&text.display()))) };
        self.step(known.len() / 16, at.start);
        match (name, given.as_slice()) {
            ("lower" | "casefold", []) => Value::text(known.to_lowercase()),
            ("upper", []) => Value::text(known.to_uppercase()),
            ("strip", []) => Value::text(known.trim()),
            ("lstrip", []) => Value::text(known.trim_start()),
            ("rstrip", []) => Value::text(known.trim_end()),
            ("strip", [Some(set)]) => Value::text(known.trim_matches(|c| set.contains(c))),
            ("rstrip", [Some(set)]) => Value::text(known.trim_end_matches(|c| set.contains(c))),
            ("lstrip", [Some(set)]) => Value::text(known.trim_start_matches(|c| set.contains(c))),
            ("removeprefix", [Some(prefix)]) => Value::text(known.strip_prefix(prefix).unwrap_or(known)),
            ("removesuffix", [Some(suffix)]) => Value::text(known.strip_suffix(suffix).unwrap_or(known)),
            ("replace", [Some(from), Some(to)]) if !from.is_empty() && to.len() <= 64 => {
                Value::text(known.replace(from, to))
            }
            ("startswith", [Some(prefix)]) => Value::Bool(known.starts_with(prefix)),
            ("endswith", [Some(suffix)]) => Value::Bool(known.ends_with(suffix)),
            ("split" | "rsplit", [Some(separator)]) if !separator.is_empty() => self.pieces(known.split(separator), at),
            ("split", []) => self.pieces(known.split_whitespace(), at),
            ("splitlines", []) => self.pieces(known.lines(), at),
            ("partition", [Some(separator)]) if !separator.is_empty() => match known.split_once(separator) {
                Some((before, after)) => self.pieces([before, *separator, after].into_iter(), at),
                None => self.pieces([known, "", ""].into_iter(), at),
            },
            _ => Value::unknown(format!("str.{name}()")),
        }
    }

    fn pieces<'t>(&mut self, pieces: impl Iterator<Item = &'t str>, at: Span) -> Value<'a> {
        let pieces: Vec<Value<'a>> = pieces.map(Value::text).collect();
        self.step(pieces.len(), at.start);
        self.heap.list_of(pieces, at)
    }

    /// `separator.join(items)`.
    fn joined(&mut self, separator: &Text, args: &Args<'a>, at: Span) -> Value<'a> {
        let items = args.positional.first().and_then(|list| self.items_of(&list.value, at));
        let Some((items, false)) = items else { return Value::Text(Rc::new(Text::hole("joined values"))) };
        let mut text = Text::default();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                text.push(separator);
            }
            text.push(&self.as_text(&item.value));
        }
        Value::Text(Rc::new(text))
    }
}

/// Whether a dotted name is a class of file paths.
pub(super) fn is_path(name: &str) -> bool {
    matches!(name, "pathlib.Path" | "pathlib.PurePath" | "pathlib.PurePosixPath" | "airflow.sdk.ObjectStoragePath")
        || name.ends_with(".ObjectStoragePath")
}
