//! `inputs.pipeline`: pipelines at places that only the settings of their platform name, and clones of what they call.

use std::path::Path;

use crate::cli::CliError;
use crate::config::{self, Config, ConfigError, NamedPipeline, PipelineSource, Places, Unpinned};
use crate::finding::Kind;
use crate::input::recognised::{self, Form, Standing};
use crate::input::{FORMATS, Format};
use crate::source::{Beside, Owner, Pinned, RepoPath, Source};

/// The pipelines that the configuration names, and what runs each.
pub(super) fn named(config: &Config) -> impl Iterator<Item = (RepoPath, &'static Form)> {
    let files = config.inputs.pipeline.files.iter();
    files.filter_map(|named| Some((RepoPath::new(&named.file)?, recognised::by_name(&named.vendor)?)))
}

/// The reader of a form, if it has one.
pub(super) fn reader_of(form: &Form) -> Option<&'static dyn Format> {
    let Standing::Read(reader) = form.standing else { return None };
    FORMATS.iter().copied().find(|format| format.name() == reader)
}

/// Refuses an entry of `inputs.pipeline.files` that names no file or nothing that runs one.
pub(super) fn check(source: &Source, config: &Config) -> Result<(), ConfigError> {
    let at = |index: usize, key: &str| ["inputs".into(), "pipeline".into(), "files".into(), index.into(), key.into()];
    for (index, NamedPipeline { file, vendor }) in config.inputs.pipeline.files.iter().enumerate() {
        if RepoPath::new(file).is_none() {
            let message = format!("`{file}` is no path inside the repository");
            let help = "write it relative to the root of the repository";
            return Err(Places::of(source).at_value(&at(index, "file"), message, help));
        }
        let form = recognised::by_name(vendor);
        let is_read = |form| reader_of(form).is_some_and(|format| format.kind() == Kind::Pipeline);
        let runs = form.is_some_and(|form| form.standing == Standing::Unread || is_read(form));
        if !runs {
            let message = format!("gate knows nothing called `{vendor}` that runs pipelines");
            let help = "write github, gitlab, azure, jenkins, circleci, bitbucket, buildkite, drone, tekton …";
            return Err(Places::of(source).at_value(&at(index, "vendor"), message, help));
        }
    }
    sources(source, config)
}

/// Refuses an entry of `inputs.pipeline.sources` that is another folder on another machine, or says a second time where
/// a repository lies.
fn sources(source: &Source, config: &Config) -> Result<(), ConfigError> {
    let at = |index: usize, key: &str| ["inputs".into(), "pipeline".into(), "sources".into(), index.into(), key.into()];
    let sources = &config.inputs.pipeline.sources;
    for (index, PipelineSource { repository, path }) in sources.iter().enumerate() {
        if let Err(Unpinned { message, help, .. }) = config::place("path", path) {
            return Err(Places::of(source).at_value(&at(index, "path"), message, help));
        }
        let same = |other: &PipelineSource| other.repository.as_str().eq_ignore_ascii_case(repository.as_str());
        if sources.iter().take(index).any(same) {
            let message = format!("`{}` stands here a second time", repository.as_str());
            return Err(Places::of(source).at_value(&at(index, "repository"), message, "keep one of the two"));
        }
    }
    Ok(())
}

/// Refuses a clone that is none.
pub(super) fn check_clones(config: &Config, root: &Path, owner: Owner) -> Result<(), CliError> {
    for clone in beside(config, root, owner) {
        if let Err(error) = Pinned::open(std::slice::from_ref(&clone)) {
            let message = format!("inputs.pipeline.sources, {}: {error}", clone.repository);
            return Err(CliError::usage(message, "clone it there, or name the folder where its clone lies"));
        }
    }
    Ok(())
}

/// The clones that the configuration names.
pub(super) fn beside(config: &Config, root: &Path, owner: Owner) -> Vec<Beside> {
    let beside = |source: &PipelineSource| Beside {
        repository: source.repository.as_str().to_owned(),
        folder: root.join(&source.path),
        owner,
    };
    config.inputs.pipeline.sources.iter().map(beside).collect()
}
