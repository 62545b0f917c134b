//! Goes over the words of a tag.

use std::rc::Rc;

use super::Reject;
use super::pieces::Tag;
use super::token::{Token, Word};

/// Nesting of statements and expressions; what is deeper is not followed.
const DEPTH: usize = 60;

/// The words of one tag, and how deep the template is nested around them.
pub(super) struct Cursor<'t> {
    tokens: &'t [Token],
    next: usize,
    end: usize,
    pub(super) depth: usize,
}

/// Why a word cannot stand where it stands.
const UNEXPECTED: &str = "it is not written as Jinja reads it";

impl<'t> Cursor<'t> {
    pub(super) fn of(tag: &'t Tag, depth: usize) -> Self {
        Self { tokens: &tag.tokens, next: 0, end: tag.inner.end, depth }
    }

    pub(super) fn peek(&self) -> Option<&'t Word> {
        self.look(0)
    }

    /// The word `ahead` of the next one.
    pub(super) fn look(&self, ahead: usize) -> Option<&'t Word> {
        self.tokens.get(self.next.saturating_add(ahead)).map(|token| &token.word)
    }

    pub(super) fn advance(&mut self) -> Option<&'t Word> {
        let word = self.peek();
        self.next = self.next.saturating_add(1);
        word
    }

    pub(super) fn is_mark(&self, mark: &str) -> bool {
        matches!(self.peek(), Some(Word::Mark(found)) if *found == mark)
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        matches!(self.peek(), Some(Word::Name(found)) if &**found == name)
    }

    /// Takes a mark if it is the next word.
    pub(super) fn skip_mark(&mut self, mark: &str) -> bool {
        let found = self.is_mark(mark);
        self.next = self.next.saturating_add(usize::from(found));
        found
    }

    /// Takes a word if it is the next one.
    pub(super) fn skip_name(&mut self, name: &str) -> bool {
        let found = self.is_name(name);
        self.next = self.next.saturating_add(usize::from(found));
        found
    }

    pub(super) fn expect_mark(&mut self, mark: &str) -> Result<(), Reject> {
        if self.skip_mark(mark) { Ok(()) } else { Err(self.reject()) }
    }

    pub(super) fn expect_name(&mut self, name: &str) -> Result<(), Reject> {
        if self.skip_name(name) { Ok(()) } else { Err(self.reject()) }
    }

    /// Any name.
    pub(super) fn name(&mut self) -> Result<Rc<str>, Reject> {
        match self.peek() {
            Some(Word::Name(name)) => {
                self.advance();
                Ok(Rc::clone(name))
            }
            _ => Err(self.reject()),
        }
    }

    /// That there are no more words.
    pub(super) fn finish(&mut self) -> Result<(), Reject> {
        if self.peek().is_none() { Ok(()) } else { Err(self.reject()) }
    }

    pub(super) fn reject(&self) -> Reject {
        let at = self.tokens.get(self.next).map_or(self.end, |token| token.at);
        Reject { at, why: UNEXPECTED }
    }

    /// Reads something one level deeper.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Reject>) -> Result<T, Reject> {
        self.enter()?;
        let read = read(self);
        self.depth = self.depth.saturating_sub(1);
        read
    }

    fn enter(&mut self) -> Result<(), Reject> {
        if self.depth >= DEPTH {
            return Err(Reject { why: "it is nested too deeply", ..self.reject() });
        }
        self.depth = self.depth.saturating_add(1);
        Ok(())
    }
}

/// Whether a body may stand one level deeper.
pub(super) fn check_depth(depth: usize, at: usize) -> Result<(), Reject> {
    if depth >= DEPTH { Err(Reject { at, why: "it is nested too deeply" }) } else { Ok(()) }
}
