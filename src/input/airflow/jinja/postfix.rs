//! What stands behind an operand: attributes, items, calls, filters and tests.

use std::rc::Rc;

use super::Reject;
use super::cursor::Cursor;
use super::syntax::{Arguments, Expr, Step};
use super::token::{Constant, Word};

impl Cursor<'_> {
    /// Attributes, items and calls.
    pub(super) fn postfix(&mut self) -> Result<Vec<Step>, Reject> {
        let mut steps = Vec::new();
        loop {
            if self.skip_mark(".") {
                steps.push(self.attribute()?);
            } else if self.skip_mark("[") {
                steps.push(self.subscript()?);
            } else if self.is_mark("(") {
                steps.push(Step::Call(self.arguments()?));
            } else {
                return Ok(steps);
            }
        }
    }

    fn attribute(&mut self) -> Result<Step, Reject> {
        match self.advance() {
            Some(Word::Name(name)) => Ok(Step::Attribute(Constant::known(name))),
            Some(Word::Holes(holes)) => Ok(Step::Attribute(Constant { known: None, holes: holes.clone() })),
            Some(Word::Integer(index)) => Ok(Step::Item(index.map_or(Expr::Plain, Expr::Index))),
            _ => Err(self.reject()),
        }
    }

    fn subscript(&mut self) -> Result<Step, Reject> {
        let (mut parts, mut is_slice, mut commas) = (Vec::new(), false, 0);
        loop {
            if self.skip_mark("]") {
                break;
            } else if self.skip_mark(":") {
                is_slice = true;
            } else if commas < parts.len() && self.skip_mark(",") {
                commas = parts.len();
            } else {
                parts.push(self.expression()?);
                if !(self.is_mark(":") || self.is_mark(",") || self.is_mark("]")) {
                    return Err(self.reject());
                }
            }
        }
        if is_slice {
            return Ok(Step::Slice(parts));
        }
        match (parts.pop(), parts.is_empty()) {
            (Some(only), true) => Ok(Step::Item(only)),
            (Some(last), false) => {
                parts.push(last);
                Ok(Step::Item(Expr::List(parts)))
            }
            // Jinja reads an empty key as an empty tuple.
            (None, _) => Ok(Step::Item(Expr::List(Vec::new()))),
        }
    }

    pub(super) fn arguments(&mut self) -> Result<Arguments, Reject> {
        self.expect_mark("(")?;
        let mut arguments = Arguments::default();
        let mut is_first = true;
        while !self.skip_mark(")") {
            if !is_first {
                self.expect_mark(",")?;
                if self.skip_mark(")") {
                    break;
                }
            }
            is_first = false;
            if self.skip_mark("**") || self.skip_mark("*") {
                arguments.unpacked.push(self.expression()?);
                continue;
            }
            match (self.peek(), self.look(1)) {
                (Some(Word::Name(name)), Some(Word::Mark("="))) => {
                    self.advance();
                    self.advance();
                    arguments.named.push((Rc::clone(name), self.expression()?));
                }
                _ if arguments.named.is_empty() && arguments.unpacked.is_empty() => {
                    arguments.positional.push(self.expression()?);
                }
                _ => return Err(self.reject()),
            }
        }
        Ok(arguments)
    }

    /// Filters, tests and the calls behind them.
    pub(super) fn filters(&mut self, steps: &mut Vec<Step>) -> Result<(), Reject> {
        loop {
            if self.skip_mark("|") {
                steps.push(self.filter()?);
            } else if self.skip_name("is") {
                steps.push(self.test()?);
            } else if self.is_mark("(") {
                steps.push(Step::Call(self.arguments()?));
            } else {
                return Ok(());
            }
        }
    }

    /// One filter, behind its `|`.
    pub(super) fn filter(&mut self) -> Result<Step, Reject> {
        let name = self.dotted()?;
        let arguments = if self.is_mark("(") { self.arguments()? } else { Arguments::default() };
        Ok(Step::Filter(name, arguments))
    }

    fn dotted(&mut self) -> Result<Rc<str>, Reject> {
        let mut name = self.name()?;
        while self.skip_mark(".") {
            name = Rc::from(format!("{name}.{}", self.name()?));
        }
        Ok(name)
    }

    fn test(&mut self) -> Result<Step, Reject> {
        self.skip_name("not");
        self.dotted()?;
        if self.is_mark("(") {
            return Ok(Step::Test(self.arguments()?));
        }
        let takes = match self.peek() {
            Some(Word::Name(name)) => !matches!(&**name, "else" | "or" | "and"),
            Some(Word::Text(_) | Word::Integer(_) | Word::Float | Word::Holes(_) | Word::Mark("[" | "{")) => true,
            _ => false,
        };
        let mut arguments = Arguments::default();
        if takes {
            if self.is_name("is") {
                return Err(self.reject());
            }
            let base = self.deeper(Self::primary)?;
            let steps = self.postfix()?;
            arguments.positional.push(if steps.is_empty() { base } else { Expr::Steps(Box::new(base), steps) });
        }
        Ok(Step::Test(arguments))
    }
}
