//! Files that a run keeps for a time that the file says.

use super::*;

#[test]
fn a_time_that_is_written_is_said() {
    for (with, expected) in [
        ("{name: sbom, path: out/sbom.json, retention-days: 5}", Some("sbom | out/sbom.json | 5 | ")),
        ("{path: out, retention-days: '30'}", Some(" | out | 30 | ")),
        (
            "{name: x, path: y, retention-days: '${{ vars.DAYS }}'}",
            Some("x | y | null | how long is decided when it runs"),
        ),
        ("{name: x, path: y}", None),
        ("{name: x, path: y, retention-days: 0}", None),
    ] {
        let steps = format!("- uses: actions/upload-artifact@v4\n  with: {with}");
        let found = shown(&of_github("kept", &job(&steps)), &["name", "paths", "days", "why"]);
        assert_eq!(found, expected.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{with}");
    }
    for (more, reported) in
        [("- uses: github/codeql-action/upload-sarif@v3", "true"), ("- uses: github/codeql-action/init@v3", "false")]
    {
        let steps = format!("- uses: actions/upload-artifact@v4\n  with: {{path: y, retention-days: 5}}\n{more}");
        assert_eq!(shown(&of_github("kept", &job(&steps)), &["reported"]), [reported], "{more}");
    }
    let other = job("- uses: actions/download-artifact@v4\n  with: {name: x, retention-days: 5}");
    assert!(of_github("kept", &other).is_empty());
}

#[test]
fn a_job_of_gitlab_says_it_in_words() {
    for (time, expected) in [
        ("30 days", Some("30")),
        ("1 week", Some("7")),
        ("1 week and 2 days", Some("9")),
        ("3 mos 4 sec", Some("90")),
        ("2h20min", Some("0")),
        ("1 yr", Some("365")),
        ("3600", Some("0")),
        ("$KEEP", Some("null")),
        ("never", None),
        ("", None),
    ] {
        let text = format!(
            "sbom:\n  script: [make]\n  artifacts:\n    name: sbom\n    paths: [out, a]\n    expire_in: '{time}'\n"
        );
        let found = shown(&of_gitlab("kept", &text), &["days"]);
        assert_eq!(found, expected.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{time}");
    }
    let none = "sbom:\n  script: [make]\n  artifacts: {paths: [out]}\n";
    assert!(of_gitlab("kept", none).is_empty());
}
