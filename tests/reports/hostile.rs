//! Text of a repository that attacks whoever reads a report: it may be shown, it may not act.

use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use super::code_scanning::faults;
use super::outcomes::{cell, finding, outcome, path, policy, set_aside_with, waived};
use super::runner::command;
use gate::finding::{Answer, Disposition, Kind, Location, PolicyId, Related, Severity, State, Text};
use gate::input::Outside;
use gate::outcome::{
    Accepted, Aside, Compared, Edge, Emergency, Excluded, Listed, Outcome, RulesFrom, Skipped, Unjudged,
};
use gate::policy::Control;
use gate::report::escape::{
    for_json, for_markdown, for_markdown_cell, for_terminal, for_uri, for_workflow_command, for_workflow_property,
    source_line,
};
use gate::report::{Fault, Links, REPORTS, Style, by_name, fault};
use gate::source::visible::is_deceptive;
use gate::source::{RepoPath, Source, Span};

/// What attacks one sink or another.
const ATTACKS: [&str; 22] = [
    "\u{1b}[2J\u{1b}[31mgate: PASS\u{1b}[0m\u{7}",
    "\u{1b}]8;;https://evil.example\u{1b}\\click\u{1b}]8;;\u{1b}\\",
    "\u{9b}2J",
    "a\n::error::x",
    "a\r\n  ::set-output name=verdict::pass\r",
    "::add-mask::gate",
    "\u{3000}::stop-commands::x",
    "##[set-output name=verdict]pass",
    "a ###[error]x ##vso[task.complete]",
    "#\u{200b}#[error]x \u{feff}:\u{2060}:error::x",
    "\u{202e}ssap\u{2066}",
    "a\u{2028}::error::x\u{85}::error::x",
    "`code` ``` <script>alert(1)</script>",
    "```\n<script>alert(1)</script>\n```",
    "<img src=https://evil.example/p.png></details><!--",
    "![p](https://evil.example/p.png) [click](javascript:alert(1))",
    "@mention @acme/all #1 https://evil.example",
    "a | b \\| c || |---|",
    "%0A::error::x%0D%0A%25",
    "x,line=1,title=forged::y",
    "\"}],\"runs\":[{\"\\u0000",
    "",
];

const NARROW: Style = Style { color: false, links: None, width: 30, verbose: true, quiet: false };
/// As short as it gets.
const SHORT: Style = Style { width: 80, verbose: false, ..NARROW };

fn styles() -> [Style; 5] {
    let links = Some(Links::below(Path::new("/srv/judged")));
    [
        NARROW,
        Style { color: true, links: links.clone(), ..NARROW },
        Style { width: 100, ..NARROW },
        SHORT,
        Style { color: true, links, ..SHORT },
    ]
}

/// A path with this text in its last name.
fn named(text: &str) -> RepoPath {
    path(&format!("p/q{}", text.replace(['\0', '/'], "!")))
}

/// An outcome with this text wherever a repository, a policy, a waiver or a message can put text.
fn attacked(text: &str) -> Outcome {
    let ids = [("CI001", Severity::Critical), ("CUSTOM002", Severity::High), ("AF003", Severity::Medium)];
    let policies = ids.map(|(id, severity)| {
        let mut policy = policy(id, text, severity, Kind::Pipeline, &[]);
        policy.meta.title = text.to_owned();
        policy.meta.description = text.to_owned();
        policy.meta.remediation = text.to_owned();
        policy.meta.answers = Some(text.to_owned());
        policy.meta.resources = vec![text.to_owned(), format!("https://acme.test/{text}")];
        policy.meta.controls = vec![Control { framework: text.to_owned(), id: text.to_owned() }];
        policy
    });
    let source = Source::from_text(named(text), &format!("{text} FAULT {text}\n"));
    let place = || Location::new(&source, Span::new(0, source.text().len()), &[]).with_logical(Some(text));
    let related = Related { message: Text::new(text), location: place() };
    let findings =
        policies.iter().zip([Answer::Violation, Answer::Unknown, Answer::Violation]).map(|(policy, answer)| {
            let mut finding = finding(policy, answer, &source, "FAULT", text);
            finding.location = finding.location.with_logical(Some(text));
            finding.related = vec![related.clone(), related.clone()];
            finding
        });
    let mut findings: Vec<_> = findings.collect();
    let mut set_aside = waived(findings[0].clone());
    set_aside.disposition = Disposition::Waived {
        waiver: text.to_owned(),
        owner: text.to_owned(),
        reason: Text::new(text),
        expires: text.to_owned(),
    };
    let noted = Disposition::Noted { why: text.to_owned() };
    findings.extend([set_aside, gate::finding::Finding { disposition: noted, ..findings[2].clone() }]);
    let cells = vec![
        cell(source.path(), &policies[0], State::Judged, 1, 0),
        cell(&named("other"), &policies[1], State::Incomplete(Text::new(text)), 0, 0),
        cell(&named("third"), &policies[2], State::NotApplicable(text.to_owned()), 0, 0),
    ];
    let unjudged = Unjudged {
        policy: PolicyId::new("CI001"),
        fix: vec![Text::new(text)],
        ..Unjudged::of(&named(text), Text::new(text))
    };
    let mut outcome = outcome(&policies, findings, cells, vec![unjudged]);
    for disposition in set_aside_with(text) {
        let unjudged = outcome.unjudged[0].clone();
        outcome.aside.push(Aside { unjudged, disposition: disposition.clone() });
        outcome.findings.push(gate::finding::Finding { disposition, ..outcome.findings[0].clone() });
    }
    outcome.compared = Some(Compared { commits: vec![text.to_owned()] });
    outcome.emergencies = vec![emergency(text)];
    outcome.skipped = vec![Skipped { path: named(text), reason: text.to_owned() }];
    outcome.notices = vec![text.to_owned()];
    outcome.edge = at_the_edge(text);
    outcome.rules_from = RulesFrom::Base { revision: text.to_owned(), commit: text.to_owned() };
    outcome
}

fn emergency(text: &str) -> Emergency {
    let it = || Text::new(text);
    let until = "2026-11-30T06:00:00Z".to_owned();
    Emergency { id: it(), incident: it(), owner: it(), approver: it(), reason: it(), until, covers: 2 }
}

/// Everything that is listed and not judged, with this text in all of it.
fn at_the_edge(text: &str) -> Edge {
    let it = || Text::new(text);
    let paths = || [named(text)].into_iter().collect();
    let outside = |pin: &str| Outside { path: named(text), position: None, name: it(), pin: pin.to_owned() };
    Edge {
        outside: vec![outside("sha"), outside(text)],
        listed: vec![Listed { form: text.to_owned(), title: text.to_owned(), paths: paths() }],
        excluded: vec![Excluded { patterns: vec![text.to_owned()], reason: it(), owner: it(), paths: paths() }],
        accepted: vec![Accepted { path: named(text), what: it(), waiver: it(), owner: it(), expires: text.to_owned() }],
    }
}

/// Without gate's own links: to files of the judged folder and to pages, closed before the line ends.
fn without_links(text: &str) -> String {
    let mut parts = text.split("\u{1b}]8;;");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        let (uri, rest) = part.split_once("\u{1b}\\").unwrap_or(("?", part));
        let opens = uri.starts_with("file:///srv/judged/") || uri.starts_with("https://acme.test/");
        let graphic = uri.chars().all(|c| c.is_ascii_graphic());
        let own = if index % 2 == 0 { opens && graphic && !rest.contains('\n') } else { uri.is_empty() };
        plain.push_str(if own { rest } else { "\u{1b}" });
    }
    plain
}

/// Without gate's own colours and links.
fn without_colour(text: &str) -> String {
    let text = without_links(text);
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (codes, rest) = part.split_once('m').unwrap_or(("?", part));
        let own = codes.chars().all(|c| c.is_ascii_digit() || c == ';');
        plain.push_str(if own { rest } else { "\u{1b}" });
    }
    plain
}

/// What is wrong with text that is printed into the log of a step.
fn acts(printed: &str) -> Option<String> {
    let deceptive = printed.chars().find(|&c| c != '\n' && is_deceptive(c)).map(|c| format!("{c:?} gets through"));
    let commands = printed.lines().find_map(command).map(|name| format!("the runner finds the command {name}"));
    deceptive.or(commands).or_else(|| printed.contains("##vso[").then(|| "Azure finds a command".to_owned()))
}

/// A line with `C` for every code span (`CommonMark` 6.1: a run of backticks is closed by one of the same length).
fn outside_code(line: &str) -> String {
    let characters: Vec<char> = line.chars().collect();
    let mut runs: Vec<&[char]> = characters.chunk_by(|one, next| (*one == '`') == (*next == '`')).collect();
    runs.reverse();
    let mut outside = String::new();
    while let Some(run) = runs.pop() {
        let end = runs.iter().rposition(|other| run.starts_with(&['`']) && *other == run);
        if let Some(end) = end {
            runs.truncate(end);
            outside.push('C');
        } else {
            outside.extend(run);
        }
    }
    outside
}

/// The lines outside of code blocks; a block is one line, whatever is in it. Only a fence as long as the first ends it.
fn outside_blocks(markdown: &str) -> Vec<&str> {
    let mut fence: Option<&str> = None;
    let mut outside = Vec::new();
    for line in markdown.lines() {
        let ticks = line.trim();
        let is_fence = ticks.len() >= 3 && ticks.chars().all(|c| c == '`');
        match fence {
            Some(open) if is_fence && ticks.len() >= open.len() => fence = None,
            Some(_) => {}
            None if is_fence => {
                fence = Some(ticks);
                outside.push("(a block)");
            }
            None => outside.push(line),
        }
    }
    assert_eq!(fence, None, "a block without an end: {markdown}");
    outside
}

fn markup(markdown: &str) -> String {
    // Nothing stands where there is no text.
    outside_blocks(markdown).iter().map(|line| outside_code(line).replace("(nothing)", "C") + "\n").collect()
}

/// The commands in a report of workflow commands: their names and the names of their properties.
fn commands(report: &str) -> Vec<String> {
    let described = |line: &str| {
        let Some(rest) = line.strip_prefix("::") else { return "text".to_owned() };
        let (info, data) = rest.split_once("::").unwrap();
        let (name, properties) = info.split_once(' ').unwrap();
        let decoded = data.replace("%25", "");
        assert!(!decoded.contains('%'), "the runner would decode {data:?}");
        let keys: Vec<&str> = properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        format!("{name} {}", keys.join(","))
    };
    report.lines().map(described).collect()
}

fn stays_text(text: &str) {
    let (hostile, harmless) = (attacked(text), attacked("plain"));
    for report in REPORTS {
        for style in &styles() {
            let printed = without_colour(&report.render(&hostile, style));
            let lines = printed.lines().filter(|line| report.name() != "github" || !line.starts_with("::"));
            let foreign = lines.map(|line| format!("{line}\n")).collect::<String>();
            assert_eq!(acts(&foreign), None, "{} of {text:?}:\n{printed}", report.name());
            assert!(!printed.chars().any(|c| c != '\n' && is_deceptive(c)), "{} of {text:?}", report.name());
        }
    }
    let both = |format: &str| [&hostile, &harmless].map(|outcome| by_name(format).unwrap().render(outcome, &SHORT));
    let [attack, plain] = both("markdown");
    // What is sorted by its text may stand in another order.
    let sorted = |markdown: &str| -> Vec<String> {
        let mut lines: Vec<String> = markup(markdown).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&attack), sorted(&plain), "Markdown of {text:?}:\n{attack}");
    let [attack, plain] = both("github");
    assert_eq!(commands(&attack), commands(&plain), "commands of {text:?}:\n{attack}");
    let [attack, _] = both("json");
    let json: Value = serde_json::from_str(&attack).unwrap();
    assert_eq!(json["findings"][0]["message"], hostile.findings[0].message.raw(), "JSON keeps what was said");
    let [attack, _] = both("sarif");
    assert_eq!(faults(&serde_json::from_str(&attack).unwrap()), Vec::<String>::new(), "SARIF of {text:?}");
}

/// An error about one of gate's own files, which a change may have written.
fn stays_text_in_an_error(text: &str) {
    let source = Source::from_text(named(text), &format!("{text} FAULT {text}\n"));
    let start = source.text().find("FAULT").unwrap();
    let location = Location::new(&source, Span::new(start, start + 5), &[]);
    for style in &styles() {
        let parts = Fault { message: text, location: Some(&location), fix: Some(text), sentence: "gate: ERROR" };
        assert_eq!(acts(&without_colour(&fault(&parts, style))), None, "{text:?}");
    }
}

#[test]
fn no_attack_acts_in_any_report() {
    for attack in ATTACKS {
        stays_text(attack);
        stays_text_in_an_error(attack);
    }
    stays_text(&ATTACKS.concat());
}

#[test]
fn cells_of_a_table_keep_their_number() {
    for attack in ATTACKS {
        let report = by_name("markdown").unwrap().render(&attacked(attack), &SHORT);
        // The first row of a table is its head, in which nobody else writes.
        let mut bars = None;
        for row in report.lines() {
            if !row.starts_with('|') {
                bars = None;
                continue;
            }
            let number = row.replace(r"\|", "").matches('|').count();
            assert_eq!(number, *bars.get_or_insert(number), "{row}");
        }
    }
}

const LINK: &str = "\u{1b}]8;;https://evil.example\u{1b}\\a\u{1b}]8;;\u{1b}\\";

#[test]
fn the_checks_of_this_file_find_what_they_look_for() {
    for bad in ["\u{1b}[2J", "a\u{202e}", "::error::x", "x\n  ::a::b", "x ##[y]z", "##vso[a]b", LINK] {
        assert!(acts(&without_colour(bad)).is_some(), "{bad:?}");
    }
    assert_eq!(acts(&without_colour("\u{1b}[1;31mred\u{1b}[0m\n")), None);
    assert_eq!(acts(&without_colour(&LINK.replace("evil.example", "acme.test/"))), None);
    for (line, outside) in
        [("- `a <b>` <c>", "- C <c>"), ("``a ` <b>`` x", "C x"), ("`a`` <b>", "`a`` <b>"), ("`` ` `` `<b>`", "C C")]
    {
        assert_eq!(outside_code(line), outside);
    }
}

/// Text put together from what the escapers look for, and anything else.
fn text() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> =
        ATTACKS.into_iter().chain(["#", "##", "[", "]", ":", "::", "`", "\n", " ", "|", "\t"]).collect();
    let piece = prop_oneof![
        3 => prop::sample::select(pieces).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn every_escaper_leaves_one_harmless_line(text in text()) {
        let escapers = [
            for_terminal, for_workflow_command, for_workflow_property, for_markdown, for_markdown_cell,
        ];
        for escaper in escapers {
            let shown = escaper(&text);
            prop_assert!(!shown.contains('\n'));
            prop_assert_eq!(acts(&shown), None, "{}", shown);
        }
    }

    #[test]
    fn a_code_span_holds_all_of_it(text in text()) {
        let outside = outside_code(&for_markdown(&text));
        prop_assert!(outside == "C" || outside == "(nothing)", "{}", outside);
    }

    #[test]
    fn a_property_cannot_start_another_one(text in text()) {
        let shown = for_workflow_property(&text);
        prop_assert!(!shown.contains([':', ',']));
        for after in shown.split('%').skip(1) {
            prop_assert!(["25", "3A", "2C"].iter().any(|code| after.starts_with(code)), "{}", shown);
        }
    }

    #[test]
    fn json_means_the_same_when_escaped(text in text()) {
        let shown = for_json(&serde_json::to_string(&text).unwrap());
        prop_assert_eq!(acts(&shown), None, "{}", shown);
        prop_assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    }

    #[test]
    fn a_uri_leads_back_to_the_path(text in text()) {
        let path = named(&text);
        let uri = for_uri(&path);
        prop_assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{}", uri);
        prop_assert_eq!(super::code_scanning::decoded(&uri).unwrap(), path.as_str());
    }

    #[test]
    fn a_source_line_is_cut_at_characters(text in text(), from in 0_usize..40, length in 0_usize..40) {
        let (shown, start, end) = source_line(&text, from, from + length);
        prop_assert!(shown.get(start..end).is_some());
        prop_assert_eq!(acts(&format!(" 1 │ {shown}")), None, "{}", shown);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn nothing_put_together_acts_in_any_report(text in text()) {
        stays_text(&text);
        stays_text_in_an_error(&text);
    }
}
