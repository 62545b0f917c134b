//! Files that are packed with gzip. What a file says of its own size is never believed: bytes are counted as they come
//! out, and none is kept beyond a bound.

use std::io::{Cursor, ErrorKind, Read};

use flate2::read::MultiGzDecoder;

use super::Unreadable;

/// How a file of gzip begins; the third byte is the only method that there is.
const MAGIC: &[u8] = &[0x1f, 0x8b, 8];

/// Bytes that any file may unpack to.
const FREE_BYTES: u64 = 16 * 1024 * 1024;

/// How many times its size a larger one may unpack to. A plan of 20 000 alike resources comes to 125; what was made to
/// exhaust a machine, to a thousand.
const RATIO: u64 = 400;

/// Bytes that are unpacked at once.
const STEP: usize = 64 * 1024;

/// Whether a file begins as one of gzip does.
pub(super) fn is_packed(raw: &[u8]) -> bool {
    raw.starts_with(MAGIC)
}

/// All bytes of a file of gzip, as they lie there, at most `cap`; `None` for any other file.
pub(super) fn read(mut file: impl Read, cap: u64) -> Option<Result<Vec<u8>, Unreadable>> {
    let mut raw = Vec::new();
    (&mut file).take(bytes(MAGIC.len())).read_to_end(&mut raw).ok().filter(|_| is_packed(&raw))?;
    // One byte more shows a file that is too large.
    let rest = file.take(cap.saturating_add(1)).read_to_end(&mut raw);
    let size = bytes(raw.len());
    Some(match rest {
        Err(error) => Err(Unreadable::Io(error.to_string())),
        Ok(_) if size > cap => Err(Unreadable::TooLarge { bytes: size, cap }),
        Ok(_) => Ok(raw),
    })
}

/// The bytes that a whole file of gzip holds, at most `cap`.
pub(super) fn unpack(raw: &[u8], cap: u64) -> Result<Vec<u8>, Unreadable> {
    let mut content = Vec::new();
    each(raw, bytes(raw.len()), cap, &mut |part| content.extend_from_slice(part))?;
    Ok(content)
}

/// How many bytes a file of gzip unpacks to, none of which is kept; `None` for any other file. Of one that cannot be
/// unpacked, those that come out before.
pub(super) fn size(mut file: impl Read, packed: u64, cap: u64) -> Result<Option<u64>, Unreadable> {
    let mut magic = Vec::new();
    (&mut file).take(bytes(MAGIC.len())).read_to_end(&mut magic).map_err(|error| Unreadable::Io(error.to_string()))?;
    if !is_packed(&magic) {
        return Ok(None);
    }
    let mut count = 0_u64;
    // Why it cannot be unpacked is said by whoever reads it.
    let _ = each(Cursor::new(magic).chain(file), packed, cap, &mut |part| {
        count = count.saturating_add(bytes(part.len()));
    });
    Ok(Some(count))
}

/// The first bytes that come out of the beginning of a file of gzip.
pub(super) fn beginning(raw: &[u8], most: usize) -> Vec<u8> {
    let mut content = Vec::new();
    // It ends in the middle, which is no fault here: what came out before it counts.
    let _ = MultiGzDecoder::new(raw).take(bytes(most)).read_to_end(&mut content);
    content
}

/// Hands over what comes out of a file of `packed` bytes, part by part.
fn each(file: impl Read, packed: u64, cap: u64, part: &mut dyn FnMut(&[u8])) -> Result<(), Unreadable> {
    let most = FREE_BYTES.max(packed.saturating_mul(RATIO));
    let mut unpacked = MultiGzDecoder::new(file);
    let mut buffer = vec![0_u8; STEP];
    let mut count = 0_u64;
    loop {
        let read = match unpacked.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(Unreadable::Packed { why: fault(&error) }),
        };
        count = count.saturating_add(bytes(read));
        if count > cap {
            return Err(Unreadable::Packed { why: format!("unpacks to more than the limit of {cap} bytes") });
        }
        if count > most {
            let why =
                format!("unpacks to more than {RATIO} times its size, as no plan does; pass it as it is, not packed");
            return Err(Unreadable::Packed { why });
        }
        part(buffer.get(..read).unwrap_or_default());
    }
}

fn fault(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::UnexpectedEof => "packed with gzip and cut off; pack it again, whole",
        _ => "packed with gzip and damaged, or something stands behind its end; pack it again",
    }
    .to_owned()
}

fn bytes(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::{FREE_BYTES, beginning, is_packed, size, unpack};

    fn packed(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_was_packed_comes_out_and_anything_else_is_refused_with_the_reason() {
        let two = [packed(b"one "), packed(b"two")].concat();
        let cut = |mut raw: Vec<u8>, bytes: usize| {
            raw.truncate(raw.len() - bytes);
            raw
        };
        let edited = |mut raw: Vec<u8>, behind: usize, byte: u8| {
            let at = raw.len() - behind;
            raw[at] = byte;
            raw
        };
        for (name, raw, expected) in [
            ("one member", packed(b"plan"), Ok("plan")),
            ("nothing in it", packed(b""), Ok("")),
            ("two members are one text", two.clone(), Ok("one two")),
            ("the size at the end is missing", cut(packed(b"plan"), 3), Err("cut off")),
            ("cut in the middle", cut(packed(b"plan plan plan"), 12), Err("cut off")),
            ("cut in the second member", cut(two, 6), Err("cut off")),
            ("a wrong checksum", edited(packed(b"plan"), 8, 1), Err("damaged")),
            ("a wrong size", edited(packed(b"plan"), 4, 1), Err("damaged")),
            ("text behind the end", [packed(b"plan"), b"{\"a\":1}    ".to_vec()].concat(), Err("behind its end")),
            ("nothing but the beginning", vec![0x1f, 0x8b, 8], Err("cut off")),
        ] {
            assert!(is_packed(&raw), "{name}");
            match (unpack(&raw, 100), expected) {
                (Ok(content), Ok(text)) => assert_eq!(content, text.as_bytes(), "{name}"),
                (Err(why), Err(part)) => assert!(why.to_string().contains(part), "{name}: {why}"),
                (found, _) => panic!("{name}: {found:?}"),
            }
        }
    }

    #[test]
    fn no_more_comes_out_than_the_cap_or_a_multiple_of_what_went_in() {
        let zeros = packed(&vec![b' '; 40 * 1024 * 1024]);
        let why = |cap| unpack(&zeros, cap).unwrap_err().to_string();
        assert!(why(1 << 20).contains("more than the limit of 1048576 bytes"));
        assert!(why(1 << 30).contains("400 times its size"), "{}", why(1 << 30));
        assert_eq!(unpack(&packed(&vec![b' '; 1 << 20]), 1 << 20).unwrap().len(), 1 << 20, "small ones may be dense");
        // The size is counted the same way, and stops where reading stops.
        let counted = |raw: &[u8], cap| size(raw, u64::try_from(raw.len()).unwrap(), cap).unwrap();
        assert_eq!(counted(&packed(b"plan"), 100), Some(4));
        assert!(counted(&zeros, 1 << 30).is_some_and(|count| (FREE_BYTES..FREE_BYTES + (1 << 20)).contains(&count)));
        assert!(counted(&zeros, 1 << 20).is_some_and(|count| count <= (1 << 20) + (1 << 17)));
        assert_eq!(counted(b"{\"a\": 1}", 100), None);
        assert_eq!(counted(b"", 100), None);
    }

    #[test]
    fn the_beginning_is_had_from_a_part() {
        let text: String = (0..9000).map(|number| format!("{number} ")).collect();
        let raw = packed(text.as_bytes());
        for most in [0, 10, 4096] {
            let part = raw.get(..4096).unwrap();
            assert_eq!(beginning(part, most), text.as_bytes().get(..most).unwrap());
        }
        assert!(beginning(raw.get(..6).unwrap(), 10).is_empty());
    }
}
