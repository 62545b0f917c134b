//! How many mutants came to what.

use std::collections::BTreeMap;
use std::fmt;

use gate::workbench::Objection;

/// Counts for each policy: noticed by a unit test, by a good or bad file, because it does not load; equal; not noticed.
#[derive(Default)]
pub(crate) struct Figures(BTreeMap<String, [usize; 5]>);

impl Figures {
    /// Counts one mutant.
    pub(crate) fn count(&mut self, subject: &str, objection: Option<&Objection>, is_equal: bool) {
        let column = match (objection, is_equal) {
            (Some(Objection::Unit(_)), _) => 0,
            (Some(Objection::Fixture(_)), _) => 1,
            (Some(Objection::Load(_)), _) => 2,
            (None, true) => 3,
            (None, false) => 4,
        };
        self.0.entry(subject.to_owned()).or_default()[column] += 1;
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{:<36}{:>8}{:>8}{:>8}{:>8}{:>8}{:>10}",
            "policy", "mutants", "units", "files", "no load", "equal", "survived"
        )?;
        let mut sum = [0; 5];
        let mut row = |name: &str, one: &[usize; 5]| {
            let [units, files, load, equal, survived] = one;
            let all: usize = one.iter().sum();
            writeln!(out, "{name:<36}{all:>8}{units:>8}{files:>8}{load:>8}{equal:>8}{survived:>10}")
        };
        for (name, one) in &self.0 {
            row(name, one)?;
            sum.iter_mut().zip(one).for_each(|(sum, one)| *sum += one);
        }
        row("all", &sum)
    }
}
