//! Whether two names are one person's or team's.

/// Whether two names are the same but for what does not tell people apart.
#[must_use]
pub fn same_person(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// A name without the case of letters, an `@`, and what cannot be seen.
fn bare(name: &str) -> String {
    name.chars()
        .filter(|letter| letter.is_alphanumeric() || "-_./".contains(*letter))
        .flat_map(char::to_lowercase)
        .collect()
}
