//! Recursion, which would end the process: the interpreter has no limit of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Names, Target};
use super::syntax::{Expr, Node, Rule};
use super::visit::{self, Visit};
use super::{Lint, Parsed};

/// How deep rules may use rules; a thread's stack holds far more.
const DEPTH: usize = 64;

/// Checks that no rule of a file uses itself, directly or through others, and that none is too deep.
pub(super) fn recursion(names: &Names<'_>, index: usize, file: &Parsed, lints: &mut Vec<Lint>) {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for rule in &file.tree.rules {
        let mut uses = Uses { names, index, file, locals: visit::locals(rule), used: BTreeSet::new() };
        visit::rule(rule, &mut uses);
        graph.entry(rule.name.clone()).or_default().extend(uses.used);
    }
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in &file.tree.rules {
        let mut chain = Vec::new();
        let found = depth(&rule.name, &graph, &mut depths, &mut chain);
        if let Some((what, instead)) = found {
            lints.push(at(file, rule, &what, instead));
            return;
        }
    }
}

fn at(file: &Parsed, rule: &Rule, what: &str, instead: &str) -> Lint {
    file.report(rule.at, what, instead)
}

/// Records how deep a rule is; what is wrong when it has no depth or too much.
fn depth<'a>(
    name: &'a str,
    graph: &'a BTreeMap<String, BTreeSet<String>>,
    depths: &mut BTreeMap<&'a str, usize>,
    chain: &mut Vec<&'a str>,
) -> Option<(String, &'static str)> {
    if depths.contains_key(name) {
        return None;
    }
    if let Some(start) = chain.iter().position(|above| *above == name) {
        let cycle: Vec<&str> = chain.iter().skip(start).copied().chain([name]).collect();
        let what = format!("recursion: {}", cycle.join(" uses "));
        return Some((what, "loop over a list that the input already has"));
    }
    if chain.len() >= DEPTH {
        return Some((format!("`{name}` is reached through more than {DEPTH} rules"), "use fewer rules"));
    }
    chain.push(name);
    let mut deepest: usize = 0;
    for used in graph.get(name).into_iter().flatten() {
        if let Some(found) = depth(used, graph, depths, chain) {
            return Some(found);
        }
        deepest = deepest.max(depths.get(used.as_str()).copied().unwrap_or_default());
    }
    chain.pop();
    let own = deepest.saturating_add(1);
    depths.insert(name, own);
    (own > DEPTH).then(|| (format!("`{name}` uses rules more than {DEPTH} deep"), "use fewer rules"))
}

/// The rules of the same file that a rule uses.
struct Uses<'a> {
    names: &'a Names<'a>,
    index: usize,
    file: &'a Parsed,
    locals: BTreeSet<&'a str>,
    used: BTreeSet<String>,
}

impl<'a> Uses<'a> {
    fn reference(&mut self, expr: &'a Expr, called: bool) {
        let Some(root) = expr.root() else { return };
        if !called && self.locals.contains(root) {
            return;
        }
        let path = expr.path().unwrap_or_else(|| vec![root]);
        if let Some(Target::Rule { file, name, .. }) = self.names.resolve(&self.file.tree, &path)
            && file == self.index
        {
            self.used.insert(name);
        }
    }
}

impl<'a> Visit<'a> for Uses<'a> {
    fn expr(&mut self, expr: &'a Expr) {
        match &expr.node {
            Node::Call { function, .. } => self.reference(function, true),
            Node::Var(_) | Node::Field(..) | Node::Index(..) => self.reference(expr, false),
            _ => {}
        }
    }
}
