//! What could not be judged on day one: an entry answers for the bytes that are there, and for no others.

use super::support::{CLEAN_WORKFLOW, Repo};
use super::zip::{archive, stored};
use super::{WORKFLOW, adopted, baseline, open};

/// What is open once something was done to the repository, without a base.
fn then(repo: &Repo, what: impl Fn(&Repo)) -> Vec<String> {
    what(repo);
    open(&repo.gate(&["check", "-f", "json"])).into_iter().filter(|line| !line.starts_with("BL002")).collect()
}

#[test]
fn an_edit_of_what_nobody_reads_opens_its_debt() {
    let code = "resource \"null_resource\" \"a\" {}\n";
    let cases: [(&str, &[(&str, &str)], &str, &str); 7] = [
        ("a pipeline without a reader", &[("Jenkinsfile", "node {}\n")], "Jenkinsfile", "node { sh 'x' }\n"),
        ("a file that is broken", &[(WORKFLOW, "on: [\n")], WORKFLOW, "on: [ \n"),
        ("code without a plan", &[("infra/main.tf", code)], "infra/main.tf", "resource \"null_resource\" \"b\" {}\n"),
        ("code beside it", &[("infra/main.tf", code), ("infra/z.tf", code)], "infra/z.tf", "# x\n"),
        ("new code beside it", &[("infra/main.tf", code)], "infra/x.tf", code),
        ("variables of it", &[("infra/main.tf", code)], "infra/x.tf.json", "{}\n"),
        (
            "what a pipeline takes in",
            &[
                (".gitlab-ci.yml", "include: { local: '$WHICH.yml' }\na: { script: [x] }\n"),
                ("ci/b.yml", "b: { script: [x] }\n"),
            ],
            "ci/b.yml",
            "b: { script: [y] }\n",
        ),
    ];
    for (name, files, path, text) in cases {
        let repo = adopted(&[files, &[(".github/workflows/clean.yml", CLEAN_WORKFLOW)]].concat());
        assert!(baseline(&repo).contains("answer: unread"), "{name}: {}", baseline(&repo));
        let base = repo.base();
        assert_eq!(repo.gate(&["check", "--base", &base]).code, 0, "{name}");
        assert_eq!(then(&repo, |repo| repo.write("notes.txt", "x")), Vec::<String>::new(), "{name}");
        let open = then(&repo, |repo| repo.write(path, text));
        assert!(open.len() == 1 && open[0].starts_with("unread "), "{name}: {open:?}");
        repo.commit();
        assert_eq!(repo.gate(&["check", "--base", &base]).code, 3, "{name}");
    }
}

#[test]
fn bytes_that_are_no_text_count_too() {
    let repo = Repo::clean().with("Jenkinsfile", b"node {} // \xe9\n");
    assert_eq!(super::adopt(&repo).code, 0);
    assert_eq!(then(&repo, |repo| repo.write("Jenkinsfile", b"node { } // \xe9\n")), ["unread Jenkinsfile"]);
}

#[test]
fn an_archive_is_bound_to_its_bytes() {
    let dag = b"from airflow import DAG\nwith DAG('d'):\n    pass\n".as_slice();
    let repo = Repo::clean().with("dags/a.zip", archive(&[stored("a.py", dag)], b"")).with("dags/b.py", dag);
    assert_eq!(super::adopt(&repo).code, 0, "{}", repo.gate(&["check"]).text());
    assert!(baseline(&repo).contains("where: dags/a.zip"), "{}", baseline(&repo));
    let other = archive(&[stored("a.py", dag), stored("b.py", dag)], b"");
    assert_eq!(then(&repo, |repo| repo.write("dags/a.zip", &other)), ["unread dags/a.zip"]);
}

#[test]
fn each_is_listed_and_counted() {
    let repo = adopted(&[("Jenkinsfile", "node {}\n"), (WORKFLOW, CLEAN_WORKFLOW)]);
    let run = repo.gate(&["check", "-v"]);
    assert!(run.stdout.contains("adopted    1 thing that could not be judged, in the baseline"), "{}", run.stdout);
    assert!(run.stdout.contains("adopted without being judged"), "{}", run.stdout);
    let report = repo.gate(&["check", "-f", "json"]).json();
    assert_eq!(report["set_aside"][0]["path"], "Jenkinsfile");
    assert_eq!(report["set_aside"][0]["disposition"]["state"], "adopted");
}
