//! Policies over the whole repository: both sides of what they say may stand still, come, or go.

use std::path::{Path, PathBuf};

use super::{Case, Edit, Remove, Rename, Replace, Write, apply, changed};
use crate::support::{CLEAN_WORKFLOW, Repo, project};

const DAG: &str = "dags/audit.py";
const RELEASE: &str = ".github/workflows/release.yml";

/// A file of the policy about DAGs and buckets: a trail that is write-once, or one that is not.
fn of_trail(side: &str, file: &str) -> PathBuf {
    let folder = if side == "bad" { "bad/audit-trail" } else { "good/write-once" };
    project().join("policies/data/dag-writes-to-unsafe-bucket").join(folder).join(file)
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn plan(flag: &str, side: &str) -> [String; 2] {
    [flag.to_owned(), format!("{}=infra", of_trail(side, "infra/plan.json").display())]
}

/// What of these policies without the columns of the rest.
fn data(run: &crate::support::Run) -> Vec<String> {
    run.decides().into_iter().filter(|it| it.starts_with("DATA")).collect()
}

/// What it is, whether the base has the DAG, its bucket, the change, the plan of the base, and what decides.
type Pair = (&'static str, bool, &'static str, Vec<Edit>, Option<&'static str>, &'static [&'static str]);

#[test]
fn a_dag_and_its_bucket_are_compared_together() {
    let dag = text(&of_trail("bad", DAG));
    let second = dag.replace("record_decisions", "record_more");
    let (_, second) = second.split_once("\n    @task").unwrap();
    let second = format!("{dag}\n    @task{second}");
    let nothing = || Write("notes.txt", "x".to_owned());
    let code = || Write("infra/main.tf", text(&of_trail("bad", "infra/main.tf")));
    // What the base holds: the DAG, and which bucket; the change, the plan of the base, and what decides.
    let cases: [Pair; 11] = [
        ("nothing of it is touched", true, "bad", vec![nothing()], Some("bad"), &[]),
        (
            "lines move",
            true,
            "bad",
            vec![Replace(DAG, vec![("import pendulum", "# x\nimport pendulum")])],
            Some("bad"),
            &[],
        ),
        ("the DAG has another name", true, "bad", vec![Rename(DAG, "dags/trail.py")], Some("bad"), &[]),
        (
            "the bucket is written with other quotes",
            true,
            "bad",
            vec![Replace(DAG, vec![("\"acme-payments-audit\"", "'acme-payments-audit'")])],
            Some("bad"),
            &[],
        ),
        ("no plan of the base", true, "bad", vec![nothing()], None, &["DATA001 dags/audit.py:11"]),
        ("the DAG is new", false, "bad", vec![Write(DAG, dag.clone())], Some("bad"), &["DATA001 dags/audit.py:11"]),
        ("a second task", true, "bad", vec![Write(DAG, second)], Some("bad"), &["DATA001 dags/audit.py:17"]),
        ("the bucket becomes worse", true, "good", vec![code()], Some("good"), &["DATA001 dags/audit.py:11"]),
        (
            "both are new",
            false,
            "good",
            vec![code(), Write(DAG, dag.clone())],
            Some("good"),
            &["DATA001 dags/audit.py:11"],
        ),
        ("the DAG is gone", true, "bad", vec![Remove(DAG)], Some("bad"), &[]),
        (
            "the bucket becomes better",
            true,
            "bad",
            vec![Write("infra/main.tf", text(&of_trail("good", "infra/main.tf")))],
            Some("bad"),
            &[],
        ),
    ];
    for (name, has_dag, bucket, change, base_plan, expected) in cases {
        let repo = Repo::clean().with("infra/main.tf", text(&of_trail(bucket, "infra/main.tf")));
        if has_dag {
            repo.write(DAG, &dag);
        }
        let base = repo.commit();
        for edit in &change {
            apply(&repo, edit);
        }
        repo.commit();
        let now = if name == "the bucket becomes better" { "good" } else { "bad" };
        let plans = plan("--plan", now).into_iter().chain(base_plan.into_iter().flat_map(|it| plan("--base-plan", it)));
        let plans: Vec<String> = plans.collect();
        let run = changed(&repo, &base, &plans.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(data(&run), expected, "{name}\n{}", run.text());
        assert_eq!(run.json()["unjudged"].as_array().unwrap().len(), 0, "{name}\n{}", run.text());
    }
}

#[test]
fn a_job_and_the_environment_of_the_forge_are_compared_together() {
    let folder = project().join("policies/data/deploy-to-unprotected-environment/bad/does-not-exist");
    let release = text(&folder.join(RELEASE));
    let now = jiff::Timestamp::now().to_string();
    let snapshot = text(&folder.join(".forge/snapshot.json")).replace("2026-11-20T06:00:00Z", &now);
    let outside = Repo::new().with("snapshot.json", snapshot);
    let snapshot = outside.path().join("snapshot.json");
    let flags = ["--forge", snapshot.to_str().unwrap()];
    let job = "  again:\n    runs-on: ubuntu-24.04\n    environment: live\n    steps:\n      - run: ./deploy.sh\n";
    let of = |name, base: &[(&'static str, &str)], change, open| Case {
        name,
        base: base.iter().map(|(path, text)| (*path, (*text).to_owned())).collect(),
        change,
        code: 0,
        open,
    };
    let had: &[(&str, &str)] = &[(RELEASE, &release)];
    let other = ".github/workflows/other.yml";
    let cases = [
        of("nothing of it is touched", had, vec![Write("notes.txt", "x".to_owned())], &[]),
        of("lines move", had, vec![Replace(RELEASE, vec![("name: release", "# x\nname: release")])], &[]),
        of("the file has another name", had, vec![Rename(RELEASE, other)], &[]),
        of("the job is new", &[], vec![Write(RELEASE, release.clone())], &["DATA002 .github/workflows/release.yml:8"]),
        of(
            "a second job",
            had,
            vec![Write(RELEASE, format!("{release}{job}"))],
            &["DATA002 .github/workflows/release.yml:13"],
        ),
        of("a copy of the file", had, vec![Write(other, release.clone())], &["DATA002 .github/workflows/other.yml:8"]),
        of(
            "another environment",
            had,
            vec![Replace(RELEASE, vec![("environment: live", "environment: prod-eu")])],
            &["DATA002 .github/workflows/release.yml:8"],
        ),
        of("the job is gone", had, vec![Remove(RELEASE)], &[]),
    ];
    for Case { name, base: files, change, open, .. } in cases {
        let config = "inputs:\n  forge: { repository: acme/ledger }\n";
        let repo = Repo::new().with(".gate/gate.yaml", config).with(".github/workflows/ci.yml", CLEAN_WORKFLOW);
        for (path, text) in &files {
            repo.write(path, text);
        }
        let base = repo.commit();
        for edit in &change {
            apply(&repo, edit);
        }
        repo.commit();
        let run = changed(&repo, &base, &flags);
        // That nothing scans what is deployed is another policy's to say.
        let told: Vec<String> = data(&run).into_iter().filter(|it| !it.starts_with("DATA003")).collect();
        assert_eq!(told, open, "{name}\n{}", run.text());
    }
}
