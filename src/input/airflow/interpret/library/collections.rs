//! `collections`, and functions of Python's own types that are called by the name of the type.

use super::super::super::value::{Args, Dict, Item, Keys, List, Value};
use super::super::Interpreter;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    pub(super) fn call_collections(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        match name {
            "OrderedDict" | "UserDict" => Some(self.new_dict(args, at)),
            "defaultdict" => {
                let mut rest = args.clone();
                let factory = (!rest.positional.is_empty()).then(|| rest.positional.remove(0).value);
                let Value::Dict(id) = self.new_dict(&rest, at) else { return None };
                if let Some(factory) = factory.filter(|factory| !matches!(factory, Value::None)) {
                    self.objects.factories.insert(id, factory);
                }
                Some(Value::Dict(id))
            }
            "Counter" => Some(self.counted(args, at)),
            "ChainMap" => {
                let dict = self.heap.dicts.add(Dict::of(Vec::new(), args.open));
                for map in args.positional.iter().rev() {
                    self.update(dict, &map.value.clone());
                }
                Some(Value::Dict(dict))
            }
            "deque" | "UserList" => Some(self.collected(&args.positional, at, super::super::super::value::Kind::List)),
            "namedtuple" => self.named_tuple(args, at),
            _ => None,
        }
    }

    /// `Counter(items)`: how often each stands among them.
    fn counted(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        let Some(item) = args.positional.first() else { return self.new_dict(args, at) };
        let Some((items, open)) = self.items_of(&item.value, at) else {
            return Value::Dict(self.heap.dicts.add(Dict::of(Vec::new(), true)));
        };
        let mut dict = Dict::of(Vec::new(), open);
        for item in items {
            let key = self.as_text(&item.value);
            let Some(key) = key.as_known() else {
                dict.open = true;
                continue;
            };
            let so_far = match dict.get(key).map(|item| &item.value) {
                Some(Value::Int(number)) => *number,
                _ => 0,
            };
            dict.take_kind(Keys::of(&item.value));
            dict.insert(key, Item { value: Value::Int(so_far.saturating_add(1)), span: at });
        }
        Value::Dict(self.heap.dicts.add(dict))
    }

    /// The value of a key that a `defaultdict` does not have: it is made, and kept.
    pub(in super::super) fn made_by_default(
        &mut self,
        id: super::super::Id<Dict<'a>>,
        key: &Value<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        let factory = self.objects.factories.get(&id).cloned()?;
        let value = self.call(&factory, Args::default(), at);
        self.insert(id, key, Item { value: value.clone(), span: at });
        Some(value)
    }

    /// `dict.fromkeys(…)`, `str.upper(x)`, `list.append(x, y)`, `object.__setattr__(x, name, value)`.
    pub(super) fn call_of_type(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let (kind, method) = name.split_once('.')?;
        let first = args.positional.first()?.value.clone();
        let mut rest = args.clone();
        rest.positional.remove(0);
        match (kind, method) {
            ("dict", "fromkeys") => {
                let value = args.positional.get(1).map_or(Value::None, |item| item.value.clone());
                let dict = self.heap.dicts.add(Dict::default());
                match self.items_of(&first, at) {
                    Some((keys, open)) => {
                        self.heap.dicts.get_mut(dict).open = open;
                        for key in keys {
                            self.insert(dict, &key.value, Item { value: value.clone(), span: at });
                        }
                    }
                    None => self.heap.dicts.get_mut(dict).open = true,
                }
                Some(Value::Dict(dict))
            }
            ("object", "__setattr__") => Some(self.set_attribute_plainly(&first, &rest, at)),
            ("object", "__new__") => match first {
                Value::Class(id) => Some(Value::Object(self.allocate(id))),
                _ => None,
            },
            ("object", "__init__") => Some(Value::None),
            ("str", "join" | "format" | "maketrans") | ("int" | "tuple", _) => None,
            ("str" | "list" | "dict", _) => {
                let fits = match kind {
                    "str" => matches!(first, Value::Text(_)),
                    "list" => matches!(first, Value::List(_)),
                    _ => matches!(first, Value::Dict(_)),
                };
                let method = fits.then(|| self.bound(&first, method))?;
                Some(self.call(&method, rest, at))
            }
            _ => None,
        }
    }

    /// A list of the items of two lists, as `+` and `extend` make it.
    pub(in super::super) fn sum_of_lists(
        &mut self,
        left: super::super::Id<List<'a>>,
        right: &Value<'a>,
        at: Span,
    ) -> Value<'a> {
        let list = self.heap.lists.get(left);
        let (items, open, kind) = (list.items.clone(), list.open, list.kind);
        let sum = self.heap.lists.add(List { items, open, kind });
        self.extend(sum, right, at);
        Value::List(sum)
    }
}
