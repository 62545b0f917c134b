//! Looks for all forms of all known credentials in one pass.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind};

use super::forms::{Reach, forms, pieces};
use crate::source::Span;

/// The most bytes of all texts together, each of which costs some thirty bytes of memory for a moment.
const PATTERN_BYTES: usize = 8 * 1024 * 1024;

/// An automaton over everything that must be hidden.
pub(super) struct Search {
    /// `None` when there is too much to look for, and then nothing is shown.
    automaton: Option<NFA>,
    /// By the number of the pattern.
    reaches: Vec<Reach>,
}

impl Search {
    /// Prepares to look for these values; for the values alone when all their forms are too much.
    pub(super) fn new(values: &BTreeSet<String>) -> Self {
        let pieced = || patterns(values.iter().flat_map(|value| forms(value).into_iter().chain(pieces(value))));
        let every = || patterns(values.iter().flat_map(|value| forms(value)));
        let plain = || patterns(values.iter().flat_map(|value| forms(value).into_iter().take(1)));
        let fits = |patterns: &BTreeMap<String, Reach>| total(patterns.keys()) <= PATTERN_BYTES;
        let none = Self { automaton: None, reaches: Vec::new() };
        if total(values) > PATTERN_BYTES {
            return none;
        }
        let made: [&dyn Fn() -> BTreeMap<String, Reach>; 3] = [&pieced, &every, &plain];
        let Some(patterns) = made.iter().map(|make| make()).find(fits) else { return none };
        let automaton = NFA::builder().match_kind(MatchKind::Standard).prefilter(false).build(patterns.keys());
        Self { automaton: automaton.ok(), reaches: patterns.into_values().collect() }
    }

    /// The spans of `text` to hide, in order and without overlaps.
    pub(super) fn spans(&self, text: &str) -> Vec<Span> {
        let whole = || vec![Span::new(0, text.len())];
        let Some(automaton) = &self.automaton else { return whole() };
        let Ok(mut state) = automaton.start_state(Anchored::No) else { return whole() };
        let mut spans = Spans { text, merged: Vec::new(), run: Span::default() };
        for (at, byte) in text.bytes().enumerate() {
            state = automaton.next_state(Anchored::No, state, byte);
            if automaton.is_match(state) {
                self.ending(automaton, state, at.saturating_add(1), &mut spans);
            }
        }
        spans.merged
    }

    /// Hides what ends at `end`. The longest pattern comes first, so the first that counts is enough, and only words
    /// are ever passed over: however the values lie inside one another, the work at a place is bounded.
    fn ending(&self, automaton: &NFA, state: StateID, end: usize, spans: &mut Spans<'_>) {
        for index in 0..automaton.match_len(state) {
            let pattern = automaton.match_pattern(state, index);
            let span = Span::new(end.saturating_sub(automaton.pattern_len(pattern)), end);
            match self.reaches.get(pattern.as_usize()) {
                Some(Reach::Token) if !stands_alone(spans.text, span) => {}
                Some(Reach::Base64) => return spans.base64(span),
                _ => return spans.hide(span),
            }
        }
    }
}

/// One text may be a form of two values; the reach that hides more wins.
fn patterns(forms: impl Iterator<Item = (String, Reach)>) -> BTreeMap<String, Reach> {
    let mut patterns: BTreeMap<String, Reach> = BTreeMap::new();
    for (text, reach) in forms {
        let known = patterns.entry(text).or_insert(reach);
        if *known == Reach::Token {
            *known = reach;
        }
    }
    patterns
}

fn total<'t>(texts: impl IntoIterator<Item = &'t String>) -> usize {
    texts.into_iter().fold(0, |sum, text| sum.saturating_add(text.len()))
}

/// Whether no letter or digit stands on either side.
fn stands_alone(text: &str, span: Span) -> bool {
    let before = text.get(..span.start).and_then(|text| text.chars().next_back());
    let after = text.get(span.end..).and_then(|text| text.chars().next());
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}

/// The spans so far.
struct Spans<'t> {
    text: &'t str,
    merged: Vec<Span>,
    /// The base64 text that was looked at last, so that none is measured twice.
    run: Span,
}

impl Spans<'_> {
    /// Hides a span that ends behind every earlier one.
    fn hide(&mut self, mut span: Span) {
        while let Some(last) = self.merged.pop_if(|last| last.end >= span.start) {
            span = Span::new(span.start.min(last.start), span.end.max(last.end));
        }
        self.merged.push(span);
    }

    /// Hides a span together with the base64 text that it stands in.
    fn base64(&mut self, span: Span) {
        if span.end > self.run.end {
            let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
            let bytes = self.text.as_bytes();
            let before = bytes.get(self.run.end.min(span.start)..span.start).unwrap_or_default();
            let after = bytes.get(span.end..).unwrap_or_default();
            let back = before.iter().rev().take_while(|byte| belongs(byte)).count();
            let ahead = after.iter().take_while(|byte| belongs(byte)).count();
            let end = span.end.saturating_add(ahead);
            let padding = bytes.get(end..).unwrap_or_default().iter().take_while(|byte| **byte == b'=').count();
            self.run = Span::new(span.start.saturating_sub(back), end.saturating_add(padding));
        }
        self.hide(self.run);
    }
}
