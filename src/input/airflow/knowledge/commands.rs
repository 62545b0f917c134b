//! What words of a shell command do to the paths behind them: `commands.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::rows;

/// The table.
const TEXT: &str = include_str!("../../../../policies/knowledge/airflow/commands.tsv");

/// What becomes of the paths of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// The last one is where the data goes.
    Copies,
    /// They are changed.
    Changes,
}

static TABLE: LazyLock<BTreeMap<&'static str, Does>> = LazyLock::new(|| rows(TEXT, row).flatten().collect());

fn row([word, does]: [&'static str; 2]) -> Result<(&'static str, Does), String> {
    match does {
        "copies" => Ok((word, Does::Copies)),
        "changes" => Ok((word, Does::Changes)),
        other => Err(format!("`{other}` is neither `copies` nor `changes`")),
    }
}

/// What a word of a command does.
pub(crate) fn does(word: &str) -> Option<Does> {
    TABLE.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::{Does, TABLE, TEXT, does, row};

    #[test]
    fn every_row_is_well_formed() {
        assert_eq!(faults(TEXT, row), [""; 0]);
        let rows = TEXT.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(TABLE.len(), rows, "a word has one row");
        assert!(row(["cat", "shows"]).is_err());
        assert_eq!((does("rsync"), does("-rm"), does("cat")), (Some(Does::Copies), Some(Does::Changes), None));
    }
}
