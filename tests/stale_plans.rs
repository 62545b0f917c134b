//! Plans that real Terraform 1.11 made, of which the code is then edited: an edit of what the plan repeats is noticed at
//! the file that was edited, and no other edit is.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "reads fixtures; a test that cannot be set up fails"
)]

use std::collections::BTreeMap;
use std::path::Path;

use gate::input::terraform::TerraformPlan;
use gate::input::{Context, Format as _, Options, Parsed, Problem};
use gate::limits::LIMITS;
use gate::source::files::Memory;
use gate::source::{Files as _, RepoPath, Source};

/// The files of a folder below the fixtures, by their path in it.
type Tree = BTreeMap<String, String>;

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stale")
}

fn tree(folder: &str) -> Tree {
    fn collect(folder: &Path, prefix: &str, found: &mut Tree) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                collect(&path, &format!("{name}/"), found);
            } else {
                found.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = Tree::new();
    collect(&fixtures().join(folder), "", &mut found);
    found
}

/// What the plan of a tree says about its code.
fn stale(tree: &Tree) -> Vec<Problem> {
    let path = |name: &str| RepoPath::new(name).unwrap();
    let files = Memory::new(tree.iter().map(|(name, text)| Source::from_text(path(name), text)));
    let plan = files.read(&path("plan.json"), LIMITS.plan_bytes).unwrap();
    let options = Options::default();
    match TerraformPlan.parse(&plan, &Context { files: &files, limits: &LIMITS, options: &options }) {
        // Most of these plans were cut down to what is compared.
        Parsed::Document(document) => {
            let is_cut = |problem: &Problem| problem.message.raw().starts_with("resource_changes leaves out");
            document.problems.into_iter().filter(|problem| !is_cut(problem)).collect()
        }
        other => panic!("not read: {other:?}"),
    }
}

fn folders() -> Vec<String> {
    let entries = std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

/// A tree in which the file of another name holds what a file held.
fn renamed(mut tree: Tree, from: &str, to: &str) -> Tree {
    let text = tree.remove(from).unwrap();
    tree.insert(to.to_owned(), text);
    tree
}

#[test]
fn a_plan_fits_the_code_that_it_was_made_of() {
    for folder in folders() {
        assert_eq!(stale(&tree(&folder)), [], "{folder}");
    }
}

#[test]
fn edits_of_what_a_plan_repeats_are_noticed_and_others_are_not() {
    let edits = std::fs::read_to_string(fixtures().join("edits.tsv")).unwrap();
    let plain = |text: &str| text.replace("\\\\", "\u{0}").replace("\\n", "\n").replace('\u{0}', "\\");
    let (mut noticed, mut harmless, mut wrong) = (0, 0, Vec::new());
    for row in edits.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [file, from, to, expected] = cells[..] else { panic!("not four cells: {row}") };
        let (folder, file) = file.split_once('/').unwrap();
        let mut tree = tree(folder);
        let text = tree.get_mut(file).unwrap();
        assert!(text.contains(&plain(from)), "{row}");
        *text = text.replacen(&plain(from), &plain(to), 1);
        let problems = stale(&tree);
        let at_the_edit =
            |problem: &Problem| problem.position.is_some() && problem.message.raw().starts_with("stale plan");
        match (expected, problems.as_slice()) {
            ("stale", [only]) if at_the_edit(only) => noticed += 1,
            ("fits", []) => harmless += 1,
            _ => wrong.push(format!("{row}\n{problems:?}")),
        }
    }
    println!("{noticed} edits noticed, {harmless} passed over");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(noticed > 40 && harmless > 10);
}

#[test]
fn formatting_comments_order_and_names_of_files_never_matter() {
    for folder in folders() {
        let before = tree(&folder);
        for (name, text) in before.iter().filter(|(name, _)| Path::new(name).extension().is_some_and(|it| it == "tf")) {
            let mut tree = before.clone();
            let spaced = text.replace(" = \"", "   =    \"").replace("{\n", "{ # a comment\n");
            // Heredocs are texts; what looks like code in them is none.
            if !text.contains("<<") {
                tree.insert(name.clone(), format!("/* moved\n down */\n\n{spaced}\n# the end\n"));
            }
            assert_eq!(stale(&tree), [], "{folder}/{name}");
            if !name.contains("override") {
                let (stem, other) = (name.trim_end_matches(".tf"), before.clone());
                assert_eq!(stale(&renamed(other, name, &format!("{stem}2.tf"))), [], "{folder}/{name}");
            }
        }
    }
    // Blocks in another order, also in another file.
    let mut other = tree("blocks");
    let text = other["more.tf"].clone();
    let (one, two) = ("    name = \"id\"\n    type = \"S\"", "    name = \"k\"\n    type = \"N\"");
    let swapped = text.replacen(one, "@", 1).replacen(two, one, 1).replacen('@', two, 1);
    assert_ne!(swapped, text);
    other.remove("more.tf");
    other.insert("a_first.tf".to_owned(), swapped);
    assert_eq!(stale(&other), []);
}

#[test]
fn opentofu_reads_its_own_file_instead_of_the_one_of_the_same_name() {
    // The plan fits what OpenTofu reads: the file for Terraform holds something else.
    let mut tree = renamed(tree("arguments"), "main.tf", "main.tofu");
    assert_eq!(stale(&tree), []);
    tree.insert("main.tf".to_owned(), "resource \"aws_s3_bucket\" \"other\" {}\n".to_owned());
    assert_eq!(stale(&tree), []);
    tree.insert("more.tf".to_owned(), "resource \"aws_s3_bucket\" \"other\" {}\n".to_owned());
    assert_eq!(stale(&tree).len(), 1, "a file without a twin is read by both");
    // A plan that Terraform made, beside files that only OpenTofu reads.
    let mut tree = self::tree("arguments");
    tree.insert("main.tofu".to_owned(), "resource \"aws_s3_bucket\" \"other\" {}\n".to_owned());
    assert_eq!(stale(&tree), []);
}

#[test]
fn code_that_cannot_be_read_is_said_and_the_rest_is_compared() {
    let mut tree = tree("modules");
    let outer = tree["main.tf"].replace("us-west-2", "us-west-1");
    tree.insert("main.tf".to_owned(), format!("{outer}\nresource {{{{\n"));
    let files = |tree: &Tree| stale(tree).iter().map(|problem| problem.path.to_string()).collect::<Vec<_>>();
    assert_eq!(files(&tree), ["main.tf"], "half of a root cannot be compared");
    assert!(stale(&tree)[0].message.raw().starts_with("gate cannot read this as code"));
    let line = u32::try_from(tree["main.tf"].lines().count()).unwrap();
    assert_eq!(stale(&tree)[0].position.map(|position| position.line), Some(line));
    // The rest of the tree still is.
    let mut tree = self::tree("modules");
    tree.insert("modules/store/main.tf".to_owned(), "not code {{{".to_owned());
    assert_eq!(files(&tree), ["modules/store/main.tf"]);
    tree.insert("main.tf".to_owned(), outer);
    assert_eq!(files(&tree), ["main.tf", "modules/store/main.tf"]);
}

#[test]
fn only_the_first_difference_is_named_and_no_value_is_shown() {
    let mut tree = tree("blocks");
    let text = tree["main.tf"].replace("correct-horse", "battery-staple").replace("\"app\"", "\"root\"");
    tree.insert("main.tf".to_owned(), text);
    let problems = stale(&tree);
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!(problem.path.as_str(), "main.tf");
    assert_eq!(
        problem.message.raw(),
        "stale plan: `default` of var.password is not what the plan was made of; plan again: \
         terraform plan -out p && terraform show -json p > plan.json"
    );
    let position = problem.position.unwrap();
    let text = &tree["main.tf"];
    let line = text.lines().position(|line| line.contains("battery-staple")).unwrap() + 1;
    assert_eq!(usize::try_from(position.line).unwrap(), line);
}

#[test]
fn a_default_that_is_the_value_which_the_plan_has_already_changes_nothing() {
    let plan = |value: u32| {
        let plan = serde_json::json!({"format_version": "1.2", "terraform_version": "1.11.4",
            "variables": {"n": {"value": value}}, "resource_changes": [], "planned_values": {},
            "configuration": {"root_module": {"variables": {"n": {"default": 2}}}}});
        plan.to_string()
    };
    for (value, default, fits) in [(2, 2, true), (3, 2, true), (3, 3, true), (3, 4, false), (2, 3, false)] {
        let code = format!("variable \"n\" {{\n  default = {default}\n}}\n");
        let tree = Tree::from([("main.tf".to_owned(), code), ("plan.json".to_owned(), plan(value))]);
        assert_eq!(stale(&tree).is_empty(), fits, "value {value}, default {default}");
    }
}
