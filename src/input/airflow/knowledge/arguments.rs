//! Arguments of any operator whose text means something by their name: `arguments.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::rows;

/// The table.
const TEXT: &str = include_str!("../../../../policies/knowledge/airflow/arguments.tsv");

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
    is_run: bool,
}

static TABLE: LazyLock<BTreeMap<&'static str, Argument>> = LazyLock::new(|| rows(TEXT, row).flatten().collect());

fn row([name, holds, run]: [&'static str; 3]) -> Result<(&'static str, Argument), String> {
    let holds = match holds {
        "shell" => Some(Language::Shell),
        "sql" => Some(Language::Sql),
        "-" => None,
        other => return Err(format!("`{other}` is no language")),
    };
    let is_run = match run {
        "yes" => true,
        "no" => false,
        other => return Err(format!("`{other}` is neither `yes` nor `no`")),
    };
    Ok((name, Argument { holds, is_run }))
}

/// The language in which the text of an argument names data.
pub(crate) fn language(name: &str) -> Option<Language> {
    TABLE.get(name)?.holds
}

/// The arguments whose text is run, by a shell, a database or a container, sorted.
pub(crate) fn executed() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(|(_, argument)| argument.is_run).map(|(name, _)| *name)
}

/// Whether the text of an argument is run.
pub(crate) fn is_executed(name: &str) -> bool {
    TABLE.get(name).is_some_and(|argument| argument.is_run)
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::{Language, TABLE, TEXT, executed, is_executed, language, row};

    #[test]
    fn every_row_is_well_formed() {
        assert_eq!(faults(TEXT, row), [""; 0]);
        let rows = TEXT.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(TABLE.len(), rows, "an argument has one row");
        assert!(row(["a", "perl", "no"]).is_err() && row(["a", "sql", "maybe"]).is_err());
    }

    #[test]
    fn arguments_are_known_by_their_names() {
        for (name, expected, run) in [
            ("bash_command", Some(Language::Shell), true),
            ("cmd", Some(Language::Shell), false),
            ("sql", Some(Language::Sql), true),
            ("overrides", None, true),
            ("env", None, false),
        ] {
            assert_eq!((language(name), is_executed(name)), (expected, run), "{name}");
            assert_eq!(executed().any(|executed| executed == name), run, "{name}");
        }
    }
}
