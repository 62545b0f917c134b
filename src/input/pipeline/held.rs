//! What a value holds that a file sets in one place and reads in another.

use std::collections::BTreeSet;

use super::knowledge::contexts;
use super::model::{Interpolation, Trust};
use crate::input::Via;

/// The most contexts that are followed through one value; the rest stays behind its own name.
const CONTEXTS: usize = 100;

/// The most texts that one value may be; with more, nobody says what it is.
const TEXTS: usize = 50;

/// The most bytes of one of them: texts that are put into each other grow without end.
pub(super) const BYTES: usize = 10_000;

/// The most places that a value is followed through; the first ones are kept.
const HOPS: usize = 16;

/// What a value holds, as far as the files say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    /// Who decides it.
    pub(super) trust: Trust,
    /// The context that makes it so.
    pub(super) tainted_by: String,
    /// What it is made of.
    pub(super) contexts: BTreeSet<String>,
    /// Every text that it can be, credentials masked; `None` when that is not known.
    pub(super) texts: Option<BTreeSet<String>>,
    /// The places that what makes it so came through, the first one first.
    pub(super) via: Vec<Via>,
    /// Whether what makes it so can have line ends.
    pub(super) lines: bool,
    /// The program that makes it of what makes it so, if nobody knows what that does; otherwise empty.
    pub(super) doubt: String,
}

impl Default for Held {
    /// What nobody has put anything into.
    fn default() -> Self {
        Self {
            trust: Trust::default(),
            tainted_by: String::new(),
            contexts: BTreeSet::new(),
            texts: Some(BTreeSet::new()),
            via: Vec::new(),
            lines: false,
            doubt: String::new(),
        }
    }
}

impl Held {
    /// A text that is written out.
    pub(super) fn text(text: &str) -> Self {
        let pulls = text.contains("refs/pull/").then(|| contexts::PULLS.to_owned());
        Self {
            texts: Some(BTreeSet::from([text.to_owned()])),
            contexts: pulls.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Something of which only the run knows what it is.
    pub(super) fn unknown() -> Self {
        Self { texts: None, ..Self::default() }
    }

    /// The text, if it can be one only.
    pub(super) fn known(&self) -> Option<&str> {
        let texts = self.texts.as_ref().filter(|texts| texts.len() == 1)?;
        texts.first().map(String::as_str)
    }

    /// Takes in what the same value may be instead.
    pub(super) fn join(&mut self, other: &Self) {
        self.texts = match (self.texts.take(), &other.texts) {
            (Some(mut texts), Some(more)) => {
                texts.extend(more.iter().cloned());
                Some(texts).filter(|texts| texts.len() <= TEXTS)
            }
            _ => None,
        };
        self.take(other);
    }

    /// Puts an expression into the value.
    pub(super) fn read(&mut self, interpolation: &Interpolation) {
        self.texts = None;
        self.take(&Self::of(interpolation));
    }

    /// Says that what makes it so came through an expression.
    pub(super) fn came_through(&mut self, place: Option<&Interpolation>, what: &str) {
        if let Some(place) = place {
            self.passed(&place.loc, what);
        }
    }

    /// What an expression gives.
    pub(super) fn of(interpolation: &Interpolation) -> Self {
        Self {
            trust: interpolation.trust,
            tainted_by: interpolation.tainted_by.clone(),
            contexts: interpolation.contexts.iter().cloned().collect(),
            texts: None,
            via: interpolation.via.clone(),
            lines: interpolation.lines,
            doubt: interpolation.doubt.clone(),
        }
    }

    /// Puts another text behind it.
    pub(super) fn append(&mut self, other: &Self) {
        let longest = |texts: &Option<BTreeSet<String>>| texts.iter().flatten().map(String::len).max();
        let is_short = longest(&self.texts).unwrap_or(0).saturating_add(longest(&other.texts).unwrap_or(0)) <= BYTES;
        self.texts = match (self.texts.take(), &other.texts) {
            (Some(texts), Some(more)) if is_short && texts.len().saturating_mul(more.len()) <= TEXTS => {
                let behind = |text: &String| more.iter().map(move |more| format!("{text}{more}")).collect::<Vec<_>>();
                let all: BTreeSet<String> = texts.iter().flat_map(behind).collect();
                Some(all).filter(|all| all.iter().all(|text| text.len() <= BYTES))
            }
            _ => None,
        };
        self.take(other);
    }

    /// Whether a place that it goes through is kept.
    pub(super) fn keeps(&self, loc: &str) -> bool {
        let is_new = self.via.last().is_none_or(|via| via.loc != loc);
        self.trust >= Trust::Perhaps && is_new && self.via.len() < HOPS
    }

    /// Keeps a place that it goes through, if anybody minds.
    pub(super) fn passed(&mut self, loc: &str, what: &str) {
        if self.keeps(loc) {
            self.via.push(Via { loc: loc.to_owned(), path: Vec::new(), what: what.to_owned() });
        }
    }

    /// What is left when nothing in it means anything to a shell.
    pub(super) fn harmless() -> Self {
        Self::unknown()
    }

    /// What a program that nobody knows makes of it.
    pub(super) fn doubted(self, doubt: &str) -> Self {
        if self.trust < Trust::Perhaps {
            return Self::unknown();
        }
        let doubt = if self.doubt.is_empty() { doubt.to_owned() } else { self.doubt };
        Self { trust: Trust::Perhaps, texts: None, doubt, contexts: BTreeSet::new(), ..self }
    }

    fn take(&mut self, other: &Self) {
        if other.trust > self.trust {
            self.trust = other.trust;
            other.tainted_by.clone_into(&mut self.tainted_by);
            other.via.clone_into(&mut self.via);
            other.doubt.clone_into(&mut self.doubt);
        }
        self.lines |= other.lines;
        for context in &other.contexts {
            if self.contexts.len() >= CONTEXTS {
                break;
            }
            self.contexts.insert(context.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, Held, Trust};

    #[test]
    fn a_value_is_known_as_long_as_every_text_of_it_is() {
        let mut held = Held::default();
        held.join(&Held::text("a"));
        assert_eq!(held.known(), Some("a"));
        held.join(&Held::text("b"));
        assert_eq!((held.known(), held.texts.as_ref().map(BTreeSet::len)), (None, Some(2)));
        held.join(&Held { trust: Trust::Untrusted, tainted_by: "x".to_owned(), ..Held::unknown() });
        held.join(&Held::text("c"));
        assert_eq!((held.texts, held.trust, held.tainted_by.as_str()), (None, Trust::Untrusted, "x"));
    }
}
