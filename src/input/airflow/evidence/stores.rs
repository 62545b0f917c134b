//! The data that a task reads and writes.

use super::super::arena::Id;
use super::super::graph::{Task, last_segment};
use super::super::interpret::Event;
use super::super::knowledge::arguments::Language;
use super::super::knowledge::operators::{Entry, Holds};
use super::super::knowledge::{Tables, calls, destinations};
use super::super::model::DataKind;
use super::super::text::Text;
use super::super::value::{Args, Dict, Heap, Item, Value};
use super::uri::{self, Named};
use super::{shell, sql, templates};
use crate::source::Span;

/// Data that a task touches, with the place that names it.
#[derive(Debug)]
pub(crate) struct Touch {
    pub(crate) named: Named,
    pub(crate) arg: String,
    pub(crate) span: Span,
}

/// What a task reads and writes.
#[derive(Debug, Default)]
pub(crate) struct Touches {
    pub(crate) reads: Vec<Touch>,
    pub(crate) writes: Vec<Touch>,
}

impl Touches {
    fn add(&mut self, writes: bool, named: Named, arg: &str, span: Span) {
        if named.name.parts().is_empty() {
            return;
        }
        let side = if writes { &mut self.writes } else { &mut self.reads };
        if !side.iter().any(|touch| touch.span == span && touch.named == named) {
            side.push(Touch { named, arg: arg.to_owned(), span });
        }
    }

    fn add_all(&mut self, touched: shell::Touched, arg: &str, span: Span) {
        touched.reads.into_iter().for_each(|named| self.add(false, named, arg, span));
        touched.writes.into_iter().for_each(|named| self.add(true, named, arg, span));
    }
}

/// What a task touches: by the table of operators, by its arguments, by its assets and by the calls in its code.
pub(crate) fn of_task<'a>(
    tables: &Tables,
    heap: &Heap<'a>,
    id: Id<Task<'a>>,
    args: &Args<'a>,
    events: &[&Event<'a>],
) -> Touches {
    let task = heap.tasks.get(id);
    let mut touches = Touches::default();
    // What is known of a class takes nothing away from what is known of those that it is made from.
    for name in std::iter::once(&task.operator.qualified).chain(&task.operator.bases) {
        by_table(heap, tables.operators.named(last_segment(name)), args, "args.", &mut touches);
    }
    for event in events {
        let plain = event.callee.replace("()", "");
        let label = plain.rsplit('.').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(".");
        if let Some(known) = calls::named(&event.callee) {
            by_table(heap, known, &event.args, &format!("{label} "), &mut touches);
        }
        let writes = destinations::is_method(last_segment(&event.callee));
        for item in event.args.items() {
            for text in texts(heap, &item.value) {
                if let Some(named) = uri::parse(&templates::with_holes(&text)) {
                    touches.add(writes, named, &label, item.span);
                }
            }
        }
    }
    for (name, item) in &args.named {
        by_argument(tables, heap, name, item, &mut touches);
    }
    touches
}

/// Applies the rows of the table for an operator or call; a message says whose arguments they are with `owner`.
fn by_table<'a>(heap: &Heap<'a>, entries: &[Entry], args: &Args<'a>, owner: &str, touches: &mut Touches) {
    for entry in entries {
        by_entry(heap, entry, args, owner, touches);
    }
}

fn by_entry<'a>(heap: &Heap<'a>, entry: &Entry, args: &Args<'a>, owner: &str, touches: &mut Touches) {
    let label = |argument: &str| format!("{owner}{}", argument.split('@').next().unwrap_or(argument));
    let keys = entry.key.as_deref().and_then(|key| argument(args, key));
    let from_uri = |item: &Item<'a>, argument: &str, touches: &mut Touches| {
        for text in texts(heap, &item.value) {
            if let Some(named) = uri::parse(&templates::with_holes(&text)) {
                touches.add(entry.writes, named, &label(argument), item.span);
            }
        }
    };
    let Some((name, (names, item))) = entry.name.as_deref().and_then(|name| Some((name, name_of(heap, args, name)?)))
    else {
        // A key that is a whole URI needs no name.
        if let (Some(item), Some(key)) = (keys, &entry.key) {
            from_uri(item, key, touches);
        }
        return;
    };
    let kind = match entry.holds {
        Holds::Sql => {
            return texts(heap, &item.value)
                .iter()
                .for_each(|text| touches.add_all(sql::touched(&templates::with_holes(text)), &label(name), item.span));
        }
        Holds::Uri => return from_uri(item, name, touches),
        Holds::Bucket => DataKind::Bucket,
        Holds::Dataset => DataKind::Dataset,
        Holds::Table => DataKind::Table,
        Holds::Endpoint => DataKind::Endpoint,
    };
    let key = keys.and_then(|item| texts(heap, &item.value).into_iter().next());
    for text in names {
        let named = uri::parse(&text)
            .filter(|named| named.kind == kind)
            .unwrap_or_else(|| Named { key: key.clone(), ..Named::new(kind, text) });
        touches.add(entry.writes, named, &label(name), item.span);
    }
}

/// The names that an entry's argument gives: `dataset_id.table_id` joins two, `configuration.query` goes into one.
fn name_of<'i, 'a>(heap: &'i Heap<'a>, args: &'i Args<'a>, name: &str) -> Option<(Vec<Text>, &'i Item<'a>)> {
    let Some((first, rest)) = name.split_once('.') else {
        return argument(args, name).map(|item| (names_in(heap, item), item));
    };
    let item = argument(args, first);
    if let Some(Item { value: Value::Dict(dict), .. }) = item {
        let inner = go_into(heap, *dict, rest)?;
        return Some((names_in(heap, inner), inner));
    }
    let last = argument(args, rest)?;
    let mut whole = item.and_then(|item| names_in(heap, item).into_iter().next()).unwrap_or_default();
    if !whole.parts().is_empty() {
        whole.push_str(".");
    }
    whole.push(&names_in(heap, last).into_iter().next().unwrap_or_default());
    Some((vec![whole], last))
}

/// The string at a path of keys in nested dicts.
fn go_into<'i, 'a>(heap: &'i Heap<'a>, dict: Id<Dict<'a>>, path: &str) -> Option<&'i Item<'a>> {
    let mut at = heap.dicts.get(dict);
    let mut path = path.split('.').peekable();
    while let Some(step) = path.next() {
        let inner = at.get(step)?;
        match &inner.value {
            Value::Dict(dict) if path.peek().is_some() => at = heap.dicts.get(*dict),
            Value::Text(_) => return Some(inner),
            _ => return None,
        }
    }
    None
}

/// The names that an argument may be; a hole when nothing is known of it.
fn names_in(heap: &Heap<'_>, item: &Item<'_>) -> Vec<Text> {
    let texts: Vec<Text> = texts(heap, &item.value).iter().map(templates::with_holes).collect();
    if texts.is_empty() { vec![Text::hole("value")] } else { texts }
}

/// The argument `name`, or the one at the position in `name@2`.
fn argument<'i, 'a>(args: &'i Args<'a>, name: &str) -> Option<&'i Item<'a>> {
    let item = match name.split_once('@') {
        Some((name, position)) => args.get(name, position.parse().unwrap_or(usize::MAX)),
        None => args.named(name),
    };
    item.filter(|item| !matches!(item.value, Value::None))
}

/// What an argument of any operator names: assets, commands, statements and URIs.
fn by_argument<'a>(tables: &Tables, heap: &Heap<'a>, name: &str, item: &Item<'a>, touches: &mut Touches) {
    let label = format!("args.{name}");
    match name {
        "inlets" | "outlets" => {
            for (uri, span) in assets(heap, item) {
                let named =
                    uri::parse(&uri).unwrap_or(Named { uri: Some(uri.clone()), ..Named::new(DataKind::Uri, uri) });
                touches.add(name == "outlets", named, &label, span);
            }
        }
        _ => {
            let language = tables.arguments.language(name);
            if let Some(language) = language {
                for text in texts(heap, &item.value) {
                    by_text(language, &text, &label, item.span, touches);
                }
            }
            if language.is_none() || tables.arguments.is_added(name) {
                for text in nested_texts(heap, &item.value) {
                    if let Some(named) = uri::parse(&templates::with_holes(&text)) {
                        touches.add(destinations::is_argument(name), named, &label, item.span);
                    }
                }
            }
        }
    }
}

/// What a text names that is run.
fn by_text(language: Language, text: &Text, label: &str, span: Span, touches: &mut Touches) {
    let touched = match language {
        Language::Shell => shell::touched(&templates::with_holes(text)),
        Language::Sql if sql::is_statement(text) => sql::touched(&templates::with_holes(text)),
        Language::Sql => return,
    };
    touches.add_all(touched, label, span);
}

/// What the files name that are run in place of arguments; each stands with the path of its argument.
pub(crate) fn of_files(tables: &Tables, args: &Args<'_>, files: &[(String, Text)], touches: &mut Touches) {
    for (arg, text) in files {
        let name = arg.split('.').next().unwrap_or(arg);
        let language = arg.rsplit('.').find_map(|step| tables.arguments.language(step));
        if let (Some(language), Some(item)) = (language, args.named(name)) {
            by_text(language, text, &format!("args.{name}"), item.span, touches);
        }
    }
}

/// The URIs of assets: `Asset("s3://…")`, `Dataset(uri=…)`, a plain string.
fn assets<'a>(heap: &Heap<'a>, item: &Item<'a>) -> Vec<(Text, Span)> {
    let (mut found, mut waiting, mut seen) = (Vec::new(), vec![item], 0);
    while let Some(item) = waiting.pop().filter(|_| seen < 10_000) {
        seen += 1;
        match &item.value {
            Value::Text(text) => found.push((templates::with_holes(text), item.span)),
            Value::List(list) => waiting.extend(heap.lists.get(*list).items.iter().rev()),
            Value::Object(object) => {
                let object = heap.objects.get(*object);
                let uri = object.args.named("uri").or_else(|| object.args.positional.first());
                if let Some(Item { value: Value::Text(text), .. }) = uri {
                    found.push((templates::with_holes(text), item.span));
                }
            }
            _ => {}
        }
    }
    found
}

/// The strings of a value: itself, or the items of a list.
pub(crate) fn texts(heap: &Heap<'_>, value: &Value<'_>) -> Vec<Text> {
    match value {
        Value::Text(text) => vec![(**text).clone()],
        Value::List(list) => {
            let items = &heap.lists.get(*list).items;
            items
                .iter()
                .take(1_000)
                .filter_map(|item| if let Value::Text(text) = &item.value { Some((**text).clone()) } else { None })
                .collect()
        }
        Value::Either(values) => values
            .iter()
            .filter_map(|value| if let Value::Text(text) = value { Some((**text).clone()) } else { None })
            .collect(),
        _ => Vec::new(),
    }
}

/// The strings anywhere in a value.
fn nested_texts<'a>(heap: &Heap<'a>, value: &Value<'a>) -> Vec<Text> {
    let (mut found, mut waiting, mut seen) = (Vec::new(), vec![value], 0);
    while let Some(value) = waiting.pop().filter(|_| seen < 10_000) {
        seen += 1;
        match value {
            Value::Text(text) => found.push((**text).clone()),
            Value::List(list) => waiting.extend(heap.lists.get(*list).items.iter().map(|item| &item.value)),
            Value::Dict(dict) => waiting.extend(heap.dicts.get(*dict).entries.iter().map(|(_, item)| &item.value)),
            Value::Object(object) => waiting.extend(heap.objects.get(*object).args.items().map(|item| &item.value)),
            Value::Either(values) => waiting.extend(values.iter()),
            _ => {}
        }
    }
    found
}
