//! Rulesets as code: exported rulesets under `.github/rulesets/`, which some pipeline applies.
//!
//! A declared ruleset proves an intent, not a state: what it does not mention may be set elsewhere. So it is judged
//! for what it declares only; everything else is `null` with the reason `not_declared`, which no policy holds
//! against it.

use std::sync::Arc;

use super::document;
use super::facts::Facts;
use super::github::ruleset;
use super::layer::{BranchDraft, Draft, Unmentioned};
use super::model::{
    Branch, Ci, Codeowners, Enforcement, Forge, Merge, Organization, Provenance, Reason, Repository, SCHEMA, Security,
    Standing, TagRules, Unknown,
};
use super::reader::{Gap, Reader, text};
use crate::input::tree::{self, Node};
use crate::input::{Claim, Context, Format, Kind, Parsed, Problem};
use crate::source::{RepoPath, Source};

/// What stands for the default branch in a condition.
const DEFAULT: &str = "~DEFAULT_BRANCH";

/// Rulesets of GitHub as files.
pub struct Ruleset;

impl Format for Ruleset {
    fn kind(&self) -> Kind {
        Kind::Forge
    }

    fn name(&self) -> &'static str {
        "github-ruleset"
    }

    fn claims(&self, path: &RepoPath) -> Claim {
        let below = path.as_str().starts_with(".github/rulesets/");
        if below && path.extension() == Some("json") { Claim::Yes } else { Claim::No }
    }

    fn confirms(&self, head: &str) -> bool {
        ["\"enforcement\"", "\"target\""].iter().all(|key| head.contains(key))
    }

    fn parse(&self, source: &Arc<Source>, context: &Context<'_>) -> Parsed {
        let tree = match tree::parse_json(source, context.limits) {
            Ok(tree) => tree,
            Err(problem) => return Parsed::Failed(problem),
        };
        let Some(root) = tree.root() else { return Parsed::Failed(Problem::of(source.path(), "the file is empty")) };
        if !root.is_mapping() {
            let message = "a ruleset is an object; write one ruleset in each file";
            return Parsed::Failed(Problem::at(source, root.span.start, message));
        }
        let mut reader = Reader::new(source);
        match read(&mut reader, root) {
            Ok(forge) => document(reader, self.name(), forge, tree.problems),
            Err(message) => Parsed::Failed(Problem::at(source, root.span.start, &message)),
        }
    }
}

fn read(reader: &mut Reader<'_>, root: &Node) -> Result<Forge, String> {
    let word = |key| root.get(key).and_then(text).ok_or_else(|| format!("the ruleset has no `{key}`"));
    let (target, enforcement) = (word("target")?, word("enforcement")?);
    let enforcement = ruleset::ENFORCEMENT.iter().find(|(word, _)| *word == enforcement).map(|(_, value)| *value);
    let enforcement = enforcement.ok_or_else(|| "`enforcement` must be active, evaluate or disabled".to_owned())?;
    if root.get("rules").is_none_or(|rules| rules.as_sequence().is_none()) {
        return Err("the ruleset has no list `rules`".to_owned());
    }
    let loc = reader.place(root.span, root.get("name").and_then(text));
    let gap = Gap {
        at: root.span,
        reason: Reason::NotDeclared,
        http_status: None,
        message: "a ruleset file declares one ruleset and nothing else".to_owned(),
        needs: None,
    };
    let unknown = reader.unknown("", &gap);
    let branches = match target {
        "branch" => branches(reader, root, enforcement, &unknown),
        _ => Vec::new(),
    };
    let tags: Vec<TagRules> = match target {
        "tag" => {
            let source = source_name(reader, root);
            ruleset::tag_rules(reader, root, root.span, source).into_iter().collect()
        }
        _ => Vec::new(),
    };
    Ok(Forge {
        schema: SCHEMA,
        file: reader.source().path().as_str().to_owned(),
        source: Provenance {
            forge: "github",
            host: None,
            kind: Standing::Declared,
            collected_at: None,
            collector: None,
            principal: None,
            sha256: reader.source().digest().to_owned(),
        },
        repository: Repository { loc: loc.clone(), ..Repository::default() },
        branches,
        tags,
        merge: Merge { loc: loc.clone(), ..Merge::default() },
        ci: Ci { loc: loc.clone(), ..Ci::default() },
        security: Security { loc: loc.clone(), ..Security::default() },
        codeowners: Codeowners { loc: loc.clone(), ..Codeowners::default() },
        facts: Facts::default(),
        environments: Vec::new(),
        organization: Organization { loc: loc.clone(), ..Organization::default() },
        loc,
        unknowns: vec![unknown],
    })
}

/// One branch for each pattern that the condition includes.
fn branches(reader: &mut Reader<'_>, root: &Node, enforcement: Enforcement, unknown: &Unknown) -> Vec<Branch> {
    let condition = ruleset::condition(reader, root);
    let mut include = condition.include.clone();
    if include.is_empty() && !condition.exclude.is_empty() {
        include.push("~ALL".to_owned());
    }
    include.retain(|pattern| !condition.exclude.contains(pattern));
    let mut names: Vec<(String, Option<bool>)> =
        include.iter().map(|pattern| named(pattern, &condition.exclude)).collect();
    names.sort();
    names.dedup();
    let rules: Vec<&Node> = root.get("rules").map(Node::elements).unwrap_or_default().iter().collect();
    let (facts, checks) = ruleset::rules(reader, &rules);
    let name = root.get("name");
    let draft = Draft {
        at: name.unwrap_or(root).span,
        source: source_name(reader, root),
        name: name.and_then(text).map(str::to_owned),
        level: ruleset::level(root, "source_type"),
        enforcement: (enforcement, root.get("enforcement").map(|node| node.span)),
        bypass: ruleset::bypass(reader, root),
        checks,
        facts,
    };
    names
        .into_iter()
        .map(|(name, is_default)| {
            let branch = BranchDraft {
                name,
                is_default,
                at: draft.at,
                layers: vec![draft.clone()],
                unmentioned: Unmentioned::Undeclared,
                unknowns: vec![unknown.clone()],
            };
            branch.finish(reader)
        })
        .collect()
}

/// The branch that a pattern names, and whether it is the default one. `main` and `master` are taken for it: those
/// are the names that GitHub and git give it, and a file does not know better.
fn named(pattern: &str, exclude: &[String]) -> (String, Option<bool>) {
    match pattern {
        "~ALL" if exclude.iter().any(|pattern| pattern == DEFAULT) => ("~ALL".to_owned(), Some(false)),
        "~ALL" | DEFAULT => (DEFAULT.to_owned(), Some(true)),
        _ => {
            let name = pattern.strip_prefix("refs/heads/").unwrap_or(pattern);
            (name.to_owned(), matches!(name, "main" | "master").then_some(true))
        }
    }
}

fn source_name(reader: &mut Reader<'_>, root: &Node) -> String {
    let id = root.get("id").and_then(|node| reader.id(node));
    id.map_or_else(|| "ruleset".to_owned(), |id| format!("ruleset:{id}"))
}
