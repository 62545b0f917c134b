//! Every row about a property against the schemas of the providers: there is such a type, and such an argument.
//!
//! `sh tests/provider_schemas/setup.sh FOLDER`, then
//! `GATE_PROVIDER_SCHEMAS=FOLDER cargo test --test provider_schemas -- --nocapture`

#![expect(clippy::disallowed_methods, reason = "the files of a folder that somebody names are read")]
#![allow(clippy::unwrap_used, clippy::allow_attributes, reason = "a file that cannot be read fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gate::knowledge::table::Column;
use gate::knowledge::{Row, bundled, concepts};

/// The paths of every type, without the marks of lists and without underscores, which bindings lose before digits.
type Schemas = BTreeMap<String, BTreeSet<String>>;

/// What bindings put behind a name that has a meaning in their language.
const ENDING: &str = "attribute";

fn plain(path: &str) -> String {
    let steps = Column::steps(path).filter(|step| step.parse::<usize>().is_err());
    let name = |step: &str| {
        let name = step.split('[').next().unwrap_or_default().replace('_', "");
        name.strip_suffix(ENDING).map_or(name.clone(), str::to_owned)
    };
    steps.map(name).collect::<Vec<_>>().join(".")
}

fn schemas(folder: &PathBuf) -> Schemas {
    let mut schemas = Schemas::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "tsv") {
            continue;
        }
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let (kind, path) = line.split_once('\t').unwrap();
            schemas.entry(kind.to_owned()).or_default().insert(plain(path));
        }
    }
    schemas
}

/// Whether a type has an argument. Below a map every key is one.
fn has(schemas: &Schemas, kind: &str, path: &str) -> bool {
    let Some(paths) = schemas.get(kind) else { return false };
    let path = plain(path);
    let is_block =
        |above: &str| paths.range(format!("{above}.")..).next().is_some_and(|at| at.starts_with(&format!("{above}.")));
    let above = path.match_indices('.').filter_map(|(end, _)| path.get(..end));
    paths.contains(&path) || above.into_iter().any(|above| paths.contains(above) && !is_block(above))
}

/// The type and path of everything that a row asks of a schema.
fn asked<'t>(row: &Row<'t>) -> Vec<(&'t str, &'t str)> {
    let kind = row.text("type");
    let part = row.given("part").and_then(|cell| cell.split_once(':'));
    let holder = part.map_or(kind, |(part, _)| part);
    let conditions = row.given("when").into_iter().flat_map(|cell| cell.split(','));
    let conditions = conditions.filter_map(|text| text.split_once('=')).map(|(name, _)| name.trim_end_matches('!'));
    [(holder, row.text("path"))].into_iter().chain(part).chain(conditions.map(|name| (kind, name))).collect()
}

#[test]
fn every_row_is_about_an_argument_that_a_provider_has() {
    let Some(folder) = std::env::var_os("GATE_PROVIDER_SCHEMAS").map(PathBuf::from) else {
        println!("skipped: GATE_PROVIDER_SCHEMAS does not name a folder that setup.sh made");
        return;
    };
    let schemas = schemas(&folder);
    let tables: BTreeMap<String, &str> = bundled().collect();
    let (mut rows, mut wrong) = (0, Vec::new());
    for concept in concepts::CONCEPTS.iter().filter(|it| it.columns.iter().any(|column| column.name == "any")) {
        let table = tables.get(&format!("policies/knowledge/{}.tsv", concept.name)).unwrap();
        for row in concept.rows(table) {
            rows += 1;
            let missing = asked(&row).into_iter().filter(|(kind, path)| !has(&schemas, kind, path));
            wrong.extend(missing.map(|(kind, path)| format!("{}: {kind} has no {path}", concept.name)));
        }
    }
    println!("{rows} rows compared with {} types", schemas.len());
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
