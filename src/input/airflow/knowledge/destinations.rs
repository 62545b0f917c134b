//! Names that say that data goes somewhere: `destinations.tsv`.

use crate::knowledge::{Lookup, Row, concepts};

/// What a word is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Argument,
    Method,
}

/// How a word is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Is,
    Begins,
    Holds,
    Never,
}

/// A word that says so.
#[derive(Debug)]
struct Word {
    of: Of,
    how: How,
    word: String,
}

impl Word {
    fn of(row: &Row<'_>) -> Self {
        let of = if row.word("of") == "argument" { Of::Argument } else { Of::Method };
        let how = match row.word("how") {
            "is" => How::Is,
            "begins" => How::Begins,
            "holds" => How::Holds,
            _ => How::Never,
        };
        Self { of, how, word: row.text("word").to_owned() }
    }

    fn fits(&self, name: &str) -> bool {
        match self.how {
            How::Is | How::Never => name == self.word,
            How::Begins => name.starts_with(&self.word),
            How::Holds => name.contains(&self.word),
        }
    }
}

static WORDS: Lookup<Vec<Word>> =
    Lookup::new(&concepts::airflow::DESTINATIONS, |rows| rows.map(|row| Word::of(&row)).collect());

/// Whether an argument of this name says where data goes.
pub(crate) fn is_argument(name: &str) -> bool {
    is_destination(Of::Argument, name)
}

/// Whether a method of this name puts data somewhere.
pub(crate) fn is_method(name: &str) -> bool {
    is_destination(Of::Method, name)
}

fn is_destination(of: Of, name: &str) -> bool {
    let mut fitting = WORDS.built_in().iter().filter(|word| word.of == of && word.fits(name)).peekable();
    fitting.peek().is_some() && fitting.all(|word| word.how != How::Never)
}

#[cfg(test)]
mod tests {
    use super::{is_argument, is_method};

    #[test]
    fn a_destination_is_known_by_its_name() {
        for (name, argument, method) in [
            ("destination_uri", true, false),
            ("output_location", true, false),
            ("source_uri", false, false),
            ("to_parquet", true, true),
            ("to_datetime", true, false),
            ("save", false, true),
            ("save_as", false, true),
            ("reparquet", false, false),
        ] {
            assert_eq!((is_argument(name), is_method(name)), (argument, method), "{name}");
        }
    }
}
