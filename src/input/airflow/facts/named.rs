//! What data goes by, ready to be compared with lists of names and globs.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{DataKind, DataRef};

/// What stands in a name in place of what is not known: text that nobody writes, so that no name on a list is equal to
/// it, and a glob that takes any text there takes this one too.
const ANY: &str = "~~~";

/// What stands there in place of a date or time, until it is compared.
const DATE: &str = "~#~";

/// A regular expression for dates and times.
const TIMES: &str = "[-0-9t:.+_z/ ]*";

/// What Airflow calls the dates and times of a run, without what stands before and behind.
const DATES: &[&str] =
    &["ds", "ts", "data_interval_start", "data_interval_end", "logical_date", "execution_date", "ds_add", "ds_format"];

/// Parts of the name of a table from which the names of datasets are made. No store has half as many, and the number of
/// names grows with the square.
const PARTS: usize = 16;

/// What some data goes by. Everything but `kind` and `shape` is in small letters.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Named {
    /// What it is.
    pub(crate) kind: DataKind,
    /// Its name as a message shows it, with unknown parts in braces.
    pub(crate) shape: String,
    /// Every name that it goes by, sorted: its own, its URI and, of a table, the datasets that hold it. `~~~` stands for
    /// each part that is not known.
    pub(crate) names: Vec<String>,
    /// Those of its names of which a part is not known, and what a run may make of them.
    pub(crate) open: Vec<Open>,
}

/// A name of which a part is not known.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Open {
    /// What is known of its beginning.
    pub(crate) begins: String,
    /// What is known of its end.
    pub(crate) ends: String,
    /// A regular expression for the whole names that a run may make of it.
    pub(crate) possible: String,
    /// Whether any text may stand in it; if not, only dates and times are put in.
    pub(crate) free: bool,
}

impl Named {
    /// What some data goes by.
    pub(super) fn of(data: &DataRef) -> Self {
        let name = skeleton(&data.shape);
        let mut skeletons: BTreeSet<String> = data.uri.as_deref().map(skeleton).into_iter().collect();
        if data.kind == DataKind::Table {
            skeletons.extend(datasets(&name));
        }
        skeletons.insert(name);
        let mut open: Vec<Open> = skeletons.iter().filter_map(|name| open(name)).collect();
        if data.kind == DataKind::Endpoint {
            // Lists name data. The address of another machine is on one only if its beginning is.
            open.retain(|open| !open.begins.is_empty());
            for open in &mut open {
                open.free = false;
            }
        }
        let names: BTreeSet<String> = skeletons.iter().map(|name| name.replace(DATE, ANY)).collect();
        Self { kind: data.kind, shape: data.shape.clone(), names: names.into_iter().collect(), open }
    }
}

/// A name in small letters, with [`ANY`] or [`DATE`] for everything in braces.
fn skeleton(shape: &str) -> String {
    let mut name = String::with_capacity(shape.len());
    let mut rest = shape;
    while let Some((before, inside)) = rest.split_once('{') {
        name.push_str(before);
        let end = inside.find(['{', '}']).and_then(|end| inside.get(end..)?.strip_prefix('}'));
        let put_in = end.and_then(|end| inside.get(..inside.len().saturating_sub(end.len().saturating_add(1))));
        name.push_str(put_in.map_or("{", |hole| if is_date(hole) { DATE } else { ANY }));
        rest = end.unwrap_or(inside);
    }
    name.push_str(rest);
    name.to_lowercase()
}

/// The names of a table and of the datasets that hold it: `bank.core.accounts` is in `bank.core`, `core` and `bank`. Its
/// last part alone names nothing.
fn datasets(name: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split('.').take(PARTS).collect();
    let mut found = Vec::new();
    let mut rest = parts.as_slice();
    while let [first, behind @ ..] = rest {
        if behind.is_empty() {
            break;
        }
        let mut whole = (*first).to_owned();
        found.push(whole.clone());
        for part in behind {
            whole.push('.');
            whole.push_str(part);
            found.push(whole.clone());
        }
        rest = behind;
    }
    found
}

/// What may become of a name; `None` when all of it is known.
fn open(name: &str) -> Option<Open> {
    let parts: Vec<&str> = name.split(ANY).flat_map(|part| part.split(DATE)).collect();
    let [begins, .., ends] = parts.as_slice() else { return None };
    let free = |part: &str| regex::escape(part).replace(&regex::escape(DATE), TIMES);
    let possible: Vec<String> = name.split(ANY).map(free).collect();
    Some(Open {
        begins: (*begins).to_owned(),
        ends: (*ends).to_owned(),
        possible: format!("^{}$", possible.join(".*")),
        free: name.contains(ANY),
    })
}

/// Whether what is put in is a date or time of the run, by the beginning of its expression.
fn is_date(hole: &str) -> bool {
    let first: String = hole.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')).collect();
    let name = first.strip_prefix("macros.").or_else(|| first.split('.').next()).unwrap_or_default();
    let name = name.trim_end_matches("_nodash").trim_end_matches("_with_tz").trim_end_matches("_nodash");
    let name =
        ["prev_", "next_", "yesterday_", "tomorrow_"].iter().find_map(|when| name.strip_prefix(when)).unwrap_or(name);
    DATES.contains(&name)
}
