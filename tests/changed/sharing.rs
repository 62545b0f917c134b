//! What is the same in two trees is judged once: whatever the trees, a document of which everything that was asked is the
//! same comes to the same in both.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gate::engine::Settings;
use gate::engine::supervise::protocol::{Candidate, Job, Other, Reading, Tree};
use gate::engine::supervise::run;
use gate::input::{Claim, FORMATS, Options};
use gate::limits::LIMITS;
use gate::source::{Files as _, Owner, RepoPath, WorkTree};

use crate::support::chance::Chance;
use crate::support::{Repo, project};

/// The files of a folder of this project, as a repository has them.
fn collect(from: &Path, to: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{to}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            collect(&path, &name, found);
        } else {
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

/// Real files of every kind, where platforms look for them, with calls from one to another.
pub(crate) fn estate() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for policy in ["unpinned-action", "missing-code", "script-injection"] {
        for side in ["good", "bad"] {
            let mut found = BTreeMap::new();
            collect(&project().join(format!("policies/pipeline/{policy}/{side}")), policy, &mut found);
            for (name, text) in
                found.into_iter().filter(|(name, _)| Path::new(name).extension().is_some_and(|it| it == "yml"))
            {
                let name = name.replace('/', "-");
                files.insert(format!(".github/workflows/{side}-{name}"), text);
            }
        }
    }
    for folder in ["buckets", "modules", "secrets", "origins"] {
        collect(&project().join("tests/fixtures/terraform").join(folder), &format!("infra/{folder}"), &mut files);
    }
    collect(&project().join("policies/airflow/prohibited-data-source/bad"), "dags", &mut files);
    collect(&project().join("policies/airflow/untrusted-template/bad"), "dags/more", &mut files);
    let caller = "on: push\njobs:\n  a:\n    runs-on: windows-2025\n    steps:\n      - uses: ./tools/a\n      - uses: ./tools/B\n";
    let action = "name: a\ndescription: a\nruns:\n  using: node20\n  main: dist/index.js\n";
    let docker = "name: b\ndescription: b\nruns: {using: docker, image: Dockerfile, entrypoint: /run.sh}\n";
    let gitlab = "include:\n  - local: ci/*.yml\n  - local: ci/deep/x.yml\ntest: {script: [make]}\n";
    for (name, text) in [
        (".github/workflows/calls.yml", caller),
        ("tools/a/action.yml", action),
        ("tools/a/dist/index.js", "x"),
        ("tools/b/action.yml", docker),
        ("tools/b/run.sh", "x"),
        (".gitlab-ci.yml", gitlab),
        ("ci/one.yml", "one: {image: alpine, script: [make]}\n"),
        ("ci/two.yml", "two: {script: [make]}\n"),
        ("ci/deep/x.yml", "three: {script: [make]}\n"),
        ("Jenkinsfile", "pipeline { }\n"),
        ("infra/modules/prod.tfvars", "password = \"hXq81ZpLm4Rt7vWc92Bd\"\n"),
    ] {
        files.insert(name.to_owned(), text.as_bytes().to_vec());
    }
    files
}

/// Edits some of the files in one of many ways.
fn edit(files: &mut BTreeMap<String, Vec<u8>>, chance: &mut Chance) {
    for _ in 0..=chance.below(3) {
        let names: Vec<String> = files.keys().cloned().collect();
        let name = names.get(chance.below(names.len())).unwrap().clone();
        let text = files.get(&name).unwrap().clone();
        match chance.below(6) {
            0 => drop(files.remove(&name)),
            1 => drop(files.insert(format!("{name}.copy.yml"), text)),
            2 => {
                files.remove(&name);
                files.insert(name.replace('a', "b").replace("good", "best"), text);
            }
            3 => drop(files.insert(name, [text.as_slice(), b"\n"].concat())),
            4 => {
                let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
                lines.remove(chance.below(lines.len()));
                files.insert(name, lines.join(&b'\n'));
            }
            _ => drop(files.insert(format!("{}/new.tf", name.rsplit_once('/').map_or("x", |it| it.0)), text)),
        }
    }
}

pub(crate) fn written(files: &BTreeMap<String, Vec<u8>>, repo: &Repo) {
    for (name, text) in files {
        repo.write(name, text);
    }
}

pub(crate) fn job(folder: &Path, against: Vec<Other>) -> Job {
    let files = WorkTree::open(folder, Owner::Anybody, &LIMITS).unwrap();
    let candidate = |path: &RepoPath| {
        let format = FORMATS.iter().find(|format| match format.claims(path) {
            Claim::No => false,
            Claim::Yes => true,
            Claim::Maybe => files.head(path).is_ok_and(|head| format.confirms(&head)),
        });
        let format = format.map_or("look", |format| format.name()).to_owned();
        Candidate { path: path.clone(), format, bytes: 1 }
    };
    Job {
        tree: Tree::Folder(folder.to_owned()),
        paths: files.paths().to_vec(),
        external: Vec::new(),
        piped: None,
        against,
        candidates: files.paths().iter().map(candidate).collect(),
        done: Vec::new(),
        unclaimed: Vec::new(),
        submodules: Vec::new(),
        lost: Vec::new(),
        document_time: LIMITS.document_time,
        options: Options::default(),
        settings: Settings { now_ns: 1, ..Settings::default() },
        without: Vec::new(),
        user_policies: Vec::new(),
        threads: 2,
    }
}

/// What a document came to, without what only a comparison asks for.
fn plain(reading: &Reading) -> Reading {
    let mut reading = reading.clone();
    if let Reading::Judged { judgement, .. } = &mut reading {
        judgement.names.clear();
        judgement.findings.iter_mut().for_each(|finding| finding.identity = None);
    }
    reading
}

#[test]
fn what_is_shared_comes_to_the_same_in_both_trees() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_gate"));
    let base = estate();
    let repo = Repo::new();
    written(&base, &repo);
    let commit = repo.commit();
    let before = run(&program, job(repo.path(), Vec::new())).unwrap();
    let candidates = job(repo.path(), Vec::new()).candidates;
    let (mut shared, mut other) = (0, 0);
    for seed in 0..40 {
        let mut files = base.clone();
        edit(&mut files, &mut Chance::new(seed));
        let judged = Repo::new();
        written(&files, &judged);
        let tree = Tree::Commit { root: repo.path().to_owned(), commit: commit.clone(), owner: Owner::Anybody };
        let job = job(judged.path(), vec![Other { tree, external: Vec::new() }]);
        let after = run(&program, job.clone()).unwrap();
        for (index, candidate) in job.candidates.iter().enumerate() {
            // What asks for nothing is the same everywhere; it is shared only where the other tree has it too.
            let at = candidates.iter().position(|it| (&it.path, &it.format) == (&candidate.path, &candidate.format));
            let Some(at) = at.filter(|_| after.same.contains(&index)) else {
                other += 1;
                continue;
            };
            shared += 1;
            let was = before.readings.get(&at).map(plain);
            assert_eq!(after.readings.get(&index).map(plain), was, "{seed}: {}", candidate.path);
        }
    }
    assert!(shared > 500 && other > 40, "{shared} {other}");
    assert!(shared > other * 3, "most is shared: {shared} {other}");
}
