//! How a text was put together, so that each stretch of it has a place of its own.

use std::sync::Arc;

use super::{Is, Open, Origin, Piece, Value, pieces};

/// Stands in a text for what the code does not write.
const ELSEWHERE: &str = "${elsewhere}";

/// How a value was put together.
#[derive(Debug, Clone)]
pub(in crate::input::terraform) enum Made {
    /// A text of stretches that are written at several places.
    Joined(Arc<[Stretch]>),
    /// It is base64 of this, compressed or not.
    Base64(Arc<Value>),
    /// Nobody can tell before apply which of these it is, or whether it is one of them.
    Either(Arc<[Value]>),
}

/// A part of what is known of a text.
#[derive(Debug, Clone)]
pub(in crate::input::terraform) struct Stretch {
    /// Where it begins; it ends where the next one does. Parts that are open count nothing.
    pub(super) start: usize,
    pub(super) origin: Option<Origin>,
    pub(super) given: bool,
}

impl Value {
    /// What nobody can tell, but that it may be one of these.
    pub(in crate::input::terraform) fn either(open: Open, values: impl IntoIterator<Item = Self>) -> Self {
        let values: Vec<Self> = values.into_iter().filter(|value| !value.is_null()).collect();
        let whole = Self::new(Is::Open(open), None);
        if values.is_empty() { whole } else { whole.from(Made::Either(values.into())) }
    }

    /// The stretches of what is known of a text.
    pub(super) fn stretches(&self) -> Vec<Stretch> {
        match &self.made {
            Some(Made::Joined(stretches)) => stretches.to_vec(),
            None if matches!(self.is, Is::Encoded(_)) => encoded(self),
            _ => vec![Stretch { start: 0, origin: self.origin.clone(), given: self.given }],
        }
    }
}

/// The stretches of what a value is in JSON.
fn encoded(value: &Value) -> Vec<Stretch> {
    let mut found = Encoded { stretches: Vec::new(), length: 0 };
    if let Is::Encoded(inner) = &value.is {
        found.value(inner, value);
    }
    found.stretches
}

/// JSON on its way.
struct Encoded {
    stretches: Vec<Stretch>,
    length: usize,
}

impl Encoded {
    fn push(&mut self, length: usize, value: &Value, outer: &Value) {
        let origin = value.origin.clone().or_else(|| outer.origin.clone());
        self.stretches.push(Stretch { start: self.length, origin, given: value.given });
        self.length = self.length.saturating_add(length);
    }

    fn value(&mut self, value: &Value, outer: &Value) {
        match &value.is {
            Is::List(list) => {
                self.push(1, value, outer);
                for (index, item) in list.items.iter().enumerate() {
                    self.length = self.length.saturating_add(usize::from(index > 0));
                    self.value(item, value);
                }
                self.length = self.length.saturating_add(usize::from(!list.items.is_empty() || list.rest.is_none()));
            }
            Is::Object(object) => {
                self.push(1, value, outer);
                for (index, (key, item)) in object.entries.iter().enumerate() {
                    let key = serde_json::Value::String(key.clone()).to_string().len().saturating_add(1);
                    self.length = self.length.saturating_add(usize::from(index > 0));
                    self.push(key, item, value);
                    self.value(item, value);
                }
                self.length = self.length.saturating_add(1);
            }
            // Its own text, between quotes.
            _ => {
                let whole = Value::new(Is::Encoded(Arc::new(value.clone())), None);
                let length = pieces(&whole).into_iter().flatten().map(|piece| match piece {
                    Piece::Text(text) => text.len(),
                    Piece::Open(_) => 0,
                });
                self.push(length.sum(), value, outer);
            }
        }
    }
}

/// A text on its way.
#[derive(Default)]
pub(in crate::input::terraform) struct Joined {
    pieces: Vec<Piece>,
    stretches: Vec<Stretch>,
    length: usize,
}

impl Joined {
    /// A part that stands in the text itself.
    pub(in crate::input::terraform) fn literal(&mut self, text: &str, origin: Option<Origin>) {
        self.stretches.push(Stretch { start: self.length, origin, given: false });
        self.push(Piece::Text(text.into()));
    }

    /// A part that is open.
    pub(in crate::input::terraform) fn open(&mut self, open: Open) {
        self.push(Piece::Open(open));
    }

    /// A value that is put in; `None` when it has no text.
    pub(in crate::input::terraform) fn value(&mut self, value: &Value) -> Option<()> {
        let parts = pieces(value)?;
        let base = self.length;
        let moved = value.stretches().into_iter().map(|it| Stretch { start: it.start.saturating_add(base), ..it });
        self.stretches.extend(moved);
        for part in parts {
            self.push(part);
        }
        Some(())
    }

    /// Takes the blanks at the end away.
    pub(in crate::input::terraform) fn trim_end(&mut self) {
        if let Some(Piece::Text(text)) = self.pieces.last_mut() {
            let kept: Arc<str> = text.trim_end().into();
            self.length = self.length.saturating_sub(text.len().saturating_sub(kept.len()));
            *text = kept;
        }
    }

    fn push(&mut self, piece: Piece) {
        if let Piece::Text(text) = &piece {
            self.length = self.length.saturating_add(text.len());
        }
        self.pieces.push(piece);
    }

    /// The text.
    pub(in crate::input::terraform) fn finish(self) -> Value {
        let value = Value::of_pieces(self.pieces);
        match self.stretches.as_slice() {
            [] => value,
            [only] if value.as_text().is_some() => Value { given: only.given, ..value }.at(only.origin.clone()),
            _ => value.from(Made::Joined(self.stretches.into())),
        }
    }
}

/// What the code writes of a text.
#[derive(Debug, Clone)]
pub(in crate::input::terraform) struct Text {
    /// The text; what the code does not write is `${…}`.
    pub(in crate::input::terraform) text: String,
    /// Where each stretch of it begins, and where in what is known of the value.
    shifts: Vec<(usize, usize, bool)>,
}

impl Text {
    /// Where a byte of it stands in what is known of the value: the longest stretch among these bytes that is written.
    pub(in crate::input::terraform) fn known(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        self.all(start, end).into_iter().reduce(|best, next| if length(next) > length(best) { next } else { best })
    }

    /// The same for every stretch among these bytes.
    pub(in crate::input::terraform) fn all(&self, start: usize, end: usize) -> Vec<(usize, usize)> {
        let ends = self.shifts.iter().skip(1).map(|(at, ..)| *at).chain([self.text.len()]);
        let written = self.shifts.iter().zip(ends).filter(|((.., written), _)| *written);
        let overlap = written.filter_map(|((from, known, _), to)| {
            let (first, last) = (start.max(*from), end.min(to));
            let at = known.saturating_add(first.saturating_sub(*from));
            (first < last).then(|| (at, at.saturating_add(last.saturating_sub(first))))
        });
        overlap.collect()
    }
}

const fn length((start, end): (usize, usize)) -> usize {
    end.saturating_sub(start)
}

/// What the code writes of a value that has a text; `None` when it writes nothing of it.
pub(in crate::input::terraform) fn written(value: &Value) -> Option<Text> {
    let (parts, stretches) = (pieces(value)?, value.stretches());
    let mut found = Text { text: String::new(), shifts: Vec::new() };
    let mut known = 0_usize;
    for part in &parts {
        match part {
            Piece::Open(_) => found.elsewhere(known),
            Piece::Text(text) => {
                found.part(text, known, &stretches);
                known = known.saturating_add(text.len());
            }
        }
    }
    found.shifts.iter().any(|(.., written)| *written).then_some(found)
}

impl Text {
    fn elsewhere(&mut self, known: usize) {
        self.shifts.push((self.text.len(), known, false));
        self.text.push_str(ELSEWHERE);
    }

    /// A part whose stretches are told apart.
    fn part(&mut self, text: &str, known: usize, stretches: &[Stretch]) {
        let end = known.saturating_add(text.len());
        for (index, stretch) in stretches.iter().enumerate() {
            let next = stretches.get(index.saturating_add(1)).map_or(usize::MAX, |next| next.start);
            let (from, to) = (stretch.start.max(known), next.min(end));
            let inner = from.checked_sub(known).zip(to.checked_sub(known));
            let Some(inner) = inner.and_then(|(from, to)| text.get(from..to)).filter(|inner| !inner.is_empty()) else {
                continue;
            };
            if stretch.given || stretch.origin.is_none() {
                self.elsewhere(from);
            } else {
                self.shifts.push((self.text.len(), from, true));
                self.text.push_str(inner);
            }
        }
    }
}
