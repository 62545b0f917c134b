//! What a text that went through a pattern can still hold: patterns of `grep`, `sed`, `[[ =~ ]]`, `case` and `tr`.
//!
//! A pattern is made into a machine, and the machine is searched for a text that it takes and that holds a character with
//! a meaning for a shell. Only where there is none, such a text is harmless.

use std::collections::BTreeSet;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, dfa};

/// Characters by which a text becomes more than a word for a shell, in quotes or not.
pub(super) const MEANT: &str = "$`\"'\\;&|<>()\n\r";

/// The same of one of several lines, which may set a variable: `PATH=/tmp`.
pub(super) const MEANT_IN_LINES: &str = "$`\"'\\;&|<>()\n\r=";

/// Bytes of one machine.
const MACHINE_BYTES: usize = 1 << 18;
/// States of it that are looked at.
const STATES: usize = 5_000;

/// Whether every text that a pattern takes as a whole is harmless. The pattern is in the words of the `regex` crate.
pub(super) fn takes_only_harmless(pattern: &str) -> bool {
    takes_none_of(pattern, MEANT)
}

/// Whether every text in which the pattern is found is harmless.
pub(super) fn found_only_in_harmless(pattern: &str) -> bool {
    found_with_none_of(pattern, MEANT)
}

/// Whether no text that a pattern takes as a whole has one of some characters.
pub(super) fn takes_none_of(pattern: &str, meant: &str) -> bool {
    has_none(&format!("\\A(?:{pattern})\\z"), meant)
}

/// Whether no text in which the pattern is found has one of some characters.
pub(super) fn found_with_none_of(pattern: &str, meant: &str) -> bool {
    has_none(&format!("\\A(?s:.*)(?:{pattern})(?s:.*)\\z"), meant)
}

fn has_none(pattern: &str, meant: &str) -> bool {
    let machine = dense::Builder::new()
        .configure(
            dense::Config::new()
                .start_kind(StartKind::Anchored)
                .dfa_size_limit(Some(MACHINE_BYTES))
                .determinize_size_limit(Some(MACHINE_BYTES)),
        )
        .syntax(syntax::Config::new().unicode(false).utf8(false).nest_limit(50))
        .thompson(thompson::Config::new().nfa_size_limit(Some(MACHINE_BYTES)).utf8(false))
        .build(pattern);
    machine.is_ok_and(|machine| never_ends_with(&machine, meant))
}

/// Whether no text that holds one of some characters leads to an end.
fn never_ends_with(machine: &dfa::dense::DFA<Vec<u32>>, characters: &str) -> bool {
    let Ok(start) = machine.start_state(&start::Config::new().anchored(Anchored::Yes)) else { return false };
    let (mut open, mut seen) = (vec![(start, false)], BTreeSet::from([(start, false)]));
    while let Some((state, meant)) = open.pop() {
        if meant && machine.is_match_state(machine.next_eoi_state(state)) {
            return false;
        }
        if seen.len() > STATES {
            return false;
        }
        for byte in 0..=u8::MAX {
            let next = machine.next_state(state, byte);
            if machine.is_dead_state(next) {
                continue;
            }
            if machine.is_quit_state(next) {
                return false;
            }
            let next = (next, meant || characters.as_bytes().contains(&byte));
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    true
}

/// Whether taking out what a pattern finds, everywhere, leaves nothing with a meaning: it finds each such character
/// wherever that stands.
pub(super) fn finds_all_meant(pattern: &str, instead: &str) -> bool {
    let made = regex::RegexBuilder::new(pattern).size_limit(MACHINE_BYTES).multi_line(true).build();
    let Ok(regex) = made else { return false };
    let leaves_none = |character: char| {
        let around =
            [format!("{character}"), format!("a{character}B"), format!("0{character}{character} {character}-")];
        around.iter().all(|text| !has_meant(&regex.replace_all(text, regex::NoExpand(""))))
    };
    // A line end ends what `sed` looks at.
    !has_meant(instead) && stands_anywhere(pattern) && MEANT.chars().filter(|it| !matches!(it, '\n')).all(leaves_none)
}

/// Whether what a pattern finds does not depend on what stands around it, so that it finds a character anywhere if it finds
/// it alone.
fn stands_anywhere(pattern: &str) -> bool {
    let config = thompson::Config::new().nfa_size_limit(Some(MACHINE_BYTES)).utf8(false);
    let syntax = syntax::Config::new().unicode(false).utf8(false).nest_limit(50);
    let made = thompson::Compiler::new().configure(config).syntax(syntax).build(pattern);
    made.is_ok_and(|machine| machine.look_set_any().is_empty())
}

/// Whether a text has a character with a meaning.
pub(super) fn has_meant(text: &str) -> bool {
    text.contains(|character| MEANT.contains(character))
}

/// A pattern of `grep` or `sed` without `-E`, in the words of the `regex` crate.
pub(super) fn of_basic(pattern: &str) -> String {
    let mut made = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        let behind = rest.get(next.len_utf8()..).unwrap_or_default();
        rest = match next {
            '\\' => {
                let escaped = behind.chars().next().unwrap_or_default();
                if !matches!(escaped, '(' | ')' | '{' | '}' | '+' | '?' | '|') {
                    made.push('\\');
                }
                made.push(escaped);
                behind.get(escaped.len_utf8()..).unwrap_or_default()
            }
            '(' | ')' | '{' | '}' | '+' | '?' | '|' => {
                made.push('\\');
                made.push(next);
                behind
            }
            '[' => bracket(behind, &mut made),
            _ => {
                made.push(next);
                behind
            }
        };
    }
    made
}

/// A pattern of `grep -E`, `sed -E` or `[[ =~ ]]`, in the words of the `regex` crate.
pub(super) fn of_extended(pattern: &str) -> String {
    let mut made = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        let behind = rest.get(next.len_utf8()..).unwrap_or_default();
        rest = match next {
            '\\' => {
                let escaped = behind.chars().next().unwrap_or_default();
                made.push('\\');
                made.push(escaped);
                behind.get(escaped.len_utf8()..).unwrap_or_default()
            }
            '[' => bracket(behind, &mut made),
            _ => {
                made.push(next);
                behind
            }
        };
    }
    made
}

/// A pattern of `case` or `[[ == ]]`, in the words of the `regex` crate; `None` for one with `!(…)`.
pub(super) fn of_glob(pattern: &str) -> Option<String> {
    let mut made = String::with_capacity(pattern.len());
    let mut rest = pattern;
    let mut open = Vec::new();
    while let Some(next) = rest.chars().next() {
        let behind = rest.get(next.len_utf8()..)?;
        let group = behind.strip_prefix('(');
        rest = match (next, group) {
            ('!', Some(_)) => return None,
            ('@' | '+' | '*' | '?', Some(inside)) => {
                open.push(next);
                made.push_str("(?:");
                inside
            }
            (')', _) if !open.is_empty() => {
                made.push(')');
                made.extend(open.pop().filter(|kind| *kind != '@'));
                behind
            }
            ('|', _) if !open.is_empty() => {
                made.push('|');
                behind
            }
            ('*', None) => {
                made.push_str("(?s:.*)");
                behind
            }
            ('?', None) => {
                made.push_str("(?s:.)");
                behind
            }
            ('[', _) => bracket(behind, &mut made),
            ('\\', _) => {
                let escaped = behind.chars().next()?;
                made.push_str(&regex::escape(escaped.encode_utf8(&mut [0; 4])));
                behind.get(escaped.len_utf8()..)?
            }
            _ => {
                made.push_str(&regex::escape(next.encode_utf8(&mut [0; 4])));
                behind
            }
        };
    }
    Some(made)
}

/// What stands in square brackets, up to what closes them: a backslash means nothing there.
fn bracket<'t>(text: &'t str, made: &mut String) -> &'t str {
    made.push('[');
    let mut rest = text;
    if let Some(behind) = rest.strip_prefix(['^', '!']) {
        made.push('^');
        rest = behind;
    }
    let mut first = true;
    while let Some(next) = rest.chars().next() {
        let behind = rest.get(next.len_utf8()..).unwrap_or_default();
        if next == ']' && !first {
            made.push(']');
            return behind;
        }
        let class = rest.strip_prefix("[:").and_then(|inside| inside.split_once(":]"));
        if let Some((name, after)) = class {
            made.extend(["[:", name, ":]"]);
            rest = after;
        } else {
            let is_range = next == '-' && !first && !behind.starts_with(']');
            if !is_range && !next.is_ascii_alphanumeric() && next.is_ascii() {
                made.push('\\');
            }
            made.push(next);
            rest = behind;
        }
        first = false;
    }
    rest
}

/// The characters of a set of `tr`; `None` for one that is not read.
pub(super) fn set(text: &str) -> Option<BTreeSet<char>> {
    let mut set = BTreeSet::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix("[:").and_then(|inside| inside.split_once(":]")) {
            let class = class(name)?;
            set.extend((0_u8..128).map(char::from).filter(class));
            rest = after;
            continue;
        }
        let (from, behind) = one(next, rest)?;
        rest = behind;
        let to = rest.strip_prefix('-').and_then(|after| Some((after.chars().next()?, after)));
        if let Some((next, after)) = to {
            let (to, behind) = one(next, after)?;
            set.extend(from..=to);
            rest = behind;
        } else {
            set.insert(from);
        }
    }
    Some(set)
}

/// One character of a set, and what stands behind it.
fn one(next: char, rest: &str) -> Option<(char, &str)> {
    let behind = rest.get(next.len_utf8()..)?;
    if next != '\\' {
        return Some((next, behind));
    }
    let escaped = behind.chars().next()?;
    let behind = behind.get(escaped.len_utf8()..)?;
    let meant = match escaped {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0'..='9' => return None,
        other => other,
    };
    Some((meant, behind))
}

fn class(name: &str) -> Option<fn(&char) -> bool> {
    Some(match name {
        "alnum" => char::is_ascii_alphanumeric,
        "alpha" => char::is_ascii_alphabetic,
        "digit" => char::is_ascii_digit,
        "lower" => char::is_ascii_lowercase,
        "upper" => char::is_ascii_uppercase,
        "xdigit" => char::is_ascii_hexdigit,
        "space" | "blank" => char::is_ascii_whitespace,
        "punct" => char::is_ascii_punctuation,
        "print" | "graph" => char::is_ascii_graphic,
        "cntrl" => char::is_ascii_control,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{finds_all_meant, found_only_in_harmless, of_basic, of_extended, of_glob, set, takes_only_harmless};

    #[test]
    fn a_pattern_fences_where_it_takes_nothing_with_a_meaning() {
        for (pattern, expected) in [
            ("^[0-9]+$", true),
            ("^v?[0-9]+(\\.[0-9]+)*$", true),
            ("^[[:alnum:]_-]+$", true),
            ("^(feature|fix)/[a-z]+$", true),
            ("[0-9]+", false),
            ("^[0-9]+", false),
            ("^[^;]+$", false),
            ("^.*$", false),
            ("^[a-z $]+$", false),
            ("^a$|b", false),
        ] {
            assert_eq!(found_only_in_harmless(&of_extended(pattern)), expected, "{pattern}");
        }
        assert!(found_only_in_harmless(&of_basic("^[0-9][0-9]*$")));
        assert!(found_only_in_harmless(&of_basic("^\\(a\\|b\\)\\{2\\}$")));
        assert!(takes_only_harmless(&of_extended("[0-9]+")));
        assert!(!takes_only_harmless(&of_extended("[0-9]+.*")));
    }

    #[test]
    fn a_glob_fences_as_a_whole() {
        for (pattern, expected) in
            [("main", true), ("+([0-9])", true), ("@(a|b)", true), ("[a-z]", true), ("v*", false), ("*", false)]
        {
            assert_eq!(takes_only_harmless(&of_glob(pattern).unwrap()), expected, "{pattern}");
        }
        assert_eq!(of_glob("!(a)"), None);
    }

    #[test]
    fn taking_out_cleans_where_it_takes_out_everything_meant() {
        for (pattern, instead, expected) in [
            ("[^a-zA-Z0-9]", "-", true),
            ("[^[:alnum:]._-]", "", true),
            ("[^a-z]*", "", true),
            ("[^a-z]", "$", false),
            ("[^a-z$]", "", false),
            ("[;&|]", "", false),
            ("^[^a-z]", "", false),
            ("^.{1,90}$", "", false),
            ("\\b.|[^a-z]", "", false),
            ("/", "-", false),
        ] {
            assert_eq!(finds_all_meant(&of_extended(pattern), instead), expected, "{pattern}");
        }
    }

    #[test]
    fn sets_of_tr_are_read() {
        let text = |text: &str| set(text).map(|set| set.into_iter().collect::<String>());
        assert_eq!(text("a-c_").as_deref(), Some("_abc"));
        assert_eq!(text("[:digit:]\\n").as_deref(), Some("\n0123456789"));
        assert_eq!(text("\\12"), None);
        assert_eq!(text("a-").as_deref(), Some("-a"));
    }
}
