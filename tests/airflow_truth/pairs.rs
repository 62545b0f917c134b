//! Which of gate's DAGs and tasks are which of Airflow's.

/// The places in `theirs` that the ids in `ours` stand for. An id with unknown parts, `{ENV}_load`, stands for the first
/// one that it fits and that no other id is equal to.
pub fn pair(ours: &[&str], theirs: &[&str], patterns: &[Option<&str>]) -> Vec<Option<usize>> {
    let mut taken = vec![false; theirs.len()];
    let mut pairs: Vec<Option<usize>> = ours.iter().map(|id| take(&mut taken, |at| theirs[at] == *id)).collect();
    for (our, pair) in ours.iter().zip(&mut pairs) {
        if pair.is_none() && our.contains('{') {
            let pattern = |at: usize| patterns.get(at).copied().flatten();
            *pair =
                take(&mut taken, |at| fits(our, theirs[at]) || pattern(at).is_some_and(|pattern| fits(our, pattern)));
        }
    }
    pairs
}

/// The first place that is free and wanted.
fn take(taken: &mut [bool], wanted: impl Fn(usize) -> bool) -> Option<usize> {
    let at = (0..taken.len()).find(|at| !taken[*at] && wanted(*at))?;
    taken[at] = true;
    Some(at)
}

/// Whether an id with unknown parts in braces can be this one.
fn fits(unknown: &str, id: &str) -> bool {
    let parts = known_parts(unknown);
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let Some(mut rest) = id.strip_prefix(first.as_str()) else { return false };
    for part in &parts[1..parts.len() - 1] {
        let Some(at) = rest.find(part.as_str()) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last.as_str())
}

/// What stands before, between and after the braces.
fn known_parts(unknown: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_usize);
    for letter in unknown.chars() {
        match letter {
            '{' => {
                if depth == 0 {
                    parts.push(String::new());
                }
                depth += 1;
            }
            '}' if depth > 0 => depth -= 1,
            letter if depth == 0 => parts.last_mut().unwrap().push(letter),
            _ => {}
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_with_unknown_parts_stands_for_one_that_it_fits() {
        let cases = [
            ("{env}_load", "dev_load", true),
            ("{env}_load", "dev_store", false),
            ("load_{table}", "load_", true),
            ("a_{x}_b_{y}", "a_1_b_2", true),
            ("a_{x}_b_{y}", "a_1_c_2", false),
            ("{a}", "anything", true),
            ("load_{a[{'x'}]}_end", "load_1_end", true),
        ];
        for (unknown, id, expected) in cases {
            assert_eq!(fits(unknown, id), expected, "{unknown} {id}");
        }
    }

    #[test]
    fn equal_ids_are_paired_before_those_with_unknown_parts() {
        assert_eq!(pair(&["{x}", "a", "{y}"], &["a", "b"], &[]), [Some(1), Some(0), None]);
    }

    #[test]
    fn an_id_stands_for_one_of_which_the_environment_decides_a_part() {
        assert_eq!(pair(&["{env}-x"], &["devx"], &[Some("STUB-x")]), [Some(0)]);
    }
}
