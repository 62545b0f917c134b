//! Scripts behind a scan that look as if they failed the job for it.

use super::*;

/// Whether the facts say of a scan that its result is lost, or that nobody knows; nothing where it counts.
fn fate(steps: &str) -> Vec<String> {
    shown(&of_github("scans", &job(steps)), &["stops"])
}

/// A scan whose failure is kept, and a script behind it that knows how it ended.
fn behind(script: &str) -> String {
    let script: String = script.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "- {{id: scan, continue-on-error: true, run: bandit -r .}}\n- env: {{R: '${{{{ steps.scan.outcome }}}}', ANY: '*'}}\n  run: |\n{script}"
    )
}

/// A scan that keeps its result as an output in these lines, and a step that fails for it.
fn kept(lines: &str) -> String {
    let lines: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "- id: scan\n  run: |\n    r=0\n    bandit -r . || r=1\n{lines}- if: steps.scan.outputs.r == '1'\n  run: exit 1\n"
    )
}

#[test]
fn a_script_fails_for_a_scan_only_if_it_comes_to_that() {
    for (script, expected) in [
        ("if [ \"$R\" = failure ]; then exit 1; fi", vec![]),
        ("case \"$R\" in failure) exit 1;; esac", vec![]),
        ("case \"$R\" in success) ;; *) exit 1;; esac", vec![]),
        ("case \"$R\" in \"*\") exit 1;; esac", vec!["false"]),
        ("[[ $R == success ]] || exit 1", vec![]),
        ("[[ $R == \"$ANY\" ]] || exit 1", vec![]),
        ("[[ $R == $ANY ]] || exit 1", vec!["null"]),
        ("while exit 0; do :; done\nexit 1", vec!["false"]),
        ("if [ \"$R\" = failure ]; then exit 256; fi", vec!["false"]),
        ("if [ \"$R\" = failure ]; then exit 257; fi", vec![]),
        ("E=''; if [ \"$R\" = failure ]; then exit $E; fi", vec!["null"]),
        ("command exit 0\nexit 1", vec!["null"]),
        ("set $FLAGS\nexit 1", vec!["null"]),
    ] {
        assert_eq!(fate(&behind(script)), expected, "{script}");
    }
}

#[test]
fn what_deploys_before_the_verdict_of_its_own_script_does_not_wait_for_it() {
    let verdict = "if [ \"$R\" = failure ]; then exit 1; fi";
    for (script, expected) in [
        (format!("{verdict}\nterraform apply"), vec![]),
        (format!("terraform apply\n{verdict}"), vec!["false"]),
        (format!("if [ \"$READY\" ]; then terraform apply; fi\n{verdict}"), vec!["false"]),
        (format!("make\n{verdict}"), vec![]),
    ] {
        assert_eq!(fate(&behind(&script)), expected, "{script}");
    }
}

#[test]
fn an_output_is_what_the_last_line_that_is_reached_writes() {
    let write = "echo \"r=$r\" >> \"$GITHUB_OUTPUT\"";
    for (lines, expected) in [
        (write.to_owned(), 0),
        (format!("echo r=0 >> $GITHUB_OUTPUT\n{write}"), 0),
        (format!("( {write} )"), 0),
        (format!("if [ \"$SOFT\" ]; then {write}; else {write}; fi"), 0),
        (format!("{write}\nfor i in 1 2; do echo $i; done"), 0),
        (format!("{write}\necho r=0 >> $GITHUB_OUTPUT"), 1),
        (format!("if [ \"$SOFT\" ]; then echo r=0 >> $GITHUB_OUTPUT; else {write}; fi"), 1),
        (format!("if [ \"$SOFT\" ]; then exit 0; fi\n{write}"), 1),
        (format!("( if [ \"$SOFT\" ]; then exit 0; fi; {write} )"), 1),
        (format!("{write}\nprintf '%s\\n' r=0 >> \"$GITHUB_OUTPUT\""), 1),
        (format!("{write}\necho r=0 | tee -a \"$GITHUB_OUTPUT\""), 1),
        (format!("{write}\n{{ echo r=0; }} >> \"$GITHUB_OUTPUT\""), 1),
        (format!("{write}\necho r=0 > \"$GITHUB_OUTPUT\""), 1),
        (format!("{write}\nout=$GITHUB_OUTPUT\necho r=0 >> \"$out\""), 1),
        (format!("export OUT=$GITHUB_OUTPUT\n{write}\necho r=0 >> $OUT"), 1),
        (format!("{write}\necho '::set-output name=r::0'"), 1),
        (format!("{write}\nfor i in 1 2; do echo r=0 >> $GITHUB_OUTPUT; done"), 1),
    ] {
        assert_eq!(fate(&kept(&lines)).len(), expected, "{lines}");
    }
}
