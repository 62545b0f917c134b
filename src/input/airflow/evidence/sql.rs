//! The tables that a SQL statement names. A reader of words, not a parser: it finds the names behind the keywords.

use std::collections::BTreeSet;

use super::super::model::DataKind;
use super::super::text::Text;
use super::shell::Touched;
use super::uri::{self, Named, Word};

/// What is expected next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Anything,
    Read,
    Write,
}

/// Whether a text is a statement and not the name of a file that holds one.
pub(crate) fn is_statement(text: &Text) -> bool {
    text.display().trim().contains(char::is_whitespace)
}

/// The tables and URIs that a statement reads and writes.
pub(crate) fn touched(statement: &Text) -> Touched {
    let words = uri::words(statement);
    let defined = defined_within(&words);
    let mut touched = Touched::default();
    let (mut next, mut into_files) = (Next::Anything, false);
    for word in &words {
        let Word::Text(text) = word else {
            match word {
                Word::Mark(';') => (next, into_files) = (Next::Anything, false),
                Word::Mark('(') => next = Next::Anything,
                _ => {}
            }
            continue;
        };
        if let Some(named) = uri::parse(text) {
            let side = if into_files { &mut touched.writes } else { &mut touched.reads };
            side.push(named);
            next = Next::Anything;
            continue;
        }
        let keyword = text.as_known().map(str::to_ascii_lowercase).unwrap_or_default();
        match keyword.as_str() {
            "from" => next = if next == Next::Write { Next::Write } else { Next::Read },
            "join" | "using" => next = Next::Read,
            "into" | "update" | "overwrite" | "truncate" | "merge" | "copy" | "delete" => next = Next::Write,
            "unload" => into_files = true,
            "table" | "view" => next = if next == Next::Read { Next::Read } else { Next::Write },
            "create" | "or" | "replace" | "if" | "not" | "exists" | "temp" | "temporary" | "only" | "external" => {}
            "select" | "set" | "values" | "where" | "on" | "as" | "when" | "to" => next = Next::Anything,
            _ => {
                let is_defined = defined.contains(&keyword);
                let named = Named::new(DataKind::Table, text.clone());
                match next {
                    Next::Read if !is_defined => touched.reads.push(named),
                    Next::Write => touched.writes.push(named),
                    _ => {}
                }
                next = Next::Anything;
            }
        }
    }
    touched
}

/// The names that `with name as (…)` defines.
fn defined_within(words: &[Word]) -> BTreeSet<String> {
    let known = |word: &Word| match word {
        Word::Text(text) => text.as_known().map(str::to_ascii_lowercase),
        Word::Mark(_) => None,
    };
    words
        .windows(3)
        .filter_map(|window| match window {
            [name, keyword, Word::Mark('(')] if known(keyword).as_deref() == Some("as") => known(name),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::touched;
    use crate::input::airflow::text::Text;

    #[test]
    fn tables_are_found_behind_their_keywords() {
        let cases = [
            ("SELECT * FROM raw.customers c JOIN dim.day d ON c.d = d.d", "raw.customers dim.day", ""),
            ("INSERT INTO mart.x SELECT a FROM raw.y", "raw.y", "mart.x"),
            ("CREATE TABLE IF NOT EXISTS mart.x AS SELECT 1", "", "mart.x"),
            ("WITH t AS (SELECT * FROM raw.y) SELECT * FROM t", "raw.y", ""),
            ("MERGE INTO mart.x USING raw.y ON 1=1", "raw.y", "mart.x"),
            ("DELETE FROM mart.x WHERE 1=1", "", "mart.x"),
            ("COPY mart.x FROM 's3://raw/y'", "raw", "mart.x"),
            ("UNLOAD ('select * from mart.x') TO 's3://out/y'", "mart.x", "out"),
            ("UPDATE mart.x SET a = 1", "", "mart.x"),
        ];
        for (statement, reads, writes) in cases {
            let found = touched(&Text::known(statement));
            let names = |named: Vec<super::Named>| named.iter().map(|n| n.name.display()).collect::<Vec<_>>().join(" ");
            assert_eq!((names(found.reads).as_str(), names(found.writes).as_str()), (reads, writes), "{statement}");
        }
    }
}
