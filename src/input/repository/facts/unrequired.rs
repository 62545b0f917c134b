//! Tests and scans of changes whose failure does not stop a merge, by what the forge requires.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::forge::facts::StatusChecks;
use crate::input::forge::model::Forge;
use crate::input::pipeline::facts::{MergeCheck, merge_checks};
use crate::input::pipeline::model::Pipeline;
use crate::input::{Fact, Via};

/// A test or a scan of changes that the default branch does not require, where it requires other checks and no job that
/// does the same. Its place is the job; once for all tests, and once for each kind of scans. GitHub only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unrequired {
    /// The name of the branch.
    pub branch: String,
    /// `test` or `scan`.
    pub does: &'static str,
    /// Of a scan, what it looks at; otherwise empty.
    pub category: &'static str,
    /// The tool by its usual name.
    pub tool: String,
    /// The name of its check, with `*` for what only the run knows.
    pub check: String,
    /// Whether its failure stops a merge: false. Null where the name of its check is known only to the run, where the rules
    /// of code scanning may ask for it, or where a check is required that is of no pipeline here.
    pub required: Option<bool>,
    /// A required check that is skipped when it fails, and that counts as passed then; empty where there is none.
    pub behind: String,
}

/// Why nobody can say whether a check is required.
const OPEN: &str = "the run makes its name, or the rules of code scanning may ask for it";

/// Those of a repository. The work grows with the jobs and the checks that are required.
pub(super) fn of(pipelines: &[&Pipeline], forge: &Forge) -> Vec<Fact<Unrequired>> {
    let asked = forge.facts.status_checks.iter().filter(|it| it.says.required == Some(true) && it.says.observed);
    asked.flat_map(|checks| of_branch(pipelines, forge.source.forge, checks)).collect()
}

fn of_branch(pipelines: &[&Pipeline], vendor: &str, asked: &Fact<StatusChecks>) -> Vec<Fact<Unrequired>> {
    let names: BTreeSet<&str> = asked.says.names.iter().map(String::as_str).collect();
    let mut kinds: BTreeMap<(&str, &str), Vec<MergeCheck>> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for pipeline in pipelines.iter().filter(|pipeline| pipeline.vendor == vendor) {
        let (checks, found) = merge_checks(pipeline, &asked.says.branch, &names);
        taken.extend(found);
        for check in checks {
            kinds.entry((check.does, check.category)).or_default().push(check);
        }
    }
    let others: Vec<&str> = names.difference(&taken).copied().collect();
    kinds.into_values().filter_map(|checks| fact(&checks, asked, &others)).collect()
}

/// What is said of all checks of a kind: nothing where one of them is required.
fn fact(checks: &[MergeCheck], asked: &Fact<StatusChecks>, others: &[&str]) -> Option<Fact<Unrequired>> {
    let is_named = |check: &&MergeCheck| {
        let tool = check.tool.to_ascii_lowercase();
        others.iter().any(|name| name.to_ascii_lowercase().contains(&tool))
    };
    if checks.iter().any(|check| check.required == Some(true)) || checks.iter().any(|check| is_named(&check)) {
        return None;
    }
    let first = checks.iter().find(|check| check.required.is_none()).or_else(|| checks.first())?;
    // Whatever reports a check that is of no job may test too.
    let other = others.first().filter(|_| first.does == "test");
    let why = match (first.required, other) {
        (None, _) => OPEN.to_owned(),
        (_, Some(name)) => format!("the required check `{name}` is of no pipeline here"),
        (_, None) => String::new(),
    };
    let says = Unrequired {
        branch: asked.says.branch.clone(),
        does: first.does,
        category: first.category,
        tool: first.tool.clone(),
        check: first.name.clone(),
        required: why.is_empty().then_some(false),
        behind: first.behind.clone(),
    };
    let required = Via { loc: asked.loc.clone(), path: asked.path.clone(), what: "requires other checks".to_owned() };
    let fact = Fact::new(&first.loc, Vec::new(), &first.job, says).because(why);
    Some(Fact { via: vec![required], ..fact })
}
