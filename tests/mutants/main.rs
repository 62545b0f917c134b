//! Whether the tests of the policies would notice a change of the policies.
//!
//! Every bundled policy, and what policies share, is changed in every small way that its syntax tree offers: a statement
//! less, a comparison turned round, another constant, a rule less. The unit tests and the good and bad files must object
//! to each of these mutants, or the mutant stands in `equal.rs` with the reason why it gives the same answers.

#![allow(clippy::unwrap_used, clippy::panic, clippy::allow_attributes, reason = "a test that cannot go on fails")]
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "figures are printed, the files of the project are read, and spans are those of the text"
)]

mod equal;
mod figures;
mod mutate;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use equal::EQUAL;
use figures::Figures;
use gate::policy::libraries;
use gate::workbench::{Objection, Proof};
use mutate::{Mutant, mutants};
use support::documents::workbench;

/// What is changed.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Policy(&'a Proof),
    /// A library, by its file; every policy that imports it may object.
    Library(&'a str),
}

impl Subject<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Policy(proof) => &proof.policy().meta.slug,
            Self::Library(file) => file,
        }
    }

    /// Puts a mutant to the tests.
    fn objection(&self, mutant: &Mutant, proofs: &[Proof]) -> Option<Objection> {
        match self {
            Self::Policy(proof) => proof.holds_for(&mutant.text).err(),
            Self::Library(file) => proofs.iter().find_map(|proof| proof.holds_with_library(file, &mutant.text).err()),
        }
    }
}

#[test]
fn every_mutant_of_a_policy_is_noticed() {
    let (proofs, libraries) = (workbench().proofs().unwrap(), libraries().unwrap());
    for proof in &proofs {
        let policy = proof.policy();
        assert!(proof.holds_for(&policy.text) == Ok(()), "{} does not pass unchanged", policy.file);
    }
    let jobs = jobs(&proofs, &libraries);
    let objections = objections(&jobs, &proofs);
    let (mut figures, mut survivors, mut idle) = (Figures::default(), Vec::new(), Vec::new());
    for ((subject, mutant), objection) in jobs.iter().zip(objections) {
        let name = (subject.name(), mutant.line.as_str(), mutant.change.as_str());
        let is_equal = EQUAL.iter().any(|row| row.name() == name);
        figures.count(subject.name(), objection.as_ref(), is_equal);
        match (objection, is_equal) {
            (None, false) => survivors.push(format!("{}: `{}`: {}", name.0, name.1, name.2)),
            (Some(objection), true) => idle.push(format!("{}: `{}`: {}: {objection}", name.0, name.1, name.2)),
            _ => {}
        }
    }
    println!("{figures}");
    assert!(survivors.is_empty(), "{} mutants that nothing notices:\n{}", survivors.len(), survivors.join("\n"));
    assert!(idle.is_empty(), "not equal after all:\n{}", idle.join("\n"));
    assert!(jobs.len() > 1000, "{}", jobs.len());
}

/// No row of the table is left over from a policy that has changed.
#[test]
fn every_row_of_the_table_names_a_mutant() {
    let (proofs, libraries) = (workbench().proofs().unwrap(), libraries().unwrap());
    let jobs = jobs(&proofs, &libraries);
    for row in EQUAL {
        let is_there = jobs
            .iter()
            .any(|(subject, mutant)| row.name() == (subject.name(), mutant.line.as_str(), mutant.change.as_str()));
        assert!(is_there, "there is no mutant {:?}", row.name());
        assert!(!row.why.is_empty(), "{:?} has no reason", row.name());
    }
}

/// Every mutant of everything.
fn jobs<'a>(proofs: &'a [Proof], libraries: &'a [(String, String)]) -> Vec<(Subject<'a>, Mutant)> {
    let policies = proofs.iter().map(|proof| (Subject::Policy(proof), proof.policy().text.as_str()));
    let libraries = libraries.iter().map(|(file, text)| (Subject::Library(file), text.as_str()));
    let of = |(subject, text)| mutants(text).into_iter().map(move |mutant| (subject, mutant));
    policies.chain(libraries).flat_map(of).collect()
}

/// What objects to each of them.
fn objections(jobs: &[(Subject<'_>, Mutant)], proofs: &[Proof]) -> Vec<Option<Objection>> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(vec![None; jobs.len()]));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((subject, mutant)) = jobs.get(at) else { break };
            let objection = subject.objection(mutant, proofs);
            found.lock().unwrap()[at] = objection;
        }
    };
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            std::thread::Builder::new().stack_size(gate::engine::STACK_BYTES).spawn_scoped(scope, work).unwrap();
        }
    });
    found.into_inner().unwrap()
}
