//! What is pinned is what holds, or nothing is judged.

use super::{CONFIG, POLICY, Place, WORKFLOW, refused};
use crate::support::{CLEAN_WORKFLOW, run};

#[test]
fn what_is_pinned_is_what_holds_or_nothing_is_judged() {
    type Edit = fn(&Place);
    let edits: [(&str, Edit); 6] = [
        ("a looser minimum", |place| place.write("acme-rules/minimum.yaml", "name: acme\n")),
        ("a looser policy", |place| {
            place.write("acme-rules/policies/nameless/policy.rego", POLICY.replace("\"\"", "\"no\""));
        }),
        ("a fixture", |place| place.write("acme-rules/policies/nameless/bad/ci.yml", "on: pull_request\n")),
        ("a page", |place| place.write("acme-rules/README.md", "")),
        ("one file more", |place| place.write("acme-rules/policies/nameless/bad/b.yml", "on: push\n")),
        ("one file less", |place| std::fs::remove_file(place.path("acme-rules/README.md")).unwrap()),
    ];
    for (name, edit) in edits {
        let place = Place::new();
        place.pin(&["acme-rules"], "");
        edit(&place);
        let now = place.digest("acme-rules");
        let run = place.gate(&["check"]);
        refused(
            &run,
            &[".gate/gate.yaml:2:38", "../acme-rules does not hold what is pinned", &format!("sha256:{now}")],
        );
        let text = std::fs::read_to_string(place.path("pay/.gate/gate.yaml")).unwrap();
        let (before, _) = text.split_once("sha256:").unwrap();
        place.write("pay/.gate/gate.yaml", format!("{before}sha256:{now}\" }}\n"));
        assert_eq!(place.gate(&["check"]).code, 0, "{name}: what was reviewed and pinned holds");
    }
}

#[test]
fn a_folder_that_is_not_there_or_holds_anything_else_is_refused() {
    type Edit = fn(&Place);
    let edits: [(&str, Edit, &str); 7] = [
        ("gone", |place| std::fs::remove_dir_all(place.path("acme-rules")).unwrap(), "there is no such folder"),
        (
            "a file",
            |place| {
                std::fs::remove_dir_all(place.path("acme-rules")).unwrap();
                place.write("acme-rules", "x");
            },
            "not a folder",
        ),
        ("a program", |place| place.write("acme-rules/install.sh", "x"), "nothing reads install.sh"),
        (
            "no policy",
            |place| place.write("acme-rules/policies/other/rules.rego", "x"),
            "nothing reads policies/other/rules.rego",
        ),
        (
            "no minimum",
            |place| std::fs::remove_file(place.path("acme-rules/minimum.yaml")).unwrap(),
            "it holds no minimum.yaml",
        ),
        ("waivers", |place| place.write("acme-rules/waivers.yaml", ""), "nothing reads waivers.yaml"),
        #[cfg(unix)]
        (
            "a link",
            |place| {
                std::os::unix::fs::symlink("README.md", place.path("acme-rules/NOTES.md")).unwrap();
            },
            "NOTES.md is a link",
        ),
        #[cfg(not(unix))]
        ("a configuration", |place| place.write("acme-rules/gate.yaml", ""), "nothing reads gate.yaml"),
    ];
    for (name, edit, message) in edits {
        let place = Place::new();
        place.pin(&["acme-rules"], "");
        edit(&place);
        let run = place.gate(&["check"]);
        refused(&run, &[".gate/gate.yaml:2:15", message]);
        if name == "gone" {
            refused(&run, &["gate fetches nothing", "check the rules out there"]);
        }
        assert_eq!(place.gate(&["check", "--extends", "../acme-rules"]).code, 2, "{name}");
    }
}

#[test]
fn an_entry_that_pins_nothing_is_refused_at_its_key() {
    let place = Place::new();
    let digest = place.digest("acme-rules");
    let commit = place.commit("acme-rules");
    let cases = [
        ("{ folder: ../acme-rules }".to_owned(), "2:15", "without a digest"),
        (
            format!("{{ folder: /srv/acme-rules, digest: \"sha256:{digest}\" }}"),
            "2:15",
            "another folder on another machine",
        ),
        (
            format!("{{ folder: ~/acme-rules, digest: \"sha256:{digest}\" }}"),
            "2:15",
            "another folder on another machine",
        ),
        (
            format!("{{ folder: \"https://acme.test/rules\", digest: \"sha256:{digest}\" }}"),
            "2:15",
            "gate fetches nothing",
        ),
        (format!("{{ folder: ../acme-rules, digest: \"{digest}\" }}"), "2:38", "no digest"),
        ("{ repository: ../acme-rules, commit: main }".to_owned(), "2:42", "`main` is no commit"),
        (
            format!("{{ repository: ../acme-rules, commit: \"{}\" }}", commit.get(..12).unwrap()),
            "2:42",
            "the first digits",
        ),
        (
            format!("{{ repository: ../acme-rules, commit: \"{}\" }}", "0123456789".repeat(4)),
            "2:42",
            "is not in this checkout",
        ),
        (
            format!("{{ repository: ../acme-rules, commit: \"{commit}\", folder: rules }}"),
            "2:94",
            "the commit has no folder rules",
        ),
        (format!("{{ repository: ../other, commit: \"{commit}\" }}"), "2:19", "there is no such folder"),
        (
            format!("{{ repository: ../acme-rules, commit: \"{commit}\", digest: x }}"),
            "2:5",
            "an entry of `extends` is",
        ),
        (format!("{{ url: ../acme-rules, digest: \"sha256:{digest}\" }}"), "2:7", "unknown key `url`"),
    ];
    for (entry, at, message) in cases {
        place.write(&format!("pay/{CONFIG}"), format!("extends:\n  - {entry}\n"));
        refused(&place.gate(&["check"]), &[&format!(".gate/gate.yaml:{at}"), message]);
    }
}

#[test]
fn a_commit_holds_whatever_the_working_tree_of_the_checkout_holds() {
    let place = Place::new();
    for (from, to) in [("minimum.yaml", "rules/minimum.yaml"), ("policies", "rules/policies")] {
        std::fs::create_dir_all(place.path("acme-rules/rules")).unwrap();
        std::fs::rename(place.path(&format!("acme-rules/{from}")), place.path(&format!("acme-rules/{to}"))).unwrap();
    }
    let digest = place.digest("acme-rules/rules");
    let commit = place.commit("acme-rules");
    let printed = place.gate(&["extends", "../acme-rules/rules"]).stdout;
    let entry = format!("{{ repository: ../acme-rules, commit: \"{commit}\", folder: \"rules\" }}");
    assert!(printed.contains(&entry), "{printed}");
    place.write(&format!("pay/{CONFIG}"), format!("extends:\n  - {entry}\nmode: observe\n"));
    refused(&place.gate(&["check"]), &["`mode: observe` is looser than acme allows", "acme/minimum.yaml:4"]);
    place.write(&format!("pay/{CONFIG}"), format!("extends:\n  - {entry}\n"));
    // Whoever can write there changes nothing, by an edit or by a commit.
    place.write("acme-rules/rules/minimum.yaml", "name: evil\n");
    place.write("acme-rules/rules/minimum.yml", "");
    place.write(&format!("pay/{WORKFLOW}"), CLEAN_WORKFLOW.replace("name: ci\n", ""));
    for again in 0..2 {
        let run = place.gate(&["check", "-f", "json"]);
        assert_eq!(run.code, 1, "{again}: {}", run.text());
        assert_eq!(run.json()["provenance"]["extends"]["acme"], digest.as_str());
        place.commit("acme-rules");
    }
}

#[test]
fn rules_inside_the_repository_are_held_to_the_pin_of_the_base() {
    let place = Place::new();
    std::fs::rename(place.path("acme-rules"), place.path("pay/rules")).unwrap();
    let printed = place.gate(&["extends", "rules"]);
    assert!(printed.stdout.contains("{ folder: \"rules\", digest: "), "{}", printed.text());
    let lines: String = printed
        .stdout
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    place.write(&format!("pay/{CONFIG}"), lines);
    let run = place.gate(&["check"]);
    assert_eq!(run.code, 0, "the fixtures of the folder are not judged\n{}", run.text());
    assert!(run.stdout.contains("rules/policies/nameless/bad/ci.yml"), "and that is said\n{}", run.stdout);
    let base = place.commit("pay");
    place.write("pay/other.md", "x");
    place.commit("pay");
    assert_eq!(place.gate(&["check", "--base", &base]).code, 0);
    place.write("pay/rules/policies/nameless/policy.rego", POLICY.replace("\"\"", "\"never\""));
    place.write(&format!("pay/{WORKFLOW}"), CLEAN_WORKFLOW.replace("name: ci\n", ""));
    place.commit("pay");
    refused(&place.gate(&["check", "--base", &base]), &["rules does not hold what is pinned"]);
}

#[test]
fn rules_are_found_from_anywhere_in_the_repository() {
    let place = Place::new();
    place.commit("pay");
    place.pin(&["acme-rules"], "");
    place.write("pay/deep/er/README.md", "x");
    let printed = run(&place.path("pay/deep/er"), &["extends", "../../../acme-rules"]);
    assert!(printed.stdout.contains("folder: ../acme-rules,"), "{}", printed.text());
    place.write(&format!("pay/{WORKFLOW}"), CLEAN_WORKFLOW.replace("name: ci\n", ""));
    let run = run(&place.path("pay/deep"), &["check", "../.github"]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(run.stdout.contains("ACME1"), "{}", run.stdout);
}
