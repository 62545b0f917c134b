//! The data that a SQL statement names.
//!
//! No grammar covers the dialects of the databases that Airflow talks to, and a parser of one of them loses every name of
//! a statement that it does not know. So the statement is cut into tokens, comments, quotes and brackets included, and the
//! names are those that stand where a clause expects data.

mod clauses;
mod tokens;
mod words;

use self::clauses::Clauses;
use self::tokens::{Token, tokens};
use super::super::model::{DataKind, Does};
use super::super::text::{Part, Text};
use super::uri::{Named, Touched};

/// Statements within statements: `EXECUTE IMMEDIATE '…'`.
const DEPTH: usize = 4;

/// Whether a text is a statement and not the name of a file that holds one.
pub(crate) fn is_statement(text: &Text) -> bool {
    text.display().trim().contains(char::is_whitespace)
}

/// The tables and URIs that statements read, write and change. A statement of which nothing is known may read any table.
pub(crate) fn touched(statements: &Text) -> Touched {
    let mut touched = Touched::default();
    within(statements, DEPTH, &mut touched);
    touched
}

fn within(statements: &Text, depth: usize, touched: &mut Touched) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let all = tokens(statements);
    for statement in all.split(|token| token.is(';')) {
        if let [Token::Word { text, .. }] = statement
            && matches!(text.parts(), [Part::Hole(_)])
        {
            touched.add(Does::Reads, Named::new(DataKind::Table, text.clone()));
            continue;
        }
        let mut clauses = Clauses::of(statement);
        clauses.read();
        clauses.found.0.into_iter().for_each(|(does, named)| touched.add(does, named));
        clauses.texts.iter().for_each(|text| within(text, depth, touched));
    }
}

#[cfg(test)]
mod tests {
    use super::touched;
    use crate::input::airflow::text::Text;

    #[test]
    fn tables_are_found_where_a_clause_expects_them() {
        let cases = [
            ("SELECT * FROM raw.customers c JOIN dim.day d ON c.d = d.d", "reads raw.customers, reads dim.day"),
            ("INSERT INTO mart.x SELECT a FROM raw.y", "writes mart.x, reads raw.y"),
            ("INSERT INTO mart.x (a, b) VALUES (1, 2), (3, 4)", "writes mart.x"),
            ("CREATE TABLE IF NOT EXISTS mart.x AS SELECT a FROM raw.y", "writes mart.x, reads raw.y"),
            ("CREATE TABLE mart.x AS (SELECT a FROM mart.x_old)", "writes mart.x, reads mart.x_old"),
            ("CREATE TABLE mart.x (a int, b text default 'from y')", "changes mart.x"),
            ("CREATE OR REPLACE TEMP VIEW v AS SELECT 1 FROM raw.y", "writes v, reads raw.y"),
            ("CREATE INDEX i ON mart.x (a)", "changes mart.x"),
            ("WITH t AS (SELECT * FROM raw.y), u (a) AS (SELECT 1 FROM t) SELECT * FROM t, u", "reads raw.y"),
            ("WITH t AS (SELECT 1 FROM raw.y) INSERT INTO mart.x SELECT * FROM t", "reads raw.y, writes mart.x"),
            (
                "MERGE INTO mart.x t USING raw.y s ON 1=1 WHEN MATCHED THEN UPDATE SET a = s.a",
                "writes mart.x, reads raw.y",
            ),
            (
                "MERGE mart.x USING (SELECT * FROM raw.y) s ON 1=1 WHEN MATCHED THEN DELETE",
                "writes mart.x, reads raw.y",
            ),
            ("DELETE FROM mart.x USING raw.y WHERE 1=1", "changes mart.x, reads raw.y"),
            ("UPDATE mart.x SET a = 1 FROM raw.y", "writes mart.x, reads raw.y"),
            ("TRUNCATE TABLE mart.x", "changes mart.x"),
            ("DROP TABLE IF EXISTS mart.x, mart.y CASCADE", "changes mart.x, changes mart.y"),
            ("ALTER TABLE mart.x RENAME TO mart.y", "changes mart.x, changes mart.y"),
            ("DROP SCHEMA mart CASCADE", "changes mart"),
            ("SELECT * INTO mart.x FROM raw.y", "writes mart.x, reads raw.y"),
            ("CALL mart.refresh('a')", "uses mart.refresh"),
            ("USE mart; SELECT 1", "uses mart"),
            ("GRANT SELECT ON TABLE mart.x TO reader", "changes mart.x"),
            ("EXECUTE IMMEDIATE 'insert into mart.x select 1'", "writes mart.x"),
            ("INSERT OVERWRITE TABLE mart.x PARTITION (d='1') SELECT * FROM raw.y", "writes mart.x, reads raw.y"),
            ("SELECT * FROM \"raw\".\"Y\" , `p-1.raw.z` z", "reads raw.Y, reads p-1.raw.z"),
            ("ALTER TABLE mart.x DELETE WHERE a = 1", "changes mart.x"),
            ("ALTER DEFAULT PRIVILEGES IN SCHEMA mart GRANT SELECT ON TABLES TO reader", ""),
            ("SELECT a FROM [dbo].[Orders] WITH (NOLOCK)", "reads dbo.Orders"),
        ];
        for (statement, expected) in cases {
            assert_eq!(touched(&Text::known(statement)).shown(), expected, "{statement}");
        }
    }

    #[test]
    fn files_that_a_statement_loads_and_unloads_are_found() {
        let cases = [
            ("COPY mart.x FROM 's3://raw/y' IAM_ROLE 'arn:x'", "writes mart.x, reads raw"),
            ("COPY mart.x (a, b) FROM 's3://raw/y'", "writes mart.x, reads raw"),
            ("COPY mart.x TO STDOUT WITH CSV", "reads mart.x"),
            ("COPY (SELECT * FROM mart.x) TO 's3://out/y'", "reads mart.x, writes out"),
            ("COPY INTO mart.x FROM @raw_stage/y", "writes mart.x, reads @raw_stage/y"),
            ("COPY INTO 's3://out/y' FROM mart.x", "writes out, reads mart.x"),
            ("COPY INTO @out_stage FROM (SELECT * FROM mart.x)", "writes @out_stage, reads mart.x"),
            ("UNLOAD ('select * from mart.x') TO 's3://out/y'", "writes out, reads mart.x"),
            ("EXPORT DATA OPTIONS (uri='gs://out/*') AS SELECT * FROM mart.x", "writes out, reads mart.x"),
            ("LOAD DATA INTO mart.x FROM FILES (uris=['gs://raw/*'])", "writes mart.x, reads raw"),
            ("CREATE EXTERNAL TABLE mart.x (a int) LOCATION 's3://raw/y'", "reads raw, changes mart.x"),
            ("INSERT OVERWRITE DIRECTORY 's3://out/y' SELECT * FROM mart.x", "writes out, reads mart.x"),
            ("SELECT * FROM read_parquet('s3://raw/y')", "reads raw"),
            (
                "CREATE TABLE m.x WITH (external_location='s3://out/y') AS SELECT 1 FROM r.y",
                "writes out, writes m.x, reads r.y",
            ),
        ];
        for (statement, expected) in cases {
            assert_eq!(touched(&Text::known(statement)).shown(), expected, "{statement}");
        }
    }

    #[test]
    fn what_stands_elsewhere_is_no_table() {
        for statement in [
            "SELECT 'copied from raw.y' -- from raw.z",
            "SELECT EXTRACT(year FROM d), TRIM(BOTH 'x' FROM a)",
            "SELECT a IS DISTINCT FROM b, a IS NOT DISTINCT FROM c",
            "SELECT * FROM unnest(x), generate_series(1, 2) g",
            "SELECT 1 /* join raw.y */",
            "SELECT column_table, update_time, copy, \"from\" FROM dual",
            "SELECT 1 FOR UPDATE",
            "SET a = 1",
        ] {
            assert_eq!(touched(&Text::known(statement)).shown(), "", "{statement}");
        }
    }

    #[test]
    fn unknown_parts_stay_in_the_names() {
        for (parts, expected) in [
            (&["", "q", ""][..], "reads {q}"),
            (&["select * from ", "schema", ".accounts"], "reads {schema}.accounts"),
            (&["insert into ", "t", " select 1"], "writes {t}"),
            (&["select * from raw.y where ", "c", ""], "reads raw.y"),
            (&["", "hint", " select * from raw.y"], "reads raw.y"),
            (&["insert ", "mode", " table mart.x select 1"], "writes mart.x"),
        ] {
            let mut text = Text::known(parts[0]);
            text.push_hole(parts[1]);
            text.push_str(parts[2]);
            assert_eq!(touched(&text).shown(), expected);
        }
        assert_eq!(touched(&Text::known("delete from %(t)s where a = %s")).shown(), "changes {t}");
    }

    #[test]
    fn brackets_and_words_without_end_are_read_in_time() {
        for piece in ["(", "select * from (", "a.", "'", "`", "with a as (", "$x$", "execute immediate '", "[a"] {
            let _ = touched(&Text::known(piece.repeat(20_000)));
        }
    }
}
