//! Sets of characters, `[…]`, of a pattern of Go in the syntax of the `regex` crate.

use std::iter::Peekable;
use std::str::Chars;

/// The classes of POSIX that Go knows.
const POSIX: &[&str] = &[
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

/// What Go's classes of Perl hold: characters of ASCII only.
pub(super) fn perl(letter: char) -> Option<&'static str> {
    match letter {
        'd' => Some("0-9"),
        's' => Some("\\t\\n\\x0c\\r "),
        'w' => Some("0-9A-Za-z_"),
        _ => None,
    }
}

/// One character, so that it means itself inside and outside of a set.
pub(super) fn literal(one: char) -> String {
    if one.is_alphanumeric() || one == '_' { one.to_string() } else { format!("\\x{{{:x}}}", u32::from(one)) }
}

/// A set after its `[`; `None` when Go would refuse it or this does not know what it means.
pub(super) fn set(characters: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut made = String::from(if characters.next_if_eq(&'^').is_some() { "[^" } else { "[" });
    let mut first = true;
    loop {
        let one = characters.next()?;
        if one == ']' && !first {
            made.push(']');
            return Some(made);
        }
        first = false;
        if one == '[' && characters.peek() == Some(&':') {
            made.push_str(&posix(characters)?);
            continue;
        }
        let from = match member(one, characters)? {
            Member::Class(class) => {
                made.push_str(&class);
                continue;
            }
            Member::One(from) => from,
        };
        made.push_str(&literal(from));
        let mut ahead = characters.clone();
        // A hyphen before the end of the set means itself.
        if ahead.next() == Some('-') && ahead.next().is_some_and(|next| next != ']') {
            characters.next();
            let next = characters.next()?;
            let Member::One(to) = member(next, characters)? else { return None };
            if to < from {
                return None;
            }
            made.push('-');
            made.push_str(&literal(to));
        }
    }
}

/// `[:alpha:]` after its first bracket.
fn posix(characters: &mut Peekable<Chars<'_>>) -> Option<String> {
    characters.next();
    let negated = if characters.next_if_eq(&'^').is_some() { "^" } else { "" };
    let name: String = characters.by_ref().take_while(|one| *one != ':').collect();
    characters.next_if_eq(&']')?;
    POSIX.contains(&name.as_str()).then(|| format!("[:{negated}{name}:]"))
}

enum Member {
    One(char),
    Class(String),
}

fn member(one: char, characters: &mut Peekable<Chars<'_>>) -> Option<Member> {
    if one != '\\' {
        return Some(Member::One(one));
    }
    let letter = characters.next()?;
    if let Some(class) = perl(letter) {
        return Some(Member::Class(class.to_owned()));
    }
    if let Some(class) = perl(letter.to_ascii_lowercase()) {
        return Some(Member::Class(format!("[^{class}]")));
    }
    if matches!(letter, 'p' | 'P') {
        return property(letter, characters).map(Member::Class);
    }
    escaped(letter, characters).map(Member::One)
}

/// `\p{Lu}`: a general category, or one of the scripts that both engines call the same.
pub(super) fn property(letter: char, characters: &mut Peekable<Chars<'_>>) -> Option<String> {
    const NAMES: &[&str] = &[
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "Arabic", "Cyrillic", "Greek", "Han",
        "Hebrew", "Latin",
    ];
    let name: String = match characters.next()? {
        '{' => characters.by_ref().take_while(|one| *one != '}').collect(),
        one => one.to_string(),
    };
    let (letter, name) = match (letter, name.strip_prefix('^')) {
        (letter, None) => (letter, name.as_str()),
        ('p', Some(name)) => ('P', name),
        (_, Some(name)) => ('p', name),
    };
    NAMES.contains(&name).then(|| format!("\\{letter}{{{name}}}"))
}

/// The character that an escape stands for.
pub(super) fn escaped(letter: char, characters: &mut Peekable<Chars<'_>>) -> Option<char> {
    match letter {
        'a' => Some('\u{7}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'v' => Some('\u{b}'),
        'x' => {
            let digits: String = if characters.next_if_eq(&'{').is_some() {
                characters.by_ref().take_while(|one| *one != '}').collect()
            } else {
                characters.by_ref().take(2).collect()
            };
            let digits = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
            u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)
        }
        '0'..='7' => octal(letter, characters),
        other if other.is_ascii_punctuation() => Some(other),
        _ => None,
    }
}

/// `\101`: up to three digits. One that is not zero and stands alone would be a reference to a group.
fn octal(first: char, characters: &mut Peekable<Chars<'_>>) -> Option<char> {
    let mut digits = String::from(first);
    while let Some(digit) = characters.next_if(|one| digits.len() < 3 && matches!(one, '0'..='7')) {
        digits.push(digit);
    }
    (first == '0' || digits.len() > 1).then_some(())?;
    u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32)
}
