//! Statements, one by one.

use std::rc::Rc;

use ruff_python_ast::{Stmt, StmtFunctionDef};

use super::super::arena::Id;
use super::super::value::{Code, Scope, Value};
use super::{Flow, Interpreter};

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
            if std::mem::take(&mut self.raising) && matches!(flow, Flow::Next) {
                return Flow::Raise;
            }
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
                return Flow::Raise;
            }
            Stmt::Assert(assert) => {
                self.eval(&assert.test, scope);
            }
            Stmt::Global(statement) => {
                let module = self.standing.module;
                let names = statement.names.iter().map(|name| (Rc::from(name.as_str()), module));
                self.heap.scopes.get_mut(scope).outer.extend(names);
            }
            Stmt::Nonlocal(statement) => {
                for name in &statement.names {
                    self.reach_out(name.as_str(), scope);
                }
            }
            Stmt::Delete(statement) => self.delete(statement, scope),
            Stmt::TypeAlias(_) | Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => {}
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
        let mut value = self.function(Code::Def(def), scope);
        for decorator in def.decorator_list.iter().rev() {
            let wrapper = self.eval(&decorator.expression, scope);
            let at = self.at(&decorator.expression);
            self.note_check(&wrapper, scope);
            value = self.decorate(&wrapper, value, at);
        }
        self.bind(scope, def.name.as_str(), value);
    }
}
