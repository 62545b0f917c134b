//! GitHub: the raw answers of its REST API, as a snapshot keeps them.

mod answers;
mod branch;
mod classic;
mod environments;
pub(super) mod ruleset;
mod rulesets;
mod settings;

use super::facts::Facts;
use super::model::{Forge, Provenance, SCHEMA};
use super::reader::Reader;
use crate::input::tree::Node;
use crate::source::Span;

use answers::Answers;
use rulesets::Rulesets;
use settings::Settings;

/// Turns the answers about `repository` into the common model. `answers` is the key and the value in the envelope.
pub(super) fn read(
    reader: &mut Reader<'_>,
    whole: Span,
    source: Provenance,
    repository: &str,
    answers: (Span, &Node),
) -> Forge {
    let answers = Answers::read(reader, repository, answers);
    same_repository(reader, &answers, repository);
    let rulesets = Rulesets::read(reader, &answers);
    let mut settings = Settings::new(reader, &answers);
    let described = settings.repository(repository);
    let merge = settings.merge();
    let ci = settings.ci();
    let security = settings.security();
    let codeowners = settings.codeowners();
    let organization = settings.organization();
    let mut unknowns = settings.unknowns;
    let default = described.default_branch.as_deref();
    let branches = branch::names(&answers, default)
        .iter()
        .map(|name| branch::read(reader, &answers, &rulesets, name, default))
        .collect();
    let environments = environments::read(reader, &answers, &mut unknowns);
    Forge {
        schema: SCHEMA,
        file: reader.source().path().as_str().to_owned(),
        loc: reader.place(whole, Some(repository)),
        source,
        branches,
        tags: rulesets.tags(reader),
        merge,
        ci,
        security,
        codeowners,
        environments,
        organization,
        repository: described,
        facts: Facts::default(),
        unknowns,
    }
}

/// An answer that describes another repository than the envelope says is no evidence about either.
fn same_repository(reader: &mut Reader<'_>, answers: &Answers<'_>, repository: &str) {
    let Ok(found) = answers.object(reader, "repo", "Metadata: read") else { return };
    let Some(name) = found.body.get("full_name") else { return };
    if !name.as_str().is_some_and(|name| name.eq_ignore_ascii_case(repository)) {
        reader.problem(name.span, "the snapshot says that it is about another repository");
    }
}
