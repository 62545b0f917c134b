//! Tells plans from other files, and says what is wrong with those that cannot be judged.

use serde_json::error::Category;

use super::configuration::Configuration;
use super::json::DUPLICATE;
use super::sealed::is_encrypted;
use super::{raw, whole};
use crate::input::{Claim, Problem};
use crate::source::{RepoPath, Source};

/// Sections that only a plan or a state has.
const SECTIONS: &[&str] = &[
    "terraform_version",
    "planned_values",
    "resource_changes",
    "resource_drift",
    "output_changes",
    "prior_state",
    "relevant_attributes",
    "applyable",
    "deferred_changes",
    "action_invocations",
    "deferred_action_invocations",
];

/// Sections that no other JSON has, so that one of them alone is enough; a formatter may have sorted the keys.
const OWN: &[&str] = &[
    "planned_values",
    "resource_changes",
    "resource_drift",
    "output_changes",
    "prior_state",
    "relevant_attributes",
    "applyable",
    "deferred_changes",
    "action_invocations",
    "deferred_action_invocations",
];

/// A head as long as this and without a whole key holds nothing but padding.
const PADDED: usize = 4000;

/// Whether a path may be that of a plan. `-out=plan.out` is what many tutorials write; other files that end so, such as
/// `a.out`, are programs.
pub(super) fn claims(path: &RepoPath) -> Claim {
    let name = path.file_name().to_ascii_lowercase();
    let ends = |ending: &str| name.ends_with(ending);
    let unpacked = name.strip_suffix(".gz").unwrap_or(&name);
    let holds = |ending: &str| unpacked.ends_with(ending);
    if name == "tfplan" || unpacked == "tfplan.json" || ends(".tfplan") || holds(".tfplan.json") {
        Claim::Yes
    } else if holds(".json") || ends("plan.out") {
        Claim::Maybe
    } else {
        Claim::No
    }
}

/// Whether the first bytes of a JSON file are those of a plan: the tool writes its version first; a formatter may have
/// sorted the keys, so that the configuration comes first.
pub(super) fn confirms(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}');
    let keys = top_level_keys(head);
    let has = |key: &str| keys.iter().any(|found| found == key);
    let sections = SECTIONS.iter().any(|section| has(section));
    let configured = has("configuration") && (head.contains("\"provider_config\"") || head.contains("\"root_module\""));
    let first = match keys.as_slice() {
        [] => head.len() >= PADDED && (head.trim_start().is_empty() || head.trim_start().starts_with('{')),
        [only] if only == "format_version" => head.len() >= PADDED,
        [first, ..] => {
            OWN.contains(&first.as_str())
                || first == "terraform_version"
                || (first == "variables" && variables_of_a_plan(head))
                || (first == "checks" && head.contains("\"to_display\""))
        }
    };
    first
        || is_encrypted(head)
        || (has("format_version") && (sections || configured))
        || (configured && !has("name"))
        || (sections && has("checks"))
}

/// Whether a text begins with `{"variables": {"name": {"value":`, which is how a plan lists its variables.
fn variables_of_a_plan(text: &str) -> bool {
    let tight: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let inner = tight.strip_prefix("{\"variables\":{\"").and_then(|rest| rest.split_once('"'));
    inner.is_some_and(|(_, rest)| rest.starts_with(":{\"value\":"))
}

/// The keys of the outermost object, as far as the text goes.
pub(super) fn top_level_keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut depth = 0_usize;
    let mut key: Option<String> = None;
    let mut characters = text.trim_start().chars();
    if characters.next() != Some('{') {
        return keys;
    }
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                let mut string = String::new();
                while let Some(inner) = characters.next() {
                    match inner {
                        '"' => break,
                        '\\' => {
                            characters.next();
                        }
                        other => string.push(other),
                    }
                }
                key = (depth == 0).then_some(string);
            }
            ':' if depth == 0 => keys.extend(key.take()),
            '{' | '[' => depth = depth.saturating_add(1),
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    keys
}

/// Why a text is not the JSON of a plan. Nothing of the text is repeated: it may be a secret.
pub(super) fn unreadable(source: &Source, error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    let message = match error.classify() {
        Category::Eof => "cut off: the JSON ends in the middle; write it again with `terraform show -json`",
        Category::Syntax if text.starts_with("recursion limit") => "nested deeper than 128 levels",
        Category::Syntax => "not valid JSON; write it again with `terraform show -json`",
        _ if text.starts_with(DUPLICATE) || text.starts_with("duplicate field") => {
            "a key occurs twice here, which the tool never writes; write it again with `terraform show -json`"
        }
        _ => "not shaped like a plan here; write it again with `terraform show -json`",
    };
    let line = u32::try_from(error.line()).ok().and_then(|line| source.line_span(line));
    let offset = line.map_or(0, |line| line.start.saturating_add(error.column().saturating_sub(1)));
    Problem::at(source, offset, message)
}

/// Whether gate can judge what it read.
///
/// # Errors
/// Why not, and what to run.
pub(super) fn judgeable(path: &RepoPath, raw: &raw::Plan<'_>) -> Result<(), String> {
    let name = path.file_name();
    let Some(version) = &raw.format_version else {
        return Err(format!("no format_version, so not a plan; run `terraform show -json PLAN > {name}`"));
    };
    let major = version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if !matches!(major, Some(0 | 1)) {
        let shown: String = version.chars().take(20).collect();
        return Err(format!("plan format {shown}, which gate does not know (it knows 0.x and 1.x); update gate"));
    }
    if raw.values.is_some() && raw.resource_changes.is_none() && raw.planned_values.is_none() {
        return Err(format!(
            "a state, not a plan; run `terraform plan -out=PLAN`, then `terraform show -json PLAN > {name}`"
        ));
    }
    Ok(())
}

/// What a plan says about its own gaps.
pub(super) fn problems(
    path: &RepoPath,
    raw: &raw::Plan<'_>,
    configuration: Option<&Configuration<'_>>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    if raw.errored == Some(true) {
        problems.push("planning failed half-way, so resources may be missing; fix the error and plan again");
    } else if raw.complete == Some(false) && !raw.deferred_changes.is_empty() {
        problems.push("the plan leaves changes to another plan; apply this one first, then plan again");
    } else if raw.complete == Some(false) {
        problems.push("the plan covers only a part of the configuration; plan again without -target");
    }
    if configuration.is_none() {
        problems.push("the plan has no configuration, so references cannot be followed; write it again, whole");
    }
    if raw.planned_values.is_none() {
        problems.push(
            "the plan has no planned_values, so nobody can tell whether it lists every change; write it again, whole",
        );
    }
    let mut problems: Vec<Problem> = problems.into_iter().map(|message| Problem::of(path, message)).collect();
    // A plan that says itself that it is a part need not be told what it lacks.
    let is_part = raw.errored == Some(true) || raw.complete == Some(false);
    let lacks = whole::forgotten(raw).into_iter().chain(configuration.and_then(|it| whole::unplanned(raw, it)));
    problems.extend(lacks.filter(|_| !is_part).map(|message| Problem::of(path, &message)));
    problems
}
