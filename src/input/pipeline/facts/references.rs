//! Code and images from elsewhere, and how firmly they are pinned.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Fact;
use crate::input::pipeline::model::{Pipeline, Ref};

/// Something that is fetched under a name that can come to mean something else. What is pinned by a hash or digest is
/// not listed, nor is what stands in this repository or comes with the server of the forge.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Reference {
    /// What it is: `action`, `reusable_workflow`, `docker` (an image that a step is), `image` (of a job or service), or
    /// GitLab's `project`, `remote` and `component`.
    pub kind: &'static str,
    /// As written: `actions/checkout@v4`.
    pub raw: String,
    /// For people: as written, and what it is a checkout of if only the job says so.
    pub name: String,
    /// Whose it is: `owner/name`, the host of an address, or registry and repository of an image.
    pub origin: String,
    /// What it is pinned to: `tag`, `semver` (a full version, which is a tag), `branch`, `latest` or `none`. Null when a
    /// variable decides.
    pub pin: Option<&'static str>,
}

/// What a pipeline fetches that can change.
pub(super) fn of(pipeline: &Pipeline) -> Vec<Fact<Reference>> {
    pipeline.refs.iter().filter(|reference| can_change(reference)).map(reference).collect()
}

fn can_change(reference: &Ref) -> bool {
    let elsewhere = !matches!(reference.kind, "local" | "template" | "downstream");
    // `$/path` is a path of this repository.
    elsewhere && reference.owner != "$" && !matches!(reference.pin, "sha" | "digest" | "local")
}

fn reference(of: &Ref) -> Fact<Reference> {
    let origin = match (of.owner.as_str(), of.kind) {
        ("", _) => of.name.clone(),
        (host, "remote") => host.to_owned(),
        (owner, _) => format!("{owner}/{}", of.name),
    };
    // A path of the workspace at which the job has checked another repository out.
    let is_checkout = of.kind == "action" && ["./", "../", ".\\", "..\\"].iter().any(|it| of.raw.starts_with(it));
    let name = if is_checkout { format!("{} (a checkout of {origin})", of.raw) } else { of.raw.clone() };
    let pin = Some(of.pin).filter(|pin| *pin != "unknown");
    let why = if pin.is_none() { "a variable decides which version it is" } else { "" };
    let says = Reference { kind: of.kind, raw: of.raw.clone(), name, origin, pin };
    Fact::new(&of.loc, Vec::new(), &of.job, says).because(why)
}
