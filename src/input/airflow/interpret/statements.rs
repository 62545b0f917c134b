//! Statements, one by one.

use std::rc::Rc;

use ruff_python_ast::{Alias, Stmt, StmtFunctionDef, StmtImportFrom, StmtTry, StmtWith};

use super::super::arena::Id;
use super::super::python::span;
use super::super::value::{Code, Function, Scope, Value};
use super::{Context, Flow, Interpreter};

impl<'a> Interpreter<'a> {
    /// Follows statements until one leaves the block.
    pub(super) fn block(&mut self, body: &'a [Stmt], scope: Id<Scope<'a>>) -> Flow<'a> {
        for statement in body {
            let at = span(statement).start;
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
                let module = self.module_scope();
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

    /// `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
    fn import(&mut self, alias: &'a Alias, scope: Id<Scope<'a>>) {
        let whole = alias.name.as_str();
        let (name, target) = if let Some(name) = &alias.asname {
            (name.as_str(), whole)
        } else {
            let first = whole.split('.').next().unwrap_or(whole);
            (first, first)
        };
        self.imported.insert(whole.to_owned());
        self.bind(scope, name, Value::Symbol(Rc::from(target)));
    }

    fn import_from(&mut self, import: &'a StmtImportFrom, scope: Id<Scope<'a>>) {
        let dots = ".".repeat(usize::try_from(import.level).unwrap_or(0));
        let module = import.module.as_ref().map_or("", |module| module.as_str());
        for alias in &import.names {
            let separator = if module.is_empty() { "" } else { "." };
            let target = format!("{dots}{module}{separator}{}", alias.name.as_str());
            let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
            self.bind(scope, name, Value::Symbol(Rc::from(target.as_str())));
            self.imported.insert(target);
        }
    }

    /// A function, passed through its decorators from the last to the first.
    fn define(&mut self, def: &'a StmtFunctionDef, scope: Id<Scope<'a>>) {
        let mut value = self.function(Function { code: Code::Def(def), scope });
        for decorator in def.decorator_list.iter().rev() {
            let wrapper = self.eval(&decorator.expression, scope);
            value = self.decorate(&wrapper, value, span(&decorator.expression));
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
