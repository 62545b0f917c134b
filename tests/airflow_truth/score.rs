//! How much of what Airflow loads gate finds.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::found::{self, Found};
use super::pairs::pair;
use super::truth;

/// Counts of found and of all, over the DAGs whose shape hangs on nothing that was not there.
///
/// What gate finds and Airflow did not load is *extra*, and its edges are wrong. Some of it gate itself calls
/// `conditional` or `dynamic`: made under a condition that the deployment decides, or in a loop over what it holds. Airflow was
/// asked in one deployment, so that it has one of the ways, and of a loop as many rounds as there happened to be. These
/// *alternatives* are listed apart, within the extra ones and not in their place: `extra`, `recall` and `precision` count
/// them as wrong, `rest` is the precision without edges that begin or end at one. A DAG with an alternative is `partial`, so
/// that it can never be a wrong `full`.
#[derive(Default)]
pub struct Score {
    pub files: usize,
    pub errors: usize,
    pub dags: (usize, usize),
    pub extra_dags: usize,
    /// Extra DAGs that are alternatives.
    pub maybe_dags: usize,
    /// DAGs missing in a file of which gate does not say that it is incomplete.
    pub unsaid: usize,
    pub tasks: (usize, usize),
    pub extra_tasks: usize,
    /// Extra tasks that are alternatives.
    pub maybe_tasks: usize,
    pub operators: (usize, usize),
    /// Found, wrong, all.
    pub edges: (usize, usize, usize),
    /// Wrong edges that begin or end at an alternative.
    pub maybe_edges: usize,
    pub full: usize,
    pub wrong_full: usize,
    pub tainted: usize,
    /// One line for each difference.
    pub differences: Vec<String>,
}

pub const HEAD: &str = "set                        files err |  DAGs found/true extra (alt) unsaid |  tasks found/true extra (alt) | \
     operators | edges found/true recall precision  rest | full wrong | tainted";

impl Score {
    /// A line of the table.
    pub fn row(&self, name: &str) -> String {
        let (hits, wrong, all) = self.edges;
        format!(
            "{name:<26} {:5} {:3} | {:>15} {:5} {:>5} {:6} | {:>17} {:5} {:>5} | {:>9} | {:>16} {:6} {:9} {:5} | {:4} {:5} | {:7}",
            self.files,
            self.errors,
            format!("{}/{}", self.dags.0, self.dags.1),
            self.extra_dags,
            format!("({})", self.maybe_dags),
            self.unsaid,
            format!("{}/{}", self.tasks.0, self.tasks.1),
            self.extra_tasks,
            format!("({})", self.maybe_tasks),
            format!("{}/{}", self.operators.0, self.operators.1),
            format!("{hits}/{all}"),
            ratio(hits, all),
            ratio(hits, hits + wrong),
            ratio(hits, hits + wrong - self.maybe_edges),
            self.full,
            self.wrong_full,
            self.tainted,
        )
    }

    pub fn add(&mut self, other: &Self) {
        let pairs =
            [(&mut self.dags, other.dags), (&mut self.tasks, other.tasks), (&mut self.operators, other.operators)];
        for (mine, theirs) in pairs {
            *mine = (mine.0 + theirs.0, mine.1 + theirs.1);
        }
        let (hits, wrong, all) = other.edges;
        self.edges = (self.edges.0 + hits, self.edges.1 + wrong, self.edges.2 + all);
        self.files += other.files;
        self.errors += other.errors;
        self.extra_dags += other.extra_dags;
        self.maybe_dags += other.maybe_dags;
        self.maybe_tasks += other.maybe_tasks;
        self.maybe_edges += other.maybe_edges;
        self.unsaid += other.unsaid;
        self.extra_tasks += other.extra_tasks;
        self.full += other.full;
        self.wrong_full += other.wrong_full;
        self.tainted += other.tainted;
    }

    /// Counts one file.
    pub fn file(&mut self, path: &str, found: &Found, truth: &truth::File) {
        self.files += 1;
        if let Some(error) = &truth.error {
            self.errors += 1;
            let line = error.lines().next().unwrap_or_default();
            let full = found.dags.iter().filter(|dag| dag.full).count();
            let (count, said) =
                (found.dags.len(), if found.says_incomplete { ", says that it is not complete" } else { "" });
            self.differences.push(format!("not loaded   {path}: {line} (gate: {count} DAGs, {full} full{said})"));
            return;
        }
        let ours: Vec<&str> = found.dags.iter().map(|dag| dag.id.as_str()).collect();
        let theirs: Vec<&str> = truth.dags.iter().map(|dag| dag.dag_id.as_str()).collect();
        let patterns: Vec<Option<&str>> = truth.dags.iter().map(|dag| dag.pattern.as_deref()).collect();
        let pairs = pair(&ours, &theirs, &patterns);
        for (our, at) in found.dags.iter().zip(&pairs) {
            match at.map(|at| &truth.dags[at]) {
                Some(dag) if dag.tainted => {}
                Some(dag) => self.dag(path, our, dag),
                None => self.extra(path, our, truth.open),
            }
        }
        for (at, dag) in truth.dags.iter().enumerate() {
            if dag.tainted {
                self.tainted += 1;
                self.differences.push(format!("tainted      {path} {}: {}", dag.dag_id, dag.why));
            } else if !pairs.contains(&Some(at)) {
                self.missing(path, found, dag);
            }
        }
    }

    /// A DAG of gate's that Airflow does not load.
    fn extra(&mut self, path: &str, our: &found::Dag, open: bool) {
        if open {
            return;
        }
        self.extra_dags += 1;
        self.maybe_dags += usize::from(our.maybe);
        let wrong = if our.full { " FULL" } else { maybe(our.maybe) };
        self.full += usize::from(our.full);
        self.wrong_full += usize::from(our.full);
        self.differences.push(format!("extra DAG    {path} {} at {}{wrong}", our.id, our.line));
    }

    /// A DAG of Airflow's that gate does not find.
    fn missing(&mut self, path: &str, found: &Found, dag: &truth::Dag) {
        self.dags.1 += 1;
        self.tasks.1 += dag.tasks.len();
        self.edges.2 += dag.edges();
        // A DAG whose id is not known says that there may be more of it.
        let says = found.says_incomplete || found.dags.iter().any(|dag| dag.id.contains('{'));
        let said = if says { "" } else { " UNSAID" };
        self.unsaid += usize::from(!says);
        let (count, made) = (dag.tasks.len(), dag.made.join(" from "));
        self.differences.push(format!("missing DAG  {path} {} ({count} tasks) made at {made}{said}", dag.dag_id));
    }

    fn dag(&mut self, path: &str, our: &found::Dag, dag: &truth::Dag) {
        self.dags = (self.dags.0 + 1, self.dags.1 + 1);
        let ours: Vec<&str> = our.tasks.iter().map(|task| task.id.as_str()).collect();
        let theirs: Vec<&str> = dag.tasks.iter().map(|task| task.id.as_str()).collect();
        let mut pairs = pair(&ours, &theirs, &[]);
        prefer(&our.tasks, &dag.tasks, &mut pairs);
        // An alternative that Airflow did not take may have the id of the one that it took.
        let named = |id: &str| -> String {
            let at = ours.iter().position(|our| *our == id).and_then(|at| pairs[at]);
            let other = || if theirs.contains(&id) { format!("{id}#1") } else { id.to_owned() };
            at.map_or_else(other, |at| theirs[at].to_owned())
        };
        let extra = our.tasks.iter().zip(&pairs).filter(|(task, at)| at.is_none() && task.maybe);
        let alternatives: BTreeSet<String> = extra.map(|(task, _)| named(&task.id)).collect();
        let mut wrong = String::new();
        let mut edges = BTreeSet::new();
        for (task, at) in our.tasks.iter().zip(&pairs) {
            edges.extend(task.down.iter().map(|down| (named(&task.id), named(down))));
            if let Some(at) = at {
                self.operator(path, dag, task, &dag.tasks[*at]);
            } else {
                self.extra_tasks += 1;
                self.maybe_tasks += usize::from(task.maybe);
                let _ = write!(wrong, "\n    extra task {} at {}{}", task.id, task.line, maybe(task.maybe));
            }
        }
        for (at, task) in dag.tasks.iter().enumerate() {
            if !pairs.contains(&Some(at)) {
                let made = task.made.join(" from ");
                let _ = write!(wrong, "\n    missing task {} ({}) made at {made}", task.id, task.operator);
            }
        }
        self.tasks = (self.tasks.0 + pairs.iter().flatten().count(), self.tasks.1 + dag.tasks.len());
        let known = dag.tasks.iter().flat_map(|task| task.down.iter().map(|down| (task.id.clone(), down.clone())));
        wrong += &self.count_edges(&edges, &known.collect(), &alternatives);
        self.full += usize::from(our.full);
        if !wrong.is_empty() {
            self.wrong_full += usize::from(our.full);
            let label = if our.full { "WRONG FULL  " } else { "partial DAG " };
            self.differences.push(format!("{label} {path} {} at {}{wrong}", dag.dag_id, our.line));
        }
    }

    fn operator(&mut self, path: &str, dag: &truth::Dag, task: &found::Task, truth: &truth::Task) {
        let right = task.operator == truth.operator;
        self.operators = (self.operators.0 + usize::from(right), self.operators.1 + 1);
        if !right {
            let (ours, theirs, id) = (&task.operator, &truth.operator, &truth.id);
            self.differences.push(format!("operator     {path} {}.{id}: {ours} for {theirs}", dag.dag_id));
        }
    }

    /// Counts edges, and says which are missing or wrong.
    fn count_edges(
        &mut self,
        ours: &BTreeSet<(String, String)>,
        theirs: &BTreeSet<(String, String)>,
        alternatives: &BTreeSet<String>,
    ) -> String {
        let (hits, all, mut wrong) = (ours.intersection(theirs).count(), theirs.len(), String::new());
        self.edges = (self.edges.0 + hits, self.edges.1 + ours.len() - hits, self.edges.2 + all);
        for (from, to) in theirs.difference(ours) {
            let _ = write!(wrong, "\n    missing edge {from} -> {to}");
        }
        for (from, to) in ours.difference(theirs) {
            let is_maybe = alternatives.contains(from) || alternatives.contains(to);
            self.maybe_edges += usize::from(is_maybe);
            let _ = write!(wrong, "\n    wrong edge {from} -> {to}{}", maybe(is_maybe));
        }
        wrong
    }
}

/// Of alternatives that have one id, the one with the operator that Airflow took is the one that Airflow loaded.
fn prefer(ours: &[found::Task], theirs: &[truth::Task], pairs: &mut [Option<usize>]) {
    let id = |task: &found::Task| task.id.split('#').next().unwrap_or_default().to_owned();
    for at in 0..ours.len() {
        let Some(pair) = pairs[at] else { continue };
        let fits = |task: &found::Task| task.operator == theirs[pair].operator;
        let twin = |other: &usize| {
            pairs[*other].is_none() && ours[*other].maybe && fits(&ours[*other]) && id(&ours[*other]) == id(&ours[at])
        };
        if let Some(other) = (0..ours.len()).find(twin).filter(|_| ours[at].maybe && !fits(&ours[at])) {
            pairs.swap(at, other);
        }
    }
}

/// What a line says of an alternative.
const fn maybe(is_one: bool) -> &'static str {
    if is_one { " (alternative)" } else { "" }
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a ratio of small counts")]
fn ratio(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.3}", part as f64 / whole as f64) }
}
