//! Rules of an organisation: a commit of a checkout, and what stands in it.

use git2::{IndexEntry, IndexTime, ObjectType, Oid, Repository, Signature};

use super::Table;
use super::organisation::{CONFIG, Place, WORKFLOW};
use super::support::CLEAN_WORKFLOW;

fn check(place: &Place, pin: &str) -> super::support::Run {
    place.write(&format!("pay/{CONFIG}"), format!("extends:\n  - {{ repository: ../acme-rules, commit: {pin} }}\n"));
    place.gate(&["check", "-f", "json"])
}

fn rules(place: &Place) -> Repository {
    Repository::open(place.path("acme-rules")).unwrap()
}

#[test]
fn digits_name_a_commit_and_nothing_that_leads_to_one() {
    let mut table = Table::new("extends");
    let place = Place::new();
    let commit = place.commit("acme-rules");
    let repository = rules(&place);
    let object = repository.find_object(Oid::from_str(&commit).unwrap(), None).unwrap();
    let tree = object.peel(ObjectType::Tree).unwrap().id().to_string();
    let blob = object.peel_to_tree().unwrap().get_name("minimum.yaml").unwrap().id().to_string();
    let tagger = Signature::now("A", "a@example.com").unwrap();
    let tag = repository.tag("v1", &object, &tagger, "reviewed", false).unwrap().to_string();
    repository.branch("0123456789012345678901234567890123456789", &object.peel_to_commit().unwrap(), false).unwrap();
    for (what, pin, says) in [
        ("a signed tag", tag.as_str(), "is no commit"),
        ("a tree", &tree, "is no commit"),
        ("a file", &blob, "is no commit"),
        ("a branch whose name is 40 digits", "\"0123456789012345678901234567890123456789\"", "is not in this checkout"),
        ("HEAD", "HEAD", "`HEAD` is no commit"),
        ("the commit before", &format!("{commit}~0"), "is no commit"),
        ("a tag by name", "refs/tags/v1", "is no commit"),
        ("nothing", "\"0000000000000000000000000000000000000000\"", "is not in this checkout"),
    ] {
        table.refused(&format!("pins {what}"), &check(&place, pin), &[".gate/gate.yaml:2:42", says]);
    }
    table.honest("pins a commit in capital letters", &check(&place, &format!("\"{}\"", commit.to_uppercase())), &[]);
    table.end(8, 1);
}

#[test]
fn nothing_beside_a_commit_changes_what_it_holds() {
    let mut table = Table::new("extends");
    let found = ["ACME1 .github/workflows/ci.yml:1"];
    let nameless = CLEAN_WORKFLOW.replace("name: ci\n", "");
    let prepared = || {
        let place = Place::new();
        let commit = place.commit("acme-rules");
        place.write(&format!("pay/{WORKFLOW}"), &nameless);
        place.write("acme-rules/minimum.yaml", "name: acme\n");
        std::fs::remove_dir_all(place.path("acme-rules/policies")).unwrap();
        (place, commit)
    };
    let (place, commit) = prepared();
    table.decides("edits the working tree", &check(&place, &format!("\"{commit}\"")), 1, &found);
    let looser = place.commit("acme-rules");
    table.decides("commits on top", &check(&place, &format!("\"{commit}\"")), 1, &found);
    let (from, to) = (format!("refs/replace/{commit}"), Oid::from_str(&looser).unwrap());
    rules(&place).reference(&from, to, true, "x").unwrap();
    table.decides("replaces the commit as git lets them", &check(&place, &format!("\"{commit}\"")), 1, &found);
    std::fs::write(place.path("acme-rules/.git/info/grafts"), format!("{commit} {looser}\n")).unwrap();
    table.decides("gives the commit another parent", &check(&place, &format!("\"{commit}\"")), 1, &found);
    std::fs::remove_file(place.path("acme-rules/.git/info/grafts")).unwrap();
    // The bytes of one object stand under the digits of another.
    let object = |id: &str| place.path(&format!("acme-rules/.git/objects/{}/{}", &id[..2], &id[2..]));
    let tree = |id: &str| rules(&place).find_commit(Oid::from_str(id).unwrap()).unwrap().tree_id().to_string();
    for (what, old, new) in [("the tree", tree(&commit), tree(&looser)), ("the commit", commit.clone(), looser.clone())]
    {
        let was = std::fs::read(object(&old)).unwrap();
        std::fs::remove_file(object(&old)).unwrap();
        std::fs::copy(object(&new), object(&old)).unwrap();
        let run = check(&place, &format!("\"{commit}\""));
        table.refused(&format!("writes other bytes under the digits of {what}"), &run, &[".gate/gate.yaml:2:"]);
        std::fs::remove_file(object(&old)).unwrap();
        std::fs::write(object(&old), was).unwrap();
    }
    table.decides("and puts them back", &check(&place, &format!("\"{commit}\"")), 1, &found);
    table.end(7, 0);
}

#[test]
fn a_commit_holds_plain_files() {
    let mut table = Table::new("extends");
    for (what, mode, path, says) in [
        ("a submodule", 0o160_000, "policies/more", "policies/more is a submodule"),
        ("a link", 0o120_000, "policies/nameless/more.md", "policies/nameless/more.md is a link"),
        ("a link for the minimum", 0o120_000, "minimum.yaml", "minimum.yaml is a link"),
    ] {
        let place = Place::new();
        place.commit("acme-rules");
        let link = rules(&place).blob(b"README.md").unwrap();
        let id = if mode == 0o160_000 { Oid::from_bytes(&[7; 20]).unwrap() } else { link };
        let commit = with_entry(&rules(&place), (mode, path, id));
        let run = check(&place, &format!("\"{commit}\""));
        table.refused(&format!("commits {what}"), &run, &[".gate/gate.yaml:2:", says]);
    }
    // Rules in a submodule of the repository are those of the commit that the change takes.
    let place = Place::new();
    let base = place.commit("pay");
    std::fs::create_dir_all(place.path("pay/vendor")).unwrap();
    std::fs::rename(place.path("acme-rules"), place.path("pay/vendor/rules")).unwrap();
    let commit = crate::support::commit(&place.path("pay/vendor/rules"));
    let id = Oid::from_str(&commit).unwrap();
    with_entry(&Repository::open(place.path("pay")).unwrap(), (0o160_000, "vendor/rules", id));
    let run = place.gate(&["check", "--base", &base, "--extends", "vendor/rules"]);
    table.refused("passes rules that lie in a submodule", &run, &["tracked by git"]);
    table.end(4, 0);
}

/// Commits an entry of this kind besides what is there.
fn with_entry(repository: &Repository, (mode, path, id): (u32, &str, Oid)) -> String {
    let mut index = repository.index().unwrap();
    let zero = IndexTime::new(0, 0);
    let entry = IndexEntry {
        ctime: zero,
        mtime: zero,
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    };
    index.add(&entry).unwrap();
    index.write().unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let parent = repository.head().unwrap().peel_to_commit().unwrap();
    let author = Signature::new("A", "a@example.com", &git2::Time::new(1_700_000_000, 0)).unwrap();
    repository.commit(Some("HEAD"), &author, &author, "x", &tree, &[&parent]).unwrap().to_string()
}
