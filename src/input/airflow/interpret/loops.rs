//! Loops: every round where the rounds are known, one round that stands for all where they are not.

use std::collections::BTreeSet;

use ruff_python_ast::{AnyNodeRef, Comprehension, Expr, Stmt, StmtFor, StmtWhile};

use super::super::arena::Id;
use super::super::python::children;
use super::super::value::{Item, Scope, Value};
use super::branches::Ways;
use super::{Flow, Interpreter, Where};

/// Rounds of a known loop that are followed in the code of a task, where no task can be made.
const ROUNDS_IN_A_TASK: usize = 20;

/// Rounds of a `while` that are followed.
const ROUNDS: usize = 1_000;

impl<'a> Interpreter<'a> {
    pub(super) fn for_loop(&mut self, statement: &'a StmtFor, scope: Id<Scope<'a>>) -> Flow<'a> {
        let iterable = self.eval(&statement.iter, scope);
        let at = self.at(&*statement.iter);
        let Some((items, open)) = self.rounds(&iterable, at) else {
            let element = self.element(&iterable);
            return self.one_round(Some((&statement.target, element)), &statement.body, scope);
        };
        let follow = |this: &mut Self| this.each_round(statement, items, scope);
        let flow = if open { self.repeated_code(follow) } else { follow(self) };
        match flow {
            Flow::Next => self.block(&statement.orelse, scope),
            Flow::Break => Flow::Next,
            flow => flow,
        }
    }

    fn each_round(&mut self, statement: &'a StmtFor, items: Vec<Item<'a>>, scope: Id<Scope<'a>>) -> Flow<'a> {
        let mut gone = Vec::new();
        for item in items {
            if !self.step(1, item.span.start) {
                break;
            }
            if self.is_pruned(&item.value, &gone) {
                continue;
            }
            self.assign(&statement.target, item.value.clone(), scope);
            match self.block(&statement.body, scope) {
                Flow::Next | Flow::Continue => {}
                left => return left,
            }
            if !self.walks.is_empty() {
                gone.extend(self.pruned(&item.value, item.span));
            }
        }
        Flow::Next
    }

    /// A loop whose condition is known is followed round by round; else one round stands for all.
    pub(super) fn while_loop(&mut self, statement: &'a StmtWhile, scope: Id<Scope<'a>>) -> Flow<'a> {
        let at = self.at(&*statement.test);
        for _ in 0..ROUNDS {
            match self.eval(&statement.test, scope).truth(&self.heap) {
                Some(false) => return self.block(&statement.orelse, scope),
                Some(true) => {}
                None => return self.one_round(None, &statement.body, scope),
            }
            match self.block(&statement.body, scope) {
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Flow::Next,
                left => return left,
            }
            if !self.importing() || !self.step(1, at.start) {
                return Flow::Next;
            }
        }
        self.lose_all(at, &format!("goes on in a loop for more than {ROUNDS} rounds"));
        Flow::Next
    }

    /// Follows a body once. What it changes is the old or the new value, or one that a later round gives it.
    fn one_round(&mut self, target: Option<(&'a Expr, Value<'a>)>, body: &'a [Stmt], scope: Id<Scope<'a>>) -> Flow<'a> {
        let mut ways = Ways::from(self.names(scope).clone());
        let start = ways.start.clone();
        ways.add(Flow::Next, start);
        if let Some((target, value)) = target {
            self.assign(target, value, scope);
        }
        for name in assigned(body) {
            if let Some(old) = self.names(scope).get(name).cloned() {
                let later = Value::unknown(format!("{name} of another round"));
                self.bind(scope, name, Self::either(vec![old, later]));
            }
        }
        let flow = self.repeated_code(|this| this.block(body, scope));
        let names = self.take_names(scope);
        ways.add(flow, names);
        self.rejoin(ways, scope)
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
        let (mut items, open) = match self.rounds(&iterable, at) {
            Some(rounds) => rounds,
            None => (vec![Item { value: self.element(&iterable), span: at }], true),
        };
        let mut follow = |this: &mut Self| {
            let mut more = false;
            for item in std::mem::take(&mut items) {
                if !this.step(1, at.start) {
                    return true;
                }
                this.assign(&generator.target, item.value, scope);
                more |= match this.conditions_hold(&generator.ifs, scope) {
                    (_, false) => false,
                    (true, true) => this.generate(rest, scope, give),
                    (false, true) => {
                        this.undecided(|this| this.generate(rest, scope, give));
                        true
                    }
                };
            }
            more
        };
        open | if open { self.repeated_code(follow) } else { follow(self) }
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

/// The names that statements give a value, loops and branches within included.
fn assigned(body: &[Stmt]) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut waiting: Vec<AnyNodeRef<'_>> = body.iter().map(AnyNodeRef::from).collect();
    while let Some(node) = waiting.pop() {
        match node {
            AnyNodeRef::ExprName(name) if !name.ctx.is_load() => {
                names.insert(name.id.as_str());
            }
            AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::StmtClassDef(_) | AnyNodeRef::ExprLambda(_) => {}
            _ => waiting.extend(children(node)),
        }
    }
    names
}
