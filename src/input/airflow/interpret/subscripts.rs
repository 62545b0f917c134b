//! `value[key]` and `value[from:to]`.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprSubscript};

use super::super::arena::Id;
use super::super::graph::tasks_in;
use super::super::text::Text;
use super::super::value::{Args, Dict, ENVIRONMENT, Item, Kind, List, Scope, Value};
use super::Interpreter;
use super::postfix::LONGEST_NAME;
use crate::source::Span;

/// Values that an item may be one of.
const ONE_OF: usize = 64;

impl<'a> Interpreter<'a> {
    pub(super) fn subscript(
        &mut self,
        value: &Value<'a>,
        subscript: &'a ExprSubscript,
        scope: Id<Scope<'a>>,
        at: Span,
    ) -> Value<'a> {
        if let Expr::Slice(slice) = &*subscript.slice {
            let bound = |this: &mut Self, edge: &'a Option<Box<Expr>>| edge.as_ref().map(|edge| this.eval(edge, scope));
            let edges = [bound(self, &slice.lower), bound(self, &slice.upper), bound(self, &slice.step)];
            return self.slice(value, &edges);
        }
        let key = self.eval(&subscript.slice, scope);
        self.item(value, &key, at)
    }

    /// `value[key]`.
    pub(super) fn item(&mut self, value: &Value<'a>, key: &Value<'a>, at: Span) -> Value<'a> {
        if let Some(found) = self.item_of_object(value, key, at) {
            return found;
        }
        match value {
            Value::Task(_) => value.clone(),
            Value::Either(values) => {
                let values: Vec<&Value<'a>> = values.iter().filter(|value| !matches!(value, Value::None)).collect();
                Self::either(values.into_iter().map(|value| self.item(value, key, at)).collect())
            }
            Value::List(id) => self.item_of_list(*id, key),
            Value::Dict(id) => self.item_or_made(*id, key, at),
            Value::Package(id) => {
                let name = self.as_text(key).display();
                self.package_name(*id, &name, at).unwrap_or_else(|| Value::unknown(name))
            }
            Value::Symbol(name) if &**name == "sys.modules" => self.module_by_name(key, at),
            Value::Symbol(name) => {
                let args = Args { positional: vec![Item { value: key.clone(), span: at }], ..Args::default() };
                let callee = format!("{name}.__getitem__");
                self.note(&callee, &args, at);
                let key = self.as_text(key).display();
                let environment = &**name == "os.environ";
                Value::unknown(if environment { format!("{ENVIRONMENT}{key}") } else { format!("{name}[{key}]") })
            }
            Value::Unknown(what) if what.len() < LONGEST_NAME => {
                Value::unknown(format!("{what}[{}]", self.as_text(key).display()))
            }
            Value::Bound(id) if &*self.heap.bounds.get(*id).name == "__dict__" => {
                let receiver = self.heap.bounds.get(*id).receiver.clone();
                let name = key.as_str().map(str::to_owned);
                name.map_or(Value::unknown("attribute"), |name| self.attribute(&receiver, &name, at))
            }
            Value::Object(id) => {
                let shown = || format!("{}()[{}]", self.heap.objects.get(*id).callee, self.as_text(key).display());
                let tasks = tasks_in(&self.heap, value);
                tasks.first().map_or_else(|| Value::unknown(shown()), |task| Value::Task(*task))
            }
            Value::Text(text) => letter(text, key),
            _ => Value::unknown("item"),
        }
    }

    /// `dict[key]`, which a `defaultdict` makes where it is missing.
    fn item_or_made(&mut self, id: Id<Dict<'a>>, key: &Value<'a>, at: Span) -> Value<'a> {
        let missing = |dict: &Dict<'a>, name: &str| dict.get(name).is_none() && !dict.open;
        if self.key_text(key).is_some_and(|name| missing(self.heap.dicts.get(id), &name))
            && let Some(made) = self.made_by_default(id, key, at)
        {
            return made;
        }
        self.dict_item(id, key)
    }

    fn item_of_list(&mut self, id: Id<List<'a>>, key: &Value<'a>) -> Value<'a> {
        let list = self.heap.lists.get(id);
        let Value::Int(index) = *key else { return self.any_of(&Value::List(id)) };
        match list.kind {
            Kind::Jumbled | Kind::Set => return self.any_of(&Value::List(id)),
            Kind::End => {
                // The first item that is known may be a part of one.
                let back = index.checked_neg().and_then(|back| usize::try_from(back).ok());
                let whole = back.filter(|back| *back > 0 && *back < list.items.len());
                let at = whole.and_then(|back| list.items.len().checked_sub(back));
                return at
                    .and_then(|at| list.items.get(at))
                    .map_or_else(|| Value::unknown("item"), |item| item.value.clone());
            }
            Kind::List | Kind::Tuple => {}
        }
        let item = from_end(index, list.items.len()).and_then(|index| list.items.get(index));
        match item {
            Some(item) if !list.open => item.value.clone(),
            _ => Value::unknown("item"),
        }
    }

    /// `sys.modules[name]`.
    fn module_by_name(&mut self, key: &Value<'a>, at: Span) -> Value<'a> {
        let Some(name) = key.as_str().map(str::to_owned) else { return Value::unknown("module") };
        let own = self.heap.packages.get(self.standing.package);
        if *own.name == *name {
            return Value::Package(self.standing.package);
        }
        match self.whole(&name, at) {
            Some(package) => Value::Package(package),
            None => Value::Symbol(Rc::from(name)),
        }
    }

    /// The value of a key that may not be known.
    pub(super) fn dict_item(&mut self, id: Id<Dict<'a>>, key: &Value<'a>) -> Value<'a> {
        let name = self.as_text(key);
        let dict = self.heap.dicts.get(id);
        match name.as_known() {
            Some(known) => {
                dict.get(known).map_or_else(|| Value::unknown(format!("[{known}]")), |item| Self::present(&item.value))
            }
            None => self.any_of(&Value::Dict(id)),
        }
    }

    /// An item of a collection when it is not known which: one of a few, or unknown.
    fn any_of(&mut self, value: &Value<'a>) -> Value<'a> {
        let (mut values, open): (Vec<Value<'a>>, bool) = match value {
            Value::List(id) => {
                let list = self.heap.lists.get(*id);
                (list.items.iter().map(|item| item.value.clone()).collect(), list.open)
            }
            Value::Dict(id) => {
                let dict = self.heap.dicts.get(*id);
                (dict.entries.iter().map(|(_, item)| Self::present(&item.value)).collect(), dict.open)
            }
            _ => (Vec::new(), true),
        };
        if values.is_empty() || values.len() > ONE_OF {
            return Value::unknown("item");
        }
        if open {
            values.push(Value::unknown("item"));
        }
        Self::either(values)
    }

    /// `value[from:to:step]`.
    fn slice(&mut self, value: &Value<'a>, edges: &[Option<Value<'a>>; 3]) -> Value<'a> {
        match value {
            Value::Task(_) => value.clone(),
            Value::Either(values) => Self::either(values.iter().map(|value| self.slice(value, edges)).collect()),
            Value::List(id) if !self.heap.lists.get(*id).open => {
                let list = self.heap.lists.get(*id);
                let (kind, items) = (list.kind, &list.items);
                let places = places(edges, items.len()).filter(|_| kind == Kind::List || kind == Kind::Tuple);
                let kept: Option<Vec<Item<'a>>> =
                    places.map(|places| places.into_iter().filter_map(|at| items.get(at).cloned()).collect());
                let open = kept.is_none();
                let items = kept.unwrap_or_else(|| items.clone());
                Value::List(self.heap.lists.add(List { items, open, kind }))
            }
            Value::Text(text) => {
                let Some(known) = text.as_known() else { return Value::Text(Rc::new(Text::hole("slice"))) };
                let letters: Vec<char> = known.chars().collect();
                match places(edges, letters.len()) {
                    Some(places) => {
                        Value::text(places.into_iter().filter_map(|at| letters.get(at)).collect::<String>())
                    }
                    None => Value::Text(Rc::new(Text::hole("slice"))),
                }
            }
            Value::Object(id) => match self.tuple_of(*id) {
                Some(items) => {
                    let list = self.heap.tuple(items);
                    self.slice(&list, edges)
                }
                None => Value::unknown("slice"),
            },
            _ => Value::unknown("slice"),
        }
    }
}

/// The place that an index means, counted from the end where it is negative.
fn from_end(index: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    usize::try_from(if index < 0 { index.saturating_add(length) } else { index }).ok()
}

/// The places that a slice takes out of so many; `None` where its edges are not known.
fn places(edges: &[Option<Value<'_>>; 3], length: usize) -> Option<Vec<usize>> {
    let number = |edge: &Option<Value<'_>>| match edge {
        None | Some(Value::None) => Some(None),
        Some(Value::Int(number)) => Some(Some(*number)),
        Some(_) => None,
    };
    let [lower, upper, step] = edges;
    let (lower, upper, step) = (number(lower)?, number(upper)?, number(step)?.unwrap_or(1));
    let length = i64::try_from(length).ok()?;
    let clamp = |edge: i64| if edge < 0 { edge.saturating_add(length) } else { edge };
    let mut places = Vec::new();
    if step > 0 {
        let mut at = lower.map_or(0, |edge| clamp(edge).clamp(0, length));
        let end = upper.map_or(length, |edge| clamp(edge).clamp(0, length));
        while at < end {
            places.push(usize::try_from(at).ok()?);
            at = at.checked_add(step)?;
        }
        return Some(places);
    }
    if step == 0 {
        return None;
    }
    let last = length.saturating_sub(1);
    let mut at = lower.map_or(last, |edge| clamp(edge).clamp(-1, last));
    let end = upper.map_or(-1, |edge| clamp(edge).clamp(-1, last));
    while at > end {
        places.push(usize::try_from(at).ok()?);
        at = at.checked_add(step)?;
    }
    Some(places)
}

/// `text[index]`.
fn letter<'a>(text: &Text, key: &Value<'a>) -> Value<'a> {
    match (text.as_known(), key) {
        (Some(known), Value::Int(index)) => {
            let letters: Vec<char> = known.chars().collect();
            let letter = from_end(*index, letters.len()).and_then(|at| letters.get(at));
            letter.map_or(Value::unknown("item"), |letter| Value::text(*letter))
        }
        _ => Value::Text(Rc::new(Text::hole("letter"))),
    }
}
