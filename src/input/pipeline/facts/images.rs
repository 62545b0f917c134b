//! Containers that jobs and steps run in, or beside.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Fact;
use crate::input::pipeline::model::{Pipeline, Ref};

/// A container image that is fetched and run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Image {
    /// As written.
    pub raw: String,
    /// Registry and repository: `ghcr.io/acme/tool`. Variables that the file sets have the values that it gives them; where it
    /// gives several, this is the image that is pinned the least.
    pub repository: String,
    /// The same in full: `docker.io/library/postgres`. Null when a variable decides.
    pub address: Option<String>,
    /// Where it runs: `step` for one that a step is, otherwise the key that names it: `container`, `image`, `services`.
    pub of: String,
    /// How firmly it is pinned: `digest`, `tag`, `latest`, or `none` which means the same. Null when a variable decides
    /// that no file sets.
    pub pin: Option<&'static str>,
}

/// The images of a pipeline.
pub(super) fn of(pipeline: &Pipeline) -> Vec<Fact<Image>> {
    pipeline.refs.iter().filter(|it| matches!(it.kind, "image" | "docker")).map(image).collect()
}

fn image(of: &Ref) -> Fact<Image> {
    let pin = Some(of.pin).filter(|pin| *pin != "unknown");
    let repository = if of.owner.is_empty() { of.name.clone() } else { format!("{}/{}", of.owner, of.name) };
    let place = if of.kind == "docker" { "step".to_owned() } else { of.path.clone() };
    let address = Some(in_full(&repository)).filter(|address| !address.contains('$'));
    let why = match (pin, &address) {
        (_, None) => "a variable decides which image it is",
        (None, _) => "a variable decides which version it is",
        _ => "",
    };
    let says = Image { raw: of.raw.clone(), repository, address, of: place, pin };
    Fact::new(&of.loc, Vec::new(), &of.job, says).because(why)
}

/// A repository with its registry, as it is fetched.
fn in_full(repository: &str) -> String {
    let (first, rest) = repository.split_once('/').unwrap_or(("", repository));
    let is_host = first.contains(['.', ':', '$']) || first == "localhost";
    let name = match (is_host, first) {
        (true, _) => repository.to_owned(),
        (false, "") => format!("docker.io/library/{rest}"),
        (false, _) => format!("docker.io/{repository}"),
    };
    name.to_lowercase()
}
