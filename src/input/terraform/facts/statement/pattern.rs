//! The texts of policy documents: `*` for any characters, `?` for one, and variables that AWS fills in.

/// Variables that say something about the owner of the resource and not about the caller: whoever calls cannot choose
/// them.
const OF_THE_OWNER: &[&str] = &["aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"];

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// This character.
    Char(char),
    /// A text that is not written out, but that no caller can choose.
    Settled,
    /// Something that the caller can choose.
    Open,
}

/// A value of a condition, with what is open in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Token>);

impl Pattern {
    /// Reads a text; `wildcards` says whether the operator knows any.
    pub(super) fn new(text: &str, wildcards: bool) -> Self {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if let Some((variable, after)) = rest.strip_prefix("${").and_then(|inner| inner.split_once('}')) {
                tokens.push(filled(variable));
                rest = after;
                continue;
            }
            let open = wildcards && matches!(first, '*' | '?');
            tokens.push(if open { Token::Open } else { Token::Char(first) });
            rest = rest.strip_prefix(first).unwrap_or_default();
        }
        // Without wildcards a lone `*` matches nobody; whoever writes it means everybody.
        if text.chars().all(|c| matches!(c, '*' | '?')) {
            tokens.fill(Token::Open);
        }
        Self(tokens)
    }

    /// Whether the caller can choose no part of it.
    pub(super) fn is_settled(&self) -> bool {
        settled(&self.0)
    }

    /// Its parts between these characters, at most as many as wanted.
    pub(super) fn split(&self, at: char, most: usize) -> Vec<&[Token]> {
        self.0.splitn(most, |token| *token == Token::Char(at)).collect()
    }

    /// How many characters it begins with that are settled.
    pub(super) fn begins(&self) -> usize {
        self.0.iter().take_while(|token| **token != Token::Open).count()
    }
}

/// Whether a part is there, and the caller can choose nothing of it.
pub(super) fn settled(tokens: &[Token]) -> bool {
    !tokens.is_empty() && tokens.iter().all(|token| *token != Token::Open)
}

/// What a variable stands for: `${*}` is an asterisk, and `${aws:username, 'nobody'}` has a default.
fn filled(variable: &str) -> Token {
    let name = variable.split_once(',').map_or(variable, |(name, _)| name).trim().to_ascii_lowercase();
    match name.as_str() {
        "*" => Token::Char('*'),
        "?" => Token::Char('?'),
        "$" => Token::Char('$'),
        name if OF_THE_OWNER.contains(&name) => Token::Settled,
        _ => Token::Open,
    }
}

/// Whether a pattern matches every action: `*`, `**`, `*:*`, `?*:*`.
pub(super) fn is_every_action(text: &str) -> bool {
    is_open(text, 1)
}

/// How many colons every ARN has at least.
const COLONS_OF_AN_ARN: usize = 5;

/// What every ARN begins with.
const ARN: &str = "arn:aws";

/// Whether a pattern matches every resource of every service of a partition: `*`, `arn:aws*`, `arn:aws-cn:*`,
/// `arn:*:*:*:*:*`.
pub(super) fn is_every_resource(text: &str) -> bool {
    let (mut rest, mut colons) = (text, COLONS_OF_AN_ARN);
    for begins in ARN.chars() {
        if is_open(rest, colons) {
            return true;
        }
        let Some(after) = rest.strip_prefix(begins) else { return false };
        rest = after;
        colons = colons.saturating_sub(usize::from(begins == ':'));
    }
    let partition = rest.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '-');
    let of_partition = partition.strip_prefix(':').is_some_and(|rest| is_open(rest, colons.saturating_sub(1)));
    of_partition || is_open(rest, colons)
}

/// Whether a text consists of wildcards, one of which is for any characters, between so many colons at most.
fn is_open(text: &str, colons: usize) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let wild = |part: &&str| part.contains('*') && part.chars().all(|c| matches!(c, '*' | '?'));
    parts.iter().all(wild) && parts.len() <= colons.saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::{is_every_action, is_every_resource};

    #[test]
    fn a_pattern_of_wildcards_alone_is_every_action() {
        for text in ["*", "**", "***", "*:*", "?*", "*?", "?*:*", "*:**"] {
            assert!(is_every_action(text), "{text}");
        }
        for text in ["", "s3:*", "*:Get*", "*a*", "?", "????", ":", "*:", ":*", "*:*:*"] {
            assert!(!is_every_action(text), "{text}");
        }
    }

    #[test]
    fn a_pattern_that_leaves_out_no_service_is_every_resource() {
        for text in [
            "*",
            "**",
            "?*",
            "*:*",
            "a*",
            "arn*",
            "arn:*",
            "arn:**",
            "arn:aws*",
            "arn:aws:*",
            "arn:aws-cn:*",
            "arn:aws*:*",
            "arn:*:*",
            "arn:aws:*:*",
            "arn:aws:*:*:*:*",
            "arn:*:*:*:*:*",
            "arn:?*:*:*:*:*",
        ] {
            assert!(is_every_resource(text), "{text}");
        }
        for text in [
            "",
            "arn:aws:s3:::*",
            "arn:aws:*:*:123456789012:*",
            "arn:aws:*:eu-central-1:*:*",
            "arn:aws:*:*:*:*:*",
            "b*",
            "arn:aws:iam::*:*",
            "?",
            "arn:",
            "*/*",
            "arn:aws:*s3*",
        ] {
            assert!(!is_every_resource(text), "{text}");
        }
    }
}
