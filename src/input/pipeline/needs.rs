//! Which jobs have ended before a job begins.
//!
//! Who waits for whom is kept as a graph with an edge for each direct wait, so that a pipeline costs as much as its file
//! is long. What follows from it is found when somebody asks.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::model::Job;

/// The most jobs that are judged in one pipeline, twenty times what GitLab.com allows.
pub(super) const JOBS: usize = 10_000;

/// The most jobs of a pipeline of which each lists all that end before it: the lists grow with the square.
const LISTED: usize = 2_000;

/// The first character of the names of points at which several jobs have ended. No job has it in its name.
const POINT: char = '\u{0}';

/// What each job waits for directly, by id. A point stands for several jobs at once, so that a stage of many jobs behind
/// one of many costs their sum.
#[derive(Debug, Clone, Default)]
pub(super) struct Waits(BTreeMap<String, Vec<String>>);

impl Waits {
    /// Those of jobs that wait for what they need.
    pub(super) fn of_needs(jobs: &[Job]) -> Self {
        Self(jobs.iter().map(|job| (job.id.clone(), job.needs.clone())).collect())
    }

    /// The name of a point.
    pub(super) fn point(name: &str) -> String {
        format!("{POINT}{name}")
    }

    /// Whether a name is that of a point, at whatever depth of child pipelines.
    pub(super) fn is_point(name: &str) -> bool {
        name.contains(POINT)
    }

    /// Adds what a job or point waits for.
    pub(super) fn add(&mut self, id: String, waits: impl IntoIterator<Item = String>) {
        self.0.entry(id).or_default().extend(waits);
    }

    /// Everything that waits, each with what it waits for.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&String, &mut Vec<String>)> {
        self.0.iter_mut()
    }

    /// Takes in others; what is known already stays as it is.
    pub(super) fn merge(&mut self, others: Self) {
        for (id, waits) in others.0 {
            self.0.entry(id).or_insert(waits);
        }
    }

    /// The same with other names.
    pub(super) fn renamed(self, rename: impl Fn(String) -> String) -> Self {
        let all = self.0.into_iter();
        Self(all.map(|(id, waits)| (rename(id), waits.into_iter().map(&rename).collect())).collect())
    }
}

/// Who waits for whom: the jobs of a pipeline by their number, followed by points.
#[derive(Debug, Default)]
pub struct Order {
    /// The ids of the jobs.
    jobs: Vec<String>,
    /// What each waits for directly.
    before: Vec<Vec<usize>>,
    /// What waits for each directly.
    after: Vec<Vec<usize>>,
}

impl Order {
    /// That of some jobs, which are numbered as they come.
    pub(super) fn of(jobs: &[Job], waits: &Waits) -> Self {
        let jobs: Vec<String> = jobs.iter().map(|job| job.id.clone()).collect();
        let mut numbers: BTreeMap<&str, usize> =
            jobs.iter().enumerate().map(|(number, id)| (id.as_str(), number)).collect();
        let mut count = jobs.len();
        for id in waits.0.keys().filter(|id| Waits::is_point(id)) {
            numbers.entry(id).or_insert(count);
            count = count.saturating_add(1);
        }
        let (mut before, mut after) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for (id, waits) in &waits.0 {
            let Some(number) = numbers.get(id.as_str()).copied() else { continue };
            for wait in waits.iter().filter_map(|wait| numbers.get(wait.as_str()).copied()) {
                if let (Some(before), Some(after)) = (before.get_mut(number), after.get_mut(wait)) {
                    before.push(wait);
                    after.push(number);
                }
            }
        }
        Self { jobs, before, after }
    }

    /// The numbers of the jobs that wait for one of some, directly or not. What waits for a job that does not let
    /// through is not counted because of it.
    pub(super) fn behind(&self, is: impl Fn(usize) -> bool, lets_through: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut found = vec![false; self.before.len()];
        let mut pending: Vec<usize> = (0..self.jobs.len()).filter(|number| is(*number)).collect();
        while let Some(number) = pending.pop() {
            for next in self.after.get(number).into_iter().flatten() {
                let Some(known) = found.get_mut(*next).filter(|known| !**known) else { continue };
                // A job that does not ask how those before it have ended runs in any case.
                if *next < self.jobs.len() && !lets_through(*next) {
                    continue;
                }
                *known = true;
                pending.push(*next);
            }
        }
        found.truncate(self.jobs.len());
        found
    }

    /// The numbers of the jobs that one of some waits for, directly or not. A job that does not let through waits for
    /// nothing.
    pub(super) fn ahead(&self, is: impl Fn(usize) -> bool, lets_through: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut found = vec![false; self.before.len()];
        let mut pending: Vec<usize> = (0..self.jobs.len()).filter(|number| is(*number)).collect();
        while let Some(number) = pending.pop() {
            if number < self.jobs.len() && !lets_through(number) {
                continue;
            }
            for next in self.before.get(number).into_iter().flatten() {
                if let Some(known) = found.get_mut(*next).filter(|known| !**known) {
                    *known = true;
                    pending.push(*next);
                }
            }
        }
        found.truncate(self.jobs.len());
        found
    }

    /// The numbers of the jobs that end before one.
    pub(super) fn ancestors(&self, number: usize) -> Vec<usize> {
        let mut found = vec![false; self.before.len()];
        let mut pending = vec![number];
        while let Some(number) = pending.pop() {
            for next in self.before.get(number).into_iter().flatten() {
                if let Some(known) = found.get_mut(*next).filter(|known| !**known) {
                    *known = true;
                    pending.push(*next);
                }
            }
        }
        let others = |at: &usize| *at != number && found.get(*at) == Some(&true);
        (0..self.jobs.len()).filter(others).collect()
    }

    /// How many edges there are, which is what everything here costs.
    #[cfg(test)]
    pub(super) fn edges(&self) -> usize {
        self.before.iter().map(Vec::len).sum()
    }
}

/// The jobs that must end before a job.
#[derive(Clone, Default)]
pub struct Ancestors {
    order: Arc<Order>,
    number: usize,
}

impl Ancestors {
    /// Their ids, sorted. Each time that somebody asks, the graph is walked.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        let ids = self.order.ancestors(self.number).into_iter().filter_map(|number| self.order.jobs.get(number));
        let mut ids: Vec<&str> = ids.map(String::as_str).collect();
        ids.sort_unstable();
        ids
    }

    /// Those of some ids that are among them.
    pub(super) fn among<'i>(&self, ids: &BTreeSet<&'i str>) -> BTreeSet<&'i str> {
        let jobs = self.order.ancestors(self.number).into_iter().filter_map(|number| self.order.jobs.get(number));
        jobs.filter_map(|id| ids.get(id.as_str()).copied()).collect()
    }

    /// Who waits for whom in the pipeline of the job.
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.order
    }
}

impl fmt::Debug for Ancestors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.ids()).finish()
    }
}

impl Serialize for Ancestors {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let listed = self.order.jobs.len() <= LISTED;
        serializer.collect_seq(if listed { self.ids() } else { Vec::new() })
    }
}

/// Fills in the ancestors of every job. In a pipeline whose jobs cannot list them, that is said.
pub(super) fn fill(jobs: &mut [Job], waits: &Waits) {
    let order = Arc::new(Order::of(jobs, waits));
    let listed = jobs.len() <= LISTED;
    for (number, job) in jobs.iter_mut().enumerate() {
        job.ancestors = Ancestors { order: Arc::clone(&order), number };
        if !listed {
            job.unknown.insert("ancestors".to_owned(), true);
        }
    }
}

/// Numbers, each behind everything that it waits for as far as there are no circles; of several that may come next, the
/// smallest.
pub(super) fn sorted(before: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); before.len()];
    for (number, waits) in before.iter().enumerate() {
        for wait in waits {
            if let Some(list) = followers.get_mut(*wait) {
                list.push(number);
            }
        }
    }
    let mut ready: BTreeSet<usize> = (0..before.len()).filter(|number| waiting.get(*number) == Some(&0)).collect();
    let mut sorted = Vec::with_capacity(before.len());
    while let Some(done) = ready.pop_first() {
        sorted.push(done);
        for number in followers.get(done).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*number) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.insert(*number);
                }
            }
        }
    }
    sorted.extend((0..before.len()).filter(|number| waiting.get(*number).is_some_and(|count| *count > 0)));
    sorted
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn a_job_comes_behind_what_it_waits_for() {
        assert_eq!(sorted(&[vec![], vec![0], vec![]]), [0, 1, 2]);
        assert_eq!(sorted(&[vec![1], vec![2], vec![]]), [2, 1, 0]);
        assert_eq!(sorted(&[vec![1], vec![0], vec![]]), [2, 0, 1]);
    }
}
