//! Context managers of the tree: what `with` runs when it enters and leaves them.

use ruff_python_ast::{Expr, Stmt, StmtWith};

use super::super::arena::Id;
use super::super::value::{Args, Code, Form, Function, Item, Scope, Value};
use super::frames::contains_yield;
use super::imports::Standing;
use super::{Context, Interpreter};
use crate::source::Span;

/// What an object that waits for `with` goes by.
pub(super) const MANAGER: &str = "contextlib.contextmanager";

/// A context manager that was entered.
pub(super) enum Entered<'a> {
    /// An object with an `__exit__`.
    Object { exit: Id<Function<'a>>, receiver: Value<'a>, at: Span },
    /// The rest of a function that yielded, innermost code first.
    Rest { steps: Vec<Step<'a>>, scope: Id<Scope<'a>>, standing: Standing<'a> },
}

/// A part of what a function does after its `yield`.
pub(super) enum Step<'a> {
    Run(&'a [Stmt]),
    /// Leaves the contexts that the function opened around its `yield`.
    Close(usize),
    /// Leaves the context managers that it entered.
    Exit(usize),
}

impl<'a> Interpreter<'a> {
    /// Enters an object of the tree or a wrapper of `contextlib`: gives what `with … as` binds. `None` for anything else.
    pub(super) fn enter_object(&mut self, value: &Value<'a>, at: Span) -> Option<Value<'a>> {
        let Value::Object(id) = value else { return self.enter_made(value, at) };
        let object = self.heap.objects.get(*id);
        if &*object.callee == MANAGER {
            let function = object.attributes.get("function").cloned();
            let args = object.args.clone();
            let Some(Value::Function(function)) = function else { return None };
            return Some(self.enter_manager(function, &args, at));
        }
        match &*object.callee {
            "contextlib.nullcontext" | "contextlib.closing" | "contextlib.aclosing" if object.class.is_none() => {
                return Some(object.args.positional.first().map_or(Value::None, |item| item.value.clone()));
            }
            _ => {}
        }
        let class = object.class?;
        let enter = self.class_name(class, "__enter__").or_else(|| self.class_name(class, "__aenter__"));
        let Some(Value::Function(enter)) = enter else {
            self.note_unknown_base(class, "__enter__", at);
            return None;
        };
        let bound = self.call_with_self(enter, value, Args::default(), at);
        let exit = self.class_name(class, "__exit__").or_else(|| self.class_name(class, "__aexit__"));
        if let Some(Value::Function(exit)) = exit {
            self.objects.open.push(Entered::Object { exit, receiver: value.clone(), at });
        }
        Some(bound)
    }

    /// A DAG or group whose class is of the tree and has its own `__enter__`.
    fn enter_made(&mut self, value: &Value<'a>, at: Span) -> Option<Value<'a>> {
        let class = self.class_of(value)?;
        let Some(Value::Function(enter)) = self.class_name(class, "__enter__") else { return None };
        let bound = self.call_with_self(enter, value, Args::default(), at);
        if let Some(Value::Function(exit)) = self.class_name(class, "__exit__") {
            self.objects.open.push(Entered::Object { exit, receiver: value.clone(), at });
        }
        Some(bound)
    }

    /// Leaves the context managers that were entered since there were so many, the last one first.
    pub(super) fn exit_objects(&mut self, before: usize) {
        while self.objects.open.len() > before {
            match self.objects.open.pop() {
                Some(Entered::Object { exit, receiver, at }) => {
                    let none = || Item { value: Value::None, span: at };
                    let args = Args { positional: vec![none(), none(), none()], ..Args::default() };
                    self.call_with_self(exit, &receiver, args, at);
                }
                Some(Entered::Rest { steps, scope, standing }) => {
                    let outside = std::mem::replace(&mut self.standing, standing);
                    for step in steps {
                        match step {
                            Step::Run(body) => drop(self.block(body, scope)),
                            Step::Close(open) => self.close(open),
                            Step::Exit(before) => self.exit_objects(before),
                        }
                    }
                    self.standing = outside;
                }
                None => {}
            }
        }
    }

    /// How many context managers are entered.
    pub(super) fn entered(&self) -> usize {
        self.objects.open.len()
    }

    /// Opens a value for the rest of the `with` statement around, as `ExitStack.enter_context` does.
    pub(super) fn enter_for_the_rest(&mut self, value: &Value<'a>, at: Span) -> Value<'a> {
        if let Some(bound) = self.enter_object(value, at) {
            return bound;
        }
        self.open_for_the_rest(value, at)
    }

    /// The same without what a class of the tree does when it is entered.
    pub(super) fn open_for_the_rest(&mut self, value: &Value<'a>, at: Span) -> Value<'a> {
        match value {
            Value::Dag(id) => self.context.push(Context::Dag(*id)),
            Value::Group(id) => self.context.push(Context::Group(*id)),
            Value::Task(id) => {
                self.context.push(Context::Around { around: vec![*id], within: Vec::new() });
            }
            other if self.may_be_a_dag(other) => match self.current_dag() {
                Some(dag) => self.lose(dag, at, "opens a context that is made where gate cannot follow it"),
                None => self.lose_all(at, "opens a context that is made where gate cannot follow it"),
            },
            _ => {}
        }
        value.clone()
    }

    /// Runs a `@contextmanager` function up to its `yield`.
    fn enter_manager(&mut self, id: Id<Function<'a>>, args: &Args<'a>, at: Span) -> Value<'a> {
        let function = self.heap.functions.get(id).clone();
        let Code::Def(def) = function.code else { return Value::unknown("yield") };
        let outside = self.stand_in(function.scope);
        let first = function.origin.unwrap_or(id);
        if !self.begin_call(&function, first) {
            self.standing = outside;
            return Value::unknown("yield");
        }
        let scope = self.scope_within(function.scope);
        let args = match &function.ahead {
            Some(ahead) => super::functions::joined(ahead, args),
            None => args.clone(),
        };
        self.bind_parameters(&def.parameters, &args, scope, &function.defaults);
        let begins = self.at(def).start;
        self.entered.insert(begins);
        if self.importing() {
            self.entered_at_import.insert(begins);
        }
        self.begin_frame(&function, first, scope);
        let mut steps = Vec::new();
        let yielded = self.advance(&def.body, scope, &mut steps);
        let _ = self.end_frame();
        self.calls.pop();
        let standing = std::mem::replace(&mut self.standing, outside);
        if yielded.is_none() {
            let why =
                format!("enters the context manager `{}`, which yields where gate cannot follow it", function.name());
            match self.current_dag() {
                Some(dag) => self.lose(dag, at, &why),
                None => self.lose_all(at, &why),
            }
        }
        steps.reverse();
        self.objects.open.push(Entered::Rest { steps, scope, standing });
        yielded.unwrap_or_else(|| Value::unknown("yield"))
    }

    /// Runs statements up to the one that yields; what comes after it is kept in `rest`, outermost code first.
    fn advance(&mut self, body: &'a [Stmt], scope: Id<Scope<'a>>, rest: &mut Vec<Step<'a>>) -> Option<Value<'a>> {
        let at = body.iter().position(|statement| contains_yield(std::slice::from_ref(statement)))?;
        let (before, after) = body.split_at_checked(at)?;
        let (statement, after) = after.split_first()?;
        let _ = self.block(before, scope);
        rest.push(Step::Run(after));
        match statement {
            Stmt::Expr(expression) => self.yielded(&expression.value, scope),
            Stmt::Assign(assign) => self.yielded(&assign.value, scope),
            Stmt::Try(statement) => {
                rest.push(Step::Run(&statement.finalbody));
                rest.push(Step::Run(&statement.orelse));
                self.advance(&statement.body, scope, rest)
            }
            Stmt::With(statement) => self.advance_within(statement, scope, rest),
            Stmt::If(statement) if self.eval(&statement.test, scope).truth(&self.heap) == Some(true) => {
                self.advance(&statement.body, scope, rest)
            }
            _ => None,
        }
    }

    fn advance_within(
        &mut self,
        statement: &'a StmtWith,
        scope: Id<Scope<'a>>,
        rest: &mut Vec<Step<'a>>,
    ) -> Option<Value<'a>> {
        rest.push(Step::Close(self.context.len()));
        rest.push(Step::Exit(self.entered()));
        for item in &statement.items {
            let value = self.eval(&item.context_expr, scope);
            let at = self.at(&item.context_expr);
            let bound = self.enter_for_the_rest(&value, at);
            if let Some(target) = &item.optional_vars {
                self.assign(target, bound, scope);
            }
        }
        self.advance(&statement.body, scope, rest)
    }

    fn yielded(&mut self, expression: &'a Expr, scope: Id<Scope<'a>>) -> Option<Value<'a>> {
        let Expr::Yield(inner) = expression else { return None };
        Some(inner.value.as_ref().map_or(Value::None, |value| self.eval(value, scope)))
    }

    /// `@contextmanager` over a function.
    pub(super) fn as_manager(&mut self, id: Id<Function<'a>>) -> Value<'a> {
        Value::Function(self.form_of(id, |function| function.form = Form::Manager))
    }
}
