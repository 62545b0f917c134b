//! Stable names for findings.

use sha2::{Digest, Sha256};

use super::PolicyId;
use crate::source::{RepoPath, text::hex};

/// Sixteen hexadecimal digits from policy, path and subject; lines and formatting do not enter.
#[must_use]
pub fn fingerprint(policy: &PolicyId, path: &RepoPath, subject: &str) -> String {
    digits(&[policy.as_str(), path.as_str(), subject])
}

/// Sixteen hexadecimal digits from a list of parts.
#[must_use]
pub fn digits(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // The length first, so that no two lists of parts give the same bytes.
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part);
    }
    hex(&hash.finalize()).chars().take(16).collect()
}

/// How many non-blank characters enter one hash.
const BLOCK: usize = 100;
/// CodeQL's multiplier.
const MULTIPLIER: u64 = 37;
/// Marks the end of the text in the rolling hash.
const END: u64 = 65_535;

/// `primaryLocationLineHash` of every line: CodeQL's rolling hash over the 100 non-blank characters from the line on,
/// then `:` and how often that hash has occurred (github/codeql-action, `src/fingerprints.ts`). As there, a lone
/// carriage return ends a line too. Each is written only when it is asked for.
pub struct LineHashes(Vec<(u64, usize)>);

impl LineHashes {
    /// Of every line of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Rolling::new().run(text.encode_utf16().map(u64::from).chain(std::iter::once(END))))
    }

    /// The hash of a line, from 0.
    #[must_use]
    pub fn get(&self, line: usize) -> Option<String> {
        self.0.get(line).copied().map(written)
    }
}

/// A hash, and how often it has occurred; no line has none.
fn written((hash, count): (u64, usize)) -> String {
    if count == 0 { String::new() } else { format!("{hash:x}:{count}") }
}

/// The state of CodeQL's algorithm.
struct Rolling {
    window: [u64; BLOCK],
    line_starts: [Option<usize>; BLOCK],
    hash: u64,
    index: usize,
    first_factor: u64,
    seen: std::collections::BTreeMap<u64, usize>,
    hashes: Vec<(u64, usize)>,
}

impl Rolling {
    fn new() -> Self {
        let first_factor = (0..BLOCK).fold(1_u64, |factor, _| factor.wrapping_mul(MULTIPLIER));
        Self {
            window: [0; BLOCK],
            line_starts: [None; BLOCK],
            hash: 0,
            index: 0,
            first_factor,
            seen: std::collections::BTreeMap::new(),
            hashes: Vec::new(),
        }
    }

    fn run(mut self, units: impl Iterator<Item = u64>) -> Vec<(u64, usize)> {
        const TAB: u64 = 9;
        const LINE_FEED: u64 = 10;
        const CARRIAGE_RETURN: u64 = 13;
        const SPACE: u64 = 32;
        let mut line = 0;
        let mut line_start = true;
        let mut previous_return = false;
        for mut unit in units {
            if unit == SPACE || unit == TAB || (previous_return && unit == LINE_FEED) {
                previous_return = false;
                continue;
            }
            previous_return = unit == CARRIAGE_RETURN;
            if previous_return {
                unit = LINE_FEED;
            }
            if let Some(finished) = self.line_starts.get(self.index).copied().flatten() {
                self.output(finished);
            }
            if line_start {
                line_start = false;
                self.set_line_start(Some(line));
                line = line.saturating_add(1);
            } else {
                self.set_line_start(None);
            }
            if unit == LINE_FEED {
                line_start = true;
            }
            self.update(unit);
        }
        for _ in 0..BLOCK {
            if let Some(finished) = self.line_starts.get(self.index).copied().flatten() {
                self.output(finished);
                self.set_line_start(None);
            }
            self.update(0);
        }
        self.hashes
    }

    fn set_line_start(&mut self, line: Option<usize>) {
        if let Some(slot) = self.line_starts.get_mut(self.index) {
            *slot = line;
        }
    }

    fn update(&mut self, unit: u64) {
        if let Some(slot) = self.window.get_mut(self.index) {
            let begin = std::mem::replace(slot, unit);
            self.hash = MULTIPLIER
                .wrapping_mul(self.hash)
                .wrapping_add(unit)
                .wrapping_sub(self.first_factor.wrapping_mul(begin));
        }
        self.index = if self.index.saturating_add(1) < BLOCK { self.index.saturating_add(1) } else { 0 };
    }

    fn output(&mut self, line: usize) {
        let count = self.seen.entry(self.hash).and_modify(|count| *count = count.saturating_add(1)).or_insert(1);
        if self.hashes.len() <= line {
            self.hashes.resize(line.saturating_add(1), (0, 0));
        }
        if let Some(slot) = self.hashes.get_mut(line) {
            *slot = (self.hash, *count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LineHashes, written};

    fn line_hashes(text: &str) -> Vec<String> {
        LineHashes::of(text).0.into_iter().map(written).collect()
    }

    /// The first two are cases of CodeQL's own tests; the others were computed from the definition (a sum over the 100
    /// characters of each line, without a rolling window) by a program that gives CodeQL's numbers for its cases too.
    #[test]
    fn lines_hash_as_in_codeql() {
        let cases: [(&str, &[&str]); 6] = [
            ("", &["c129715d7a2bc9a3:1"]),
            (
                " a\nb\n  \t\tc\n d",
                &["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
            ),
            ("on: push\r\njobs: {}\r\n", &["1eaa8459ae4bfa1a:1", "b2fba6fb4dce84a9:1", "c129715d7a2bc9a3:1"]),
            ("é😀\nx: 1\n", &["de0b11e632903ad8:1", "9e84518382ef0334:1", "c129715d7a2bc9a3:1"]),
            ("\t \n\n", &["5b5d4caf73a13177:1", "3c5bef55b72b93c9:1", "c129715d7a2bc9a3:1"]),
            (&"x".repeat(250), &["52b56201ffb58620:1"]),
        ];
        for (text, expected) in cases {
            assert_eq!(line_hashes(text), expected, "{text:?}");
        }
    }

    #[test]
    fn equal_lines_are_told_apart_by_a_count() {
        let hashes = line_hashes(&"a: 1\n".repeat(30));
        let counted: Vec<&str> = hashes.iter().take(3).map(String::as_str).collect();
        assert_eq!(counted, ["42a9af0436f14616:1", "42a9af0436f14616:2", "42a9af0436f14616:3"]);
        assert_eq!(hashes.len(), 31);
    }

    #[test]
    fn line_ends_and_indentation_do_not_enter() {
        let plain = line_hashes("a: 1\nb: 2\n");
        for same in ["a: 1\r\nb: 2\r\n", "a: 1\rb: 2\r", "\ta:1\n  b:  2\n"] {
            assert_eq!(line_hashes(same), plain, "{same:?}");
        }
    }
}
