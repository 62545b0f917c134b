//! Parts of statements: what an assignment binds, parameters, filters.

use super::Reject;
use super::cursor::Cursor;
use super::syntax::{Parameters, Step, Target};
use super::token::Word;

/// `with context` and `without context`: names of the context count in any case.
pub(super) fn skip_context(cursor: &mut Cursor<'_>) {
    let context = matches!(cursor.look(1), Some(Word::Name(name)) if &**name == "context");
    if context && (cursor.skip_name("with") || cursor.skip_name("without")) {
        cursor.skip_name("context");
    }
}

/// The filters behind each `|`.
pub(super) fn more_filters(cursor: &mut Cursor<'_>, filters: &mut Vec<Step>) -> Result<(), Reject> {
    while cursor.skip_mark("|") {
        filters.push(cursor.filter()?);
    }
    Ok(())
}

/// The parameters of a macro.
pub(super) fn parameters(cursor: &mut Cursor<'_>) -> Result<Parameters, Reject> {
    cursor.expect_mark("(")?;
    let mut parameters = Vec::new();
    while !cursor.skip_mark(")") {
        if !parameters.is_empty() {
            cursor.expect_mark(",")?;
            if cursor.skip_mark(")") {
                break;
            }
        }
        let name = cursor.name()?;
        let default = if cursor.skip_mark("=") { Some(cursor.expression()?) } else { None };
        parameters.push((name, default));
    }
    Ok(parameters)
}

/// What an assignment binds: a name, a field of a namespace, or several of them.
pub(super) fn target(cursor: &mut Cursor<'_>, with_tuple: bool) -> Result<Target, Reject> {
    let first = single_target(cursor)?;
    if !with_tuple || !cursor.is_mark(",") {
        return Ok(first);
    }
    let mut targets = vec![first];
    while cursor.skip_mark(",") {
        if cursor.is_mark(")") || cursor.peek().is_none() {
            break;
        }
        targets.push(single_target(cursor)?);
    }
    Ok(Target::Tuple(targets))
}

fn single_target(cursor: &mut Cursor<'_>) -> Result<Target, Reject> {
    if cursor.skip_mark("(") {
        let inner = cursor.deeper(|cursor| target(cursor, true))?;
        cursor.expect_mark(")")?;
        return Ok(inner);
    }
    let name = cursor.name()?;
    if cursor.skip_mark(".") {
        cursor.name()?;
        return Ok(Target::Field);
    }
    Ok(Target::Name(name))
}
