//! Functions of the tree: made where they are defined, entered where they are called.

use std::rc::Rc;

use ruff_python_ast::{Expr, Parameters};

use super::super::arena::Id;
use super::super::value::{Args, Code, Dict, Form, Function, Item, Kind, List, Scope, Value};
use super::{CALLS, Flow, Interpreter, Where};
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// A function or lambda. Python makes its defaults now, once.
    pub(super) fn function(&mut self, code: Code<'a>, scope: Id<Scope<'a>>) -> Value<'a> {
        let mut defaults = Vec::new();
        for parameter in code.parameters().into_iter().flat_map(Parameters::iter_non_variadic_params) {
            if let Some(default) = &parameter.default {
                defaults.push((parameter.parameter.name.as_str(), self.eval(default, scope)));
            }
        }
        let defaults: Rc<[(&'a str, Value<'a>)]> = Rc::from(defaults);
        self.objects.defaults.insert(self.begin_of(code), Rc::clone(&defaults));
        Value::Function(self.add_function(code, scope, defaults))
    }

    /// A function that nothing calls, with the defaults that it got where it is defined.
    pub(super) fn uncalled_function(&mut self, code: Code<'a>, scope: Id<Scope<'a>>) -> Id<Function<'a>> {
        let defaults = self.objects.defaults.get(&self.begin_of(code)).cloned().unwrap_or_default();
        self.add_function(code, scope, defaults)
    }

    fn add_function(
        &mut self,
        code: Code<'a>,
        scope: Id<Scope<'a>>,
        defaults: Rc<[(&'a str, Value<'a>)]>,
    ) -> Id<Function<'a>> {
        let within = self.heap.scopes.get(scope);
        let class = within.class;
        // The names of a class are no names of its methods.
        let scope = class.and(within.parent).unwrap_or(scope);
        let (ahead, form, alias, origin) = (None, Form::Plain, None, None);
        self.heap.functions.add(Function { code, scope, class, defaults, ahead, form, alias, origin })
    }

    fn begin_of(&self, code: Code<'a>) -> usize {
        match code {
            Code::Def(def) => self.at(def).start,
            Code::Lambda(lambda) => self.at(lambda).start,
        }
    }

    /// The same function in another form.
    pub(super) fn form_of(&mut self, id: Id<Function<'a>>, change: impl FnOnce(&mut Function<'a>)) -> Id<Function<'a>> {
        let mut function = self.heap.functions.get(id).clone();
        function.origin = function.origin.or(Some(id));
        change(&mut function);
        self.heap.functions.add(function)
    }

    /// A function that is given some arguments ahead.
    pub(super) fn given_ahead(&mut self, id: Id<Function<'a>>, args: &Args<'a>) -> Id<Function<'a>> {
        self.form_of(id, |function| {
            let ahead = function.ahead.as_deref().map_or_else(|| args.clone(), |ahead| joined(ahead, args));
            function.ahead = Some(Rc::new(ahead));
        })
    }

    /// A method of a value: the function with the value as its first argument.
    pub(super) fn method_of(&mut self, id: Id<Function<'a>>, receiver: &Value<'a>, at: Span) -> Value<'a> {
        let first = Item { value: receiver.clone(), span: at };
        Value::Function(self.given_ahead(id, &Args { positional: vec![first], ..Args::default() }))
    }

    /// Enters a function; what it returns depending on conditions is one of several.
    pub(crate) fn call_function(&mut self, id: Id<Function<'a>>, args: &Args<'a>) -> Value<'a> {
        let function = self.heap.functions.get(id).clone();
        let first = function.origin.unwrap_or(id);
        if function.form == Form::Manager {
            return self.manager(id, args);
        }
        let outside = self.stand_in(function.scope);
        if !self.begin_call(&function, first) {
            self.standing = outside;
            return Value::unknown(format!("{}()", function.name()));
        }
        let value = match &function.ahead {
            Some(ahead) => self.enter_function(&function, first, &joined(ahead, args)),
            None => self.enter_function(&function, first, args),
        };
        let value =
            if self.objects.dispatching.contains(&id) { self.may_be_another(&function, value, args) } else { value };
        self.calls.pop();
        self.standing = outside;
        value
    }

    /// What a `singledispatch` function gives: the type of its argument chooses the body, and only the first was run.
    fn may_be_another(&mut self, function: &Function<'a>, value: Value<'a>, args: &Args<'a>) -> Value<'a> {
        let at = self.begin_of(function.code);
        self.note_hidden(&function.name(), args, Span::new(at, at));
        Self::either(vec![value, Value::unknown(format!("{}()", function.name()))])
    }

    /// Notes a call, unless it is not followed.
    pub(super) fn begin_call(&mut self, function: &Function<'a>, id: Id<Function<'a>>) -> bool {
        let deep = self.calls.len() >= CALLS;
        if deep {
            let at = self.begin_of(function.code);
            self.lose_all(Span::new(at, at), &format!("calls functions within each other more than {CALLS} deep"));
        }
        if deep || !self.may_enter(id) {
            self.note_recursion(id);
            return false;
        }
        self.calls.push(id);
        true
    }

    /// Whether a call is followed. Recursion that a condition may end at any time, and the helpers of functions that
    /// nothing calls, show nothing new.
    fn may_enter(&self, id: Id<Function<'a>>) -> bool {
        match self.place {
            Where::Import | Where::Dag => !self.calls.contains(&id) || (self.conditions == 0 && self.loops == 0),
            Where::Task(_) => !self.calls.contains(&id),
            Where::Uncalled => self.calls.is_empty(),
        }
    }

    fn enter_function(&mut self, function: &Function<'a>, id: Id<Function<'a>>, args: &Args<'a>) -> Value<'a> {
        let scope = self.scope_within(function.scope);
        if let Some(parameters) = function.code.parameters() {
            self.bind_parameters(parameters, args, scope, &function.defaults);
        }
        self.begin_frame(function, id, scope);
        let value = match function.code {
            Code::Def(def) => {
                let begins = self.at(def).start;
                self.entered.insert(begins);
                if self.importing() {
                    self.entered_at_import.insert(begins);
                }
                self.framed(|this| this.block(&def.body, scope))
            }
            Code::Lambda(lambda) => self.eval(&lambda.body, scope),
        };
        self.end_frame().unwrap_or(value)
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
        defaults: &[(&'a str, Value<'a>)],
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
            let default = defaults.iter().find(|(of, _)| *of == name).map(|(_, value)| value);
            let value = match (item, default) {
                (Some(item), _) => item.value.clone(),
                (None, Some(default)) if !args.open => default.clone(),
                _ => Value::unknown(name),
            };
            self.bind(scope, name, value);
        }
        if let Some(rest) = &parameters.vararg {
            let list = List { items: given.cloned().collect(), open: args.open, kind: Kind::Tuple };
            let list = Value::List(self.heap.lists.add(list));
            self.bind(scope, rest.name.as_str(), list);
        }
        if let Some(rest) = &parameters.kwarg {
            let mut dict = Dict::of(Vec::new(), args.open);
            for (name, item) in args.named.iter().filter(|(name, _)| !names.contains(&&**name)) {
                dict.insert(name, item.clone());
            }
            let dict = self.heap.dicts.add(dict);
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

/// The arguments of a call of something that was given others ahead.
pub(super) fn joined<'a>(ahead: &Args<'a>, args: &Args<'a>) -> Args<'a> {
    let mut all = ahead.clone();
    all.positional.extend(args.positional.iter().cloned());
    all.merge(args);
    all
}
