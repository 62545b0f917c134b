//! What words of a script come to, and what `test` says of them.

use crate::input::pipeline::shell::syntax::{Piece, PieceWhat, Word};

/// The most texts that one word may be.
const MOST: usize = 50;

/// The most bytes of one of them: `a=$a$a` doubles it.
const BYTES: usize = 10_000;

/// Every text that a word can be; `None` when that is not known.
pub(super) type Texts = Option<Vec<String>>;

/// What a word can be; `variable` says what a variable holds, `expression` what stands between the vendor's delimiters.
pub(super) fn word(word: &Word, variable: &dyn Fn(&str) -> Texts, expression: &dyn Fn(&Piece) -> Texts) -> Texts {
    let mut all = vec![String::new()];
    for piece in &word.pieces {
        let texts = match &piece.what {
            PieceWhat::Text(text) => vec![text.clone()],
            PieceWhat::Variable { name, operator, .. } if operator.is_empty() => variable(name)?,
            PieceWhat::Variable { name, operator, inside } if inside.is_empty() => {
                let default = operator.strip_prefix(":-").or_else(|| operator.strip_prefix('-'))?;
                let or_default = |text: String| if text.is_empty() { default.to_owned() } else { text };
                variable(name)?.into_iter().map(or_default).collect()
            }
            PieceWhat::Expression => expression(piece)?,
            _ => return None,
        };
        if all.len().saturating_mul(texts.len()) > MOST {
            return None;
        }
        all = all.iter().flat_map(|it| texts.iter().map(move |text| format!("{it}{text}"))).collect();
        if all.iter().any(|text| text.len() > BYTES) {
            return None;
        }
    }
    Some(all)
}

/// Whether the shell may split a word or drop it.
pub(super) fn may_split(of: &Word, texts: &Texts) -> bool {
    let is_plain = |piece: &Piece| piece.quoted || matches!(piece.what, PieceWhat::Text(_));
    let whole = |text: &String| !text.is_empty() && !text.contains(char::is_whitespace);
    !of.pieces.iter().all(is_plain) && !texts.as_ref().is_some_and(|texts| texts.iter().all(whole))
}

/// Characters that mean something in a pattern where they are not quoted.
const GLOB: [char; 4] = ['*', '?', '[', '\\'];

/// Whether a pattern of `case` stands for itself alone.
pub(super) fn is_plain(word: &Word) -> bool {
    let is_text = |piece: &Piece| matches!(&piece.what, PieceWhat::Text(text) if piece.quoted || !text.contains(GLOB));
    word.pieces.iter().all(is_text)
}

/// Whether a word of `[[ … ]]` may be taken for a pattern because of what is put into it.
pub(super) fn may_be_pattern(of: &Word, texts: &[String]) -> bool {
    let is_plain = |piece: &Piece| piece.quoted || matches!(piece.what, PieceWhat::Text(_));
    !of.pieces.iter().all(is_plain) && texts.iter().any(|text| text.contains(GLOB))
}

/// Whether `test` holds of its words; `None` when that is not known. An operator is a word that is written out.
pub(super) fn test(words: &[(Texts, Option<&str>)]) -> Option<bool> {
    for (joins, all) in [(["||", "-o"], false), (["&&", "-a"], true)] {
        let at = words.iter().skip(1).position(|(_, text)| text.is_some_and(|text| joins.contains(&text)));
        if let Some(at) = at {
            let (left, right) = words.split_at_checked(at.saturating_add(1))?;
            return both(all, test(left), test(right.get(1..)?));
        }
    }
    match words {
        [(_, Some("!")), rest @ ..] if !rest.is_empty() => test(rest).map(|holds| !holds),
        [(text, _)] => every(text, |text| !text.is_empty()),
        [(_, Some("-n")), (text, _)] => every(text, |text| !text.is_empty()),
        [(_, Some("-z")), (text, _)] => every(text, str::is_empty),
        [(left, _), (_, Some(operator)), (right, glob)] => {
            if glob.is_some_and(|text| text.contains(['*', '?', '['])) {
                return None;
            }
            let (left, right) = (left.as_ref()?, right.as_ref()?);
            let pairs = left.iter().flat_map(|one| right.iter().map(move |other| compare(operator, one, other)));
            same(pairs)
        }
        _ => None,
    }
}

/// Both of two statements, or either.
const fn both(all: bool, left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(one), _) | (_, Some(one)) if one != all => Some(one),
        (Some(_), Some(_)) => Some(all),
        _ => None,
    }
}

fn compare(operator: &str, left: &str, right: &str) -> Option<bool> {
    if matches!(operator, "=" | "==") {
        return Some(left == right);
    }
    if operator == "!=" {
        return Some(left != right);
    }
    let (left, right) = (left.trim().parse::<i64>().ok()?, right.trim().parse::<i64>().ok()?);
    Some(match operator {
        "-eq" => left == right,
        "-ne" => left != right,
        "-gt" => left > right,
        "-ge" => left >= right,
        "-lt" => left < right,
        "-le" => left <= right,
        _ => return None,
    })
}

fn every(texts: &Texts, holds: impl Fn(&str) -> bool) -> Option<bool> {
    same(texts.as_ref()?.iter().map(|text| Some(holds(text))))
}

fn same(mut each: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let first = each.next()??;
    each.all(|other| other == Some(first)).then_some(first)
}
