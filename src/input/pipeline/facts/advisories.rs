//! Actions that held the code of an attacker, or have a hole that is known.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Fact;
use crate::input::pipeline::knowledge::compromised_actions::{By, Compromised, CompromisedRow};
use crate::input::pipeline::model::{Pipeline, Ref};
use crate::input::pipeline::version::Version;

/// An action or workflow from elsewhere, at a version of which something bad is known. What is known of one kind about one
/// reference is one fact. GitHub only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Advisory {
    /// `owner/name`.
    pub action: String,
    /// The tag, branch or commit that is asked for, a commit with its first twelve digits; empty where nothing is.
    pub reference: String,
    /// What is known: `malicious` (the commit is an attack), `moved` (an attacker pointed the tag at one), `restored` (the
    /// same, and the tag was put right), `vulnerable` (it has a hole).
    pub kind: &'static str,
    /// Whether it is one of those versions: true, or null where only the comment behind a commit says its version.
    pub affected: Option<bool>,
    /// The version that the comment says, where that decides; otherwise empty.
    pub said: String,
    /// The advisories, in order.
    pub advisories: Vec<String>,
    /// The worst severity that they have: `critical`, `high`, `medium` or `low`.
    pub severity: &'static str,
    /// The first version without any of this; empty where there is none.
    pub fixed: String,
    /// When the attack began, or the last of them was published.
    pub date: String,
}

/// The order of severities.
const SEVERITIES: [&str; 4] = ["low", "medium", "high", "critical"];

/// The kinds, in the order in which they are said.
const KINDS: [&str; 4] = ["malicious", "moved", "restored", "vulnerable"];

/// What is known about the actions of a pipeline.
pub(super) fn of(pipeline: &Pipeline, known: &Compromised) -> Vec<Fact<Advisory>> {
    if pipeline.vendor != "github" {
        return Vec::new();
    }
    let asked = pipeline.refs.iter().filter(|it| matches!(it.kind, "action" | "reusable_workflow"));
    let mut facts = Vec::new();
    for reference in asked {
        let found: Vec<(&CompromisedRow, By)> = known.of(reference).collect();
        for kind in KINDS.iter().filter(|_| !found.is_empty()) {
            let of_kind: Vec<_> = found.iter().filter(|(row, _)| row.kind == *kind).collect();
            facts.extend(fact(reference, kind, &of_kind));
        }
    }
    facts
}

fn fact(of: &Ref, kind: &'static str, found: &[&(&CompromisedRow, By)]) -> Option<Fact<Advisory>> {
    let (_, by) = found.first()?;
    let rank = |severity: &str| SEVERITIES.iter().position(|it| *it == severity);
    let severity = found.iter().map(|(row, _)| row.severity).max_by_key(|severity| rank(severity))?;
    let says = Advisory {
        action: format!("{}/{}", of.owner, of.name),
        reference: shown(of),
        kind,
        affected: (*by == By::Name).then_some(true),
        said: if *by == By::Comment { of.comment.clone() } else { String::new() },
        advisories: found.iter().map(|(row, _)| row.advisory.clone()).filter(|id| !id.is_empty()).collect(),
        severity,
        fixed: fixed(found),
        date: found.iter().map(|(row, _)| row.date.as_str()).max().unwrap_or_default().to_owned(),
    };
    let why = if says.affected.is_none() { "only the comment says which version the commit is" } else { "" };
    Some(Fact::new(&of.loc, Vec::new(), &of.job, says).because(why))
}

/// What is asked for, for people.
pub(super) fn shown(of: &Ref) -> String {
    let reference = of.reference.as_deref().unwrap_or_default();
    let short = if of.pin == "sha" { reference.get(..12) } else { None };
    short.unwrap_or(reference).to_owned()
}

/// The first version without any of it; empty where one of it is still there.
fn fixed(found: &[&(&CompromisedRow, By)]) -> String {
    let mut all: Vec<(Version, &str)> = Vec::new();
    for (row, _) in found {
        let Some(version) = Version::of(&row.fixed) else { return String::new() };
        all.push((version, &row.fixed));
    }
    all.into_iter().max_by(|(one, _), (other, _)| one.cmp(other)).map_or_else(String::new, |(_, text)| text.to_owned())
}
