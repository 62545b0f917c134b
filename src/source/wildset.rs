//! `[a-z]`: the characters of a pattern's set.

/// A bit for every byte.
type Set = [u128; 2];

/// The names that may stand in `[:name:]`, and what they hold.
type Class = (&'static [u8], fn(u8) -> bool);

const CLASSES: &[Class] = &[
    (b"alnum", |byte| byte.is_ascii_alphanumeric()),
    (b"alpha", |byte| byte.is_ascii_alphabetic()),
    (b"blank", |byte| matches!(byte, b' ' | b'\t')),
    (b"cntrl", |byte| byte.is_ascii_control()),
    (b"digit", |byte| byte.is_ascii_digit()),
    (b"graph", |byte| byte.is_ascii_graphic()),
    (b"lower", |byte| byte.is_ascii_lowercase()),
    (b"print", |byte| byte.is_ascii_graphic() || byte == b' '),
    (b"punct", |byte| byte.is_ascii_punctuation()),
    (b"space", |byte| byte.is_ascii_whitespace() || byte == 0x0b),
    (b"upper", |byte| byte.is_ascii_uppercase()),
    (b"xdigit", |byte| byte.is_ascii_hexdigit()),
];

/// The set whose text begins at `at`, behind the bracket, and where it ends; `None` if it does not, or names a class
/// that there is not.
pub(super) fn parse(pattern: &[u8], mut at: usize) -> Option<(Set, usize)> {
    let negated = matches!(pattern.get(at)?, b'!' | b'^');
    at = at.saturating_add(usize::from(negated));
    let mut set = Set::default();
    let mut before = None;
    // A closing bracket at the beginning is a character of the set.
    let mut first = true;
    loop {
        let byte = *pattern.get(at)?;
        let next = at.saturating_add(1);
        (before, at) = match byte {
            b']' if !first => break,
            b'-' if before.is_some() && pattern.get(next).is_some_and(|byte| *byte != b']') => {
                let (end, after) = character(pattern, next)?;
                insert(&mut set, |byte| before.is_some_and(|before| (before..=end).contains(&byte)));
                (None, after)
            }
            b'[' if pattern.get(next) == Some(&b':') => class(pattern, at, &mut set)?,
            _ => {
                let (byte, after) = character(pattern, at)?;
                insert(&mut set, |other| other == byte);
                (Some(byte), after)
            }
        };
        first = false;
    }
    Some((if negated { set.map(|half| !half) } else { set }, at.saturating_add(1)))
}

/// A character, which a backslash may protect, and where the next one begins.
fn character(pattern: &[u8], at: usize) -> Option<(u8, usize)> {
    let at = at.saturating_add(usize::from(pattern.get(at) == Some(&b'\\')));
    Some((*pattern.get(at)?, at.saturating_add(1)))
}

/// `[:name:]`; what is not closed by `:]` is a bracket.
fn class(pattern: &[u8], at: usize, set: &mut Set) -> Option<(Option<u8>, usize)> {
    let inner = pattern.get(at.saturating_add(2)..)?;
    let length = inner.iter().position(|byte| *byte == b']')?;
    let Some(name) = inner.get(..length).and_then(|name| name.strip_suffix(b":")) else {
        insert(set, |byte| byte == b'[');
        return Some((Some(b'['), at.saturating_add(1)));
    };
    let (_, holds) = CLASSES.iter().find(|(known, _)| *known == name)?;
    insert(set, holds);
    Some((None, at.saturating_add(length).saturating_add(3)))
}

fn insert(set: &mut Set, wanted: impl Fn(u8) -> bool) {
    for byte in (0..=u8::MAX).filter(|byte| wanted(*byte)) {
        if let Some(half) = set.get_mut(usize::from(byte >> 7)) {
            *half |= 1 << (byte & 127);
        }
    }
}
