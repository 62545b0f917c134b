//! Places as SARIF locations.

use super::super::escape::for_uri;
use super::model::{ArtifactLocation, Location, LogicalLocation, Message, PhysicalLocation, Region};
use crate::finding;
use crate::source::{Position, RepoPath};

/// The place of a finding: one line, because GitHub shows an alert in a pull request only if all its lines changed.
pub(super) fn of(place: &finding::Location) -> Location {
    Location {
        id: None,
        physical_location: physical(&place.path, Some(region(place.start, place.first_line_end))),
        logical_locations: place
            .logical
            .iter()
            .map(|name| LogicalLocation { fully_qualified_name: name.raw().to_owned() })
            .collect(),
        message: None,
    }
}

/// A place that explains another one.
pub(super) fn related(id: usize, related: &finding::Related) -> Location {
    let message = Some(Message::new(related.message.raw()));
    Location { id: Some(id), message, ..of(&related.location) }
}

/// A file, or a place in it.
pub(super) fn file(path: &RepoPath, at: Option<Position>) -> Location {
    let region = at.map(|at| region(at, at));
    Location { id: None, physical_location: physical(path, region), logical_locations: Vec::new(), message: None }
}

fn physical(path: &RepoPath, region: Option<Region>) -> PhysicalLocation {
    PhysicalLocation { artifact_location: ArtifactLocation { uri: for_uri(path), uri_base_id: "%SRCROOT%" }, region }
}

/// A region of at least one character.
fn region(start: Position, end: Position) -> Region {
    let least = start.utf16.saturating_add(1);
    let same_line = end.line <= start.line;
    Region {
        start_line: start.line,
        start_column: start.utf16,
        end_line: end.line.max(start.line),
        end_column: if same_line { end.utf16.max(least) } else { end.utf16 },
    }
}
