use super::{Scratch, path, write};
use crate::source::{Folder, FolderError, Listing, Owner, Unreadable};

fn on_disk(scratch: &Scratch, folder: &str) -> Result<Folder, FolderError> {
    Listing::on_disk(&scratch.root().join(folder))?.read()
}

fn of_commit(scratch: &Scratch, commit: &str, folder: &str) -> Result<Folder, FolderError> {
    let folder = (!folder.is_empty()).then(|| path(folder));
    Listing::of_commit(scratch.root(), commit, folder.as_ref(), Owner::Checked)?.read()
}

#[test]
fn the_digest_is_that_of_the_lines_of_sha256sum() {
    let scratch = Scratch::new();
    scratch.write("rules/minimum.yaml", "a\n");
    scratch.write("rules/a/b.md", "");
    scratch.write("rules/a.md", "x");
    // (cd rules; printf '%s\n' a.md a/b.md minimum.yaml | xargs sha256sum | sha256sum)
    let lines = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  a.md
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a/b.md
87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7  minimum.yaml
";
    let digest = on_disk(&scratch, "rules").unwrap().digest();
    assert_eq!(digest, crate::source::text::sha256(lines));
    // The same files of a commit are the same content, whatever the working tree holds by then.
    let commit = scratch.commit();
    scratch.write("rules/minimum.yaml", "b\n");
    assert_eq!(of_commit(&scratch, &commit, "rules").unwrap().digest(), digest);
    assert_ne!(on_disk(&scratch, "rules").unwrap().digest(), digest);
}

#[test]
fn everything_in_a_folder_counts() {
    let digest = |files: &[(&str, &str)]| {
        let scratch = Scratch::new();
        for (name, text) in files {
            scratch.write(&format!("rules/{name}"), text);
        }
        on_disk(&scratch, "rules").unwrap().digest()
    };
    let first = digest(&[("a", "1"), ("b/c", "2")]);
    let others: [&[(&str, &str)]; 6] = [
        &[("a", "1"), ("b/c", "3")],
        &[("a", "2"), ("b/c", "1")],
        &[("a", "1"), ("b/d", "2")],
        &[("a", "1"), ("b/c", "2"), (".hidden", "")],
        &[("a", "1")],
        &[("a", "1"), ("b", "2")],
    ];
    for other in others {
        assert_ne!(digest(other), first, "{other:?}");
    }
    assert_eq!(digest(&[("b/c", "2"), ("a", "1")]), first);
}

#[test]
fn the_git_folder_of_a_checkout_is_none_of_its_content() {
    let scratch = Scratch::new();
    scratch.write("minimum.yaml", "x");
    let listing = Listing::on_disk(scratch.root()).unwrap();
    assert_eq!(listing.paths(), [path("minimum.yaml")]);
    scratch.write("policies/.git/hooks", "x");
    assert_eq!(Listing::on_disk(scratch.root()).unwrap().paths().len(), 2, "only at its top");
}

#[test]
fn a_link_a_pipe_or_a_name_that_nobody_can_write_is_refused() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::new();
    write(scratch.root(), "aim/x", "x");
    for (at, what) in [("file", "aim/x"), ("folder", "aim"), ("nothing", "gone")] {
        write(scratch.root(), &format!("{at}/a"), "x");
        symlink(scratch.root().join(what), scratch.root().join(at).join("link")).unwrap();
        let error = on_disk(&scratch, at).err().unwrap().to_string();
        assert!(error.starts_with("link is a link"), "{error}");
    }
    for name in ["a\nb", "a\u{202e}b", r"a\b"] {
        let scratch = Scratch::new();
        scratch.write(&format!("rules/{name}"), "x");
        assert!(matches!(on_disk(&scratch, "rules"), Err(FolderError::Odd { .. })), "{name:?}");
        let commit = scratch.commit();
        assert!(matches!(of_commit(&scratch, &commit, "rules"), Err(FolderError::Odd { .. })), "{name:?}");
    }
    rustix::fs::mkfifoat(rustix::fs::CWD, scratch.root().join("aim/pipe"), rustix::fs::Mode::RUSR).unwrap();
    assert!(on_disk(&scratch, "aim").err().unwrap().to_string().contains("pipe is a pipe or device"));
}

#[test]
fn a_link_of_a_commit_is_refused_too() {
    let scratch = Scratch::new();
    scratch.write("rules/a", "x");
    std::os::unix::fs::symlink("a", scratch.root().join("rules/link")).unwrap();
    let commit = scratch.commit();
    let error = of_commit(&scratch, &commit, "rules").err().unwrap().to_string();
    assert_eq!(error, "link is a link; a rule folder holds plain files alone");
}

#[test]
fn a_commit_is_named_by_all_its_digits_and_nothing_else() {
    let scratch = Scratch::new();
    scratch.write("rules/minimum.yaml", "x");
    let commit = scratch.commit();
    let tree = scratch.repository.head().unwrap().peel_to_tree().unwrap().id().to_string();
    let tag = {
        let object = scratch.repository.find_object(commit.parse().unwrap(), None).unwrap();
        let author = git2::Signature::now("a", "a@example.com").unwrap();
        scratch.repository.tag("v1", &object, &author, "x", false).unwrap().to_string()
    };
    assert!(of_commit(&scratch, &commit, "").is_ok());
    for other in ["HEAD", "v1", "main", commit.get(..12).unwrap(), &tree, &tag, ""] {
        assert!(matches!(of_commit(&scratch, other, ""), Err(FolderError::NotACommit { .. })), "{other}");
    }
    let gone = "0123456789012345678901234567890123456789";
    assert!(matches!(of_commit(&scratch, gone, ""), Err(FolderError::NoCommit { shallow: false, .. })));
    assert!(matches!(of_commit(&scratch, &commit, "rule"), Err(FolderError::NotInCommit { .. })));
    assert!(matches!(of_commit(&scratch, &commit, "rules/minimum.yaml"), Err(FolderError::NotAFolder)));
    let inside = Listing::of_commit(&scratch.root().join("rules"), &commit, None, Owner::Checked);
    assert!(matches!(inside, Err(FolderError::Inside { .. })));
}

#[test]
fn an_object_that_is_not_what_its_digits_say_is_not_read() {
    let scratch = Scratch::new();
    scratch.write("rules/minimum.yaml", "fail-on: low\n");
    let commit = scratch.commit();
    let blob = scratch.repository.blob(b"fail-on: low\n").unwrap().to_string();
    let other = scratch.repository.blob(b"mode: observe\n").unwrap().to_string();
    let object = |digits: &str| {
        let (folder, name) = digits.split_at(2);
        scratch.root().join(".git/objects").join(folder).join(name)
    };
    // Who can write to the checkout puts another object where the pinned one is.
    std::fs::remove_file(object(&blob)).unwrap();
    std::fs::copy(object(&other), object(&blob)).unwrap();
    let read = of_commit(&scratch, &commit, "rules");
    assert!(matches!(read, Err(FolderError::Unreadable { .. })), "{:?}", read.map(|folder| folder.digest()));
}

#[test]
fn what_is_missing_or_no_text_is_said() {
    let scratch = Scratch::new();
    assert!(matches!(on_disk(&scratch, "gone"), Err(FolderError::Missing)));
    scratch.write("file", "x");
    assert!(matches!(on_disk(&scratch, "file"), Err(FolderError::NotAFolder)));
    let gone = Listing::of_commit(&scratch.root().join("gone"), &"0".repeat(40), None, Owner::Checked);
    assert!(matches!(gone, Err(FolderError::Missing)));
    scratch.write("rules/a.md", [0xff, 0xff, 0xff]);
    let folder = on_disk(&scratch, "rules").unwrap();
    let read = |name: &str, cap: u64| folder.source(&path(name), &path("acme/a.md"), cap).map(|_| ());
    assert!(matches!(read("a.md", 100), Err(Unreadable::Encoding { .. })));
    assert!(matches!(read("a.md", 2), Err(Unreadable::TooLarge { .. })));
    assert_eq!(read("b.md", 100), Err(Unreadable::Missing));
}

#[test]
fn a_tree_that_holds_itself_many_times_over_comes_to_an_end() {
    let scratch = Scratch::new();
    let mut below = scratch.repository.treebuilder(None).unwrap().write().unwrap();
    for _ in 0..20 {
        let mut tree = scratch.repository.treebuilder(None).unwrap();
        for name in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            tree.insert(name, below, 0o040_000).unwrap();
        }
        below = tree.write().unwrap();
    }
    let tree = scratch.repository.find_tree(below).unwrap();
    let author = git2::Signature::now("a", "a@example.com").unwrap();
    let commit = scratch.repository.commit(None, &author, &author, "x", &tree, &[]).unwrap().to_string();
    assert!(matches!(of_commit(&scratch, &commit, ""), Err(FolderError::TooMuch)));
}
