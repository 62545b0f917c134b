//! A sorted map whose copies share what is the same in them: a copy costs nothing, a change one path of its tree, and two
//! copies are compared and merged where they differ.
//!
//! The ways through a script are copies of one another, each with all variables. The tree is kept even by height and
//! merged as in "Just Join for Parallel Ordered Sets" (Blelloch, Ferizovic, Sun, 2016), so that no file makes it deep.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// The map.
pub(super) struct Map<V>(Option<Arc<Node<V>>>);

struct Node<V> {
    entry: Entry<V>,
    left: Map<V>,
    right: Map<V>,
    height: usize,
    count: usize,
}

type Entry<V> = Arc<(String, V)>;

/// What is still to come of a map, in order.
enum Next<'m, V> {
    All(&'m Map<V>),
    One(&'m Entry<V>),
}

impl<V> Map<V> {
    /// How many entries it has.
    pub(super) fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |node| node.count)
    }

    pub(super) fn get(&self, key: &str) -> Option<&V> {
        let mut at = self;
        while let Some(node) = &at.0 {
            at = match key.cmp(&node.entry.0) {
                Ordering::Less => &node.left,
                Ordering::Equal => return Some(&node.entry.1),
                Ordering::Greater => &node.right,
            };
        }
        None
    }

    pub(super) fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn insert(&mut self, key: &str, value: V) {
        *self = self.with(Arc::new((key.to_owned(), value)));
    }

    pub(super) fn remove(&mut self, key: &str) {
        if self.contains_key(key) {
            *self = self.without(key);
        }
    }

    /// The entries by their keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        let mut next = vec![Next::All(self)];
        std::iter::from_fn(move || {
            loop {
                match next.pop()? {
                    Next::One(entry) => return Some((entry.0.as_str(), &entry.1)),
                    Next::All(map) => map.open(&mut next),
                }
            }
        })
    }

    /// Whether it is the same tree, which says that they are equal.
    pub(super) fn shares(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(node), Some(other)) => Arc::ptr_eq(node, other),
            (None, None) => true,
            _ => false,
        }
    }

    fn open<'m>(&'m self, next: &mut Vec<Next<'m, V>>) {
        if let Some(node) = &self.0 {
            next.extend([Next::All(&node.right), Next::One(&node.entry), Next::All(&node.left)]);
        }
    }

    fn height(&self) -> usize {
        self.0.as_ref().map_or(0, |node| node.height)
    }

    fn node(left: Self, entry: Entry<V>, right: Self) -> Self {
        let height = left.height().max(right.height()).saturating_add(1);
        let count = left.len().saturating_add(right.len()).saturating_add(1);
        Self(Some(Arc::new(Node { entry, left, right, height, count })))
    }

    /// A tree of two whose heights differ by two at most.
    fn even(left: Self, entry: Entry<V>, right: Self) -> Self {
        if left.height() > right.height().saturating_add(1)
            && let Some(top) = &left.0
        {
            let (outer, inner) = (top.left.clone(), top.right.clone());
            return match &inner.0 {
                Some(middle) if inner.height() > outer.height() => Self::node(
                    Self::node(outer, Arc::clone(&top.entry), middle.left.clone()),
                    Arc::clone(&middle.entry),
                    Self::node(middle.right.clone(), entry, right),
                ),
                _ => Self::node(outer, Arc::clone(&top.entry), Self::node(inner, entry, right)),
            };
        }
        if right.height() > left.height().saturating_add(1)
            && let Some(top) = &right.0
        {
            let (inner, outer) = (top.left.clone(), top.right.clone());
            return match &inner.0 {
                Some(middle) if inner.height() > outer.height() => Self::node(
                    Self::node(left, entry, middle.left.clone()),
                    Arc::clone(&middle.entry),
                    Self::node(middle.right.clone(), Arc::clone(&top.entry), outer),
                ),
                _ => Self::node(Self::node(left, entry, inner), Arc::clone(&top.entry), outer),
            };
        }
        Self::node(left, entry, right)
    }

    /// A tree of two of any height, with what stands between them.
    fn join(left: Self, entry: Entry<V>, right: Self) -> Self {
        match (&left.0, &right.0) {
            (Some(top), _) if left.height() > right.height().saturating_add(1) => {
                let inner = Self::join(top.right.clone(), entry, right);
                Self::even(top.left.clone(), Arc::clone(&top.entry), inner)
            }
            (_, Some(top)) if right.height() > left.height().saturating_add(1) => {
                let inner = Self::join(left, entry, top.left.clone());
                Self::even(inner, Arc::clone(&top.entry), top.right.clone())
            }
            _ => Self::node(left, entry, right),
        }
    }

    /// A tree of two with nothing between them.
    fn beside(left: &Self, right: Self) -> Self {
        match left.last() {
            Some((rest, entry)) => Self::join(rest, entry, right),
            None => right,
        }
    }

    fn last(&self) -> Option<(Self, Entry<V>)> {
        let node = self.0.as_ref()?;
        Some(match node.right.last() {
            Some((rest, entry)) => (Self::even(node.left.clone(), Arc::clone(&node.entry), rest), entry),
            None => (node.left.clone(), Arc::clone(&node.entry)),
        })
    }

    fn with(&self, entry: Entry<V>) -> Self {
        let Some(node) = &self.0 else { return Self::node(Self(None), entry, Self(None)) };
        match entry.0.cmp(&node.entry.0) {
            Ordering::Less => Self::even(node.left.with(entry), Arc::clone(&node.entry), node.right.clone()),
            Ordering::Equal => Self::node(node.left.clone(), entry, node.right.clone()),
            Ordering::Greater => Self::even(node.left.clone(), Arc::clone(&node.entry), node.right.with(entry)),
        }
    }

    fn without(&self, key: &str) -> Self {
        let Some(node) = &self.0 else { return Self(None) };
        match key.cmp(&node.entry.0) {
            Ordering::Less => Self::even(node.left.without(key), Arc::clone(&node.entry), node.right.clone()),
            Ordering::Equal => Self::beside(&node.left, node.right.clone()),
            Ordering::Greater => Self::even(node.left.clone(), Arc::clone(&node.entry), node.right.without(key)),
        }
    }

    /// What stands before a key, at it, and behind it.
    fn split(&self, key: &str) -> (Self, Option<Entry<V>>, Self) {
        let Some(node) = &self.0 else { return (Self(None), None, Self(None)) };
        match key.cmp(&node.entry.0) {
            Ordering::Less => {
                let (before, found, behind) = node.left.split(key);
                (before, found, Self::join(behind, Arc::clone(&node.entry), node.right.clone()))
            }
            Ordering::Equal => (node.left.clone(), Some(Arc::clone(&node.entry)), node.right.clone()),
            Ordering::Greater => {
                let (before, found, behind) = node.right.split(key);
                (Self::join(node.left.clone(), Arc::clone(&node.entry), before), found, behind)
            }
        }
    }
}

impl<V: PartialEq> Map<V> {
    /// Whether both hold the same; `work` grows with what had to be looked at.
    pub(super) fn is_same(&self, other: &Self, work: &mut usize) -> bool {
        if self.len() != other.len() {
            return false;
        }
        let (mut own, mut others) = (vec![Next::All(self)], vec![Next::All(other)]);
        while let (Some(one), Some(other)) = (own.pop(), others.pop()) {
            *work = work.saturating_add(1);
            match (one, other) {
                (Next::All(one), Next::All(other)) if one.shares(other) => {}
                (Next::All(one), Next::All(other)) => {
                    // The taller of two is opened, so that what they share is met in both at once.
                    match one.height().cmp(&other.height()) {
                        Ordering::Less => {
                            own.push(Next::All(one));
                            other.open(&mut others);
                        }
                        Ordering::Equal => {
                            one.open(&mut own);
                            other.open(&mut others);
                        }
                        Ordering::Greater => {
                            one.open(&mut own);
                            others.push(Next::All(other));
                        }
                    }
                }
                (Next::All(one), Next::One(other)) => {
                    one.open(&mut own);
                    others.push(Next::One(other));
                }
                (Next::One(one), Next::All(other)) => {
                    own.push(Next::One(one));
                    other.open(&mut others);
                }
                (Next::One(one), Next::One(other)) => {
                    if !Arc::ptr_eq(one, other) && one != other {
                        return false;
                    }
                }
            }
        }
        true
    }

    /// Both in one: for each entry that they do not share, what `of` makes of the value here and the value there. It
    /// must make of two that are equal the same.
    pub(super) fn merged(&self, other: &Self, of: &mut impl FnMut(&str, Option<&V>, Option<&V>) -> Option<V>) -> Self {
        if self.shares(other) {
            return self.clone();
        }
        let Some(node) = &self.0 else { return other.taken_over(of) };
        let (key, value) = &*node.entry;
        let (before, found, behind) = other.split(key);
        let left = node.left.merged(&before, of);
        let entry = match found {
            Some(found) if Arc::ptr_eq(&found, &node.entry) => Some(found),
            found => of(key, Some(value), found.as_ref().map(|found| &found.1))
                .map(|made| if made == *value { Arc::clone(&node.entry) } else { Arc::new((key.clone(), made)) }),
        };
        let right = node.right.merged(&behind, of);
        match entry {
            Some(entry) if Arc::ptr_eq(&entry, &node.entry) && left.shares(&node.left) && right.shares(&node.right) => {
                self.clone()
            }
            Some(entry) => Self::join(left, entry, right),
            None => Self::beside(&left, right),
        }
    }

    /// What becomes of entries that only the other has.
    fn taken_over(&self, of: &mut impl FnMut(&str, Option<&V>, Option<&V>) -> Option<V>) -> Self {
        let Some(node) = &self.0 else { return Self(None) };
        let (key, value) = &*node.entry;
        let left = node.left.taken_over(of);
        let made = of(key, None, Some(value));
        let right = node.right.taken_over(of);
        match made {
            Some(made) if made == *value => Self::join(left, Arc::clone(&node.entry), right),
            Some(made) => Self::join(left, Arc::new((key.clone(), made)), right),
            None => Self::beside(&left, right),
        }
    }
}

impl<V> Clone for Map<V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<V> Default for Map<V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<V: PartialEq> PartialEq for Map<V> {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other, &mut 0)
    }
}

impl<V: Eq> Eq for Map<V> {}

impl<V: fmt::Debug> fmt::Debug for Map<V> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_map().entries(self.iter()).finish()
    }
}
