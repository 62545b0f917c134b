//! The rulesets that a snapshot holds: the list, the details, and which of them bind a branch.

use std::collections::BTreeMap;

use super::answers::{Answers, Found};
use super::ruleset;
use crate::input::forge::layer::{Bypass, Draft};
use crate::input::forge::model::{Enforcement, Level, Reason, TagRules, Unknown};
use crate::input::forge::reader::{Gap, Reader, given, text};
use crate::input::forge::refname::{Branch, RefName};
use crate::input::tree::Node;
use crate::source::Span;

/// What it takes to see rulesets.
const READ: &str = "Metadata: read";
/// What it takes to see who may bypass them.
const WRITE: &str = "write access to the ruleset (Administration: write)";

/// One ruleset of which the details were collected.
struct Detail<'t> {
    found: Found<'t>,
    target: Option<&'t str>,
    enforcement: Option<Enforcement>,
    condition: RefName,
}

/// All rulesets of a snapshot.
pub(super) struct Rulesets<'t> {
    details: BTreeMap<i64, Detail<'t>>,
    /// Ids of active branch rulesets by the list, with the place in the list; `Err` when there is no list.
    listed: Result<Vec<(i64, Span)>, Gap>,
}

impl<'t> Rulesets<'t> {
    /// Reads the list and every detail.
    pub(super) fn read(reader: &mut Reader<'_>, answers: &Answers<'t>) -> Self {
        let paths: Vec<(i64, String)> = answers
            .paths()
            .filter_map(|path| {
                let id = path.strip_prefix("repo/rulesets/").or_else(|| path.strip_prefix("org/rulesets/"))?;
                Some((id.parse().ok()?, path.to_owned()))
            })
            .collect();
        let mut details = BTreeMap::new();
        for (id, path) in paths {
            let Ok(found) = answers.object(reader, &path, READ) else { continue };
            let detail = Detail {
                found,
                target: found.body.get("target").and_then(text),
                enforcement: found.body.get("enforcement").and_then(|node| reader.word(node, &ruleset::ENFORCEMENT)),
                condition: ruleset::condition(reader, found.body),
            };
            // The repository's own answer comes after the organization's and wins: it names the same ruleset.
            details.insert(id, detail);
        }
        let listed = answers.list(reader, "repo/rulesets", READ).and_then(|found| active_in_list(reader, found));
        Self { details, listed }
    }

    /// Who may bypass a ruleset, or why that is not known.
    fn bypass(&self, reader: &mut Reader<'_>, answers: &Answers<'t>, id: i64, at: Span) -> Result<Vec<Bypass>, Gap> {
        let Some(detail) = self.details.get(&id) else {
            let path = format!("repo/rulesets/{id}");
            return Err(match answers.ask(&path, WRITE) {
                Err(gap) => gap,
                Ok(answer) => unreadable(answer.at, "the ruleset cannot be read"),
            });
        };
        let body = detail.found.body;
        if given(body, "bypass_actors").is_none() {
            return Err(Gap {
                at: detail.found.at,
                reason: Reason::Forbidden,
                http_status: Some(200),
                message: "the answer does not show who may bypass the ruleset".to_owned(),
                needs: Some(WRITE),
            });
        }
        ruleset::bypass(reader, body).ok_or_else(|| unreadable(at, "the bypass list cannot be read"))
    }

    /// Says so where the details of a ruleset deny what the rules in force on a branch say of it.
    pub(super) fn contradiction(&self, reader: &mut Reader<'_>, id: i64, branch: Branch<'_>) {
        let Some(detail) = self.details.get(&id) else { return };
        let off = matches!(detail.enforcement, Some(Enforcement::Evaluate | Enforcement::Disabled));
        // Without any pattern the ruleset was not shown in full, or is about whole repositories.
        let elsewhere = detail.condition != RefName::default() && detail.condition.names(branch) == Some(false);
        if off || elsewhere || detail.target == Some("tag") {
            let message =
                "the snapshot contradicts itself: this ruleset cannot be in force on the branch; collect it again";
            reader.problem(detail.found.at, message);
        }
    }

    /// The layer that a ruleset puts on a branch. `rules` are those in force, where the forge named them.
    pub(super) fn layer(
        &self,
        reader: &mut Reader<'_>,
        answers: &Answers<'t>,
        id: i64,
        rules: &[&'t Node],
        unknowns: &mut Vec<Unknown>,
    ) -> Draft {
        let detail = self.details.get(&id);
        let source = format!("ruleset:{id}");
        let first = rules.first().map(|rule| rule.get("type").unwrap_or(rule).span);
        let at = detail.map(|detail| detail.found.at).or(first).unwrap_or_else(|| answers.list_at());
        let (facts, checks) = ruleset::rules(reader, rules);
        let bypass = match self.bypass(reader, answers, id, at) {
            Ok(actors) => Some(actors),
            Err(gap) => {
                unknowns.push(reader.unknown(&format!("/layers/{source}/bypass_actors"), &gap));
                None
            }
        };
        let level = match (rules.first().filter(|rule| rule.get("ruleset_source_type").is_some()), detail) {
            (Some(rule), _) => ruleset::level(rule, "ruleset_source_type"),
            (None, Some(detail)) => ruleset::level(detail.found.body, "source_type"),
            (None, None) => Level::Repository,
        };
        let name = detail.and_then(|detail| detail.found.body.get("name")).and_then(text).map(str::to_owned);
        let enforcement = detail.and_then(|detail| detail.found.body.get("enforcement")).map(|node| node.span);
        Draft { at, source, name, level, enforcement: (Enforcement::Active, enforcement), bypass, checks, facts }
    }

    /// Rulesets that name the branch but are not enforced: they are shown, and protect nothing.
    pub(super) fn idle(&self, reader: &mut Reader<'_>, branch: Branch<'_>) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for (id, detail) in &self.details {
            let Some(enforcement @ (Enforcement::Evaluate | Enforcement::Disabled)) = detail.enforcement else {
                continue;
            };
            if detail.target != Some("branch") || detail.condition.names(branch) != Some(true) {
                continue;
            }
            let body = detail.found.body;
            let rules: Vec<&Node> = body.get("rules").map(Node::elements).unwrap_or_default().iter().collect();
            let (facts, checks) = ruleset::rules(reader, &rules);
            drafts.push(Draft {
                at: detail.found.at,
                source: format!("ruleset:{id}"),
                name: body.get("name").and_then(text).map(str::to_owned),
                level: ruleset::level(body, "source_type"),
                enforcement: (enforcement, body.get("enforcement").map(|node| node.span)),
                bypass: ruleset::bypass(reader, body),
                checks,
                facts,
            });
        }
        drafts
    }

    /// The active rulesets of a branch by their conditions, for a snapshot without `rules/branches/{branch}`:
    /// id and rules. `Err` when the list or a detail is missing or a condition cannot be decided.
    pub(super) fn active(&self, answers: &Answers<'t>, branch: Branch<'_>) -> Result<Vec<(i64, Vec<&'t Node>)>, Gap> {
        let mut found = Vec::new();
        for (id, at) in self.listed.as_ref().map_err(Clone::clone)? {
            let Some(detail) = self.details.get(id) else {
                return Err(match answers.ask(&format!("repo/rulesets/{id}"), READ) {
                    Err(gap) => gap,
                    Ok(answer) => unreadable(answer.at, "the ruleset cannot be read"),
                });
            };
            let body = detail.found.body;
            let rules = body.get("rules").and_then(Node::as_sequence).filter(|_| ruleset::has_condition(body));
            let Some(rules) = rules.filter(|_| detail.enforcement == Some(Enforcement::Active)) else {
                let message = "the answer does not say which branches the ruleset binds, and to what";
                return Err(unreadable(detail.found.at, message));
            };
            match detail.condition.names(branch) {
                Some(true) => found.push((*id, rules.iter().collect())),
                Some(false) => {}
                None => {
                    return Err(unreadable(
                        *at,
                        "the ruleset names the default branch, and it is not known which that is",
                    ));
                }
            }
        }
        Ok(found)
    }

    /// Rulesets about tags.
    pub(super) fn tags(&self, reader: &mut Reader<'_>) -> Vec<TagRules> {
        let tags = self.details.iter().filter(|(_, detail)| detail.target == Some("tag"));
        let mut found = Vec::new();
        for (id, detail) in tags {
            let source = format!("ruleset:{id}");
            found.extend(ruleset::tag_rules(reader, detail.found.body, detail.found.at, source));
        }
        found
    }
}

fn unreadable(at: Span, message: &str) -> Gap {
    Gap { at, reason: Reason::Unreadable, http_status: None, message: message.to_owned(), needs: None }
}

/// The active branch rulesets of the list. `Err` when one of them does not say what it is.
fn active_in_list(reader: &mut Reader<'_>, found: Found<'_>) -> Result<Vec<(i64, Span)>, Gap> {
    let mut listed = Vec::new();
    for ruleset in found.body.elements() {
        let target = ruleset.get("target").and_then(text);
        let enforcement = ruleset.get("enforcement").and_then(|node| reader.word(node, &ruleset::ENFORCEMENT));
        let off = matches!(enforcement, Some(Enforcement::Evaluate | Enforcement::Disabled));
        if off || target.is_some_and(|target| target != "branch") {
            continue;
        }
        if target.is_none() || enforcement.is_none() {
            return Err(unreadable(
                found.at,
                "the list does not say what a ruleset is about, and whether it is enforced",
            ));
        }
        match ruleset.get("id").and_then(|node| reader.id(node)) {
            Some(id) => listed.push((id, ruleset.get("id").map_or(ruleset.span, |node| node.span))),
            None => reader.problem(ruleset.span, "a ruleset of the list needs its `id`"),
        }
    }
    Ok(listed)
}
