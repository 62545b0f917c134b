//! Versions as tags and comments name them, and ranges of them.

use std::cmp::Ordering;
use std::fmt;

/// The most numbers that a version has.
const NUMBERS: usize = 6;

/// A version: `v4`, `4.1`, `v4.1.2-rc.1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input) struct Version {
    numbers: Vec<u64>,
    /// What follows the numbers, with its `-` or `+`.
    suffix: String,
}

impl Version {
    /// The version that a tag names, if it names one.
    pub(super) fn of(tag: &str) -> Option<Self> {
        let tag = tag.strip_prefix("refs/tags/").unwrap_or(tag);
        let bare = tag.strip_prefix(['v', 'V']).unwrap_or(tag);
        let end = bare.find(['-', '+']).unwrap_or(bare.len());
        let (core, suffix) = bare.split_at_checked(end)?;
        let numbers: Option<Vec<u64>> = core.split('.').take(NUMBERS).map(number).collect();
        Some(Self { numbers: numbers?, suffix: suffix.to_owned() })
    }

    /// The version that a comment names: its first word that can only be one, `v4` or `4.1.2`.
    pub(in crate::input) fn said(comment: &str) -> Option<Self> {
        let words = comment.split(|it: char| it.is_whitespace() || matches!(it, '@' | '=' | ':' | ',' | '(' | ')'));
        words.filter(|word| word.starts_with(['v', 'V']) || word.matches('.').count() >= 2).find_map(Self::of)
    }

    /// Whether it names one release, and not the newest of several.
    pub(in crate::input) fn is_full(&self) -> bool {
        self.numbers.len() >= 3
    }

    /// Whether one is the other with fewer numbers: `v4` and `v4.1.2`.
    pub(in crate::input) fn agrees(&self, other: &Self) -> bool {
        let shorter = self.numbers.len().min(other.numbers.len());
        let same = self.numbers.iter().zip(&other.numbers).take(shorter).all(|(one, other)| one == other);
        same && (self.numbers.len() != other.numbers.len() || self.suffix == other.suffix)
    }

    /// The first version that is none of those that this one stands for: 5 for `v4`, 4.1.3 for `v4.1.2`.
    fn end(&self) -> Self {
        let mut numbers = self.numbers.clone();
        if let Some(last) = numbers.last_mut() {
            *last = last.saturating_add(1);
        }
        Self { numbers, suffix: String::new() }
    }
}

fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

impl fmt::Display for Version {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.numbers.iter().map(u64::to_string).collect();
        write!(to, "{}{}", numbers.join("."), self.suffix)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.numbers.len().max(other.numbers.len());
        let filled =
            |of: &Self| of.numbers.iter().copied().chain(std::iter::repeat(0)).take(length).collect::<Vec<_>>();
        filled(self).cmp(&filled(other)).then_with(|| self.suffix.cmp(&other.suffix))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Versions from one on, up to another that is none of them: `>=4.0.0 <4.1.3`, `<41`, `>=2`, `*`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Range {
    from: Option<Version>,
    below: Option<Version>,
}

impl Range {
    /// Reads a range; `None` when it is none.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut range = Self::default();
        for part in text.split(' ').filter(|part| *part != "*") {
            match (part.strip_prefix(">="), part.strip_prefix('<')) {
                (Some(from), _) if range.from.is_none() => range.from = Some(Version::of(from)?),
                (_, Some(below)) if range.below.is_none() => range.below = Some(Version::of(below)?),
                _ => return None,
            }
        }
        Some(range)
    }

    /// Whether a version is of the range. One that leaves numbers out is the newest of those that it stands for, which is
    /// of the range only if all newer ones are.
    pub(super) fn holds(&self, version: &Version) -> bool {
        if version.is_full() {
            return self.from.as_ref().is_none_or(|from| version >= from)
                && self.below.as_ref().is_none_or(|below| version < below);
        }
        let end = version.end();
        self.from.as_ref().is_none_or(|from| *from < end) && self.below.as_ref().is_none_or(|below| *below >= end)
    }

    /// Whether it has no end, so that whatever is newest is of it too.
    pub(super) const fn is_open(&self) -> bool {
        self.below.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::{Range, Version};

    #[test]
    fn a_comment_says_a_version_by_a_word_that_can_only_be_one() {
        for (comment, expected) in [
            ("v4.1.2", Some("4.1.2")),
            ("4.1.2", Some("4.1.2")),
            ("tag=v3", Some("3")),
            ("ratchet:actions/checkout@v4", Some("4")),
            ("pin to v2.0.0-rc.1 until #12", Some("2.0.0-rc.1")),
            ("v4.2.0 (2024-01-01)", Some("4.2.0")),
            ("2024-01-02", None),
            ("version 4", None),
            ("release-v4.1.2", None),
            ("", None),
        ] {
            assert_eq!(Version::said(comment), expected.and_then(Version::of), "{comment}");
        }
    }

    #[test]
    fn a_tag_without_all_numbers_stands_for_the_newest_of_its_versions() {
        for (range, version, expected) in [
            (">=4.0.0 <4.1.3", "v4.1.2", true),
            (">=4.0.0 <4.1.3", "v4.1.3", false),
            (">=4.0.0 <4.1.3", "v3.9.9", false),
            (">=4.0.0 <4.1.3", "v4", false),
            (">=4.0.0 <4.1.3", "v4.0", true),
            ("<41", "v40", true),
            ("<41", "v41", false),
            ("<41.0.0", "v40", true),
            (">=4.0.0 <5.3.1", "v4", true),
            (">=4.0.0 <5.3.1", "v5", false),
            ("<7.0.7", "v7", false),
            ("*", "v1.0.0", true),
            (">=2.0.0", "v1", false),
            (">=2.0.0", "v2", true),
        ] {
            let (range, version) = (Range::of(range).unwrap(), Version::of(version).unwrap());
            assert_eq!(range.holds(&version), expected, "{range:?} {version:?}");
        }
        assert!(Range::of("*").unwrap().is_open() && !Range::of("<1").unwrap().is_open());
        assert!(["", "4.0.0", "<1 <2", ">=a"].iter().all(|text| Range::of(text).is_none()));
    }

    #[test]
    fn versions_agree_where_one_says_less_than_the_other() {
        for (one, other, expected) in [
            ("v4", "v4.1.2", true),
            ("v4.1.2", "4.1.2", true),
            ("v4.1.2", "v4.1.3", false),
            ("v4.1.2", "v4.1.2-rc.1", false),
            ("v5", "v4.1.2", false),
        ] {
            assert_eq!(Version::of(one).unwrap().agrees(&Version::of(other).unwrap()), expected, "{one} {other}");
        }
    }
}
