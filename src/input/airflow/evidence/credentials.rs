//! Credentials written out in the code, found in the whole tree and not only in what the interpreter reaches.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, ExprRef, FStringPart, InterpolatedStringElement, ModModule};
use ruff_python_ast::{Parameters, StmtFunctionDef};

use super::super::model::Scope;
use super::super::python::{children, span, span_of};
use crate::source::{Span, secret};

/// A literal that is a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The name that it is given; `text` when it has none.
    pub(crate) key: String,
    pub(crate) kind: &'static str,
    pub(crate) scope: Scope,
}

/// Credentials by the span of their literals.
pub(crate) type Credentials = BTreeMap<Span, Found>;

/// Finds every credential in a file. `runs_at_import` says of a function whether Airflow runs it when it reads the file.
pub(crate) fn find(module: &ModModule, runs_at_import: &dyn Fn(&StmtFunctionDef) -> bool) -> Credentials {
    let mut found = Credentials::new();
    let mut waiting = vec![(AnyNodeRef::from(module), Scope::TopLevel)];
    while let Some((node, scope)) = waiting.pop() {
        let mut inner = scope;
        match node {
            AnyNodeRef::StmtFunctionDef(def) => {
                defaults(&def.parameters, scope, &mut found);
                if !runs_at_import(def) {
                    inner = Scope::TaskBody;
                }
            }
            // A text that stands alone is documentation: only what is a credential by its shape counts.
            AnyNodeRef::StmtExpr(statement) if statement.value.is_string_literal_expr() => {
                if let Some((text, at)) = written(&statement.value)
                    && let Some(kind) = shape_of(&text).filter(|kind| *kind != "password-in-url")
                {
                    add(at, "text", kind, scope, &mut found);
                }
                continue;
            }
            _ => named_values(node, scope, &mut found),
        }
        if let Some((text, at)) = node.as_expr_ref().and_then(written_ref)
            && let Some(kind) = shape_of(&text)
        {
            add(at, "text", kind, scope, &mut found);
        }
        waiting.extend(children(node).into_iter().map(|child| (child, inner)));
    }
    found
}

/// What `format` and `%` fill in later: `{password}`, `%s`.
#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by every test of this module")]
static FIELD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{[A-Za-z_][\w.\[\]]*\}|\{\d*\}|%s").unwrap());

/// The kind of credential that a text is by its shape alone; what is filled in later counts as a reference.
fn shape_of(text: &str) -> Option<&'static str> {
    secret::shape(&FIELD.replace_all(text, "$${x}"))
}

/// The kind of credential that a text is under a name, or `None` when it is not one. `owner` is the last part of the
/// name of the function that it is given to, if any.
pub(crate) fn kind_of(key: &str, text: &str, owner: &str) -> Option<&'static str> {
    let shaped = shape_of(text);
    if shaped.is_some() || names_a_reference(owner) {
        return shaped;
    }
    secret::literal(key, text).filter(|_| if is_password(key) { !is_label(key, text) } else { looks_random(text) })
}

fn add(at: Span, key: &str, kind: &'static str, scope: Scope, found: &mut Credentials) {
    let new = Found { key: key.to_owned(), kind, scope };
    let entry = found.entry(at).or_insert_with(|| new.clone());
    if entry.key == "text" && key != "text" {
        *entry = new;
    }
}

fn check(key: &str, value: &Expr, owner: &str, scope: Scope, found: &mut Credentials) {
    let Some((text, at)) = written(value) else { return };
    if let Some(kind) = kind_of(key, &text, owner) {
        add(at, key, kind, scope, found);
    }
}

/// Checks the values that a node gives names to.
fn named_values(node: AnyNodeRef<'_>, scope: Scope, found: &mut Credentials) {
    match node {
        AnyNodeRef::StmtAssign(assign) => {
            for key in assign.targets.iter().filter_map(name_of) {
                check(&key, &assign.value, "", scope, found);
            }
        }
        AnyNodeRef::StmtAnnAssign(assign) => {
            if let (Some(key), Some(value)) = (name_of(&assign.target), &assign.value) {
                check(&key, value, "", scope, found);
            }
        }
        AnyNodeRef::ExprNamed(named) => {
            if let Some(key) = name_of(&named.target) {
                check(&key, &named.value, "", scope, found);
            }
        }
        AnyNodeRef::ExprDict(dict) => {
            for item in &dict.items {
                if let Some((key, _)) = item.key.as_ref().and_then(written) {
                    check(&key, &item.value, "", scope, found);
                }
            }
        }
        AnyNodeRef::ExprCall(call) => call_values(call, scope, found),
        _ => {}
    }
}

/// Keyword arguments, and `setdefault("NAME", "value")` and its kin.
fn call_values(call: &ExprCall, scope: Scope, found: &mut Credentials) {
    let owner = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    };
    for keyword in &call.arguments.keywords {
        if let Some(key) = &keyword.arg {
            check(key.as_str(), &keyword.value, owner, scope, found);
        }
    }
    if let ("setdefault" | "putenv" | "set" | "setenv" | "get" | "getenv", [key, value]) =
        (owner, &*call.arguments.args)
        && let Some((key, _)) = written(key)
    {
        check(&key, value, owner, scope, found);
    }
}

fn defaults(parameters: &Parameters, scope: Scope, found: &mut Credentials) {
    for parameter in parameters.iter_non_variadic_params() {
        if let Some(default) = &parameter.default {
            check(parameter.parameter.name.as_str(), default, "", scope, found);
        }
    }
}

/// The name of what is assigned to: `password`, `self.password`, `os.environ["PASSWORD"]`.
fn name_of(target: &Expr) -> Option<String> {
    match target {
        Expr::Name(name) => Some(name.id.to_string()),
        Expr::Attribute(attribute) => Some(attribute.attr.to_string()),
        Expr::Subscript(subscript) => written(&subscript.slice).map(|(key, _)| key),
        _ => None,
    }
}

/// The text of a string or f-string; what is inserted shows as a reference.
fn written(expression: &Expr) -> Option<(String, Span)> {
    written_ref(ExprRef::from(expression))
}

fn written_ref(expression: ExprRef<'_>) -> Option<(String, Span)> {
    match expression {
        ExprRef::StringLiteral(text) => Some((text.value.to_str().to_owned(), span(text))),
        ExprRef::BytesLiteral(bytes) => {
            let bytes: Vec<u8> = bytes.value.bytes().collect();
            Some((String::from_utf8_lossy(&bytes).into_owned(), span_of(expression_range(expression))))
        }
        ExprRef::FString(text) => {
            let mut whole = String::new();
            for part in &text.value {
                match part {
                    FStringPart::Literal(literal) => whole.push_str(&literal.value),
                    FStringPart::FString(string) => {
                        for element in &string.elements {
                            match element {
                                InterpolatedStringElement::Literal(literal) => whole.push_str(&literal.value),
                                InterpolatedStringElement::Interpolation(_) => whole.push_str("${x}"),
                            }
                        }
                    }
                }
            }
            Some((whole, span(text)))
        }
        _ => None,
    }
}

fn expression_range(expression: ExprRef<'_>) -> ruff_text_size::TextRange {
    ruff_text_size::Ranged::range(&expression)
}

/// Classes and functions whose arguments name a secret that is kept elsewhere.
fn names_a_reference(owner: &str) -> bool {
    matches!(owner, "Secret" | "get_secret_value" | "access_secret_version" | "get" | "getenv")
        || owner.starts_with("V1")
        || owner.contains("SecretKeySelector")
}

/// Whether a name is that of a password, which may be any word; other credentials are random.
fn is_password(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    ["password", "passwd", "passphrase", "pwd"].iter().any(|word| lower.contains(word))
}

/// Whether a text under the name of a password is words for people or the name of a field.
fn is_label(key: &str, text: &str) -> bool {
    let names_itself = text.to_ascii_lowercase().contains("password") && !text.chars().any(|c| c.is_ascii_digit());
    let sentence = text.split_whitespace().count() > 3 && !key.to_ascii_lowercase().contains("phrase");
    names_itself || sentence
}

/// Whether a text looks generated and not like the name of something.
fn looks_random(text: &str) -> bool {
    let has = |class: fn(&char) -> bool| text.chars().any(|c| class(&c));
    let lower = text.to_ascii_lowercase();
    let name = ["secret", "token", "key", "cred", "password", "/", ".json", ".pem", "default"];
    text.len() >= 8
        && !has(|c| c.is_whitespace())
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
        && !name.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{find, kind_of};
    use crate::input::airflow::python::parse;
    use crate::limits::LIMITS;
    use crate::source::{RepoPath, Source};

    fn keys(text: &str) -> Vec<String> {
        let source = Source::from_text(RepoPath::new("a.py").unwrap(), text);
        let parsed = parse(&source, &LIMITS).unwrap();
        find(parsed.syntax(), &|_| false).into_values().map(|found| format!("{} {}", found.key, found.kind)).collect()
    }

    #[test]
    fn every_way_to_write_a_credential_is_seen() {
        let cases = [
            ("PASSWORD = 'hunter22'", "PASSWORD password"),
            ("db_password: str = 'hunter22'", "db_password password"),
            ("os.environ['DB_PASSWORD'] = 'hunter22'", "DB_PASSWORD password"),
            ("os.environ.setdefault('DB_PASSWORD', 'hunter22')", "DB_PASSWORD password"),
            ("c = Connection(conn_id='x', password='hunter22')", "password password"),
            ("d = {'password': 'hunter22'}", "password password"),
            ("def f(password='hunter22'): pass", "password password"),
            ("self.api_key = 'a8f5f167f44f4964e6c998de'", "api_key password"),
            ("u = 'postgresql://app:s3cr3t@db/x'", "u password-in-url"),
            ("u = f'postgresql://app:s3cr3t@{host}/x'", "u password-in-url"),
            ("k = 'AKIAIOSFODNN7ABCDEFG'", "k aws-access-key"),
            ("if (token := 'a8f5f167f44f4964e6c998de'): pass", "token password"),
        ];
        for (code, expected) in cases {
            assert_eq!(keys(code), [expected], "{code}");
        }
    }

    #[test]
    fn references_and_names_are_not_credentials() {
        for code in [
            "password = Variable.get('password')",
            "password = '{{ conn.db.password }}'",
            "Secret('env', 'DB', secret='airflow-secrets-2024', key='db')",
            "token = 'slack-token-name'",
            "secret_name = 'prod/db1'",
            "u = f'postgresql://{user}:{password}@{host}/x'",
            "\"\"\"Connect with postgresql://user:pass1@host/db.\"\"\"",
            "os.environ.get('DB_PASSWORD', '')",
            "u = 'postgresql://{user}:{password}@{host}/x'.format(**parts)",
            "u = 'postgresql://%s:%s@db/x' % (user, password)",
            "RESOURCE_PASSWORD = 'My Password'",
            "help = {'password': 'The password of the service account to use'}",
        ] {
            assert_eq!(keys(code), Vec::<String>::new(), "{code}");
        }
        assert_eq!(kind_of("secret", "airflow-secrets-2024", "Secret"), None);
    }
}
