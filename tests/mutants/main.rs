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
use gate::workbench::{Objection, Proof, Workbench};
use mutate::{Mutant, mutants};
use support::documents::workbench;

/// Names the policies and libraries that are changed; without it all of them are.
const ONLY: &str = "GATE_MUTANTS";

/// What is changed.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Policy(&'a Proof),
    /// A library, by its file; its own tests and every policy that imports it, or what imports it, may object.
    Library(&'a str, &'a [&'a Proof]),
}

impl Subject<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Policy(proof) => &proof.policy().meta.slug,
            Self::Library(file, _) => file,
        }
    }

    /// Puts a mutant to the tests.
    fn objection(&self, mutant: &Mutant, bench: &Workbench) -> Option<Objection> {
        match self {
            Self::Policy(proof) => proof.holds_for(&mutant.text).err(),
            Self::Library(file, users) => {
                let own = bench.library_holds(file, &mutant.text).err().map(Objection::Unit);
                own.or_else(|| users.iter().find_map(|proof| proof.holds_with_library(file, &mutant.text).err()))
            }
        }
    }
}

#[test]
fn every_mutant_of_a_policy_is_noticed() {
    let bench = workbench();
    let (proofs, libraries) = (bench.proofs().unwrap(), libraries().unwrap());
    for proof in &proofs {
        let policy = proof.policy();
        assert!(proof.holds_for(&policy.text) == Ok(()), "{} does not pass unchanged", policy.file);
    }
    let users = users(&proofs, &libraries);
    let mut jobs = jobs(&proofs, &libraries, &users);
    let only = std::env::var(ONLY).ok();
    jobs.retain(|(subject, _)| only.as_ref().is_none_or(|only| subject.name().contains(only)));
    let objections = objections(&jobs, &bench);
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
    assert!(only.is_some() || jobs.len() > 1000, "{}", jobs.len());
}

/// No row of the table is left over from a policy that has changed.
#[test]
fn every_row_of_the_table_names_a_mutant() {
    let (proofs, libraries) = (workbench().proofs().unwrap(), libraries().unwrap());
    let users = users(&proofs, &libraries);
    let jobs = jobs(&proofs, &libraries, &users);
    for row in EQUAL {
        let is_there = jobs
            .iter()
            .any(|(subject, mutant)| row.name() == (subject.name(), mutant.line.as_str(), mutant.change.as_str()));
        assert!(is_there, "there is no mutant {:?}", row.name());
        assert!(!row.why.is_empty(), "{:?} has no reason", row.name());
    }
}

/// The policies that may object to a mutant of each library: those that import it, or a library that does.
fn users<'a>(proofs: &'a [Proof], libraries: &[(String, String)]) -> Vec<Vec<&'a Proof>> {
    let package = |text: &str| text.lines().find_map(|line| line.strip_prefix("package ")).unwrap().to_owned();
    let imports = |text: &str, package: &str| text.contains(&format!("data.{package}"));
    let of = |(_, text): &(String, String)| {
        let own = package(text);
        let through = libraries.iter().filter(|(_, text)| imports(text, &own)).map(|(_, text)| package(text));
        let packages: Vec<String> = [own.clone()].into_iter().chain(through).collect();
        let uses = |proof: &&Proof| packages.iter().any(|package| imports(&proof.policy().text, package));
        proofs.iter().filter(uses).collect()
    };
    libraries.iter().map(of).collect()
}

/// Every mutant of everything.
fn jobs<'a>(
    proofs: &'a [Proof],
    libraries: &'a [(String, String)],
    users: &'a [Vec<&'a Proof>],
) -> Vec<(Subject<'a>, Mutant)> {
    let policies = proofs.iter().map(|proof| (Subject::Policy(proof), proof.policy().text.as_str()));
    let libraries = libraries.iter().zip(users);
    let libraries = libraries.map(|((file, text), users)| (Subject::Library(file, users), text.as_str()));
    let of = |(subject, text)| mutants(text).into_iter().map(move |mutant| (subject, mutant));
    policies.chain(libraries).flat_map(of).collect()
}

/// What objects to each of them.
fn objections(jobs: &[(Subject<'_>, Mutant)], bench: &Workbench) -> Vec<Option<Objection>> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(vec![None; jobs.len()]));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((subject, mutant)) = jobs.get(at) else { break };
            let objection = subject.objection(mutant, bench);
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
