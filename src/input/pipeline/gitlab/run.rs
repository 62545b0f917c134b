//! `run`: reusable CI/CD steps and scripts in place of `script`.

use std::collections::BTreeMap;

use super::item::Item;
use super::reader::Reader;
use crate::input::pipeline::model::{Interpolation, Missing, Ref, Step};
use crate::input::pipeline::{image_name, references};
use crate::source::RepoPath;

/// The files that define a step in its folder, the usual one first.
const DEFINITIONS: [&str; 2] = ["step.yml", "func.yml"];

impl Reader<'_> {
    /// The elements of `run`: a script is a step of the job, code from elsewhere is added to what is fetched, and what
    /// gate cannot look into is said.
    /// Returns the expressions outside of scripts.
    pub(super) fn run_steps(
        &mut self,
        job: &str,
        item: &Item,
        env: &BTreeMap<String, String>,
        steps: &mut Vec<Step>,
    ) -> Vec<Interpolation> {
        let mut outside = Vec::new();
        let Some(run) = item.get("run") else { return outside };
        for element in run.one_or_more() {
            if let Some(script) = element.get("script") {
                let lines = self.lines("run", &[script]);
                let loc = self.places.entity(&element.source, element.source.first_line(element.span));
                steps.push(self.step("script", loc, steps.len(), &lines, env));
                continue;
            }
            self.inputs_in("with", element, &mut outside);
            let fetched = element.get("step").or_else(|| element.get("func"));
            let known = fetched.is_some_and(|step| self.fetched(job, step) || self.is_missing(job, step));
            if !known {
                let place = fetched.unwrap_or(element);
                let message = "a step of `run` that is neither a script nor a step of another project cannot be judged";
                self.places.problem(&place.source, place.span.start, message);
            }
        }
        outside
    }

    /// Whether a step of this repository is not there; then it is said. A step that is there is a part of the pipeline.
    fn is_missing(&mut self, job: &str, step: &Item) -> bool {
        let Some(text) = step.as_str().filter(|text| text.starts_with("./") && !text.contains('$')) else {
            return false;
        };
        let definitions = DEFINITIONS.map(|name| RepoPath::new(&format!("{text}/{name}")));
        let there = definitions.iter().flatten().find(|path| self.context.files.contains(path));
        if let Some(path) = there {
            self.places.runs.insert(path.clone());
            return false;
        }
        let loc = self.places.entity(&step.source, step.span);
        let path =
            definitions.into_iter().flatten().next().map_or_else(|| text.to_owned(), |path| path.as_str().to_owned());
        self.missing.push(Missing { loc, name: text.to_owned(), kind: "action", path, job: job.to_owned() });
        true
    }

    /// Adds an image that holds a step to what is fetched; `false` when it names none.
    fn in_image(&mut self, job: &str, oci: &Item) -> bool {
        let Some(repository) = oci.get("repository") else { return false };
        let name = [oci.text("registry"), repository.as_str().unwrap_or_default().to_owned()].join("/");
        let image = image_name::image(&format!("{}:{}", name.trim_start_matches('/'), oci.text("tag")));
        let loc = self.places.entity(&repository.source, repository.span);
        let raw =
            image.tag.as_ref().map_or_else(|| image.repository.clone(), |tag| format!("{}:{tag}", image.repository));
        let (reference, _) = image.fetched(loc, &raw, ("run", job));
        self.refs.push(reference);
        true
    }

    /// Adds a step of another project or an image to what is fetched; `false` when it is of another form.
    fn fetched(&mut self, job: &str, step: &Item) -> bool {
        if let Some(oci) = step.get("oci") {
            return self.in_image(job, oci);
        }
        let git = step.get("git");
        let (place, address, reference) = match (step.as_str(), git) {
            (Some(text), _) => {
                let (address, reference) = text.rsplit_once('@').map_or((text, None), |(it, at)| (it, Some(at)));
                (step, address, reference)
            }
            (None, Some(git)) => {
                let Some(url) = git.get("url") else { return false };
                (url, url.as_str().unwrap_or_default(), git.get("rev").and_then(Item::as_str))
            }
            (None, None) => return false,
        };
        let address = address.trim_start_matches("https://");
        let is_local = address.starts_with(['.', '/', '$']) || address.starts_with("builtin://");
        let Some((_, inside)) = address.split_once('/').filter(|_| !is_local) else { return false };
        let project = inside.split("/-/").next().unwrap_or(inside);
        let (owner, name) = project.rsplit_once('/').unwrap_or(("", project));
        let path = inside.split_once("/-/").map_or("", |(_, path)| path);
        let raw = reference.map_or_else(|| address.to_owned(), |reference| format!("{address}@{reference}"));
        self.refs.push(Ref {
            loc: self.places.entity(&place.source, place.span),
            raw,
            kind: "action",
            owner: owner.to_owned(),
            name: name.to_owned(),
            path: path.to_owned(),
            reference: reference.map(str::to_owned),
            pin: reference.map_or("none", references::pin),
            comment: String::new(),
            job: job.to_owned(),
        });
        true
    }
}
