//! Statements, one by one.

use std::rc::Rc;

use ruff_python_ast::{Stmt, StmtFunctionDef, StmtTry, StmtWith};

use super::super::arena::Id;
use super::super::value::{Code, Function, Scope, Value};
use super::{Context, Flow, Interpreter};

impl<'a> Interpreter<'a> {
    /// Follows statements until one leaves the block.
    pub(super) fn block(&mut self, body: &'a [Stmt], scope: Id<Scope<'a>>) -> Flow<'a> {
        for statement in body {
            let at = self.at(statement).start;
            if !self.step(1, at) || !self.enter(at) {
                return Flow::Next;
            }
            let flow = self.statement(statement, scope);
            self.leave();
            if !matches!(flow, Flow::Next) {
                return flow;
            }
        }
        Flow::Next
    }

    fn statement(&mut self, statement: &'a Stmt, scope: Id<Scope<'a>>) -> Flow<'a> {
        match statement {
            Stmt::Expr(expression) => {
                self.eval(&expression.value, scope);
            }
            Stmt::Assign(assign) => {
                let value = self.eval(&assign.value, scope);
                for target in &assign.targets {
                    self.assign(target, value.clone(), scope);
                }
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    let value = self.eval(value, scope);
                    self.assign(&assign.target, value, scope);
                }
            }
            Stmt::AugAssign(assign) => self.augment(assign, scope),
            Stmt::FunctionDef(def) => self.define(def, scope),
            Stmt::ClassDef(def) => self.define_class(def, scope),
            Stmt::Return(statement) => {
                let value = statement.value.as_ref().map_or(Value::None, |value| self.eval(value, scope));
                return Flow::Return(value);
            }
            Stmt::For(statement) => return self.for_loop(statement, scope),
            Stmt::While(statement) => return self.while_loop(statement, scope),
            Stmt::If(statement) => return self.if_statement(statement, scope),
            Stmt::With(statement) => return self.with_statement(statement, scope),
            Stmt::Match(statement) => return self.match_statement(statement, scope),
            Stmt::Try(statement) => return self.try_statement(statement, scope),
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.import(alias, scope);
                }
            }
            Stmt::ImportFrom(import) => self.import_from(import, scope),
            Stmt::Break(_) => return Flow::Break,
            Stmt::Continue(_) => return Flow::Continue,
            Stmt::Raise(raise) => {
                if let Some(exception) = &raise.exc {
                    self.eval(exception, scope);
                }
                return Flow::Return(Value::unknown("raised"));
            }
            Stmt::Assert(assert) => {
                self.eval(&assert.test, scope);
            }
            Stmt::Global(statement) => {
                let module = self.standing.module;
                for name in &statement.names {
                    self.heap.scopes.get_mut(scope).outer.insert(Rc::from(name.as_str()), module);
                }
            }
            Stmt::Nonlocal(statement) => {
                for name in &statement.names {
                    self.reach_out(name.as_str(), scope);
                }
            }
            Stmt::Delete(_) | Stmt::TypeAlias(_) | Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => {}
        }
        Flow::Next
    }

    /// Lets assignments to a name go to the scope around that has it.
    fn reach_out(&mut self, name: &str, scope: Id<Scope<'a>>) {
        let mut at = self.heap.scopes.get(scope).parent;
        while let Some(id) = at {
            let outer = self.heap.scopes.get(id);
            if outer.names.contains_key(name) {
                self.heap.scopes.get_mut(scope).outer.insert(Rc::from(name), id);
                return;
            }
            at = outer.parent;
        }
    }

    /// A function, passed through its decorators from the last to the first.
    fn define(&mut self, def: &'a StmtFunctionDef, scope: Id<Scope<'a>>) {
        let mut value = self.function(Function { code: Code::Def(def), scope });
        for decorator in def.decorator_list.iter().rev() {
            let wrapper = self.eval(&decorator.expression, scope);
            let at = self.at(&decorator.expression);
            value = self.decorate(&wrapper, value, at);
        }
        self.bind(scope, def.name.as_str(), value);
    }

    fn with_statement(&mut self, statement: &'a StmtWith, scope: Id<Scope<'a>>) -> Flow<'a> {
        let outside = self.context.len();
        for item in &statement.items {
            let value = self.eval(&item.context_expr, scope);
            if let Some(context) = self.context_of(&value) {
                self.context.push(context);
            }
            if let Some(target) = &item.optional_vars {
                self.assign(target, value, scope);
            }
        }
        let flow = self.block(&statement.body, scope);
        while self.context.len() > outside {
            if let Some(Context::Around { around, within }) = self.context.pop() {
                self.surround(&around, &within);
            }
        }
        flow
    }

    fn context_of(&self, value: &Value<'a>) -> Option<Context<'a>> {
        match value {
            Value::Dag(id) => Some(Context::Dag(*id)),
            Value::Group(id) => Some(Context::Group(*id)),
            Value::Task(_) | Value::List(_) => {
                let around: Vec<_> = super::super::graph::tasks_in(&self.heap, value).into_iter().collect();
                (!around.is_empty()).then_some(Context::Around { around, within: Vec::new() })
            }
            _ => None,
        }
    }

    /// The handlers are followed as branches that may not run; names that the body bound keep their values.
    fn try_statement(&mut self, statement: &'a StmtTry, scope: Id<Scope<'a>>) -> Flow<'a> {
        let body = self.block(&statement.body, scope);
        let bound = self.heap.scopes.get(scope).names.clone();
        self.conditions += 1;
        for handler in &statement.handlers {
            let Some(handler) = handler.as_except_handler() else { continue };
            if let Some(name) = &handler.name {
                self.bind(scope, name.as_str(), Value::unknown("exception"));
            }
            let _ = self.block(&handler.body, scope);
        }
        self.conditions -= 1;
        self.heap.scopes.get_mut(scope).names.extend(bound);
        let after = match body {
            Flow::Next => self.block(&statement.orelse, scope),
            left => left,
        };
        match self.block(&statement.finalbody, scope) {
            Flow::Next => after,
            left => left,
        }
    }
}
