//! Zip archives, whole and broken, byte by byte.

#![allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "every test binary uses a part of it")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot be set up fails")]

/// One member.
#[derive(Debug, Clone)]
pub struct Member {
    pub name: Vec<u8>,
    pub content: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    /// What the directory says of its size, where that is not the truth.
    pub says: Option<u32>,
}

/// A member that is stored as it is.
pub fn stored(name: &str, content: &[u8]) -> Member {
    Member { name: name.into(), content: content.to_vec(), method: 0, flags: 0, says: None }
}

/// A compressed member.
pub fn deflated(name: &str, content: &[u8]) -> Member {
    Member { method: 8, ..stored(name, content) }
}

fn small(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap().to_le_bytes()
}

fn large(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_le_bytes()
}

/// An archive of these members, with a comment behind it.
pub fn archive(members: &[Member], comment: &[u8]) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let packed = match member.method {
            8 => miniz_oxide::deflate::compress_to_vec(&member.content, 6),
            _ => member.content.clone(),
        };
        let size = member.says.map_or_else(|| large(member.content.len()), u32::to_le_bytes);
        let common: Vec<u8> = [
            &member.flags.to_le_bytes()[..],
            &member.method.to_le_bytes(),
            &[0; 8],
            &large(packed.len()),
            &size,
            &small(member.name.len()),
            &[0; 2],
        ]
        .concat();
        directory
            .extend([b"PK\x01\x02\x14\x00\x14\x00", &common[..], &[0; 10], &large(body.len()), &member.name].concat());
        body.extend([b"PK\x03\x04\x14\x00", &common[..], &member.name, &packed].concat());
    }
    let count = small(members.len() % 65_536);
    let end = [
        &b"PK\x05\x06\0\0\0\0"[..],
        &count,
        &count,
        &large(directory.len()),
        &large(body.len()),
        &small(comment.len()),
        comment,
    ]
    .concat();
    [body, directory, end].concat()
}

/// The same archive in the form for large ones: the sizes stand in a record in front of the end record.
pub fn large_archive(members: &[Member]) -> Vec<u8> {
    let plain = archive(members, b"");
    let end = plain.len() - 22;
    let number = |at: usize| u64::from(u32::from_le_bytes(plain[at..at + 4].try_into().unwrap()));
    let (bytes, offset) = (number(end + 12), number(end + 16));
    let record =
        [&b"PK\x06\x06"[..], &44_u64.to_le_bytes(), &[0; 12], &[0; 16], &bytes.to_le_bytes(), &offset.to_le_bytes()]
            .concat();
    let locator = [&b"PK\x06\x07\0\0\0\0"[..], &u64::try_from(end).unwrap().to_le_bytes(), &[1, 0, 0, 0]].concat();
    let mut last = plain[end..].to_vec();
    last[12..20].fill(0xff);
    [&plain[..end], &record, &locator, &last].concat()
}
