//! From bytes to text: UTF-8, or UTF-16 with a byte order mark. Nothing is replaced and nothing is guessed.

use super::{RepoPath, Source, Unreadable, packed};

/// The most bytes that a look at the beginning of a file takes.
pub(super) const HEAD_BYTES: usize = 4096;

/// How the pointer files of Git LFS begin.
const LFS: &[u8] = b"version https://git-lfs.github.com/spec/";

/// A whole file as a source.
pub(super) fn source(path: &RepoPath, raw: &[u8]) -> Result<Source, Unreadable> {
    Ok(Source::new(path.clone(), whole(raw)?, raw))
}

/// What a file of gzip holds as a source, whose digest is that of the file.
pub(super) fn unpacked(path: &RepoPath, raw: &[u8], cap: u64) -> Result<Source, Unreadable> {
    Ok(Source::new(path.clone(), whole(&packed::unpack(raw, cap)?)?, raw))
}

/// The text of a whole file.
fn whole(raw: &[u8]) -> Result<String, Unreadable> {
    if raw.starts_with(LFS) {
        return Err(Unreadable::Absent { what: "a Git LFS pointer; run `git lfs pull`".to_owned() });
    }
    match encoding(raw) {
        Encoding::Utf8 { mark } => {
            let content = raw.get(mark..).unwrap_or_default();
            let text = std::str::from_utf8(content)
                .map_err(|error| Unreadable::Encoding { at: mark.saturating_add(error.valid_up_to()) })?;
            without_nul(text, mark).map(str::to_owned)
        }
        Encoding::Utf16 { little } => utf16(raw, little),
    }
}

/// The text at the beginning of a file, of which `raw` may end inside a character.
pub(super) fn head(raw: &[u8]) -> Result<String, Unreadable> {
    if packed::is_packed(raw) {
        return head_of(&packed::beginning(raw, HEAD_BYTES));
    }
    head_of(raw)
}

fn head_of(raw: &[u8]) -> Result<String, Unreadable> {
    match encoding(raw) {
        Encoding::Utf8 { mark } => {
            let content = raw.get(mark..).unwrap_or_default();
            let complete = match std::str::from_utf8(content) {
                Err(error) if error.error_len().is_none() => error.valid_up_to(),
                _ => content.len(),
            };
            whole(raw.get(..mark.saturating_add(complete)).unwrap_or_default())
        }
        // An odd byte, or the first half of a pair.
        Encoding::Utf16 { .. } => {
            let even = raw.len().saturating_sub(raw.len() % 2);
            let shorter = even.saturating_sub(2);
            whole(raw.get(..even).unwrap_or_default()).or_else(|_| whole(raw.get(..shorter).unwrap_or_default()))
        }
    }
}

/// The text in bytes that are none, for a look at what they may be: never for judging.
pub(super) fn remains(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).replace('\0', "")
}

/// At most [`HEAD_BYTES`] of a text, whole characters.
pub(super) fn beginning(text: &str) -> String {
    text.get(..text.floor_char_boundary(HEAD_BYTES)).unwrap_or_default().to_owned()
}

enum Encoding {
    Utf8 { mark: usize },
    Utf16 { little: bool },
}

const fn encoding(raw: &[u8]) -> Encoding {
    match raw {
        [0xef, 0xbb, 0xbf, ..] => Encoding::Utf8 { mark: 3 },
        [0xff, 0xfe, ..] => Encoding::Utf16 { little: true },
        [0xfe, 0xff, ..] => Encoding::Utf16 { little: false },
        _ => Encoding::Utf8 { mark: 0 },
    }
}

fn utf16(raw: &[u8], little: bool) -> Result<String, Unreadable> {
    let (units, odd) = raw.as_chunks::<2>();
    if !odd.is_empty() {
        return Err(Unreadable::Encoding { at: raw.len().saturating_sub(1) });
    }
    let units = units.iter().map(|pair| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) });
    let mut text = String::with_capacity(raw.len());
    let mut at = 2_usize;
    for character in char::decode_utf16(units.skip(1)) {
        match character {
            Ok(character) if character != '\0' => {
                text.push(character);
                at = at.saturating_add(character.len_utf16().saturating_mul(2));
            }
            _ => return Err(Unreadable::Encoding { at }),
        }
    }
    Ok(text)
}

/// A NUL is the sign of a binary file, and of UTF-16 without its mark.
fn without_nul(text: &str, mark: usize) -> Result<&str, Unreadable> {
    match text.find('\0') {
        Some(at) => Err(Unreadable::Encoding { at: mark.saturating_add(at) }),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{head, whole};
    use crate::source::Unreadable;

    #[test]
    fn text_is_decoded_or_refused_with_the_byte_at_fault() {
        let utf16 = |text: &str, little: bool| -> Vec<u8> {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(|unit| if little { unit.to_le_bytes() } else { u16::to_be_bytes(unit) }).collect()
        };
        let cases: [(&[u8], Result<&str, usize>); 11] = [
            (b"", Ok("")),
            ("é😀".as_bytes(), Ok("é😀")),
            (b"\xef\xbb\xbfa: 1", Ok("a: 1")),
            (&utf16("é😀\r\n", true), Ok("é😀\r\n")),
            (&utf16("é😀\r\n", false), Ok("é😀\r\n")),
            (b"ab\0c", Err(2)),
            (b"ab\xffc", Err(2)),
            (b"\xef\xbb\xbfa\xc3", Err(4)),
            (b"a\0b\0", Err(1)),
            (b"\xff\xfea\0b", Err(4)),
            (b"\xff\xfe\x00\xd8a\0", Err(2)),
        ];
        for (raw, expected) in cases {
            let expected = expected.map(str::to_owned).map_err(|at| Unreadable::Encoding { at });
            assert_eq!(whole(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn a_head_may_end_inside_a_character() {
        let emoji = "a😀".as_bytes();
        for length in 1..5 {
            assert_eq!(head(emoji.get(..length).unwrap()).unwrap(), "a");
        }
        let wide = [0xff, 0xfe, b'a', 0, 0x3d, 0xd8, 0x00];
        for length in 4..=7 {
            assert_eq!(head(wide.get(..length).unwrap()).unwrap(), "a");
        }
        assert!(head(b"a\0").is_err());
    }

    #[test]
    fn a_pointer_of_git_lfs_is_absent_content() {
        let raw = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
        assert!(matches!(whole(raw), Err(Unreadable::Absent { what }) if what.contains("git lfs pull")));
    }
}
