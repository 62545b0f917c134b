//! Plans and snapshots: what is evidence about a change, and what the change could have written itself.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "reads fixtures and makes files outside of the judged tree; a test that cannot be set up fails"
)]

mod support;

use std::path::Path;

use support::{Repo, Run, project, run};

/// A plan of code that no policy objects to, and that code.
fn sound(file: &str) -> String {
    std::fs::read_to_string(project().join("policies/terraform/unencrypted-storage/good/own-key").join(file)).unwrap()
}

/// A workflow, and code with its plan in `infra`.
fn estate() -> Repo {
    Repo::clean().with("infra/main.tf", sound("main.tf")).with("infra/plan.json", sound("plan.json"))
}

/// A file outside of the judged tree, as an argument.
struct Outside(Repo);

impl Outside {
    fn plan() -> Self {
        Self(Repo::new().with("plan.json", sound("plan.json")))
    }

    fn argument(&self, folder: &str) -> String {
        format!("{}={folder}", self.0.path().join("plan.json").to_str().unwrap())
    }
}

fn check(repo: &Repo, base: &str, flags: &[&str]) -> Run {
    unwrapped(&repo.gate(&["check", "-v", "--base", base].iter().chain(flags).copied().collect::<Vec<_>>()))
}

/// The same with every line break as one blank.
fn unwrapped(run: &Run) -> Run {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Run { stdout: plain(&run.stdout), stderr: plain(&run.stderr), code: run.code }
}

#[test]
fn with_a_base_a_plan_of_the_judged_tree_is_no_evidence() {
    let repo = estate();
    let base = repo.base();
    assert_eq!(repo.gate(&["check"]).code, 0, "without --base the plan speaks for its folder");
    let run = check(&repo, &base, &[]);
    assert_eq!(run.code, 3, "{}", run.text());
    for said in ["infra/main.tf", "--plan FILE=infra", "infra/plan.json"] {
        assert!(run.stdout.contains(said), "{said}\n{}", run.stdout);
    }
    let trusted = Outside::plan();
    let run = check(&repo, &base, &["--plan", &trusted.argument("infra")]);
    assert_eq!(run.code, 0, "{}", run.text());
}

#[test]
fn every_other_name_of_a_plan_in_the_tree_is_no_evidence_either() {
    for name in ["infra/tfplan.json", "infra/x.tfplan", "infra/deep/er/plan.json", "plan.json", "infra/plan.out"] {
        let repo = Repo::clean().with("infra/main.tf", sound("main.tf")).with(name, sound("plan.json"));
        let base = repo.base();
        let run = check(&repo, &base, &[]);
        assert_eq!(run.code, 3, "{name}\n{}", run.text());
        assert!(run.stdout.contains("infra/main.tf"), "{name}\n{}", run.stdout);
        // Naming the file does not make it one that somebody else has written.
        assert_eq!(check(&repo, &base, &[name]).code, 3, "{name}");
    }
}

#[test]
fn a_plan_that_the_configuration_names_is_no_evidence_with_a_base() {
    let config = "inputs: { terraform: { plans: [{ plan: out/p.json, root: infra }] } }\n";
    for ignore in ["", "out/\n"] {
        let repo = Repo::clean()
            .with(".gate/gate.yaml", config)
            .with(".gitignore", ignore)
            .with("infra/main.tf", sound("main.tf"));
        let base = repo.base();
        repo.write("out/p.json", sound("plan.json"));
        assert_eq!(repo.gate(&["check"]).code, 0, "ignored by {ignore:?}");
        let run = check(&repo, &base, &[]);
        assert_eq!(run.code, 3, "{}", run.text());
        assert!(run.stdout.contains("out/p.json") && run.stdout.contains("--plan FILE=infra"), "{}", run.stdout);
        let trusted = Outside::plan();
        assert_eq!(check(&repo, &base, &["--plan", &trusted.argument("infra")]).code, 0);
    }
}

#[test]
fn code_without_a_trusted_plan_is_listed_where_plans_are_optional() {
    let repo = estate().with(".gate/gate.yaml", "inputs: { terraform: { plan: optional } }\n");
    let base = repo.base();
    let run = check(&repo, &base, &[]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.stdout.contains("infra/main.tf") && run.stdout.contains("infra/plan.json"), "{}", run.stdout);
}

#[test]
fn evidence_that_git_tracks_is_refused_with_a_base_however_it_is_reached() {
    let repo = estate().with(".forge/settings.json", "{}");
    let base = repo.base();
    repo.write("made/plan.json", sound("plan.json"));
    let cases: &[(&[&str], i32)] = &[
        (&["--plan", "infra/plan.json=infra"], 2),
        (&["--plan", "./infra/../infra/plan.json=infra"], 2),
        (&["--forge", ".forge/settings.json"], 2),
        (&["--plan", "made/plan.json=infra"], 0),
    ];
    for (flags, code) in cases {
        let run = check(&repo, &base, flags);
        assert_eq!(run.code, *code, "{flags:?}\n{}", run.text());
        assert!(*code == 0 || run.stderr.contains("tracked by git"), "{}", run.stderr);
    }
    assert_eq!(repo.gate(&["check", "--plan", "infra/plan.json"]).code, 0, "without --base nothing changes");
}

#[test]
#[cfg(unix)]
fn a_link_of_the_change_does_not_turn_its_file_into_evidence() {
    use std::os::unix::fs::symlink;
    let outside = Outside::plan();
    let repo = estate();
    symlink(outside.0.path(), repo.path().join("artifacts")).unwrap();
    symlink(outside.0.path().join("plan.json"), repo.path().join("linked.json")).unwrap();
    let base = repo.base();
    symlink("infra/plan.json", repo.path().join("mine.json")).unwrap();
    let elsewhere = Repo::new();
    symlink(repo.path().join("infra"), elsewhere.path().join("hop")).unwrap();
    let hop = format!("{}=infra", elsewhere.path().join("hop/plan.json").to_str().unwrap());
    for plan in ["artifacts/plan.json=infra", "linked.json=infra", "mine.json=infra", &hop] {
        let run = check(&repo, &base, &["--plan", plan]);
        assert_eq!(run.code, 2, "{plan}\n{}", run.text());
    }
}

#[test]
fn a_plan_for_one_root_never_speaks_for_another() {
    let repo = estate().with("edge/site.tf", "resource \"aws_s3_bucket\" \"site\" {}\n");
    // A folder that is called like the place where files from outside are shown.
    let repo = repo.with("external/main.tf", sound("main.tf")).with("external/2/main.tf", sound("main.tf"));
    let base = repo.base();
    let (one, two) = (Outside::plan(), Outside::plan());
    let infra = one.argument("infra");
    let bare = two.0.path().join("plan.json");
    for flags in [&["--plan", &infra][..], &["--plan", &infra, "--plan", bare.to_str().unwrap()]] {
        let run = check(&repo, &base, flags);
        assert_eq!(run.code, 3, "{}", run.text());
        for said in ["edge/site.tf", "--plan FILE=edge", "--plan FILE=external"] {
            assert!(run.stdout.contains(said), "{said} {flags:?}\n{}", run.stdout);
        }
    }
}

#[test]
fn a_misspelt_root_and_two_plans_of_one_root_are_said() {
    let repo = estate();
    let base = repo.base();
    let (one, two) = (Outside::plan(), Outside::plan());
    let run = check(&repo, &base, &["--plan", &one.argument("infar")]);
    assert_eq!(run.code, 3, "{}", run.text());
    assert!(run.stdout.contains("infar holds none"), "{}", run.stdout);
    let run = check(&repo, &base, &["--plan", &one.argument("infra"), "--plan", &two.argument("infra")]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.stdout.contains("both plans of infra"), "{}", run.stdout);
    let run = check(&repo, &base, &["--plan", &one.argument("infra"), "--plan", &one.argument("edge")]);
    assert_eq!(run.code, 2, "{}", run.text());
}

#[test]
fn the_flag_that_is_advised_is_the_one_to_type() {
    let repo = Repo::new().with("svc/.github/workflows/ci.yml", support::CLEAN_WORKFLOW);
    let repo = repo.with("svc/infra/main.tf", sound("main.tf")).with("svc/top.tf", "locals {}\n");
    let base = repo.base();
    let run = check(&repo, &base, &["svc"]);
    assert!(run.stdout.contains("--plan FILE=svc/infra"), "{}", run.stdout);
    let trusted = Outside::plan();
    let run = check(&repo, &base, &["svc", "--plan", &trusted.argument("svc/infra")]);
    assert!(!run.stdout.contains("--plan FILE=svc/infra") && run.stdout.contains("--plan FILE=svc"), "{}", run.stdout);
}

#[test]
fn code_in_json_and_code_of_opentofu_needs_a_plan_as_well() {
    for name in ["main.tf", "main.tofu", "main.tf.json", "main.tofu.json"] {
        let text = if name.ends_with("json") { r#"{"locals": {"a": 1}}"# } else { "locals {}\n" };
        let repo = Repo::clean().with(&format!("edge/{name}"), text);
        let run = repo.gate(&["check"]);
        assert_eq!(run.code, 3, "{name}\n{}", run.text());
        assert!(run.stdout.contains(name), "{name}\n{}", run.stdout);
    }
    for name in ["terraform.tfvars.json", "main.tf.json.bak", "x.tftest.json", ".main.tf.json", "resource.json"] {
        let run = Repo::clean().with(&format!("edge/{name}"), "{}").gate(&["check"]);
        assert_eq!(run.code, 0, "{name}\n{}", run.text());
    }
}

/// A snapshot that says `collected_at` so many hours ago, about `repository`.
fn snapshot(folder: &Path, repository: &str, hours_ago: i64) -> String {
    let then = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(hours_ago);
    let text = std::fs::read_to_string(project().join("examples/payments-fixed/.forge/snapshot.json")).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value["collected_at"] = then.to_string().into();
    let text = value.to_string().replace(value["repository"].as_str().unwrap(), repository);
    let file = folder.join("snapshot.json");
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// Judges a clone of `origin` with a snapshot.
fn judged(origin: Option<&str>, config: &str, repository: &str, hours_ago: i64) -> Run {
    let repo = Repo::clean().with(".gate/gate.yaml", config);
    let base = repo.base();
    if let Some(origin) = origin {
        git2::Repository::open(repo.path()).unwrap().remote("origin", origin).unwrap();
    }
    let outside = Repo::new();
    let file = snapshot(outside.path(), repository, hours_ago);
    unwrapped(&run(repo.path(), &["check", "-v", "--base", &base, "--forge", &file]))
}

#[test]
fn a_snapshot_of_another_repository_is_refused() {
    let ours = "https://github.com/acme/pay.git";
    let named = "inputs: { forge: { repository: acme/pay } }\n";
    for (origin, config, repository, code) in [
        (Some(ours), "", "acme/pay", 0),
        (Some("git@github.com:Acme/Pay.git"), "", "acme/pay", 0),
        (Some("https://x-access-token:s3cr3t@github.com/acme/pay"), "", "acme/pay", 0),
        (Some(ours), "", "acme/other", 3),
        (Some("https://ghe.example.com/acme/pay.git"), "", "acme/pay", 3),
        (Some("https://ghe.example.com/acme/pay.git"), named, "acme/pay", 0),
        (Some("https://github.com/acme/other"), named, "acme/other", 3),
        (None, named, "acme/other", 3),
        (None, named, "acme/pay", 0),
        (None, "", "acme/other", 0),
    ] {
        let run = judged(origin, config, repository, 1);
        assert_eq!(run.code, code, "{origin:?} {config:?} {repository}\n{}", run.text());
        assert!(!run.text().contains("s3cr3t"));
        if code == 3 {
            assert!(
                run.stdout.contains("snapshot.json:1:") && run.stdout.contains("inputs.forge.repository"),
                "{}",
                run.stdout
            );
        }
        if origin.is_none() && config.is_empty() {
            assert!(run.stdout.contains("inputs.forge.repository: owner/name"), "{}", run.stdout);
        }
    }
}

#[test]
fn a_snapshot_that_is_too_old_or_of_the_future_is_refused() {
    for (config, hours_ago, code) in [
        ("", 1, 0),
        ("", 6 * 24, 0),
        ("", 8 * 24, 3),
        ("", -1, 3),
        ("inputs: { forge: { max-age: 24h } }\n", 23, 0),
        ("inputs: { forge: { max-age: 24h } }\n", 25, 3),
        ("inputs: { forge: { max-age: 30d } }\n", 29 * 24, 0),
    ] {
        let run = judged(Some("https://github.com/acme/pay"), config, "acme/pay", hours_ago);
        assert_eq!(run.code, code, "{config:?} {hours_ago}\n{}", run.text());
    }
    let repo = Repo::clean().with(".gate/gate.yaml", "inputs: { forge: { max-age: week } }\n");
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("24h or 7d"), "{}", run.stderr);
}

#[test]
fn a_snapshot_that_does_not_say_when_it_was_made_is_refused() {
    let repo = Repo::clean();
    let base = repo.base();
    let outside = Repo::new();
    let file = snapshot(outside.path(), "acme/pay", 1);
    let text = std::fs::read_to_string(&file).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    for time in [None, Some(serde_json::Value::Null), Some("yesterday".into()), Some(1_700_000_000.into())] {
        match time {
            Some(time) => value["collected_at"] = time,
            None => drop(value.as_object_mut().unwrap().remove("collected_at")),
        }
        std::fs::write(&file, value.to_string()).unwrap();
        let run = check(&repo, &base, &["--forge", &file]);
        assert_eq!(run.code, 3, "{}", run.text());
        assert!(run.stdout.contains("collected_at"), "{}", run.stdout);
    }
}
