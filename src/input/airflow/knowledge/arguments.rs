//! Arguments of any operator whose text means something by their name: `arguments.tsv`.

use std::collections::BTreeMap;

use super::super::model::DataKind;
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(crate) static ARGUMENTS: Lookup<Arguments> =
    Lookup::new(&concepts::airflow::ARGUMENTS, |rows| Arguments(rows.map(|row| argument(&row)).collect()));

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// Commands of a shell.
    Shell,
    /// Statements of a database.
    Sql,
}

/// What an argument is known for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Argument {
    holds: Option<Language>,
    names: Option<DataKind>,
    is_run: bool,
    is_added: bool,
}

/// Arguments by their names.
#[derive(Debug)]
pub(crate) struct Arguments(BTreeMap<String, Argument>);

fn argument(row: &Row<'_>) -> (String, Argument) {
    let holds = match row.word("holds") {
        "shell" => Some(Language::Shell),
        "sql" => Some(Language::Sql),
        _ => None,
    };
    let names = match row.word("holds") {
        "bucket" => Some(DataKind::Bucket),
        "dataset" => Some(DataKind::Dataset),
        "table" => Some(DataKind::Table),
        "endpoint" => Some(DataKind::Endpoint),
        _ => None,
    };
    (row.text("argument").to_owned(), Argument { holds, names, is_run: row.flag("run"), is_added: row.is_added() })
}

impl Arguments {
    /// The language in which the text of an argument names data.
    pub(crate) fn language(&self, name: &str) -> Option<Language> {
        self.0.get(name)?.holds
    }

    /// The kind of data that an argument names in an operator without a row of its own.
    pub(crate) fn names(&self, name: &str) -> Option<DataKind> {
        self.0.get(name)?.names
    }

    /// Whether an argument is known from a row that a repository added, which takes nothing away from what is found in an
    /// argument of any name.
    pub(crate) fn is_added(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|argument| argument.is_added)
    }

    /// The arguments whose text is run, by a shell, a database or a container, sorted.
    pub(crate) fn executed(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, argument)| argument.is_run).map(|(name, _)| name.as_str())
    }

    /// Whether the text of an argument is run.
    pub(crate) fn is_executed(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|argument| argument.is_run)
    }
}

#[cfg(test)]
mod tests {
    use super::{ARGUMENTS, Language};
    use crate::knowledge::Knowledge;

    #[test]
    fn arguments_are_known_by_their_names() {
        let mut knowledge = Knowledge::default();
        knowledge.add("airflow/arguments", "acme_job\tshell\tyes\n").unwrap();
        let arguments = ARGUMENTS.of(&knowledge);
        for (name, expected, run, added) in [
            ("bash_command", Some(Language::Shell), true, false),
            ("cmd", Some(Language::Shell), false, false),
            ("sql", Some(Language::Sql), true, false),
            ("overrides", None, true, false),
            ("env", None, false, false),
            ("acme_job", Some(Language::Shell), true, true),
        ] {
            assert_eq!((arguments.language(name), arguments.is_executed(name)), (expected, run), "{name}");
            assert_eq!(arguments.executed().any(|executed| executed == name), run, "{name}");
            assert_eq!(arguments.is_added(name), added, "{name}");
        }
    }
}
