//! `chain`, `chain_linear` and `cross_downstream`.

use super::super::interpret::Interpreter;
use super::super::value::{Args, Item, Value};
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// `chain(a, [b, c], [d, e], f)`: neighbours are joined; two lists of one length pairwise.
    pub(crate) fn chain(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        for pair in args.positional.windows(2) {
            let [left, right] = pair else { continue };
            match (self.listed(&left.value), self.listed(&right.value)) {
                (Some(lefts), Some(rights)) if lefts.len() == rights.len() => {
                    for (left, right) in lefts.iter().zip(&rights) {
                        self.arrow(&left.value, &right.value, at);
                    }
                }
                _ => self.arrow(&left.value, &right.value, at),
            }
        }
        Value::None
    }

    /// `chain_linear(a, [b, c], d)`: every task of one step to every task of the next.
    pub(crate) fn chain_linear(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        let empty = |value: &Value<'a>| matches!(value, Value::List(id) if self.heap.lists.get(*id).items.is_empty());
        let steps: Vec<Item<'a>> = args.positional.iter().filter(|item| !empty(&item.value)).cloned().collect();
        for pair in steps.windows(2) {
            if let [left, right] = pair {
                self.arrow_from_each(&left.value, &right.value, at);
            }
        }
        Value::None
    }

    /// Every task of `from` to every task of `to`.
    pub(crate) fn arrow_from_each(&mut self, from: &Value<'a>, to: &Value<'a>, at: Span) {
        self.arrow(from, to, at);
    }

    fn listed(&self, value: &Value<'a>) -> Option<Vec<Item<'a>>> {
        match value {
            Value::List(id) => Some(self.heap.lists.get(*id).items.clone()),
            _ => None,
        }
    }
}
