//! SARIF 2.1.0 for GitHub code scanning and other consumers.
//!
//! What GitHub demands beyond the standard (all of it checked by `tests/reports/code_scanning.rs`): texts that are not
//! empty and at most 1 024 characters, whole regions, relative URIs, a `primaryLocationLineHash`, at most 5 000 results.

mod location;
mod model;
mod notification;
mod result;
mod rule;
mod taxonomy;

use super::conclusion::{last_line, waiver_day};
use super::escape::{for_json, for_terminal};
use super::{Report, Style};
use crate::outcome::{Outcome, Verdict};
use model::{Automation, Driver, Invocation, Log, Message, Run, RunProperties, Tool, UriBase, UriBases};
use rule::Rules;
use taxonomy::Taxonomies;

/// `--format sarif`.
pub(super) struct Sarif;

impl Report for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn render(&self, outcome: &Outcome, _style: &Style) -> String {
        // Serialising structs into memory cannot fail.
        let json = serde_json::to_string_pretty(&log(outcome)).unwrap_or_default();
        format!("{}\n", for_json(&json))
    }
}

fn log(outcome: &Outcome) -> Log {
    let taxonomies = Taxonomies::of(outcome);
    let rules = Rules::of(outcome, &taxonomies);
    let results = result::results(outcome, &rules);
    let unlisted: usize = outcome.unlisted.iter().map(|it| it.number).sum();
    let left_out = outcome.findings.len().saturating_add(unlisted).saturating_sub(results.len());
    let exit = outcome.exit();
    let invocation = Invocation {
        execution_successful: outcome.verdict != Verdict::Incomplete,
        exit_code: exit.code(),
        exit_code_description: last_line(outcome, for_terminal),
        tool_execution_notifications: notification::notifications(outcome, &rules, left_out),
    };
    let driver = Driver {
        name: "gate",
        semantic_version: env!("CARGO_PKG_VERSION"),
        supported_taxonomies: taxonomies.references(),
        notifications: notification::descriptors(),
        rules: rules.into_descriptors(),
    };
    let run = Run {
        tool: Tool { driver },
        automation_details: Automation { id: "gate/check/" },
        invocations: [invocation],
        original_uri_base_ids: UriBases {
            srcroot: UriBase { description: Message::new("the root of the tree that was judged") },
        },
        column_kind: "utf16CodeUnits",
        taxonomies: taxonomies.into_components(),
        results,
        properties: RunProperties {
            verdict: super::conclusion::word(outcome),
            judged_at: waiver_day(outcome).map(str::to_owned),
            rules_from: super::conclusion::rules_from(outcome),
            edition: outcome.edition.clone(),
            notices: outcome.notices.clone(),
        },
    };
    Log { schema: model::SCHEMA, version: "2.1.0", runs: [run] }
}
