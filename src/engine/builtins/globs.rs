//! Whether two patterns have a text in common.

use std::collections::BTreeSet;

use super::super::rego::Value;
use super::string;

const NAME: &str = "regex.globs_match";
/// Characters of a pattern; the product of two is what the search may visit.
const LENGTH: usize = 1000;

/// `regex.globs_match(a, b)`: whether some non-empty text matches both, or both are empty. Only `.`, `*`, `+`, `[`, `-`, `]` and `\` are
/// special.
pub(super) fn globs_match(arguments: &[Value]) -> Result<Value, String> {
    let [a, b] = arguments else { return Err(format!("`{NAME}` expects two arguments")) };
    let (a, b) = (parse(string(NAME, a)?)?, parse(string(NAME, b)?)?);
    Ok(Value::from((a.is_empty() && b.is_empty()) || have_common_text(&a, &b)))
}

/// One step of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    /// The characters it takes as ranges; all, when `None`.
    set: Option<Vec<(char, char)>>,
    /// Whether it may be left out.
    optional: bool,
    /// Whether it may be repeated.
    repeats: bool,
}

fn parse(pattern: &str) -> Result<Vec<Step>, String> {
    if pattern.chars().count() > LENGTH {
        return Err(format!("`{NAME}` expects patterns of at most {LENGTH} characters"));
    }
    let bad = |what: &str| format!("`{NAME}`: {what}");
    let mut steps: Vec<Step> = Vec::new();
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        let set = match character {
            '.' => None,
            '[' => Some(class(&mut characters).ok_or_else(|| bad("a set of characters is not well formed"))?),
            '\\' => {
                let escaped = characters.next().ok_or_else(|| bad("a pattern ends with a backslash"))?;
                Some(vec![(escaped, escaped)])
            }
            '*' | '+' => return Err(bad("`*` or `+` has nothing to repeat")),
            other => Some(vec![(other, other)]),
        };
        let flag = characters.next_if(|next| matches!(next, '*' | '+'));
        steps.push(Step { set, optional: flag == Some('*'), repeats: flag.is_some() });
    }
    Ok(steps)
}

/// The rest of a set after `[`.
fn class(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Vec<(char, char)>> {
    let one = |characters: &mut std::iter::Peekable<std::str::Chars<'_>>| match characters.next()? {
        '\\' => characters.next(),
        other => Some(other),
    };
    // What a caret means here differs between the parts of OPA's own search.
    if characters.peek() == Some(&'^') {
        return None;
    }
    let mut ranges = Vec::new();
    loop {
        if characters.next_if_eq(&']').is_some() {
            return (!ranges.is_empty()).then_some(ranges);
        }
        let from = one(characters)?;
        let to = if characters.next_if_eq(&'-').is_some() { one(characters)? } else { from };
        if to < from {
            return None;
        }
        ranges.push((from, to));
    }
}

/// Searches the pairs of positions that one and the same text can lead to. The flag says whether the text is empty.
fn have_common_text(a: &[Step], b: &[Step]) -> bool {
    let mut seen: BTreeSet<(usize, usize, bool)> = BTreeSet::new();
    let mut open = vec![(0, 0, true)];
    while let Some((i, j, empty)) = open.pop() {
        if !seen.insert((i, j, empty)) {
            continue;
        }
        let (left, right) = (a.get(i), b.get(j));
        if left.is_none() && right.is_none() && !empty {
            return true;
        }
        let (after_i, after_j) = (i.saturating_add(1), j.saturating_add(1));
        if left.is_some_and(|step| step.optional) {
            open.push((after_i, j, empty));
        }
        if right.is_some_and(|step| step.optional) {
            open.push((i, after_j, empty));
        }
        let (Some(left), Some(right)) = (left, right) else { continue };
        if !overlap(left, right) {
            continue;
        }
        open.push((after_i, after_j, false));
        if left.repeats {
            open.push((i, after_j, false));
        }
        if right.repeats {
            open.push((after_i, j, false));
        }
        if left.repeats && right.repeats {
            open.push((i, j, false));
        }
    }
    false
}

/// Whether some character is taken by both steps.
fn overlap(a: &Step, b: &Step) -> bool {
    match (&a.set, &b.set) {
        (Some(a), Some(b)) => {
            a.iter().any(|(from, to)| b.iter().any(|(other_from, other_to)| from <= other_to && other_from <= to))
        }
        _ => true,
    }
}
