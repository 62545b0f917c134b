//! Whether two trees hold the same.

use std::io::{BufRead, BufReader};

use super::files::Content;
use super::{Entry, Files, RepoPath, Unreadable};

/// Whether the same stands at a path of two trees, as far as anybody could see: its kind, the bit of programs apart, and
/// the bytes behind it. What cannot be compared is not the same.
#[must_use]
pub fn same_file(one: &dyn Files, other: &dyn Files, path: &RepoPath) -> bool {
    same_kind(one.entry(path), other.entry(path)) && same_content(one.content(path), other.content(path))
}

/// Whether two entries are of one kind. A working tree does not keep the bit of programs.
#[must_use]
pub fn same_kind(one: Entry, other: Entry) -> bool {
    let plain = |entry: Entry| if entry == Entry::Program { Entry::File } else { entry };
    plain(one) == plain(other)
}

/// Whether two files hold the same bytes, or cannot be read for one reason that says all about them.
#[must_use]
pub fn same_content(
    one: Result<Box<dyn Content + '_>, Unreadable>,
    other: Result<Box<dyn Content + '_>, Unreadable>,
) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => same_bytes(&mut BufReader::new(one), &mut BufReader::new(other)).unwrap_or(false),
        (Err(one), Err(other)) => {
            one == other
                && matches!(
                    one,
                    Unreadable::Missing | Unreadable::LinkOut | Unreadable::LinkLoop | Unreadable::NotAFile
                )
        }
        _ => false,
    }
}

/// Whether two readers give the same bytes to their ends.
///
/// # Errors
/// When one of them cannot be read.
pub fn same_bytes(one: &mut dyn BufRead, other: &mut dyn BufRead) -> std::io::Result<bool> {
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let both = left.len().min(right.len());
        if both == 0 || left.get(..both) != right.get(..both) {
            return Ok(left.is_empty() && right.is_empty());
        }
        one.consume(both);
        other.consume(both);
    }
}

#[cfg(test)]
mod tests {
    use super::same_bytes;

    #[test]
    fn bytes_are_the_same_only_to_the_end() {
        let cases = [("", "", true), ("a", "a", true), ("a", "", false), ("ab", "ac", false), ("ab", "a", false)];
        for (one, other, expected) in cases {
            let found = same_bytes(&mut one.as_bytes(), &mut other.as_bytes()).unwrap();
            assert_eq!(found, expected, "{one:?} {other:?}");
        }
    }
}
