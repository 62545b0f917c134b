//! What somebody meant who wrote a word that there is not.

use std::fmt::Write;

/// `did you mean …?` with the nearest candidate, or the candidates, or `otherwise` when there are many.
#[must_use]
pub fn did_you_mean<'a>(word: &str, candidates: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    let candidates: Vec<&str> = candidates.collect();
    let nearest = candidates.iter().map(|candidate| (distance(word, candidate), *candidate)).min();
    match nearest {
        Some((far, candidate)) if far <= 2.max(word.chars().count() / 3) => format!("did you mean `{candidate}`?"),
        Some(_) if candidates.len() <= 12 => {
            let mut help = "one of ".to_owned();
            for (index, candidate) in candidates.iter().enumerate() {
                // Writing to a `String` cannot fail.
                let _ = write!(help, "{}`{candidate}`", if index == 0 { "" } else { ", " });
            }
            help
        }
        _ => otherwise.to_owned(),
    }
}

/// Edits (insert, delete, replace) from one word to another.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut next = vec![i.saturating_add(1)];
        for (j, b) in right.iter().enumerate() {
            let replaced = row.get(j).copied().unwrap_or(0).saturating_add(usize::from(a != *b));
            let deleted = row.get(j.saturating_add(1)).copied().unwrap_or(0).saturating_add(1);
            let inserted = next.last().copied().unwrap_or(0).saturating_add(1);
            next.push(replaced.min(deleted).min(inserted));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn edit_distance() {
        assert_eq!([distance("a", "a"), distance("", "ab"), distance("kitten", "sitting")], [0, 2, 3]);
    }
}
