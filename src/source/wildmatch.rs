//! The patterns of git's ignore rules and of CODEOWNERS, matched in time that grows with pattern × text.
//!
//! Git and the libraries that follow it try one alternative after the other; ten times `**/a/` and a deep folder keep
//! them busy for minutes. Here all alternatives are followed at once, and every step is counted.

use std::cell::Cell;

/// The longest pattern, in bytes; no path is longer.
pub const MAX_PATTERN: usize = 4096;

/// What may still be spent on matching. Counted, so that the answer is the same on every machine.
#[derive(Debug)]
pub struct Steps(Cell<u64>);

impl Steps {
    /// So many steps.
    #[must_use]
    pub const fn new(steps: u64) -> Self {
        Self(Cell::new(steps))
    }

    /// Adds what a larger input may cost.
    pub fn grant(&self, steps: u64) {
        self.0.set(self.0.get().saturating_add(steps));
    }

    /// Spends some; `None` when there are no more.
    fn spend(&self, steps: usize) -> Option<()> {
        let left = self.0.get().checked_sub(u64::try_from(steps).ok()?);
        self.0.set(left.unwrap_or(0));
        left.map(|_| ())
    }
}

/// One piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Byte(u8),
    /// `?`: anything but a slash.
    One,
    /// `[a-z]`, never a slash: a bit for every byte.
    Set(Box<[u128; 2]>),
    /// `*`: any text without a slash.
    Star,
    /// `**` at the end of a pattern: any text.
    All,
    /// `**/`: no folder, or any number of them.
    Folders,
}

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wildmatch {
    tokens: Vec<Token>,
    /// Literal bytes at the beginning and the end, which decide most questions at once.
    first: usize,
    last: usize,
}

impl Wildmatch {
    /// The pattern of a whole path; `None` when no text can match it or it is longer than [`MAX_PATTERN`].
    #[must_use]
    pub fn new(pattern: &[u8]) -> Option<Self> {
        if pattern.len() > MAX_PATTERN {
            return None;
        }
        parse(pattern).map(Self::of)
    }

    /// A pattern of an ignore file. Git compares what comes before the first wildcard by itself, so that a `**` behind
    /// it stands at a beginning: `a**/b` matches `a/x/b`.
    #[must_use]
    pub fn after_literal(pattern: &[u8]) -> Option<Self> {
        if pattern.len() > MAX_PATTERN {
            return None;
        }
        let literal = pattern.iter().take_while(|byte| !matches!(byte, b'*' | b'?' | b'[' | b'\\')).count();
        let (before, rest) = pattern.split_at_checked(literal)?;
        let mut tokens: Vec<Token> = before.iter().copied().map(Token::Byte).collect();
        tokens.extend(parse(rest)?);
        Some(Self::of(tokens))
    }

    /// A pattern of GitLab's `include: local`, in which only stars mean something: `**/` any folders or none, `**` any
    /// text, `*` any text without a slash. Source: `search_files_by_wildcard_path` in `app/models/repository.rb`.
    #[must_use]
    pub fn of_gitlab(pattern: &[u8]) -> Option<Self> {
        if pattern.len() > MAX_PATTERN {
            return None;
        }
        let mut tokens = Vec::new();
        let mut rest = pattern;
        while let Some((byte, behind)) = rest.split_first() {
            let (token, left) = match rest {
                [b'*', b'*', b'/', left @ ..] => (Token::Folders, left),
                // Of three stars before a slash, the last two are the pair with it.
                [b'*', b'*', b'*', b'/', ..] => (Token::Star, behind),
                [b'*', b'*', left @ ..] => (Token::All, left),
                [b'*', left @ ..] => (Token::Star, left),
                _ => (Token::Byte(*byte), behind),
            };
            tokens.push(token);
            rest = left;
        }
        Some(Self::of(tokens))
    }

    fn of(tokens: Vec<Token>) -> Self {
        let literal = |token: &&Token| matches!(token, Token::Byte(_));
        let first = tokens.iter().take_while(literal).count();
        let last = tokens.iter().rev().take_while(literal).count();
        Self { tokens, first, last }
    }

    /// Whether the whole text matches; `None` when the steps are spent.
    #[must_use]
    pub fn matches(&self, text: &[u8], steps: &Steps) -> Option<bool> {
        steps.spend(1)?;
        if !self.ends_fit(text) {
            return Some(false);
        }
        if self.first == self.tokens.len() {
            return Some(text.len() == self.first);
        }
        let rest = text.get(self.first..).unwrap_or_default();
        let mut states = States::new(self.tokens.len());
        states.enter(&self.tokens, self.first);
        for &byte in rest {
            steps.spend(states.now.len().saturating_add(1))?;
            states.step(&self.tokens, byte);
            if states.now.is_empty() {
                return Some(false);
            }
        }
        Some(states.now.contains(&self.tokens.len()))
    }

    /// Whether the literal bytes at both ends are there.
    fn ends_fit(&self, text: &[u8]) -> bool {
        let same = |(token, byte): (&Token, &u8)| *token == Token::Byte(*byte);
        text.len() >= self.first.max(self.last)
            && self.tokens.iter().take(self.first).zip(text).all(same)
            && self.tokens.iter().rev().take(self.last).zip(text.iter().rev()).all(same)
    }
}

/// The places in a pattern that a text may have led to.
struct States {
    now: Vec<usize>,
    next: Vec<usize>,
    /// For which round a place was entered last, so that it is entered once.
    entered: Vec<usize>,
    round: usize,
}

impl States {
    fn new(tokens: usize) -> Self {
        Self { now: Vec::new(), next: Vec::new(), entered: vec![0; tokens.saturating_add(1)], round: 1 }
    }

    /// Enters a place, and those behind it that need no text.
    fn enter(&mut self, tokens: &[Token], at: usize) {
        self.reach(tokens, at);
        std::mem::swap(&mut self.now, &mut self.next);
    }

    fn reach(&mut self, tokens: &[Token], mut at: usize) {
        while let Some(entered) = self.entered.get_mut(at).filter(|entered| **entered != self.round) {
            *entered = self.round;
            self.next.push(at);
            if !matches!(tokens.get(at), Some(Token::Star | Token::All | Token::Folders)) {
                break;
            }
            at = at.saturating_add(1);
        }
    }

    fn step(&mut self, tokens: &[Token], byte: u8) {
        self.round = self.round.saturating_add(1);
        self.next.clear();
        for at in std::mem::take(&mut self.now) {
            let after = at.saturating_add(1);
            match tokens.get(at) {
                Some(Token::Byte(wanted)) if *wanted == byte => self.reach(tokens, after),
                Some(Token::One) if byte != b'/' => self.reach(tokens, after),
                Some(Token::Set(set)) if byte != b'/' && holds(set, byte) => self.reach(tokens, after),
                Some(Token::Star) if byte != b'/' => self.reach(tokens, at),
                Some(Token::All) => self.reach(tokens, at),
                Some(Token::Folders) => self.stay(tokens, at, byte),
                _ => {}
            }
        }
        std::mem::swap(&mut self.now, &mut self.next);
    }

    /// In `**/`: what follows begins behind a slash only.
    fn stay(&mut self, tokens: &[Token], at: usize, byte: u8) {
        if let Some(entered) = self.entered.get_mut(at).filter(|entered| **entered != self.round) {
            *entered = self.round;
            self.next.push(at);
        }
        if byte == b'/' {
            self.reach(tokens, at.saturating_add(1));
        }
    }
}

fn holds(set: &[u128; 2], byte: u8) -> bool {
    set.get(usize::from(byte >> 7)).is_some_and(|half| half >> (byte & 127) & 1 == 1)
}

/// The tokens of a pattern, by the rules of git's `wildmatch` for paths.
fn parse(pattern: &[u8]) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = 0_usize;
    while let Some(&byte) = pattern.get(at) {
        let next = at.saturating_add(1);
        at = match byte {
            b'\\' => {
                tokens.push(Token::Byte(*pattern.get(next)?));
                next.saturating_add(1)
            }
            b'?' => {
                tokens.push(Token::One);
                next
            }
            b'[' => {
                let (set, end) = super::wildset::parse(pattern, next)?;
                tokens.push(Token::Set(Box::new(set)));
                end
            }
            b'*' => stars(pattern, at, &mut tokens),
            _ => {
                tokens.push(Token::Byte(byte));
                next
            }
        };
    }
    Some(tokens)
}

/// One star, or several: between slashes they stand for folders, elsewhere for one star.
fn stars(pattern: &[u8], at: usize, tokens: &mut Vec<Token>) -> usize {
    let count = pattern.iter().skip(at).take_while(|byte| **byte == b'*').count();
    let end = at.saturating_add(count);
    let begins = at.checked_sub(1).is_none_or(|before| pattern.get(before) == Some(&b'/'));
    match pattern.get(end) {
        None if count > 1 && begins => tokens.push(Token::All),
        Some(b'/') if count > 1 && begins => {
            tokens.push(Token::Folders);
            return end.saturating_add(1);
        }
        Some(b'\\') if count > 1 && begins && pattern.get(end.saturating_add(1)) == Some(&b'/') => {
            tokens.push(Token::All);
        }
        _ => tokens.push(Token::Star),
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{MAX_PATTERN, Steps, Wildmatch};

    #[test]
    fn a_pattern_means_what_git_says() {
        let cases = [
            ("a", "a", true),
            ("a", "b", false),
            ("", "", true),
            ("*", "abc", true),
            ("*", "a/b", false),
            ("a*c", "abbc", true),
            ("a*c", "ac", true),
            ("?", "/", false),
            ("**", "a/b", true),
            ("**/a", "a", true),
            ("**/a", "x/y/a", true),
            ("**/a", "x/ya", false),
            ("a/**", "a/b/c", true),
            ("a/**", "a", false),
            ("a/**/b", "a/b", true),
            ("a/**/b", "a/x/y/b", true),
            ("a/**/b", "axb", false),
            ("a**b", "a/b", false),
            ("a**b", "axxb", true),
            ("***/a", "x/a", true),
            ("[a-c]x", "bx", true),
            ("[!a-c]x", "bx", false),
            ("[^a-c]x", "zx", true),
            ("[]]", "]", true),
            ("[]-a]", "^", true),
            ("[a", "[a", false),
            ("[[:digit:]]", "7", true),
            ("[[:nope:]]", "7", false),
            ("[/]", "/", false),
            ("\\*", "*", true),
            ("\\*", "a", false),
            ("a\\", "a", false),
            ("{a,b}", "a", false),
            ("{a,b}", "{a,b}", true),
            ("aa", "a", false),
            ("a*a", "a", false),
        ];
        for (pattern, text, expected) in cases {
            let steps = Steps::new(1_000);
            let found = Wildmatch::new(pattern.as_bytes()).map(|it| it.matches(text.as_bytes(), &steps).unwrap());
            assert_eq!(found.unwrap_or(false), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_of_gitlab_means_what_gitlab_says() {
        let cases = [
            ("ci/*.yml", "ci/a.yml", true),
            ("ci/*.yml", "ci/b/a.yml", false),
            ("ci/**.yml", "ci/a.yml", true),
            ("ci/**.yml", "ci/b/c/a.yml", true),
            ("ci/**.yml", "ci/a.yaml", false),
            ("ci/**/*.yml", "ci/a.yml", true),
            ("ci/**/*.yml", "ci/b/c/a.yml", true),
            ("**/ci.yml", "ci.yml", true),
            ("**/ci.yml", "a/b/ci.yml", true),
            ("**/ci.yml", "a/xci.yml", false),
            ("a**b", "a/x/b", true),
            ("***/a", "x/a", true),
            ("***/a", "x/y/a", true),
            ("****", "a/b", true),
            ("[ab].yml", "a.yml", false),
            ("[ab].yml", "[ab].yml", true),
            ("?.yml", "a.yml", false),
            ("a\\*", "a\\b", true),
            ("*.yml", "a.ymlx", false),
        ];
        for (pattern, text, expected) in cases {
            let found = Wildmatch::of_gitlab(pattern.as_bytes()).unwrap().matches(text.as_bytes(), &Steps::new(1_000));
            assert_eq!(found, Some(expected), "{pattern} {text}");
        }
    }

    #[test]
    fn what_keeps_others_busy_for_minutes_is_done_in_a_few_thousand_steps() {
        for unit in ["**/a/", "/**/a/**/x", "*a", "a*?*"] {
            let pattern = unit.repeat(100) + "b";
            let text = "a/".repeat(200);
            let steps = Steps::new(400_000);
            let found = Wildmatch::new(pattern.as_bytes()).unwrap().matches(text.as_bytes(), &steps);
            assert_eq!(found, Some(false), "{unit}");
        }
    }

    #[test]
    fn steps_that_are_spent_give_no_answer() {
        let pattern = Wildmatch::new("*a".repeat(50).as_bytes()).unwrap();
        assert_eq!(pattern.matches("a".repeat(500).as_bytes(), &Steps::new(100)), None);
        assert!(Wildmatch::new(&vec![b'?'; MAX_PATTERN + 1]).is_none());
    }
}
