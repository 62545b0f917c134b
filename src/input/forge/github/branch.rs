//! One branch of a snapshot: classic protection and rulesets, and what of them is hidden.

use std::collections::BTreeMap;

use super::answers::{Answers, Found};
use super::classic;
use super::ruleset::REVIEWS;
use super::rulesets::Rulesets;
use crate::input::forge::layer::{BranchDraft, Draft, Unmentioned};
use crate::input::forge::model::{Branch, Reason, Unknown};
use crate::input::forge::reader::{Gap, Reader, given};
use crate::input::forge::refname;
use crate::input::forge::strength::{Fact, Rule};
use crate::input::tree::Node;

/// What it takes to see classic protection. `GITHUB_TOKEN` cannot be given it.
const ADMINISTRATION: &str = "Administration: read";
/// What it takes to see the rules in force.
const METADATA: &str = "Metadata: read";
/// How many rules one page of `rules/branches/{branch}` holds unless the request asks for more.
const PAGE: usize = 30;

/// The branches that a snapshot has an answer about, and the default branch.
pub(super) fn names(answers: &Answers<'_>, default: Option<&str>) -> Vec<String> {
    let mut names: Vec<String> = answers
        .paths()
        .filter_map(|path| {
            let name = path.strip_prefix("repo/rules/branches/").or_else(|| {
                let name = path.strip_prefix("repo/branches/")?;
                Some(name.strip_suffix("/protection").unwrap_or(name))
            })?;
            (!name.contains("/protection/")).then(|| name.to_owned())
        })
        .chain(default.map(str::to_owned))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Reads a branch.
pub(super) fn read<'t>(
    reader: &mut Reader<'_>,
    answers: &Answers<'t>,
    rulesets: &Rulesets<'t>,
    name: &str,
    default: Option<&str>,
) -> Branch {
    let is_default = default.map(|default| default == name);
    let mut sources = Sources { layers: Vec::new(), hidden: false, unknowns: Vec::new() };
    let summary = answers.object(reader, &format!("repo/branches/{name}"), "Contents: read").ok();
    let protected = summary.and_then(|found| given(found.body, "protected")).and_then(|node| reader.flag(node));
    let unprotected = protected == Some(false);
    sources.classic(reader, answers, name, unprotected);
    sources.rulesets(reader, answers, rulesets, refname::Branch { name, is_default }, unprotected);
    for layer in &mut sources.layers {
        complete(layer);
    }
    sources.layers.extend(rulesets.idle(reader, refname::Branch { name, is_default }));
    let requests = ["repo/branches/{}/protection", "repo/rules/branches/{}", "repo/branches/{}"];
    let at = requests.iter().find_map(|request| answers.at(&request.replace("{}", name)));
    BranchDraft {
        name: name.to_owned(),
        is_default,
        at: at.unwrap_or_else(|| answers.list_at()),
        layers: sources.layers,
        unmentioned: if sources.hidden { Unmentioned::Hidden } else { Unmentioned::Off },
        unknowns: sources.unknowns,
    }
    .finish(reader)
}

/// A layer that was read in full says "off" where it says nothing. The parameters of a rule that it has are another
/// matter: the forge always tells them.
fn complete(layer: &mut Draft) {
    let has = |rule: Rule| layer.facts.get(&rule).is_some_and(|fact| fact.strength != Some(0));
    let untold: Vec<Rule> = REVIEWS.iter().map(|(_, rule)| *rule).filter(|_| has(Rule::PullRequest)).collect();
    for rule in untold {
        layer.facts.entry(rule).or_insert(Fact { strength: None, at: None });
    }
    for (rule, _) in Rule::ALL {
        let strength = u32::from(rule == Rule::AuthorApproval);
        layer.facts.entry(rule).or_insert(Fact { strength: Some(strength), at: None });
    }
}

struct Sources {
    layers: Vec<Draft>,
    hidden: bool,
    unknowns: Vec<Unknown>,
}

impl Sources {
    fn hide(&mut self, reader: &mut Reader<'_>, path: &str, gap: &Gap) {
        self.hidden = true;
        self.unknowns.push(reader.unknown(path, gap));
    }

    fn classic(&mut self, reader: &mut Reader<'_>, answers: &Answers<'_>, name: &str, unprotected: bool) {
        let path = format!("repo/branches/{name}/protection");
        match answers.object(reader, &path, ADMINISTRATION) {
            Ok(found) => {
                let layer = classic::layer(reader, found);
                if layer.bypass.is_none() {
                    self.unknowns.push(reader.unknown("/layers/classic/bypass_actors", &untold(found)));
                }
                self.layers.push(layer);
            }
            Err(gap) if is_none(&gap) || unprotected => {}
            Err(gap) => self.hide(reader, "/layers/classic", &gap),
        }
    }

    fn rulesets<'t>(
        &mut self,
        reader: &mut Reader<'_>,
        answers: &Answers<'t>,
        rulesets: &Rulesets<'t>,
        branch: refname::Branch<'_>,
        unprotected: bool,
    ) {
        let path = format!("repo/rules/branches/{}", branch.name);
        let active = match answers.list(reader, &path, METADATA) {
            Ok(found) => {
                if found.body.elements().len() == PAGE {
                    let gap = cut_off(found);
                    self.hide(reader, "/layers/rulesets", &gap);
                }
                by_ruleset(reader, found)
            }
            Err(gap) if gap.reason == Reason::NotLicensed => Vec::new(),
            Err(gap) => match rulesets.active(answers, branch) {
                Ok(active) => active,
                Err(_) if unprotected => Vec::new(),
                Err(missing) => {
                    // What the best answer lacks is the better advice, unless it was asked and refused.
                    let gap = if gap.reason == Reason::NotCollected { &missing } else { &gap };
                    self.hide(reader, "/layers/rulesets", gap);
                    Vec::new()
                }
            },
        };
        for (id, rules) in active {
            rulesets.contradiction(reader, id, branch);
            let layer = rulesets.layer(reader, answers, id, &rules, &mut self.unknowns);
            self.layers.push(layer);
        }
    }
}

/// Whether a refusal says that there is no classic protection: the branch has none, or the plan does not offer it.
fn is_none(gap: &Gap) -> bool {
    gap.reason == Reason::NotLicensed || (gap.http_status == Some(404) && gap.message == "Branch not protected")
}

/// The answer always says who is free of the rules; this one does not.
fn untold(found: Found<'_>) -> Gap {
    let message = "the answer does not say whether administrators and others are bound".to_owned();
    Gap { at: found.at, reason: Reason::Unreadable, http_status: Some(200), message, needs: Some(ADMINISTRATION) }
}

fn cut_off(found: Found<'_>) -> Gap {
    let message = format!("exactly {PAGE} rules, which is one page; collect all pages (gh api --paginate)");
    Gap { at: found.at, reason: Reason::Unreadable, http_status: Some(200), message, needs: None }
}

/// The rules in force, by the ruleset that each comes from.
fn by_ruleset<'t>(reader: &mut Reader<'_>, found: Found<'t>) -> Vec<(i64, Vec<&'t Node>)> {
    let mut rulesets: BTreeMap<i64, Vec<&Node>> = BTreeMap::new();
    for rule in found.body.elements() {
        match given(rule, "ruleset_id").and_then(|node| reader.id(node)) {
            Some(id) => rulesets.entry(id).or_default().push(rule),
            None => reader.problem(rule.span, "a rule in force needs its `ruleset_id`"),
        }
    }
    rulesets.into_iter().collect()
}
