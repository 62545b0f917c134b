//! Expressions: Jinja's own precedence, from the weakest operator to the strongest.

use std::rc::Rc;

use super::Reject;
use super::cursor::{Cursor, check_depth};
use super::syntax::Expr;
use super::token::{Constant, Word};

impl Cursor<'_> {
    /// An expression, with `if` and `else` in it.
    pub(super) fn expression(&mut self) -> Result<Expr, Reject> {
        self.deeper(|this| {
            let mut yes = this.or()?;
            let mut level = this.depth;
            while this.skip_name("if") {
                let test = Box::new(this.or()?);
                let no = if this.skip_name("else") { Some(Box::new(this.expression()?)) } else { None };
                yes = Expr::Choice { test, yes: Box::new(yes), no };
                level = level.saturating_add(1);
                check_depth(level, this.reject().at)?;
            }
            Ok(yes)
        })
    }

    /// One expression, or several that are parted by commas: a tuple.
    pub(super) fn tuple(&mut self, with_choice: bool) -> Result<Expr, Reject> {
        let item = |this: &mut Self| if with_choice { this.expression() } else { this.deeper(Self::or) };
        let first = item(self)?;
        if !self.is_mark(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.skip_mark(",") {
            if self.ends_tuple() {
                break;
            }
            items.push(item(self)?);
        }
        Ok(Expr::List(items))
    }

    fn ends_tuple(&self) -> bool {
        self.peek().is_none() || self.is_mark(")")
    }

    pub(super) fn or(&mut self) -> Result<Expr, Reject> {
        self.row(Self::and, |this| this.skip_name("or"), Expr::Or)
    }

    fn and(&mut self) -> Result<Expr, Reject> {
        self.row(Self::not, |this| this.skip_name("and"), Expr::And)
    }

    fn not(&mut self) -> Result<Expr, Reject> {
        if self.skip_name("not") {
            return Ok(Expr::Reduced(vec![self.deeper(Self::not)?]));
        }
        self.row(Self::sum, Self::skip_comparison, Expr::Reduced)
    }

    fn skip_comparison(&mut self) -> bool {
        if self.is_name("not") && matches!(self.look(1), Some(Word::Name(name)) if &**name == "in") {
            self.advance();
        }
        self.skip_name("in") || ["==", "!=", "<=", ">=", "<", ">"].iter().any(|mark| self.skip_mark(mark))
    }

    /// `+` puts texts together and adds numbers; `-` leaves numbers.
    fn sum(&mut self) -> Result<Expr, Reject> {
        let joined = |this: &mut Self| this.row(Self::tilde, |this| this.skip_mark("+"), Expr::Joined);
        self.row(joined, |this| this.skip_mark("-"), Expr::Reduced)
    }

    fn tilde(&mut self) -> Result<Expr, Reject> {
        self.row(Self::product, |this| this.skip_mark("~"), Expr::Joined)
    }

    /// `*` repeats a text and `%` formats one; `/` leaves numbers.
    fn product(&mut self) -> Result<Expr, Reject> {
        let joined =
            |this: &mut Self| this.row(Self::power, |this| this.skip_mark("/") || this.skip_mark("//"), Expr::Reduced);
        self.row(joined, |this| this.skip_mark("*") || this.skip_mark("%"), Expr::Together)
    }

    fn power(&mut self) -> Result<Expr, Reject> {
        self.row(|this| this.unary(true), |this| this.skip_mark("**"), Expr::Reduced)
    }

    /// Operands with operators of one strength between them, kept in a row so that a long one is not deep.
    fn row(
        &mut self,
        operand: impl Fn(&mut Self) -> Result<Expr, Reject>,
        operator: impl Fn(&mut Self) -> bool,
        joined: impl Fn(Vec<Expr>) -> Expr,
    ) -> Result<Expr, Reject> {
        let first = operand(self)?;
        if !operator(self) {
            return Ok(first);
        }
        let mut operands = vec![first, operand(self)?];
        while operator(self) {
            operands.push(operand(self)?);
        }
        Ok(joined(operands))
    }

    fn unary(&mut self, with_filters: bool) -> Result<Expr, Reject> {
        let signed = self.skip_mark("-") || self.skip_mark("+");
        let (base, mut steps) = if signed {
            (Expr::Reduced(vec![self.deeper(|this| this.unary(false))?]), Vec::new())
        } else {
            let base = self.primary()?;
            (base, self.postfix()?)
        };
        if with_filters {
            self.filters(&mut steps)?;
        }
        Ok(if steps.is_empty() { base } else { Expr::Steps(Box::new(base), steps) })
    }

    pub(super) fn primary(&mut self) -> Result<Expr, Reject> {
        match self.advance() {
            Some(Word::Name(name)) => Ok(match &**name {
                "true" | "false" | "True" | "False" | "none" | "None" => Expr::Plain,
                _ => Expr::Name(Rc::clone(name)),
            }),
            Some(Word::Holes(names)) => Ok(Expr::Holes(names.clone())),
            Some(Word::Text(first)) => Ok(self.strings(first.clone())),
            Some(Word::Integer(index)) => Ok(index.map_or(Expr::Plain, Expr::Index)),
            Some(Word::Float) => Ok(Expr::Plain),
            Some(Word::Mark("(")) => {
                let inner = if self.is_mark(")") { Expr::List(Vec::new()) } else { self.tuple(true)? };
                self.expect_mark(")")?;
                Ok(inner)
            }
            Some(Word::Mark("[")) => self.list(),
            Some(Word::Mark("{")) => self.dict(),
            _ => Err(self.reject()),
        }
    }

    /// Strings that follow each other are one.
    fn strings(&mut self, first: Constant) -> Expr {
        let mut whole = first;
        while let Some(Word::Text(more)) = self.peek() {
            self.advance();
            whole.known = whole.known.zip(more.known.as_ref()).map(|(one, other)| Rc::from(format!("{one}{other}")));
            whole.holes.extend(more.holes.iter().cloned());
        }
        Expr::Text(whole)
    }

    fn list(&mut self) -> Result<Expr, Reject> {
        let mut items = Vec::new();
        while !self.skip_mark("]") {
            if !items.is_empty() {
                self.expect_mark(",")?;
                if self.skip_mark("]") {
                    break;
                }
            }
            items.push(self.expression()?);
        }
        Ok(Expr::List(items))
    }

    fn dict(&mut self) -> Result<Expr, Reject> {
        let mut entries = Vec::new();
        while !self.skip_mark("}") {
            if !entries.is_empty() {
                self.expect_mark(",")?;
                if self.skip_mark("}") {
                    break;
                }
            }
            let key = self.expression()?;
            self.expect_mark(":")?;
            entries.push((key, self.expression()?));
        }
        Ok(Expr::Dict(entries))
    }
}
