//! Values that are only there until somebody sets another.

use super::value::{PLACEHOLDERS, is_placeholder};

/// Words that say of a value that somebody or something sets another: `set-by-hand`, `changed outside`. They say it only
/// where changes are ignored; elsewhere they are a password as any other.
const PROVISIONAL: &[&str] = &[
    "set",
    "unset",
    "changed",
    "replaced",
    "rotated",
    "rotation",
    "rotate",
    "initial",
    "initially",
    "outside",
    "externally",
    "elsewhere",
    "manually",
    "manual",
    "hand",
    "later",
    "temporary",
    "temp",
    "tmp",
    "dummy",
    "empty",
    "managed",
    "ignored",
    "overwritten",
    "overridden",
    "updated",
    "filled",
    "pending",
    "bootstrap",
    "provisional",
    "imported",
    "default",
];

/// Words between those, which say nothing by themselves.
const FILLERS: &[&str] = &[
    "by",
    "be",
    "is",
    "was",
    "will",
    "after",
    "before",
    "first",
    "once",
    "then",
    "on",
    "from",
    "terraform",
    "tofu",
    "vault",
    "console",
    "cli",
    "pipeline",
    "lambda",
    "operator",
    "ops",
    "team",
    "process",
    "out",
    "band",
    "apply",
    "deploy",
    "deployment",
    "and",
    "or",
    "it",
    "yet",
    "init",
    "up",
    "ignore",
    "by",
    "it",
    "see",
    "does",
    "do",
];

/// Whether a value says by itself that it is only there until another is set. Every word of it has to be one that says
/// so, or stands between such words.
#[must_use]
pub fn is_provisional(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let mut says_so = is_placeholder(value);
    let known = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        let marked = PLACEHOLDERS.iter().any(|known| known.strip_prefix('!') == Some(word));
        says_so |= marked || PROVISIONAL.contains(&word);
        marked || PROVISIONAL.contains(&word) || FILLERS.contains(&word) || PLACEHOLDERS.contains(&word)
    });
    is_placeholder(value) || (known && says_so && value.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::is_provisional;

    #[test]
    fn what_is_only_there_for_now_says_so_in_every_word() {
        for value in [
            "set-by-hand",
            "changed outside",
            "unset",
            "initial, changed by rotation",
            "placeholder",
            "set by rotation",
            "to-be-replaced-by-the-pipeline",
        ] {
            assert!(is_provisional(value), "{value}");
        }
        for value in
            ["changeme-Gr4nite-77", "Gr4nite-Wharf-87", "correct-horse-battery-staple", "by-the-team", "", "--"]
        {
            assert!(!is_provisional(value), "{value}");
        }
    }
}
