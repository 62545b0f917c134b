//! Functions of the file: entered where they are called.

use std::rc::Rc;

use ruff_python_ast::{Expr, Parameters, Stmt};

use super::super::arena::Id;
use super::super::value::{Args, Code, Dict, Function, Item, Scope, Value};
use super::{CALLS, Flow, Interpreter, Where};
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// Enters a function; what it returns depending on conditions is one of several.
    pub(crate) fn call_function(&mut self, id: Id<Function<'a>>, args: &Args<'a>) -> Value<'a> {
        let function = *self.heap.functions.get(id);
        if self.returns.len() >= CALLS || !self.may_enter(id) {
            return Value::unknown(format!("{}()", function.name()));
        }
        self.calls.push(id);
        let outside = self.stand_in(function.scope);
        let value = self.enter_function(function, args);
        self.standing = outside;
        self.calls.pop();
        value
    }

    /// Whether a call is followed. Recursion that a condition may end at any time, and the helpers of functions that
    /// nothing calls,
    /// show nothing new.
    fn may_enter(&self, id: Id<Function<'a>>) -> bool {
        match self.place {
            Where::Import | Where::Dag => !self.calls.contains(&id) || (self.conditions == 0 && self.loops == 0),
            Where::Task(_) => !self.calls.contains(&id),
            Where::Uncalled => self.calls.is_empty(),
        }
    }

    fn enter_function(&mut self, function: Function<'a>, args: &Args<'a>) -> Value<'a> {
        let scope = self.scope_within(function.scope);
        match function.code {
            Code::Def(def) => {
                let begins = self.at(def).start;
                self.entered.insert(begins);
                if self.importing() {
                    self.entered_at_import.insert(begins);
                }
                self.bind_parameters(&def.parameters, args, scope, function.scope);
                if contains_yield(&def.body) {
                    let _ = self.framed(|this| this.block(&def.body, scope));
                    return Value::unknown(format!("{}()", function.name()));
                }
                self.framed(|this| this.block(&def.body, scope))
            }
            Code::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.bind_parameters(parameters, args, scope, function.scope);
                }
                self.eval(&lambda.body, scope)
            }
        }
    }

    fn framed(&mut self, follow: impl FnOnce(&mut Self) -> Flow<'a>) -> Value<'a> {
        self.returns.push(Vec::new());
        let flow = follow(self);
        let mut possible = self.returns.pop().unwrap_or_default();
        match flow {
            Flow::Return(value) => possible.push(value),
            Flow::Raise => {
                self.raising |= possible.is_empty() && self.attempts > 0;
                possible.push(Value::unknown("raised"));
            }
            // Falling off the end gives `None`; where some path returns a value, that is what callers use.
            _ if possible.is_empty() => return Value::None,
            _ => {}
        }
        Self::either(possible)
    }

    pub(super) fn call_with_self(
        &mut self,
        function: Id<Function<'a>>,
        receiver: &Value<'a>,
        mut args: Args<'a>,
        at: Span,
    ) -> Value<'a> {
        args.positional.insert(0, Item { value: receiver.clone(), span: at });
        self.call_function(function, &args)
    }

    /// Binds parameters to arguments, then to defaults, then to something unknown.
    pub(super) fn bind_parameters(
        &mut self,
        parameters: &'a Parameters,
        args: &Args<'a>,
        scope: Id<Scope<'a>>,
        outer: Id<Scope<'a>>,
    ) {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let mut given = args.positional.iter();
        let mut names: Vec<&'a str> = Vec::new();
        for (parameter, by_position) in
            positional.map(|parameter| (parameter, true)).chain(parameters.kwonlyargs.iter().map(|p| (p, false)))
        {
            let name = parameter.parameter.name.as_str();
            names.push(name);
            let item = if by_position { given.next() } else { None }.or_else(|| args.named(name));
            let value = match (item, &parameter.default) {
                (Some(item), _) => item.value.clone(),
                (None, Some(default)) if !args.open => self.eval(default, outer),
                _ => Value::unknown(name),
            };
            self.bind(scope, name, value);
        }
        if let Some(rest) = &parameters.vararg {
            let items = given.cloned().collect();
            let list = self.heap.list(items, args.open);
            self.bind(scope, rest.name.as_str(), list);
        }
        if let Some(rest) = &parameters.kwarg {
            let entries: Vec<(Rc<str>, Item<'a>)> =
                args.named.iter().filter(|(name, _)| !names.contains(&&**name)).cloned().collect();
            let dict = self.heap.dicts.add(Dict { entries, open: args.open });
            self.bind(scope, rest.name.as_str(), Value::Dict(dict));
        }
    }

    /// Arguments that say nothing: every parameter without a default is unknown, and so is one whose default is
    /// `None`, because Airflow fills in the context.
    pub(super) fn unknown_arguments(&self, parameters: &'a Parameters) -> Args<'a> {
        let at = self.at(parameters);
        let named = parameters
            .iter_non_variadic_params()
            .filter(|parameter| parameter.default.as_deref().is_none_or(Expr::is_none_literal_expr))
            .map(|parameter| {
                let name = parameter.parameter.name.as_str();
                (Rc::from(name), Item { value: Value::unknown(name), span: at })
            })
            .collect();
        Args { positional: Vec::new(), named, open: false }
    }
}

/// Whether a function is a generator: one of its own statements yields.
fn contains_yield(body: &[Stmt]) -> bool {
    let yields = |expression: &Expr| expression.is_yield_expr() || expression.is_yield_from_expr();
    body.iter().any(|statement| matches!(statement, Stmt::Expr(expression) if yields(&expression.value)))
}
