use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::time::Instant;

use super::{Scratch, names, path, text, write};
use crate::limits::{LIMITS, Limits};
use crate::source::{Files, Overlay, Owner, RepoPath, Unreadable, WorkTree};

fn open(scratch: &Scratch) -> WorkTree {
    WorkTree::open(scratch.root(), Owner::Checked, &LIMITS).unwrap()
}

fn skipped(tree: &WorkTree) -> Vec<(&str, &str)> {
    tree.skipped().iter().map(|skip| (skip.path.as_str(), skip.reason.as_str())).collect()
}

#[test]
fn everything_tracked_or_not_ignored_is_listed_in_order() {
    let scratch = Scratch::new();
    scratch.write(".gitignore", "plan.json\nbuild/\nsecret*\n*.log\n");
    for name in [".github/workflows/ci.yml", "b.tf", "a/z.py", "a.tf", "build/kept.tf", "build/out.tf", "secret.yml"] {
        scratch.write(name, "x");
    }
    scratch.add(&[".gitignore", "a.tf", "build/kept.tf", "secret.yml"]);
    scratch.write("plan.json", "{}");
    scratch.write("noise.log", "x");
    let tree = open(&scratch);
    let expected = [".github/workflows/ci.yml", ".gitignore", "a.tf", "a/z.py", "b.tf", "build/kept.tf", "secret.yml"];
    assert_eq!(names(&tree), expected);
    assert_eq!(
        skipped(&tree),
        [
            ("build/out.tf", "ignored by git; name a file to have it judged"),
            ("plan.json", "ignored by git; name a file to have it judged"),
        ]
    );
    assert!(tree.without_git().is_none());
    // What is not listed can still be judged by name.
    assert_eq!(text(&tree, "plan.json"), "{}");
}

#[test]
fn no_name_of_a_folder_hides_what_lies_in_it() {
    let names_of = |ignored: &str, tracked: &[&str]| {
        let scratch = Scratch::new();
        for folder in ["target", "venv", ".venv", "node_modules", ".terraform", "__pycache__", "env"] {
            scratch.write(&format!("{folder}/dags/a.py"), "x");
        }
        scratch.write("env/pyvenv.cfg", "home = /usr/bin\n");
        scratch.write(".gitignore", ignored);
        if !tracked.is_empty() {
            scratch.add(tracked);
        }
        let tree = open(&scratch);
        let folders = tree.paths().iter().filter(|path| path.extension() == Some("py"));
        folders.filter_map(|path| path.as_str().split('/').next().map(str::to_owned)).collect::<Vec<_>>()
    };
    let all = [".terraform", ".venv", "__pycache__", "env", "node_modules", "target", "venv"];
    assert_eq!(names_of("", &[]), all);
    assert_eq!(names_of("*venv/\n/node_modules\n", &[]), [".terraform", "__pycache__", "env", "target"]);
    assert_eq!(names_of("*\n", &["target/dags/a.py", "venv/dags/a.py"]), ["target", "venv"]);
}

#[test]
fn a_git_file_instead_of_a_folder_does_not_end_the_list() {
    let scratch = Scratch::new();
    scratch.write("a.tf", "x");
    let moved = tempfile::tempdir().unwrap();
    std::fs::rename(scratch.root().join(".git"), moved.path().join("git")).unwrap();
    scratch.write(".git", format!("gitdir: {}\n", moved.path().join("git").display()));
    scratch.write(".gitignore", "*.log\n");
    scratch.write("a.log", "x");
    let tree = open(&scratch);
    assert_eq!(names(&tree), [".gitignore", "a.tf"]);
    assert!(tree.without_git().is_none());
}

#[test]
fn a_repository_in_the_repository_is_judged_there() {
    let scratch = Scratch::new();
    scratch.write("vendor/module/.git/HEAD", "ref: refs/heads/main\n");
    scratch.write("vendor/module/main.tf", "x");
    let tree = open(&scratch);
    assert!(tree.paths().is_empty());
    assert_eq!(tree.skipped()[0].path, path("vendor/module"));
}

#[test]
fn ignore_files_that_are_no_files_ignore_nothing_and_hold_nothing_up() {
    for folder in ["", "services/"] {
        let scratch = Scratch::new();
        scratch.write(".git/info/exclude", "*.tf\n");
        scratch.write("services/a.tf", "x");
        let file = scratch.root().join(format!("{folder}.gitignore"));
        let made = std::process::Command::new("mkfifo").arg(&file).status();
        if !made.is_ok_and(|status| status.success()) {
            println!("skipped: mkfifo is not installed");
            return;
        }
        assert!(names(&open(&scratch)).contains(&"services/a.tf"), "a pipe in {folder:?}");
        std::fs::rename(&file, scratch.root().join("pipe")).unwrap();
        symlink(scratch.root().join("pipe"), &file).unwrap();
        // Git does not follow it, so it takes nothing back either.
        assert!(!names(&open(&scratch)).contains(&"services/a.tf"), "a link in {folder:?}");
    }
}

#[test]
fn a_pattern_that_cannot_be_used_hides_nothing() {
    let long = "?".repeat(200_000);
    for (rules, listed) in [
        ("a.tf\n".to_owned(), false),
        (format!("{long}\n"), true),
        (format!("a.tf\n{long}\n"), false),
        (format!("a.tf\n!{long}\n"), true),
        (format!("a.tf\n{}", "#\n".repeat(1 << 19)), true),
    ] {
        let scratch = Scratch::new();
        scratch.write(".gitignore", &rules);
        scratch.write("a.tf", "x");
        assert_eq!(names(&open(&scratch)).contains(&"a.tf"), listed, "{rules:.20}");
    }
}

#[test]
fn a_git_folder_that_would_hold_the_run_up_is_not_opened() {
    for name in ["HEAD", "config", "index", "packed-refs", "objects/info/alternates"] {
        let scratch = Scratch::new();
        scratch.write("a.tf", "x");
        let file = scratch.root().join(".git").join(name);
        let _ = std::fs::remove_file(&file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        symlink("/dev/zero", &file).unwrap();
        let tree = open(&scratch);
        assert_eq!(names(&tree), ["a.tf"], "{name}");
        assert!(tree.without_git().unwrap().to_string().contains("not a regular file"), "{name}");
    }
}

#[test]
fn without_git_everything_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), ".gitignore", "a.tf\n");
    write(folder.path(), "a.tf", "x");
    write(folder.path(), "node_modules/b.tf", "x");
    write(folder.path(), "dags/.git/c.tf", "x");
    write(folder.path(), ".git/d.tf", "x");
    let tree = WorkTree::open(folder.path(), Owner::Checked, &LIMITS).unwrap();
    assert_eq!(names(&tree), [".gitignore", "a.tf", "dags/.git/c.tf", "node_modules/b.tf"]);
}

#[test]
fn a_repository_that_cannot_be_read_costs_the_ignore_rules_only() {
    let scratch = Scratch::new();
    scratch.write(".gitignore", "a.tf\n");
    scratch.write("a.tf", "x");
    scratch.write(".git/config", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefstorage = reftable\n");
    let tree = open(&scratch);
    assert_eq!(names(&tree), [".gitignore", "a.tf"]);
    assert!(tree.without_git().unwrap().to_string().contains("refstorage"));
}

#[test]
fn a_folder_of_a_repository_is_judged_with_the_rules_of_the_whole() {
    let scratch = Scratch::new();
    scratch.write(".gitignore", "infra/out.tf\n");
    for name in ["infra/main.tf", "infra/out.tf", "infra/kept/out.tf", "other.tf"] {
        scratch.write(name, "x");
    }
    let tree = WorkTree::open(&scratch.root().join("infra"), Owner::Checked, &LIMITS).unwrap();
    assert_eq!(names(&tree), ["kept/out.tf", "main.tf"]);
}

#[test]
fn a_folder_that_looks_like_a_bare_repository_is_content() {
    let scratch = Scratch::new();
    scratch.write(".gitignore", "*.tf\n");
    for (name, content) in [("HEAD", "ref: refs/heads/main\n"), ("config", "[core]\n\tbare = true\n"), ("a.tf", "x")] {
        scratch.write(&format!("infra/{name}"), content);
    }
    for name in ["objects", "refs"] {
        std::fs::create_dir_all(scratch.root().join("infra").join(name)).unwrap();
    }
    let tree = WorkTree::open(&scratch.root().join("infra"), Owner::Checked, &LIMITS).unwrap();
    assert_eq!(names(&tree), ["HEAD", "config"]);
}

#[test]
fn links_never_lead_out() {
    let outside = tempfile::tempdir().unwrap();
    let secret = write(outside.path(), "shadow.yml", "root:x");
    let scratch = Scratch::new();
    scratch.write("real/a.yml", "inside");
    let link = |target: &std::path::Path, name: &str| symlink(target, scratch.root().join(name)).unwrap();
    link(&secret, "out.yml");
    link(outside.path(), "folder-out");
    link("real/a.yml".as_ref(), "in.yml");
    link("real".as_ref(), "folder-in");
    link("..".as_ref(), "real/up");
    link("nowhere.yml".as_ref(), "dangling.yml");
    link("loop.yml".as_ref(), "loop.yml");
    let tree = open(&scratch);
    // A link to a file is listed, so that whoever claims it hears that it cannot be read.
    assert_eq!(names(&tree), ["dangling.yml", "in.yml", "loop.yml", "out.yml", "real/a.yml"]);
    assert_eq!(text(&tree, "in.yml"), "inside");
    assert_eq!(tree.read(&path("out.yml"), 100), Err(Unreadable::LinkOut));
    assert_eq!(tree.read(&path("folder-out/shadow.yml"), 100), Err(Unreadable::LinkOut));
    assert_eq!(tree.head(&path("out.yml")), Err(Unreadable::LinkOut));
    assert_eq!(tree.size(&path("out.yml")), Err(Unreadable::LinkOut));
    assert_eq!(tree.read(&path("dangling.yml"), 100), Err(Unreadable::Missing));
    assert_eq!(tree.read(&path("loop.yml"), 100), Err(Unreadable::LinkLoop));
    let folders: Vec<&str> = skipped(&tree).iter().map(|(path, _)| *path).collect();
    assert_eq!(folders, ["folder-in", "folder-out", "real/up"]);
}

#[test]
fn what_is_read_is_capped_decoded_and_regular() {
    let scratch = Scratch::new();
    scratch.write("bom.yml", b"\xef\xbb\xbfa: 1");
    scratch.write("wide.yml", b"\xff\xfea\0:\0");
    scratch.write("latin.yml", b"a: \xe9");
    scratch.write("lfs.json", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    scratch.write("large.yml", "é".repeat(4000));
    let tree = open(&scratch);
    assert_eq!(text(&tree, "bom.yml"), "a: 1");
    assert_eq!(text(&tree, "wide.yml"), "a:");
    assert_eq!(tree.read(&path("latin.yml"), 100), Err(Unreadable::Encoding { at: 3 }));
    assert!(matches!(tree.read(&path("lfs.json"), 1000), Err(Unreadable::Absent { .. })));
    assert_eq!(tree.read(&path("large.yml"), 7999), Err(Unreadable::TooLarge { bytes: 8000, cap: 7999 }));
    assert!(tree.read(&path("large.yml"), 8000).is_ok());
    assert_eq!(tree.head(&path("large.yml")).unwrap(), "é".repeat(2048));
    assert_eq!(tree.size(&path("large.yml")), Ok(8000));
    assert_eq!(tree.read(&path("missing.yml"), 100), Err(Unreadable::Missing));
    assert_eq!(tree.read(&path("bom.yml/x"), 100), Err(Unreadable::Missing));
    std::fs::create_dir(scratch.root().join("folder.yml")).unwrap();
    assert_eq!(tree.read(&path("folder.yml"), 100), Err(Unreadable::NotAFile));
    let digest = crate::source::Source::new(path("x"), String::new(), b"\xef\xbb\xbfa: 1").digest().to_owned();
    assert_eq!(tree.read(&path("bom.yml"), 100).unwrap().digest(), digest);
}

#[test]
fn a_name_that_cannot_be_shown_is_never_silent() {
    let scratch = Scratch::new();
    scratch.write("good.yml", "x");
    scratch.write(".gitignore", "ignored*\n");
    for name in [&b"bad\xff\n.yml"[..], b"ignored\xff.yml"] {
        std::fs::write(scratch.root().join(std::ffi::OsStr::from_bytes(name)), "x").unwrap();
    }
    std::fs::create_dir(scratch.root().join(std::ffi::OsStr::from_bytes(b"folder\xff"))).unwrap();
    let tree = open(&scratch);
    assert_eq!(names(&tree), [".gitignore", "good.yml"]);
    let shown: Vec<&str> = tree.unreadable().iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(shown, ["bad\u{fffd}\\n.yml", "folder\u{fffd}"]);
}

#[test]
fn files_that_a_sparse_checkout_leaves_out_are_named() {
    let scratch = Scratch::new();
    scratch.write("a.tf", "x");
    scratch.write("b.tf", "x");
    scratch.add(&["*"]);
    let mut index = scratch.repository.index().unwrap();
    let mut entry = index.get_path("b.tf".as_ref(), 0).unwrap();
    entry.flags |= git2::IndexEntryFlag::EXTENDED.bits();
    entry.flags_extended |= git2::IndexEntryExtendedFlag::SKIP_WORKTREE.bits();
    index.add(&entry).unwrap();
    index.write().unwrap();
    std::fs::remove_file(scratch.root().join("b.tf")).unwrap();
    let tree = open(&scratch);
    assert_eq!(names(&tree), ["a.tf"]);
    assert_eq!(skipped(&tree), [("b.tf", "left out by a sparse checkout")]);
}

#[test]
fn too_many_files_are_cut_off_at_the_same_place_and_said() {
    let scratch = Scratch::new();
    for number in 0..10 {
        scratch.write(&format!("{number}.yml"), "x");
    }
    for (most, listed, complete) in [(9, 9, false), (10, 10, true), (11, 10, true)] {
        let tree = WorkTree::open(scratch.root(), Owner::Checked, &Limits { files: most, ..LIMITS }).unwrap();
        assert_eq!((tree.paths().len(), tree.unreadable().is_empty()), (listed, complete), "{most}");
    }
    let tree = WorkTree::open(scratch.root(), Owner::Checked, &Limits { files: 9, ..LIMITS }).unwrap();
    assert_eq!(tree.unreadable()[0].0, "9.yml");
    assert!(tree.unreadable()[0].1.starts_with("more than 9 files"));
}

#[test]
fn a_folder_that_cannot_be_opened_is_an_error() {
    let scratch = Scratch::new();
    scratch.write("file", "x");
    for name in ["missing", "file"] {
        let error = WorkTree::open(&scratch.root().join(name), Owner::Checked, &LIMITS).unwrap_err();
        assert!(error.to_string().contains("not a folder that can be read"), "{error}");
    }
}

#[test]
fn an_external_file_is_read_where_it_lies() {
    let outside = tempfile::tempdir().unwrap();
    let plan = write(outside.path(), "plan.json", "{}");
    let scratch = Scratch::new();
    scratch.write("main.tf", "x");
    let tree = Overlay::new(Box::new(open(&scratch)), &[(path("external/plan.json"), plan)], None);
    assert_eq!(names(&tree), ["external/plan.json", "main.tf"]);
    assert_eq!(text(&tree, "external/plan.json"), "{}");
    assert_eq!(text(&tree, "main.tf"), "x");
    assert_eq!(tree.size(&path("external/plan.json")), Ok(2));
    assert_eq!(tree.head(&path("external/plan.json")).unwrap(), "{}");
    assert!(tree.contains(&path("external/plan.json")));
}

#[test]
fn a_list_that_is_known_is_not_walked_again() {
    let scratch = Scratch::new();
    scratch.write("b.tf", "b");
    scratch.write("a.tf", "a");
    let tree = WorkTree::with_paths(scratch.root(), vec![path("b.tf")]).unwrap();
    assert_eq!(names(&tree), ["b.tf"]);
    assert_eq!(text(&tree, "a.tf"), "a");
}

#[test]
fn two_thousand_files_take_milliseconds() {
    let scratch = Scratch::new();
    scratch.write(".gitignore", "*.log\n/out/\n");
    for number in 0..2000 {
        scratch.write(&format!("d{}/e{}/f{number}.yml", number % 40, number % 7), "x: 1\n");
    }
    let timed = |what: &str| {
        let started = Instant::now();
        let tree = open(&scratch);
        println!("{what}: {} files in {:?}", tree.paths().len(), started.elapsed());
        assert_eq!(tree.paths().len(), 2001);
    };
    timed("untracked");
    scratch.commit();
    timed("tracked");
    let tree = open(&scratch);
    let started = Instant::now();
    let read = tree.paths().iter().filter(|path: &&RepoPath| tree.read(path, 1000).is_ok()).count();
    println!("{read} files read in {:?}", started.elapsed());
    assert_eq!(read, 2001);
}
