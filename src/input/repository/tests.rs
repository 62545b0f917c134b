use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{compose, schema};
use crate::input::Content;
use crate::input::{Document, Kind, Segment, Table};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::secret::Known;
use crate::source::{RepoPath, Source, Span};

/// A document of a kind with one entity, the word `thing` of its file.
fn document(kind: Kind, path: &str, mut value: Value) -> Arc<Document> {
    let path = RepoPath::new(path).unwrap();
    let source = Arc::new(Source::from_text(path.clone(), "a thing"));
    let mut table = Table::new(&path);
    value["_loc"] = json!(table.add(&source, Span::new(2, 7), None));
    table.hide(&path, Span::new(0, 1));
    let (problems, facets) = (Vec::new(), BTreeSet::new());
    Arc::new(Document {
        kind,
        format: "test",
        path,
        content: Content::new(value),
        facets,
        problems,
        notices: Vec::new(),
        outside: Vec::new(),
        runs: BTreeSet::new(),
        known: Known::default(),
        locator: Box::new(table),
    })
}

fn composed(documents: &[Arc<Document>], codeowners: Option<&str>) -> Document {
    let file = codeowners.map(|text| Source::from_text(RepoPath::new(".github/CODEOWNERS").unwrap(), text));
    compose(documents, &Memory::new(file), &LIMITS)
}

fn snapshot(path: &str) -> Arc<Document> {
    document(Kind::Forge, path, json!({"source": {"kind": "snapshot"}}))
}

fn shown(document: &Document, loc: &Value) -> (String, String) {
    let place = document.locator.locate(loc.as_str().unwrap(), &[Segment::Key("x".to_owned())]).unwrap();
    (place.source.path().as_str().to_owned(), place.source.slice(place.span).to_owned())
}

#[test]
fn every_document_has_its_place_and_keeps_its_locations() {
    let documents = [
        snapshot(".forge/snapshot.json"),
        document(Kind::Forge, ".github/rulesets/main.json", json!({"source": {"kind": "declared"}})),
        document(Kind::Airflow, "dags/b.py", json!({})),
        document(Kind::Airflow, "dags/a#1.py", json!({})),
        document(Kind::Terraform, "plan.json", json!({})),
        document(Kind::Pipeline, ".github/workflows/ci.yml", json!({})),
    ];
    let repository = composed(&documents, None);
    let value = &repository.value();
    for (pointer, path) in [
        ("/forge", ".forge/snapshot.json"),
        ("/forge_declared/0", ".github/rulesets/main.json"),
        ("/airflow/files/0", "dags/a#1.py"),
        ("/airflow/files/1", "dags/b.py"),
        ("/terraform/plans/0", "plan.json"),
        ("/pipelines/0", ".github/workflows/ci.yml"),
    ] {
        let entity = value.pointer(pointer).unwrap();
        assert_eq!(shown(&repository, &entity["_loc"]), (path.to_owned(), "thing".to_owned()), "{pointer}");
    }
    assert_eq!(repository.facets, ["airflow", "forge", "pipeline", "terraform"].map(str::to_owned).into());
    assert_eq!(repository.problems, []);
    assert_eq!(repository.locator.hidden(&RepoPath::new("plan.json").unwrap()), [Span::new(0, 1)]);
    assert!(repository.locator.locate("elsewhere.yml#0", &[]).is_none());
}

#[test]
fn an_empty_repository_has_every_key() {
    let composed = composed(&[], None);
    let value = composed.value();
    let expected = json!({"schema": "gate.repository/v1", "terraform": {"plans": []}, "airflow": {"files": []},
        "pipelines": [], "forge": null, "forge_declared": [], "repository": {"codeowners": null},
        "facts": {"coverage": [], "deliveries": [], "deployments": [], "own_reviews": [], "pins": [], "unrequired": []}});
    assert_eq!(*value, expected);
}

#[test]
fn a_declared_ruleset_alone_is_not_the_forge() {
    let declared = document(Kind::Forge, ".github/rulesets/main.json", json!({"source": {"kind": "declared"}}));
    let repository = composed(&[declared], None);
    assert_eq!(repository.facets, BTreeSet::new());
    assert_eq!(repository.value()["forge"], Value::Null);
}

#[test]
fn two_snapshots_contradict_each_other_and_that_is_said() {
    let repository = composed(&[snapshot(".forge/a.json"), snapshot(".forge/b.json")], None);
    assert_eq!(repository.problems.len(), 1);
    assert_eq!(repository.problems[0].path.as_str(), ".forge/b.json");
}

#[test]
fn codeowners_are_read_line_by_line() {
    let text = "# owners\n*  @acme/all # every\u{e9}one\n\n/docs/My\\ File.md ann@acme.example @bob\n/free\n";
    let repository = composed(&[], Some(text));
    let rules = repository.value()["repository"]["codeowners"]["rules"].as_array().unwrap();
    let plain: Vec<Value> = rules.iter().map(|rule| json!([rule["pattern"], rule["owners"]])).collect();
    assert_eq!(
        plain,
        [json!(["*", ["@acme/all"]]), json!(["/docs/My File.md", ["ann@acme.example", "@bob"]]), json!(["/free", []]),]
    );
    let (path, pattern) = shown(&repository, &rules[1]["_loc"]);
    assert_eq!((path.as_str(), pattern.as_str()), (".github/CODEOWNERS", "/docs/My\\ File.md"));
}

#[test]
fn the_owners_of_a_section_own_what_it_leaves_open() {
    let repository = composed(&[], Some("[Payments][2] @acme/pay\n/ledger\n/api @acme/api\n^[Docs]\n/docs\n"));
    let rules = repository.value()["repository"]["codeowners"]["rules"].as_array().unwrap();
    let owners: Vec<&Value> = rules.iter().map(|rule| &rule["owners"]).collect();
    assert_eq!(owners, [&json!(["@acme/pay"]), &json!(["@acme/api"]), &json!([])]);
}

#[test]
fn the_schema_takes_in_the_definitions_of_the_kinds() {
    let part = json!({"$schema": "x", "properties": {"a": {"$ref": "#/$defs/A"}, "self": {"$ref": "#"}},
        "$defs": {"A": {"items": {"$ref": "#/$defs/A"}}}});
    let schema = schema(&[(Kind::Airflow, part)]);
    let definitions = &schema["$defs"];
    assert_eq!(definitions["airflow"]["properties"]["a"]["$ref"], "#/$defs/airflow.A");
    assert_eq!(definitions["airflow"]["properties"]["self"]["$ref"], "#/$defs/airflow");
    assert_eq!(definitions["airflow.A"]["items"]["$ref"], "#/$defs/airflow.A");
    assert_eq!(schema["properties"]["airflow"]["properties"]["files"]["items"]["$ref"], "#/$defs/airflow");
    assert_eq!(
        definitions["repository"]["properties"]["codeowners"]["anyOf"][0]["$ref"],
        "#/$defs/repository.Codeowners"
    );
}

#[test]
fn what_one_document_knows_is_hidden_in_all() {
    let mut pipeline = Arc::into_inner(document(Kind::Pipeline, "a.yml", json!({}))).unwrap();
    pipeline.known.add("tr0ub4dor-1");
    let mut plan = Arc::into_inner(document(Kind::Terraform, "plan.json", json!({}))).unwrap();
    plan.known.add("c0rrect-horse");
    let whole = composed(&[Arc::new(pipeline), Arc::new(plan)], None);
    assert_eq!(whole.known.mask("tr0ub4dor-1 c0rrect-horse staple"), "*********** ************* staple");
}
