//! The data that a task reads and writes.

mod entries;
mod values;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use self::values::{nested_texts, possible};
use super::super::arena::Id;
use super::super::graph::{Task, last_segment};
use super::super::interpret::Event;
use super::super::knowledge::arguments::Language;
use super::super::knowledge::operators::Entry;
use super::super::knowledge::{Tables, calls, destinations};
use super::super::model::{DataKind, Does};
use super::super::text::{Part, Text};
use super::super::value::{Args, Heap, Item, Value};
use super::shell::Environment;
use super::uri::{self, Named, Touched};
use super::{shell, sql, templates};
use crate::source::Span;

/// Data that a task touches, with the place that names it.
#[derive(Debug, Clone)]
pub(crate) struct Touch {
    pub(crate) does: Does,
    pub(crate) named: Named,
    pub(crate) arg: String,
    pub(crate) span: Span,
}

/// What a task reads and writes. What it only uses stands in both lists, what it changes in that of what is written.
#[derive(Debug, Default)]
pub(crate) struct Touches {
    pub(crate) reads: Vec<Touch>,
    pub(crate) writes: Vec<Touch>,
}

impl Touches {
    fn add(&mut self, does: Does, named: &Named, arg: &str, span: Span) {
        if named.name.parts().is_empty() {
            return;
        }
        let sides: &mut [&mut Vec<Touch>] = match does {
            Does::Reads => &mut [&mut self.reads],
            Does::Writes | Does::Changes => &mut [&mut self.writes],
            Does::Uses => &mut [&mut self.reads, &mut self.writes],
        };
        for side in sides {
            if !side.iter().any(|touch| touch.span == span && touch.does == does && touch.named == *named) {
                side.push(Touch { does, named: named.clone(), arg: arg.to_owned(), span });
            }
        }
    }

    fn add_all(&mut self, touched: Touched, arg: &str, span: Span) {
        touched.0.into_iter().for_each(|(does, named)| self.add(does, &named, arg, span));
    }

    /// Drops what says less than something else: that data is used which is known to be read or written.
    fn settle(&mut self) {
        let name = |touch: &Touch| (touch.named.kind, touch.named.name.display());
        let all = self.reads.iter().chain(&self.writes);
        let known: BTreeSet<(DataKind, String)> = all.filter(|touch| touch.does != Does::Uses).map(name).collect();
        let says = |touch: &Touch| touch.does != Does::Uses || !known.contains(&name(touch));
        self.reads.retain(says);
        self.writes.retain(says);
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
    let environment = environment(heap, args);
    let operators: Vec<&str> =
        std::iter::once(&task.operator.qualified).chain(&task.operator.bases).map(|name| last_segment(name)).collect();
    // What is known of a class takes nothing away from what is known of those that it is made from.
    let entries: Vec<&Entry> = operators.iter().flat_map(|name| tables.operators.named(name)).collect();
    for entry in &entries {
        entries::apply(heap, entry, entry.does, args, "args.", &mut touches);
    }
    of_calls(heap, events, &mut touches);
    let only_reads = operators.iter().any(|name| name.contains("Sensor") || name.ends_with("CheckOperator"));
    for (name, item) in &args.named {
        let named_by_row = entries.iter().any(|entry| entry.takes(name));
        by_argument(tables, heap, name, item, &environment, &mut touches);
        if let Some(kind) = tables.arguments.names(name).filter(|_| !named_by_row) {
            let does = if only_reads { Does::Reads } else { does_of(name) };
            for text in entries::names(heap, item) {
                touches.add(does, &entries::named(kind, text, None), &format!("args.{name}"), item.span);
            }
        }
    }
    touches.settle();
    touches
}

/// What the calls in the code of a task name.
fn of_calls<'a>(heap: &Heap<'a>, events: &[&Event<'a>], touches: &mut Touches) {
    let callees: OnceCell<BTreeSet<&str>> = OnceCell::new();
    let callees = || callees.get_or_init(|| events.iter().map(|event| &*event.callee).collect());
    for event in events {
        for entry in calls::named(&event.callee).unwrap_or_default() {
            let further = if entry.does == Does::Uses { further(callees(), &event.callee) } else { BTreeSet::new() };
            let does = if further.is_empty() { BTreeSet::from([entry.does]) } else { further };
            for does in does {
                entries::apply(heap, entry, does, &event.args, &format!("{} ", label(&event.callee)), touches);
            }
        }
        for item in event.args.items().filter(|item| values::may_name_uris(&item.value)) {
            for text in possible(heap, &item.value) {
                if let Some(named) = uri::parse(&text) {
                    let does = does_by_method(&event.callee, &event.args);
                    touches.add(does, &named, &label(&event.callee), item.span);
                }
            }
        }
    }
}

/// The end of the name of a call, as people know it.
fn label(callee: &str) -> String {
    let plain = callee.replace("()", "");
    plain.rsplit('.').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(".")
}

/// What calls of what a call gave do: `Bucket("x").upload_file(…)`. The last of a chain decides.
fn further(callees: &BTreeSet<&str>, callee: &str) -> BTreeSet<Does> {
    let last = |other: &String| behind(callees, other).is_empty();
    let further = behind(callees, callee).into_iter().filter(last);
    further.map(|other| does_by_method(&other, &Args::default())).collect()
}

/// The calls of what a call gave.
fn behind(callees: &BTreeSet<&str>, callee: &str) -> Vec<String> {
    let begin = format!("{callee}().");
    let from = callees.range(&*begin..);
    from.take_while(|other| other.starts_with(&begin)).map(|other| (*other).to_owned()).collect()
}

/// What a call does to the data that it is given, by its name.
fn does_by_method(callee: &str, args: &Args<'_>) -> Does {
    let method = last_segment(callee);
    let mode = args.get("mode", 1).and_then(|item| item.value.as_str()).unwrap_or_default();
    if ["delete", "remove", "unlink", "drop"].iter().any(|begin| method.starts_with(begin)) {
        Does::Changes
    } else if method.ends_with("open") {
        if mode.contains(['w', 'a', 'x', '+']) { Does::Writes } else { Does::Reads }
    } else if callee.split('.').any(|step| matches!(step, "read" | "readStream")) {
        Does::Reads
    } else if destinations::is_method(method) {
        Does::Writes
    } else {
        Does::Reads
    }
}

/// What an operator without a row does to what an argument names.
fn does_of(argument: &str) -> Does {
    if destinations::is_argument(argument) {
        Does::Writes
    } else if ["source", "src", "input", "from"].iter().any(|word| argument.contains(word)) {
        Does::Reads
    } else {
        Does::Uses
    }
}

/// What the variables hold that commands of a task are given.
fn environment(heap: &Heap<'_>, args: &Args<'_>) -> Environment {
    let mut found = Environment::new();
    for name in ["env", "environment", "env_vars"] {
        let Some(Item { value: Value::Dict(dict), .. }) = args.named(name) else { continue };
        for (key, item) in &heap.dicts.get(*dict).entries {
            if let Value::Text(text) = &item.value
                && let Some(known) = templates::with_holes(text).as_known()
            {
                found.insert(key.to_string(), known.to_owned());
            }
        }
    }
    found
}

/// What an argument of any operator names: assets, commands, statements and URIs.
fn by_argument<'a>(
    tables: &Tables,
    heap: &Heap<'a>,
    name: &str,
    item: &Item<'a>,
    environment: &Environment,
    touches: &mut Touches,
) {
    let label = format!("args.{name}");
    if matches!(name, "inlets" | "outlets") {
        for (uri, span) in values::assets(heap, item) {
            let named = uri::parse(&uri).unwrap_or(Named { uri: Some(uri.clone()), ..Named::new(DataKind::Uri, uri) });
            touches.add(if name == "outlets" { Does::Writes } else { Does::Reads }, &named, &label, span);
        }
        return;
    }
    let language = tables.arguments.language(name);
    if let Some(language) = language {
        let is_list = matches!(item.value, Value::List(_));
        let texts = possible(heap, &item.value);
        if is_list && language == Language::Shell {
            touches.add_all(shell::of_words(&texts, environment), &label, item.span);
        }
        for text in texts.iter().filter(|text| !is_list || sql::is_statement(text)) {
            by_text(language, text, environment, &label, item.span, touches);
        }
    }
    if language.is_none() || tables.arguments.is_added(name) {
        for text in nested_texts(heap, &item.value) {
            if let Some(named) = uri::parse(&templates::with_holes(&text)) {
                let does = if destinations::is_argument(name) { Does::Writes } else { Does::Reads };
                touches.add(does, &named, &label, item.span);
            }
        }
    }
}

/// What a text names that is run.
fn by_text(language: Language, text: &Text, environment: &Environment, label: &str, span: Span, touches: &mut Touches) {
    let is_unknown = matches!(text.parts(), [Part::Hole(_)]);
    let touched = match language {
        Language::Shell => shell::touched(text, environment),
        Language::Sql if is_unknown || sql::is_statement(text) => sql::touched(text),
        Language::Sql => return,
    };
    touches.add_all(touched, label, span);
}

/// What the files name that are run in place of arguments; each stands with the path of its argument.
pub(crate) fn of_files(
    tables: &Tables,
    heap: &Heap<'_>,
    args: &Args<'_>,
    files: &[(String, Text)],
    touches: &mut Touches,
) {
    let environment = environment(heap, args);
    for (arg, text) in files {
        let name = arg.split('.').next().unwrap_or(arg);
        let language = arg.rsplit('.').find_map(|step| tables.arguments.language(step));
        if let (Some(language), Some(item)) = (language, args.named(name)) {
            by_text(language, &templates::with_holes(text), &environment, &format!("args.{name}"), item.span, touches);
        }
    }
    touches.settle();
}
