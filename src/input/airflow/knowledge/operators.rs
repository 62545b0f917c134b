//! What the data is that the arguments of operators name: `operators.tsv`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::{given, rows};

/// The table.
const TEXT: &str = include_str!("../../../../policies/knowledge/airflow/operators.tsv");

/// What an argument is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Whether the data is written; otherwise it is read.
    pub(crate) writes: bool,
    /// What the argument holds.
    pub(crate) holds: Holds,
    /// The argument that names the data: `a.b` joins two or goes down the keys of the first, `a@2` has a number.
    pub(crate) name: Option<&'static str>,
    /// The argument for the object or folder within it; without a name it is a whole URI.
    pub(crate) key: Option<&'static str>,
}

/// What an argument holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// The name of a bucket or container.
    Bucket,
    /// The name of a dataset or schema.
    Dataset,
    /// The name of a table.
    Table,
    /// A place outside the data platform.
    Endpoint,
    /// A URI.
    Uri,
    /// A statement that names tables.
    Sql,
}

/// A row of the table.
enum Row {
    Names(&'static str, Entry),
    Nothing(&'static str),
}

#[derive(Default)]
struct Table {
    named: BTreeMap<&'static str, Vec<Entry>>,
    inert: BTreeSet<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for row in rows(TEXT, row).flatten() {
        match row {
            Row::Names(operator, entry) => table.named.entry(operator).or_default().push(entry),
            Row::Nothing(operator) => {
                table.inert.insert(operator);
            }
        }
    }
    table
});

fn row([operator, does, kind, name, key]: [&'static str; 5]) -> Result<Row, String> {
    match does {
        "nothing" if (kind, name, key) == ("-", "-", "-") => Ok(Row::Nothing(operator)),
        "nothing" => Err(format!("`{operator}` names nothing, so the rest is `-`")),
        _ => Ok(Row::Names(operator, entry(does, kind, name, key)?)),
    }
}

/// The columns that tables of operators and calls have in common.
pub(super) fn entry(does: &str, kind: &str, name: &'static str, key: &'static str) -> Result<Entry, String> {
    let writes = match does {
        "reads" => false,
        "writes" => true,
        other => return Err(format!("`{other}` is neither `reads` nor `writes`")),
    };
    let holds = match kind {
        "bucket" => Holds::Bucket,
        "dataset" => Holds::Dataset,
        "table" => Holds::Table,
        "endpoint" => Holds::Endpoint,
        "uri" => Holds::Uri,
        "sql" => Holds::Sql,
        other => return Err(format!("`{other}` is no kind of data")),
    };
    let entry = Entry { writes, holds, name: given(name), key: given(key) };
    match (entry.name, entry.key, holds) {
        (None, None, _) => Err("it names no argument".to_owned()),
        (_, Some(_), Holds::Uri | Holds::Sql) => Err("a URI or statement has no key".to_owned()),
        _ => Ok(entry),
    }
}

/// What the arguments of an operator of this name hold; `None` when the table names none of them.
pub(crate) fn named(operator: &str) -> Option<&'static [Entry]> {
    TABLE.named.get(operator).map(Vec::as_slice)
}

/// Whether an operator neither runs a text nor names data, whatever it is given.
pub(crate) fn is_inert(operator: &str) -> bool {
    TABLE.inert.contains(operator)
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::{Entry, Holds, TABLE, TEXT, is_inert, named, row};

    #[test]
    fn every_row_is_well_formed() {
        assert_eq!(faults(TEXT, row), [""; 0]);
        assert!(TABLE.named.len() > 50 && TABLE.inert.len() > 30);
    }

    #[test]
    fn a_row_says_what_an_argument_holds() {
        let copy = named("S3CopyObjectOperator").unwrap();
        let reads = Entry {
            writes: false,
            holds: Holds::Bucket,
            name: Some("source_bucket_name"),
            key: Some("source_bucket_key"),
        };
        let writes = Entry { writes: true, name: Some("dest_bucket_name"), key: Some("dest_bucket_key"), ..reads };
        assert_eq!(copy, [reads, writes]);
        assert_eq!(named("PythonOperator"), None);
    }

    #[test]
    fn what_runs_no_text_is_known_by_its_own_name() {
        for (operator, expected) in [
            ("EmptyOperator", true),
            ("BranchPythonVirtualenvOperator", true),
            ("FileSensorAsync", true),
            ("@task.branch", true),
            ("@task.bash", false),
            ("BashOperator", false),
            ("MyEmptyOperator", false),
        ] {
            assert_eq!(is_inert(operator), expected, "{operator}");
        }
    }

    #[test]
    fn a_row_with_a_word_that_nobody_knows_is_broken() {
        for (fields, why) in [
            (["A", "takes", "bucket", "b", "-"], "`takes` is neither `reads` nor `writes`"),
            (["A", "reads", "heap", "b", "-"], "`heap` is no kind of data"),
            (["A", "reads", "bucket", "-", "-"], "it names no argument"),
            (["A", "reads", "sql", "b", "c"], "a URI or statement has no key"),
            (["A", "nothing", "bucket", "b", "-"], "`A` names nothing, so the rest is `-`"),
        ] {
            assert_eq!(row(fields).err().as_deref(), Some(why), "{fields:?}");
        }
    }
}
