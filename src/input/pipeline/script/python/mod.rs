//! Programs that a script in Python starts.

mod calls;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use self::calls::{Fate, Folder};
pub(super) use self::calls::{Starts, of as started};
use super::follow::{Frame, MOST, inside_of};
use super::{Language, Reader, Text};
use crate::input::Via;
use crate::input::pipeline::shell::Shell;
use crate::source::Span;

/// What Python hands to a shell is read by one that goes on after a failure.
const PLAIN: Shell = Shell { errexit: false, pipefail: false };

impl Reader<'_, '_> {
    /// Reads what a script in Python starts, as far as its words are written out.
    pub(super) fn python(&mut self, text: &Text<'_>, frame: &Frame<'_>) {
        let starts = self.places.memo.started(&text.text, self.around.context.limits);
        let all = match &*starts {
            Ok(all) => all,
            Err(why) => return self.not_followed(text, 0, why),
        };
        for started in all {
            if let Some(why) = self.too_much(frame) {
                return self.not_followed(text, started.span.start, &why);
            }
            let loc = text.entity(self.places, started.span);
            let mut via = frame.via.clone();
            via.push(Via { loc, path: Vec::new(), what: "is run here".to_owned() });
            let (ignored, unsure) = match started.fate {
                Fate::Fails => (None, None),
                Fate::GoesOn(why) => (Some(why), None),
                Fate::Unsure(why) => (None, Some(why)),
            };
            let folder = match &started.folder {
                Folder::Same => frame.folder.clone(),
                Folder::Below(path) => frame.folder.as_deref().and_then(|folder| inside_of(folder, path)),
                Folder::Unknown => None,
            };
            let inner = Frame {
                language: Language::Shell(PLAIN),
                folder,
                file: None,
                given: BTreeMap::new(),
                callers: BTreeSet::new(),
                via,
                ignored: frame.ignored.or(ignored),
                unsure: frame.unsure.or(unsure),
                started: true,
                ..frame.clone()
            };
            let words = Text::of_words(text, started.text.clone(), started.span, started.pieces.clone());
            self.script(&words, &inner);
        }
    }

    /// Says that what a script runs is not followed from a byte of it on.
    fn not_followed(&mut self, text: &Text<'_>, start: usize, why: &str) {
        if let Some((source, span)) = text.place(Span::new(start, start.saturating_add(1))) {
            self.places.problem(&source, span.start, &format!("{why}; what this runs is not followed"));
        }
    }

    /// Why no more is followed, if that is so.
    fn too_much(&self, frame: &Frame<'_>) -> Option<String> {
        let is_deep = frame.via.len() > MOST;
        is_deep
            .then(|| format!("scripts run each other more than {MOST} deep"))
            .or_else(|| self.places.followed.is_spent())
    }
}
