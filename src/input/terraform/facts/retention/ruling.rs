//! What becomes of records by a change of the rules that keep or delete them.

use super::change::Change;
use super::length::words;
use super::rule::{Read, Rule, Side, Wording};
use super::{Protection, Weakening, fact};
use crate::input::Fact;
use crate::input::Segment;
use crate::input::terraform::facts::argument::{LATER, dotted, path};
use crate::input::terraform::model::Resource;

/// A rule for which records are kept shorter, and how long they are kept before and after.
struct Shorter {
    at: Vec<Segment>,
    before: String,
    after: String,
}

impl Wording {
    /// What a change makes shorter, or may make so.
    pub(super) fn judge(&self, change: Change<'_>) -> Vec<Fact<Weakening>> {
        if change.leaves(&self.list) {
            return Vec::new();
        }
        self.compare(self.rules(Side::Before(change.before)), change)
    }

    /// The same, with the rules that were there before.
    pub(super) fn compare(&self, before: Result<Read, &'static str>, change: Change<'_>) -> Vec<Fact<Weakening>> {
        let after = self.rules(Side::After(change));
        let may_be_another = |why: &str, at: &[Segment]| why == LATER || change.may_differ(at);
        let open =
            |at: &[Segment], why| fact(change.after, at, Weakening::new(Protection::Retention, None).open(), why);
        let (before, after) = match (before, after) {
            (Ok(before), Ok(after)) => (before, after),
            (Ok(before), Err(_)) if self.keeps && before.is_empty() => return Vec::new(),
            (_, Err(why)) | (Err(why), _) if may_be_another(why, &self.list) => return vec![open(&self.list, why)],
            _ => return Vec::new(),
        };
        let mut found = Vec::new();
        let unread = before.iter().find_map(|rule| rule.as_ref().err()).map(|(_, why)| *why);
        let hidden = after.iter().filter_map(|rule| rule.as_ref().err());
        let hidden: Vec<(Vec<Segment>, &str)> = hidden.map(|(at, why)| (self.at(*at, &[]), *why)).collect();
        let shorter = if self.keeps { self.kept(&before, &after) } else { self.deleted(&before, &after, change) };
        // A rule that cannot be read may be the one that makes up for it.
        let excuse = if self.keeps { hidden.first().map(|(_, why)| *why) } else { unread };
        for Shorter { at, before, after } in shorter {
            let says = match excuse {
                None => Weakening {
                    before: Some(before),
                    after: Some(after),
                    ..Weakening::new(Protection::Retention, Some(true))
                },
                Some(_) => Weakening::new(Protection::Retention, None).open(),
            };
            if excuse.is_none_or(|why| may_be_another(why, &self.list)) {
                found.push(fact(change.after, &at, says, excuse.unwrap_or_default()));
            }
        }
        if !self.keeps {
            let hidden = hidden.iter().filter(|(at, why)| may_be_another(why, at));
            found.extend(hidden.map(|(at, why)| open(at, why)));
        }
        found
    }

    /// The rules that kept something and are gone or shorter.
    fn kept(&self, before: &Read, after: &Read) -> Vec<Shorter> {
        let after: Vec<&Rule> = after.iter().flatten().collect();
        let named = |key: &Option<String>| {
            key.as_ref().and_then(|key| after.iter().find(|rule| rule.key.as_ref() == Some(key)))
        };
        let before: Vec<&Rule> = before.iter().flatten().collect();
        let is_old = |rule: &Rule| rule.key.is_some() && before.iter().any(|old| old.key == rule.key);
        let new: Vec<&&Rule> = after.iter().filter(|rule| !is_old(rule)).collect();
        let mut found = Vec::new();
        for old in &before {
            match named(&old.key) {
                Some(same) => found.extend(same.is_sooner_than(old).map(|length| self.shorter(length, old, same))),
                // One with another name may go on.
                None if new.iter().any(|other| old.is_no_longer_than(other)) => {}
                None => {
                    let unit = self.lengths.first().map(|(_, unit)| unit.as_str()).unwrap_or_default();
                    let kept = old.lengths.first().copied().unwrap_or_default();
                    found.push(Shorter { at: Vec::new(), before: words(kept, unit), after: words(0.0, unit) });
                }
            }
        }
        found
    }

    /// The rules that delete something sooner, or more.
    fn deleted(&self, before: &Read, after: &Read, change: Change<'_>) -> Vec<Shorter> {
        let before: Vec<&Rule> = before.iter().flatten().collect();
        let mut found = Vec::new();
        for rule in after.iter().flatten() {
            let wide = || before.iter().filter(|old| old.scope.covers(&rule.scope));
            if wide().any(|old| old.is_no_longer_than(rule)) {
                continue;
            }
            let soonest = wide()
                .min_by(|one, other| one.lengths.partial_cmp(&other.lengths).unwrap_or(std::cmp::Ordering::Equal));
            let length = soonest.and_then(|old| rule.is_sooner_than(old));
            if let (Some(old), Some(length)) = (soonest, length) {
                found.push(self.shorter(length, old, rule));
                continue;
            }
            // It reaches what nothing deleted.
            let length = rule.lengths.iter().position(|length| *length > 0.0).unwrap_or_default();
            let shorter = self.shorter(length, rule, rule);
            let at = self.turned(change.after, rule.at, &shorter.at).unwrap_or(shorter.at);
            found.push(Shorter { at, before: words(f64::INFINITY, ""), ..shorter });
        }
        found
    }

    /// What makes a rule act, or reach further, where its length is as it was: the first argument of it that the code writes
    /// and the plan changes.
    fn turned(&self, resource: &Resource, at: usize, length: &[Segment]) -> Option<Vec<Segment>> {
        if resource.is_changed(length) {
            return None;
        }
        let rule = format!("{}.", dotted(&self.at(at, &[])));
        let below = resource.changed.range(rule.clone()..).map(|(name, _)| name);
        let below = below.take_while(|name| name.starts_with(&rule)).map(|name| path(name));
        below.into_iter().find(|path| resource.is_written(path))
    }

    fn shorter(&self, length: usize, old: &Rule, new: &Rule) -> Shorter {
        let (path, unit) =
            self.lengths.get(length).map(|(path, unit)| (path.as_slice(), unit.as_str())).unwrap_or_default();
        let in_words = |rule: &Rule| words(rule.lengths.get(length).copied().unwrap_or_default(), unit);
        Shorter { at: self.at(new.at, path), before: in_words(old), after: in_words(new) }
    }
}
