//! The names of rules as they stand in the text, for questions that need no parser.

/// Name and rest of the line of every rule that begins a line.
pub(super) fn rule_names(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| {
        let line = line.strip_prefix("default ").unwrap_or(line);
        let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(line.len());
        let (name, rest) = line.split_at_checked(end)?;
        let first = name.chars().next()?;
        (first.is_ascii_alphabetic() || first == '_').then_some((name, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::rule_names;

    #[test]
    fn only_what_begins_a_line_is_a_rule() {
        let text = "# unknown\ndeny contains x if {\n\tunknown\n}\ndefault unknown := 1\nf(x) := 1\n";
        let names: Vec<&str> = rule_names(text).map(|(name, _)| name).collect();
        assert_eq!(names, ["deny", "unknown", "f"]);
    }
}
