//! Expressions of a template: what each may be made of.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::holes;
use super::objects;
use super::render::Renderer;
use super::syntax::{Arguments, Expr, Step};
use super::token::Constant;
use super::value::{Origins, Value};

/// The arguments of a call.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) positional: Vec<Value>,
    pub(super) named: BTreeMap<Rc<str>, Value>,
    /// Of `*list` and `**dict`: which of them goes where is not known.
    pub(super) unpacked: Option<Value>,
}

impl Given {
    pub(super) fn all(&self) -> impl Iterator<Item = &Value> {
        self.positional.iter().chain(self.named.values()).chain(&self.unpacked)
    }

    /// Where anything comes from that the callee is given.
    pub(super) fn held(&self) -> Origins {
        self.all().flat_map(Value::held).collect()
    }

    /// An argument by its position or name.
    pub(super) fn get(&self, position: usize, name: &str) -> Option<&Value> {
        self.named.get(name).or_else(|| self.positional.get(position))
    }
}

impl Renderer<'_> {
    pub(super) fn value(&mut self, expression: &Expr) -> Value {
        if !self.step() {
            return Value::default();
        }
        match expression {
            Expr::Text(text) => Self::constant(text),
            Expr::Index(index) => Value::number(*index),
            Expr::Plain => Value::default(),
            Expr::Holes(names) => {
                Value::from(names.iter().filter_map(|name| holes::origin_within(name)).collect()).loose()
            }
            Expr::Name(name) => self.name(name),
            Expr::List(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.value(item)).collect();
                Value::list(items)
            }
            Expr::Dict(entries) => self.dict(entries),
            Expr::Joined(operands) => self.joined(operands),
            Expr::Together(operands) => {
                let operands: Vec<Value> = operands.iter().map(|operand| self.value(operand)).collect();
                self.put_together(&operands).perhaps()
            }
            Expr::Reduced(operands) => {
                for operand in operands {
                    self.value(operand);
                }
                Value::default()
            }
            Expr::Or(operands) => {
                let operands: Vec<Value> = operands.iter().map(|operand| self.value(operand)).collect();
                Value::one_of(operands)
            }
            // It is the last operand, or one before it that is empty.
            Expr::And(operands) => {
                operands.iter().map(|operand| self.value(operand)).last().unwrap_or_default().perhaps()
            }
            Expr::Choice { test, yes, no } => {
                self.value(test);
                let yes = self.value(yes);
                match no {
                    Some(no) => yes.or(self.value(no)),
                    None => yes,
                }
            }
            Expr::Steps(base, steps) => self.steps(base, steps),
        }
    }

    pub(super) fn constant(text: &Constant) -> Value {
        match &text.known {
            Some(known) => Value::constant(known),
            None => Value::from(text.holes.iter().filter_map(|name| holes::origin_within(name)).collect()),
        }
    }

    fn dict(&mut self, entries: &[(Expr, Expr)]) -> Value {
        let (mut fields, mut other, mut keys) = (BTreeMap::new(), None, Origins::new());
        for (key, value) in entries {
            let (key, value) = (self.value(key), self.value(value));
            if let Some(known) = key.key() {
                fields.insert(Rc::from(known), value);
            } else {
                keys.extend(key.printed());
                other = Some(other.map_or_else(|| value.clone(), |other: Value| other.or(value.clone())));
            }
        }
        Value::dict(fields, other, keys)
    }

    /// Texts in a row, or lists.
    fn joined(&mut self, operands: &[Expr]) -> Value {
        let values: Vec<Value> = operands.iter().map(|operand| self.value(operand)).collect();
        let texts: Option<Vec<&str>> = values.iter().map(|value| value.text.as_deref()).collect();
        match texts {
            Some(texts) => Value::constant(&texts.concat()),
            None => self.put_together(&values),
        }
    }

    fn put_together(&self, values: &[Value]) -> Value {
        let mut whole = Value::default();
        for value in values {
            let part = if value.is_collection() { Value::many(value.elements()) } else { Value::default() };
            whole = whole.or(part).or(Value::from(self.printed(value)));
        }
        whole
    }

    fn name(&mut self, name: &str) -> Value {
        if let Some(value) = self.bound(name) {
            return value;
        }
        objects::variable(name).unwrap_or_else(|| self.environment.macros.value(name))
    }

    pub(super) fn given(&mut self, arguments: &Arguments) -> Given {
        let positional = arguments.positional.iter().map(|argument| self.value(argument)).collect();
        let named = arguments.named.iter().map(|(name, value)| (Rc::clone(name), self.value(value))).collect();
        let unpacked = arguments.unpacked.iter().map(|argument| self.value(argument).loose()).reduce(Value::or);
        Given { positional, named, unpacked }
    }

    fn steps(&mut self, base: &Expr, steps: &[Step]) -> Value {
        let mut steps = steps.iter();
        let mut value = match (base, steps.as_slice()) {
            (Expr::Name(name), [Step::Call(arguments), ..]) => {
                steps.next();
                let given = self.given(arguments);
                self.call_name(name, &given)
            }
            _ => self.value(base),
        };
        while let Some(step) = steps.next() {
            value = match (step, steps.as_slice()) {
                (Step::Attribute(name), [Step::Call(arguments), ..]) => {
                    steps.next();
                    let given = self.given(arguments);
                    self.call_method(&value, name, &given)
                }
                _ => self.apply(&value, step),
            };
        }
        value
    }

    /// One step that is no call of a method.
    pub(super) fn apply(&mut self, value: &Value, step: &Step) -> Value {
        if !self.step() {
            return Value::default();
        }
        match step {
            Step::Attribute(name) => {
                let key = Self::constant(name);
                self.part(value, &key)
            }
            Step::Item(key) => {
                let key = self.value(key);
                self.part(value, &key)
            }
            Step::Slice(bounds) => {
                for bound in bounds {
                    self.value(bound);
                }
                let part = Value::from(value.origins.clone());
                if value.is_collection() { part.or(Value::many(self.elements(value))) } else { part }
            }
            Step::Call(arguments) => {
                let given = self.given(arguments);
                self.call(value, &given)
            }
            Step::Filter(name, arguments) => {
                let given = self.given(arguments);
                self.filter(value, name, &given)
            }
            Step::Test(arguments) => {
                self.given(arguments);
                Value::default()
            }
        }
    }

    /// What stands under a key of a value. A hole may be any key.
    pub(super) fn part(&self, value: &Value, key: &Value) -> Value {
        let known = key.key();
        let found = value.get(known.as_deref());
        let found = if known.is_none() { found.or(Value::from(holes::unknown_in(&key.origins))) } else { found };
        self.with_pool(value, found)
    }

    /// What a loop over a value gives.
    pub(super) fn elements(&self, value: &Value) -> Value {
        self.with_pool(value, value.elements())
    }

    /// Where the text comes from that a value is printed as.
    pub(super) fn printed(&self, value: &Value) -> Origins {
        let mut origins = value.printed();
        if value.is_collection() {
            origins.extend(self.pool.printed());
        }
        origins
    }

    /// What was put into some list, dict or namespace of the template may stand in any of them.
    fn with_pool(&self, holder: &Value, found: Value) -> Value {
        if holder.is_collection() && !self.pool.is_plain() { found.or(self.pool.clone()) } else { found }
    }

    /// Puts a value into the lists, dicts and namespaces.
    pub(super) fn put(&mut self, value: &Value) {
        let mut loose = value.loose();
        if !std::mem::take(&mut loose.macros).is_empty() {
            loose = loose.or(Value::unknown("a macro is kept where it cannot be followed"));
        }
        let pool = std::mem::take(&mut self.pool);
        self.pool = pool.or(loose);
    }
}
