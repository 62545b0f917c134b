//! More debts than a report lists: they push out nothing that decides, keep no run from its answer, and are counted.

use std::fmt::Write as _;

use super::support::{Repo, UNPINNED_WORKFLOW};
use super::{adopt, baseline, open};

/// Files, and steps of each: together more than a report has room for.
const FILES: usize = 12;
const STEPS: usize = 900;

#[test]
fn what_does_not_decide_takes_no_room_from_what_does() {
    let all = FILES * STEPS;
    let repo = Repo::new();
    for file in 0..FILES {
        let mut text = "name: ci\non: push\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    steps:\n".to_owned();
        (0..STEPS).for_each(|step| writeln!(text, "      - uses: acme/a{step}@v1").unwrap());
        repo.write(&format!(".github/workflows/w{file:02}.yml"), text);
    }
    let run = adopt(&repo);
    assert!(run.code == 0 && run.stdout.contains(&format!("{all} debts adopted")), "{}", run.text());
    assert_eq!(baseline(&repo).matches(", debt: ").count(), all);
    let base = repo.commit();
    repo.write(".github/workflows/z.yml", UNPINNED_WORKFLOW);
    repo.commit();
    let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
    let report = run.json();
    assert_eq!((run.code, open(&run)), (1, vec!["CI001 .github/workflows/z.yml:11".to_owned()]));
    let listed = report["findings"].as_array().unwrap().len();
    let unlisted: u64 = report["unlisted"].as_array().unwrap().iter().map(|it| it["number"].as_u64().unwrap()).sum();
    assert_eq!((listed, usize::try_from(unlisted).unwrap()), (10_000, all + 1 - 10_000));
    let notices = report["notices"].to_string();
    assert!(
        notices.contains(&format!("{unlisted} findings that do not decide are counted and not listed")),
        "{notices}"
    );
    // What looks at each of them sees them all.
    let run = repo.gate(&["baseline", "prune"]);
    assert!(run.stdout.contains(&format!("nothing to prune: {all} of {all} entries match")), "{}", run.text());
}
