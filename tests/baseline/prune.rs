//! `gate baseline prune`: what is paid goes, everything else stays as it is.

use super::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, day};
use super::{BASELINE, INDEBTED, WORKFLOW, adopted, baseline};

fn prune(repo: &Repo) -> String {
    let run = repo.gate(&["baseline", "prune"]);
    assert_eq!(run.code, 0, "{}", run.text());
    run.stdout
}

#[test]
fn a_debt_that_is_paid_is_taken_out_and_every_other_byte_stays() {
    let repo = adopted(&[(WORKFLOW, INDEBTED), ("Jenkinsfile", "node {}\n")]);
    let text = format!(
        "# by hand\r\n{}# the end, without a line end",
        baseline(&repo).replace("entries:\n", "entries: # all\n  # first\n")
    );
    repo.write(BASELINE, &text);
    assert!(prune(&repo).contains("nothing to prune: 7 of 7 entries match"));
    assert_eq!(baseline(&repo), text);
    repo.write(
        WORKFLOW,
        INDEBTED.replace("      - uses: acme/twice@v1\n      - uses: acme/twice@v1\n", "      - uses: acme/twice@v1\n"),
    );
    assert_eq!(repo.gate(&["check"]).code, 1, "an entry that matches nothing blocks");
    let said = prune(&repo);
    assert!(
        said.contains("removed .gate/baseline.yaml:") && said.contains("1 removed") && said.contains("6 left"),
        "{said}"
    );
    let twice: Vec<&str> = text.lines().filter(|line| line.contains("acme/twice")).collect();
    assert_eq!(twice.len(), 2);
    assert_eq!(baseline(&repo), text.replace(&format!("{}\n", twice[1]), ""));
    assert_eq!(repo.gate(&["check"]).code, 0);
    repo.remove("Jenkinsfile");
    repo.write(WORKFLOW, CLEAN_WORKFLOW);
    assert!(prune(&repo).contains("6 removed"));
    assert_eq!(repo.gate(&["check"]).code, 0);
    assert!(prune(&repo).contains("nothing to prune: 0 of 0"));
}

#[test]
fn an_entry_past_its_day_goes_only_if_its_debt_is_paid() {
    let repo = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    let text = baseline(&repo).replace(&day(49), &day(-3));
    repo.write(BASELINE, &text);
    assert!(prune(&repo).contains("nothing to prune"));
    assert_eq!(baseline(&repo), text);
    repo.write(WORKFLOW, CLEAN_WORKFLOW);
    assert!(prune(&repo).contains("1 removed"));
    assert!(!baseline(&repo).contains("CI001"));
}

#[test]
fn what_could_not_be_judged_keeps_its_entries() {
    let repo = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW), (".github/workflows/b.yml", UNPINNED_WORKFLOW)]);
    repo.write(WORKFLOW, "on: [\n");
    repo.write(".github/workflows/b.yml", CLEAN_WORKFLOW);
    let said = prune(&repo);
    assert!(said.contains("1 removed") && said.contains("1 left, 1 kept that could not be judged"), "{said}");
    assert!(said.contains("CI001 in .github/workflows/ci.yml: it could not be judged"), "{said}");
    assert!(baseline(&repo).contains(&format!("where: {WORKFLOW}")));
}

#[test]
fn entries_in_another_style_are_pruned_or_refused_whole() {
    let entry = "policy: CI001, where: gone.yml, debt: 0123456789abcdef, owner: a, expires: 2026-12-12";
    let head = "version: 1\nadopted: 2026-11-28\napprover: b\nreason: r\nentries:";
    let blocks = entry.replace(", ", "\n    ");
    let two = format!("{head}\n  - {blocks}\n  # between\n  - {blocks} # why\n");
    let repo = Repo::clean().with(BASELINE, &two);
    assert!(prune(&repo).contains("2 removed"));
    assert_eq!(baseline(&repo), format!("{head}\n  # between\n"));
    assert_eq!(repo.gate(&["check"]).code, 0);
    for text in [
        format!("{head} [{{ {entry} }}, {{ {entry} }}]\n"),
        format!("{head}\n  - {{ {entry} }} \n  -\n    {{ {entry} }}\n"),
    ] {
        repo.write(BASELINE, &text);
        let run = repo.gate(&["baseline", "prune"]);
        assert!(run.code == 2 && run.stderr.contains("by hand"), "{}", run.text());
        assert_eq!(baseline(&repo), text);
    }
    repo.write(BASELINE, format!("\u{feff}{two}"));
    assert_eq!(repo.gate(&["baseline", "prune"]).code, 2);
    repo.remove(BASELINE);
    assert!(prune(&repo).contains("nothing to prune"));
}

#[cfg(unix)]
#[test]
fn a_file_alone_says_nothing_of_the_debts_of_the_others() {
    let repo = adopted(&[(WORKFLOW, INDEBTED), (".github/workflows/other.yml", UNPINNED_WORKFLOW)]);
    let before = baseline(&repo);
    let run = repo.gate(&["baseline", "prune", ".github/workflows/other.yml"]);
    assert_eq!(run.code, 2, "{}", run.text());
    assert!(run.stderr.contains("no such folder"), "{}", run.text());
    assert_eq!(baseline(&repo), before);
}

#[test]
fn nothing_is_written_through_a_link() {
    let repo = adopted(&[(WORKFLOW, UNPINNED_WORKFLOW)]);
    repo.write(WORKFLOW, CLEAN_WORKFLOW);
    let away = Repo::new().with("baseline.yaml", baseline(&repo));
    repo.remove(BASELINE);
    std::os::unix::fs::symlink(away.path().join("baseline.yaml"), repo.path().join(BASELINE)).unwrap();
    let before = std::fs::read(away.path().join("baseline.yaml")).unwrap();
    assert_eq!(repo.gate(&["baseline", "prune"]).code, 2);
    assert_eq!(std::fs::read(away.path().join("baseline.yaml")).unwrap(), before);
}
