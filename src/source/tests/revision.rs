use super::{Scratch, names, path, text};
use crate::limits::LIMITS;
use crate::source::{Files, Owner, Revision, SourceError, Staged, Unreadable, WorkTree};

fn message(scratch: &Scratch, revision: &str) -> String {
    Revision::open(scratch.root(), revision, Owner::Checked).err().unwrap().to_string()
}

#[test]
fn rules_are_read_from_the_commit_and_from_nowhere_else() {
    let scratch = Scratch::new();
    scratch.write(".gate/gate.yaml", "base");
    scratch.write(".gate/policies/a/policy.rego", "package a");
    scratch.write("main.tf", "x");
    let base = scratch.commit();
    scratch
        .repository
        .branch("main-of-origin", &scratch.repository.head().unwrap().peel_to_commit().unwrap(), false)
        .unwrap();
    scratch.write(".gate/gate.yaml", "head");
    scratch.write(".gate/waivers.yaml", "head");
    scratch.commit();
    scratch.write(".gate/gate.yaml", "working tree");
    for name in [base.as_str(), "main-of-origin", "HEAD~1", base.get(..10).unwrap()] {
        let revision = Revision::open(scratch.root(), name, Owner::Checked).unwrap();
        assert_eq!(revision.commit(), base, "{name}");
        assert_eq!(names(&revision), [".gate/gate.yaml", ".gate/policies/a/policy.rego"]);
        assert_eq!(text(&revision, ".gate/gate.yaml"), "base");
        assert_eq!(revision.read(&path(".gate/waivers.yaml"), 100), Err(Unreadable::Missing));
        assert_eq!(revision.size(&path("main.tf")), Ok(1));
        assert_eq!(revision.read(&path(".gate/gate.yaml"), 3), Err(Unreadable::TooLarge { bytes: 4, cap: 3 }));
        assert_eq!(revision.read(&path(".gate"), 100), Err(Unreadable::NotAFile));
    }
}

#[test]
fn a_commit_without_rules_lists_nothing() {
    let scratch = Scratch::new();
    scratch.write("main.tf", "x");
    scratch.commit();
    let revision = Revision::open(scratch.root(), "HEAD", Owner::Checked).unwrap();
    assert!(revision.paths().is_empty());
    assert!(!revision.owners_cover(&path(".gate/gate.yaml")));
}

#[test]
fn a_link_in_the_rules_is_listed_and_not_followed() {
    let scratch = Scratch::new();
    scratch.write(".gate/real.yaml", "x");
    std::os::unix::fs::symlink("real.yaml", scratch.root().join(".gate/gate.yaml")).unwrap();
    scratch.commit();
    let revision = Revision::open(scratch.root(), "HEAD", Owner::Checked).unwrap();
    assert_eq!(names(&revision), [".gate/gate.yaml", ".gate/real.yaml"]);
    assert_eq!(revision.read(&path(".gate/gate.yaml"), 100), Err(Unreadable::NotAFile));
}

#[test]
fn a_folder_of_the_repository_has_rules_of_its_own() {
    let scratch = Scratch::new();
    scratch.write(".gate/gate.yaml", "top");
    scratch.write("infra/.gate/gate.yaml", "infra");
    scratch.write("CODEOWNERS", "/infra/.gate/ @acme/security\n");
    scratch.commit();
    let revision = Revision::open(&scratch.root().join("infra"), "HEAD", Owner::Checked).unwrap();
    assert_eq!(names(&revision), [".gate/gate.yaml"]);
    assert_eq!(text(&revision, ".gate/gate.yaml"), "infra");
    assert!(revision.owners_cover(&path(".gate/gate.yaml")));
    assert!(!Revision::open(scratch.root(), "HEAD", Owner::Checked).unwrap().owners_cover(&path(".gate/gate.yaml")));
}

#[test]
fn the_owners_of_the_commit_count_and_the_first_place_wins() {
    let scratch = Scratch::new();
    scratch.write(".github/CODEOWNERS", "* nobody\n");
    scratch.write("docs/CODEOWNERS", "* @acme/all\n");
    scratch.commit();
    let base = Revision::open(scratch.root(), "HEAD", Owner::Checked).unwrap();
    assert!(!base.owners_cover(&path(".gate/gate.yaml")));
    scratch.write(".github/CODEOWNERS", "/.gate/ @acme/security\n");
    assert!(!Revision::open(scratch.root(), "HEAD", Owner::Checked).unwrap().owners_cover(&path(".gate/gate.yaml")));
    scratch.commit();
    assert!(Revision::open(scratch.root(), "HEAD", Owner::Checked).unwrap().owners_cover(&path(".gate/gate.yaml")));
}

#[test]
fn a_commit_that_is_not_here_says_how_to_get_it() {
    let scratch = Scratch::new();
    scratch.write("main.tf", "x");
    let commit = scratch.commit();
    let missing = "0123456789012345678901234567890123456789";
    assert_eq!(
        message(&scratch, "origin/main"),
        "`origin/main` is not in this clone; run `git fetch origin main:refs/remotes/origin/main` and pass `origin/main`"
    );
    assert_eq!(
        message(&scratch, missing),
        format!("`{missing}` is not in this clone; run `git fetch origin {missing}`")
    );
    assert!(message(&scratch, "HEAD^{tree}").contains("does not name a commit"));
    scratch.write(".git/shallow", format!("{commit}\n"));
    assert_eq!(
        message(&scratch, "origin/main"),
        "`origin/main` is not in this clone, which is shallow; run `git fetch origin main --deepen=200`, \
         or set `fetch-depth: 0` on actions/checkout"
    );
    assert!(message(&scratch, "HEAD~1").contains("shallow"));
    assert!(Revision::open(scratch.root(), "HEAD", Owner::Checked).is_ok());
}

#[test]
fn a_folder_outside_of_any_repository_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let error = Revision::open(folder.path(), "HEAD", Owner::Checked).err().unwrap();
    assert!(error.to_string().contains("not in a git repository"), "{error}");
}

#[test]
fn a_repository_of_another_user_is_read_only_if_the_caller_says_so() {
    let scratch = Scratch::new();
    scratch.write(".gate/gate.yaml", "x");
    scratch.write(".gitignore", "*.log\n");
    let commit = scratch.commit();
    scratch.write("a.log", "x");
    for name in ["", ".git"] {
        if std::os::unix::fs::chown(scratch.root().join(name), Some(12_345), None).is_err() {
            println!("skipped: only root can give files away");
            return;
        }
    }
    match Revision::open(scratch.root(), "HEAD", Owner::Checked) {
        Err(SourceError::Owner { .. }) => {
            assert!(message(&scratch, "HEAD").contains("pass --trust-checkout"));
            let base = Revision::open(scratch.root(), "HEAD", Owner::Anybody).unwrap();
            assert_eq!((base.commit(), names(&base)), (commit.as_str(), vec![".gate/gate.yaml"]));
            let tree = WorkTree::open(scratch.root(), Owner::Anybody, &LIMITS).unwrap();
            assert_eq!(names(&tree), [".gate/gate.yaml", ".gitignore"]);
            assert!(tree.without_git().is_none());
            let tree = WorkTree::open(scratch.root(), Owner::Checked, &LIMITS).unwrap();
            assert_eq!(names(&tree), [".gate/gate.yaml", ".gitignore", "a.log"]);
            let staged = Staged::open(scratch.root(), None, Owner::Anybody).unwrap();
            assert_eq!(text(&staged, ".gate/gate.yaml"), "x");
        }
        Err(other) => panic!("{other}"),
        Ok(_) => println!("skipped: git trusts every folder on this machine"),
    }
}
