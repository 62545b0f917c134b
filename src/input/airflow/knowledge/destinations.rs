//! Names that say that data goes somewhere: `destinations.tsv`.

use std::sync::LazyLock;

use super::rows;

/// The table.
const TEXT: &str = include_str!("../../../../policies/knowledge/airflow/destinations.tsv");

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

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    of: Of,
    how: How,
    word: &'static str,
}

impl Row {
    fn fits(self, name: &str) -> bool {
        match self.how {
            How::Is | How::Never => name == self.word,
            How::Begins => name.starts_with(self.word),
            How::Holds => name.contains(self.word),
        }
    }
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| rows(TEXT, row).flatten().collect());

fn row([of, how, word]: [&'static str; 3]) -> Result<Row, String> {
    let of = match of {
        "argument" => Of::Argument,
        "method" => Of::Method,
        other => return Err(format!("`{other}` is neither `argument` nor `method`")),
    };
    let how = match how {
        "is" => How::Is,
        "begins" => How::Begins,
        "holds" => How::Holds,
        "never" => How::Never,
        other => return Err(format!("`{other}` is no way to look for a word")),
    };
    Ok(Row { of, how, word })
}

/// Whether an argument of this name says where data goes.
pub(crate) fn is_argument(name: &str) -> bool {
    is_destination(Of::Argument, name)
}

/// Whether a method of this name puts data somewhere.
pub(crate) fn is_method(name: &str) -> bool {
    is_destination(Of::Method, name)
}

fn is_destination(of: Of, name: &str) -> bool {
    let mut fitting = TABLE.iter().filter(|row| row.of == of && row.fits(name)).peekable();
    fitting.peek().is_some() && fitting.all(|row| row.how != How::Never)
}

#[cfg(test)]
mod tests {
    use super::super::faults;
    use super::{TEXT, is_argument, is_method, row};

    #[test]
    fn every_row_is_well_formed() {
        assert_eq!(faults(TEXT, row), [""; 0]);
        assert!(row(["task", "is", "x"]).is_err() && row(["method", "ends", "x"]).is_err());
    }

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
