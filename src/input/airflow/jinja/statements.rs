//! Statements: a template as a tree.

use std::rc::Rc;

use super::Reject;
use super::cursor::{Cursor, check_depth};
use super::flat::Flat;
use super::pieces::{Piece, Tag};
use super::syntax::{Expr, For, Macro, Node, Place};
use super::targets::{more_filters, parameters, skip_context, target};
use super::token::Word;

/// Reads the pieces of a template in order.
pub(super) struct Parser<'p> {
    flat: &'p Flat,
    pieces: std::slice::Iter<'p, Piece>,
    depth: usize,
}

/// The statement that ends a body.
struct End<'p> {
    name: Rc<str>,
    rest: Cursor<'p>,
}

/// The tree of a template.
pub(super) fn parse(flat: &Flat, pieces: &[Piece]) -> Result<Vec<Node>, Reject> {
    let mut parser = Parser { flat, pieces: pieces.iter(), depth: 0 };
    parser.nodes(&[]).map(|(nodes, _)| nodes)
}

impl<'p> Parser<'p> {
    /// What is rendered up to one of the statements that end it.
    fn nodes(&mut self, ends: &[&str]) -> Result<(Vec<Node>, Option<End<'p>>), Reject> {
        let mut nodes = Vec::new();
        while let Some(piece) = self.pieces.next() {
            match piece {
                Piece::Data(place) | Piece::Comment(place) => {
                    let holes = self.flat.holes(place.start, place.end);
                    nodes.extend((!holes.is_empty()).then_some(Node::Data(holes)));
                }
                Piece::Insert(tag) => {
                    let mut cursor = Cursor::of(tag, self.depth);
                    let value = cursor.tuple(true)?;
                    cursor.finish()?;
                    nodes.push(Node::Insert(value, tag.inner));
                }
                Piece::Statement(tag) => {
                    let mut cursor = Cursor::of(tag, self.depth);
                    let name = cursor.name()?;
                    if ends.contains(&&*name) {
                        return Ok((nodes, Some(End { name, rest: cursor })));
                    }
                    nodes.push(self.statement(&name, &mut cursor, tag)?);
                }
            }
        }
        if ends.is_empty() {
            return Ok((nodes, None));
        }
        Err(Reject { at: self.flat.text.len(), why: "a block in it does not end" })
    }

    /// The body of the statement whose words end here, and the statement that ends it.
    fn body(&mut self, cursor: &mut Cursor<'p>, ends: &[&str]) -> Result<(Vec<Node>, End<'p>), Reject> {
        cursor.skip_mark(":");
        cursor.finish()?;
        let at = cursor.reject();
        check_depth(self.depth, at.at)?;
        self.depth = self.depth.saturating_add(1);
        let read = self.nodes(ends);
        self.depth = self.depth.saturating_sub(1);
        match read? {
            (nodes, Some(end)) => Ok((nodes, end)),
            (_, None) => Err(at),
        }
    }

    /// The same, with one statement that ends it and says no more.
    fn whole_body(&mut self, cursor: &mut Cursor<'p>, end: &str) -> Result<Vec<Node>, Reject> {
        let (nodes, mut end) = self.body(cursor, &[end])?;
        end.rest.finish()?;
        Ok(nodes)
    }

    fn statement(&mut self, name: &str, cursor: &mut Cursor<'p>, tag: &Tag) -> Result<Node, Reject> {
        match name {
            "for" => self.for_loop(cursor),
            "if" => self.condition(cursor),
            "set" => self.set(cursor),
            "with" => self.with(cursor),
            "macro" => {
                let name = cursor.name()?;
                self.macro_of(name, cursor, "endmacro").map(|made| Node::Macro(Rc::new(made)))
            }
            "call" => self.call(cursor, tag.inner),
            "filter" => {
                let mut filters = vec![cursor.filter()?];
                more_filters(cursor, &mut filters)?;
                Ok(Node::Filter(filters, self.whole_body(cursor, "endfilter")?, tag.inner))
            }
            "autoescape" => {
                cursor.expression()?;
                self.whole_body(cursor, "endautoescape").map(Node::Body)
            }
            "block" => self.block(cursor),
            _ => {
                let node = without_body(name, cursor, tag.inner)?;
                cursor.finish()?;
                Ok(node)
            }
        }
    }

    fn for_loop(&mut self, cursor: &mut Cursor<'p>) -> Result<Node, Reject> {
        let target = target(cursor, true)?;
        cursor.expect_name("in")?;
        let over = cursor.tuple(false)?;
        let test = if cursor.skip_name("if") { Some(cursor.expression()?) } else { None };
        cursor.skip_name("recursive");
        let (body, end) = self.body(cursor, &["endfor", "else"])?;
        let otherwise = self.otherwise(end, "endfor")?;
        Ok(Node::For(Box::new(For { target, over, test, body, otherwise })))
    }

    /// What stands behind `else`, if that ended a body.
    fn otherwise(&mut self, mut end: End<'p>, last: &str) -> Result<Vec<Node>, Reject> {
        if &*end.name == "else" {
            return self.whole_body(&mut end.rest, last);
        }
        end.rest.finish()?;
        Ok(Vec::new())
    }

    fn condition(&mut self, cursor: &mut Cursor<'p>) -> Result<Node, Reject> {
        let mut branches = Vec::new();
        let test = cursor.tuple(false)?;
        let (body, mut end) = self.body(cursor, &["elif", "else", "endif"])?;
        branches.push((Some(test), body));
        while &*end.name == "elif" {
            let test = end.rest.tuple(false)?;
            let (body, next) = self.body(&mut end.rest, &["elif", "else", "endif"])?;
            branches.push((Some(test), body));
            end = next;
        }
        branches.push((None, self.otherwise(end, "endif")?));
        Ok(Node::If(branches))
    }

    fn set(&mut self, cursor: &mut Cursor<'p>) -> Result<Node, Reject> {
        let target = target(cursor, true)?;
        if cursor.skip_mark("=") {
            let value = cursor.tuple(true)?;
            cursor.finish()?;
            return Ok(Node::Set(target, value));
        }
        let mut filters = Vec::new();
        more_filters(cursor, &mut filters)?;
        Ok(Node::SetBlock(target, filters, self.whole_body(cursor, "endset")?))
    }

    fn with(&mut self, cursor: &mut Cursor<'p>) -> Result<Node, Reject> {
        let mut bindings = Vec::new();
        while cursor.peek().is_some() {
            if !bindings.is_empty() {
                cursor.expect_mark(",")?;
            }
            let target = target(cursor, false)?;
            cursor.expect_mark("=")?;
            bindings.push((target, cursor.expression()?));
        }
        Ok(Node::With(bindings, self.whole_body(cursor, "endwith")?))
    }

    fn macro_of(&mut self, name: Rc<str>, cursor: &mut Cursor<'p>, end: &str) -> Result<Macro, Reject> {
        let parameters = parameters(cursor)?;
        Ok(Macro { name, parameters, body: self.whole_body(cursor, end)? })
    }

    fn call(&mut self, cursor: &mut Cursor<'p>, place: Place) -> Result<Node, Reject> {
        let parameters = if cursor.is_mark("(") { parameters(cursor)? } else { Vec::new() };
        let call = cursor.expression()?;
        let body = self.whole_body(cursor, "endcall")?;
        Ok(Node::Call(Rc::new(Macro { name: Rc::from("caller"), parameters, body }), call, place))
    }

    fn block(&mut self, cursor: &mut Cursor<'p>) -> Result<Node, Reject> {
        let name = cursor.name()?;
        cursor.skip_name("scoped");
        cursor.skip_name("required");
        let (nodes, mut end) = self.body(cursor, &["endblock"])?;
        end.rest.skip_name(&name);
        end.rest.finish()?;
        Ok(Node::Body(nodes))
    }
}

/// A statement without a body.
fn without_body(name: &str, cursor: &mut Cursor<'_>, place: Place) -> Result<Node, Reject> {
    match name {
        "print" => {
            let mut items = Vec::new();
            while cursor.peek().is_some() {
                if !items.is_empty() {
                    cursor.expect_mark(",")?;
                }
                items.push(cursor.expression()?);
            }
            Ok(Node::Insert(Expr::List(items), place))
        }
        "do" => cursor.tuple(true).map(Node::Do),
        "break" | "continue" => Ok(Node::Data(Vec::new())),
        "extends" => Ok(Node::Include { name: cursor.expression()?, place }),
        "include" => {
            let name = cursor.expression()?;
            if cursor.skip_name("ignore") {
                cursor.expect_name("missing")?;
            }
            skip_context(cursor);
            Ok(Node::Include { name, place })
        }
        "import" => {
            let name = cursor.expression()?;
            cursor.expect_name("as")?;
            let target = cursor.name()?;
            skip_context(cursor);
            Ok(Node::Import { name, target, place })
        }
        "from" => from(cursor, place),
        _ => Err(Reject { at: place.start, why: "a statement stands in it that Airflow's Jinja does not have" }),
    }
}

fn from(cursor: &mut Cursor<'_>, place: Place) -> Result<Node, Reject> {
    let name = cursor.expression()?;
    cursor.expect_name("import")?;
    let mut names = Vec::new();
    loop {
        let context = matches!(cursor.look(1), Some(Word::Name(next)) if &**next == "context");
        if context && (cursor.is_name("with") || cursor.is_name("without")) {
            skip_context(cursor);
            break;
        }
        let taken = cursor.name()?;
        let given = if cursor.skip_name("as") { cursor.name()? } else { Rc::clone(&taken) };
        names.push((taken, given));
        let context = cursor.is_name("with") || cursor.is_name("without");
        if !context && !cursor.skip_mark(",") {
            break;
        }
        if cursor.peek().is_none() {
            break;
        }
    }
    Ok(Node::From { name, names, place })
}
