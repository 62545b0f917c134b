//! Tables in CSV: <https://developer.hashicorp.com/terraform/language/functions/csvdecode>.

use std::collections::BTreeMap;

use super::super::{Invalid, Outcome};
use super::{argument, open, text_of};
use crate::input::terraform::value::{Is, Value, place};

/// A cell: where it begins and ends, and what it says.
struct Cell {
    start: usize,
    end: usize,
    text: String,
}

/// The rows of a table as objects with the names of its first row.
pub(super) fn csv_decode(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?;
    if matches!(value.is, Is::Null | Is::List(_) | Is::Object(_)) {
        return Err(Invalid);
    }
    let Some(text) = text_of(value) else { return Ok(open(arguments)) };
    let mut rows = rows(&text).ok_or(Invalid)?.into_iter();
    let Some(names) = rows.next() else { return Err(Invalid) };
    let row = |cells: Vec<Cell>| {
        if cells.len() != names.len() {
            return Err(Invalid);
        }
        let cells = names.iter().zip(cells).map(|(name, cell)| {
            let origin = place(value, cell.start, cell.end);
            (name.text.clone(), Value { given: value.given, ..Value::text(cell.text) }.at(origin))
        });
        Ok(Value::object(cells.collect::<BTreeMap<_, _>>()))
    };
    Ok(Value::list(rows.map(row).collect::<Result<_, _>>()?))
}

/// The cells of each row; empty lines are none. `None` for a quote that does not end, or stands inside of a cell.
fn rows(text: &str) -> Option<Vec<Vec<Cell>>> {
    let (mut rows, mut row, mut at) = (Vec::new(), Vec::new(), 0_usize);
    while at < text.len() || !row.is_empty() {
        let rest = text.get(at..)?;
        if row.is_empty() && rest.starts_with(['\r', '\n']) {
            at = at.saturating_add(1);
            continue;
        }
        let (cell, length) = if rest.starts_with('"') { quoted(rest, at)? } else { plain(rest, at)? };
        row.push(cell);
        at = at.saturating_add(length);
        let after = text.get(at..)?;
        if after.starts_with(',') {
            at = at.saturating_add(1);
            continue;
        }
        if !(after.is_empty() || after.starts_with(['\r', '\n'])) {
            return None;
        }
        rows.push(std::mem::take(&mut row));
    }
    Some(rows)
}

fn plain(rest: &str, at: usize) -> Option<(Cell, usize)> {
    let length = rest.find([',', '\r', '\n']).unwrap_or(rest.len());
    let text = rest.get(..length).filter(|text| !text.contains('"'))?;
    Some((Cell { start: at, end: at.saturating_add(length), text: text.to_owned() }, length))
}

fn quoted(rest: &str, at: usize) -> Option<(Cell, usize)> {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((index, letter)) = letters.next() {
        if letter != '"' {
            text.push(letter);
        } else if letters.next_if(|(_, next)| *next == '"').is_some() {
            text.push('"');
        } else {
            let end = at.saturating_add(index);
            return Some((Cell { start: at.saturating_add(1), end, text }, index.saturating_add(1)));
        }
    }
    None
}
