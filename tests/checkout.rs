//! A checkout as containers have it: its files belong to another user than the one who runs gate.

#![cfg(unix)]

mod support;

use support::Repo;

/// A repository with a file that git ignores, given to somebody else; `None` where nobody may do that.
fn of_another_user() -> Option<Repo> {
    let repo = Repo::clean().with(".gate/gate.yaml", "fail-on: high\n").with(".gitignore", "*.json\n");
    repo.commit();
    repo.write("plan.json", "{\"format_version\": \"9.9\", \"terraform_version\": \"1\"}");
    for name in ["", ".git"] {
        std::os::unix::fs::chown(repo.path().join(name), Some(12_345), None).ok()?;
    }
    Some(repo)
}

#[test]
fn a_flag_of_gate_says_that_the_checkout_is_meant_so() {
    let Some(repo) = of_another_user() else {
        println!("skipped: only root can give files away");
        return;
    };
    let refused = repo.gate(&["check", "--staged"]);
    if refused.code != 2 {
        println!("skipped: git trusts every folder on this machine");
        return;
    }
    assert!(refused.stderr.contains("pass --trust-checkout"), "{}", refused.stderr);
    // Without git's word on what is ignored, everything is judged.
    let listed = repo.gate(&["check"]);
    assert_eq!(listed.code, 3, "{}", listed.text());
    assert!(listed.stdout.contains("plan.json"), "{}", listed.text());
    for arguments in [&["check", "--trust-checkout"][..], &["check", "--staged", "--trust-checkout"]] {
        let run = repo.gate(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.text());
        assert!(run.stdout.contains("--trust-checkout"), "{arguments:?}: {}", run.text());
    }
}
