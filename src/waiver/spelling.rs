//! What a text says to who reads it, however it is spelt.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_security::skeleton;

use crate::source::visible;

/// A text without its compatible forms (full width, circles, ligatures), without marks on its letters, and without what
/// cannot be seen.
pub(super) fn plain(text: &str) -> String {
    let seen = |letter: &char| !visible::is_deceptive(*letter) || letter.is_whitespace();
    let letters = text.chars().filter(seen).nfkd().filter(seen);
    letters.filter(|letter| canonical_combining_class(*letter) == 0).map(sign).collect()
}

/// A sign as the one on every keyboard that it looks like: there are five slashes.
fn sign(letter: char) -> char {
    if letter.is_ascii() || letter.is_alphanumeric() {
        return letter;
    }
    let alike: Vec<char> = skeleton(letter.encode_utf8(&mut [0; 4])).collect();
    if let [sign] = alike[..] { if sign.is_ascii_punctuation() { sign } else { letter } } else { letter }
}

/// The letters and digits of a text as a reader may take them, without case; none where it holds neither.
pub(super) fn readings(text: &str) -> BTreeSet<String> {
    let letters = |text: String| text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    spellings(text).into_iter().map(letters).filter(|reading: &String| !reading.is_empty()).collect()
}

/// What tells an id apart from others: its words and numbers, as a reader may take them.
pub(super) fn labels(text: &str) -> BTreeSet<String> {
    let small: String = plain(text).chars().map(lowered).collect();
    let numbered = words(&small, char::is_numeric);
    spellings(text).iter().map(|text| words(text, |_| false)).chain([numbered]).collect()
}

/// A text with what looks alike as one, without case.
///
/// There are several, because what a letter looks like depends on its case: a Cyrillic capital that looks like `T` has a
/// small letter that does not, and a capital `I` looks like an `l`.
fn spellings(text: &str) -> BTreeSet<String> {
    let plain = plain(text);
    let mixed: String = plain.chars().map(lowered).collect();
    [fold(&plain), plain, mixed].iter().map(|text| alike(text)).collect()
}

fn alike(text: &str) -> String {
    plain(&fold(&skeleton(text).collect::<String>()))
}

/// The runs of letters and, where they are told apart, of digits, without zeros before them.
fn words(text: &str, is_digit: fn(char) -> bool) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for letter in text.chars() {
        let kind = letter.is_alphanumeric().then(|| is_digit(letter));
        match words.last_mut().filter(|_| kind.is_some() && kind == before) {
            Some(word) => word.push(letter),
            None if kind.is_some() => words.push(letter.to_string()),
            None => {}
        }
        before = kind;
    }
    words.iter().map(|word| word.trim_start_matches('0')).collect::<Vec<_>>().join("-")
}

/// A letter in the small form of what it looks like.
fn lowered(letter: char) -> String {
    let small = fold(letter.encode_utf8(&mut [0; 4]));
    let alike: String = skeleton(&small).collect();
    if small.is_ascii() || alike.is_ascii() {
        return if small.is_ascii() { small } else { alike };
    }
    fold(&skeleton(letter.encode_utf8(&mut [0; 4])).collect::<String>())
}

/// Without case: by way of the capitals, in which `ß` is `SS` and a final sigma is one like all others.
fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}
