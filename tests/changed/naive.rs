//! `--changed` against the plainest way to say the same: judge both whole trees, share nothing, and pair what they say one
//! to one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gate::engine::Settings;
use gate::engine::supervise::protocol::{Job, Reading};
use gate::engine::supervise::run;
use gate::finding::{Finding, Identity};

use super::changed;
use super::edits::{Files, edit};
use super::sharing::{estate, job, written};
use crate::support::Repo;
use crate::support::chance::Chance;

/// Pairs of trees.
const PAIRS: u64 = 60;

/// A whole tree and all that is said of it.
struct Judged<'a> {
    files: &'a Files,
    findings: Vec<Finding>,
    /// What could not be judged, by its file; and whether that was all of the file.
    problems: BTreeMap<String, BTreeSet<(String, bool)>>,
    /// The names of what stands in documents with findings.
    names: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Judged<'a> {
    fn of(folder: &Path, files: &'a Files) -> Self {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_gate"));
        let job = job(folder, Vec::new());
        let job = Job { settings: Settings { identities: true, ..job.settings.clone() }, ..job };
        let results = run(&program, job.clone()).unwrap();
        let mut judged = Self { files, findings: Vec::new(), problems: BTreeMap::new(), names: BTreeMap::new() };
        for (index, reading) in results.readings {
            let path = job.candidates[index].path.to_string();
            match reading {
                Reading::Judged { problems, judgement, .. } => {
                    judged.findings.extend(judgement.findings);
                    judged.names.insert(path, judgement.names);
                    for it in &problems {
                        judged.problem(it.path.as_str(), it.message.raw(), false);
                    }
                }
                Reading::Failed(it) => judged.problem(it.path.as_str(), it.message.raw(), true),
                _ => {}
            }
        }
        judged.findings.sort_by(Finding::order);
        judged.findings.dedup_by(|one, other| said(one) == said(other));
        judged
    }

    fn problem(&mut self, path: &str, why: &str, whole: bool) {
        self.problems.entry(path.to_owned()).or_default().insert((why.to_owned(), whole));
    }

    /// Whether nothing that is known of a file is called so.
    fn lacks(&self, finding: &Finding) -> bool {
        let names = self.names.get(finding.location.path.as_str()).filter(|names| !names.is_empty());
        names.is_some_and(|names| !names.contains(&identity(finding).names))
    }

    fn lines(&self, path: &str) -> Option<Vec<&str>> {
        Some(std::str::from_utf8(self.files.get(path)?).ok()?.lines().collect())
    }
}

fn identity(finding: &Finding) -> &Identity {
    finding.identity.as_ref().unwrap()
}

/// What a report says of a finding: policy, file, line, column and message.
type Said = (String, String, u32, u32, String);

fn said(finding: &Finding) -> Said {
    let (location, message) = (&finding.location, finding.message.raw().to_owned());
    let at = location.start;
    (finding.policy.to_string(), location.path.to_string(), at.line, at.column, message)
}

/// Where a line of the base stands now, by the lines before and after the edit.
fn line_now(base: &Judged<'_>, head: &Judged<'_>, finding: &Finding) -> Option<usize> {
    let path = finding.location.path.as_str();
    let (before, now, line) =
        (base.lines(path)?, head.lines(path)?, usize::try_from(finding.location.start.line).ok()?);
    let least = before.len().min(now.len());
    let first = (0..least).take_while(|at| before[*at] == now[*at]).count();
    let same_end = |back: &usize| before[before.len() - back] == now[now.len() - back];
    let last = (1..=least - first).take_while(same_end).count();
    if line <= first {
        return Some(line);
    }
    (before.len().checked_sub(line)? < last).then(|| now.len() - (before.len() - line))
}

/// The findings of the head that were there: one for one, the closest first.
fn there<'h>(base: &Judged<'_>, head: &'h Judged<'_>) -> Vec<&'h Finding> {
    type Rule<'r> = &'r dyn Fn(&Finding, &Finding) -> bool;
    let path = |old: &Finding, new: &Finding| old.location.path == new.location.path;
    let file = |old: &Finding, new: &Finding| old.location.path.file_name() == new.location.path.file_name();
    let message = |old: &Finding, new: &Finding| old.message == new.message;
    let names = |old: &Finding, new: &Finding| identity(old).names == identity(new).names;
    let line =
        |old: &Finding, new: &Finding| line_now(base, head, old) == usize::try_from(new.location.start.line).ok();
    let renamed = |old: &Finding, new: &Finding| head.lacks(old) && base.lacks(new);
    let rules: [&[Rule<'_>]; 8] = [
        &[&path, &message, &names, &line],
        &[&path, &message, &names],
        &[&path, &message, &line],
        &[&path, &message],
        &[&path, &renamed],
        &[&message, &names, &file],
        &[&message, &names],
        &[&message],
    ];
    let place = |finding: &&Finding| {
        (finding.location.path.clone(), finding.location.start.line, finding.location.start.column)
    };
    let (mut left, mut waiting): (Vec<&Finding>, Vec<&Finding>) =
        (base.findings.iter().collect(), head.findings.iter().collect());
    left.sort_by_key(place);
    waiting.sort_by_key(place);
    let mut there = Vec::new();
    for rule in rules {
        waiting.retain(|new| {
            let fits = |old: &&Finding| {
                identity(old).content == identity(new).content
                    && rule.iter().all(|same| same(old, new))
                    && old.severity >= new.severity
            };
            let Some(at) = left.iter().position(fits) else { return true };
            left.remove(at);
            there.push(*new);
            false
        });
    }
    there
}

/// The findings of a report in one state.
fn reported(json: &serde_json::Value, state: &str) -> Vec<Said> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let number = |value: &serde_json::Value| u32::try_from(value.as_u64().unwrap_or_default()).unwrap();
    let findings = json["findings"].as_array().unwrap().iter().filter(|it| it["disposition"]["state"] == state);
    let mut all: Vec<_> = findings
        .map(|it| {
            let (line, column) = (number(&it["start"]["line"]), number(&it["start"]["column"]));
            (text(&it["policy"]), text(&it["path"]), line, column, text(&it["message"]))
        })
        .collect();
    all.sort();
    all
}

/// The files with something that could not be judged, as both say it, where they differ.
fn unjudged(base: &Judged<'_>, head: &Judged<'_>, json: &serde_json::Value) -> Vec<String> {
    let named = |list: &str| -> BTreeSet<String> {
        json[list].as_array().unwrap().iter().filter_map(|it| it["path"].as_str().map(ToOwned::to_owned)).collect()
    };
    let (decide, aside) = (named("unjudged"), named("set_aside"));
    let wrong = |(path, problems): (&String, &BTreeSet<(String, bool)>)| {
        let same = base.files.get(path) == head.files.get(path);
        let known = problems.iter().all(|it| base.problems.get(path).is_some_and(|known| known.contains(it)));
        let whole = problems.iter().any(|(_, whole)| *whole);
        match (same && known, whole) {
            (false, _) => !decide.contains(path),
            // Nobody knows what was asked for a file that could not be judged at all.
            (true, true) => !decide.contains(path) && !aside.contains(path),
            (true, false) => decide.contains(path) || !aside.contains(path),
        }
    };
    head.problems.iter().filter(|it| wrong(*it)).map(|(path, problems)| format!("{path}: {problems:?}")).collect()
}

fn is_json(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|ending| ending == "json")
}

#[test]
fn what_is_shared_and_paired_is_what_two_whole_runs_say() {
    // With a base, a plan in the tree is no evidence and is not judged.
    let estate: Files = estate().into_iter().filter(|(name, _)| !is_json(name)).collect();
    let (mut before, mut new, mut wrong) = (0, 0, Vec::new());
    for seed in 0..PAIRS {
        let chance = &mut Chance::new(seed);
        let base: Files = estate.clone().into_iter().filter(|_| !chance.once_in(2)).collect();
        let mut files = base.clone();
        edit(&mut files, chance);
        let repo = Repo::new();
        written(&base, &repo);
        let commit = repo.commit();
        let old = Judged::of(repo.path(), &base);
        for name in base.keys().filter(|name| !files.contains_key(*name)) {
            repo.remove(name);
        }
        written(&files, &repo);
        repo.commit();
        let head = Judged::of(repo.path(), &files);
        let run = changed(&repo, &commit, &[]);
        let json = run.json();
        let mut expected: Vec<_> = there(&old, &head).into_iter().map(said).collect();
        expected.sort();
        let found = reported(&json, "before");
        let open = reported(&json, "open");
        before += found.len();
        new += open.len();
        let all: BTreeSet<Said> = [&found[..], &open].concat().into_iter().collect();
        let told: BTreeSet<Said> = head.findings.iter().map(said).collect();
        let only = |one: &BTreeSet<Said>, other| -> Vec<String> {
            one.difference(other).map(|it| format!("{it:?}")).collect()
        };
        if all != told {
            wrong.push(format!(
                "{seed}: only --changed says {:#?}, only two runs say {:#?}",
                only(&all, &told),
                only(&told, &all)
            ));
        }
        let differs = |one: &[Said], other: &[Said]| -> Vec<String> {
            one.iter().filter(|it| !other.contains(it)).map(|it| format!("{it:?}")).collect()
        };
        if found != expected {
            let (more, less) = (differs(&found, &expected), differs(&expected, &found));
            wrong.push(format!("{seed}: there before for --changed alone {more:#?}, for two runs alone {less:#?}"));
        }
        wrong.extend(unjudged(&old, &head, &json).into_iter().map(|it| format!("{seed}: {it} {:?}", run.decides())));
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(before > 1_500 && new > 20, "{before} were there before, and {new} are new");
}
