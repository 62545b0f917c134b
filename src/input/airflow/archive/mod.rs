//! DAGs in zip archives. Airflow takes every file of its DAGs folder for an archive whose content is one, whatever it is
//! called, and imports the Python files at its top. gate does not judge them, and says so.
//!
//! It also follows every link, so one that leads out of the tree may lead to DAGs.
//!
//! An archive without such code is nothing: data, a library, a saved plan. One that cannot be read as far as is needed
//! matters only where DAGs lie.

mod directory;
mod member;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

pub(super) use self::member::is_dag_code;

use self::directory::{Entry, Unreadable};
use super::places::DagPlaces;
use crate::input::Problem;
use crate::limits::Limits;
use crate::source::files::Content;
use crate::source::{Files, RepoPath, Unreadable as Closed};

/// Bytes that a member costs at least, for looking it up.
const MEMBER_COST: u64 = 4096;

/// What an archive turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// Nothing that Airflow would import.
    Nothing,
    /// DAG code.
    Code,
    /// Something in it cannot be read that may be code.
    Unreadable,
    /// There is more in the archives of the tree than a run looks at.
    TooMuch,
}

/// The archives among `files` that hold DAG code, or may hold it where DAGs lie.
#[must_use]
pub fn archives(tree: &dyn Files, files: &[&RepoPath], places: &DagPlaces, limits: &Limits) -> Vec<Problem> {
    let looked: Vec<Option<Look>> = files.par_iter().map(|path| look(tree, path)).collect();
    let mut budget = limits.archives_bytes;
    let mut problems = Vec::new();
    for (path, look) in files.iter().zip(looked) {
        let found = match look {
            None => Found::Nothing,
            Some(Look::Out) => {
                let text = "a link out of the tree where DAGs are taken from: Airflow follows it, and what it leads to is not \
                            judged; put the files into the tree";
                problems.extend(places.meet(path).then(|| Problem::of(path, text).without_reader()));
                continue;
            }
            Some(Look::Absent) => Found::Unreadable,
            // One after the other, so that what a run looks at does not depend on the number of threads.
            Some(Look::Archive(end)) => {
                let read = AssertUnwindSafe(|| inside(tree, path, end, limits, &mut budget));
                catch_unwind(read).unwrap_or(Found::TooMuch)
            }
        };
        problems.extend(message(found, places.hold(path)).map(|text| Problem::of(path, text).without_reader()));
    }
    problems
}

/// A file that is an archive or stands for one.
enum Look {
    /// An archive with its end record at this place.
    Archive(u64),
    /// Called an archive, and its content is elsewhere.
    Absent,
    /// A link out of the tree, to anything.
    Out,
}

fn look(tree: &dyn Files, path: &RepoPath) -> Option<Look> {
    let is_called_so = || path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    match tree.content(path) {
        Ok(mut content) => directory::end_record(&mut content).map(Look::Archive).or_else(|| {
            let pointer = is_called_so() && matches!(tree.head(path), Err(Closed::Absent { .. }));
            pointer.then_some(Look::Absent)
        }),
        Err(Closed::Absent { .. } | Closed::TooLarge { .. }) if is_called_so() => Some(Look::Absent),
        Err(Closed::LinkOut) => Some(Look::Out),
        Err(_) => None,
    }
}

/// Looks into an archive. `budget` is what is left of the bytes that a run looks at.
fn inside(tree: &dyn Files, path: &RepoPath, end: u64, limits: &Limits, budget: &mut u64) -> Found {
    let Ok(mut content) = tree.content(path) else { return Found::Unreadable };
    let mut modules = Vec::new();
    let most = usize::try_from(*budget / MEMBER_COST).unwrap_or(usize::MAX);
    let listed = list(&mut content, end, limits, most, &mut modules);
    if modules.len() > most {
        return Found::TooMuch;
    }
    let mut found = if listed.is_ok() { Found::Nothing } else { Found::Unreadable };
    for entry in &modules {
        let cost = entry.size.min(limits.file_bytes).saturating_add(entry.compressed.min(limits.file_bytes));
        let Some(left) = budget.checked_sub(cost.max(MEMBER_COST)) else { return Found::TooMuch };
        *budget = left;
        match member::content(&mut content, entry, limits.file_bytes) {
            Ok(content) if member::is_dag_code(&content) => return Found::Code,
            Ok(_) => {}
            Err(Unreadable) => found = Found::Unreadable,
        }
    }
    found
}

/// Lists the members that Airflow would import, at most one more than `most`.
fn list(
    content: &mut Box<dyn Content + '_>,
    end: u64,
    limits: &Limits,
    most: usize,
    modules: &mut Vec<Entry>,
) -> Result<(), Unreadable> {
    let directory = directory::find(content, end)?;
    if directory.bytes() > limits.archive_directory_bytes {
        return Err(Unreadable);
    }
    directory.entries(content, &mut |entry| {
        modules.extend(Some(entry).filter(member::is_module));
        modules.len() <= most
    })
}

/// What is said of an archive; `among_dags` where it lies where DAGs lie.
const fn message(found: Found, among_dags: bool) -> Option<&'static str> {
    match found {
        Found::Code => Some(
            "a zip archive with DAG code in it, which Airflow runs and gate does not read; keep the files unpacked",
        ),
        Found::Unreadable if among_dags => Some(
            "a zip archive that lies where DAGs lie and cannot be read as far as Airflow reads it; keep its files unpacked",
        ),
        Found::TooMuch => Some(
            "a zip archive that was not looked into, because the archives of this tree hold too much; keep DAGs unpacked",
        ),
        Found::Nothing | Found::Unreadable => None,
    }
}

#[cfg(test)]
mod tests;
