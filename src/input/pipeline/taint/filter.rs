//! Filters, and whether what they leave of a stranger's text still means anything to a shell.

use super::command::Call;
use super::fence::Search;
use super::pattern;
use super::value::Value;

/// `tr`: what is left can be told by its sets.
pub(super) fn translated(call: &Call) -> Value {
    let read = call.input.clone().unwrap_or_default();
    let (mut letters, mut sets) = (String::new(), Vec::new());
    for (word, value) in call.arguments() {
        match word {
            "--delete" => letters.push('d'),
            "--complement" => letters.push('c'),
            "--squeeze-repeats" => letters.push('s'),
            _ if word.len() > 1 && word.starts_with('-') && sets.is_empty() && is_letters(word) => {
                letters.push_str(word);
            }
            _ => sets.push(value.known().and_then(pattern::set)),
        }
    }
    let complement = letters.contains(['c', 'C']);
    let left = match (complement, letters.contains('d'), sets.as_slice()) {
        (true, true, [Some(kept), ..]) => kept.clone(),
        (true, false, [Some(kept), Some(instead), ..]) => kept.union(instead).copied().collect(),
        (false, true, [Some(deleted), ..]) => {
            pattern::MEANT_IN_LINES.chars().chain(['a']).filter(|it| !deleted.contains(it)).collect()
        }
        _ => return read,
    };
    // A line end at the end of a text is taken away by the shell; `tr -cd '0-9\n'` is written for that. One in the middle
    // makes a line of its own of what follows, which is a command or sets a variable if it has a word.
    let has_words = left.iter().any(|it| it.is_alphabetic() || *it == '=');
    let means = left.iter().any(|it| match it {
        '\n' => has_words && read.has_lines(),
        other => pattern::MEANT.contains(*other),
    });
    if means { read } else { read.harmless() }
}

fn is_letters(word: &str) -> bool {
    word.bytes().skip(1).all(|letter| b"cCdst".contains(&letter))
}

/// `grep`: the lines that it finds, or what it finds in them.
pub(super) fn searched(call: &Call, read: Value) -> Value {
    let known: Option<Vec<String>> = call.values.iter().map(Value::key).collect();
    let Some((search, _)) = known.as_deref().and_then(Search::of_words) else { return read };
    if search.silent {
        return Value::named("grep");
    }
    // It may find several lines.
    let meant = if read.has_lines() { pattern::MEANT_IN_LINES } else { pattern::MEANT };
    let is_clean =
        if search.only { pattern::takes_none_of(&search.pattern, meant) } else { search.finds_none_of(meant) };
    if is_clean && !search.inverted { read.harmless() } else { read }
}

/// `sed`: harmless if one of its commands takes out everything that has a meaning and none puts anything in.
pub(super) fn edited(call: &Call, read: Value) -> Value {
    let (mut extended, mut scripts, mut words) = (false, Vec::new(), call.arguments());
    let mut quiet = false;
    while let Some((word, value)) = words.next() {
        match word {
            "-e" | "--expression" => scripts.extend(words.next().map(|(_, value)| value)),
            "-f" | "--file" => return read,
            _ if word.starts_with("--") => {
                extended |= word == "--regexp-extended";
                if let Some(value) = value.split_once("=").filter(|(name, _)| name == "--expression") {
                    scripts.clear();
                    drop(value);
                    return read;
                }
            }
            _ if word.len() > 1 && word.starts_with('-') => {
                extended |= word.contains(['E', 'r']);
                quiet |= word.contains('n');
                if word.ends_with('e') {
                    scripts.extend(words.next().map(|(_, value)| value));
                }
            }
            _ if scripts.is_empty() => scripts.push(value),
            _ => {}
        }
    }
    let (mut cleans, mut puts, mut is_plain) = (false, false, true);
    for script in scripts {
        // A stranger's text in the script may be put in.
        let Some(text) = script.known() else {
            puts |= script.is_hostile();
            if puts {
                let mut all = read;
                all.push(script.clone());
                return all;
            }
            continue;
        };
        for command in text.split([';', '\n']).map(str::trim).filter(|command| !command.is_empty()) {
            let Some((found, instead, flags)) = substitution(command) else {
                // Others may choose lines, or jump over what cleans them.
                is_plain &= command.ends_with(['d', 'p']) && !command.contains(['{', '}']);
                continue;
            };
            let pattern = if extended { pattern::of_extended(found) } else { pattern::of_basic(found) };
            let is_global = flags.contains('g') && !flags.contains(|it: char| it.is_ascii_digit());
            if is_global && pattern::finds_all_meant(&pattern, instead) {
                cleans = true;
            }
            // `s/.*\([0-9]\+\).*/\1/p` of `-n`: only what matches as a whole is printed, and of that one group.
            let whole = format!("^(?:{pattern})$");
            if quiet && flags.contains('p') && group_is_harmless(&whole, instead) {
                cleans = true;
            }
        }
    }
    if cleans && is_plain { read.harmless() } else { read }
}

/// Whether what is put in is one group of the pattern that takes only what is harmless.
fn group_is_harmless(pattern: &str, instead: &str) -> bool {
    let Some((before, behind)) = pattern.split_once('(').filter(|_| instead == "\\1") else { return false };
    let is_plain = before.starts_with("^(?:") || before.is_empty();
    let behind = if before == "^" { behind.split_once('(').map(|(_, behind)| behind) } else { Some(behind) };
    let group = behind.and_then(|behind| behind.split_once(')')).map(|(group, _)| group);
    let starts_whole = pattern.starts_with("^(?:^") || pattern.contains("(?:.*(");
    is_plain && starts_whole && group.is_some_and(|group| !group.contains('(') && pattern::takes_only_harmless(group))
}

/// The pattern, what is put in, and the flags of `s/…/…/…`.
fn substitution(command: &str) -> Option<(&str, &str, &str)> {
    let rest = command.strip_prefix('s')?;
    let delimiter = rest.chars().next().filter(|it| !it.is_ascii_alphanumeric() && !it.is_whitespace())?;
    let rest = rest.get(delimiter.len_utf8()..)?;
    let (found, rest) = until(rest, delimiter)?;
    let (instead, flags) = until(rest, delimiter)?;
    Some((found, instead, flags))
}

/// Up to a delimiter that nothing escapes and no bracket holds.
fn until(text: &str, delimiter: char) -> Option<(&str, &str)> {
    let (mut escaped, mut bracket) = (false, None);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if bracket.is_none() => escaped = true,
            '[' if bracket.is_none() => bracket = Some(at),
            ']' if bracket.is_some_and(|open| at > open.saturating_add(2)) => bracket = None,
            _ if character == delimiter && bracket.is_none() => {
                return Some((text.get(..at)?, text.get(at.saturating_add(character.len_utf8())..)?));
            }
            _ => {}
        }
    }
    None
}
