//! The supervisor, with children that die in every way: one bad file costs one file.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use gate::engine::Settings;
use gate::engine::supervise::protocol::{Candidate, Job, Reading, Tree};
use gate::engine::supervise::{Judged, run, run_watched};
use gate::input::Options;
use gate::source::RepoPath;

fn job(files: usize, threads: usize) -> Job {
    let path = |index: usize| RepoPath::new(&format!("{index}.yml")).unwrap();
    Job {
        tree: Tree::Folder(PathBuf::from(".")),
        paths: Vec::new(),
        external: Vec::new(),
        piped: None,
        against: Vec::new(),
        candidates: (0..files).map(|at| Candidate { path: path(at), format: "x".to_owned(), bytes: 1 }).collect(),
        done: Vec::new(),
        unclaimed: Vec::new(),
        submodules: Vec::new(),
        lost: Vec::new(),
        document_time: std::time::Duration::from_secs(1),
        options: Options::default(),
        settings: Settings::default(),
        without: Vec::new(),
        user_policies: Vec::new(),
        threads,
    }
}

/// A child that judges three files: `bad` is what it does at file 1, as shell commands, unless it was told to leave
/// that one out.
fn child(folder: &tempfile::TempDir, bad: &str, whole: &str) -> PathBuf {
    let script = format!(
        r#"#!/bin/sh
job=$(/bin/cat)
end() {{ echo '{{"begin":'$1'}}'; echo '{{"end":['$1',{{"not-mine":"judged"}}]}}'; }}
end 0
case $job in
  *'"lost":[1]'*) ;;
  *) echo '{{"begin":1}}'; {bad} ;;
esac
end 2
echo '"whole-begin"'
{whole}
echo '{{"whole-end":{{"judgement":null,"problems":[],"unplanned":[],"read":{{}}}}}}'
"#
    );
    let path = folder.path().join("child");
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// What became of file 1, after a check that the others were judged all the same.
fn first_lost(judged: &Judged) -> String {
    for index in [0, 2] {
        assert_eq!(judged.readings.get(&index), Some(&Reading::NotMine("judged".to_owned())), "file {index}");
    }
    match judged.readings.get(&1) {
        Some(Reading::Failed(problem)) => problem.message.raw().to_owned(),
        other => panic!("file 1: {other:?}"),
    }
}

#[test]
fn a_child_that_dies_costs_the_file_it_was_at() {
    let cases = [
        ("kill -ABRT $$", "ran out of memory or stack while it was judged (signal 6)"),
        ("kill -SEGV $$", "ran out of memory or stack while it was judged (signal 11)"),
        ("kill -KILL $$", "the judging process was killed (signal 9)"),
        ("exit 7", "the judging process ended early (status 7)"),
        ("echo nonsense; exit 0", "the judging process ended early (status 0)"),
    ];
    for (bad, says) in cases {
        for threads in [1, 4] {
            let folder = tempfile::tempdir().unwrap();
            let judged = run(&child(&folder, bad, ""), job(3, threads)).unwrap();
            assert_eq!(first_lost(&judged), says, "{bad}, {threads} threads");
            assert!(matches!(judged.whole, Some(Ok(_))), "{bad}");
        }
    }
}

#[test]
fn whoever_watches_hears_how_many_files_are_done() {
    let folder = tempfile::tempdir().unwrap();
    let mut heard = Vec::new();
    run_watched(&child(&folder, "kill -KILL $$", ""), job(3, 1), &mut |done, all| heard.push((done, all))).unwrap();
    assert_eq!((heard.first(), heard.last()), (Some(&(0, 3)), Some(&(3, 3))), "{heard:?}");
    assert!(heard.is_sorted(), "{heard:?}");
}

#[test]
fn a_child_that_hangs_is_killed_after_the_time_of_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let judged = run(&child(&folder, "/bin/sleep 60", ""), job(3, 1)).unwrap();
    assert_eq!(first_lost(&judged), "took longer than 1 s");
}

#[test]
fn a_child_that_dies_over_the_whole_repository_loses_only_that() {
    let folder = tempfile::tempdir().unwrap();
    let judged = run(&child(&folder, "end 1", "kill -ABRT $$"), job(3, 1)).unwrap();
    assert_eq!(judged.readings.len(), 3);
    assert!(judged.whole.unwrap().unwrap_err().contains("signal 6"));
}

#[test]
fn a_child_that_says_nothing_leaves_nothing_passed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("child");
    std::fs::write(&path, "#!/bin/sh\nexit 0\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let judged = run(&path, job(3, 2)).unwrap();
    assert_eq!(judged.readings.len(), 3);
    assert!(judged.readings.values().all(|reading| matches!(reading, Reading::Failed(_))));
    assert!(judged.whole.unwrap().is_err());
}

#[test]
fn a_program_that_cannot_be_started_is_an_error() {
    assert!(run(&PathBuf::from("/nowhere/gate"), job(1, 1)).is_err());
}
