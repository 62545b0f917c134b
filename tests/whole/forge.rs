//! Every answer of a forge, and every part of one, is taken away in turn.

use std::collections::{BTreeMap, BTreeSet};

use gate::source::Files as _;
use serde_json::Value;

use crate::plans::{Fault, alone, fault, pieces, without};
use crate::reading::{Reading, Said, Sort};
use crate::trees;

/// Parts that the forge leaves out where they say nothing, by the end of their pointer, with the reason.
const LEFT_OUT: [(&str, &str); 1] = [("/bypass_pull_request_allowances", "nobody is on a list that is not there")];

/// Trees whose environments have names of their own: they are judged beside the pipelines that deploy to them, and the
/// snapshot stands alone here.
const BESIDE: [&str; 1] = ["policies/data/approver-may-be-author/bad/region"];

#[test]
fn what_is_lost_with_an_answer_is_said() {
    let (mut tried, mut wrong, mut used) = (0, BTreeMap::new(), BTreeSet::new());
    for tree in trees::all().into_iter().filter(|tree| !BESIDE.contains(&tree.name.as_str())) {
        for path in tree.files.paths().iter().filter(|path| path.file_name() == "snapshot.json") {
            let text = tree.files.read(path, u64::MAX).unwrap();
            let snapshot: Value = serde_json::from_str(text.text()).unwrap();
            let before = alone(path, &snapshot);
            for piece in pieces(&snapshot).into_iter().filter(|piece| piece.starts_with("/answers")) {
                tried += 1;
                let after = alone(path, &without(&snapshot, &piece));
                let Some(found) = fault(&before, &after).filter(|found| !is_answered(found, &before, &after)) else {
                    continue;
                };
                // A list without one of its elements is another list.
                let key = piece.rsplit('/').next().unwrap_or_default();
                if key.parse::<usize>().is_ok() {
                    continue;
                }
                match LEFT_OUT.iter().find(|(end, _)| piece.ends_with(end)) {
                    Some((end, _)) => {
                        used.insert(*end);
                    }
                    None => {
                        wrong.entry(key.to_owned()).or_insert_with(|| format!("{} {piece}: {found:?}", tree.name));
                    }
                }
            }
        }
    }
    println!("{tried} parts of answers, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.into_values().collect::<Vec<_>>().join("\n"));
    assert!(tried > 1_000, "{tried}");
    let idle: Vec<_> = LEFT_OUT.iter().filter(|(end, _)| !used.contains(end)).collect();
    assert!(idle.is_empty(), "rows that nothing needs: {idle:?}");
}

/// Whether something is wrong in another way then: the policy still finds a violation, or something new is said.
fn is_answered(found: &Fault, before: &Reading, after: &Reading) -> bool {
    match found {
        Fault::Passes(gone) => after.said.iter().any(|said| said.sort == Sort::Violation && said.what == gone.what),
        Fault::Silent => after.said.difference(&before.said).any(Said::decides),
    }
}
