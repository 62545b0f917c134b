//! GitLab: the pipeline with its local includes, and parts of pipelines that others include.

mod child;
pub(super) mod condition;
mod external;
mod file;
mod images;
mod include;
mod include_rules;
mod inputs;
mod item;
mod job;
mod keys;
mod matrix;
mod names;
mod otherwise;
mod psych;
mod reader;
mod resolve;
mod run;
mod script;
mod template;
mod triggers;
mod variables;
mod waiting;
mod weakened;

use std::sync::Arc;

pub(super) use include::matching;

use super::document;
use super::places::Places;
use crate::input::{Claim, Context, Format, Kind, Parsed};
use crate::source::{RepoPath, Source};

/// The path of the pipeline of a project, unless its settings say otherwise.
const ROOT: &str = ".gitlab-ci.yml";

/// `.gitlab-ci.yml` with everything local that it includes.
pub struct Gitlab;

impl Format for Gitlab {
    fn kind(&self) -> Kind {
        Kind::Pipeline
    }

    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn claims(&self, path: &RepoPath) -> Claim {
        let text = path.as_str();
        let is_yaml = matches!(path.extension(), Some("yml" | "yaml"));
        let is_named = path.file_name().rsplit_once('.').is_some_and(|(stem, _)| stem.ends_with(".gitlab-ci"));
        let is_fragment = is_yaml && (is_named || text.starts_with(".gitlab/ci/"));
        match (text == ROOT, is_fragment) {
            (true, _) => Claim::Yes,
            (_, true) => Claim::Maybe,
            _ => Claim::No,
        }
    }

    fn confirms(&self, head: &str) -> bool {
        head.lines().any(|line| {
            let (indented, key) = (line.starts_with([' ', '\t']), line.trim_start());
            let named =
                |names: &[&str]| names.iter().any(|name| key.strip_prefix(name).is_some_and(|it| it.starts_with(':')));
            if indented {
                named(&["script", "extends", "trigger", "before_script", "stage", "rules", "image"])
            } else {
                named(&["stages", "include", "default", "workflow", "spec", "variables", "before_script", "image"])
            }
        })
    }

    fn parse(&self, source: &Arc<Source>, context: &Context<'_>) -> Parsed {
        // A file at a place of the owner's own is a pipeline; what only looks like a part of one may be included from anywhere.
        let kind = if self.claims(source.path()) == Claim::Maybe { "fragment" } else { "pipeline" };
        if kind == "fragment" && is_part_of_root(source.path(), context) {
            return Parsed::NotMine(format!("judged as a part of {ROOT}, which includes or starts it"));
        }
        let mut places = Places::new(source.path(), context.knowledge());
        match include::load(source, context, &mut places) {
            Ok(loaded) => {
                let (pipeline, _) = reader::read(source, &loaded, kind, context, &mut places);
                document("gitlab", source, pipeline, places)
            }
            Err(problem) => Parsed::Failed(problem),
        }
    }
}

/// Whether the pipeline of the project includes this file or starts it as a child pipeline, so that it is judged where it is used.
fn is_part_of_root(path: &RepoPath, context: &Context<'_>) -> bool {
    let Some(root) = RepoPath::new(ROOT).filter(|root| context.files.contains(root)) else { return false };
    let Ok(source) = context.files.read(&root, context.limits.file_bytes) else { return false };
    let mut ignored = Places::new(&root, context.knowledge());
    let Ok(loaded) = include::load(&source, context, &mut ignored) else { return false };
    if loaded.files.contains(path) {
        return true;
    }
    let starts = loaded.root.entries().iter().any(|(_, job)| job.get("trigger").is_some());
    starts && reader::read(&source, &loaded, "pipeline", context, &mut ignored).1.contains(path)
}
