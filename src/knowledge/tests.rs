//! The tables that are built in, and rows that are added to them.

use std::collections::BTreeMap;

use super::concepts::CONCEPTS;
use super::table::Keys;
use super::{Knowledge, Lookup, Refused, TABLES, concepts, text};
use crate::limits::LIMITS;

const ROW: &str = "scan\tsast\tacme-scan\tcommand\tacme-scan run\twithout --strict\n";

/// The names of the tools, in the order of the table.
static NAMES: Lookup<Vec<String>> =
    Lookup::new(&concepts::pipeline::TOOLS, |rows| rows.map(|row| row.text("tool").to_owned()).collect());

/// How many there are: a second reader of the same table.
static COUNT: Lookup<usize> = Lookup::new(&concepts::pipeline::TOOLS, |rows| rows.count());

fn added(row: &str) -> Result<Knowledge, Refused> {
    let mut knowledge = Knowledge::default();
    knowledge.add("pipeline/tools", row).map(|()| knowledge)
}

#[test]
fn every_table_has_a_concept_and_every_concept_a_table() {
    let tables: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    let concepts: Vec<&str> = CONCEPTS.iter().map(|concept| concept.name).collect();
    assert_eq!(tables, concepts, "declare it in src/knowledge/concepts, or add the table");
}

#[test]
fn every_table_that_is_built_in_holds_and_says_at_its_head_what_it_is() {
    for concept in CONCEPTS {
        let table = text(concept);
        concept.check(table, &Keys::new()).unwrap();
        let head: Vec<&str> = concept.columns.iter().map(|column| column.name).collect();
        let head = format!("# {}", head.join("\t"));
        assert!(table.lines().any(|line| line == head), "{}: no line {head:?}", concept.name);
        assert!(concept.rows(table).count() < LIMITS.knowledge_rows, "{}", concept.name);
    }
}

#[test]
fn every_row_that_is_built_in_says_where_that_was_read() {
    for concept in CONCEPTS.iter().filter(|concept| concept.columns.iter().any(|column| column.name == "source")) {
        for row in concept.rows(text(concept)) {
            assert!(row.given("source").is_some(), "{}: {row:?}", concept.name);
        }
    }
}

#[test]
fn no_row_is_added_that_could_let_something_pass() {
    let cases = [
        ("airflow/operators", "BashOperator\tnothing", "1:14: `nothing` is no `does`"),
        ("pipeline/cloud-keys", "-\telsewhere\tAWS", "1:3: `elsewhere` is no `part`"),
        (
            "terraform/store-locks",
            "aws_s3_bucket\tacme_lock\t-\tmode\thard\tdays\t1",
            "1:1: `aws_s3_bucket` is no `store` of a row that anybody may add; a row about a `store` of which gate has rows",
        ),
        ("terraform/condition_keys", "aws:referer\tidentifier", "nobody adds rows to `terraform/condition_keys`"),
        ("airflow/destinations", "argument\tis\tsource", "nobody adds rows to `airflow/destinations`"),
    ];
    for (table, row, expected) in cases {
        let found = Knowledge::default().add(table, row).unwrap_err().to_string();
        assert!(found.starts_with(expected), "{table}\n  {found}");
    }
}

#[test]
fn the_example_of_a_row_is_one_that_gate_does_not_know() {
    for concept in CONCEPTS {
        if let Some(row) = concept.added.example() {
            concept.check_added(row, text(concept), "").unwrap();
        }
    }
}

#[test]
fn rows_are_added_behind_those_that_are_built_in() {
    let built_in = NAMES.of(&Knowledge::default());
    let more = NAMES.of(&added(ROW).unwrap());
    assert_eq!(more.split_last(), Some((&"acme-scan".to_owned(), built_in.as_slice())));
    // The next run has its own rows.
    assert_eq!(NAMES.of(&added(&ROW.replace("acme", "other")).unwrap()).last().unwrap(), "other-scan");
    assert_eq!(NAMES.of(&Knowledge::default()), built_in);
}

#[test]
fn a_table_is_made_once_for_a_run() {
    let knowledge = added(ROW).unwrap();
    assert!(std::sync::Arc::ptr_eq(&NAMES.of(&knowledge), &NAMES.of(&knowledge)));
    assert!(std::sync::Arc::ptr_eq(&NAMES.of(&Knowledge::default()), &NAMES.of(&Knowledge::default())));
    // A second reader of the same table has its own.
    assert_eq!(*COUNT.of(&knowledge), NAMES.of(&knowledge).len());
}

#[test]
fn what_a_row_may_not_say() {
    let cases = [
        ("scan\tsast\tx\tcommand\ttrivy image|i\t", "1:21: `command trivy image` is there already: gate knows it"),
        ("build\t\tx\tcommand\tpnpm audit\t", "`command pnpm audit` is there already: gate knows it"),
        ("scan\tsast\tx\taction\tsnyk/actions\t", "`action snyk/actions` is there already"),
        (
            "scna\tsast\tx\tcommand\tx\t",
            "1:1: `scna` is no `role`; one of `scan`, `test`, `build`, `deploy`, `push`, `sign`, `attest`, `sbom`, `register`, `evaluate`, `approve`, `require`, `review`, `merge`, `override`, `verify`, `-`",
        ),
        ("scan\tcloud\tx\tcommand\tx\t", "`cloud` is no category of the role `scan`; one of sast, dast, sca"),
        ("scan\t\tx\tcommand\tx", "`` is no category of the role `scan`"),
        ("test\tsast\tx\tcommand\tx", "`sast` is no category of the role `test`; leave it empty"),
        ("scan\tsast\tx\timage\tacme/x", "the role `scan` of an entry of kind `image`"),
        ("-\t\tx\tcommand\tx", "the role `-` of an entry of kind `command`"),
        ("-\t\tx\timage\tacme/x:1", "`acme/x:1` names no image"),
        ("-\t\tx\timage\tdocker.io/acme/x", "`docker.io/acme/x` names no image"),
        ("scan\tsast\tx\taction\tacme/Scan", "`acme/Scan` names no action"),
        ("scan\tsast\tx\taction\tscan", "`scan` names no action"),
        ("scan\tsast\tx\taction\tacme/scan@v1", "`acme/scan@v1` names no action"),
        ("scan\tsast\tx\tcommand\t./scan", "`./scan` names no command"),
        ("scan\tsast\tx\tcommand\tscan\tunless --x", "`unless --x` is no `toothless`"),
    ];
    for (row, expected) in cases {
        let found = added(row).unwrap_err().to_string();
        assert!(found.contains(expected), "{row:?}\n  {found}");
    }
    let closed = Knowledge::default().add("credentials/names", "ends\tx\tx\ty").unwrap_err().to_string();
    assert!(closed.starts_with("nobody adds rows to `credentials/names`: gate hides"), "{closed}");
    let unknown = Knowledge::default().add("pipeline/tool", ROW).unwrap_err().to_string();
    assert!(unknown.starts_with("there is no table `pipeline/tool`; rows can be added to airflow/"), "{unknown}");
    assert!(unknown.contains(" pipeline/tools, ") && !unknown.contains("credentials"), "{unknown}");
}

#[test]
fn rows_are_counted() {
    let rows = |count: usize| (0..count).map(|n| ROW.replace("acme", &format!("x{n}"))).collect::<String>();
    assert!(added(&rows(LIMITS.knowledge_rows)).is_ok());
    let found = added(&rows(LIMITS.knowledge_rows + 1)).unwrap_err().to_string();
    assert!(found.starts_with("2001:1: more than 2000 rows"), "{found}");
}

#[test]
fn what_winto_added_is_checked_again_where_it_arrives() {
    let knowledge = added(ROW).unwrap();
    let sent = serde_json::to_string(&knowledge).unwrap();
    let received: Knowledge = serde_json::from_str(&sent).unwrap();
    assert_eq!(received, knowledge);
    assert_eq!(NAMES.of(&received), NAMES.of(&knowledge));
    let forged = serde_json::to_string(&BTreeMap::from([("pipeline/tools", "scan")])).unwrap();
    assert!(serde_json::from_str::<Knowledge>(&forged).is_err());
    assert_eq!(serde_json::to_string(&added("# nothing yet\n").unwrap()).unwrap(), "{}");
}
