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

/// Whether a policy answers with a rule of that name, which may be indented as a whole.
pub(super) fn answers_with(text: &str, wanted: &str) -> bool {
    let indented = |line: &str| {
        let rest = line.trim_start().strip_prefix(wanted);
        rest.is_some_and(|rest| rest.split_whitespace().next() == Some("contains") && rest.starts_with([' ', '\t']))
    };
    rule_names(text).any(|(name, _)| name == wanted) || text.lines().any(indented)
}

#[cfg(test)]
mod tests {
    use super::{answers_with, rule_names};

    #[test]
    fn an_answer_may_be_indented() {
        for (text, expected) in [
            ("deny contains x if {", true),
            ("\t unknown contains x if {\n deny contains x if {", true),
            ("deny := 1", true),
            ("\tdeny := 1", false),
            ("# deny contains x", false),
            ("\tdenycontains x", false),
        ] {
            assert_eq!(answers_with(text, "deny"), expected, "{text}");
        }
    }

    #[test]
    fn only_what_begins_a_line_is_a_rule() {
        let text = "# unknown\ndeny contains x if {\n\tunknown\n}\ndefault unknown := 1\nf(x) := 1\n";
        let names: Vec<&str> = rule_names(text).map(|(name, _)| name).collect();
        assert_eq!(names, ["deny", "unknown", "f"]);
    }
}
