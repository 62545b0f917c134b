//! What gate knows about Airflow, its providers and the libraries of tasks: tables below `policies/knowledge/airflow`,
//! one row a thing. A row that is broken is left out here and fails the test of its table.

pub(crate) mod arguments;
pub(crate) mod calls;
pub(crate) mod commands;
pub(crate) mod credentials;
pub(crate) mod destinations;
pub(crate) mod operators;
pub(crate) mod reaches;
pub(crate) mod schemes;

/// The rows of a table of `N` columns, each as `parse` reads it, or what is wrong with it.
fn rows<const N: usize, Row>(
    text: &'static str,
    parse: impl Fn([&'static str; N]) -> Result<Row, String>,
) -> impl Iterator<Item = Result<Row, String>> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
    lines.map(move |(line, number): (&'static str, usize)| {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let fields = fields.try_into().map_err(|fields: Vec<&str>| format!("{} columns instead of {N}", fields.len()));
        fields.and_then(&parse).map_err(|why| format!("line {number}: {why}"))
    })
}

/// A field that may be empty, which `-` says.
fn given(field: &'static str) -> Option<&'static str> {
    Some(field).filter(|field| *field != "-")
}

/// What is wrong with a table: rows that cannot be read, and rows that stand there twice.
#[cfg(test)]
fn faults<const N: usize, Row>(
    text: &'static str,
    parse: impl Fn([&'static str; N]) -> Result<Row, String>,
) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let twice = lines.filter(|line| !seen.insert(*line)).map(|line| format!("{line}: twice"));
    let blank = |line: &&str| line.split('\t').any(|field| field.is_empty() || field.trim() != field);
    let blanks =
        text.lines().filter(|line| !line.starts_with('#')).filter(blank).map(|line| format!("{line}: a blank"));
    rows(text, parse).filter_map(Result::err).chain(twice).chain(blanks).collect()
}

#[cfg(test)]
mod tests {
    use super::{faults, rows};

    fn number([name, number]: [&'static str; 2]) -> Result<(&'static str, u8), String> {
        Ok((name, number.parse().map_err(|_| format!("`{number}` is no number"))?))
    }

    #[test]
    fn a_broken_row_says_what_is_wrong_and_hides_no_other() {
        let text = "# name\tnumber\na\t1\n\nb\nc\tx\nd\t2\n";
        let read: Vec<_> = rows(text, number).collect();
        let expected = [
            Ok(("a", 1)),
            Err("line 4: 1 columns instead of 2".to_owned()),
            Err("line 5: `x` is no number".to_owned()),
            Ok(("d", 2)),
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn a_row_that_stands_there_twice_is_a_fault() {
        assert_eq!(faults("a\t1\nb\t1\n", number), [""; 0]);
        assert_eq!(faults("a\t1\nb\t1\na\t1\n", number), ["a\t1: twice"]);
        assert_eq!(faults("a \t1\n", number), ["a \t1: a blank"]);
    }
}
