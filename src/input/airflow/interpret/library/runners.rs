//! What runs functions that it is given, and what runs code that nobody can look into.

use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::value::{Args, Item, Object, Value};
use super::super::Interpreter;
use crate::source::Span;

/// Pools of threads and processes.
const POOLS: &[&str] = &[
    "concurrent.futures.ThreadPoolExecutor",
    "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures.thread.ThreadPoolExecutor",
    "multiprocessing.Pool",
    "multiprocessing.pool.Pool",
    "multiprocessing.pool.ThreadPool",
    "multiprocessing.dummy.Pool",
    "joblib.Parallel",
];

/// What a call in another thread gives.
const FUTURE: &str = "concurrent.futures.Future";

impl<'a> Interpreter<'a> {
    /// A function that runs code.
    pub(super) fn call_runner(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let first = args.positional.first().map(|item| item.value.clone());
        match name {
            "asyncio.run" | "asyncio.create_task" | "asyncio.ensure_future" | "asyncio.wait_for" => first,
            "asyncio.gather" => Some(self.heap.list(args.positional.clone(), args.open)),
            "asyncio.to_thread" => {
                let mut rest = args.clone();
                rest.positional.drain(..rest.positional.len().min(1));
                Some(self.call(&first?, rest, at))
            }
            _ if name.starts_with("code.") || name.starts_with("imp.") || name.starts_with("runpy.") => {
                self.lose_code(name, at);
                None
            }
            _ => None,
        }
    }

    /// Notes that code runs which nobody can look into.
    pub(super) fn lose_code(&mut self, name: &str, at: Span) {
        if self.importing() {
            self.hidden_code.insert(at.start, name.to_owned());
            self.lose_all(at, &format!("runs code by `{name}` that cannot be followed"));
        }
    }

    /// A method of something that runs functions.
    pub(super) fn runner_method(
        &mut self,
        id: Id<Object<'a>>,
        callee: &str,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        if callee.starts_with("code.") {
            self.lose_code(&format!("{callee}().{name}"), at);
            return None;
        }
        let first = args.positional.first().map(|item| item.value.clone());
        match (callee, name) {
            (FUTURE, "result" | "get") => {
                self.heap.objects.get(id).args.positional.first().map(|item| item.value.clone())
            }
            (FUTURE, "add_done_callback") => {
                let given = Item { value: Value::Object(id), span: at };
                Some(self.call(&first?, Args { positional: vec![given], ..Args::default() }, at))
            }
            ("threading.Thread" | "multiprocessing.Process" | "threading.Timer", "start" | "run") => self.start(id, at),
            ("contextlib.ExitStack" | "contextlib.AsyncExitStack", _) => self.stack_method(name, args, at),
            ("argparse.ArgumentParser", _) => None,
            (pool, _) if POOLS.contains(&pool) => self.pool_method(name, args, at),
            _ => None,
        }
    }

    /// `Thread(target=f, args=…).start()`.
    fn start(&mut self, id: Id<Object<'a>>, at: Span) -> Option<Value<'a>> {
        let object = self.heap.objects.get(id);
        let timer = &*object.callee == "threading.Timer";
        let target = object.args.get(if timer { "function" } else { "target" }, 1)?.value.clone();
        let (given, named) =
            (object.args.get("args", if timer { 2 } else { 3 }).cloned(), object.args.named("kwargs").cloned());
        let mut args = Args::default();
        if let Some(given) = given {
            match self.items_of(&given.value, at) {
                Some((items, open)) => (args.positional, args.open) = (items, open),
                None => args.open = true,
            }
        }
        match named.map(|item| item.value) {
            Some(Value::Dict(dict)) => {
                let dict = self.heap.dicts.get(dict);
                args.named.clone_from(&dict.entries);
                args.open |= dict.open;
            }
            Some(_) => args.open = true,
            None => {}
        }
        self.call(&target, args, at);
        Some(Value::None)
    }

    fn stack_method(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        match name {
            "enter_context" | "enter_async_context" | "push" => {
                let value = args.positional.first()?.value.clone();
                Some(self.enter_for_the_rest(&value, at))
            }
            "callback" => {
                let mut rest = args.clone();
                let function = rest.positional.first()?.value.clone();
                rest.positional.remove(0);
                Some(self.undecided(|this| this.call(&function, rest, at)))
            }
            "close" | "pop_all" => {
                if let Some(dag) = self.current_dag() {
                    self.lose(dag, at, "leaves the contexts of an `ExitStack` where gate cannot follow it");
                }
                Some(Value::None)
            }
            _ => None,
        }
    }

    fn pool_method(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let function = args.positional.first()?.value.clone();
        let mut rest = args.clone();
        rest.positional.remove(0);
        match name {
            "submit" => {
                let result = self.call(&function, rest, at);
                Some(self.future(result, at))
            }
            "apply" | "apply_async" => {
                let mut args = Args::default();
                if let Some((items, open)) = rest.positional.first().and_then(|item| self.items_of(&item.value, at)) {
                    (args.positional, args.open) = (items, open);
                }
                let result = self.call(&function, args, at);
                Some(if name == "apply" { result } else { self.future(result, at) })
            }
            "map" | "imap" | "imap_unordered" => Some(self.mapped(&function, &rest.positional, false, at)),
            "map_async" => {
                let result = self.mapped(&function, &rest.positional, false, at);
                Some(self.future(result, at))
            }
            "starmap" => Some(self.mapped(&function, &rest.positional, true, at)),
            _ => None,
        }
    }

    fn future(&mut self, result: Value<'a>, at: Span) -> Value<'a> {
        let given = Item { value: result, span: at };
        self.object(FUTURE, Args { positional: vec![given], ..Args::default() })
    }

    /// `map(function, items, …)`; with `spread` each item holds the arguments of one call.
    pub(super) fn mapped(&mut self, function: &Value<'a>, columns: &[Item<'a>], spread: bool, at: Span) -> Value<'a> {
        let rows = match columns {
            [only] => self.items_of(&only.value, at),
            _ => match self.zip(columns, at) {
                Value::List(rows) => Some((self.heap.lists.get(rows).items.clone(), self.heap.lists.get(rows).open)),
                _ => None,
            },
        };
        let unknown_rows = rows.is_none();
        let (rows, open) = rows.unwrap_or_else(|| {
            let element = columns.first().map_or(Value::unknown("item"), |item| self.element(&item.value));
            (vec![Item { value: element, span: at }], true)
        });
        let apart = (spread || columns.len() > 1) && !unknown_rows;
        let mut results = Vec::new();
        let follow = |this: &mut Self| {
            for row in rows {
                if !this.step(1, at.start) {
                    break;
                }
                let args = match this.items_of(&row.value, at).filter(|_| apart) {
                    Some((positional, open)) => Args { positional, open, ..Args::default() },
                    None => Args { positional: vec![row], ..Args::default() },
                };
                results.push(Item { value: this.call(function, args, at), span: at });
            }
        };
        if open {
            self.repeated_code(follow);
        } else {
            follow(self);
        }
        self.heap.list(results, open)
    }

    /// `string.Template(…).substitute(…)`.
    pub(super) fn substituted(&mut self, id: Id<Object<'a>>, args: &Args<'a>) -> Value<'a> {
        let template = self.heap.objects.get(id).args.get("template", 0).map(|item| self.as_text(&item.value));
        let mut named = args.named.clone();
        if let Some(Item { value: Value::Dict(dict), .. }) = args.positional.first() {
            named.splice(0..0, self.heap.dicts.get(*dict).entries.iter().cloned());
        }
        let value = |this: &Self, name: &str| {
            named.iter().rev().find(|(key, _)| **key == *name).map(|(_, item)| this.as_text(&item.value))
        };
        let Some(template) = template else { return Value::unknown("template") };
        let mut text = super::super::Text::default();
        for part in template.parts() {
            let super::super::super::text::Part::Known(known) = part else {
                text.push_hole("value");
                continue;
            };
            let mut rest = known.as_str();
            while let Some((before, after)) = rest.split_once('$') {
                text.push_str(before);
                if let Some(after) = after.strip_prefix('$') {
                    text.push_str("$");
                    rest = after;
                    continue;
                }
                let braced = after.strip_prefix('{').and_then(|inner| inner.split_once('}'));
                let (name, after) = braced.unwrap_or_else(|| {
                    let end = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
                    after.split_at_checked(end).unwrap_or((after, ""))
                });
                match value(self, name) {
                    Some(value) => text.push(&value),
                    None => text.push_hole(name),
                }
                rest = after;
            }
            text.push_str(rest);
        }
        Value::Text(Rc::new(text))
    }
}
