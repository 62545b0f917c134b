//! Where things stand, and what could not be read.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::knowledge::Tables;
use super::roles::{TOOLS, Tools};
use super::script::{Budget, Memo};
use crate::input::tree::{Entry, Node};
use crate::input::{Problem, Segment, Table};
use crate::knowledge::Knowledge;
use crate::source::secret::{self, Known};
use crate::source::text::sha256;
use crate::source::{RepoPath, Source, Span};

/// The most problems that one document reports.
const PROBLEMS: usize = 100;

/// The places of one document while it is made.
pub(super) struct Places {
    /// The way back from every entity.
    pub(super) table: Table,
    /// Where what stands in another repository is called, while that is read: it has no place here but the call.
    pub(super) elsewhere: Option<(Arc<Source>, Span)>,
    /// What could not be read.
    pub(super) problems: Vec<Problem>,
    /// Files of the repository that the pipeline runs or takes in.
    pub(super) runs: BTreeSet<RepoPath>,
    /// The credentials that are written out, so that none is shown where it stands a second time.
    pub(super) known: Known,
    /// Values that hold no credential.
    pub(super) harmless: BTreeSet<String>,
    /// How much of the scripts that it runs has been followed.
    pub(super) followed: Budget,
    /// The texts that were read before.
    pub(super) memo: Memo,
    /// What its commands and actions may be for.
    pub(super) tools: Arc<Tools>,
    /// What else is known.
    pub(super) tables: Tables,
}

impl Places {
    /// None yet.
    pub(super) fn new(path: &RepoPath, knowledge: &Knowledge) -> Self {
        Self {
            table: Table::new(path),
            elsewhere: None,
            problems: Vec::new(),
            runs: BTreeSet::new(),
            known: Known::default(),
            harmless: BTreeSet::new(),
            followed: Budget::default(),
            memo: Memo::default(),
            tools: TOOLS.of(knowledge),
            tables: Tables::of(knowledge),
        }
    }

    /// Gives an entity its `_loc`.
    pub(super) fn entity(&mut self, source: &Arc<Source>, span: Span) -> String {
        match &self.elsewhere {
            Some((call, place)) => self.table.add(call, *place, Some(named(source, span.start))),
            None => self.table.add(source, span, None),
        }
    }

    /// Records where the value of a key below an entity stands.
    pub(super) fn child(&mut self, loc: &str, path: &[&str], source: &Arc<Source>, span: Span) {
        if self.elsewhere.is_some() {
            return;
        }
        let path = path.iter().map(|segment| Segment::Key((*segment).to_owned())).collect();
        self.table.add_child(loc, path, source, span);
    }

    /// Records where every value of a mapping stands, and those of the mappings in it that are named in `deep`.
    pub(super) fn children(&mut self, loc: &str, mapping: &Node, source: &Arc<Source>, deep: &[&str]) {
        for entry in mapping.entries() {
            let Some(name) = entry.name() else { continue };
            self.child(loc, &[name], source, value_place(source, entry));
            if deep.contains(&name) {
                for below in entry.value.entries() {
                    if let Some(key) = below.name() {
                        self.child(loc, &[name, key], source, value_place(source, below));
                    }
                }
            }
        }
    }

    /// Hides a credential at its place, and its value everywhere else.
    pub(super) fn hide(&mut self, source: &Source, span: Span, value: &str) {
        self.table.hide(source.path(), span);
        self.known.add(value);
    }

    /// Something that cannot be read. A file with more problems than are kept is as incomplete as one with these.
    pub(super) fn problem(&mut self, source: &Source, offset: usize, message: &str) {
        if self.problems.len() < PROBLEMS {
            self.problems.push(match &self.elsewhere {
                Some((call, place)) => {
                    let message = format!("{message}, in {}, which is called here", named(source, offset));
                    Problem::at(call, place.start, &message)
                }
                None => Problem::at(source, offset, message),
            });
        }
    }
}

/// A place of another repository, for people.
fn named(source: &Source, offset: usize) -> String {
    format!("{}:{}", source.path().as_str(), source.position(offset))
}

/// What a value says, in sixteen hexadecimal digits: whoever accepts that gate does not know it accepts this and no other.
pub(super) fn says(value: &str) -> String {
    sha256(&secret::mask(value)).chars().take(16).collect()
}

/// Where the value of an entry is shown: the value if it stands on one line, its key if it is a block.
pub(super) fn value_place(source: &Source, entry: &Entry) -> Span {
    let span = entry.value.span;
    let on_one_line = span.end > span.start && !source.slice(span).contains('\n');
    let follows = !source.slice(Span::new(entry.key.span.end, span.start)).contains('\n');
    if on_one_line && (follows || entry.value.alias.is_some()) { span } else { entry.key.span }
}
