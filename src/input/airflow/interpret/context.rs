//! What new tasks belong to: the DAG, the group, the setups and teardowns around them.

use super::super::arena::Id;
use super::super::graph::{Dag, Group, Task};
use super::super::value::Value;
use super::{Context, Interpreter};

impl<'a> Interpreter<'a> {
    /// Builds something within a DAG.
    pub(crate) fn within_dag(&mut self, dag: Id<Dag<'a>>, build: impl FnOnce(&mut Self) -> Value<'a>) -> Value<'a> {
        self.context.push(Context::Dag(dag));
        let value = build(self);
        self.context.pop();
        value
    }

    /// Builds something within a group.
    pub(crate) fn within_group(
        &mut self,
        group: Id<Group<'a>>,
        mapped: bool,
        build: impl FnOnce(&mut Self) -> Value<'a>,
    ) -> Value<'a> {
        self.context.push(Context::Group(group));
        self.mapped_groups += usize::from(mapped);
        let value = build(self);
        self.mapped_groups -= usize::from(mapped);
        self.context.pop();
        value
    }

    /// Whether new tasks run once per element of a mapped group.
    pub(crate) const fn in_mapped_group(&self) -> bool {
        self.mapped_groups > 0
    }

    /// Whether a new task may exist several times, and whether it may not exist at all.
    pub(crate) const fn certainty(&self) -> (bool, bool) {
        (self.loops > 0, self.conditions > 0)
    }

    /// Notes a new task with the setups and teardowns around it.
    pub(crate) fn surrounded(&mut self, task: Id<Task<'a>>) {
        for context in self.context.iter_mut().rev() {
            match context {
                Context::Around { within, .. } => {
                    within.push(task);
                    return;
                }
                Context::Group(_) => {}
                Context::Dag(_) => return,
            }
        }
    }
}
