//! Patterns of `case` and `[[ … ]]`.

/// Whether a pattern matches a text; `None` when it has more in it than `*` and `?`.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    if pattern.contains(['[', '(', '\\']) {
        return None;
    }
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut in_text) = (0_usize, 0_usize);
    // The last `*`, and how much of the text it takes.
    let mut star: Option<(usize, usize)> = None;
    while in_text < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, in_text));
                at = at.saturating_add(1);
            }
            Some(wanted) if *wanted == '?' || text.get(in_text) == Some(wanted) => {
                at = at.saturating_add(1);
                in_text = in_text.saturating_add(1);
            }
            _ => {
                let Some((from, taken)) = star else { return Some(false) };
                star = Some((from, taken.saturating_add(1)));
                at = from.saturating_add(1);
                in_text = taken.saturating_add(1);
            }
        }
    }
    Some(pattern.get(at..).is_none_or(|rest| rest.iter().all(|it| *it == '*')))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_take_any_text_and_question_marks_one_character() {
        for (pattern, text, expected) in [
            ("*", "", Some(true)),
            ("a*c", "abc", Some(true)),
            ("a*c", "abcd", Some(false)),
            ("a*b*c", "a-b-b-c", Some(true)),
            ("?", "ä", Some(true)),
            ("?", "", Some(false)),
            ("main", "main", Some(true)),
            ("[ab]", "a", None),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
