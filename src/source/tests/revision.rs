use super::{Scratch, names, path, text};
use crate::limits::LIMITS;
use crate::source::{Files, Owner, Revision, SourceError, Staged, Standing, Unreadable, WorkTree};

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
    scratch.name("refs/remotes/origin/main", &base);
    scratch.name("refs/heads/release", &base);
    scratch.write(".gate/gate.yaml", "head");
    scratch.write(".gate/waivers.yaml", "head");
    scratch.commit();
    scratch.write(".gate/gate.yaml", "working tree");
    for name in [base.as_str(), "origin/main", "refs/remotes/origin/main", "refs/heads/release", "HEAD~1", "HEAD~"] {
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
fn a_name_is_looked_up_where_it_says_and_nowhere_else() {
    let scratch = Scratch::new();
    scratch.write("main.tf", "x");
    let base = scratch.commit();
    scratch.name("refs/remotes/origin/main", &base);
    scratch.write("main.tf", "y");
    let change = scratch.commit();
    let digits = "0123456789012345678901234567890123456789";
    for (reference, name) in [
        ("refs/tags/origin/main", "origin/main"),
        ("refs/heads/origin/main", "origin/main"),
        ("refs/origin/main", "origin/main"),
        ("refs/tags/refs/remotes/origin/main", "refs/remotes/origin/main"),
        ("refs/heads/HEAD", "HEAD~1"),
        ("refs/tags/HEAD", "HEAD~1"),
    ] {
        scratch.name(reference, &change);
        assert_eq!(Revision::open(scratch.root(), name, Owner::Checked).unwrap().commit(), base, "{reference}");
    }
    for reference in ["refs/tags", "refs/heads"] {
        scratch.name(&format!("{reference}/{digits}"), &change);
        scratch.name(&format!("{reference}/{}", base.get(..8).unwrap()), &change);
        scratch.name(&format!("{reference}/main"), &change);
    }
    for name in [digits, base.get(..8).unwrap(), "main", "upstream/main"] {
        assert!(Revision::open(scratch.root(), name, Owner::Checked).is_err(), "{name}");
    }
}

#[test]
fn a_base_that_is_or_holds_the_judged_commit_is_seen() {
    let scratch = Scratch::new();
    scratch.write("main.tf", "x");
    let first = scratch.commit();
    scratch.write("main.tf", "y");
    let second = scratch.commit();
    let standing = |name: &str| Revision::open(scratch.root(), name, Owner::Checked).unwrap().standing().unwrap();
    assert_eq!((standing(&first), standing(&second)), (Standing::Apart, Standing::Same));
    scratch.repository.set_head_detached(first.parse().unwrap()).unwrap();
    assert_eq!((standing(&first), standing(&second)), (Standing::Same, Standing::Holds));
}

#[test]
fn the_first_parent_counts_only_for_the_merge_that_the_forge_made() {
    let scratch = Scratch::new();
    scratch.write("main.tf", "x");
    let base = scratch.commit();
    scratch.write("main.tf", "y");
    let change = scratch.commit();
    let merge = scratch.merge(&base, &change);
    scratch.repository.set_head_detached(merge.parse().unwrap()).unwrap();
    let found = |merged: &str| {
        Revision::of_merge(scratch.root(), merged, Owner::Checked).unwrap().map(|revision| revision.commit())
    };
    assert_eq!(found(&change), Some(base.clone()));
    assert_eq!((found(&base), found(&merge), found("HEAD")), (None, None, None));
    // A merge commit of the author is the head of the change itself, not the merge of it.
    let own = scratch.merge(&change, &base);
    scratch.repository.set_head_detached(own.parse().unwrap()).unwrap();
    assert_eq!(found(&own), None);
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
        "`origin/main` is not in this clone; \
         run `git fetch origin +refs/heads/main:refs/remotes/origin/main`"
    );
    assert_eq!(
        message(&scratch, missing),
        format!("`{missing}` is not in this clone; run `git fetch origin {missing}`")
    );
    assert!(message(&scratch, "HEAD^{tree}").contains("is no name for a base"));
    assert!(message(&scratch, "HEAD~1").contains("does not go back that far"));
    scratch.write(".git/shallow", format!("{commit}\n"));
    assert_eq!(
        message(&scratch, "origin/main"),
        "`origin/main` is not in this clone, which is shallow; \
         run `git fetch origin +refs/heads/main:refs/remotes/origin/main`, \
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
            assert_eq!((base.commit(), names(&base)), (commit.clone(), vec![".gate/gate.yaml"]));
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
