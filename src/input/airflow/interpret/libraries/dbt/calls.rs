//! What the Jinja of a dbt file calls: `ref`, `config`, the name of a snapshot. An exact scanner of its tags; what these
//! compute is not followed.

use ruff_python_ast::{AnyNodeRef, Expr};

use super::super::super::super::python;
use crate::limits::Limits;

/// A tag of Jinja: what stands between `{{` and `}}`, or between `{%` and `%}`.
pub(super) struct Tag {
    tokens: Vec<Token>,
}

/// A piece of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    Text(String),
    Sign(char),
}

/// What a file names of other nodes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Refs {
    pub(super) names: Vec<String>,
    /// Whether there may be others.
    pub(super) open: bool,
}

/// The tags of a text; `None` when one of them does not end.
pub(super) fn tags(text: &str) -> Option<Vec<Tag>> {
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        rest = rest.get(at.saturating_add(1)..)?;
        if let Some(comment) = rest.strip_prefix('#') {
            rest = comment.split_once("#}")?.1;
        } else if rest.starts_with(['{', '%']) {
            let (tag, after) = tag(rest)?;
            rest = after;
            if tag.tokens.first() == Some(&Token::Name("raw".to_owned())) && tag.tokens.len() == 1 {
                rest = after_raw(rest)?;
            }
            tags.push(tag);
        }
    }
    Some(tags)
}

/// What stands behind `{% endraw %}`.
fn after_raw(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.split_once("{%")?.1;
        let inner = rest.trim_start_matches('-').trim_start();
        if let Some(end) = inner.strip_prefix("endraw") {
            return end.split_once("%}").map(|(_, after)| after);
        }
    }
}

/// One tag, from its second character on, and what stands behind it.
fn tag(text: &str) -> Option<(Tag, &str)> {
    let first = text.chars().next()?;
    let close = if first == '{' { "}}" } else { "%}" };
    let mut rest = text.get(1..)?;
    let mut tokens = Vec::new();
    let mut depth = 0_usize;
    loop {
        rest = rest.trim_start();
        if let (0, Some(after)) = (depth, rest.strip_prefix(close)) {
            return Some((Tag { tokens }, after));
        }
        let next = rest.chars().next()?;
        let (token, length) = match next {
            '\'' | '"' => string(rest, next)?,
            c if c.is_alphanumeric() || c == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                (Token::Name(rest.get(..end)?.to_owned()), end)
            }
            sign => {
                depth = match sign {
                    '{' => depth.saturating_add(1),
                    '}' => depth.saturating_sub(1),
                    _ => depth,
                };
                (Token::Sign(sign), sign.len_utf8())
            }
        };
        tokens.push(token);
        rest = rest.get(length..)?;
    }
}

/// A string, and how long it is with its quotes.
fn string(text: &str, quote: char) -> Option<(Token, usize)> {
    let mut found = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => {
                found.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            c if c == quote => return Some((Token::Text(found), at.saturating_add(1))),
            c => found.push(c),
        }
    }
    None
}

/// An argument of a call: its name, if it has one, and what it is made of.
type Argument<'t> = (Option<&'t str>, &'t [Token]);

impl Tag {
    /// Whether it is a statement of this kind, and the name behind it.
    pub(super) fn named(&self, statement: &str) -> Option<&str> {
        match self.tokens.iter().filter(|token| **token != Token::Sign('-')).collect::<Vec<_>>().as_slice() {
            [Token::Name(kind), Token::Name(name), ..] if kind == statement => Some(name),
            _ => None,
        }
    }

    /// Adds the nodes that it names.
    pub(super) fn add_refs(&self, refs: &mut Refs) {
        add_refs(&self.tokens, refs);
    }

    /// Whether a word stands in it, as a name or text.
    pub(super) fn says(&self, word: &str) -> bool {
        self.tokens.iter().any(|token| matches!(token, Token::Name(text) | Token::Text(text) if text == word))
    }

    /// The value of an argument of `config`, as its text.
    pub(super) fn config(&self, argument: &str) -> Option<String> {
        let at = self.tokens.iter().position(|token| *token == Token::Name("config".to_owned()))?;
        let arguments = arguments(self.tokens.get(at.saturating_add(1)..)?)?;
        let (_, value) = arguments.into_iter().find(|(name, _)| *name == Some(argument))?;
        match value {
            [Token::Name(text) | Token::Text(text)] => Some(text.clone()),
            _ => Some("{}".to_owned()),
        }
    }
}

/// The nodes that an expression names: the text of an argument of a test.
pub(super) fn refs_of_expression(text: &str, refs: &mut Refs) {
    match tags(text) {
        Some(found) if !found.is_empty() => found.iter().for_each(|tag| tag.add_refs(refs)),
        _ if text.trim_start().starts_with("ref") => {
            if let Some((tag, _)) = tag(&format!("{{{text}}}}}")) {
                tag.add_refs(refs);
            }
        }
        _ => {}
    }
}

fn add_refs(tokens: &[Token], refs: &mut Refs) {
    let is_ref = |token: &Token| matches!(token, Token::Name(name) if name == "ref");
    for (at, _) in tokens.iter().enumerate().filter(|(_, token)| is_ref(token)) {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let holder = at.checked_sub(2).and_then(|before| tokens.get(before));
        let of_another = before == Some(&Token::Sign('.')) && holder != Some(&Token::Name("builtins".to_owned()));
        let is_argument = tokens.get(at.saturating_add(1)) == Some(&Token::Sign('='));
        if of_another || is_argument {
            continue;
        }
        let arguments = tokens.get(at.saturating_add(1)..).and_then(arguments).unwrap_or_default();
        let own = arguments.iter().filter(|(name, _)| name.is_none()).map(|(_, value)| *value).next_back();
        match own {
            Some([Token::Text(name)]) if arguments.len() <= 2 => refs.names.push(name.clone()),
            _ => refs.open = true,
        }
    }
}

/// The arguments of a call, from its bracket on.
fn arguments(tokens: &[Token]) -> Option<Vec<Argument<'_>>> {
    let (Token::Sign('('), inner) = tokens.split_first()? else { return None };
    let (mut found, mut begin, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, token) in inner.iter().enumerate() {
        let ends = depth == 0 && matches!(token, Token::Sign(',' | ')'));
        if ends {
            let argument = inner.get(begin..at)?;
            match argument {
                [] => {}
                [Token::Name(name), Token::Sign('='), value @ ..] => found.push((Some(name.as_str()), value)),
                value => found.push((None, value)),
            }
            begin = at.saturating_add(1);
        }
        match token {
            Token::Sign(')') if depth == 0 => return Some(found),
            Token::Sign('(' | '[' | '{') => depth = depth.saturating_add(1),
            Token::Sign(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The nodes that a model of Python names by `dbt.ref(…)`.
pub(super) fn refs_of_python(text: &str, limits: &Limits) -> Refs {
    let Ok(parsed) = python::parse_text(text, limits) else { return Refs { open: true, ..Refs::default() } };
    let mut refs = Refs { names: Vec::new(), open: !parsed.errors().is_empty() };
    let mut waiting = vec![AnyNodeRef::from(parsed.syntax())];
    while let Some(node) = waiting.pop() {
        if let AnyNodeRef::ExprCall(call) = node
            && let Expr::Attribute(callee) = &*call.func
            && callee.attr.as_str() == "ref"
        {
            match call.arguments.args.last() {
                Some(Expr::StringLiteral(name)) => refs.names.push(name.value.to_str().to_owned()),
                _ => refs.open = true,
            }
        }
        waiting.extend(python::children(node));
    }
    refs
}

#[cfg(test)]
mod tests {
    use super::{Refs, refs_of_expression, refs_of_python, tags};
    use crate::limits::LIMITS;

    fn refs(text: &str) -> Option<Refs> {
        let mut refs = Refs::default();
        tags(text)?.iter().for_each(|tag| tag.add_refs(&mut refs));
        Some(refs)
    }

    #[test]
    fn the_calls_of_ref_in_a_model_name_other_nodes() {
        for (text, names, open) in [
            ("select * from {{ ref('a') }} join {{ref(\"b\")}}", vec!["a", "b"], false),
            ("{{ ref('package', 'a') }}", vec!["a"], false),
            ("{{ ref('a', v=2) }}", vec!["a"], false),
            ("{%- set x = ref('a') -%}{{ x }}", vec!["a"], false),
            ("{{ builtins.ref('a') }} {{ this.ref('b') }}", vec!["a"], false),
            ("{# {{ ref('a') }} #}", vec![], false),
            ("{% raw %}{{ ref('a') }}{% endraw %}{{ ref('b') }}", vec!["b"], false),
            ("{{ \"ref('a')\" }} ref('b')", vec![], false),
            ("{{ f({'x': {'y': ref('a')}}) }}", vec!["a"], false),
            ("{{ ref('a' ~ x) }}", vec![], true),
            ("{{ ref(name) }}", vec![], true),
            ("{% for r in [ref] %}{% endfor %}", vec![], true),
            ("{{ f(ref='x') }}", vec![], false),
            ("{{ source('s', 't') }} {{ config(tags=['ref']) }}", vec![], false),
        ] {
            let names = names.into_iter().map(str::to_owned).collect();
            assert_eq!(refs(text), Some(Refs { names, open }), "{text}");
        }
        for text in ["{{ ref('a')", "{{ 'a }}", "{% raw %} {{", "{# x"] {
            assert_eq!(refs(text), None, "{text}");
        }
    }

    #[test]
    fn an_argument_of_a_test_may_name_a_node() {
        for (text, names) in
            [("ref('a')", vec!["a"]), ("{{ ref('a') }}", vec!["a"]), ("a", vec![]), ("refunds", vec![])]
        {
            let mut refs = Refs::default();
            refs_of_expression(text, &mut refs);
            assert_eq!(refs.names, names, "{text}");
        }
    }

    #[test]
    fn the_settings_of_a_model_are_arguments_of_config() {
        let tags = tags("{{ config(materialized='table', enabled=false, x=var('y')) }}").unwrap();
        let config = |name: &str| tags.first().and_then(|tag| tag.config(name));
        assert_eq!(config("materialized").as_deref(), Some("table"));
        assert_eq!(config("enabled").as_deref(), Some("false"));
        assert_eq!((config("x").as_deref(), config("y")), (Some("{}"), None));
    }

    #[test]
    fn a_model_of_python_names_nodes_by_calls() {
        let refs =
            refs_of_python("def model(dbt, session):\n    return dbt.ref('p', 'a').join(dbt.ref(f'{x}'))\n", &LIMITS);
        assert_eq!(refs, Refs { names: vec!["a".to_owned()], open: true });
    }
}
