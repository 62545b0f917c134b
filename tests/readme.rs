//! The samples of the README: what it shows of gate's own files is what gate reads.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a sample that is not there fails the test")]

mod support;

use support::{Repo, project};

/// The blocks of the README that begin with the name of a file.
fn samples(name: &str) -> Vec<String> {
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    let head = format!("```yaml\n# {name}");
    readme.split(&head).skip(1).map(|rest| rest.split_once("\n```").unwrap().0.to_owned()).collect()
}

#[test]
fn gate_reads_the_files_that_the_readme_shows() {
    for name in [".gate/waivers.yaml", ".gate/baseline.yaml", ".gate/emergency.yaml"] {
        let samples = samples(name);
        assert!(!samples.is_empty(), "{name} is not in the README");
        for sample in samples {
            let sample = format!("#{sample}\n");
            // Their days pass, and then they are findings: what is read is no error.
            let run = Repo::clean().with(name, &sample).gate(&["check"]);
            assert!(run.code == 1 || run.code == 0, "{name}: {}", run.text());
            let broken = Repo::clean().with(name, sample.replace("owner:", "ovner:")).gate(&["check"]);
            assert_eq!(broken.code, 2, "{name}: {}", broken.text());
        }
    }
}

#[test]
fn gate_reads_the_minimum_that_the_readme_shows() {
    let [sample] = samples("minimum.yaml").try_into().unwrap();
    let repo = Repo::clean().with("rules/minimum.yaml", format!("#{sample}\n"));
    let run = repo.gate(&["check", "--extends", "rules"]);
    assert_ne!(run.code, 2, "{}", run.text());
    let broken = repo.with("rules/minimum.yaml", format!("#{}\n", sample.replace("name:", "nome:")));
    assert_eq!(broken.gate(&["check", "--extends", "rules"]).code, 2);
}
