//! What the data is that the arguments of operators name: `operators.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::model::Does;
use crate::knowledge::{Lookup, Row, concepts};

/// What an argument is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// What becomes of the data.
    pub(crate) does: Does,
    /// What the argument holds.
    pub(crate) holds: Holds,
    /// The argument that names the data: `a.b` joins two or goes down the keys of the first, `a@2` has a number.
    pub(crate) name: Option<String>,
    /// The argument for the object or folder within it; without a name it is a whole URI.
    pub(crate) key: Option<String>,
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
    /// A command that names data.
    Shell,
}

/// Those of a run.
pub(crate) static OPERATORS: Lookup<Operators> = Lookup::new(&concepts::airflow::OPERATORS, |rows| {
    let mut operators = Operators::default();
    for row in rows {
        let operator = row.text("operator").to_owned();
        let does = row.word("does");
        if matches!(does, "nothing" | "idle") {
            operators.inert.insert(operator.clone());
        }
        match does {
            "nothing" => {}
            "idle" => operators.idle.extend([operator]),
            "decides" => operators.deciding.extend([operator]),
            _ => operators.named.entry(operator).or_default().push(Entry::of(&row)),
        }
    }
    operators
});

/// Operators by the last parts of their names.
#[derive(Debug, Default)]
pub(crate) struct Operators {
    named: BTreeMap<String, Vec<Entry>>,
    inert: BTreeSet<String>,
    idle: BTreeSet<String>,
    deciding: BTreeSet<String>,
}

impl Entry {
    /// A row of the tables of operators and calls.
    pub(super) fn of(row: &Row<'_>) -> Self {
        let holds = match row.word("kind") {
            "bucket" => Holds::Bucket,
            "dataset" => Holds::Dataset,
            "table" => Holds::Table,
            "endpoint" => Holds::Endpoint,
            "sql" => Holds::Sql,
            "shell" => Holds::Shell,
            _ => Holds::Uri,
        };
        let argument = |column| row.given(column).map(str::to_owned);
        let does = match row.word("does") {
            "writes" => Does::Writes,
            "changes" => Does::Changes,
            "uses" => Does::Uses,
            _ => Does::Reads,
        };
        Self { does, holds, name: argument("name"), key: argument("key") }
    }
}

impl Operators {
    /// What the arguments of an operator of this name hold; nothing when no row names one of them.
    pub(crate) fn named(&self, operator: &str) -> &[Entry] {
        self.named.get(operator).map_or(&[], Vec::as_slice)
    }

    /// Whether an operator neither runs a text nor names data, whatever it is given.
    pub(crate) fn is_inert(&self, operator: &str) -> bool {
        self.inert.contains(operator)
    }

    /// Whether an operator does no work on data, whatever it is called: an empty task, a branch, a mail.
    pub(crate) fn is_idle(&self, operator: &str) -> bool {
        self.idle.contains(operator) || self.decides(operator)
    }

    /// Whether an operator decides which tasks behind it run.
    pub(crate) fn decides(&self, operator: &str) -> bool {
        self.deciding.contains(operator)
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Holds, OPERATORS};
    use crate::input::airflow::model::Does;
    use crate::knowledge::Knowledge;

    #[test]
    fn a_row_says_what_an_argument_holds() {
        let operators = OPERATORS.of(&Knowledge::default());
        let text = |text: &str| Some(text.to_owned());
        let reads = Entry {
            does: Does::Reads,
            holds: Holds::Bucket,
            name: text("source_bucket_name"),
            key: text("source_bucket_key"),
        };
        let writes =
            Entry { does: Does::Writes, name: text("dest_bucket_name"), key: text("dest_bucket_key"), ..reads.clone() };
        assert_eq!(operators.named("S3CopyObjectOperator"), [reads, writes]);
        assert_eq!(operators.named("PythonOperator"), []);
    }

    #[test]
    fn what_runs_no_text_is_known_by_its_own_name() {
        let operators = OPERATORS.of(&Knowledge::default());
        for (operator, expected) in [
            ("EmptyOperator", true),
            ("BranchPythonVirtualenvOperator", true),
            ("FileSensorAsync", true),
            ("@task.branch", true),
            ("@task.bash", false),
            ("BashOperator", false),
            ("MyEmptyOperator", false),
        ] {
            assert_eq!(operators.is_inert(operator), expected, "{operator}");
        }
    }

    #[test]
    fn nobody_adds_that_an_operator_does_nothing() {
        let refused = Knowledge::default().add("airflow/operators", "AcmeOperator\tnothing\n").unwrap_err();
        assert!(refused.to_string().starts_with("1:14: `nothing` is no `does`"), "{refused}");
    }
}
