//! A pattern of Go (RE2) in the syntax of the `regex` crate. Both search alike; what they write differently is written
//! anew here: `\d`, `\w`, `\s` and `\b` mean ASCII, `{` may be a plain character, `[a&&b]` is a plain set.

use std::iter::Peekable;
use std::str::Chars;

use super::class::{escaped, literal, perl, property, set};

/// Repetitions that Go allows.
const REPEATED: u32 = 1000;

/// The translated pattern; `None` when Go would refuse it or this does not know what it means.
pub(super) fn translate(pattern: &str) -> Option<String> {
    let mut made = String::new();
    let mut characters = pattern.chars().peekable();
    // Whether the last thing was a repetition, after which Go wants no other.
    let mut repeated = false;
    while let Some(one) = characters.next() {
        let repeats = match one {
            '*' | '+' | '?' => Some(one.to_string()),
            '{' => repetition(&mut characters)?,
            _ => None,
        };
        if let Some(operator) = repeats {
            if repeated {
                return None;
            }
            made.push_str(&operator);
            if characters.next_if_eq(&'?').is_some() {
                made.push('?');
            }
            repeated = true;
            continue;
        }
        repeated = false;
        match one {
            '\\' => made.push_str(&escape(&mut characters)?),
            '[' => made.push_str(&set(&mut characters)?),
            '(' => made.push_str(&group(&mut characters)?),
            ')' | '|' | '^' | '$' | '.' => made.push(one),
            other => made.push_str(&literal(other)),
        }
    }
    Some(made)
}

/// `{2}`, `{2,}` or `{2,3}` after the brace; nothing when the brace means itself.
#[expect(clippy::option_option, reason = "Go refuses, or there is no repetition, or there is one")]
fn repetition(characters: &mut Peekable<Chars<'_>>) -> Option<Option<String>> {
    let inner: String = characters.clone().take_while(|one| *one != '}').collect();
    let closed = characters.clone().nth(inner.chars().count()).is_some();
    let (from, to) = inner.split_once(',').map_or((inner.as_str(), None), |(from, to)| (from, Some(to)));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !closed || from.is_empty() || !digits(from) || !to.is_none_or(digits) {
        return Some(None);
    }
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number <= REPEATED);
    let least = number(from)?;
    if let Some(to) = to.filter(|to| !to.is_empty()) {
        number(to).filter(|most| *most >= least)?;
    }
    for _ in 0..=inner.chars().count() {
        characters.next();
    }
    Some(Some(format!("{{{inner}}}")))
}

fn escape(characters: &mut Peekable<Chars<'_>>) -> Option<String> {
    let letter = characters.next()?;
    if let Some(class) = perl(letter) {
        return Some(format!("[{class}]"));
    }
    if let Some(class) = perl(letter.to_ascii_lowercase()) {
        return Some(format!("[^{class}]"));
    }
    match letter {
        'A' | 'z' => Some(format!("\\{letter}")),
        'b' => Some("(?-u:\\b)".to_owned()),
        'p' | 'P' => property(letter, characters),
        'Q' => {
            let mut made = String::new();
            while let Some(one) = characters.next() {
                if one == '\\' && characters.next_if_eq(&'E').is_some() {
                    break;
                }
                made.push_str(&literal(one));
            }
            Some(format!("(?:{made})")).filter(|made| made != "(?:)")
        }
        other => escaped(other, characters).map(literal),
    }
}

/// What follows an opening bracket: a plain group, a name or flags.
fn group(characters: &mut Peekable<Chars<'_>>) -> Option<String> {
    if characters.next_if_eq(&'?').is_none() {
        return Some("(".to_owned());
    }
    characters.next_if_eq(&'P');
    if characters.next_if_eq(&'<').is_some() {
        let name: String = characters.by_ref().take_while(|one| *one != '>').collect();
        let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        return plain.then(|| format!("(?P<{name}>"));
    }
    let mut made = String::from("(?");
    loop {
        let one = characters.next()?;
        made.push(one);
        match one {
            ':' | ')' => return Some(made),
            'i' | 'm' | 's' | 'U' | '-' => {}
            _ => return None,
        }
    }
}
