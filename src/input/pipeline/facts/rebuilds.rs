//! Images that are built once more after another build of them was scanned.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::published::pushes_image;
use super::reach::Reach;
use crate::input::pipeline::knowledge::scan_covers::covers;
use crate::input::pipeline::model::Role;
use crate::input::{Fact, Via};

/// An image that a job builds and pushes, after a job before it has built it for a scan. Its place is the build. Of a
/// pipeline that is too large there is one that says nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Rebuild {
    /// What builds it, by its usual name.
    pub tool: String,
    /// The job that has built and scanned what is not pushed.
    pub scanned_in: String,
    /// The scanner by its usual name.
    pub scanner: String,
    /// Whether it is so; null where the pipeline is too large to be followed.
    pub anew: Option<bool>,
}

/// How many jobs are looked at before all that push, in a pipeline.
const LOOKS: usize = 4_000_000;

/// Words of commands that bring an image from another job.
const TAKES_OVER: [&str; 3] = ["load", "pull", "tag"];

/// A build of an image in a job.
struct Build<'a> {
    at: InJob<'a>,
    role: &'a Role,
}

/// What a job does with images.
struct Images<'a> {
    run: &'a JobRun<'a>,
    builds: Vec<Build<'a>>,
    pushes: bool,
    takes_over: bool,
    hands_on: bool,
    scan: Option<(InJob<'a>, &'a Role)>,
}

/// The rebuilds of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Rebuild>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let with_roles = graph.jobs.iter().filter(|run| run.steps.iter().any(|placed| !placed.step.roles.is_empty()));
    let all: Vec<Images<'_>> =
        with_roles.filter(|run| !reach.is_dead(run)).filter_map(|run| images(graph, run)).collect();
    let scanned: Vec<&Images<'_>> = all.iter().filter(|it| it.scan.is_some() && !it.pushes && !it.hands_on).collect();
    let pushed: Vec<&Images<'_>> = all.iter().filter(|it| it.scan.is_none() && it.pushes && !it.takes_over).collect();
    if scanned.is_empty() || pushed.is_empty() {
        return Vec::new();
    }
    if pushed.len().saturating_mul(graph.jobs.len()) > LOOKS {
        let (tool, scanned_in, scanner) = (String::new(), String::new(), String::new());
        let says = Rebuild { tool, scanned_in, scanner, anew: None };
        return vec![
            Fact::new(&graph.pipeline.loc, Vec::new(), "", says).because("the pipeline is too large to be followed"),
        ];
    }
    let by_id: BTreeMap<&str, &Images<'_>> =
        scanned.iter().filter(|it| it.run.callers.is_empty()).map(|it| (it.run.job.id.as_str(), *it)).collect();
    let anew = pushed.iter().filter_map(|pushed| {
        let before = pushed.run.job.ancestors.ids().into_iter().filter_map(|id| by_id.get(id));
        before.copied().find_map(|it| fact(it, same(it, pushed)?))
    });
    anew.collect()
}

/// What a job does with images; nothing where it builds none.
fn images<'a>(graph: &'a Graph<'a>, run: &'a JobRun<'a>) -> Option<Images<'a>> {
    let mut images = Images { run, builds: Vec::new(), pushes: false, takes_over: false, hands_on: false, scan: None };
    for at in graph.steps_of(run) {
        images.takes_over |= at.runs("actions", "download-artifact");
        images.hands_on |= at.runs("actions", "upload-artifact");
        for role in &at.step.roles {
            images.pushes |= pushes_image(at, role);
            images.takes_over |= role.subject.split(' ').any(|word| TAKES_OVER.contains(&word)) && is_docker(role);
            if builds(at, role) {
                images.builds.push(Build { at, role });
            }
            if images.scan.is_none() && role.role == "scan" && covers(role, "image") && !images.builds.is_empty() {
                images.scan = Some((at, role));
            }
        }
    }
    (!images.builds.is_empty()).then_some(images)
}

fn is_docker(role: &Role) -> bool {
    role.tool == "docker" && matches!(role.role, "build" | "push")
}

/// Whether a role makes an image of a file.
fn builds(at: InJob<'_>, role: &Role) -> bool {
    let words = || role.subject.split(' ');
    is_docker(role) && (at.action().is_some() || words().any(|word| matches!(word, "build" | "bud" | "bake")))
}

/// The build of the one that is pushed which makes what the other one has built: of the same file in the same folder.
fn same<'a>(scanned: &Images<'_>, pushed: &'a Images<'a>) -> Option<&'a Build<'a>> {
    pushed.builds.iter().find(|build| scanned.builds.iter().any(|other| other.made_of() == build.made_of()))
}

impl Build<'_> {
    /// The folder and the file that it is made of, as they are written.
    fn made_of(&self) -> (String, String) {
        let (context, file) = match self.at.action() {
            Some(_) => {
                let given = |input: &str| self.at.handed(input).next().map(|(_, value)| value.to_owned());
                (given("context").unwrap_or_default(), given("file").unwrap_or_default())
            }
            None => self.of_words(),
        };
        let context = context.trim_end_matches('/').trim_start_matches("./");
        let context = if context == "." { "" } else { context };
        let file = file.trim_start_matches("./");
        let file = if file == "Dockerfile" { "" } else { file };
        (context.to_owned(), file.to_owned())
    }

    fn of_words(&self) -> (String, String) {
        let words: Vec<&str> = self.role.subject.split(' ').collect();
        let after = |names: [&str; 2]| {
            let by_next = words.iter().zip(words.iter().skip(1)).find(|(word, _)| names.contains(word)).map(|it| *it.1);
            by_next.or_else(|| {
                words.iter().find_map(|word| names.iter().find_map(|it| word.strip_prefix(it)?.strip_prefix('=')))
            })
        };
        let context = words.last().filter(|word| !word.starts_with('-')).copied().unwrap_or_default();
        (context.to_owned(), after(["-f", "--file"]).unwrap_or_default().to_owned())
    }
}

fn fact(scanned: &Images<'_>, build: &Build<'_>) -> Option<Fact<Rebuild>> {
    let (place, scan) = scanned.scan?;
    let says = Rebuild {
        tool: build.role.tool.clone(),
        scanned_in: scanned.run.job.id.clone(),
        scanner: scan.tool.clone(),
        anew: Some(true),
    };
    let mut via: Vec<Via> = build.at.placed.via.iter().chain(&build.role.via).cloned().collect();
    via.extend(place.via());
    via.push(Via { loc: scan.loc.clone(), path: Vec::new(), what: "scans another build of it".to_owned() });
    Some(Fact { via, ..Fact::new(&build.role.loc, Vec::new(), build.at.about(), says) })
}
