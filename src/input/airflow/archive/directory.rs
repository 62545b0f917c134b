//! The directory of a zip archive, found and read as Python's `zipfile` does.
//!
//! Which members an archive has depends on who reads it: where the end record is looked for, what stands in front of the
//! archive, which of two sizes counts. Airflow goes by `zipfile`, so this follows `zipfile._EndRecData` and
//! `ZipFile._RealGetContents` of Python 3.13 step by step; the published readers do not.

use std::io::{BufReader, Read, Seek, SeekFrom};

/// Bytes of the end record, of a directory entry, of the end record of large archives and of what points to it.
const END: u64 = 22;
const ENTRY: u64 = 46;
const END_64: u64 = 56;
const LOCATOR_64: u64 = 20;

/// The longest comment behind the end record.
const COMMENT: u64 = 1 << 16;

const END_SIGN: &[u8] = b"PK\x05\x06";
const ENTRY_SIGN: &[u8] = b"PK\x01\x02";
const END_64_SIGN: &[u8] = b"PK\x06\x06";
const LOCATOR_64_SIGN: &[u8] = b"PK\x06\x07";

/// The id of the extra field that holds sizes above 4 GiB.
const EXTRA_64: u64 = 1;
const LARGE: u64 = 0xffff_ffff;

/// Why an archive or a member cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable;

/// Where the directory of an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Directory {
    start: u64,
    bytes: u64,
    /// Bytes in front of the archive, which its own offsets do not count.
    before: u64,
}

/// One entry of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) flags: u64,
    pub(super) method: u64,
    pub(super) compressed: u64,
    pub(super) size: u64,
    /// Where its local header is.
    pub(super) header: u64,
}

/// Where the end record of an archive is; `None` for a file that `zipfile.is_zipfile` takes for none.
pub(super) fn end_record(file: &mut (impl Read + Seek)) -> Option<u64> {
    let length = file.seek(SeekFrom::End(0)).ok().filter(|length| *length >= END)?;
    let start = length.saturating_sub(COMMENT + END);
    let tail = read(file, start, length.saturating_sub(start)).ok()?;
    let at = memchr::memmem::rfind(&tail, END_SIGN)?;
    let distance = u64::try_from(tail.len().saturating_sub(at)).ok()?;
    (distance >= END).then(|| length.saturating_sub(distance))
}

/// The directory of the archive whose end record is at `end`.
pub(super) fn find(file: &mut (impl Read + Seek), end: u64) -> Result<Directory, Unreadable> {
    let record = read(file, end, END)?;
    let (mut bytes, mut offset, mut behind) = (number(&record, 12, 4)?, number(&record, 16, 4)?, end);
    if let Some(large) = large(file, end)? {
        (bytes, offset) = (number(&large, 40, 8)?, number(&large, 48, 8)?);
        behind = end.checked_sub(LOCATOR_64 + END_64).ok_or(Unreadable)?;
    }
    let start = behind.checked_sub(bytes).ok_or(Unreadable)?;
    let before = start.checked_sub(offset).ok_or(Unreadable)?;
    Ok(Directory { start, bytes, before })
}

/// The end record of a large archive, which stands right in front of the other one.
fn large(file: &mut (impl Read + Seek), end: u64) -> Result<Option<Vec<u8>>, Unreadable> {
    let Some(at) = end.checked_sub(LOCATOR_64) else { return Ok(None) };
    let locator = read(file, at, LOCATOR_64)?;
    if !locator.starts_with(LOCATOR_64_SIGN) {
        return Ok(None);
    }
    let record = read(file, at.checked_sub(END_64).ok_or(Unreadable)?, END_64)?;
    Ok(record.starts_with(END_64_SIGN).then_some(record))
}

impl Directory {
    /// Bytes of the directory.
    pub(super) const fn bytes(self) -> u64 {
        self.bytes
    }

    /// Calls `take` with every entry until it says that it has enough.
    pub(super) fn entries(
        self,
        file: &mut (impl Read + Seek),
        take: &mut dyn FnMut(Entry) -> bool,
    ) -> Result<(), Unreadable> {
        file.seek(SeekFrom::Start(self.start)).map_err(|_| Unreadable)?;
        let mut directory = BufReader::with_capacity(1 << 16, file.take(self.bytes));
        let mut left = self.bytes;
        while left > 0 {
            let (entry, bytes) = self.entry(&mut directory)?;
            left = left.saturating_sub(bytes);
            if !take(entry) {
                break;
            }
        }
        Ok(())
    }

    /// The next entry, and how long it is.
    fn entry(self, directory: &mut impl Read) -> Result<(Entry, u64), Unreadable> {
        let fixed = next(directory, ENTRY)?;
        if !fixed.starts_with(ENTRY_SIGN) {
            return Err(Unreadable);
        }
        let lengths = [number(&fixed, 28, 2)?, number(&fixed, 30, 2)?, number(&fixed, 32, 2)?];
        // Python takes what is left of them where the directory ends before they do.
        let name = up_to(directory, lengths[0])?;
        let extra = up_to(directory, lengths[1])?;
        up_to(directory, lengths[2])?;
        let mut sizes = [number(&fixed, 24, 4)?, number(&fixed, 20, 4)?, number(&fixed, 42, 4)?];
        enlarge(&mut sizes, &extra)?;
        let [size, compressed, offset] = sizes;
        let header = offset.checked_add(self.before).ok_or(Unreadable)?;
        let (flags, method) = (number(&fixed, 8, 2)?, number(&fixed, 10, 2)?);
        let entry = Entry { name, flags, method, compressed, size, header };
        Ok((entry, lengths.iter().sum::<u64>().saturating_add(ENTRY)))
    }
}

/// Takes the sizes that do not fit into four bytes from the extra fields.
fn enlarge(sizes: &mut [u64; 3], extra: &[u8]) -> Result<(), Unreadable> {
    let mut at = 0_usize;
    while at.saturating_add(4) <= extra.len() {
        let (id, length) = (number(extra, at, 2)?, usize::try_from(number(extra, at.saturating_add(2), 2)?));
        let (start, length) = (at.saturating_add(4), length.map_err(|_| Unreadable)?);
        let field = extra.get(start..start.saturating_add(length)).ok_or(Unreadable)?;
        if id == EXTRA_64 {
            let mut from = 0_usize;
            for size in sizes.iter_mut().filter(|size| **size == LARGE) {
                *size = number(field, from, 8)?;
                from = from.saturating_add(8);
            }
        }
        at = start.saturating_add(length);
    }
    Ok(())
}

/// Bytes at a place of a file; all of them, or it is cut off.
pub(super) fn read(file: &mut (impl Read + Seek), start: u64, length: u64) -> Result<Vec<u8>, Unreadable> {
    file.seek(SeekFrom::Start(start)).map_err(|_| Unreadable)?;
    next(file, length)
}

/// Bytes at a place of a file, or those that are there.
pub(super) fn read_up_to(file: &mut (impl Read + Seek), start: u64, length: u64) -> Result<Vec<u8>, Unreadable> {
    file.seek(SeekFrom::Start(start)).map_err(|_| Unreadable)?;
    up_to(file, length)
}

/// The next bytes, all of them.
fn next(file: &mut impl Read, length: u64) -> Result<Vec<u8>, Unreadable> {
    let raw = up_to(file, length)?;
    if u64::try_from(raw.len()) == Ok(length) { Ok(raw) } else { Err(Unreadable) }
}

/// The next bytes, or those that are left.
fn up_to(file: &mut impl Read, length: u64) -> Result<Vec<u8>, Unreadable> {
    let mut raw = Vec::with_capacity(usize::try_from(length.min(COMMENT + END)).unwrap_or_default());
    file.take(length).read_to_end(&mut raw).map_err(|_| Unreadable)?;
    Ok(raw)
}

/// A number of `length` bytes, the lowest first.
pub(super) fn number(raw: &[u8], at: usize, length: usize) -> Result<u64, Unreadable> {
    let bytes = raw.get(at..at.saturating_add(length)).ok_or(Unreadable)?;
    Ok(bytes.iter().rev().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte)))
}
