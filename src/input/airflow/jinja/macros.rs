//! Macros: rendered where they are called.

use std::rc::Rc;

use super::evaluate::Given;
use super::render::{CALLS, Callable, Renderer};
use super::syntax::{Expr, Macro, Step, Target};
use super::value::{Origin, Origins, Value};

impl Renderer<'_> {
    pub(super) fn callable(&mut self, code: &Rc<Macro>) -> Value {
        let number = self.callables.len();
        self.callables.push(Callable { code: Rc::clone(code), frame: self.frame() });
        Value::callable(number)
    }

    /// `call`: what the expression makes, with the body for whoever calls it back.
    pub(super) fn call_with_body(&mut self, code: &Rc<Macro>, call: &Expr) -> Origins {
        let body = self.callable(code);
        let (Expr::Steps(base, steps), true) = (call, self.step()) else { return Origins::new() };
        let Some((Step::Call(arguments), before)) = steps.split_last() else { return Origins::new() };
        let mut callee = self.value(base);
        for step in before {
            callee = self.apply(&callee, step);
        }
        let given = self.given(arguments);
        let mut origins: Origins =
            callee.macros.iter().flat_map(|number| self.call_macro(*number, &given, Some(&body))).collect();
        if callee.macros.is_empty() {
            origins.extend(self.call(&callee, &given).printed());
            origins.extend(self.capture(|this| this.nodes(&code.body)));
        }
        origins
    }

    /// What a macro renders.
    pub(super) fn call_macro(&mut self, number: usize, given: &Given, body: Option<&Value>) -> Origins {
        let Some(callable) = self.callables.get(number) else { return Origins::new() };
        let (code, frame) = (Rc::clone(&callable.code), callable.frame);
        if self.calls.contains(&number) {
            // It shows nothing new, but for what it is given.
            return given.held();
        }
        if self.calls.len() >= CALLS {
            return [Origin::Unknown(Rc::from("its macros call each other too deeply"))].into();
        }
        self.calls.push(number);
        let rendered = self.framed(frame, |this| {
            this.bind(&code, given);
            if let Some(body) = body {
                this.assign(&Target::Name(Rc::from("caller")), body.clone());
            }
            this.capture(|this| this.nodes(&code.body))
        });
        self.calls.pop();
        rendered
    }

    fn bind(&mut self, code: &Macro, given: &Given) {
        for (index, (name, default)) in code.parameters.iter().enumerate() {
            let written = given.get(index, name).cloned();
            let value = match (written, default) {
                (Some(value), _) => value,
                (None, Some(default)) => self.value(default),
                (None, None) => Value::default(),
            };
            let value = given.unpacked.iter().cloned().fold(value, Value::or);
            self.assign(&Target::Name(Rc::clone(name)), value);
        }
        let all = Value::one_of(given.all().map(Value::loose)).loose();
        for name in ["kwargs", "varargs"] {
            self.assign(&Target::Name(Rc::from(name)), all.clone());
        }
    }
}
