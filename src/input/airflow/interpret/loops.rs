//! Loops: every round where the rounds are known, one round that stands for all where they are not.

use ruff_python_ast::{Comprehension, Expr, Stmt, StmtFor, StmtWhile};

use super::super::arena::Id;
use super::super::value::{Item, Scope, Value};
use super::{Flow, Interpreter, Where};

/// Rounds of a known loop that are followed in the code of a task, where no task can be made.
const ROUNDS_IN_A_TASK: usize = 20;

impl<'a> Interpreter<'a> {
    pub(super) fn for_loop(&mut self, statement: &'a StmtFor, scope: Id<Scope<'a>>) -> Flow<'a> {
        let iterable = self.eval(&statement.iter, scope);
        let at = self.at(&*statement.iter);
        let Some((items, open)) = self.rounds(&iterable, at) else {
            let element = self.element(&iterable);
            return self.one_round(Some((&statement.target, element)), &statement.body, scope);
        };
        let mut left_early = false;
        self.loops += usize::from(open);
        let mut flow = Flow::Next;
        for item in items {
            if !self.step(1, at.start) {
                break;
            }
            self.assign(&statement.target, item.value, scope);
            match self.block(&statement.body, scope) {
                Flow::Next | Flow::Continue => {}
                Flow::Break => {
                    left_early = true;
                    break;
                }
                Flow::Return(value) => {
                    flow = Flow::Return(value);
                    break;
                }
            }
        }
        self.loops -= usize::from(open);
        match flow {
            Flow::Next if !left_early => self.block(&statement.orelse, scope),
            flow => flow,
        }
    }

    pub(super) fn while_loop(&mut self, statement: &'a StmtWhile, scope: Id<Scope<'a>>) -> Flow<'a> {
        if self.eval(&statement.test, scope).truth(&self.heap) == Some(false) {
            return self.block(&statement.orelse, scope);
        }
        self.one_round(None, &statement.body, scope)
    }

    /// Follows a body once. What it changes is the old or the new value.
    fn one_round(&mut self, target: Option<(&'a Expr, Value<'a>)>, body: &'a [Stmt], scope: Id<Scope<'a>>) -> Flow<'a> {
        if let Some((target, value)) = target {
            self.assign(target, value, scope);
        }
        self.loops += 1;
        let flow = self.alternatives(&[body], false, scope);
        self.loops -= 1;
        flow
    }

    /// What each round of a loop gets, and whether there may be other rounds.
    fn rounds(&mut self, iterable: &Value<'a>, at: crate::source::Span) -> Option<(Vec<Item<'a>>, bool)> {
        let (items, open) = self.items_of(iterable, at)?;
        let in_a_task = matches!(self.place, Where::Task(_) | Where::Uncalled);
        (!in_a_task || items.len() <= ROUNDS_IN_A_TASK).then_some((items, open))
    }

    /// The collected results of a comprehension, and whether some are not certain.
    pub(super) fn comprehend(
        &mut self,
        generators: &'a [Comprehension],
        scope: Id<Scope<'a>>,
        give: &mut dyn FnMut(&mut Self, Id<Scope<'a>>),
    ) -> bool {
        let inner = self.scope_within(scope);
        self.generate(generators, inner, give)
    }

    fn generate(
        &mut self,
        generators: &'a [Comprehension],
        scope: Id<Scope<'a>>,
        give: &mut dyn FnMut(&mut Self, Id<Scope<'a>>),
    ) -> bool {
        let Some((generator, rest)) = generators.split_first() else {
            give(self, scope);
            return false;
        };
        let iterable = self.eval(&generator.iter, scope);
        let at = self.at(&generator.iter);
        let (items, mut open) = match self.rounds(&iterable, at) {
            Some(rounds) => rounds,
            None => (vec![Item { value: self.element(&iterable), span: at }], true),
        };
        self.loops += usize::from(open);
        let unknown_rounds = open;
        for item in items {
            if !self.step(1, at.start) {
                break;
            }
            self.assign(&generator.target, item.value, scope);
            let (certain, wanted) = self.conditions_hold(&generator.ifs, scope);
            if wanted {
                self.conditions += usize::from(!certain);
                open |= !certain;
                open |= self.generate(rest, scope, give);
                self.conditions -= usize::from(!certain);
            }
        }
        self.loops -= usize::from(unknown_rounds);
        open
    }

    /// Whether the conditions of a comprehension are all known, and whether the element may be wanted.
    fn conditions_hold(&mut self, conditions: &'a [Expr], scope: Id<Scope<'a>>) -> (bool, bool) {
        let mut certain = true;
        for condition in conditions {
            match self.eval(condition, scope).truth(&self.heap) {
                Some(true) => {}
                Some(false) => return (true, false),
                None => certain = false,
            }
        }
        (certain, true)
    }
}
