//! `try` and `raise`: a body that may end anywhere, and the handlers that may run then.

use ruff_python_ast::{ExceptHandler, Stmt, StmtTry};

use super::super::arena::Id;
use super::super::value::{Scope, Value};
use super::branches::Ways;
use super::{Flow, Interpreter};

impl<'a> Interpreter<'a> {
    /// Handlers begin with the names of before the body or of after it. Where the body raises for certain, one of them runs.
    pub(super) fn try_statement(&mut self, statement: &'a StmtTry, scope: Id<Scope<'a>>) -> Flow<'a> {
        let start = self.names(scope).clone();
        self.attempts += 1;
        let body = self.block(&statement.body, scope);
        self.attempts -= 1;
        let raises = matches!(body, Flow::Raise) && !statement.handlers.is_empty();
        let after = self.names(scope).clone();
        let mut ways = Ways::from(Self::join_names(vec![start, after.clone()]));
        if !raises {
            let flow = match body {
                Flow::Next => self.block(&statement.orelse, scope),
                left => left,
            };
            if statement.handlers.is_empty() {
                return self.finally(flow, &statement.finalbody, scope);
            }
            let names = self.take_names(scope);
            ways.add(flow, names);
        }
        let only = raises && statement.handlers.len() == 1;
        for handler in &statement.handlers {
            let begin = if raises { after.clone() } else { ways.start.clone() };
            self.set_names(scope, begin);
            let flow =
                if only { self.handle(handler, scope) } else { self.undecided(|this| this.handle(handler, scope)) };
            let names = self.take_names(scope);
            ways.add(flow, names);
        }
        let flow = self.rejoin(ways, scope);
        self.finally(flow, &statement.finalbody, scope)
    }

    fn handle(&mut self, handler: &'a ExceptHandler, scope: Id<Scope<'a>>) -> Flow<'a> {
        let Some(handler) = handler.as_except_handler() else { return Flow::Next };
        if let Some(name) = &handler.name {
            self.bind(scope, name.as_str(), Value::unknown("exception"));
        }
        self.block(&handler.body, scope)
    }

    fn finally(&mut self, flow: Flow<'a>, body: &'a [Stmt], scope: Id<Scope<'a>>) -> Flow<'a> {
        match self.block(body, scope) {
            Flow::Next => flow,
            left => left,
        }
    }
}
