//! Rows of the tables below `policies/knowledge/terraform`.

use serde_json::Value;

/// The rows of a table: the fields of each line that is not a comment.
pub(super) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    // A line of another length fails the test of its table.
    lines.filter_map(|line| <[&'static str; N]>::try_from(line.split('\t').collect::<Vec<_>>()).ok())
}

/// The value that a field writes: `true`, a number, else a text.
pub(super) fn value(field: &str) -> Value {
    let parsed = serde_json::from_str(field).ok().filter(|value: &Value| value.is_boolean() || value.is_number());
    parsed.unwrap_or_else(|| Value::String(field.to_owned()))
}

/// What is wrong with a table whose lines have `N` fields, the last of them a page of the vendor, and differ in the
/// first `keys`.
#[cfg(test)]
pub(super) fn faults<const N: usize>(text: &'static str, keys: usize) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() != N || fields.iter().any(|field| field.is_empty() || field.trim() != *field) {
            faults.push(format!("{line}: not {N} fields"));
        }
        if !fields.last().is_some_and(|source| source.starts_with("https://")) {
            faults.push(format!("{line}: no source"));
        }
        if !seen.insert(fields.get(..keys).unwrap_or_default().to_vec()) {
            faults.push(format!("{line}: stands there twice"));
        }
    }
    if seen.is_empty() {
        faults.push("no rows".to_owned());
    }
    faults
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{faults, rows, value};

    #[test]
    fn a_table_is_read_line_by_line() {
        let rows: Vec<[&str; 2]> = rows("# a\tb\na\tx\n\nb\ty\n").collect();
        assert_eq!(rows, [["a", "x"], ["b", "y"]]);
        assert_eq!(["true", "7", "Enabled"].map(value), [json!(true), json!(7), json!("Enabled")]);
    }

    #[test]
    fn what_is_wrong_with_a_table_is_said() {
        assert_eq!(faults::<2>("a\thttps://x\n", 1), [""; 0]);
        for wrong in ["a\n", "a\tx\n", "a\thttps://x\na\thttps://y\n", "\thttps://x\n", ""] {
            assert_ne!(faults::<2>(wrong, 1), [""; 0], "{wrong:?}");
        }
    }
}
