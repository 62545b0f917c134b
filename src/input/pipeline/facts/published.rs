//! What a pipeline publishes, and what goes with it: a signature, how it was built, what is in it.

use schemars::JsonSchema;
use serde::Serialize;

use super::attestations::{Attestations, is_given};
use super::graph::Graph;
use super::in_job::InJob;
use super::reach::Reach;
use crate::input::Fact;
use crate::input::pipeline::model::{Job, Role};
use crate::input::pipeline::roles::Tools;

/// What a pipeline publishes: packages, images, files of releases. Once for a pipeline, at the first of them; what goes with
/// it may come from any job. A registry that takes no signatures counts for nothing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Published {
    /// The tools that publish, in order: `npm`, `docker` …
    pub tools: Vec<String>,
    /// Whether something is signed. Null where a part of the pipeline may do it that is not read.
    pub signed: Option<bool>,
    /// Whether it is attested how it was built.
    pub attested: Option<bool>,
    /// Whether there is a list of what is in it (SBOM).
    pub listed: Option<bool>,
}

/// Registries that take no signature and no attestation, and tools whose build file says what they sign, which is not read.
const BARE: [&str; 7] = ["cargo", "gem", "gradle", "jfrog", "maven", "release-please", "sbt"];

/// What goes with what is published.
#[derive(Debug, Clone, Copy, Default)]
struct With {
    signed: bool,
    attested: bool,
    listed: bool,
}

/// What a pipeline publishes; nothing where it publishes nothing.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>, tools: &Tools) -> Option<Fact<Published>> {
    if graph.pipeline.is_judged_by_callers() {
        return None;
    }
    let steps = || graph.steps().filter(|at| !reach.is_dead_step(*at));
    let publishing: Vec<(InJob<'_>, &Role)> = steps()
        .flat_map(|at| at.step.roles.iter().filter(move |role| publishes(at, role)).map(move |it| (at, it)))
        .collect();
    let (first, role) = publishing.first()?;
    let mut with = With::default();
    steps().for_each(|at| with.add_step(at));
    for (at, role) in &publishing {
        with.add_published(*at, role);
    }
    let mut unread = None;
    for job in graph.jobs.iter().filter(|run| !reach.is_dead(run)).map(|run| run.job) {
        unread = unread.or(with.add_called(job, tools));
    }
    let unknown = steps().any(may_sign);
    unread = unread.or(unknown.then_some("an action that gate does not know may do it"));
    let of_file = publishing.iter().any(|(at, _)| is_goreleaser(*at));
    unread = unread.or(of_file.then_some("the file of goreleaser may say so"));
    let known = |is: bool| if is { Some(true) } else { unread.is_none().then_some(false) };
    let mut tools: Vec<String> = Vec::new();
    for (_, role) in &publishing {
        if !tools.contains(&role.tool) {
            tools.push(role.tool.clone());
        }
    }
    let says =
        Published { tools, signed: known(with.signed), attested: known(with.attested), listed: known(with.listed) };
    let is_open = says.signed.is_none() || says.attested.is_none() || says.listed.is_none();
    let why = unread.filter(|_| is_open).unwrap_or_default();
    let via = first.placed.via.iter().chain(&role.via).cloned().collect();
    Some(Fact { via, ..Fact::new(&role.loc, Vec::new(), first.about(), says).because(why) })
}

/// Whether an image is pushed.
pub(super) fn pushes_image(at: InJob<'_>, role: &Role) -> bool {
    role.role == "push" || role.role == "build" && is_pushing_build(at)
}

/// Whether it is the action that builds an image, and pushes it.
fn is_pushing_build(at: InJob<'_>) -> bool {
    at.runs("docker", "build-push-action") && is_pushed(at)
}

/// Whether something is published that can be signed.
fn publishes(at: InJob<'_>, role: &Role) -> bool {
    match role.role {
        "push" => true,
        "build" if is_pushing_build(at) => true,
        "deploy" if role.category == "package" && !BARE.contains(&role.tool.as_str()) => {
            // A release without files is a text.
            let has_files = ["files", "artifacts", "artifact"].iter().any(|input| at.handed(input).next().is_some());
            role.tool != "release" || has_files || is_goreleaser(at)
        }
        _ => false,
    }
}

/// Whether the action that builds an image pushes it, in any run.
fn is_pushed(at: InJob<'_>) -> bool {
    let pushes = |value: &str| !matches!(value.trim().to_ascii_lowercase().as_str(), "" | "false");
    at.handed("push").any(|(_, value)| pushes(value))
        || at.handed("outputs").any(|(_, value)| value.contains("push=true"))
}

/// Whether it is the action that does what a file of its own says.
fn is_goreleaser(at: InJob<'_>) -> bool {
    at.runs("goreleaser", "goreleaser-action")
}

/// Words of the name of an action that signs what it is given, or attests something of it.
const SIGNERS: [&str; 8] =
    ["attest", "attestation", "attestations", "cosign", "provenance", "sign", "signer", "signing"];

/// Words of the name of an action that only brings such a tool.
const INSTALLERS: [&str; 4] = ["install", "installer", "setup", "verify"];

/// Whether a step runs an action that gate does not know and that may sign what is published: its name says so, or it
/// gets the digest of something that was made before.
fn may_sign(at: InJob<'_>) -> bool {
    let Some(action) = at.action().filter(|action| at.step.roles.is_empty() && action.owner != "actions") else {
        return false;
    };
    let has = |known: &[&str]| {
        let words = action.name.split(['-', '_', '.', '/']).chain(action.path.split(['-', '_', '.', '/']));
        words.into_iter().any(|word| known.iter().any(|known| word.eq_ignore_ascii_case(known)))
    };
    let is_digest = |context: &String| {
        let is_handed_on = context.starts_with("steps.") || context.starts_with("needs.");
        is_handed_on && context.rsplit('.').next().is_some_and(|last| last.contains("digest"))
    };
    let gets_digest = || {
        let given = at.step.interpolations.iter().filter(|it| it.at.starts_with("with."));
        given.into_iter().any(|it| it.contexts.iter().any(is_digest))
    };
    !has(&INSTALLERS) && (has(&SIGNERS) || gets_digest())
}

impl With {
    /// What a step does for it.
    fn add_step(&mut self, at: InJob<'_>) {
        for role in &at.step.roles {
            match role.role {
                "sign" => self.signed = true,
                "attest" => (self.signed, self.attested) = (true, true),
                "sbom" => {
                    self.listed = true;
                    // Who attests a list signs it.
                    self.signed |= matches!(role.tool.as_str(), "cosign" | "attest");
                }
                _ => {}
            }
        }
    }

    /// What comes with the way in which something is published.
    fn add_published(&mut self, at: InJob<'_>, role: &Role) {
        let given = |input: &str| at.handed(input).next().map(|(_, value)| value.to_ascii_lowercase());
        match role.tool.as_str() {
            // The registry of Python takes what the action makes when nobody hands a password over.
            "pypi" => {
                let attests = given("password").is_none() && given("attestations").as_deref() != Some("false");
                self.signed |= attests && at.job.oidc;
                self.attested |= attests && at.job.oidc;
            }
            "npm" => {
                let attests = at.job.oidc || is_given(role, "--provenance");
                self.signed |= attests;
                self.attested |= attests;
            }
            "docker" => {
                let is_action = at.action().is_some();
                let with = if is_action { Attestations::of_action(at) } else { Attestations::of_command(at, role) };
                self.attested |= with.provenance;
                self.listed |= with.sbom;
            }
            _ => {}
        }
    }

    /// What a workflow from elsewhere does for it; why nobody can say it where that is not known.
    fn add_called(&mut self, job: &Job, tools: &Tools) -> Option<&'static str> {
        let uses = job.uses.as_ref().filter(|uses| uses.kind == "reusable_workflow" && job.called.is_none())?;
        let purpose = tools.action(&format!("{}/{}", uses.owner, uses.name), &job.with, &|_| false);
        match purpose.map(|it| it.role) {
            Some("attest") => (self.signed, self.attested) = (true, true),
            Some("sbom") => self.listed = true,
            Some("sign") => self.signed = true,
            _ => return Some("a workflow of another repository may do it"),
        }
        None
    }
}
