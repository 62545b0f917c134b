//! Every report says that only the change decides, since when, and how much was there before.

use crate::support::{FORMATS, Repo, UNPINNED_WORKFLOW};

const CI: &str = ".github/workflows/ci.yml";

#[test]
fn every_report_says_what_was_compared() {
    let repo = Repo::new().with(CI, UNPINNED_WORKFLOW).with("Jenkinsfile", "pipeline { agent any }\n");
    let base = repo.commit();
    repo.write(".github/workflows/new.yml", UNPINNED_WORKFLOW);
    repo.commit();
    let report = |format: &str, changed: bool| {
        let mut arguments = vec!["check", "--base", &base, "--format", format];
        arguments.extend(changed.then_some("--changed"));
        repo.gate(&arguments).stdout
    };
    let short: String = base.chars().take(12).collect();
    for format in FORMATS {
        let text = report(format, true);
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("2 there before"), "{format}\n{text}");
        let says = match format {
            "human" | "markdown" => flat.contains(&format!("since {short} introduces decides")),
            "json" => flat.contains(&format!("\"compared_with\": [ \"{base}\" ]")),
            _ => true,
        };
        assert!(says, "{format}\n{text}");
        let without = report(format, false);
        for word in ["there before", "introduces", "baselineState", "compared_with"] {
            assert!(!without.contains(word), "{format}: {word}\n{without}");
        }
    }
    let sarif: serde_json::Value = serde_json::from_str(&report("sarif", true)).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let states: Vec<_> =
        results.iter().map(|it| (it["baselineState"].as_str(), it["suppressions"].is_array())).collect();
    assert_eq!(states, [(Some("new"), false), (Some("unchanged"), true)]);
    let markdown = report("markdown", true);
    for line in
        ["### There before this change", "`CI001 unpinned-action`: 1 finding", "1 thing that could not be judged"]
    {
        assert!(markdown.contains(line), "{line}\n{markdown}");
    }
}
