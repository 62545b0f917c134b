//! `$((…))`, `((…))` and `let`.

use super::super::syntax::Part;
use super::Run;
use super::value::Value;
use super::world::{Ends, Status, World};

/// How deep an expression may nest.
const DEPTH: usize = 32;

/// The operators of two sides by how firmly they bind, loosest first; the longer ones first.
const BINARY: &[&[&str]] = &[
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

/// The operators that set their left side.
const ASSIGN: &[&str] = &["+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "="];

/// A number as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    known: Option<i64>,
    /// Whether it is the number of a failure, or that and more.
    code: bool,
    traced: bool,
}

impl Number {
    const UNKNOWN: Self = Self { known: None, code: false, traced: false };

    const fn of(known: i64) -> Self {
        Self { known: Some(known), code: false, traced: false }
    }

    pub(super) fn value(self) -> Value {
        let mut value = self.known.map_or_else(Value::default, |number| Value::text(&number.to_string()));
        value.traced = self.traced;
        value.code = self.code;
        value
    }

    /// Whether it is something else than 0.
    fn holds(self) -> Option<bool> {
        if self.code { Some(true) } else { self.known.map(|number| number != 0) }
    }

    fn truth(holds: Option<bool>, traced: bool) -> Self {
        Self { known: holds.map(i64::from), code: false, traced }
    }
}

impl<'s> Run<'s> {
    /// What an expression is; what it sets is not kept.
    pub(super) fn number(&self, text: &str, world: &World<'s>) -> Number {
        self.evaluated(text, world).0
    }

    fn evaluated(&self, text: &str, world: &World<'s>) -> (Number, Vec<(String, Value)>) {
        let mut reader = Reader { run: self, world, text, sets: Vec::new(), depth: 0, lost: false };
        let mut number = reader.list();
        if reader.lost || !reader.text.trim().is_empty() {
            number = Number { traced: number.traced || reader.mentions_trace(text), ..Number::UNKNOWN };
        }
        (number, reader.sets)
    }

    /// `((…))`
    pub(super) fn calculated(&self, part: &'s Part, world: World<'s>) -> World<'s> {
        let text = self.text.get(part.span.start..part.span.end).unwrap_or_default();
        let text = text.strip_prefix("((").and_then(|text| text.strip_suffix("))")).unwrap_or_default();
        self.calculates(text, world)
    }

    /// Sets what an expression sets, and ends with whether it is something else than 0.
    pub(super) fn calculates(&self, text: &str, mut world: World<'s>) -> World<'s> {
        let (number, sets) = self.evaluated(text, &world);
        for (name, mut value) in sets {
            value.traced |= world.diverged;
            world.set(&name, value);
        }
        let traced = number.traced || world.diverged;
        let ends = match number.holds() {
            Some(true) => Ends::Zero,
            Some(false) => Ends::NonZero,
            None if number.traced => Ends::Unsure("a calculation that needs to run decides".to_owned()),
            None => Ends::Assumed,
        };
        world.with(Status::traced(ends, traced))
    }
}

/// Reads an expression and calculates on the way.
struct Reader<'r, 's> {
    run: &'r Run<'s>,
    world: &'r World<'s>,
    text: &'r str,
    sets: Vec<(String, Value)>,
    depth: usize,
    /// Whether something could not be read.
    lost: bool,
}

impl<'r> Reader<'r, '_> {
    /// Whether the text puts in something that tells the failure.
    fn mentions_trace(&self, text: &str) -> bool {
        let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '?';
        let names = text.split(|it: char| !is_name(it)).filter(|name| !name.is_empty());
        names.into_iter().any(|name| self.run.held(name, self.world).is_some_and(|value| value.traced))
    }

    fn take(&mut self, operator: &str) -> bool {
        self.text = self.text.trim_start();
        let rest = self.text.strip_prefix(operator);
        self.text = rest.unwrap_or(self.text);
        rest.is_some()
    }

    fn list(&mut self) -> Number {
        let mut number = self.choice();
        while self.take(",") {
            number = self.choice();
        }
        number
    }

    fn choice(&mut self) -> Number {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEPTH {
            self.lost = true;
            self.text = "";
            return Number::UNKNOWN;
        }
        let condition = self.binary(0);
        let number = if self.take("?") {
            let yes = self.choice();
            self.lost |= !self.take(":");
            let no = self.choice();
            match condition.holds() {
                Some(holds) => {
                    let chosen = if holds { yes } else { no };
                    Number { traced: chosen.traced || condition.traced, ..chosen }
                }
                None if yes == no => yes,
                None => Number { traced: condition.traced || yes.traced || no.traced, ..Number::UNKNOWN },
            }
        } else {
            condition
        };
        self.depth = self.depth.saturating_sub(1);
        number
    }

    fn binary(&mut self, level: usize) -> Number {
        let Some(operators) = BINARY.get(level) else { return self.unary() };
        let mut left = self.binary(level.saturating_add(1));
        while let Some(operator) = self.operator(operators) {
            let right = self.binary(level.saturating_add(1));
            left = calculated(left, operator, right);
        }
        left
    }

    /// One of some operators that is no part of a longer one.
    fn operator(&mut self, operators: &[&'static str]) -> Option<&'static str> {
        self.text = self.text.trim_start();
        let operator = *operators.iter().find(|operator| self.text.starts_with(**operator))?;
        let behind = self.text.get(operator.len()..)?;
        let is_longer = match operator {
            "|" | "&" => behind.starts_with(operator) || behind.starts_with('='),
            "+" | "-" | "*" | "/" | "%" | "^" => behind.starts_with('='),
            "<" | ">" => behind.starts_with(operator),
            _ => false,
        };
        if is_longer {
            return None;
        }
        self.text = behind;
        Some(operator)
    }

    fn unary(&mut self) -> Number {
        for step in ["++", "--"] {
            if self.take(step) {
                let name = self.name();
                return self.stepped(name, step, true);
            }
        }
        if self.take("!") {
            let number = self.unary();
            return Number::truth(number.holds().map(|holds| !holds), number.traced);
        }
        if self.take("-") {
            let number = self.unary();
            return Number { known: number.known.and_then(i64::checked_neg), ..number };
        }
        if self.take("+") {
            return self.unary();
        }
        if self.take("(") {
            let number = self.list();
            self.lost |= !self.take(")");
            return number;
        }
        self.operand()
    }

    fn name(&mut self) -> &'r str {
        self.text = self.text.trim_start();
        let end = self.text.find(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).unwrap_or(self.text.len());
        let (name, rest) = self.text.split_at_checked(end).unwrap_or_default();
        self.text = rest;
        name
    }

    fn operand(&mut self) -> Number {
        self.text = self.text.trim_start();
        let is_put_in = self.take("$");
        let in_braces = is_put_in && self.take("{");
        if is_put_in && self.take("?") {
            return self.variable("?");
        }
        let name = self.name();
        if name.is_empty() || in_braces && !self.take("}") {
            self.lost = true;
            self.text = "";
            return Number::UNKNOWN;
        }
        if !is_put_in && name.starts_with(|first: char| first.is_ascii_digit()) {
            return name.parse().map_or(Number::UNKNOWN, Number::of);
        }
        for step in ["++", "--"] {
            if self.take(step) {
                return self.stepped(name, step, false);
            }
        }
        self.text = self.text.trim_start();
        let assigns = ASSIGN.iter().find(|operator| self.text.starts_with(**operator));
        if let Some(operator) = assigns.filter(|_| !self.text.starts_with("==")) {
            self.text = self.text.get(operator.len()..).unwrap_or_default();
            let right = self.choice();
            let number = match *operator {
                "=" => right,
                other => calculated(self.variable(name), other.trim_end_matches('='), right),
            };
            self.sets.push((name.to_owned(), number.value()));
            return number;
        }
        self.variable(name)
    }

    fn variable(&self, name: &str) -> Number {
        let set = self.sets.iter().rev().find(|(set, _)| set == name).map(|(_, value)| value.clone());
        let Some(value) = set.or_else(|| self.run.held(name, self.world)) else {
            // What is not set counts as 0. Capitals are for the environment, of which nobody knows.
            let is_own = name.chars().any(|it| it.is_ascii_lowercase());
            return if is_own { Number::of(0) } else { Number::UNKNOWN };
        };
        let known = value
            .known()
            .and(value.single())
            .and_then(|text| if text.is_empty() { Some(0) } else { text.trim().parse().ok() });
        Number { known, code: value.code, traced: value.traced }
    }

    /// `++x` and `x++`.
    fn stepped(&mut self, name: &str, step: &str, first: bool) -> Number {
        let before = self.variable(name);
        let by = Number::of(1);
        let after = calculated(before, if step == "++" { "+" } else { "-" }, by);
        self.sets.push((name.to_owned(), after.value()));
        if first { after } else { before }
    }
}

fn calculated(left: Number, operator: &str, right: Number) -> Number {
    let traced = left.traced || right.traced;
    match operator {
        "||" => {
            let holds = match (left.holds(), right.holds()) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            };
            return Number::truth(holds, traced);
        }
        "&&" => {
            let holds = match (left.holds(), right.holds()) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
            return Number::truth(holds, traced);
        }
        _ => {}
    }
    let (Some(a), Some(b)) = (left.known, right.known) else { return with_code(left, operator, right) };
    let truth = |holds: bool| Some(i64::from(holds));
    let shift = || u32::try_from(b).ok();
    let known = match operator {
        "+" => a.checked_add(b),
        "-" => a.checked_sub(b),
        "*" => a.checked_mul(b),
        "/" => a.checked_div(b),
        "%" => a.checked_rem(b),
        "|" => Some(a | b),
        "^" => Some(a ^ b),
        "&" => Some(a & b),
        "<<" => shift().and_then(|by| a.checked_shl(by)),
        ">>" => shift().and_then(|by| a.checked_shr(by)),
        "==" => truth(a == b),
        "!=" => truth(a != b),
        "<" => truth(a < b),
        ">" => truth(a > b),
        "<=" => truth(a <= b),
        _ => truth(a >= b),
    };
    Number { known, code: false, traced }
}

/// A calculation with the number of a failure, which is 1 or more. Other numbers are taken to be statuses too.
fn with_code(left: Number, operator: &str, right: Number) -> Number {
    let traced = left.traced || right.traced;
    let other = if left.code { right } else { left };
    let is_zero = other.known == Some(0);
    match operator {
        _ if !left.code && !right.code => Number { traced, ..Number::UNKNOWN },
        "+" | "|" if other.known.is_none_or(|known| known >= 0) => Number { known: None, code: true, traced },
        "*" if other.code || other.known.is_some_and(|known| known > 0) => Number { known: None, code: true, traced },
        "==" if is_zero => Number { traced, ..Number::of(0) },
        "!=" if is_zero => Number { traced, ..Number::of(1) },
        ">" if is_zero && left.code => Number { traced, ..Number::of(1) },
        "<=" if is_zero && left.code => Number { traced, ..Number::of(0) },
        _ => Number { traced, ..Number::UNKNOWN },
    }
}
