//! When the debts are due: the worst first, the same number every week, and never all on one day.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::stock::Taken;
use crate::finding::Severity;
use crate::source::RepoPath;

/// Days of a week.
const WEEK: i64 = 7;

/// Gives every debt its day, on the weekday of `today`, in the weeks after it. The debts of a file fall due together,
/// unless there is only one file.
pub(super) fn set_ends(taken: &mut [Taken], today: Date, weeks: u16) {
    let mut worst: BTreeMap<RepoPath, Severity> = BTreeMap::new();
    for debt in taken.iter() {
        let severity = worst.entry(debt.debt.path.clone()).or_insert(debt.severity);
        *severity = debt.severity.max(*severity);
    }
    let is_one_file = worst.len() == 1;
    taken.sort_by_cached_key(|it| {
        let of_file = worst.get(&it.debt.path).copied().unwrap_or(it.severity);
        (Reverse(of_file), it.debt.path.clone(), Reverse(it.severity), it.position, it.debt.clone())
    });
    let mut groups: Vec<usize> = Vec::new();
    let mut last: Option<&RepoPath> = None;
    for debt in taken.iter() {
        match groups.last_mut().filter(|_| !is_one_file && last == Some(&debt.debt.path)) {
            Some(group) => *group = group.saturating_add(1),
            None => groups.push(1),
        }
        last = Some(&debt.debt.path);
    }
    let weeks_of = weeks_of(&groups, usize::from(weeks));
    let of_each = groups.iter().zip(weeks_of).flat_map(|(group, week)| std::iter::repeat_n(week, *group));
    for (debt, week) in taken.iter_mut().zip(of_each) {
        debt.expires = after(today, week);
    }
}

/// For each group the week in which the middle of it falls due, from 1, if the same number falls due every week.
fn weeks_of(groups: &[usize], weeks: usize) -> Vec<usize> {
    let total: usize = groups.iter().sum();
    let mut before = 0_usize;
    let week = |group: &usize| {
        let middle = before.saturating_mul(2).saturating_add(*group);
        before = before.saturating_add(*group);
        let week = middle.saturating_mul(weeks).checked_div(total.saturating_mul(2)).unwrap_or_default();
        week.min(weeks.saturating_sub(1)).saturating_add(1)
    };
    groups.iter().map(week).collect()
}

fn after(today: Date, weeks: usize) -> Date {
    let days = i64::try_from(weeks).unwrap_or(1).saturating_mul(WEEK);
    today.checked_add(jiff::SignedDuration::from_hours(days.saturating_mul(24))).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::weeks_of;

    #[test]
    fn an_even_number_falls_due_every_week() {
        let cases: [(&[usize], usize, &[usize]); 8] = [
            (&[1; 12], 12, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
            (&[1; 4], 2, &[1, 1, 2, 2]),
            (&[1], 12, &[7]),
            (&[1, 1], 12, &[4, 10]),
            (&[100, 1], 12, &[6, 12]),
            (&[1, 100], 12, &[1, 7]),
            (&[1, 1], 1, &[1, 1]),
            (&[], 12, &[]),
        ];
        for (groups, weeks, expected) in cases {
            assert_eq!(weeks_of(groups, weeks), expected, "{groups:?} {weeks}");
        }
    }

    #[test]
    fn not_all_falls_due_on_one_day() {
        for weeks in 2..=52 {
            for (one, other) in [(1, 1), (1, 400), (400, 1), (3, 2)] {
                let found = weeks_of(&[one, other], weeks);
                assert!(found[0] < found[1] && found[1] <= weeks, "{one} {other} {weeks}: {found:?}");
            }
        }
    }
}
