use std::path::Path;

use git2::{Index, IndexEntry, IndexTime, Oid};

use super::{Scratch, names, path, text};
use crate::source::{Files, Owner, SourceError, Staged, Unreadable};

fn entry(mode: u32, id: Oid, path: &[u8], stage: u16) -> IndexEntry {
    let time = IndexTime::new(0, 0);
    let (dev, ino, uid, gid, file_size) = (0, 0, 0, 0, 0);
    let flags = stage << 12;
    IndexEntry {
        ctime: time,
        mtime: time,
        dev,
        ino,
        mode,
        uid,
        gid,
        file_size,
        id,
        flags,
        flags_extended: 0,
        path: path.to_vec(),
    }
}

fn put(scratch: &Scratch, entries: &[IndexEntry]) {
    let mut index = scratch.repository.index().unwrap();
    for entry in entries {
        index.add(entry).unwrap();
    }
    index.write().unwrap();
}

#[test]
fn what_is_staged_counts_and_not_what_lies_in_the_folder() {
    let scratch = Scratch::new();
    scratch.write("a.yml", "staged");
    scratch.write("gone.yml", "staged");
    scratch.add(&["a.yml", "gone.yml"]);
    scratch.write("a.yml", "later");
    scratch.write("untracked.yml", "x");
    std::fs::remove_file(scratch.root().join("gone.yml")).unwrap();
    let staged = Staged::open(scratch.root(), None, Owner::Checked).unwrap();
    assert_eq!(names(&staged), ["a.yml", "gone.yml"]);
    assert_eq!(text(&staged, "a.yml"), "staged");
    assert_eq!(staged.size(&path("a.yml")), Ok(6));
    assert_eq!(staged.head(&path("a.yml")).unwrap(), "staged");
    assert_eq!(staged.read(&path("untracked.yml"), 100), Err(Unreadable::Missing));
    assert_eq!(staged.read(&path("a.yml"), 5), Err(Unreadable::TooLarge { bytes: 6, cap: 5 }));
}

#[test]
fn the_index_that_git_names_to_its_hooks_is_the_one_that_is_read() {
    let scratch = Scratch::new();
    scratch.write("a.yml", "staged");
    scratch.add(&["a.yml"]);
    let blob = scratch.repository.blob(b"of this commit").unwrap();
    let mut other = Index::open(&scratch.root().join(".git/next-index-1.lock")).unwrap();
    other.add(&entry(0o100_644, blob, b"a.yml", 0)).unwrap();
    other.write().unwrap();
    for given in [Path::new(".git/next-index-1.lock"), &scratch.root().join(".git/next-index-1.lock")] {
        let staged = Staged::open(scratch.root(), Some(given), Owner::Checked).unwrap();
        assert_eq!(text(&staged, "a.yml"), "of this commit");
    }
}

#[test]
fn links_submodules_and_odd_names_are_not_read_as_files() {
    let scratch = Scratch::new();
    let blob = |content: &[u8]| scratch.repository.blob(content).unwrap();
    let commit = Oid::from_str("0123456789012345678901234567890123456789").unwrap();
    put(
        &scratch,
        &[
            entry(0o100_644, blob(b"inside"), b"real/a.yml", 0),
            entry(0o120_000, blob(b"real/a.yml"), b"in.yml", 0),
            entry(0o120_000, blob(b"../../etc/passwd"), b"out.yml", 0),
            entry(0o120_000, blob(b"/etc/passwd"), b"absolute.yml", 0),
            entry(0o120_000, blob(b"loop.yml"), b"loop.yml", 0),
            entry(0o160_000, commit, b"module", 0),
            entry(0o100_644, blob(b"x"), b"bad\xff.yml", 0),
        ],
    );
    let staged = Staged::open(scratch.root(), None, Owner::Checked).unwrap();
    assert_eq!(names(&staged), ["absolute.yml", "in.yml", "loop.yml", "out.yml", "real/a.yml"]);
    assert_eq!(text(&staged, "in.yml"), "inside");
    assert_eq!(staged.read(&path("loop.yml"), 100), Err(Unreadable::LinkLoop));
    for name in ["out.yml", "absolute.yml"] {
        assert_eq!(staged.read(&path(name), 100), Err(Unreadable::LinkOut), "{name}");
    }
    assert_eq!(staged.skipped()[0].path, path("module"));
    assert_eq!(staged.unreadable().len(), 1);
}

#[test]
fn a_file_that_is_only_announced_is_not_part_of_the_commit() {
    let scratch = Scratch::new();
    let blob = scratch.repository.blob(b"").unwrap();
    let mut announced = entry(0o100_644, blob, b"a.yml", 0);
    announced.flags |= git2::IndexEntryFlag::EXTENDED.bits();
    announced.flags_extended |= git2::IndexEntryExtendedFlag::INTENT_TO_ADD.bits();
    put(&scratch, &[announced, entry(0o100_644, blob, b"b.yml", 0)]);
    assert_eq!(names(&Staged::open(scratch.root(), None, Owner::Checked).unwrap()), ["b.yml"]);
}

#[test]
fn an_unfinished_merge_is_an_error() {
    let scratch = Scratch::new();
    let blob = scratch.repository.blob(b"x").unwrap();
    put(&scratch, &[entry(0o100_644, blob, b"a.yml", 2), entry(0o100_644, blob, b"a.yml", 3)]);
    let error = Staged::open(scratch.root(), None, Owner::Checked).err().unwrap();
    assert!(matches!(error, SourceError::Conflict { .. }));
    assert_eq!(error.to_string(), "the index holds a conflict in a.yml; finish the merge, then run gate again");
}

#[test]
fn a_blob_that_a_partial_clone_left_out_is_absent() {
    let scratch = Scratch::new();
    let missing = Oid::from_str("0123456789012345678901234567890123456789").unwrap();
    let mut index = Index::open(&scratch.root().join(".git/index")).unwrap();
    index.add(&entry(0o100_644, missing, b"a.yml", 0)).unwrap();
    index.write().unwrap();
    let staged = Staged::open(scratch.root(), None, Owner::Checked).unwrap();
    assert!(matches!(staged.read(&path("a.yml"), 100), Err(Unreadable::Absent { .. })));
}

#[test]
fn only_the_judged_folder_is_listed() {
    let scratch = Scratch::new();
    scratch.write("infra/a.tf", "x");
    scratch.write("infrastructure/b.tf", "x");
    scratch.add(&["*"]);
    let staged = Staged::open(&scratch.root().join("infra"), None, Owner::Checked).unwrap();
    assert_eq!(names(&staged), ["a.tf"]);
    assert_eq!(text(&staged, "a.tf"), "x");
}

#[test]
fn no_repository_is_an_error_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let error = Staged::open(folder.path(), None, Owner::Checked).err().unwrap();
    assert!(error.to_string().contains("not in a git repository"), "{error}");
}
