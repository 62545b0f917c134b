//! What names stand for: variables, locals, outputs of modules, resources and data sources.

use hcl_edit::expr::TraversalOperator;
use serde_json::Value as Json;

use super::scope::{address_of, instance_address, key_suffix};
use super::traverse::Operators;
use super::{At, Evaluator, Instance, Invalid, Outcome, Own, Scope, elements};
use crate::input::terraform::address::{BlockAddress, Key, Part, modules, parts};
use crate::input::terraform::code::{Block, Expr};
use crate::input::terraform::value::{Attribute, Constraint, Is, List, Object, Open, Value, from_json, same, to_text};

/// Resources that are a part of another one and have its id: what they begin with, and the argument that names it.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_policy>
const PARTS: &[(&str, &str)] = &[("aws_s3_bucket_", "bucket")];

/// The name of an open part that is the whole instance of a module call.
const MODULE: &str = "module.";

impl Evaluator<'_> {
    /// A name with what follows it.
    pub(super) fn variable(&self, name: &str, operators: &Operators, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        if let Some(value) = scope.binding(name) {
            return self.follow(value.clone(), operators, at, scope);
        }
        let words = words(operators);
        let rest = |used: usize| operators.get(used..).unwrap_or_default();
        let (value, used) = match (name, words.as_slice()) {
            ("var", [name, ..]) => (self.input(scope.module, name), 1),
            ("local", [name, ..]) => (self.local(scope.module, name), 1),
            ("each" | "count", [word, ..]) => (own(scope, name, word), 1),
            ("path", [word, ..]) => (self.path(scope, word), 1),
            ("module", [name, ..]) => return self.module(name, rest(1), at, scope),
            ("data" | "ephemeral", [kind, label, ..]) => {
                return self.resource(&format!("{name}.{kind}.{label}"), rest(2), at, scope);
            }
            ("terraform" | "self", _) => return Ok(Value::open()),
            (kind, [label, ..]) => return self.resource(&format!("{kind}.{label}"), rest(1), at, scope),
            _ => return Ok(Value::open()),
        };
        self.follow(value, rest(used), at, scope)
    }

    /// The value of a variable of a module instance.
    pub(in crate::input::terraform) fn input(&self, module: &Instance, name: &str) -> Value {
        let scope = Scope::of(module);
        self.once(&scope, &format!("var.{name}"), || {
            let block = BlockAddress::new(&address_of(module), &format!("var.{name}"));
            let declared = self.code.block_of(&block);
            let default = || declared.attribute("default").map(|default| self.evaluate(&default, &Scope::of(module)));
            let mut value = match module.split_last() {
                None => self.given(name, &declared),
                Some(((call, key), outer)) => {
                    self.argument_of_call(&outer.to_vec(), call, key, name).or_else(default).unwrap_or_else(Value::open)
                }
            };
            let flag = |name: &str| {
                declared.attribute(name).and_then(|flag| super::operator::truth(&self.evaluate(&flag, &scope)))
            };
            if value.is_null() && flag("nullable") == Some(false) {
                value = default().unwrap_or(value);
            }
            self.converted(value, &declared).made_of(flag("sensitive") == Some(true))
        })
    }

    /// A value as the type of its variable makes it.
    pub(super) fn converted(&self, value: Value, declared: &Block<'_>) -> Value {
        let Some(written) = declared.attribute("type") else { return value };
        let root = Instance::new();
        let constant = |expression: &hcl_edit::expr::Expression| {
            let at = At { source: written.source, fixed: None };
            self.expression(expression, at, &Scope::of(&root)).unwrap_or_else(|Invalid| Value::open())
        };
        match written.expression {
            Expr::Native(expression) => Constraint::of(expression).convert(value, &constant),
            Expr::Json(node) => {
                let parsed = node.as_str().and_then(|text| hcl_edit::parser::parse_expr(text).ok());
                match parsed {
                    Some(expression) => Constraint::of(&expression).convert(value, &constant),
                    None => value,
                }
            }
        }
    }

    /// What a module call passes for a variable; `None` when it passes nothing.
    fn argument_of_call(&self, outer: &Instance, call: &str, key: &Key, name: &str) -> Option<Value> {
        let block = BlockAddress::new(&address_of(outer), &format!("module.{call}"));
        let written = self.code.block_of(&block);
        if written.is_empty() {
            return Some(Value::open());
        }
        let argument = written.attribute(name)?;
        let own = self.own(outer, &block, key);
        Some(self.evaluate(&argument, &Scope { own: own.as_ref(), ..Scope::of(outer) }))
    }

    /// What belongs to one instance of a block with `count` or `for_each`.
    pub(in crate::input::terraform) fn own(&self, module: &Instance, block: &BlockAddress, key: &Key) -> Option<Own> {
        match key {
            Key::Single => None,
            Key::Index(index) => Some(Own::Count(*index)),
            Key::Text(text) => {
                let value = self.repeated(module, block, "for_each").and_then(|each| match &each.is {
                    Is::Object(Object { entries, .. }) => entries.get(text).cloned(),
                    Is::List(List { items, .. }) => {
                        items.iter().find(|item| to_text(item).as_deref() == Some(text)).cloned()
                    }
                    _ => None,
                });
                Some(Own::Each(text.clone(), value.unwrap_or_else(Value::open)))
            }
        }
    }

    /// What the `count` or `for_each` of a block comes to.
    fn repeated(&self, module: &Instance, block: &BlockAddress, word: &str) -> Option<Value> {
        let written = self.code.block_of(block).attribute(word)?;
        let scope = Scope::of(module);
        Some(self.once(&scope, &format!("{word} of {}", block.name), || self.evaluate(&written, &scope)))
    }

    /// A local value.
    pub(in crate::input::terraform) fn local(&self, module: &Instance, name: &str) -> Value {
        let scope = Scope::of(module);
        self.once(&scope, &format!("local.{name}"), || {
            let written = self.code.local_value(&address_of(module), name);
            written.map_or_else(Value::open, |written| self.evaluate(&written, &scope))
        })
    }

    /// `path.module` and `path.root`, relative to the folder that the tool runs in: that of the root module.
    fn path(&self, scope: &Scope<'_>, word: &str) -> Value {
        match word {
            "root" => Value::text("."),
            "module" => self.code.path_of(&scope.module_address()).map_or_else(Value::open, Value::text),
            _ => Value::open(),
        }
    }

    /// `module.name`, with a key and an output behind it.
    fn module(&self, name: &str, operators: &Operators, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let block = BlockAddress::new(&scope.module_address(), &format!("module.{name}"));
        let address = |key: &Key| {
            let outer = instance_address(scope.module);
            let dot = if outer.is_empty() { "" } else { "." };
            format!("{outer}{dot}module.{name}{}", key_suffix(key))
        };
        let instance = |key: &Key| instance(address(key), &block.name);
        let keys = self.keys_of_call(scope.module, &block);
        self.choose(keys, &instance, &block, operators, at, scope)
    }

    /// The keys of a module call; `None` when they are open.
    fn keys_of_call(&self, module: &Instance, block: &BlockAddress) -> Option<Vec<Key>> {
        if let Some(each) = self.repeated(module, block, "for_each") {
            let (elements, rest) = elements(&each)?;
            let keys = elements.iter().map(|(key, _)| Some(Key::Text(to_text(key)?.to_string())));
            return keys.collect::<Option<Vec<_>>>().filter(|_| rest.is_none());
        }
        match self.repeated(module, block, "count") {
            Some(count) => counted(&count),
            None => Some(vec![Key::Single]),
        }
    }

    /// A resource or data source of the module, with a key and an attribute behind it.
    fn resource(&self, name: &str, operators: &Operators, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let block = BlockAddress::new(&scope.module_address(), name);
        let module: Vec<Key> = scope.module.iter().map(|(_, key)| key.clone()).collect();
        let outer = instance_address(scope.module);
        let dot = if outer.is_empty() { "" } else { "." };
        let instance = |key: &Key| instance(format!("{outer}{dot}{name}{}", key_suffix(key)), name);
        let planned = self.planned.keys(&block, &module);
        let repeats = |word| self.code.block_of(&block).attribute(word).is_some();
        let keys = match planned.as_slice() {
            // One of which the plan has no instance has none, or is not in the plan.
            [] if repeats("count") || repeats("for_each") => self.keys_of_call(scope.module, &block),
            [] => Some(vec![Key::Single]),
            _ => Some(planned),
        };
        self.choose(keys, &instance, &block, operators, at, scope)
    }

    /// The instance that is meant, or all of them in a list or an object.
    fn choose(
        &self,
        keys: Option<Vec<Key>>,
        instance: &dyn Fn(&Key) -> Value,
        block: &BlockAddress,
        operators: &Operators,
        at: At<'_>,
        scope: &Scope<'_>,
    ) -> Outcome {
        let lost = || {
            let attribute =
                Attribute { address: block.full(), block: block.name.clone(), name: String::new(), instance: false };
            Value::new(Is::Open(Open::attribute(attribute)), None)
        };
        let Some(keys) = keys else { return Ok(lost()) };
        let whole = match keys.as_slice() {
            [Key::Single] => instance(&Key::Single),
            [] | [Key::Index(_), ..] => Value::list(keys.iter().map(instance).collect()),
            _ => {
                let entry = |key: &Key| match key {
                    Key::Text(text) => Some((text.clone(), instance(key))),
                    _ => None,
                };
                Value::object(keys.iter().filter_map(entry).collect())
            }
        };
        // An index that is not known may mean any of them.
        if let Some((first, rest)) = operators.split_first()
            && let TraversalOperator::Index(index) = first.value()
            && keys.as_slice() != [Key::Single]
            && !self.expression(index, at, scope)?.is_known()
        {
            return self.follow(lost(), rest, at, scope);
        }
        self.follow(whole, operators, at, scope)
    }

    /// An attribute of a resource instance, or an output of a module instance.
    pub(super) fn of_instance(&self, whole: &Attribute, name: &str) -> Value {
        let part = PARTS.iter().find(|(kind, _)| whole.block.starts_with(kind) && name == "id");
        if let Some(subject) = part.and_then(|(_, argument)| self.argument(&whole.address, argument)) {
            return subject;
        }
        let open = || {
            let attribute = Attribute { name: name.to_owned(), ..whole.clone() };
            Value::new(Is::Open(Open::attribute(attribute)), None)
        };
        if whole.block.starts_with(MODULE) {
            return self.output(&modules(&whole.address), name).unwrap_or_else(open);
        }
        let module = modules(&whole.address);
        let scope = Scope::of(&module);
        self.once(&scope, &format!("{}.{name}", whole.address), || {
            let planned = self.planned.instance(&whole.address);
            let unknown = planned.as_ref().and_then(|it| it.unknown.get(name)).unwrap_or(&Json::Null);
            let known = planned.as_ref().and_then(|it| it.values.get(name));
            let written = || self.argument(&whole.address, name).filter(|value| !value.is_null());
            let sensitive = planned.as_ref().is_some_and(|it| it.hides(name));
            let value = match known {
                Some(known) if *unknown != Json::Bool(true) => {
                    let value = mixed(known, unknown, &Attribute { name: name.to_owned(), ..whole.clone() });
                    // The same value as the code has it tells where it is written.
                    let coded = written().filter(|coded| same(coded, &value) == Some(true));
                    coded.unwrap_or_else(|| value.outside())
                }
                _ => written().filter(|value| value.as_open().is_none()).unwrap_or_else(open),
            };
            value.made_of(sensitive)
        })
    }

    /// What the code of an instance sets an argument to.
    pub(in crate::input::terraform) fn argument(&self, address: &str, name: &str) -> Option<Value> {
        let module = modules(address);
        let (block, key) = block_and_key(address, &module)?;
        let own = self.own(&module, &block, &key);
        self.argument_in(&self.code.block_of(&block), name, &Scope { own: own.as_ref(), ..Scope::of(&module) })
    }

    /// An output of a module instance; `None` when the code does not have it.
    pub(super) fn output(&self, module: &Instance, name: &str) -> Option<Value> {
        let block = self.code.block_of(&BlockAddress::new(&address_of(module), &format!("output.{name}")));
        let written = block.attribute("value")?;
        let scope = Scope::of(module);
        let flag = block.attribute("sensitive");
        let sensitive = || flag.and_then(|flag| super::operator::truth(&self.evaluate(&flag, &scope))) == Some(true);
        Some(self.once(&scope, &format!("output.{name}"), || self.evaluate(&written, &scope).made_of(sensitive())))
    }
}

/// The block of an instance, and its own key.
pub(in crate::input::terraform) fn block_and_key(address: &str, module: &Instance) -> Option<(BlockAddress, Key)> {
    let mut all = parts(address)?;
    let key = match all.pop()? {
        Part::Key(key) => key,
        part => {
            all.push(part);
            Key::Single
        }
    };
    let names = all.into_iter().filter_map(|part| match part {
        Part::Name(name) => Some(name),
        _ => None,
    });
    let names: Vec<String> = names.skip(module.len().saturating_mul(2)).collect();
    Some((BlockAddress::new(&address_of(module), &names.join(".")), key))
}

fn instance(address: String, block: &str) -> Value {
    let attribute = Attribute { address, block: block.to_owned(), name: String::new(), instance: true };
    Value::new(Is::Open(Open::attribute(attribute)), None)
}

/// The keys of so many instances.
fn counted(count: &Value) -> Option<Vec<Key>> {
    /// More than the tool could handle.
    const MOST: u64 = 100_000;
    let count = super::operator::as_number(count).filter(|count| *count >= 0.0 && count.fract() == 0.0)?;
    let count: u64 = format!("{count:.0}").parse().ok()?;
    (count <= MOST).then(|| (0..count).map(Key::Index).collect())
}

/// `each.key`, `each.value` or `count.index`.
fn own(scope: &Scope<'_>, name: &str, word: &str) -> Value {
    match (name, word, scope.own) {
        ("each", "key", Some(Own::Each(key, value))) => Value::text(key.as_str()).at(value.origin.clone()),
        ("each", "value", Some(Own::Each(_, value))) => value.clone(),
        ("count", "index", Some(Own::Count(index))) => Value::new(Is::Number((*index).into()), None),
        _ => Value::open(),
    }
}

/// The names that follow a name.
fn words(operators: &Operators) -> Vec<&str> {
    let names = operators.iter().map_while(|operator| match operator.value() {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        _ => None,
    });
    names.take(2).collect()
}

/// A planned value of which the mirror says what is known only after apply.
fn mixed(value: &Json, unknown: &Json, attribute: &Attribute) -> Value {
    if *unknown == Json::Bool(true) {
        return Value::new(Is::Open(Open::attribute(attribute.clone())), None);
    }
    let below = |step: &str| Attribute { name: format!("{}.{step}", attribute.name), ..attribute.clone() };
    let none = &Json::Null;
    match value {
        Json::Array(items) => {
            let item = |(index, item): (usize, &Json)| {
                mixed(item, unknown.get(index).unwrap_or(none), &below(&index.to_string()))
            };
            Value::list(items.iter().enumerate().map(item).collect())
        }
        Json::Object(entries) => {
            let known = entries
                .iter()
                .map(|(key, item)| (key.clone(), mixed(item, unknown.get(key).unwrap_or(none), &below(key))));
            let later = unknown.as_object().into_iter().flatten().filter(|(key, _)| !entries.contains_key(*key));
            let later = later.map(|(key, unknown)| (key.clone(), mixed(none, unknown, &below(key))));
            Value::object(known.chain(later).collect())
        }
        other => from_json(other),
    }
}
