//! What variables and words hold.

use std::collections::BTreeSet;

use super::super::Texts;

/// The most texts that are kept of one value.
const TEXTS: usize = 50;

/// The most bytes of one of them: `a=$a$a` doubles it.
const BYTES: usize = 10_000;

/// Whether a value names the job that fails, as `$!` does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Job {
    /// It does not.
    #[default]
    No,
    /// It does.
    Is,
    /// It is among others.
    Among,
}

/// What a variable or a word holds.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something else of a value, and any of them can hold together"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// Every text that it can be.
    pub(super) texts: Texts,
    /// Whether it would be another if the command had not failed.
    pub(super) traced: bool,
    /// Whether it is the number with which a command failed.
    pub(super) code: bool,
    pub(super) job: Job,
    /// Whether it may not be set at all.
    pub(super) unset: bool,
    /// Whether its texts are what is written, and it may have been given another since: they name, but decide nothing.
    pub(super) presumed: bool,
}

impl Value {
    /// What nobody knows.
    pub(super) fn unknown(traced: bool) -> Self {
        Self { traced, ..Self::default() }
    }

    pub(super) fn text(text: &str) -> Self {
        Self { texts: Some([text.to_owned()].into()), ..Self::default() }
    }

    /// The number of a failure: that of the command that fails, or of another one.
    pub(super) fn code(traced: bool) -> Self {
        Self { traced, code: true, ..Self::default() }
    }

    /// The texts that it must be one of.
    pub(super) fn known(&self) -> Option<&BTreeSet<String>> {
        self.texts.as_ref().filter(|_| !self.presumed)
    }

    /// The same, now that something which is not read may have set it.
    pub(super) fn doubted(self) -> Self {
        Self { presumed: !self.traced, ..self }
    }

    /// Its text, if it can be one only.
    pub(super) fn single(&self) -> Option<&str> {
        let texts = self.texts.as_ref().filter(|texts| texts.len() == 1)?;
        texts.first().map(String::as_str)
    }

    /// Whether another value tells a failure just as this one does, which another failure may have set.
    pub(super) fn says_also(&self, other: &Self) -> bool {
        let is_number = |text: &str| text.parse::<u8>().is_ok_and(|number| number > 0);
        if self.code { other.every(is_number) == Some(true) } else { self.texts.is_some() && self.texts == other.texts }
    }

    /// What it is if it is either.
    pub(super) fn or(self, other: &Self) -> Self {
        let texts = match (self.texts, &other.texts) {
            (Some(mut texts), Some(more)) => {
                texts.extend(more.iter().cloned());
                Some(texts).filter(|texts| texts.len() <= TEXTS)
            }
            _ => None,
        };
        Self {
            texts,
            traced: self.traced || other.traced,
            code: self.code && other.code,
            job: self.job.max(other.job),
            unset: self.unset || other.unset,
            presumed: self.presumed || other.presumed,
        }
    }

    /// What it is with the other behind it.
    pub(super) fn then(self, other: &Self) -> Self {
        let is_empty = |value: &Self| value.single() == Some("");
        let (traced, presumed) = (self.traced || other.traced, self.presumed || other.presumed);
        match () {
            () if is_empty(&self) => return Self { traced, presumed, ..other.clone() },
            () if is_empty(other) => return Self { traced, presumed, ..self },
            () => {}
        }
        let texts = match (&self.texts, &other.texts) {
            (Some(texts), Some(more)) if texts.len().saturating_mul(more.len()) <= TEXTS => {
                let all = texts.iter().flat_map(|text| more.iter().map(move |more| format!("{text}{more}")));
                let all: BTreeSet<String> = all.collect();
                Some(all).filter(|all| all.iter().all(|text| text.len() <= BYTES))
            }
            _ => None,
        };
        let job = if self.job == Job::No && other.job == Job::No { Job::No } else { Job::Among };
        Self { texts, traced, code: false, job, unset: false, presumed }
    }

    /// Whether every one of the texts is so, or none; `None` when that is not known or differs.
    pub(super) fn every(&self, is_so: impl Fn(&str) -> bool) -> Option<bool> {
        let mut answers = self.known()?.iter().map(|text| is_so(text));
        let first = answers.next()?;
        answers.all(|answer| answer == first).then_some(first)
    }
}
