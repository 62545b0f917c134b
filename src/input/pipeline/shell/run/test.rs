//! `test`, `[ … ]` and `[[ … ]]`.

use super::super::Resolved;
use super::super::syntax::{Part, Simple, Word};
use super::command::{added, resolved};
use super::pattern;
use super::value::Value;
use super::world::{Ends, Status, World};
use super::{Around, Run};

/// How deep a test may nest.
const DEPTH: usize = 32;

/// What a test may say.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Answer {
    holds: bool,
    fails: bool,
    /// Whether the failure has to do with it.
    traced: bool,
}

impl Answer {
    fn of(known: Option<bool>, traced: bool) -> Self {
        Self { holds: known != Some(false), fails: known != Some(true), traced }
    }

    const fn not(self) -> Self {
        Self { holds: self.fails, fails: self.holds, traced: self.traced }
    }

    const fn and(self, other: Self) -> Self {
        Self { holds: self.holds && other.holds, fails: self.fails || other.fails, traced: self.traced || other.traced }
    }

    const fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    fn status(self) -> Status {
        let ends = match (self.holds, self.fails) {
            (true, false) => Ends::Zero,
            (false, _) => Ends::NonZero,
            _ if self.traced => Ends::Unsure("a test that needs to run decides".to_owned()),
            _ => Ends::Assumed,
        };
        Status::traced(ends, self.traced)
    }
}

/// A word of a test.
struct Token<'t> {
    value: Value,
    /// Its text, if it is not quoted and nothing is put in: it may be an operator or a pattern.
    plain: Option<&'t str>,
}

/// What is left of a test.
struct Test<'t> {
    tokens: &'t [Token<'t>],
    /// Whether it is `[[ … ]]`, where `==` takes a pattern and `&&` joins.
    double: bool,
    depth: usize,
}

impl<'s> Run<'s> {
    /// The status of `test` and `[`.
    pub(super) fn tested(simple: &'s Simple, values: &[Value], world: &World<'s>) -> Status {
        let mut tokens: Vec<Token<'_>> =
            simple.words.iter().zip(values).skip(1).map(|(word, value)| token(word, value.clone())).collect();
        let is_bracket = values.first().and_then(Value::single) == Some("[");
        if is_bracket && tokens.last().is_some_and(|token| token.plain == Some("]")) {
            tokens.pop();
        }
        // An unquoted variable that is empty is no word at all.
        tokens.retain(|token| {
            let may_be_empty = token.value.single() == Some("");
            token.plain.is_some() || !may_be_empty || token.value.presumed || is_quoted(simple, token)
        });
        answered(&tokens, false, world.diverged)
    }

    /// `[[ … ]]`
    pub(super) fn test(
        &mut self,
        part: &'s Part,
        words: &'s [Word],
        world: World<'s>,
        around: Around,
    ) -> Vec<World<'s>> {
        let mut ready = vec![(world, Vec::with_capacity(words.len()))];
        for word in words {
            let mut after = Vec::with_capacity(ready.len());
            for (world, tokens) in ready {
                after.extend(added(self.put_in(word, world, around), tokens));
            }
            ready = after;
        }
        let mut after = Vec::new();
        for (mut world, values) in ready {
            if world.who.is_none() && !around.foreign {
                let resolved = words.iter().zip(&values).map(|(word, value)| resolved(word, value));
                let resolved = std::iter::once(Resolved::default()).chain(resolved).collect();
                self.sees(part.span.start, resolved, &[], &world);
            }
            let tokens: Vec<Token<'_>> = words.iter().zip(values).map(|(word, value)| token(word, value)).collect();
            world.status = answered(&tokens, true, world.diverged);
            after.push(world);
        }
        after
    }
}

fn is_quoted(simple: &Simple, token: &Token<'_>) -> bool {
    token.plain.is_none() && simple.words.iter().all(|word| word.is_quoted() || word.literal().is_some())
}

fn token(word: &Word, value: Value) -> Token<'_> {
    let plain = word.literal().filter(|_| !word.is_quoted());
    Token { value, plain }
}

fn answered(tokens: &[Token<'_>], double: bool, diverged: bool) -> Status {
    let mut test = Test { tokens, double, depth: 0 };
    let answer = if tokens.is_empty() { Answer::of(Some(false), false) } else { test.either() };
    let mut status = answer.status();
    status.traced |= diverged;
    status
}

impl<'t> Test<'t> {
    fn plain(&self) -> Option<&'t str> {
        self.tokens.first().and_then(|token| token.plain)
    }

    fn next(&mut self) -> Option<&'t Token<'t>> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn either(&mut self) -> Answer {
        let mut answer = self.both();
        while self.plain() == Some(if self.double { "||" } else { "-o" }) {
            self.next();
            answer = answer.or(self.both());
        }
        answer
    }

    fn both(&mut self) -> Answer {
        let mut answer = self.one();
        while self.plain() == Some(if self.double { "&&" } else { "-a" }) {
            self.next();
            answer = answer.and(self.one());
        }
        answer
    }

    fn one(&mut self) -> Answer {
        self.depth = self.depth.saturating_add(1);
        let unknown = Answer::of(None, self.tokens.iter().any(|token| token.value.traced));
        if self.depth > DEPTH {
            self.tokens = &[];
            return unknown;
        }
        let is_compared = self.tokens.get(1).and_then(|token| token.plain).is_some_and(is_operator);
        match self.plain() {
            Some("!") if self.tokens.len() > 1 && !is_compared => {
                self.next();
                return self.one().not();
            }
            Some("(") if self.tokens.len() > 2 && !is_compared => {
                self.next();
                let answer = self.either();
                self.next();
                return answer;
            }
            _ => {}
        }
        if is_compared && self.tokens.len() > 2 {
            return match (self.next(), self.next(), self.next()) {
                (Some(left), Some(operator), Some(right)) => {
                    compared(left, operator.plain.unwrap_or_default(), right, self.double)
                }
                _ => unknown,
            };
        }
        let Some(first) = self.next() else { return unknown };
        let unary = first.plain.filter(|text| text.len() == 2 && text.starts_with('-'));
        if let (Some(operator), Some(_)) = (unary, self.tokens.first()) {
            let Some(value) = self.next().map(|token| &token.value) else { return unknown };
            let is_empty = if value.code { Some(false) } else { value.every(str::is_empty) };
            match operator {
                "-z" => Answer::of(is_empty, value.traced),
                "-n" => Answer::of(is_empty.map(|is| !is), value.traced),
                _ => Answer::of(None, value.traced),
            }
        } else {
            let value = &first.value;
            let is_empty = if value.code { Some(false) } else { value.every(str::is_empty) };
            Answer::of(is_empty.map(|is| !is), value.traced)
        }
    }
}

fn is_operator(text: &str) -> bool {
    let words = ["=", "==", "!=", "=~", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"];
    words.contains(&text)
}

fn compared(left: &Token<'_>, operator: &str, right: &Token<'_>, double: bool) -> Answer {
    let traced = left.value.traced || right.value.traced;
    let answer = match operator {
        "=" | "==" | "!=" => same(&left.value, right, double).map(|same| same == (operator != "!=")),
        "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" => numbers(&left.value, operator, &right.value),
        _ => None,
    };
    Answer::of(answer, traced)
}

/// Whether two values are the same text. The command that fails is taken to end with 1 where it is asked for one number.
fn same(left: &Value, right: &Token<'_>, double: bool) -> Option<bool> {
    let code = |value: &Value, other: &Value| match other.single() {
        Some("1") if value.traced => Some(true),
        Some(text) if text.parse::<i64>().is_ok_and(|number| number != 0) => None,
        Some(_) => Some(false),
        None if other.code && value.traced && other.traced => Some(true),
        None => None,
    };
    match (left.code, right.value.code) {
        (true, _) => return code(left, &right.value),
        (_, true) => return code(&right.value, left),
        _ => {}
    }
    let (lefts, rights) = (left.known()?, right.value.known()?);
    let is_pattern = double && right.plain.is_some();
    let mut answers = lefts.iter().flat_map(|left| {
        rights.iter().map(move |right| if is_pattern { pattern::matches(right, left) } else { Some(left == right) })
    });
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(first)
}

fn numbers(left: &Value, operator: &str, right: &Value) -> Option<bool> {
    // The number of a failure is 1 or more.
    if left.code || right.code {
        let (other, operator) = if left.code { (right, operator) } else { (left, turned(operator)) };
        if left.code && right.code {
            let are_one = left.traced && right.traced;
            return (are_one && matches!(operator, "-eq" | "-le" | "-ge")).then_some(true);
        }
        let code = if left.code { left } else { right };
        let other = other.known().and(other.single())?.trim().parse::<i64>().ok()?;
        return match operator {
            "-eq" if other == 1 && code.traced => Some(true),
            "-ne" | "-gt" if other <= 0 => Some(true),
            "-ge" if other <= 1 => Some(true),
            "-eq" | "-le" if other <= 0 => Some(false),
            "-ne" if other == 1 && code.traced => Some(false),
            "-lt" if other <= 1 => Some(false),
            _ => None,
        };
    }
    let of =
        |value: &Value| -> Option<Vec<i64>> { value.known()?.iter().map(|text| text.trim().parse().ok()).collect() };
    let (lefts, rights) = (of(left)?, of(right)?);
    let mut answers = lefts.iter().flat_map(|left| {
        rights.iter().map(move |right| match operator {
            "-eq" => left == right,
            "-ne" => left != right,
            "-lt" => left < right,
            "-le" => left <= right,
            "-gt" => left > right,
            _ => left >= right,
        })
    });
    let first = answers.next()?;
    answers.all(|answer| answer == first).then_some(first)
}

/// The operator with its sides exchanged.
fn turned(operator: &str) -> &str {
    match operator {
        "-lt" => "-gt",
        "-le" => "-ge",
        "-gt" => "-lt",
        "-ge" => "-le",
        other => other,
    }
}
