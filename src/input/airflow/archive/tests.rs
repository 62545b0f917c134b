//! Archives as Airflow and as attackers make them.

#[path = "../../../../tests/support/zip.rs"]
mod zip;

use self::zip::{Member, archive, deflated, large_archive, stored};
use super::super::places::DagPlaces;
use super::archives;
use crate::limits::{LIMITS, Limits};
use crate::source::{RepoPath, WorkTree};

const DAG: &[u8] = b"from airflow import DAG\n\nwith DAG('settle'):\n    pass\n";
const HELPER: &[u8] = b"def settle():\n    return 1\n";

/// The first word of what is said of each of these files in a tree of their own.
fn said(files: &[(&str, Vec<u8>)], limits: &Limits) -> Vec<(String, bool)> {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (name, content) in files {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
        paths.push(RepoPath::new(name).unwrap());
    }
    paths.sort();
    let tree = WorkTree::with_paths(folder.path(), paths.clone()).unwrap();
    let problems = archives(&tree, &paths.iter().collect::<Vec<_>>(), &DagPlaces::default(), limits);
    problems.into_iter().map(|problem| (problem.path.as_str().to_owned(), problem.unread)).collect()
}

/// Whether an archive is said to be unread in a folder of data, and in one of DAGs.
fn unread(content: &[u8]) -> (bool, bool) {
    let at = |name: &str| said(&[(name, content.to_vec())], &LIMITS) == [(name.to_owned(), true)];
    (at("assets/bundle.bin"), at("dags/bundle.bin"))
}

#[test]
fn what_airflow_imports_is_unread_wherever_it_lies() {
    let dag = |name: &str| archive(&[deflated(name, DAG)], b"");
    let with = |content: &[u8]| archive(&[stored("main.py", content)], b"");
    let mut behind = dag("main.py");
    behind.extend(b"trailing bytes");
    let mut long_comment = archive(&[stored("main.py", DAG)], b"");
    let comment_length = long_comment.len() - 22 - "main.py".len() - 46 + 32;
    long_comment[comment_length] = 0xff;
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("a comment that is longer than the directory", long_comment),
        ("a size that says too much", archive(&[Member { says: Some(0x0fff_ffff), ..deflated("main.py", DAG) }], b"")),
        ("a size in an extra field that is not there", {
            archive(&[Member { says: Some(u32::MAX), ..deflated("main.py", DAG) }], b"")
        }),
        ("deflated", dag("main.py")),
        ("stored", with(DAG)),
        ("compiled", archive(&[stored("main.pyc", b"\x00\x01Dag\x00\xffairFlow\x00")], b"")),
        (
            "beside a package",
            archive(&[stored("a/__init__.py", b""), stored("x.txt", DAG), deflated("z.py", DAG)], b""),
        ),
        ("words in any case, anywhere", with(b"# AirFLOW daGger\n")),
        ("not UTF-8", with(b"# airflow dag \xff\xfe\n")),
        ("a name with a dot", dag("./main.py")),
        ("a name with empty parts", dag("main.py//")),
        ("a name that ends at a NUL", dag("main.py\0.txt")),
        ("a name that is no UTF-8", archive(&[Member { name: b"m\xffin.py".to_vec(), ..stored("", DAG) }], b"")),
        ("a backslash is no folder", dag("..\\main.py")),
        ("a comment", archive(&[stored("main.py", DAG)], &[b'x'; 65_535])),
        ("bytes in front", [&b"#!/usr/bin/env python\n"[..], &dag("main.py")].concat()),
        ("bytes behind", behind),
        ("large form", large_archive(&[stored("main.py", DAG)])),
        ("large form with bytes in front", [&b"MZ"[..], &large_archive(&[stored("main.py", DAG)])].concat()),
        ("an image in front", [&b"\x89PNG\r\n\x1a\n"[..], &dag("main.py")].concat()),
    ];
    for (about, content) in cases {
        assert_eq!(unread(&content), (true, true), "{about}");
    }
}

#[test]
fn what_airflow_does_not_import_is_nothing() {
    let one = |name: &str, content: &[u8]| archive(&[deflated(name, content)], b"");
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", archive(&[], b"")),
        ("data", one("orders.csv", b"dag,airflow\n")),
        ("a library", archive(&[stored("lib/airflow_dag.py", DAG), stored("lib-1.dist-info/METADATA", DAG)], b"")),
        ("a helper at the top", one("helper.py", HELPER)),
        ("one word", one("helper.py", b"import dagster\n")),
        ("another ending", one("main.PY", DAG)),
        ("no stem", one(".py", DAG)),
        ("an absolute name", one("/main.py", DAG)),
        ("a name that leads out", one("../main.py", DAG)),
        ("a native library", one("main.so", DAG)),
        ("not an archive", DAG.to_vec()),
        ("too short", b"PK\x05\x06".to_vec()),
        ("a sign and nothing behind", [&[b'x'; 60][..], b"PK\x05\x06"].concat()),
        ("an encrypted table", archive(&[Member { flags: 1, ..stored("orders.csv", DAG) }], b"")),
    ];
    for (about, content) in cases {
        assert_eq!(unread(&content), (false, false), "{about}");
    }
}

#[test]
fn what_cannot_be_read_matters_where_dags_lie() {
    let member = |change: &dyn Fn(&mut Member)| {
        let mut member = deflated("main.py", DAG);
        change(&mut member);
        archive(&[stored("a.csv", b"1"), member], b"")
    };
    let mut cut = archive(&[stored("main.py", DAG)], b"");
    cut.drain(..20);
    let mut odd = archive(&[stored("main.py", DAG)], b"");
    let entry = odd.len() - 22 - 46 - "main.py".len();
    odd[entry] = b'X';
    let mut beyond = archive(&[stored("main.py", DAG)], b"");
    let size = beyond.len() - 22 + 12;
    beyond[size..size + 4].fill(0xee);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("encrypted", member(&|member| member.flags = 1)),
        ("strongly encrypted", member(&|member| member.flags = 0x40)),
        ("another method", member(&|member| member.method = 14)),
        ("larger than it may be", {
            let huge = Member { says: Some(0x0fff_ffff), ..deflated("main.py", HELPER) };
            archive(&[huge], b"")
        }),
        ("smaller than it is", member(&|member| member.says = Some(3))),
        ("the beginning is cut off", cut),
        ("an entry without its sign", odd),
        ("a directory larger than the file", beyond),
    ];
    for (about, content) in cases {
        assert_eq!(unread(&content), (false, true), "{about}");
    }
}

#[test]
fn a_bomb_costs_what_it_may_and_no_more() {
    let zeros = vec![0_u8; 1024 * 1024];
    let members: Vec<Member> = (0..5).map(|at| deflated(&format!("m{at}.py"), &zeros)).collect();
    let bomb = archive(&members, b"");
    assert!(bomb.len() < 16 * 1024, "{}", bomb.len());
    // Five mebibytes are more than this run unpacks, wherever the archive lies.
    let limits = Limits { archives_bytes: 4 * 1024 * 1024, ..LIMITS };
    let files = [("assets/bomb.bin", bomb), ("zz/after.bin", archive(&[stored("main.py", DAG)], b""))];
    let said = said(&files, &limits);
    assert_eq!(said.first().map(|(path, _)| path.as_str()), Some("assets/bomb.bin"));
}

#[test]
fn a_directory_without_end_is_read_to_its_cap() {
    let members: Vec<Member> = (0..60_000).map(|at| stored(&format!("{at}.csv"), b"")).collect();
    let content = archive(&members, b"");
    assert_eq!(unread(&content), (false, false));
    let tight = Limits { archive_directory_bytes: 1024, ..LIMITS };
    assert_eq!(said(&[("dags/many", content.clone())], &tight), [("dags/many".to_owned(), true)]);
    assert_eq!(said(&[("assets/many", content)], &tight), []);
    let modules: Vec<Member> = (0..60_000).map(|at| stored(&format!("{at}.py"), b"")).collect();
    let few = Limits { archives_bytes: 4096 * 100, ..LIMITS };
    assert_eq!(said(&[("assets/many", archive(&modules, b""))], &few), [("assets/many".to_owned(), true)]);
}

#[test]
fn a_pointer_in_place_of_an_archive_is_unread_where_dags_lie() {
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 100\n".to_vec();
    for (name, expected) in [("dags/a.zip", true), ("dags/a.csv", false), ("assets/a.zip", false)] {
        assert_eq!(!said(&[(name, pointer.clone())], &LIMITS).is_empty(), expected, "{name}");
    }
}

#[test]
fn overlapping_members_and_cut_archives_end_without_a_panic() {
    let whole = archive(&[deflated("main.py", DAG), stored("b.py", HELPER)], b"comment");
    for at in 0..whole.len() {
        let mut broken = whole.clone();
        broken[at] ^= 0xff;
        said(&[("dags/x", broken), ("dags/y", whole[..at].to_vec())], &LIMITS);
    }
}
