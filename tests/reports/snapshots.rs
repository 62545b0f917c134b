//! What people see, kept as files to read in a review.

use super::outcomes::{blocked, canonical, incomplete, many, nothing, observed, passed};
use gate::finding::Text;
use gate::outcome::{Emergency, Outcome};
use gate::report::fold::columns;
use gate::report::{Links, REPORTS, Style, accept_lines, by_name};

const PLAIN: Style = Style { color: false, links: None, width: 100, verbose: false, quiet: false };

fn render(format: &str, outcome: &Outcome, style: &Style) -> String {
    let text = by_name(format).unwrap().render(outcome, style);
    text.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

fn last_line(outcome: &Outcome) -> String {
    render("human", outcome, &PLAIN).lines().last().unwrap().to_owned()
}

#[test]
fn every_report_of_the_canonical_outcomes() {
    for report in REPORTS {
        for (name, outcome) in canonical() {
            insta::assert_snapshot!(format!("{}-{name}", report.name()), render(report.name(), &outcome, &PLAIN));
        }
    }
}

#[test]
fn the_human_report_in_other_widths_and_lengths() {
    for width in [40, 80, 200] {
        insta::assert_snapshot!(
            format!("human-blocked-{width}"),
            render("human", &blocked(), &Style { width, ..PLAIN })
        );
    }
    let verbose = Style { verbose: true, ..PLAIN };
    insta::assert_snapshot!("human-blocked-verbose", render("human", &blocked(), &verbose));
    insta::assert_snapshot!("human-pass-verbose", render("human", &passed(), &verbose));
    insta::assert_snapshot!("human-incomplete-color", render("human", &incomplete(), &Style { color: true, ..PLAIN }));
}

#[test]
fn colour_adds_nothing_but_colour() {
    for (_, outcome) in canonical() {
        let color = render("human", &outcome, &Style { color: true, ..PLAIN });
        let mut plain = String::new();
        let mut rest = color.as_str();
        while let Some((before, after)) = rest.split_once("\u{1b}[") {
            plain.push_str(before);
            rest = after.split_once('m').unwrap().1;
        }
        plain.push_str(rest);
        assert_eq!(plain, render("human", &outcome, &PLAIN));
    }
}

#[test]
fn the_last_line_says_the_verdict_and_why() {
    let cases = [
        (passed(), r#"gate: PASS — 3 documents judged by 2 policies, nothing open at or above "high", 1 waived"#),
        (blocked(), r#"gate: BLOCKED — 10 findings at or above "high""#),
        (
            incomplete(),
            r#"gate: INCOMPLETE — 4 things could not be judged, so nothing was approved; 1 finding at or above "high" too"#,
        ),
        (
            nothing(),
            "gate: BLOCKED — nothing to judge was found here; gate check --help says how to name a file or a plan",
        ),
        (observed(blocked()), "gate: PASS — observe mode: 10 findings would block"),
        (
            observed(nothing()),
            "gate: BLOCKED — nothing to judge was found here; gate check --help says how to name a file or a plan",
        ),
        (
            Outcome { fail_on_empty: false, ..nothing() },
            "gate: PASS — nothing to judge was found here, which the configuration allows (fail-on-empty: false)",
        ),
        (observed(incomplete()), "gate: INCOMPLETE — 4 things could not be judged, so nothing was approved"),
    ];
    for (outcome, line) in cases {
        assert_eq!(last_line(&outcome), line);
        assert_eq!(render("human", &outcome, &Style { quiet: true, ..PLAIN }), format!("{line}\n"));
        assert!(render("github", &outcome, &PLAIN).ends_with(&format!("\n{line}\n").trim_start().to_owned()));
        assert!(render("markdown", &outcome, &PLAIN).ends_with(&format!("**{line}**\n")));
    }
}

#[test]
fn an_emergency_is_in_the_last_line_and_in_the_first() {
    let emergency = |id: &str| Emergency {
        id: Text::new(id),
        incident: Text::new("INC-2041"),
        owner: Text::new("@acme/pay"),
        approver: Text::new("@acme/on-call"),
        reason: Text::new("payments are down"),
        until: "2026-11-30T06:00:00Z".to_owned(),
        covers: 1,
    };
    for (emergencies, more) in
        [(vec![emergency("EM-1")], ""), (vec![emergency("EM-1"), emergency("EM-2")], " (+ 1 more)")]
    {
        let number = emergencies.len();
        let outcome = Outcome { emergencies, ..passed() };
        let said = "covers 1 thing that would decide until 2026-11-30T06:00:00Z, for incident INC-2041: payments are down; \
                    approved by @acme/on-call, owned by @acme/pay";
        let last = format!("gate: PASS IN EMERGENCY INC-2041 until 2026-11-30T06:00:00Z{more} — ");
        for format in ["human", "github", "json"] {
            let text = render(format, &outcome, &Style { width: 300, ..PLAIN });
            assert!(text.contains(&last), "{format}: {text}");
            if format != "json" {
                assert_eq!(text.lines().take(number).filter(|line| line.contains(said)).count(), number, "{text}");
            }
        }
        let markdown = render("markdown", &outcome, &PLAIN);
        assert!(markdown.contains(&format!("IN EMERGENCY `INC-2041` until 2026-11-30T06:00:00Z{more}")), "{markdown}");
        assert!(markdown.contains(&format!("> - `EM-1 {said}`")), "{markdown}");
        let red = render("human", &outcome, &Style { quiet: true, color: true, ..PLAIN });
        assert!(red.starts_with("\u{1b}[1;91mgate: PASS"), "{red:?}");
    }
}

#[test]
fn the_word_agrees_with_the_exit_code() {
    for outcome in [passed(), blocked(), incomplete(), nothing()] {
        for outcome in [outcome.clone(), observed(outcome)] {
            let passes = outcome.exit().code() == 0;
            assert_eq!(last_line(&outcome).starts_with("gate: PASS — "), passes);
        }
    }
}

#[test]
fn a_finding_is_short_on_a_wide_screen_and_whole_on_every_one() {
    for width in [40, 60, 80, 100, 200] {
        let text = render("human", &blocked(), &Style { width, ..PLAIN });
        for block in text.split("\n\n").filter(|block| block.starts_with("error[") || block.starts_with("warning[")) {
            let lines = block.lines().filter(|line| !line.trim_start().starts_with("+ ")).count();
            assert!(width < 200 || lines <= 7, "{lines} lines at width {width}:\n{block}");
            let words: Vec<&str> = block.split_whitespace().collect();
            let fix = "Pin to a full commit SHA and keep the tag in a comment, so that an update is a reviewed change.";
            assert!(words.join(" ").contains(fix), "the whole fix at width {width}:\n{block}");
        }
    }
}

#[test]
fn only_what_cannot_be_folded_is_wider_than_the_screen() {
    for width in [40, 60, 80, 100, 160, 200] {
        for (name, outcome) in canonical() {
            for verbose in [false, true] {
                let text = render("human", &outcome, &Style { width, verbose, ..PLAIN });
                for line in text.lines().filter(|line| columns(line) > width) {
                    // Lines to copy, and a place or word that is too long by itself.
                    let words = line.trim_start().trim_start_matches(['┌', '│', '+', '=']);
                    let place = line.contains('┌') && words.starts_with(" dags/a\\n::error");
                    let word = columns(words.split(' ').max_by_key(|word| columns(word)).unwrap()) > width / 2;
                    let last = line.starts_with("gate: ");
                    let copied = outcome.undecided().flat_map(accept_lines).any(|copy| format!("    {copy}") == line);
                    assert!(place || word || last || copied, "{name} at {width}: {line}");
                }
            }
        }
    }
}

#[test]
fn a_severity_is_a_word() {
    let text = render("human", &blocked(), &PLAIN);
    for head in ["error[TF004] critical  public-bucket: ", "error[CI001] high  unpinned-action: ", "note[GIT009] low  "]
    {
        assert!(text.contains(head), "{head} is missing in\n{text}");
    }
}

#[test]
fn links_lead_to_the_file_and_to_the_page_and_add_nothing_else() {
    let links = Some(Links::below(std::path::Path::new("/srv/judged")));
    let linked = render("human", &blocked(), &Style { links, ..PLAIN });
    for uri in ["file:///srv/judged/.github/workflows/ci.yml", "https://docs.acme.test/pinning#why"] {
        assert!(linked.contains(&format!("\u{1b}]8;;{uri}\u{1b}\\")), "{uri}");
    }
    let mut plain = String::new();
    let mut parts = linked.split("\u{1b}]8;;");
    plain.push_str(parts.next().unwrap());
    for part in parts {
        plain.push_str(part.split_once("\u{1b}\\").unwrap().1);
    }
    assert_eq!(plain, render("human", &blocked(), &PLAIN));
}

#[test]
fn every_place_is_listed_when_asked_for() {
    let outcome = many(40);
    let text = render("human", &outcome, &Style { verbose: true, ..PLAIN });
    for finding in &outcome.findings {
        let place = format!("{}:{}", finding.location.path, finding.location.start);
        assert!(text.contains(&place), "{place}");
    }
    assert!(render("human", &outcome, &PLAIN).contains("+ 14 more: --verbose lists them"));
    // What the others say need not be said again; where they are must be.
    let same = render("human", &blocked(), &Style { verbose: true, ..PLAIN });
    for number in 0..7 {
        let place = format!("+ .github/workflows/service-{number}.yml:6:15  ");
        let id = same.split_once(&place).and_then(|(_, rest)| rest.lines().next());
        assert!(id.is_some_and(|id| id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit())), "{same}");
    }
}

#[test]
fn a_summary_stays_below_its_limit_and_says_what_it_left_out() {
    let mut outcome = many(9_000);
    for finding in outcome.findings.iter_mut().filter(|finding| finding.policy.as_str() == "AF003") {
        *finding = super::outcomes::waived(finding.clone());
    }
    let text = render("markdown", &outcome, &PLAIN);
    assert!(text.len() <= 60_000, "{}", text.len());
    assert!(text.contains("did not fit here") && text.contains("</details>"));
    assert!(text.trim_end().ends_with("**gate: BLOCKED — 4500 findings at or above \"high\"**"));
}

#[test]
fn annotations_are_the_worst_ten_and_the_rest_is_counted() {
    let text = render("github", &many(40), &PLAIN);
    let commands: Vec<&str> = text.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(commands.len(), 10);
    assert!(commands.iter().all(|line| line.starts_with("::error ")));
    assert!(text.contains("\n+ 30 more: see the summary\n"));
}

/// A report without the one line that says when it was made.
fn timeless(report: &str) -> String {
    report.lines().filter(|line| !line.starts_with("    \"time\": ")).collect()
}

#[test]
fn the_clock_shows_as_a_day_and_only_where_a_waiver_had_a_say() {
    let later = |outcome: Outcome| Outcome { judged_at: "2026-11-30T06:07:08Z".to_owned(), ..outcome };
    let mut expired = blocked();
    expired.findings[0].policy = gate::finding::PolicyId::new("WV001").unwrap();
    for report in REPORTS {
        let reads = |outcome: &Outcome| render(report.name(), outcome, &Style { verbose: true, ..PLAIN });
        for outcome in [blocked(), incomplete(), nothing()] {
            let (now, then) = (timeless(&reads(&outcome)), timeless(&reads(&later(outcome.clone()))));
            assert_eq!(now, then, "{}", report.name());
        }
        for outcome in [passed(), expired.clone()] {
            let text = timeless(&reads(&later(outcome)));
            let day = matches!(report.name(), "json" | "sarif" | "markdown");
            assert_eq!((text.contains("2026-11-30"), text.contains("06:07")), (day, false), "{}", report.name());
        }
    }
}
