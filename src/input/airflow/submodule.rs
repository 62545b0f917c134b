//! DAGs in submodules: the code of another repository, which Airflow runs from this one.

use std::io::Read;

use super::archive::is_dag_code;
use super::places::DagPlaces;
use crate::input::Problem;
use crate::limits::Limits;
use crate::source::submodule::Submodule;
use crate::source::{Files, RepoPath};

/// The submodules that DAGs are taken from: by where they lie, or by what is checked out.
#[must_use]
pub fn submodules(tree: &dyn Files, submodules: &[Submodule], places: &DagPlaces, limits: &Limits) -> Vec<Problem> {
    let mut budget = limits.archives_bytes;
    let mut problems = Vec::new();
    for submodule in submodules {
        let message = if places.meet(&submodule.path) {
            "a submodule where DAGs are taken from: it is the code of another repository, and nothing here judges it; \
             run gate there"
        } else if submodule.files.iter().any(|file| holds_dag(tree, file, limits, &mut budget)) {
            "a submodule with DAGs in it: it is the code of another repository, and nothing here judges it; run gate there"
        } else if submodule.cut || budget == 0 {
            "a submodule that is too large to tell whether DAGs are in it; run gate there"
        } else {
            continue;
        };
        problems.push(Problem::of(&submodule.path, message).without_reader());
    }
    problems
}

/// Whether Airflow would take a file for a DAG file. What is left of `budget` says how much may be read.
fn holds_dag(tree: &dyn Files, file: &RepoPath, limits: &Limits, budget: &mut u64) -> bool {
    let most = limits.file_bytes.min(*budget);
    // A file that cannot be opened is none that Python could run.
    let Ok(content) = tree.content(file) else { return false };
    let mut raw = Vec::new();
    let read = content.take(most).read_to_end(&mut raw).unwrap_or(0);
    *budget = budget.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
    is_dag_code(&raw)
}
