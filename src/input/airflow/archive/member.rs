//! Which members of an archive Airflow runs, and whether one is DAG code.

use std::io::{Read, Seek};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::directory::{Entry, Unreadable, number, read, read_up_to};

/// The words that Airflow looks for.
#[expect(clippy::unwrap_used, reason = "constant words, looked for by every test of this module")]
static WORDS: LazyLock<[AhoCorasick; 2]> = LazyLock::new(|| {
    ["dag", "airflow"].map(|word| AhoCorasick::builder().ascii_case_insensitive(true).build([word]).unwrap())
});

/// Bytes of a local header.
const HEADER: u64 = 30;
const HEADER_SIGN: &[u8] = b"PK\x03\x04";

/// The member is encrypted.
const ENCRYPTED: u64 = 0x41;
/// The member is a patch of another one, which nobody reads.
const PATCH: u64 = 0x20;

const STORED: u64 = 0;
const DEFLATED: u64 = 8;

/// Whether Airflow imports a member: a Python file at the top of the archive, compiled or not
/// (`_load_modules_from_zip`, the same in 2.10, 3.0 and 3.2; other endings and folders are passed over).
pub(super) fn is_module(entry: &Entry) -> bool {
    // Python ends a name at a NUL, and drops `.` and empty parts of a path.
    let name = entry.name.split(|byte| *byte == 0).next().unwrap_or_default();
    let mut parts = name.split(|byte| *byte == b'/').filter(|part| !matches!(*part, b"" | b"."));
    let (Some(file), None) = (parts.next(), parts.next()) else { return false };
    let stem = file.strip_suffix(b".py").or_else(|| file.strip_suffix(b".pyc"));
    stem.is_some_and(|stem| !stem.is_empty()) && !name.starts_with(b"/")
}

/// Whether the bytes of a member make Airflow import it: both words occur in it, in any case, as in a file of its own.
pub(in super::super) fn is_dag_code(content: &[u8]) -> bool {
    // Each word has its own search, which ends at the first place.
    WORDS.iter().all(|word| word.is_match(content))
}

/// The bytes of a member, of which at most `most` are read; those that are had are enough if they make it DAG code.
pub(super) fn content(file: &mut (impl Read + Seek), entry: &Entry, most: u64) -> Result<Vec<u8>, Unreadable> {
    if entry.flags & (ENCRYPTED | PATCH) != 0 {
        return Err(Unreadable);
    }
    let header = read(file, entry.header, HEADER)?;
    if !header.starts_with(HEADER_SIGN) {
        return Err(Unreadable);
    }
    let names = number(&header, 26, 2)?.saturating_add(number(&header, 28, 2)?);
    let start = entry.header.checked_add(HEADER + names).ok_or(Unreadable)?;
    let raw = read_up_to(file, start, entry.compressed.min(most))?;
    let (content, is_whole) = match entry.method {
        STORED => (raw, true),
        DEFLATED => {
            let limit = usize::try_from(entry.size.min(most)).map_err(|_| Unreadable)?;
            match decompress_to_vec_with_limit(&raw, limit) {
                Ok(content) => (content, true),
                // What comes out before the fault may be all that Python reads.
                Err(fault) => (fault.output, false),
            }
        }
        _ => return Err(Unreadable),
    };
    // A size may say more than there is, and Python reads what is there.
    let is_whole = is_whole && entry.compressed <= most && entry.size <= most;
    if is_whole || is_dag_code(&content) { Ok(content) } else { Err(Unreadable) }
}
