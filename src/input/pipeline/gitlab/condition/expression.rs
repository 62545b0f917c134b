//! The language of `rules:if`: variables, texts, patterns, comparisons.
//!
//! `lib/gitlab/ci/pipeline/expression` of gitlab-org/gitlab: `||` binds least, then `&&`, then comparisons.

use regex::RegexBuilder;

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    Or(Box<Self>, Box<Self>),
    And(Box<Self>, Box<Self>),
    Not(Box<Self>),
    Is(Operand),
    Compare(Operand, Operator, Operand),
}

impl Expression {
    /// The variables in it.
    pub(super) fn names(&self, into: &mut Vec<String>) {
        let mut add = |operand: &Operand| {
            if let Operand::Variable(name) = operand {
                into.push(name.clone());
            }
        };
        match self {
            Self::Or(one, other) | Self::And(one, other) => {
                one.names(into);
                other.names(into);
            }
            Self::Not(inner) => inner.names(into),
            Self::Is(operand) => add(operand),
            Self::Compare(one, _, other) => {
                add(one);
                add(other);
            }
        }
    }
}

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operand {
    Variable(String),
    Text(String),
    /// A pattern with its flags.
    Pattern(String, String),
    Null,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Differs,
    Matches,
    DoesNotMatch,
}

/// How deep parentheses and `!` may nest.
const DEPTH: usize = 50;
/// The largest pattern that is tried, compiled.
const PATTERN: usize = 200_000;

/// Reads a condition; `None` when it is not of the language.
pub(super) fn parse(text: &str) -> Option<Expression> {
    let mut tokens = tokens(text)?;
    tokens.reverse();
    let mut parser = Parser { tokens, depth: 0 };
    let expression = parser.any()?;
    parser.tokens.is_empty().then_some(expression)
}

/// Whether a pattern is found in a text; `None` when gate cannot say.
pub(super) fn is_found(pattern: &str, flags: &str, text: &str) -> Option<bool> {
    let mut builder = RegexBuilder::new(pattern);
    builder.case_insensitive(flags.contains('i')).multi_line(flags.contains('m'));
    builder.dot_matches_new_line(flags.contains('s')).size_limit(PATTERN);
    builder.build().ok().map(|regex| regex.is_match(text))
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Operand(Operand),
    Operator(Operator),
    Or,
    And,
    Not,
    Open,
    Close,
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (token, length) = token(rest)?;
        tokens.push(token);
        rest = rest.get(length..)?.trim_start();
    }
    Some(tokens)
}

/// The first token of a text and its bytes.
fn token(text: &str) -> Option<(Token, usize)> {
    const WORDS: [(&str, Token); 10] = [
        ("==", Token::Operator(Operator::Equal)),
        ("!=", Token::Operator(Operator::Differs)),
        ("=~", Token::Operator(Operator::Matches)),
        ("!~", Token::Operator(Operator::DoesNotMatch)),
        ("||", Token::Or),
        ("&&", Token::And),
        ("(", Token::Open),
        (")", Token::Close),
        ("!", Token::Not),
        ("null", Token::Operand(Operand::Null)),
    ];
    if let Some((word, token)) = WORDS.into_iter().find(|(word, _)| text.starts_with(word)) {
        return Some((token, word.len()));
    }
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    match first {
        '$' => {
            let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
            let name = rest.get(..length).filter(|name| !name.is_empty())?;
            Some((Token::Operand(Operand::Variable(name.to_owned())), length.saturating_add(1)))
        }
        '"' | '\'' => {
            let length = rest.find(first)?;
            let text = rest.get(..length)?.to_owned();
            Some((Token::Operand(Operand::Text(text)), length.saturating_add(2)))
        }
        '/' => pattern(rest),
        _ => None,
    }
}

/// A pattern behind its first slash.
fn pattern(rest: &str) -> Option<(Token, usize)> {
    let mut escaped = false;
    let end = rest.bytes().position(|byte| {
        let is_end = byte == b'/' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    })?;
    let pattern = rest.get(..end)?.replace("\\/", "/");
    let behind = rest.get(end.saturating_add(1)..)?;
    let flags: String = behind.chars().take_while(|flag| matches!(flag, 'i' | 'm' | 's' | 'U')).collect();
    let length = end.saturating_add(2).saturating_add(flags.len());
    Some((Token::Operand(Operand::Pattern(pattern, flags)), length))
}

struct Parser {
    /// What is left, the next one last.
    tokens: Vec<Token>,
    depth: usize,
}

impl Parser {
    fn takes(&mut self, token: &Token) -> bool {
        self.tokens.pop_if(|next| next == token).is_some()
    }

    fn any(&mut self) -> Option<Expression> {
        let mut left = self.all()?;
        while self.takes(&Token::Or) {
            left = Expression::Or(Box::new(left), Box::new(self.all()?));
        }
        Some(left)
    }

    fn all(&mut self) -> Option<Expression> {
        let mut left = self.one()?;
        while self.takes(&Token::And) {
            left = Expression::And(Box::new(left), Box::new(self.one()?));
        }
        Some(left)
    }

    fn one(&mut self) -> Option<Expression> {
        self.depth = self.depth.checked_add(1).filter(|depth| *depth < DEPTH)?;
        let one = match self.tokens.pop()? {
            Token::Not => Expression::Not(Box::new(self.one()?)),
            Token::Open => {
                let inner = self.any()?;
                self.takes(&Token::Close).then_some(inner)?
            }
            Token::Operand(left) => self.compared(left)?,
            _ => return None,
        };
        self.depth = self.depth.saturating_sub(1);
        Some(one)
    }

    fn compared(&mut self, left: Operand) -> Option<Expression> {
        let Some(Token::Operator(operator)) = self.tokens.last() else { return Some(Expression::Is(left)) };
        let operator = *operator;
        self.tokens.pop();
        match self.tokens.pop()? {
            Token::Operand(right) => Some(Expression::Compare(left, operator, right)),
            _ => None,
        }
    }
}
