//! Patterns of `case` and `[[ … ]]`.

/// Whether a pattern matches a text; `None` when it has more in it than `*`, `?` and plain sets as `[a-c]`.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    if pattern.contains(['(', '\\']) {
        return None;
    }
    let (pattern, text): (Vec<Element>, Vec<char>) = (elements(pattern)?, text.chars().collect());
    let (mut at, mut in_text) = (0_usize, 0_usize);
    // The last `*`, and how much of the text it takes.
    let mut star: Option<(usize, usize)> = None;
    while in_text < text.len() {
        match pattern.get(at) {
            Some(Element::Any) => {
                star = Some((at, in_text));
                at = at.saturating_add(1);
            }
            Some(wanted) if text.get(in_text).is_some_and(|it| wanted.takes(*it)) => {
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
    Some(pattern.get(at..).is_none_or(|rest| rest.iter().all(|it| matches!(it, Element::Any))))
}

/// A part of a pattern.
enum Element {
    /// `*`
    Any,
    /// One character of these ranges; all when there are none.
    One(Vec<(char, char)>, bool),
}

impl Element {
    fn takes(&self, character: char) -> bool {
        match self {
            Self::Any => false,
            Self::One(ranges, negated) => {
                ranges.is_empty() || ranges.iter().any(|(from, to)| (*from..=*to).contains(&character)) != *negated
            }
        }
    }
}

/// The parts of a pattern; `None` when a set has more in it than characters and ranges.
fn elements(pattern: &str) -> Option<Vec<Element>> {
    let mut rest = pattern.chars();
    let mut all = Vec::new();
    while let Some(character) = rest.next() {
        all.push(match character {
            '*' => Element::Any,
            '?' => Element::One(Vec::new(), false),
            '[' => {
                let (set, behind) = rest.as_str().split_once(']')?;
                rest = behind.chars();
                let (set, negated) = set.strip_prefix(['!', '^']).map_or((set, false), |set| (set, true));
                Element::One(ranges(set)?, negated)
            }
            other => Element::One(vec![(other, other)], false),
        });
    }
    Some(all)
}

/// `a-cx` as ranges; `None` for classes as `[:digit:]`, and for a bracket in a set.
fn ranges(set: &str) -> Option<Vec<(char, char)>> {
    if set.is_empty() || set.contains(['[', ':']) {
        return None;
    }
    let mut rest = set.chars();
    let mut all = Vec::new();
    while let Some(from) = rest.next() {
        let to = rest.as_str().strip_prefix('-').and_then(|behind| behind.chars().next());
        if to.is_some() {
            rest.nth(1);
        }
        all.push((from, to.unwrap_or(from)));
    }
    Some(all)
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
            ("[ab]", "a", Some(true)),
            ("[01]", "2", Some(false)),
            ("[1-9]*", "12", Some(true)),
            ("[!0]", "0", Some(false)),
            ("[^0]", "1", Some(true)),
            ("[a-]", "-", Some(true)),
            ("[[:digit:]]", "1", None),
            ("[", "[", None),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
