//! The fields of the format. Their documentation becomes the descriptions of the JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{aside, edge};

/// What a run of gate found out.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "gate.outcome/v1")]
pub(super) struct Report {
    /// The name of this format and its version.
    #[schemars(extend("const" = "gate.outcome/v1"))]
    pub(super) schema: String,
    /// Who wrote it.
    pub(super) tool: Tool,
    /// The answer, before `mode` is taken into account.
    #[schemars(extend("enum" = ["pass", "violations", "incomplete", "nothing-checked"]))]
    pub(super) verdict: String,
    /// The exit code of the run: 0 pass, 1 violations, 3 incomplete, 4 nothing checked.
    pub(super) exit_code: u8,
    /// The last line of every report: the verdict and why, in words.
    pub(super) sentence: String,
    /// Whether violations block or are only shown.
    #[schemars(extend("enum" = ["block", "observe"]))]
    pub(super) mode: String,
    /// Violations at or above this severity block.
    #[schemars(extend("enum" = ["low", "medium", "high", "critical"]))]
    pub(super) fail_on: String,
    /// Unknowns at or above this severity make the run incomplete.
    #[schemars(extend("enum" = ["low", "medium", "high", "critical"]))]
    pub(super) fail_on_unknown: String,
    /// The day (`YYYY-MM-DD`, UTC) that waivers were measured against, if a waiver covered something or did not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) judged_at: Option<String>,
    /// Where configuration, policies and waivers came from.
    pub(super) rules_from: Rules,
    /// Remarks about the run as a whole.
    pub(super) notices: Vec<String>,
    /// How many documents of each kind were judged.
    pub(super) documents: BTreeMap<String, usize>,
    /// Violations and unknowns, waived ones included: severity down, then path, line, policy.
    pub(super) findings: Vec<Finding>,
    /// Findings that do not decide and that there was no room for in `findings`, counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unlisted: Option<Vec<aside::Unlisted>>,
    /// What could not be read or evaluated. Anything here makes the run incomplete.
    pub(super) unjudged: Vec<Unjudged>,
    /// What was passed over on purpose.
    pub(super) skipped: Vec<Skipped>,
    /// What is taken from other repositories, which are not judged here.
    pub(super) outside: Vec<edge::Outside>,
    /// Files whose format is recognised and that no policy is about.
    pub(super) not_judged: Vec<edge::Listed>,
    /// What the configuration excludes.
    pub(super) excluded: Vec<edge::Excluded>,
    /// Files without a reader that their owners have accepted.
    pub(super) accepted: Vec<edge::Accepted>,
    /// What could not be judged and does not decide, and by whose word.
    pub(super) set_aside: Vec<aside::SetAside>,
    /// The emergency acceptances that hold.
    pub(super) emergencies: Vec<aside::Emergency>,
    /// The commits where the change left its base, if only what it introduces decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) compared_with: Option<Vec<String>>,
    /// The edition of the rules that decides, if the configuration names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edition: Option<String>,
    /// The matrix of documents and policies, counted.
    pub(super) coverage: Coverage,
    /// The policies that were loaded.
    pub(super) policies: Vec<PolicyEntry>,
    /// What exactly was judged, by what exactly.
    pub(super) provenance: edge::Provenance,
}

/// A tool.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Tool {
    /// Its name.
    pub(super) name: String,
    /// Its version.
    pub(super) version: String,
}

/// Where rules came from.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Rules {
    /// `base`: a commit that the change cannot edit. `merged`: the judged commit, which the base holds already, so that
    /// no change was judged. `working-tree`: the judged tree itself.
    #[schemars(extend("enum" = ["base", "merged", "working-tree"]))]
    pub(super) from: String,
    /// What the caller named the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<String>,
    /// The commit that the rules come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) commit: Option<String>,
}

/// A place in a file, counted from 1.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Position {
    /// Line.
    #[schemars(range(min = 1))]
    pub(super) line: u32,
    /// Column in Unicode characters.
    #[schemars(range(min = 1))]
    pub(super) column: u32,
}

/// One answer of one policy about one place.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Finding {
    /// The id of the policy.
    pub(super) policy: String,
    /// The name of the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) slug: Option<String>,
    /// What the policy finds wrong, in general.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    /// The severity after configuration.
    #[schemars(extend("enum" = ["low", "medium", "high", "critical"]))]
    pub(super) severity: String,
    /// How sure the policy is.
    #[schemars(extend("enum" = ["low", "medium", "high"]))]
    pub(super) confidence: String,
    /// `violation`: the policy is broken here. `unknown`: it could not be decided.
    #[schemars(extend("enum" = ["violation", "unknown"]))]
    pub(super) answer: String,
    /// What is wrong here. Credentials are masked.
    pub(super) message: String,
    /// The file, relative to the root that was judged.
    pub(super) path: String,
    /// First character of the value at fault.
    pub(super) start: Position,
    /// One past its last character.
    pub(super) end: Position,
    /// A name for the place, such as a Terraform resource address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) logical: Option<String>,
    /// Other places that belong to it.
    pub(super) related: Vec<Related>,
    /// Sixteen hexadecimal digits that stay the same when lines move; a waiver may name them.
    pub(super) fingerprint: String,
    /// For an unknown: what a waiver with `answer: unknown` names. It changes with the entity and with the expression that
    /// cannot be followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) acceptance: Option<String>,
    /// What the policy supports, as `framework:id`.
    pub(super) controls: Vec<String>,
    /// How to fix it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remediation: Option<String>,
    /// Whether it counts.
    pub(super) disposition: SetAside,
}

/// A second place that explains a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Related {
    /// What is there.
    pub(super) message: String,
    /// The file.
    pub(super) path: String,
    /// First character.
    pub(super) start: Position,
    /// One past the last character.
    pub(super) end: Position,
    /// A name for the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) logical: Option<String>,
}

/// What became of a finding.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct SetAside {
    /// `open`: it counts. `waived`: a valid waiver covers it. `noted`: it is shown and does not count. `adopted`: the
    /// baseline answers for it. `before`: it was there before the change, which alone decides. `upcoming`: it blocks later.
    /// `emergency`: an emergency acceptance covers it.
    #[schemars(extend("enum" = ["open", "waived", "noted", "adopted", "before", "upcoming", "emergency"]))]
    pub(super) state: String,
    /// The id of the waiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) waiver: Option<String>,
    /// Who answers for the waiver or the entry of the baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<String>,
    /// Why it was waived or noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    /// The last day of the waiver or the entry of the baseline, `YYYY-MM-DD`; of an emergency the moment, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expires: Option<String>,
    /// From when on it blocks: `edition 2027-01`, or a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<String>,
    /// The id of the emergency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) emergency: Option<String>,
    /// The incident that the emergency is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) incident: Option<String>,
    /// Who granted the emergency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) approver: Option<String>,
}

/// Something that could not be judged.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Unjudged {
    /// The file, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<String>,
    /// Where in it, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<Position>,
    /// The policy that could not be evaluated, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) policy: Option<String>,
    /// Why, and what to do.
    pub(super) reason: String,
    /// The exact lines or the command that would answer it.
    pub(super) fix: Vec<String>,
    /// Whether gate has no reader for the file, so that its owner may accept it.
    pub(super) unread: bool,
}

/// Something that was passed over on purpose.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Skipped {
    /// What.
    pub(super) path: String,
    /// Why.
    pub(super) reason: String,
}

/// The matrix, counted.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Coverage {
    /// All of it.
    pub(super) total: Summary,
    /// By policy.
    pub(super) policies: BTreeMap<String, Summary>,
}

/// How many (document × policy) cells came to what.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Summary {
    /// Judged, nothing found.
    pub(super) passed: usize,
    /// Judged, with a violation.
    pub(super) violated: usize,
    /// Judged, with an unknown and no violation.
    pub(super) unknown: usize,
    /// The policy is not about the document.
    pub(super) not_applicable: usize,
    /// Could not be evaluated to the end.
    pub(super) incomplete: usize,
}

/// A policy that was loaded.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PolicyEntry {
    /// Its id.
    pub(super) id: String,
    /// Its name.
    pub(super) slug: String,
    /// What it finds wrong.
    pub(super) title: String,
    /// Its severity before configuration.
    #[schemars(extend("enum" = ["low", "medium", "high", "critical"]))]
    pub(super) severity: String,
    /// How sure it is.
    #[schemars(extend("enum" = ["low", "medium", "high"]))]
    pub(super) confidence: String,
    /// The kind of document that it judges.
    #[schemars(extend("enum" = ["pipeline", "terraform", "airflow", "forge", "repository"]))]
    pub(super) input: String,
    /// `bundled` with gate, or from the `user`.
    #[schemars(extend("enum" = ["bundled", "user"]))]
    pub(super) authority: String,
    /// What it supports, as `framework:id`.
    pub(super) controls: Vec<String>,
    /// How to fix what it finds.
    pub(super) remediation: String,
    /// The SHA-256 of its source; absent where gate itself is the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sha256: Option<String>,
    /// What would answer an `unknown` of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) answers: Option<String>,
}
