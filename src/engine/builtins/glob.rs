//! Patterns of paths and names. OPA's are those of gobwas/glob; each becomes a regular expression.

use super::super::rego::Value;
use super::{pattern, string};

const NAME: &str = "glob.match";

/// `glob.match(pattern, delimiters, text)`: `*` and `?` stop at a delimiter, `**` does not. Without a list of delimiters
/// there are none; an empty list means the full stop.
pub(super) fn is_match(arguments: &[Value]) -> Result<Value, String> {
    let [glob, delimiters, text] = arguments else { return Err(format!("`{NAME}` expects three arguments")) };
    let delimiters = match delimiters {
        Value::Null => String::new(),
        Value::Array(items) if items.is_empty() => ".".to_owned(),
        Value::Array(items) => items.iter().map(delimiter).collect::<Result<_, _>>()?,
        _ => return Err(format!("`{NAME}` expects delimiters as a list of characters, or null")),
    };
    let (glob, text) = (string(NAME, glob)?, string(NAME, text)?);
    if glob.contains('?') && (text.is_empty() || !text.is_ascii()) {
        // OPA takes bytes for characters, and nothing for one character.
        return Err(format!("`{NAME}`: `?` needs text of ASCII; use `regex.match`"));
    }
    Ok(Value::from(pattern::native(NAME, &expression(glob, &delimiters)?)?.is_match(text)))
}

fn delimiter(value: &Value) -> Result<char, String> {
    let mut characters = string(NAME, value)?.chars();
    match (characters.next(), characters.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(format!("`{NAME}` expects delimiters of one character")),
    }
}

/// The regular expression of a glob.
fn expression(glob: &str, delimiters: &str) -> Result<String, String> {
    let bad = |what: &str| format!("`{NAME}`: {what}");
    let other = match delimiters {
        "" => "(?s:.)".to_owned(),
        some => format!("[^{}]", some.chars().map(literal).collect::<String>()),
    };
    let mut made = String::from("^");
    let mut depth: usize = 0;
    let mut characters = glob.chars().peekable();
    while let Some(one) = characters.next() {
        match one {
            '*' if characters.next_if_eq(&'*').is_some() => {
                while characters.next_if_eq(&'*').is_some() {}
                made.push_str("(?s:.)*");
            }
            '*' => {
                made.push_str(&other);
                made.push('*');
            }
            '?' => made.push_str(&other),
            '[' => {
                let set: String = characters.by_ref().take_while(|next| *next != ']').collect();
                made.push_str(&class(&set).ok_or_else(|| bad("a set is not of the form [abc] or [a-z]"))?);
            }
            '{' => {
                depth = depth.saturating_add(1);
                made.push_str("(?:");
            }
            ',' if depth > 0 => made.push('|'),
            '}' if depth > 0 => {
                depth = depth.saturating_sub(1);
                made.push(')');
            }
            '\\' => {
                let escaped = characters.next().ok_or_else(|| bad("a pattern ends with a backslash"))?;
                made.push_str(&literal(escaped));
            }
            other => made.push_str(&literal(other)),
        }
    }
    if depth > 0 {
        return Err(bad("a `{` is not closed"));
    }
    made.push('$');
    Ok(made)
}

/// A set of characters or one range. Negated ones hold for nothing at all in OPA, so they are refused.
fn class(set: &str) -> Option<String> {
    let characters: Vec<char> = set.chars().collect();
    match characters.as_slice() {
        [] | ['!' | '^', ..] => None,
        [from, '-', to] if from <= to => Some(format!("[{}-{}]", literal(*from), literal(*to))),
        list if list.iter().any(|one| matches!(one, '-' | '\\' | '[')) => None,
        list => Some(format!("[{}]", list.iter().copied().map(literal).collect::<String>())),
    }
}

fn literal(one: char) -> String {
    if one.is_alphanumeric() { one.to_string() } else { format!("\\x{{{:x}}}", u32::from(one)) }
}

/// `glob.quote_meta(text)`: the pattern that matches this text only.
pub(super) fn quote(arguments: &[Value]) -> Result<Value, String> {
    let [text] = arguments else { return Err("`glob.quote_meta` expects one argument".to_owned()) };
    let text = string("glob.quote_meta", text)?;
    super::bounded("glob.quote_meta", text.len().saturating_mul(2))?;
    let mut made = String::new();
    for one in text.chars() {
        if is_special(one) {
            made.push('\\');
        }
        made.push(one);
    }
    Ok(Value::from(made))
}

const fn is_special(one: char) -> bool {
    matches!(one, '*' | '?' | '\\' | '[' | ']' | '{' | '}')
}
