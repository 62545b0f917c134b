//! Paths with `*` for each element of a list: `rule.*.default_retention.0`.

use serde_json::Value;

use super::argument::path;
use crate::input::Segment;
use crate::input::terraform::model::Resource;

/// The path of arguments or blocks.
#[derive(Debug)]
pub(super) struct Pattern {
    /// What stands between the stars.
    pieces: Vec<Vec<Segment>>,
}

impl Pattern {
    /// Reads a dotted path.
    pub(super) fn of(text: &str) -> Self {
        Self { pieces: text.split('*').map(path).collect() }
    }

    /// The argument that it begins with.
    pub(super) fn argument(&self) -> &[Segment] {
        self.pieces.first().and_then(|piece| piece.get(..1)).unwrap_or_default()
    }

    /// Whether it has a star.
    pub(super) const fn is_repeated(&self) -> bool {
        self.pieces.len() > 1
    }

    /// Every path of a resource that fits. Where there is no list to go through, or nothing may see it, the path ends
    /// at the list, and is said to be a part.
    pub(super) fn paths(&self, resource: &Resource) -> Vec<Met> {
        let Some((first, pieces)) = self.pieces.split_first() else { return Vec::new() };
        let mut paths = vec![Met { path: first.clone(), whole: true }];
        for piece in pieces {
            paths = paths.into_iter().flat_map(|met| met.through(resource, piece)).collect();
        }
        paths
    }
}

/// A path that fits a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Met {
    /// The path.
    pub(super) path: Vec<Segment>,
    /// Whether it is as long as the pattern.
    pub(super) whole: bool,
}

impl Met {
    /// Through each element of the list at this path, and on.
    fn through(self, resource: &Resource, piece: &[Segment]) -> Vec<Self> {
        let list = resource.planned(&self.path).ok().flatten().and_then(Value::as_array);
        let Some(list) = list.filter(|_| self.whole) else { return vec![Self { whole: false, ..self }] };
        let below = |index| {
            let path = self.path.iter().cloned().chain([Segment::Index(index)]).chain(piece.iter().cloned());
            Self { path: path.collect(), whole: true }
        };
        (0..list.len()).map(below).collect()
    }
}
