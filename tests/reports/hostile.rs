//! No text of a repository, a policy or a waiver can change what a report looks like or does.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::outcomes::{blocked, incomplete, path, waived};
use super::runner::command;
use super::sarif_rules::breaches;
use gate::finding::{Disposition, Text};
use gate::outcome::{Outcome, RulesFrom, Skipped, Unjudged, Verdict};
use gate::policy::Control;
use gate::report::escape::{
    for_json, for_markdown, for_terminal, for_uri, for_workflow_command, for_workflow_property, source_line,
};
use gate::report::{REPORTS, Style, by_name};
use gate::source::visible::is_deceptive;
use gate::source::{RepoPath, Source, Span};

const PLAIN: Style = Style { color: false, width: 60, verbose: true, quiet: false };

/// Pieces that mean something to a terminal, the runner, Markdown, HTML, a URI or SARIF.
const PIECES: &[&str] = &[
    "##[",
    "##",
    "#",
    "[",
    "]",
    "::",
    ":",
    "error",
    "set-output name=a",
    "stop-commands",
    "vso[task.x]",
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "\u{1b}[2J",
    "\u{1b}]8;;https://e.example\u{7}",
    "\u{9b}",
    "\0",
    "\u{7f}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{feff}",
    "\u{e0041}",
    "\u{3164}",
    "\u{2028}",
    "\u{a0}",
    "\u{3000}",
    "`",
    "``",
    "```",
    "|",
    "\\",
    "<",
    ">",
    "<img src=x>",
    "</details>",
    "@acme",
    "#12",
    "![x](https://e.example)",
    "](",
    "(",
    ")",
    "*",
    "_",
    "%",
    "%0A",
    "%25",
    "..",
    "/",
    "//",
    ",",
    "=",
    "\"",
    "'",
    "{",
    "}",
    "{0}",
    "é",
    "日本",
    "😀",
    "a",
    "file:",
    "https://e.example",
    "javascript:",
    "- ",
    "\u{fffd}",
];

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::collection::vec(select(PIECES), 0..12).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

fn hostile_path() -> impl Strategy<Value = RepoPath> {
    hostile().prop_map(|text| RepoPath::new(&text).unwrap_or_else(|| path("x")))
}

/// An outcome in which every text is one of `texts`.
fn poisoned(outcome: Outcome, texts: &[String], at: &RepoPath) -> Outcome {
    let text = |index: usize| texts[index % texts.len()].clone();
    let mut outcome = outcome;
    let line = texts.concat();
    let source = Source::from_text(at.clone(), &line);
    for (index, finding) in outcome.findings.iter_mut().enumerate() {
        finding.message = Text::new(&text(index));
        finding.location = gate::finding::Location::new(&source, Span::new(index, line.len() / 2 + index), &[])
            .with_logical(Some(&text(index + 1)));
        for related in &mut finding.related {
            related.message = Text::new(&text(index + 2));
            related.location = finding.location.clone();
        }
        if index % 3 == 1 {
            *finding = waived(finding.clone());
        }
        match &mut finding.disposition {
            Disposition::Waived { waiver, owner, reason, expires } => {
                (*waiver, *owner, *expires) = (text(index), text(index + 1), text(index + 2));
                *reason = Text::new(&text(index + 3));
            }
            other if index % 3 == 2 => *other = Disposition::Noted { why: text(index) },
            _ => {}
        }
    }
    for (index, policy) in outcome.policies.values_mut().enumerate() {
        policy.meta.slug = text(index);
        policy.meta.title = text(index + 1);
        policy.meta.description = text(index + 2);
        policy.meta.remediation = texts.join(" ");
        policy.meta.controls.push(Control { framework: text(index), id: text(index + 1) });
        policy.file = text(index);
        policy.authority = gate::policy::Authority::User;
    }
    outcome.unjudged.push(Unjudged {
        path: Some(at.clone()),
        position: None,
        policy: None,
        reason: Text::new(&text(0)),
    });
    outcome.verdict = Verdict::Incomplete;
    outcome.skipped.push(Skipped { path: at.clone(), reason: text(1) });
    outcome.notices.push(text(2));
    outcome.judged_at = text(3);
    outcome.rules_from = RulesFrom::Base { revision: text(0), commit: text(1) };
    outcome
}

/// What may not stand in any line that is printed.
fn assert_clean(text: &str) {
    let bad: Vec<char> = text.chars().filter(|c| *c != '\n' && is_deceptive(*c)).collect();
    assert!(bad.is_empty(), "{bad:?} in {text:?}");
}

/// What remains of a line of Markdown without its code spans; `None` if a fence is left open.
fn without_code_spans(line: &str) -> Option<String> {
    let mut rest = line;
    let mut outside = String::new();
    while let Some(start) = rest.find('`') {
        outside.push_str(&rest[..start]);
        let length = rest[start..].find(|c| c != '`').unwrap_or(rest.len() - start);
        let mut inside = &rest[start + length..];
        loop {
            let next = inside.find('`')?;
            let run = inside[next..].find(|c| c != '`').unwrap_or(inside.len() - next);
            inside = &inside[next + run..];
            if run == length {
                break;
            }
        }
        rest = inside;
    }
    outside.push_str(rest);
    Some(outside)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_escaper_lets_a_control_or_a_command_through(text in hostile()) {
        let framed = format!("1 | {}", source_line(&text, 1, 3).0);
        for shown in [for_terminal(&text), framed, for_markdown(&text), for_json(&serde_json::to_string(&text).unwrap())] {
            assert_clean(&shown);
            prop_assert_eq!(shown.lines().count().max(1), 1);
            prop_assert_eq!(command(&shown), None, "{}", shown);
        }
        let data = for_workflow_command(&text);
        let property = for_workflow_property(&text);
        prop_assert!(!property.contains([':', ',', '\n', '\r']));
        let line = format!("::error file={property}::{data}");
        assert_clean(&line);
        prop_assert_eq!(command(&line), Some("error".to_owned()));
        prop_assert!(!line.contains("##["));
    }

    #[test]
    fn a_source_line_marks_what_it_was_told(text in hostile(), from in 0_usize..20, length in 0_usize..20) {
        let (shown, start, end) = source_line(&text, from, from + length);
        prop_assert!(start <= end && end <= shown.len());
        prop_assert!(shown.is_char_boundary(start) && shown.is_char_boundary(end));
    }

    #[test]
    fn escaped_json_reads_back_as_it_was(text in hostile()) {
        let json = for_json(&serde_json::to_string_pretty(&[&text]).unwrap());
        prop_assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), vec![text]);
    }

    #[test]
    fn a_uri_leads_back_to_its_path_and_nowhere_else(path in hostile_path()) {
        let uri = for_uri(&path);
        prop_assert!(uri.is_ascii() && !uri.contains([':', '\\', '?', '#', '@']) && !uri.starts_with('/'));
        prop_assert!(!uri.split('/').any(|segment| segment == ".." || segment.is_empty()));
        let mut bytes = Vec::new();
        let mut rest = uri.as_str();
        while let Some(first) = rest.chars().next() {
            let length = if first == '%' { 3 } else { 1 };
            bytes.push(if first == '%' { u8::from_str_radix(&rest[1..3], 16).unwrap() } else { rest.as_bytes()[0] });
            rest = &rest[length..];
        }
        prop_assert_eq!(String::from_utf8(bytes).unwrap(), path.as_str());
    }

    #[test]
    fn no_report_can_be_forged(texts in proptest::collection::vec(hostile(), 4..7), at in hostile_path(), stuck in any::<bool>()) {
        let outcome = poisoned(if stuck { incomplete() } else { blocked() }, &texts, &at);
        for report in REPORTS {
            for verbose in [false, true] {
                let text = report.render(&outcome, &Style { verbose, ..PLAIN });
                assert_clean(&text);
                let commands: Vec<String> = text.lines().filter_map(command).collect();
                let allowed = if report.name() == "github" { 10 } else { 0 };
                prop_assert!(commands.len() <= allowed, "{}: {:?}", report.name(), commands);
                prop_assert!(commands.iter().all(|name| ["error", "warning", "notice"].contains(&name.as_str())));
                let last = text.lines().last().unwrap_or_default();
                let is_data = ["json", "sarif"].contains(&report.name());
                prop_assert!(is_data || last.contains("gate: INCOMPLETE — "), "{last}");
            }
        }
    }

    #[test]
    fn no_summary_holds_foreign_markup(texts in proptest::collection::vec(hostile(), 4..7), at in hostile_path()) {
        let outcome = poisoned(blocked(), &texts, &at);
        let text = by_name("markdown").unwrap().render(&outcome, &PLAIN);
        for line in text.lines() {
            let outside = without_code_spans(line);
            let outside = outside.unwrap_or_else(|| panic!("an open code span: {line}"));
            let own = ["<details><summary>What was checked</summary>", "</details>"].contains(&line);
            prop_assert!(own || !outside.contains(['<', '@', '!', '\\']), "{line}");
            prop_assert!(!outside.contains("](") && !outside.contains("http"), "{line}");
            if line.starts_with('|') {
                let bars = line.replace(r"\|", "").matches('|').count();
                prop_assert_eq!(bars, 4, "{}", line);
            }
        }
    }

    #[test]
    fn code_scanning_takes_any_text(texts in proptest::collection::vec(hostile(), 4..7), at in hostile_path()) {
        let outcome = poisoned(blocked(), &texts, &at);
        let text = by_name("sarif").unwrap().render(&outcome, &PLAIN);
        prop_assert_eq!(breaches(&text), Vec::<String>::new());
        let log: Value = serde_json::from_str(&text).unwrap();
        let messages = log["runs"][0]["results"].as_array().unwrap();
        prop_assert!(messages.iter().all(|result| !result["message"]["text"].as_str().unwrap().contains("](")));
    }
}

#[test]
fn a_credential_of_the_repository_is_in_no_report() {
    const CANARY: &str = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    let texts: Vec<String> = (0..5).map(|number| format!("token{number} = \"{CANARY}\"")).collect();
    let mut outcome = poisoned(blocked(), &texts, &path("a.yml"));
    // Policies, waivers and gate itself write these; they do not come from the judged tree.
    let trusted = incomplete();
    outcome.policies = trusted.policies;
    outcome.notices = trusted.notices;
    outcome.skipped = trusted.skipped;
    outcome.judged_at = trusted.judged_at;
    outcome.rules_from = trusted.rules_from;
    for finding in &mut outcome.findings {
        finding.disposition = Disposition::Open;
    }
    for report in REPORTS {
        let text = report.render(&outcome, &PLAIN);
        assert!(text.contains("token0"), "{} shows nothing of it", report.name());
        assert!(!text.contains("ghp_") && !text.contains("abcdefghij"), "{} leaks", report.name());
    }
}
