//! Airflow DAG files: Python, read and followed without running it.
//!
//! `.airflowignore` decides nothing here. Airflow honours it only at or below its DAGs folder, which the repository does
//! not name, and reads its lines as regular expressions or as globs depending on the release: a DAG that gate would pass
//! over because of it may well be one that Airflow runs.

pub mod archive;
mod arena;
mod build;
mod document;
mod encoding;
mod evidence;
mod facts;
mod graph;
mod imports;
mod interpret;
mod jinja;
mod knowledge;
mod mentions;
pub(crate) mod model;
mod modules;
mod object;
pub mod places;
mod plain;
pub(crate) mod python;
pub mod submodule;
mod text;
mod value;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use self::facts::Facts;
use self::knowledge::Tables;
pub(crate) use self::plain::expression;
use super::{Claim, Context, Document, Format, Kind, Parsed, Problem};
use crate::finding::Text;
use crate::input::content::Content;
use crate::source::{RepoPath, Source};
use encoding::Encoding;
use interpret::Interpreter;
use modules::Modules;

/// The format of DAG files.
pub struct Airflow;

impl Format for Airflow {
    fn kind(&self) -> Kind {
        Kind::Airflow
    }

    fn name(&self) -> &'static str {
        "airflow"
    }

    fn claims(&self, path: &RepoPath) -> Claim {
        if path.extension() == Some("py") { Claim::Maybe } else { Claim::No }
    }

    /// The words that make a DAG file may stand anywhere in it, so the head decides nothing; `parse` does.
    fn confirms(&self, _head: &str) -> bool {
        true
    }

    fn recognises(&self, text: &str) -> bool {
        mentions::dags(text)
    }

    fn parse(&self, source: &Arc<Source>, context: &Context<'_>) -> Parsed {
        let encoding = encoding::declared(source.text());
        if let Encoding::OtherText(name) = encoding {
            return Parsed::Failed(undecodable(source, name));
        }
        if !mentions::dags(source.text()) {
            return Parsed::NotMine("not an Airflow DAG file".to_owned());
        }
        if let Encoding::OtherLetters(name) = encoding {
            return Parsed::Failed(undecodable(source, name));
        }
        let modules = match Modules::of(source, *context) {
            Ok(modules) => modules,
            Err(reason) => return Parsed::Failed(Problem::of(source.path(), &reason)),
        };
        let mut interpreter = Interpreter::new(&modules, context.options);
        interpreter.run();
        let tables = Tables::of(context.knowledge());
        let (mut file, table, known) = document::build(&interpreter, &tables);
        let mut problems = python::syntax_errors(source, &modules.own_code().parsed);
        if let Some((at, why)) = &interpreter.given_up {
            problems.push(Problem::at(source, *at, why));
        }
        for (at, name) in &interpreter.hidden_code {
            problems.push(Problem::at(source, *at, &format!("`{name}` runs text as code, which cannot be followed")));
        }
        file.facts = Facts::of(&file, &tables);
        let excluded =
            || imports::of_excluded(modules.own_code().parsed.syntax(), source.path(), &context.options.excluded);
        let mut runs = if file.dags.is_empty() { BTreeSet::new() } else { excluded() };
        runs.extend(interpreter.definitions.iter().cloned());
        Parsed::Document(Box::new(Document {
            kind: Kind::Airflow,
            format: "airflow",
            path: source.path().clone(),
            content: Content::new(file),
            facets: BTreeSet::new(),
            problems,
            notices: interpreter.remarks.iter().map(|remark| Text::new(remark)).collect(),
            outside: Vec::new(),
            runs,
            known,
            locator: Box::new(table),
        }))
    }
}

/// Python would read another text than the one at hand.
fn undecodable(source: &Source, encoding: &str) -> Problem {
    let what = format!("declares the encoding `{encoding}`, in which Python may read other code than is seen here");
    Problem::of(source.path(), &what)
}

/// Whether a document is a DAG file that defines a DAG, without making its JSON.
#[must_use]
pub fn has_dags(document: &Document) -> bool {
    document.content.model::<model::AirflowFile>().is_some_and(|file| !file.dags.is_empty())
}

/// The JSON Schema of the normalised document.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(model::AirflowFile).to_value()
}
