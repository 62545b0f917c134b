//! What words of a shell command do to the data that the words behind them name: `commands.tsv`.

use std::collections::BTreeMap;

use crate::knowledge::{Lookup, concepts};

/// What becomes of what stands behind a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Does {
    /// The last path is where the data goes.
    Copies,
    /// The same, and paths may be on other machines: `host:path`.
    Transfers,
    /// They are changed.
    Changes,
    /// A session with another machine.
    Connects,
    /// Addresses of the web are read, or written with one of the options.
    Uploads,
    /// Addresses of mails are written to.
    Mails,
    /// The value of one of the options is a place that is written to.
    Sends,
    /// The value of one of the options is a statement of a database.
    Sql,
    /// The value of one of the options is a command of a shell.
    Shell,
    /// The value of the option is a bucket.
    Bucket,
    /// A path of which nothing is known may be data.
    Stores,
    /// It has the words of the tool `bq`.
    Bigquery,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Command {
    pub(crate) does: Does,
    /// Its options; `*` for words that are no value of an option.
    options: Vec<String>,
}

impl Command {
    /// Whether it has an option.
    pub(crate) fn has(&self, option: &str) -> bool {
        self.options.iter().any(|own| own == option)
    }
}

static COMMANDS: Lookup<BTreeMap<String, Command>> = Lookup::new(&concepts::airflow::COMMANDS, |rows| {
    rows.map(|row| {
        let does = match row.word("does") {
            "copies" => Does::Copies,
            "transfers" => Does::Transfers,
            "connects" => Does::Connects,
            "uploads" => Does::Uploads,
            "mails" => Does::Mails,
            "sends" => Does::Sends,
            "sql" => Does::Sql,
            "shell" => Does::Shell,
            "bucket" => Does::Bucket,
            "stores" => Does::Stores,
            "bigquery" => Does::Bigquery,
            _ => Does::Changes,
        };
        let options = row.text("options").split(',').map(str::to_owned).collect();
        (row.text("word").to_owned(), Command { does, options })
    })
    .collect()
});

/// What a word of a command does.
pub(crate) fn named(word: &str) -> Option<&'static Command> {
    COMMANDS.built_in().get(word)
}

#[cfg(test)]
mod tests {
    use super::{Does, named};

    #[test]
    fn a_word_is_known_by_what_it_does() {
        let does = |word| named(word).map(|command| command.does);
        assert_eq!((does("rsync"), does("-rm"), does("cat")), (Some(Does::Transfers), Some(Does::Changes), None));
        let psql = named("psql").unwrap();
        assert!(psql.does == Does::Sql && psql.has("--command") && !psql.has("-f"));
    }
}
