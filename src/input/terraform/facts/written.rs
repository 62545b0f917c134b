//! Values as rows of tables write them.

use serde_json::Value;

/// The value that a cell writes: `true`, a number, else a text.
pub(super) fn value(cell: &str) -> Value {
    let parsed = serde_json::from_str(cell).ok().filter(|value: &Value| value.is_boolean() || value.is_number());
    parsed.unwrap_or_else(|| Value::String(cell.to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::value;

    #[test]
    fn a_cell_is_a_boolean_or_a_number_or_a_text() {
        assert_eq!(
            ["true", "7", "Enabled", "null", "[]"].map(value),
            [json!(true), json!(7), json!("Enabled"), json!("null"), json!("[]")]
        );
    }
}
