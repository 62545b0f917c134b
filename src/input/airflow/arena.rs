//! Storage of what the interpreter makes, by number.
//!
//! Python values share and refer to each other in cycles. Held here they need no reference counting, leak nothing,
//! and are dropped without recursion however deep a hostile file nests them.

use std::fmt;
use std::marker::PhantomData;

/// The number of a `T` in its [`Arena`].
pub(crate) struct Id<T> {
    at: usize,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{}", self.at)
    }
}

impl<T> Id<T> {
    /// How many there were before it.
    pub(crate) const fn number(self) -> usize {
        self.at
    }
}

/// A list that only grows; an [`Id`] of it is always valid in it.
#[derive(Debug)]
pub(crate) struct Arena<T> {
    items: Vec<T>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { items: Vec::new() }
    }
}

impl<T> Arena<T> {
    /// Keeps an item.
    pub(crate) fn add(&mut self, item: T) -> Id<T> {
        self.items.push(item);
        Id { at: self.items.len().saturating_sub(1), of: PhantomData }
    }

    /// The item of a number.
    #[expect(clippy::indexing_slicing, reason = "`add` is the only source of numbers and nothing is ever removed")]
    pub(crate) fn get(&self, id: Id<T>) -> &T {
        &self.items[id.at]
    }

    /// The item of a number, to change it.
    #[expect(clippy::indexing_slicing, reason = "`add` is the only source of numbers and nothing is ever removed")]
    pub(crate) fn get_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.items[id.at]
    }

    /// Every item with its number, in the order of creation.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        self.items.iter().enumerate().map(|(at, item)| (Id { at, of: PhantomData }, item))
    }

    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }
}
