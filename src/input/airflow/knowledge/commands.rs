//! What words of a shell command do to the paths behind them: `commands.tsv`.

use std::collections::BTreeMap;

use crate::knowledge::{Lookup, concepts};

/// What becomes of the paths of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// The last one is where the data goes.
    Copies,
    /// They are changed.
    Changes,
}

static COMMANDS: Lookup<BTreeMap<String, Does>> = Lookup::new(&concepts::airflow::COMMANDS, |rows| {
    rows.map(|row| {
        let does = if row.word("does") == "copies" { Does::Copies } else { Does::Changes };
        (row.text("word").to_owned(), does)
    })
    .collect()
});

/// What a word of a command does.
pub(crate) fn does(word: &str) -> Option<Does> {
    COMMANDS.built_in().get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::{Does, does};

    #[test]
    fn a_word_is_known_by_what_it_does() {
        assert_eq!((does("rsync"), does("-rm"), does("cat")), (Some(Does::Copies), Some(Does::Changes), None));
    }
}
