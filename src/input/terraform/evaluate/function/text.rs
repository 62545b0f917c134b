//! Texts.

use std::sync::Arc;

use regex::Regex;

use super::super::operator::as_number;
use super::super::{Invalid, Outcome};
use super::{argument, open, text_of};
use crate::input::terraform::value::{Is, Joined, List, Piece, Value, pieces};

/// The largest program that a pattern may become.
const PATTERN_BYTES: usize = 1 << 20;

fn at(arguments: &[Value], index: usize) -> Option<Arc<str>> {
    arguments.get(index).and_then(text_of)
}

/// A text that is changed as a whole: it stands where it stood.
fn changed(arguments: &[Value], change: impl Fn(&str) -> String) -> Option<Value> {
    let value = arguments.first()?;
    Some(value.remade(change(&text_of(value)?)))
}

pub(super) fn basename(arguments: &[Value]) -> Option<Value> {
    changed(arguments, |text| match text.trim_end_matches('/').rsplit('/').next().unwrap_or_default() {
        "" if text.is_empty() => ".".to_owned(),
        "" => "/".to_owned(),
        name => name.to_owned(),
    })
}

pub(super) fn dirname(arguments: &[Value]) -> Option<Value> {
    changed(arguments, |text| match text.trim_end_matches('/').rsplit_once('/') {
        Some(("", _)) => "/".to_owned(),
        Some((folder, _)) => folder.to_owned(),
        None => ".".to_owned(),
    })
}

pub(super) fn chomp(arguments: &[Value]) -> Option<Value> {
    changed(arguments, |text| text.trim_end_matches(['\r', '\n']).to_owned())
}

pub(super) fn indent(arguments: &[Value]) -> Option<Value> {
    let blanks = as_number(arguments.first()?).filter(|count| count.fract() == 0.0 && *count >= 0.0)?;
    let blanks: usize = format!("{blanks:.0}").parse().ok()?;
    let value = arguments.get(1)?;
    if blanks > 100 {
        return Some(open(arguments));
    }
    let blanks = format!("\n{}", " ".repeat(blanks));
    Some(value.remade(text_of(value)?.replace('\n', &blanks)))
}

/// The only letter that another one becomes.
fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}

/// A text changed letter by letter. Where one becomes several the tool does something else, so that it is open.
fn cased(arguments: &[Value], change: impl FnMut(char) -> Option<char>) -> Option<Value> {
    let value = arguments.first()?;
    let changed: Option<String> = text_of(value)?.chars().map(change).collect();
    Some(changed.map_or_else(|| open(arguments), |text| value.remade(text)))
}

pub(super) fn lower(arguments: &[Value]) -> Option<Value> {
    cased(arguments, |letter| single(letter.to_lowercase()))
}

pub(super) fn upper(arguments: &[Value]) -> Option<Value> {
    cased(arguments, |letter| single(letter.to_uppercase()))
}

pub(super) fn title(arguments: &[Value]) -> Option<Value> {
    let mut start = true;
    cased(arguments, |letter| {
        let separates =
            if letter.is_ascii() { !letter.is_ascii_alphanumeric() && letter != '_' } else { letter.is_whitespace() };
        let first = std::mem::replace(&mut start, separates);
        // The title form of other letters is not always their upper case.
        if first && !letter.is_ascii() { None } else { Some(if first { letter.to_ascii_uppercase() } else { letter }) }
    })
}

pub(super) fn reverse(arguments: &[Value]) -> Option<Value> {
    if !text_of(arguments.first()?)?.is_ascii() {
        return Some(open(arguments));
    }
    changed(arguments, |text| text.chars().rev().collect())
}

pub(super) fn trim_space(arguments: &[Value]) -> Option<Value> {
    changed(arguments, |text| text.trim().to_owned())
}

pub(super) fn trim(arguments: &[Value]) -> Option<Value> {
    let cut = at(arguments, 1)?;
    changed(arguments, |text| text.trim_matches(|letter| cut.contains(letter)).to_owned())
}

pub(super) fn trim_prefix(arguments: &[Value]) -> Option<Value> {
    let cut = at(arguments, 1)?;
    changed(arguments, |text| text.strip_prefix(&*cut).unwrap_or(text).to_owned())
}

pub(super) fn trim_suffix(arguments: &[Value]) -> Option<Value> {
    let cut = at(arguments, 1)?;
    changed(arguments, |text| text.strip_suffix(&*cut).unwrap_or(text).to_owned())
}

pub(super) fn starts_with(arguments: &[Value]) -> Option<Value> {
    Some(Value::bool(at(arguments, 0)?.starts_with(&*at(arguments, 1)?)))
}

pub(super) fn ends_with(arguments: &[Value]) -> Option<Value> {
    Some(Value::bool(at(arguments, 0)?.ends_with(&*at(arguments, 1)?)))
}

pub(super) fn contains(arguments: &[Value]) -> Option<Value> {
    Some(Value::bool(at(arguments, 0)?.contains(&*at(arguments, 1)?)))
}

/// The parts of a text between separators. An attribute of a resource that is not known yet has none in it.
pub(super) fn split(arguments: &[Value]) -> Outcome {
    let (separator, value) = (argument(arguments, 0)?, argument(arguments, 1)?);
    let Some(separator) = text_of(separator).filter(|separator| !separator.is_empty()) else {
        return Ok(open(arguments));
    };
    let attributes = |piece: &Piece| piece.as_open().is_none_or(|open| open.exact);
    let Some(pieces) = pieces(value).filter(|pieces| pieces.iter().all(attributes)) else { return Ok(open(arguments)) };
    let mut parts: Vec<Vec<Piece>> = vec![Vec::new()];
    for piece in pieces {
        let Piece::Text(text) = &piece else {
            parts.last_mut().into_iter().for_each(|part| part.push(piece.clone()));
            continue;
        };
        for (index, text) in text.split(&*separator).enumerate() {
            if index > 0 {
                parts.push(Vec::new());
            }
            parts.last_mut().into_iter().for_each(|part| part.push(Piece::Text(text.into())));
        }
    }
    let part = |part: Vec<Piece>| Value { given: value.given, ..Value::of_pieces(part) }.at(value.origin.clone());
    Ok(Value::list(parts.into_iter().map(part).collect()))
}

pub(super) fn substr(arguments: &[Value]) -> Option<Value> {
    let text = at(arguments, 0)?;
    let letters: Vec<char> = text.chars().collect();
    if !text.is_ascii() {
        // The tool counts what looks like one letter as one.
        return Some(open(arguments));
    }
    let whole = |value: f64| format!("{value}").parse::<i64>().ok();
    let offset = whole(as_number(arguments.get(1)?)?)?;
    let length = whole(as_number(arguments.get(2)?)?)?;
    let count = i64::try_from(letters.len()).ok()?;
    let start = if offset < 0 { count.checked_add(offset)?.max(0) } else { offset.min(count) };
    let end = if length < 0 { count } else { start.checked_add(length)?.min(count) };
    let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
    let part: String = letters.get(start..end)?.iter().collect();
    Some(arguments.first()?.remade(part))
}

/// Replaces a text, or what a pattern between slashes fits, in what is known of another.
pub(super) fn replace(arguments: &[Value]) -> Outcome {
    let (value, wanted, by) = (argument(arguments, 0)?, argument(arguments, 1)?, argument(arguments, 2)?);
    let (Some(wanted), Some(by)) = (text_of(wanted), text_of(by)) else { return Ok(open(arguments)) };
    let pattern = wanted.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|_| wanted.len() > 1);
    let Some(text) = text_of(value) else { return Ok(open(arguments)) };
    let replaced = match pattern {
        Some(pattern) => match compiled(pattern, &text) {
            Some(pattern) => pattern.replace_all(&text, &*by).into_owned(),
            None => return Ok(open(arguments)),
        },
        None => text.replace(&*wanted, &by),
    };
    // A text that was not changed stands where it stood; the place of any other is that of the call.
    let origin = value.origin.clone().filter(|_| *replaced == *text);
    Ok(Value { given: value.given, ..Value::text(replaced).at(origin) })
}

/// What a pattern may hold that is read in another way by the tool, or refused.
const ODD: &[&str] = &[
    "&&", "--", "~~", "**", "++", "+*", "*+", "?*", "?+", "(?x", "(?R", "(?u", "(?-", "\\u", "\\U", "\\<", "\\>",
    "\\b{",
];

/// A pattern for a text; `None` where the tool may read it in another way.
fn compiled(pattern: &str, text: &str) -> Option<Regex> {
    let class = |letter: char| format!("\\{letter}");
    let odd = ODD.iter().any(|odd| pattern.contains(odd))
        || pattern.split('[').skip(2).count() > 0 && pattern.contains("[[") && !pattern.contains("[[:");
    // Its classes have the letters of ASCII alone.
    let wide =
        !text.is_ascii() && ['w', 'W', 'd', 'D', 's', 'S', 'b', 'B'].into_iter().any(|it| pattern.contains(&class(it)));
    if odd || wide {
        return None;
    }
    regex::RegexBuilder::new(pattern).size_limit(PATTERN_BYTES).build().ok()
}

/// Whether all groups have names, or none: the tool refuses to mix them.
fn is_plain(pattern: &Regex) -> bool {
    let named = pattern.capture_names().flatten().count();
    named == 0 || pattern.captures_len() == named.saturating_add(1)
}

/// What a match gives: its text, its groups as a list, or its named groups as an object.
fn captured(pattern: &Regex, captures: &regex::Captures<'_>, from: &Value) -> Value {
    let text = |found: Option<regex::Match<'_>>| {
        found.map_or_else(|| Value::new(Is::Null, None), |found| from.remade(found.as_str()))
    };
    let names: Vec<&str> = pattern.capture_names().flatten().collect();
    if !names.is_empty() {
        return Value::object(names.iter().map(|name| ((*name).to_owned(), text(captures.name(name)))).collect());
    }
    match captures.len() {
        1 => text(captures.get(0)),
        count => Value::list((1..count).map(|group| text(captures.get(group))).collect()),
    }
}

pub(super) fn regex(arguments: &[Value]) -> Option<Value> {
    let (pattern, text, from) = (at(arguments, 0)?, at(arguments, 1)?, arguments.get(1)?);
    let Some(pattern) = compiled(&pattern, &text).filter(is_plain) else { return Some(open(arguments)) };
    pattern.captures(&text).map(|captures| captured(&pattern, &captures, from))
}

pub(super) fn regex_all(arguments: &[Value]) -> Option<Value> {
    let (pattern, text, from) = (at(arguments, 0)?, at(arguments, 1)?, arguments.get(1)?);
    let Some(pattern) = compiled(&pattern, &text).filter(is_plain) else { return Some(open(arguments)) };
    Some(Value::list(pattern.captures_iter(&text).map(|captures| captured(&pattern, &captures, from)).collect()))
}

/// The texts of a list, with a text between them.
pub(super) fn join(arguments: &[Value]) -> Outcome {
    let Some((separator, lists)) = arguments.split_first() else { return Err(Invalid) };
    let Some(separator) = text_of(separator) else { return Ok(open(arguments)) };
    let origin = argument(arguments, 0)?.origin.clone();
    let mut text = Joined::default();
    let mut first = true;
    for list in lists {
        let Is::List(List { items, rest: None, .. }) = &list.is else {
            return if list.is_known() { Err(Invalid) } else { Ok(open(arguments)) };
        };
        for item in items.iter() {
            if !std::mem::take(&mut first) {
                text.literal(&separator, origin.clone());
            }
            text.value(item).ok_or(Invalid)?;
        }
    }
    Ok(text.finish())
}

/// `format`, with the verbs that texts are made with: `%s`, `%v`, `%d`, `%q`, `%t` and `%%`.
pub(super) fn format(arguments: &[Value]) -> Outcome {
    let Some((pattern, values)) = arguments.split_first() else { return Err(Invalid) };
    let Some(pattern) = text_of(pattern) else { return Ok(open(arguments)) };
    let origin = argument(arguments, 0)?.origin.clone();
    let mut text = Joined::default();
    let mut values = values.iter();
    let mut rest: &str = &pattern;
    while let Some((before, after)) = rest.split_once('%') {
        text.literal(before, origin.clone());
        let verb =
            after.trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-' | '+'));
        let width = after.strip_suffix(verb).unwrap_or_default();
        let letter = verb.chars().next().ok_or(Invalid)?;
        rest = verb.strip_prefix(letter).unwrap_or_default();
        if letter == '%' {
            text.literal("%", origin.clone());
            continue;
        }
        let value = values.next().ok_or(Invalid)?;
        if formatted(letter, width, value).and_then(|value| text.value(&value)).is_none() {
            return Ok(open(arguments));
        }
    }
    if values.next().is_some() {
        return Err(Invalid);
    }
    text.literal(rest, origin);
    Ok(text.finish())
}

/// What a verb makes of a value; `None` where gate does not know.
fn formatted(verb: char, width: &str, value: &Value) -> Option<Value> {
    let whole = |text: String| Some(value.remade(text));
    match (verb, width) {
        ('s' | 'v', "") => Some(value.clone()),
        ('t', "") if matches!(value.is, Is::Bool(_)) => Some(value.clone()),
        ('d', "") if as_number(value).is_some_and(|number| number.fract() == 0.0) => Some(value.clone()),
        ('q', "") => {
            let text = text_of(value).filter(|text| !text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']))?;
            whole(serde_json::Value::String(text.to_string()).to_string())
        }
        ('d', width) => {
            let number = as_number(value).filter(|number| number.fract() == 0.0)?;
            let count: usize = width.trim_start_matches('0').parse().ok().filter(|count| *count < 64)?;
            whole(if width.starts_with('0') { format!("{number:0count$.0}") } else { format!("{number:count$.0}") })
        }
        _ => None,
    }
}

/// The same for each element of the lists among the arguments.
pub(super) fn format_list(arguments: &[Value]) -> Outcome {
    let list = |value: &Value| match &value.is {
        Is::List(list) => Some(list.clone()),
        _ => None,
    };
    let lists: Vec<Option<List>> = arguments.iter().map(list).collect();
    if lists.first().is_some_and(Option::is_some) {
        return Ok(open(arguments));
    }
    let mut lengths = lists.iter().flatten().map(|list| list.items.len());
    let Some(count) = lengths.next() else {
        return if arguments.iter().all(Value::is_known) {
            Ok(Value::list(vec![format(arguments)?]))
        } else {
            Ok(open(arguments))
        };
    };
    if lists.iter().flatten().any(|list| list.rest.is_some()) {
        return Ok(open(arguments));
    }
    if lengths.any(|other| other != count) {
        return Err(Invalid);
    }
    let one = |index: usize| {
        let each = arguments.iter().zip(&lists).map(|(value, list)| match list {
            Some(list) => list.items.get(index).cloned().ok_or(Invalid),
            None => Ok(value.clone()),
        });
        format(&each.collect::<Result<Vec<_>, _>>()?)
    };
    Ok(Value::list((0..count).map(one).collect::<Result<_, _>>()?))
}
