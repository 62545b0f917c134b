//! Searches what was printed for what was planted.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use data_encoding::{BASE64, BASE64URL, HEXLOWER, HEXUPPER};

use crate::values::{Canary, form};

/// The characters of a value that nobody may see together.
const TELLING: usize = 8;

/// A search for all values.
pub(crate) struct Search<'c> {
    canaries: &'c [Canary],
    patterns: AhoCorasick,
    owners: Vec<usize>,
}

impl<'c> Search<'c> {
    pub(crate) fn new(canaries: &'c [Canary]) -> Self {
        let mut seen = BTreeSet::new();
        let (mut patterns, mut owners) = (Vec::new(), Vec::new());
        for (index, canary) in canaries.iter().enumerate() {
            for pattern in canary.random.iter().flat_map(|random| traces(random)) {
                if seen.insert(pattern.clone()) {
                    patterns.push(pattern);
                    owners.push(index);
                }
            }
        }
        Self { canaries, patterns: AhoCorasick::new(patterns).unwrap(), owners }
    }

    /// One line for each value that stands in a text.
    pub(crate) fn leaks(&self, name: &str, text: &str) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let found = self.patterns.find_overlapping_iter(text);
        found
            .filter_map(|found| {
                let owner = self.owners[found.pattern().as_usize()];
                seen.insert(owner).then(|| {
                    let line = text[..found.start()].rfind('\n').map_or(0, |at| at + 1);
                    let shown: String =
                        text[line..].lines().next().unwrap_or_default().trim().chars().take(160).collect();
                    format!("{name}: {} ({}): {shown}", self.canaries[owner].place, self.canaries[owner].text)
                })
            })
            .collect()
    }
}

/// What of a value is looked for: each eight characters of it, as they are and encoded. A shorter part of a token, such
/// as a check sum, tells nothing.
fn traces(random: &str) -> Vec<String> {
    let bytes = random.as_bytes();
    let mut traces = Vec::new();
    for window in bytes.windows(TELLING) {
        let text = std::str::from_utf8(window).unwrap();
        traces.push(text.to_owned());
        traces.extend([HEXLOWER.encode(window), HEXUPPER.encode(window), form(text, "url"), form(text, "json")]);
    }
    // Base64 of a text that holds the value at any place.
    for skipped in 0..3 {
        let rest = bytes.get(skipped..).unwrap_or_default();
        let whole = &rest[..rest.len() / 3 * 3];
        for encoded in [BASE64.encode(whole), BASE64URL.encode(whole)] {
            traces.extend(encoded.as_bytes().windows(11).map(|window| String::from_utf8_lossy(window).into_owned()));
        }
    }
    traces
}

#[test]
fn a_search_finds_a_value_in_every_form() {
    let canary = crate::values::Chance::default().value("r", "here");
    let text = canary.text.clone();
    let canaries = [canary];
    let search = Search::new(&canaries);
    let wrapped = format!("ab{text}c");
    let mut shown = vec![text[3..12].to_owned(), form(&wrapped, "b64"), HEXUPPER.encode(text.as_bytes())];
    shown.extend(["b64", "hex", "url", "json"].map(|how| form(&text, how)));
    for shown in shown {
        assert_eq!(search.leaks("x", &format!("a {shown} b")).len(), 1, "{shown}");
    }
    assert!(search.leaks("x", &text[..7]).is_empty());
}
