//! Variables of GitLab that hold what anybody can write.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::rows;

const TABLE: &str = include_str!("../../../../policies/knowledge/pipeline/gitlab-variables.tsv");

static VARIABLES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(TABLE).map(|[variable, _]| variable).collect());

/// Whether anybody can write what a variable holds that GitLab sets in every job.
pub(in crate::input::pipeline) fn is_free_text(variable: &str) -> bool {
    VARIABLES.contains(variable)
}

#[cfg(test)]
mod tests {
    use super::super::{assert_whole, rows};
    use super::{TABLE, VARIABLES};

    #[test]
    fn every_row_is_whole() {
        assert_whole::<2>(TABLE);
        assert!(rows(TABLE).all(|[variable, _]| variable.starts_with("CI_")));
        assert_eq!(VARIABLES.len(), rows::<2>(TABLE).count());
    }
}
