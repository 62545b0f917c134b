//! Credentials in comments, such as code that was taken out of use and still tells its password.

use super::super::super::model::Scope;
use super::words::{looks_random, shape_of};
use super::{Search, kind_of};
use crate::source::{Span, secret};

impl Search<'_> {
    /// Looks through all comments. `strings` are the places of the texts of the code. What only names a credential in words
    /// for people is none: it has the shape of one, or a name and the looks of something generated.
    pub(super) fn comments(&mut self, mut strings: Vec<Span>) {
        strings.sort_unstable();
        let text = self.source.text();
        let mut at: usize = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at = at.saturating_add(line.len());
            let Some(begin) = line.match_indices('#').map(|(offset, _)| start.saturating_add(offset)).find(|offset| {
                let before = strings.partition_point(|string| string.start <= *offset);
                !strings
                    .get(..before)
                    .is_some_and(|before| before.iter().rev().take(8).any(|string| *offset < string.end))
            }) else {
                continue;
            };
            let comment = text.get(begin..at).unwrap_or_default();
            for hit in secret::credentials(comment).into_iter().filter(|hit| hit.sure) {
                let Some(value) = comment.get(hit.span.start..hit.span.end) else { continue };
                let name = hit.name.and_then(|name| comment.get(name.start..name.end));
                let kind = match name {
                    Some(name) if looks_random(value) => kind_of(name, value, ""),
                    _ => shape_of(value).filter(|kind| *kind != "password-in-url"),
                };
                if let Some(kind) = kind {
                    let place = Span::new(begin.saturating_add(hit.span.start), begin.saturating_add(hit.span.end));
                    self.add(place, name.unwrap_or("text"), kind, Scope::TopLevel, value);
                }
            }
        }
    }
}
