//! Which jobs have ended before a job begins.

use std::collections::BTreeMap;

use super::model::Job;

/// The most jobs that are judged in one pipeline, four times what GitLab.com allows.
pub(super) const JOBS: usize = 2000;

/// Fills in the ancestors of every job from `needs`, the ids that each job waits for. Circles, which every vendor
/// refuses, do no harm.
pub(super) fn ancestors(jobs: &mut [Job], needs: &[Vec<String>]) {
    let positions: BTreeMap<&str, usize> =
        jobs.iter().enumerate().map(|(index, job)| (job.id.as_str(), index)).collect();
    let edges: Vec<Vec<usize>> = needs
        .iter()
        .map(|needs| needs.iter().filter_map(|need| positions.get(need.as_str()).copied()).collect())
        .collect();
    let ids: Vec<String> = jobs.iter().map(|job| job.id.clone()).collect();
    let mut known: Vec<Vec<u64>> = vec![Vec::new(); jobs.len()];
    for index in order(&edges) {
        let mut bits = vec![0_u64; jobs.len().div_ceil(64)];
        for need in edges.get(index).into_iter().flatten() {
            if let Some(word) = bits.get_mut(need / 64) {
                *word |= 1 << (need % 64);
            }
            for (word, more) in bits.iter_mut().zip(known.get(*need).into_iter().flatten()) {
                *word |= more;
            }
        }
        if let Some(slot) = known.get_mut(index) {
            *slot = bits;
        }
    }
    for (job, bits) in jobs.iter_mut().zip(known) {
        let is_in = |index: usize| bits.get(index / 64).is_some_and(|word| (word >> (index % 64)) & 1 == 1);
        job.ancestors = ids.iter().enumerate().filter(|(index, _)| is_in(*index)).map(|(_, id)| id.clone()).collect();
        job.ancestors.sort();
    }
}

/// The jobs, each behind everything that it waits for as far as there are no circles.
fn order(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (job, needs) in edges.iter().enumerate() {
        for need in needs {
            if let Some(list) = followers.get_mut(*need) {
                list.push(job);
            }
        }
    }
    let mut order: Vec<usize> = (0..edges.len()).filter(|job| waiting.get(*job) == Some(&0)).collect();
    let mut at = 0;
    while let Some(done) = order.get(at).copied() {
        at = at.saturating_add(1);
        for job in followers.get(done).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*job) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    order.push(*job);
                }
            }
        }
    }
    let in_circles = (0..edges.len()).filter(|job| waiting.get(*job).is_some_and(|count| *count > 0));
    order.extend(in_circles.collect::<Vec<_>>());
    order
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn a_job_comes_behind_what_it_waits_for() {
        assert_eq!(order(&[vec![1], vec![2], vec![]]), [2, 1, 0]);
        assert_eq!(order(&[vec![1], vec![0], vec![]]), [2, 0, 1]);
    }
}
